"""From rows to records: values, faults, and who is touched by them."""

import subprocess
import sys
from datetime import date
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyorg.errors import CallError, InputInfo, ProblemSeverity
from partyorg.model import (
    TABLES,
    Appointment,
    Dataset,
    Organization,
    Person,
    RawTable,
    Role,
    build,
    table_named,
)
from partyorg.model.draft import Draft
from partyorg.model.intake import _read
from partyorg.model.rows import CellReader

GOOD = {
    "id": "X1",
    "text": "某",
    "date": "2015-08",
    "year": "2015",
    "count": "3",
    "number": "1.5",
    "yes/no": "是",
    "words": "a;b",
}


def raw(name, headings, rows, **more):
    rows = list(rows)
    return RawTable(name, headings, rows, InputInfo(f"{name}.csv", None, len(rows)), **more)


def good(column):
    return next(iter(column.choices)).value if column.choices else GOOD[column.type_name]


def codes(data):
    return [problem.code for problem in data.problems]


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_records_are_what_the_constructor_makes(table):
    full = [good(column) for column in table.columns]
    bare = [good(column) if column.required else "" for column in table.columns]
    draft = Draft()
    _read(draft, raw(table.name, [column.zh for column in table.columns], [full, bare]))
    assert not draft.problems
    values = [column.convert(cell) for column, cell in zip(table.columns, full, strict=True)]
    names = [column.name for column in table.columns]
    first = table.record(row=1, **dict(zip(names, values, strict=True)))
    needed = {c.name: v for c, v in zip(table.columns, values, strict=True) if c.required}
    assert draft.tables[table.name] == [first, table.record(row=2, **needed)]
    made = draft.tables[table.name][0]
    assert (hash(made), repr(made)) == (hash(first), repr(first))


def test_columns_left_out_have_their_default():
    data = Dataset.from_records(organizations=[{"org_id": "T1"}])
    assert data.organizations == (Organization(row=1, org_id="T1"),)
    assert data.organizations[0].tags == ()


def test_every_alias_is_read_and_none_stands_twice():
    for table in TABLES.values():
        names = [name.lower() for column in table.columns for name in column.names]
        assert len(names) == len(set(names)), table.name
        assert table_named(table.zh) is table


@given(st.lists(st.sampled_from(["good", "blank", "faulty", "short", "long"]), max_size=30))
def test_no_row_is_lost(kinds):
    shapes = {
        "good": lambda n: [f"N{n}", "a", "2015"],
        "blank": lambda _: ["", None, " "],
        "faulty": lambda n: [f"N{n}", "a", "2015.13"],
        "short": lambda n: [f"N{n}"],
        "long": lambda n: [f"N{n}", "a", "2015", "x"],
    }
    rows = [shapes[kind](n) for n, kind in enumerate(kinds, 1)]
    data = build([raw("people", ["person_id", "name", "recruited_on"], rows)])
    wanted = {n for n, kind in enumerate(kinds, 1) if kind in {"good", "short"}}
    faulty = {n for n, kind in enumerate(kinds, 1) if kind in {"faulty", "long"}}
    assert {p.row for p in data.people if p.row} == wanted
    assert {p.row for p in data.problems} == faulty
    assert {p.person_id for p in data.people if not p.row} == {f"N{n}" for n in faulty}
    assert set(data.touched) == {("people", f"N{n}") for n in faulty}


def test_chunks_do_not_show():
    rows = [[f"N{n}", "2015.13" if n % 1500 == 0 else "2015"] for n in range(1, 5001)]
    data = build([raw("people", ["person_id", "recruited_on"], rows)])
    assert [p.row for p in data.problems] == [1500, 3000, 4500]
    assert [p.row for p in data.people if p.row] == [n for n in range(1, 5001) if n % 1500]


def test_numbers_of_the_rows_may_be_given():
    table = raw("people", ["person_id"], [["N1"], [None], ["N2"]], numbers=[2, 5, 9])
    assert [p.row for p in build([table]).people] == [2, 9]


def test_equal_cells_of_different_types_are_not_mixed_up():
    cells = [True, 1, 1.0, "是"]
    rows = [{"authority": "A", "year": 2015, "directed": cell} for cell in cells]
    data = Dataset.from_records(recruitment=rows, organizations=[{"org_id": "A"}])
    assert [(r.row, r.directed) for r in data.recruitment] == [(1, True), (4, True)]
    assert [(p.row, p.code) for p in data.problems] == [(2, "bad-yes-no"), (3, "bad-yes-no")]


