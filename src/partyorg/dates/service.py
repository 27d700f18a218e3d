"""Spells, and the service time that they add up to, with bounds.

A spell is half-open, `[start, end)`: in career data the end month of one post is the start month
of the next, and counting both ends would count that month twice at each move.  An empty end is
open.  Two spells where one's end is written like the other's start *touch*: that is one instant,
even if it is not known to the day, and no gap lies between.

From partial dates no single figure follows, but two do: the time there is **at least** (shortest
reading: late starts, early ends, touching spells kept together) and the time there is **at most**
(longest reading).  Whatever the true days were, the truth lies between.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple, NoReturn

from attrs import define, field, frozen

from partyorg.dates.partial import LAST_YEAR, PartialDate
from partyorg.dates.period import FAR, Period, first_of_month, month_index, whole_months
from partyorg.dates.spans import Stretches, clip, containing, subtract, union

__all__ = ["DAWN", "Bounds", "Counting", "Cover", "Served", "Service", "Spell", "TenureEnd"]

DAWN = 1
"""The day number that stands for an unknown beginning: before every day there is."""

_LIFETIME = 12 * 120
"""More months than anybody serves: a bound beyond it rests on a beginning that is not known."""

_LATEST = date(LAST_YEAR + 1, 1, 1).toordinal()
"""After all dates that are written anywhere."""

_A_WHILE = 8
"""From so many questions on it pays to find the days on which the answer changes."""

_A_MONTH = 31
_MONTHS_ROOM = 62
"""Days by which counting by months may be late."""

_Pairs = list[tuple[int, int]]
_BEGINS = itemgetter(0)


class Counting(StrEnum):
    """How durations are counted.

    `DAY`: by the calendar, to the day.  `MONTH`: 计算到月, as on appointment forms; every date is
    cut to its month and a stretch has the difference in months.  `INCLUSIVE_MONTH`: the months of
    both ends count, so 2020-03 to 2021-02 is one year.
    """

    DAY = "day"
    MONTH = "month"
    INCLUSIVE_MONTH = "inclusive_month"


class TenureEnd(StrEnum):
    """On which day a period counted by days is completed: its anniversary, or the day after."""

    ANNIVERSARY = "anniversary"
    DAY_AFTER = "day_after"


class Spell(NamedTuple):
    """A half-open stretch of time between two partial dates.

    `start` None means that the beginning is unknown; `end` None that the spell is open.
    """

    start: PartialDate | None
    end: PartialDate | None = None

    def possible(self) -> tuple[int, int]:
        """Give the longest reading, as a half-open pair of days."""
        return (
            self.start.first if self.start else DAWN,
            self.end.last if self.end else FAR,
        )

    @property
    def exact(self) -> bool:
        """Whether both ends are known to the day; an open end is."""
        start, end = self
        sure = start is not None and start.first == start.last
        return sure and (end is None or end.first == end.last)

    def at(self, day: int) -> bool | None:
        """Tell whether it holds on a day; None if that is not known.

        >>> post = Spell(PartialDate.of(2015, 8), PartialDate.of(2018, 3, 1))
        >>> [post.at(PartialDate.of(*day).first) for day in ((2015, 8, 1), (2016,), (2018, 3, 1))]
        [None, True, False]
        """
        first, last = self.possible()
        if not first <= day < last:
            return False
        sure = self.start is not None and self.start.last <= day
        return True if sure and (self.end is None or day < self.end.first) else None


def _certain(spells: Sequence[Spell], *, chained: bool = True) -> _Pairs:
    """Give the shortest readings: days that are covered whatever the true dates were.

    A chain of touching spells is covered from the late start of its first to the early end of
    its last.  A pair may be empty or reversed; the caller sorts that out.
    """
    known = [(s.start, s.end) for s in spells if s.start]
    pairs = [(a.last, b.first if b else FAR) for a, b in known]
    if not chained or all(b is None or b.first == b.last for _, b in known):
        return pairs  # ends known to the day touch by their numbers alone
    return _chained(known)


def _chained(known: Sequence[tuple[PartialDate, PartialDate | None]]) -> _Pairs:
    """Give the shortest readings of spells of which some touch.

    From the last to begin to the first, so that what a spell touches has been told before; only
    where one may end before it begins must it be gone through again.
    """
    links = sorted(
        ((start.first, start.last, (end.first, end.last) if end else None) for start, end in known),
        key=_BEGINS,
        reverse=True,
    )
    crossed = any(end is not None and end[0] <= first for first, _, end in links)
    reach: dict[tuple[int, int] | None, int] = {None: FAR}
    pairs: _Pairs = []
    grown = True
    while grown:
        grown = False
        pairs = []
        for first, late, end in links:
            far = reach.get(end, 0)
            if end and end[0] > far:
                far = end[0]
            pairs.append((late, far))
            start = (first, late)
            if far > reach.get(start, 0):
                reach[start] = far
                grown = crossed
    return pairs


def _shared(low: Stretches, high: Stretches) -> tuple[Stretches, Stretches]:
    """Let equal bounds be one object, so that the exact case is known at a glance."""
    return (low, low) if low == high else (low, high)


@frozen
class Cover:
    """The days on which something holds: surely (`low`) and possibly (`high`).

    Who holds a post on a day is always decided by days, whatever the counting convention.

    >>> held = Cover.of([Spell(PartialDate.of(2015, 8), PartialDate.of(2018, 3))])
    >>> [held.at(day.last) for day in (PartialDate.of(2016), PartialDate.of(2018, 3))]
    [True, False]
    >>> held.at(PartialDate.of(2018, 3).first) is None
    True
    """

    low: Stretches
    high: Stretches

    @classmethod
    def of(
        cls,
        sure: Sequence[Spell],
        maybe: Iterable[Spell] = (),
        unknown: Iterable[tuple[int, int]] = (),
    ) -> Cover:
        """Build one from spells that count, spells that may count, and unknown stretches."""
        low = _certain(sure)
        high = [s.possible() for s in sure]
        high += [s.possible() for s in maybe]
        high += unknown
        if low == high:  # nothing is vague
            both = union(low)
            return cls(both, both)
        return cls(*_shared(union(low), union(high)))

    def at(self, day: int) -> bool | None:
        """Tell whether it holds on `day`; None if that is not known."""
        if containing(self.low, day):
            return True
        return None if self.high is not self.low and containing(self.high, day) else False

    def throughout(self, start: int, end: int) -> bool | None:
        """Tell whether it holds on every day of `[start, end)`; None if that is not known."""
        for sure, stretches in ((True, self.low), (None, self.high)):
            whole = containing(stretches, start)
            if whole and whole[1] >= end:
                return sure
        return False

    def ever(self, by: int) -> bool | None:
        """Tell whether it held on some day up to and including `by`; None if not known."""
        if self.low and self.low[0][0] <= by:
            return True
        return None if self.high and self.high[0][0] <= by else False


@frozen
class Served:
    """Service in one reading: the whole months completed so far, and the observed duration.

    The two may differ by a day's worth at the end of a month: a month that was completed once is
    never lost, while the observed duration is measured to the last day counted.  `days` are the
    moved start and the end that it is measured between; None where only months were counted.
    """

    months: int = 0
    days: tuple[int, int] | None = None

    @property
    def observed(self) -> Period:
        """The calendar difference from the moved start to the end."""
        return Period.between(*self.days) if self.days else Period(self.months)


@frozen
class Bounds:
    """Service that is at least `low` and at most `high`; None in either: no service at all.

    A bound is no answer, so `if bounds:` raises; ask `completes`.
    """

    low: Served | None
    high: Served | None

    def completes(self, period: Period) -> bool | None:
        """Tell whether a period of whole months is completed; None if the dates allow both."""
        if self.low and self.low.months >= period.months:
            return True
        return None if self.high and self.high.months >= period.months else False

    def observed(self) -> tuple[Period | None, Period | None]:
        """Give both observed durations, (at least, at most).

        No upper figure, where it would only say how long ago the calendar began.
        """
        endless = self.high is not None and self.high.months > _LIFETIME
        return (
            self.low.observed if self.low else None,
            self.high.observed if self.high and not endless else None,
        )

    def __bool__(self) -> NoReturn:
        """Refuse: a pair of bounds is neither true nor false."""
        msg = "bounds are no truth value; ask completes(period)"
        raise TypeError(msg)


@define
class Service:
    """The service time of one person, in one class of posts.

    `spells` count, `maybe` may count (it is not known whether the row belongs to the class).
    `minus` and `maybe_minus` are taken off, for instance secondments, which part a stretch.
    `unknown` are stretches of days of which nothing is known; they may be service.

    >>> year = lambda y, m: PartialDate.of(y, m)
    >>> service = Service([Spell(year(2012, 7), year(2013, 7)), Spell(year(2014, 7), None)])
    >>> day = PartialDate.of(2015, 12, 31).first
    >>> [str(bound) for bound in service.cumulative(day).observed()]
    ['P2Y4M1D', 'P2Y6M30D']
    >>> service.cumulative(day).completes(Period.parse("P2Y"))
    True
    """

    spells: Sequence[Spell]
    maybe: Sequence[Spell] = ()
    minus: Sequence[Spell] = ()
    maybe_minus: Sequence[Spell] = ()
    unknown: Sequence[tuple[int, int]] = ()
    counting: Counting = Counting.DAY
    tenure_end: TenureEnd = TenureEnd.ANNIVERSARY
    _vague: bool = field(init=False, repr=False)
    _memo: dict[tuple[bool, Counting, int], Stretches] = field(factory=dict, init=False, repr=False)
    _asked: dict[int, int] = field(factory=dict, init=False, repr=False)
    _turns: dict[tuple[int, PartialDate | None], tuple[int, int]] = field(
        factory=dict, init=False, repr=False
    )

    def __attrs_post_init__(self) -> None:
        """Tell whether the shortest and the longest reading may differ."""
        exact = all(spell.exact for spells in (self.spells, self.minus) for spell in spells)
        self._vague = not exact or bool(self.maybe or self.maybe_minus or self.unknown)

    def cumulative(self, as_of: int, since: PartialDate | None = None) -> Bounds:
        """Give the service of all stretches together (累计), clipped at `as_of` (a day number).

        Days of earlier stretches move the start of a stretch back by as many days; n months are
        completed on the anniversary of the moved start, if that lies within the stretch.  One
        unbroken stretch is exactly its anniversary, and more service never loses a completion.
        `since` clips the beginning.  Counted by months, it is the sum of the months.
        """
        return self.between(since, as_of, as_of)

    def between(self, since: PartialDate | None, early: int, late: int) -> Bounds:
        """Give the cumulative service as of a day that lies somewhere from `early` to `late`."""
        low = self._clipped(False, since.last if since else DAWN, early)
        if not self._vague and early == late and (since is None or since.first == since.last):
            total = self._total(low)
            return Bounds(total, total)
        high = self._clipped(True, since.first if since else DAWN, late)
        total = self._total(low)
        return Bounds(total, total if high == low else self._total(high))

    def continuous(self, as_of: int) -> Bounds:
        """Give the length of the stretch that contains `as_of` (连续); None if none does.

        Which stretch that is, is decided by days: it has begun by `as_of` and ends after it.
        """
        return Bounds(self._current(False, as_of), self._current(True, as_of))

    def completes_on(
        self, period: Period, as_of: int, since: PartialDate | None = None
    ) -> int | None:
        """Give the day on which a period will surely be completed if the service goes on.

        None if the service does not surely go on at `as_of`, or the period is completed already.
        """
        start = since.last if since else DAWN
        days = clip(self._stretches(False, Counting.DAY, as_of), start, FAR)
        here = containing(days, as_of)
        low = self.cumulative(as_of, since).low
        if here is None or low is None or low.months >= period.months:
            return None
        if self.counting is not Counting.DAY:
            return first_of_month(month_index(as_of) + period.months - low.months)
        moved = here[0] - sum(end - start for start, end in days if end < here[0])
        return period.after(moved) + (self.tenure_end is TenureEnd.DAY_AFTER)

    def completes_by(self, period: Period, day: int) -> bool | None:
        """Tell the same as `cumulative(day).completes(period)`, for many days at little cost.

        The two days on which the answer changes are found once, when it has been asked for a while.
        """
        turns = self._turns.get((period.months, None))
        if turns is None:
            asked = self._asked[period.months] = self._asked.get(period.months, 0) + 1
            if asked < _A_WHILE:
                return self.cumulative(day).completes(period)
            turns = self._completed(period, None)
        surely, perhaps = turns
        return True if day >= surely else None if day >= perhaps else False

    def turned(self, months: int) -> tuple[int, int] | None:
        """Give the two days on which `completes_by` changes its answer, once they are known."""
        return self._turns.get((months, None))

    def turns(
        self, period: Period, first: int, last: int, since: PartialDate | None = None
    ) -> list[int]:
        """Give the days in `(first, last]` on which `cumulative(day).completes(period)` changes.

        There are two at most, one for each bound.
        """
        return [day for day in set(self._completed(period, since)) if first < day <= last]

    def _completed(self, period: Period, since: PartialDate | None) -> tuple[int, int]:
        """Give the first day on which a period surely, and on which it perhaps, is completed.

        The answer only ever rises (no, perhaps, yes), for more service never loses a completion.
        """
        key = (period.months, since)
        if not period.months:
            return DAWN, DAWN  # nothing is asked for
        if key not in self._turns:
            known = self._read(True, Counting.DAY, FAR)
            first = known[0][0] if known else _LATEST
            days = range(max(first - _A_MONTH, DAWN), _LATEST)
            found = []
            for name in ("low", "high"):

                def months(day: int, bound: str = name) -> int:
                    served: Served | None = getattr(self.cumulative(day, since), bound)
                    return served.months if served else 0

                at = bisect_left(days, period.months, key=months)
                found.append(days[at] if at < len(days) else FAR)
            self._turns[key] = (found[0], found[1])
        return self._turns[key]

    def runs_for(self, period: Period, as_of: int) -> int | None:
        """Give the first day after `as_of` on which the unbroken stretch surely is so long.

        None if no stretch surely contains `as_of`, or it never is.
        """
        here = containing(self._stretches(False, Counting.DAY, as_of), as_of)
        if here is None:
            return None
        last = min(here[1], period.after(max(here[0], as_of)) + _MONTHS_ROOM)
        days = range(as_of + 1, last)
        at = bisect_left(days, True, key=lambda day: self.continuous(day).completes(period) is True)
        return days[at] if at < len(days) else None

    def _stretches(self, longest: bool, counting: Counting, as_of: int) -> Stretches:
        begun_by = as_of if counting is Counting.INCLUSIVE_MONTH else FAR
        key = (longest and self._vague, counting, begun_by)
        if key not in self._memo:
            self._memo[key] = self._read(longest, counting, begun_by)
        return self._memo[key]

    def _read(self, longest: bool, counting: Counting, begun_by: int) -> Stretches:
        if longest:
            pairs = [s.possible() for s in self.spells]
            pairs += [s.possible() for s in self.maybe]
            pairs += self.unknown
            # Counted by whole months each secondment is one for itself, even if two of them touch.
            gone = _certain(self.minus, chained=counting is not Counting.INCLUSIVE_MONTH)
        else:
            pairs = _certain(self.spells)
            gone = [s.possible() for s in self.minus] + [s.possible() for s in self.maybe_minus]
        if counting is Counting.DAY:
            return subtract(union(pairs), union(gone))
        month = month_index
        if counting is Counting.MONTH:
            return subtract(
                union((month(a), month(b)) for a, b in pairs),
                union((month(a), month(b)) for a, b in gone),
            )
        return subtract(
            union((month(a), month(b) + 1) for a, b in pairs if a <= begun_by),
            union((month(a) + 1, month(b)) for a, b in gone),
        )

    def _clipped(self, longest: bool, since: int, as_of: int) -> Stretches:
        stretches = self._stretches(longest, self.counting, as_of)
        if self.counting is Counting.DAY:
            return clip(stretches, since, as_of)
        extra = 1 if self.counting is Counting.INCLUSIVE_MONTH else 0
        return clip(stretches, month_index(since), month_index(as_of) + extra)

    def _total(self, stretches: Stretches) -> Served:
        if self.counting is not Counting.DAY:
            months = sum(b - a for a, b in stretches)
            return Served(months)
        late = 1 if self.tenure_end is TenureEnd.DAY_AFTER else 0
        best = earlier = moved = end = 0
        for start, end in stretches:
            moved = start - earlier
            best = max(best, whole_months(moved, end - late))
            earlier += end - start
        return Served(best, (moved, end)) if stretches else Served()

    def _current(self, longest: bool, as_of: int) -> Served | None:
        by_day = containing(self._stretches(longest, Counting.DAY, as_of), as_of)
        if by_day is None:
            return None
        if self.counting is Counting.DAY:
            return self._total(((by_day[0], as_of),)) if by_day[0] < as_of else Served()
        month = month_index(as_of)
        extra = 1 if self.counting is Counting.INCLUSIVE_MONTH else 0
        for start, end in self._stretches(longest, self.counting, as_of):
            if start <= month <= end - extra:
                months = month - start + extra
                return Served(months)
        return Served()
