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
from partyorg.bulk import identifiers
from partyorg.bulk.frame import RecordsOfFrames
from partyorg.errors import CallError, ProblemSeverity
from partyorg.model import TABLES
from partyorg.verdict import Findings

AS_OF = "2015-12-31"
SOME = ("service-minimum", "chief-training")
SOUND = list(FORMS)
SEEDS = st.integers(0, 100_000)


# --- Whole worlds ---------------------------------------------------------------------------------


@given(SEEDS, st.sampled_from(SOUND))
@settings(max_examples=25, derandomize=True, deadline=None)
def test_a_world_in_a_form(seed, form):
    tables, as_of = world(seed)
    agree(framed(tables, form), as_of)


@pytest.mark.parametrize("form", FORMS)
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
        given = [{names.get(key, key): row.get(key, "") for key in keys} for row in rows]
        if name == "people" and rng.random() < 0.5:
            given = rng.sample(given, len(given))
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
@settings(max_examples=25, derandomize=True, deadline=None)
def test_a_world_in_mixed_forms(seed):
    tables, as_of = world(seed)
    agree(dressed(random.Random(seed), tables), as_of)


@given(SEEDS)
@settings(max_examples=12, derandomize=True, deadline=None)
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
@settings(max_examples=12, derandomize=True, deadline=None)
def test_a_world_with_people_unheard_of_and_twice(seed):
    rng = random.Random(seed)
    tables, as_of = world(seed)
    people = tables.get("people") or []
    for _ in range(rng.choice((0, 1, 2)) if people else 0):
        people.append({**rng.choice(people), **rng.choice(({}, {"name": "又一人"}))})
    for _ in range(rng.choice((0, 1, 3)) if people else 0):
        people.pop(rng.randrange(len(people)))
    rng.shuffle(tables.get("appointments", []))
    agree(framed(tables, rng.choice(SOUND)), as_of)


def test_several_days_and_chosen_rules():
    tables, as_of = world(11)
    days = [as_of, as_of.replace(day=1), "2016-06-30"]
    only = ["service-minimum", "team-experience", "chief-training"]
    how = {"only": only, "counting": "month"}
    one, other = both(framed(tables, "date32"), days, **how)
    assert [written(report) for report in one] == [written(report) for report in other]


@pytest.mark.parametrize("keys", [1, 2])
def test_texts_of_one_key_are_told_apart(monkeypatch, keys):
    def few_keys(texts):
        return np.array([len(text) % keys for text in texts.to_pylist()], np.uint64)

    monkeypatch.setattr(identifiers, "_keys", few_keys)
    for seed in range(4):
        tables, as_of = world(seed)
        agree(framed(tables, "large string"), as_of)


def test_a_frame_of_organisations():
    rows = organizations()
    frames = in_frames(few())
    for orgs in (pa.Table.from_pylist(rows), pl.DataFrame(rows), pd.DataFrame(rows)):
        agree({**frames, "organizations": orgs}, AS_OF)


def test_findings_are_made_on_demand():
    report = po.check_frames(**in_frames(few()), as_of=AS_OF)
    assert isinstance(report.findings, Findings)


@pytest.mark.parametrize("rule", ["annual-report", "veto-items"])
def test_a_rule_on_organisations_alone_makes_no_records_of_officials(monkeypatch, rule):
    def refused(*_):
        pytest.fail("records were made")

    def findings(tables, as_of):
        dataset = po.Dataset.from_records(**tables)
        return po.check(dataset, as_of=as_of, only=[rule], allow_empty=True)

    worlds = (world(seed) for seed in range(50))
    tables, as_of = next(one for one in worlds if one[0].get("people") and len(findings(*one)) > 1)
    expected = findings(tables, as_of)
    monkeypatch.setattr(RecordsOfFrames, "__call__", refused)
    report = po.check_frames(**framed(tables, "string"), as_of=as_of, only=[rule])
    assert [(f.subject.id, f.outcome, f.observed) for f in report] == [
        (f.subject.id, f.outcome, f.observed) for f in expected
    ]


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
        agree({**frames, table: own.rename_columns(names)}, AS_OF, only=SOME)
        agree({**frames, table: own.drop_columns([name])}, AS_OF, only=SOME)


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
    assert told == {(code, name) for name in LARGE for code in ("private-column", "unknown-column")}


