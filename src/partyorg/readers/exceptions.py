"""The file of reviewed exceptions: one CSV, one row a finding that somebody has looked at.

Its four columns are `finding` 结论编号, `reason` 理由, `by` 审核人 and `until` 有效期至, in any
order; others, such as the name of the subject, may stand beside them and are not read.  Of data a
faulty row is set aside; here the file is refused, for an exception that is passed over, or that
holds for ever because its date could not be read, would be found too late.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import NoReturn

from partyorg.errors import hint, masked
from partyorg.model.cells import CellError, as_date, as_text, checked, is_empty
from partyorg.readers.faults import InputError
from partyorg.readers.files import first_bytes, missing
from partyorg.readers.formats import FORMATS
from partyorg.readers.limits import Limits
from partyorg.verdict import ReviewedException

__all__ = ["load_exceptions"]

_COLUMNS = {"finding": "结论编号", "reason": "理由", "by": "审核人", "until": "有效期至"}
_NAMES = {name: key for key, zh in _COLUMNS.items() for name in (key, zh)}
_NAMES["findingid"] = "finding"  # as the tables of a report in English head it
_ID = re.compile(r"[0-9a-f]{16}", re.ASCII)
_LIMITS = Limits(file_bytes=64 << 20)


def load_exceptions(path: str | PathLike[str]) -> tuple[ReviewedException, ...]:
    r"""Read a CSV file of findings that somebody has reviewed and lets stand.

    Each row names a finding by its identifier, as in the reports (`finding` 结论编号), says why it
    is let stand (`reason` 理由), who has looked at it (`by` 审核人), and the last day on which that
    holds (`until` 有效期至: a day, a month or a year; empty where there is no end).  The file may
    be in UTF-8 or GB 18030, with commas, semicolons or tabs.

    Raises:
        DataError: the file cannot be read, or a row cannot be used; the text names file, row and
            column, and says what would be right.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "例外.csv")
    ...     text = "结论编号,理由,审核人,有效期至\n0123456789abcdef,已批复,干部0009,2019-06\n"
    ...     _ = path.write_text(text, encoding="gb18030")
    ...     load_exceptions(path)[0].until
    PartialDate('2019-06')
    """
    path = Path(path)
    if not path.exists():
        raise missing(path)
    head = first_bytes(path)
    if any(head.startswith(known.magic) for known in FORMATS if known.magic):
        raise InputError(
            path.name,
            "unknown-format",
            "例外文件应为 CSV；请另存为“CSV UTF-8”",
            'exceptions are read from CSV; save the file as "CSV UTF-8"',
        )
    from partyorg.readers.delimited import read  # noqa: PLC0415  (the csv module is not always needed)

    (table,) = read(path, _LIMITS)
    columns = _headings(path.name, [_name(heading) for heading in table.headings])
    found: dict[str, ReviewedException] = {}
    for number, row in enumerate(table.rows, 1):
        if all(map(is_empty, row)):
            continue
        one = _entry(_Row(path.name, number), columns, row, len(table.headings))
        if one.finding in found:
            first = found[one.finding].row
            _Row(path.name, number).refuse(
                "duplicate-key",
                "finding",
                f"与第 {first} 行的结论编号相同；请只保留一行",
                f"the same finding as in row {first}; keep one of them",
                one.finding,
            )
        found[one.finding] = one
    return tuple(found.values())


class _Row:
    """Where a row stands, for what is to be said of its faults."""

    def __init__(self, name: str, number: int) -> None:
        self.name = name
        self.number = number

    def refuse(
        self, code: str, column: str | None, zh: str, en: str, value: object = None
    ) -> NoReturn:
        """Refuse the file on account of this row."""
        quoted = "" if value is None else masked(value)
        where_zh = "".join([f"第 {self.number} 行", f"“{_COLUMNS[column]}”列" if column else ""])
        where_en = " · ".join(filter(None, [f"row {self.number}", column and f"column {column}"]))
        zh = f"{where_zh}{f'“{quoted}”' if quoted else ''}：{zh}"
        en = f"{where_en}{f' · {quoted!r}' if quoted else ''}: {en}"
        raise InputError(self.name, code, zh, en)


def _name(heading: object) -> str:
    """Give a heading without blanks and a byte-order mark, in small letters."""
    return "".join(str(heading).lstrip("\ufeff").split()).lower()


def _headings(name: str, headings: Sequence[str]) -> Mapping[str, int]:
    """Give the place of each of our columns; refuse a file that lacks one, or has it twice."""
    columns: dict[str, int] = {}
    for at, heading in enumerate(headings):
        key = _NAMES.get(heading)
        if key in columns:
            raise InputError(
                name,
                "duplicate-column",
                f"列“{_COLUMNS[key]}”出现两次；请删去其一",
                f"column '{key}' stands twice; delete one of them",
            )
        if key is not None:
            columns[key] = at
    absent = [key for key in _COLUMNS if key not in columns]
    if absent:
        key, zh = absent[0], _COLUMNS[absent[0]]
        near = [h for h in headings if h and h not in _NAMES and hint(h, [key, zh])]
        told_zh, told_en = "请补上此列", "add it"
        if near:
            told_zh = f"是否为“{masked(near[0])}”列？请改名"
            told_en = f"is '{masked(near[0])}' meant to be it? rename it"
        elif key == "until":
            told_zh += "，无期限的留空"
            told_en += ", and leave its cells empty where there is no end"
        raise InputError(
            name,
            "missing-column",
            f"缺少列“{zh}”（{key}）；{told_zh}",
            f"column '{key}' ({zh}) is missing; {told_en}",
        )
    return columns


def _entry(
    row: _Row, columns: Mapping[str, int], cells: Sequence[object], width: int
) -> ReviewedException:
    """Read a row."""
    if not all(map(is_empty, cells[width:])):
        row.refuse(
            "too-many-cells",
            None,
            "单元格多于列名；内容中有逗号的，请加引号",
            "more cells than headings; put quotation marks around text with a comma in it",
        )
    texts = {}
    for key, at in columns.items():
        cell = cells[at] if at < len(cells) else ""
        try:
            texts[key] = as_text(checked(cell))
        except CellError as error:
            row.refuse(error.code or "bad-text", key, error.zh, error.en)
    for key in ("finding", "reason", "by"):
        if not texts[key]:
            row.refuse("empty-cell", key, *_EMPTY[key])
    if not _ID.fullmatch(texts["finding"]):
        row.refuse(
            "bad-id",
            "finding",
            "不是结论编号；应为报告中的 16 位编号（0-9、a-f）；若被表格软件改成了数字，"
            "请将该列设为文本格式，重新填写",
            "not the ID of a finding; write its 16 characters (0-9, a-f) as in the report; if a "
            "spreadsheet made a number of it, format the column as text and write it anew",
            texts["finding"],
        )
    until = None
    if texts["until"]:
        try:
            until = as_date(texts["until"])
        except CellError as error:
            zh, en = "；无期限的请留空", "; leave it empty where there is no end"
            row.refuse("bad-date", "until", error.zh + zh, error.en + en, texts["until"])
    return ReviewedException(
        finding=texts["finding"],
        reason=texts["reason"],
        by=texts["by"],
        until=until,
        row=row.number,
    )


_EMPTY = {
    "finding": (
        "未填；请填写报告中的结论编号",
        "empty; write the ID of the finding, as in the report",
    ),
    "reason": ("未填；请写明为何作为例外", "empty; write why the finding is let stand"),
    "by": ("未填；请填写审核人", "empty; write who has looked at it"),
}
