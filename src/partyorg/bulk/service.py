"""Township service of many people at once, with both bounds.

The same as `partyorg.dates.service` and `partyorg.evaluate.career`, in arrays.  The shortest
reading takes late starts and early ends, the longest early starts and late ends.  Touching spells
(one's end written like the other's start) share one instant: in the shortest reading the first is
taken to last until the latest day of that instant, where the next is sure to have begun.

That holds only where no spell may be shorter than nothing.  Who has a spell whose end may lie
before its start (`2015` to `2015-08`) is left to the record way: see `Part.knotty`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import define, frozen
from numpy.typing import NDArray

from partyorg.bulk.calendar import month_index, tables, whole_months
from partyorg.bulk.columns import Dates
from partyorg.bulk.kernels import (
    BITS,
    EMPTY,
    Sets,
    Totals,
    among,
    concatenated,
    holding,
    reached,
    spread,
    subtract,
    total,
    union,
)
from partyorg.dates import FAR, Counting, Period, TenureEnd
from partyorg.dates.period import first_of_month
from partyorg.dates.period import month_index as month_of
from partyorg.dates.spans import clip, containing

if TYPE_CHECKING:
    from partyorg.bulk.part import Part

__all__ = ["Bounds", "Current", "ServiceTime", "certain_ends"]

Array = NDArray[Any]


def certain_ends(owner: Array, start: Dates, end: Dates) -> Array:
    """Give the day up to which each spell surely lasts, touching spells of an owner kept together.

    The early end; or the late end, where another spell of the owner begins on that very instant.
    """
    if end.exact:
        return end.first
    vague = np.flatnonzero(end.first != end.last)
    if not len(vague):
        return end.first
    apart = (start.first != end.first) | (start.last != end.last)
    # Most often it is the next row that begins where one ends.
    after = np.minimum(vague + 1, len(owner) - 1)
    met = apart[after] & (owner[after] == owner[vague])
    met &= start.first[after] == end.first[vague]
    met &= start.last[after] == end.last[vague]
    rest = np.flatnonzero(~met)
    some = vague[rest]
    asked = np.zeros(int(owner.max()) + 1, bool)
    asked[owner[some]] = True
    begun = np.flatnonzero(apart & (start.first != start.last) & asked[owner])
    starts = _instant(owner[begun], start.take(begun))
    met[rest] = among(_instant(owner[some], end.take(some)), starts)
    ends = end.first.copy()
    ends[vague[met]] = end.last[vague[met]]
    return ends


def _instant(owner: Array, dates: Dates) -> Array:
    """Give owner and date in one number."""
    return (owner.astype(np.int64) << 24) | dates.instants


@frozen(eq=False)
class Bounds:
    """Cumulative service of each person, at least and at most."""

    low: Totals
    high: Totals

    def completes(self, period: Period) -> Array:
        """Tell whether a period is completed: 1 yes, 0 no, -1 the dates allow both."""
        sure = self.low.months >= period.months
        if self.high is self.low:
            return sure.astype(np.int8)
        return np.where(sure, 1, -(self.high.months >= period.months).astype(np.int8))


@frozen(eq=False)
class Current:
    """The stretch around a day: months completed (-1: none contains it), and where it began."""

    months: Array
    start: Array


@frozen(eq=False)
class _Reading:
    """The spells of one reading: those that count, and those taken off."""

    pairs: Sets
    gone: Sets
    gone_single: Sets  # where no two are taken for one, as counting by whole months wants it


@define(eq=False)
class ServiceTime:
    """The service of all people of a part, by the conventions of the part."""

    part: Part
    _kept: dict[Any, Any]

    def _once(self, name: Any, make: Callable[[], Any]) -> Any:
        """Give what was made for the part once; the part keeps it, and not this."""
        if name not in self._kept:
            self._kept[name] = make()
        return self._kept[name]

    @property
    def counting(self) -> Counting:
        """The convention."""
        return self.part.conventions.counting

    @property
    def late(self) -> int:
        """1 where a period is completed on the day after its anniversary."""
        return int(self.part.conventions.tenure_end is TenureEnd.DAY_AFTER)

    @property
    def loose(self) -> Array:
        """Tell for whom the two readings may differ."""
        return self._once("loose", self._loose)

    def _loose(self) -> Array:
        part = self.part
        loose = part.unknown[0] > 0
        for rows in (part.served, part.taken):
            posts = part.columns.posts
            for dates in (posts.start, posts.end):
                if not dates.exact:
                    vague = dates.first[rows] != dates.last[rows]
                    loose[posts.owner[rows[vague]]] = True
        for rows in (part.served_maybe, part.taken_maybe):
            loose[part.columns.posts.owner[rows]] = True
        return loose

    def _rows(self, rows: Array, *, longest: bool) -> Sets:
        """Give the days of some posts in a reading, late and early ends as they are."""
        posts = self.part.columns.posts
        start = posts.start.first if longest else posts.start.last
        end = posts.end.last if longest else posts.end.first
        return Sets(posts.owner[rows], start[rows], end[rows])

    def _certain(self, rows: Array) -> Sets:
        """Give the days of some posts which are covered whatever the true dates are."""
        posts = self.part.columns.posts
        owner, start, end = posts.owner[rows], posts.start.take(rows), posts.end.take(rows)
        return Sets(owner, start.last, certain_ends(owner, start, end))

    @property
    def low(self) -> _Reading:
        """The shortest reading, of everybody."""
        return self._once("low", self._low)

    def _low(self) -> _Reading:
        part = self.part
        gone = np.sort(np.concatenate([part.taken, part.taken_maybe]))
        away = self._rows(gone, longest=True)
        return _Reading(self._certain(part.served), away, away)

    @property
    def high(self) -> _Reading:
        """The longest reading, of those for whom it may differ."""
        return self._once("high", self._high)

    def _high(self) -> _Reading:
        part, loose = self.part, self.loose
        owner = part.columns.posts.owner
        served = np.concatenate([part.served, part.served_maybe])
        served = served[loose[owner[served]]]
        taken = part.taken[loose[owner[part.taken]]]
        blank = np.flatnonzero(part.unknown[0] > 0)
        unknown = Sets(blank.astype(np.int32), part.unknown[0][blank], part.unknown[1][blank])
        pairs = concatenated([self._rows(served, longest=True), unknown])
        return _Reading(pairs, self._certain(taken), self._rows(taken, longest=False))

    def stretches(self, *, longest: bool, counting: Counting, begun_by: Any = None) -> Sets:
        """Give the unbroken stretches of a reading, in days or months."""
        if counting is not Counting.INCLUSIVE_MONTH:
            key = (longest, counting)
            if key not in self._kept:
                self._kept[key] = self._read(counting, begun_by, longest=longest)
            return self._kept[key]
        return self._read(counting, begun_by, longest=longest)

    def _read(self, counting: Counting, begun_by: Any, *, longest: bool) -> Sets:
        reading = self.high if longest else self.low
        pairs, gone = reading.pairs, reading.gone
        if counting is Counting.DAY:
            return subtract(union(pairs), union(gone))
        if counting is Counting.MONTH:
            return subtract(union(_months(pairs)), union(_months(gone)))
        return _inclusive(pairs, reading.gone_single if longest else gone, begun_by)

    def cumulative(
        self, early: Any, late: Any = None, since: Dates | None = None, who: Array | None = None
    ) -> Bounds:
        """Give the cumulative service as of a day that lies from `early` to `late`.

        Each is one day for all, or one for each person.  `since` clips the beginning; `who` (a
        truth for each person) restricts the work to some.
        """
        late = early if late is None else late
        low = self._total(early, since.last if since else None, who, longest=False)
        loose = self.loose if who is None else self.loose & who
        sharp = late is early and (since is None or since.exact)
        if sharp and not loose.any():
            return Bounds(low, low)
        if sharp:
            high = self._total(late, since.first if since else None, loose, longest=True)
            return Bounds(low, _chosen(loose, high, low))
        # Those whose service is known to the day have but one reading; its clipping may differ.
        some = ~self.loose if who is None else who & ~self.loose
        first = since.first if since else None
        exact = self._total(late, first, some, longest=False)
        high = self._total(late, first, loose, longest=True)
        return Bounds(low, _chosen(loose, high, exact))

    def completed(self, period: Period, day: Any, who: Array) -> Array:
        """Tell whether some people have completed a period on a day: 1 yes, 0 no, -1 perhaps.

        `day` is one for all, or one for each.  The first day on which somebody has is looked for
        once, when it is first asked about the person, whatever the day.
        """
        if self.counting is not Counting.DAY:
            days = day if isinstance(day, np.ndarray) else np.full(len(who), day, np.int32)
            return self.at(who, days).completes(period)
        low, high = self._first_days(period.months, who)
        sure = low <= day
        return np.where(sure, 1, -(high <= day).astype(np.int8))

    def _first_days(self, months: int, who: Array) -> tuple[Array, Array]:
        """Give the first day on which some surely, and possibly, have completed so many months."""
        size = len(self.part.columns)
        none = partial(np.zeros, (3, size), np.int32)
        known, low, high = self._once(("reached", months), none)
        asked = np.zeros(size, bool)
        asked[who] = True
        missing = np.flatnonzero(asked & (known == 0))
        if len(missing):
            few = self
            # Where the stretches of all are known it takes no time to tell of all.
            if (False, Counting.DAY) in self._kept:
                missing = np.arange(size)
            elif len(missing) < size:
                few = self.part.some(missing).service
            low[missing], high[missing] = few._reached(months)  # noqa: SLF001  (its own)
            known[missing] = 1
        return low[who], high[who]

    def _reached(self, months: int) -> tuple[Array, Array]:
        """Give the same of everybody."""
        people = len(self.part.columns)
        days = self.stretches(longest=False, counting=Counting.DAY)
        low = reached(days, people, months, self.late)
        if not self.loose.any():
            return low, low
        days = self.stretches(longest=True, counting=Counting.DAY)
        return low, np.where(self.loose, reached(days, people, months, self.late), low)

    def _total(self, until: Any, since: Any, who: Array | None, *, longest: bool) -> Totals:
        sets = self.stretches(longest=longest, counting=self.counting, begun_by=until)
        if who is not None:
            sets = sets.of(np.flatnonzero(who[sets.owner]))
        people = len(self.part.columns)
        if self.counting is Counting.DAY:
            return total(sets.clipped(since, until), people, months=False, late=self.late)
        extra = int(self.counting is Counting.INCLUSIVE_MONTH)
        first = None if since is None else month_index(since)
        return total(sets.clipped(first, month_index(until) + extra), people, months=True)

    def at(self, who: Array, day: Array) -> Bounds:
        """Give the cumulative service of some people, each as of a day of its own.

        As `cumulative`, but by question: somebody may be asked about for several days.
        """
        low = self._asked(who, day, longest=False)
        loose = np.flatnonzero(self.loose[who])
        if not len(loose):
            return Bounds(low, low)
        high = self._asked(who[loose], day[loose], longest=True)
        arrays = []
        for name in ("months", "start", "end"):
            values = getattr(low, name).copy()
            values[loose] = getattr(high, name)
            arrays.append(values)
        return Bounds(low, Totals(*arrays))

    def _asked(self, who: Array, day: Array, *, longest: bool) -> Totals:
        if self.counting is Counting.DAY:
            sets = _repeated(self.stretches(longest=longest, counting=Counting.DAY), who)
            return total(sets.clipped(None, day), len(who), months=False, late=self.late)
        extra = int(self.counting is Counting.INCLUSIVE_MONTH)
        if extra:
            reading = self.high if longest else self.low
            gone = reading.gone_single if longest else reading.gone
            sets = _inclusive(_repeated(_ordered(reading.pairs), who), _repeated(gone, who), day)
        else:
            sets = _repeated(self.stretches(longest=longest, counting=self.counting), who)
        return total(sets.clipped(None, month_index(day) + extra), len(who), months=True)

    def continuous(self, who: Array, day: Array) -> tuple[Current, Current]:
        """Give the stretches that contain some days of some people, at least and at most."""
        low = self._current(who, day, longest=False)
        loose = self.loose[who]
        if not loose.any():
            return low, low
        some = np.flatnonzero(loose)
        high = self._current(who[some], day[some], longest=True)
        months, start = low.months.copy(), low.start.copy()
        months[some], start[some] = high.months, high.start
        return low, Current(months, start)

    def _current(self, who: Array, day: Array, *, longest: bool) -> Current:
        days = self.stretches(longest=longest, counting=Counting.DAY)
        at = holding(days, who, day)
        inside = at >= 0
        months, start = np.full(len(who), -1, np.int32), np.zeros(len(who), np.int32)
        if not inside.any():
            return Current(months, start)
        begun = days.start[at[inside]]
        if self.counting is Counting.DAY:
            asked = day[inside]
            done = whole_months(begun, np.maximum(asked - self.late, 1))
            months[inside] = np.where(begun < asked, np.maximum(done, 0), 0)
            start[inside] = np.where(begun < asked, begun, 0)
            return Current(months, start)
        extra = int(self.counting is Counting.INCLUSIVE_MONTH)
        month = month_index(day)
        months[inside] = 0
        for one in np.unique(day[inside]) if extra else [None]:  # what has begun hangs on the day
            sets = self.stretches(longest=longest, counting=self.counting, begun_by=one)
            asked = np.flatnonzero(inside if one is None else inside & (day == one))
            found = _month_holding(sets, who[asked], month[asked], extra)
            months[asked] = found
        return Current(months, start)

    def completes_on(self, period: Period, as_of: int, since: int, person: int, months: int) -> int:
        """Give the day on which somebody will surely have completed a period if service goes on.

        `months` are those surely completed on `as_of`.  0 where it is completed already, or the
        service does not surely go on.
        """
        days = self.stretches(longest=False, counting=Counting.DAY)
        low, high = np.searchsorted(days.owner, [person, person + 1])
        pairs = zip(days.start[low:high].tolist(), days.end[low:high].tolist(), strict=True)
        stretches = clip(tuple(pairs), since, FAR)
        here = containing(stretches, as_of)
        if here is None or months >= period.months:
            return 0
        if self.counting is not Counting.DAY:
            return first_of_month(month_of(as_of) + period.months - months)
        moved = here[0] - sum(end - start for start, end in stretches if end < here[0])
        return period.after(moved) + self.late


def _chosen(where: Array, one: Totals, other: Totals) -> Totals:
    return Totals(
        np.where(where, one.months, other.months),
        np.where(where, one.start, other.start),
        np.where(where, one.end, other.end),
    )


def _inclusive(pairs: Sets, gone: Sets, begun_by: Any) -> Sets:
    """Give the months of spells begun by a day, both ends counted."""
    limit = begun_by[pairs.owner] if isinstance(begun_by, np.ndarray) else begun_by
    pairs = pairs.of(np.flatnonzero(pairs.start <= limit))
    return subtract(union(_months(pairs, after=1)), union(_months(gone, before=1)))


def _ordered(sets: Sets) -> Sets:
    if (sets.owner[1:] < sets.owner[:-1]).any():
        return sets.of(np.argsort(sets.owner, kind="stable"))
    return sets


def _repeated(sets: Sets, who: Array) -> Sets:
    """Give the rows of each owner asked about, with the place of the question for owner."""
    if not len(sets):
        return EMPTY
    rows, place = spread(
        np.searchsorted(sets.owner, who, side="left"),
        np.searchsorted(sets.owner, who, side="right"),
    )
    return Sets(place, sets.start[rows], sets.end[rows])


def _months(sets: Sets, *, before: int = 0, after: int = 0) -> Sets:
    """Give the months of days: `before` leaves out the first, `after` takes the last in."""
    start = tables().start
    return Sets(sets.owner, (start[sets.start] >> 5) + before, (start[sets.end] >> 5) + after)


def _month_holding(sets: Sets, who: Array, month: Array, extra: int) -> Array:
    """Give the months up to a month in the first stretch that reaches from or past it; else 0."""
    if not len(sets):
        return np.zeros(len(who), np.int32)
    # The first stretch whose end (less one, where ends count) is not before the month.
    end = (sets.owner.astype(np.int64) << BITS) | (sets.end - extra)
    at = np.searchsorted(end, (who.astype(np.int64) << BITS) | month, side="left")
    at = np.minimum(at, len(sets) - 1)
    fits = (sets.owner[at] == who) & (sets.start[at] <= month) & (month <= sets.end[at] - extra)
    return np.where(fits, month - sets.start[at] + extra, 0).astype(np.int32)
