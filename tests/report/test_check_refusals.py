"""A check that cannot be carried out says which argument is wrong, and what would be right."""

from datetime import date, datetime
from pathlib import Path

import pytest
from report_worlds import county, report

import partyorg as po

OWN = """
id = "own"
title = { zh = "本省", en = "Our own" }
jurisdiction = "CN-XX"
version = "7"
extends = "cn-gz"
"""


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(OWN, "utf-8")
    return path


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"as_of": "2018-13-01"}, "as_of='2018-13-01': there is no month 13"),
        ({"as_of": "2018"}, "as_of='2018': '2018' is not a whole day; write it like 2015-12-31"),
        ({"as_of": "today"}, "as_of='today': not a date"),
        ({"as_of": None}, "as_of=None"),
        ({"as_of": 20181231}, "as_of=20181231"),
        ({"rules": "cn-gs"}, "there is no pack and no file 'cn-gs'; did you mean 'cn-gz'?"),
        ({"rules": []}, 'name at least one pack, for instance "cn-gz"'),
        ({"rules": ["cn-gz", "cn-gz"]}, "pack 'cn-gz' is named twice"),
        (
            {"only": ["team-experiense"]},
            "no rule 'team-experiense' in cn-gz; did you mean 'team-experience'?",
        ),
        ({"only": "zzz"}, "no rule 'zzz' in cn-gz"),
        ({"subjects": ["N9"]}, "there is no person, no organisation and no case 'N9'"),
        ({"counting": "years"}, "counting='years' is not known; use day, month, inclusive_month"),
    ],
)
def test_a_bad_argument_is_named_with_what_would_be_right(how, told):
    with pytest.raises(po.CallError) as caught:
        report(**how)
    assert str(caught.value).startswith(told)


def test_the_day_has_no_default():
    with pytest.raises(TypeError):
        po.check(county(), "cn-gz")


def test_a_pack_that_cannot_be_used_is_refused(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text("id = 3", "utf-8")
    with pytest.raises(po.PackError, match=r"^bad\.toml: "):
        report(rules=path)


def test_nothing_judged_is_an_error_and_not_a_success():
    with pytest.raises(po.CallError, match=r"no rule met a subject.*allow_empty=True"):
        report(data=po.Dataset.from_records())
    assert len(report(data=po.Dataset.from_records(), allow_empty=True)) == 0


def test_a_subject_whom_no_rule_concerns_is_named():
    with pytest.raises(po.CallError, match=r"^N1, N2: no subject of the rules checked"):
        report(only=["annual-report"], subjects=["N2", "N1"])


@pytest.mark.parametrize("day", ["2018-12-31", "2018年12月31日", date(2018, 12, 31)])
def test_a_day_may_be_text_or_a_date(day):
    assert report(as_of=day).as_of == date(2018, 12, 31)


def test_the_time_of_a_day_is_left_out():
    assert report(as_of=datetime(2018, 12, 31, 23, 59)).as_of == date(2018, 12, 31)  # noqa: DTZ001


@pytest.mark.parametrize("form", [str, Path, po.rules, lambda path: [path]])
def test_a_pack_of_ones_own_is_named_by_its_path_or_handed_over(own, form):
    assert {f.rule.partition("/")[0] for f in report(rules=form(own))} == {"own"}


def test_several_packs_report_side_by_side(own):
    told = report(rules=["cn-gz", own])
    ours, theirs = [[f for f in told if f.rule.startswith(name)] for name in ("own/", "cn-gz/")]
    assert [f.outcome for f in ours] == [f.outcome for f in theirs]
    assert [pack.id for pack in told.run.packs] == ["cn-gz", "own"]
    assert told["own/team-experience", "T"] is not told["cn-gz/team-experience", "T"]
    assert {f.id for f in ours}.isdisjoint(f.id for f in theirs)


def test_a_name_that_several_packs_have_needs_the_name_of_the_pack(own):
    told = report(rules=["cn-gz", own])
    with pytest.raises(po.CallError) as caught:
        told["team-experience", "T"]
    assert "cn-gz/team-experience" in str(caught.value)
    assert "own/team-experience" in str(caught.value)


def test_one_rule_is_chosen_by_its_full_name_in_one_pack_or_by_its_short_name_in_all(own):
    full = report(rules=["cn-gz", own], only=["own/team-experience"])
    assert {f.rule for f in full} == {"own/team-experience"}
    short = report(rules=["cn-gz", own], only="team-experience")
    assert {f.rule for f in short} == {"cn-gz/team-experience", "own/team-experience"}


def test_no_rule_at_all_is_an_error():
    with pytest.raises(po.CallError):
        report(only=[])


def test_the_counting_of_the_call_goes_before_that_of_the_pack(own):
    assert report().run.counting == "day"
    assert report(counting="month").run.counting == "month"
    own.write_text(OWN + '[conventions]\ncounting = "month"\n', "utf-8")
    assert report(rules=own).run.counting == "month"


def test_packs_that_count_differently_are_not_reported_under_the_counting_of_one(own):
    own.write_text(OWN + '[conventions]\ncounting = "month"\n', "utf-8")
    with pytest.raises(po.CallError, match="cn-gz by day, own by month"):
        report(rules=["cn-gz", own])
    assert report(rules=["cn-gz", own], counting="month").run.counting == "month"


def test_a_day_read_from_the_clock_is_noted_only_if_the_caller_says_so():
    assert report().run.as_of_today is False
    assert report(as_of_today=True).run.as_of_today is True
