"""Tables of any sort to columns: frames, rows in memory, Parquet files and folders of them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from partyorg.bulk.columns import Columns
from partyorg.bulk.frame import LARGE
from partyorg.bulk.frames import columns_of_frames
from partyorg.bulk.parquet import ParquetTable
from partyorg.bulk.stream import streamed
from partyorg.errors import CallError, hint
from partyorg.model import TABLES, Dataset, table_named
from partyorg.model.raw import raw_tables

__all__ = ["columns_of_folder", "columns_of_tables", "rows_of"]

Progress = Callable[[int, int], None]


def columns_of_tables(tables: Mapping[str, Any], progress: Progress | None = None) -> Columns:
    """Give the columns of tables by name; large tables given by path are streamed."""
    given: dict[str, Any] = {}
    for name, value in tables.items():
        table = table_named(name)
        if table is None:
            near = hint(name, [own for t in TABLES.values() for own in (t.name, t.zh)])
            msg = f"there is no table '{name}'" + (f"; did you mean '{near}'?" if near else "")
            raise CallError(msg)
        if isinstance(value, (str, os.PathLike)):
            value = ParquetTable.of(table.name, Path(value))  # noqa: PLW2901
        if table.name in given:
            return _twice(tables, table.name)
        given[table.name] = value
    posts = given.get("appointments")
    if not isinstance(posts, ParquetTable) or not posts.usable or "people" not in given:
        return columns_of_frames(
            {n: v.whole() if isinstance(v, ParquetTable) else v for n, v in given.items()}
        )
    large = {name: value for name, value in given.items() if name in LARGE}
    small = {
        name: value.whole() if isinstance(value, ParquetTable) else value
        for name, value in given.items()
        if name not in LARGE
    }
    return streamed(raw_tables(small), large, list(given), progress)


def _twice(tables: Mapping[str, Any], name: str) -> Columns:
    """Read a table that is given twice as records, which list it; refuse paths."""
    if any(isinstance(value, (str, os.PathLike)) for value in tables.values()):
        msg = f"table '{name}' is given twice; give it once"
        raise CallError(msg)
    return Columns.of(Dataset.from_records(**tables))


def rows_of(folder: Path, name: str) -> int:
    """Count the rows of a table of a folder; partitions are always taken for very many."""
    for item in folder.iterdir():
        table = table_named(item.stem)
        if table is not None and table.name == name and item.suffix == ".parquet":
            return ParquetTable.of(name, item).rows
        if table is not None and table.name == name and item.is_dir():
            return sys.maxsize
    return 0


def columns_of_folder(folder: Path, progress: Progress | None = None) -> Columns | None:
    """Give the columns of a folder with a Parquet file, or a folder of them, for each table.

    None where something else is a table too: such a folder is read as records.
    """
    found: dict[str, Path] = {}
    for item in sorted(folder.iterdir()):
        table = table_named(item.stem)
        if table is None:
            continue
        if item.suffix != ".parquet" and not (item.is_dir() and any(item.rglob("*.parquet"))):
            return None
        found[table.name] = item
    return columns_of_tables(found, progress) if found else None
