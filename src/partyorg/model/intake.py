"""From raw tables to a data set: every cell is read, every fault gets its address.

The way of a table is: its name, its headings (`headings`), its rows (`rows`); then come the checks
across rows and tables (`checks`).  All of them write to one `Draft`, which at the end becomes the
immutable `Dataset`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from partyorg._collector import collector_paused
from partyorg.errors import InputInfo, ProblemSeverity, masked
from partyorg.model import checks
from partyorg.model.dataset import Dataset, by_row
from partyorg.model.draft import Draft
from partyorg.model.headings import column_named, match
from partyorg.model.raw import RawTable
from partyorg.model.rows import RowReader
from partyorg.model.tables import NOTES, TABLES, Table, table_meant, table_named

__all__ = ["build"]

_ALIKE = 3
"""So many headings of a table, its keys among them, and a sheet is taken for that table."""


def build(
    raw: Iterable[RawTable],
    inputs: Sequence[InputInfo] = (),
    elsewhere: Mapping[str, Collection[str]] | None = None,
) -> Dataset:
    """Read raw tables; give the data set with all problems.

    `inputs` replaces the inputs of the single tables where several come from one file; `elsewhere`
    are identifiers, by table, that are known from what is not read here.

    >>> table = RawTable(
    ...     "人员", ["人员编号", "录用时间"], [["N1", "2015-02-30"]], InputInfo("人员.csv", None, 1)
    ... )
    >>> print(build([table]).problems[0])  # doctest: +ELLIPSIS
    人员.csv · table people · row 1 · column recruited_on: 2015-02 has 28 days, there is no...
    """
    draft = Draft()
    seen: list[InputInfo] = []
    with collector_paused():
        for table in raw:
            _read(draft, table)
            seen.append(table.input)
        checks.duplicates(draft)
        checks.order(draft)
        checks.references(draft, elsewhere)
    tables: dict[str, Any] = {name: tuple(rows) for name, rows in draft.tables.items()}
    return Dataset(
        **tables,
        problems=tuple(draft.problems),
        inputs=tuple(inputs or seen),
        touched={key: by_row(touches) for key, touches in draft.touched.items()},
        gathered=draft.gathered,
    )


def _read(draft: Draft, raw: RawTable) -> None:
    """Read one raw table into the draft."""
    draft.problems.extend(raw.problems)
    table = table_named(raw.name)
    if raw.unread is not None:
        draft.problems.append(raw.unread)
        meant = table or _meant(raw)
        if meant is not None:
            draft.lose(meant, raw.unread)
        return
    if table is None:
        if raw.name in NOTES:
            draft.gathered = True
        else:
            _note_unknown(draft, raw)
        return
    if table.name in draft.sources:
        problem = draft.note(
            "duplicate-table",
            f"表“{table.zh}”（{table.name}）已从 {draft.sources[table.name]} 读入，此处未读取；"
            "请合并为一个表",
            f"table '{table.name}' was already read from {draft.sources[table.name]}, this one is "
            "not read; make one table of the two",
            table=table.name,
            value=raw.name,
            input=raw.input.name,
        )
        headings, _ = match(Draft(), raw, table)  # only to learn whom the rows concern
        RowReader(draft, raw, table, headings).set_aside(problem)
        return
    draft.sources[table.name] = raw.input.name
    if not raw.headings:
        if not raw.lenient:
            _note_empty(draft, table)
        return
    headings, usable = match(draft, raw, table)
    reader = RowReader(draft, raw, table, headings)
    if usable:
        reader.read()
    else:
        _set_aside(draft, raw, table, reader)


def _note_empty(draft: Draft, table: Table) -> None:
    draft.note(
        "empty-table",
        "表中没有内容，连列名也没有；如有数据，请补上列名",
        "nothing stands in it, not even headings; if there are rows add the headings",
        severity=ProblemSeverity.WARNING,
        table=table.name,
    )


def _set_aside(draft: Draft, raw: RawTable, table: Table, reader: RowReader) -> None:
    """Set all rows of a table aside, for a column is missing or misspelt."""
    rows = raw.input.rows
    problem = draft.note(
        "table-set-aside",
        f"因缺列或列名有误，{rows} 行全部未用；请补上或改正",
        f"all {rows} rows are set aside, for a column is missing or misspelt; mend it",
        table=table.name,
        input=raw.input.name,
    )
    draft.lose(table, problem)
    reader.set_aside(problem)


def _note_unknown(draft: Draft, raw: RawTable) -> None:
    """List a table that is none of ours; where it looks like one of ours, it is an error."""
    meant = _meant(raw)
    problem = draft.note(
        "unknown-table",
        f"表“{masked(raw.name)}”不在数据表之列，未读取"
        + (f"；如是“{meant.zh}”表，请改名为“{meant.zh}”" if meant else "；如不需要可忽略"),
        "not one of the tables, not read; "
        + (f"did you mean '{meant.name}'? then name it so" if meant else "leave it if not needed"),
        severity=ProblemSeverity.ERROR if meant else ProblemSeverity.WARNING,
        value=raw.name,
        input=raw.input.name,
    )
    if meant:
        draft.lose(meant, problem)


def _meant(raw: RawTable) -> Table | None:
    """Tell which table is meant, by its name or, failing that, by its headings."""
    by_name = table_meant(raw.name)
    if by_name is not None:
        return by_name
    best, most = None, 0
    for table in TABLES.values():
        found = {column_named(heading, table) for heading in raw.headings} - {None}
        whole = all(c in found for c in table.columns if c.required)
        if whole and len(found) >= _ALIKE and len(found) > most:
            best, most = table, len(found)
    return best