PLAIN = st.from_regex(r"[A-Z]\d{1,3}(-[a-z]+)?", fullmatch=True)
ODD = st.sampled_from(
    [
        *("5E17", "5.2E+17", "3e4-x", " A ", "A B", "", " ", "#REF!", "#1", "Err:502", "A\0"),
        *("\ud800", "干部0001", "１２", "é", "-", "_", "a.b", "x" * 10_000, "x" * 10_001),
        *(None, 1, 1.5, True),
    ]
)


@pytest.mark.parametrize("column", TABLES["organizations"].columns[:2], ids=lambda c: c.type_name)
@given(st.lists(st.lists(PLAIN | ODD, max_size=6), max_size=3))
def test_texts_read_together_are_what_they_are_alone(column, chunks):
    together = CellReader(column)
    for cells in chunks:
        values, faulty = together.read(cells)
        for cell, value, fault in zip(cells, values, faulty, strict=True):
            (alone,), (is_fault,) = CellReader(column).read([cell])
            assert fault == is_fault
            assert fault or value == alone


@given(
    st.lists(st.lists(st.sampled_from([0, 1, 2, 2015, -1, 10**12, None, True, 1.0]), max_size=5))
)
def test_numbers_met_before_are_what_they_were(chunks):
    column = next(c for c in TABLES["recruitment"].columns if c.type_name == "count")
    together = CellReader(column)
    for cells in [*chunks, *chunks]:
        values, faulty = together.read(cells)
        for cell, value, fault in zip(cells, values, faulty, strict=True):
            (alone,), (is_fault,) = CellReader(column).read([cell])
            assert fault == is_fault
            assert fault or value == alone


def test_all_faults_of_a_row_are_listed():
    rows = [["", "T1", "x", "2015.13", "y"]]
    headings = ["person_id", "org_id", "role", "start", "end"]
    data = build([raw("appointments", headings, rows), raw("organizations", ["org_id"], [["T1"]])])
    assert [(p.code, p.column) for p in data.problems] == [
        ("empty-cell", "person_id"),
        ("unknown-value", "role"),
        ("bad-date", "start"),
        ("bad-date", "end"),
    ]
    assert len(data.touched["appointments", "T1"]) == 4


def test_touch_keeps_the_year():
    rows = [{"person_id": "N1", "year": "2015", "days": "many"}]
    data = Dataset.from_records(trainings=rows, people=[{"person_id": "N1"}])
    (touch,) = data.touched["trainings", "N1"]
    assert (touch.values["year"], touch.problem.code) == (2015, "bad-number")


def test_identifiers_set_aside_are_not_reported_missing():
    data = Dataset.from_records(
        people=[{"person_id": "N1", "recruited_on": "?"}],
        organizations=[{"org_id": "T1", "level": "?"}],
        appointments=[{"person_id": "N1", "org_id": "T1"}],
    )
    assert codes(data) == ["bad-date", "unknown-value"]
    assert data.people == (Person(row=0, person_id="N1"),)
    assert len(data.appointments) == 1


def test_headings():
    headings = ["\ufeff人员\n编号", " NAME ", "姓名", None]
    data = build([raw("people", headings, [["N1", "a", "b", None]])])
    assert codes(data) == ["duplicate-column"]
    assert data.people[0].name == "a"


def test_second_table_of_one_name_touches():
    tables = [raw("people", ["person_id"], [["N1"]]), raw("人员", ["人员编号"], [["N2"]])]
    data = build(tables)
    assert codes(data) == ["duplicate-table"]
    assert ("people", "N2") in data.touched
    assert data.person["N2"].row == 0


def test_rows_in_memory_may_leave_out_an_open_end():
    rows = [{"person_id": "N1", "org_id": "T1", "start": "2015"}]
    data = Dataset.from_records(appointments=rows, people=[{"person_id": "N1"}])
    assert codes(data) == ["unknown-id"]
    assert data.appointments[0].end is None


@pytest.mark.parametrize("empty", [[], (), iter(()), [{}]])
def test_empty_tables_in_memory(empty):
    data = Dataset.from_records(people=empty)
    assert not data.problems
    assert data.people == ()


