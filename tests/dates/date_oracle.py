"""Service time by brute force: sets of days, sets of months, every way to fill in a date.

Nothing here uses the library.  A date is its ISO text at its precision (`2015-08-01`, `2015-08`,
`2015`), a day is its ordinal, a spell is a pair of texts of which either may be None.  All of it
is slow and plain on purpose: it is the statement of the rules, not another way to the answer.
"""

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from math import prod

SpellText = tuple[str | None, str | None]
Pair = tuple[int, int]

# All cases lie well inside this window; beyond it no day is ever looked at.
WINDOW = (date(2011, 1, 1).toordinal(), date(2014, 12, 31).toordinal())
TOO_MANY = 600


# The calendar -----------------------------------------------------------------------------------


def number(text: str) -> int:
    """Give the ordinal of an ISO day."""
    return date.fromisoformat(text).toordinal()


def days_of(text: str) -> Pair:
    """Give the first and the last day that a date may be."""
    parts = [int(part) for part in text.split("-")]
    year = parts[0]
    first_month, last_month = (parts[1], parts[1]) if len(parts) > 1 else (1, 12)
    if len(parts) == 3:
        day = date(*parts).toordinal()
        return day, day
    last_day = calendar.monthrange(year, last_month)[1]
    return date(year, first_month, 1).toordinal(), date(year, last_month, last_day).toordinal()


def month_of(day: int) -> int:
    """Number the month in which a day lies."""
    when = date.fromordinal(day)
    return when.year * 12 + when.month - 1


def add_months(day: int, months: int) -> int:
    """Add calendar months once, and stay within a shorter month."""
    when = date.fromordinal(day)
    year, month = divmod(when.year * 12 + when.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(when.day, last)).toordinal()


def completed_months(start: int, end: int, extra: int = 0) -> int:
    """Count by trying: the months whose anniversary, and `extra` days, are not after `end`."""
    done = 0
    while add_months(start, done + 1) + extra <= end:
        done += 1
    return done


def difference(start: int, end: int) -> tuple[int, int]:
    """Give whole months and the days that are left over."""
    months = completed_months(start, end)
    return months, end - add_months(start, months)


# One reading: every date is a day ---------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """Months of service; where the rules of counting leave room, the fewest and the most."""

    fewest: int
    most: int
    observed: tuple[int, int] | None = None


@dataclass(frozen=True)
class Reading:
    """Spells, and what is taken off, with every date known to the day."""

    spells: tuple[Pair, ...]
    minus: tuple[Pair, ...] = ()
    since: int | None = None
    unknown: tuple[Pair, ...] = ()

    def days(self) -> set[int]:
        """Give the days of service."""
        held: set[int] = set()
        for start, end in self.spells + self.unknown:
            held.update(range(max(start, WINDOW[0]), min(end, WINDOW[1])))
        for start, end in self.minus:
            held.difference_update(range(max(start, WINDOW[0]), min(end, WINDOW[1])))
        return held


def runs(days: Iterable[int]) -> list[Pair]:
    """Part a set of whole numbers into half-open unbroken runs."""
    found: list[Pair] = []
    for day in sorted(days):
        if found and found[-1][1] == day:
            found[-1] = (found[-1][0], day + 1)
        else:
            found.append((day, day + 1))
    return found


def cumulative_by_days(reading: Reading, as_of: int, extra: int = 0) -> Answer:
    """Move the start of each stretch back by the days of earlier ones; look for anniversaries."""
    since = WINDOW[0] if reading.since is None else reading.since
    earlier, best, observed = 0, 0, (0, 0)
    for start, end in runs(day for day in reading.days() if since <= day < as_of):
        moved = start - earlier
        best = max(best, completed_months(moved, end, extra))
        observed = difference(moved, end)
        earlier += end - start
    return Answer(best, best, observed)


def continuous_by_days(reading: Reading, as_of: int, extra: int = 0) -> Answer | None:
    """Walk back from `as_of` to the first day of the stretch."""
    held = reading.days()
    if as_of not in held:
        return None
    start = as_of
    while start - 1 in held:
        start -= 1
    months = completed_months(start, as_of, extra)
    return Answer(months, months, difference(start, as_of))


def cumulative_by_months(reading: Reading, as_of: int) -> Answer:
    """Cut every date to its month, then count the months that remain."""
    held: set[int] = set()
    for start, end in reading.spells + reading.unknown:
        held.update(range(month_of(start), month_of(min(end, as_of))))
    for start, end in reading.minus:
        held.difference_update(range(month_of(start), month_of(end)))
    if reading.since is not None:
        held = {month for month in held if month >= month_of(reading.since)}
    return Answer(len(held), len(held), (len(held), 0))


def continuous_by_months(reading: Reading, as_of: int) -> Answer | None:
    """Days tell which stretch it is; a gap within one month parts nothing."""
    held = reading.days()
    if as_of not in held:
        return None
    stretches = [stretch for stretch in runs(held) if stretch[0] <= as_of]
    start, _ = stretches.pop()
    while stretches and month_of(stretches[-1][1]) == month_of(start):
        start, _ = stretches.pop()
    months = month_of(as_of) - month_of(start)
    return Answer(months, months, (months, 0))


