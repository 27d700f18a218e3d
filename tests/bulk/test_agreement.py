"""The check in columns says what the check of one record at a time says, to the last figure."""

import random
from datetime import date, timedelta

import disturbed
import numpy as np
import pytest
import rule_variants
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import partyorg as po
from agreement import dataset_of, differences, drawn
from partyorg.bulk import compiled
from partyorg.bulk.columns import Columns
from partyorg.bulk.engine import judge
from partyorg.bulk.verdicts import REASONS
from partyorg.dates import PartialDate, day_number
from partyorg.rulebook import with_parameters
from partyorg.verdict import Severity

SEEDS = st.integers(0, 10**9)


def told(found):
    """Show the first difference: rule, what the record way says, what the columns say."""
    return "\n".join(map(str, found[0])) if found else ""


@settings(
    max_examples=330, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(SEEDS)
def test_both_ways_agree(seed):
    tables, as_of, how = drawn(seed)
    found, _ = differences(tables, as_of, **how)
    assert not found, told(found)


@pytest.mark.parametrize("fast", [False, compiled.available()])
@settings(max_examples=50, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS)
def test_many_days_at_once_say_what_each_says(fast, seed):
    # Nobody is looked at again before something about them may change, or may have been another.
    rng = random.Random(seed)
    tables, as_of = disturbed.make(seed)
    pack, columns = rule_variants.variant(rng), Columns.of(dataset_of(tables))
    step = rng.choice((1, 7, 30, 30, 91))
    days = [day_number(as_of + timedelta(days=step * (at - 12))) for at in range(24)]
    rng.shuffle(days)
    meant = pack.conventions
    rules = [rule for rule in pack.rules if rule.kind_name in ("service_lock", "eligibility")]
    rules.append(pack["team-experience"])
    several = judge(columns, pack, rules, days, meant, size=rng.choice((9, 100)), fast=fast)
    for day, verdicts in zip(days, several, strict=True):
        fresh = Columns.of(dataset_of(tables))
        alone = judge(fresh, pack, rules, [day], meant, fast=False)[0]
        for rule, own in verdicts.items():
            for name in ("who", "outcome", "reason"):
                told = rule, day, name
                assert np.array_equal(getattr(own, name), getattr(alone[rule], name)), told


@pytest.mark.parametrize("fast", [False, compiled.available()])
@pytest.mark.parametrize("known", ["2016-01-01", "2016-01"])
def test_what_is_learnt_of_one_day_is_not_held_against_an_earlier_one(fast, known):
    # Moved to another township half a year after recruitment: a breach until two years are served.
    towns = [
        {"org_id": town, "level": "township", "kind": "division", "parent_id": "C"} for town in "TU"
    ]
    data = po.Dataset.from_records(
        organizations=[{"org_id": "C", "level": "county", "kind": "division"}, *towns],
        people=[{"person_id": "N1", "recruited_on": "2015-07-01", "recruited_by": "T",
                 "recruited_via": "civil_service_exam"}],
        appointments=[
            {"person_id": "N1", "org_id": "T", "start": "2015-07-01", "end": known,
             "basis": "in_post", "role": "staff"},
            {"person_id": "N1", "org_id": "U", "start": known, "basis": "in_post", "role": "staff"},
        ],
    )  # fmt: skip
    pack, columns = po.rules("cn-gz"), Columns.of(data)
    rule = pack["service-minimum"]
    days = ["2021-01-01", "2016-06-01", "2017-06-30", "2017-07-01", "2015-12-31", "2017-06-30"]
    told = [
        judge(columns, pack, [rule], [day_number(day)], pack.conventions, fast=fast)[0][rule.id]
        for day in days
    ]
    outcomes = [po.check(data, as_of=day, only=[rule.id], engine="record") for day in days]
    said = [list(po.Outcome)[int(one.outcome[0])] for one in told]
    assert said == [report.findings[0].outcome for report in outcomes]


def crowded(rng):
    """Give people of townships of two prefectures whose posts begin and end on a few days."""
    rows = [(place, "prefecture", "division", None) for place in "PQ"]
    rows += [("C", "county", "division", "P"), ("E", "county", "division", "Q")]
    rows += [("D", "prefecture", "organization_department", "P")]
    rows += [("F", "prefecture", "organization_department", "Q")]
    rows += [(town, "township", "division", "E" if town == "V" else "C") for town in "TUV"]
    names = ("org_id", "level", "kind", "parent_id")
    first = date(2014, 6, 1)
    turns = sorted({first + timedelta(days=rng.randrange(2500)) for _ in range(30)} | {first})
    people, posts = [], []
    for number in range(40):
        own, recruited = f"N{number}", rng.choice(turns[:9])
        people.append({
            "person_id": own, "recruited_on": recruited, "recruited_by": "T",
            "recruited_via": "civil_service_exam",
            "career_known_from": rng.choice((None, None, first)),
        })  # fmt: skip
        for number_of_post in range(rng.randrange(1, 7)):
            start, end = sorted(rng.choices(turns, k=2))
            start = start if number_of_post else recruited
            by, on = (rng.choice("DF"), start) if rng.random() < 0.5 else (None, None)
            posts.append({
                "person_id": own, "org_id": rng.choice("TUVCDE"), "role": "staff", "start": start,
                "end": end if start < end and rng.random() < 0.95 else None,
                "basis": rng.choice(("in_post", "in_post", "in_post", "secondment")),
                "approved_by": by, "approved_on": on,
            })  # fmt: skip
    organizations = [dict(zip(names, row, strict=True)) for row in rows]
    data = po.Dataset.from_records(organizations=organizations, people=people, appointments=posts)
    days = [turn + timedelta(days=shift) for turn in turns for shift in (-1, 0, 1, 731, 1827)]
    return data, rng.sample(days, 9)


@pytest.mark.parametrize("fast", [False, compiled.available()])
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS)
def test_crowded_careers_are_told_of_all_days_as_one_by_one(fast, seed):
    rng = random.Random(seed)
    data, days = crowded(rng)
    pack = rule_variants.variant(rng)
    rule, columns = pack["service-minimum"], Columns.of(data)
    for day in days:
        told = judge(columns, pack, [rule], [day_number(day)], pack.conventions, fast=fast)[0]
        verdicts = told[rule.id]
        said = {
            columns.people.ids[who]: (list(po.Outcome)[outcome], REASONS[reason])
            for who, outcome, reason in zip(
                *(one.tolist() for one in (verdicts.who, verdicts.outcome, verdicts.reason)),
                strict=True,
            )
        }
        alone = po.check(data, pack, as_of=day, only=[rule.id], engine="record")
        assert said == {one.subject.id: (one.outcome, one.reason) for one in alone}, day


