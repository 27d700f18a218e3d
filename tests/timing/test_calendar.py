"""`po.calendar`: which breaches begin and end between two days."""

import json
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import icalendar
import pytest
from eval_worlds import dataset, post, recruit
from small_worlds import COMMITTEE, NOBODY_NEW, committee, graded, moved, team

import partyorg as po

SAMPLE = po.load(po.sample_path())
BREACH = ("fail", "off_target")
MOVE = {"since": "2015-08-01", "until": "2019-01-01", "only": ["service-minimum"]}
SHARE = {"since": "2017-06-01", "until": "2023-01-01", "only": ["excellent-share"]}


def value(outcome):
    return None if outcome is None else outcome.value


def told(events):
    return [(str(one.day), one.subject.id, value(one.before), value(one.after)) for one in events]


def calendar_of_the_move(**how):
    return po.calendar(moved(), **{**MOVE, **how})


# --- Worked by hand -------------------------------------------------------------------------------


def test_a_move_made_too_early_breaks_on_its_day_and_mends_after_two_years():
    found = calendar_of_the_move()
    assert told(found) == [
        ("2016-08-01", "N1", "pass", "fail"),
        ("2017-08-01", "N1", "fail", "pass"),
    ]
    first, second = found
    assert (first.breaks, first.mends, second.breaks, second.mends) == (True, False, False, True)
    assert (found.breaches, found.mended) == ((first,), (second,))
    assert (found.since, found.until) == (date(2015, 8, 1), date(2019, 1, 1))
    assert (len(found), found[-1], [*found[:1]]) == (2, second, [first])


def test_a_term_that_runs_out_breaks_and_the_end_of_the_text_ends_the_breach():
    # Elected 2018-10-18 for five years; the text is in force from 2018-12-29 to 2025-12-31.
    ask = {"since": "2018-12-01", "until": "2027-01-01", "only": ["village-committee-term"]}
    found = po.calendar(committee("2018-10-18"), "cn", **ask)
    assert told(found) == [
        ("2023-10-19", COMMITTEE, "pass", "fail"),
        ("2026-01-01", COMMITTEE, "fail", "not_applicable"),
    ]
    every = po.calendar(committee("2018-10-18"), "cn", every=True, **ask)
    assert told(every) == [("2018-12-29", COMMITTEE, "not_applicable", "pass"), *told(found)]
    assert (every[0].breaks, every[0].mends) == (False, False)


def test_what_may_have_been_put_right_is_no_breach():
    ask = {"since": "2019-01-01", "until": "2025-01-01", "only": ["village-committee-term"]}
    data = committee("2018-10-18", complete=False)
    assert told(po.calendar(data, "cn", **ask)) == []
    assert told(po.calendar(data, "cn", every=True, **ask)) == [
        ("2023-10-19", COMMITTEE, "pass", "undetermined")
    ]


@pytest.mark.parametrize(
    ("since", "until", "days"),
    [
        ("2016-07-31", "2016-08-02", ["2016-08-01"]),
        ("2016-07-31", "2016-08-01", []),  # the day after the last
        ("2016-08-01", "2017-08-01", []),  # a breach on the first day already
        ("2016-08-01", "2017-08-02", ["2017-08-01"]),
    ],
)
def test_events_lie_after_the_first_day_and_before_the_end(since, until, days):
    assert [str(one.day) for one in calendar_of_the_move(since=since, until=until)] == days


def test_an_event_knows_the_finding_of_the_report():
    event = calendar_of_the_move()[0]
    report = po.check(moved(), as_of=event.day, only=["service-minimum"])
    finding = report["cn-gz/service-minimum", "N1"]
    assert (event.finding, event.rule) == (finding.id, finding.rule)
    assert event.subject == finding.subject
    assert event.clause.severity is finding.severity


def test_events_come_in_the_order_of_days():
    found = po.calendar(SAMPLE, since="2018-12-20", until="2019-03-02", every=True)
    assert len({one.rule for one in found}) > 1
    assert len({one.day for one in found}) > 1
    assert [one.day for one in found] == sorted(one.day for one in found)


def test_the_calendar_can_be_asked_of_some_subjects_and_rules():
    ask = {"since": "2018-12-31", "until": "2019-02-01"}
    whole = po.calendar(SAMPLE, **ask)
    one = whole[0]
    assert 0 < len({event.rule for event in whole}) < len(whole)
    assert [*po.calendar(SAMPLE, subjects=[one.subject.id], **ask)] == [
        event for event in whole if event.subject.id == one.subject.id
    ]
    assert [*po.calendar(SAMPLE, only=[one.rule], **ask)] == [
        event for event in whole if event.rule == one.rule
    ]


