"""Every shape of a line of a resume, each in two dozen invented variants."""

from itertools import product

import pytest
from career_notes import SHAPES as SHAPES_OF_TEXT
from career_notes import rank_lines
from career_shapes import SEPARATORS, SHAPES, separated
from career_truths import (
    PLACE_WARNINGS,
    SPANS,
    VARIANTS,
    dotted,
    holds,
    in_township,
    named,
    numbered,
    plain,
    stands_where_it_says,
)

import partyorg as po
from partyorg.errors import ProblemSeverity

NUMBERS = range(VARIANTS)


# The tests themselves ---------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [*SHAPES, *SHAPES_OF_TEXT], ids=named)
def test_variants_differ(shape):
    texts = {shape(number).text for number in NUMBERS}
    assert len(texts) >= 20


# What is read -----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("separator", SEPARATORS)
def test_every_separator(separator, number):
    holds(separated(separator, number))


@pytest.mark.parametrize(("shape", "number"), numbered(SHAPES), ids=named)
def test_every_shape_of_dates(shape, number):
    holds(shape(number))


@pytest.mark.parametrize(("shape", "number"), numbered(SHAPES_OF_TEXT), ids=named)
def test_every_shape_of_notes_and_posts(shape, number):
    career = holds(shape(number))
    notes = [spell.note for spell in career.spells]
    assert not notes[0] or all(notes), "a main entry comes before the notes in it"


def test_lines_of_a_broken_entry_are_counted_from_the_first():
    text = "1985.08--1991.08  示例县中学教师（其间：\n1988.08--1990.07示例学院大专学习）"
    main, note = po.parse_career(text).spells
    assert main.line == 1
    assert main.text == "示例县中学教师"
    assert note.line in {1, 2}
    assert (str(note.start), str(note.end), note.basis) == ("1988-08", "1990-07", "study")


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_undated_in_brackets_is_no_note(number):
    """A rank in brackets belongs to the post."""
    start, end = SPANS[number]
    what = in_township(number, number)
    remark = ("（正科级）", "(副科级)", "（副县级）")[number % 3]
    career = po.parse_career(f"{dotted(start)}--{dotted(end)}  {what.text}{remark}")
    (spell,) = career.spells
    assert what.text in spell.text
    assert (spell.level, spell.role, spell.note) == ("township", what.role, False)
    assert {problem.code for problem in career.problems} <= PLACE_WARNINGS


# What is not understood -------------------------------------------------------------------------


def told(text, code):
    """Give the one problem of this code, which is quoted, addressed and in both languages."""
    career = po.parse_career(text)
    problems = [problem for problem in career.problems if problem.code == code]
    assert len(problems) == 1, career
    (problem,) = problems
    assert problem.text.strip()
    assert problem.text in text
    assert stands_where_it_says(problem, text)
    assert problem.message["zh"]
    assert problem.message["en"]
    assert isinstance(problem.severity, ProblemSeverity)
    return career, problem


@pytest.mark.parametrize("text", [*rank_lines()])
def test_a_rank_is_no_spell(text):
    career, problem = told(text, "rank-line")
    assert career.spells == ()
    assert problem.severity is ProblemSeverity.WARNING
    assert problem.line == 1


def test_a_rank_among_the_lines():
    lines = [
        "1997.07--2003.02  示例县青石镇科员",
        "2000.07正科级",
        "2003.02--2006.05  示例县柳溪乡副乡长",
    ]
    career, problem = told("\n".join(lines), "rank-line")
    assert problem.line == 2
    assert [spell.line for spell in career.spells] == [1, 3]
    assert [str(spell.end) for spell in career.spells] == ["2003-02", "2006-05"]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_line_without_a_date(number):
    what = in_township(number, number)
    text = ("", " ", "　　")[number % 3] + what.text
    career, problem = told(text, "no-date")
    assert career.spells == ()
    assert what.text in problem.text
    assert problem.severity is ProblemSeverity.ERROR


