"""When a breach becomes a pass, and a pass a breach: by hand, and by walking day after day."""

import random
from datetime import date, timedelta

import pytest
import random_worlds as worlds
from eval_worlds import dataset, leader, the, veteran
from small_worlds import NOBODY_NEW, ORGANIZATIONS, committee, moved, team

import agreement
import partyorg as po

BREACH = ("fail", "off_target")
AHEAD = 400
SAMPLE = po.load(po.sample_path())


# --- Worked by hand -------------------------------------------------------------------------------


def test_who_moved_between_townships_too_early_may_be_there_after_two_years():
    # Two years from 2015-08-01 are complete on 2017-08-01; service in either township counts.
    finding = the(moved(), "service-minimum", "2016-12-31")
    assert finding.outcome.value == "fail"
    assert finding.compliant_from == date(2017, 8, 1)
    assert finding.lapses_on is None
    after = the(moved(), "service-minimum", "2017-08-01")
    assert (after.outcome.value, after.compliant_from, after.lapses_on) == ("pass", None, None)


def test_who_left_the_townships_never_completes_two_years():
    # The clock of township service stands still in a county office.
    data = moved(to="A-JU")
    finding = the(data, "service-minimum", "2016-12-31")
    assert (finding.outcome.value, finding.compliant_from) == ("fail", None)


def test_who_will_move_too_early_lapses_on_the_day_of_the_move():
    # The move of 2016-08-01 stands in the data already in 2015.
    finding = the(moved(), "service-minimum", "2015-12-31")
    assert (finding.outcome.value, finding.compliant_from) == ("pass", None)
    assert finding.lapses_on == date(2016, 8, 1)


def test_a_team_meets_two_thirds_when_one_more_completes_two_years():
    # Of three, one is experienced; the second is on 2020-03-01, the third would be in September.
    data = team(*NOBODY_NEW)
    finding = the(data, "team-experience", subjects=["T1"])
    assert finding.outcome.value == "fail"
    assert (finding.compliant_from, finding.lapses_on) == (date(2020, 3, 1), None)


def test_a_team_meets_two_thirds_when_somebody_new_leaves():
    # Two of four; the term of one without experience is over after 2019-05-31: two of three.
    data = team(
        ("2000-01-01", None), ("2001-01-01", None), ("2018-09-01", None),
        ("2018-10-01", "2019-06-01"),
    )  # fmt: skip
    finding = the(data, "team-experience", subjects=["T1"])
    assert finding.outcome.value == "fail"
    assert finding.compliant_from == date(2019, 6, 1)


def test_a_team_that_stands_at_two_thirds_lapses_when_an_experienced_member_leaves():
    # Two of three; without the second of them one of two.  The third is experienced too late.
    data = team(("2000-01-01", None), ("2001-01-01", "2019-06-01"), ("2018-09-01", None))
    finding = the(data, "team-experience", subjects=["T1"])
    assert finding.outcome.value == "pass"
    assert (finding.compliant_from, finding.lapses_on) == (None, date(2019, 6, 1))


def term(data, as_of):
    (finding,) = po.check(data, "cn", as_of=as_of, only=["village-committee-term"])
    return finding.outcome.value, finding.compliant_from, finding.lapses_on


@pytest.mark.parametrize(
    ("elected", "lapses_on"),
    [
        ("2018-10-18", date(2023, 10, 19)),  # 2023-10-18 is the last day of five years
        ("2020-12-30", date(2025, 12, 31)),  # the last day on which the text of 2018 is in force
        ("2020-12-31", None),  # the term is over when that text no longer is in force
    ],
)
def test_a_term_of_five_years_lapses(elected, lapses_on):
    assert term(committee(elected), "2021-01-01") == ("pass", None, lapses_on)


def test_a_term_does_not_lapse_for_sure_where_elections_may_be_missing():
    assert term(committee("2018-10-18", complete=False), "2021-01-01") == ("pass", None, None)


