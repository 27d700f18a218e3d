"""Inputs of which nothing can be read: each is refused with a reason and a remedy."""

import contextlib
import io
import os
import random
import sqlite3
import zipfile
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from reader_data import laid_out, ods, sqlite, xlsx

from partyorg.errors import DataError
from partyorg.readers import Limits, load

OLD = Path(__file__).with_name("data")
PEOPLE = [("people", ["person_id", "name"], [["N1", "干部0001"]])]


@pytest.fixture
def refused(says):
    def check(path, code, text="", **limits):
        with pytest.raises(DataError) as caught:
            load(path, limits=Limits(**limits) if limits else None)
        says(caught.value, code)
        assert text in str(caught.value)
        assert caught.value.message["zh"] in str(caught.value)

    return check


def written(path, data):
    path.write_bytes(data)
    return path


def test_path_missing(tmp_path, refused):
    written(tmp_path / "roster.xlsx", b"x")
    refused(tmp_path / "rooster.xlsx", "no-such-file", "roster.xlsx")
    refused(tmp_path / "no" / "where.csv", "no-such-file")


def test_empty_folder(tmp_path, refused):
    refused(tmp_path, "empty-folder", "people.csv")


def test_folder_with_a_workbook_only(tmp_path, refused):
    xlsx(tmp_path, PEOPLE)
    refused(tmp_path, "no-table", "data.xlsx")


def test_folder_without_a_known_table(tmp_path, refused):
    written(tmp_path / "peple.csv", b"person_id\nN1\n")
    refused(tmp_path, "no-table", "meant to be 'people'")
    (tmp_path / "peple.csv").rename(tmp_path / "人员表.csv")
    refused(tmp_path, "no-table", "“人员表”是否为“人员”")
    (tmp_path / "人员表.csv").rename(tmp_path / "xyz.csv")
    refused(tmp_path, "no-table", "appointments")


@pytest.mark.parametrize("name", ["people.csv", "data.xlsx", "data.sqlite", "data.bin"])
def test_zero_bytes(tmp_path, refused, name):
    refused(written(tmp_path / name, b""), "empty-file", "0 bytes")


def test_folder_of_zero_bytes(tmp_path, refused):
    written(tmp_path / "people.csv", b"")
    refused(tmp_path, "empty-file")


def test_csv_of_blank_lines(tmp_path, refused):
    refused(written(tmp_path / "people.csv", b"\r\n , \r\n"), "empty-file")


def test_unknown_format(tmp_path, refused):
    refused(written(tmp_path / "roster.docx", b"hello"), "unknown-format", ".xlsx")


def test_pipe(tmp_path, refused):
    os.mkfifo(tmp_path / "people.csv")
    refused(tmp_path / "people.csv", "not-a-file")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path, refused):
    written(tmp_path / "people.csv", b"person_id\n").chmod(0)
    refused(tmp_path / "people.csv", "cannot-open")


@pytest.mark.parametrize("name", ["data.xlsx", "data.xls", "data.ods"])
def test_text_named_workbook(tmp_path, refused, name):
    refused(written(tmp_path / name, b"person_id,name\n"), "not-a-workbook", ".csv")


def test_web_page_named_workbook(tmp_path, refused):
    refused(written(tmp_path / "a.xls", b"<HTML><table></table>"), "not-a-workbook", "web page")


@pytest.mark.parametrize("name", ["data.xlsx", "data.bin"])
def test_password(tmp_path, refused, name):
    plain = xlsx(tmp_path, PEOPLE, "plain.xlsx").read_bytes()
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(plain)).encrypt("geheim", out)
    refused(written(tmp_path / name, out.getvalue()), "encrypted", "password")


@pytest.mark.parametrize("share", [0.05, 0.5, 0.95])
@pytest.mark.parametrize("make", [xlsx, ods])
def test_truncated_workbook(tmp_path, refused, make, share):
    whole = make(tmp_path, list(laid_out(chinese=False, shuffled=False))).read_bytes()
    cut = written(tmp_path / "cut.xlsx", whole[: int(len(whole) * share)])
    refused(cut, "broken-workbook")


def test_truncated_old_workbook(tmp_path, refused):
    whole = (OLD / "people.xls").read_bytes()
    refused(written(tmp_path / "cut.xls", whole[:700]), "broken-workbook")


def test_old_workbook_with_impossible_figures(tmp_path, refused):
    whole = bytearray((OLD / "people.xls").read_bytes())
    at = whole.index(b"\x00\x02\x0e\x00") + 4  # the record with the size of the sheet
    for place, value in ((at + 1, 46), (at + 11, 46), (45, 255), (30, 2)):
        spoilt = whole.copy()
        spoilt[place] = value
        refused(written(tmp_path / "spoilt.xls", spoilt), "broken-workbook")


def test_old_workbook_with_a_password(tmp_path, refused):
    whole = (OLD / "people.xls").read_bytes()
    codepage = b"\x42\x00\x02\x00"  # a record as long as a password record may be
    assert codepage in whole
    locked = whole.replace(codepage, b"\x2f\x00\x02\x00")
    refused(written(tmp_path / "locked.xls", locked), "encrypted")


