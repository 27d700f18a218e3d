"""Sheets as grids of cells: all of a workbook, or a CSV file, whatever they are called.

The way in is that of our own tables (`partyorg.readers`): the same limits, the same marks for
formulas gone wrong and for dates shown without their day.  Blank rows are passed over as they come,
so that a sheet with a million of them costs no memory here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from attrs import field, frozen

from partyorg.errors import InputInfo, masked
from partyorg.model.cells import is_empty
from partyorg.readers import InputError, Limits, delimited, workbook
from partyorg.readers.files import fingerprint, missing
from partyorg.readers.formats import FORMATS, format_of
from partyorg.readers.workbook import Merge

__all__ = ["Grid", "GridRow", "Grids", "letters", "read_grids"]


@frozen
class GridRow:
    """A row that is not blank: its number in the sheet, from 1, and its cells (None is blank)."""

    number: int
    cells: tuple[object, ...] = field(repr=False)

    def __getitem__(self, at: int) -> object:
        """Give a cell; None beyond the end of the row."""
        return self.cells[at] if at < len(self.cells) else None

    @property
    def filled(self) -> list[object]:
        """The cells that are not blank."""
        return [cell for cell in self.cells if cell is not None]


@frozen
class Grid:
    """A sheet: its name, fit to be quoted, its rows, and which cells were made one.

    `left` is the column of the sheet, from 0, where the rows begin.  `merged` counts rows from 1,
    like `GridRow`, and columns as the cells of a row.  A CSV file is a sheet without a name.
    """

    sheet: str | None
    rows: tuple[GridRow, ...] = field(repr=False)
    left: int = 0
    merged: tuple[Merge, ...] = field(default=(), repr=False)

    def column(self, at: int) -> str:
        """Give the letters of the column of a cell."""
        return letters(self.left + at)


@frozen
class Grids:
    """All sheets of a file, and what the file was."""

    input: InputInfo
    sheets: tuple[Grid, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the sheets."""
        return tuple(grid.sheet for grid in self.sheets if grid.sheet is not None)


def read_grids(path: Path, limits: Limits) -> Grids:
    """Read all sheets of a workbook, or a CSV file.

    Raises:
        InputError: the file cannot be read as either; the text says what would be right.
    """
    if not path.exists():
        raise missing(path)
    reader = format_of(path).module
    if reader == "workbook":
        sheets = tuple(_sheets(path, limits))
        sha256 = fingerprint(path)
    elif reader == "delimited":
        records, sha256 = delimited.records(path, limits, titled=True)
        sheets = (Grid(None, tuple(_rows(records))),)
    else:
        raise _no_sheets(path)
    rows = sum(len(grid.rows) for grid in sheets)
    return Grids(InputInfo(path.name, sha256, rows), sheets)


def letters(column: int) -> str:
    """Give the letters of a column, from 0.

    >>> letters(0), letters(27)
    ('A', 'AB')
    """
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _sheets(path: Path, limits: Limits) -> Iterator[Grid]:
    book = workbook.opened(path, limits)
    for name in book.names:
        sheet = book.sheet(name)
        left = sheet.left
        merged = tuple(
            (top + 1, bottom + 1, max(first - left, 0), last - left)
            for top, bottom, first, last in sheet.merged()
            if last >= left
        )
        # A number of a person in the name of a sheet is to be quoted no more than one in a cell.
        yield Grid(masked(name), tuple(_rows(sheet.rows())), left, merged)


def _rows(rows: Iterable[Sequence[object]]) -> Iterator[GridRow]:
    for number, row in enumerate(rows, 1):
        if any(cell != "" for cell in row):
            cells = tuple(None if is_empty(cell) else cell for cell in row)
            if any(cell is not None for cell in cells):
                yield GridRow(number, cells)


def _no_sheets(path: Path) -> InputError:
    endings = " ".join(
        ending
        for known in FORMATS
        if known.module in ("workbook", "delimited")
        for ending in known.suffixes
    )
    return InputError(
        path.name,
        "unknown-format",
        f"不是工作簿，也不是 CSV 文件；请给出 {endings} 文件",
        f"neither a workbook nor a CSV file; give one of {endings}",
    )
