"""Checks across rows and tables: duplicate keys, reversed dates, identifiers that are not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from operator import attrgetter
from typing import Any

from attrs import evolve

from partyorg.errors import Problem, ProblemSeverity
from partyorg.model import records as r
from partyorg.model.columns import Column
from partyorg.model.dataset import Touch
from partyorg.model.draft import Draft, values_of
from partyorg.model.tables import TABLES, Table, table_named

__all__ = ["duplicates", "order", "references"]


def duplicates(draft: Draft) -> None:
    """Find rows with one key; the same row twice is kept once, different ones are set aside."""
    for table in TABLES.values():
        rows = draft.tables[table.name]
        if not table.key or not rows:
            continue
        key = attrgetter(*table.key)
        keys = list(map(key, rows))
        if len(set(keys)) == len(keys):
            continue
        often = {value for value, times in Counter(keys).items() if times > 1}
        groups: dict[Any, list[Any]] = {}
        for record in rows:
            if key(record) in often:
                groups.setdefault(key(record), []).append(record)
        gone: set[int] = set()
        for group in groups.values():
            gone |= _duplicate(draft, table, group)
        draft.keep(table, gone)


def _duplicate(draft: Draft, table: Table, group: list[Any]) -> set[int]:
    """Note rows that have one key; give the numbers of those which are not kept."""
    numbers = tuple(record.row for record in group)
    rows_zh, rows_en = "、".join(map(str, numbers)), ", ".join(map(str, numbers))
    key = [getattr(group[0], name) for name in table.key]
    where: dict[str, Any] = {
        "table": table.name,
        "row": numbers[1],
        "column": table.key[0],
        "value": ", ".join(str(part) for part in key if part is not None),
        "rows": numbers,
    }
    if all(evolve(record, row=0) == evolve(group[0], row=0) for record in group):
        draft.note(
            "duplicate-row",
            f"第 {rows_zh} 行相同，只用第一行；请删去其余",
            f"rows {rows_en} are the same, the first is used; delete the others",
            severity=ProblemSeverity.WARNING,
            **where,
        )
        return set(numbers[1:])
    problem = draft.note(
        "duplicate-key",
        f"第 {rows_zh} 行编码相同而内容不同，均未用；请保留一行，或改正编码",
        f"rows {rows_en} have one key but differ, none is used; keep one, or mend the key",
        **where,
    )
    for record in group:
        draft.set_aside(table, values_of(table, record), problem)
    return set(numbers)


_ENDS = {
    "appointments": ("start", "end"),
    "links": ("start", "end"),
    "organizations": ("valid_from", "valid_to"),
}


def order(draft: Draft) -> None:
    """Set aside rows that end before they start; warn of more graded excellent than assessed."""
    for name, ends in _ENDS.items():
        rows = draft.tables[name]
        spans = map(attrgetter(*ends), rows)
        faulty = [
            record
            for record, (start, end) in zip(rows, spans, strict=True)
            if end is not None and start is not None and end.last < start.first
        ]
        for record in faulty:
            start, end = (getattr(record, end) for end in ends)
            problem = draft.note(
                "end-before-start",
                f"结束早于开始（{start}）；请核对两个日期",
                f"ends before it starts ({start}); look at both dates",
                table=name,
                row=record.row,
                column=ends[1],
                value=end,
            )
            draft.set_aside(TABLES[name], values_of(TABLES[name], record), problem)
        draft.keep(TABLES[name], {record.row for record in faulty})
    for record in draft.tables["assessments"]:
        if None not in (record.assessed, record.excellent) and record.excellent > record.assessed:
            draft.note(
                "too-many-excellent",
                f"优秀人数多于参加考核人数（{record.assessed}）；按所填计算，请核对",
                f"more graded excellent than were assessed ({record.assessed}); judged as it "
                "stands, look at both numbers",
                severity=ProblemSeverity.WARNING,
                table="assessments",
                row=record.row,
                column="excellent",
                value=record.excellent,
            )


def references(draft: Draft, elsewhere: Mapping[str, Collection[str]] | None = None) -> None:
    """Find identifiers that are in no table; a missing person is entered with nothing known.

    An organisation or person whose own row was set aside is not reported a second time, and one of
    those that are `elsewhere` (by table) is not missing.
    """
    known = {
        "organizations": {record.org_id for record in draft.tables["organizations"]},
        "people": {record.person_id for record in draft.tables["people"]},
    }
    for name, ids in (elsewhere or {}).items():
        known[name].update(ids)
    there = {name: ids | draft.aside[name] for name, ids in known.items()}
    lacking = set(draft.aside["people"])
    for table in TABLES.values():
        rows = draft.tables[table.name]
        for column in table.columns:
            if column.refers_to is None or not rows:
                continue
            missing = _missing(rows, column, there[column.refers_to])
            for value, numbers in missing.items():
                problem = _dangling(draft, table, column, value, numbers)
                if column.refers_to == "people":
                    draft.touched.setdefault(("people", value), []).append(Touch(problem))
            if column.refers_to == "people":
                lacking |= missing.keys()
    _enter(draft, sorted(lacking - known["people"]))
    _completeness(draft)


def _missing(rows: list[Any], column: Column, there: set[str]) -> dict[str, list[int]]:
    """Give the identifiers of a column that are not there, and the rows that name them."""
    get = attrgetter(column.name)
    absent = set(map(get, rows)) - there - {None}
    missing: dict[str, list[int]] = {}
    for record in rows if absent else ():
        if get(record) in absent:
            missing.setdefault(get(record), []).append(record.row)
    return missing


def _dangling(
    draft: Draft, table: Table, column: Column, value: str, numbers: list[int]
) -> Problem:
    there = TABLES[column.refers_to or ""]
    more_zh = f"，共 {len(numbers)} 行" if len(numbers) > 1 else ""
    more_en = f", in {len(numbers)} rows" if len(numbers) > 1 else ""
    return draft.note(
        "unknown-id",
        f"{there.zh}表（{there.name}）中没有此编码{more_zh}；请补上，或改正编码",
        f"not found in {there.name}{more_en}; add it there, or mend the identifier",
        table=table.name,
        row=numbers[0],
        column=column.name,
        value=value,
        rows=tuple(numbers),
    )


def _enter(draft: Draft, person_ids: Iterable[str]) -> None:
    people = draft.tables["people"]
    people.extend(r.Person(row=0, person_id=person_id) for person_id in person_ids)


def _completeness(draft: Draft) -> None:
    """Give tables their English name in statements of completeness; set unknown ones aside."""
    kept = []
    for record in draft.tables["completeness"]:
        table = table_named(record.table)
        if table is not None:
            kept.append(evolve(record, table=table.name))
            continue
        problem = draft.note(
            "unknown-table",
            "没有这个表；请写表名，如 任职（appointments）",
            "there is no such table; write its name, for instance appointments",
            table="completeness",
            row=record.row,
            column="table",
            value=record.table,
        )
        draft.set_aside(TABLES["completeness"], values_of(TABLES["completeness"], record), problem)
    draft.tables["completeness"] = kept
