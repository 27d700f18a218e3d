"""Databases by URL: SQLite everywhere, and a real PostgreSQL where one is given."""

import io
import json
import re
import sqlite3
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path

import pytest
import sqlalchemy as sa
from attrs import evolve
from reader_data import TABLES_GIVEN, laid_out
from reader_data import sqlite as sqlite_file
from url_worlds import SECRET, asked, fill, fill_with_sample, run, sample, sqlite, text

import partyorg as po
from partyorg.cli.main import main
from partyorg.errors import InputInfo
from partyorg.model import TABLES, Dataset

PAGE = Path(__file__).resolve().parents[2] / "docs" / "formats" / "database.md"


def report_of(data):
    """Give the report as JSON, without what it says of the inputs."""
    stream = io.StringIO()
    po.check(data, "cn-gz", as_of=po.SAMPLE_AS_OF).write(stream, "json")
    told = json.loads(stream.getvalue())
    assert told["findings"]
    assert told.pop("inputs")
    return told


def in_order(name):
    columns = ", ".join(f'"{column.name}"' for column in TABLES[name].columns)
    return f"SELECT {columns} FROM {name} ORDER BY line"


# What is read


def test_the_sample_in_a_database_is_the_sample(url):
    fill_with_sample(url)
    data = po.load(url)
    assert data.problems == ()
    assert data == sample()
    assert report_of(data) == report_of(sample())


def test_without_a_key_the_rows_come_in_any_order(url):
    fill_with_sample(url, numbered=False)
    data, expected = po.load(url), sample()
    assert data.problems == ()
    for name in TABLES:
        kept = [Counter(evolve(row, row=0) for row in getattr(d, name)) for d in (data, expected)]
        assert kept[0] == kept[1], name


@pytest.mark.parametrize("chinese", [False, True], ids=["en", "zh"])
def test_tables_have_english_or_chinese_names_and_columns_in_any_order(url, chinese):
    fill(url, laid_out(chinese, shuffled=True))
    data = po.load(url)
    assert data.problems == ()
    assert data == Dataset.from_records(**TABLES_GIVEN)


def test_the_input_is_named_by_its_url_and_has_all_rows(url):
    fill(url, laid_out(chinese=False, shuffled=False))
    (told,) = po.load(url).inputs
    place = url.partition("?")[0].replace("postgres@", "")
    assert told == InputInfo(place, None, sum(map(len, TABLES_GIVEN.values())))


def test_an_sqlite_file_is_the_same_by_path_and_by_url(tmp_path):
    # The key would put the rows into another order, and number them otherwise.
    path = tmp_path / "data.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE people (person_id TEXT PRIMARY KEY, name TEXT)")
        connection.executemany("INSERT INTO people VALUES (?, ?)", [("N2", "乙"), ("N1", "甲")])
    connection.close()
    assert po.load(f"sqlite:///{path}").people == po.load(path).people
    assert [row.person_id for row in po.load(path).people] == ["N2", "N1"]


def test_rows_come_in_the_order_of_the_key(postgresql):
    key = sa.Column("person_id", sa.Text, primary_key=True)
    engine = sa.create_engine(postgresql, poolclass=sa.pool.NullPool)
    people = sa.Table("people", sa.MetaData(), key, sa.Column("name", sa.Text))
    with engine.begin() as connection:
        people.create(connection)
        connection.execute(people.insert(), [{"person_id": f"N{n}"} for n in (3, 1, 2)])
    rows = po.load(postgresql).people
    assert [(row.row, row.person_id) for row in rows] == [(1, "N1"), (2, "N2"), (3, "N3")]


def test_values_of_the_types_of_a_database(postgresql):
    run(
        postgresql,
        "CREATE TABLE people (person_id numeric(10), name char(8), recruited_on date, "
        "grassroots_before boolean, career_known_from timestamp)",
        "CREATE TABLE trainings (person_id integer, year smallint, days numeric(5, 1))",
        "INSERT INTO people VALUES (7, '干部0007', '2015-08-03', true, '2014-01-02 00:00')",
        "INSERT INTO trainings VALUES (7, 2016, 11.5)",
    )
    data = po.load(postgresql)
    assert data.problems == ()
    assert data == Dataset.from_records(
        people=[
            {
                "person_id": "7",
                "name": "干部0007",
                "recruited_on": "2015-08-03",
                "grassroots_before": "yes",
                "career_known_from": "2014-01-02",
            }
        ],
        trainings=[{"person_id": "7", "year": "2016", "days": "11.5"}],
    )


