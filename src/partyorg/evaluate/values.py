"""Every value that a missing fact may have, each put in its place.

A date known to the month is put on each of its days, one known to the year on the first and the
last day of each month: there verdicts turn, for service is counted in months.  What is empty is
put at every choice, or at values between which verdicts turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from attrs import evolve

from partyorg.dates import PartialDate
from partyorg.model import TABLES, Completeness, Dataset
from partyorg.model.columns import Column, columns_of
from partyorg.verdict import Unknown

__all__ = ["instant", "owned", "owner", "variants", "written", "year_of"]

_MOST_DAYS = 40
"""Of a date that may be more days than these, the first and the last of every month are tried."""

_YEARS = 10
"""For an empty date a day is tried in each of so many years before and after those written."""


def owned(data: Dataset, unknown: Unknown) -> Unknown:
    """Give a fact as one of its owner: whomever a finding has in mind, it is the same fact."""
    return evolve(unknown, of=owner(data, unknown) or unknown.of)


def instant(data: Dataset, unknown: Unknown) -> tuple[str, str] | Unknown:
    """Give what tells one fact from others: a person's vague date, written alike, is one fact."""
    whose = getattr(_row(data, unknown), "person_id", None)
    if unknown.code != "date-to-the-day" or whose is None:
        return unknown
    return whose, written(data, unknown) or ""


def owner(data: Dataset, unknown: Unknown) -> str | None:
    """Give the person or organisation whose row a fact belongs to; None where it is of no row."""
    row = _row(data, unknown)
    names = ("person_id", "org_id", "authority")
    return next((key for name in names if (key := getattr(row, name, None))), None)


def year_of(data: Dataset, unknown: Unknown) -> int | None:
    """Give the year that the row of a fact is about; None where it is about none."""
    return getattr(_row(data, unknown), "year", None)


def _row(data: Dataset, unknown: Unknown) -> Any:
    rows = getattr(data, unknown.table or "", ())
    return next((row for row in rows if row.row == unknown.row), None)


def variants(data: Dataset, unknown: Unknown) -> Iterator[Dataset]:
    """Give the data set with each value that a fact may have."""
    if unknown.code == "rows" and unknown.table in TABLES:
        yield _complete(data, unknown)
        return
    row = _row(data, unknown)
    if row is None or unknown.column is None or unknown.table is None:
        return
    if unknown.code == "date-to-the-day":
        value: PartialDate = getattr(row, unknown.column)
        for day in _days(value):
            yield _dated(data, unknown.table, row, value, PartialDate(day, day))
    elif unknown.code == "value":
        (column,) = [c for c in TABLES[unknown.table].columns if c.name == unknown.column]
        for one in _values(data, column, row):
            yield _replaced(data, unknown.table, {row.row: evolve(row, **{column.name: one})})


def _values(data: Dataset, column: Column, row: Any) -> Iterable[Any]:
    """Give the values to be tried in an empty cell: all, or those between which verdicts turn.

    A day is tried about each date of the same row and of the same person's posts, and in the years
    before and after them; a number at zero, at each other number of its row, and at half of it.  An
    identifier is not guessed.
    """
    if column.choices is not None:
        return column.choices
    if column.type_name == "yes/no":
        return (True, False)
    if column.type_name == "date":
        posts = data.appointments_of.get(getattr(row, "person_id", ""), ())
        dates = [value for one in (row, *posts) for value in _written(one, "date")]
        ends = {day for value in dates for day in (value.first, value.last)}
        years = {date.fromordinal(day).year for day in ends}
        days = {day + shift for day in ends for shift in (-1, 0, 1)}
        days |= {
            date(year + shift, 1, 1).toordinal()
            for year in years
            for shift in range(-_YEARS, _YEARS + 1)
        }
        return [PartialDate(day, day) for day in sorted(days)]
    if column.type_name in ("count", "number"):
        numbers = _written(row, "count", "number")
        return sorted({0, *numbers, *(number // 2 for number in numbers)}) if numbers else (0, 1000)
    return ()


def _written(row: Any, *types: str) -> list[Any]:
    """Give what a row holds in its columns of some types."""
    columns = [c.name for c in columns_of(type(row)) if c.type_name in types]
    return [value for name in columns if (value := getattr(row, name)) is not None]


def _days(value: PartialDate) -> list[int]:
    days = range(value.first, value.last + 1)
    if len(days) <= _MOST_DAYS:
        return list(days)
    edges = (date.fromordinal(day) for day in days)
    return [d.toordinal() for d in edges if 1 in (d.day, date.fromordinal(d.toordinal() + 1).day)]


def _dated(data: Dataset, table: str, row: Any, value: PartialDate, day: PartialDate) -> Dataset:
    """Give the data set with a date known to the day, wherever the person's rows write it alike."""
    person = getattr(row, "person_id", None)
    if person is None:
        names = [c.name for c in TABLES[table].columns if getattr(row, c.name) == value]
        return _replaced(data, table, {row.row: evolve(row, **dict.fromkeys(names, day))})
    changed = data
    for name in ("people", "appointments"):
        rows = {}
        for one in getattr(data, name):
            if one.person_id == person:
                columns = [c.name for c in TABLES[name].columns if getattr(one, c.name) == value]
                if columns:
                    rows[one.row] = evolve(one, **dict.fromkeys(columns, day))
        if rows:
            changed = _replaced(changed, name, rows)
    if table not in ("people", "appointments"):
        names = [c.name for c in TABLES[table].columns if getattr(row, c.name) == value]
        changed = _replaced(changed, table, {row.row: evolve(row, **dict.fromkeys(names, day))})
    return changed


def _replaced(data: Dataset, table: str, rows: dict[int, Any]) -> Dataset:
    """Give the data set with some rows of a table otherwise."""
    old = getattr(data, table)
    tables: dict[str, Any] = {table: tuple(rows.get(row.row, row) for row in old)}
    if table == "organizations":  # on which what is said of anybody may hang
        return data.amended(None, **tables)
    whose = {getattr(row, "person_id", "") for row in rows.values()}
    return data.amended(whose | data.derived.get("changed", frozenset()), **tables)


def _complete(data: Dataset, unknown: Unknown) -> Dataset:
    """Give the data set with a table said to have every row there is."""
    of = unknown.of or ""
    told = Completeness(
        row=len(data.completeness) + 1,
        table=unknown.table or "",
        year=int(of) if len(of) == len("2015") and of.isdigit() else None,
        org_id=of if of in data.organization else None,
    )
    return data.amended(None, completeness=(*data.completeness, told))


def written(data: Dataset, unknown: Unknown) -> str | None:
    """Give what stands in the place of a fact now; None where nothing does."""
    value = getattr(_row(data, unknown), unknown.column or "", None)
    return str(value) if isinstance(value, (str, PartialDate)) else None