def test_a_column_twice():
    frames = in_frames(few())
    frames["people"] = frames["people"].append_column("人员编号", pa.array(["x", "y", "z"]))
    assert [p.code for p in agree(frames, AS_OF).problems] == ["duplicate-column"]


@pytest.mark.parametrize("heading", ["", " "])
def test_cells_without_a_heading(heading):
    frames = in_frames(few())
    frames["people"] = frames["people"].append_column(heading, pa.array(["x", None, ""]))
    agree(frames, AS_OF)


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
    ("ids", "kind"),
    [([255, 0, 1], pa.uint8()), ([127, -128, -127], pa.int8())],
    ids=["uint8", "int8"],
)
def test_identifiers_at_both_ends_of_their_type(ids, kind):
    agree(few_called(pa.array(ids, kind)), AS_OF)


def test_long_identifiers_of_two_types():
    one = pa.array([BIG, BIG + 2, BIG + 1], pa.int64())
    other = pa.array([BIG + 2, BIG + 1, BIG], pa.uint64())
    agree(few_called(one, named=other), AS_OF)


def test_identifiers_beyond_int64():
    ids = pa.array([2**64 - 3, 2**64 - 2, 2**64 - 1], pa.uint64())
    agree(few_called(ids, named=pa.array([-3, -2, -1])), AS_OF)


# --- Cells of every kind --------------------------------------------------------------------------

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


def many_with(bad):
    """Give the few many times over; in each row another cell is bad."""
    made = {}
    for name, table in few().items():
        count = max(map(len, few().values()))
        cells = {c: [own[at % 3] for at in range(count)] for c, own in table.items()}
        cells["person_id"] = [f"N{at}" for at in range(count)]
        for at, column in enumerate(cells):
            cells[column][at] = bad
        made[name] = pa.table(cells)
    return {"organizations": organizations(), **made}


@pytest.mark.parametrize("bad", BAD)
def test_bad_text_in_every_column(bad):
    agree(many_with(bad), AS_OF)


@pytest.mark.parametrize("kind", TYPED)
def test_a_type_in_every_column(kind):
    width = max(map(len, few().values()))
    for at in range(width):
        tables = few()
        for table in tables.values():
            if at < len(table):
                table[list(table)[at]] = TYPED[kind]
        agree(in_frames(tables), AS_OF, only=SOME)


def test_text_beyond_the_length_of_a_cell():
    long = "x" * 10_001
    tables = {name: table for name, table in many_with(long).items() if name != "organizations"}
    for name in LARGE:  # not in the column of identifiers
        cells = tables[name].column("person_id").to_pylist()
        column = pa.array([f"N{at}" if own == long else own for at, own in enumerate(cells)])
        tables[name] = tables[name].set_column(0, "person_id", column)
    report = agree({"organizations": organizations(), **tables}, AS_OF)
    assert {p.code for p in report.problems} == {"cell-too-long"}
    with_list = encoded([{"person_id": "N1", "name": long}, {"person_id": "N2", "name": "y"}])
    agree({**in_frames(few()), "people": with_list}, AS_OF)


@pytest.mark.parametrize(
    "name",
    [
        "people",
        "appointments",
    ],
)
def test_an_identifier_beyond_the_length_of_a_cell(name):
    agree(few_with(name, "person_id", ["N1", "N" * 10_001, "N3"]), AS_OF)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("people", "name"),
        ("appointments", "post"),
        ("trainings", "program"),
        ("appointments", "role"),
        ("appointments", "person_id"),
        ("people", "person_id"),
    ],
)
def test_bytes(name, column):
    agree(few_with(name, column, pa.array([b"N1", b"N2", None])), AS_OF)


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("people", "name"),
        ("appointments", "post"),
        ("people", "person_id"),
        pytest.param("appointments", "person_id"),
        pytest.param("appointments", "role"),
        pytest.param("appointments", "start"),
        pytest.param("trainings", "days"),
        pytest.param("people", "recruited_by"),
    ],
)
@pytest.mark.parametrize("cells", [[["a"], [], None], [{"a": 1}, {"a": 2}, None]], ids=["l", "s"])
def test_nested_cells(name, column, cells):
    agree(few_with(name, column, pa.array(cells)), AS_OF)


