"""Columns of a table: English and Chinese name, the type of the cell, whether it may be empty.

Each column is an attrs field of the record; what the readers must know of it travels in the
field's metadata.  A cell converter takes the raw cell (text, number or date) and gives the value;
what it cannot read it refuses with a `ValueError` that says what would be right.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cache
from typing import Any

import attrs
from attrs import frozen

from partyorg.dates import FIRST_YEAR, LAST_YEAR, PartialDate
from partyorg.errors import hint
from partyorg.model.choices import Choice

__all__ = [
    "Column",
    "choice",
    "columns_of",
    "count",
    "day",
    "key",
    "number",
    "reference",
    "text",
    "words",
    "year",
    "yes_no",
]


@frozen
class Column:
    """What a reader must know of a column.

    `required`: the row cannot be used if the cell is empty.  `speaks_empty`: an empty cell says
    something (an open end), so the column itself may not be missing.  `refers_to`: the table whose
    key the cell holds.  `code` names the kind of fault when the cell cannot be read.
    """

    name: str
    zh: str
    aliases: tuple[str, ...]
    convert: Callable[[object], Any]
    code: str
    required: bool
    speaks_empty: bool
    refers_to: str | None
    choices: type[Choice] | None
    type_name: str


_META = "partyorg"


def _field(
    zh: str,
    convert: Callable[[object], Any],
    code: str,
    type_name: str,
    *,
    required: bool = False,
    speaks_empty: bool = False,
    refers_to: str | None = None,
    choices: type[Choice] | None = None,
    default: Any = None,
) -> Any:
    names = zh.split("|")
    meta = {
        "zh": names[0],
        "aliases": tuple(names[1:]),
        "convert": convert,
        "code": code,
        "required": required,
        "speaks_empty": speaks_empty,
        "refers_to": refers_to,
        "choices": choices,
        "type_name": type_name,
    }
    return attrs.field(
        default=attrs.NOTHING if required else default, metadata={_META: meta}, kw_only=True
    )


@cache
def columns_of(record: type) -> tuple[Column, ...]:
    """Give the columns of a record class, in the order of the table."""
    return tuple(
        Column(name=field.name, **field.metadata[_META])
        for field in attrs.fields(record)
        if _META in field.metadata
    )


def _as_text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).strip()


def _as_whole(cell: object) -> int:
    value = _as_text(cell)
    if not (value.isascii() and value.isdigit() and len(value) < 10):  # noqa: PLR2004
        msg = "not a whole number; write 0, 1, 2 …"
        raise ValueError(msg)
    return int(value)


def _as_year(cell: object) -> int:
    value = _as_text(cell).removesuffix("年")
    if not (value.isascii() and value.isdigit() and FIRST_YEAR <= int(value) <= LAST_YEAR):
        msg = "not a year; write 2015"
        raise ValueError(msg)
    return int(value)


def _as_number(cell: object) -> Fraction:
    try:
        value = Decimal(repr(cell) if isinstance(cell, float) else _as_text(cell))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0 or value.adjusted() > 15:  # noqa: PLR2004
        msg = "not a number; write 12 or 11.5"
        raise ValueError(msg)
    return Fraction(value)


def _as_yes_no(cell: object) -> bool:
    known = {"yes": True, "no": False, "是": True, "否": False, "true": True, "false": False}
    value = known.get(_as_text(cell).lower())
    if value is None:
        msg = "neither yes nor no; write yes (是), no (否), or leave it empty"
        raise ValueError(msg)
    return value


def _as_words(cell: object) -> tuple[str, ...]:
    parts = str(cell).replace("；", ";").split(";")
    return tuple(part.strip() for part in parts if part.strip())


def key(zh: str, *, refers_to: str | None = None) -> Any:
    """Make a column of identifiers that may not be empty."""
    return _field(zh, _as_text, "bad-id", "id", required=True, refers_to=refers_to)


def reference(zh: str, refers_to: str | None) -> Any:
    """Make a column of identifiers of another table; may be empty."""
    return _field(zh, _as_text, "bad-id", "id", refers_to=refers_to)


def text(zh: str, *, required: bool = False) -> Any:
    """Make a column of free text."""
    return _field(zh, _as_text, "bad-text", "text", required=required)


def words(zh: str) -> Any:
    """Make a column of words with `;` between them."""
    return _field(zh, _as_words, "bad-text", "words", default=())


def day(zh: str, *, speaks_empty: bool = False) -> Any:
    """Make a column of partial dates; with `speaks_empty`, an empty one is an open end."""
    return _field(zh, PartialDate.from_cell, "bad-date", "date", speaks_empty=speaks_empty)


def year(zh: str, *, required: bool = True) -> Any:
    """Make a column of years."""
    return _field(zh, _as_year, "bad-year", "year", required=required)


def count(zh: str) -> Any:
    """Make a column of whole numbers from 0; empty is unknown."""
    return _field(zh, _as_whole, "bad-number", "count")


def number(zh: str) -> Any:
    """Make a column of exact decimal numbers from 0; empty is unknown."""
    return _field(zh, _as_number, "bad-number", "number")


def yes_no(zh: str) -> Any:
    """Make a column of yes and no; empty is unknown."""
    return _field(zh, _as_yes_no, "bad-yes-no", "yes/no")


def choice(zh: str, kind: type[Choice], *, required: bool = False) -> Any:
    """Make a column of values from a closed list; empty is unknown."""
    known = {name.lower(): member for member in kind for name in (member.value, *member.aliases)}

    def convert(cell: object) -> Choice:
        value = _as_text(cell)
        member = known.get(value.lower())
        if member is None:
            near = hint(value, known)
            known_values = ", ".join(f"{m.value} ({m.zh})" for m in kind)
            raise ValueError(
                f"did you mean {known[near].value} ({known[near].zh})?"
                if near
                else f"not known; it may be {known_values}"
            )
        return member

    return _field(zh, convert, "unknown-value", "choice", required=required, choices=kind)
