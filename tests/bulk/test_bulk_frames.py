"""Tables as frames of any library: the report is the one which their rows give as records."""

import random
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from framed import (
    FORMS,
    LARGE,
    agree,
    both,
    by_record,
    chunked,
    empty_of,
    encoded,
    few,
    few_called,
    few_with,
    framed,
    in_frames,
    relation,
    typed,
    world,
    written,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import organizations

import partyorg as po
from partyorg.errors import CallError, ProblemSeverity
from partyorg.model import TABLES
from partyorg.verdict import Findings

AS_OF = "2015-12-31"
VIEWS = ("string view", "Polars", "Polars days", "Polars categorical")
SOUND = [form for form in FORMS if form not in VIEWS]
SEEDS = st.integers(0, 100_000)


def broken(*values, reason, raises=None, id=None):  # noqa: A002
    """Mark a parameter as one that does not hold yet."""
    kind = {} if raises is None else {"raises": raises}
    mark = pytest.mark.xfail(strict=True, reason=reason, **kind)
    return pytest.param(*values, marks=mark, id=id)


NO_VIEWS = {
    "reason": "Table.take knows no views of text, which Polars hands over",
    "raises": pa.ArrowNotImplementedError,
}
NO_NESTED = {
    "reason": "dictionary_encode knows no nested types",
    "raises": pa.ArrowNotImplementedError,
}


# --- Whole worlds ---------------------------------------------------------------------------------


@given(SEEDS, st.sampled_from(SOUND))
@settings(max_examples=45, derandomize=True, deadline=None)
def test_a_world_in_a_form(seed, form):
    tables, as_of = world(seed)
    agree(framed(tables, form), as_of)


@pytest.mark.parametrize(
    "form", [broken(f, id=f, **NO_VIEWS) if f in VIEWS else f for f in FORMS]
)
def test_some_worlds_in_every_form(form):
    for seed in (5, 11):
        tables, as_of = world(seed)
        agree(framed(tables, form), as_of)


def dressed(rng, tables):
    """Give tables each in a form of its own, under any name, in any order, with more columns."""
    made = {}
    for name, rows in rng.sample(sorted(tables.items()), len(tables)):
        table, zh = TABLES[name], rng.random() < 0.4
        names = {column.name: rng.choice(column.names) for column in table.columns if zh}
        keys = list(dict.fromkeys(key for row in rows for key in row))
        if rng.random() < 0.5:
            rng.shuffle(keys)
        if name == "people" and rng.random() < 0.5:
            rows = rng.sample(rows, len(rows))
        given = [{names.get(key, key): row.get(key, "") for key in keys} for row in rows]
        if name in ("people", "appointments") and rng.random() < 0.4:
            given = [{"备注": "x", **row, "身份证号": "1", "phone": "2"} for row in given]
        # What a form looks for by its English name is not there, so then it is text.
        text = [form for form in SOUND if form not in ("int32", "int64", "uint32", "float")]
        form = rng.choice(text if zh else SOUND)
        own = table.zh if zh else name
        plain = not rows or (name not in LARGE and rng.random() < 0.7) or rng.random() < 0.1
        made[own] = given if plain else FORMS["string" if name not in LARGE else form](given)
    return made


@given(SEEDS)
@settings(max_examples=45, derandomize=True, deadline=None)
def test_a_world_in_mixed_forms(seed):
    tables, as_of = world(seed)
    agree(dressed(random.Random(seed), tables), as_of)


@given(SEEDS)
@settings(max_examples=25, derandomize=True, deadline=None)
def test_a_world_with_tables_empty_or_left_out(seed):
    rng = random.Random(seed)
    tables, as_of = world(seed)
    made = framed(tables, "date32")
    for name in rng.sample(LARGE[1:], rng.choice((1, 2))):
        if rng.random() < 0.5:
            made.pop(name, None)
        else:
            made[name] = empty_of(name)
    agree(made, as_of)


@given(SEEDS)
@settings(max_examples=25, derandomize=True, deadline=None)
def test_a_world_with_people_unheard_of_and_twice(seed):
    rng = random.Random(seed)
    tables, as_of = world(seed)
    people = tables.get("people") or []
    for _ in range(rng.choice((0, 1, 2)) if people else 0):
        people.append({**rng.choice(people), **rng.choice(({}, {"name": "又一人"}))})
    for _ in range(rng.choice((0, 1, 3)) if people else 0):
        people.pop(rng.randrange(len(people)))
    rng.shuffle(tables["appointments"] if "appointments" in tables else [])
    agree(framed(tables, rng.choice(SOUND)), as_of)


def test_several_days_and_chosen_rules():
    tables, as_of = world(11)
    days = [as_of, as_of.replace(day=1), "2016-06-30"]
    only = ["service-minimum", "team-experience", "chief-training"]
    how = {"only": only, "counting": "month"}
    one, other = both(framed(tables, "date32"), days, **how)
    assert [written(report) for report in one] == [written(report) for report in other]


def test_a_frame_of_organisations():
    rows = organizations()
    frames = in_frames(few())
    for orgs in (pa.Table.from_pylist(rows), pl.DataFrame(rows), pd.DataFrame(rows)):
        agree({**frames, "organizations": orgs}, AS_OF)


def test_findings_are_made_on_demand():
    report = po.check_frames(**in_frames(few()), as_of=AS_OF)
    assert isinstance(report.findings, Findings)


def test_hardly_anything():
    frames = in_frames(few())
    agree({n: empty_of(n) if n in LARGE[1:] else frame for n, frame in frames.items()}, AS_OF)
    agree({n: frame for n, frame in frames.items() if n != "people"}, AS_OF)
    agree({n: frame for n, frame in frames.items() if n != "organizations"}, AS_OF)
    agree({**frames, "organizations": []}, AS_OF)
    for name in LARGE:
        agree({**frames, name: []}, AS_OF)
        agree({**frames, name: frames[name].to_pylist()}, AS_OF)
        agree({**frames, name: pa.table({})}, AS_OF)
    with pytest.raises(CallError, match="nothing was judged"):
        po.check_frames(as_of=AS_OF, people=frames["people"].slice(1, 0).to_pylist())


@pytest.mark.xfail(strict=True, raises=IndexError, reason="place[owner] where place has no row")
def test_people_without_a_row():
    agree({**in_frames(few()), "people": empty_of("people")}, AS_OF)


@pytest.mark.parametrize("name", LARGE)
@pytest.mark.parametrize("first", [True, False])
def test_blank_rows(name, first):
    frames = in_frames(few())
    table = frames[name]
    blank = pa.table({column: pa.array([None, ""]) for column in table.column_names})
    pieces = [blank, table] if first else [table, blank, table.slice(0, 1)]
    agree({**frames, name: pa.concat_tables(pieces)}, AS_OF)


# --- Headings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", LARGE)
def test_columns_misspelt_or_left_out(table):
    frames = in_frames(few())
    own = frames[table]
    for name in own.column_names:
        names = [f"{n}e" if n == name else n for n in own.column_names]
        agree({**frames, table: own.rename_columns(names)}, AS_OF)
        agree({**frames, table: own.drop_columns([name])}, AS_OF)


def test_columns_in_chinese_and_backwards():
    given = few()
    zh = {n: {c.name: c.zh for c in TABLES[n].columns} for n in given}
    tables = {
        TABLES[n].zh: pa.table({zh[n][c]: cells for c, cells in reversed(t.items())})
        for n, t in reversed(given.items())
    }
    report = agree({"机构": organizations(), **tables}, AS_OF)
    assert not report.problems
    assert [info.name for info in report.run.inputs] == [
        "organizations", "promotions", "trainings", "appointments", "people"
    ]  # fmt: skip


def test_headings_with_blanks_marks_and_capitals():
    frames = in_frames(few())
    names = {"person_id": "\ufeffPerson _ID", "name": "姓 名\n"}
    people = frames["people"]
    renamed = people.rename_columns([names.get(n, n) for n in people.column_names])
    assert not agree({**frames, "people": renamed}, AS_OF).problems


def test_no_heading_is_known():
    frames = in_frames(few())
    for name in ("people", "appointments"):
        own = frames[name].rename_columns([f"zz{n}qq" for n in range(len(few()[name]))])
        agree({**frames, name: own}, AS_OF)


def test_unknown_and_private_columns():
    frames = in_frames(few())
    extra = {"身份证号": ["1"] * 3, "备注": [[1], [2], None], "birth": [1, 2, None], "": [None] * 3}
    for name in LARGE:
        table = frames[name]
        for heading, cells in extra.items():
            table = table.append_column(heading, pa.array(cells))
        frames[name] = table
    report = agree(frames, AS_OF)
    told = {(p.code, p.table) for p in report.problems}
    assert told == {
        (code, name) for name in LARGE for code in ("private-column", "unknown-column")
    }


def test_a_column_twice():
    frames = in_frames(few())
    frames["people"] = frames["people"].append_column("人员编号", pa.array(["x", "y", "z"]))
    assert [p.code for p in agree(frames, AS_OF).problems] == ["duplicate-column"]


@pytest.mark.xfail(strict=True, reason="whether a column without a name has cells is not looked at")
@pytest.mark.parametrize("heading", ["", " "])
def test_cells_without_a_heading(heading):
    frames = in_frames(few())
    frames["people"] = frames["people"].append_column(heading, pa.array(["x", None, ""]))
    agree(frames, AS_OF)


@pytest.mark.xfail(strict=True, reason="the second table silently takes the place of the first")
@pytest.mark.parametrize("name", ["人员", "任职", "机构"])
def test_a_table_twice(name):
    frames = in_frames(few())
    english = po.model.table_named(name).name
    agree({**frames, name: frames[english][:1]}, AS_OF)


def test_an_unknown_table():
    with pytest.raises(CallError, match="did you mean 'people'"):
        po.check_frames(as_of=AS_OF, peple=pa.table({"person_id": [1]}))


# --- Identifiers ----------------------------------------------------------------------------------

BIG = 520_123_199_001_011_234
WHOLE = {
    "int8": pa.array([7, 8, -9], pa.int8()),
    "int64": pa.array([BIG, BIG + 1, BIG + 2]),
    "uint64": pa.array([2**64 - 1, 2**64 - 2, 5], pa.uint64()),
    "not sorted": pa.array([30, 10, 20]),
    "twice": pa.array([3, 1, 3]),
    "an empty one": pa.array([1, None, 3]),
    "floats": pa.array([1.0, float("nan"), 3.5]),
    "great floats": pa.array([1e14, 1e15, 1e300]),
    "decimals": pa.array([Decimal("1.0"), Decimal("2.5"), None]),
    "booleans": pa.array([True, False, None]),
    "days": pa.array([date(2015, 1, 1), None, date(1850, 1, 1)]),
    "nothing": pa.nulls(3),
    "dictionary of numbers": pa.array([5, 6, 7]).dictionary_encode(),
    "dictionary with an empty value": pa.DictionaryArray.from_arrays([0, 1, 2], ["N1", None, "N3"]),
    "dictionary with a value twice": pa.DictionaryArray.from_arrays([0, 1, 2], ["N1", "N1", "N3"]),
    "dictionary with a value too many": pa.DictionaryArray.from_arrays(
        pa.array([0, 1, 2], pa.uint8()), ["N1", "N2", "N3", "#REF!", "1e5"]
    ),
    "text": pa.array(["1", " 2 ", "03"]),
    "lost digits": pa.array(["1e5", "5.2E+17", "12"]),
}


@pytest.mark.parametrize("ids", WHOLE)
def test_identifiers(ids):
    agree(few_called(WHOLE[ids]), AS_OF)


@pytest.mark.parametrize("ids", WHOLE)
@pytest.mark.parametrize("named", [pa.array([1, 2, 3]), pa.array(["1", "7", "10"])], ids=str)
def test_identifiers_of_two_types(ids, named):
    agree(few_called(WHOLE[ids], named=named), AS_OF)
    agree(few_called(named, named=WHOLE[ids]), AS_OF)


@pytest.mark.parametrize(
    "ids",
    [
        broken([255, 0, 1], pa.uint8(), reason="np.diff of small numbers runs over"),
        broken([127, -128, -127], pa.int8(), reason="np.diff of small numbers runs over"),
    ],
) if False else pytest.mark.parametrize(
    ("ids", "kind"),
    [([255, 0, 1], pa.uint8()), ([127, -128, -127], pa.int8())],
    ids=["uint8", "int8"],
)
@pytest.mark.xfail(strict=True, reason="np.diff of small whole numbers runs over, as if they ran on")
def test_identifiers_at_both_ends_of_their_type(ids, kind):
    agree(few_called(pa.array(ids, kind)), AS_OF)


@pytest.mark.xfail(strict=True, reason="searchsorted compares int64 with uint64 as floats")
def test_long_identifiers_of_two_types():
    one = pa.array([BIG, BIG + 2, BIG + 1], pa.int64())
    other = pa.array([BIG + 2, BIG + 1, BIG], pa.uint64())
    agree(few_called(one, named=other), AS_OF)


@pytest.mark.xfail(strict=True, raises=OverflowError, reason="_first is beyond int64")
def test_identifiers_beyond_int64():
    ids = pa.array([2**64 - 3, 2**64 - 2, 2**64 - 1], pa.uint64())
    agree(few_called(ids, named=pa.array([-3, -2, -1])), AS_OF)


# --- Cells of every kind --------------------------------------------------------------------------

COLUMNS = [(name, column) for name, table in few().items() for column in table]
BAD = (
    "1850-01-01", "2201-01-01", "2015-02-30", "2015.13", "NaN", "nan", "a\0b", "#REF!", "Err:502",
    " #REF!", "  ", "\u3000", "1e5", "5.2E+17", "-1", "?", " N1 ", "N1\n",
)  # fmt: skip
TYPED = {
    "bool": [True, False, None],
    "int": [1, 2, -3],
    "digits": [20130101, 201301, 2013],
    "float": [1.0, float("nan"), 2.5],
    "digits in floats": [2013.01, 20130101.0, 2015.1],
    "beyond": [float("inf"), 1e16, -float("inf")],
    "decimal": [Decimal("1.50"), Decimal(2), None],
    "time": [time(1), time(2), None],
    "duration": [timedelta(1), timedelta(2), None],
    "date": [date(2013, 1, 1), date(1850, 1, 1), date(2201, 1, 1)],
    "first and last date": [date(1899, 12, 31), date(1, 1, 1), date(9999, 12, 31)],
    "datetime": [datetime(2013, 1, 1, 12, 30), datetime(1850, 1, 1), None],  # noqa: DTZ001
    "null": [None] * 3,
}


@pytest.mark.parametrize("at", range(3))
def test_bad_text_in_every_column(at):
    # One report with many bad cells is as good as many reports.
    for bad in BAD if at == 1 else BAD[at::4]:
        for name in few():
            given = few()
            for column, cells in given[name].items():
                if column != "person_id":
                    cells = list(cells)
                    cells[at] = bad
                    given[name][column] = cells
                    agree({**in_frames(few()), name: pa.table(given[name])}, AS_OF)
                    given[name][column] = few()[name][column]