# --- Beside timelines and checks ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "pack"),
    [
        ("team-experience", "cn-gz"),
        ("service-minimum", "cn-gz"),
        ("training-days", "cn-gz"),
        ("village-committee-term", "cn"),
    ],
)
def test_events_are_where_neighbouring_steps_of_timelines_meet(rule, pack):
    ask = {"since": "2018-09-01", "until": "2020-06-01"}
    found = po.calendar(SAMPLE, pack, only=[rule], every=True, **ask)
    whom = sorted(known(SAMPLE, pack, rule))
    assert whom
    meant = set()
    for subject in whom:
        line = po.timeline(SAMPLE, f"{pack}/{rule}", subject, **ask)
        for one in line.parts or (line,):
            for before, after in pairwise(one.steps):
                meant.add(
                    (after.start, subject, one.period, one.part, before.outcome, after.outcome)
                )
    assert {
        (one.day, one.subject.id, one.period, one.part, one.before, one.after) for one in found
    } == meant
    assert len(found) == len(meant)


def known(data, pack, rule):
    """Give who is a subject on any of a few days."""
    days = ["2018-09-01", "2019-01-01", "2019-03-01", "2020-05-31"]
    return {one.subject.id for day in po.check(data, pack, as_of=days, only=[rule]) for one in day}


def turns(data, rules, since, until, **how):
    """Give what changes from one day to the next, by a check on every day; those of breaches."""
    found, before = set(), None
    for number in range((until - since).days):
        day = since + timedelta(number)
        report = po.check(data, rules, as_of=day, allow_empty=True, **how)
        now = {
            (one.rule, one.subject.id, one.period, one.part): one.outcome.value for one in report
        }
        for key in {*now, *(before or ())} if before is not None else ():
            was, is_now = before.get(key), now.get(key)
            if (was in BREACH) != (is_now in BREACH):
                found.add((day, *key, was, is_now))
        before = now
    return found


def of_calendar(found):
    return {
        (one.day, one.rule, one.subject.id, one.period, one.part,
         value(one.before), value(one.after))
        for one in found
    }  # fmt: skip


def test_the_calendar_says_what_the_checks_of_every_day_say():
    since, until = date(2018, 12, 20), date(2019, 1, 12)
    found = po.calendar(SAMPLE, "cn-gz", since=since, until=until)
    assert of_calendar(found) == turns(SAMPLE, "cn-gz", since, until)
    assert found.breaches


# --- Where one rule displaces another -------------------------------------------------------------


def shares(rules, **excellent):
    """Give the breaches of the share graded excellent: which rule, which year."""
    found = po.calendar(graded(**excellent), rules, **SHARE)
    return {(one.rule.partition("/")[0], one.period) for one in found.breaches}


def test_a_national_rule_that_is_displaced_says_nothing():
    # 18 of 100 are above the 15 % of the nation, and within the 20 % of the province.
    assert shares("cn", y2018=18) == {("cn", "2018")}
    assert shares("cn-gz", y2018=18) == set()
    assert shares(po.with_base("cn-gz"), y2018=18) == set()


def test_above_both_bounds_the_local_rule_alone_reports():
    assert shares("cn", y2019=25) == {("cn", "2019")}
    assert shares(po.with_base("cn-gz"), y2019=25) == {("cn-gz", "2019")}


def test_where_the_local_rule_has_ended_the_national_one_reports():
    # The rule of the province ended with 2020; the nation allows 20 % since.
    assert shares("cn-gz", y2021=25) == set()
    assert shares(po.with_base("cn-gz"), y2021=25) == {("cn", "2021")}


def test_a_displaced_rule_asked_for_alone_reports():
    ask = {**SHARE, "only": ["cn/excellent-share"]}
    found = po.calendar(graded(y2018=18), po.with_base("cn-gz"), **ask)
    assert [(one.rule, one.period) for one in found.breaches] == [("cn/excellent-share", "2018")]


@pytest.mark.parametrize("year", ["2018", "2019", "2021"])
def test_displaced_or_not_the_calendar_says_what_the_checks_say(year):
    data, rules = graded(**{f"y{year}": 25}), po.with_base("cn-gz")
    since, until = date(int(year) - 1, 12, 25), date(int(year) + 1, 1, 5)
    found = po.calendar(data, rules, since=since, until=until, only=["excellent-share"])
    assert of_calendar(found) == turns(data, rules, since, until, only=["excellent-share"])
    assert len(found) == 1


