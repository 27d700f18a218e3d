"""Calendar periods and anniversaries.

A period of years and months has no fixed number of days: five years from 2015-07-01 are over on
2020-07-01, and two years from 2012-02-29 on 2014-02-28.  The rule (compare Civil Code, Art. 202):
add the whole period to the start, once, and where that day does not exist take the last day of
the month.  Adding month by month gives other answers (31 January + 1 month + 1 month is 29 March,
+ 2 months is 31 March) and is never done here.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from attrs import frozen
from dateutil.relativedelta import relativedelta

__all__ = ["FAR", "Period", "anniversary", "first_of_month", "month_index", "whole_months"]

FAR = date.max.toordinal() + 1
"""The day number that stands for an open end: after every day there is."""


@lru_cache(maxsize=1 << 16)
def anniversary(day: int, months: int) -> int:
    """Give the day `months` calendar months after `day`, clamped to the end of a shorter month.

    >>> date.fromordinal(anniversary(date(2008, 2, 29).toordinal(), 60))
    datetime.date(2013, 2, 28)
    """
    return (date.fromordinal(day) + relativedelta(months=months)).toordinal()


@lru_cache(maxsize=1 << 16)
def _month_and_day(day: int) -> tuple[int, int]:
    """Give the number of the month, counted from the year 0, and the day in it."""
    if day >= FAR:
        return 12 * 10_000, 1
    value = date.fromordinal(day)
    return 12 * value.year + value.month - 1, value.day


def month_index(day: int) -> int:
    """Give the number of the month of a day, counted from the year 0; open ends stay far away.

    >>> month_index(date(2015, 8, 31).toordinal()) - month_index(date(2014, 12, 1).toordinal())
    8
    """
    return _month_and_day(day)[0]


def first_of_month(index: int) -> int:
    """Give the first day of the month with this number; the reverse of `month_index`.

    >>> first_of_month(month_index(date(2015, 8, 31).toordinal())) == date(2015, 8, 1).toordinal()
    True
    """
    return date(index // 12, index % 12 + 1, 1).toordinal()


def whole_months(start: int, end: int) -> int:
    """Give the largest n for which `anniversary(start, n) <= end`; -1 if `end` is before `start`.

    >>> whole_months(date(2015, 7, 1).toordinal(), date(2020, 7, 1).toordinal())
    60
    >>> whole_months(date(2015, 7, 1).toordinal(), date(2020, 6, 30).toordinal())
    59
    """
    if end < start:
        return -1
    (first_month, first_day), (last_month, last_day) = _month_and_day(start), _month_and_day(end)
    months = last_month - first_month
    # An anniversary is never later in its month than the start was in its own.
    if first_day <= last_day or anniversary(start, months) <= end:
        return months
    return months - 1


@frozen(order=True, repr=False)
class Period:
    """A calendar period in whole months and days, written as in ISO 8601.

    >>> Period.parse("P5Y")
    Period('P5Y')
    >>> Period.parse("P18M").months
    18
    """

    months: int = 0
    days: int = 0

    @classmethod
    def parse(cls, text: str) -> Period:
        """Read `P5Y`, `P18M`, `P10D` or `P1Y6M`; raise `ValueError` for anything else."""
        match = re.fullmatch(
            r"P(?=\d)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?", text, re.ASCII
        )
        if not match:
            msg = f"'{text}' is not a period; write P5Y, P18M or P10D"
            raise ValueError(msg)
        years, months, days = (int(part or 0) for part in match.groups())
        return cls(12 * years + months, days)

    @classmethod
    def between(cls, start: int, end: int) -> Period:
        """Give the calendar difference of two days: the whole months, then the days left over.

        >>> str(Period.between(date(2015, 7, 1).toordinal(), date(2020, 6, 30).toordinal()))
        'P4Y11M29D'
        """
        months = max(0, whole_months(start, end))
        return cls(months, max(0, end - anniversary(start, months)))

    def after(self, day: int) -> int:
        """Give the day on which the period, begun on `day`, is completed."""
        return anniversary(day, self.months) + self.days

    def words(self, lang: str) -> str:
        """Say it in words, `5年2个月` or `5 years 2 months`."""
        years, months = divmod(self.months, 12)
        parts = [(years, "年", "year"), (months, "个月", "month"), (self.days, "天", "day")]
        shown = [part for part in parts if part[0]] or [parts[2]]
        if lang == "zh":
            return "".join(f"{n}{zh}" for n, zh, _ in shown)
        return " ".join(f"{n} {en}{'' if n == 1 else 's'}" for n, _, en in shown)

    def __str__(self) -> str:
        """Give the ISO 8601 form."""
        years, months = divmod(self.months, 12)
        parts = [f"{n}{unit}" for n, unit in ((years, "Y"), (months, "M"), (self.days, "D")) if n]
        return "P" + "".join(parts) if parts else "P0D"

    def __repr__(self) -> str:
        """Give the constructor call with the ISO form."""
        return f"Period('{self}')"
