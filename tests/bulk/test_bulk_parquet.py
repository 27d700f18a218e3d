"""Tables as Parquet: read a batch at a time, and the findings are those of the records."""

import gc
import json
import random
import warnings
import weakref
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from framed import (
    LARGE,
    agree,
    by_record,
    columns,
    few,
    few_with,
    in_frames,
    typed,
    world,
    written,
)
from hypothesis import given, settings
from hypothesis import strategies as st

import partyorg as po
from partyorg.bulk import engine, heaps, parquet, threads
from partyorg.bulk.part import Part
from partyorg.errors import CallError
from partyorg.verdict import Outcome

AS_OF = "2015-12-31"
ONE_BATCH = 1 << 20
DAY = date(2013, 1, 1)


@pytest.fixture
def small(monkeypatch):
    """Give a function that sets how many rows are in a batch, and how many people in a heap."""

    def set_to(rows=ONE_BATCH, heap=ONE_BATCH):
        monkeypatch.setattr(parquet, "BATCH", rows)
        monkeypatch.setattr(heaps, "_HEAP", heap)
        monkeypatch.setattr(heaps, "_RAW", heap)

    return set_to


# --- Both ways ------------------------------------------------------------------------------------


def faults(report):
    """Give the problems row by row, for a batch knows only of its own rows."""
    return {
        (p.table, p.column, p.code, p.severity, row, p.value)
        for p in report.problems
        for row in (p.rows or (p.row,))
    }


def findings(report):
    return json.loads(written(report))["findings"]


def streamed(folder, tables, pieces, as_of=AS_OF, group=1000, by_path=(), **how):
    """Judge tables with appointments in partitions; hold it to what the records give.

    Those named in `by_path` are written into partitions too.
    """
    files = {f"{at}.parquet": piece for at, piece in enumerate(pieces)}
    path = partitions(folder, files, group)
    stored = {}
    for name in by_path:
        half = len(tables[name]) // 2
        halves = {"a.parquet": tables[name].slice(0, half), "b.parquet": tables[name].slice(half)}
        stored[name] = partitions(folder, halves, group, name)
    given = {"appointments": path, **tables, **stored}
    report = po.check_frames(as_of=as_of, allow_empty=True, **how, **given)
    rows = pa.concat_tables(pieces, promote_options="permissive")
    by_rows = by_record({**tables, "appointments": rows}, as_of, **how)
    assert findings(report) == findings(by_rows)
    assert faults(report) == faults(by_rows)
    assert report.summary == by_rows.summary
    return report


def partitions(folder, files, group=1000, name="appointments"):
    path = Path(folder, name)
    for own, table in files.items():
        file = path / own
        file.parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, file, row_group_size=group)
    return path


def parted(tables):
    """Give the other tables, and the appointments."""
    return {n: t for n, t in tables.items() if n != "appointments"}, tables["appointments"]


def known_world(seed, rng, how="any"):
    """Give a world in which only people of the table are named, its appointments, and its day."""
    tables, as_of = world(seed)
    people = tables.get("people") or []
    ids = [row["person_id"] for row in people]
    posts = [row for row in tables.get("appointments", ()) if row["person_id"] in ids]
    if how == "sorted":
        posts.sort(key=lambda row: ids.index(row["person_id"]))
    elif how == "shuffled":
        rng.shuffle(posts)
    rest = {n: typed(rows) if rows and n in LARGE else rows for n, rows in tables.items()}
    rest.pop("appointments", None)
    return rest, posts, as_of


# --- Whole worlds ---------------------------------------------------------------------------------


@given(st.integers(0, 100_000), st.sampled_from(["sorted", "shuffled", "any"]))
@settings(max_examples=40, derandomize=True, deadline=None)
def test_a_world(tmp_path_factory, seed, order):
    rng = random.Random(seed)
    rest, rows, as_of = known_world(seed, rng, order)
    if not rest.get("people") or not rows:
        return
    table = typed(rows)
    cut = rng.randrange(len(rows) + 1)
    pieces = [table.slice(0, cut), table.slice(cut)] if rng.random() < 0.5 else [table]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parquet, "BATCH", rng.choice((1, 2, 5, 1000)))
        patch.setattr(heaps, "_HEAP", rng.choice((1, 3, ONE_BATCH)))
        patch.setattr(heaps, "_RAW", rng.choice((1, 3, ONE_BATCH)))
        patch.setattr(engine, "_PAYS", rng.choice((0, ONE_BATCH)))
        folder = tmp_path_factory.mktemp("world")
        frames = [name for name in rest if isinstance(rest[name], pa.Table) and len(rest[name])]
        by_path = [name for name in frames if rng.random() < 0.5]
        streamed(folder, rest, pieces, as_of, rng.choice((1, 2, 7, 1000)), by_path)


