"""Reviewed exceptions in every form of report: what is marked, and what marks nothing."""

import csv
import io
import json
from importlib.resources import files
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from rich.cells import cell_len
from rich.console import Console

from partyorg.verdict import Outcome, ReviewedException, reviewed
from partyorg.writers import FORMATS, dump, to_console

SCHEMA = json.loads((files("partyorg.writers") / "report.schema.json").read_text("utf-8"))


def dumped(run, form, lang="zh"):
    stream = io.BytesIO()
    dump(run, form, stream, lang=lang)
    return stream.getvalue()


def text_of(run, form, lang="zh"):
    return dumped(run, form, lang).decode("utf-8-sig")


def shown(run, width, lang):
    out = io.StringIO()
    to_console.show(run, Console(file=out, width=width, color_system=None), lang=lang)
    return out.getvalue()


@pytest.mark.parametrize("form", set(FORMATS) - {"xlsx"})
def test_a_report_that_was_given_none_says_nothing_of_exceptions(run, form):
    text = text_of(run, form, "en").replace("td.excepted", "").replace(".excepted", "")
    assert "xception" not in text
    assert "excepted" not in text


@pytest.mark.parametrize("form", set(FORMATS) - {"xlsx"})
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_reason_the_name_and_the_last_day_are_told(excepted, form, lang):
    text = text_of(excepted, form, lang)
    for part in ("市里已同意", "干部0009", "2016-06", "0123456789abcdef"):
        assert part in text


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_run_gives_the_same_bytes(excepted, form):
    assert dumped(excepted, form) == dumped(excepted, form)


@pytest.mark.parametrize("form", FORMATS)
@settings(deadline=None)  # the first call imports and compiles
@given(text=st.text(min_size=1, max_size=40).filter(str.strip))
def test_any_reason_can_be_written(excepting, form, text):
    assert dumped(excepting(text), form)


# --- JSON -----------------------------------------------------------------------------------------


def test_json_has_what_became_of_each_and_holds_to_its_schema(excepted, run):
    report = json.loads(text_of(excepted, "json"))
    jsonschema.validate(report, SCHEMA)
    assert report["schema"] == "partyorg.report/1"
    marks = [finding["exception"] for finding in report["findings"]]
    assert marks[0] == {"reason": "市里已同意", "by": "干部0009", "until": "2016-06"}
    assert [at for at, mark in enumerate(marks) if mark] == [0, 1, 8]
    entries = report["exceptions"]
    assert list(entries) == ["applied", "expired", "unmatched", "unneeded"]
    rows = {state: [entry["row"] for entry in given] for state, given in entries.items()}
    assert rows == {"applied": [1, 2, 3], "expired": [4], "unmatched": [5], "unneeded": [6, None]}
    assert entries["applied"][1] == {
        "finding": run.findings[1].id,
        "reason": "市里已同意",
        "by": "干部0009",
        "until": None,
        "row": 2,
    }


def test_without_exceptions_json_is_as_before_and_with_them_it_has_no_more(excepted, run):
    before, after = (json.loads(text_of(one, "json")) for one in (run, excepted))
    del after["exceptions"]
    for finding in after["findings"]:
        del finding["exception"]
    assert after == before


def test_lines_hold_the_same_as_json(excepted):
    report = json.loads(text_of(excepted, "json"))
    head, *lines = map(json.loads, text_of(excepted, "jsonl").splitlines())
    assert head["exceptions"] == report["exceptions"]
    assert [line["finding"] for line in lines if "finding" in line] == report["findings"]


def test_a_file_without_exceptions_is_told_as_such(run):
    report = json.loads(text_of(reviewed(run, []), "json"))
    jsonschema.validate(report, SCHEMA)
    assert not any(report["exceptions"].values())
    assert all(finding["exception"] is None for finding in report["findings"])


# --- Tables ---------------------------------------------------------------------------------------


def test_csv_has_columns_for_them_and_a_row_for_each_that_marks_nothing(excepted):
    rows = list(csv.DictReader(io.StringIO(text_of(excepted, "csv"), newline=""), strict=True))
    names = ("例外理由", "例外审核人", "例外有效期至")
    assert tuple(rows[0][name] for name in names) == ("市里已同意", "干部0009", "2016-06")
    assert tuple(rows[3][name] for name in names) == ("", "", "")
    others = [row for row in rows if row["类型"] == "例外"]
    states = [(row["例外状态"], row["例外文件行"]) for row in others]
    assert states == [("已过期", "4"), ("无此结论", "5"), ("不再需要", "6"), ("不再需要", "")]
    assert others[1]["结论编号"] == "0123456789abcdef"
    assert "请核对编号" in others[1]["问题与改法"]
    assert [row["类型"] for row in rows].index("例外") == 10


def test_cells_are_no_formulas(excepting):
    rows = csv.DictReader(io.StringIO(text_of(excepting("=1+1"), "csv"), newline=""), strict=True)
    assert next(rows)["例外理由"] == "'=1+1"


