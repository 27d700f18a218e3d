"""What holds of every text."""

from __future__ import annotations

from career_lines import RANGES, TRUTHS
from hypothesis import given, settings
from hypothesis import strategies as st

from partyorg import parse_career
from partyorg.career import Career

PIECES = [
    *("（其间：", "2009.06", "-", "--", "—", "（", "）", "(", ")", "；", "，", "\n", "至今", "起"),
    *(
        "借调",
        "挂职",
        "示例县",
        "青石镇",
        "书记",
        "2010年6月",
        "199001",
        "2009.13",
        "２００９．０６",
    ),
    *(
        "　",
        " ",
        "乡",
        "镇",
        "街道",
        "正科级",
        "待分配",
        "某大学学习",
        "、",
        "兼",
        "。",
        "〔",
        "【",
    ),
    *("\ud800", "\x00", "\x85", "\u2028", "9" * 40),
]
texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=40).map("".join),
    st.lists(st.sampled_from([RANGES["official"](one) for one in TRUTHS]), max_size=4).flatmap(
        lambda lines: st.lists(st.sampled_from([*lines, *PIECES]), max_size=8).map("".join)
    ),
)


def accounted(career: Career) -> set[int]:
    """Give the lines that are named."""
    return {one.line for one in (*career.spells, *career.problems)}


@given(texts)
@settings(max_examples=400, deadline=None)
def test_nothing_raises_and_nothing_is_empty(text: str) -> None:
    career = parse_career(text)
    rows = text.splitlines()
    for one in (*career.spells, *career.problems):
        assert one.text
        assert 1 <= one.line <= len(rows)
        first, last = one.columns
        assert 0 <= first < last
    assert parse_career(text) == career


@given(texts)
@settings(max_examples=400, deadline=None)
def test_every_line_comes_out_somewhere(text: str) -> None:
    """Either the line is named, or it is joined to one above it, whose bracket it closes."""
    rows = text.splitlines()
    named = accounted(parse_career(text))
    if named:
        first = next((number for number, row in enumerate(rows, 1) if row.strip()), None)
        assert first is None or first in named or not rows[first - 1].strip("\x00 \t　")
    for number, row in enumerate(rows, 1):
        alone = parse_career(row)
        assert accounted(alone) == ({1} if row.strip() else set()), number


@given(st.lists(st.sampled_from(TRUTHS), min_size=1, max_size=6))
@settings(max_examples=100, deadline=None)
def test_a_career_is_its_lines(truths: list) -> None:
    lines = [RANGES["official"](one) for one in truths]
    together = parse_career("\n".join(lines)).spells
    for number, (line, spell) in enumerate(zip(lines, together, strict=True), 1):
        (alone,) = parse_career(line).spells
        assert spell.line == number
        for name in ("start", "end", "form", "basis", "level", "role", "text", "columns"):
            assert getattr(spell, name) == getattr(alone, name)
