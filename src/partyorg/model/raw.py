"""Raw tables: headings and rows of cells as they stand in a file, before anything is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from attrs import frozen

from partyorg.errors import CallError, InputInfo, Problem, hint
from partyorg.model.tables import TABLES, table_named

__all__ = ["RawTable", "raw_tables"]


@frozen
class RawTable:
    """A table as found: its name, its headings, its rows, and where it comes from.

    Cells are text, numbers, dates or None.  With `lenient`, a column that is left out is taken for
    empty cells (rows in memory); otherwise one whose emptiness says something must be there.
    `problems` are those which the reader found on the way.  `numbers` are the rows' numbers where
    they are not simply 1, 2, 3 …, for instance because blank rows were left out.
    """

    name: str
    headings: Sequence[object]
    rows: Iterable[Sequence[object]]
    input: InputInfo
    lenient: bool = False
    problems: tuple[Problem, ...] = ()
    unread: Problem | None = None
    numbers: Sequence[int] | None = None


def raw_tables(tables: Mapping[str, Any]) -> list[RawTable]:
    """Turn rows in memory (mappings or data frames) into raw tables.

    >>> raw_tables({"人员": [{"person_id": "N1"}, {"姓名": "干部0002"}]})[0].rows
    [('N1', None), (None, '干部0002')]
    """
    out = []
    for name, given in tables.items():
        table = table_named(name)
        if table is None:
            near = hint(name, [n for t in TABLES.values() for n in (t.name, t.zh)])
            msg = f"there is no table '{name}'; " + (
                f"did you mean '{near}'?" if near else f"the tables are {', '.join(TABLES)}"
            )
            raise CallError(msg)
        headings, rows = _frame(name, given) if _is_frame(given) else _mappings(name, given)
        info = InputInfo(table.name, None, len(rows))
        out.append(RawTable(table.name, headings, rows, info, lenient=True))
    return out


def _is_frame(given: Any) -> bool:
    """Tell whether something is a data frame; its class is asked, for a lazy frame may be slow."""
    signs = ("columns", "__arrow_c_stream__", "__narwhals_dataframe__", "__narwhals_lazyframe__")
    return any(hasattr(type(given), sign) for sign in signs)


def _frame(name: str, given: Any) -> tuple[list[object], list[Sequence[object]]]:
    if hasattr(given, "to_pylist") and hasattr(given, "column_names"):  # Arrow has the cells ready
        cells = list(map(_arrow_cells, given.columns))
        return list(given.column_names), list(zip(*cells, strict=True))
    import narwhals as nw  # noqa: PLC0415  (only when a frame is given)

    try:
        frame = nw.from_native(given)
        if isinstance(frame, nw.LazyFrame):
            frame = frame.collect()
        return list(frame.columns), frame.rows()
    except (TypeError, ValueError) as error:
        msg = f"{name}: this data frame cannot be read ({error}); give a list of mappings"
        raise CallError(msg) from error


def _arrow_cells(column: Any) -> list[object]:
    """Give the cells of an Arrow column; one by distinct values is spelt out, which is faster."""
    if not hasattr(column.type, "index_type"):
        cells: list[object] = column.to_pylist()
        return cells
    return [cell for chunk in column.chunks for cell in chunk.dictionary_decode().to_pylist()]


def _mappings(name: str, given: Any) -> tuple[list[object], list[Sequence[object]]]:
    if isinstance(given, str | bytes | Mapping) or not isinstance(given, Iterable):
        msg = f"{name}: give an iterable of mappings or a data frame, not {type(given).__name__}"
        raise CallError(msg)
    records = list(given)
    headings: dict[object, None] = {}
    for record in records:
        if not isinstance(record, Mapping):
            msg = f"{name}: a row is a {type(record).__name__}, not a mapping"
            raise CallError(msg)
        if not headings.keys() >= record.keys():
            headings.update(dict.fromkeys(record))
    names = list(headings)
    return names, _cells(names, records)


def _cells(names: list[object], records: list[Mapping[Any, Any]]) -> list[Sequence[object]]:
    if len(names) > 1:
        try:
            return list(map(itemgetter(*names), records))
        except KeyError:
            pass  # some rows leave out a key
    return [tuple(record.get(name) for name in names) for record in records]
