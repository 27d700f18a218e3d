"""The people of the collection workbook, and the rows of its other sheets that are theirs.

A row belongs to whoever in A01 has the same name and the same identity number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import define, field

from partyorg.forms.collection_sheets import CollectionSheet
from partyorg.forms.official import HeldPost, Official
from partyorg.forms.people import Cells
from partyorg.forms.results import Notes
from partyorg.model.cells import CellError, as_yes_no

__all__ = ["CollectionPeople"]

_HELD = {"在任": True, "现任": True, "在职": True}
_ENDED = dict.fromkeys(
    ("已免", "已免职", "免职", "离任", "已离任", "不在任", "不再任职", "曾任"), False
)
_STATUS = _HELD | _ENDED
_LEFT = re.compile("退休|退职|调出|离开|辞职|辞退|开除|死亡|去世|注销")


_Key = tuple[str, str]


@define
class CollectionPeople:
    """The people of A01, to whom the rows of other sheets belong."""

    notes: Notes
    people: list[dict[str, Any]] = field(factory=list)
    posts: defaultdict[int, list[HeldPost]] = field(factory=lambda: defaultdict(list))
    recruited: dict[int, int] = field(factory=dict)
    _by_key: dict[_Key, int] = field(factory=dict, repr=False)
    _by_name: defaultdict[str, list[int]] = field(factory=lambda: defaultdict(list), repr=False)
    _numbered: bool = False

    def read(self, sheet: CollectionSheet) -> None:
        """Read A01."""
        cells = Cells(self.notes, sheet.name)
        self._numbered = "id_number" in sheet.columns
        nameless, left = [], []
        for number, row in sheet.rows():
            name = cells.name(row["name"], number, sheet.titles["name"])
            if name is None:
                nameless.append(number)
                continue
            state = cells.text(row.get("state"), number, sheet.titles.get("state", ""))
            if state and _LEFT.search(state):
                left.append(number)
            secret = self._number(cells, sheet, number, row)
            if secret is not None and (name, secret) in self._by_key:
                self._note_twice(sheet, number, self.people[self._by_key[name, secret]]["row"])
                continue
            if secret is not None:
                self._by_key[name, secret] = len(self.people)
            self._by_name[name].append(len(self.people))
            texts = {
                key: cells.text(row.get(key), number, sheet.titles.get(key, key))
                for key in ("joined_party", "post", "unit", "resume")
            }
            self.people.append(
                {
                    "source": self.notes.source,
                    "sheet": sheet.name,
                    "row": number,
                    "name": name,
                    "started_work": row.get("started_work"),
                    "secret": secret,
                    **texts,
                }
            )
        self._note_nameless(sheet, nameless)
        if left:
            self.notes.warn(
                "left-service",
                "人员管理状态为已离开（退休、调出等）；请在 A02职务 中填写免职时间，未填的按在任计",
                "people who have left the service; a post without 免职时间 in A02 counts as held, "
                "fill it in",
                sheet=sheet.name,
                rows=left,
                column=sheet.titles["state"],
            )

    def add_posts(self, sheet: CollectionSheet) -> None:
        """Read A02: posts, past and present."""
        cells = Cells(self.notes, sheet.name)
        for number, row, person in self._joined(sheet, cells):
            texts = {
                key: cells.text(row.get(key), number, sheet.titles.get(key, key))
                for key in ("organization", "post", "member", "is_member", "status")
            }
            self.posts[person].append(
                HeldPost(
                    organization=texts["organization"],
                    post=texts["post"],
                    start=row["start"],
                    end=row.get("end"),
                    member=self._member(sheet, number, texts["member"], texts["is_member"]),
                    current=self._current(sheet, number, texts["status"], row.get("end")),
                    row=number,
                )
            )

    def add_recruitment(self, sheet: CollectionSheet) -> None:
        """Read A99Z1: when and how somebody was recruited."""
        cells = Cells(self.notes, sheet.name)
        for number, row, person in self._joined(sheet, cells):
            if person in self.recruited:
                self._note_twice(sheet, number, self.recruited[person])
                continue
            self.recruited[person] = number
            via = None
            if self._yes(sheet, number, row, "by_exam"):
                via = "公务员考录"
            if self._yes(sheet, number, row, "selected"):
                via = "选调生"
            self.people[person]["recruited_via"] = via
            self.people[person]["recruited_on"] = row.get("recruited_on")
            if row.get("recruited_on") is None and row.get("selected_on") is not None:
                self.notes.warn(
                    "empty-cell",
                    "填有进入选调生时间而没有录用时间；如即录用时间，请填入“录用时间”",
                    "进入选调生时间 is given, 录用时间 is not; write it there if it is the same",
                    sheet=sheet.name,
                    row=number,
                    column="录用时间",
                )

    def officials(self) -> list[Official]:
        """Give the officials, with all that belongs to them."""
        return [
            Official(**person, posts=tuple(self.posts[at])) for at, person in enumerate(self.people)
        ]

    # Whose a row is

    def _number(
        self, cells: Cells, sheet: CollectionSheet, number: int, row: Mapping[str, object]
    ) -> str | None:
        if "id_number" not in sheet.columns:
            return None
        return cells.number(row["id_number"], number, sheet.titles["id_number"])

    def _joined(
        self, sheet: CollectionSheet, cells: Cells
    ) -> Iterable[tuple[int, Mapping[str, object], int]]:
        """Give the rows of a sheet with the person to whom each belongs; note the others."""
        by_name_alone = not (self._numbered and "id_number" in sheet.columns)
        if by_name_alone:
            self.notes.warn(
                "joined-by-name",
                "没有身份证号列，只按姓名对应；请核对有无同名",
                "without a column of identity numbers rows are joined by name alone; look for "
                "people of one name",
                sheet=sheet.name,
            )
        lost: defaultdict[str, list[int]] = defaultdict(list)
        nameless = []
        for number, row in sheet.rows():
            name = cells.name(row["name"], number, sheet.titles["name"])
            if name is None:
                nameless.append(number)
                continue
            if by_name_alone:
                same = self._by_name.get(name, [])
                person, why = (same[0], "") if len(same) == 1 else (None, "several" if same else "")
            else:
                secret = self._number(cells, sheet, number, row)
                person = None if secret is None else self._by_key.get((name, secret))
                why = "" if secret else "number"
                why = why or ("differs" if name in self._by_name else "")
            if person is None:
                lost[why].append(number)
            else:
                yield number, row, person
        self._note_nameless(sheet, nameless)
        for why, rows in lost.items():
            zh, en = _UNJOINED[why]
            self.notes.note("unknown-person", zh, en, sheet=sheet.name, rows=rows)

    def _note_nameless(self, sheet: CollectionSheet, rows: list[int]) -> None:
        if rows:
            self.notes.note(
                "empty-cell",
                "没有姓名，未读取；请填写，不是人员的行请删去",
                "no name, not read; fill it in, or delete a row that is of no person",
                sheet=sheet.name,
                rows=rows,
                column=sheet.titles["name"],
            )

    def _note_twice(self, sheet: CollectionSheet, number: int, first: int) -> None:
        self.notes.note(
            "duplicate-key",
            f"与第 {first} 行为同一人（姓名和身份证号都相同），未读取；请只保留一行",
            f"the same person as in row {first}, not read; keep one of the rows",
            sheet=sheet.name,
            row=number,
        )

    # What cells say

    def _yes(
        self, sheet: CollectionSheet, number: int, row: Mapping[str, object], key: str
    ) -> bool:
        cell = row.get(key)
        if cell is None:
            return False
        try:
            return as_yes_no(cell)
        except CellError as error:
            self.notes.note(
                "bad-yes-no",
                error.zh,
                error.en,
                sheet=sheet.name,
                row=number,
                column=sheet.titles[key],
            )
        return False

    def _member(
        self, sheet: CollectionSheet, number: int, kind: str | None, told: str | None
    ) -> str | None:
        """Give the kind of member, else whether one at all; nothing where the two contradict."""
        if kind and told == "否" and not kind.startswith("非"):
            self.notes.note(
                "contradiction",
                "“是否领导成员”为否，而填有“成员类别”，两者均未采用；请更正其一",
                "是否领导成员 is 否 but 成员类别 is filled in, neither is used; mend one of them",
                sheet=sheet.name,
                row=number,
                column=sheet.titles["member"],
            )
            return None
        return kind or told

    def _current(
        self, sheet: CollectionSheet, number: int, status: str | None, end: object
    ) -> bool | None:
        if status is not None and status not in _STATUS:
            self.notes.note(
                "unknown-value",
                f"不认识的任职状态；可用：{'、'.join(_STATUS)}",
                f"not known; it may be {', '.join(_STATUS)}",
                sheet=sheet.name,
                row=number,
                column=sheet.titles["status"],
            )
        current = None if status is None else _STATUS.get(status)
        if current and end is not None:
            self.notes.note(
                "contradiction",
                "任职状态为在任，而填有免职时间，按免职时间计；请更正其一",
                "任职状态 says that the post is held, but 免职时间 is filled in and is taken; mend "
                "one of them",
                sheet=sheet.name,
                row=number,
                column=sheet.titles["status"],
            )
            return None
        return current


_UNJOINED = {
    "": (
        "此人不在 A01人员 中，未读取；请补入，或更正姓名",
        "the person is not in A01, not read; add them there, or mend the name",
    ),
    "differs": (
        "A01人员 中有此姓名而身份证号不同，未读取；请更正号码，或补入此人",
        "in A01 the name has another number, not read; mend the number, or add the person",
    ),
    "number": (
        "没有可用的身份证号，无法与 A01人员 对应，未读取；请填写",
        "without an identity number it cannot be joined to A01, not read; fill it in",
    ),
    "several": (
        "A01人员 中同名者不止一人，无法对应，未读取；请填写身份证号",
        "several people of that name in A01, not read; add a column of identity numbers",
    ),
}
