"""From the lines of a resume to its entries: one time each, with the text behind it.

A line may hold several entries, one after the other or as notes in brackets, and an entry may be
broken over several lines.  Nothing is dropped: what is no entry comes out as a `Stray`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from attrs import evolve, frozen

from partyorg.career.spells import DateForm
from partyorg.career.times import BREAKS, DATE, Times, times

__all__ = ["Entry", "Line", "Stray", "entries", "lines", "plain"]

_FULL = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PLAIN = _FULL | {
    ord(char): other
    for char, other in zip("　、。．\xa0\t【】〔〕[]{}", " 、。.  ()()()()", strict=True)
}
_MARKS = re.compile(r"[\s,;:.、。)]*(?:\d{1,2}[、.)]\s*(?=(?:19|20)\d\d))?")
_BULLET = re.compile(r"[\s·•●○◆◇■□▪★☆▲※*>]*(?:\d{1,2}[、.)]\s*(?=(?:19|20)\d\d))?")
_NOTED = re.compile(rf"(?:其间|期间|其中|间)?[\s:,]*(?:自|从|于)?(?={DATE})")
_OPEN_NOTE = re.compile(rf"(?:其间|期间|其中)[\s:,]*$|{DATE}|(?:其间|期间)")
_BARE_NOTE = re.compile(rf"(?<![(])(?:其间|期间)[\s:,]*(?={DATE})")
_ITEMS = re.compile(rf"[;。]+|[,、]\s*(?={DATE})")
_POINTS = re.compile(rf"[,;。]\s*(?=(?:自|从|于)?{DATE})")
_BEHIND = re.compile(rf"\(\s*(?P<times>{DATE}[^()一-鿿]*(?:年[^()]*)?(?:至今|现在)?)\s*\)\s*$")
_YEAR = re.compile("(?:19|20)\\d\\d")
_BRACKETS = re.compile("[()]")
_EDGE = " ,;:.、。)"
_DATE_ENDS = "0123456789年月日份号起至今-~./ "
_GOES_ON = tuple("、,;:)")
_BROKEN = tuple("、,兼(")
_FAR = 6
_INDENT = 6


def plain(text: str) -> str:
    """Give a text with half-width digits, letters and marks, one character for one.

    >>> plain("２０１６．０９－－（其间：")
    '2016.09--(其间:'
    """
    return text.translate(_PLAIN)


@frozen
class Line:
    """One or more lines of the text that belong together, as one plain text.

    `raw` is the same as written, character for character.  `starts` are the offsets at which a line
    begins in it, `places` the number of that line and the column there; `unclosed` that a bracket
    is never closed.
    """

    text: str
    raw: str
    starts: tuple[int, ...]
    places: tuple[tuple[int, int], ...]
    unclosed: bool = False

    def where(self, begins: int, ends: int) -> tuple[int, tuple[int, int]]:
        """Give number of the line, and the columns, of a part of the text."""
        at = bisect_right(self.starts, begins) - 1
        number, column = self.places[at]
        first = begins - self.starts[at] + column
        return number, (first, first + ends - begins)


@frozen
class Entry:
    """A time and the text behind it, which stands from `begins` to `ends` in the line.

    `text` is that text with the notes blanked out.
    """

    times: Times
    text: str
    begins: int
    ends: int
    note: bool = False


@frozen
class Stray:
    """A part of a line that is no entry."""

    begins: int
    ends: int


def lines(text: str) -> Iterator[Line]:
    """Put together the lines that belong together; blank ones are left out."""
    both = zip(plain(text).splitlines(), text.splitlines(), strict=True)
    rows = [
        _Row(number, row, raw)
        for number, (row, raw) in enumerate(both, 1)
        if row and not row.isspace()
    ]
    at = 0
    while at < len(rows):
        row = rows[at].text
        taken = at + 1
        depth = _depth(row)
        unclosed = False
        if depth > 0 and _OPEN_NOTE.search(row, _left_open(row)):
            closing = _closing(rows, at, depth)
            unclosed = closing is None
            taken = at + 1 if closing is None else closing
        while taken < len(rows) and _goes_on(rows[taken - 1].text, rows[taken].text):
            taken += 1
        yield _line(rows[at:taken], unclosed=unclosed)
        at = taken


class _Row(NamedTuple):
    number: int
    text: str
    raw: str


def _depth(row: str) -> int:
    return row.count("(") - row.count(")")


def _left_open(row: str) -> int:
    """Find the first bracket that is not closed in a line."""
    opened: list[int] = []
    for mark in _BRACKETS.finditer(row):
        if mark[0] == "(":
            opened.append(mark.start())
        elif opened:
            opened.pop()
    return opened[0] if opened else len(row)


def _closing(rows: list[_Row], at: int, depth: int) -> int | None:
    """Find behind which line a bracket that is open is closed; None if it is not."""
    for after in range(at + 1, min(at + _FAR, len(rows))):
        depth += _depth(rows[after].text)
        if depth <= 0:
            return after + 1
    return None


def _goes_on(before: str, row: str) -> bool:
    """Tell whether a line goes on with the one before it, rather than being one of its own."""
    head = _BULLET.match(row)
    begins = head.end() if head else 0
    if times(row, begins) is not None or times(before, _head(before)) is None:
        return False
    bare = before.rstrip()
    indented = len(row) - len(row.lstrip()) >= _INDENT
    if indented or row.lstrip().startswith(_GOES_ON) or bare.endswith(_BROKEN):
        return not row.lstrip().startswith("(")
    found = times(before, _head(before))
    return found is not None and not before[found.behind :].strip()


def _head(row: str) -> int:
    head = _BULLET.match(row)
    return head.end() if head else 0


def _line(rows: list[_Row], *, unclosed: bool) -> Line:
    if len(rows) == 1:
        (row,) = rows
        return Line(row.text, row.raw, (0,), ((row.number, 0),), unclosed)
    text, raw, starts, places = "", "", [], []
    for row in rows:
        column = len(row.text) - len(row.text.lstrip()) if text else 0
        ends = len(row.text.rstrip())
        wrapped = column >= _INDENT and row.text[column].isdigit()
        if text and text[-1] in _DATE_ENDS and not wrapped:
            # What follows is no part of the date; only a wrapped line may break a number.
            text, raw = f"{text} ", f"{raw} "
        starts.append(len(text))
        places.append((row.number, column))
        text += row.text[column:ends]
        raw += row.raw[column:ends]
    return Line(text, raw, tuple(starts), tuple(places), unclosed)


def entries(line: Line) -> Iterator[Entry | Stray]:
    """Give the entries of a line, the main one before its notes, and what is none."""
    text = line.text
    begins = _head(text)
    if text.startswith("(", begins):
        yield from _bracketed(text, begins)
        return
    yield from _dated(text, begins, len(text))


def _bracketed(text: str, begins: int) -> Iterator[Entry | Stray]:
    """Read a line that begins with a bracket: a note, or a time in brackets."""
    closes = _close(text, begins)
    inner = times(text, begins + 1)
    alone = inner is not None and not text[inner.behind : closes].strip(_EDGE)
    if inner is not None and alone and text[closes + 1 :].strip(_EDGE):
        moved = evolve(inner, at=begins, behind=closes + 1)
        yield from _entry(text, moved, len(text))
        return
    noted = _NOTED.match(text, begins + 1)
    if noted is None:
        yield from _dated(text, begins, len(text))
        return
    yield from _notes(text, noted.end(), closes)
    if text[closes + 1 :].strip(_EDGE):
        rest = _MARKS.match(text, closes + 1)
        yield from _dated(text, rest.end() if rest else closes + 1, len(text))


def _close(text: str, opens: int) -> int:
    """Find the bracket that closes one; the end of the text if none does."""
    depth = 0
    for mark in _BRACKETS.finditer(text, opens):
        depth += 1 if mark[0] == "(" else -1
        if depth == 0:
            return mark.start()
    return len(text)


def _dated(text: str, begins: int, ends: int) -> Iterator[Entry | Stray]:
    """Read a stretch of text that should begin with a time."""
    cuts = None
    span: Times | None = None
    while begins < ends:
        found = times(text, begins)
        if found is None:
            behind = _BEHIND.search(text, begins, ends)
            inner = times(text, behind.start("times")) if behind else None
            if behind is None or inner is None or not text[begins : behind.start()].strip(_EDGE):
                yield Stray(begins, ends)
                return
            at = ends - len(text[begins:ends].lstrip())
            moved = evolve(inner, at=behind.start(), behind=at)
            yield from _entry(text, moved, behind.start())
            return
        until = ends
        if cuts is not None or _YEAR.search(text, found.behind, ends):
            cuts = cuts or _Cuts.of(text, found.behind, ends)
            until = cuts.next(found)
        # A single date within a range is something beside it, which began then.
        beside = span is not None and found.form is DateForm.POINT and _within(found, span)
        yield from _entry(text, found, until, note=beside)
        span = span if beside else found
        begins = until


def _within(point: Times, span: Times) -> bool:
    if point.start is None or span.start is None or span.end is None:
        return False
    return span.start.first <= point.start.first and point.start.last <= span.end.last


@frozen
class _Cuts:
    """Where further entries begin in a stretch of text, outside of brackets.

    `blanks` are the ranges, behind the end of a sentence, for whose end nothing is written.
    """

    ranges: list[int]
    blanks: list[int]
    points: list[int]
    notes: list[int]
    ends: int

    @classmethod
    def of(cls, text: str, begins: int, ends: int) -> _Cuts:
        bare = _blanked(text, begins, ends) if "(" in text else text
        ranges = list(BREAKS.finditer(bare, begins, ends))
        blanks = [found.start() for found in ranges if found["blank"] is not None]
        return cls(
            [found.start() for found in ranges],
            [at for at in blanks if bare[:at].rstrip().endswith((";", "。"))],
            [found.end() for found in _POINTS.finditer(bare, begins, ends)],
            [found.start() for found in _BARE_NOTE.finditer(bare, begins, ends)],
            ends,
        )

    def next(self, found: Times) -> int:
        """Tell where the entry behind the one with this time begins."""
        at = _first(self.ranges, found.behind + 1, self.ends)
        at = min(at, _first(self.points, found.behind + 1, self.ends))
        if (noted := _first(self.notes, found.behind, self.ends)) < at:
            # What follows 其间 is notes, and they are read with the entry; but an end left blank
            # is that of a present post.
            return _first(self.blanks, noted, self.ends)
        return at


def _first(places: list[int], least: int, otherwise: int) -> int:
    at = bisect_left(places, least)
    return places[at] if at < len(places) else otherwise


def _blanked(text: str, begins: int, ends: int) -> str:
    """Give a text with its brackets blanked out, the place of all else kept."""
    parts, at = [text[:begins]], begins
    while at < ends:
        opens = text.find("(", at, ends)
        if opens < 0:
            break
        closes = min(_close(text, opens), ends - 1)
        parts += [text[at:opens], " " * (closes + 1 - opens)]
        at = closes + 1
    return "".join(parts) + text[at:]


def _entry(text: str, found: Times, ends: int, *, note: bool = False) -> Iterator[Entry | Stray]:
    """Give an entry, and the notes in it."""
    begins = found.behind
    if _YEAR.search(text, begins, ends) is None:  # without a date there is no note
        bare_text = _trimmed(text[begins:ends])
        yield Entry(found, bare_text, begins, begins + len(bare_text), note)
        return
    notes: list[tuple[int, int]] = []
    parts, at = [], begins
    while at < ends:
        opens = text.find("(", at, ends)
        bare = _BARE_NOTE.search(text, at, ends if opens < 0 else opens)
        if bare is not None:
            notes.append((bare.end(), ends))
            parts += [text[at : bare.start()], " " * (ends - bare.start())]
            at = ends
            break
        if opens < 0:
            break
        closes = min(_close(text, opens), ends)
        noted = _NOTED.match(text, opens + 1)
        if noted is not None and noted.end() < closes:
            notes.append((noted.end(), closes))
            parts += [text[at:opens], " " * (min(closes + 1, ends) - opens)]
        else:
            parts.append(text[at : min(closes + 1, ends)])
        at = closes + 1
    whole = ("".join(parts) + text[at:ends])[: max(ends - begins, 0)]
    bare_text = _trimmed(whole)
    yield Entry(found, bare_text, begins, begins + len(bare_text), note)
    for first, last in notes:
        yield from _notes(text, first, last)


def _trimmed(text: str) -> str:
    """Leave out the marks at the end, and brackets that close nothing."""
    bare = text.rstrip(_EDGE_BEHIND)
    while bare.endswith(")") and _depth(bare) < 0:
        bare = bare[:-1].rstrip(_EDGE_BEHIND)
    return bare


_EDGE_BEHIND = " ,;:.、。"


def _notes(text: str, begins: int, ends: int) -> Iterator[Entry | Stray]:
    """Give the items of a note; one without a time goes on with the one before it."""
    cuts = [begins]
    cuts += [cut.end() for cut in _ITEMS.finditer(text, begins, ends)]
    cuts += [cut.start() for cut in BREAKS.finditer(text, begins + 1, ends)]
    cuts = [*sorted({cut for cut in cuts if cut < ends}), ends]
    begin, found = begins, None
    for first, last in pairwise(cuts):
        time = times(text, first)
        if time is None or time.behind > last:
            continue
        if found is not None:
            yield _note(text, found, first)
        elif text[begin:first].strip(_EDGE):
            yield Stray(begin, first)
        begin, found = first, time
    if found is not None:
        yield _note(text, found, ends)
    elif text[begin:ends].strip(_EDGE):
        yield Stray(begin, ends)


def _note(text: str, found: Times, ends: int) -> Entry:
    bare = _trimmed(text[found.behind : ends])
    return Entry(found, bare, found.behind, found.behind + len(bare), note=True)