def test_a_faulty_cell_is_a_problem_with_its_address(url, only):
    fill(url, [("people", ["person_id", "recruited_on"], [["N1", "2015-08"], ["N2", "2015-13"]])])
    data = po.load(url)
    only(data, "bad-date", table="people", row=2, column="recruited_on", input=data.inputs[0].name)


def test_views_are_read(url):
    fill(url, [("vendor", ["a", "b"], [["N1", "干部0001"]])])
    run(url, "CREATE VIEW people AS SELECT a AS person_id, b AS name FROM vendor")
    if url.startswith("postgresql"):
        run(url, "CREATE MATERIALIZED VIEW 机构 AS SELECT 'T1' AS org_id, '示例镇' AS name")
        assert po.load(url).organizations[0].name == "示例镇"
    assert po.load(url).people[0].name == "干部0001"


def test_a_table_nearly_named_is_told(url, only):
    fill(url, [("people", ["person_id"], [["N1"]]), ("apointment", ["x"], [])])
    fill(url, [("quite_else", ["x"], [])])
    only(po.load(url), "unknown-table", value="apointment")


def test_columns_that_are_not_ours_are_not_even_asked_for(postgresql, only):
    # Whoever reads the photograph divides by zero.
    run(
        postgresql,
        "CREATE TABLE raw (person_id text, zero integer)",
        "INSERT INTO raw VALUES ('N1', 0)",
        "CREATE VIEW people AS SELECT 1 / zero AS photo, person_id FROM raw",
    )
    data = po.load(postgresql)
    assert [person.person_id for person in data.people] == ["N1"]
    only(data, "private-column", table="people", value="photo")


def test_a_table_without_any_of_our_columns(url, says):
    fill(url, [("people", ["x"], [["520101199001011234"]])])
    data = po.load(url)
    says(data.problems[0], "no-heading", table="people")
    assert "520101" not in str(data.problems)


# Queries


def test_a_query_for_each_table(url):
    fill_with_sample(url)
    data = po.load(
        url,
        queries={
            "人员": "SELECT name AS 姓名, person_id FROM people "
            "WHERE name LIKE '%0001' AND '1:30' <> ':x' AND '%s' <> '%(x)s';",
            "organizations": "-- every one\nSELECT org_id, name FROM organizations",
        },
    )
    assert [person.name for person in data.people] == ["干部0001"]
    assert len(data.organizations) == len(sample().organizations)
    assert data.appointments == ()  # what no query is for is not read


def test_queries_for_every_table_give_the_sample(url):
    fill_with_sample(url)
    data = po.load(url, queries={name: in_order(name) for name in TABLES})
    assert data.problems == ()
    assert data == sample()
    assert report_of(data) == report_of(sample())


