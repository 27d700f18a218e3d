"""Rows: from the cells of a raw table to records, a chunk of rows at a time.

Most cells of a column say what many others of it say.  So each column remembers what a text was
read as, and a chunk is read column by column; only a chunk that holds a fault is gone through row
by row.  A row with a fault is set aside whole.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import count, filterfalse, islice, repeat
from typing import Any

from attrs import field, frozen

from partyorg.errors import Problem, ProblemSeverity
from partyorg.model.cells import CellError, as_id, as_text, checked, is_empty, stand_as_they_are
from partyorg.model.columns import Column
from partyorg.model.draft import Draft
from partyorg.model.headings import Headings
from partyorg.model.raw import RawTable
from partyorg.model.tables import Table

__all__ = ["CellReader", "RowReader"]

_CHUNK = 1024
_TEXT = {str, type(None)}
_WHOLE = {int, type(None)}
_REMEMBERED = {*_TEXT, date}


@frozen
class _Fault:
    """Stands in place of the value of a cell that could not be read."""

    error: CellError
    cell: object


class _Memory(dict[object, Any]):
    """What the cells of a column were read as; one not met before is read when asked for."""

    def __init__(self, column: Column) -> None:
        super().__init__({None: column.default, "": column.default})
        self.column = column
        self.faults = 0
        self.whole: dict[object, Any] = {None: column.default}
        self.verbatim = column.convert in (as_id, as_text)

    def number(self, cell: int) -> Any:
        """Read a whole number, which is kept apart: 1, 1.0 and True would be one key."""
        if cell not in self.whole:
            value = self.fresh(cell)
            if type(value) is _Fault:
                return value
            self.whole[cell] = value
        return self.whole[cell]

    def __missing__(self, cell: object) -> Any:
        value = self.fresh(cell)
        if type(value) is not _Fault:
            self[cell] = value
        return value

    def fresh(self, cell: object) -> Any:
        """Read a cell; a fault if that fails."""
        try:
            return self.column.default if is_empty(cell) else self.column.convert(checked(cell))
        except CellError as error:
            fault = error.with_traceback(None)
        except (ValueError, ArithmeticError):  # a number beyond all bounds
            fault = CellError("内容无法识别；请改写", "cannot be read; write it otherwise")
        self.faults += 1
        return _Fault(fault, cell)

    def read(self, cells: Sequence[object]) -> list[Any]:
        """Read the cells of a column."""
        types = set(map(type, cells))
        if types <= _TEXT:
            self._meet(cells)
            return list(map(self.__getitem__, cells))
        if types <= _WHOLE and self.whole.keys() >= set(cells):
            return list(map(self.whole.__getitem__, cells))
        return [
            self[c]
            if type(c) in _REMEMBERED
            else self.number(c)
            if type(c) is int
            else self.fresh(c)
            for c in cells
        ]

    def _meet(self, cells: Sequence[object]) -> None:
        """Read all texts not met before at once, if the column takes such texts as they are."""
        if self.verbatim:
            new: list[Any] = list(filterfalse(self.__contains__, cells))
            if new and stand_as_they_are(new):
                self.update(zip(new, new, strict=True))


class CellReader:
    """Reads cells of a column, for whoever has no rows but columns; remembers what it has read."""

    def __init__(self, column: Column) -> None:
        self.column = column
        self._memory = _Memory(column)

    def read(self, cells: Sequence[object]) -> tuple[list[Any], list[bool]]:
        """Read some cells; give the values, and which of the cells have a fault."""
        values = self._memory.read(cells)
        return values, [type(value) is _Fault for value in values]


@frozen
class _Chunk:
    """Some rows: their numbers, their values column by column, and what is amiss.

    `wide`: which rows (by position) have more cells than there are headings.
    """

    numbers: Sequence[int]
    columns: list[list[Any]]
    wide: frozenset[int]
    faulty: bool

    @property
    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The values row by row."""
        return zip(*self.columns, strict=True)


