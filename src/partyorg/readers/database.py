"""SQLite files: one table a table.  The file is opened for reading only and never written.

Views are refused: a view is a program, and may run without end.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

from partyorg.errors import InputInfo
from partyorg.model import RawTable, table_named
from partyorg.readers.faults import InputError
from partyorg.readers.files import check_size, first_bytes
from partyorg.readers.limits import Limits

__all__ = ["opened", "read"]

_TABLES = """
    SELECT name, type FROM sqlite_master
    WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite!_%' ESCAPE '!'
      AND coalesce(sql, '') NOT LIKE 'CREATE VIRTUAL%'
    ORDER BY rowid
"""


def read(path: Path, limits: Limits) -> list[RawTable]:
    """Read the tables of an SQLite file."""
    try:
        with closing(opened(path, limits)) as connection:
            found = connection.execute(_TABLES).fetchall()
            return [_table(path, connection, name, kind) for name, kind in found]
    except (sqlite3.Error, UnicodeDecodeError) as error:  # names must be UTF-8
        raise InputError(
            path.name,
            "broken-database",
            f"数据库无法读取（{error}）；请检查是否完整、是否正被使用",
            f"the database cannot be read ({error}); look whether it is whole, and not in use",
        ) from error


def opened(path: Path, limits: Limits) -> sqlite3.Connection:
    """Open an SQLite file for reading; refuse one that is too large or none at all."""
    head = first_bytes(path)
    check_size(path, limits.file_bytes)
    if not head.startswith(b"SQLite format 3\0"):
        raise InputError(
            path.name,
            "not-a-database",
            "不是 SQLite 数据库；请检查文件",
            "not an SQLite database; look whether it is the right file",
        )
    connection = sqlite3.connect(_address(path, head), uri=True)
    # Text that is not UTF-8 comes with lone surrogates, which the intake refuses.
    connection.text_factory = partial(str, encoding="utf-8", errors="surrogateescape")
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _address(path: Path, head: bytes) -> str:
    """Give the address for reading only.

    A database with a write-ahead log would have a file put beside it even for a reader; where
    that log is absent there is nothing in it, and the file is read as it stands.
    """
    logged = head[18:20] == b"\2\2"
    beside = path.with_name(f"{path.name}-wal")
    still = logged and not beside.exists()
    return path.absolute().as_uri() + ("?mode=ro&immutable=1" if still else "?mode=ro")


def _table(path: Path, connection: sqlite3.Connection, name: str, kind: str) -> RawTable:
    nothing = InputInfo(path.name, None, 0)
    if table_named(name) is None:
        return RawTable(name, (), (), nothing)
    if kind == "view":
        raise InputError(
            path.name,
            "view-not-read",
            f"“{name}”是视图；请存为表：CREATE TABLE … AS SELECT …",
            f"'{name}' is a view; make a table of it: CREATE TABLE … AS SELECT …",
        )
    quoted = name.replace('"', '""')
    cursor = connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608  (quoted)
    headings = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    return RawTable(name, headings, rows, InputInfo(path.name, None, len(rows)))
