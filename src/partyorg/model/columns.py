"""Columns of a table: English and Chinese name, the type of the cell, whether it may be empty.

Each column is an attrs field of the record; what the readers must know of it travels in the
field's metadata.  How a cell is read is the business of `partyorg.model.cells`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import attrs
from attrs import frozen

from partyorg.model import cells
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


@frozen(kw_only=True)
class Column:
    """What a reader must know of a column.

    `required`: the row cannot be used if the cell is empty.  `speaks_empty`: an empty cell is not
    unknown but says something (no approval, no superior), so a heading that looks like a misspelt
    one cannot be passed over.  `needed`: it says so much (still in post) that the column itself may
    not be missing.  `refers_to`: the table whose key the cell holds.  `code` names the kind of
    fault when the cell cannot be read.  `default` is the value of an empty cell.
    """

    name: str
    zh: str
    aliases: tuple[str, ...]
    convert: Callable[[object], Any]
    code: str
    type_name: str
    required: bool = False
    speaks_empty: bool = False
    needed: bool = False
    refers_to: str | None = None
    choices: type[Choice] | None = None
    default: Any = None

    @property
    def is_key(self) -> bool:
        """Whether nobody can tell whose a row is if the cell is empty."""
        return self.required and self.type_name == "id"

    @property
    def names(self) -> tuple[str, ...]:
        """All names that a heading may have; 时间 and 日期 are one in a heading."""
        names = (self.name, self.zh, *self.aliases)
        dates = (n.replace("时间", "日期") for n in (self.zh, *self.aliases) if n.endswith("时间"))
        return tuple(dict.fromkeys((*names, *dates)))


_META = "partyorg"


def _field(
    zh: str, convert: Callable[[object], Any], code: str, type_name: str, **more: Any
) -> Any:
    """Make a field; `zh` holds the Chinese names with `|` between them."""
    first, *others = zh.split("|")
    given = {"zh": first, "aliases": tuple(others), "convert": convert, "code": code}
    return attrs.field(
        default=attrs.NOTHING if more.get("required") else more.get("default"),
        metadata={_META: {**given, "type_name": type_name, **more}},
        kw_only=True,
    )


def columns_of(record: type) -> tuple[Column, ...]:
    """Give the columns of a record class, in the order of the table."""
    return _columns(record)


@cache
def _columns(record: Any) -> tuple[Column, ...]:
    return tuple(
        Column(name=field.name, **field.metadata[_META])
        for field in attrs.fields(record)
        if _META in field.metadata
    )


def key(zh: str, *, refers_to: str | None = None) -> Any:
    """Make a column of identifiers that may not be empty."""
    return _field(zh, cells.as_id, "bad-id", "id", required=True, refers_to=refers_to)


def reference(zh: str, refers_to: str | None, *, speaks_empty: bool = False) -> Any:
    """Make a column of identifiers of another table; may be empty."""
    return _field(zh, cells.as_id, "bad-id", "id", refers_to=refers_to, speaks_empty=speaks_empty)


def text(zh: str, *, required: bool = False) -> Any:
    """Make a column of free text."""
    return _field(zh, cells.as_text, "bad-text", "text", required=required)


def words(zh: str) -> Any:
    """Make a column of words with `;` between them."""
    return _field(zh, cells.as_words, "bad-text", "words", default=())


def day(zh: str, *, speaks_empty: bool = False, needed: bool = False) -> Any:
    """Make a column of partial dates; with `needed`, an empty one is an open end."""
    return _field(zh, cells.as_date, "bad-date", "date", speaks_empty=speaks_empty, needed=needed)


def year(zh: str, *, required: bool = True) -> Any:
    """Make a column of years."""
    return _field(zh, cells.as_year, "bad-year", "year", required=required)


def count(zh: str) -> Any:
    """Make a column of whole numbers from 0; empty is unknown."""
    return _field(zh, cells.as_whole, "bad-number", "count")


def number(zh: str) -> Any:
    """Make a column of exact decimal numbers from 0; empty is unknown."""
    return _field(zh, cells.as_number, "bad-number", "number")


def yes_no(zh: str) -> Any:
    """Make a column of yes and no; empty is unknown."""
    return _field(zh, cells.as_yes_no, "bad-yes-no", "yes/no")


def choice(zh: str, kind: type[Choice], *, required: bool = False) -> Any:
    """Make a column of values from a closed list; empty is unknown."""
    return _field(
        zh, cells.as_choice(kind), "unknown-value", "choice", required=required, choices=kind
    )