@pytest.mark.parametrize("empty", [0, -1])
def test_a_partition_without_rows_among_rows_in_no_order(tmp_path, small, empty):
    small(rows=3, heap=2)
    rest, rows, as_of = known_world(6, random.Random(1), "shuffled")
    table = typed(rows)
    pieces = [table.slice(0, 0), table] if empty == 0 else [table, table.slice(0, 0)]
    assert list(streamed(tmp_path, rest, pieces, as_of))


@pytest.mark.parametrize("order", ["sorted", "shuffled"])
def test_several_days_and_findings_on_demand(tmp_path, small, order):
    small(rows=3, heap=2)
    rest, rows, as_of = known_world(6, random.Random(1), order)
    table = typed(rows)
    path = partitions(tmp_path, {"a.parquet": table}, 4)
    days = [as_of, "2014-12-31", "2016-06-30"]
    only = ["service-minimum", "team-experience", "chief-training", "secondment"]
    how = {"as_of": days, "only": only}
    reports = po.check_frames(appointments=path, **rest, **how)
    data = po.Dataset.from_records(appointments=table, **rest)
    by_rows = po.check(data, engine="record", **how)
    for one, other in zip(reports, by_rows, strict=True):
        assert one.summary == other.summary
        assert one.failures == other.failures
        assert one.undetermined == other.undetermined
        keys = {(f.rule, f.subject.id) for f in other}
        for rule, subject in random.Random(2).sample(sorted(keys), min(12, len(keys))):
            expected = [f for f in other if (f.rule, f.subject.id) == (rule, subject)]
            assert one.findings.about(rule, subject) == expected
            if len(expected) == 1:
                assert one[rule, subject] == expected[0]
        lines = [written(report, "jsonl").splitlines()[1:] for report in (one, other)]
        made = [[line for line in some if line.startswith('{"finding')] for some in lines]
        assert made[0] == made[1] != []
        assert list(one.findings.where([Outcome.PASS])) == list(other.run.where(Outcome.PASS))
    assert findings(reports[0]) == findings(by_rows[0])  # and once more, in another order


@pytest.mark.parametrize("pays", [0, ONE_BATCH])
def test_what_was_read_is_let_go_of_part_by_part(tmp_path, small, monkeypatch, pays):
    """Without waiting for the collector, which is paused: memory is bounded by the batch."""
    small(rows=2)
    monkeypatch.setattr(engine, "_PAYS", pays)
    parts, most = [], 0

    def watched(*args, **how):
        nonlocal most
        most = max(most, sum(part() is not None for part in parts))
        part = Part(*args, **how)
        parts.append(weakref.ref(part))
        return part

    monkeypatch.setattr(engine, "Part", watched)
    monkeypatch.setattr(threads, "THREADS", 1)
    rest, _ = parted(in_frames(few()))
    names = [f"N{at}" for at in range(40)]
    rest["people"] = [
        {"person_id": name, "recruited_on": "2014", "recruited_by": "T0"} for name in names
    ]
    rest["promotions"] = [{"person_id": n, "kind": "rank", "date": "2015-03-01"} for n in names]
    rest["trainings"] = [{"person_id": name, "year": 2014, "days": 12} for name in names]
    post = {"org_id": "T0-ZF", "role": "leader", "basis": "in_post", "start": "2013-12", "end": ""}
    table = typed([{"person_id": name, **post} for name in names])
    path = partitions(tmp_path, {"a.parquet": table}, 2)
    gc.disable()
    try:
        report = po.check_frames(appointments=path, **rest, as_of=AS_OF)
    finally:
        gc.enable()
    assert len(report) > 100
    assert len(parts) >= 20
    assert most < 5


def test_a_packet_of_rules_by_month(tmp_path, small):
    small(rows=2)
    rest, rows, as_of = known_world(5, random.Random(1), "sorted")
    streamed(tmp_path, rest, [typed(rows)], as_of, 3, counting="month", only=["service-minimum"])


