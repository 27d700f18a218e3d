"""Workbooks (.xlsx, .xls, .ods): one way in, for our own tables and for whatever else is in sheets.

`read` gives our tables: one sheet a table, the first row that is not blank the heading.  `opened`
gives any sheet as rows of cells, for those who find out themselves what stands where.

calamine reads the cells.  What it does not tell is looked up in the file beforehand, by
`workbook_zip` and `workbook_ole`: which cells hold a formula that went wrong (calamine gives them
as empty, and an empty end would be an open end), which dates are shown without their day (whoever
types 2015-8 into a sheet gets the first of August, shown as 2015-08, and meant the month), and
whether the file is encrypted, broken, or would unpack beyond all bounds.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import field, frozen

from partyorg.errors import InputInfo
from partyorg.model import RawTable, table_named
from partyorg.readers import workbook_ole, workbook_zip
from partyorg.readers.faults import InputError
from partyorg.readers.files import contents
from partyorg.readers.limits import Limits
from partyorg.readers.marks import Marks, broken, encrypted

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

__all__ = ["Book", "Merge", "opened", "read"]


def read(path: Path, limits: Limits) -> list[RawTable]:
    """Read the sheets of a workbook that have the name of a table."""
    book = opened(path, limits)
    tables = []
    for name in book.names:
        if table_named(name) is None:
            tables.append(RawTable(name, (), (), InputInfo(path.name, None, 0)))
        else:
            tables.append(_table(path, name, list(book.sheet(name).rows())))
    return tables


def opened(path: Path, limits: Limits) -> Book:
    """Open a workbook, once it has been found to be within the limits."""
    data = contents(path, limits.workbook_bytes)
    if data.startswith(b"PK"):
        marks = workbook_zip.examine(path.name, data, limits)
    elif data.startswith(workbook_ole.MAGIC):
        marks = workbook_ole.examine(path.name, data)
    else:
        raise _no_workbook(path, data)
    with _guarded(path):
        book = _calamine(path, data)
    # Others are charts, dialogues, macros.
    names = [sheet.name for sheet in book.sheets_metadata if str(sheet.typ).endswith("WorkSheet")]
    return Book(path, tuple(names), book, marks)


Merge = tuple[int, int, int, int]
"""Cells made one: first and last row, first and last column, all from 0."""


@frozen
class Book:
    """A workbook, and the names of its worksheets."""

    path: Path
    names: tuple[str, ...]
    _book: CalamineWorkbook = field(repr=False)
    _marks: dict[str, Marks] = field(repr=False)

    def sheet(self, name: str) -> Sheet:
        """Give a sheet by its name."""
        with _guarded(self.path):
            return Sheet(
                self.path, self._book.get_sheet_by_name(name), self._marks.get(name, Marks())
            )


@frozen
class Sheet:
    """A worksheet; its rows are made one by one."""

    path: Path
    _sheet: CalamineSheet = field(repr=False)
    _marks: Marks = field(repr=False)

    @property
    def left(self) -> int:
        """The column, from 0, in which the rows begin."""
        return self._sheet.start[1] if self._sheet.start else 0

    def rows(self) -> Iterator[list[object]]:
        """Give all rows from the first of the sheet on, with what calamine does not tell."""
        left = self.left
        marked: dict[int, list[tuple[int, str, bool]]] = {}
        for told, is_shape in ((self._marks.errors, False), (self._marks.shapes, True)):
            for (row, column), text in told.items():
                marked.setdefault(row, []).append((column - left, text, is_shape))
        with _guarded(self.path):
            for number, line in enumerate(self._sheet.iter_rows()):
                cells: list[object] = list(line)
                for at, text, is_shape in marked.get(number, ()):
                    if not 0 <= at < len(cells):
                        continue
                    if not is_shape:
                        cells[at] = text
                    elif isinstance(day := cells[at], date):
                        cells[at] = day.strftime(text)
                yield cells

    def merged(self) -> list[Merge]:
        """Give the cells that were made one; none where the format does not tell."""
        with _guarded(self.path):
            found = getattr(self._sheet, "merged_cell_ranges", None) or ()
            return [(top, bottom, left, right) for (top, left), (bottom, right) in found]


def _no_workbook(path: Path, data: bytes) -> InputError:
    if b"<html" in data[:4096].lower() or b"<table" in data[:4096].lower():
        return InputError(
            path.name,
            "not-a-workbook",
            "这是网页，不是工作簿（系统导出时常见）；请用 Excel 或 WPS 打开后另存为 .xlsx",
            "a web page, not a workbook (some systems export these); open it in Excel or WPS and "
            "save it as .xlsx",
        )
    return InputError(
        path.name,
        "not-a-workbook",
        "不是工作簿；若是文本请改名为 .csv，否则请重新导出",
        "not a workbook; if it is text name it .csv, else export it anew",
    )


def _calamine(path: Path, data: bytes) -> CalamineWorkbook:
    import python_calamine as calamine  # noqa: PLC0415  (only when a workbook comes)

    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError as error:
        raise encrypted(path.name) from error


@contextmanager
def _guarded(path: Path) -> Iterator[None]:
    """Hold steps with calamine; whatever goes wrong there, the workbook is broken."""
    try:
        yield
    except InputError:
        raise
    except BaseException as error:
        # A panic in compiled code is not an `Exception`, nor has its class a public name.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise broken(path.name) from error
        raise


def _table(path: Path, name: str, rows: list[list[object]]) -> RawTable:
    start = next((at for at, row in enumerate(rows) if any(cell != "" for cell in row)), len(rows))
    headings = rows[start] if start < len(rows) else []
    rows = rows[start + 1 :]
    count = sum(1 for row in rows if any(cell != "" for cell in row))
    return RawTable(name, headings, rows, InputInfo(path.name, None, count))
