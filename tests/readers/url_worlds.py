"""Databases to be read by URL: an SQLite file, and a schema of its own on a real PostgreSQL.

The server is named by PARTYORG_TEST_POSTGRESQL, the URL of a database in which schemas may be made;
nothing outside the schema made for a test is touched.
"""

import os
from contextlib import contextmanager
from uuid import uuid4

import sqlalchemy as sa

import partyorg as po
from partyorg.model import TABLES
from partyorg.writers.tables import cell

POSTGRESQL = os.environ.get("PARTYORG_TEST_POSTGRESQL")
SECRET = "geheim0815"


def sample():
    return po.load(po.sample_path())


def text(url):
    return url.render_as_string(hide_password=False)


def sqlite(folder):
    return f"sqlite:///{folder / 'data.db'}"


@contextmanager
def postgresql():
    """Give the URL of a new schema, and take it away again."""
    schema = f"partyorg_{uuid4().hex}"
    server = sa.make_url(POSTGRESQL)
    engine = sa.create_engine(server, poolclass=sa.pool.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.schema.CreateSchema(schema))
    try:
        yield text(server.update_query_dict({"options": f"-csearch_path={schema}"}))
    finally:
        with engine.begin() as connection:
            # A transaction that was left open would make this wait, and then fail.
            connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
            connection.execute(sa.schema.DropSchema(schema, cascade=True))


def run(url, *statements):
    """Carry statements out."""
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def asked(url, query):
    """Give what a query gives, past the library."""
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def fill(url, tables, *, numbered=False):
    """Make tables of text, and put rows in; with numbers, for a database keeps no order."""
    engine = sa.create_engine(url, poolclass=sa.pool.NullPool)
    with engine.begin() as connection:
        for name, headings, rows in tables:
            number = [sa.Column("line", sa.Integer, primary_key=True)] if numbered else []
            columns = [sa.Column(heading, sa.Text) for heading in headings]
            made = sa.Table(name, sa.MetaData(), *number, *columns)
            made.create(connection)
            cells = [dict(zip(headings, row, strict=True)) for row in rows]
            for at, row in enumerate(cells if numbered else (), 1):
                row["line"] = at
            if cells:
                connection.execute(made.insert(), cells)


def fill_with_sample(url, *, numbered=True):
    """Put the sample in, row for row."""
    data = sample()
    fill(
        url,
        [
            (
                name,
                [column.name for column in table.columns],
                [
                    [cell(getattr(row, column.name)) or None for column in table.columns]
                    for row in getattr(data, name)
                ],
            )
            for name, table in TABLES.items()
        ],
        numbered=numbered,
    )