@pytest.mark.skipif(not PAGE.is_file(), reason="the documentation is not here")
def test_the_queries_of_the_page_on_databases(url):
    run(
        url,
        "CREATE TABLE B01 (B0111 text, B0101 text, B0121 text, B0127 text)",
        "CREATE TABLE A01 (A0000 text, A0101 text, A0184 text, A2947 text)",
        "CREATE TABLE A02 (A0000 text, A0201B text, A0215 text, A0201D text, A0243 text, "
        "A0265 text)",
        "INSERT INTO B01 VALUES ('001', '示例县政府', '', '3'), ('002', '示例镇政府', '001', '4')",
        "INSERT INTO A01 VALUES ('a1', '干部0001', '520101199001011234', '201508')",
        "INSERT INTO A02 VALUES ('a1', '002', '科员', '否', '201508', '201709')",
        "INSERT INTO A02 VALUES ('a1', '002', '副镇长', '是', '201709', '')",
    )
    (file,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    data = po.load(url, queries=tomllib.loads(file)["queries"])
    assert data.problems == ()
    assert data == Dataset.from_records(
        organizations=[
            {"org_id": "001", "name": "示例县政府", "level": "county", "kind": "government"},
            {
                "org_id": "002",
                "name": "示例镇政府",
                "level": "township",
                "kind": "government",
                "parent_id": "001",
            },
        ],
        people=[{"person_id": "a1", "name": "干部0001", "recruited_on": "2015-08"}],
        appointments=[
            {
                "person_id": "a1",
                "org_id": "002",
                "post": post,
                "role": role,
                "start": start,
                "end": end,
            }
            for post, role, start, end in (
                ("科员", "staff", "2015-08", "2017-09"),
                ("副镇长", "leader", "2017-09", None),
            )
        ],
    )


def test_what_a_query_gives_beside_our_columns_is_dropped_and_named(url, says):
    fill(url, [("A01", ["id", "no"], [["N1", "520101199001011234"]])])
    data = po.load(url, queries={"people": 'SELECT no AS 身份证号, id AS person_id FROM "A01"'})
    (problem,) = data.problems
    says(problem, "private-column", value="身份证号")
    assert data.people[0].person_id == "N1"


# Nothing is written


def test_an_sqlite_database_and_its_folder_stay_as_they_are(tmp_path):
    path = sqlite_file(tmp_path, [("people", ["person_id"], [["N1"]])])
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    before = path.read_bytes(), sorted(tmp_path.iterdir())
    url = f"sqlite:///{path}?mode=rwc"
    assert len(po.load(url).people) == 1
    assert len(po.load(url, queries={"people": "SELECT * FROM people"}).people) == 1
    assert (path.read_bytes(), sorted(tmp_path.iterdir())) == before


def test_a_function_that_writes_is_stopped(postgresql):
    run(
        postgresql,
        "CREATE TABLE people (person_id text)",
        "INSERT INTO people VALUES ('N1')",
        "CREATE FUNCTION clear() RETURNS text LANGUAGE sql AS "
        "'DELETE FROM people; SELECT ''N2''::text'",
    )
    with pytest.raises(po.DataError, match="read-only transaction"):
        po.load(postgresql, queries={"people": "SELECT clear() AS person_id"})
    assert asked(postgresql, "SELECT * FROM people") == [("N1",)]


def test_all_tables_are_of_one_moment(postgresql):
    # While the first table is read somebody writes to the second, on a connection of their own.
    if not asked(postgresql, "SELECT 1 FROM pg_available_extensions WHERE name = 'dblink'"):
        pytest.skip("the server has no dblink")
    run(
        postgresql,
        "CREATE EXTENSION dblink",
        "CREATE TABLE people (person_id text)",
        "INSERT INTO people VALUES ('N1')",
    )
    url = sa.make_url(postgresql)
    where = " ".join(
        f"{key}={value}"
        for key, value in {**url.translate_connect_args(database="dbname"), **url.query}.items()
        if key != "username"
    )
    insert = "INSERT INTO people VALUES (''N2'')"
    write = f"SELECT dblink_exec('{where} user={url.username}', '{insert}') AS org_id"
    data = po.load(
        postgresql, queries={"organizations": write, "people": "SELECT person_id FROM people"}
    )
    assert [person.person_id for person in data.people] == ["N1"]
    assert len(asked(postgresql, "SELECT * FROM people")) == 2


# The command line, and what it costs


def test_the_command_line_takes_a_url_and_a_file_of_queries(url, tmp_path, capsys):
    fill_with_sample(url)
    file = tmp_path / "queries.toml"
    lines = [f"\"{table.zh}\" = '{in_order(name)}'\n" for name, table in TABLES.items()]
    file.write_text("[queries]\n" + "".join(lines), "utf-8")
    check = ["check", url, "--as-of", "2018-12-31", "--only", "team-experience"]
    told = []
    for more in ([], ["--queries", str(file)]):
        assert main([*check, "--format", "json", *more]) == 1
        told.append(json.loads(capsys.readouterr().out))
    assert told[0]["findings"] == told[1]["findings"] != []
    explain = ["explain", url, "cn-gz/team-experience", "990101101", "--as-of", "2018-12-31"]
    assert main([*explain, "--queries", str(file)]) == 0
    assert "示例镇" in capsys.readouterr().out


def test_a_password_stands_nowhere_in_a_report(postgresql, tmp_path):
    fill_with_sample(postgresql)
    url = text(sa.make_url(postgresql).set(password=SECRET))
    assert SECRET in url
    data = po.load(url)
    assert SECRET not in repr(data.inputs)
    report = po.check(data, "cn-gz", as_of=po.SAMPLE_AS_OF)
    forms = (report.to_json, report.to_html, report.to_csv)
    made = [form(tmp_path / "report").read_text("utf-8") for form in forms]
    assert all(SECRET not in text for text in made)
    assert "postgresql+psycopg:///" in made[0]


def test_sqlalchemy_is_imported_for_a_url_only(tmp_path):
    url = sqlite(tmp_path)
    fill(url, [("people", ["person_id"], [["N1"]])])
    program = (
        "import sys, partyorg as po; po.load(po.sample_path()); "
        "assert 'sqlalchemy' not in sys.modules; "
        f"po.load({url!r}); assert 'sqlalchemy' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
