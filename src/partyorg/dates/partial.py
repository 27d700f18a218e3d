"""Partial dates: a day, a month or a year, exactly as it was written.

Appointment forms give months, registers give days, old files give years.  A partial date stands
for the set of days that it covers and keeps its precision; nothing is filled in.  Days are whole
numbers (`datetime.date.toordinal`), so that all later arithmetic is arithmetic on integers.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from functools import lru_cache
from typing import NoReturn

from attrs import frozen

__all__ = ["FIRST_YEAR", "LAST_YEAR", "PartialDate", "day_number", "parse_day"]

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Dates outside these years are taken for slips of the pen."""

_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(\d{4})-(\d{1,2})-(\d{1,2})",
        r"(\d{4})\.(\d{1,2})\.(\d{1,2})",
        r"(\d{4})/(\d{1,2})/(\d{1,2})",
        r"(\d{4})(\d{2})(\d{2})",
        r"(\d{4})年(\d{1,2})月(\d{1,2})日",
        r"(\d{4})[-.](\d{2})",
        r"(\d{4})(\d{2})",
        r"(\d{4})年(\d{1,2})月",
        r"(\d{4})年?",
    )
)
_EXCEL_EPOCH = date(1899, 12, 30).toordinal()
_SERIALS = range(date(1950, 1, 1).toordinal(), date(2100, 1, 1).toordinal())


@frozen(repr=False, cache_hash=True)
class PartialDate:
    """A day, a month or a year: the set of days from `first` to `last`, both included.

    Both ends are day numbers (`datetime.date.toordinal`).  Two partial dates are equal when they
    have the same value *and* the same precision.  They have no order of their own, for January
    2015 is neither before nor after 2015; compare `first` and `last`.

    >>> PartialDate.parse("2015.08")
    PartialDate('2015-08')
    >>> PartialDate.parse("2015年8月1日").precision
    'day'
    """

    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read one of the written forms; raise `ValueError`, saying what would be right.

        Read are `2015-08-01`, `2015.08.01`, `2015/8/1`, `20150801`, `2015年8月1日`, `2015-08`,
        `2015.08`, `201508`, `2015年8月`, `2015` and `2015年`.  `2015.8` is refused: where a
        spreadsheet has dropped a zero it may be August or, as `2015.1`, October.
        """
        return _parse(text.strip())

    @classmethod
    def of(cls, year: int, month: int | None = None, day: int | None = None) -> PartialDate:
        """Make one from numbers; a `ValueError` if there is no such date."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            msg = f"year {year} lies outside {FIRST_YEAR} to {LAST_YEAR}; write it as in 2015"
            raise ValueError(msg)
        if month is None:
            if day is not None:
                msg = f"day {day} of no month; give the month too"
                raise ValueError(msg)
            return cls(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
        if not 1 <= month <= 12:  # noqa: PLR2004
            msg = f"there is no month {month}; months are 01 to 12, as in {year}-08"
            raise ValueError(msg)
        days = monthrange(year, month)[1]
        start = date(year, month, 1).toordinal()
        if day is None:
            return cls(start, start + days - 1)
        if not 1 <= day <= days:
            what = f"{year}-{month:02} has {days} days, there is no day {day}"
            msg = f"{what}; write a day from 01 to {days}"
            raise ValueError(msg)
        return cls(start + day - 1, start + day - 1)

    @classmethod
    def from_cell(cls, value: object) -> PartialDate:
        """Read a cell of any table: text, a date, or a number as a workbook stores it.

        A number is read by its digits (20150801, 201508, 2015, and 2015.08 with both decimals).
        A date serial of a workbook is refused, naming the date that it stands for.
        """
        if isinstance(value, datetime):
            return cls.of(value.year, value.month, value.day)
        if isinstance(value, date):
            return cls.of(value.year, value.month, value.day)
        if isinstance(value, float):
            value = int(value) if value.is_integer() else repr(value)
        return _parse(str(value).strip())

    @property
    def precision(self) -> str:
        """`"day"`, `"month"` or `"year"`."""
        if self.first == self.last:
            return "day"
        return "month" if self.last - self.first < 31 else "year"  # noqa: PLR2004

    def __str__(self) -> str:
        """Give the ISO form at its own precision: `2015`, `2015-08` or `2015-08-01`."""
        length = {"year": 4, "month": 7, "day": 10}[self.precision]
        return date.fromordinal(self.first).isoformat()[:length]

    def __repr__(self) -> str:
        """Give the constructor call with the ISO form."""
        return f"PartialDate('{self}')"


@lru_cache(maxsize=1 << 16)
def _parse(text: str) -> PartialDate:
    for form in _FORMS:
        if match := form.fullmatch(text):
            return PartialDate.of(*map(int, match.groups()))
    return _refuse(text)


def _refuse(text: str) -> NoReturn:
    if re.fullmatch(r"\d{4}\.[1-9]", text):
        month = text[5:]
        other = " (or, a nought dropped, October)" if month == "1" else ""
        msg = f"one digit for the month{other}; write {text[:4]}-0{month}"
    elif re.fullmatch(r"\d{5}", text) and int(text) + _EXCEL_EPOCH in _SERIALS:
        day = date.fromordinal(int(text) + _EXCEL_EPOCH)
        msg = f"'{text}' looks like a workbook's serial number of {day}; format the cell as a date"
    else:
        msg = "not a date; write 2015-08-01, 2015-08 or 2015"
    raise ValueError(msg)


def day_number(day: date | str | PartialDate) -> int:
    """Give the number of a day; a `ValueError` if what is given is not one whole day.

    >>> day_number("2015-12-31") == date(2015, 12, 31).toordinal()
    True
    """
    if isinstance(day, date):
        return day.toordinal()
    value = day if isinstance(day, PartialDate) else PartialDate.parse(day)
    if value.first != value.last:
        msg = f"'{value}' is not a whole day; write it like 2015-12-31"
        raise ValueError(msg)
    return value.first


def parse_day(text: str) -> date:
    """Read one whole day, for instance from a command line.

    >>> parse_day("2015-12-31")
    datetime.date(2015, 12, 31)
    """
    return date.fromordinal(day_number(text))
