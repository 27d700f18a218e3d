"""Arrow columns to whole numbers: dates, values of closed lists, amounts.

Each distinct value is read once, by the very reader of a cell that reads it anywhere else
(`partyorg.model.cells`); the rows get its number.  Dates that Arrow knows as dates need no reading.
A cell that cannot be read is marked, and its row is gone through again as a record, so that its
fault gets the same words and the same address.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen
from numpy.typing import NDArray

from partyorg.bulk.columns import Dates
from partyorg.dates import FIRST_YEAR, LAST_YEAR, PartialDate
from partyorg.errors import CallError
from partyorg.model.rows import CellReader

__all__ = [
    "Distinct",
    "NotInColumnsError",
    "arrow_table",
    "as_schema",
    "coded",
    "dates",
    "distinct",
    "flat",
    "looked_up",
    "plain_types",
    "readable",
    "room",
    "suspicious_text",
    "together",
]

Array = NDArray[Any]
_EPOCH = 719_163  # the day number of 1970-01-01
_ODD_TEXT = r"^\s*(#|Err:)|\x00"
_LONGEST = 10_000


class NotInColumnsError(Exception):
    """A frame holds what only the reading of single cells can tell."""


def arrow_table(name: str, given: Any) -> pa.Table:
    """Give a frame of any library as an Arrow table.

    Raises `CallError` for what is none, `NotInColumnsError` for one whose cells are of several
    types or whose headings are no text: it can be read as records.
    """
    if isinstance(given, pa.Table):
        return plain_types(given)
    if isinstance(given, (list, tuple)):
        return _of_mappings(given)
    pandas = type(given).__module__.partition(".")[0] == "pandas" and hasattr(given, "columns")
    if pandas and not all(isinstance(heading, str) for heading in given.columns):
        raise NotInColumnsError
    try:
        if pandas:
            return plain_types(pa.Table.from_pandas(given, preserve_index=False))
        if hasattr(given, "__arrow_c_stream__"):
            return plain_types(pa.table(given))
    except (pa.ArrowException, UnicodeError, TypeError, ValueError) as error:
        if hasattr(given, "columns"):
            raise NotInColumnsError from error
        raise _no_frame(name, error) from error
    import narwhals as nw  # noqa: PLC0415  (for the odd ones)

    try:
        frame = nw.from_native(given)
        if isinstance(frame, nw.LazyFrame):
            frame = frame.collect()
        return plain_types(frame.to_arrow())
    except (TypeError, ValueError, pa.ArrowException) as error:
        raise _no_frame(name, error) from error


def _no_frame(name: str, error: Exception) -> CallError:
    return CallError(f"{name}: this data frame cannot be read ({error}); give a list of mappings")


def plain_types(table: pa.Table) -> pa.Table:
    """Give text of every sort as text that Arrow can work with, and nulls of no type as text."""
    for at, field in enumerate(table.schema):
        kind = field.type
        if pa.types.is_string_view(kind) or pa.types.is_null(kind):
            changed = table.column(at).cast(pa.large_string())
        elif pa.types.is_dictionary(kind) and pa.types.is_string_view(kind.value_type):
            changed = pa.chunked_array(
                [
                    pa.DictionaryArray.from_arrays(
                        chunk.indices, chunk.dictionary.cast(pa.large_string())
                    )
                    for chunk in table.column(at).chunks
                ],
                pa.dictionary(kind.index_type, pa.large_string()),
            )
        else:
            continue
        table = table.set_column(at, field.name, changed)
    return table


def together(tables: Sequence[pa.Table]) -> pa.Schema:
    """Give all columns of some tables, text by its distinct values where one has it so."""
    kinds: dict[str, Any] = {}
    for table in tables:
        for own in table.schema:
            if own.name not in kinds or pa.types.is_dictionary(own.type):
                kinds[own.name] = own.type
    return pa.schema(list(kinds.items()))


def as_schema(schema: pa.Schema, table: pa.Table) -> pa.Table:
    """Give a table the columns of a schema; what it lacks is empty."""
    columns = []
    for own in schema:
        at = table.schema.get_field_index(own.name)
        given = pa.chunked_array([pa.nulls(len(table))]) if at < 0 else table.column(at)
        if pa.types.is_dictionary(own.type) and not pa.types.is_dictionary(given.type):
            given = given.cast(own.type.value_type).dictionary_encode()
        columns.append(given.cast(own.type))
    return pa.table(columns, schema=schema)


def readable(kind: Any) -> bool:
    """Tell whether cells of an Arrow type can be read by their distinct values."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    tests = (
        pa.types.is_string,
        pa.types.is_large_string,
        pa.types.is_integer,
        pa.types.is_floating,
        pa.types.is_boolean,
        pa.types.is_date,
        pa.types.is_timestamp,
        pa.types.is_decimal,
    )
    return any(test(kind) for test in tests)


def _of_mappings(rows: Sequence[Any]) -> pa.Table:
    names = dict.fromkeys(str(name) for row in rows for name in row)
    columns = {}
    for name in names:
        cells = [row.get(name) for row in rows]
        try:
            columns[name] = pa.array(cells)
        except (pa.ArrowInvalid, pa.ArrowTypeError):  # of several types
            columns[name] = pa.array([None if cell is None else str(cell) for cell in cells])
    return plain_types(pa.table(columns))


