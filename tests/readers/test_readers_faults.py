"""Faults in files: each is a problem with its address, and the rest is read."""

import csv
import hashlib
import sqlite3
from datetime import date, datetime
from pathlib import Path

import pytest
from reader_data import csv_folder, ods, sqlite, xlsx

from partyorg.dates import PartialDate
from partyorg.errors import ProblemSeverity
from partyorg.model import Level
from partyorg.readers import load

HEADINGS = ["person_id", "name", "recruited_on"]


@pytest.fixture
def people(tmp_path):
    """Write a people table as CSV and load it."""

    def write(data, name="people.csv"):
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
        return load(tmp_path)

    return write


def ids(data):
    return [person.person_id for person in data.people if person.row]


def rows(data):
    return [person.row for person in data.people if person.row]


@pytest.fixture(params=[csv_folder, xlsx, ods, sqlite])
def made(request, tmp_path):
    """Write tables in each of the formats and load them."""
    return lambda tables: load(request.param(tmp_path, tables))


# Rows and their numbers


def test_blank_rows_are_counted(tmp_path):
    given = [["N1", "a", "2015"], [None, None, None], ["N2", " ", ""], ["N3", "b", "2015.13"]]
    for make in (csv_folder, xlsx, ods, sqlite):
        folder = tmp_path / make.__name__
        folder.mkdir()
        data = load(make(folder, [("people", HEADINGS, given)]))
        assert rows(data)[:2] == [1, 3], make
        assert [(p.code, p.row) for p in data.problems] == [("bad-date", 4)]


def test_blank_lines_in_csv(people):
    data = people("\n\nperson_id,name\n\nN1,a\n,\nN2,b\n\n")
    assert not data.problems
    assert rows(data) == [2, 4]
    assert data.inputs[0].rows == 2


def test_blank_rows_above_a_sheet(tmp_path):
    data = load(xlsx(tmp_path, [("people", [None, None], [[None, "person_id"], [None, "N1"]])]))
    assert not data.problems
    assert rows(data) == [1]


