"""Cells: from what stands in a file to a value, or a fault that says what would be right.

A converter takes a raw cell (text, number, date) and gives the value.  It never guesses: what it
cannot read exactly it refuses with a `CellError` in Chinese and English.  A spreadsheet spoils
cells in ways of its own (`42217` for a date, `5.2E+17` for a long number, `#REF!` for a formula);
the messages name them.

>>> as_year("2015年")
2015
>>> as_number(0.1 + 0.2)
Fraction(3, 10)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from datetime import date, time, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, NoReturn

from partyorg.dates import FIRST_YEAR, LAST_YEAR, PartialDate
from partyorg.errors import hint
from partyorg.model.choices import Choice

__all__ = [
    "CellError",
    "as_choice",
    "as_date",
    "as_id",
    "as_number",
    "as_text",
    "as_whole",
    "as_words",
    "as_year",
    "as_yes_no",
    "checked",
    "is_empty",
    "stand_as_they_are",
]

LONGEST_CELL = 10_000
"""Characters; an honest cell of these tables has a few dozen."""

_FORMULA_ERROR = re.compile(
    r"#(DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|GETTING_DATA|UNKNOWN!)|Err:\d{3}",
    re.ASCII | re.IGNORECASE,
)
_LONE = re.compile("[\ud800-\udfff]")  # half characters; readers put them for unreadable bytes
_SHORTENED = re.compile(r"\d(\.\d+)?[Ee]\+?\d+", re.ASCII)
_LIKE_SHORTENED = re.compile(r"[Ee](?<=\d.)\d", re.ASCII)  # from the letter, which is rarer
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,15})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_YEAR = re.compile(r"(\d{4})年?", re.ASCII)
_EXACT_DIGITS = 15  # of a number in a workbook; what follows is lost
_YES_NO = {"yes": True, "no": False, "是": True, "否": False, "true": True, "false": False}


class CellError(ValueError):
    """A cell that cannot be read; `code` is None where the column's own code fits."""

    def __init__(self, zh: str, en: str, code: str | None = None) -> None:
        super().__init__(en)
        self.code = code
        self.zh = zh
        self.en = en


def _refuse(zh: str, en: str, code: str | None = None) -> NoReturn:
    raise CellError(zh, en, code)


def is_empty(cell: object) -> bool:
    """Tell whether a cell is empty: None, blanks, NaN, or a missing value of a data frame."""
    if cell is None:
        return True
    if isinstance(cell, str):
        return not cell or cell.isspace()
    if isinstance(cell, Decimal):
        return cell.is_nan()
    if type(cell).__name__ in {"NAType", "NaTType"}:  # of pandas, which is not imported here
        return True
    return not isinstance(cell, Collection) and bool(cell != cell)  # noqa: PLR0124  (NaN)


def checked(cell: object) -> object:
    """Give back a cell that is fit to be read by any column; refuse what no column can read."""
    if not isinstance(cell, str):
        return cell
    if len(cell) > LONGEST_CELL:
        _refuse(
            f"共 {len(cell)} 字，单元格至多 {LONGEST_CELL} 字；请检查是否缺了引号，或缩短内容",
            f"{len(cell)} characters, a cell holds {LONGEST_CELL} at the most; look for a missing "
            "quotation mark, or shorten it",
            "cell-too-long",
        )
    if "\0" in cell:
        _refuse(
            "含 NUL 字符；请重新输入该单元格",
            "holds a NUL character; type the cell anew",
            "control-character",
        )
    if not cell.isascii() and _LONE.search(cell):
        _refuse(
            "文字编码有误，与文件其余部分不一致；请将文件另存为 UTF-8 编码，并核对该单元格",
            "not in the encoding of the rest of the file; save the file anew as UTF-8, and look "
            "at this cell",
            "bad-encoding",
        )
    if cell.startswith(("#", "Err:")) and _FORMULA_ERROR.fullmatch(cell.strip()):
        _refuse(
            "公式出错；请更正公式，或直接填写值",
            "a formula gone wrong; mend it, or write the value itself",
            "formula-error",
        )
    return cell


