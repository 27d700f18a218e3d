"""The tables of a data set, from the classes of their records."""

from __future__ import annotations

from collections.abc import Iterator

from parts.markdown import grid, prose
from partyorg.model import TABLES, Choice, Column, Table

_EMPTY_OF_TYPE = {
    "words": "none",
    "count": "unknown: any whole number from 0",
    "number": "unknown: any number from 0",
    "yes/no": "unknown: either",
}
_EMPTY = {
    "organizations.name": "the identifier is shown",
    "organizations.parent_id": "no superior: a root",
    "organizations.within_id": "a division is its own place; else the place of its superior",
    "organizations.division_code": "none",
    "organizations.valid_from": "it has always existed",
    "organizations.valid_to": "it still exists",
    "organizations.successor_id": "nothing came after it",
    "people.name": "the identifier is shown",
    "people.recruited_by": "unknown: it may have been a township",
    "people.career_known_from": "nothing is known between `recruited_on` and the first appointment",
    "appointments.post": "not stated; may be any post there",
    "appointments.role": "unknown: it may be a seat in the team",
    "appointments.start": "unknown: any day before the end",
    "appointments.end": "open: the post is still held",
    "appointments.basis": "unknown: in post, or on loan",
    "appointments.staff_type": "not stated; no rule reads it",
    "appointments.approved_by": "nobody approved",
    "trainings.program": "not stated; no rule reads it",
    "assessments.group": "both groups together",
    "links.start": "unknown",
    "links.end": "open: the link still stands",
    "completeness.year": "every year",
    "completeness.org_id": "every organisation",
    "listed_items.basis": "unknown",
    "listed_items.item_ref": "none",
}


def _columns(table: Table) -> Iterator[tuple[object, ...]]:
    for column in table.columns:
        names = "、".join([column.zh, *column.aliases])
        yield (f"`{column.name}`", names, _type(column), _must(column), _empty(table, column))


def _type(column: Column) -> str:
    if column.refers_to:
        return f"id of [{column.refers_to}](#{column.refers_to})"
    return "one of a list, below" if column.choices else column.type_name


def _must(column: Column) -> str:
    if column.required:
        return "**yes**"
    return "the column, not the cell" if column.needed else ""


def _empty(table: Table, column: Column) -> str:
    if column.required:
        return "a fault: the row is set aside"
    known = _EMPTY.get(f"{table.name}.{column.name}")
    return known or _EMPTY_OF_TYPE.get(column.type_name, "unknown")


def tables() -> str:
    """Give every table with its columns and closed lists."""
    columns = {
        f"{table.name}.{column.name}" for table in TABLES.values() for column in table.columns
    }
    if gone := _EMPTY.keys() - columns:
        msg = f"told what an empty cell means, but there is no such column: {sorted(gone)}"
        raise KeyError(msg)
    out = []
    for table in TABLES.values():
        out.append(
            f"({table.name})=\n### `{table.name}` {table.zh}\n\n{prose(table.record.__doc__)}"
        )
        if table.key:
            names = ", ".join(f"`{name}`" for name in table.key)
            out.append(f"Key, which may occur only once: {names}.")
        out.append(
            grid(("column", "中文列名", "type", "must be there", "empty means"), _columns(table))
        )
        out += [
            f"`{column.name}` {column.zh}: {_values(column.choices)}"
            for column in table.columns
            if column.choices
        ]
    return "\n\n".join(out)


def _values(choices: type[Choice]) -> str:
    return ", ".join(f"`{member.value}` {'／'.join(member.aliases)}" for member in choices)
