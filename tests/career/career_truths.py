"""What a made-up resume says, stated before it is written: places, posts, dates, and the check.

A `Case` is a text with the truths from which it was written.  Nothing here reads a resume; a shape
takes a truth and writes it down.  `ANY` stands where no rule says what is right.
"""

from itertools import product
from unittest.mock import ANY

from attrs import field, frozen

import partyorg as po

VARIANTS = 24
"""So many variants of every shape; each has its own dates, and posts and marks go round."""

PLACE_WARNINGS = {"unknown-place", "ambiguous-place"}
"""An invented place is in no table: that is a warning, and the spell is there all the same."""

MARKS = "，,；;。 　\t"


@frozen(kw_only=True)
class Held:
    """What somebody was, did or waited for, and how it counts."""

    text: str
    level: object
    role: object
    basis: object = "in_post"
    township: object = None
    place: object = ANY
    acting: bool = False


@frozen(kw_only=True)
class Truth:
    """One spell: ISO dates at their own precision, and what was held.

    `part`: the text of the spell may be more than that of `held`, for the line has several.
    """

    start: str
    end: str | None
    form: str
    held: Held
    line: object = 1
    note: bool = False
    part: bool = False


@frozen
class Case:
    """A text and what it says, in the order in which it says it."""

    text: str
    truths: tuple[Truth, ...] = field(converter=tuple)
    broken: bool = False


# Places -----------------------------------------------------------------------------------------

TOWNSHIPS = (
    ("示例县", "青石镇"),
    ("示例县", "柳溪乡"),
    ("示例县", "白岩苗族乡"),
    ("示例省示例县", "桐木镇"),
    ("某省某县", "甲镇"),
    ("某县", "乙乡"),
    ("虚构省虚构市虚构区", "云坪镇"),
    ("示例市示例区", "石坝布依族乡"),
    ("示例苗族自治县", "梅田乡"),
    ("", "青石镇"),
    # Names in which 镇 and 乡 mean nothing.
    ("镇远县", "青石镇"),
    ("内乡县", "柳溪乡"),
    ("江苏省镇江市虚构区", "桐木镇"),
    ("新乡市虚构县", "竹山乡"),
    ("江西省景德镇市虚构县", "竹山镇"),
    ("江西省萍乡市虚构县", "梅田乡"),
)
"""The place above as it is written, and the township."""

# {} is 乡 or 镇.
POSTS = (
    ("党委书记", "chief"),
    ("{}长", "chief"),
    ("党委副书记", "leader"),
    ("副{}长", "leader"),
    ("党委委员", "leader"),
    ("人大主席", "leader"),
    ("纪委书记", "leader"),
    ("组织委员", "leader"),
    ("武装部长", "leader"),
    ("科员", "staff"),
    ("办事员", "staff"),
    ("党政办工作员", "staff"),
    ("政府干部", "staff"),
)


def in_township(number: int, post: int) -> Held:
    """Give a post in a township; both numbers go round."""
    above, name = TOWNSHIPS[number % len(TOWNSHIPS)]
    words, role = POSTS[post % len(POSTS)]
    return Held(
        text=above + name + words.format(name[-1]),
        level="township",
        role=role,
        township=name,
        place=above + name,
    )


def _elsewhere(level, *rows, basis="in_post"):
    # Whether a street is named under `township` is not told.
    name = ANY if level == "subdistrict" else None
    return [
        Held(text=text, level=level, role=role, basis=basis, township=name) for text, role in rows
    ]


ELSEWHERE = (
    *_elsewhere(
        "county",
        ("示例县财政局科员", "staff"),
        ("示例县委办公室科员", "staff"),
        ("示例县县长", "chief"),
        ("示例县委副书记", "leader"),
        # 乡 and 镇 in names of counties and in words that are no name.
        ("镇远县乡镇企业局科员", "staff"),
        ("示例县城乡建设局科员", "staff"),
        ("示例县乡村振兴局局长", "chief"),
        ("示例县城镇建设管理局科员", "staff"),
        ("内乡县教育局科员", "staff"),
    ),
    *_elsewhere(
        "prefecture",
        ("新乡市委办公室科员", "staff"),
        ("江苏省镇江市财政局科员", "staff"),
        ("江西省景德镇市文化局科员", "staff"),
        ("江西省萍乡市副市长", "leader"),
        ("示例市人民政府办公室科员", "staff"),
    ),
    *_elsewhere("province", ("示例省财政厅科员", "staff")),
    *_elsewhere("subdistrict", ("示例区东风街道党工委书记", "chief")),
    *_elsewhere("village", ("示例县柳树村村委会主任", ANY)),
    *_elsewhere(ANY, ("示例大学法律专业学习", None), ("某学校学习", None), basis="study"),
)


