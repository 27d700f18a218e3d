"""What must hold of every data set, whatever the verdicts are."""

import copy
import random
from datetime import date, timedelta
from fractions import Fraction

import pytest
from compare import COUNTINGS, RULES, library
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from worlds import Maker, organizations

import partyorg as po
from oracle import day_range

EVERY_RULE = tuple(rule.id.split("/")[1] for rule in po.rules("cn-gz").rules)
SEEDS = st.integers(0, 10**9)
COUNTING = st.sampled_from(COUNTINGS)
slow = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
TABLES = (
    "people", "appointments", "trainings", "promotions", "recruitment", "assessments",
    "completeness",
)  # fmt: skip


def make(seed, partial=None):
    rng = random.Random(seed)
    share = rng.choice((0, 0.15, 0.4, 0.8)) if partial is None else partial
    maker = Maker(rng, partial=share)
    return maker.world(), maker.as_of, rng


def told(findings):
    return {key: (f.outcome.value, f.shortfall) for key, f in findings.items()}


def told_fully(findings):
    """With what was observed, where the verdict is settled and there is one way it came about."""
    settled = {"pass", "fail", "off_target"}
    return {
        key: (
            f.outcome.value,
            f.shortfall,
            f.outcome.value in settled and key[0] != "service-minimum" and dict(f.observed),
        )
        for key, f in findings.items()
    }


def outcomes(findings):
    return {key: f.outcome.value for key, f in findings.items()}


@slow
@given(SEEDS, COUNTING)
def test_the_order_of_rows_does_not_matter(seed, counting):
    world, as_of, rng = make(seed)
    before = library(world, as_of, counting, EVERY_RULE)
    for rows in world.values():
        rng.shuffle(rows)
    assert told_fully(library(world, as_of, counting, EVERY_RULE)) == told_fully(before)


@slow
@given(SEEDS, COUNTING)
def test_names_do_not_matter(seed, counting):
    world, as_of, rng = make(seed)
    ids = [row["org_id"] for row in world["organizations"]]
    ids += [row["person_id"] for row in world["people"]]
    fresh = [f"x{number}" for number in range(len(ids))]
    rng.shuffle(fresh)
    new = dict(zip(ids, fresh, strict=True))
    columns = {"org_id", "parent_id", "within_id", "person_id", "recruited_by", "approved_by",
               "authority"}  # fmt: skip
    renamed = {
        table: [{c: new.get(v, v) if c in columns else v for c, v in row.items()} for row in rows]
        for table, rows in world.items()
    }
    before = told(library(world, as_of, counting))
    after = told(library(renamed, as_of, counting))
    assert after == {(r, new[s], t, part): v for (r, s, t, part), v in before.items()}


@slow
@given(SEEDS, COUNTING)
def test_one_subject_is_judged_as_among_all(seed, counting):
    world, as_of, rng = make(seed)
    full = library(world, as_of, counting, EVERY_RULE)
    subjects = sorted({key[1] for key in full})
    for subject in rng.sample(subjects, min(4, len(subjects))):
        alone = library(world, as_of, counting, EVERY_RULE, subjects=[subject])
        among = {k: f for k, f in full.items() if k[1] == subject}
        assert told_fully(alone) == told_fully(among)


def finer(rng, written):
    first, last = day_range(written)
    day = first + timedelta(days=rng.randrange((last - first).days + 1))
    return day.isoformat()[: rng.choice((7, 10)) if len(written) == 4 else 10]


@settings(slow, max_examples=250)
@given(SEEDS, COUNTING)
def test_a_more_precise_date_only_settles_what_was_open(seed, counting):
    world, as_of, rng = make(seed, partial=rng_share(seed))
    people = {row["person_id"]: [row] for row in world["people"]}
    for row in world["appointments"]:
        people[row["person_id"]].append(row)
    columns = ("recruited_on", "career_known_from", "start", "end", "approved_on")
    vague = [
        (who, row[column])
        for who, rows in people.items()
        for row in rows
        for column in columns
        if row.get(column) and len(row[column]) < 10
    ]
    if not vague:
        return
    before = outcomes(library(world, as_of, counting))
    who, written = rng.choice(sorted(vague))
    # All dates of the person written so: one instant may stay one instant.
    value = finer(rng, written)
    for row in people[who]:
        for column in columns:
            if row.get(column) == written:
                row[column] = value
    for row in people[who][1:]:
        if row["end"] and (
            day_range(row["start"])[0] > day_range(row["end"])[1] or row["start"] == row["end"]
        ):
            return
    after = outcomes(library(world, as_of, counting))
    for key in before.keys() | after.keys():
        old, new = before.get(key), after.get(key)
        if old in ("undetermined", new):
            continue
        # Judged as if recruited by the day, and now known not to have been.
        recruited_later = (key[0], new) == ("service-minimum", "not_applicable")
        no_subject = (old, new) == ("not_applicable", None)
        assert recruited_later or no_subject, (key, old, new)


