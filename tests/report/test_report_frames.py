"""Findings as flat records, as data frames, and as files by their suffix."""

import json

import pandas as pd
import polars as pl
import pytest
from report_worlds import report

import partyorg as po

COLUMNS = [
    "as_of",
    "id",
    "rule",
    "rule_version",
    "severity",
    "subject_type",
    "subject",
    "name",
    "period",
    "part",
    "outcome",
    "shortfall",
    "compliant_from",
    "lapses_on",
    "reason",
    "responsible",
    "message",
]


@pytest.fixture(scope="module")
def told():
    return report()


def record(told, rule, subject):
    (one,) = [r for r in told.to_records() if (r["rule"], r["subject"]) == (rule, subject)]
    return one


def test_records_are_flat_and_in_the_order_of_the_report(told):
    records = told.to_records()
    assert [r["id"] for r in records] == [f.id for f in told]
    assert all(list(r) == COLUMNS for r in records)
    json.dumps(records)  # nothing but text, numbers and empty values


def test_a_record_says_what_the_finding_says(told):
    team = record(told, "cn-gz/team-experience", "T")
    # One of three is experienced; two thirds are two.
    assert (team["outcome"], team["shortfall"], team["name"]) == ("fail", 1, "示例镇")
    assert (team["severity"], team["subject_type"]) == ("mandatory", "township")
    left = record(told, "cn-gz/service-minimum", "N4")
    assert (left["responsible"], left["period"], left["reason"]) == ("A-JU", None, None)


def test_the_message_of_a_record_is_in_the_language_asked_for(told):
    assert "不符合" in told.to_records()[0]["message"] + told.failures[0].message("zh")
    english = {r["id"]: r["message"] for r in told.to_records("en")}
    assert "fail" in english[told.failures[0].id]


def test_pandas_holds_one_row_a_finding(told):
    frame = told.to_frame()
    assert isinstance(frame, pd.DataFrame)
    assert list(frame.columns) == COLUMNS
    assert list(frame["id"]) == [f.id for f in told]
    assert list(frame["outcome"]) == [f.outcome.value for f in told]


def test_polars_and_pyarrow_hold_the_same(told):
    ids = [f.id for f in told]
    polars, arrow = told.to_frame("polars"), told.to_frame("pyarrow")
    assert isinstance(polars, pl.DataFrame)
    assert polars["id"].to_list() == arrow["id"].to_pylist() == ids
    assert polars["shortfall"].to_list() == arrow["shortfall"].to_pylist()
    assert polars.columns == arrow.column_names == COLUMNS


def test_a_shortfall_is_exact():
    exact = report(only=["team-experience", "training-days"])
    # One member, and half a day: 12 − 11.5.
    assert {r["shortfall"] for r in exact.to_records()} == {1, "0.5"}
    assert set(exact.to_frame("polars")["shortfall"].to_list()) == {"1", "0.5"}


@pytest.mark.parametrize("backend", ["pandas", "polars", "pyarrow"])
def test_a_report_without_findings_is_an_empty_frame(backend):
    empty = report(data=po.Dataset.from_records(), allow_empty=True)
    frame = empty.to_frame(backend)
    assert len(frame) == 0
    names = frame.column_names if backend == "pyarrow" else list(frame.columns)
    assert names == COLUMNS


def test_a_backend_that_is_none_is_refused(told):
    with pytest.raises(po.CallError, match="no backend 'excel'; use pandas, polars, pyarrow"):
        told.to_frame("excel")


# --- Files ----------------------------------------------------------------------------------------

STARTS = {
    "json": b"{",
    "jsonl": b"{",
    "html": b"<!DOCTYPE html>",
    "xlsx": b"PK",
    "xml": b"<?xml",
}


@pytest.mark.parametrize("suffix", [*STARTS, "csv", "txt", "JSON"])
def test_the_format_follows_from_the_suffix(told, tmp_path, suffix):
    path = told.save(tmp_path / f"report.{suffix}")
    start = STARTS.get(suffix.lower(), b"")
    assert path.read_bytes().lstrip().lower().startswith(start.lower())
    assert path.stat().st_size > 100


def test_a_format_that_is_named_goes_before_the_suffix(told, tmp_path):
    path = told.save(tmp_path / "report.dat", "json")
    assert json.loads(path.read_text("utf-8"))["schema"] == "partyorg.report/1"


@pytest.mark.parametrize("name", ["report", "report.doc"])
def test_a_suffix_that_goes_with_no_format_lists_those_there_are(told, tmp_path, name):
    with pytest.raises(po.CallError, match=r"\.json.*name the format"):
        told.save(tmp_path / name)
    assert not (tmp_path / name).exists()


def test_a_format_that_is_none_is_refused(told, tmp_path):
    with pytest.raises(po.CallError, match="jsson"):
        told.save(tmp_path / "report.json", "jsson")
    assert list(tmp_path.iterdir()) == []


def test_a_language_that_is_none_is_refused(told, tmp_path):
    with pytest.raises(po.CallError, match="language 'fr'"):
        told.save(tmp_path / "report.html", lang="fr")
    with pytest.raises(po.CallError, match="language 'fr'"):
        told[0].message("fr")
    with pytest.raises(po.CallError, match="language 'fr'"):
        told[0].explain("fr")


@pytest.mark.parametrize("name", ["html", "xlsx", "json", "jsonl", "csv", "junit"])
def test_every_format_has_a_method_of_its_own(told, tmp_path, name):
    path = getattr(told, f"to_{name}")(tmp_path / "report")
    told.save(tmp_path / "same", name)
    assert path.read_bytes() == (tmp_path / "same").read_bytes()


def test_text_goes_to_a_stream_that_is_open(told, tmp_path):
    with (tmp_path / "report").open("w", encoding="utf-8") as stream:
        told.write(stream, "csv", lang="en")
    assert "team-experience" in (tmp_path / "report").read_text("utf-8-sig")