def test_the_workbook_lists_them_on_a_sheet_and_counts_them(excepted):
    book = CalamineWorkbook.from_filelike(io.BytesIO(dumped(excepted, "xlsx", "en")))
    names = ["Summary", "Findings", "Reviewed exceptions", "Problems", "About"]
    assert book.sheet_names == names

    def rows_of(name):
        head, *rows = book.get_sheet_by_name(name).to_python()
        return [dict(zip(head, row, strict=True)) for row in rows]

    states = [row["State of exception"] for row in rows_of("Reviewed exceptions")]
    assert states == [*["Applied"] * 3, "Expired", "Unmatched", *["No longer needed"] * 2]
    summary = rows_of("Summary")
    assert [row["excepted"] for row in summary] == [2, 0, 0, 1, 0, 3]
    assert [row["fail"] for row in summary] == [1, 1, 1, 0, 0, 3]
    findings = rows_of("Findings")
    assert findings[0]["Exception until"] == "2016-06"
    assert findings[1]["Exception until"] == ""
    assert findings[2]["Exception reason"] == ""


# --- JUnit ----------------------------------------------------------------------------------------


def test_a_build_server_skips_them_and_is_told_what_marks_nothing(excepted):
    root = ET.fromstring(dumped(excepted, "junit", "en"))
    suites = {suite.get("name"): suite for suite in root}
    first = suites["cn-gz/team-experience"].find("testcase")
    assert first.find("failure") is None
    reason = "Exception: 市里已同意 (干部0009, until 2016-06)"
    assert first.find("skipped").get("message") == reason
    assert "[fail]" in first.find("system-out").text
    assert suites["cn-gz/county-team-township-chiefs"].find(".//skipped") is not None
    notes = list(suites["exceptions"])
    assert len(notes) == 4
    assert notes[0].get("name").startswith("row 4 · ")
    assert notes[0].find("system-out").text.startswith("Expired: the last day is past")
    for part in (root, *suites.values()):
        assert int(part.get("tests")) == len(list(part.iter("testcase")))
        assert int(part.get("failures")) == len(list(part.iter("failure")))
        assert int(part.get("skipped")) == len(list(part.iter("skipped")))


# --- For people -----------------------------------------------------------------------------------


def test_the_console_lists_them_apart_from_what_counts(excepted):
    text = text_of(excepted, "console")
    assert "不符合 · 强制 (1)" in text
    assert "无法判定 (1)" in text
    told = text[text.index("审核例外 (3)") :]
    assert "示例镇 (990101101) · 班子 9 人" in told
    assert "市里已同意（干部0009，有效期至 2016-06）" in told
    assert "已过期 (1): 已过有效期，未适用" in told
    assert "第 5 行 · 0123456789abcdef · 市里已同意（干部0009，无期限）" in told
    assert "不再需要 (2)" in told
    assert "确切到日的日期" not in text  # asked for by the excepted one alone


def test_the_console_says_that_nothing_fails_but_for_exceptions(run):
    fails = [finding for finding in run.findings if finding.outcome is Outcome.FAIL]
    entries = [ReviewedException(finding=f.id, reason="甲", by="干部0009") for f in fails]
    text = text_of(reviewed(run, entries), "console", "en")
    assert "Nothing fails, but for the reviewed exceptions." in text
    assert "Failures" not in text


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [24, 40, 71, 72, 80, 160])
def test_no_line_is_wider_than_the_terminal(excepted, lang, width):
    text = shown(excepted, width, lang)
    assert max(map(cell_len, text.splitlines())) <= width
    assert {"zh": "例外", "en": "excepted"}[lang] in text


@settings(deadline=None)  # the first call imports and compiles
@given(text=st.text(min_size=1, max_size=40).filter(str.strip))
def test_nothing_that_a_terminal_would_obey_is_shown(excepting, text):
    for line in shown(excepting(text), 100, "en").split("\n"):
        assert line.isprintable()


@pytest.mark.parametrize("form", ["console", "html", "junit"])
def test_a_reason_of_several_lines_is_told_in_one(excepting, form):
    assert "甲 乙 (甲 乙, until 2016-06)" in text_of(excepting("甲\n乙"), form, "en")


def test_the_page_marks_them_and_says_what_marks_nothing(excepted, run):
    page, before = text_of(excepted, "html", "en"), text_of(run, "html", "en")
    first = run.findings[0]
    assert f'<details class="finding fail excepted" id="f-{first.id}">' in page
    assert page.count('<span class="tag mark">Exception</span>') == 3
    assert "<dt>Exception</dt><dd>市里已同意 (干部0009, until 2016-06)</dd>" in page
    assert "<small>3 · 1 excepted</small>" in page
    assert '<a href="#exceptions"><b>3</b> Reviewed exceptions</a>' in page
    assert "<li>row 5 · 0123456789abcdef · 市里已同意 (干部0009, no end)</li>" in page
    assert page.index("No longer needed") < page.index('<section id="problems">')
    assert page.count('class="finding ') == before.count('class="finding ')
    assert 'id="exceptions"' not in before


def test_the_page_escapes_reasons(excepting):
    page = text_of(excepting("<script>alert(1)</script>"), "html")
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_mark_from_before_is_taken_off(run):
    one = ReviewedException(finding=run.findings[0].id, reason="甲", by="干部0009")
    marked = evolve(run.findings[0], exception=one)
    assert reviewed(evolve(run, findings=(marked,)), []).findings == (run.findings[0],)