def test_spoilt_bytes_are_read_or_refused(tmp_path):
    tables = list(laid_out(chinese=True, shuffled=False))
    sources = [xlsx(tmp_path, tables), ods(tmp_path, tables), sqlite(tmp_path, tables)]
    chance = random.Random(1)
    for path in [*sources, OLD / "people.xls"]:
        for _ in range(60):
            data = bytearray(path.read_bytes())
            for _ in range(chance.choice([1, 5])):
                data[chance.randrange(len(data))] = chance.randrange(256)
            with contextlib.suppress(DataError):
                load(written(tmp_path / f"spoilt{path.suffix}", data))


def rezipped(path, change):
    """Write the archive anew, each part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(part, old.read(part)))
    return written(path, out.getvalue())


def test_archive_that_is_no_workbook(tmp_path, refused):
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("a.txt", "x")
    refused(tmp_path / "a.xlsx", "broken-workbook")


def test_sheet_cut_short_inside_a_sound_archive(tmp_path, refused):
    path = xlsx(tmp_path, PEOPLE)
    rezipped(path, lambda part, data: data[: len(data) // 2] if "sheet1" in part else data)
    refused(path, "broken-workbook")


def test_archive_that_unpacks_beyond_the_limit(tmp_path, refused):
    path = xlsx(tmp_path, PEOPLE)
    rezipped(path, lambda part, data: data + b" " * 5_000_000 if "shared" in part else data)
    assert path.stat().st_size < 50_000
    refused(path, "too-large", unpacked_bytes=4_000_000)
    refused(path, "too-large", workbook_bytes=1000)


def test_archive_that_lies_about_its_size(tmp_path, refused):
    path = xlsx(tmp_path, PEOPLE)
    rezipped(path, lambda part, data: data + b" " * 5_000_000 if "shared" in part else data)
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("xl/sharedStrings.xml").file_size
    lie = path.read_bytes().replace(size.to_bytes(4, "little"), (900).to_bytes(4, "little"))
    refused(written(path, lie), "broken-workbook", unpacked_bytes=4_000_000)


@pytest.mark.parametrize("far", ["XFD1048576", "Z1048576", "A99999999999", "ZZZZ1", "AAA400000"])
def test_sheet_with_a_cell_far_out(tmp_path, refused, far):
    path = xlsx(tmp_path, PEOPLE)
    rezipped(path, lambda _, data: data.replace(b'r="B2"', f'r="{far}"'.encode()))
    refused(path, "too-large", sheet_cells=20_000_000)


@pytest.mark.parametrize("repeated", ["rows", "columns"])
@pytest.mark.parametrize("times", ["900000", "99999999999"])
def test_ods_that_repeats_beyond_the_limit(tmp_path, refused, repeated, times):
    path = ods(tmp_path, PEOPLE)
    element = {"rows": b"<table:table-row", "columns": b"<table:table-cell"}[repeated]
    more = element + f' table:number-{repeated}-repeated="{times}"'.encode()
    rezipped(path, lambda _, data: data.replace(element, more))
    refused(path, "too-large", sheet_cells=1_000_000)


def test_ods_with_entities(tmp_path, refused):
    bomb = '<!DOCTYPE a [<!ENTITY b "boom">]>'
    refused(ods(tmp_path, PEOPLE, doctype=bomb), "broken-workbook")


def test_utf_16(tmp_path, refused):
    text = "人员编号,姓名\nN1,干部0001\n"
    refused(written(tmp_path / "people.csv", text.encode("utf-16")), "bad-encoding", "UTF-8")
    text = "person_id,name\nN1,x\n" * 5
    refused(written(tmp_path / "people.csv", text.encode("utf-16-le")), "bad-encoding")


def test_file_beyond_the_limit(tmp_path, refused):
    path = written(tmp_path / "people.csv", b"person_id\n" + b"N1\n" * 100)
    refused(path, "too-large", file_bytes=100)
    refused(sqlite(tmp_path, PEOPLE), "too-large", file_bytes=100)


def test_not_a_database(tmp_path, refused):
    refused(written(tmp_path / "data.sqlite", b"person_id\n"), "not-a-database")


def test_truncated_database(tmp_path, refused):
    rows = [[f"N{n}", "干部" * 100] for n in range(1000)]
    whole = sqlite(tmp_path, [("people", ["person_id", "name"], rows)]).read_bytes()
    refused(written(tmp_path / "cut.sqlite", whole[: len(whole) // 2]), "broken-database")


def test_view_in_a_database(tmp_path, refused):
    path = sqlite(tmp_path, [("t", ["person_id"], [["N1"]])])
    connection = sqlite3.connect(path)
    connection.execute("CREATE VIEW people AS SELECT * FROM t")
    connection.close()
    refused(path, "view-not-read", "CREATE TABLE")
