"""What is known of party organisations as of a day: superiors, members, committees, terms.

Only what is sure counts: somebody whose post may have ended, or an election of which nobody knows
the day, is left out.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from partyorg.dates import Cover, PartialDate, Period
from partyorg.model import Basis, Dataset, Members, OrgKind, Role

__all__ = ["ELECTIONS", "PARTY_KINDS", "committee", "elected_on", "latest_members", "term_over"]

PARTY_KINDS = (
    OrgKind.LOCAL_PARTY_COMMITTEE,
    OrgKind.PARTY_COMMITTEE,
    OrgKind.PARTY_WORKING_COMMITTEE,
    OrgKind.GENERAL_BRANCH,
    OrgKind.BRANCH,
    OrgKind.JOINT_BRANCH,
    OrgKind.PARTY_GROUP,
)
"""The kinds of party organisations."""

ELECTIONS = ("换届选举", "换届")
"""What the table of activities calls the election of a body whose term is over."""


def committee(dataset: Dataset, org_id: str, day: int) -> tuple[str, ...]:
    """Give the people who surely hold a leading post at an organisation on a day, in post."""
    held: dict[str, list[Cover]] = {}
    for row in dataset.appointments_at.get(org_id, ()):
        if row.basis is Basis.IN_POST and row.role in (Role.CHIEF, Role.LEADER):
            held.setdefault(row.person_id, []).append(Cover.of([row.spell]))
    return tuple(
        person for person, covers in held.items() if any(cover.at(day) is True for cover in covers)
    )


def latest_members(dataset: Dataset, org_id: str, day: int) -> Members | None:
    """Give the numbers of members of the year of a day, or of the latest year before it."""
    year = date.fromordinal(day).year
    rows = [row for row in dataset.members_of.get(org_id, ()) if row.year <= year]
    return max(rows, key=lambda row: row.year, default=None)


def elected_on(
    dataset: Dataset, org_id: str, day: int, kinds: Iterable[str] = ELECTIONS
) -> PartialDate | None:
    """Give the day of the latest election that surely was before a day, or of the founding."""
    wanted = set(kinds)
    dates = [
        row.date
        for row in dataset.activities_of.get(org_id, ())
        if row.kind in wanted and row.date is not None
    ]
    founded = dataset.organization[org_id].valid_from
    known = [one for one in (*dates, founded) if one is not None and one.last <= day]
    return max(known, key=lambda one: one.last, default=None)


def term_over(
    dataset: Dataset, org_id: str, day: int, term: Period, kinds: Iterable[str] = ELECTIONS
) -> bool:
    """Tell whether a term that began with the latest election on record surely is over."""
    elected = elected_on(dataset, org_id, day, kinds)
    return elected is not None and term.after(elected.last) < day
