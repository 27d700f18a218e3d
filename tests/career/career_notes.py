"""The shapes of notes (其间), of several posts in one line, of waiting, and of broken lines."""

from unittest.mock import ANY

from career_truths import (
    POSTS,
    SPANS,
    TOWNSHIPS,
    VARIANTS,
    Case,
    Held,
    at,
    dotted,
    held,
    in_township,
    opened,
    padded,
    plain,
    ranged,
)


def _note(text, basis, level, role, township=None) -> Held:
    return Held(text=text, basis=basis, level=level, role=role, township=township)


NOTES = (
    _note("抽调示例县委组织部工作", "secondment", "county", "staff"),
    _note("在职学习", "study", None, None),
    _note("挂职示例县柳溪乡副乡长", "attachment", "township", "leader", "柳溪乡"),
    _note("借调示例省委办公厅工作", "secondment", "province", "staff"),
    _note("在示例县委党校学习", "study", ANY, None),
    _note("示例县桐木镇柳树村驻村第一书记", "stationing", "township", ANY, "桐木镇"),
    _note("借用到示例市财政局工作", "secondment", "prefecture", "staff"),
    _note("示例大学在职研究生学习", "study", ANY, None),
    _note("示例县委组织部跟班学习", "secondment", "county", "staff"),
    _note("抽调某部工作", "secondment", ANY, "staff"),
    _note("示例县桐木镇党委副书记（挂职）", "attachment", "township", "leader", "桐木镇"),
)
"""What somebody did beside the post: it counts by itself."""


def _round(choices, n):
    return choices[n % len(choices)]


def _main(n):
    """Give the dates and the post of a main entry, and a few months that lie in it."""
    start, end = SPANS[n]
    year = start[0] + 1
    return start, end, in_township(n, 2 * n + 1), (year, 3), (year, 9), (year + 1, 1 + n % 9)


def one_note(n) -> Case:
    start, end, what, first, last, _ = _main(n)
    note = _round(NOTES, n)
    text = f"{dotted(start)}--{dotted(end)}  {what.text}（其间：{dotted(first)}--{dotted(last)}"
    truths = [ranged(start, end, what), ranged(first, last, note, note=True)]
    return Case(f"{text}{note.text}）", truths)


def three_notes(n) -> Case:
    """A range, a beginning and a point, with semicolons between."""
    start, end, what, first, last, later = _main(n)
    notes = [_round(NOTES, n + step) for step in (0, 4, 8)]
    text = (
        f"{dotted(start)}--{dotted(end)}  {what.text}（其间：{dotted(first)}--{dotted(last)}"
        f"{notes[0].text}；{dotted(last)}起{notes[1].text}；{dotted(later)}{notes[2].text}）"
    )
    return Case(
        text,
        [
            ranged(start, end, what),
            ranged(first, last, notes[0], note=True),
            opened(last, notes[1], note=True),
            at(later, notes[2], note=True),
        ],
    )


def chinese_with_note(n) -> Case:
    """`2009年06月至2012年08月，某县乙乡乡长（其间：2010年01月至2011年01月，某党校学习）；`."""
    start, end, what, first, last, _ = _main(n)
    note, month = _round(NOTES, n + 2), _round((padded, plain), n)
    text = (
        f"{month(start)}至{month(end)}，{what.text}"
        f"（其间：{month(first)}至{month(last)}，{note.text}）；"
    )
    return Case(text, [ranged(start, end, what), ranged(first, last, note, note=True)])


def other_word(n) -> Case:
    """期间 for 其间, with a colon, a comma or nothing behind it."""
    start, end, what, first, last, _ = _main(n)
    note, mark = _round(NOTES, n + 5), _round(("：", "，", "", ":"), n)
    text = (
        f"{dotted(start)}-{dotted(end)} {what.text}"
        f"（期间{mark}{dotted(first)}-{dotted(last)}{note.text}）"
    )
    return Case(text, [ranged(start, end, what), ranged(first, last, note, note=True)])


def half_width(n) -> Case:
    start, end, what, first, last, later = _main(n)
    notes = [_round(NOTES, n + step) for step in (1, 6)]
    word, mark = _round(("其间", "期间"), n), _round((";", "；"), n)
    text = (
        f"{dotted(start)}-{dotted(end)} {what.text}({word}:{dotted(first)}-{dotted(last)}"
        f"{notes[0].text}{mark}{dotted(later)}起{notes[1].text})"
    )
    return Case(
        text,
        [
            ranged(start, end, what),
            ranged(first, last, notes[0], note=True),
            opened(later, notes[1], note=True),
        ],
    )


def dated_bracket(n) -> Case:
    """A bracket with a date and without the word is a note too."""
    start, end, what, first, last, _ = _main(n)
    note = _round(NOTES, n + 3)
    text = (
        f"{dotted(start)}--{dotted(end)}  {what.text}（{dotted(first)}--{dotted(last)}{note.text}）"
    )
    return Case(text, [ranged(start, end, what), ranged(first, last, note, note=True)])


