"""Headings: which column of a file is which column of a table.

English and Chinese names are taken, in any order.  A column that is not known is dropped unread
and its name listed once: it may hold what must not be kept.  A column that cannot be missed and is
not there leaves the whole table unusable.
"""

from __future__ import annotations

from functools import cache

from partyorg.errors import ProblemSeverity, hint, masked
from partyorg.model.columns import Column
from partyorg.model.draft import Draft
from partyorg.model.raw import RawTable
from partyorg.model.tables import Table

__all__ = ["Headings", "column_named", "is_private", "match"]

Headings = list[Column | None]
"""For each column of the file the column of the table, or None for one that is not read."""

# Headings of what is never read in: it would say something of a person that no rule needs.
_PRIVATE = (
    *("身份证", "身份号", "证件号", "民族", "宗教", "籍贯", "出生", "性别", "家庭", "配偶", "健康"),
    *("照片", "住址", "电话", "手机", "id_number", "id_card", "ethnic", "religion", "family"),
    *("health", "photo", "address", "birth", "gender", "phone"),
)


def is_private(name: str) -> bool:
    """Tell whether a heading is of something personal that no rule needs.

    >>> is_private("出生年月"), is_private("任职时间")
    (True, False)
    """
    return any(word in name.lower() for word in _PRIVATE)


def column_named(heading: object, table: Table) -> Column | None:
    """Give the column of a table that a heading names, if it names one.

    >>> from partyorg.model.tables import TABLES
    >>> column_named("姓 名", TABLES["people"]).name, column_named("照片", TABLES["people"])
    ('name', None)
    """
    return _columns(table).get(_name(heading).lower())


@cache
def _columns(table: Table) -> dict[str, Column]:
    """Give the columns of a table by every name that they may have."""
    return {name.lower(): column for column in table.columns for name in column.names}


def match(draft: Draft, raw: RawTable, table: Table) -> tuple[Headings, bool]:
    """Match the headings of a raw table, and note those that are unknown, doubled or missing.

    Gives the columns, and whether the rows can be used with them.
    """
    known = _columns(table)
    names = [_name(heading) for heading in raw.headings]
    if not any(name.lower() in known for name in names):
        # Not one is known: a title or a row of data stands there, and is not to be quoted.
        draft.note(
            "no-heading",
            f"第一行没有一个列名可识别；第一行应为列名，如 {_listed(table, 'zh')}；标题行请删去",
            f"no heading is known; the first row must hold the column names, such as "
            f"{_listed(table, 'en')}; delete a title row",
            table=table.name,
            input=raw.input.name,
        )
        return [None] * len(names), False
    found: Headings = []
    for name in names:
        column = known.get(name.lower())
        if column is not None and column in found:
            draft.note(
                "duplicate-column",
                f"列“{column.zh}”出现两次，只读第一列；请删去其一",
                f"column '{column.name}' stands twice, only the first is read; delete one of them",
                table=table.name,
                column=column.name,
                input=raw.input.name,
            )
            column = None
        found.append(column)
    absent = [column for column in table.columns if column not in found]
    usable = True
    for name in dict.fromkeys(names):
        if name and name.lower() not in known:
            meant = _unknown(draft, raw, table, name, absent)
            usable = usable and not (meant and meant.speaks_empty)
    return found, _complete(draft, raw, table, absent) and usable


def _complete(draft: Draft, raw: RawTable, table: Table, absent: list[Column]) -> bool:
    """Note the columns that cannot be missed and are missing; False if there are any."""
    must = [c for c in absent if c.required or (c.needed and not raw.lenient)]
    for column in must:
        draft.note(
            "missing-column",
            f"缺少列“{column.zh}”（{column.name}）；请补上此列"
            + ("，未填表示至今" if column.needed else ""),
            f"column '{column.name}' ({column.zh}) is missing; add it"
            + (", leave it empty for an open end" if column.needed else ""),
            table=table.name,
            column=column.name,
            input=raw.input.name,
        )
    return not must


def _name(heading: object) -> str:
    """Give a heading without the blanks and line breaks that stand in narrow columns."""
    return "" if heading is None else "".join(str(heading).lstrip("\ufeff").split())


def _listed(table: Table, lang: str) -> str:
    names = [column.zh if lang == "zh" else column.name for column in table.columns[:4]]
    return ("、" if lang == "zh" else ", ").join(names)


def _unknown(
    draft: Draft, raw: RawTable, table: Table, name: str, absent: list[Column]
) -> Column | None:
    """List a column that is dropped; where its name is near an absent one, it is an error.

    Gives the column that is meant by it, as far as can be guessed.
    """
    where = {"table": table.name, "value": name, "input": raw.input.name}
    if is_private(name):
        draft.note(
            "private-column",
            f"列“{masked(name)}”属个人信息，规则用不到，未读取；请从文件中删去",
            "personal data that no rule needs, dropped unread; delete it from the file",
            severity=ProblemSeverity.WARNING,
            **where,
        )
        return None
    near = hint(name, [n for column in absent for n in column.names])
    meant = next((column for column in absent if near and near in column.names), None)
    zh, en = "；如不需要可删去", "it may be deleted"
    if meant is not None:
        empty_zh, empty_en = ("", "") if meant.required else ("（可空）", ", empty if need be")
        zh = f"；是否为“{near}”？若不是，请另补“{near}”列{empty_zh}"
        en = f"did you mean '{near}'? if not, add a column '{near}'{empty_en}"
    draft.note(
        "unknown-column",
        f"列“{masked(name)}”不认识，未读取{zh}",
        f"unknown column, dropped unread; {en}",
        severity=ProblemSeverity.ERROR if meant else ProblemSeverity.WARNING,
        **where,
    )
    return meant
