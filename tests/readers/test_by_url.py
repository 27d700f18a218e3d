"""Databases by URL: SQLite everywhere, and a real PostgreSQL where one is given."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from attrs import evolve

import partyorg as po
from partyorg.cli.main import main
from partyorg.errors import CallError, DataError
from partyorg.model import TABLES
from partyorg.writers.tables import cell

POSTGRESQL = os.environ.get("PARTYORG_TEST_POSTGRESQL")


def fill(url: str) -> None:
    """Write the sample into the tables of a database, as text."""
    data = po.load(po.sample_path())
    engine = sa.create_engine(url)
    metadata = sa.MetaData()
    with engine.begin() as connection:
        for name, table in TABLES.items():
            columns = [column.name for column in table.columns]
            made = sa.Table(name, metadata, *(sa.Column(one, sa.Text) for one in columns))
            made.drop(connection, checkfirst=True)
            made.create(connection)
            rows = [
                {one: cell(getattr(row, one)) or None for one in columns}
                for row in getattr(data, name)
            ]
            if rows:
                connection.execute(made.insert(), rows)
    engine.dispose()


def rows_of(data: po.Dataset, name: str) -> Counter[Any]:
    """Give the rows of a table without their numbers, for a database keeps no order."""
    return Counter(evolve(row, row=0) for row in getattr(data, name))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        made = f"sqlite:///{tmp_path / 'sample.db'}"
    elif POSTGRESQL is None:
        pytest.skip("PARTYORG_TEST_POSTGRESQL names no server")
    else:
        made = POSTGRESQL
    fill(made)
    return made


def test_the_sample_in_a_database_is_the_sample(url: str) -> None:
    before, after = po.load(po.sample_path()), po.load(url)
    assert after.problems == ()
    for name in TABLES:
        assert rows_of(after, name) == rows_of(before, name), name
    rules = {"as_of": po.SAMPLE_AS_OF, "only": ["team-experience", "service-minimum"]}
    told = [{f.id for f in po.check(one, "cn-gz", **rules).failures} for one in (before, after)]
    assert told[0] == told[1] != set()


def test_a_query_for_each_table(url: str) -> None:
    data = po.load(
        url,
        queries={
            "人员": "SELECT person_id, name AS 姓名 FROM people "
            "WHERE name LIKE '%0001' AND '1:30' <> ':x'",
            "organizations": "SELECT org_id, name FROM organizations ORDER BY org_id",
        },
    )
    assert [person.name for person in data.people] == ["干部0001"]
    assert len(data.organizations) == len(po.load(po.sample_path()).organizations)
    assert data.appointments == ()


WRITES = ["DELETE FROM people", "DROP TABLE people", "UPDATE people SET name = 'x'"]


@pytest.mark.parametrize("query", WRITES)
def test_a_database_is_never_written(url: str, query: str) -> None:
    before = po.load(url).people
    with pytest.raises(DataError):
        po.load(url, queries={"people": query})
    assert po.load(url).people == before


def test_a_query_that_is_wrong_is_said_in_one_line(url: str) -> None:
    with pytest.raises(DataError) as caught:
        po.load(url, queries={"people": "SELECT no_such_column FROM people"})
    assert "\n" not in str(caught.value)
    assert "no_such_column" in str(caught.value)


def test_too_many_rows_are_refused(url: str) -> None:
    with pytest.raises(DataError, match="people"):
        po.load(url, limits=po.Limits(sheet_cells=10), queries={"people": "SELECT * FROM people"})


def test_the_command_line_takes_a_url_and_a_file_of_queries(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    queries = tmp_path / "queries.toml"
    queries.write_text(
        "[queries]\n" + "".join(f'{name} = "SELECT * FROM {name}"\n' for name in TABLES), "utf-8"
    )
    call = ["check", url, "--as-of", "2018-12-31", "--only", "team-experience", "--format", "json"]
    assert main(call) == main([*call, "--queries", str(queries)]) == 1
    assert "team-experience" in capsys.readouterr().out


SECRET = "geheim0815"

BAD: dict[str, Callable[[Path], str]] = {
    "unknown dialect": lambda _: f"nosuchdb://clerk:{SECRET}@localhost/cadres",
    "driver not installed": lambda _: f"oracle+oracledb://clerk:{SECRET}@localhost/cadres",
    "nobody listens": lambda _: f"postgresql+psycopg://clerk:{SECRET}@127.0.0.1:1/cadres",
    "no such file": lambda folder: f"sqlite:///{folder / 'none.db'}",
    "no database": lambda _: f"sqlite:///{__file__}",
    "no URL": lambda _: f"postgresql+psycopg://clerk:{SECRET}@localhost:port/cadres",
}


@pytest.mark.parametrize("why", BAD)
def test_what_cannot_be_reached_is_said_without_the_password(why: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        po.load(BAD[why](tmp_path))
    told = str(caught.value)
    assert "\n" not in told
    assert SECRET not in told + repr(caught.value)


def test_the_password_stands_in_no_report() -> None:
    from partyorg.readers.urls import shown_url as shown  # noqa: PLC0415

    assert SECRET not in shown(f"mysql://clerk:{SECRET}@host/db?password={SECRET}")
    assert shown("mysql://clerk:x@y@host/db") == "mysql://host/db"


def test_a_database_without_our_tables_asks_for_queries(tmp_path: Path) -> None:
    path = tmp_path / "vendor.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE A01 (A0101 TEXT)")
    with pytest.raises(DataError, match="--queries"):
        po.load(f"sqlite:///{path}")


@pytest.mark.parametrize("queries", [{"peple": "SELECT 1"}, {"people": ""}, {"people": 1}])
def test_a_wrong_call_is_an_error_of_the_call(queries: Any) -> None:
    with pytest.raises(CallError, match="quer"):
        po.load("sqlite:///x.db", queries=queries)


def test_queries_are_for_databases() -> None:
    with pytest.raises(CallError, match="queries"):
        po.load(po.sample_path(), queries={"people": "SELECT 1"})
