"""Findings that are made on demand: as those of a tuple, whoever asks, and none is kept."""

import csv
import gc
from collections import Counter
from io import BytesIO, StringIO

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from framed import LARGE, few, framed, in_frames, typed, world, written
from python_calamine import CalamineWorkbook

import partyorg as po
from partyorg.errors import CallError
from partyorg.evaluate.career import Career
from partyorg.evaluate.scope import World
from partyorg.verdict import Findings, Outcome

WAYS = ["records", "frames", "Parquet", "Parquet in heaps"]


@pytest.fixture(scope="module")
def tables():
    tables, as_of = world(37)
    return framed(tables, "date32"), as_of


@pytest.fixture(scope="module")
def expected(tables):
    frames, as_of = tables
    return po.check(po.Dataset.from_records(**frames), as_of=as_of, engine="record")


@pytest.fixture(scope="module", params=WAYS)
def report(request, tables, tmp_path_factory):
    frames, as_of = tables
    way = request.param
    if way == "records":
        return po.check(po.Dataset.from_records(**frames), as_of=as_of, engine="bulk")
    if way == "frames":
        return po.check_frames(as_of=as_of, **frames)
    # Other orders of rows name other rows as evidence, so people are put in the order of theirs.
    path = tmp_path_factory.mktemp("posts") / "posts.parquet"
    pq.write_table(frames["appointments"], path, row_group_size=5)
    people = frames["people"]
    if "heaps" in way:
        people = people.take(list(range(len(people)))[::-1])
        sorted_back = po.check_frames(as_of=as_of, **{**frames, "people": people})
        streamed = po.check_frames(
            as_of=as_of, **{**frames, "people": people, "appointments": path}
        )
        assert list(streamed) == list(sorted_back)
    return po.check_frames(as_of=as_of, **{**frames, "appointments": path})


@pytest.fixture
def findings(report):
    assert isinstance(report.findings, Findings)
    return report.findings


# --- As a sequence --------------------------------------------------------------------------------


def test_length_and_members(findings, expected):
    assert len(findings) == len(expected.findings)
    assert tuple(findings) == expected.findings


def test_iterating_twice_gives_the_same(findings):
    once, again = list(findings), list(findings)
    assert once == again
    one, other = iter(findings), iter(findings)  # at the same time
    assert [next(one) for _ in range(3)] == [next(other) for _ in range(3)] == once[:3]


