"""Checks across rows and tables: duplicate keys, reversed dates, identifiers that are not there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from attrs import evolve, frozen

from partyorg.errors import Problem, ProblemSeverity, masked
from partyorg.model import records as r
from partyorg.model.columns import Column
from partyorg.model.dataset import Touch
from partyorg.model.tables import TABLES, Table

__all__ = ["Findings", "duplicates", "in_chinese", "order", "references", "touch"]

_ZH = {
    "bad-date": "日期无法识别；请写 2015-08-01、2015-08 或 2015",
    "bad-id": "编码无法识别",
    "bad-number": "不是数字；请写 12 或 11.5",
    "bad-text": "文字无法识别",
    "bad-year": "不是年份；请写 2015",
    "bad-yes-no": "应为 是／否（yes／no），或留空",
    "cell-too-long": "单元格过长",
    "control-character": "含 NUL 字符；请重新输入该单元格",
    "empty-cell": "不得为空",
}


def in_chinese(code: str, column: Column, text: str) -> str:
    """Give the Chinese text for a fault in a cell."""
    if code == "unknown-value" and column.choices:
        near = [m for m in column.choices if text.startswith(f"did you mean {m.value} ")]
        if near:
            return f"没有这个值；是否为“{near[0].zh}”（{near[0].value}）？"
        return "没有这个值；可用：" + "、".join(f"{m.zh}（{m.value}）" for m in column.choices)
    if code == "bad-date" and "write 2015-08-01" not in text:
        return f"没有这个日期，或写法有歧义（{text}）"
    return _ZH.get(code, text)


@frozen
class Findings:
    """What the checks work on; the lists are changed in place."""

    tables: dict[str, list[Any]]
    sources: dict[str, str]
    problems: list[Problem]
    touched: dict[tuple[str, str], list[Touch]]
    stubs: set[str]

    def note(self, table: str, code: str, zh: str, en: str, **address: Any) -> Problem:
        """Write a problem down."""
        value = address.pop("value", None)
        problem = Problem(
            severity=address.pop("severity", ProblemSeverity.ERROR),
            code=code,
            message={"zh": zh, "en": en},
            table=table,
            value=None if value is None else masked(value),
            input=self.sources.get(table),
            **address,
        )
        self.problems.append(problem)
        return problem


def touch(
    touched: dict[tuple[str, str], list[Touch]],
    table: Table,
    values: dict[str, Any],
    problem: Problem,
) -> None:
    """Remember every identifier that a row which was set aside names."""
    year = values.get("year")
    for column in table.columns:
        value = values.get(column.name)
        if column.type_name == "id" and value:
            touched.setdefault((table.name, value), []).append(Touch(problem, year))


def _values(record: Any) -> dict[str, Any]:
    return {c.name: getattr(record, c.name) for c in _table_of(record).columns}


def _table_of(record: Any) -> Table:
    return next(t for t in TABLES.values() if t.record is type(record))


def duplicates(found: Findings) -> None:
    """Find rows with one key; the same row twice is kept once, different ones are set aside."""
    for table in TABLES.values():
        if not table.key:
            continue
        groups: dict[Any, list[Any]] = {}
        for record in found.tables[table.name]:
            groups.setdefault(tuple(getattr(record, c) for c in table.key), []).append(record)
        gone: set[int] = set()
        for key, group in groups.items():
            if len(group) == 1:
                continue
            numbers = tuple(record.row for record in group)
            shown = ", ".join(str(part) for part in key if part is not None)
            same = all(evolve(record, row=0) == evolve(group[0], row=0) for record in group)
            rows_zh = "、".join(map(str, numbers))
            rows_en = ", ".join(map(str, numbers))
            problem = found.note(
                table.name,
                "duplicate-row" if same else "duplicate-key",
                f"第 {rows_zh} 行相同，只用第一行"
                if same
                else f"第 {rows_zh} 行编码相同而内容不同，均未用",
                f"rows {rows_en} are the same; the first is used"
                if same
                else f"rows {rows_en} have one key but differ; none is used",
                severity=ProblemSeverity.WARNING if same else ProblemSeverity.ERROR,
                row=numbers[1],
                column=table.key[0],
                value=shown,
                rows=numbers,
            )
            gone.update(numbers[1:] if same else numbers)
            if not same:
                for record in group:
                    touch(found.touched, table, _values(record), problem)
                if table.name == "people":
                    found.stubs.add(key[0])
        if gone:
            kept = [record for record in found.tables[table.name] if record.row not in gone]
            found.tables[table.name] = kept


_ENDS = {
    "appointments": ("start", "end"),
    "links": ("start", "end"),
    "organizations": ("valid_from", "valid_to"),
}


def order(found: Findings) -> None:
    """Set aside rows that end before they start; warn of more graded excellent than assessed."""
    for name, (first, last) in _ENDS.items():
        _sift(
            found,
            name,
            lambda record, a=first, b=last: _reversed(getattr(record, a), getattr(record, b)),
            last,
            "end-before-start",
            "结束早于开始；请核对两个日期",
            "ends before it starts; look at both dates",
        )
    for record in found.tables["assessments"]:
        if None not in (record.assessed, record.excellent) and record.excellent > record.assessed:
            found.note(
                "assessments",
                "too-many-excellent",
                f"优秀人数多于参加考核人数（{record.assessed}）；按所填计算，请核对",
                f"more graded excellent than were assessed ({record.assessed}); judged as it stands",
                severity=ProblemSeverity.WARNING,
                row=record.row,
                column="excellent",
                value=record.excellent,
            )


def _reversed(start: Any, end: Any) -> bool:
    return start is not None and end is not None and end.last < start.first


def _sift(found: Findings, name: str, bad: Any, column: str, code: str, zh: str, en: str) -> None:
    """Set aside the rows of a table that are bad."""
    rows = found.tables[name]
    faulty = [record for record in rows if bad(record)]
    for record in faulty:
        value = getattr(record, column)
        problem = found.note(name, code, zh, en, row=record.row, column=column, value=value)
        touch(found.touched, TABLES[name], _values(record), problem)
    if faulty:
        numbers = {record.row for record in faulty}
        found.tables[name] = [record for record in rows if record.row not in numbers]


def references(found: Findings) -> None:
    """Find identifiers that are in no table; a missing person is entered with nothing known."""
    known = {
        "organizations": {record.org_id for record in found.tables["organizations"]},
        "people": {record.person_id for record in found.tables["people"]},
    }
    for table in TABLES.values():
        for column in table.columns:
            if column.refers_to is None:
                continue
            there = known[column.refers_to]
            missing: dict[str, list[int]] = {}
            for record in found.tables[table.name]:
                value = getattr(record, column.name)
                if value is not None and value not in there:
                    missing.setdefault(value, []).append(record.row)
            for value, numbers in missing.items():
                problem = _dangling(found, table, column, value, numbers)
                if column.refers_to == "people":
                    found.stubs.add(value)
                    found.touched.setdefault(("people", value), []).append(Touch(problem))
    _enter(found, sorted(found.stubs - known["people"]))
    names = {name for t in TABLES.values() for name in (t.name, t.zh)}
    _sift(
        found,
        "completeness",
        lambda record: record.table not in names,
        "table",
        "unknown-table",
        "没有这个表",
        "there is no such table",
    )
    for index, record in enumerate(found.tables["completeness"]):
        english = next(t.name for t in TABLES.values() if record.table in (t.name, t.zh))
        found.tables["completeness"][index] = evolve(record, table=english)


def _dangling(
    found: Findings, table: Table, column: Column, value: str, numbers: list[int]
) -> Problem:
    where = {"organizations": ("机构表", "organizations"), "people": ("人员表", "people")}
    zh, en = where[column.refers_to or ""]
    more_zh = f"，共 {len(numbers)} 行" if len(numbers) > 1 else ""
    more_en = f", in {len(numbers)} rows" if len(numbers) > 1 else ""
    return found.note(
        table.name,
        "unknown-id",
        f"{zh}中没有此编码{more_zh}；请补上，或改正编码",
        f"not found in {en}{more_en}; add it there, or mend the identifier",
        row=numbers[0],
        column=column.name,
        value=value,
        rows=tuple(numbers),
    )


def _enter(found: Findings, person_ids: Iterable[str]) -> None:
    people = found.tables["people"]
    people.extend(r.Person(row=0, person_id=person_id) for person_id in person_ids)