# --- Where a row group ends among the rows of one person ------------------------------------------

ROW = {"role": "staff", "basis": "in_post"}


def cut(folder, monkeypatch, *posts, group=1):
    """Judge posts (person, organisation, start, end) with so many in a row group, compiled."""
    monkeypatch.setattr(engine, "_PAYS", 0)
    names = ("person_id", "org_id", "start", "end")
    rows = [dict(zip(names, post, strict=True)) | ROW for post in posts]
    rest, _ = parted(few_with("people", "recruited_on", ["2014-01-01"] * 3))
    return streamed(folder, rest, [typed(rows)], "2018-12-31", group, only=["service-minimum"])


@pytest.mark.parametrize("group", [1, 2, 3])
def test_posts_of_one_person_need_not_stand_by_start(tmp_path, monkeypatch, group):
    posts = [
        ("N1", "C0-JY", "2016-05-01", ""),
        ("N1", "T0-ZF", "2014-01-01", "2016-05-01"),
        ("N2", "T1-ZF", "2017-01-01", ""),
        ("N2", "C0-JY", "2015-01-01", "2016-03-01"),
        ("N2", "T0-ZF", "2014-01-01", "2015-01-01"),
    ]
    cut(tmp_path, monkeypatch, *posts, group=group)


def test_a_row_set_aside_behind_the_rows_of_others(tmp_path, monkeypatch):
    posts = [
        ("N1", "T0-ZF", "2014-01-01", ""),
        ("N2", "T0-ZF", "2014-01-01", ""),
        ("N1", "T0-ZF", "2015-01-01", "2014-01-01"),
    ]
    report = cut(tmp_path, monkeypatch, *posts)
    assert report["service-minimum", "N1"].reason == "row-set-aside"


def test_rows_set_aside_are_named_in_the_order_of_the_table(tmp_path, monkeypatch):
    posts = [
        ("N1", "T0-ZF", "2015-01-01", "2014-01-01"),
        ("N1", "", "2014-01-01", "2014-02-01"),
        ("N2", "T0-ZF", "2014-01-01", ""),
    ]
    report = cut(tmp_path, monkeypatch, *posts)
    assert [unknown.row for unknown in report["service-minimum", "N1"].unknowns] == [1, 2]


# --- Files ----------------------------------------------------------------------------------------


def test_one_file_as_text_or_path(tmp_path):
    frames = in_frames(few())
    rest, table = parted(frames)
    file = tmp_path / "posts.data"
    pq.write_table(table, file)
    expected = by_record(frames, AS_OF)
    for path in (file, str(file)):
        report = po.check_frames(as_of=AS_OF, appointments=path, **rest)
        assert findings(report) == findings(expected)
    report = po.check_frames(as_of=AS_OF, 任职=str(file), **rest)
    assert findings(report) == findings(expected)


def test_all_tables_by_path(tmp_path):
    frames = in_frames(few())
    expected = by_record(frames, AS_OF)
    frames["organizations"] = pa.Table.from_pylist(frames["organizations"])
    for name, table in frames.items():
        pq.write_table(table, tmp_path / f"{name}.parquet")
    paths = {name: tmp_path / f"{name}.parquet" for name in frames}
    report = po.check_frames(as_of=AS_OF, **paths)
    assert findings(report) == findings(expected)
    assert {(i.name, i.rows) for i in report.run.inputs} == {
        (name, table.num_rows) for name, table in frames.items()
    }
    small_by_path = {**paths, "appointments": frames["appointments"]}
    assert findings(po.check_frames(as_of=AS_OF, **small_by_path)) == findings(expected)


def test_nested_folders_in_the_order_of_their_names(tmp_path):
    rest, table = parted(in_frames(few()))
    files = {"y=2015/a.parquet": table.slice(2), "y=2014/b.parquet": table.slice(0, 2)}
    path = partitions(tmp_path, files)
    report = po.check_frames(as_of=AS_OF, appointments=path, **rest)
    assert findings(report) == findings(by_record({**rest, "appointments": table}, AS_OF))


