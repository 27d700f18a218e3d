"""Parquet files: one file a table, which has its name.

Read here row by row, for data sets that fit in memory as records.  Large ones, and tables in
several files, are read in columns: see `partyorg.check_frames`.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from partyorg.errors import InputInfo
from partyorg.model import RawTable
from partyorg.readers.faults import InputError
from partyorg.readers.files import contents, fingerprint
from partyorg.readers.limits import Limits

__all__ = ["read"]


def read(path: Path, limits: Limits) -> list[RawTable]:
    """Read a Parquet file; its name is the name of the table."""
    if find_spec("pyarrow") is None:
        raise InputError(
            path.name,
            "unknown-format",
            "读取 Parquet 文件需要 PyArrow；请运行 pip install 'partyorg[bulk]'",
            "Parquet files need PyArrow: pip install 'partyorg[bulk]'",
        )
    import pyarrow as pa  # noqa: PLC0415  (only when such a file comes)
    import pyarrow.parquet as pq  # noqa: PLC0415

    data = contents(path, limits.file_bytes)
    try:
        table = pq.read_table(pa.BufferReader(data))
    except (OSError, pa.ArrowException) as error:
        raise InputError(
            path.name,
            "unreadable-file",
            "文件无法读取，可能已损坏；请重新导出",
            "cannot be read, it may be damaged; write it anew",
        ) from error
    cells = [column.to_pylist() for column in table.columns]
    rows = list(zip(*cells, strict=True))
    info = InputInfo(path.name, fingerprint(data), len(rows))
    return [RawTable(path.stem, table.column_names, rows, info)]
