"""The calendar for many days at once: two tables instead of dates.

A period of months is completed on its anniversary, clamped to the end of a shorter month (see
`partyorg.dates.period`).  Put the month of a day and its place in the month into one number,
`32 * month + day - 1`, and let the last day of a month stand behind every other day of it when it
is an end: then the whole months between two days are one subtraction and one shift, leap days and
month ends included.

>>> from datetime import date
>>> start, end = (np.array([date(*d).toordinal()]) for d in ((2008, 2, 29), (2013, 2, 28)))
>>> int(whole_months(start, end)[0])
60
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from partyorg.dates import FAR

__all__ = [
    "FIRST_MONTH",
    "SHORTEST",
    "Days",
    "anniversary",
    "first_of_month",
    "month_index",
    "tables",
    "whole_months",
]

SHORTEST = 28
"""The days of the shortest month: no number of months goes by in fewer days each."""

Days = NDArray[np.int32]
"""Day numbers, as `datetime.date.toordinal` gives them."""

FIRST_MONTH = 12  # January of the year 1; months count from the year 0
_LAST = 30  # in a month, as an end: no day of a month stands behind its last one


@frozen(eq=False)
class _Tables:
    """`start` and `end`: the number of each day as one or the other; `first` day of each month."""

    start: Days
    end: Days
    first: Days


@cache
def tables() -> _Tables:
    """Give the tables; they are made once, for all days there are (about 30 MB)."""
    months = np.arange("0001-01", "10000-02", dtype="M8[M]")
    epoch = np.datetime64("0001-01-01", "D")
    first = ((months.astype("M8[D]") - epoch).astype(np.int64) + 1).astype(np.int32)
    number = np.arange(FIRST_MONTH, FIRST_MONTH + len(months), dtype=np.int32)
    start = np.empty(FAR + 1, np.int32)
    start[0] = 0  # no day has this number
    offsets = 32 * number - first
    start[1:FAR] = np.repeat(offsets[:-1], np.diff(first)) + np.arange(1, FAR, dtype=np.int32)
    start[FAR] = 32 * number[-1]
    end = start.copy()
    end[first[1:] - 1] |= 31  # the day numbers of a month begin with nought in the last five bits
    end[first[1:] - 1] -= 31 - _LAST
    return _Tables(start, end, first)


def whole_months(start: Any, end: Any) -> Any:
    """Give the largest n for which the anniversary of n months after `start` is not after `end`."""
    known = tables()
    return (known.end[end] - known.start[start]) >> 5


def month_index(day: Any) -> Any:
    """Give the number of the month of each day, counted from the year 0."""
    return tables().start[day] >> 5


def first_of_month(index: Any) -> Any:
    """Give the first day of each month."""
    return tables().first[index - FIRST_MONTH]


def anniversary(day: Any, months: Any) -> Any:
    """Give the day so many months after each day, clamped to the end of a shorter month."""
    known = tables()
    place = known.start[day]
    index = (place >> 5) + months - FIRST_MONTH
    first = known.first[index]
    return first + np.minimum(place & 31, known.first[index + 1] - first - 1)
