"""What holds of every text: nothing raises, is lost or is slow, and lines stand alone."""

from functools import partial
from itertools import accumulate

import pytest
from attrs import evolve
from attrs.exceptions import FrozenInstanceError
from career_notes import SHAPES as SHAPES_OF_TEXT
from career_shapes import SEPARATORS, SHAPES, separated
from career_truths import VARIANTS, dotted, in_township, iso, stands_where_it_says
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

import partyorg as po
from partyorg.dates import FIRST_YEAR, LAST_YEAR
from partyorg.errors import ProblemSeverity
from partyorg.model import Level, Role

SETTINGS = settings(deadline=None, max_examples=200)

CODES = {
    *("no-date", "bad-date", "rank-line", "no-post"),
    *("unknown-place", "ambiguous-place", "unclosed-bracket"),
}

# Texts ------------------------------------------------------------------------------------------

# Every code point there is, halves of pairs too, and the characters that end a line for Python.
any_text = st.text(st.characters(), max_size=60)
line_ends = st.sampled_from(["\n", "\r\n", "\r", "\v", "\f", "\x1c", "\x85", "\u2028", "\u2029"])
words = st.sampled_from(
    [
        *("2009.06", "201208", "2010年6月", "2010年", "2009.6", "２０１０．０６", "2010.06.15"),
        *("2009.13", "1899.01", "0000.00", "9999.99", "19", "6月", "31日", "年", "月", "日", "."),
        *SEPARATORS,
        *("起", "至今", "现在", "今", "其间", "期间", "：", "；", "，", "、", "。", "兼", "兼任"),
        *("（", "）", "(", ")", "（（", "））", "[", "】", "其间：", "（其间：2010.01--2010.06"),
        *("示例县", "青石镇", "柳溪乡", "镇", "乡", "县", "市", "省", "街道", "村", "社区", "公社"),
        *("党委书记", "镇长", "副", "科员", "学习", "借调", "挂职", "驻村", "待分配", "正科级"),
        *("主持工作", "第一书记", "委员", "某", "人民", "  ", "　", "\t", "●", "\ud800", "\x00"),
    ]
)
pieces = st.lists(words | line_ends | st.text(st.characters(), max_size=3), max_size=25)
junk = st.one_of(any_text, pieces.map("".join))
one_line = junk.map(lambda text: " ".join(text.splitlines()))


def parsed(text):
    """Parse, and hold whatever comes to its types."""
    career = po.parse_career(text)
    count = len(text.splitlines())
    for spell in career.spells:
        assert 1 <= spell.line <= count
        assert spell.text
        assert spell.form in {"range", "open", "point"}
        assert (spell.end is not None) <= (spell.form == "range")
        assert spell.level is None or isinstance(spell.level, Level)
        assert spell.role is None or isinstance(spell.role, Role)
        assert (spell.role is None) == (spell.basis in {"study", "waiting"})
        assert spell.division is None or not spell.candidates
        for date in (spell.start, spell.end):
            assert date is None or FIRST_YEAR <= int(str(date)[:4]) <= LAST_YEAR
        if spell.start is not None and spell.end is not None:
            assert spell.start.first <= spell.end.last
    for problem in career.problems:
        assert 1 <= problem.line <= count
        assert problem.text
        assert problem.code in CODES
        assert isinstance(problem.severity, ProblemSeverity)
        assert set(problem.message) == {"zh", "en"}
        assert all(problem.message.values())
    return career


# Nothing raises ---------------------------------------------------------------------------------


@SETTINGS
@given(junk)
@example("")
@example("\ud800")
@example("2009.06--2012.08\udfff")
@example("1" * 5000)
@example("9" * 5000 + ".06--" + "9" * 5000 + ".08 示例县青石镇镇长")
@example("²⁰⁰⁹.⁰⁶--٢٠١٢.٠٨ 示例县青石镇镇长")
@example("2009.06--2012.08 " + "（其间：2010.01--2010.06" * 500 + "）" * 500)
@example("）" * 100 + "（" * 100)
@example("2009.06--2012.08 示例县青石镇镇长\u20282012.08--2016.05 示例县柳溪乡乡长")
@example("0000.00--9999.99 示例县青石镇镇长")
@example("2009.06--2012.08 示例县青石镇镇长（其间：\n\n\n")
def test_no_text_raises(text):
    parsed(text)


