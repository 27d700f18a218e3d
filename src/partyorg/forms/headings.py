"""The row of a sheet with the headings: found by its words, among the first rows.

Above it may stand a title, who filled the sheet in, and when.  A heading may take two rows, such as
任职情况 over 职务 and 时间; then its words are those of both.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from attrs import frozen

from partyorg.errors import masked
from partyorg.forms.grids import Grid, GridRow
from partyorg.forms.meanings import IGNORE, bare, squeezed

__all__ = ["Heading", "HeadingRow", "find_headings", "headings_of_row"]

Meaning = Callable[[str], str | None]

_AMONG = 10
_LONGEST = 40
_LONGEST_ABOVE = 15
_PLENTY = 3
_HOW = re.compile(r"\([^()]*\)$")


@frozen
class Heading:
    """A heading: the column of the grid, the text as it may be quoted, its meaning if known."""

    at: int
    text: str
    words: str
    meaning: str | None


@frozen
class HeadingRow:
    """The headings, and the row of the sheet in which they end."""

    last: int
    headings: tuple[Heading, ...]

    @property
    def meanings(self) -> set[str]:
        """What is known of the columns, without those that are not read."""
        return {h.meaning for h in self.headings if h.meaning not in (None, IGNORE)}

    @property
    def score(self) -> tuple[int, int]:
        """How much is known: columns that are read, then others."""
        return len(self.meanings), sum(h.meaning == IGNORE for h in self.headings)

    @property
    def known(self) -> int:
        """How many headings are known, whether their columns are read or not."""
        return sum(h.meaning is not None for h in self.headings)

    @property
    def is_plausible(self) -> bool:
        """Whether this may be a row of headings at all."""
        read, others = self.score
        return read >= _PLENTY or ("name" in self.meanings and read + others > 1)

    def column(self, meaning: str) -> int | None:
        """Give the first column with a meaning."""
        return next((h.at for h in self.headings if h.meaning == meaning), None)


def find_headings(grid: Grid, meaning: Meaning) -> HeadingRow | None:
    """Find the headings among the first rows of a sheet; None where no row looks like them."""
    rows = grid.rows[:_AMONG]
    found = [_single(row, meaning) for row in rows]
    best = max(range(len(rows)), key=lambda at: (found[at].score, -at), default=None)
    if best is None:
        return None
    one = found[best]
    above = _pair(grid, rows[best - 1], rows[best], meaning) if best else None
    if above and _tells_more(above, one):
        return above if above.is_plausible else None
    below = _pair(grid, rows[best], rows[best + 1], meaning) if best + 1 < len(rows) else None
    if below and _goes_on(grid, one, rows[best], rows[best + 1], below):
        one = below
    return one if one.is_plausible else None


def headings_of_row(
    grid: Grid, number: int, meaning: Meaning, named: Collection[str]
) -> HeadingRow | None:
    """Give the headings that end in a row which somebody has given; None if the row is blank.

    Whether they take one row or two, the headings tell that somebody has named.
    """
    at = next((at for at, row in enumerate(grid.rows) if row.number == number), None)
    if at is None:
        return None
    found = find_headings(grid, meaning)
    one = _single(grid.rows[at], meaning)
    above = _pair(grid, grid.rows[at - 1], grid.rows[at], meaning) if at else None
    likely = [found] if found and found.last == number else []
    likely += [above, one] if above and _tells_more(above, one) else [one]
    likely += [above] if above else []

    def fit(row: HeadingRow) -> tuple[int, bool]:
        there = [heading.text in named for heading in row.headings]
        return sum(there), all(there)

    return max(likely, key=fit)


def _heading(at: int, parts: Sequence[str], meaning: str | None) -> Heading:
    text = "/".join(squeezed(part) for part in parts)
    return Heading(at, masked(text), bare("".join(parts)), meaning)


def _texts(row: GridRow) -> dict[int, str]:
    return {
        at: cell
        for at, cell in enumerate(row.cells)
        if isinstance(cell, str) and len(cell) <= _LONGEST
    }


def _single(row: GridRow, meaning: Meaning) -> HeadingRow:
    texts = _texts(row)
    return HeadingRow(
        row.number,
        tuple(_heading(at, [text], meaning(bare(text))) for at, text in texts.items()),
    )


def _pair(grid: Grid, top: GridRow, bottom: GridRow, meaning: Meaning) -> HeadingRow | None:
    """Read two rows as one of headings; None if the upper is a title or the like."""
    upper, lower = _texts(top), _texts(bottom)
    apart = bottom.number != top.number + 1 or len(upper) < len(top.filled)
    if apart or len(upper) < 2 or not all(map(_is_head, upper.values())):  # noqa: PLR2004
        return None
    groups = _groups(grid, top, upper, lower)
    headings = []
    for at in sorted(upper.keys() | groups.keys() | lower.keys()):
        over, under = groups.get(at, ""), lower.get(at, "")
        parts = [part for part in (over, under) if part]
        found = meaning(bare("".join(parts)))
        if found is None and under:
            found = meaning(bare(under))
        headings.append(_heading(at, parts, found))
    return HeadingRow(bottom.number, tuple(headings))


def _tells_more(pair: HeadingRow, one: HeadingRow) -> bool:
    """Tell whether the row above changes what the headings mean, and is no mere title."""
    alone = {heading.at: heading.meaning for heading in one.headings}
    changed = any(heading.meaning != alone.get(heading.at) for heading in pair.headings)
    return changed and pair.known >= one.known


def _is_head(text: str) -> bool:
    """Tell whether a text may be part of a heading, rather than a date or who filled it in."""
    words = squeezed(text)
    return len(words) <= _LONGEST_ABOVE and not re.search(r"[:\d]", _HOW.sub("", words))


def _groups(
    grid: Grid, top: GridRow, upper: dict[int, str], lower: dict[int, str]
) -> dict[int, str]:
    """Give the upper heading over each column: cells made one, or, untold, up to the next."""
    groups = dict(upper)
    for first, last, left, right in grid.merged:
        if first <= top.number <= last and left in upper:
            for at in range(left, min(right + 1, len(top.cells) + len(lower) + 1)):
                groups.setdefault(at, upper[left])
    if not grid.merged:
        over = ""
        for at in sorted(upper.keys() | lower.keys()):
            over = (upper[at] if at in lower else "") if at in upper else over
            if over and at not in upper:
                groups[at] = over
    return groups


def _goes_on(grid: Grid, one: HeadingRow, top: GridRow, bottom: GridRow, pair: HeadingRow) -> bool:
    """Tell whether headings go on in the next row, rather than data beginning there."""
    name = one.column("name")
    lower = _texts(bottom)
    if (name is not None and bottom[name] is not None) or len(lower) < len(bottom.filled):
        return False
    if not all(map(_is_head, lower.values())) or pair.known < one.known:
        return False
    spans = any(
        first <= top.number and bottom.number <= last and left in {h.at for h in one.headings}
        for first, last, left, _ in grid.merged
    )
    return spans or pair.known > one.known
