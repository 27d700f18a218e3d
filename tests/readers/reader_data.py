"""The same data in every format; the tests of the readers share it."""

import csv
import io
import sqlite3
from datetime import date

import xlsxwriter

from ods_files import write_ods
from partyorg.model import TABLES

PEOPLE = [
    {"person_id": "N1", "name": "干部0001", "recruited_on": "2015-08", "recruited_via": "选调生"},
    {"person_id": "N2", "name": '干"部,\n0002', "recruited_on": "2015-08-01", "recruited_by": "T1"},
    {"person_id": "N3", "name": "<script>1</script>", "grassroots_before": "是"},
    {"person_id": "N4", "name": "=cmd|' /C calc'!A0", "recruited_via": "directed"},
]
ORGANIZATIONS = [
    {
        "org_id": "T1",
        "name": "示例镇",
        "level": "乡镇",
        "kind": "division",
        "tags": "艰苦边远;高寒",
    },
    {"org_id": "T1-ZF", "name": "示例镇政府", "level": "township", "kind": "政府"},
]
APPOINTMENTS = [
    {"person_id": "N1", "org_id": "T1-ZF", "post": "科员", "start": "2015.08", "end": "2017"},
    {"person_id": "N1", "org_id": "T1-ZF", "post": "副镇长", "role": "leader", "start": "2017"},
    {"person_id": "N2", "org_id": "T1-ZF", "basis": "在编在岗", "start": "2016年3月1日"},
]
TRAININGS = [{"person_id": "N1", "year": "2016", "days": "11.5", "organized_at": "省"}]
TABLES_GIVEN = {
    "people": PEOPLE,
    "organizations": ORGANIZATIONS,
    "appointments": APPOINTMENTS,
    "trainings": TRAININGS,
}


def laid_out(chinese, shuffled, tables=None):
    """Give name, headings and rows of each table, all columns there."""
    for name, records in (tables or TABLES_GIVEN).items():
        table = TABLES[name]
        columns = list(table.columns)
        if shuffled:
            columns = columns[::-1] if len(columns) < 5 else columns[3:] + columns[2::-1]
        headings = [c.zh if chinese else c.name for c in columns]
        rows = [[record.get(c.name) for c in columns] for record in records]
        yield (table.zh if chinese else name), headings, rows


def csv_text(headings, rows, delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([headings, *rows])
    return out.getvalue()


def csv_folder(tmp_path, tables, encoding="utf-8", delimiter=","):
    for name, headings, rows in tables:
        text = csv_text(headings, rows, delimiter)
        (tmp_path / f"{name}.csv").write_bytes(text.encode(encoding))
    return tmp_path


def xlsx(tmp_path, tables, name="data.xlsx"):
    """Write a workbook; dates become real dates, tuples a value and a number format."""
    path = tmp_path / name
    options = {"default_date_format": "yyyy-mm-dd", "strings_to_formulas": False}
    with xlsxwriter.Workbook(path, options) as book:
        for sheet_name, headings, rows in tables:
            sheet = book.add_worksheet(sheet_name)
            for at, row in enumerate([headings, *rows]):
                for column, cell in enumerate(row):
                    if isinstance(cell, tuple):
                        value, shown = cell
                        sheet.write_datetime(
                            at, column, value, book.add_format({"num_format": shown})
                        )
                    elif isinstance(cell, date):
                        sheet.write_datetime(at, column, cell)
                    elif isinstance(cell, str) and cell.startswith("#"):
                        sheet.write_formula(at, column, "=1/0", None, cell)
                    else:
                        sheet.write(at, column, cell)
    return path


def sqlite(tmp_path, tables, name="data.sqlite"):
    path = tmp_path / name
    connection = sqlite3.connect(path)
    for given, headings, rows in tables:
        table = given.replace('"', '""')
        columns = ", ".join(f'"{h}"' for h in headings)
        connection.execute(f'CREATE TABLE "{table}" ({columns})')
        marks = ", ".join("?" * len(headings))
        connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)
    connection.commit()
    connection.close()
    return path


def ods(tmp_path, tables, doctype="", name="data.ods"):
    sheets = [(sheet, [headings, *rows]) for sheet, headings, rows in tables]
    return write_ods(tmp_path / name, sheets, doctype)
