"""Databases that cannot be read: each is refused in one line, which says why and no secret."""

import sys
import traceback
from time import monotonic

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from url_worlds import SECRET, asked, fill, run, sqlite, text

import partyorg as po
from partyorg.cli.main import main
from partyorg.errors import CallError, DataError
from partyorg.readers.queries import is_select
from partyorg.readers.urls import shown_url

ENDLESS = "WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM t)"


@pytest.fixture
def refused(says):
    def check(url, code, text="", **how):
        with pytest.raises(DataError) as caught:
            po.load(url, **how)
        says(caught.value, code)
        told = "".join(traceback.format_exception(caught.value))
        assert SECRET not in told + repr(caught.value) + repr(vars(caught.value))
        assert "\n" not in str(caught.value)
        assert text in str(caught.value)
        return str(caught.value)

    return check


@pytest.fixture
def people(url):
    fill(url, [("people", ["person_id", "name"], [["N1", "干部0001"]])])
    return url


# Getting there


@pytest.mark.parametrize(
    ("url", "code", "told"),
    [
        ("nosuchdb://clerk:{}@localhost/cadres", "unknown-database", "'nosuchdb'"),
        ("postgres://clerk:{}@localhost/cadres", "unknown-database", "postgresql+psycopg://"),
        ("postgresql+none://clerk:{}@localhost/x", "unknown-database", "postgresql+psycopg://"),
        ("postgresql+psycopg_async://u:{}@localhost/x", "unknown-database", "postgresql+psycopg"),
        ("mysql+none://clerk:{}@localhost/cadres", "unknown-database", "mysql+pymysql://"),
        ("postgresql+psycopg://u:{}@127.0.0.1:1/x", "no-connection", "Connection refused"),
        ("postgresql+psycopg://u:{}?x@127.0.0.1:1/x", "no-connection", "Connection refused"),
        ("postgresql+psycopg://u:x@127.0.0.1:1/x?password={}", "no-connection", "refused"),
        ("postgresql+psycopg://u:{}@127.0.0.1:1/x?{}=1", "no-connection", "***"),
        ("postgresql+psycopg://clerk:{}@localhost:port/x", "bad-url", "user:password@host"),
        ("postgresql+psycopg://u:a@b:{}@localhost/x", "bad-url", "%40"),
        ("://clerk:{}@localhost", "bad-url", "user:password@host"),
        ("sqlite://", "bad-url", "sqlite:///file.db"),
        ("sqlite:///{}.none.db", "no-such-file", "there is no such file"),
    ],
)
def test_what_cannot_be_reached(url, code, told, refused):
    secret = "x" if code == "no-such-file" else SECRET
    refused(url.replace("{}", secret), code, told)


def test_no_such_role_or_database(postgresql, refused):
    url = sa.make_url(postgresql).set(password=SECRET)
    refused(text(url.set(username="nobody_here")), "no-connection", "nobody_here")
    refused(text(url.set(database="none_such")), "no-connection", "none_such")


def test_without_sqlalchemy(tmp_path, monkeypatch, refused):
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    refused(sqlite(tmp_path), "missing-package", "pip install 'partyorg[database]'")


def test_without_a_driver(monkeypatch, refused):
    monkeypatch.setitem(sys.modules, "psycopg2", None)
    told = refused(f"postgresql+psycopg2://u:{SECRET}@localhost/x", "missing-package", "psycopg2")
    assert "pip install 'psycopg[binary]'" in told


@pytest.mark.parametrize("data", [b"person_id\nN1\n", b""])
def test_no_database_in_the_file(tmp_path, data, refused):
    path = tmp_path / "data.db"
    path.write_bytes(data)
    refused(f"sqlite:///{path}", "not-a-database" if data else "empty-file", "data.db")


def test_an_sqlite_file_beyond_the_limit(tmp_path, refused):
    url = sqlite(tmp_path)
    fill(url, [("people", ["person_id"], [["N1"]])])
    refused(url, "too-large", limits=po.Limits(file_bytes=100))


# What is in it