def test_people_in_partitions(tmp_path):
    frames = in_frames(few())
    path = partitions(
        tmp_path, {"a.parquet": frames["people"][:1], "b.parquet": frames["people"][1:]}
    )
    report = po.check_frames(as_of=AS_OF, **{**frames, "people": path})
    assert findings(report) == findings(by_record(frames, AS_OF))


def test_a_path_that_is_not_there(tmp_path):
    rest, _ = parted(in_frames(few()))
    (tmp_path / "empty").mkdir()
    for name in ("empty", "nowhere", "nowhere.parquet"):
        with pytest.raises(CallError, match=f"appointments: there is no Parquet file at '{name}'"):
            po.check_frames(as_of=AS_OF, appointments=tmp_path / name, **rest)


def test_a_file_that_is_no_parquet(tmp_path):
    frames = in_frames(few())
    file = tmp_path / "posts.parquet"
    for content in (b"", b"person_id,org_id\nN1,T0\n", b"PAR1" + b"\0" * 40 + b"PAR1"):
        file.write_bytes(content)
        for name in ("appointments", "people", "organizations"):
            with pytest.raises(CallError, match=f"{name}: 'posts.parquet' cannot be read as Parq"):
                po.check_frames(as_of=AS_OF, **{**frames, name: file})
    pq.write_table(frames["appointments"], tmp_path / "aaa.parquet")
    with pytest.raises(CallError, match="cannot be read as Parquet"):
        po.check_frames(as_of=AS_OF, **{**frames, "appointments": tmp_path})


@pytest.mark.parametrize("name", ["appointments", "people"])
def test_a_file_with_a_hole(tmp_path, name):
    frames = in_frames(few())
    file = tmp_path / "posts.parquet"
    pq.write_table(frames[name], file)
    whole = file.read_bytes()
    file.write_bytes(whole[:4] + b"\xff" * 200 + whole[204:])
    with pytest.raises(CallError, match=name):
        po.check_frames(as_of=AS_OF, **{**frames, name: file})


# --- Partitions that differ -----------------------------------------------------------------------

SORTED, SHUFFLED = [0, 1, 2], [2, 0, 1]


def changed(column, cells):
    return lambda table: table.set_column(
        table.column_names.index(column), column, pa.array(cells)[: len(table)]
    )


def backwards(table):
    return table.select(table.column_names[::-1])


def without(column):
    return lambda table: table.drop_columns([column])


def case(change, order, *, id):  # noqa: A002
    return pytest.param(change, order, id=id)


@pytest.mark.parametrize(
    ("change", "order"),
    [
        case(backwards, SORTED, id="order"),
        case(without("role"), SORTED, id="no role"),
        case(changed("end", [None, None]), SORTED, id="no type"),
        case(backwards, SHUFFLED, id="order, heaps"),
        case(without("role"), SHUFFLED, id="no role, heaps"),
        case(changed("end", [None, None]), SHUFFLED, id="no type, heaps"),
    ],
)
def test_a_second_partition_unlike_the_first(tmp_path, change, order):
    rest, table = parted(in_frames(few()))
    table = table.take(order)
    first, second = table.slice(0, 1), change(table.slice(1))
    path = partitions(tmp_path, {"a.parquet": first, "b.parquet": second})
    report = po.check_frames(as_of=AS_OF, appointments=path, **rest)
    same = second.cast(pa.schema([(name, pa.string()) for name in second.column_names]))
    rows = pa.concat_tables([first, same], promote_options="permissive")
    assert findings(report) == findings(by_record({**rest, "appointments": rows}, AS_OF))


def test_partitions_that_cannot_be_put_together_are_refused(tmp_path):
    frames = in_frames(few())
    rest, table = parted(frames)
    days = changed("start", [DAY] * 2)(table.slice(1))
    path = partitions(tmp_path, {"a.parquet": table.slice(0, 1), "b.parquet": days})
    with pytest.raises(po.CallError, match=r"'start' of 'b.parquet' holds dates.*write all alike"):
        po.check_frames(as_of=AS_OF, appointments=path, **rest)


@pytest.mark.parametrize("name", ["备注", "ende"])
def test_an_unknown_column_of_the_second_partition(tmp_path, name):
    rest, table = parted(in_frames(few()))
    more = table.slice(1).append_column(name, pa.array(["x", "y"]))
    streamed(tmp_path, rest, [table.slice(0, 1), more])


