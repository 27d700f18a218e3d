"""What can go wrong: bad calls raise, bad data become problems.

A *call* that cannot be carried out (an unknown rule, a file that is not there) raises a
`PartyorgError`, whose text names the value and says what would be right.  *Data* that cannot be
used never raise: each fault is a `Problem` with its address, and the rest of the data is judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from enum import StrEnum

from attrs import field, frozen

__all__ = [
    "CallError",
    "DataError",
    "InputInfo",
    "PackError",
    "PartyorgError",
    "Problem",
    "ProblemSeverity",
    "hint",
    "masked",
    "shown",
]


class PartyorgError(Exception):
    """The parent of all errors which the library raises on purpose."""


class CallError(PartyorgError, ValueError):
    """A call with an argument that cannot be used."""


class PackError(PartyorgError, ValueError):
    """A rule pack that cannot be used; the text names file, place, value and remedy."""


class DataError(PartyorgError, ValueError):
    """An input of which nothing can be judged: no file, no table, not a workbook."""


class ProblemSeverity(StrEnum):
    """How bad a fault in the data is.

    `ERROR`: a row was set aside, or something it names cannot be found; whatever depends on it is
    undetermined.  `WARNING`: nothing was lost that a rule needs, but somebody should look.
    """

    ERROR = "error"
    WARNING = "warning"


_LONG_DIGITS = re.compile(
    r"(?<!\d)(?:(?=1\d{10}(?!\d))(\d{2})\d{7}|(\d{2})\d{9,})(\d{2}|\d[Xx])(?!\d)"
)
_QUOTE_LIMIT = 60
_NAME_LIMIT = 240


def masked(value: object) -> str:
    """Give a value as it may be quoted in a message: short, on one line, long numbers masked.

    A long run of digits may be an identity or telephone number that slipped into the wrong column,
    so only its ends are shown.  Codes of places, of up to twelve digits, are public and stay.

    >>> masked("520101199001011234")
    '52**************34'
    >>> masked("520102001001")
    '520102001001'
    >>> masked("2015.13")
    '2015.13'
    """
    text = _legible(str(value)[: 4 * _QUOTE_LIMIT])
    return text if len(text) <= _QUOTE_LIMIT else text[: _QUOTE_LIMIT - 1] + "…"


def shown(name: object) -> str:
    r"""Give the name of a file as it may be printed: on one line, long numbers masked.

    Forms are often named after a person and the identity number.  A file may also be named so that
    its name breaks a line, or in bytes that no encoding knows.  Only the middle of a very long
    name is left out, for its ending tells what it is.

    >>> shown("干部0001 520101199001011234.lrmx")
    '干部0001 52**************34.lrmx'
    >>> shown("two\nlines.csv")
    'two�lines.csv'
    """
    text = _legible(str(name))
    half = _NAME_LIMIT // 2
    return text if len(text) <= _NAME_LIMIT else f"{text[: half - 1]}…{text[-half:]}"


def _legible(text: str) -> str:
    text = "".join(c if c.isprintable() else "�" for c in text)
    return _LONG_DIGITS.sub(lambda m: m[0][:2] + "*" * (len(m[0]) - 4) + m[0][-2:], text)


def hint(value: str, known: Iterable[str]) -> str | None:
    """Give the nearest of the known names, or None where none is near.

    >>> hint("peple", ["people", "appointments"])
    'people'
    """
    names = {name.lower(): name for name in known}
    near = get_close_matches(value.strip().lower(), list(names), n=1, cutoff=0.6)
    return names[near[0]] if near else None


@frozen
class InputInfo:
    """What was read: name, SHA-256 of the bytes (None for rows in memory), number of rows."""

    name: str
    sha256: str | None
    rows: int


@frozen(kw_only=True)
class Problem:
    """A fault in the data, with its address.

    `row` counts the data rows of the table from 1 (the heading is not counted); `column` is the
    English name.  `value` is quoted, masked and shortened.  `rows` are all rows concerned, where
    there are several.  `message` holds the text under the keys `"zh"` and `"en"`.
    """

    severity: ProblemSeverity
    code: str
    message: dict[str, str] = field(hash=False)
    table: str | None = None
    row: int | None = None
    column: str | None = None
    value: str | None = None
    input: str | None = None
    rows: tuple[int, ...] = ()

    def address(self, lang: str = "en") -> str:
        """Give the place in words: input, table, row, column, as far as they are known."""
        words = {
            "en": ("{}", "table {}", "row {}", "column {}"),
            "zh": ("{}", "表 {}", "第 {} 行", "列 {}"),
        }[lang]
        parts = (self.input, self.table, self.row, self.column)
        return " · ".join(w.format(p) for w, p in zip(words, parts, strict=True) if p is not None)

    def __str__(self) -> str:
        """Give address and message in English, on one line."""
        return f"{self.address()}: {self.message['en']}"