def rng_share(seed):
    return (0.3, 0.6, 1.0)[seed % 3]


@slow
@given(SEEDS, COUNTING)
def test_a_post_told_in_two_lines_is_the_same_post(seed, counting):
    world, as_of, rng = make(seed, partial=0)
    recruited = {row["person_id"]: row["recruited_on"] for row in world["people"]}
    before = outcomes(library(world, as_of, counting))
    split = []
    for row in world["appointments"]:
        start = date.fromisoformat(row["start"])
        end = date.fromisoformat(row["end"]) if row["end"] else as_of
        if end - start > timedelta(days=3) and row["start"] >= recruited[row["person_id"]]:
            middle = (start + timedelta(days=rng.randrange(1, (end - start).days))).isoformat()
            if row["basis"] == "secondment" and counting == "inclusive_month":
                split.append(row)  # its first and last month are the secondment's own
            else:
                split += [row | {"end": middle}, row | {"start": middle}]
        else:
            split.append(row)
    world["appointments"] = split
    assert outcomes(library(world, as_of, counting)) == before


@slow
@given(SEEDS)
def test_whole_months_leave_nothing_open_when_months_are_counted(seed):
    rng = random.Random(seed)
    as_of = date(2019, 5, rng.randrange(1, 32))
    first = rng.choice(("2012-03", "2015-05", "2016-07", "2017-04"))
    start, appointments = first, []
    bodies = ("T0-DW", "T0-SY", "T1-ZF", "T0-V-CW", "C0-DW", "C0-JY")
    for _ in range(rng.randrange(1, 5)):
        end = f"{rng.randrange(int(start[:4]) + 1, 2021)}-{rng.choice(('01', '06', '11'))}"
        appointments.append(
            {"person_id": "N", "org_id": rng.choice(bodies), "role": "leader", "start": start,
             "end": end, "basis": "in_post"}
        )  # fmt: skip
        start = end
        if int(start[:4]) >= 2019:
            break
    if rng.random() < 0.5:
        appointments.append(
            {"person_id": "N", "org_id": "C0-JY", "role": "staff", "start": "2017-08",
             "end": rng.choice(("2017-08", "2017-12", "2018-12", "2019-11")),
             "basis": "secondment", "approved_by": "C0-ORG"}
        )  # fmt: skip
    world = {
        "organizations": organizations(),
        "people": [
            {"person_id": "N", "recruited_on": first, "recruited_by": "T0-ZF",
             "recruited_via": "directed"}
        ],
        "appointments": appointments,
        "promotions": [{"person_id": "N", "kind": "rank", "date": "2018-10-20"}],
        "trainings": [{"person_id": "N", "year": "2017", "days": "12"}],
    }  # fmt: skip
    rules = ("service-minimum", "team-experience", "county-team-township-chiefs",
             "rank-promotion", "secondment")  # fmt: skip
    found = outcomes(library(world, as_of, "month", rules))
    assert "undetermined" not in found.values()


def member(person, where, start):
    return {"person_id": person, "org_id": where, "role": "leader", "start": start,
            "basis": "in_post"}  # fmt: skip


@slow
@given(SEEDS, COUNTING)
def test_a_good_member_never_harms_and_a_poor_one_never_helps(seed, counting):
    world, as_of, _ = make(seed)
    rules = ("team-experience", "county-team-township-chiefs")
    better, worse = copy.deepcopy(world), copy.deepcopy(world)
    for changed in (better, worse):
        changed["people"].append({"person_id": "new"})
    for town in ("T0", "T1", "T2"):
        better["appointments"].append(member("new", f"{town}-ZF", "2003-01-01"))
        worse["appointments"].append(member("new", f"{town}-ZF", as_of.isoformat()))
    for county in ("C0", "C1"):
        better["appointments"].append(member("new", f"{county}-ZF", "2003-01-01"))
        worse["appointments"].append(member("new", f"{county}-ZF", as_of.isoformat()))
    better["appointments"].append(
        member("new", "T0-DW", "2001-01-01") | {"role": "chief", "end": "2002-01-01"}
    )
    order = {"fail": 0, "off_target": 0, "undetermined": 1, "pass": 2}
    before = outcomes(library(world, as_of, counting, rules))
    up = outcomes(library(better, as_of, counting, rules))
    down = outcomes(library(worse, as_of, counting, rules))
    for key, outcome in before.items():
        if outcome != "not_applicable":
            assert order[up[key]] >= order[outcome], key
            assert order[down[key]] <= order[outcome], key


