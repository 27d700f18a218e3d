"""Sets of days of many owners at once, as arrays: union, subtraction, service time.

A set is three arrays `owner, start, end`, one row a half-open stretch, grouped by owner.  The rows
of one owner may stand in any order unless a function says otherwise; what comes out is sorted,
disjoint and not touching, as in `partyorg.dates.spans`.  The unit is the day, or the month where
durations are counted by months.

The trick throughout: `owner << 22 | day` in one whole number, so that one running maximum, one
sort or one search serves all owners at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from partyorg.bulk.calendar import anniversary, whole_months
from partyorg.dates import DAWN, FAR

__all__ = [
    "BITS",
    "NEVER",
    "Sets",
    "Totals",
    "among",
    "concatenated",
    "holding",
    "reached",
    "runs",
    "spread",
    "subtract",
    "total",
    "union",
]

Array = NDArray[Any]
BITS = 22
_MASK = (1 << BITS) - 1


@frozen(eq=False)
class Sets:
    """Sets of days: one row a stretch, grouped by `owner`."""

    owner: Array
    start: Array
    end: Array

    def __len__(self) -> int:
        """Give the number of stretches."""
        return len(self.owner)

    @property
    def key(self) -> Array:
        """Owner and start in one number."""
        return (self.owner.astype(np.int64) << BITS) | self.start

    def of(self, chosen: Array) -> Sets:
        """Give the rows at these places."""
        return Sets(self.owner[chosen], self.start[chosen], self.end[chosen])

    def clipped(self, since: Any, until: Any) -> Sets:
        """Give the part in `[since, until)`; both a day for all, or one for each owner."""
        start = self.start if since is None else np.maximum(self.start, _each(since, self.owner))
        end = np.minimum(self.end, _each(until, self.owner))
        some = np.flatnonzero(start < end)
        if len(some) == len(self):
            return Sets(self.owner, start, end)
        return Sets(self.owner[some], start[some], end[some])


def _each(value: Any, owner: Array) -> Any:
    return value[owner] if isinstance(value, np.ndarray) and value.ndim else value


EMPTY = Sets(*(np.empty(0, np.int32) for _ in range(3)))


def concatenated(sets: list[Sets]) -> Sets:
    """Put the rows of several sets together; owners are no longer grouped."""
    if len(sets) == 1:
        return sets[0]
    return Sets(
        *(np.concatenate([getattr(s, name) for s in sets]) for name in ("owner", "start", "end"))
    )


def union(sets: Sets, *, ordered: bool = False) -> Sets:
    """Give the union; `ordered`: the rows stand by owner and start already."""
    some = np.flatnonzero(sets.start < sets.end)
    if len(some) < len(sets):
        sets = sets.of(some)
    if not len(sets):
        return EMPTY
    key = sets.key
    if not ordered and (key[1:] < key[:-1]).any():
        order = np.argsort(key, kind="stable")
        sets, key = sets.of(order), key[order]
    reach = np.maximum.accumulate((sets.owner.astype(np.int64) << BITS) | sets.end)
    head = np.empty(len(key), bool)
    head[0] = True
    np.greater(key[1:], reach[:-1], out=head[1:])
    at = np.flatnonzero(head)
    if len(at) == len(key):
        return sets
    last = np.empty(len(at), np.intp)
    last[:-1] = at[1:] - 1
    last[-1] = len(key) - 1
    return Sets(sets.owner[at], sets.start[at], (reach[last] & _MASK).astype(sets.end.dtype))


def subtract(sets: Sets, minus: Sets) -> Sets:
    """Take one union from another, both as `union` gives them; what is taken away parts."""
    if not len(minus) or not len(sets):
        return sets
    base = [(s.owner.astype(np.int64) << BITS) for s in (sets, minus)]
    key = np.concatenate(
        [base[0] | sets.start, base[0] | sets.end, base[1] | minus.start, base[1] | minus.end]
    )
    step = np.repeat(
        np.array([1, -1, 2, -2], np.int8), [len(sets), len(sets), len(minus), len(minus)]
    )
    order = np.argsort(key, kind="stable")
    key, state = key[order], np.cumsum(step[order])
    settled = np.flatnonzero(np.append(key[1:] != key[:-1], True))  # all of a day has happened
    key, active = key[settled], state[settled] == 1
    before = np.empty(len(active), bool)
    before[0] = False
    before[1:] = active[:-1]
    begin, finish = key[active & ~before], key[before & ~active]
    owner = (begin >> BITS).astype(sets.owner.dtype)
    return Sets(
        owner,
        (begin & _MASK).astype(sets.start.dtype),
        (finish & _MASK).astype(sets.start.dtype),
    )


@frozen(eq=False)
class Totals:
    """Service of each owner: whole months completed; the moved start and the end it is taken from.

    `start` 0 where there is no stretch at all, or where only months were counted.
    """

    months: Array
    start: Array
    end: Array


def total(sets: Sets, owners: int, *, months: bool, late: int = 0) -> Totals:
    """Add up the stretches of each owner: cumulative service.

    Counted by days, the days of earlier stretches move the start of a stretch back, and `late` is 1
    where a period is complete only on the day after; with `months` the unit of the sets is the
    month, and the months are added.
    """
    best = np.zeros(owners, np.int32)
    start, end = np.zeros(owners, np.int32), np.zeros(owners, np.int32)
    if not len(sets):
        return Totals(best, start, end)
    length = sets.end - sets.start
    fresh = np.empty(len(sets), bool)
    fresh[0] = True
    np.not_equal(sets.owner[1:], sets.owner[:-1], out=fresh[1:])
    heads = np.flatnonzero(fresh)
    who = sets.owner[heads]
    if months:
        best[who] = np.add.reduceat(length, heads)
        return Totals(best, start, end)
    if len(heads) == len(sets):
        moved, tails = sets.start, heads
    else:
        run = np.cumsum(length, dtype=np.int64) - length
        counts = np.diff(np.append(heads, len(sets)))
        moved = (sets.start - (run - np.repeat(run[heads], counts))).astype(np.int32)
        tails = np.append(heads[1:], len(sets)) - 1
    done = whole_months(moved, sets.end - late if late else sets.end)
    best[who] = done if len(heads) == len(sets) else np.maximum.reduceat(done, heads)
    np.maximum(best, 0, out=best)
    start[who], end[who] = moved[tails], sets.end[tails]
    return Totals(best, start, end)


NEVER = FAR + 1
"""In place of a day: no day at all."""


def reached(sets: Sets, owners: int, months: int, late: int = 0) -> Array:
    """Give the first day on which each owner has completed so many months; `NEVER` if on none.

    Counted by days, as `total` counts them; `sets` as `union` gives them.
    """
    first = np.full(owners, NEVER if months else DAWN, np.int32)
    if not len(sets) or not months:
        return first
    length = sets.end - sets.start
    heads = np.flatnonzero(np.append(True, sets.owner[1:] != sets.owner[:-1]))
    run = np.cumsum(length, dtype=np.int64) - length
    counts = np.diff(np.append(heads, len(sets)))
    moved = (sets.start - (run - np.repeat(run[heads], counts))).astype(np.int32)
    day = np.maximum(anniversary(moved, months) + late, sets.start + 1)
    first[sets.owner[heads]] = np.minimum.reduceat(np.where(day <= sets.end, day, NEVER), heads)
    return first


def runs(key: Array) -> tuple[Array, Array]:
    """Give the first place of each value of numbers in order, and for each place which value."""
    fresh = np.ones(len(key), bool)
    np.not_equal(key[1:], key[:-1], out=fresh[1:])
    return np.flatnonzero(fresh), np.cumsum(fresh) - 1


def among(values: Array, known: Array) -> Array:
    """Tell which values are among some, by sorting these: quicker than hashing them."""
    if not len(known):
        return np.zeros(len(values), bool)
    known = np.sort(known, kind="stable")  # often in order already
    at = np.minimum(np.searchsorted(known, values), len(known) - 1)
    found: Array = known[at] == values
    return found


def holding(sets: Sets, owner: Array, day: Any) -> Array:
    """Give for each owner and day asked the row of the stretch that contains it; -1 for none.

    `sets` as `union` gives them.
    """
    if not len(sets):
        return np.full(len(owner), -1, np.intp)
    asked = (owner.astype(np.int64) << BITS) | day
    at = np.searchsorted(sets.key, asked, side="right") - 1
    there = (at >= 0) & (sets.owner[at] == owner) & (sets.end[at] > day)
    return np.where(there, at, -1)


def spread(begin: Array, end: Array) -> tuple[Array, Array]:
    """Give all rows of groups that begin and end at these rows, one group after the other.

    Gives also for each row the place of its group.
    """
    counts = end - begin
    place = np.repeat(np.arange(len(begin), dtype=np.int32), counts)
    rows = np.arange(len(place)) + np.repeat(begin - np.cumsum(counts) + counts, counts)
    return rows, place
