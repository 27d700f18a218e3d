"""Faults in the structure of the organisations: circles, wrong levels, places that are none.

Identifiers that are not in the table are found while reading.  What is found here is a problem
with the rows named, never an exception; what hangs on such an organisation has no known place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter

from partyorg.errors import Problem, ProblemSeverity
from partyorg.model import Dataset, Level, Organization, OrgKind

__all__ = ["RANK", "structure_problems"]

_Reports = Iterable[tuple[Organization, Organization | None]]
"""Organisations, each with its superior, if it is there."""

RANK = {
    Level.CENTRAL: 0,
    Level.PROVINCE: 1,
    Level.PREFECTURE: 2,
    Level.COUNTY: 3,
    Level.TOWNSHIP: 4,
    Level.SUBDISTRICT: 4,
    Level.VILLAGE: 5,
    Level.COMMUNITY: 5,
}
"""How far below the centre each level is."""


def structure_problems(dataset: Dataset) -> tuple[Problem, ...]:
    """Find what is wrong with the two relations among the organisations.

    Codes: `cycle` (an organisation is its own ancestor), `wrong-level` (a division under one that
    is not above it), `not-a-place` (`within_id` names no division), `no-place` (neither superior
    nor place), `outlives-superior` (it goes on after its superior was abolished).

    >>> data = Dataset.from_records(organizations=[
    ...     {"org_id": "A", "kind": "department", "parent_id": "B"},
    ...     {"org_id": "B", "kind": "department", "parent_id": "A"},
    ... ])
    >>> [problem.code for problem in structure_problems(data)]
    ['cycle']
    """
    orgs = dataset.organizations
    get = dataset.organization.get
    superiors = [get(org.parent_id or "") for org in orgs]
    return (
        *_cycles(dataset),
        *_levels(zip(orgs, superiors, strict=True)),
        *_places(dataset),
        *_lives(zip(orgs, superiors, strict=True)),
    )


def _problem(
    org: Organization,
    code: str,
    column: str,
    zh: str,
    en: str,
    *,
    severity: ProblemSeverity = ProblemSeverity.ERROR,
    rows: tuple[int, ...] = (),
) -> Problem:
    return Problem(
        severity=severity,
        code=code,
        message={"zh": zh, "en": en},
        table="organizations",
        row=org.row,
        column=column,
        value=org.org_id,
        rows=rows,
    )


def _cycles(dataset: Dataset) -> Iterator[Problem]:
    organization = dataset.organization
    for column in ("parent_id", "within_id"):
        above = attrgetter(column)
        done: set[str] = set()
        for org_id, org in organization.items():
            step = above(org)
            if step is None or step in done:  # as in most tables, where the superior comes first
                done.add(org_id)
                continue
            path: dict[str, None] = {}
            at: str | None = org_id
            while at is not None and at not in done and at not in path:
                path[at] = None
                at = above(organization[at]) if at in organization else None
            if at in path:
                names = list(path)
                ring = names[names.index(at) :]
                if column == "parent_id" or len(ring) > 1:  # a place may name itself
                    rows = tuple(sorted(organization[name].row for name in ring))
                    shown = " → ".join([*ring, at])
                    yield _problem(
                        organization[ring[0]],
                        "cycle",
                        column,
                        f"机构成为自身的上级：{shown}；请改正其中一个上级编码",
                        f"an organisation is its own ancestor: {shown}; mend one of the links",
                        rows=rows,
                    )
            done.update(path)


def _levels(reports: _Reports) -> Iterator[Problem]:
    for org, parent in reports:
        if parent is None or org.level is None or parent.level is None:
            continue
        depth = RANK[org.level] - RANK[parent.level]
        divisions = org.kind is OrgKind.DIVISION and parent.kind is OrgKind.DIVISION
        if depth < 0 or (depth == 0 and divisions):
            yield _problem(
                org,
                "wrong-level",
                "parent_id",
                f"级别为“{org.level.zh}”，而上级 {parent.org_id} 的级别为“{parent.level.zh}”；"
                "请改正级别或上级",
                f"of level {org.level.value}, but its superior {parent.org_id} is of level "
                f"{parent.level.value}; mend the level or the superior",
            )


def _places(dataset: Dataset) -> Iterator[Problem]:
    get = dataset.organization.get
    for org in dataset.organizations:
        place = get(org.within_id or "")
        if place is not None and place.kind is not OrgKind.DIVISION:
            yield _problem(
                org,
                "not-a-place",
                "within_id",
                f"所在区划 {place.org_id} 不是区划；请填区划的编码",
                f"its place {place.org_id} is not a division; name the division",
                severity=ProblemSeverity.WARNING,
            )
        if org.kind is not OrgKind.DIVISION and not org.within_id and not org.parent_id:
            yield _problem(
                org,
                "no-place",
                "within_id",
                "既无上级也无所在区划；请至少填一项",
                "has neither superior nor place; fill in one of them",
            )


def _lives(reports: _Reports) -> Iterator[Problem]:
    for org, parent in reports:
        end = parent.valid_to if parent else None
        if parent and end and (org.valid_to is None or org.valid_to.first > end.last):
            yield _problem(
                org,
                "outlives-superior",
                "valid_to",
                f"上级 {parent.org_id} 已于 {end} 撤销，本机构仍存续；请填撤销时间或改上级",
                f"goes on after its superior {parent.org_id} was abolished on {end}; give its end, "
                "or its new superior",
                severity=ProblemSeverity.WARNING,
            )