def test_completeness_names_tables_in_either_language():
    rows = [{"table": "培训"}, {"table": "Trainings"}, {"table": "xyz", "year": 2015}]
    data = Dataset.from_records(completeness=rows)
    assert [row.table for row in data.completeness] == ["trainings", "trainings"]
    assert codes(data) == ["unknown-table"]
    assert data.problems[0].row == 3


def test_duplicates():
    row = {"org_id": "T1", "year": "2015", "assessed": "10", "excellent": "2"}
    rows = [row, {**row, "group": "科级"}, {**row}, {**row, "year": "2016"}]
    rows.append({**row, "year": "2016", "excellent": "3"})
    data = Dataset.from_records(assessments=rows, organizations=[{"org_id": "T1"}])
    assert [(p.code, p.rows, p.severity) for p in data.problems] == [
        ("duplicate-row", (1, 3), ProblemSeverity.WARNING),
        ("duplicate-key", (4, 5), ProblemSeverity.ERROR),
    ]
    assert [r.row for r in data.assessments] == [1, 2]
    assert {touch.values["year"] for touch in data.touched["assessments", "T1"]} == {2016}


def test_more_excellent_than_assessed_is_judged_as_it_stands():
    rows = [{"org_id": "T1", "year": 2015, "assessed": 2, "excellent": 3}]
    data = Dataset.from_records(assessments=rows, organizations=[{"org_id": "T1"}])
    assert codes(data) == ["too-many-excellent"]
    assert len(data.assessments) == 1


def test_python_values():
    rows = [
        {
            "person_id": "N1",
            "org_id": "T1",
            "role": Role.CHIEF,
            "duties": ["组织委员", "宣传委员"],
            "start": np.nan,
        }
    ]
    data = Dataset.from_records(
        appointments=rows,
        people=[{"person_id": "N1"}],
        organizations=[{"org_id": "T1"}],
        trainings=[{"person_id": "N1", "year": np.int64(2015), "days": Fraction(1, 2)}],
    )
    assert not data.problems
    assert data.appointments == (
        Appointment(
            row=1,
            person_id="N1",
            org_id="T1",
            role=Role.CHIEF,
            duties=("组织委员", "宣传委员"),
        ),
    )


@pytest.mark.parametrize("cut", [0, 1, 3])
@pytest.mark.parametrize("empty", ["mask", "encode"])
def test_a_column_of_arrow_by_its_distinct_values_is_read_as_spelt_out(cut, empty):
    spelt = pa.table(
        {
            "org_id": ["A", "B", "C"],
            "level": pa.array(["county", None, "county"], pa.large_string()),
            "division_code": [520000, None, 520000],
            "valid_from": [date(2015, 1, 2), date(2015, 1, 2), None],
            "tags": [["a", "b"], [], None],
        }
    )
    short = pa.table(
        [
            column if pa.types.is_list(column.type) else column.dictionary_encode(empty)
            for column in spelt.columns
        ],
        spelt.column_names,
    )
    pieces = pa.concat_tables([short.slice(0, cut), short.slice(cut)])
    made, wanted = (Dataset.from_records(organizations=table) for table in (pieces, spelt))
    assert made.organizations == wanted.organizations
    assert made.problems == wanted.problems == ()


@pytest.mark.parametrize(
    ("tables", "text"),
    [
        ({"peple": []}, "did you mean 'people'"),
        ({"人员表": []}, "did you mean '人员'"),
        ({"zzz": []}, "the tables are organizations, people"),
        ({"people": "N1"}, "an iterable of mappings"),
        ({"people": {"person_id": "N1"}}, "an iterable of mappings"),
        ({"people": None}, "an iterable of mappings"),
        ({"people": [["N1"]]}, "a row is a list"),
    ],
)
def test_bad_calls(tables, text):
    with pytest.raises(CallError, match=text):
        Dataset.from_records(**tables)


def test_imports_are_light():
    heavy = "{'narwhals', 'python_calamine', 'sqlite3', 'pandas', 'numpy', 'networkx', 'csv'}"
    program = f"import sys, partyorg.model; assert not {heavy} & set(sys.modules), sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True)
    program = program.replace("partyorg.model", "partyorg.readers")
    subprocess.run([sys.executable, "-c", program], check=True)