def test_headings_of_the_first_partition(tmp_path):
    rest, table = parted(in_frames(few()))
    more = table.append_column("备注", pa.array(["x"] * 3)).append_column(
        "身份证", pa.array([1] * 3)
    )
    report = streamed(tmp_path, rest, [more])
    assert {p.code for p in report.problems} == {"unknown-column", "private-column"}


@pytest.mark.parametrize("name", ["end", "org_id", "person_id"])
def test_a_heading_that_cannot_be_used(tmp_path, name):
    rest, table = parted(in_frames(few()))
    names = [f"{n}e" if n == name else n for n in table.column_names]
    report = streamed(tmp_path, rest, [table.rename_columns(names)])
    assert "table-set-aside" in {p.code for p in report.problems}


@pytest.mark.parametrize("rows", [[0, 3], [3, 0], [0]], ids=str)
def test_partitions_without_rows(tmp_path, rows):
    rest, table = parted(in_frames(few()))
    streamed(tmp_path, rest, [table.slice(0, count) for count in rows])


def test_no_people(tmp_path):
    rest, table = parted(in_frames(few()))
    report = po.check_frames(
        as_of=AS_OF,
        allow_empty=True,
        appointments=partitions(tmp_path, {"a.parquet": table}),
        **{**rest, "people": rest["people"].slice(0, 0)},
    )
    assert {p.code for p in report.problems} == {"unknown-id"}


@pytest.mark.parametrize(
    "kind",
    [
        pa.large_string(),
        pa.string_view(),
        pa.dictionary(pa.int32(), pa.string()),
    ],
    ids=str,
)
@pytest.mark.parametrize("order", [SORTED, SHUFFLED], ids=["sorted", "shuffled"])
def test_text_of_every_sort(tmp_path, small, kind, order):
    small(rows=2, heap=1)
    rest, table = parted(in_frames(few()))
    table = table.take(order)
    made = pa.table([column.cast(kind) for column in table.columns], table.column_names)
    path = partitions(tmp_path, {"a.parquet": made}, 2)
    report = po.check_frames(as_of=AS_OF, appointments=path, **rest)
    assert findings(report) == findings(by_record({**rest, "appointments": table}, AS_OF))


def test_duties_as_lists(tmp_path):
    rest, table = parted(in_frames(few()))
    lists = pa.array([["组织委员", "武装"], [], None])
    at = table.column_names.index("duties")
    streamed(tmp_path, rest, [table.set_column(at, "duties", lists)])


# --- Rows that cannot be used ---------------------------------------------------------------------

BAD = ("1850-01-01", "2015.13", "#REF!", "a\0b", "x" * 10_001, "nowhere")
CELLS = [name for name in few()["appointments"] if name != "person_id"]


@pytest.mark.parametrize("bad", BAD, ids=["old", "month", "formula", "nul", "long", "word"])
@pytest.mark.parametrize("order", [SORTED, SHUFFLED], ids=["sorted", "shuffled"])
def test_bad_cells(tmp_path, small, bad, order):
    rng = random.Random(len(bad))
    for column in CELLS:
        small(rows=rng.choice((1, 2, 9)), heap=rng.choice((1, 2, 9)))
        cells = list(few()["appointments"][column])
        cells[rng.randrange(3)] = bad
        rest, table = parted(few_with("appointments", column, cells))
        streamed(tmp_path / column, rest, [table.take(order)], only=["service-minimum"])


def test_a_person_of_whom_the_row_cannot_be_used(tmp_path, small):
    small(rows=1, heap=1)
    for at, column in enumerate(("recruited_on", "recruited_via", "career_known_from")):
        cells = list(few()["people"][column])
        cells[at] = "2015.13"
        rest, table = parted(few_with("people", column, cells))
        streamed(tmp_path / column, rest, [table])


def test_who_is_in_no_table_of_people(tmp_path):
    """They are listed, and get no findings, other than by records."""
    for at, lost in enumerate(("unheard", "#REF!", None)):
        ids = ["N1", lost, "N3"]
        rest, table = parted(few_with("appointments", "person_id", ids))
        for name in ("trainings", "promotions"):
            rest[name] = rest[name].take([0, 2])
        path = partitions(tmp_path / str(at), {"a.parquet": table})
        report = po.check_frames(as_of=AS_OF, appointments=path, **rest)
        by_rows = by_record({**rest, "appointments": table}, AS_OF)
        assert faults(report) == faults(by_rows)
        people = [f for f in by_rows if f.subject.type == "person" and f.subject.id != "unheard"]
        assert [f for f in report if f.subject.type == "person"] == people


