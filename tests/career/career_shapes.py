"""The shapes in which a line gives its dates: each writes down what it has first stated.

Every function makes variant `n` of one shape.
"""

from career_truths import (
    SPANS,
    Case,
    at,
    digits,
    dotted,
    held,
    in_township,
    opened,
    padded,
    plain,
    ranged,
    short,
)

SEPARATORS = ("-", "--", "—", "——", "–", "－", "~", "～", "─", "至", "到")
GAPS = ("  ", " ", "，", "　", "")


def _round(choices, n):
    return choices[n % len(choices)]


def separated(separator, n) -> Case:
    """Months with a separator, blanks about it or none."""
    (start, end), what = SPANS[n], held(n + 31 * SEPARATORS.index(separator))
    blank = _round(("", "", " "), n)
    text = f"{dotted(start)}{blank}{separator}{blank}{dotted(end)}{_round(GAPS, n)}{what.text}"
    return Case(text, [ranged(start, end, what)])


def official(n) -> Case:
    (start, end), what = SPANS[n], held(n + 31)
    return Case(f"{dotted(start)}--{dotted(end)}  {what.text}", [ranged(start, end, what)])


def official_open_end(n) -> Case:
    """Seven blanks for the date that is missing, and two before the text."""
    (start, _), what = SPANS[n], in_township(n, n)
    return Case(f"{dotted(start)}--{' ' * 7}  {what.text}", [opened(start, what)])


def six_digits(n) -> Case:
    (start, end), what = SPANS[n], held(n + 62)
    line = _round(("--", "-", "—"), n)
    return Case(f"{digits(start)}{line}{digits(end)}  {what.text}", [ranged(start, end, what)])


def one_dash(n) -> Case:
    (start, end), what = SPANS[n], held(n + 93)
    return Case(f"{dotted(start)}—{dotted(end)}  {what.text}", [ranged(start, end, what)])


def two_dashes(n) -> Case:
    """Two em dashes, a comma behind the dates, a semicolon at the end."""
    (start, end), what = SPANS[n], held(n + 124)
    comma, close = _round(("，", ","), n), _round(("；", "；", "。", ";"), n)
    text = f"{dotted(start)}——{dotted(end)}{comma}{what.text}{close}"
    return Case(text, [ranged(start, end, what)])


def hyphen(n) -> Case:
    (start, end), what = SPANS[n], held(n + 155)
    return Case(f"{dotted(start)}-{dotted(end)} {what.text}", [ranged(start, end, what)])


def chinese(n) -> Case:
    (start, end), what = SPANS[n], held(n + 186)
    month, line = _round((padded, plain), n), _round(("至", "至", "-", "—", "到"), n)
    text = f"{month(start)}{line}{month(end)}{_round(('，', '任', ' ', ''), n)}{what.text}"
    # Nobody is appointed (任) to a course of study.
    if what.role is None:
        text = f"{month(start)}{line}{month(end)}，{what.text}"
    return Case(text + _round(("；", ""), n), [ranged(start, end, what)])


def chinese_in_one_year(n) -> Case:
    """`2009年3月至8月`: the end takes the year of the start."""
    year, what = SPANS[n][0][0], in_township(n + 3, n)
    start, end = (year, 1 + n % 5), (year, 7 + n % 6)
    line = _round(("至", "-", "—", "到"), n)
    text = f"{plain(start)}{line}{end[1]}月{_round(('，', '任', ' '), n)}{what.text}"
    return Case(text, [ranged(start, end, what)])


def years_only(n) -> Case:
    (start, end), what = (SPANS[n][0][:1], SPANS[n][1][:1]), held(n + 217)
    form = _round(("{}-{}年 ", "{}年至{}年，", "{}年-{}年 ", "{}—{}年，", "{}--{}  "), n)
    return Case(form.format(*start, *end) + what.text, [ranged(start, end, what)])


def one_year(n) -> Case:
    start, what = SPANS[n][0][:1], in_township(n, n + 2)
    form = _round(("{}年，任", "{}年 ", "{}年任", "{}  "), n)
    return Case(form.format(*start) + what.text, [at(start, what)])


def point(n) -> Case:
    start, what = SPANS[n][0], in_township(n, n + 1)
    month, gap = _round(((plain, "，任"), (dotted, "  "), (padded, "任"), (short, " ")), n)
    return Case(f"{month(start)}{gap}{what.text}", [at(start, what)])


def point_with_since(n) -> Case:
    """`2010年6月起任…`: begins then, and the end is open."""
    start, what = SPANS[n][0], in_township(n, n + 5)
    month, gap = _round(((plain, "任"), (plain, "，任"), (dotted, ""), (padded, "，")), n)
    return Case(f"{month(start)}起{gap}{what.text}", [opened(start, what)])


def open_with_hyphen(n) -> Case:
    start, what = SPANS[n][0], in_township(n + 2, n)
    line = _round(("-", "-", "－", "—", "——", "--", "～"), n)
    return Case(f"{dotted(start)}{line} {what.text}", [opened(start, what)])


