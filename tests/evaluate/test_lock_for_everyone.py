"""A lock that binds everyone does not judge what was done before it was in force."""

import pytest

import partyorg as po
from partyorg.evaluate.cases import WorkedCase, run_cases

WORLD = {
    "organizations": [
        {"org_id": "P", "level": "province", "kind": "division"},
        {"org_id": "C", "level": "county", "kind": "division", "parent_id": "P"},
        {"org_id": "C-ZF", "level": "county", "kind": "government", "parent_id": "C"},
        {"org_id": "T", "level": "township", "kind": "division", "parent_id": "C"},
        {"org_id": "T2", "level": "township", "kind": "division", "parent_id": "C"},
    ]
}


def finding(moved, to="C-ZF", recruited="2013-01-01", as_of="2015-06-01", binds="everyone"):
    person = {"person_id": "干部0001", "recruited_on": recruited, "recruited_by": "T"}
    posts = [
        {"person_id": "干部0001", "org_id": "T", "start": recruited, "end": moved},
        {"person_id": "干部0001", "org_id": to, "start": moved, "end": ""},
    ]
    case = WorkedCase(
        rule="cn-gz/service-minimum",
        title="早调",
        shows="fail",
        as_of=as_of,
        subject="干部0001",
        why="",
        outcome=po.Outcome.FAIL,
        parameters={"binds": binds},
        tables={
            **WORLD,
            "people": [{**person, "recruited_via": "civil_service_exam"}],
            "appointments": [{**post, "basis": "in_post"} for post in posts],
        },
    )
    (result,) = run_cases(po.rules("cn-gz"), [case])
    return result.finding


@pytest.mark.parametrize(
    ("moved", "outcome", "reason"),
    [
        ("2013-12-31", "pass", None),
        ("2013", "pass", None),
        ("2014-06-01", "undetermined", "perhaps-before-force"),
        ("2015-01-01", "fail", None),
    ],
)
def test_a_move_is_judged_by_the_day_on_which_it_was_made(moved, outcome, reason):
    found = finding(moved, recruited="2013-01-01" if moved != "2015-01-01" else "2014-01-01")
    assert (found.outcome.value, found.reason) == (outcome, reason)


def test_a_move_between_townships_before_the_rule_is_not_judged():
    early = finding("2013-12-31", to="T2", recruited="2013-10-01", as_of="2015-06-01")
    assert early.outcome is po.Outcome.PASS


def test_whoever_may_be_recruited_after_the_day_is_judged_as_if_recruited_by_then():
    late = finding("2018-12-10", recruited="2018-12", as_of="2018-12-15", binds="recruited_since")
    assert late.outcome is po.Outcome.FAIL
