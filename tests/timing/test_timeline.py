"""`po.timeline`: what a rule says of a subject on every day between two."""

import json
import xml.etree.ElementTree as ET
from datetime import date, datetime
from itertools import pairwise

import pytest
from eval_worlds import dataset, leader
from small_worlds import COMMITTEE, NOBODY_NEW, committee, graded, moved, team

import partyorg as po

SPAN = {"since": "2015-08-01", "until": "2019-01-01"}
SVG = "{http://www.w3.org/2000/svg}"


def steps(line):
    """Give the steps as they stand in the JSON."""
    return [(str(step.start), str(step.end), value(step.outcome)) for step in line.steps]


def value(outcome):
    return None if outcome is None else outcome.value


def line_of_the_move(**how):
    return po.timeline(moved(), "cn-gz/service-minimum", "N1", **{**SPAN, **how})


# --- Worked by hand -------------------------------------------------------------------------------


def test_a_move_made_too_early_is_a_breach_until_two_years_are_complete():
    # Recruited 2015-08-01, moved 2016-08-01; two years are complete on 2017-08-01.
    line = line_of_the_move()
    assert (line.rule, line.subject.id) == ("cn-gz/service-minimum", "N1")
    assert (line.since, line.until) == (date(2015, 8, 1), date(2019, 1, 1))
    assert line.parts == ()
    assert steps(line) == [
        ("2015-08-01", "2016-08-01", "pass"),
        ("2016-08-01", "2017-08-01", "fail"),
        ("2017-08-01", "2019-01-01", "pass"),
    ]


def test_a_team_is_followed_as_members_come_leave_and_serve():
    # Alone and experienced: pass.  One of two from 2018-03-01, one of three from 2018-09-01 on; two
    # of three from 2020-03-01; one of two when the first leaves; both from 2020-09-01 on.
    (first, _), *others = NOBODY_NEW
    line = po.timeline(
        team((first, "2020-06-01"), *others), "cn-gz/team-experience", "T1",
        since="2018-01-01", until="2021-01-01",
    )  # fmt: skip
    assert steps(line) == [
        ("2018-01-01", "2018-03-01", "pass"),
        ("2018-03-01", "2020-03-01", "fail"),
        ("2020-03-01", "2020-06-01", "pass"),
        ("2020-06-01", "2020-09-01", "fail"),
        ("2020-09-01", "2021-01-01", "pass"),
    ]


def test_a_rule_judges_from_its_first_day_to_its_last():
    # In force from 2018-12-29 to 2025-12-31; the term of five years is over after 2023-10-18.
    line = po.timeline(
        committee("2018-10-18"), "cn/village-committee-term", COMMITTEE,
        since="2018-12-01", until="2027-01-01",
    )  # fmt: skip
    assert steps(line) == [
        ("2018-12-01", "2018-12-29", "not_applicable"),
        ("2018-12-29", "2023-10-19", "pass"),
        ("2023-10-19", "2026-01-01", "fail"),
        ("2026-01-01", "2027-01-01", "not_applicable"),
    ]


def test_the_days_asked_for_cut_the_steps_off():
    whole = line_of_the_move()
    cut = line_of_the_move(since="2016-10-01", until="2017-08-02")
    assert steps(cut) == [
        ("2016-10-01", "2017-08-01", "fail"),
        ("2017-08-01", "2017-08-02", "pass"),
    ]
    day = line_of_the_move(since="2017-07-31", until="2017-08-01")
    assert steps(day) == [("2017-07-31", "2017-08-01", "fail")]
    assert whole.at("2017-07-31") == day.at("2017-07-31") == po.Outcome.FAIL


def test_days_may_be_dates():
    asked = {"since": date(2015, 8, 1), "until": date(2019, 1, 1)}
    assert line_of_the_move(**asked) == line_of_the_move()


def test_whoever_is_never_a_subject_has_a_line_without_verdict():
    # A village is no township, and has no team.
    line = po.timeline(team(*NOBODY_NEW), "cn-gz/team-experience", "V1", **SPAN)
    assert steps(line) == [("2015-08-01", "2019-01-01", None)]
    assert (line.subject.id, line.parts) == ("V1", ())