LOCAL = """
id = "{name}"
jurisdiction = "XX"
version = "1"
title = {{ zh = "例", en = "example" }}

[conventions]
counting = "day"

[[rule]]
id = "team"
kind = "share"
severity = "mandatory"
displaces = "cn-gz/team-experience"
title = {{ zh = "例", en = "example" }}
[[rule.version]]
name = "1"
from = "{begins}"
{ends}
source = {{ document = "《例》", issuer = "例", evidence = "S" }}
[rule.version.parameters]
at_least = "1/4"
noun = {{ zh = "有经历者", en = "with experience" }}
counts = {{ group = "team", quality = "experienced" }}
[rule.version.parameters.people]
level = "township"
bodies = ["local_party_committee", "government", "congress", "division"]
roles = ["chief", "leader"]
cumulative_service = "P2Y"
"""


def local(tmp_path, name, begins, end=None):
    """Give a pack that asks a quarter of a team to be experienced, in place of two thirds."""
    path = tmp_path / f"{name}.toml"
    ends = f'to = "{end}"\nended_by = "例"' if end else ""
    path.write_text(LOCAL.format(name=name, begins=begins, ends=ends), encoding="utf-8")
    return path


def test_a_rule_displaces_another_from_its_first_day_to_its_last(tmp_path):
    # One of three is experienced, and two from 2020-03-01 on.
    rules = [local(tmp_path, "one", "2019-02-01", "2019-04-30"), "cn-gz"]
    ask = {"since": date(2019, 1, 15), "until": date(2019, 5, 15)}
    data, only = team(*NOBODY_NEW), ["team-experience", "team"]
    found = po.calendar(data, rules, only=only, **ask)
    assert [(str(one.day), one.breaks, one.rule) for one in found] == [
        ("2019-02-01", False, "cn-gz/team-experience"),
        ("2019-05-01", True, "cn-gz/team-experience"),
    ]
    assert of_calendar(found) == turns(data, rules, *ask.values(), only=only)


def test_two_rules_may_displace_one_in_turn(tmp_path):
    # Between them, from 2019-03-11 to 2019-03-19, neither is in force.
    rules = [
        local(tmp_path, "one", "2019-02-01", "2019-03-10"),
        local(tmp_path, "two", "2019-03-20"),
        "cn-gz",
    ]
    ask = {"since": date(2019, 1, 15), "until": date(2019, 4, 15)}
    data, only = team(*NOBODY_NEW), ["team-experience", "team"]
    found = po.calendar(data, rules, only=only, **ask)
    assert of_calendar(found) == turns(data, rules, *ask.values(), only=only)
    assert [str(one.day) for one in found] == ["2019-02-01", "2019-03-11", "2019-03-20"]