@pytest.mark.parametrize("fast", [False, compiled.available()])
@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("rank-promotion", {"cumulative_service": "P0D", "continuous_service": ""}),
        ("team-experience", {"people": {"cumulative_service": "P0M"}}),
    ],
)
def test_no_service_is_enough_where_none_is_asked_for(name, asked, fast):
    pack = po.rules("cn-gz")
    rule = with_parameters(pack[name], asked)
    towns = [
        {"org_id": "C", "level": "county", "kind": "division"},
        {"org_id": "T", "level": "township", "kind": "division", "parent_id": "C"},
        {"org_id": "B", "kind": "local_party_committee", "parent_id": "T"},
    ]
    day = "2016-01-01"
    data = po.Dataset.from_records(
        organizations=towns,
        people=[{"person_id": "N1", "recruited_on": day, "recruited_by": "T"}],
        appointments=[
            {"person_id": "N1", "org_id": "B", "start": day, "basis": "in_post", "role": "leader"}
        ],
        promotions=[{"person_id": "N1", "kind": "rank", "date": day}],
    )
    other = evolve(pack, rules=[rule if one.id == rule.id else one for one in pack.rules])
    alone = po.check(data, other, as_of=day, only=[rule.id], engine="record")
    told = judge(Columns.of(data), other, [rule], [day_number(day)], fast=fast)[0][rule.id]
    said = [list(po.Outcome)[outcome] for outcome in told.outcome.tolist()]
    assert said == [one.outcome for one in alone.findings] == [po.Outcome.PASS]


