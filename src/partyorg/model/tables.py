"""The list of tables: name in English and Chinese, record class, natural key."""

from __future__ import annotations

from attrs import frozen

from partyorg.errors import hint
from partyorg.model import records as r
from partyorg.model.columns import Column, columns_of

__all__ = ["NOTES", "TABLES", "Table", "table_meant", "table_named"]


@frozen
class Table:
    """A table of a data set.

    `key`: the columns which together may occur only once; empty where rows may repeat.
    """

    name: str
    zh: str
    record: type[r.Record]
    key: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, in order."""
        return columns_of(self.record)


TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        Table("organizations", "机构", r.Organization, ("org_id",)),
        Table("people", "人员", r.Person, ("person_id",)),
        Table("appointments", "任职", r.Appointment),
        Table("recruitment", "招录", r.Recruitment),
        Table("trainings", "培训", r.Training),
        Table("assessments", "考核", r.Assessment, ("org_id", "year", "group")),
        Table("activities", "活动", r.Activity),
        Table("procedures", "程序", r.Procedure),
        Table("promotions", "晋升", r.Promotion),
        Table("amounts", "经费", r.Amount),
        Table("links", "联系", r.Link),
        Table("completeness", "齐全", r.Completeness),
        Table("members", "党员", r.Members, ("org_id", "year")),
        Table("listed_items", "清单", r.ListedItem),
        Table("elections", "选举", r.Election),
    )
}
"""All tables by their English name, organisations and people first."""

NOTES = ("核对", "未入表")
"""Sheets that the library writes for people to read beside the tables; they are never read."""


def table_named(name: str) -> Table | None:
    """Find a table by its English or Chinese name; None if there is none.

    >>> table_named("机构").name
    'organizations'
    """
    wanted = name.strip().lower()
    return next((t for t in TABLES.values() if wanted in (t.name, t.zh)), None)


def table_meant(name: str) -> Table | None:
    """Find the table that a name seems to mean: nearly written so, or with its name within.

    >>> table_meant("2018年任职情况表").name
    'appointments'
    """
    names = [own for table in TABLES.values() for own in (table.name, table.zh)]
    near = hint(name, names) or next((own for own in names if own in name.lower()), None)
    return table_named(near) if near else None
