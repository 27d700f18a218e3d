"""Tables in Parquet: one file or a folder of them, looked at first, read some rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from attrs import define, evolve
from numpy.typing import NDArray

from partyorg.bulk.arrow import as_schema, plain_types, readable, together
from partyorg.bulk.frame import BATCH, Frame
from partyorg.errors import CallError, InputInfo, Problem
from partyorg.model import TABLES, RawTable
from partyorg.model.draft import Draft
from partyorg.model.headings import match

__all__ = ["ParquetTable", "RowGroup", "Rows", "StoredFrame"]

Array = NDArray[Any]
Rows = tuple[pa.Table, Array]
"""Some rows, and their numbers."""


@define(eq=False, slots=False)
class ParquetTable:
    """A table in one or several Parquet files."""

    name: str
    files: Sequence[Path]
    rows: int

    @classmethod
    def of(cls, name: str, path: Path) -> ParquetTable:
        """Look at a file or a folder; raise `CallError` where there is no Parquet."""
        files = [path] if path.is_file() else sorted(path.rglob("*.parquet"))
        if not files:
            msg = f"{name}: there is no Parquet file at '{path.name}'; look at the path"
            raise CallError(msg)
        with _reading(name, path):
            rows = sum(pq.read_metadata(file).num_rows for file in files)
        table = cls(name, files, rows)
        table.look()
        return table

    def look(self) -> None:
        """Refuse partitions that cannot be read beside the first one."""
        first: dict[str, str] = {}
        for frame, file in zip(self.frames, self.files, strict=True):
            for field_, own in zip(frame.table.schema, frame.headings, strict=True):
                if own is None or pa.types.is_null(field_.type):
                    continue
                words = own.type_name == "words" and _is_words(field_.type)
                sort = "text" if words else _sort(field_.type)
                if sort == "other":
                    msg = f"{self.name}: column '{field_.name}' of '{file.name}' is of a type "
                    msg += f"({field_.type}) that is not read; write text, dates or numbers"
                    raise CallError(msg)
                if first.setdefault(own.name, sort) != sort:
                    msg = f"{self.name}: column '{field_.name}' of '{file.name}' holds {sort}, of "
                    msg += f"'{self.files[0].name}' {first[own.name]}; write all alike"
                    raise CallError(msg)
            if frame.usable != self.frames[0].usable:
                msg = f"{self.name}: '{file.name}' has not the columns of '{self.files[0].name}'"
                raise CallError(msg)

    @cached_property
    def frames(self) -> list[Frame]:
        """The headings of each file."""
        with _reading(self.name, self.files[0]):
            schemas = [pq.read_schema(file) for file in self.files]
        return [Frame.of(self.name, schema.empty_table()) for schema in schemas]

    def units(self) -> list[RowGroup]:
        """Give the row groups, with the number of their first row."""
        units, first = [], 1
        for file, frame in zip(self.files, self.frames, strict=True):
            metadata = pq.read_metadata(file)
            wanted = [
                field
                for field, own in zip(frame.table.schema, frame.headings, strict=True)
                if own is not None
            ]
            texts = _texts(wanted, self.name)
            for group in range(metadata.num_row_groups):
                size = metadata.row_group(group).num_rows
                names = [field.name for field in wanted]
                units.append(RowGroup(self.name, file, metadata, group, first, size, names, texts))
                first += size
        return units

    @property
    def stored(self) -> StoredFrame | None:
        """The table as one that stays in its files; None if their headings are not all alike."""
        headings = {tuple(frame.table.column_names) for frame in self.frames}
        alike = len(headings) == 1 and all(len(set(names)) == len(names) for names in headings)
        return StoredFrame(self) if alike else None

    def whole(self) -> pa.Table:
        """Read all rows, with columns that are not ours, which are still to be listed."""
        with _reading(self.name, self.files[0]):
            tables = [
                plain_types(
                    pq.read_table(file, read_dictionary=_texts(frame.table.schema, self.name))
                )
                for file, frame in zip(self.files, self.frames, strict=True)
            ]
        return pa.concat_tables(tables, promote_options="permissive")

    @property
    def problems(self) -> list[Problem]:
        """What is wrong with the headings."""
        draft = Draft()
        for names in dict.fromkeys(tuple(frame.table.column_names) for frame in self.frames):
            raw = RawTable(self.name, names, (), InputInfo(self.name, None, 0), lenient=True)
            match(draft, raw, TABLES[self.name])
        return list(dict.fromkeys(draft.problems))

    @property
    def usable(self) -> bool:
        """Whether the headings can be used."""
        return self.frames[0].usable


@contextmanager
def _reading(name: str, path: Path) -> Iterator[None]:
    """Turn a file that cannot be read into a clear refusal."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        msg = f"{name}: '{path.name}' cannot be read as Parquet ({error})"
        raise CallError(msg) from error