@pytest.mark.parametrize(
    "kind",
    [
        pytest.param(kind, id=str(kind))
        for kind in (pa.list_(pa.string()), pa.large_list(pa.string()))
    ],
)
def test_duties_as_lists(kind):
    cells = pa.array([["组织委员", "武装"], [], None], kind)
    assert not agree(few_with("appointments", "duties", cells), AS_OF).problems


UNUSED = {
    "role": (["leader", "?"], [0, 0, None]),
    "start": (["2013-01-01", "2015.13"], [0, 0, None]),
    "end": (["2014", "2014-01-01"], [1, None, None]),
    "approved_by": (["F0-ORG", "nowhere"], [0, None, 0]),
    "post": (["a", "#REF!"], [0, None, 0]),
    "duties": (["组织委员", "a;b;a", "a"], [0, 2, None]),
}


@pytest.mark.parametrize("column", UNUSED)
def test_values_of_a_dictionary_that_no_row_has(column):
    values, codes = UNUSED[column]
    for kind in (pa.int8(), pa.uint32()):
        cells = pa.DictionaryArray.from_arrays(pa.array(codes, kind), pa.array(values))
        assert not agree(few_with("appointments", column, cells), AS_OF).problems


def test_dictionaries_of_days():
    for day in (date(2013, 1, 1), datetime(2013, 1, 1, 5)):  # noqa: DTZ001
        cells = pa.array([day, day.replace(year=1850), None]).dictionary_encode()
        agree(few_with("appointments", "start", cells), AS_OF)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", [None, "Asia/Shanghai"])
def test_times_of_day(unit, zone):
    late, early = datetime(2012, 12, 31, 23, 59, 59), datetime(1950, 1, 1, 0, 1)  # noqa: DTZ001
    old = datetime(1850, 1, 1, 7)  # noqa: DTZ001
    cells = pa.array([late, early, old], pa.timestamp(unit, tz=zone))
    agree(few_with("appointments", "start", cells), AS_OF)
    agree(few_with("people", "recruited_on", cells), AS_OF)


@pytest.mark.parametrize(
    "cells",
    [
        pa.array([4_000_000, 1, None], pa.int32()).cast(pa.date32()),
        pa.array([10**12, 1, None], pa.timestamp("s")),
    ],
    ids=["date32", "timestamp"],
)
def test_days_beyond_the_year_9999(cells):
    report = po.check_frames(as_of=AS_OF, **few_with("appointments", "start", cells))
    assert [(p.code, p.row) for p in report.problems] == [("bad-date", 1)]


AMOUNTS = {
    "a third": [1 / 3, 12.0, None],
    "hours of which some are halves": ["7.5", "0.25", "40"],
}


@pytest.mark.parametrize("amounts", AMOUNTS)
def test_amounts(amounts):
    agree(few_with("trainings", "days", AMOUNTS[amounts]), AS_OF)


@pytest.mark.parametrize("way", ["frames", "records"])
@pytest.mark.parametrize("amounts", [[1 / 3, 20140101.0, None], ["0.000000000000001", "12345", ""]])
def test_amounts_of_very_different_size(amounts, way):
    tables = few_with("trainings", "days", amounts)
    if way == "frames":
        agree(tables, AS_OF)
    else:
        data = po.Dataset.from_records(**tables)
        assert written(po.check(data, as_of=AS_OF, engine="bulk")) == written(
            by_record(tables, AS_OF)
        )


# --- pandas ---------------------------------------------------------------------------------------