# --- What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"only": ["service-minimun"]}, "did you mean 'service-minimum'"),
        ({"only": ["nothing-like-it"]}, "no rule 'nothing-like-it' in cn-gz"),
        ({"rules": "cn-xx"}, "no pack and no file 'cn-xx'"),
        ({"rules": []}, "name at least one pack"),
        ({"subjects": ["N2222"]}, "no person, no organisation and no case 'N2222'"),
        ({"subjects": []}, "subjects is empty"),
        ({"until": "2015-08-01"}, "until=2015-08-01 must come after since=2015-08-01"),
        ({"since": "2015"}, "since='2015': '2015' is not a whole day"),
        ({"until": "soon"}, "until='soon': not a date"),
        ({"counting": "week"}, "counting='week' is not known"),
        ({"dataset": {}}, r"calendar\(\) takes a Dataset, not dict"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(how, reason):
    with pytest.raises(po.CallError, match=reason):
        po.calendar(**{"dataset": moved(), **MOVE, **how})


# --- What it gives --------------------------------------------------------------------------------


def test_the_json_has_the_days_and_a_record_for_each_event():
    found = calendar_of_the_move()
    said = json.loads(found.to_json())
    assert [*said] == ["schema", "from", "to", "events"]
    assert (said["schema"], said["from"], said["to"]) == (
        "partyorg.calendar/1", "2015-08-01", "2019-01-01",
    )  # fmt: skip
    assert said["events"] == found.to_records()
    assert said["events"][0] == {
        "day": "2016-08-01",
        "rule": "cn-gz/service-minimum",
        "severity": "mandatory",
        "subject_type": "person",
        "subject": "N1",
        "name": "干部0001",
        "period": None,
        "part": None,
        "before": "pass",
        "after": "fail",
        "finding": found[0].finding,
    }


def test_no_verdict_is_null_in_the_records():
    found = po.calendar(graded(y2019=25), **SHARE)
    assert [(row["before"], row["after"]) for row in found.to_records()] == [(None, "fail")]


def entries(found, **how):
    """Read the iCalendar as others read it."""
    return icalendar.Calendar.from_ical(found.to_ics(**how))


def test_the_icalendar_has_a_whole_day_for_each_event():
    found = calendar_of_the_move()
    whole = entries(found, lang="en")
    assert whole["version"] == "2.0"
    assert whole["prodid"].startswith("-//partyorg//")
    events = whole.walk("VEVENT")
    for entry, event in zip(events, found, strict=True):
        assert entry["dtstart"].dt == event.day
        assert not isinstance(entry["dtstart"].dt, datetime)
        assert entry["dtend"].dt == event.day + timedelta(1)
        assert entry["dtstart"].params["VALUE"] == "DATE"
        assert entry["dtstamp"].dt == datetime(2015, 8, 1, tzinfo=UTC)
        assert entry["summary"] == event.text("en")
        for part in (event.rule, event.clause.source.document, event.clause.source.clause):
            assert part in entry["description"]
    assert len({str(entry["uid"]) for entry in events}) == len(events)
    assert "干部0001 (N1)" in events[0]["summary"]
    assert str(events[0]["summary"]).endswith("pass → fail")


def test_the_icalendar_of_the_sample_keeps_text_and_order_in_either_language():
    found = po.calendar(SAMPLE, po.with_base("cn-gz"), since="2018-12-31", until="2019-03-02")
    for lang in ("zh", "en"):
        summaries = [str(entry["summary"]) for entry in entries(found, lang=lang).walk("VEVENT")]
        assert summaries == [event.text(lang) for event in found]
    uids = [str(entry["uid"]) for entry in entries(found).walk("VEVENT")]
    assert len(set(uids)) == len(uids) > 20


def test_lines_of_the_icalendar_are_folded_and_end_as_they_must():
    lines = calendar_of_the_move().to_ics().split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)


def test_an_icalendar_without_events_can_be_read():
    found = calendar_of_the_move(since="2018-01-01")
    assert (len(found), entries(found).walk("VEVENT")) == (0, [])


def test_marks_that_mean_something_in_an_icalendar_stay_text():
    name = "干部0001, 甲; 乙\\丙: BEGIN:VEVENT"
    posts = [post("N1", "T1-ZF", "2015-08-01", "2016-08-01"), post("N1", "T2-ZF", "2016-08-01")]
    data = dataset(people=[recruit("N1", "2015-08-01", name=name)], appointments=posts)
    events = entries(po.calendar(data, **MOVE)).walk("VEVENT")
    assert len(events) == 2
    assert all(str(one["summary"]).startswith(f"{name} (N1)") for one in events)


def test_the_icalendar_can_be_written(tmp_path):
    path = tmp_path / "coming.ics"
    assert calendar_of_the_move().to_ics(path) == path.read_bytes()
    with pytest.raises(po.CallError):
        calendar_of_the_move().to_ics(tmp_path / "no" / "coming.ics")


def test_the_text_has_the_events_below_their_days():
    lines = calendar_of_the_move().text("en").splitlines()
    assert lines[0] == "2016-08-01"
    assert lines[1].startswith("  干部0001 (N1) · ")
    assert lines[1].endswith("pass → fail")
    assert lines[2] == "2017-08-01"
    assert lines[3].endswith("fail → pass")
    assert len(lines) == 4
    assert "符合 → 不符合" in calendar_of_the_move().text()


def test_the_text_of_nothing_names_the_first_day_and_the_last():
    nothing = calendar_of_the_move(since="2018-01-01", until="2018-02-01")
    assert nothing.text("en") == "Nothing changes from 2018-01-01 to 2018-01-31."
    assert nothing.text() == "2018-01-01 至 2018-01-31 没有变化。"


def test_the_same_is_told_the_same():
    for give in (po.Calendar.to_json, po.Calendar.to_ics, po.Calendar.text):
        assert give(calendar_of_the_move()) == give(calendar_of_the_move())
    ask = {
        "since": "2018-12-31",
        "until": "2019-03-02",
        "only": ["training-days", "team-experience"],
    }
    fresh, again = (po.calendar(po.load(po.sample_path()), **ask) for _ in range(2))
    assert len(fresh) > 1
    assert (fresh.to_ics(), fresh.to_json()) == (again.to_ics(), again.to_json())