@SETTINGS
@given(junk, st.sampled_from(["520111", "花溪区", None]))
def test_no_text_raises_whatever_the_county(text, county):
    po.parse_career(text, county=county)


@SETTINGS
@given(junk)
def test_the_same_text_gives_the_same_career(text):
    first, second = po.parse_career(text), po.parse_career(str(text))
    assert first == second
    assert repr(first) == repr(second)


def test_a_career_is_frozen():
    career = po.parse_career("2009.06--2012.08  示例县青石镇镇长\n示例县青石镇镇长")
    for record, name in ((career, "spells"), (career.spells[0], "text")):
        with pytest.raises(FrozenInstanceError):
            setattr(record, name, ())
    with pytest.raises(FrozenInstanceError):
        career.problems[0].line = 7
    assert isinstance(career.spells, tuple)
    assert isinstance(career.problems, tuple)


# Nothing is lost --------------------------------------------------------------------------------

BRACKETS = str.maketrans("", "", "（）()﹙﹚⁽⁾₍₎︵︶[]［］【】〔〕{}｛｝<>《》「」『』")


MARKS = "，,;；:：。．.、﹐﹑﹒﹔﹕/|／｜"
"""What a text may lose at its ends."""


def squeezed(text):
    return "".join(text.split())


@SETTINGS
@given(one_line)
@example("正科级")
@example("。")
@example("2009.06--2012.08")
@example("）")
@example("-- --")
@example("（2009.06--2012.08）")
@example("其间：")
def test_no_line_is_lost(text):
    career = parsed(text)
    assert bool(career.spells or career.problems) == bool(text.strip())


@SETTINGS
@given(st.lists(one_line.map(lambda line: line.translate(BRACKETS)), max_size=6))
@example(["200001", "-="])
@example(["2000.01", "-2001.02", "干部"])
def test_no_line_among_others_is_lost(lines):
    """A line without brackets stands by itself, or goes on with the date or text of one before."""
    text = "\n".join(lines)
    career = parsed(text)
    found = [*career.spells, *career.problems]
    addressed = {each.line for each in found}
    starts = [0, *accumulate(len(line) + 1 for line in text.splitlines())]

    def behind(each, number, line):
        """Give what of a line stands behind the date of an entry, if the date goes on into it."""
        return line[max(starts[each.line - 1] + each.columns[1] - starts[number - 1], 0) :]

    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and number not in addressed:
            assert any(
                squeezed(behind(each, number, line)).strip(MARKS) in squeezed(each.text)
                for each in found
                if each.line < number
            )


@SETTINGS
@given(st.lists(st.integers(0, VARIANTS - 1), min_size=1, max_size=5), junk)
def test_junk_behind_a_career_loses_nothing_of_it(numbers, text):
    """What comes later cannot undo what was said, unless it goes on with the last line."""
    lines = [SHAPES[0](number).text for number in numbers]
    career = po.parse_career("\n".join([*lines, "", text]))
    alone = po.parse_career("\n".join(lines))
    count = len(alone.spells)
    assert [_dated(spell) for spell in career.spells[: count - 1]] == [
        _dated(spell) for spell in alone.spells[: count - 1]
    ]


def _dated(spell):
    return (spell.start, spell.end, spell.form, spell.text, spell.line, spell.columns)


# Line and columns -------------------------------------------------------------------------------


