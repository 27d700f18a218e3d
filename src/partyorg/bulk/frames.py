"""Columns from data frames of whatever library, in one call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from partyorg.bulk.arrow import NotInColumnsError, arrow_table
from partyorg.bulk.columns import Columns
from partyorg.bulk.frame import LARGE, Frame
from partyorg.bulk.reader import Reader
from partyorg.model import Dataset
from partyorg.model.raw import raw_tables
from partyorg.model.tables import table_named

__all__ = ["columns_of_frames"]


def columns_of_frames(tables: Mapping[str, Any]) -> Columns:
    """Give the columns of tables by name; what is no frame is read as records.

    Frames are whatever speaks the Arrow interface (Polars, pandas, PyArrow, DuckDB) or is known to
    narwhals.
    """
    large: dict[str, Frame] = {}
    small: dict[str, Any] = {}
    for name, given in tables.items():
        table = table_named(name)
        if table is None or table.name not in LARGE:
            small[name] = given
            continue
        frame = None if _rows(given) or table.name in large else _frame(table.name, given)
        if frame is None:
            return Columns.of(Dataset.from_records(**tables))
        large[table.name] = frame
    if not large.get("people"):
        return Columns.of(Dataset.from_records(**tables))
    return Reader(raw_tables(small), large, list(tables)).read()


def _frame(name: str, given: Any) -> Frame | None:
    """Give a large table; None for one that is only read as records."""
    try:
        frame = Frame.of(name, arrow_table(name, given))
    except NotInColumnsError:
        return None
    return frame if frame.in_columns else None


def _rows(given: Any) -> bool:
    """Tell whether a table is given as rows in memory."""
    return isinstance(given, (list, tuple)) or not (
        hasattr(given, "__arrow_c_stream__") or hasattr(type(given), "columns")
    )
