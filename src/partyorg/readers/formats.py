"""The formats that can be read: how each is known, and who reads it.

A new format is one more module with a `read` function and one more line here.  The module is
imported only when a file of its format comes.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

from attrs import frozen

from partyorg.model import RawTable
from partyorg.readers.faults import InputError
from partyorg.readers.files import first_bytes
from partyorg.readers.limits import Limits

__all__ = ["FORMATS", "Format", "format_of"]


@frozen(kw_only=True)
class Format:
    """A format: its name, the endings and first bytes of its files, the module that reads it.

    `one_table`: a file holds one table and has its name, so that a folder of them is a data set.
    """

    name: str
    suffixes: tuple[str, ...]
    module: str
    magic: tuple[bytes, ...] = ()
    one_table: bool = False

    def read(self, path: Path, limits: Limits) -> list[RawTable]:
        """Read the tables of a file."""
        reader = import_module(f"partyorg.readers.{self.module}")
        return cast(Callable[[Path, Limits], list[RawTable]], reader.read)(path, limits)


FORMATS = (
    Format(name="CSV", suffixes=(".csv", ".tsv"), module="delimited", one_table=True),
    Format(
        name="Parquet",
        suffixes=(".parquet",),
        module="parquet",
        magic=(b"PAR1",),
        one_table=True,
    ),
    Format(
        name="workbook",
        suffixes=(".xlsx", ".xlsm", ".xls", ".et", ".ods"),
        module="workbook",
        magic=(b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ),
    Format(
        name="SQLite",
        suffixes=(".sqlite", ".sqlite3", ".db"),
        module="database",
        magic=(b"SQLite format 3\0",),
    ),
    Format(name="Popolo", suffixes=(".json",), module="popolo"),
)


def format_of(path: Path) -> Format:
    """Find the format of a file, by its first bytes, else by its ending."""
    head = first_bytes(path)
    for known in FORMATS:
        if head.startswith(known.magic):
            return known
    suffix = path.suffix.lower()
    for known in FORMATS:
        if suffix in known.suffixes:
            return known
    endings = " ".join(ending for known in FORMATS for ending in known.suffixes)
    raise InputError(
        path.name,
        "unknown-format",
        f"无法识别的文件格式；请给出 {endings} 文件，或装有 CSV 文件的文件夹",
        f"not a known format; give one of {endings}, or a folder of CSV files",
    )
