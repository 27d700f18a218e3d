"""From raw tables to a data set: every cell is read, every fault gets its address.

A row with a fault is set aside whole, for half a row would be a guess.  It is counted, listed, and
remembered by the identifiers in it, so that whatever depends on it becomes undetermined.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from attrs import define, field

from partyorg.errors import InputInfo, Problem, ProblemSeverity, hint, masked
from partyorg.model import checks
from partyorg.model.columns import Column
from partyorg.model.dataset import Dataset, Touch
from partyorg.model.raw import RawTable
from partyorg.model.tables import TABLES, Table, table_named

__all__ = ["build"]

_LONGEST_CELL = 10_000
_MISSING = object()

# Headings of what is never read in: it would say something of a person that no rule needs.
_PRIVATE = (
    "身份证 民族 宗教 籍贯 出生 性别 家庭 配偶 健康 照片 住址 电话 手机 "
    "id_number ethnic religion family health photo address birth gender sex phone"
).split()


def build(raw: Iterable[RawTable], inputs: Sequence[InputInfo] = ()) -> Dataset:
    """Read raw tables; give the data set with all problems.

    `inputs` replaces the inputs of the single tables where several come from one file.
    """
    intake = _Intake()
    seen: list[InputInfo] = []
    for table in raw:
        intake.read(table)
        seen.append(table.input)
    return intake.finish(tuple(inputs or seen))


@define
class _Intake:
    tables: dict[str, list[Any]] = field(factory=lambda: {name: [] for name in TABLES})
    sources: dict[str, str] = field(factory=dict)
    problems: list[Problem] = field(factory=list)
    touched: dict[tuple[str, str], list[Touch]] = field(factory=dict)
    stubs: set[str] = field(factory=set)

    def read(self, raw: RawTable) -> None:
        """Read one raw table into records."""
        self.problems.extend(raw.problems)
        table = table_named(raw.name)
        if table is None:
            near = hint(raw.name, [n for t in TABLES.values() for n in (t.name, t.zh)])
            self.note(
                "unknown-table",
                raw,
                f"表“{masked(raw.name)}”不在数据表之列，未读取"
                + (f"；是否为“{near}”？" if near else ""),
                f"not one of the tables, not read" + (f"; did you mean '{near}'?" if near else ""),
                severity=ProblemSeverity.ERROR if near else ProblemSeverity.WARNING,
                value=raw.name,
            )
            return
        if table.name in self.sources:
            self.note(
                "duplicate-table",
                raw,
                f"表“{table.name}”已从 {self.sources[table.name]} 读入，此处未读取",
                f"table '{table.name}' was already read from {self.sources[table.name]}; not read",
                value=raw.name,
            )
            return
        self.sources[table.name] = raw.input.name
        columns = self.headings(raw, table)
        if columns is None:
            count = sum(1 for _ in raw.rows)
            self.note(
                "table-set-aside",
                raw,
                f"因缺列，{count} 行全部未用",
                f"all {count} rows set aside, for a column is missing",
                table=table.name,
            )
            return
        self.rows(raw, table, columns)

    def headings(self, raw: RawTable, table: Table) -> list[Column | None] | None:
        """Match the headings; None if a column that cannot be missed is missing."""
        known = {
            name.lower(): column
            for column in table.columns
            for name in (column.name, column.zh, *column.aliases)
        }
        found: list[Column | None] = []
        unknown: list[str] = []
        for heading in raw.headings:
            name = "" if heading is None else str(heading).strip().lstrip("\ufeff")
            column = known.get(name.lower())
            if column is not None and column in found:
                self.note(
                    "duplicate-column",
                    raw,
                    f"列“{column.name}”出现两次，只读第一列",
                    f"column '{column.name}' stands twice; only the first is read",
                    table=table.name,
                    column=column.name,
                )
                column = None
            elif column is None and name:
                unknown.append(name)
            found.append(column)
        absent = [c for c in table.columns if c not in found]
        for name in unknown:
            self.unknown_column(raw, table, name, absent)
        must = [c for c in absent if c.required or (c.speaks_empty and not raw.lenient)]
        for column in must:
            self.note(
                "missing-column",
                raw,
                f"缺少列“{column.name}”（{column.zh}）",
                f"column '{column.name}' ({column.zh}) is missing",
                table=table.name,
                column=column.name,
            )
        return None if must else found

    def unknown_column(self, raw: RawTable, table: Table, name: str, absent: list[Column]) -> None:
        """List a column that is dropped; where its name is near an absent one, it is an error."""
        near = None
        if not any(word in name.lower() for word in _PRIVATE):
            near = hint(name, [n for c in absent for n in (c.name, c.zh, *c.aliases)])
        self.note(
            "unknown-column",
            raw,
            f"列“{masked(name)}”不认识，未读取" + (f"；是否为“{near}”？" if near else ""),
            "unknown column, dropped unread" + (f"; did you mean '{near}'?" if near else ""),
            severity=ProblemSeverity.ERROR if near else ProblemSeverity.WARNING,
            table=table.name,
            value=name,
        )

    def rows(self, raw: RawTable, table: Table, columns: list[Column | None]) -> None:
        """Read the rows; those with a fault are set aside."""
        used = [(at, column, {}) for at, column in enumerate(columns) if column]
        record, out = table.record, self.tables[table.name]
        numbers = raw.numbers
        for index, cells in enumerate(raw.rows):
            number = numbers[index] if numbers else index + 1
            values: dict[str, Any] = {}
            faults: list[tuple[Column, object, str, str]] = []
            width = len(cells)
            for at, column, memo in used:
                cell = cells[at] if at < width else None
                try:
                    value = memo.get(cell, _MISSING)
                except TypeError:
                    value, cell = _MISSING, str(cell)
                if value is _MISSING:
                    try:
                        value = _read(column, cell)
                    except ValueError as error:
                        code, text = getattr(error, "code", column.code), str(error)
                        faults.append((column, cell, code, text))
                        continue
                    if not isinstance(cell, float):
                        memo[cell] = value
                if value is not None:
                    values[column.name] = value
            if not values and not faults:
                continue  # an empty line
            absent = [c for _, c, _ in used if c.required and c.name not in values]
            absent = [c for c in absent if c not in [f[0] for f in faults]]
            faults += [(c, None, "empty-cell", "may not be empty") for c in absent]
            if faults:
                self.set_aside(raw, table, number, values, faults)
            else:
                out.append(record(row=number, **values))

    def set_aside(
        self,
        raw: RawTable,
        table: Table,
        number: int,
        values: dict[str, Any],
        faults: list[tuple[Column, object, str, str]],
    ) -> None:
        """Put away a row with faults, and remember whom it concerns."""
        for column, cell, code, text in faults:
            problem = self.note(
                code,
                raw,
                checks.in_chinese(code, column, text),
                text,
                table=table.name,
                row=number,
                column=column.name,
                value=None if cell is None else cell,
            )
            checks.touch(self.touched, table, values, problem)
        if table.name == "people" and "person_id" in values:
            self.stubs.add(values["person_id"])

    def note(
        self,
        code: str,
        raw: RawTable,
        zh: str,
        en: str,
        *,
        severity: ProblemSeverity = ProblemSeverity.ERROR,
        table: str | None = None,
        row: int | None = None,
        column: str | None = None,
        value: object = None,
    ) -> Problem:
        """Write a problem down."""
        problem = Problem(
            severity=severity,
            code=code,
            message={"zh": zh, "en": en},
            table=table,
            row=row,
            column=column,
            value=None if value is None else masked(value),
            input=raw.input.name,
        )
        self.problems.append(problem)
        return problem

    def finish(self, inputs: tuple[InputInfo, ...]) -> Dataset:
        """Check across rows and tables, and make the data set."""
        found = checks.Findings(self.tables, self.sources, self.problems, self.touched, self.stubs)
        checks.duplicates(found)
        checks.order(found)
        checks.references(found)
        return Dataset(
            **{name: tuple(rows) for name, rows in self.tables.items()},
            problems=tuple(self.problems),
            inputs=inputs,
            touched={key: tuple(touches) for key, touches in self.touched.items()},
        )


class _CellError(ValueError):
    """A cell that no column could read; `code` says why."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code


def _read(column: Column, cell: object) -> Any:
    """Read a cell; None if it is empty."""
    if cell is None or type(cell).__name__ in ("NAType", "NaTType") or cell != cell:  # noqa: PLR0124
        return None
    if isinstance(cell, str):
        if not cell.strip():
            return None
        if len(cell) > _LONGEST_CELL:
            text = f"{len(cell)} characters; a cell holds {_LONGEST_CELL} at the most"
            raise _CellError("cell-too-long", text)
        if "\0" in cell:
            raise _CellError("control-character", "holds a NUL byte; type the cell anew")
    return column.convert(cell)