def test_at_gives_the_outcome_of_a_day_up_to_the_edges():
    line = line_of_the_move()
    days = ("2015-08-01", "2016-07-31", "2016-08-01", date(2017, 7, 31), "2017-08-01", "2018-12-31")
    told = [line.at(day).value for day in days]
    assert told == ["pass", "pass", "fail", "fail", "pass", "pass"]


@pytest.mark.parametrize("day", ["2015-07-31", "2019-01-01", date(2030, 1, 1)])
def test_at_refuses_a_day_outside(day):
    with pytest.raises(po.CallError, match="lies outside this timeline, 2015-08-01 to before 2019"):
        line_of_the_move().at(day)


@pytest.mark.parametrize("day", ["tomorrow", "2016-13-01", "2016"])
def test_at_refuses_what_is_no_day(day):
    with pytest.raises(po.CallError):
        line_of_the_move().at(day)


# --- Rules on years -------------------------------------------------------------------------------


def trained(days_in_2017, days_in_2018):
    """Give somebody in a township throughout, and the days of training in two years."""
    rows = [("2017", days_in_2017), ("2018", days_in_2018)]
    return dataset(
        people=[{"person_id": "N1", "recruited_on": "2000-01-01", "recruited_via": "other"}],
        appointments=[leader("N1", "T1-DW", "2000-01-01")],
        trainings=[{"person_id": "N1", "year": year, "days": days} for year, days in rows],
        completeness=[{"table": "trainings", "year": year} for year, _ in rows],
    )


def line_of_training(*days):
    return po.timeline(
        trained(*days), "cn-gz/training-days", "N1", since="2018-12-01", until="2019-02-01"
    )


def test_a_rule_on_years_has_a_part_for_each_and_the_whole_is_the_worst():
    # Twelve days are owed.  2017 was met; 2018 is short by two, which is settled as it closes.
    line = line_of_training("12", "10")
    parts = {one.period: one for one in line.parts}
    assert steps(parts["2017"]) == [("2018-12-01", "2019-02-01", "pass")]
    assert parts["2018"].at("2018-12-31") != po.Outcome.FAIL
    assert steps(parts["2018"])[-1] == ("2019-01-01", "2019-02-01", "fail")
    assert steps(line)[-1] == ("2019-01-01", "2019-02-01", "fail")
    assert line.at("2018-12-31") != po.Outcome.FAIL


def test_a_breach_of_one_year_stands_for_all_though_another_is_met():
    line = line_of_training("11", "12")
    assert {one.period: one.at("2019-01-15").value for one in line.parts} == {
        "2017": "fail",
        "2018": "pass",
    }
    assert steps(line) == [("2018-12-01", "2019-02-01", "fail")]


# --- Which rules ----------------------------------------------------------------------------------


def test_a_rule_can_be_named_with_its_pack_or_beside_it():
    named = line_of_the_move()
    for rule, rules in (("service-minimum", "cn-gz"), ("service-minimum", None)):
        assert po.timeline(moved(), rule, "N1", rules=rules, **SPAN) == named
    pack = po.rules("cn-gz")
    assert po.timeline(moved(), "cn-gz/service-minimum", "N1", rules=pack, **SPAN) == named


def test_another_convention_moves_the_steps():
    # Since 2018-03-15: by months with both ends, March counts whole, so that 24 are full in
    # February 2020; by the day two years are complete on 2020-03-15.
    data = team(("2000-01-01", None), ("2018-03-15", None), ("2019-12-01", None))
    ask = {"since": "2019-12-15", "until": "2020-06-01"}
    by_day, by_months = (
        po.timeline(data, "cn-gz/team-experience", "T1", counting=counting, **ask)
        for counting in ("day", "inclusive_month")
    )
    assert steps(by_day)[-1] == ("2020-03-15", "2020-06-01", "pass")
    assert by_months.at("2020-02-29") == po.Outcome.PASS
    assert by_months.at("2020-01-31") == by_day.at("2020-01-31") == po.Outcome.FAIL