def test_what_the_end_of_a_text_sets_aside_is_no_pass():
    # From 2026 on nothing is judged, which is no compliance.
    assert term(committee("2018-10-18"), "2024-01-01") == ("fail", None, None)


def test_without_a_verdict_there_is_no_outlook():
    # A former career of which nothing is known: open, until the service since is enough by itself.
    data = dataset(
        people=[{"person_id": "N1", "career_known_from": "2018-01-01", "recruited_via": "other"}],
        appointments=[leader("N1", "T1-DW", "2018-01-01")],
    )
    finding = the(data, "team-experience", subjects=["T1"])
    assert finding.outcome.value == "undetermined"
    assert (finding.compliant_from, finding.lapses_on) == (None, None)


@pytest.mark.parametrize("rules", ["cn", "cn-gz"])
def test_only_a_breach_becomes_compliant_and_only_a_pass_lapses(rules):
    for finding in po.check(SAMPLE, rules, as_of="2020-03-01"):
        outcome = finding.outcome.value
        assert finding.compliant_from is None or outcome in BREACH
        assert finding.lapses_on is None or outcome == "pass"


# --- Day after day --------------------------------------------------------------------------------


def turn(finding):
    return finding.compliant_from or finding.lapses_on


def wanted(finding):
    return BREACH if finding.outcome.value == "pass" else ("pass",)


def judged(finding):
    return finding.outcome.value in ("pass", *BREACH)


def outcomes(data, pack, day, some, conventions):
    """Give what the checks of a day say of the subjects and rules of some findings."""
    report = po.check(
        data,
        pack,
        as_of=day,
        only=sorted({one.rule for one in some}),
        subjects=sorted({one.subject.id for one in some}),
        allow_empty=True,
        **conventions,
    )
    return {one.id: one.outcome.value for one in report}


def walked(data, pack, as_of, some, conventions):
    """Give the first day of each finding on which it has turned, from a check on every day."""
    left, found = {one.id: one for one in some}, {}
    for days in range(1, AHEAD + 1):
        if not left:
            break
        day = as_of + timedelta(days)
        told = outcomes(data, pack, day, left.values(), conventions)
        for key in [key for key, one in left.items() if told.get(key) in wanted(one)]:
            found[key] = day
            del left[key]
    return found


def hold(data, pack, as_of, some, **conventions):
    """Hold what findings say of days ahead to the walk."""
    found = walked(data, pack, as_of, some, conventions)
    for one in some:
        day = turn(one)
        if one.id in found or (day and day <= as_of + timedelta(AHEAD)):
            assert day == found.get(one.id), one
        if day:
            # Also far ahead: so it is on that day, and not on the day before.
            for at, turned in ((day, True), (day - timedelta(1), False)):
                told = outcomes(data, pack, at, [one], conventions).get(one.id)
                assert (told in wanted(one)) is turned, (one, at)


def careers(seed):
    """Give random records, a pack, a day, and a convention."""
    tables, as_of, how = agreement.drawn(seed)
    conventions = {"counting": how["counting"].value} if "counting" in how else {}
    return agreement.dataset_of(tables), how.get("pack") or po.rules("cn-gz"), as_of, conventions


def picked(report, rng, turning, still):
    """Give some findings that turn, and some that are said never to."""
    known = [one for one in report if judged(one)]
    some = [one for one in known if turn(one)]
    never = [one for one in known if not turn(one)]
    return rng.sample(some, min(turning, len(some))) + rng.sample(never, min(still, len(never)))


@pytest.mark.parametrize("seed", range(100, 112))
def test_random_careers_turn_when_the_checks_do(seed):
    data, pack, as_of, conventions = careers(seed)
    report = po.check(data, pack, as_of=as_of, allow_empty=True, **conventions)
    known = [one for one in report if one.subject.id in {*data.person, *data.organization}]
    hold(data, pack, as_of, picked(known, random.Random(seed), 4, 3), **conventions)