@pytest.mark.parametrize("fast", [False, compiled.available()])
@pytest.mark.parametrize("many", [3, 8, 9])
def test_nobody_is_lost_where_a_rule_has_very_many_stages(many, fast):
    # Somebody left with an approval; of each stage it is told apart what it says of that.
    levels = ["county", "prefecture", "province", "central"]
    stages = [
        {"begins": f"P{number}M", "moves": "none", "approval_of": levels} for number in range(many)
    ]
    pack = po.rules("cn-gz")
    rule = with_parameters(pack["service-minimum"], {"stages": stages})
    pack = evolve(pack, rules=[rule if one.id == rule.id else one for one in pack.rules])
    day = "2016-01-01"
    data = po.Dataset.from_records(
        organizations=[
            {"org_id": "C", "level": "county", "kind": "division"},
            {"org_id": "D", "level": "county", "kind": "organization_department",
             "parent_id": "C"},
            {"org_id": "T", "level": "township", "kind": "division", "parent_id": "C"},
        ],
        people=[{"person_id": "N1", "recruited_on": day, "recruited_by": "T",
                 "recruited_via": "civil_service_exam"}],
        appointments=[
            {"person_id": "N1", "org_id": "T", "start": day, "end": "2016-07-15",
             "basis": "in_post", "role": "staff"},
            {"person_id": "N1", "org_id": "C", "start": "2016-07-15", "basis": "in_post",
             "role": "staff", "approved_by": "D", "approved_on": "2016-07-01"},
        ],
    )  # fmt: skip
    columns = Columns.of(data)
    for asked in ("2016-09-01", "2016-09-02", "2016-09-03"):
        told = judge(columns, pack, [rule], [day_number(asked)], fast=fast)[0][rule.id]
        said = [list(po.Outcome)[outcome] for outcome in told.outcome.tolist()]
        alone = po.check(data, pack, as_of=asked, only=[rule.id], engine="record")
        assert said == [one.outcome for one in alone] == [po.Outcome.PASS]


@pytest.mark.parametrize("fast", [False, compiled.available()])
@pytest.mark.parametrize("change", ["severity", "begins"])
def test_a_rule_changed_by_hand_gets_no_answer_of_the_one_before(change, fast):
    pack, changed = po.rules("cn-gz"), 0
    rule = pack["service-minimum"]
    other = evolve(rule, severity=Severity.TARGET)
    if change == "begins":
        version = evolve(rule.versions[0], begins=PartialDate.of(2017))
        other = evolve(rule, versions=(version,))
    for seed in range(12):
        tables, as_of = disturbed.make(seed)
        columns, day = Columns.of(dataset_of(tables)), day_number(as_of)
        meant = pack.conventions
        before = judge(columns, pack, [rule], [day], meant, fast=fast)[0][rule.id]
        after = judge(columns, pack, [other], [day], meant, fast=fast)[0][rule.id]
        fresh = Columns.of(dataset_of(tables))
        alone = judge(fresh, pack, [other], [day], meant, fast=fast)[0][rule.id]
        assert np.array_equal(after.outcome, alone.outcome)
        assert np.array_equal(after.reason, alone.reason)
        changed += not np.array_equal(before.outcome, after.outcome)
    assert changed


@pytest.mark.skipif(not compiled.available(), reason="numba is not installed")
@pytest.mark.parametrize("seed", [68, 315, 367, 379])
def test_of_people_set_apart_the_right_ones_are_read_again(seed):
    # Some of them are knotty, so their records are asked how they served.
    tables, as_of = disturbed.make(seed)
    found, _ = differences(tables, as_of, rules=["team-experience"], fast=True, framed=True)
    assert not found, told(found)