def test_none_of_our_tables(url, refused):
    fill(url, [("A01", ["A0101"], [])])
    refused(url, "no-table", "--queries")
    fill(url, [("peple", ["person_id"], [])])
    refused(url, "no-table", "'peple'")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT no_such_column FROM people", "no_such_column"),
        ("SELECT * FROM no_such_table", "no_such_table"),
        ("SELECT * FRUM people", "syntax error"),
    ],
)
def test_a_query_that_is_wrong(people, query, told, refused):
    message = refused(people, "database-error", told, queries={"people": query})
    assert "'people'" in message
    assert "“人员”" in message


@pytest.mark.parametrize(
    "query",
    [
        "DELETE FROM people",
        "DROP TABLE people",
        "UPDATE people SET name = 'x'",
        "SELECT 1 AS person_id; DELETE FROM people",
        "SELECT 1 AS person_id; COMMIT; BEGIN; DELETE FROM people; COMMIT",
        "SELECT 1 AS person_id -- ' \n; DELETE FROM people -- '",
        "EXPLAIN SELECT 1",
        "-- nothing but this",
    ],
)
def test_only_one_select_is_carried_out(people, query, refused):
    refused(people, "not-a-query", "one SELECT", queries={"people": query})
    assert asked(people, "SELECT * FROM people") == [("N1", "干部0001")]


@pytest.mark.parametrize(
    "query",
    [
        "WITH gone AS (SELECT 1) DELETE FROM people",
        "WITH gone AS (DELETE FROM people RETURNING *) SELECT * FROM gone",
    ],
)
def test_nothing_is_deleted_in_the_guise_of_a_query(people, query, refused):
    refused(people, "database-error", queries={"people": query})
    assert asked(people, "SELECT * FROM people") == [("N1", "干部0001")]


@pytest.mark.parametrize(
    ("query", "single"),
    [
        ("SELECT 1", True),
        ("  (select 1) ;\n", True),
        ("-- a remark\nWITH x AS (SELECT 1) SELECT * FROM x", True),
        ("/* a remark */ SELECT 1", True),
        ("VALUES (1)", True),
        ("SELECT ';', 'it''s;', \"a;b\"", True),
        ("SELECT 1;;", False),
        ("SELECT 1; SELECT 2", False),
        ("SELECT ';'; SELECT 2", False),
        ("SELECTED", False),
        ("", False),
        # Where the quotation ends depends on the database; what is in doubt is refused.
        (r"SELECT E'\'' ; COMMIT; --'", False),
        ("SELECT $$'$$ ; COMMIT; SELECT $$'$$", False),
        ("/* /* */ ' */ SELECT 1; COMMIT; --'", False),
        ("SELECT [a'b] ; COMMIT; SELECT [a'b]", False),
    ],
)
def test_one_statement_is_told_from_several(query, single):
    assert is_select(query) is single


def test_a_value_that_a_database_complains_of_is_not_quoted(postgresql, refused):
    run(postgresql, "CREATE TABLE a01 (a0107 text)", "INSERT INTO a01 VALUES ('苗族')")
    query = "SELECT a0107::date AS recruited_on, 'N1' AS person_id FROM a01"
    told = refused(postgresql, "database-error", "type date", queries={"people": query})
    assert "苗族" not in told


# How much, and how long


def test_a_query_without_end(people, refused):
    query = f"{ENDLESS} SELECT x AS person_id FROM t"
    limits = po.Limits(sheet_cells=100_000)
    refused(people, "too-large", "sheet_cells", queries={"people": query}, limits=limits)


def test_a_table_beyond_the_limit(url, refused):
    fill(url, [("people", ["person_id"], [[f"N{n}"] for n in range(20)])])
    refused(url, "too-large", "sheet_cells", limits=po.Limits(sheet_cells=100))
    assert len(po.load(url, limits=po.Limits(sheet_cells=160)).people) == 20


def test_cells_without_end(postgresql, refused):
    query = "SELECT 'N1' AS person_id, repeat('x', 100000) AS name FROM generate_series(1, 100)"
    limits = po.Limits(file_bytes=1_000_000)
    refused(postgresql, "too-large", "file_bytes", queries={"people": query}, limits=limits)


