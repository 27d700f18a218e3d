"""Sheets as grids: every format, within the limits, with what the values do not tell."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from msoffcrypto.format.ooxml import OOXMLFile
from sheet_data import LIMITS, workbook

from ods_files import write_ods
from partyorg.forms.grids import read_grids
from partyorg.readers import InputError, Limits

OLD = Path(__file__).parents[1] / "readers" / "data" / "people.xls"


def cells(grid):
    return [(row.number, *row.cells) for row in grid.rows]


def test_all_sheets_of_a_workbook_whatever_their_names(tmp_path):
    hostile = ["<script>", "=cmd", "名册 'x' & \"y\"", "people"]
    path = workbook(
        tmp_path / "a.xlsx", [(name, [["甲", None], [], [None, 1]]) for name in hostile]
    )
    grids = read_grids(path, LIMITS)
    assert grids.names == tuple(hostile)
    for grid in grids.sheets:
        assert cells(grid) == [(1, "甲", None), (3, None, 1)]
    assert grids.input.rows == 8


def test_numbers_of_people_in_the_names_of_sheets_are_masked(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [("110101199001011234", [["甲"]])])
    assert read_grids(path, LIMITS).names == ("11**************34",)


@pytest.mark.parametrize("make", [workbook, write_ods])
def test_faulty_formulas_and_dates_without_a_day(tmp_path, make):
    day = datetime(2015, 8, 1)  # noqa: DTZ001
    shown = {workbook: (day, "yyyy-mm"), write_ods: (day.date(), "2015-08")}[make]
    whole = {workbook: (day, "yyyy-mm-dd"), write_ods: (day.date(), "2015-08-01")}[make]
    path = make(tmp_path / "a.xlsx", [("册", [["a", "b", "c"], ["#REF!", shown, whole]])])
    assert cells(read_grids(path, LIMITS).sheets[0])[1] == (2, "#REF!", "2015-08", date(2015, 8, 1))


def test_rows_that_begin_further_right(tmp_path):
    path = workbook(tmp_path / "a.xlsx", [("册", [[], [None, None, "a", "#N/A"], []])])
    (grid,) = read_grids(path, LIMITS).sheets
    assert cells(grid) == [(2, "a", "#N/A")]
    assert [grid.column(0), grid.column(1)] == ["C", "D"]


def test_cells_made_one(tmp_path):
    rows = [("册", [[None, "x"]])]
    path = workbook(tmp_path / "a.xlsx", rows, merged=[("C2:D4", "一")])
    (grid,) = read_grids(path, LIMITS).sheets
    assert grid.merged == ((2, 4, 1, 2),)
    assert cells(grid)[1][:3] == (2, None, "一")


def test_old_workbook():
    (grid, *_) = read_grids(OLD, LIMITS).sheets
    assert grid.rows[0].cells[0] == "人员编号"


def test_old_workbook_of_wps(tmp_path):
    path = tmp_path / "名册.et"
    path.write_bytes(OLD.read_bytes())
    assert read_grids(path, LIMITS).sheets[0].rows


def test_workbook_with_macros(tmp_path):
    (tmp_path / "vba.bin").write_bytes(b"never run")
    with xlsxwriter.Workbook(tmp_path / "a.xlsm") as book:
        book.add_worksheet("册").write("A1", "甲")
        book.add_vba_project(str(tmp_path / "vba.bin"))
    assert cells(read_grids(tmp_path / "a.xlsm", LIMITS).sheets[0]) == [(1, "甲")]


def test_charts_are_no_sheets(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        book.add_worksheet("册").write("A1", 1)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=册!$A$1:$A$1"})
        book.add_chartsheet("图").set_chart(chart)
    assert read_grids(tmp_path / "a.xlsx", LIMITS).names == ("册",)


def test_password(tmp_path):
    plain = workbook(tmp_path / "plain.xlsx", [("册", [["甲"]])])
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(plain.read_bytes())).encrypt("geheim", out)
    (tmp_path / "a.xlsx").write_bytes(out.getvalue())
    with pytest.raises(InputError, match="password"):
        read_grids(tmp_path / "a.xlsx", LIMITS)


def test_million_blank_rows_are_passed_over(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx", {"constant_memory": True}) as book:
        sheet = book.add_worksheet("册")
        frame = book.add_format({"border": 1})
        sheet.write("A1", "甲")
        for row in range(1, 1_048_575, 8):
            sheet.write_blank(row, 0, None, frame)
        sheet.write(1_048_575, 0, " ")
    (grid,) = read_grids(tmp_path / "a.xlsx", LIMITS).sheets
    assert cells(grid) == [(1, "甲")]
    with pytest.raises(InputError, match="too large"):
        read_grids(tmp_path / "a.xlsx", Limits(sheet_cells=1_000_000))


def test_ods_of_a_million_repeated_rows(tmp_path):
    path = write_ods(tmp_path / "a.ods", [("册", [["甲"], ["乙"]])])
    row = b"<table:table-row>"
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    times = b'<table:table-row table:number-rows-repeated="1000000">'
    parts["content.xml"] = parts["content.xml"].replace(row, times)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    with pytest.raises(InputError, match="too large"):
        read_grids(path, Limits(sheet_cells=500_000))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_below_a_title(tmp_path, encoding, mark):
    text = f'示例县名册\n\n姓名{mark}单位\n干部0001{mark}"甲{mark}镇"\n'
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    (grid,) = read_grids(tmp_path / "a.csv", LIMITS).sheets
    assert grid.sheet is None
    assert cells(grid)[1:] == [(3, "姓名", "单位"), (4, "干部0001", f"甲{mark}镇")]


def test_neither_workbook_nor_csv(tmp_path):
    (tmp_path / "a.sqlite").write_bytes(b"SQLite format 3\0")
    for name, words in (("a.sqlite", "neither"), ("no.xlsx", "no such")):
        with pytest.raises(InputError, match=words):
            read_grids(tmp_path / name, LIMITS)
