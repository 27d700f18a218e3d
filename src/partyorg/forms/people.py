"""Names and identity numbers in the cells of a sheet, and other cells that are text.

Numbers are held in memory only, to tell whose a row is; no problem quotes one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from attrs import evolve

from partyorg.forms.official import Official
from partyorg.forms.results import Notes
from partyorg.model.cells import CellError, as_id, as_text, checked

__all__ = ["Cells", "person_name", "without_shared_numbers"]

_ASIDE = re.compile(r"[(（][^()（）]*[)）]?")
_BLANKS = re.compile(r"(?<=[^\x00-\xff])\s+(?=[^\x00-\xff])")


def person_name(text: str) -> str:
    """Give a name without the blanks that widen it, and without what stands behind it in brackets.

    In brackets rosters put the sex and the ethnicity, which are not kept.

    >>> person_name("干　部 0001（女，某族）")
    '干部 0001'
    """
    return _BLANKS.sub("", _ASIDE.sub("", text)).strip()


class Cells:
    """Reads cells of one sheet; what cannot be read is None, and a problem."""

    def __init__(self, notes: Notes, sheet: str | None) -> None:
        self.notes = notes
        self.sheet = sheet

    def text(self, cell: object, row: int, column: str) -> str | None:
        """Read text."""
        if cell is None:
            return None
        if isinstance(cell, datetime):
            cell = cell.date()
        try:
            return as_text(checked(cell)) or None
        except CellError as error:
            self._refuse(error, row, column)
        return None

    def name(self, cell: object, row: int, column: str) -> str | None:
        """Read the name of a person."""
        text = self.text(cell, row, column)
        return person_name(text) or None if text else None

    def number(self, cell: object, row: int, column: str) -> str | None:
        """Read an identity number; one whose last digits a workbook has thrown away is refused."""
        if cell is None:
            return None
        try:
            text = as_id(checked(cell))
        except CellError as error:
            self._refuse(error, row, column, "bad-id")
            return None
        return "".join(unicodedata.normalize("NFKC", text).split()).lstrip("'").upper() or None

    def _refuse(self, error: CellError, row: int, column: str, code: str = "bad-text") -> None:
        self.notes.note(
            error.code or code, error.zh, error.en, sheet=self.sheet, row=row, column=column
        )


def without_shared_numbers(officials: Sequence[Official], notes: Notes) -> list[Official]:
    """Take away a number that two people of different names have: it tells nothing of either."""
    names: defaultdict[str, set[str | None]] = defaultdict(set)
    places: defaultdict[str, list[Official]] = defaultdict(list)
    for official in officials:
        if official.secret:
            names[official.secret].add(official.name)
            places[official.secret].append(official)
    shared = [number for number, found in names.items() if len(found) > 1]
    for number in shared:
        first = places[number][0]
        rows = [
            one.row for one in places[number] if one.row is not None and one.sheet == first.sheet
        ]
        sheets = {one.sheet for one in places[number]}
        also = "，分别在不同的表中" if len(sheets) > 1 else ""
        notes.note(
            "shared-number",
            f"姓名不同而身份证号相同{also}；已不按号码识别，请核对并更正",
            "one identity number with different names"
            f"{', in several sheets' if also else ''}; it is not used, look which is right and "
            "mend the other",
            sheet=first.sheet,
            rows=rows,
        )
    return [evolve(one, secret=None) if one.secret in shared else one for one in officials]
