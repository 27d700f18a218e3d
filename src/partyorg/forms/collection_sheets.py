"""The sheets of the collection workbook: which headings are of use, and their rows.

A sheet is known by the code of its information set at the front of its name (A01, A02 …), a column
by its heading.  A heading that is not there is told with the nearest that is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from partyorg.errors import hint
from partyorg.forms.columns import note_dropped
from partyorg.forms.grids import Grid
from partyorg.forms.headings import find_headings
from partyorg.forms.meanings import is_number
from partyorg.forms.results import Notes

__all__ = ["SHEETS", "CollectionSheet", "code_of", "opened_sheet"]

_CODE = re.compile("(A01|A02|A15|A99Z1|B01)(?![0-9A-Z])")


@frozen(kw_only=True)
class _Kind:
    """A sheet of the workbook: its headings of use, and which of them it cannot do without.

    Of each group in `needed` one heading must be there.
    """

    name: str
    headings: Mapping[str, str]
    needed: Sequence[Sequence[str]]


_PERSON = {"姓名": "name", "身份证号": "id_number"}
SHEETS = {
    "B01": _Kind(
        name="B01单位",
        headings={
            "机构名称": "name",
            "机构编码": "code",
            "隶属关系": "belongs",
            "机构级别": "rank",
            "机构类别": "category",
        },
        needed=[["code"], ["name"]],
    ),
    "A01": _Kind(
        name="A01人员",
        headings=_PERSON
        | {
            "参加工作时间": "started_work",
            "入党时间": "joined_party",
            "人员管理状态": "state",
            "现工作单位及职务全称": "post",
            "统计关系所在单位": "unit",
            "简历": "resume",
        },
        needed=[["name"]],
    ),
    "A02": _Kind(
        name="A02职务",
        headings=_PERSON
        | {
            "任职机构名称": "organization",
            "是否领导成员": "is_member",
            "成员类别": "member",
            "职务名称": "post",
            "任职时间": "start",
            "任职状态": "status",
            "免职时间": "end",
        },
        # Whether a post is still held must be told somewhere.
        needed=[["name"], ["post"], ["start"], ["end", "status"]],
    ),
    "A99Z1": _Kind(
        name="A99Z1补充",
        headings=_PERSON
        | {
            "是否考录": "by_exam",
            "录用时间": "recruited_on",
            "是否选调生": "selected",
            "进入选调生时间": "selected_on",
        },
        needed=[["name"]],
    ),
}


def code_of(sheet: str) -> str | None:
    """Give the code at the front of the name of a sheet; None if it has none that is known.

    >>> code_of("a01人员"), code_of("A0192"), code_of("名册")
    ('A01', None, None)
    """
    match = _CODE.match(unicodedata.normalize("NFKC", sheet).strip().upper())
    return match[1] if match else None


@frozen
class CollectionSheet:
    """A sheet with its headings found; `columns` gives the place of each, `titles` its text."""

    grid: Grid
    last: int
    columns: Mapping[str, int]
    titles: Mapping[str, str]

    @property
    def name(self) -> str | None:
        """The name of the sheet."""
        return self.grid.sheet

    def rows(self) -> Iterator[tuple[int, Mapping[str, object]]]:
        """Give the rows below the headings, by number, with the cells that are of use."""
        for row in self.grid.rows:
            if row.number > self.last:
                yield row.number - self.last, {key: row[at] for key, at in self.columns.items()}


def opened_sheet(grid: Grid, code: str, notes: Notes) -> CollectionSheet | None:
    """Find the headings of a sheet, and note what is missing or dropped; None if it is no use."""
    kind = SHEETS[code]

    def meaning(words: str) -> str | None:
        title = "身份证号" if is_number(words) else words.replace("日期", "时间")
        return kind.headings.get(title)

    found = find_headings(grid, meaning)
    if found is None:
        listed = "、".join(list(kind.headings)[:4])
        notes.note(
            "no-heading",
            f"前十行中没有列名行，此表未读取；应有一行写明 {listed} 等",
            f"no row of headings among the first ten, the sheet is not read; there must be one "
            f"with {listed}",
            sheet=grid.sheet,
        )
        return None
    columns: dict[str, int] = {}
    titles: dict[str, str] = {}
    unused = []
    for heading in found.headings:
        if heading.meaning is None:
            unused.append(heading)
        elif heading.meaning in columns:
            _note_double(grid, heading.text, notes)
        else:
            columns[heading.meaning] = heading.at
            titles[heading.meaning] = heading.text
    number = next((h for h in found.headings if h.meaning == "id_number"), None)
    note_dropped(notes, grid.sheet, unused, number)
    usable = _note_missing(kind, grid, columns, [h.text for h in unused], notes)
    return CollectionSheet(grid, found.last, columns, titles) if usable else None


def _note_double(grid: Grid, title: str, notes: Notes) -> None:
    notes.note(
        "duplicate-column",
        f"列“{title}”出现两次，只读第一列；请删去其一",
        f"column '{title}' stands twice, only the first is read; delete one of them",
        sheet=grid.sheet,
        column=title,
    )


def _note_missing(
    kind: _Kind, grid: Grid, columns: Mapping[str, int], unused: Sequence[str], notes: Notes
) -> bool:
    """Note the headings that are not there; False if the sheet is no use without them."""
    lost = [set(group) for group in kind.needed if not set(group) & columns.keys()]
    for title, key in kind.headings.items():
        if key in columns:
            continue
        near = hint(title, unused)
        fatal = any(key in group for group in lost)
        say = notes.note if fatal else notes.warn
        say(
            "missing-column",
            f"缺少列“{title}”{'，此表未读取' if fatal else ''}；"
            + (f"是否为“{near}”？" if near else "请补上"),
            f"column {title} is missing{', the sheet is not read' if fatal else ''}; "
            + (f"did you mean '{near}'?" if near else "add it"),
            sheet=grid.sheet,
            column=title,
        )
    return not lost