def own_line(n) -> Case:
    """A note which began before its line stands on a line of its own."""
    start, end, what, _, last, _ = _main(n)
    note, early = _round(NOTES, n), (start[0] - 1, start[1])
    text = f"{dotted(start)}--{dotted(end)}  {what.text}\n"
    text += f"（{_round(('', '其间：'), n // 2)}{dotted(early)}--{dotted(last)}{note.text}）"
    return Case(text, [ranged(start, end, what), ranged(early, last, note, line=2, note=True)])


def own_line_alone(n) -> Case:
    (start, end), note = SPANS[n], _round(NOTES, n)
    open_bracket, close = _round(("（）", "()"), n)
    text = f"{open_bracket}{dotted(start)}--{dotted(end)}{note.text}{close}"
    return Case(text, [ranged(start, end, note, note=True)])


def broken_in_note(n) -> Case:
    """The line ends within the bracket: behind the word, or behind an item."""
    start, end, what, first, last, later = _main(n)
    notes = [_round(NOTES, n + step) for step in (0, 3)]
    breaks = _round((("\n", ""), ("", "\n"), ("\n", "\n"), ("\r\n", ""), ("\n  ", "")), n)
    text = (
        f"{dotted(start)}--{dotted(end)}  {what.text}（其间：{breaks[0]}"
        f"{dotted(first)}--{dotted(last)}{notes[0].text}；{breaks[1]}"
        f"{dotted(last)}--{dotted(later)}{notes[1].text}）"
    )
    # A note on the second line is of an entry that begins on the first.
    return Case(
        text,
        [
            ranged(start, end, what),
            ranged(first, last, notes[0], line=ANY, note=True),
            ranged(last, later, notes[1], line=ANY, note=True),
        ],
        broken=True,
    )


def entry_after_note(n) -> Case:
    """A line with notes, plain or broken, and a plain one behind it, which is not swallowed."""
    before = _round((broken_in_note, one_note, half_width, own_line), n)(n)
    (start, end), what = ((2021, 3), (2023, 6)), held(n)
    count = len(before.text.splitlines())
    text = f"{before.text}\n{dotted(start)}--{dotted(end)}  {what.text}"
    return Case(text, [*before.truths, ranged(start, end, what, line=count + 1)], before.broken)


# Waiting ----------------------------------------------------------------------------------------

_WAITING = (
    "待分配",
    "待业",
    "病休",
    "毕业待分配",
    "在家待业",
    "在家待分配",
    "病休在家",
    "待业在家",
)


def waiting(n) -> Case:
    (start, end), text = SPANS[n], _round(_WAITING, n)
    what = _note(text, "waiting", None, None)
    form = _round(("{0}--{1}  {2}", "{0}-{1} {2}", "{0}—{1}，{2}；"), n)
    return Case(form.format(dotted(start), dotted(end), text), [ranged(start, end, what)])


# Several posts ----------------------------------------------------------------------------------

JOINTS = ("、", "，", "兼", "兼任")
_RANKS = ("staff", "leader", "chief")


def posts_in_one_body(n) -> Case:
    """Posts in one organisation are one spell, and the highest of them counts."""
    (start, end), above = SPANS[n], TOWNSHIPS[n % len(TOWNSHIPS)]
    titles = POSTS[:9]
    one, other = titles[(5 * n + 1) % 9], titles[(5 * n + 1 + (1, 2, 4)[n % 3]) % 9]
    words = [post[0].format(above[1][-1]) for post in (one, other)]
    what = Held(
        text="".join(above) + _round(JOINTS, n).join(words),
        level="township",
        role=max(one[1], other[1], key=_RANKS.index),
        township=above[1],
        place="".join(above),
    )
    return Case(f"{dotted(start)}--{dotted(end)}  {what.text}", [ranged(start, end, what)])


_ABOVE = (
    ("示例县委常委", "leader"),
    ("示例县委副书记", "leader"),
    ("示例县副县长", "leader"),
    ("示例县财政局局长", "chief"),
    ("示例县财政局科员", "staff"),
)


def posts_in_two_bodies(n) -> Case:
    """Posts in two organisations are a spell each, with the same dates, in the order written."""
    start, end = SPANS[n]
    what = in_township(_round((0, 1, 2, 9), n), n)
    if n % 4 == 3:
        other = in_township(1 if what.township != "柳溪乡" else 0, n + 1)
    else:
        text, role = _round(_ABOVE, n)
        other = Held(text=text, level="county", role=role)
    text = f"{dotted(start)}--{dotted(end)}  {other.text}{_round(JOINTS, n // 2)}{what.text}"
    return Case(text, [ranged(start, end, one, part=True) for one in (other, what)])


SHAPES = (
    one_note,
    three_notes,
    chinese_with_note,
    other_word,
    half_width,
    dated_bracket,
    own_line,
    own_line_alone,
    broken_in_note,
    entry_after_note,
    waiting,
    posts_in_one_body,
    posts_in_two_bodies,
)


# Faults -----------------------------------------------------------------------------------------

RANKS = ("正科级", "副科级", "正处级", "副处级", "正县级", "副县级", "正厅级", "副厅级")


def rank_lines():
    """Give lines with a date and a rank and no post."""
    for n in range(VARIANTS):
        start = SPANS[n][0]
        date = _round((dotted(start), f"{dotted(start)}  ", plain(start)), n // 8)
        yield date + _round(RANKS, n)
