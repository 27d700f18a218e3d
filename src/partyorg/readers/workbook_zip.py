"""What stands in the archive of a workbook (.xlsx, .ods) beside the values.

The archive is unpacked part by part before calamine sees it, within the limits: a part that holds
more than it declares is refused, and so is a sheet with a cell so far out that all the empty cells
before it would ask for gigabytes.  On the way formulas that went wrong and dates shown without
their day are marked.  XML is searched, never parsed with entities: there is nothing to expand.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import unescape

from partyorg.readers import workbook_ods
from partyorg.readers.faults import InputError
from partyorg.readers.files import too_large
from partyorg.readers.limits import Limits
from partyorg.readers.marks import Marks, broken

__all__ = ["column_number", "examine"]

_PIECE = 1 << 20
_LONGEST_TAIL = 1 << 24
_MOST_PARTS = 10_000
_TALL, _NARROW = 99_999, 26  # cells further down, or right of column Z, are looked for
_BAD_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,  # an encrypted part, a method that is not known
    ValueError,
)


def examine(name: str, data: bytes, limits: Limits) -> dict[str, Marks]:
    """Look through a workbook; give the marks of each sheet by its name."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            unpacked = sum(part.file_size for part in parts)
            if unpacked > limits.unpacked_bytes or len(parts) > _MOST_PARTS:
                raise too_large(name, f"{unpacked:,} bytes")
            for part in parts:  # a part that is larger than it says fails here
                for _ in _pieces(archive, part.filename):
                    pass
            if "content.xml" in archive.namelist():
                return workbook_ods.examine(name, _pieces(archive, "content.xml"), limits)
            return _Xlsx(name, archive, limits).examine()
    except InputError:
        raise
    except _BAD_ZIP as error:
        raise broken(name) from error


def _pieces(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    with archive.open(part) as file:
        while piece := file.read(_PIECE):
            yield piece


def column_number(letters: str) -> int:
    """Give the number of a column from 0.

    >>> column_number("A"), column_number("AB")
    (0, 27)
    """
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^<>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^<>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_FAR = re.compile(rb"""\sr\s*=\s*["'](?:([A-Za-z]{2,})(\d+)|([A-Za-z])(\d{6,})|(\d{6,}))["']""")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^<>]*)>")
_STYLES = re.compile(rb"<(?:\w+:)?cellXfs[\s>].*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf[\s/>]([^<>]*)")
_VALUE = re.compile(rb"<(?:\w+:)?v>([^<]*)</")
_MONTH_FORMATS = {17, 27, 36, 50, 52, 57}  # built in; from 27 on those of Chinese Excel


def _attributes(text: bytes) -> dict[str, str]:
    return {
        key.decode("ascii", "replace"): unescape((double or single).decode("utf-8", "replace"))
        for key, double, single in _ATTRIBUTE.findall(text)
    }


def shape_of(code: str) -> str | None:
    """Tell how a number format shows a date that is not shown to the day; None for others.

    >>> shape_of('yyyy"年"m"月";@')
    '%Y-%m'
    >>> shape_of("yyyy/m/d") is None
    True
    """
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.partition(";")[0]).lower()
    if "y" not in bare or re.search("[dhs]", bare):
        return None
    return "%Y-%m" if "m" in bare else "%Y"


