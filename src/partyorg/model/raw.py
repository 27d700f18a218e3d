"""Raw tables: headings and rows of cells as they stand in a file, before anything is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from partyorg.errors import CallError, InputInfo, Problem, hint
from partyorg.model.tables import TABLES, table_named

__all__ = ["RawTable", "raw_tables"]


@frozen
class RawTable:
    """A table as found: its name, its headings, its rows, and where it comes from.

    Cells are text, numbers, dates or None.  With `lenient`, a column that is left out is taken for
    empty cells (rows in memory); otherwise one whose emptiness says something must be there.
    `problems` are those which the reader found on the way (a line that could not be decoded);
    their rows are missing from `rows`, so `numbers` may give each row's number in the file.
    """

    name: str
    headings: Sequence[object]
    rows: Iterable[Sequence[object]]
    input: InputInfo
    lenient: bool = False
    problems: tuple[Problem, ...] = ()
    numbers: Sequence[int] | None = field(default=None)


def raw_tables(tables: Mapping[str, Any]) -> list[RawTable]:
    """Turn rows in memory (mappings or data frames) into raw tables."""
    out = []
    for name, given in tables.items():
        table = table_named(name)
        if table is None:
            near = hint(name, TABLES)
            msg = f"there is no table '{name}'" + (f"; did you mean '{near}'?" if near else "")
            raise CallError(msg)
        if isinstance(given, (str, bytes, Mapping)):
            msg = (
                f"{name}: give an iterable of mappings or a data frame, not {type(given).__name__}"
            )
            raise CallError(msg)
        headings, rows = _cells(name, given)
        info = InputInfo(table.name, None, len(rows))
        out.append(RawTable(table.name, headings, rows, info, lenient=True))
    return out


def _cells(name: str, given: Any) -> tuple[list[object], list[Sequence[object]]]:
    if hasattr(given, "columns") or hasattr(given, "__arrow_c_stream__"):
        import narwhals as nw  # noqa: PLC0415  (only when a frame is given)

        frame = nw.from_native(given, eager_only=True)
        return list(frame.columns), list(frame.rows())
    records = list(given)
    headings: dict[object, None] = {}
    for record in records:
        if not isinstance(record, Mapping):
            msg = f"{name}: a row is a {type(record).__name__}, not a mapping"
            raise CallError(msg)
        headings.update(dict.fromkeys(record))
    names = list(headings)
    return names, [[record.get(n) for n in names] for record in records]
