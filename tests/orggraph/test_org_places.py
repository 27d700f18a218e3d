"""Where an organisation is, is asked of places and never of superiors."""

import pytest
from org_worlds import COUNTY, dataset, org, place

from partyorg.dates import PartialDate
from partyorg.model import Level
from partyorg.orggraph import Places, Site


@pytest.fixture
def places():
    return Places(dataset(*COUNTY))


@pytest.mark.parametrize(
    ("org_id", "chain", "township", "own"),
    [
        ("T", ("T", "A", "M", "P"), "T", True),
        ("T-DW", ("T", "A", "M", "P"), "T", True),
        ("T-SZ", ("T", "A", "M", "P"), "T", True),
        ("V", ("V", "T", "A", "M", "P"), "T", False),
        ("V-CW", ("V", "T", "A", "M", "P"), "T", False),
        ("A-JU", ("A", "M", "P"), None, False),
        ("S-BSC", ("S", "A", "M", "P"), None, False),
        ("P", ("P",), None, False),
    ],
)
def test_a_site_has_its_places_upwards_and_the_township_among_them(
    places, org_id, chain, township, own
):
    site = places.site(org_id)
    assert site == Site(True, chain, township, own, whole=True)
    assert site.place == chain[0]


def test_a_street_is_a_township_only_where_it_is_named_one():
    both = Places(dataset(*COUNTY), frozenset({Level.TOWNSHIP, Level.SUBDISTRICT}))
    assert both.site("S-BSC").township == "S"
    assert both.site("S-BSC").own
    assert both.site("T-DW").township == "T"


@pytest.mark.parametrize("org_id", [None, "nowhere"])
def test_what_is_not_in_the_table_may_be_anywhere(places, org_id):
    site = places.site(org_id)
    assert (site.known, site.place, site.township) == (False, None, None)


def test_below_a_township_a_missing_link_further_up_does_no_harm():
    site = Places(dataset(place("T", "township", "lost"), org("D", parent="T"))).site("D")
    assert (site.known, site.township, site.own) == (True, "T", True)


@pytest.mark.parametrize(
    "organizations",
    [
        [org("D", parent="lost")],
        [org("D", within="lost")],
        [org("D")],
        [org("D", parent="E"), org("E", parent="D")],
        [org("D", parent="D")],
        [org("D", within="D")],
        [org("D", parent="A"), place("A", "county", "M"), place("M", "prefecture", "A")],
        [org("D", parent="A"), place("A", "county", "lost")],
    ],
    ids=[
        "superior not there",
        "place not there",
        "neither superior nor place",
        "superiors in a circle",
        "own superior",
        "own place",
        "places in a circle",
        "place above not there",
    ],
)
def test_a_link_that_is_missing_or_runs_in_a_circle_leaves_the_place_open(organizations):
    site = Places(dataset(*organizations)).site("D")
    assert not site.known
    assert site.township is None


def test_the_place_named_comes_before_that_of_the_superior():
    site = Places(dataset(*COUNTY, org("D", parent="A-JU", within="T"))).site("D")
    assert site.place == "T"


def test_a_place_that_is_no_division_hands_on_its_own_place():
    site = Places(dataset(*COUNTY, org("D", within="T-DW"))).site("D")
    assert site.place == "T"


def test_the_division_of_a_level_is_the_nearest_one(places):
    assert places.at_level("V-CW", Level.COUNTY) == "A"
    assert places.at_level("A-JU", Level.COUNTY) == "A"
    assert places.at_level("A-JU", Level.TOWNSHIP) is None
    assert places.at_level("nowhere", Level.COUNTY) is None


def test_superiors_are_the_chain_of_reports_not_of_places(places):
    assert list(places.superiors("T-SZ")) == ["T-DW", "A-DW", "M-DW", "P-DW", "P"]
    assert list(places.superiors("P")) == []
    assert list(places.superiors("nowhere")) == []


def test_superiors_in_a_circle_come_to_an_end():
    ring = Places(dataset(org("B", parent="C"), org("C", parent="D"), org("D", parent="B")))
    assert list(ring.superiors("B")) == ["C", "D"]
    assert list(Places(dataset(org("B", parent="B"))).superiors("B")) == []


def test_the_bodies_of_a_division_are_those_whose_place_it_is(places):
    assert [body.org_id for body in places.bodies["T"]] == ["T", "T-DW", "T-SZ"]
    assert [body.org_id for body in places.bodies["A"]] == ["A", "A-DW", "A-ORG", "A-JU"]


def test_divisions_are_listed_by_level_and_without_one_not_at_all():
    listed = Places(dataset(*COUNTY, place("X", None))).divisions
    assert [one.org_id for one in listed[Level.TOWNSHIP]] == ["T"]
    assert "X" not in {one.org_id for group in listed.values() for one in group}


# --- Mergers and renamings ------------------------------------------------------------------------


def test_what_came_after_is_followed_step_by_step_with_the_day_of_each():
    places = Places(
        dataset(
            place("T1", "township", valid_to="2014-05-01", successor_id="T2"),
            place("T2", "township", valid_to="2016", successor_id="T3"),
            place("T3", "township"),
        )
    )
    assert places.has_successions
    steps = list(places.successors("T1"))
    assert [step.org_id for step in steps] == ["T2", "T3"]
    assert [step.when for step in steps] == [PartialDate.of(2014, 5, 1), PartialDate.of(2016)]


def test_a_successor_without_a_day_came_some_time():
    (step,) = Places(dataset(place("T1", "township", successor_id="T2"))).successors("T1")
    assert (step.org_id, step.when) == ("T2", None)


def test_successors_in_a_circle_come_to_an_end():
    ring = dataset(
        place("T1", "township", successor_id="T2"), place("T2", "township", successor_id="T1")
    )
    assert [step.org_id for step in Places(ring).successors("T1")] == ["T2"]
    alone = dataset(place("T1", "township", successor_id="T1"))
    assert list(Places(alone).successors("T1")) == []


def test_where_nothing_was_merged_there_are_no_successions(places):
    assert not places.has_successions
    assert list(places.successors("T")) == list(places.successors("nowhere")) == []


# --- Validity in time -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("starts", "ends", "day", "exists"),
    [
        (None, None, "2015-01-01", True),
        ("2015-01-01", None, "2014-12-31", False),
        ("2015-01-01", None, "2015-01-01", True),
        (None, "2015-01-01", "2014-12-31", True),
        (None, "2015-01-01", "2015-01-01", False),
        ("2015", None, "2014-12-31", False),
        ("2015", None, "2015-06-30", None),
        ("2015", None, "2015-12-31", True),
        (None, "2015", "2014-12-31", True),
        (None, "2015", "2015-01-01", None),
        (None, "2015", "2015-12-30", None),
        (None, "2015", "2015-12-31", False),
    ],
)
def test_an_organisation_exists_from_its_first_day_to_the_day_before_its_end(
    starts, ends, day, exists
):
    places = Places(dataset(place("T", "township", valid_from=starts, valid_to=ends)))
    (one,) = places.dataset.organizations
    assert places.exists(one, PartialDate.parse(day).first) is exists