def _inclusive_sets(reading: Reading, as_of: int) -> tuple[set[int], set[int]]:
    """Give the months of service, read strictly and read generously.

    The design does not say whether a spell without a day in it, or one that lies after `as_of`
    or before `since` but in the same month, has a month; nor whether two secondments that touch
    take the month between them, nor whether one that lasts takes the month of `as_of`.
    """
    since = WINDOW[0] if reading.since is None else reading.since
    strict: set[int] = set()
    generous: set[int] = set()
    for start, end in reading.spells:
        generous.update(range(month_of(start), month_of(end) + 1))
        first, last = max(start, since), min(end, as_of)
        if first < last:
            strict.update(range(month_of(first), month_of(last) + 1))
    for start, end in reading.unknown:
        generous.update(range(month_of(start), month_of(end) + 1))
        first, last = max(start, since), min(end, as_of)
        if first < last:
            strict.update(range(month_of(first), month_of(last - 1) + 1))
    joined: list[Pair] = []
    for start, end in sorted(reading.minus):
        generous.difference_update(range(month_of(start) + 1, month_of(min(end, as_of))))
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    for start, end in joined:
        strict.difference_update(range(month_of(start) + 1, month_of(end)))
    kept = range(month_of(since), month_of(as_of) + 1)
    return strict & set(kept), generous & set(kept)


def cumulative_inclusive(reading: Reading, as_of: int) -> Answer:
    """Count the months, those of both ends included."""
    strict, generous = _inclusive_sets(reading, as_of)
    return Answer(len(strict), len(generous))


def continuous_inclusive(reading: Reading, as_of: int) -> Answer | None:
    """Count adjacent months back from the month of `as_of`."""
    if as_of not in reading.days():
        return None
    counts = []
    for months in _inclusive_sets(reading, as_of):
        here = month_of(as_of)
        while here - 1 in months:
            here -= 1
        counts.append(month_of(as_of) - here + 1)
    return Answer(counts[0], counts[1])


CUMULATIVE = {
    "day": cumulative_by_days,
    "month": cumulative_by_months,
    "inclusive_month": cumulative_inclusive,
}
CONTINUOUS = {
    "day": continuous_by_days,
    "month": continuous_by_months,
    "inclusive_month": continuous_inclusive,
}


# Every reading ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Case:
    """What is written, before anybody fills in the days."""

    spells: tuple[SpellText, ...]
    as_of: int
    maybe: tuple[SpellText, ...] = ()
    minus: tuple[SpellText, ...] = ()
    maybe_minus: tuple[SpellText, ...] = ()
    unknown: tuple[Pair, ...] = ()
    since: str | None = None

    def well_ordered(self) -> bool:
        """Tell whether no filling could put an end before its start."""
        return all(
            start is not None and (end is None or days_of(start)[1] <= days_of(end)[0])
            for start, end in self.spells + self.maybe + self.minus + self.maybe_minus
        )

    def points(self) -> set[int]:
        """Give the days at which something may change."""
        found = {self.as_of - 1, self.as_of, self.as_of + 1}
        for spell in self.spells + self.maybe + self.minus + self.maybe_minus:
            for text in spell:
                if text is not None:
                    found.update(days_of(text))
        return found


class TooManyFillingsError(Exception):
    """Raised for a case that is too large to be tried out."""


def subsets(items: Sequence) -> Iterator[tuple]:
    """Give every choice of some of the items."""
    for size in range(len(items) + 1):
        yield from combinations(items, size)


def _candidates(span: Pair, points: set[int], *, rich: bool) -> list[int]:
    first, last = span
    days = {first, last}
    if rich:
        days.add((first + last) // 2)
        days.update(point for point in points if first < point < last)
    return sorted(days)


def _variables(
    spells: Sequence[SpellText], since: str | None
) -> tuple[dict[object, Pair], list[tuple[object, object]]]:
    """Name the unknowns: the days each may be, and which two of them each spell has."""
    ends = [end for _, end in spells]
    shared = {
        start
        for i, (start, _) in enumerate(spells)
        if start is not None and (start == since or start in ends[:i] + ends[i + 1 :])
    }
    spans: dict[object, Pair] = {}
    wanted: list[tuple[object, object]] = []
    for i, (start, end) in enumerate(spells):
        start_key: object = start if start in shared else (i, "start")
        end_key: object = end if end in shared else (i, "end")
        latest = WINDOW[0] if end is None else days_of(end)[1]
        spans[start_key] = (WINDOW[0], latest) if start is None else days_of(start)
        spans[end_key] = (WINDOW[1], WINDOW[1]) if end is None else days_of(end)
        wanted.append((start_key, end_key))
    if since is not None:
        spans[since] = days_of(since)
    return spans, wanted


def fillings(
    spells: Sequence[SpellText], points: set[int], since: str | None = None
) -> list[tuple[tuple[Pair, ...], int | None]]:
    """Fill in every date, in all ways in which no spell ends before it starts.

    An end and the start of another spell written the same are one instant; so are `since` and a
    start written the same.  Whatever else is written the same is independent.
    """
    spans, wanted = _variables(spells, since)
    for rich in (True, False):
        choices = [_candidates(span, points, rich=rich) for span in spans.values()]
        if prod(map(len, choices)) <= TOO_MANY:
            break
    else:
        raise TooManyFillingsError
    found = set()
    for values in product(*choices):
        chosen = dict(zip(spans, values, strict=True))
        pairs = tuple((chosen[start], chosen[end]) for start, end in wanted)
        if all(start <= end for start, end in pairs):
            found.add((pairs, None if since is None else chosen[since]))
    return sorted(found, key=repr)


def readings(case: Case) -> list[Reading]:
    """Give every reading of a case: which doubtful rows count, and on which days all things are."""
    points = case.points()
    careers = [
        filled
        for some in subsets(case.maybe)
        for filled in fillings(case.spells + some, points, case.since)
    ]
    losses = [
        pairs
        for some in subsets(case.maybe_minus)
        for pairs, _ in fillings(case.minus + some, points)
    ]
    gaps = list(subsets(case.unknown))
    if len(careers) * len(losses) * len(gaps) > TOO_MANY:
        raise TooManyFillingsError
    return [
        Reading(pairs, minus, since, unknown)
        for pairs, since in careers
        for minus in losses
        for unknown in gaps
    ]
