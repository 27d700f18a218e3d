"""A database by its URL: connected to for reading only, and asked for no longer than is allowed.

SQLAlchemy knows the databases and finds their drivers.  Everything is read in one transaction that
only reads, where the database has such a thing, and that is never committed; it sees one state of
the data, however long the reading takes.

A URL may hold a password.  So nothing that is said or kept comes from the URL as it was given, and
no error carries with it the one it came from, whose text is not ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, quote_plus

from attrs import define

from partyorg.errors import hint, shown
from partyorg.readers.database import opened
from partyorg.readers.faults import InputError
from partyorg.readers.files import missing
from partyorg.readers.limits import Limits
from partyorg.readers.urls import shown_url

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

__all__ = ["Database", "connected"]

_LONGEST_CONNECT = 30  # seconds
_STEPS = 10_000  # of SQLite between two looks at the clock

# What makes a transaction read only, and limits the time of a query, by database.
_GUARDS = {
    "postgresql": (
        "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        "SET LOCAL statement_timeout = {milliseconds}",
    ),
    "mysql": (
        "SET SESSION max_execution_time = {milliseconds}",
        "SET SESSION TRANSACTION READ ONLY",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
    ),
    "mariadb": (
        "SET SESSION max_statement_time = {seconds}",
        "SET SESSION TRANSACTION READ ONLY",
        "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
    ),
    "oracle": ("SET TRANSACTION READ ONLY",),
    "sqlite": ("PRAGMA query_only = ON",),
}

# A driver for each database, and the package that it comes in.
_DRIVERS = {
    "postgresql": ("postgresql+psycopg", "psycopg[binary]"),
    "mysql": ("mysql+pymysql", "pymysql"),
    "mariadb": ("mariadb+pymysql", "pymysql"),
    "oracle": ("oracle+oracledb", "oracledb"),
    "mssql": ("mssql+pyodbc", "pyodbc"),
    "sqlite": ("sqlite", ""),
}
_SECRET = re.compile("pass|pwd|secret|token|key|credential|connect", re.IGNORECASE)
_VALUE = re.compile(r"""["'].*["']""")


@define
class Database:
    """A database that is connected to; `name` is what it may be called."""

    name: str
    connection: Connection
    secrets: tuple[str, ...]
    limits: Limits
    until: float = float("inf")

    def start_clock(self) -> None:
        """Begin to measure the time of a query."""
        self.until = monotonic() + self.limits.query_seconds

    @property
    def is_late(self) -> bool:
        """Whether the query has taken longer than it may."""
        return monotonic() >= self.until

    def refused(self, what_zh: str, what_en: str, error: Exception) -> InputError:
        """Make the error for something that the database could not do."""
        if self.is_late:
            return self.too_slow(what_zh, what_en)
        told = _told(error, self.secrets, values=False)
        return InputError(
            self.name,
            "database-error",
            f"{what_zh}无法读取（{told}）；请检查表名、列名、权限和查询语句",
            f"{what_en} cannot be read ({told}); look at the names of tables and columns, the "
            "rights of the user and the query",
        )

    def too_slow(self, what_zh: str, what_en: str) -> InputError:
        """Make the error for a query that takes too long."""
        seconds = self.limits.query_seconds
        return InputError(
            self.name,
            "too-slow",
            f"{what_zh}读取超过 {seconds} 秒；请缩小查询范围，或调高限度 query_seconds",
            f"{what_en} takes longer than {seconds} seconds; narrow the query, or raise the limit "
            "query_seconds",
        )


@contextmanager
def connected(url: str, limits: Limits) -> Iterator[Database]:
    """Connect for reading; whatever goes wrong is said in one line, without the password."""
    name = shown_url(url)
    if find_spec("sqlalchemy") is None:
        raise InputError(
            name,
            "missing-package",
            "读取数据库需要 SQLAlchemy；请运行 pip install 'partyorg[database]'",
            "databases need SQLAlchemy: pip install 'partyorg[database]'",
        )
    parsed = _parsed(url, name)
    secrets = _secrets(parsed)
    engine = _engine(parsed, name, limits)
    try:
        database = _opened(engine, name, secrets, limits)
        try:
            yield database
        except InputError:
            raise
        except Exception as error:  # noqa: BLE001  (drivers raise errors of their own kinds)
            refused = database.refused("数据库", "the database", error)
            raise refused from None
        finally:
            _close(database.connection)
    finally:
        engine.dispose()


def _parsed(url: str, name: str) -> URL:
    from sqlalchemy import exc, make_url  # noqa: PLC0415  (only when a database comes)

    try:
        parsed = make_url(url)
    except (exc.ArgumentError, ValueError):
        raise InputError(
            name,
            "bad-url",
            "不是数据库地址；请写成 postgresql+psycopg://用户:密码@主机:端口/数据库，密码中的特殊字符"
            "写成 %40 之类",
            "no URL of a database; write postgresql+psycopg://user:password@host:port/database, "
            "signs in the password as %40",
        ) from None
    if parsed.get_backend_name() == "sqlite" and not parsed.database:
        raise InputError(
            name,
            "bad-url",
            "地址中没有文件；请写成 sqlite:///文件.db",
            "names no file; write sqlite:///file.db",
        )
    return parsed


def _engine(url: URL, name: str, limits: Limits) -> Engine:
    """Find the driver; nothing is connected to yet."""
    from sqlalchemy import create_engine, exc, pool  # noqa: PLC0415

    how: dict[str, Any] = {"poolclass": pool.NullPool, "hide_parameters": True}
    try:
        driver = url.get_dialect().driver
        if driver == "pysqlite":
            path = Path(url.database or "")
            if not path.exists():
                raise missing(path)
            return create_engine("sqlite://", creator=lambda: opened(path, limits), **how)
        if driver.startswith("psycopg") and "connect_timeout" not in url.query:
            how["connect_args"] = {"connect_timeout": min(limits.query_seconds, _LONGEST_CONNECT)}
        engine = create_engine(url, **how)
    except exc.NoSuchModuleError:
        raise _unknown(url, name) from None
    except ImportError as error:
        raise _not_installed(url, name, error.name or url.drivername) from None
    except (exc.SQLAlchemyError, TypeError) as error:  # an option that the engine does not take
        raise _not_connected(name, _told(error, _secrets(url))) from None
    if engine.dialect.is_async:
        raise _unknown(url, name)
    return engine


def _unknown(url: URL, name: str) -> InputError:
    """Make the error for a kind of database that SQLAlchemy does not know, or not in this way."""
    backend = url.get_backend_name()
    near = backend if backend in _DRIVERS else hint(backend, _DRIVERS)
    known = _DRIVERS.get(near or "", ("postgresql+psycopg", ""))[0]
    return InputError(
        name,
        "unknown-database",
        f"不支持“{url.drivername}”；请写 {known}://…，或先安装该数据库的 SQLAlchemy 方言",
        f"'{url.drivername}' is not supported; write {known}://…, or install the SQLAlchemy "
        "dialect of that database",
    )


def _not_installed(url: URL, name: str, driver: str) -> InputError:
    known, package = _DRIVERS.get(url.get_backend_name(), (url.drivername, driver))
    return InputError(
        name,
        "missing-package",
        f"没有安装数据库驱动 {driver}；请运行 pip install '{package}'，地址写 {known}://…",
        f"the driver {driver} is not installed: pip install '{package}', and write {known}://…",
    )


def _not_connected(name: str, told: str) -> InputError:
    return InputError(
        name,
        "no-connection",
        f"无法连接数据库（{told}）；请检查主机、端口、库名、用户和密码，以及数据库是否已启动",
        f"cannot be connected to ({told}); look at host, port, database, user and password, and "
        "whether the database runs",
    )


def _opened(engine: Engine, name: str, secrets: tuple[str, ...], limits: Limits) -> Database:
    """Connect, and see to it that the transaction only reads."""
    connection = None
    try:
        connection = engine.connect()
        database = Database(name, connection, secrets, limits)
        _guard(database)
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001  (drivers raise errors of their own kinds)
        if connection is not None:
            _close(connection)
        raise _not_connected(name, _told(error, secrets)) from None
    return database


def _close(connection: Connection) -> None:
    """Hang up.  Nothing is committed, and a connection that is lost has nothing to say of it."""
    connection.invalidate()
    connection.close()


def _guard(database: Database) -> None:
    connection, seconds = database.connection, database.limits.query_seconds
    backend = connection.dialect.name
    if getattr(connection.dialect, "is_mariadb", False):
        backend = "mariadb"
    for statement in _GUARDS.get(backend, ()):
        connection.exec_driver_sql(statement.format(seconds=seconds, milliseconds=1000 * seconds))
    if connection.dialect.driver == "pysqlite":
        raw: Any = connection.connection.dbapi_connection
        raw.set_progress_handler(lambda: database.is_late, _STEPS)


def _secrets(url: URL) -> tuple[str, ...]:
    """Give what must not be shown, in every way in which it may be written."""
    values = [url.password]
    for key, value in url.query.items():
        if _SECRET.search(key):
            values += [value] if isinstance(value, str) else value
    plain = [str(value) for value in values if value]
    ways = {way(value) for value in plain for way in (str, quote, quote_plus, repr)}
    return tuple(sorted(ways, key=len, reverse=True))


def _told(error: Exception, secrets: tuple[str, ...], *, values: bool = True) -> str:
    """Give the first line of what a database says, without what is secret.

    Without `values`, where it says that some value is amiss this is left out: it may be anything.
    """
    from sqlalchemy import exc  # noqa: PLC0415

    told = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    for secret in secrets:
        told = told.replace(secret, "***")
    of_value = isinstance(error, exc.DataError) or not isinstance(error, exc.SQLAlchemyError)
    if of_value and not values:
        told = _VALUE.sub("…", told)
    return shown(told)