@frozen(eq=False)
class Distinct:
    """A column by its distinct values: `code` for each row, and the values; which have a fault.

    The last value stands for an empty cell, and is what the number -1 gives.
    """

    code: Array
    values: list[Any]
    faulty: Array

    @property
    def faults(self) -> Array:
        """Tell which rows have a fault."""
        return looked_up(self.faulty, self.code)

    def numbers(self, number: Callable[[Any], int], kind: type = np.int32) -> Array:
        """Give a number for each row from its value; a fault counts as empty."""
        told = [
            number(None if bad else value)
            for value, bad in zip(self.values, self.faulty.tolist(), strict=True)
        ]
        return looked_up(np.array(told, kind), self.code)


def room(size: int, kind: Any) -> Array:
    """Give an array that is still to be filled, in memory of Arrow.

    Arrow keeps what is given back and lends it again.  What NumPy gives back goes to the system,
    and comes anew with every batch, page by page, which takes longer than to fill it.
    """
    kind = np.dtype(kind)
    if not size:
        return np.empty(0, kind)
    made: Array = np.frombuffer(pa.allocate_buffer(size * kind.itemsize), kind)
    return made


def looked_up(table: Array, codes: Array) -> Array:
    """Give what stands at some places of a table, in memory of Arrow; -1 gives the last one."""
    if not len(codes) or not any(codes.strides):  # one value for all
        return np.full(len(codes), table[codes[0]] if len(codes) else 0, table.dtype)
    out = room(len(codes), table.dtype)
    return table.take(codes, out=out, mode="wrap")  # as quick as can be; no code lies beyond


def flat(column: Any) -> Any:
    """Give a column as one array."""
    if isinstance(column, pa.ChunkedArray):
        if column.num_chunks == 1:
            return column.chunk(0)
        if pa.types.is_dictionary(column.type):
            column = column.unify_dictionaries()
        return column.combine_chunks()
    return column


def coded(array: Any) -> tuple[Array, Any]:
    """Give the codes of an array (-1: null) and the values that they stand for."""
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    codes = array.indices
    if codes.null_count:
        codes = (
            codes.fill_null(-1)
            if pa.types.is_signed_integer(codes.type)
            else codes.cast(pa.int32()).fill_null(-1)
        )
    return codes.to_numpy(zero_copy_only=False).astype(np.int32, copy=False), array.dictionary


def distinct(reader: CellReader, given: Any) -> Distinct:
    """Read a column by its distinct values."""
    array = flat(given)
    if array.null_count == len(array):
        none = np.broadcast_to(np.int32(-1), len(array))
        return Distinct(none, [reader.column.default], np.zeros(1, bool))
    codes, cells = coded(array)
    values, faults = reader.read(cells.to_pylist())
    return Distinct(codes, [*values, reader.column.default], np.array([*faults, False], bool))


def dates(reader: CellReader, given: Any, empty: tuple[int, int]) -> tuple[Dates, Array | None]:
    """Read a column of dates; give also which rows have a fault (None: no row)."""
    array = flat(given)
    if pa.types.is_timestamp(array.type):
        array = pc.cast(array, pa.date32(), safe=False)
    if pa.types.is_date32(array.type):
        return _days(array, empty)
    read = distinct(reader, array)
    pairs = [
        empty if bad or value is None else (value.first, value.last)
        for value, bad in zip(read.values, read.faulty.tolist(), strict=True)
    ]
    table = np.array(pairs, np.int32)
    first = looked_up(table[:, 0], read.code)
    exact = bool((table[:, 0] == table[:, 1]).all())
    made = Dates(first, first if exact else looked_up(table[:, 1], read.code))
    return made, read.faults if read.faulty.any() else None


_RANGE = (PartialDate.of(FIRST_YEAR).first, PartialDate.of(LAST_YEAR).last)


def _days(array: Any, empty: tuple[int, int]) -> tuple[Dates, Array | None]:
    days = pc.cast(array, pa.int32())
    missing = None
    if days.null_count:
        missing = ~np.asarray(days.is_valid())
        days = days.fill_null(0)
    first = room(len(days), np.int32)
    np.add(days.to_numpy(zero_copy_only=False), np.int32(_EPOCH), out=first)
    faults = None
    if len(first) and (first.min() < _RANGE[0] or first.max() > _RANGE[1]):
        faults = (first < _RANGE[0]) | (first > _RANGE[1])
        if missing is not None:
            faults &= ~missing
        missing = faults if missing is None else missing | faults
        faults = faults if faults.any() else None
    if missing is None:
        return Dates(first, first), faults
    last = first if empty[0] == empty[1] else first.copy()
    first[missing] = empty[0]
    if last is not first:
        last[missing] = empty[1]
    return Dates(first, last), faults


def suspicious_text(given: Any) -> Array | None:
    """Tell which rows hold text that may be refused: too long, a formula gone wrong, and the like.

    None where the column certainly holds none.
    """
    array = flat(given)
    if array.null_count == len(array):
        return None
    codes = None
    if pa.types.is_dictionary(array.type):
        codes, array = coded(array)
    if pa.types.is_nested(array.type):
        odd = np.asarray(array.is_valid())
    elif pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        text = array.fill_null("")
        odd = np.asarray(pc.match_substring_regex(text, _ODD_TEXT))
        odd |= np.asarray(pc.greater(pc.utf8_length(text), _LONGEST))
    else:
        return None
    if not odd.any():
        return None
    return odd if codes is None else looked_up(np.append(odd, False), codes)
