"""Windows of the calendar: the stretches in which something is owed again and again.

Weeks are those of ISO 8601, from Monday to Sunday; they belong to the year in which their Thursday
lies.  A half-month goes to the 15th or from the 16th on.  Months are taken together from January:
two months, quarters, half-years.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Literal

from attrs import frozen

__all__ = ["WINDOWS", "Window", "WindowKind", "windows_of"]

WindowKind = Literal[
    "day", "week", "half_month", "month", "two_months", "quarter", "half_year", "year"
]

WINDOWS: dict[WindowKind, tuple[str, str]] = {
    "day": ("天", "days"),
    "week": ("周", "weeks"),
    "half_month": ("个半月", "half-months"),
    "month": ("个月", "months"),
    "two_months": ("个两月", "two-month windows"),
    "quarter": ("个季度", "quarters"),
    "half_year": ("个半年", "half-years"),
    "year": ("年", "years"),
}
"""The kinds of windows, and how they are counted in Chinese and in English."""

_MONTHS: dict[str, int] = {"month": 1, "two_months": 2, "quarter": 3, "half_year": 6, "year": 12}
_MIDDLE = 15


@frozen
class Window:
    """A window: its name and its first and last day, as day numbers."""

    name: str
    first: int
    last: int


@cache
def windows_of(kind: WindowKind, year: int) -> tuple[Window, ...]:
    """Give the windows of a year, in order.

    >>> [window.name for window in windows_of("quarter", 2017)]
    ['2017-Q1', '2017-Q2', '2017-Q3', '2017-Q4']
    >>> len(windows_of("week", 2015)), windows_of("week", 2015)[-1].name
    (53, '2015-W53')
    >>> date.fromordinal(windows_of("week", 2015)[-1].last)
    datetime.date(2016, 1, 3)
    """
    if kind == "week":
        monday, after = (date.fromisocalendar(y, 1, 1).toordinal() for y in (year, year + 1))
        starts = range(monday, after, 7)
        return tuple(Window(f"{year}-W{n:02}", day, day + 6) for n, day in enumerate(starts, 1))
    if kind == "day":
        days = range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
        return tuple(Window(date.fromordinal(day).isoformat(), day, day) for day in days)
    if kind == "half_month":
        return tuple(half for month in range(1, 13) for half in _halves(year, month))
    length = _MONTHS[kind]
    out = []
    for number, month in enumerate(range(1, 13, length), 1):
        first, last = date(year, month, 1), _last_of(year, month + length - 1)
        name = {
            "month": f"{year}-{month:02}",
            "two_months": f"{year}-{month:02}/{year}-{month + 1:02}",
            "quarter": f"{year}-Q{number}",
            "half_year": f"{year}-H{number}",
            "year": f"{year}",
        }[kind]
        out.append(Window(name, first.toordinal(), last.toordinal()))
    return tuple(out)


def _halves(year: int, month: int) -> tuple[Window, Window]:
    first, middle, last = date(year, month, 1), date(year, month, _MIDDLE), _last_of(year, month)
    return (
        Window(f"{first}/{middle}", first.toordinal(), middle.toordinal()),
        Window(f"{middle + timedelta(1)}/{last}", middle.toordinal() + 1, last.toordinal()),
    )


def _last_of(year: int, month: int) -> date:
    after = date(year + 1, 1, 1) if month == 12 else date(year, month + 1, 1)  # noqa: PLR2004
    return after - timedelta(1)
