"""Rosters: a list of officials typed into a sheet, with headings in any order and wording.

What each heading means is guessed by its words; the guesses are given back, so that they can be
shown, and a mapping file overrides them (`partyorg.forms.mapping`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from os import PathLike
from pathlib import Path

from attrs import define, evolve, field

from partyorg.errors import hint
from partyorg.forms.columns import RosterColumns
from partyorg.forms.grids import Grid, GridRow, Grids, read_grids
from partyorg.forms.headings import HeadingRow, find_headings, headings_of_row
from partyorg.forms.mapping import RosterMapping, SheetMapping, load_mapping
from partyorg.forms.meanings import bare, meaning_of
from partyorg.forms.official import Official
from partyorg.forms.people import Cells, without_shared_numbers
from partyorg.forms.results import FormsRead, Guess, Notes
from partyorg.readers import Limits

__all__ = ["read_roster", "roster_of"]


def read_roster(
    path: str | PathLike[str],
    limits: Limits,
    mapping: RosterMapping | str | PathLike[str] | None = None,
) -> FormsRead:
    r"""Read a roster: each sheet with a heading 姓名, one official a row.

    `mapping`, or the file in which it stands, says what headings mean whose words do not tell.
    `guesses` of what is given say how each was taken, `problems` what could not be.

    Raises:
        InputError: nothing can be read of the file, or the mapping cannot be used.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "名册.csv")
    ...     text = "示例县名册,,\n姓 名,现任职务,任现职时间（年月）\n干部0001,示例镇镇长,2016.05\n"
    ...     _ = path.write_text(text, "utf-8")
    ...     read = read_roster(path, Limits())
    >>> read.officials[0].post, read.officials[0].post_since
    ('示例镇镇长', '2016.05')
    >>> [guess.meaning for guess in read.guesses]
    ['name', 'post', 'post_since']
    """
    if mapping is not None and not isinstance(mapping, RosterMapping):
        mapping = load_mapping(mapping)
    return roster_of(read_grids(Path(path), limits), mapping or RosterMapping())


def roster_of(grids: Grids, mapping: RosterMapping) -> FormsRead:
    """Read the sheets of a roster."""
    notes = Notes(grids.input.name)
    _check_names(grids, mapping, notes)
    officials: list[Official] = []
    guesses: list[Guess] = []
    unread = []
    for grid in grids.sheets:
        said = mapping.of(grid.sheet)
        if said.ignore or not grid.rows:
            continue
        found = _headings(grid, said, notes)
        if found is None:
            unread.append(grid.sheet)
            continue
        columns = RosterColumns(grid, found, notes, said)
        guesses += columns.guesses()
        if "name" in columns.used:
            officials += _Rows(grid, columns, Cells(notes, grid.sheet)).officials()
    _note_unread(unread, bool(guesses), notes)
    officials = without_shared_numbers(officials, notes)
    return FormsRead(
        officials=tuple(officials),
        guesses=tuple(guesses),
        problems=tuple(notes.problems),
        inputs=(evolve(grids.input, rows=len(officials)),),
    )


def _check_names(grids: Grids, mapping: RosterMapping, notes: Notes) -> None:
    for one in mapping.sheets:
        if one.name is not None and one.name not in grids.names:
            near = hint(one.name, grids.names)
            notes.note(
                "bad-mapping",
                "对应文件中的工作表不在此文件内；"
                + (f"是否为“{near}”？" if near else "请更正 name"),
                "the mapping names a sheet that is not there; "
                + (f"did you mean '{near}'?" if near else "mend its name"),
                value=one.name,
            )


def _headings(grid: Grid, said: SheetMapping, notes: Notes) -> HeadingRow | None:
    """Find the headings, where the mapping says they are, or by their words."""

    def meaning(words: str) -> str | None:
        return mapped.get(words) or meaning_of(words)

    mapped = {bare(heading): own for heading, own in said.columns.items()}
    if said.heading_row is None:
        return find_headings(grid, meaning)
    found = headings_of_row(grid, said.heading_row, meaning, said.columns)
    if found is None:
        notes.note(
            "bad-mapping",
            f"第 {said.heading_row} 行为空；请将 heading_row 改为列名所在的行",
            f"row {said.heading_row} is blank; give the row of the headings as heading_row",
            sheet=grid.sheet,
        )
    return found


def _note_unread(sheets: list[str | None], others: bool, notes: Notes) -> None:
    for sheet in sheets:
        say = notes.warn if others else notes.note
        say(
            "no-heading",
            "没有找到列名行，此表未读取；应有一行写明“姓名”和“职务”“任职时间”“简历”等，"
            "或在对应文件中以 heading_row 指明",
            "no row of headings is found, the sheet is not read; there must be one with 姓名 and "
            "职务, 任职时间 or 简历, or a mapping that gives its heading_row",
            sheet=sheet,
        )


_REMARK = re.compile(
    "(?:小|合|总|共)计|(?:备?注|说明)(?:[:：1一]|$)"
    "|(?:填表|填报|制表|审核|单位负责|负责|联系)(?:人|单位|时间|日期)?(?:[:：]|$)"
)
_LONGEST_NAME = 30
_YES = {"是", "√", "✓", "✔", "yes", "1", "true"}
_NO = {"否", "×", "✗", "no", "0", "false", "无", "不是"}


@define
class _Rows:
    """The rows below the headings of a sheet; those that are not read are noted by their numbers.

    `number` is that of a data row, from 1 below the headings.
    """

    grid: Grid
    columns: RosterColumns
    cells: Cells
    remarks: list[int] = field(factory=list)
    nameless: list[int] = field(factory=list)
    ended: list[int] = field(factory=list)
    homeless: list[int] = field(factory=list)

    def officials(self) -> Iterator[Official]:
        """Read the rows."""
        heading = self.columns.used["name"].text
        for row, unit in self._rows():
            number = row.number - self.columns.row.last
            name = self.cells.name(self.columns.cell(row, "name"), number, heading)
            if self._is_remark(row, name):
                self.remarks.append(number)
            elif name is None:
                self.nameless.append(number)
            else:
                yield from self._official(row, number, name, unit)
        self._note()

    def _rows(self) -> Iterator[tuple[GridRow, object]]:
        """Give the rows, each with its unit: cells made one hold it for several rows."""
        heading = self.columns.used.get("unit")
        at = None if heading is None else heading.at
        spans = {top: bottom for top, bottom, left, _ in self.grid.merged if left == at}
        until, value = 0, None
        for row in self.grid.rows:
            unit = None if at is None else row[at]
            if row.number in spans:
                until, value = spans[row.number], unit
            if row.number > self.columns.row.last:
                yield row, value if unit is None and row.number <= until else unit

    def _is_remark(self, row: GridRow, name: str | None) -> bool:
        """Tell a subtotal, a remark, a title within the sheet or the headings once more."""
        if name is None:
            told = any(self.columns.cell(row, meaning) is not None for meaning in self.columns.used)
            texts = [cell.strip() for cell in row.filled if isinstance(cell, str)]
            return len(row.filled) == 1 or not told or any(map(_REMARK.match, texts))
        if _REMARK.match(name) or bare(name) == self.columns.used["name"].words:
            return True
        if name.isdecimal():  # the number of a subtotal
            return True
        odd = len(name) > _LONGEST_NAME or re.search("[:：。；]", name)
        return len(row.filled) == 1 and bool(odd)

    def _official(
        self, row: GridRow, number: int, name: str, unit_cell: object
    ) -> Iterator[Official]:
        cell = self.columns.cell
        unit = self._text(unit_cell, number, "unit")
        ended = cell(row, "post_until") is not None
        resume = self._text(cell(row, "resume"), number, "resume")
        if ended:
            self.ended.append(number)
            if resume is None:
                return
        if unit is None and "unit" in self.columns.used:
            self.homeless.append(number)
        via = self._text(cell(row, "recruited_via"), number, "recruited_via")
        secret = None
        if heading := self.columns.used.get("id_number"):
            secret = self.cells.number(row[heading.at], number, heading.text)
        yield Official(
            source=self.cells.notes.source,
            sheet=self.grid.sheet,
            row=number,
            name=name,
            unit=unit,
            post=None if ended else self._text(cell(row, "post"), number, "post"),
            post_since=None if ended else cell(row, "post_since"),
            proposed=self._text(cell(row, "proposed"), number, "proposed"),
            resume=resume,
            started_work=cell(row, "started_work"),
            joined_party=self._text(cell(row, "joined_party"), number, "joined_party"),
            recruited_on=cell(row, "recruited_on"),
            recruited_via="选调生" if self._is_selected(row, number) else via,
            grassroots_before=cell(row, "grassroots_before"),
            secret=secret,
        )

    def _text(self, cell: object, number: int, meaning: str) -> str | None:
        if cell is None:
            return None
        return self.cells.text(cell, number, self.columns.used[meaning].text)

    def _is_selected(self, row: GridRow, number: int) -> bool:
        told = self._text(self.columns.cell(row, "selected_graduate"), number, "selected_graduate")
        if told and told.lower() not in _YES | _NO:
            self.cells.notes.note(
                "bad-yes-no",
                "既非“是”也非“否”；请写 是、否，或留空",
                "neither yes nor no; write 是, 否, or leave it empty",
                sheet=self.grid.sheet,
                row=number,
                column=self.columns.used["selected_graduate"].text,
            )
        return told is not None and told.lower() in _YES

    def _note(self) -> None:
        notes, sheet = self.cells.notes, self.grid.sheet
        if self.remarks:
            notes.warn(
                "row-not-read",
                "小计、备注、小标题等行，未读取；如是干部请填写姓名等各列",
                "subtotals, remarks and titles, not read; fill in the columns if it is an official",
                sheet=sheet,
                rows=self.remarks,
            )
        if self.nameless:
            notes.note(
                "empty-cell",
                "没有姓名，未读取；请填写（合并单元格请拆开，每行都写）",
                "no name, not read; fill it in (split cells made one, and write it in each row)",
                sheet=sheet,
                rows=self.nameless,
                column=self.columns.used["name"].text,
            )
        if self.ended:
            notes.note(
                "post-ended",
                "填有免职时间，不是现任职务，该职务未读取；以往任职请写入“简历”列",
                "the post has ended and is no present one, not read; write former posts into a "
                "column 简历",
                sheet=sheet,
                rows=self.ended,
                column=self.columns.used["post_until"].text,
            )
        if self.homeless:
            notes.warn(
                "empty-cell",
                "没有单位；如与上一行相同，请每行都写，或合并单元格",
                "no unit; if it is that of the row above, write it in each row or make the cells "
                "one",
                sheet=sheet,
                rows=self.homeless,
                column=self.columns.used["unit"].text,
            )