@pytest.mark.parametrize("members", range(1, 12))
@pytest.mark.parametrize("county", [False, True])
def test_the_shortfall_of_a_team_is_the_smallest_that_helps(members, county):
    rule = "county-team-township-chiefs" if county else "team-experience"
    where, subject = ("C0-ZF", "C0") if county else ("T0-ZF", "T0")

    def check(good):
        people, posts = [], []
        for number in range(members):
            who = f"N{number}"
            people.append({"person_id": who})
            posts.append(member(who, where, "2019-01-01"))
            if number < good:
                posts.append(
                    member(who, "T1-DW", "2010-01-01") | {"role": "chief", "end": "2019-01-01"}
                )
        world = {"organizations": organizations(), "people": people, "appointments": posts}
        return library(world, date(2019, 5, 20), "day", [rule])[rule, subject, None, None]

    for good in range(members + 1):
        finding = check(good)
        if finding.outcome.value == "pass":
            assert not finding.shortfall
            continue
        assert 1 <= finding.shortfall <= members - good
        assert check(good + finding.shortfall).outcome.value == "pass"
        assert check(good + finding.shortfall - 1).outcome.value != "pass"


@pytest.mark.parametrize("group", [1, 4, 5, 9, 10, 11, 37])
def test_the_shortfall_of_a_flow_is_the_smallest_that_helps(group):
    def check(good, rule):
        row = {"authority": "P-DW", "year": "2018"}
        exam = row | {"channel": "civil_service_exam"}
        rows = {
            "recruits-to-townships": [
                exam | {"destination": "township", "hired": str(good)},
                exam | {"destination": "county", "hired": str(group - good)},
            ],
            "replenishment-from-grassroots": [
                row
                | {"channel": "transfer", "destination": "county", "grassroots_required": "yes",
                   "planned": str(good)},
                exam | {"destination": "prefecture", "planned": str(group - good)},
            ],
        }  # fmt: skip
        world = {"organizations": organizations(), "people": [{"person_id": "N"}]}
        world["recruitment"] = rows[rule]
        return library(world, date(2019, 5, 20), "day", [rule])[rule, "P", "2018", None]

    for rule in ("recruits-to-townships", "replenishment-from-grassroots"):
        for good in range(group + 1):
            finding = check(good, rule)
            assert (finding.outcome.value == "pass") == (5 * good >= 4 * group)
            if finding.outcome.value == "pass":
                assert not finding.shortfall
                continue
            assert check(good + finding.shortfall, rule).outcome.value == "pass"
            assert check(good + finding.shortfall - 1, rule).outcome.value == "fail"


@pytest.mark.parametrize("assessed", [1, 4, 5, 9, 10, 11, 37])
def test_the_excess_of_excellent_grades_is_the_smallest_that_helps(assessed):
    for excellent in range(assessed + 1):
        world = {"organizations": organizations(), "people": [{"person_id": "N"}]}
        world["assessments"] = [
            {"org_id": "T0-ZF", "year": "2018", "group": "", "assessed": str(assessed),
             "excellent": str(excellent)}
        ]  # fmt: skip
        (finding,) = library(world, date(2019, 5, 20), "day", ["excellent-share"]).values()
        assert (finding.outcome.value == "pass") == (5 * excellent <= assessed)
        if finding.outcome.value == "fail":
            assert finding.shortfall == excellent - assessed // 5


@slow
@given(SEEDS)
def test_training_days_lack_what_is_missing_to_twelve(seed):
    world, as_of, _ = make(seed, partial=0)
    for (_, who, year, _), finding in library(world, as_of, "day", ["training-days"]).items():
        days = sum(
            Fraction(row["days"] or 0)
            for row in world["trainings"]
            if (row["person_id"], row["year"]) == (who, year)
        )
        if finding.outcome.value == "fail":
            assert finding.shortfall == 12 - days


def test_the_rules_compared_are_rules_of_the_pack():
    assert set(RULES) <= set(EVERY_RULE)
