"""Party organisations asked of the graph as of a day: superiors, members, committees, terms."""

import pytest

import partyorg as po

DAY = "2025-01-15"


def graph(as_of=DAY, **tables):
    return po.graph(po.Dataset.from_records(**tables), as_of=as_of)


TOWN = {"org_id": "T", "level": "township", "kind": "division"}


def branch(org_id="B", **more):
    return {"org_id": org_id, "level": "village", "kind": "branch", "within_id": "T"} | more


def test_a_branch_without_a_superior_is_found_and_one_whose_superior_is_gone():
    gone = branch("G", kind="party_committee", parent_id="T", valid_to="2020-01-01")
    asked = graph(
        organizations=[TOWN, branch(), branch("C", parent_id="T"), gone, branch("D", parent_id="G")]
    )
    assert asked.without_superior() == ("B", "D")
    assert asked.without_superior(["party_group"]) == ()


@pytest.mark.parametrize(
    ("count", "or_equal", "found"),
    [(49, False, True), (50, False, False), (50, True, True), (51, True, False)],
)
def test_fifty_members_are_more_than_fifty_only_where_the_rule_says_fifty_and_more(
    count, or_equal, found
):
    members = [
        {"org_id": "B", "year": 2024, "full_members": 48, "probationary_members": 2},
        {"org_id": "B", "year": 2023, "full_members": 99},
        {"org_id": "B", "year": 2026, "full_members": 99},
    ]
    asked = graph(organizations=[TOWN, branch()], members=members)
    assert (asked.larger_than(count, or_equal=or_equal) == ("B",)) is found
    assert asked.members("B").full_members == 48
    assert asked.members("T") is None


def test_a_committee_is_whoever_surely_leads_on_the_day():
    def post(person, **more):
        return {
            "person_id": person,
            "org_id": "B",
            "role": "leader",
            "basis": "in_post",
            "start": "2024-01-01",
        } | more

    asked = graph(
        organizations=[TOWN, branch()],
        people=[{"person_id": f"N{n}"} for n in range(1, 6)],
        appointments=[
            post("N1", role="chief"),
            post("N2", end="2025-01-15"),
            post("N3", role="staff"),
            post("N4", start="2025-01"),
            post("N5", end="2025-01-16"),
        ],
    )
    assert asked.committee("B") == ("N1", "N5")


@pytest.mark.parametrize(("as_of", "over"), [("2025-05-18", ()), ("2025-05-19", ("B",))])
def test_a_term_is_over_on_the_day_after_its_anniversary(as_of, over):
    asked = graph(
        as_of,
        organizations=[TOWN, branch(valid_from="2010-01-01"), branch("C")],
        activities=[
            {"org_id": "B", "kind": "换届选举", "date": "2022-05-18"},
            {"org_id": "B", "kind": "换届选举", "date": "2018-05-18"},
            {"org_id": "B", "kind": "换届选举", "date": "2030-05-18"},
        ],
    )
    assert str(asked.elected_on("B")) == "2022-05-18"
    assert asked.elected_on("C") is None
    assert asked.terms_over("P3Y") == over
    assert asked.terms_over(po.Period.parse("P3Y")) == over


def test_an_organisation_that_is_not_there_is_refused():
    with pytest.raises(po.CallError, match="no organisation 'X'"):
        graph(organizations=[TOWN]).committee("X")
