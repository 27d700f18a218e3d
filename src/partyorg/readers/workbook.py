"""Workbooks (.xlsx, .xls, .ods): one sheet a table, the first row that is not blank the heading.

calamine reads the cells.  What it does not tell is looked up in the file beforehand, by
`workbook_zip` and `workbook_ole`: which cells hold a formula that went wrong (calamine gives them
as empty, and an empty end would be an open end), which dates are shown without their day (whoever
types 2015-8 into a sheet gets the first of August, shown as 2015-08, and meant the month), and
whether the file is encrypted, broken, or would unpack beyond all bounds.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from partyorg.errors import InputInfo
from partyorg.model import RawTable, table_named
from partyorg.readers import workbook_ole, workbook_zip
from partyorg.readers.faults import InputError
from partyorg.readers.files import contents
from partyorg.readers.limits import Limits
from partyorg.readers.marks import Marks, broken, encrypted

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

__all__ = ["read"]

_Given = TypeVar("_Given")


def read(path: Path, limits: Limits) -> list[RawTable]:
    """Read the sheets of a workbook."""
    data = contents(path, limits.workbook_bytes)
    if data.startswith(b"PK"):
        marks = workbook_zip.examine(path.name, data, limits)
    elif data.startswith(workbook_ole.MAGIC):
        marks = workbook_ole.examine(path.name, data)
    else:
        raise _no_workbook(path, data)
    book = _guarded(path, lambda: _opened(path, data))
    tables = []
    for sheet in book.sheets_metadata:
        if not str(sheet.typ).endswith("WorkSheet"):  # a chart, a dialogue, a macro
            continue
        if table_named(sheet.name) is None:
            tables.append(RawTable(sheet.name, (), (), InputInfo(path.name, None, 0)))
        else:
            tables.append(_table(path, book, sheet.name, marks.get(sheet.name, Marks())))
    return tables


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


def _opened(path: Path, data: bytes) -> CalamineWorkbook:
    import python_calamine as calamine  # noqa: PLC0415  (only when a workbook comes)

    try:
        return calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    except calamine.PasswordError as error:
        raise encrypted(path.name) from error


def _guarded(path: Path, step: Callable[[], _Given]) -> _Given:
    """Take a step with calamine; whatever goes wrong there, the workbook is broken."""
    try:
        return step()
    except InputError:
        raise
    except BaseException as error:
        # A panic in compiled code is not an `Exception`, nor has its class a public name.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise broken(path.name) from error
        raise


def _table(path: Path, book: CalamineWorkbook, name: str, marks: Marks) -> RawTable:
    rows = _guarded(path, lambda: _rows(book.get_sheet_by_name(name), marks))
    start = next((at for at, row in enumerate(rows) if any(cell != "" for cell in row)), len(rows))
    headings = rows[start] if start < len(rows) else []
    rows = rows[start + 1 :]
    count = sum(1 for row in rows if any(cell != "" for cell in row))
    return RawTable(name, headings, rows, InputInfo(path.name, None, count))


def _rows(sheet: CalamineSheet, marks: Marks) -> list[list[object]]:
    """Give all rows from the first of the sheet on, with what calamine does not tell."""
    rows: list[list[object]] = [list(row) for row in sheet.iter_rows()]
    first = sheet.start[1] if sheet.start else 0
    for (row, column), text in marks.errors.items():
        if row < len(rows) and 0 <= column - first < len(rows[row]):
            rows[row][column - first] = text
    for (row, column), shape in marks.shapes.items():
        cells = rows[row] if row < len(rows) else []
        if 0 <= column - first < len(cells) and isinstance(day := cells[column - first], date):
            cells[column - first] = day.strftime(shape)
    return rows