def held(number: int) -> Held:
    """Give what is held in variant `number`: two in three are in a township."""
    if number % 3 == 2:
        return ELSEWHERE[(number // 3 * 4) % len(ELSEWHERE)]
    return in_township(number * 3, number * 2)


# Dates ------------------------------------------------------------------------------------------

MONTHS = (9, 7, 12, 1, 6, 8, 10, 3, 2, 11, 4, 5)
SPANS = tuple(
    ((year, MONTHS[n % 12]), (year + 3 + n % 5, MONTHS[(5 * n + 1) % 12]))
    for n, year in enumerate(
        (
            *(1978, 1981, 1984, 1985, 1987, 1989, 1991, 1992, 1994, 1995, 1996, 1998),
            *(1999, 2000, 2001, 2003, 2005, 2006, 2008, 2009, 2010, 2012, 2013, 2014),
        )
    )
)
"""Start and end as (year, month): three years apart or more, so that notes have room."""


def iso(when) -> str:
    return "-".join([f"{when[0]:04}", *(f"{part:02}" for part in when[1:])])


def ranged(start, end, what: Held, **more) -> Truth:
    return Truth(start=iso(start), end=iso(end), form="range", held=what, **more)


def opened(start, what: Held, **more) -> Truth:
    return Truth(start=iso(start), end=None, form="open", held=what, **more)


def at(start, what: Held, **more) -> Truth:
    return Truth(start=iso(start), end=None, form="point", held=what, **more)


def dotted(when) -> str:
    return f"{when[0]}.{when[1]:02}"


def digits(when) -> str:
    return f"{when[0]}{when[1]:02}"


def short(when) -> str:
    return f"{when[0]}.{when[1]}"


def padded(when) -> str:
    return f"{when[0]}年{when[1]:02}月"


def plain(when) -> str:
    return f"{when[0]}年{when[1]}月"


# The check --------------------------------------------------------------------------------------


def said(truth: Truth) -> dict:
    """Give what a spell must say."""
    what = truth.held
    return {
        "start": truth.start,
        "end": truth.end,
        "form": truth.form,
        "basis": what.basis,
        "level": what.level,
        "role": what.role,
        "acting": what.acting,
        "township": what.township,
        "place": what.place,
        "text": ANY if truth.part else what.text,
        "line": truth.line,
        "note": truth.note,
    }


def seen(spell) -> dict:
    """Give what a spell does say; a mark at the end or 任 before a post belongs to it or not."""
    return {
        "start": None if spell.start is None else str(spell.start),
        "end": None if spell.end is None else str(spell.end),
        **{
            name: getattr(spell, name)
            for name in ("form", "basis", "level", "role", "acting", "township", "place")
        },
        "text": spell.text.strip(MARKS).removeprefix("任"),
        "line": spell.line,
        "note": spell.note,
    }


def stands_where_it_says(spell, text: str) -> bool:
    """Tell whether line and columns lead to the text of a spell (or of a problem)."""
    first, last = spell.columns
    line = text.splitlines()[spell.line - 1]
    return 0 <= first < last <= len(line) and line[first:last] == spell.text


def holds(case: Case):
    """Hold the parser to a case: all of its spells, no others, and nothing not understood."""
    career = po.parse_career(case.text)
    assert [seen(spell) for spell in career.spells] == [said(truth) for truth in case.truths]
    for spell, truth in zip(career.spells, case.truths, strict=True):
        assert truth.held.text in spell.text or case.broken
        assert case.broken or stands_where_it_says(spell, case.text)
        if truth.held.township is not None and "示例县" in truth.held.text:
            assert spell.division is None, "a township of a county that does not exist has no code"
    assert {problem.code for problem in career.problems} <= PLACE_WARNINGS
    return career


def numbered(shapes) -> list:
    """Give the parameters of a test: every variant of every shape."""
    return list(product(shapes, range(VARIANTS)))


def named(value) -> str:
    """Give the name of a parameter for `pytest.mark.parametrize(ids=...)`."""
    return value.__name__ if callable(value) else f"{value:02}"