MIXED = {
    "ids": ("people", "person_id", [1, "N2", 3.0], pa.ArrowInvalid),
    "days": ("appointments", "start", [date(2013, 1, 1), "2013", None], pa.ArrowTypeError),
    "years": ("appointments", "start", ["2013", 2013, None], pa.ArrowTypeError),
    "partial": ("appointments", "start", [po.PartialDate.of(2013), None, None], pa.ArrowInvalid),
    "yes": ("people", "grassroots_before", [True, "no", False], pa.ArrowInvalid),
    "post": ("appointments", "post", [1, "b", None], pa.ArrowInvalid),
    "duties": ("appointments", "duties", [["a"], "b", None], pa.ArrowInvalid),
    "bytes": ("people", "name", [b"a", "b", None], None),
    "half a character": ("people", "name", ["\ud800", "b", None], UnicodeEncodeError),
}
OBJECTS = {
    "days": ("appointments", "start", [date(2013, 1, 1), date(1850, 1, 1), None]),
    "NaN": ("appointments", "start", ["2013", float("nan"), None]),
    "NA": ("appointments", "end", ["2013", pd.NA, pd.NaT]),
    "decimals": ("trainings", "days", [Decimal("1.5"), Decimal(3), Decimal("nan")]),
    "yes": ("people", "grassroots_before", [True, None, False]),
}


def objects(cells):
    return pd.Series(cells, dtype=object)


@pytest.mark.parametrize("case", OBJECTS)
def test_objects_of_pandas(case):
    name, column, cells = OBJECTS[case]
    agree(few_with(name, column, objects(cells), pd.DataFrame), AS_OF)


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=case) for case in MIXED],
)
def test_objects_of_several_types(case):
    name, column, cells, _ = MIXED[case]
    agree(few_with(name, column, objects(cells), pd.DataFrame), AS_OF)


SERIES = {
    "Int64": ("person_id", pd.array([1, 2, None], dtype="Int64")),
    "float32": ("person_id", np.array([1, 2, 3], "float32")),
    "boolean": ("grassroots_before", pd.array([True, None, False], dtype="boolean")),
    "bool": ("grassroots_before", np.array([True, True, False])),
    "floats for days": ("recruited_on", np.array([20130101.0, 2013.0, float("nan")])),
    "nanoseconds": ("recruited_on", pd.to_datetime(["2013-01-01", "2013-05-06 10:00", None],
                                                   format="mixed").astype("datetime64[ns]")),
    "old": ("recruited_on", pd.to_datetime(["1850-02-03 10:00", "2013-01-01", None],
                                           format="mixed")),
    "with a zone": ("recruited_on",
                    pd.to_datetime(["2013-01-01"] * 3).tz_localize("Asia/Shanghai")),
    "string": ("name", pd.array(["a", None, "b"], dtype="string")),
    "categories": ("recruited_via", pd.Categorical(["other", None, "other"], ["other", "?"])),
}  # fmt: skip


@pytest.mark.parametrize("kind", SERIES)
def test_types_of_pandas(kind):
    column, cells = SERIES[kind]
    agree(few_with("people", column, cells, pd.DataFrame), AS_OF)


def test_periods_of_pandas():
    months = pd.PeriodIndex(["2013-01"] * 3, freq="M")
    agree(few_with("people", "recruited_on", months, pd.DataFrame), AS_OF)


def test_rows_of_pandas_that_were_sorted():
    frames = in_frames(few(), pd.DataFrame)
    people = frames["people"]
    agree({**frames, "people": people.iloc[[2, 0, 1]]}, AS_OF)


@pytest.mark.parametrize(
    "headings",
    [
        [7],
        [None],
    ],
)
def test_odd_headings_of_pandas(headings):
    frames = in_frames(few(), pd.DataFrame)
    frames["people"] = frames["people"].assign(x=["1", "", None])
    frames["people"].columns = [*frames["people"].columns[:-1], *headings]
    agree(frames, AS_OF)


def test_a_column_of_pandas_twice():
    frames = in_frames(few(), pd.DataFrame)
    frames["people"] = pd.concat([frames["people"], frames["people"][["name"]]], axis=1)
    try:
        po.check_frames(as_of=AS_OF, **frames)
    except CallError as error:
        assert "people" in str(error)  # noqa: PT017


# --- Polars, DuckDB, PyArrow ----------------------------------------------------------------------

