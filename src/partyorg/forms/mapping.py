"""The mapping file: what the headings of a roster mean, where the guesses are not right.

It is TOML, written from the guesses by `mapping_text`, corrected by hand and read by
`load_mapping`:

    [[sheet]]
    name = "Sheet1"
    heading_row = 3

    [sheet.columns]
    "姓名" = "name"
    "任职年月" = "post_since"
    "电话" = "ignore"
    "@F" = "resume"          # a column by its letters

Headings that it does not name are guessed as before.  A sheet is left out with `ignore = true`;
a table without `name` holds for all sheets that have none of their own.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from itertools import groupby
from os import PathLike
from pathlib import Path
from typing import Any, NoReturn

from attrs import field, frozen

from partyorg.errors import hint, masked
from partyorg.forms.meanings import MEANINGS, squeezed
from partyorg.forms.results import Guess
from partyorg.readers import InputError
from partyorg.readers.files import contents, missing

__all__ = ["RosterMapping", "SheetMapping", "load_mapping", "mapping_text"]

_MOST = 1 << 20
_KEYS = ("name", "heading_row", "columns", "ignore")


@frozen(kw_only=True)
class SheetMapping:
    """What is said of one sheet; `columns` gives the meaning of a heading, squeezed."""

    name: str | None = None
    heading_row: int | None = None
    columns: dict[str, str] = field(factory=dict, hash=False)
    ignore: bool = False


@frozen
class RosterMapping:
    """What is said of the sheets of a roster."""

    sheets: tuple[SheetMapping, ...] = ()

    def of(self, sheet: str | None) -> SheetMapping:
        """Give what is said of a sheet."""
        own = next((one for one in self.sheets if one.name is not None and one.name == sheet), None)
        general = next((one for one in self.sheets if one.name is None), None)
        return own or general or SheetMapping()


def mapping_text(guesses: Iterable[Guess]) -> str:
    """Write a mapping file from guesses, for somebody to correct.

    >>> print(mapping_text([Guess(None, "A", "姓名", "name", 2)]).splitlines()[-1])
    "姓名" = "name"
    """
    lines = [
        "# 每个列名是什么意思；不对的，请改等号右边的词，再随名册一起交给 partyorg。",
        "# What each heading means; correct the words on the right and give the file to partyorg.",
        "#",
        *(f"# {meaning:17} {zh}" for meaning, zh in MEANINGS.items()),
    ]
    for (sheet, row), some in groupby(guesses, lambda guess: (guess.sheet, guess.row)):
        lines += ["", "[[sheet]]"]
        if sheet is not None:
            lines.append(f"name = {_quoted(sheet)}")
        lines += [f"heading_row = {row}", "", "[sheet.columns]"]
        met: set[str] = set()
        for guess in some:
            key = squeezed(guess.heading)
            if key in met or not key:
                key = f"@{guess.column}"
            met.add(key)
            lines.append(f"{_quoted(key)} = {_quoted(guess.meaning)}")
    return "\n".join(lines) + "\n"


def load_mapping(path: str | PathLike[str]) -> RosterMapping:
    """Read a mapping file.

    Raises:
        InputError: it is no TOML, or says something that is not known; the text says what would be
            right.
    """
    path = Path(path)
    if not path.is_file():
        raise missing(path)
    try:
        given = tomllib.loads(contents(path, _MOST).decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        _reject(
            path,
            f"不是 TOML 文件（{masked(error)}）；请照 partyorg 写出的对应文件修改",
            f"not TOML ({masked(error)}); write it like the file that partyorg makes",
        )
    for key in given:
        if key != "sheet":
            _unknown(path, key, ("sheet",))
    sheets = given.get("sheet", [])
    if not isinstance(sheets, list) or not all(isinstance(one, dict) for one in sheets):
        _reject(path, "sheet 应写作 [[sheet]]", "sheet must be written as [[sheet]]")
    return RosterMapping(tuple(_sheet(path, one) for one in sheets))


def _sheet(path: Path, given: dict[str, Any]) -> SheetMapping:
    for key in given:
        if key not in _KEYS:
            _unknown(path, key, _KEYS)
    name, row = given.get("name"), given.get("heading_row")
    columns, ignore = given.get("columns", {}), given.get("ignore", False)
    if name is not None and not isinstance(name, str):
        _reject(path, "name 应为工作表名，加引号", "name must be the name of a sheet, in quotes")
    if row is not None and (type(row) is not int or row < 1):
        _reject(
            path,
            "heading_row 应为列名所在行号，从 1 起",
            "heading_row must be the number of the row with the headings, from 1",
        )
    if type(ignore) is not bool:
        _reject(path, "ignore 应为 true 或 false", "ignore must be true or false")
    if not isinstance(columns, dict):
        _reject(path, "columns 应写作 [sheet.columns]", "columns must be [sheet.columns]")
    read = {}
    for heading, meaning in columns.items():
        if meaning not in MEANINGS:
            _unknown(path, meaning, tuple(MEANINGS))
        read[squeezed(heading)] = meaning
    return SheetMapping(
        name=None if name is None else masked(name), heading_row=row, columns=read, ignore=ignore
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # a string of JSON is one of TOML


def _unknown(path: Path, value: object, known: tuple[str, ...]) -> NoReturn:
    near = hint(str(value), known)
    listed = ", ".join(known)
    _reject(
        path,
        f"“{masked(value)}”不认识；" + (f"是否为“{near}”？" if near else f"可用：{listed}"),
        f"'{masked(value)}' is not known; "
        + (f"did you mean '{near}'?" if near else f"it may be {listed}"),
    )


def _reject(path: Path, zh: str, en: str) -> NoReturn:
    raise InputError(path.name, "bad-mapping", zh, en)
