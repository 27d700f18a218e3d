"""Databases by URL, through SQLAlchemy: a table or view for each of ours, or a query for each.

The database is only read: in a read-only transaction where there is such a thing, never committed,
and for no longer than a time limit where the database keeps one.  The password of a URL stands in
no message and no report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from partyorg.errors import CallError, InputInfo, hint, masked
from partyorg.model import TABLES, RawTable, table_meant, table_named
from partyorg.readers.faults import InputError
from partyorg.readers.files import missing, too_large
from partyorg.readers.limits import Limits

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

__all__ = ["checked_queries", "is_url", "read"]

_PIECE = 10_000
_COLON = re.compile(r"(?<![:\\]):(?=\w)")


def is_url(source: object) -> bool:
    """Tell whether something is a URL rather than a path.

    >>> is_url("postgresql+psycopg://localhost/cadres"), is_url("data/people.csv")
    (True, False)
    """
    return isinstance(source, str) and re.match(r"[A-Za-z][\w+.-]*://", source) is not None


def checked_queries(queries: Mapping[str, str]) -> dict[str, str]:
    """Give queries by the English names of our tables.

    Raises:
        CallError: there is no such table, or what is given for it is no text.
    """
    found = {}
    for name, query in queries.items():
        table = table_named(str(name))
        if table is None:
            near = hint(str(name), [n for t in TABLES.values() for n in (t.name, t.zh)])
            msg = f"queries: there is no table '{name}'; " + (
                f"did you mean '{near}'?" if near else f"the tables are {', '.join(TABLES)}"
            )
            raise CallError(msg)
        if not isinstance(query, str) or not query.strip():
            msg = f"queries: what is given for '{name}' is no query; write SELECT …"
            raise CallError(msg)
        found[table.name] = query
    return found


def read(
    url: str, limits: Limits, queries: Mapping[str, str] | None = None
) -> tuple[list[RawTable], InputInfo]:
    """Read the tables of a database, or what queries give of it, and tell what was read."""
    if find_spec("sqlalchemy") is None:
        raise InputError(
            shown(url),
            "missing-package",
            "读取数据库需要 SQLAlchemy；请运行 pip install 'partyorg[database]'",
            "databases need SQLAlchemy: pip install 'partyorg[database]'",
        )
    wanted = checked_queries(queries or {})
    name = shown(url)
    with _connected(url, name, limits) as connection:
        if wanted:
            tables = [_query(connection, name, limits, *one) for one in wanted.items()]
        else:
            tables = _own_tables(connection, name, limits)
    return tables, InputInfo(name, None, sum(table.input.rows for table in tables))


def shown(url: str) -> str:
    """Give a URL as it may be shown: without user, password and options.

    >>> shown("postgresql+psycopg://clerk:secret@db.local:5433/cadres?sslpassword=x")
    'postgresql+psycopg://db.local:5433/cadres'
    """
    scheme, _, rest = url.partition("://")
    place = rest.partition("?")[0].rpartition("@")[2]
    return masked(f"{scheme}://{place}")


@contextmanager
def _connected(url: str, name: str, limits: Limits) -> Iterator[Connection]:
    """Connect for reading; whatever goes wrong is said in one line, without the password."""
    from sqlalchemy import exc, make_url  # noqa: PLC0415  (only when a database comes)

    try:
        parsed = make_url(url)
        engine = _engine(parsed, limits)
    except (exc.ArgumentError, ValueError) as error:
        raise _refused(
            name,
            "bad-url",
            "不是数据库地址；请写成 postgresql+psycopg://用户@主机/数据库",
            "no URL of a database; write postgresql+psycopg://user@host/database",
        ) from error
    except (exc.NoSuchModuleError, ImportError) as error:
        raise _refused(
            name,
            "missing-package",
            "没有安装该数据库的驱动；请安装，如 pip install 'psycopg[binary]'，并检查地址开头",
            "the driver of this database is not installed; install it, as pip install "
            "'psycopg[binary]', and look at the beginning of the URL",
        ) from error
    try:
        with engine.connect() as connection:
            _guard(connection, limits)
            try:
                yield connection
            finally:
                connection.rollback()
    except exc.SQLAlchemyError as error:
        told = _told(error, parsed)
        raise _refused(
            name,
            "database-error",
            f"数据库无法读取（{told}）；请检查地址、权限和查询",
            f"the database cannot be read ({told}); look at the URL, the rights and the query",
        ) from error
    finally:
        engine.dispose()


def _engine(url: URL, limits: Limits) -> Engine:
    from sqlalchemy import create_engine, pool  # noqa: PLC0415

    arguments: dict[str, Any] = {}
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        path = Path(url.database)
        if not path.is_file():
            raise missing(path)
        url = url.set(database=path.absolute().as_uri(), query={"mode": "ro", "uri": "true"})
    if url.get_backend_name() == "postgresql":
        arguments["options"] = f"-c statement_timeout={limits.query_seconds * 1000}"
        arguments["connect_timeout"] = min(limits.query_seconds, 30)
    return create_engine(url, poolclass=pool.NullPool, connect_args=arguments, hide_parameters=True)


def _guard(connection: Connection, limits: Limits) -> None:
    """Make the transaction one that only reads, where the database knows such."""
    backend = connection.dialect.name
    if backend == "postgresql":
        connection.execution_options(postgresql_readonly=True)
    elif backend in ("mysql", "mariadb"):
        milliseconds = limits.query_seconds * 1000
        connection.exec_driver_sql("SET SESSION TRANSACTION READ ONLY")
        if backend == "mysql":
            connection.exec_driver_sql(f"SET SESSION max_execution_time = {milliseconds}")
        connection.rollback()


def _own_tables(connection: Connection, name: str, limits: Limits) -> list[RawTable]:
    """Read the tables and views that have the name of one of ours."""
    from sqlalchemy import inspect  # noqa: PLC0415

    found = inspect(connection)
    names = [*found.get_table_names(), *found.get_view_names()]
    own = [one for one in names if table_named(one)]
    if not own:
        raise _refused(
            name,
            "no-table",
            "没有可识别的表；请把表命名为 people、appointments 等，或用查询指定（--queries）",
            "has none of the tables; name them people, appointments …, or give queries (--queries)",
        )
    quote = connection.dialect.identifier_preparer.quote
    tables = []
    for one in own:
        keys = ", ".join(map(quote, found.get_pk_constraint(one)["constrained_columns"]))
        # Without an order the numbers of rows would mean nothing on the next day.
        query = f"SELECT * FROM {quote(one)}" + (f" ORDER BY {keys}" if keys else "")  # noqa: S608  (quoted)
        tables.append(_query(connection, name, limits, one, query))
    tables += [
        RawTable(one, (), (), InputInfo(name, None, 0))
        for one in names
        if one not in own and table_meant(one)
    ]
    return tables


def _query(connection: Connection, name: str, limits: Limits, table: str, query: str) -> RawTable:
    """Read what a query gives, piece by piece and within the limits."""
    from sqlalchemy import text  # noqa: PLC0415

    streamed = connection.execution_options(stream_results=True, max_row_buffer=_PIECE)
    result = streamed.execute(text(_COLON.sub(r"\\:", query)))
    if not result.returns_rows:
        raise _refused(
            name,
            "not-a-query",
            f"“{table}”的查询没有结果；请写 SELECT 语句",
            f"the query for '{table}' gives no rows; write a SELECT",
        )
    headings = list(result.keys())
    rows: list[Sequence[object]] = []
    with closing(result):
        while piece := result.fetchmany(_PIECE):
            rows += [tuple(row) for row in piece]
            if len(rows) * max(len(headings), 1) > limits.sheet_cells:
                raise too_large(name, f"{table}: > {limits.sheet_cells:,} cells")
    return RawTable(table, headings, rows, InputInfo(name, None, len(rows)))


def _told(error: Exception, url: URL) -> str:
    """Give the first line of what a database says, without what is secret in the URL."""
    told = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    for secret in (url.password, *url.query.values()):
        if secret:
            told = told.replace(str(secret), "***")
    return masked(told)


def _refused(name: str, code: str, zh: str, en: str) -> InputError:
    return InputError(name, code, zh, en)