@pytest.mark.parametrize("number", NUMBERS)
def test_memberships_in_a_last_paragraph(number):
    """They have no date, stand after a blank line, and are quoted whole."""
    (start, end), what = SPANS[number], in_township(number, number)
    last = f"示例省第{'九十'[number % 2]}届人大代表，示例县第{1 + number}届政协委员"
    career, problem = told(f"{dotted(start)}--{dotted(end)}  {what.text}\n\n{last}", "no-date")
    assert problem.line == 3
    assert problem.text.strip() == last
    assert [spell.text for spell in career.spells] == [what.text]


def _no_such_month():
    for number in NUMBERS:
        (year, month), end = SPANS[number]
        wrong = ("00", "13", "19", "99")[number % 4]
        first, last = (
            (f"{year}.{wrong}", dotted(end)),
            (f"{year}.{month:02}", f"{end[0]}.{wrong}"),
        )[number % 2]
        yield f"{first}--{last}  {in_township(number, number).text}"


def _end_before_start():
    for number in NUMBERS:
        start, end = SPANS[number]
        month, line = ((dotted, "--"), (dotted, "-"), (plain, "至"))[number % 3]
        yield f"{month(end)}{line}{month(start)}  {in_township(number, number).text}"


@pytest.mark.parametrize("text", [*_no_such_month(), *_end_before_start()])
def test_dates_that_cannot_be(text):
    career, problem = told(text, "bad-date")
    assert problem.line == 1
    assert problem.severity is ProblemSeverity.ERROR
    for spell in career.spells:
        if spell.start is not None and spell.end is not None:
            assert spell.start.first <= spell.end.last


@pytest.mark.parametrize(("form", "number"), [*product((0, 1, 2), range(8))])
def test_a_date_with_nothing_behind_it(form, number):
    start, end = SPANS[3 * number + form]
    text = (
        f"{dotted(start)}--{dotted(end)}",
        f"{dotted(start)}-{dotted(end)}  ",
        f"{plain(start)}至{plain(end)}，",
    )[form]
    career, _ = told(text, "no-post")
    assert career.spells == ()


@pytest.mark.parametrize("number", NUMBERS)
def test_a_bracket_that_is_not_closed(number):
    (start, end), what = SPANS[number], in_township(number, number)
    first, last = (start[0] + 1, 2), (start[0] + 1, 8)
    bracket = ("（其间：", "(其间:", "（期间")[number % 3]
    text = (
        f"{dotted(start)}--{dotted(end)}  {what.text}"
        f"{bracket}{dotted(first)}--{dotted(last)}抽调示例县委组织部工作"
    )
    career, _ = told(text, "unclosed-bracket")
    main = career.spells[0]
    assert (str(main.start), str(main.end), main.note) == (
        dotted(start).replace(".", "-"),
        dotted(end).replace(".", "-"),
        False,
    )
    assert main.township == what.township
    dates = [(str(spell.start), str(spell.end)) for spell in career.spells if spell.note]
    assert dates in ([], [(f"{first[0]}-02", f"{last[0]}-08")])


@pytest.mark.parametrize("dash", ["--", "——", "-", "～"])
@pytest.mark.parametrize("sep", ["；", "。"])
def test_an_open_entry_behind_a_note_without_brackets_is_no_note(dash, sep):
    text = (
        f"2004.02{dash}2010.08  示例县青石镇科员，其间2004.04{dash}2005.08抽调示例县委办公室工作，"
        f"2006.01起在职研究生学习{sep}2010.08{dash}  示例县财政局副局长"
    )
    career = po.parse_career(text)
    assert [(str(spell.start), spell.note) for spell in career.spells] == [
        ("2004-02", False),
        ("2004-04", True),
        ("2006-01", True),
        ("2010-08", False),
    ]


def test_nothing_at_all():
    for text in ("", " ", "\n", "　\n\t\r\n"):
        career = po.parse_career(text)
        assert career.spells == ()
        assert career.problems == ()
