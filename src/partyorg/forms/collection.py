"""The collection workbook of the civil-servant system (公务员管理信息系统信息采集表).

One title row, headings below it, one sheet a table.  The rows of the sheets are joined by name and
identity number, both of them; the number is held in memory for that and goes no further than
`Official.secret`.
"""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import Any

from attrs import evolve

from partyorg.errors import hint
from partyorg.forms.collection_people import CollectionPeople
from partyorg.forms.collection_sheets import SHEETS, CollectionSheet, code_of, opened_sheet
from partyorg.forms.grids import Grid, Grids, read_grids
from partyorg.forms.people import Cells, without_shared_numbers
from partyorg.forms.results import FormsRead, Notes
from partyorg.forms.units import is_code, rows_of_units
from partyorg.readers import Limits

__all__ = ["collection_of", "is_collection", "read_collection"]


def is_collection(sheets: Iterable[str]) -> bool:
    """Tell by the names of the sheets whether a workbook is the collection workbook.

    >>> is_collection(["B01单位", "A01人员", "A02职务"]), is_collection(["Sheet1", "在职"])
    (True, False)
    """
    names = list(sheets)
    codes = {code for name in names if (code := code_of(name))}
    return len(codes) > 1 or ("A01" in codes and any("人员" in name for name in names))


def read_collection(path: str | PathLike[str], limits: Limits) -> FormsRead:
    """Read the collection workbook: officials from A01, A02 and A99Z1, units from B01.

    What no rule needs, or what fits none of our tables without a guess (A15, numbers of leader
    posts), is dropped unread and named among the problems.

    Raises:
        InputError: the file cannot be read as a workbook.
    """
    return collection_of(read_grids(Path(path), limits))


def collection_of(grids: Grids) -> FormsRead:
    """Read the sheets of the collection workbook."""
    notes = Notes(grids.input.name)
    sheets = _sheets(grids, notes)
    people = CollectionPeople(notes)
    if people_sheet := sheets.get("A01"):
        people.read(people_sheet)
        if "A02" in sheets:
            people.add_posts(sheets["A02"])
        if "A99Z1" in sheets:
            people.add_recruitment(sheets["A99Z1"])
    units = _units(sheets["B01"], notes) if "B01" in sheets else []
    officials = without_shared_numbers(people.officials(), notes)
    return FormsRead(
        officials=tuple(officials),
        organizations=tuple(units),
        problems=tuple(notes.problems),
        inputs=(evolve(grids.input, rows=len(officials) + len(units)),),
    )


def _sheets(grids: Grids, notes: Notes) -> dict[str, CollectionSheet]:
    """Open the sheets of use, and name those that are missing or not read."""
    found: dict[str, Grid] = {}
    others = []
    for grid in grids.sheets:
        code = code_of(grid.sheet or "")
        if code in SHEETS and code not in found:
            found[code] = grid
        elif code in SHEETS:
            notes.note(
                "duplicate-table",
                f"{code} 已从“{found[code].sheet}”读入，此表未读取；请合并为一个表",
                f"{code} was already read from '{found[code].sheet}', this one is not read; make "
                "one sheet of the two",
                sheet=grid.sheet,
            )
        else:
            others.append(grid)
    for code, kind in SHEETS.items():
        if code not in found:
            near = hint(kind.name, [grid.sheet or "" for grid in others])
            say = notes.note if code in ("A01", "A02") else notes.warn
            say(
                "missing-sheet",
                f"缺少工作表“{kind.name}”；" + (f"是否为“{near}”？请改名" if near else "请补上"),
                f"sheet {kind.name} is missing; "
                + (f"did you mean '{near}'? rename it" if near else "add it"),
                value=kind.name,
            )
    _note_others(others, notes)
    opened = {code: opened_sheet(grid, code, notes) for code, grid in found.items() if grid.rows}
    for code in found.keys() - opened.keys():
        notes.warn(
            "empty-table",
            "工作表为空；请确认是否漏填",
            "the sheet is blank; look whether it was to be filled in",
            sheet=found[code].sheet,
        )
    return {code: sheet for code, sheet in opened.items() if sheet is not None}


def _note_others(others: list[Grid], notes: Notes) -> None:
    for grid in others:
        zh, en = "规则用不到，未读取；可忽略", "no rule needs it, not read; it may be left as it is"
        if code_of(grid.sheet or "") == "A15":
            zh = (
                "考核结果按人填写，“考核”表按单位计数，无法直接对应，未读取；请在“考核”表中填写人数"
            )
            en = (
                "results by person; our table of assessments counts by unit, so they are not "
                "read; fill in that table"
            )
        notes.warn("sheet-not-read", zh, en, sheet=grid.sheet)


def _units(sheet: CollectionSheet, notes: Notes) -> list[dict[str, Any]]:
    cells = Cells(notes, sheet.name)
    units = []
    for number, row in sheet.rows():
        unit = {key: cells.text(cell, number, sheet.titles[key]) for key, cell in row.items()}
        code = unit["code"]
        if code is None or not isinstance(row["code"], str) or not is_code(code):
            unit["code"] = None
            notes.note(
                "bad-id",
                "机构编码不是 001.001.003 的写法，未读取；请将该列设为文本格式，重新填写",
                "机构编码 is not written like 001.001.003, not read; format the column as text, "
                "and write it anew",
                sheet=sheet.name,
                row=number,
                column=sheet.titles["code"],
            )
        units.append((number, unit))
    return rows_of_units(units, notes, sheet.name)
