"""Working days (工作日): neither weekends nor statutory holidays, but the days made up for them.

Which days are holidays is decided year by year; the calendar comes from the package
`chinesecalendar`.  Of years that it does not have, only bounds are known: at best every day is a
working day, at worst no weekend is, nor any of the longest holiday.
"""

from __future__ import annotations

from datetime import date, timedelta

__all__ = ["nth_working_day"]

_LONGEST_HOLIDAY = 8  # weekdays
_SATURDAY = 6


def nth_working_day(day: int, number: int) -> tuple[int, int]:
    """Give the day on which the `number`-th working day falls, counting from `day` itself.

    It is a pair (at the earliest, at the latest), equal where the calendar is known.

    >>> first = date(2021, 3, 8).toordinal()  # a Monday
    >>> [date.fromordinal(day).isoformat() for day in nth_working_day(first, 5)]
    ['2021-03-12', '2021-03-12']
    """
    import chinese_calendar  # noqa: PLC0415  (only rules with working days need the calendar)

    at, left = date.fromordinal(day), number
    while True:
        try:
            left -= chinese_calendar.is_workday(at)
        except NotImplementedError:
            return day + number - 1, _latest(at, left)
        if left <= 0:
            return at.toordinal(), at.toordinal()
        at += timedelta(1)


def _latest(at: date, left: int) -> int:
    """Count weekdays, and as many more as the longest holiday can take away."""
    left += _LONGEST_HOLIDAY
    while True:
        left -= at.isoweekday() < _SATURDAY
        if left <= 0:
            return at.toordinal()
        at += timedelta(1)
