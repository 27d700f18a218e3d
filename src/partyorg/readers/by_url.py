"""Databases by URL: a table or view for each of ours, or a query for each.

Of a table only the columns that are ours are asked for, of what a query gives only these are kept:
photographs and identity numbers that a vendor's table has beside them are not read at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any

from partyorg.errors import InputInfo, PartyorgError
from partyorg.model import TABLES, RawTable, table_meant, table_named
from partyorg.model.headings import column_named, is_private
from partyorg.readers.faults import InputError
from partyorg.readers.limits import Limits
from partyorg.readers.queries import checked_queries, is_select
from partyorg.readers.url_database import Database, connected

if TYPE_CHECKING:
    from sqlalchemy import CursorResult

__all__ = ["read"]

_PIECE_ROWS, _FIRST_ROWS, _PIECE_SIZE = 2000, 16, 1 << 23
_NARROW = 8  # columns; a row takes memory even if it has few cells


def read(
    url: str, limits: Limits, queries: Mapping[str, str] | None = None
) -> tuple[list[RawTable], InputInfo]:
    """Read the tables of a database, or what queries give of it, and tell what was read."""
    wanted = checked_queries(queries or {})
    with connected(url, limits) as database:
        for table, query in wanted.items():
            _check(database, table, query)
        tables = [_rows(database, *one) for one in wanted.items()] or _own_tables(database)
    rows = sum(table.input.rows for table in tables)
    return tables, InputInfo(database.name, None, rows)


def _check(database: Database, table: str, query: str) -> None:
    """Refuse a query that is more, or something else, than a SELECT."""
    if not is_select(query):
        zh = TABLES[table].zh
        raise InputError(
            database.name,
            "not-a-query",
            f"“{zh}”的查询应为一条 SELECT 语句；请删去其他语句，中间不要有分号",
            f"the query for '{table}' must be one SELECT; delete other statements, write no "
            "semicolon within",
        )


def _own_tables(database: Database) -> list[RawTable]:
    """Read the tables and views that have the name of one of ours."""
    from sqlalchemy import inspect  # noqa: PLC0415  (only when a database comes)

    database.start_clock()
    found = inspect(database.connection)
    names = sorted(
        _listed(found.get_table_names)
        | _listed(found.get_view_names)
        | _listed(found.get_materialized_view_names)
    )
    own = [name for name in names if table_named(name)]
    near = [name for name in names if name not in own and table_meant(name)]
    if not own:
        raise _no_table(database, near)
    tables = []
    for name in own:
        headings = [column["name"] for column in found.get_columns(name)]
        key = found.get_pk_constraint(name)["constrained_columns"]
        tables.append(_own_table(database, name, headings, key))
    nothing = InputInfo(database.name, None, 0)
    return tables + [RawTable(name, (), (), nothing) for name in near]


def _listed(names: Callable[[], Iterable[str]]) -> set[str]:
    with suppress(NotImplementedError):  # a database without such a thing
        return set(names())
    return set()


def _no_table(database: Database, near: Sequence[str]) -> InputError:
    meant_zh = f"“{near[0]}”是否为所需的表？" if near else ""
    meant_en = f"is '{near[0]}' meant to be one? " if near else ""
    return InputError(
        database.name,
        "no-table",
        f"没有可识别的表；{meant_zh}请把表命名为 people（人员）等，或给出查询（--queries）",
        f"has none of the tables; {meant_en}name them people, appointments …, or give queries "
        "(--queries)",
    )


def _own_table(
    database: Database, name: str, headings: Sequence[str], key: Sequence[str]
) -> RawTable:
    """Read the columns of a table that are ours, and name the others."""
    table = table_named(name)
    known = [one for one in headings if table is not None and column_named(one, table)]
    # A column that numbers the rows gives them their order; nobody need be told that it is there.
    numbering = [one for one in key if not is_private(one)]
    others = [one for one in headings if one not in known and one not in numbering]
    if not known:  # no row can be used; not one is read
        return RawTable(name, headings, (), InputInfo(database.name, None, 0))
    quoted = database.connection.dialect.identifier_preparer.quote
    query = f"SELECT {', '.join(map(quoted, known))} FROM {quoted(name)}"  # noqa: S608  (quoted)
    if key and database.connection.dialect.name != "sqlite":
        # Without an order the numbers of rows would mean nothing on the next day; SQLite has one.
        query += f" ORDER BY {', '.join(map(quoted, key))}"
    found = _rows(database, name, query)
    return RawTable(name, [*found.headings, *others], found.rows, found.input)


def _rows(database: Database, name: str, query: str) -> RawTable:
    """Read what a query gives, piece by piece and within the limits."""
    table = table_named(name)
    zh, en = f"“{table.zh if table else name}”", f"'{name}'"
    database.start_clock()
    rows: list[tuple[object, ...]] = []
    size = 0
    try:
        # Streamed, and given to the driver as it stands: no sign in it means a parameter.
        how = {"stream_results": True, "no_parameters": True, "max_row_buffer": _PIECE_ROWS}
        with closing(database.connection.exec_driver_sql(query, execution_options=how)) as result:
            headings = list(result.keys())
            kept = [
                at
                for at, heading in enumerate(headings)
                if table is not None and column_named(heading, table)
            ]
            for piece, weight in _pieces(result):
                rows += [tuple(row[at] for at in kept) for row in piece]
                size += weight
                _check_bounds(database, zh, en, len(rows) * max(len(kept), _NARROW), size)
    except PartyorgError:
        raise
    except Exception as error:  # noqa: BLE001  (drivers raise errors of their own kinds)
        raise database.refused(zh, en, error) from None
    ordered = [headings[at] for at in kept]
    ordered += [heading for at, heading in enumerate(headings) if at not in kept]
    return RawTable(name, ordered, rows, InputInfo(database.name, None, len(rows)))


def _pieces(result: CursorResult[Any]) -> Iterator[tuple[Sequence[Sequence[object]], int]]:
    """Give the rows some at a time, with the length of all that is text or bytes in them.

    How many, depends on how large the last ones were: there may be photographs among the cells.
    """
    count = _FIRST_ROWS
    while piece := result.fetchmany(count):
        weight = sum(len(cell) for row in piece for cell in row if isinstance(cell, str | bytes))
        yield piece, weight
        count = min(2 * count, _PIECE_ROWS) if weight < _PIECE_SIZE else max(count // 4, 1)


def _check_bounds(database: Database, zh: str, en: str, cells: int, size: int) -> None:
    """Refuse what is too much or takes too long; a query may go on without end."""
    if database.is_late:
        raise database.too_slow(zh, en)
    limits = database.limits
    for name, found in (("sheet_cells", cells), ("file_bytes", size)):
        limit = getattr(limits, name)
        if found > limit:
            raise InputError(
                database.name,
                "too-large",
                f"{zh}内容过多（超过 {limit:,}）；请缩小查询范围，或调高限度 {name}",
                f"{en} gives too much (more than {limit:,}); narrow the query, or raise the limit "
                f"{name}",
            )
