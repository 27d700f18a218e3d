"""The draft of a data set: what has been read so far, and all that was wrong with it.

Whoever finds a fault notes it here with its address.  A row with a fault is set aside whole, for
half a row would be a guess; the draft remembers every identifier in it, so that whatever depends
on the row becomes undetermined rather than wrong.
"""

from __future__ import annotations

from typing import Any

from attrs import define, field

from partyorg.errors import Problem, ProblemSeverity, masked
from partyorg.model.dataset import ANYBODY, Touch
from partyorg.model.tables import TABLES, Table

__all__ = ["Draft", "values_of"]

_KEPT = {"organizations": "org_id", "people": "person_id"}


@define
class Draft:
    """A data set in the making; it changes until `partyorg.model.intake.build` is done with it.

    `sources`: from which input each table came.  `aside`: the identifiers of organisations and
    people whose own row was set aside; it is known already why they cannot be found.  `gathered`:
    beside the tables lie notes of their making from forms, resumes or rosters.
    """

    tables: dict[str, list[Any]] = field(factory=lambda: {name: [] for name in TABLES})
    sources: dict[str, str] = field(factory=dict)
    problems: list[Problem] = field(factory=list)
    touched: dict[tuple[str, str], list[Touch]] = field(factory=dict)
    aside: dict[str, set[str]] = field(factory=lambda: {name: set() for name in _KEPT})
    gathered: bool = False

    def note(self, code: str, zh: str, en: str, **address: Any) -> Problem:
        """Write a problem down; `address` holds the other fields of `Problem`."""
        value = address.pop("value", None)
        problem = Problem(
            severity=address.pop("severity", ProblemSeverity.ERROR),
            code=code,
            message={"zh": zh, "en": en},
            value=None if value is None else masked(value),
            input=address.pop("input", None) or self.sources.get(address.get("table", "")),
            **address,
        )
        self.problems.append(problem)
        return problem

    def set_aside(self, table: Table, values: dict[str, Any], problem: Problem) -> None:
        """Remember every identifier that a row which is set aside names."""
        for column in table.columns:
            value = values.get(column.name)
            if column.type_name == "id" and value:
                self.touched.setdefault((table.name, value), []).append(Touch(problem, values))
        own = _KEPT.get(table.name)
        if own and values.get(own):
            self.aside[table.name].add(values[own])

    def lose(self, table: Table, problem: Problem) -> None:
        """Remember that a whole table could not be read, so that it may concern anybody."""
        self.touched.setdefault((table.name, ANYBODY), []).append(Touch(problem))

    def keep(self, table: Table, gone: set[int]) -> None:
        """Keep the rows of a table whose number is not among those that are gone."""
        if gone:
            rows = self.tables[table.name]
            self.tables[table.name] = [record for record in rows if record.row not in gone]


def values_of(table: Table, record: Any) -> dict[str, Any]:
    """Give the values of a record by the name of their column."""
    return {column.name: getattr(record, column.name) for column in table.columns}
