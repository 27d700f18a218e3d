"""Every shape in which career lines are written, each in two dozen variants."""

from __future__ import annotations

from itertools import pairwise

import pytest
from career_lines import RANGES, TRUTHS, Truth, chinese, digits, dotted, wide

from partyorg import PartialDate, parse_career
from partyorg.career import CareerBasis, CareerSpell, DateForm
from partyorg.errors import ProblemSeverity
from partyorg.model import Level, Role

every = pytest.mark.parametrize("one", TRUTHS, ids=lambda one: one.text)


def only(text: str) -> CareerSpell:
    """Read a text that says one thing, and about which nothing is wrong but its place."""
    career = parse_career(text)
    (spell,) = career.spells
    assert {problem.code for problem in career.problems} <= {"unknown-place"}
    assert text.splitlines()[spell.line - 1][slice(*spell.columns)] == spell.text
    return spell


def agrees(spell: CareerSpell, one: Truth) -> None:
    assert spell.text == one.text
    assert (spell.level, spell.role) == (one.level, one.role)
    assert spell.basis is CareerBasis.IN_POST
    assert spell.start == one.first


@pytest.mark.parametrize("shape", RANGES)
@every
def test_month_to_month(shape: str, one: Truth) -> None:
    text = RANGES[shape](one)
    if text == wide(text) or shape != "full-width digits":
        spell = only(text)
    else:
        (spell,) = parse_career(text).spells
    agrees(spell, one)
    assert spell.end == one.last
    assert spell.form is DateForm.RANGE


OPEN = {
    "official": lambda one: f"{dotted(one.start)}--         {one.text}",
    "hyphen": lambda one: f"{dotted(one.start)}- {one.text}",
    "em dash": lambda one: f"{dotted(one.start)}—{one.text}",
    "to this day": lambda one: f"{dotted(one.start)}-至今 {one.text}",
    "to this day, Chinese": lambda one: f"{chinese(one.start)}至今，{one.text}",
    "now": lambda one: f"{dotted(one.start)}--现在 {one.text}",
    "from then on": lambda one: f"{chinese(one.start)}起任{one.text}",
    "six digits": lambda one: f"{digits(one.start)}--  {one.text}",
}


@pytest.mark.parametrize("shape", OPEN)
@every
def test_open_end(shape: str, one: Truth) -> None:
    spell = only(OPEN[shape](one))
    assert spell.start == one.first
    assert spell.end is None
    assert spell.form is DateForm.OPEN
    assert (spell.level, spell.role) == (one.level, one.role)


@every
def test_years_only(one: Truth) -> None:
    spell = only(f"{one.start[0]}-{one.end[0]}年 {one.text}")
    assert (spell.start, spell.end) == (PartialDate.of(one.start[0]), PartialDate.of(one.end[0]))
    assert (spell.level, spell.role) == (one.level, one.role)


@every
def test_one_year(one: Truth) -> None:
    spell = only(f"{one.start[0]}年，任{one.text}")
    assert (spell.start, spell.end) == (PartialDate.of(one.start[0]), None)
    assert spell.form is DateForm.POINT


@pytest.mark.parametrize("written", ["{}，任{}", "{}任{}", "{} {}", "{}调任{}"])
@every
def test_a_month_is_a_point(written: str, one: Truth) -> None:
    spell = only(written.format(chinese(one.start), one.text))
    assert (spell.start, spell.end, spell.form) == (one.first, None, DateForm.POINT)
    assert (spell.level, spell.role) == (one.level, one.role)


DAYS = ["{}.{:02}.{:02}", "{}年{}月{}日", "{}-{:02}-{:02}", "{}{:02}{:02}"]


@pytest.mark.parametrize("written", DAYS)
@every
def test_days(written: str, one: Truth) -> None:
    year, month = one.start
    first, last = written.format(year, month, 9), written.format(year + 3, month, 21)
    between = "至" if "年" in written or "-" in written else "-"
    spell = only(f"{first}{between}{last} {one.text}")
    assert (str(spell.start), str(spell.end)) == (
        f"{year}-{month:02}-09",
        f"{year + 3}-{month:02}-21",
    )
    point = only(f"{first} {one.text}")
    assert (str(point.start), point.end) == (f"{year}-{month:02}-09", None)


@every
def test_the_end_takes_the_year_of_the_start(one: Truth) -> None:
    year = one.start[0]
    spell = only(f"{year}年3月至8月，{one.text}")
    assert (str(spell.start), str(spell.end)) == (f"{year}-03", f"{year}-08")


NOTES = {
    "full-width": "（其间：{note}）",
    "half-width": "(其间:{note})",
    "period": "（期间：{note}）",
    "no word": "（{note}）",
    "no colon": "（其间{note}）",
    "no bracket": "，其间：{note}",
    "on the next line": "（其间：\n{note}）",
    "semicolon behind": "（其间：{note}）；",
}


@pytest.mark.parametrize("shape", NOTES)
@every
def test_a_note_is_a_spell_of_its_own(shape: str, one: Truth) -> None:
    year = one.start[0] + 1
    note = f"{year}.03--{year}.09抽调示例县委组织部工作"
    career = parse_career(RANGES["official"](one) + NOTES[shape].format(note=note))
    main, aside = career.spells
    agrees(main, one)
    assert main.end == one.last
    assert not main.note
    assert aside.note
    assert (str(aside.start), str(aside.end)) == (f"{year}-03", f"{year}-09")
    assert (aside.basis, aside.level) == (CareerBasis.SECONDMENT, Level.COUNTY)
    assert aside.line == (2 if "next line" in shape else 1)


