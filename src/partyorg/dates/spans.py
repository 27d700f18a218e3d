"""Sets of days (or months) as sorted, disjoint, half-open stretches of whole numbers.

A stretch is a pair `(start, end)` with `start < end`; the end is not part of it.  Stretches in a
set neither overlap nor touch, so that each is unbroken service and the gaps are real.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

__all__ = ["Stretches", "clip", "containing", "subtract", "union"]

Stretches = tuple[tuple[int, int], ...]


def union(pairs: Iterable[tuple[int, int]]) -> Stretches:
    """Give the union: a day counts once, however many spells cover it.

    >>> union([(5, 9), (1, 3), (3, 6), (12, 12)])
    ((1, 9),)
    """
    out: list[tuple[int, int]] = []
    for start, end in sorted(pairs):
        if start >= end:
            continue
        if out and start <= out[-1][1]:
            if end > out[-1][1]:
                out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return tuple(out)


def subtract(stretches: Stretches, minus: Stretches) -> Stretches:
    """Take one set from another; what is taken away parts a stretch.

    >>> subtract(((1, 9),), ((3, 4), (8, 12)))
    ((1, 3), (4, 8))
    """
    if not minus:
        return stretches
    out = []
    for start, end in stretches:
        at = start
        for gone, back in minus:
            if back <= at or gone >= end:
                continue
            if gone > at:
                out.append((at, gone))
            at = back
        if at < end:
            out.append((at, end))
    return tuple(out)


def clip(stretches: Stretches, start: int, end: int) -> Stretches:
    """Give the part that lies in `[start, end)`.

    >>> clip(((1, 3), (4, 8)), 2, 6)
    ((2, 3), (4, 6))
    """
    if end <= start:
        return ()
    if not stretches or (start <= stretches[0][0] and stretches[-1][1] <= end):
        return stretches
    return tuple((max(a, start), min(b, end)) for a, b in stretches if a < end and b > start)


def containing(stretches: Stretches, day: int) -> tuple[int, int] | None:
    """Give the stretch that contains `day`, or None.

    >>> containing(((1, 3), (4, 8)), 4)
    (4, 8)
    >>> containing(((1, 3), (4, 8)), 3) is None
    True
    """
    at = bisect_right(stretches, (day, 1 << 62)) - 1
    if at >= 0 and stretches[at][0] <= day < stretches[at][1]:
        return stretches[at]
    return None