@frozen
class RowReader:
    """Reads the rows of one raw table into a draft."""

    draft: Draft
    raw: RawTable
    table: Table
    headings: Headings
    memories: list[_Memory] = field(init=False)

    @memories.default
    def _memories(self) -> list[_Memory]:
        return [_Memory(column) for column in self.headings if column is not None]

    def read(self) -> None:
        """Read all rows; those with a fault are set aside."""
        names = [memory.column.name for memory in self.memories]
        for chunk in self._chunks():
            if chunk.faulty:
                self._one_by_one(chunk)
            else:
                columns = dict(zip(names, chunk.columns, strict=True))
                self.draft.tables[self.table.name] += _records(self.table, chunk.numbers, columns)

    def set_aside(self, problem: Problem) -> None:
        """Set all rows aside on account of one problem."""
        for chunk in self._chunks():
            for row in chunk.rows:
                self.draft.set_aside(self.table, self._legible(row), problem)

    def _chunks(self) -> Iterator[_Chunk]:
        width = len(self.raw.headings)
        used = [at for at, column in enumerate(self.headings) if column is not None]
        unnamed = {at for at, heading in enumerate(self.raw.headings) if is_empty(heading)}
        rows = iter(self.raw.rows)
        numbers = iter(self.raw.numbers) if self.raw.numbers is not None else count(1)
        while some := list(islice(rows, _CHUNK)):
            wide: frozenset[int] = frozenset()
            if set(map(len, some)) != {width}:
                wide = frozenset(
                    at for at, row in enumerate(some) if not all(map(is_empty, row[width:]))
                )
                some = [(*row[:width], *[None] * (width - len(row))) for row in some]
            cells = list(zip(*some, strict=True))
            for at in [at for at in unnamed if not all(map(is_empty, cells[at]))]:
                self._note_unnamed(at)
                unnamed.remove(at)
            yield self._chunk(list(islice(numbers, len(some))), [cells[at] for at in used], wide)

    def _chunk(
        self, numbers: list[int], cells: list[tuple[object, ...]], wide: frozenset[int]
    ) -> _Chunk:
        before = [memory.faults for memory in self.memories]
        columns = [memory.read(column) for memory, column in zip(self.memories, cells, strict=True)]
        faulty = bool(wide) or before != [memory.faults for memory in self.memories]
        if not faulty:
            faulty = any(
                memory.column.required and None in column
                for memory, column in zip(self.memories, columns, strict=True)
            )
        return _Chunk(numbers, columns, wide, faulty)

    def _one_by_one(self, chunk: _Chunk) -> None:
        """Go through a chunk that holds a fault, or a blank row."""
        names = [memory.column.name for memory in self.memories]
        for at, (number, row) in enumerate(zip(chunk.numbers, chunk.rows, strict=True)):
            faults = [
                (memory.column, value if type(value) is _Fault else None)
                for memory, value in zip(self.memories, row, strict=True)
                if type(value) is _Fault or (value is None and memory.column.required)
            ]
            if at not in chunk.wide and all(
                value == memory.column.default
                for memory, value in zip(self.memories, row, strict=True)
            ):
                continue  # a blank row
            problems = [self._note(number, column, fault) for column, fault in faults]
            if at in chunk.wide:
                problems.append(self._note_wide(number))
            for problem in problems:
                self.draft.set_aside(self.table, self._legible(row), problem)
            if not problems:
                values = dict(zip(names, row, strict=True))
                self.draft.tables[self.table.name].append(self.table.record(row=number, **values))

    def _legible(self, row: tuple[Any, ...]) -> dict[str, Any]:
        return {
            memory.column.name: value
            for memory, value in zip(self.memories, row, strict=True)
            if type(value) is not _Fault
        }

    def _note(self, row: int, column: Column, fault: _Fault | None) -> Problem:
        where = {
            "table": self.table.name,
            "row": row,
            "column": column.name,
            "input": self.raw.input.name,
        }
        if fault is None:
            return self.draft.note(
                "empty-cell", "不得为空；请填写", "may not be empty; fill it in", **where
            )
        error = fault.error
        code = error.code or column.code
        return self.draft.note(code, error.zh, error.en, value=fault.cell, **where)

    def _note_wide(self, row: int) -> Problem:
        width = len(self.raw.headings)
        return self.draft.note(
            "too-many-cells",
            f"单元格多于列名（{width} 个）；内容含逗号时请加英文引号，或补上列名",
            f"more cells than the {width} headings; put quotation marks around text with a comma "
            "in it, or add a heading",
            table=self.table.name,
            row=row,
            input=self.raw.input.name,
        )

    def _note_unnamed(self, at: int) -> None:
        self.draft.note(
            "unnamed-column",
            f"第 {at + 1} 列有内容而无列名，未读取；如需要请补上列名",
            f"column {at + 1} has cells but no heading, dropped unread; add a heading if it is "
            "needed",
            severity=ProblemSeverity.WARNING,
            table=self.table.name,
            input=self.raw.input.name,
        )


def _records(table: Table, numbers: Sequence[int], columns: dict[str, list[Any]]) -> list[Any]:
    """Make records from columns: what the constructor does, three times as fast.

    The constructor of a frozen class fills the slots of one record one by one; here each slot is
    filled for all records.  Records have nothing that runs in their constructor.
    """
    made: list[Any] = list(map(object.__new__, repeat(table.record, len(numbers))))
    filled: dict[str, Iterable[Any]] = {"row": numbers}
    for column in table.columns:
        filled[column.name] = columns.get(column.name) or repeat(column.default, len(made))
    for name, values in filled.items():
        fill = getattr(table.record, name).__set__
        deque(map(fill, made, values), maxlen=0)  # a loop that Python need not go through
    return made