@every
def test_several_notes(one: Truth) -> None:
    year = one.start[0]
    text = RANGES["official"](one) + (
        f"（其间：{year}.03--{year}.06挂职任示例市丙街道办事处主任助理；"
        f"{year}.09起在职学习；{year}.11示例县党校培训）"
    )
    main, attached, studied, point = parse_career(text).spells
    agrees(main, one)
    assert (attached.basis, attached.level) == (CareerBasis.ATTACHMENT, Level.SUBDISTRICT)
    assert (studied.basis, studied.form, studied.end) == (CareerBasis.STUDY, DateForm.OPEN, None)
    assert (point.basis, point.form) == (CareerBasis.STUDY, DateForm.POINT)
    assert attached.note and studied.note and point.note  # noqa: PT018


@every
def test_a_note_on_a_line_of_its_own(one: Truth) -> None:
    text = f"（{dotted(one.start)}--{dotted(one.end)}某省委党校在职研究生学习）"
    spell = only(text)
    assert spell.note
    assert spell.basis is CareerBasis.STUDY
    assert (spell.start, spell.end, spell.role) == (one.first, one.last, None)


RANKS = ["正科级", "副科级", "任副主任科员", "享受正科级待遇", "四级主任科员"]


@pytest.mark.parametrize("rank", RANKS)
@every
def test_a_rank_is_no_spell_and_no_loss(rank: str, one: Truth) -> None:
    career = parse_career(f"{dotted(one.start)}{rank}")
    assert career.spells == ()
    (problem,) = career.problems
    assert (problem.code, problem.severity) == ("rank-line", ProblemSeverity.WARNING)
    assert rank in problem.text


@pytest.mark.parametrize("what", ["待分配", "等待分配", "待业", "病休"])
@every
def test_waiting(what: str, one: Truth) -> None:
    spell = only(f"{dotted(one.start)}--{dotted(one.end)}  {what}")
    assert (spell.basis, spell.role, spell.level) == (CareerBasis.WAITING, None, None)


@pytest.mark.parametrize(
    "text",
    [
        *("某大学学习", "某省某财经学院会计专业学习", "某师范学校学生"),
        *("某大学中文系汉语言文学专业本科", "某大学研究生", "某中专学校读书"),
    ],
)
@every
def test_study(text: str, one: Truth) -> None:
    spell = only(f"{digits(one.start)}--{digits(one.end)}  {text}")
    assert (spell.basis, spell.role) == (CareerBasis.STUDY, None)
    assert (spell.start, spell.end) == (one.first, one.last)


@pytest.mark.parametrize("joint", ["、", "，", "兼", "兼任", "；"])
@every
def test_several_posts_in_one_township_are_one_spell(joint: str, one: Truth) -> None:
    spell = only(f"{dotted(one.start)}--{dotted(one.end)}  {one.text}{joint}人大主席")
    assert spell.text == f"{one.text}{joint}人大主席"
    assert spell.role is (Role.CHIEF if one.role is Role.CHIEF else Role.LEADER)


@pytest.mark.parametrize("joint", ["、", "，", "兼", "兼任"])
@every
def test_several_organizations_are_several_spells(joint: str, one: Truth) -> None:
    text = f"{dotted(one.start)}--{dotted(one.end)}  示例县委常委{joint}{one.text}"
    county, local = parse_career(text).spells
    assert (county.level, county.role, county.text) == (Level.COUNTY, Role.LEADER, "示例县委常委")
    agrees(local, one)
    assert (county.start, county.end) == (local.start, local.end) == (one.first, one.last)


@pytest.mark.parametrize("glue", ["", " ", "；", "。", "，"])
def test_lines_glued_together(glue: str) -> None:
    for one, other in pairwise(TRUTHS):
        first, second = parse_career(
            RANGES["official"](one) + glue + RANGES["official"](other)
        ).spells
        agrees(first, one)
        agrees(second, other)
        assert (first.end, second.end) == (one.last, other.last)


@every
def test_a_line_broken_in_the_middle(one: Truth) -> None:
    cut = len(one.text) - 2
    head = f"{dotted(one.start)}--{dotted(one.end)}  {one.text[:cut]}"
    spell = parse_career(f"{head}\n                  {one.text[cut:]}").spells[0]
    agrees(spell, one)
    assert spell.line == 1


def test_a_whole_career_keeps_its_lines() -> None:
    text = "\n".join(RANGES["official"](one) for one in TRUTHS)
    career = parse_career(text)
    assert [spell.line for spell in career.spells] == list(range(1, len(TRUTHS) + 1))
    for spell, one in zip(career.spells, TRUTHS, strict=True):
        agrees(spell, one)


@pytest.mark.parametrize("commune", ["丙公社", "红旗人民公社", "东风公社"])
@every
def test_communes_count_as_townships_under_their_name(commune: str, one: Truth) -> None:
    spell = only(f"{one.start[0]}-{one.end[0]}年 示例县{commune}插队知青")
    assert (spell.level, spell.township) == (Level.TOWNSHIP, commune)
    assert spell.basis is CareerBasis.IN_POST


@every
def test_dates_that_cannot_be(one: Truth) -> None:
    year = one.start[0]
    for wrong in (f"{year}.13--{one.end[0]}.02", f"{dotted(one.end)}--{year - 1}.01"):
        career = parse_career(f"{wrong}  {one.text}")
        assert career.spells == ()
        (problem,) = career.problems
        assert (problem.code, problem.severity) == ("bad-date", ProblemSeverity.ERROR)
        assert one.text in problem.text
