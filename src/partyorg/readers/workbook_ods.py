"""What stands in an .ods workbook beside the values: formulas gone wrong, dates without a day.

The one part that matters is gone through element by element.  A document type declaration is
refused, so there are no entities to expand.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.parsers import expat

from partyorg.dates import PartialDate
from partyorg.readers.files import too_large
from partyorg.readers.limits import Limits
from partyorg.readers.marks import Marks, broken

__all__ = ["examine"]

_CELLS = {"table:table-cell", "table:covered-table-cell"}
_MOST_REPEATED = 1 << 20


def examine(name: str, pieces: Iterator[bytes], limits: Limits) -> dict[str, Marks]:
    """Look through the content of a workbook; give the marks of each sheet by its name."""
    content = _Content(name, limits)
    try:
        for piece in pieces:
            content.parser.Parse(piece, False)
        content.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise broken(name) from error
    return content.sheets


class _Content:
    """Where the parser stands."""

    def __init__(self, name: str, limits: Limits) -> None:
        self.name = name
        self.limits = limits
        self.sheets: dict[str, Marks] = {}
        self.marks = Marks()
        self.row = self.column = self.rows_repeated = self.repeated = self.widest = 0
        self.kind = ""
        self.shown = ""
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _doctype(self, *_: object) -> None:
        raise broken(self.name)

    def _times(self, attributes: dict[str, str], key: str) -> int:
        text = attributes.get(key, "1")
        if not text.isdigit() or int(text[:12]) > _MOST_REPEATED:
            raise too_large(self.name, f"{key} {text[:12]}")
        return int(text)

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        if element == "table:table":
            self.marks = self.sheets.setdefault(attributes.get("table:name", ""), Marks())
            self.row = self.widest = 0
        elif element == "table:table-row":
            self.column = 0
            self.rows_repeated = self._times(attributes, "table:number-rows-repeated")
        elif element in _CELLS:
            self.repeated = self._times(attributes, "table:number-columns-repeated")
            self.shown = ""
            self.kind = attributes.get("office:value-type", "")
            if attributes.get("calcext:value-type") == "error":
                self.kind = "error"

    def _text(self, text: str) -> None:
        if self.kind in {"error", "date"} and len(self.shown) < 100:  # noqa: PLR2004
            self.shown += text

    def _end(self, element: str) -> None:
        if element == "table:table-row":
            self.row += self.rows_repeated
        elif element in _CELLS:
            if self.kind:
                self._cell()
            self.column += self.repeated
            self.kind = ""

    def _cell(self) -> None:
        self.widest = max(self.widest, self.column + self.repeated)
        if (self.row + self.rows_repeated) * self.widest > self.limits.sheet_cells:
            raise too_large(self.name, f"{self.row + self.rows_repeated:,} × {self.widest:,}")
        shape = _shape(self.shown) if self.kind == "date" else None
        if self.kind != "error" and shape is None:
            return
        for row in range(self.row, self.row + self.rows_repeated):
            for column in range(self.column, self.column + self.repeated):
                if shape:
                    self.marks.shapes[row, column] = shape
                else:
                    shown = self.shown.strip()
                    known = shown.startswith(("#", "Err:"))
                    self.marks.errors[row, column] = shown if known else "#VALUE!"


def _shape(shown: str) -> str | None:
    """Tell the form of a date that is shown without its day.

    >>> _shape("2015年8月"), _shape("2015-08-01")
    ('%Y-%m', None)
    """
    try:
        return {"month": "%Y-%m", "year": "%Y"}.get(PartialDate.parse(shown).precision)
    except ValueError:
        return None
