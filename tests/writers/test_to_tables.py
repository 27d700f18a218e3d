"""The CSV table and the workbook."""

import csv
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from partyorg.verdict import Outcome
from partyorg.writers import dump, to_xlsx


def table_of(run, lang="zh"):
    stream = io.BytesIO()
    dump(run, "csv", stream, lang=lang)
    text = stream.getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def book_of(run, lang="zh", **more):
    stream = io.BytesIO()
    to_xlsx.write(run, stream, lang=lang, **more)
    stream.seek(0)
    return CalamineWorkbook.from_filelike(stream)


def rows_of(book, name):
    head, *rows = book.get_sheet_by_name(name).to_python()
    return [dict(zip(head, row, strict=True)) for row in rows]


def starts_a_formula(text):
    return text.lstrip()[:1] in tuple("=+-@＝＋－＠") or text[:1] in ("\t", "\r", "\n")


def test_csv_begins_with_a_byte_order_mark(run):
    stream = io.BytesIO()
    dump(run, "csv", stream)
    assert stream.getvalue().startswith(b"\xef\xbb\xbf")
    assert stream.getvalue().count(b"\xef\xbb\xbf") == 1


def test_csv_has_a_row_for_everything(run):
    rows = table_of(run)
    kinds = [row["类型"] for row in rows]
    assert kinds == ["结论"] * 9 + ["规定无适用对象"] + ["数据问题"] * 2
    assert rows[9]["规定编号"] == "cn-gz/annual-report"
    assert rows[10]["约束力"] == "错误"
    assert (rows[10]["表"], rows[10]["行"], rows[10]["列"]) == ("任职", "12", "任职时间")
    assert rows[11]["涉及行"] == "3–5, 9"


def test_csv_puts_a_finding_into_words(run):
    row = table_of(run)[1]
    assert row["结果"] == "无法判定"
    assert row["对象名称"] == "样例乡"
    assert row["要求"] == "2/3"
    assert row["原因"] == "日期精度不够，存在不同的判定"
    assert row["缺少的事实"].startswith("确切到日的日期（N0003 · 任职 第 21 行 任职时间）；")
    assert row["依据行"] == "任职 第 21 行；人员 第 4 行"
    assert row["查核日"] == "2015-12-31"
    english = table_of(run, "en")[1]
    assert english["Outcome"] == "undetermined"
    assert english["Evidence rows"] == "appointments row 21; people row 4"


def test_csv_cells_are_no_formulas(run):
    row = next(row for row in table_of(run) if row["对象编号"] == "N0004")
    assert row["类别"] == "'=1+1"
    assert row["责任机构"] == "'@SUM(A1)"
    assert "\x00" not in row["对象名称"]


@pytest.mark.parametrize("first", [*"=+-@\t\r\n＝＋－＠", " ="])
def test_csv_marks_every_sign_that_begins_a_formula(named, first):
    row = table_of(named(first + "1"))[0]
    assert row["对象名称"] == f"'{first}1"


@settings(deadline=None)  # the first call imports and compiles
@given(text=st.text(min_size=1, max_size=30))
def test_csv_never_begins_a_cell_with_a_formula(named, text):
    for row in table_of(named(text)):
        assert None not in row
        assert not any(starts_a_formula(cell) for cell in row.values())


def test_the_workbook_has_its_sheets(run):
    assert book_of(run).sheet_names == ["汇总", "结论", "数据问题", "说明"]
    assert book_of(run, "en").sheet_names == ["Summary", "Findings", "Problems", "About"]


def test_the_summary_adds_up(run):
    rows = rows_of(book_of(run, "en"), "Summary")
    assert rows[0]["Rule"] == "cn-gz/team-experience"
    assert rows[0]["fail"] == rows[0]["undetermined"] == rows[0]["pass"] == 1
    assert rows[4]["Total"] == 0
    assert rows[-1]["Rule"] == "Total"
    assert rows[-1]["Total"] == len(run.findings)


def test_the_sheet_of_findings_has_them_all(run):
    rows = rows_of(book_of(run), "结论")
    assert [row["结论编号"] for row in rows] == [finding.id for finding in run.findings]
    assert rows[0]["差额"] == 1
    assert rows[0]["事实"] == "班子 9 人，有两年以上乡镇工作经历的 5 人"
    assert rows[7]["类别"] == "=1+1"
    assert rows[7]["责任机构"] == "@SUM(A1)"


def test_the_sheet_of_problems_has_them_all(run):
    rows = rows_of(book_of(run, "en"), "Problems")
    assert len(rows) == 2
    assert (rows[0]["Row"], rows[0]["Column"], rows[0]["Value"]) == (12, "start", "2015.13")


def test_the_sheet_about_says_where_all_came_from(run, build):
    rows = rows_of(book_of(build(as_of_today=True, counting="month")), "说明")
    cells = [(row["项目"], row["内容"]) for row in rows]
    assert ("查核日", "2015-12-31 (未指定，取当天)") in cells
    assert ("计时方法", "计算到月") in cells
    assert ("SHA-256", "ab" * 32) in cells
    assert ("SHA-256", "cd" * 32) in cells
    assert any("cn-gz/annual-report" in text for _, text in cells)
    assert ("partyorg", run.version) in cells


def test_the_workbook_has_neither_formulas_nor_links(named):
    for text in ("=1+1", "{=1}", "http://example.invalid/", "mailto:a@example.invalid"):
        stream = io.BytesIO()
        dump(named(text), "xlsx", stream)
        with zipfile.ZipFile(stream) as parts:
            for part in parts.namelist():
                content = parts.read(part)
                assert b"<f>" not in content
                assert b"<hyperlink" not in content
                assert b'TargetMode="External"' not in content


@settings(deadline=None)  # the first call imports and compiles
@given(text=st.text(min_size=1, max_size=30))
def test_the_workbook_holds_names_as_text(named, text):
    cell = rows_of(book_of(named(text)), "结论")[0]["对象名称"]
    forbidden = {c for c in text if ord(c) < 32 and c not in "\t\n\r"} | {"\ufffe", "\uffff"}
    if not forbidden & set(text) and "\r" not in text:
        assert cell == text


def test_a_text_that_excel_could_not_hold_is_cut(named):
    rows = rows_of(book_of(named("甲" * 40_000)), "结论")
    assert rows[0]["对象名称"].endswith("甲…")
    assert len(rows[0]["对象名称"]) == 16_000


def test_findings_past_the_end_of_a_sheet_go_on_on_the_next(many):
    book = book_of(many(Outcome.PASS, 25), sheet_rows=11)
    assert book.sheet_names == ["汇总", "结论", "结论 (2)", "结论 (3)", "数据问题", "说明"]
    parts = [rows_of(book, name) for name in book.sheet_names[1:4]]
    assert [len(rows) for rows in parts] == [10, 10, 5]
    assert [row["对象编号"] for rows in parts for row in rows] == [f"N{n:04}" for n in range(25)]
