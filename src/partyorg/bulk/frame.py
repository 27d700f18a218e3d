"""Large tables as frames: which of their columns is which of ours, and their rows as records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
from attrs import define, evolve
from numpy.typing import NDArray

from partyorg.bulk.arrow import as_schema, readable, together
from partyorg.bulk.columns import Columns
from partyorg.errors import InputInfo
from partyorg.model import TABLES, Column, Dataset, RawTable
from partyorg.model.draft import Draft
from partyorg.model.headings import match
from partyorg.model.records import Person
from partyorg.model.rows import RowReader

__all__ = ["BATCH", "LARGE", "Frame", "LargeTable", "RecordsOfFrames"]

Array = NDArray[Any]
LARGE = ("people", "appointments", "trainings", "promotions")
"""The tables that are read into columns."""
BATCH = 1 << 19
"""Rows read at a time."""


class LargeTable(Protocol):
    """A large table, held in memory or left in its files."""

    @property
    def name(self) -> str:
        """The name of the table."""

    def __len__(self) -> int:
        """Give the number of rows."""

    def parts(self) -> Iterator[Frame]:
        """Give the rows some at a time, in order; at the least one part, if of no rows."""

    def numbered(self, rows: Array) -> Frame:
        """Give the rows of these numbers, in the order of the table."""

    def raw(self, at: Array) -> RawTable:
        """Give the rows at some places as they stand, with their numbers."""


@define(eq=False)
class Frame:
    """A large table in memory: Arrow columns, and which column of ours each is."""

    name: str
    table: Any
    headings: Sequence[Column | None]
    usable: bool
    rows: Array

    @classmethod
    def of(cls, name: str, table: Any, rows: Array | None = None) -> Frame:
        """Match the headings of a table; `rows` numbers its rows if not from 1 on."""
        raw = RawTable(name, table.column_names, (), InputInfo(name, None, 0), lenient=True)
        headings, usable = match(Draft(), raw, TABLES[name])
        if rows is None:
            rows = np.arange(1, table.num_rows + 1, dtype=np.int32)
        return cls(name, table, headings, usable, rows)

    @property
    def in_columns(self) -> bool:
        """Whether it can be read in columns: headings and types are such as can."""
        named = all(name.strip() for name in self.table.column_names)
        own = zip(self.table.schema, self.headings, strict=True)
        return (
            self.usable
            and named
            and all(column is None or readable(field.type) for field, column in own)
        )

    @classmethod
    def empty(cls, name: str) -> Frame:
        """Give a table without rows."""
        return cls.of(name, pa.table({"person_id": pa.nulls(0, pa.string())}))

    def __len__(self) -> int:
        """Give the number of rows."""
        return int(self.table.num_rows)

    def column(self, name: str) -> tuple[Column, Any]:
        """Give a column of ours; one of nulls where there is none."""
        for at, column in enumerate(self.headings):
            if column is not None and column.name == name:
                return column, self.table.column(at)
        column = next(c for c in TABLES[self.name].columns if c.name == name)
        return column, pa.nulls(len(self), pa.string())

    def parts(self) -> Iterator[Frame]:
        """Give the rows some at a time: so many that calls do not count."""
        for first in range(0, max(len(self), 1), BATCH):
            table = self.table.slice(first, BATCH)
            yield evolve(self, table=table, rows=self.rows[first : first + BATCH])

    def numbered(self, rows: Array) -> Frame:
        """Give the rows of these numbers, in the order of the table."""
        if len(self) and np.array_equal(self.rows[[0, -1]], [1, len(self)]):
            at = np.sort(rows) - 1  # they stand as they are counted
        else:
            at = np.flatnonzero(np.isin(self.rows, rows))
        return evolve(self, table=self.table.take(pa.array(at)), rows=self.rows[at])

    def raw(self, at: Array) -> RawTable:
        """Give the rows at some places as they stand, with their numbers."""
        some = self.table.take(pa.array(at)) if len(at) else self.table.slice(0, 0)
        cells = list(zip(*map(_cells, some.columns), strict=True))
        info = InputInfo(self.name, None, len(self))
        numbers = self.rows[at].tolist()
        return RawTable(
            self.name, self.table.column_names, cells, info, lenient=True, numbers=numbers
        )


def _cells(column: Any) -> list[Any]:
    try:
        return column.to_pylist()
    except (OverflowError, ValueError):  # a day beyond all that Python knows
        return column.cast(pa.string()).to_pylist()


@define(eq=False)
class RecordsOfFrames:
    """Gives people of frames as records, when they are asked for."""

    base: Dataset
    frames: Mapping[str, LargeTable]
    columns: Any = None

    def __call__(self, people: Sequence[int]) -> Dataset:
        """Give some people."""
        asked = np.unique(np.asarray(list(people), np.int64))
        frame = self.frames.get("appointments")
        return self.of(asked, [] if frame is None else [_picked(frame, self.columns.posts, asked)])

    def of(self, asked: Array, appointments: Sequence[Frame]) -> Dataset:
        """Give some people with these rows of appointments."""
        columns: Columns = self.columns
        draft = Draft()
        rows = columns.people.row[asked]
        frame = self.frames["people"]
        given = [frame.numbered(rows[rows > 0]), *_in_order(appointments)]
        for name, table in (("trainings", columns.trainings), ("promotions", columns.promotions)):
            if name in self.frames:
                given.append(_picked(self.frames[name], table, asked))
        for frame in given:
            if len(frame):
                raw = frame.raw(np.arange(len(frame)))
                RowReader(draft, raw, TABLES[frame.name], list(frame.headings)).read()
        draft.tables["people"] += [
            Person(row=0, person_id=columns.people.ids[at])
            for at in asked.tolist()
            if columns.people.row[at] == 0
        ]
        read: dict[str, Any] = {name: tuple(draft.tables[name]) for name in LARGE}
        made = evolve(self.base, **read)
        made.derived["part_of"] = self.base
        made.derived["training_years"] = columns.training_years
        return made


def _in_order(frames: Sequence[Frame]) -> list[Frame]:
    """Put rows of several frames together, in the order of the table."""
    if len(frames) < 2:  # noqa: PLR2004
        return list(frames)
    rows = np.concatenate([frame.rows for frame in frames])
    order = np.argsort(rows)
    tables = [frame.table for frame in frames]
    schema = together(tables)
    table = pa.concat_tables([as_schema(schema, one) for one in tables])
    return [Frame.of(frames[0].name, table.take(pa.array(order)), rows[order])]


def _picked(frame: LargeTable, table: Any, people: Array) -> Frame:
    """Give the rows of some people, in the order of the table."""
    low = np.searchsorted(table.owner, people, side="left")
    high = np.searchsorted(table.owner, people, side="right")
    some = [table.row[a:b] for a, b in zip(low.tolist(), high.tolist(), strict=True)]
    return frame.numbered(np.concatenate([*some, np.empty(0, np.int32)]))