def as_text(cell: object) -> str:
    """Read text; a whole number loses the `.0` that workbooks and data frames give it."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, Collection):
        name = type(cell).__name__
        _refuse(
            f"单元格为 {name}，不是文字；请写成文字",
            f"a cell of type {name}; write text",
        )
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, Decimal) and cell.is_finite() and cell == cell.to_integral_value():
        return format(cell, ".0f")
    return str(cell).strip()


def as_id(cell: object) -> str:
    """Read an identifier; refuse one whose last digits a spreadsheet has thrown away."""
    if isinstance(cell, date | time | timedelta | bool):
        _refuse(
            "编码成了日期或逻辑值；请将该列设为文本格式，重新填写",
            "an identifier turned into a date or truth value; format the column as text, and "
            "write it anew",
        )
    value = as_text(cell)
    if (isinstance(cell, float) and abs(cell) >= 10**_EXACT_DIGITS) or _SHORTENED.fullmatch(value):
        _refuse(
            "编码存成了数字，末位数字已丢失；请将该列设为文本格式，重新填写",
            "an identifier stored as a number, its last digits are lost; format the column as "
            "text, and write it anew",
        )
    return value


def stand_as_they_are(cells: Sequence[str]) -> bool:
    """Tell whether `as_text` and `as_id` give all of some texts back as they are.

    The texts are looked at together, which takes a tenth of the time of reading each.  The answer
    is no as soon as one of them must be looked at more closely.

    >>> stand_as_they_are(["520000", "C1-T2", "干部0001"]), stand_as_they_are(["520000", "5.2E+17"])
    (True, False)
    """
    together = "-".join(cells)
    return (
        together.replace("-", "").isalnum()  # no blanks, nor anything that may be a fault
        and _LIKE_SHORTENED.search(together) is None
        and max(map(len, cells)) <= LONGEST_CELL
    )


def as_whole(cell: object) -> int:
    """Read a whole number from 0."""
    value = as_text(cell)
    if not _WHOLE.fullmatch(value):
        _refuse("不是整数；请写 0、1、2……", "not a whole number; write 0, 1, 2 …")
    return int(value)


def as_year(cell: object) -> int:
    """Read a year."""
    match = _YEAR.fullmatch(as_text(cell))
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        _refuse("不是年份；请写 2015", "not a year; write 2015")
    return int(match[1])


def as_number(cell: object) -> Fraction:
    """Read an exact decimal number from 0."""
    if isinstance(cell, Fraction) and cell >= 0:
        return cell
    if isinstance(cell, float):
        # A workbook counts in binary and shows 15 digits; the sum of 0.1 and 0.2 is 0.3 there.
        cell = format(Decimal(f"{cell:.{_EXACT_DIGITS}g}"), "f")
    value = as_text(cell)
    if not _NUMBER.fullmatch(value):
        _refuse(
            "不是数字；请写 12 或 11.5，不带单位和千分号",
            "not a number; write 12 or 11.5, without unit or separators",
        )
    return Fraction(value)


def as_yes_no(cell: object) -> bool:
    """Read yes or no."""
    value = _YES_NO.get(as_text(cell).lower())
    if value is None:
        _refuse(
            "既非“是”也非“否”；请写 是（yes）、否（no），或留空",
            "neither yes nor no; write yes (是), no (否), or leave it empty",
        )
    return value


def as_words(cell: object) -> tuple[str, ...]:
    """Read words with `;` between them, or a list of words."""
    parts = cell if isinstance(cell, list | tuple) else as_text(cell).replace("；", ";").split(";")
    return tuple(word for part in parts if (word := as_text(part)))


def as_date(cell: object) -> PartialDate:
    """Read a partial date; a faulty one is refused with what it may have been."""
    if isinstance(cell, PartialDate):
        return cell
    try:
        return PartialDate.from_cell(cell)
    except ValueError as error:
        en = str(error)
    value = as_text(cell)
    if re.fullmatch(r"\d{4}\.\d", value, re.ASCII):
        year, month = value[:4], value[5:]
        zh = f"月份只有一位；请写 {year}-0{month}"
        if month == "1":
            zh = f"可能是 1 月，也可能是 10 月；请写 {year}-01 或 {year}-10"
        if month == "0":
            zh = "没有 0 月；请写 2015-08-01、2015-08 或 2015"
    elif value in ("至今", "现在", "今"):
        zh, en = "仍在任的请留空", "leave it empty while the post is held"
    elif re.fullmatch(r"\d{5}", value, re.ASCII) and (day := re.search(r"\d+-\d+-\d+", en)):
        zh = f"像是 {day[0]} 的日期序列号；请将单元格设为日期格式"
    else:
        zh = "没有这个日期，或写法不对；请写 2015-08-01、2015-08 或 2015"
        if "write" not in en:
            en += "; write 2015-08-01, 2015-08 or 2015"
    raise CellError(zh, en)


def as_choice(kind: type[Choice]) -> Callable[[object], Any]:
    """Make the reader of a closed list, in English or Chinese; a near miss is told."""
    known = {name.lower(): member for member in kind for name in (member.value, *member.aliases)}
    listed_zh = "、".join(f"{m.zh}（{m.value}）" for m in kind)
    listed_en = ", ".join(f"{m.value} ({m.zh})" for m in kind)

    def read(cell: object) -> Choice:
        value = as_text(cell)
        member = known.get(value.lower())
        if member is not None:
            return member
        if near := hint(value, known):
            member = known[near]
            _refuse(
                f"没有这个值；是否为“{member.zh}”（{member.value}）？",
                f"did you mean {member.value} ({member.zh})?",
            )
        _refuse(f"没有这个值；可用：{listed_zh}", f"not known; it may be {listed_en}")

    return read