def test_quoted_line_breaks_are_one_row(people):
    data = people('person_id,name\nN1,"a\nb\r\nc"\nN2,"\n"\nN2,x\n')
    assert data.people[0].name == "a\nb\r\nc"
    assert [p.rows for p in data.problems] == [(2, 3)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(people, end):
    assert rows(people(end.join(["person_id,name", "N1,a", "N2,b"]))) == [1, 2]


def test_only_a_heading_is_an_empty_table(made):
    data = made([("people", HEADINGS, [])])
    assert not data.problems
    assert data.people == ()
    assert data.inputs[0].rows == 0


def test_sheet_without_a_heading(tmp_path, only):
    org = ("organizations", ["org_id"], [["T1"]])
    data = load(xlsx(tmp_path, [org, ("people", [], [])]))
    assert not data.people
    only(data, "empty-table", table="people", row=None, column=None, input="data.xlsx")


# CSV


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_delimiters(people, delimiter):
    data = people(f"person_id{delimiter}name\nN1{delimiter}a,b\n")
    assert data.people[0].name == "a,b"


def test_line_that_names_the_delimiter(people):
    assert people("sep=;\r\nperson_id;name\r\nN1;a,b\r\n").people[0].name == "a,b"


def test_short_encodings_are_not_mistaken(people):
    data = people("person_id,name\nN1,省\n".encode("gb18030"))
    assert data.people[0].name == "省"  # which is ʡ in UTF-8


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_mixed_encodings(people, only, encoding):
    other = {"utf-8": "gb18030", "gb18030": "utf-8"}[encoding]
    lines = [f"N{n},干部{n:04}".encode(encoding) for n in range(1, 6)]
    lines[2] = "N3,干部0003".encode(other)
    data = people(b"\n".join([b"person_id,name", *lines]))
    assert ids(data) == ["N1", "N2", "N4", "N5"]
    problem = {"table": "people", "row": 3, "column": "name", "input": "people.csv"}
    only(data, "bad-encoding", **problem)
    assert ("people", "N3") in data.touched
    assert data.person["N3"].row == 0
    assert "\udcb8" not in data.problems[0].value


def test_line_in_no_encoding(people, only):
    data = people("person_id,name\nN1,干部0001\nN2,".encode() + b"\xff\xff\nN3,c\n")
    assert ids(data) == ["N1", "N3"]
    only(data, "bad-encoding", table="people", row=2, column="name")


def test_too_many_cells(people, only):
    data = people("person_id,name\nN1,a,b\nN2,a,,\nN3\n")
    assert ids(data) == ["N2", "N3"]
    assert data.people[1].name is None
    only(data, "too-many-cells", table="people", row=1, column=None, value=None)
    assert ("people", "N1") in data.touched


def test_cell_of_three_megabytes(people, only):
    long = ('"' + "x,\n" * 1_000_000 + '"', "y" * 3_000_000)
    limit = csv.field_size_limit()
    for cell in long:
        data = people(f"person_id,name\nN1,{cell}\nN2,b\n")
        assert ids(data) == ["N2"]
        only(data, "cell-too-long", table="people", row=1, column="name")
        assert len(data.problems[0].value) <= 60
    assert csv.field_size_limit() == limit


def test_nul_bytes(people, only):
    data = people(b"person_id,name\nN1,a\0b\nN2,b\n")
    assert ids(data) == ["N2"]
    only(data, "control-character", table="people", row=1, column="name")


def test_bad_file_beside_a_good_one(tmp_path, only):
    (tmp_path / "people.csv").write_text("person_id\nN1\n")
    (tmp_path / "organizations.csv").write_bytes(b"")
    data = load(tmp_path)
    assert ids(data) == ["N1"]
    assert [info.name for info in data.inputs] == ["people.csv"]
    only(data, "empty-file", table="organizations", input="organizations.csv")


def test_unknown_file_beside_a_good_one(tmp_path, only):
    (tmp_path / "people.csv").write_text("person_id\nN1\n")
    (tmp_path / "apointments.csv").write_text("person_id\nN1\n")
    data = load(tmp_path)
    only(data, "unknown-table", value="apointments", input="apointments.csv")
    assert "'appointments'" in data.problems[0].message["en"]
    assert data.problems[0].severity is ProblemSeverity.ERROR


def test_table_in_both_languages(tmp_path, only):
    (tmp_path / "people.csv").write_text("person_id\nN1\n")
    (tmp_path / "人员.csv").write_text("人员编号\nN2\n")
    data = load(tmp_path)
    assert ids(data) == ["N1"]
    only(data, "duplicate-table", table="people", input="人员.csv")
    assert ("people", "N2") in data.touched


def test_other_files_are_left_alone(tmp_path):
    (tmp_path / "people.csv").write_text("person_id\nN1\n")
    for name in ("README.md", ".people.csv", "~$people.csv"):
        (tmp_path / name).write_text("x")
    assert not load(tmp_path).problems


def test_data_of_another_form_in_a_folder_are_named_as_not_read(tmp_path):
    (tmp_path / "people.csv").write_text("person_id\nN1\n")
    for name in ("roster.xlsx", "任职.xlsx"):
        (tmp_path / name).write_text("x")
    found = {(p.value, p.severity.value) for p in load(tmp_path).problems}
    assert found == {("roster.xlsx", "warning"), ("任职.xlsx", "error")}


def test_single_csv_file(tmp_path):
    path = tmp_path / "人员.csv"
    path.write_bytes(b"person_id\nN1\n")
    data = load(str(path))
    assert ids(data) == ["N1"]
    (info,) = data.inputs
    assert (info.name, info.rows) == ("人员.csv", 1)
    assert info.sha256 == hashlib.sha256(b"person_id\nN1\n").hexdigest()


def test_ending_does_not_matter_where_the_content_speaks(tmp_path):
    path = xlsx(tmp_path, [("people", ["person_id"], [["N1"]])])
    assert ids(load(path.rename(tmp_path / "people.csv"))) == ["N1"]
    assert ids(load(tmp_path)) == ["N1"]


# Workbooks


def test_inputs_of_a_workbook(tmp_path):
    tables = [("people", ["person_id"], [["N1"], ["N2"]]), ("机构", ["机构编码"], [["T1"]])]
    path = xlsx(tmp_path, tables)
    (info,) = load(path).inputs
    assert (info.name, info.rows) == ("data.xlsx", 3)
    assert info.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_date_cells(tmp_path):
    cells = [
        date(2015, 8, 1),
        datetime(2015, 8, 1, 12, 30),  # noqa: DTZ001  (as a workbook has it)
        "2015.08",
        20150801,
        201508,
    ]
    given = [[f"N{n}", None, cell] for n, cell in enumerate(cells)]
    data = load(xlsx(tmp_path, [("people", HEADINGS, given)]))
    assert not data.problems
    expected = ["2015-08-01", "2015-08-01", "2015-08", "2015-08-01", "2015-08"]
    assert [str(person.recruited_on) for person in data.people] == expected


def test_date_cells_shown_without_their_day(tmp_path):
    shown = ["yyyy-mm", 'yyyy"年"m"月"', "mmm-yy", "yyyy", "yyyy/m/d", 'yyyy"年"m"月"d"日"']
    given = [[f"N{n}", None, (date(2015, 8, 1), code)] for n, code in enumerate(shown)]
    data = load(xlsx(tmp_path, [("people", HEADINGS, given)]))
    assert not data.problems
    expected = ["2015-08", "2015-08", "2015-08", "2015", "2015-08-01", "2015-08-01"]
    assert [str(person.recruited_on) for person in data.people] == expected


def test_date_cells_of_ods_shown_without_their_day(tmp_path):
    given = [
        ["N1", None, (date(2015, 8, 1), "2015年8月")],
        ["N2", None, (date(2015, 8, 1), "01/08")],
    ]
    data = load(ods(tmp_path, [("people", HEADINGS, given)]))
    assert [str(person.recruited_on) for person in data.people] == ["2015-08", "2015-08-01"]


@pytest.mark.parametrize("make", [xlsx, csv_folder, sqlite])
@pytest.mark.parametrize("cell", [42217, "42217"])
def test_serial_number_in_place_of_a_date(tmp_path, only, make, cell):
    data = load(make(tmp_path, [("people", HEADINGS, [["N1", "a", cell]])]))
    only(data, "bad-date", table="people", row=1, column="recruited_on")
    assert "2015-08-01" in data.problems[0].message["zh"]
    assert "2015-08-01" in data.problems[0].message["en"]


@pytest.mark.parametrize("make", [xlsx, ods, csv_folder])
def test_formula_gone_wrong_is_not_an_empty_cell(tmp_path, says, make):
    headings = ["person_id", "org_id", "start", "end"]
    given = [
        ["N1", "T1", "2015", "#DIV/0!"],
        ["N1", "T1", "2015", "#N/A"],
        ["N1", "T1", None, None],
    ]
    tables = [("appointments", headings, given), ("people", ["person_id"], [["N1"]])]
    data = load(make(tmp_path, [*tables, ("organizations", ["org_id"], [["T1"]])]))
    assert [record.row for record in data.appointments] == [3]
    for problem, row, value in zip(data.problems, (1, 2), ("#DIV/0!", "#N/A"), strict=True):
        says(problem, "formula-error", table="appointments", row=row, column="end", value=value)


def test_old_workbook():
    data = load(Path(__file__).with_name("data") / "people.xls")
    assert str(data.people[0].recruited_on) == "2015-08-01"
    assert ids(data) == ["N1"]
    assert {p.code for p in data.problems} == {"unknown-table", "formula-error"}
    (problem,) = data.errors
    assert (problem.row, problem.column, problem.value) == (2, "recruited_on", "#DIV/0!")


def test_identifier_stored_as_a_number(tmp_path, only):
    given = [[990101101, "a"], [520101199001011234, "b"]]
    data = load(xlsx(tmp_path, [("people", ["person_id", "name"], given)]))
    assert ids(data) == ["990101101"]
    only(data, "bad-id", table="people", row=2, column="person_id")
    assert "199001" not in str(data.problems[0].value)


def test_sheets_of_other_names(tmp_path, says):
    tables = [("people", ["person_id"], [["N1"]]), ("说明", ["x"], []), ("apointment", ["x"], [])]
    data = load(xlsx(tmp_path, tables))
    note, near = data.problems
    says(note, "unknown-table", value="说明", input="data.xlsx", row=None)
    assert note.severity is ProblemSeverity.WARNING
    says(near, "unknown-table", value="apointment")
    assert near.severity is ProblemSeverity.ERROR
    assert "'appointments'" in near.message["en"]


def test_column_without_a_heading(tmp_path, only):
    data = load(xlsx(tmp_path, [("people", ["person_id", None, "name"], [["N1", "x", "a"]])]))
    assert data.people[0].name == "a"
    only(data, "unnamed-column", table="people", row=None, value=None)


# SQLite


def test_database_is_not_written(tmp_path):
    path = sqlite(tmp_path, [("people", ["person_id"], [["N1"]])])
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.close()
    before = path.read_bytes(), sorted(tmp_path.iterdir())
    assert ids(load(path)) == ["N1"]
    assert (path.read_bytes(), sorted(tmp_path.iterdir())) == before


def test_database_with_something_in_its_log(tmp_path):
    path = sqlite(tmp_path, [("people", ["person_id"], [["N1"]])])
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("INSERT INTO people VALUES ('N2')")
    assert ids(load(path)) == ["N1", "N2"]
    connection.close()


def test_text_of_a_database_that_is_not_utf_8(tmp_path, says):
    path = sqlite(tmp_path, [("people", HEADINGS, [["N1", "a", None], ["N2", b"\0", None]])])
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO people VALUES ('N3', CAST(x'b8c9' AS TEXT), NULL)")
    connection.commit()
    connection.close()
    data = load(path)
    assert ids(data) == ["N1"]
    binary, text = data.problems
    says(binary, "bad-text", table="people", row=2, column="name")
    says(text, "bad-encoding", table="people", row=3, column="name")


def test_database_with_odd_names(tmp_path, only):
    data = load(
        sqlite(tmp_path, [("人员", ["人员编号"], [["N1"]]), ('a?b#"c', ["x"], [])], "a?b#c.db")
    )
    assert ids(data) == ["N1"]
    only(data, "unknown-table")


# What is the same in every format


def test_private_columns_are_dropped_and_listed_once(made, says):
    headings = ["person_id", "身份证号", "民族", "name", "备注"]
    given = [["N1", "520101199001011234", "苗族", "干部0001", "secret"]] * 2
    data = made([("people", headings, given)])
    private = [p for p in data.problems if p.code == "private-column"]
    assert [p.value for p in private] == ["身份证号", "民族"]
    for problem in private:
        says(problem, "private-column", table="people", severity=ProblemSeverity.WARNING)
    assert [p.value for p in data.problems if p.code == "unknown-column"] == ["备注"]
    for text in ("520101", "苗族", "secret"):
        assert text not in repr(data.problems) + repr(data.people)


def test_identity_number_in_a_wrong_column_is_masked(made, says):
    data = made([("people", ["person_id", "recruited_on"], [["N1", "520101199001011234"]])])
    (problem,) = data.problems
    says(problem, "bad-date", column="recruited_on", value="52**************34")
    assert "199001" not in repr(problem)


def test_missing_heading_quotes_no_data(made, says):
    data = made([("people", ["N1", "520101199001011234"], [["N2", "5"]])])
    assert [p.code for p in data.problems] == ["no-heading", "table-set-aside"]
    for problem in data.problems:
        says(problem, problem.code, table="people")
    assert "1990" not in repr(data.problems)


def test_misspelt_column(made, says):
    data = made([("people", ["person_id", "recruted_on"], [["N1", "2015"]])])
    (problem,) = data.problems
    says(problem, "unknown-column", table="people", value="recruted_on")
    assert problem.severity is ProblemSeverity.ERROR
    assert "'recruited_on'" in problem.message["en"]


def test_missing_column(made, says):
    given = [["N1", "T1", "2015"], ["N2", "T1", "2016"]]
    tables = [("appointments", ["person_id", "org_id", "start"], given)]
    people = ("people", ["person_id"], [["N1"], ["N2"]])
    data = made([*tables, people, ("organizations", ["org_id"], [["T1"]])])
    missing, aside = data.problems
    says(missing, "missing-column", table="appointments", column="end", row=None)
    says(aside, "table-set-aside", table="appointments")
    assert "all 2 rows" in aside.message["en"]
    assert not data.appointments
    assert ("appointments", "N2") in data.touched


def test_bad_cells(made, says):
    org = ("organizations", ["org_id", "level", "valid_from"], [["T1", "townshp", None]])
    table = ("people", ["person_id", "录用时间", "录用渠道"], None)
    faults = [
        ("2015-02-30", None, "bad-date", "recruited_on"),
        ("2015.13", None, "bad-date", "recruited_on"),
        ("2015.1", None, "bad-date", "recruited_on"),
        ("2015", "选调", "unknown-value", "recruited_via"),
        ("2015", "xyz", "unknown-value", "recruited_via"),
    ]
    given = [[f"N{n}", day, via] for n, (day, via, _, _) in enumerate(faults)]
    data = made([org, (table[0], table[1], given)])
    assert not ids(data)
    first, *others = sorted(data.problems, key=lambda p: (p.table, p.row))
    says(first, "unknown-value", table="organizations", row=1, column="level", value="townshp")
    assert "“乡镇”（township）" in first.message["zh"]
    assert "township (乡镇)" in first.message["en"]
    for row, (problem, (day, via, code, column)) in enumerate(zip(others, faults, strict=True), 1):
        says(problem, code, table="people", row=row, column=column, value=via or day)
    assert "选调生" in others[3].message["zh"]


def test_across_rows_and_tables(made, says):
    people = [["N1", "a"], ["N1", "b"], ["N2", "c"], ["N2", "c"]]
    posts = [["N1", "T1", "2015", None], ["N9", "T1", "2015", "2014"], ["N8", "T7", "2015", None]]
    data = made(
        [
            ("people", ["person_id", "name"], people),
            ("appointments", ["person_id", "org_id", "start", "end"], posts),
            ("organizations", ["org_id", "level"], [["T1", "镇"]]),
        ]
    )
    assert data.organizations[0].level is Level.TOWNSHIP
    found = {(p.code, p.table): p for p in data.problems}
    where = {"table": "people", "column": "person_id"}
    says(found["duplicate-key", "people"], "duplicate-key", rows=(1, 2), value="N1", **where)
    says(found["duplicate-row", "people"], "duplicate-row", rows=(3, 4), value="N2", **where)
    reversed_ = found["end-before-start", "appointments"]
    says(reversed_, "end-before-start", row=2, column="end", value="2014")
    assert len(data.problems) == 5  # N1 was set aside, and is not missing
    unknown = [p for p in data.problems if p.code == "unknown-id"]
    assert [(p.column, p.row, p.value) for p in unknown] == [
        ("person_id", 3, "N8"),
        ("org_id", 3, "T7"),
    ]
    for problem in unknown:
        says(problem, "unknown-id", table="appointments")
    assert {p.person_id: p.row for p in data.people} == {"N2": 3, "N1": 0, "N8": 0}
    assert data.person["N8"].recruited_on is None
    assert isinstance(data.appointments[0].start, PartialDate)