@pytest.mark.parametrize(
    ("kind", "query"),
    [
        ("sqlite", f"{ENDLESS} SELECT max(x) AS person_id FROM t"),
        ("postgresql", "SELECT pg_sleep(60)::text AS person_id"),
        ("postgresql", "SELECT pg_sleep(0.2)::text AS person_id FROM generate_series(1, 300)"),
    ],
)
def test_a_query_that_takes_too_long(kind, query, request, tmp_path, refused):
    url = sqlite(tmp_path) if kind == "sqlite" else request.getfixturevalue("postgresql")
    fill(url, [("people", ["person_id"], [])])
    limits = po.Limits(query_seconds=1)
    before = monotonic()
    refused(url, "too-slow", "query_seconds", queries={"people": query}, limits=limits)
    assert monotonic() - before < 20


def test_a_view_that_takes_too_long(tmp_path, refused):
    url = sqlite(tmp_path)
    fill(url, [("t1", ["x"], [])])
    run(url, f"CREATE VIEW people AS {ENDLESS} SELECT max(x) AS person_id FROM t")
    refused(url, "too-slow", limits=po.Limits(query_seconds=1))


# Calls, and what they say of a URL


@pytest.mark.parametrize(
    ("queries", "told"),
    [
        ({"peple": "SELECT 1"}, "did you mean 'people'"),
        ({"people": ""}, "no query"),
        ({"people": 1}, "no query"),
        ({"people": "SELECT 1", "人员": "SELECT 1"}, "given twice"),
    ],
)
def test_queries_that_are_none(queries, told):
    with pytest.raises(CallError, match=told):
        po.load("sqlite:///x.db", queries=queries)


def test_queries_are_for_databases():
    with pytest.raises(CallError, match="sqlite:///"):
        po.load(po.sample_path(), queries={"people": "SELECT 1"})


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (None, "cannot read"),
        ("people = SELECT", "TOML"),
        ('[queries]\n人员 = "SELECT 1"\n', '"人员" = "SELECT'),
        ("", "[queries]"),
        ("[queries]\n", "[queries]"),
        ('people = "SELECT 1"\n', "[queries]"),
        ('[queries]\npeople = "SELECT 1"\n[other]\nx = 1\n', "[queries]"),
        ("[queries]\npeople = 1\n", "no query"),
        ('[queries]\npeple = "SELECT 1"\n', "did you mean 'people'"),
    ],
)
def test_a_file_of_queries_that_cannot_be_used(tmp_path, written, told, capsys):
    file = tmp_path / "queries.toml"
    if written is not None:
        file.write_text(written, "utf-8")
    assert main(["check", sqlite(tmp_path), "--queries", str(file)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert told in said.err
    assert said.err.count("\n") == 1


URL = f"postgresql+psycopg://clerk:{SECRET}@127.0.0.1:1/cadres"


@pytest.mark.parametrize(
    "call",
    [
        ["check", URL],
        ["explain", URL, "team-experience", "990101101"],
        ["convert", URL, "--output", "OUT"],
        ["convert", URL, "other.csv", "--output", "OUT"],
        ["convert", "form.lrmx", "--organizations", URL, "--output", "OUT"],
    ],
    ids=lambda call: " ".join(call[:2]).replace(URL, "URL"),
)
def test_no_command_says_the_password(call, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "form.lrmx").write_text("<Person><XingMing>干部0001</XingMing></Person>", "utf-8")
    assert main(call) == 2
    said = capsys.readouterr()
    assert SECRET not in said.out + said.err
    assert "127.0.0.1:1/cadres" in said.err


ODD = st.text(st.sampled_from(":/?@#%&=[] ab"), max_size=6)


@given(ODD, ODD)
def test_no_password_is_shown_however_odd(before, after):
    password = before + SECRET + after
    assert SECRET not in shown_url(f"mysql://clerk:{password}@db.local/cadres?x=1")
    assert SECRET not in shown_url(f"mysql://db.local/cadres?password={password}")


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://clerk:x@y@host/db", "mysql://host/db"),
        ("mysql://host:3306/db?charset=utf8", "mysql://host:3306/db"),
        ("sqlite:////data/a@b/c.db", "sqlite:////data/a@b/c.db"),
    ],
)
def test_what_is_shown_of_a_url(url, told):
    assert shown_url(url) == told