def test_random_careers_that_turn_do_so_when_the_checks_do():
    near = 0
    for seed in range(60):
        data, pack, as_of, conventions = careers(seed)
        report = po.check(data, pack, as_of=as_of, allow_empty=True, **conventions)
        some = [one for one in report if turn(one) and (turn(one) - as_of).days <= AHEAD]
        near += len(some)
        hold(data, pack, as_of, some, **conventions)
    assert near >= 10


@pytest.mark.parametrize("seed", range(14))
def test_the_moved_sample_turns_when_the_checks_do(seed):
    asked = worlds.of_sample(seed)
    as_of, only = date.fromordinal(asked.since), [rule.id for rule in asked.rules]
    report = po.check(asked.dataset, asked.pack, as_of=as_of, only=only, allow_empty=True)
    hold(asked.dataset, asked.pack, as_of, picked(report, random.Random(seed), 3, 2))


@pytest.mark.parametrize(
    ("rules", "as_of"),
    [("cn", date(2018, 12, 31)), ("cn-gz", date(2018, 12, 31)), ("cn", date(2020, 3, 1))],
)
def test_the_sample_turns_when_the_checks_do(rules, as_of):
    report = po.check(SAMPLE, rules, as_of=as_of)
    hold(SAMPLE, rules, as_of, picked(report, random.Random(1), 12, 8))


# --- Both engines ---------------------------------------------------------------------------------


def both(data, pack, as_of, **conventions):
    """Give what the findings of both engines say of days ahead."""
    return [
        [
            (one.id, one.outcome, one.compliant_from, one.lapses_on)
            for one in po.check(
                data, pack, as_of=as_of, engine=engine, allow_empty=True, **conventions
            )
        ]
        for engine in ("record", "bulk")
    ]


@pytest.mark.parametrize("seed", range(24))
def test_both_engines_look_ahead_alike_on_random_careers(seed):
    data, pack, as_of, conventions = careers(seed)
    record, bulk = both(data, pack, as_of, **conventions)
    assert record == bulk


@pytest.mark.parametrize("rules", ["cn", "cn-gz"])
def test_both_engines_look_ahead_alike_on_the_sample(rules):
    record, bulk = both(SAMPLE, rules, "2020-03-01")
    assert record == bulk
    assert any(one[2] or one[3] for one in record)


def test_findings_in_columns_look_ahead_whenever_they_are_asked():
    as_of = "2020-03-01"
    bulk = [*po.check(SAMPLE, "cn", as_of=as_of, engine="bulk")]
    record = {one.id: turn(one) for one in po.check(SAMPLE, "cn", as_of=as_of, engine="record")}
    random.Random(2).shuffle(bulk)
    assert {one.id: turn(one) for one in bulk} == record


def test_reports_of_several_days_look_ahead_from_each():
    # The second member completes two years on 2020-03-01, the third leaves nothing to wait for.
    for engine in ("record", "bulk"):
        found = po.check(
            team(*NOBODY_NEW),
            "cn-gz",
            as_of=["2018-12-31", "2020-02-29", "2020-03-01"],
            only=["team-experience"],
            engine=engine,
        )
        days = [one["cn-gz/team-experience", "T1"].compliant_from for one in found]
        assert days == [date(2020, 3, 1), date(2020, 3, 1), None]


def test_findings_of_frames_look_ahead_too():
    days = [since for since, _ in NOBODY_NEW]
    report = po.check_frames(
        "cn-gz",
        as_of="2018-12-31",
        only=["team-experience"],
        organizations=[*ORGANIZATIONS],
        people=[veteran(f"N{at}", since) for at, since in enumerate(days)],
        appointments=[leader(f"N{at}", "T1-DW", since) for at, since in enumerate(days)],
    )
    assert report["cn-gz/team-experience", "T1"].compliant_from == date(2020, 3, 1)