def test_whole_numbers(findings, expected):
    size = len(findings)
    for at in (0, 1, size // 2, size - 1, -1, -2, -size):
        assert findings[at] == expected.findings[at]
    for at in (size, size + 1, -size - 1):
        with pytest.raises(IndexError):
            findings[at]


@pytest.mark.parametrize(
    "cut",
    [
        slice(None), slice(0, 0), slice(3), slice(-4, None), slice(2, 60, 7), slice(5, 3),
        slice(-10_000, 10_000, 13), slice(10_000, None), slice(4, 0, -1), slice(None, None, -1),
    ],
    ids=str,
)  # fmt: skip
def test_slices(findings, expected, cut):
    assert findings[cut] == expected.findings[cut]


def test_membership_and_place(findings, expected):
    one = expected.findings[len(expected.findings) // 2]
    assert one in findings
    assert findings.index(one) == expected.findings.index(one)
    assert findings.count(one) == 1
    assert list(reversed(findings)) == list(reversed(expected.findings))
    assert not findings[:0]


def test_counts(findings, expected):
    told = {
        rule: {o: n for o, n in counts.items() if n} for rule, counts in findings.counts().items()
    }
    wanted = {}
    for finding in expected:
        wanted.setdefault(finding.rule, Counter())[finding.outcome] += 1
    assert {rule: counts for rule, counts in told.items() if counts} == wanted


@pytest.mark.parametrize("outcomes", [[one] for one in Outcome] + [[], list(Outcome)], ids=str)
def test_where(findings, expected, outcomes):
    wanted = [f for f in expected if f.outcome in outcomes]
    assert list(findings.where(outcomes)) == wanted
    assert list(findings.where(iter(outcomes))) == wanted


def test_about(findings, expected):
    for rule, subject in {(f.rule, f.subject.id) for f in expected}:
        wanted = [f for f in expected if (f.rule, f.subject.id) == (rule, subject)]
        assert findings.about(rule, subject) == wanted
    assert findings.about("cn-gz/service-minimum", "nobody") == []
    assert findings.about("cn-gz/no-such-rule", "N0") == []


# --- As a report ----------------------------------------------------------------------------------


def test_questions_to_the_report(report, expected):
    assert report.failures == expected.failures
    assert report.undetermined == expected.undetermined
    assert report.summary == expected.summary
    assert report.of("service-minimum") == expected.of("service-minimum")
    assert repr(report).startswith(repr(expected).rstrip(")"))


def test_findings_by_rule_and_subject(report, expected):
    keys = Counter((f.rule, f.subject.id) for f in expected)
    for finding in expected:
        rule, subject = finding.rule, finding.subject.id
        if keys[rule, subject] == 1:
            assert report[rule, subject] == finding
            assert report[rule.partition("/")[2], subject] == finding
        else:
            assert report[rule, subject, finding.period, finding.part] == finding
    for key in (
        ("service-minimum", "nobody"),
        ("service-minimun", "N0"),
        ("a", "b", "c", "d", "e"),
    ):
        with pytest.raises(CallError) as one:
            report[key]
        with pytest.raises(CallError) as other:
            expected[key]
        assert str(one.value) == str(other.value)


def test_records_and_frames(report, expected):
    assert report.to_records() == expected.to_records()
    assert report.to_records("en") == expected.to_records("en")
    pd.testing.assert_frame_equal(report.to_frame(), expected.to_frame())
    assert report.to_frame("polars").equals(expected.to_frame("polars"))
    assert report.to_frame("pyarrow").equals(expected.to_frame("pyarrow"))


def finding_part(text):
    """Leave out of JSON Lines the lines about inputs, of which streams have another order."""
    return [line for line in text.splitlines() if line.startswith('{"finding')]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_written_as_text(report, expected, lang):
    for form in ("csv", "junit"):
        assert written(report, form, lang) == written(expected, form, lang)
    assert finding_part(written(report, "jsonl")) == finding_part(written(expected, "jsonl")) != []
    assert len(list(csv.reader(StringIO(written(report, "csv", lang))))) > len(expected)


def inputs_in_order(report):
    return [(info.name, info.rows) for info in report.run.inputs]


def test_written_whole(report, expected):
    if inputs_in_order(report) == inputs_in_order(expected):
        for form in ("json", "jsonl", "html"):
            assert written(report, form) == written(expected, form)
    else:
        assert sorted(inputs_in_order(report)) == sorted(inputs_in_order(expected))


def sheets(report, path):
    book = CalamineWorkbook.from_path(report.to_xlsx(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_written_as_a_workbook(report, expected, tmp_path):
    one, other = (sheets(r, tmp_path / f"{n}.xlsx") for n, r in enumerate((report, expected)))
    assert one.keys() == other.keys()
    same = [name for name in one if sorted(map(str, one[name])) == sorted(map(str, other[name]))]
    assert len(same) == len(one)
    assert BytesIO(written(report, "xlsx")).getvalue()[:2] == b"PK"


def test_saved_files(report, expected, tmp_path):
    for r in (report, expected):
        folder = tmp_path / ("one" if r is report else "other")
        folder.mkdir()
        r.to_csv(folder / "a.csv")
        r.to_jsonl(folder / "a.jsonl")
        r.to_html(folder / "a.html", lang="en")
    one, other = ((tmp_path / n / "a.csv").read_bytes() for n in ("one", "other"))
    assert one == other
    if inputs_in_order(report) == inputs_in_order(expected):
        for name in ("a.jsonl", "a.html"):
            assert (tmp_path / "one" / name).read_bytes() == (
                tmp_path / "other" / name
            ).read_bytes()


# --- What is not kept -----------------------------------------------------------------------------


def many_people(size):
    """Give so many people with a post each."""
    ids = [f"N{at}" for at in range(size)]
    people = pa.table({"person_id": ids, "recruited_on": ["2013-05-01"] * size,
                       "recruited_by": ["T0-ZF"] * size,
                       "recruited_via": ["civil_service_exam"] * size})  # fmt: skip
    orgs = ["T0-ZF", "T1-DW", "C0-JY", "T2-SY"] * (size // 4)
    posts = pa.table({"person_id": ids, "org_id": orgs,
                      "start": ["2013-05-01"] * size, "end": [""] * size,
                      "basis": ["in_post"] * size, "role": ["staff"] * size})  # fmt: skip
    return {**in_frames({}), "people": people, "appointments": posts}


def careers():
    gc.collect()
    return sum(isinstance(thing, Career) for thing in gc.get_objects())


def test_careers_of_frames_are_let_go():
    frames, before = many_people(3_000), careers()
    report = po.check_frames(as_of="2015-12-31", only=["service-minimum"], **frames)
    assert sum(1 for _ in report) == len(report) == 3_000
    assert careers() == before


def test_careers_of_records_are_let_go():
    data = po.Dataset.from_records(**many_people(3_000))
    before = careers()
    report = po.check(data, as_of="2015-12-31", only=["service-minimum"], engine="bulk")
    assert sum(1 for _ in report) == 3_000
    assert careers() == before
    assert any(isinstance(thing, World) for thing in data.derived.values())


def test_more_than_a_block():
    frames = many_people(4_400)
    report = po.check_frames(as_of="2015-12-31", only=["service-minimum"], **frames)
    ids = [finding.subject.id for finding in report]
    assert ids == frames["people"].column("person_id").to_pylist()
    assert [f.subject.id for f in report[1_998:2_003]] == ids[1_998:2_003]
    assert report["service-minimum", "N4399"] == report[-1]


def test_findings_outlive_the_frames():
    tables, as_of = world(37)
    frames = {n: typed(rows) if rows and n in LARGE else rows for n, rows in tables.items()}
    expected = written(po.check(po.Dataset.from_records(**frames), as_of=as_of, engine="record"))
    report = po.check_frames(as_of=as_of, **frames)
    frames.clear()
    tables.clear()
    gc.collect()
    assert written(report) == expected


def test_no_finding_at_all():
    frames = in_frames(few())
    empty = {n: t.slice(0, 0) if n in LARGE[1:] else t for n, t in frames.items()}
    report = po.check_frames(
        as_of="2015-12-31", only=["secondment"], allow_empty=True, **{**empty, "organizations": []}
    )
    assert len(report) == 0
    assert list(report) == []
    assert report.findings[:] == ()
    assert report.failures == ()
    with pytest.raises(IndexError):
        report.findings[0]
