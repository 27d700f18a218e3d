"""Tables as files that a clerk can look at, correct and give back: CSV files, or one workbook.

Headings are Chinese.  Every cell is text as it will be read again; dates are at their own
precision, so a workbook does not make days of months.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from enum import Enum
from fractions import Fraction
from tempfile import TemporaryDirectory
from typing import Any

from attrs import frozen
from xlsxwriter import Workbook

from partyorg.model import TABLES, Dataset
from partyorg.writers._clean import legal, unformula

__all__ = ["Sheet", "as_csv", "as_workbook", "sheets_of", "table_sheet"]

_WIDEST, _NARROWEST = 60, 8
_LONGEST = 16_000


@frozen
class Sheet:
    """A table to be written: its name, its headings, its rows."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]

    def without(self, headings: Sequence[str]) -> Sheet:
        """Give the sheet with some columns emptied."""
        gone = [heading in headings for heading in self.headings]
        rows = [
            [None if drop else cell for cell, drop in zip(row, gone, strict=True)]
            for row in self.rows
        ]
        return Sheet(self.name, self.headings, rows)


def table_sheet(name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Sheet:
    """Give one of our tables, with its Chinese names."""
    table = TABLES[name]
    chinese = {column.name: column.zh for column in table.columns}
    return Sheet(
        table.zh, [chinese[str(column)] for column in columns], [tuple(row) for row in rows]
    )


def sheets_of(dataset: Dataset) -> list[Sheet]:
    """Give the tables of a data set that have rows."""
    found = []
    for name, table in TABLES.items():
        records = getattr(dataset, name)
        if records:
            columns = [column.name for column in table.columns]
            rows = [[getattr(record, column) for column in columns] for record in records]
            found.append(table_sheet(name, columns, rows))
    return found


def as_csv(sheets: Iterable[Sheet]) -> dict[str, bytes]:
    """Give a CSV file for each table, by its name; in UTF-8 with the mark that Excel looks for."""
    return {f"{sheet.name}.csv": _csv(sheet) for sheet in sheets}


def _csv(sheet: Sheet) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.headings)
    writer.writerows([unformula(_cell(cell)) for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def as_workbook(sheets: Iterable[Sheet]) -> bytes:
    """Give one workbook with a sheet for each table."""
    out = io.BytesIO()
    with TemporaryDirectory(prefix="partyorg-") as scratch:
        book = Workbook(
            out,
            {
                "tmpdir": scratch,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        head = book.add_format({"bold": True, "bg_color": "#37474F", "font_color": "#FFFFFF"})
        plain = book.add_format({"num_format": "@"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            page.freeze_panes(1, 0)
            rows = [[_cell(cell) for cell in row] for row in sheet.rows]
            for at, heading in enumerate(sheet.headings):
                widest = max([2 * len(heading), *(_width(row[at]) for row in rows[:1000])])
                page.set_column(at, at, min(max(widest + 2, _NARROWEST), _WIDEST), plain)
                page.write_string(0, at, heading, head)
            for number, row in enumerate(rows, 1):
                for at, cell in enumerate(row):
                    if cell:
                        page.write_string(number, at, cell, plain)
        book.close()
    return out.getvalue()


def _width(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text[:_WIDEST])


def _cell(value: Any) -> str:
    """Give a cell as text that is read back as what it was."""
    if value is None:
        return ""
    if isinstance(value, Enum):
        return str(getattr(value, "zh", value.value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, tuple | list):
        return ";".join(map(str, value))
    if isinstance(value, Fraction):
        return _decimal(value)
    return legal(str(value))[:_LONGEST]


def _decimal(value: Fraction) -> str:
    """Give an exact decimal; every number that is read is one."""
    if value.denominator == 1:
        return str(value.numerator)
    digits = 1
    while (value * 10**digits).denominator != 1 and digits < 15:  # noqa: PLR2004
        digits += 1
    whole = int(value * 10**digits)
    return f"{whole // 10**digits}.{whole % 10**digits:0{digits}}"
