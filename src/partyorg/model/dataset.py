"""The data set: all tables, immutable and indexed, with the problems found while reading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from attrs import evolve, field, frozen

from partyorg.errors import InputInfo, Problem, ProblemSeverity
from partyorg.model import records as r
from partyorg.model.tables import TABLES

__all__ = ["ANYBODY", "Dataset", "Touch", "by_row"]

_ILLEGIBLE = ("empty-cell", "bad-id", "broken-json")
ANYBODY = "*"
"""In place of an identifier: a whole table that could not be read may concern anybody."""


@frozen
class Touch:
    """A row that was set aside: its problem, and what was legible in it."""

    problem: Problem
    values: Mapping[str, Any] = field(factory=dict, hash=False)

    def may_be(self, **wanted: Any) -> bool:
        """Tell whether the row may have these values, as far as it could be read.

        None asks for nothing; a cell that could not be read may hold anything.
        """
        return all(
            value is None or self.values.get(name) in (None, value)
            for name, value in wanted.items()
        )


def by_row(touches: Iterable[Touch]) -> tuple[Touch, ...]:
    """Put rows that were set aside in the order of tables and rows, whichever fault came first."""
    order = {name: at for at, name in enumerate(TABLES)}
    return tuple(
        sorted(touches, key=lambda t: (order.get(t.problem.table or "", 0), t.problem.row or 0))
    )


@frozen(kw_only=True, repr=False)
class Dataset:
    """All tables of a data set, as tuples of frozen records.

    Make one with `partyorg.load` or `Dataset.from_records`; both put what they could not use into
    `problems`.  `touched` holds, by table and identifier, the rows that were set aside.
    `gathered` says that the tables were made of forms, resumes or rosters, which seldom tell all.
    `derived` is where layers above keep what they have worked out of the tables once.
    """

    organizations: tuple[r.Organization, ...] = ()
    people: tuple[r.Person, ...] = ()
    appointments: tuple[r.Appointment, ...] = ()
    recruitment: tuple[r.Recruitment, ...] = ()
    trainings: tuple[r.Training, ...] = ()
    assessments: tuple[r.Assessment, ...] = ()
    activities: tuple[r.Activity, ...] = ()
    procedures: tuple[r.Procedure, ...] = ()
    promotions: tuple[r.Promotion, ...] = ()
    amounts: tuple[r.Amount, ...] = ()
    links: tuple[r.Link, ...] = ()
    completeness: tuple[r.Completeness, ...] = ()
    members: tuple[r.Members, ...] = ()
    listed_items: tuple[r.ListedItem, ...] = ()
    elections: tuple[r.Election, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), eq=False)
    inputs: tuple[InputInfo, ...] = field(default=(), eq=False)
    touched: Mapping[tuple[str, str], tuple[Touch, ...]] = field(factory=dict, eq=False)
    gathered: bool = field(default=False, eq=False)
    derived: dict[Any, Any] = field(factory=dict, eq=False, init=False)

    @classmethod
    def from_records(cls, **tables: Any) -> Dataset:
        """Make a data set from rows in memory.

        Each keyword is a table, by its English or Chinese name; its value is an iterable of
        mappings, or a data frame (pandas, Polars, PyArrow and whatever else narwhals reads).
        Cells may be text as in a file or Python values; None and NaN are empty.  A key that is
        left out is empty too.

        >>> data = Dataset.from_records(
        ...     people=[{"person_id": "N1", "recruited_on": "2015-08", "recruited_via": "选调生"}]
        ... )
        >>> data.people[0].recruited_on
        PartialDate('2015-08')
        """
        from partyorg.model.intake import build  # noqa: PLC0415  (intake makes data sets)
        from partyorg.model.raw import raw_tables  # noqa: PLC0415

        return build(raw_tables(tables))

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems on account of which something is undetermined."""
        return tuple(p for p in self.problems if p.severity is ProblemSeverity.ERROR)

    @property
    def row_counts(self) -> dict[str, int]:
        """The number of rows of each table that has any."""
        return {name: len(rows) for name in TABLES if (rows := getattr(self, name))}

    def set_aside(self, table: str, key: str) -> tuple[Touch, ...]:
        """Give the rows of a table that were set aside and concern an identifier."""
        if not self.touched:
            return ()
        own = self.touched.get((table, key), ())
        return own + self.touched.get((table, ANYBODY), ())

    @cached_property
    def organization(self) -> Mapping[str, r.Organization]:
        """The organisations by identifier."""
        return {org.org_id: org for org in self.organizations}

    @cached_property
    def person(self) -> Mapping[str, r.Person]:
        """The people by identifier."""
        return {person.person_id: person for person in self.people}

    @cached_property
    def appointments_of(self) -> Mapping[str, tuple[r.Appointment, ...]]:
        """The appointments of each person, in the order of the table."""
        return _grouped(self.appointments, "person_id")

    @cached_property
    def trainings_of(self) -> Mapping[str, tuple[r.Training, ...]]:
        """The trainings of each person."""
        return _grouped(self.trainings, "person_id")

    @cached_property
    def training_years(self) -> tuple[int, ...]:
        """The years for which there is any training, in order.

        A data set with some people of another one is told by that of which years there is any.
        """
        if "training_years" in self.derived:
            known: tuple[int, ...] = self.derived["training_years"]
            return known
        years = {row.year for row in self.trainings}
        for (table, _), touches in self.touched.items():
            if table == "trainings":
                years.update(t.values["year"] for t in touches if t.values.get("year"))
        return tuple(sorted(years))

    @cached_property
    def promotions_of(self) -> Mapping[str, tuple[r.Promotion, ...]]:
        """The promotions of each person."""
        return _grouped(self.promotions, "person_id")

    @cached_property
    def appointments_at(self) -> Mapping[str, tuple[r.Appointment, ...]]:
        """The appointments at each organisation."""
        return _grouped(self.appointments, "org_id")

    @cached_property
    def activities_of(self) -> Mapping[str, tuple[r.Activity, ...]]:
        """The activities of each organisation."""
        return _grouped(self.activities, "org_id")

    @cached_property
    def activities_about(self) -> Mapping[str, tuple[r.Activity, ...]]:
        """The activities about each person or organisation that they name."""
        return _grouped((row for row in self.activities if row.subject_id), "subject_id")

    @cached_property
    def amounts_of(self) -> Mapping[str, tuple[r.Amount, ...]]:
        """The amounts of each organisation or person."""
        return _grouped(self.amounts, "subject_id")

    @cached_property
    def members_of(self) -> Mapping[str, tuple[r.Members, ...]]:
        """The numbers of members of each organisation, year by year."""
        return _grouped(self.members, "org_id")

    @cached_property
    def elections_of(self) -> Mapping[str, tuple[r.Election, ...]]:
        """The ballots of each case, in the order of the table."""
        return _grouped(self.elections, "case_id")

    @cached_property
    def procedures_of(self) -> Mapping[str, tuple[r.Procedure, ...]]:
        """The steps of each case, in the order of the table."""
        return _grouped(self.procedures, "case_id")

    @cached_property
    def procedures_about(self) -> Mapping[str, tuple[r.Procedure, ...]]:
        """The steps that concern each person or organisation."""
        return _grouped((row for row in self.procedures if row.subject_id), "subject_id")

    @cached_property
    def links_from(self) -> Mapping[str, tuple[r.Link, ...]]:
        """The links that go out from each organisation or person."""
        return _grouped(self.links, "from_id")

    @cached_property
    def links_to(self) -> Mapping[str, tuple[r.Link, ...]]:
        """The links that lead to each organisation or person."""
        return _grouped(self.links, "to_id")

    @cached_property
    def listed_items_of(self) -> Mapping[str, tuple[r.ListedItem, ...]]:
        """The listed items of each organisation."""
        return _grouped(self.listed_items, "org_id")

    @cached_property
    def complete_tables(self) -> Mapping[str, tuple[r.Completeness, ...]]:
        """The statements of completeness for each table.

        A table is not complete if a row of it was set aside of which nobody can tell whose it is.
        """
        lost = {
            problem.table
            for problem in self.problems
            if problem.code in _ILLEGIBLE and problem.severity is ProblemSeverity.ERROR
            if problem.table in TABLES
            if any(c.name == problem.column and c.is_key for c in TABLES[problem.table].columns)
        }
        return _grouped((row for row in self.completeness if row.table not in lost), "table")

    def amended(self, changed: Iterable[str] | None, **tables: Any) -> Dataset:
        """Give a data set in which only the rows of some people or organisations differ.

        `tables` are the tables with these rows; all others are shared, and so is what was worked
        out of them.  Organisations themselves stay as they are.
        """
        made = evolve(self, **tables)
        for name, table in _WORKED_OUT.items():
            if table not in tables:
                object.__setattr__(made, name, getattr(self, name))
        if "training_years" in self.derived:
            years = {row.year for row in tables.get("trainings", ())}
            made.derived["training_years"] = tuple(sorted(years.union(self.training_years)))
        if changed is not None:
            made.derived["part_of"] = self
            made.derived["changed"] = frozenset(changed)
        return made

    def __repr__(self) -> str:
        """Give the number of rows of each table, and of the problems."""
        parts = [f"{name}={count}" for name, count in self.row_counts.items()]
        return f"Dataset({', '.join([*parts, f'problems={len(self.problems)}'])})"

    def _repr_html_(self) -> str:
        """Show the tables and their size in a notebook."""
        rows = "".join(
            f"<tr><td>{TABLES[name].zh}</td><td><code>{name}</code></td><td>{count}</td></tr>"
            for name, count in self.row_counts.items()
        )
        note = f"<p>{len(self.problems)} problems</p>" if self.problems else ""
        return f"<table><tr><th>表</th><th>table</th><th>rows</th></tr>{rows}</table>{note}"


_WORKED_OUT = {
    "organization": "organizations",
    "person": "people",
    "appointments_of": "appointments",
    "appointments_at": "appointments",
    "trainings_of": "trainings",
    "promotions_of": "promotions",
    "activities_of": "activities",
    "activities_about": "activities",
    "amounts_of": "amounts",
    "members_of": "members",
    "elections_of": "elections",
    "procedures_of": "procedures",
    "procedures_about": "procedures",
    "links_from": "links",
    "links_to": "links",
    "listed_items_of": "listed_items",
    "complete_tables": "completeness",
}
"""What is worked out of which table."""


def _grouped(rows: Iterable[Any], name: str) -> dict[str, tuple[Any, ...]]:
    groups: dict[str, list[Any]] = {}
    for row in rows:
        groups.setdefault(getattr(row, name), []).append(row)
    return {key: tuple(group) for key, group in groups.items()}