def test_two_rules_of_one_name_are_not_told_as_one():
    # Both packs have an excellent-share: either the call is refused, or each part says whose it is.
    ask = {"since": "2018-06-01", "until": "2020-01-01", "rules": po.with_base("cn-gz")}
    try:
        line = po.timeline(graded(y2018=18), "excellent-share", "A", **ask)
    except po.CallError:
        return
    about = [{**part, "steps": None} for part in line.to_dict()["parts"]]
    assert all(about.count(one) == 1 for one in about)


# --- What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"rule": "cn-gz/service-minimun"}, "did you mean 'cn-gz/service-minimum'"),
        ({"rule": "nothing-like-it"}, "no rule 'nothing-like-it' in cn-gz"),
        ({"rule": "cn-xx/service-minimum"}, "no pack and no file 'cn-xx'"),
        ({"subject": "N2222"}, "no person, no organisation and no case 'N2222'"),
        ({"subject": "T1-DV"}, "did you mean 'T1-DW'"),
        ({"until": "2015-08-01"}, "until=2015-08-01 must come after since=2015-08-01"),
        ({"until": "2015-07-31"}, "must come after"),
        ({"since": "2015-08"}, "since='2015-08': '2015-08' is not a whole day"),
        ({"since": "yesterday"}, "since='yesterday': not a date"),
        ({"until": "2019-02-30"}, "until='2019-02-30'"),
        ({"until": 2019}, "until=2019: not a day"),
        ({"counting": "week"}, "counting='week' is not known; use day, month, inclusive_month"),
        ({"dataset": [1]}, r"timeline\(\) takes a Dataset, not list"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_the_reason(how, told):
    asked = {"dataset": moved(), "rule": "cn-gz/service-minimum", "subject": "N1", **SPAN, **how}
    with pytest.raises(po.CallError, match=told):
        po.timeline(**asked)


# --- What it gives --------------------------------------------------------------------------------


def test_the_json_has_rule_subject_and_steps():
    told = json.loads(line_of_the_move().to_json())
    assert told == {
        "schema": "partyorg.timeline/1",
        "rule": "cn-gz/service-minimum",
        "subject": {"type": "person", "id": "N1", "name": "干部0001"},
        "steps": [
            {"from": "2015-08-01", "to": "2016-08-01", "outcome": "pass"},
            {"from": "2016-08-01", "to": "2017-08-01", "outcome": "fail"},
            {"from": "2017-08-01", "to": "2019-01-01", "outcome": "pass"},
        ],
    }
    assert told == line_of_the_move().to_dict()


def test_the_json_of_a_rule_on_years_has_the_parts():
    line = line_of_training("11", "12")
    told = line.to_dict()
    assert [*told] == ["schema", "rule", "subject", "steps", "parts"]
    assert told["steps"] == [{"from": "2018-12-01", "to": "2019-02-01", "outcome": "fail"}]
    assert [(one["period"], one["part"]) for one in told["parts"]] == [
        ("2017", None),
        ("2018", None),
    ]
    assert [[*one] for one in told["parts"]] == [["period", "part", "steps"]] * 2
    for part, own in zip(told["parts"], line.parts, strict=True):
        spans = [(one["from"], one["to"], one["outcome"]) for one in part["steps"]]
        assert spans == steps(own)


def test_no_verdict_is_null():
    line = po.timeline(team(*NOBODY_NEW), "cn-gz/team-experience", "V1", **SPAN)
    assert line.to_dict()["steps"] == [{"from": "2015-08-01", "to": "2019-01-01", "outcome": None}]


def test_the_records_are_one_a_step():
    rows = line_of_the_move().to_records()
    assert [(row["from"], row["to"], row["outcome"]) for row in rows] == steps(line_of_the_move())
    assert {(row["rule"], row["subject"]) for row in rows} == {("cn-gz/service-minimum", "N1")}
    assert {row["period"] for row in line_of_training("11", "12").to_records()} == {"2017", "2018"}


def test_the_text_names_the_last_day_of_each_step():
    head, *lines = line_of_the_move().text("en").splitlines()
    assert "干部0001 (N1)" in head
    assert [line.split() for line in lines] == [
        ["2015-08-01", "–", "2016-07-31", "pass"],
        ["2016-08-01", "–", "2017-07-31", "fail"],
        ["2017-08-01", "–", "2018-12-31", "pass"],
    ]
    chinese = line_of_the_move().text()
    assert "不符合" in chinese
    assert "fail" not in chinese


def bars(text):
    """Give the bars of a plot, as their place, width, and what they say."""
    found = []
    for rect in ET.fromstring(text).iter(f"{SVG}rect"):
        title = rect.find(f"{SVG}title")
        if title is not None:
            found.append((float(rect.get("x")), float(rect.get("width")), title.text))
    return found


def test_the_plot_has_a_bar_for_each_step_in_proportion(tmp_path):
    line = line_of_the_move()
    text = line.to_svg(tmp_path / "line.svg", lang="en")
    assert (tmp_path / "line.svg").read_text("utf-8") == text
    drawn = bars(text)
    said = [("2016-07-31", "pass"), ("2017-07-31", "fail"), ("2018-12-31", "pass")]
    for (_, _, title), step, (last, word) in zip(drawn, line.steps, said, strict=True):
        assert title.startswith(f"{step.start} – {last} ")
        assert title.endswith(word)
    for (x, width, _), (following, _, _) in pairwise(drawn):
        assert x + width == pytest.approx(following, abs=0.11)
    lengths = [(step.end - step.start).days for step in line.steps]
    scale = sum(width for _, width, _ in drawn) / sum(lengths)
    for (_, width, _), length in zip(drawn, lengths, strict=True):
        assert width == pytest.approx(scale * length, abs=0.11)


def test_the_plot_has_a_row_for_each_year():
    assert len(bars(line_of_training("11", "12").to_svg())) == sum(
        len(one.steps) for one in line_of_training("11", "12").parts
    )


def test_the_plot_lets_no_name_through_as_markup():
    data = dataset(
        people=[{"person_id": "N1", "name": "<script>干部0001&", "recruited_on": "2015-08-01"}],
        appointments=[leader("N1", "T1-DW", "2015-08-01")],
    )
    line = po.timeline(data, "cn-gz/service-minimum", "N1", **SPAN)
    root = ET.fromstring(line.to_svg())
    assert not [*root.iter(f"{SVG}script")]
    assert root.find(f"{SVG}title").text.endswith("<script>干部0001&")
    assert "<script>" not in line._repr_html_()


@pytest.mark.parametrize("until", [date(2015, 8, 2), date(2035, 1, 1), date(9999, 12, 31)])
def test_short_and_long_spans_can_be_drawn(until):
    assert bars(line_of_the_move(until=until).to_svg())


def test_a_plot_that_cannot_be_written_is_refused(tmp_path):
    with pytest.raises(po.CallError):
        line_of_the_move().to_svg(tmp_path / "no" / "line.svg")


def test_the_same_is_told_the_same():
    for give in (
        lambda line: line.to_json(),
        lambda line: line.to_svg(),
        lambda line: line.text(),
    ):
        assert give(line_of_the_move()) == give(line_of_the_move())


def test_a_moment_of_a_day_is_that_day():
    moment = datetime(2015, 8, 1, 12, 30)  # noqa: DTZ001  (whatever the zone)
    assert line_of_the_move(since=moment) == line_of_the_move()


def test_a_plot_of_a_name_with_odd_characters_can_be_read():
    data = dataset(
        people=[{"person_id": "N1", "name": "干部\x1b\n0001", "recruited_on": "2015-08-01"}],
        appointments=[leader("N1", "T1-DW", "2015-08-01")],
    )
    text = po.timeline(data, "cn-gz/service-minimum", "N1", **SPAN).to_svg()
    assert "0001" in ET.fromstring(text).find(f"{SVG}title").text