class _Xlsx:
    """The archive of an .xlsx workbook."""

    def __init__(self, name: str, archive: zipfile.ZipFile, limits: Limits) -> None:
        self.name = name
        self.archive = archive
        self.limits = limits

    def examine(self) -> dict[str, Marks]:
        shapes = self._shapes()
        marks = {}
        for sheet, part in self._sheets().items():
            if part in self.archive.namelist():
                marks[sheet] = self._sheet(part, shapes)
        return marks

    def _whole(self, part: str) -> bytes:
        if part not in self.archive.namelist():
            return b""
        if self.archive.getinfo(part).file_size > _LONGEST_TAIL:
            raise too_large(self.name, part)
        return self.archive.read(part)

    def _sheets(self) -> dict[str, str]:
        """Give the part of each sheet by the sheet's name."""
        targets = {}
        for text in _RELATION.findall(self._whole("xl/_rels/workbook.xml.rels")):
            relation = _attributes(text)
            target = relation.get("Target", "").removeprefix("/")
            targets[relation.get("Id")] = target if target.startswith("xl/") else f"xl/{target}"
        sheets = {}
        for text in _SHEET.findall(self._whole("xl/workbook.xml")):
            sheet = _attributes(text)
            relation_id = next((v for k, v in sheet.items() if k.endswith(":id")), None)
            sheets[sheet.get("name", "")] = targets.get(relation_id, "")
        return sheets

    def _shapes(self) -> dict[str, str]:
        """Give the shape of the dates of each cell style that does not show the day."""
        text = self._whole("xl/styles.xml")
        shapes = dict.fromkeys(map(str, _MONTH_FORMATS), "%Y-%m")
        for found in _FORMAT.findall(text):
            attributes = _attributes(found)
            shape = shape_of(attributes.get("formatCode", ""))
            if shape:
                shapes[attributes.get("numFmtId", "")] = shape
        styles = _STYLES.search(text)
        numbers = [
            _attributes(style).get("numFmtId", "")
            for style in (_STYLE.findall(styles[0]) if styles else ())
        ]
        return {str(at): shapes[number] for at, number in enumerate(numbers) if number in shapes}

    def _sheet(self, part: str, shapes: dict[str, str]) -> Marks:
        marks = Marks()
        styles = "|".join(shapes) or "none"
        wanted = re.compile(
            rb"<(?:\w+:)?c\s(?=(?:[^<>]*\s)?(?:t\s*=\s*[\"']e[\"']|s\s*=\s*[\"'](?:%s)[\"']))([^<>]*)>"
            % styles.encode()
        )
        rows = columns = 0
        for text in self._stretches(part):
            for letters, far, letter, low, row in _FAR.findall(text):
                rows = max(rows, int((far or low or row)[:12]))
                columns = max(columns, column_number((letters or letter).decode()[:6]) + 1)
            if shapes or b'"e"' in text or b"'e'" in text:
                for match in wanted.finditer(text):
                    self._mark(marks, match, text, shapes)
        if rows and max(rows, _TALL) * max(columns, _NARROW) > self.limits.sheet_cells:
            raise too_large(self.name, f"{part}: {rows:,} × {columns:,}")
        return marks

    def _mark(
        self, marks: Marks, match: re.Match[bytes], text: bytes, shapes: dict[str, str]
    ) -> None:
        cell = _attributes(match[1])
        place = re.fullmatch(r"([A-Za-z]{1,3})(\d{1,7})", cell.get("r", ""))
        if place is None:  # a cell without address; no program of note writes one
            raise broken(self.name)
        at = (int(place[2]) - 1, column_number(place[1]))
        if cell.get("t") == "e":
            value = _VALUE.search(text, match.end(), match.end() + 1000)
            shown = value[1].decode("utf-8", "replace") if value else ""
            marks.errors[at] = shown if shown.startswith("#") else "#VALUE!"
        elif cell.get("s") in shapes:
            marks.shapes[at] = shapes[cell["s"]]

    def _stretches(self, part: str) -> Iterator[bytes]:
        """Give the text of a part in stretches that end between two cells."""
        tail = b""
        for piece in _pieces(self.archive, part):
            text = tail + piece
            cut = text.rfind(b"</c>") + 4
            cut = cut if cut > 4 else max(text.rfind(b"<"), 0)  # noqa: PLR2004
            yield text[:cut]
            tail = text[cut:]
            if len(tail) > _LONGEST_TAIL:
                raise too_large(self.name, part)
        yield tail