def _joined(table: pa.Table) -> pa.Table:
    """Give lists of words as text with `;` between them; no other column is a list (see `look`)."""
    for at, field_ in enumerate(table.schema):
        if _is_words(field_.type):
            words = pc.binary_join(table.column(at), ";")
            table = table.set_column(at, field_.name, words)
    return table


def _is_words(kind: Any) -> bool:
    listed = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    return bool(listed and _sort(kind.value_type) == "text")


def _sort(kind: Any) -> str:
    """Name the sort of values of an Arrow type; columns of one sort can be put together."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if pa.types.is_string_view(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return "text"
    if not readable(kind):
        return "other"
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return "dates"
    return "numbers"


@define(eq=False)
class RowGroup:
    """A row group of a Parquet file; `first` is the number of its first row."""

    name: str
    file: Path
    metadata: Any
    group: int
    first: int
    size: int
    wanted: Sequence[str]
    texts: Sequence[str]

    def rows(self) -> Iterator[Rows]:
        """Read some rows at a time, text by its distinct values; what is not ours is left out."""
        first = self.first
        with (
            _reading(self.name, self.file),
            pq.ParquetFile(
                self.file, metadata=self.metadata, read_dictionary=self.texts, memory_map=True
            ) as source,
        ):
            for batch in source.iter_batches(BATCH, row_groups=[self.group], columns=self.wanted):
                rows = np.arange(first, first + batch.num_rows, dtype=np.int32)
                yield _joined(plain_types(pa.Table.from_batches([batch]))), rows
                first += batch.num_rows


def _texts(fields: Iterable[Any], table: str) -> list[str]:
    """Name the columns of text that are read by their distinct values.

    Of people each has an identifier of his own; in the other tables it stands many times.
    """
    return [
        field.name
        for field in fields
        if (table != "people" or field.name != "person_id")
        and (pa.types.is_string(field.type) or pa.types.is_large_string(field.type))
    ]


@define(eq=False)
class StoredFrame:
    """A large table that stays in its files, of which rows are read when they are asked for."""

    table: ParquetTable

    @property
    def name(self) -> str:
        """The name of the table."""
        return self.table.name

    def __len__(self) -> int:
        """Give the number of rows."""
        return self.table.rows

    def parts(self) -> Iterator[Frame]:
        """Give the rows some at a time, without the columns that are not ours."""
        none = True
        for unit in self.table.units():
            for table, rows in unit.rows():
                none = False
                yield Frame.of(self.name, table, rows)
        if none:
            yield self.numbered(np.empty(0, np.int32))

    def numbered(self, rows: Array) -> Frame:
        """Give the rows of these numbers; columns that are not ours are there, but empty."""
        tables, numbers = [], [np.empty(0, np.int32)]
        for unit in self.table.units():
            if ((rows >= unit.first) & (rows < unit.first + unit.size)).any():
                for table, numbered in unit.rows():
                    at = np.flatnonzero(np.isin(numbered, rows))
                    tables.append(table.take(pa.array(at)))
                    numbers.append(numbered[at])
        kinds = {field.name: field.type for field in together(tables)}
        names = self.table.frames[0].table.column_names
        schema = pa.schema([(name, kinds.get(name, pa.null())) for name in names])
        found = [as_schema(schema, table) for table in tables]
        every = pa.concat_tables([schema.empty_table(), *found])
        return Frame.of(self.name, every, np.concatenate(numbers))

    def raw(self, at: Array) -> RawTable:
        """Give the rows at some places as they stand, with their numbers."""
        frame = self.numbered(at + 1)
        return evolve(frame.raw(np.arange(len(frame))), input=InputInfo(self.name, None, len(self)))
