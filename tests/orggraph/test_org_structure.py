"""Faults in the structure are problems with the rows named, never an exception."""

from itertools import permutations

import pytest
from org_worlds import COUNTY, dataset, org, place

from partyorg.errors import ProblemSeverity
from partyorg.orggraph import structure_problems


def faults(*organizations):
    return structure_problems(dataset(*organizations))


def codes(*organizations):
    return [(problem.code, problem.value) for problem in faults(*organizations)]


def test_a_sound_county_has_no_faults():
    assert faults(*COUNTY) == ()


def test_a_circle_of_superiors_names_all_its_rows_once():
    ring = (
        place("P", "province"),
        org("B", parent="C"),
        org("C", parent="D"),
        org("D", parent="B"),
    )
    (problem,) = faults(*ring, org("E", parent="B"))
    assert (problem.code, problem.column) == ("cycle", "parent_id")
    assert problem.rows == (2, 3, 4)
    assert "B → C → D → B" in problem.message["en"]
    assert "B → C → D → B" in problem.message["zh"]


def test_a_circle_reached_from_outside_names_only_the_circle():
    (problem,) = faults(org("E", parent="B"), org("B", parent="C"), org("C", parent="B"))
    assert problem.rows == (2, 3)


def test_two_circles_are_two_problems():
    two = faults(*(org(a, parent=b) for a, b in ("BC", "CB", "DE", "ED")))
    assert [(problem.code, problem.rows) for problem in two] == [
        ("cycle", (1, 2)),
        ("cycle", (3, 4)),
    ]


def test_a_circle_is_found_wherever_its_superiors_stand_in_the_table():
    ring = [org("B", parent="C"), org("C", parent="D"), org("D", parent="B"), org("E", parent="B")]
    for order in permutations([*ring, place("P", "province"), org("F", parent="E")]):
        (problem,) = faults(*order)
        rows = [at for at, one in enumerate(order, 1) if one["org_id"] in "BCD"]
        assert (problem.code, problem.rows) == ("cycle", tuple(rows))


def test_whoever_is_the_own_superior_is_a_circle():
    assert codes(org("B", parent="B", within="P"), place("P", "province")) == [("cycle", "B")]


def test_a_place_may_name_itself():
    assert codes(place("P", "province", within="P")) == []


def test_places_that_name_each_other_are_a_circle():
    found = codes(*COUNTY, org("D", within="E", parent="A-DW"), org("E", within="D", parent="A-DW"))
    assert ("cycle", "D") in found
    assert {code for code, _ in found} == {"cycle", "not-a-place"}


@pytest.mark.parametrize("parent", ["township", "subdistrict", "village"])
def test_a_division_under_one_that_is_not_above_it_has_a_wrong_level(parent):
    (problem,) = faults(place("U", parent), place("D", "township", "U"))
    assert (problem.code, problem.row, problem.column) == ("wrong-level", 2, "parent_id")
    assert "township" in problem.message["en"]
    assert parent in problem.message["en"]


def test_a_division_may_skip_a_level():
    assert codes(place("P", "province"), place("T", "township", "P")) == []


def test_other_bodies_may_be_of_the_level_of_their_superior_but_not_above():
    assert codes(place("A", "county"), org("D", level="county", parent="A")) == []
    assert codes(place("A", "county"), org("D", level="prefecture", parent="A")) == [
        ("wrong-level", "D")
    ]


def test_without_a_level_there_is_no_wrong_level():
    assert codes(place("A", None), place("T", "township", "A"), org("D", parent="T")) == []


def test_a_place_that_is_no_division_is_a_warning():
    (problem,) = faults(*COUNTY, org("D", parent="A-DW", within="T-DW"))
    assert (problem.code, problem.severity) == ("not-a-place", ProblemSeverity.WARNING)
    assert problem.column == "within_id"


def test_neither_superior_nor_place_is_an_error():
    (problem,) = faults(org("D"))
    assert (problem.code, problem.severity) == ("no-place", ProblemSeverity.ERROR)


def test_superiors_that_are_not_there_are_found_while_reading():
    data = dataset(org("D", parent="lost", within="gone"))
    assert {(p.code, p.column, p.value) for p in data.problems} == {
        ("unknown-id", "parent_id", "lost"),
        ("unknown-id", "within_id", "gone"),
    }
    assert structure_problems(data) == ()


@pytest.mark.parametrize(
    ("end", "told"),
    [
        (None, True),
        ("2016-01-01", False),
        ("2015-12-31", False),
        ("2016-01-02", True),
        ("2016", False),
    ],
)
def test_whatever_surely_goes_on_after_its_superior_was_abolished_is_a_warning(end, told):
    found = faults(
        place("A", "county", valid_to="2016-01-01"), place("T", "township", "A", valid_to=end)
    )
    assert [(p.code, p.severity) for p in found] == (
        [("outlives-superior", ProblemSeverity.WARNING)] if told else []
    )


def test_every_fault_has_an_address_and_both_languages():
    found = faults(
        org("B", parent="B"),
        place("U", "village"),
        place("D", "township", "U", valid_to="2015"),
        place("E", "village", "D"),
        org("F", within="B"),
        org("G"),
    )
    assert {problem.code for problem in found} == {
        "cycle",
        "wrong-level",
        "outlives-superior",
        "not-a-place",
        "no-place",
    }
    for problem in found:
        assert problem.table == "organizations"
        assert problem.row is not None
        assert set(problem.message) == {"zh", "en"}