def until_now(n) -> Case:
    start, what = SPANS[n][0], in_township(n, n + 7)
    line = _round(("--", "-", "—", "——", "", " - ", "～"), n)
    now = "至今" if line == "" else _round(("至今", "现在", "今"), n)
    text = f"{_round((dotted, plain, short), n)(start)}{line}{now}{_round(GAPS[:4], n)}{what.text}"
    return Case(text, [opened(start, what)])


def year_until_now(n) -> Case:
    start, what = SPANS[n][0][:1], in_township(n + 1, n)
    form = _round(("{}年至今，", "{}年至今 ", "{}-至今 "), n)
    return Case(form.format(*start) + what.text, [opened(start, what)])


def short_months(n) -> Case:
    (start, end), what = SPANS[n], held(n + 248)
    text = f"{short(start)}{_round(('-', '--', '—', '至'), n)}{short(end)} {what.text}"
    return Case(text, [ranged(start, end, what)])


_WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")


def wide_digits(n) -> Case:
    (start, end), what = SPANS[n], held(n + 279)
    dates = _round(
        (
            f"{dotted(start)}－{dotted(end)}　",
            f"{plain(start)}至{plain(end)}，",
            f"{dotted(start)}—{dotted(end)} ",
        ),
        n,
    )
    return Case(dates.translate(_WIDE) + what.text, [ranged(start, end, what)])


def leading_blank(n) -> Case:
    (start, end), what = SPANS[n], held(n + 310)
    blank = _round((" ", "　", "\t", "　　", "    "), n)
    return Case(f"{blank}{dotted(start)}-{dotted(end)} {what.text}", [ranged(start, end, what)])


def bullet(n) -> Case:
    (start, end), what = SPANS[n], held(n + 341)
    mark = _round(("• ", "●", "·", "■ ", "◆"), n)
    return Case(f"{mark}{dotted(start)}-{dotted(end)} {what.text}", [ranged(start, end, what)])


def days(n) -> Case:
    (first, last), what = SPANS[n], held(n + 372)
    start, end = (*first, 1 + n % 9), (*last, 10 + n % 19)
    form = _round(
        (
            "{0}年{1}月{2}日至{3}年{4}月{5}日，",
            "{0}.{1:02}.{2:02}-{3}.{4:02}.{5:02} ",
            "{0}.{1}.{2}—{3}.{4}.{5}  ",
            "{0}{1:02}{2:02}--{3}{4:02}{5:02}  ",
        ),
        n,
    )
    return Case(form.format(*start, *end) + what.text, [ranged(start, end, what)])


def one_day(n) -> Case:
    first, what = SPANS[n][0], in_township(n + 1, n + 1)
    start = (*first, 1 + n)
    form = _round(("{}年{}月{}日，任", "{}年{}月{}日任", "{}.{:02}.{:02}  "), n)
    return Case(form.format(*start) + what.text, [at(start, what)])


def glued(n) -> Case:
    """Two or three entries on one line, with a mark between them or none."""
    (first, second), third = SPANS[n], (SPANS[n][1][0] + 2, SPANS[n][0][1])
    fourth = (third[0] + 4, 6)
    month, line, gap = _round(
        ((dotted, "--", "  "), (plain, "至", "，"), (dotted, "-", " ")),
        n,
    )
    mark = _round(("", "；", " ", "。", "  "), n)
    times = ((first, second), (second, third), (third, fourth))[: 2 + n % 2]
    whats = [in_township(n + at_place, n + 4 * at_place) for at_place in range(len(times))]
    pairs = list(zip(times, whats, strict=True))
    entries = [f"{month(a)}{line}{month(b)}{gap}{what.text}" for (a, b), what in pairs]
    return Case(mark.join(entries), [ranged(a, b, what) for (a, b), what in pairs])


def several_lines(n) -> Case:
    """A career in one shape, a line an entry."""
    month, line, gap = _round(
        ((dotted, "--", "  "), (plain, "至", "，"), (digits, "--", "  "), (dotted, "—", " ")), n
    )
    ends = [SPANS[n][0], SPANS[n][1], (SPANS[n][1][0] + 2, 3), (SPANS[n][1][0] + 5, 8)]
    whats = [in_township(n + at_line, 3 * n + at_line) for at_line in range(4)]
    lines = [
        f"{month(a)}{line}{month(b)}{gap}{what.text}"
        for a, b, what in zip(ends[:-1], ends[1:], whats[:-1], strict=True)
    ]
    lines.append(f"{month(ends[-1])}{'起' if month is plain else line}{gap}{whats[-1].text}")
    truths = [
        ranged(a, b, what, line=number)
        for number, (a, b, what) in enumerate(
            zip(ends[:-1], ends[1:], whats[:-1], strict=True), start=1
        )
    ]
    return Case("\n".join(lines), [*truths, opened(ends[-1], whats[-1], line=4)])


SHAPES = (
    official,
    official_open_end,
    six_digits,
    one_dash,
    two_dashes,
    hyphen,
    chinese,
    chinese_in_one_year,
    years_only,
    one_year,
    point,
    point_with_since,
    open_with_hyphen,
    until_now,
    year_until_now,
    short_months,
    wide_digits,
    leading_blank,
    bullet,
    days,
    one_day,
    glued,
    several_lines,
)