@SETTINGS
@given(one_line)
@example("　2009.06--2012.08  示例县青石镇镇长")
@example("２００９．０６－２０１２．０８　示例县青石镇镇长；")
@example("𠀀2009.06--2012.08  示例县青石镇镇长")
def test_columns_lead_to_the_text(text):
    career = parsed(text)
    for spell in career.spells:
        assert spell.line == 1
        assert stands_where_it_says(spell, text)
    for problem in career.problems:
        assert problem.line == 1
        first, last = problem.columns
        assert 0 <= first < last <= len(text)


ALL = [*SHAPES, *SHAPES_OF_TEXT, *(partial(separated, separator) for separator in SEPARATORS)]
shaped = st.builds(lambda shape, number: shape(number), st.sampled_from(ALL), st.integers(0, 23))


@SETTINGS
@given(shaped, st.text(st.sampled_from(" 　\t"), max_size=5), st.text("\n", max_size=3))
def test_blanks_before_a_text_move_it_and_change_nothing(case, blanks, empty_lines):
    before = po.parse_career(case.text).spells
    after = po.parse_career(empty_lines + blanks + case.text).spells
    assert len(before) == len(after)
    for one, other in zip(before, after, strict=True):
        columns = tuple(column + len(blanks) * (one.line == 1) for column in one.columns)
        if case.broken:
            columns = other.columns
        assert other == evolve(one, line=one.line + len(empty_lines), columns=columns)


@SETTINGS
@given(shaped, line_ends)
def test_lines_end_as_they_will(case, end):
    text = end.join(case.text.splitlines())
    assert po.parse_career(text).spells == po.parse_career("\n".join(case.text.splitlines())).spells


# Dates ------------------------------------------------------------------------------------------

months = st.tuples(st.integers(1930, 2029), st.integers(1, 12))


@SETTINGS
@given(months, months, st.sampled_from(SEPARATORS), st.sampled_from(["", " "]), st.integers(0, 200))
def test_every_range_of_months(one, other, separator, blank, number):
    assume(one != other)
    start, end = sorted((one, other))
    what = in_township(number, number)
    text = f"{dotted(start)}{blank}{separator}{blank}{dotted(end)}  {what.text}"
    (spell,) = parsed(text).spells
    assert (str(spell.start), str(spell.end)) == (iso(start), iso(end))
    assert (spell.start.precision, spell.end.precision) == ("month", "month")
    assert (spell.form, spell.text) == ("range", what.text)
    assert (spell.level, spell.role, spell.township) == ("township", what.role, what.township)

    turned = f"{dotted(end)}{blank}{separator}{blank}{dotted(start)}  {what.text}"
    assert "bad-date" in {problem.code for problem in parsed(turned).problems}


# A career is its lines --------------------------------------------------------------------------

OFFICIAL = [shape for shape in SHAPES if shape.__name__.startswith("official")]
official_lines = st.lists(
    st.builds(
        lambda shape, number: shape(number).text, st.sampled_from(OFFICIAL), st.integers(0, 23)
    ),
    min_size=1,
    max_size=8,
)


def _said(spell):
    """Give all but what the lines before may help with: the place looked up in the table."""
    return evolve(spell, division=None, candidates=())


@SETTINGS
@given(official_lines, st.lists(st.integers(1, 3), min_size=8, max_size=8))
def test_a_career_is_the_sum_of_its_lines(lines, ends):
    """With blank lines between them or none."""
    expected, text = [], ""
    for line, end in zip(lines, ends, strict=False):
        at_line = text.count("\n") + 1
        expected += [_said(evolve(s, line=at_line)) for s in po.parse_career(line).spells]
        text += line + "\n" * end
    assert len(expected) == len(lines)
    assert [_said(spell) for spell in po.parse_career(text).spells] == expected


@SETTINGS
@given(st.lists(shaped, min_size=2, max_size=5))
def test_spells_follow_the_lines(cases):
    """Whatever the shapes, the spells of an earlier line come first."""
    career = po.parse_career("\n".join(case.text for case in cases))
    lines = [spell.line for spell in career.spells if not spell.note]
    assert lines == sorted(lines)


# Time -------------------------------------------------------------------------------------------
