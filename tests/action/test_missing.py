"""Which fact would settle what, tried on worlds small enough to reason about."""

import json
from datetime import date, timedelta

import pytest
from test_acts_judged import ORGANIZATIONS, STAFF

import partyorg as po

LOCK = "service-minimum"


def moved(on, recruited="2015-07-01", via="civil_service_exam", **tables):
    """Give a recruit of T who moved to U."""
    return po.Dataset.from_records(
        organizations=ORGANIZATIONS,
        people=[
            {"person_id": "N1", "name": "干部0001", "recruited_on": recruited,
             "recruited_by": "T", "recruited_via": via},
        ],
        appointments=[
            {**STAFF, "person_id": "N1", "org_id": "T", "start": recruited, "end": on},
            {**STAFF, "person_id": "N1", "org_id": "U", "start": on},
        ],
        **tables,
    )  # fmt: skip


def told(data, as_of, *only):
    facts = po.missing(data, as_of=as_of, only=only)
    return [
        (f.unknown.table, f.unknown.row, f.unknown.column, f.settles, f.may_settle) for f in facts
    ]


def test_a_month_within_which_the_verdict_turns():
    # Recruited some day in July 2015; on 2017-07-15 two years may be complete or not.
    data = moved("2017-03-01", recruited="2015-07")
    assert po.check(data, as_of="2017-07-15", only=[LOCK]).undetermined
    # Recruitment and the first post are written alike, so they are one instant: either settles it.
    found = told(data, "2017-07-15", LOCK)
    assert ("appointments", 1, "start", 1, 1) in found
    for day in range(31):
        exact = moved("2017-03-01", recruited=(date(2015, 7, 1) + timedelta(day)).isoformat())
        assert not po.check(exact, as_of="2017-07-15", only=[LOCK]).undetermined


def test_an_empty_choice():
    # Moved far too early: whoever came by another channel is not bound, the others break the rule.
    data = moved("2016-01-01", via="")
    assert told(data, "2016-06-01", LOCK)[0] == ("people", 1, "recruited_via", 1, 1)


def test_a_table_that_is_not_said_to_be_complete():
    post = {**STAFF, "person_id": "N1", "org_id": "T", "start": "2010-01-01"}
    data = po.Dataset.from_records(
        organizations=ORGANIZATIONS,
        people=[{"person_id": "N1"}],
        appointments=[post],
        trainings=[{"person_id": "N2", "year": 2017, "days": 12}],
    )
    facts = po.missing(data, as_of="2018-12-31", only=["training-days"])
    assert [(f.unknown.code, f.unknown.table, f.settles) for f in facts] == [
        ("rows", "trainings", 1)
    ]


def test_nothing_is_missing_where_all_is_known():
    facts = po.missing(moved("2017-08-01"), as_of="2018-12-31", only=[LOCK])
    assert (len(facts), facts.open) == (0, 0)


@pytest.mark.parametrize("pack", ["cn-gz", "cn"])
def test_the_most_decisive_stand_first(pack):
    data = po.load(po.sample_path())
    facts = po.missing(data, pack, as_of=po.SAMPLE_AS_OF)
    order = [(fact.settles, fact.may_settle, fact.named) for fact in facts]
    assert order == sorted(order, reverse=True)
    assert all(f.settles <= f.may_settle <= f.named == len(f.findings) for f in facts)
    open_ = {finding.id for finding in po.check(data, pack, as_of=po.SAMPLE_AS_OF).undetermined}
    assert facts.open == len(open_)
    assert {one for fact in facts for one in fact.findings} <= open_
    shown = json.loads(facts.to_json())
    assert (shown["schema"], len(shown["facts"])) == ("partyorg.missing/1", len(facts))
    assert len(facts.text("en").splitlines()) == len(facts) + 1