KINDS = {
    "enum": ("appointments", "role", pl.Series(["leader"] * 3, dtype=pl.Enum(["leader", "?"]))),
    "datetime": ("appointments", "start",
                 pl.Series([datetime(2013, 1, 1, 5), datetime(1850, 1, 1), None])),  # noqa: DTZ001
    "object": ("people", "name", pl.Series([1, "b", None], dtype=pl.Object)),
    "list": ("appointments", "duties", pl.Series([["a"], [], None], dtype=pl.List(pl.String))),
}  # fmt: skip


@pytest.mark.parametrize(
    "kind",
    [
        "enum",
        "datetime",
        "object",
        pytest.param("list", id="list"),
    ],
)
def test_types_of_polars(kind):
    name, column, cells = KINDS[kind]
    agree(few_with(name, column, cells, pl.DataFrame), AS_OF)


def test_people_of_polars_with_numbers():
    agree(few_called([1, 2, 3], pl.DataFrame), AS_OF)


def test_relations_of_one_connection():
    import duckdb  # noqa: PLC0415

    with duckdb.connect() as connection:
        tables, as_of = world(11)
        frames = {n: relation(r, connection) if r and n in LARGE else r for n, r in tables.items()}
        agree(frames, as_of)


def test_a_query_of_duckdb():
    import duckdb  # noqa: PLC0415

    with duckdb.connect() as connection:
        people = connection.sql(
            "select 'N' || n person_id, date '2013-01-01' + n::int recruited_on, "
            "'T0-ZF' recruited_by from range(1, 4) t(n)"
        )
        agree({**in_frames(few()), "people": people}, AS_OF)


def test_batches_and_readers():
    """What narwhals does not know, so that there is no way by records."""
    frames = in_frames(few())
    expected = written(by_record(frames, AS_OF))
    for form in (lambda t: t.to_batches()[0], lambda t: t.to_reader()):
        given = {n: form(frames[n]) if n in LARGE else frames[n] for n in frames}
        assert written(po.check_frames(as_of=AS_OF, **given)) == expected


def test_pieces_with_dictionaries_of_their_own():
    tables, as_of = world(5)
    frames = {n: chunked(rows) if rows and n in LARGE else rows for n, rows in tables.items()}
    agree(frames, as_of)


class Stranger:
    """Looks like a frame, and is none that anybody knows."""

    columns = ("person_id",)


@pytest.mark.parametrize(
    "given",
    [
        5, None, {"person_id": ["N1"]}, "nowhere.parquet", np.zeros(3), pa.array([1]), [5],
        Stranger(),
        pl.Series([1]),
        pd.Series([1]),
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_frame(given):
    with pytest.raises(CallError, match="people"):
        po.check_frames(as_of=AS_OF, **{**in_frames(few()), "people": given})


# --- Without the libraries ------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["numpy", "pyarrow"])
def test_without_a_library(monkeypatch, missing):
    found = po.checking.find_spec
    monkeypatch.setattr(
        "partyorg.checking.find_spec", lambda name: None if name == missing else found(name)
    )
    with pytest.raises(CallError, match=r"pip install 'partyorg\[bulk\]'"):
        po.check_frames(as_of=AS_OF, **in_frames(few()))


def test_records_cannot_be_asked_for():
    from partyorg.checking import columns_of  # noqa: PLC0415

    columns = columns_of(in_frames(few()))
    for how in ({"engine": "record"}, {"subjects": ["N1"]}):
        with pytest.raises(CallError, match="needs records"):
            po.check(columns, as_of=AS_OF, **how)


def test_problems_are_errors_and_warnings():
    frames = few_with("appointments", "role", ["leader", "?", "chef"])
    frames["people"] = frames["people"].append_column("备注", pa.array(["x"] * 3))
    report = agree(frames, AS_OF)
    told = {(p.severity, p.code, p.row) for p in report.problems}
    assert told == {
        (ProblemSeverity.WARNING, "unknown-column", None),
        (ProblemSeverity.ERROR, "unknown-value", 2),
        (ProblemSeverity.ERROR, "unknown-value", 3),
    }
    assert typed([{"start": "2013-01-01"}]).schema.field(0).type == pa.date32()
