"""Which fact would settle what, tried on worlds small enough to reason about."""

import json
from datetime import date, timedelta

import attrs
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


# --- What one finding lacks -----------------------------------------------------------------------


def settled(data, as_of, subject="N1", rule=LOCK):
    """Give what a finding lacks: the place, what is written there, and what comes of its values."""
    finding = po.check(data, as_of=as_of, only=[rule])[rule, subject]
    return [
        (f"{one.unknown.table}.{one.unknown.column}", one.written,
         {outcome.value: number for outcome, number in one.outcomes.items()}, one.settles)
        for one in finding.settling
    ]  # fmt: skip


def test_what_comes_of_every_day_that_a_date_may_be():
    # Moved too early; put right once two years are complete, which may be on the day or not.
    data = moved("2017-03-01", recruited="2015-07")
    days = [(date(2015, 7, 1) + timedelta(n)).isoformat() for n in range(31)]
    truth = [
        po.check(moved("2017-03-01", recruited=day), as_of="2017-07-15", only=[LOCK])[LOCK, "N1"]
        for day in days
    ]
    count = {
        outcome: sum(f.outcome.value == outcome for f in truth) for outcome in ("pass", "fail")
    }
    assert all(count.values())
    found = settled(data, "2017-07-15")
    assert ("appointments.start", "2015-07", count, True) in found
    assert all(settles for *_, settles in found)


def test_what_comes_of_every_choice():
    # By examination, transfer or selection: bound, and moved too early; else not bound.
    found = settled(moved("2016-01-01", via=""), "2016-06-01")
    assert found == [("people.recruited_via", None, {"fail": 3, "not_applicable": 2}, True)]


def test_an_approval_without_its_day():
    # Two years and a half: out of the townships only as approved, and approved beforehand.
    data = moved("2018-02-01")
    last = {"org_id": "C-JY", "approved_by": "F-ORG", "approved_on": None}
    rows = [attrs.evolve(row, **last) if row.org_id == "U" else row for row in data.appointments]
    (approval,) = settled(attrs.evolve(data, appointments=rows), "2018-12-31")
    place, written, outcomes, settles = approval
    assert (place, written, settles) == ("appointments.approved_on", None, True)
    assert set(outcomes) == {"pass", "fail"}


def test_a_number_that_is_empty():
    data = po.Dataset.from_records(
        organizations=ORGANIZATIONS,
        people=[{"person_id": "N1"}],
        appointments=[{**STAFF, "person_id": "N1", "org_id": "T", "start": "2010-01-01"}],
        trainings=[{"person_id": "N1", "year": 2017, "days": None}],
        completeness=[{"table": "trainings", "year": 2017}],
    )
    finding = po.check(data, as_of="2018-12-31", only=["training-days"])[
        "training-days", "N1", "2017"
    ]
    (one,) = finding.settling
    assert one.unknown.column == "days"
    assert {outcome.value for outcome in one.outcomes} == {"pass", "fail"}


def test_the_most_decisive_fact_of_a_finding_stands_first():
    data = po.load(po.sample_path())
    for finding in po.check(data, as_of=po.SAMPLE_AS_OF):
        facts = finding.settling
        if finding.outcome is not po.Outcome.UNDETERMINED:
            assert facts == ()
            continue
        ranks = [(one.settles, one.may_settle) for one in facts]
        assert ranks == sorted(ranks, reverse=True)
        assert {one.unknown.code for one in facts} == {one.code for one in finding.unknowns}
        for lang in ("zh", "en"):
            assert finding.explain(lang)


def test_both_ways_of_evaluating_name_the_same_facts():
    data = po.load(po.sample_path())
    told = [
        {
            f.id: f.settling
            for f in po.check(data, as_of=po.SAMPLE_AS_OF, engine=engine).undetermined
        }
        for engine in ("record", "bulk")
    ]
    assert told[0] == told[1]


@pytest.mark.parametrize("pack", ["cn-gz", "cn"])
def test_whoever_asks_changes_nothing(pack):
    data = po.load(po.sample_path())
    for finding in po.check(data, pack, as_of=po.SAMPLE_AS_OF, engine="record"):
        assert len(finding.settling) <= 3 * len(finding.unknowns)
    po.missing(data, pack, as_of=po.SAMPLE_AS_OF)
    ask = po.Outcomes(data, pack, as_of=po.SAMPLE_AS_OF)
    fresh = po.Outcomes(po.load(po.sample_path()), pack, as_of=po.SAMPLE_AS_OF)
    for person in data.people:
        assert ask(person.person_id) == fresh(person.person_id)
    told, anew = (
        [(f.id, f.outcome, f.message()) for f in po.check(one, pack, as_of=po.SAMPLE_AS_OF)]
        for one in (data, po.load(po.sample_path()))
    )
    assert told == anew


def test_an_explanation_can_do_without_trials():
    data = moved("2016-01-01", via="")
    finding = po.check(data, as_of="2016-06-01", only=[LOCK])[LOCK, "N1"]
    brief, full = finding.explain("en", tried=False), finding.explain("en")
    assert "people.recruited_via row 1" in brief
    assert "values tried" not in brief
    assert "5 values tried: fail 3, not applicable 2" in full


def test_a_kind_that_is_empty_is_tried_alike_in_both_ways():
    # Whether the body is one of the team's hangs on its kind; trainings are kept with the people.
    kinds = [
        {**org, "kind": "" if org["org_id"] == "T-DW" else org["kind"]} for org in ORGANIZATIONS
    ]
    data = po.Dataset.from_records(
        organizations=kinds,
        people=[{"person_id": "N1", "career_known_from": "2000"}],
        appointments=[{**STAFF, "person_id": "N1", "org_id": "T-DW", "start": "2010-01-01",
                       "role": "leader"}],
        trainings=[{"person_id": "N2", "year": 2017, "days": 12}],
    )  # fmt: skip
    told = [
        {f.id: f.settling for f in po.check(data, as_of="2018-12-31", engine=engine).undetermined}
        for engine in ("record", "bulk")
    ]
    assert told[0] == told[1]
    assert any(one.unknown.column == "kind" for facts in told[0].values() for one in facts)
