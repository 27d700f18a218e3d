"""The columns of a roster: which is read as what, and what is said of the others.

What a mapping says comes before what the words of the headings tell.  Of two headings for one
meaning the first is read; what is personal is never read, whatever a mapping says of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from attrs import define, field

from partyorg.errors import hint
from partyorg.forms.grids import Grid, GridRow
from partyorg.forms.headings import Heading, HeadingRow
from partyorg.forms.mapping import SheetMapping
from partyorg.forms.meanings import IGNORE, MEANINGS, is_number, squeezed
from partyorg.forms.results import Guess, Notes
from partyorg.model.headings import is_private

__all__ = ["RosterColumns", "note_dropped"]

_SERIAL = {"序号", "序", "编号", "备注", "No", "NO"}


@define
class RosterColumns:
    """The columns of a sheet: `used` gives the heading that is read as a meaning."""

    grid: Grid
    row: HeadingRow
    notes: Notes
    said: SheetMapping
    used: dict[str, Heading] = field(factory=dict)
    _meanings: dict[int, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Settle the columns, and note what is amiss."""
        self._choose()
        self._note_dropped()
        self._note_missing()

    def cell(self, row: GridRow, meaning: str) -> object:
        """Give the cell of a row with a meaning; None where no column has it."""
        heading = self.used.get(meaning)
        return None if heading is None else row[heading.at]

    def guesses(self) -> Iterator[Guess]:
        """Tell how the headings were taken."""
        for heading in self.row.headings:
            yield Guess(
                self.grid.sheet,
                self.grid.column(heading.at),
                heading.text,
                self._meanings[heading.at],
                self.row.last,
            )

    def _choose(self) -> None:
        """Settle which column is which; what a mapping says comes before the words."""
        used = set()
        given: dict[int, str] = {}
        for heading in self.row.headings:
            for key in (squeezed(heading.text), f"@{self.grid.column(heading.at)}"):
                if key in self.said.columns:
                    used.add(key)
                    given[heading.at] = self.said.columns[key]
        self._note_mapping(used)
        for heading in sorted(self.row.headings, key=lambda one: one.at not in given):
            meaning = given.get(heading.at, heading.meaning) or IGNORE
            private = is_private(heading.words) or is_number(heading.words)
            if private and meaning not in (IGNORE, "id_number"):
                self.notes.note(
                    "bad-mapping",
                    "个人信息不得读入；请改为 ignore",
                    "personal data is not read in; write ignore",
                    sheet=self.grid.sheet,
                    column=heading.text,
                )
                meaning = IGNORE
            self._meanings[heading.at] = meaning
            if meaning == IGNORE:
                continue
            first = self.used.setdefault(meaning, heading)
            if first is not heading:
                self._meanings[heading.at] = IGNORE
                if first.at not in given or heading.at in given:
                    self._note_double(meaning, first, heading)

    def _note_double(self, meaning: str, first: Heading, second: Heading) -> None:
        one, two = self.grid.column(first.at), self.grid.column(second.at)
        self.notes.note(
            "duplicate-column",
            f"{one} 列“{first.text}”和 {two} 列“{second.text}”都像是“{MEANINGS[meaning]}”，"
            f"只读 {one} 列；请在对应文件中将其一写为 ignore",
            f"columns {one} '{first.text}' and {two} '{second.text}' both seem to be {meaning}, "
            f"only {one} is read; write ignore for one of them in a mapping",
            sheet=self.grid.sheet,
            column=second.text,
        )

    def _note_mapping(self, used: set[str]) -> None:
        if self.said.name is None and len(self.said.columns) != len(used):
            return  # it speaks of several sheets, which need not have the same columns
        there = [squeezed(heading.text) for heading in self.row.headings]
        for key in self.said.columns.keys() - used:
            near = hint(key, there)
            self.notes.note(
                "bad-mapping",
                f"对应文件中的列名不在第 {self.row.last} 行；"
                + (f"是否为“{near}”？" if near else "请更正列名或 heading_row"),
                f"the mapping names a heading that is not in row {self.row.last}; "
                + (f"did you mean '{near}'?" if near else "mend the heading, or heading_row"),
                sheet=self.grid.sheet,
                value=key,
            )

    def _note_dropped(self) -> None:
        """Name the columns that are dropped, what is personal apart."""
        dropped = [h for h in self.row.headings if self._meanings[h.at] == IGNORE]
        note_dropped(self.notes, self.grid.sheet, dropped, self.used.get("id_number"))

    def _note_missing(self) -> None:
        unknown = [
            h.text for h in self.row.headings if h.meaning is None and h.at in self._meanings
        ]
        if "name" not in self.used:
            near = hint("姓名", unknown)
            self.notes.note(
                "missing-column",
                "缺少“姓名”列，此表未读取；"
                + (f"是否为“{near}”？" if near else "请补上，或用对应文件指明"),
                "column 姓名 (name) is missing, the sheet is not read; "
                + (f"did you mean '{near}'?" if near else "add it, or name it in a mapping"),
                column="姓名",
                sheet=self.grid.sheet,
            )
        elif not self.used.keys() & {"post", "resume"}:
            near = hint("现任职务", unknown) or hint("简历", unknown)
            self.notes.note(
                "missing-column",
                "没有“职务”列，也没有“简历”列；"
                + (f"是否为“{near}”？" if near else "请补上其一，或用对应文件指明"),
                "there is neither a column 职务 (post) nor 简历 (resume); "
                + (f"did you mean '{near}'?" if near else "add one, or name it in a mapping"),
                column="职务",
                sheet=self.grid.sheet,
            )
        elif not self.used.keys() & {"post_since", "resume"}:
            near = hint("任职时间", unknown)
            self.notes.warn(
                "missing-column",
                "没有“任职时间”列，任现职多久无从得知；"
                + (f"是否为“{near}”？" if near else "请补上"),
                "there is no column 任职时间 (post_since) that tells since when posts are held; "
                + (f"did you mean '{near}'?" if near else "add it"),
                column="任职时间",
                sheet=self.grid.sheet,
            )


def note_dropped(
    notes: Notes, sheet: str | None, dropped: Sequence[Heading], number: Heading | None
) -> None:
    """Name the columns of a sheet that are dropped unread, what is personal apart.

    `number` is the column of identity numbers, if they tell whose a row is.
    """
    private = [h.text for h in dropped if is_private(h.words) or is_number(h.words)]
    others = [h.text for h in dropped if h.text not in private and h.words not in _SERIAL]
    if number is not None:
        notes.warn(
            "private-column",
            "身份证号只用于辨别同一人，不保存，也不输出；文件请妥善保管",
            "identity numbers only tell whose a row is, and are neither kept nor written; keep the "
            "file safe",
            sheet=sheet,
            column=number.text,
        )
    if private:
        notes.warn(
            "private-column",
            f"属个人信息，规则用不到，未读取：{'、'.join(private)}；请从文件中删去",
            f"personal data that no rule needs, dropped unread: {', '.join(private)}; delete it "
            "from the file",
            sheet=sheet,
        )
    if others:
        notes.warn(
            "column-not-read",
            f"规则用不到，或不认识，未读取：{'、'.join(others)}；名册中如有需要的列，请在对应文件中指明",
            f"needed by no rule or not known, not read: {', '.join(others)}; name in a mapping "
            "what is needed of a roster",
            sheet=sheet,
        )