def test_a_partition_without_a_column_that_must_be_there_is_refused(tmp_path):
    rest, table = parted(in_frames(few()))
    lacking = table.slice(2).drop_columns(["org_id"])
    path = partitions(tmp_path, {"a.parquet": table.slice(0, 2), "b.parquet": lacking})
    with pytest.raises(po.CallError, match=r"'b.parquet' has not the columns of 'a.parquet'"):
        po.check_frames(as_of=AS_OF, appointments=path, **rest)


def test_dates_as_dates_and_rows_as_mappings(tmp_path, small):
    small(rows=2)
    rest, rows, as_of = known_world(3, random.Random(1), "sorted")
    plain = {n: t.to_pylist() if n in LARGE else t for n, t in rest.items()}
    if rows:
        streamed(tmp_path, {**rest, "people": rest["people"]}, [typed(rows)], as_of)
        agree({**plain, "appointments": typed(rows)}, as_of)
        assert columns(rows)


# --- Progress -------------------------------------------------------------------------------------


def many(order):
    rng = random.Random(3)
    people = {"person_id": [f"N{at}" for at in range(40)], "recruited_on": ["2013-01-01"] * 40}
    posts = {
        "person_id": [f"N{at // 2}" for at in range(80)],
        "org_id": ["T0-ZF", "T1-DW"] * 40,
        "start": ["2013-01-01", "2014-01-01"] * 40,
        "end": ["2014-01-01", ""] * 40,
    }
    table = pa.table(posts)
    rows = list(range(80))
    if order == "shuffled":
        rng.shuffle(rows)
    if order == "late":
        rows[60:] = rows[:59:-1]
    return {**in_frames({"people": people}), "appointments": table.take(rows)}


def told(tmp_path, order, only=("service-minimum",)):
    rest, table = parted(many(order))
    path = partitions(tmp_path, {"a.parquet": table[:30], "b.parquet": table[30:]}, 16)
    calls = []
    report = po.check_frames(
        as_of=AS_OF, only=only, appointments=path, progress=lambda *at: calls.append(at), **rest
    )
    return report, calls


def test_progress(tmp_path, small):
    small(rows=10)
    _, calls = told(tmp_path, "sorted")
    done = [one for one, _ in calls]
    assert {every for _, every in calls} == {80}
    assert done == sorted(done)
    assert len(done) >= 8
    assert done[-1] == 80


@pytest.mark.parametrize(
    ("order", "only"),
    [("shuffled", ["service-minimum"]), ("sorted", ["team-experience"]), ("sorted", None)],
    ids=["shuffled", "one rule", "every rule"],
)
def test_progress_ends_with_all_rows(tmp_path, small, order, only):
    small(rows=10, heap=7)
    _, calls = told(tmp_path, order, only)
    assert {every for _, every in calls} == {80}
    assert calls[-1] == (80, 80)


def test_progress_goes_up(tmp_path, small):
    small(rows=10, heap=7)
    _, calls = told(tmp_path, "late")
    assert [done for done, _ in calls] == sorted(done for done, _ in calls)


def test_progress_is_over_after_the_check(tmp_path, small):
    small(rows=10)
    report, calls = told(tmp_path, "sorted", None)
    before = len(calls)
    assert len(list(report)) == len(report)
    assert len(calls) == before


# --- What is left behind --------------------------------------------------------------------------


def test_heaps_are_put_away_without_a_warning(tmp_path):
    rest, table = parted(many("shuffled"))
    path = partitions(tmp_path, {"a.parquet": table})
    gc.collect()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        report = po.check_frames(as_of=AS_OF, appointments=path, **rest)
        assert len(report) > 0
        del report
        gc.collect()
    assert not [str(w.message) for w in caught if "partyorg-" in str(w.message)]


def test_heaps_are_put_away(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    rest, table = parted(many("shuffled"))
    report = po.check_frames(
        as_of=AS_OF, appointments=partitions(tmp_path, {"a.parquet": table}), **rest
    )
    assert len(list(report)) > 0
    del report
    gc.collect()
    assert not list((tmp_path / "temp").iterdir())
