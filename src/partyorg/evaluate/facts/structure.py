"""Facts for `structure`: the chain of superiors, and the organisations of a unit, as of a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from partyorg.evaluate.facts.chosen import chosen, doubts, lost
from partyorg.evaluate.facts.counted import latest_members
from partyorg.evaluate.scope import Case, Scope
from partyorg.model import LinkRelation, Organization
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.structure import Facts, Params
from partyorg.verdict import Unknown

__all__ = ["cases"]


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for every organisation chosen that exists on the day."""
    params: Params = version.params
    if not scope.organizations_asked:
        return
    yield from lost(params, scope)
    for org, fitting in chosen(params, scope):
        touched = scope.touched("organizations", org.org_id)
        find = _superior if params.test == "superior" else _unit
        case = find(params, scope, org)
        if case is None:
            continue
        case.doubtful = fitting is not True
        case.blocked = "row-set-aside" if touched else None
        case.unknowns = touched or (case.facts.unknowns if fitting else tuple(doubts(org)))
        yield case


def _superior(params: Params, scope: Scope, org: Organization) -> Case:
    """Go up from superior to superior, as far as the root."""
    organization = scope.dataset.organization
    chain, at, sure, holds, broken_at = [], org, True, None, None
    unknowns: list[Unknown] = []
    passed = [org]
    while True:
        if at is not org and at.kind in params.root_kinds and at.level in params.root_levels:
            holds = True
            break
        if at.parent_id is None:
            holds, broken_at = False, at.org_id
            break
        above = organization.get(at.parent_id)
        if above is None or above in passed:
            name = "organization" if above is None else "value"
            unknowns.append(Unknown(name, "organizations", at.row, "parent_id", at.parent_id))
            break
        chain.append(above.org_id)
        passed.append(above)
        exists = scope.places.exists(above, scope.as_of)
        if exists is False:
            holds, broken_at = False, above.org_id
            break
        if exists is None or None in (above.kind, above.level):
            sure = False
            unknowns += doubts(above)
        at = above
    if not sure:
        holds = None
    return Case(
        subject=scope.subject(org.org_id),
        events=((scope.as_of, scope.as_of),),
        facts=Facts(holds=holds, seen=tuple(chain), broken_at=broken_at, unknowns=tuple(unknowns)),
        evidence=scope.rows("organizations", passed),
    )


def _unit(params: Params, scope: Scope, org: Organization) -> Case | None:
    """Look for the organisations of a unit of whose members something is told."""
    row = latest_members(scope, org.org_id)
    lost_row = scope.touched("members", org.org_id)
    if row is None and not lost_row:
        return None
    count = row.full_members if row else None
    there, perhaps = _party(params, scope, org)
    complete = scope.world.complete.says(
        "organizations", date.fromordinal(scope.as_of).year, org.org_id
    )
    holds: bool | None = True if there else None
    unknowns: list[Unknown] = []
    if not there and not perhaps and complete and count is not None:
        holds = False
    if not there and not complete:
        unknowns.append(Unknown("rows", "organizations", None, None, org.org_id))
    if not there:
        unknowns += [gap for body in perhaps for gap in doubts(body)]
        if row is not None and count is None:
            unknowns.append(Unknown("value", "members", row.row, "full_members"))
    few = count is not None and count < params.full_members
    return Case(
        subject=scope.subject(org.org_id),
        events=((scope.as_of, scope.as_of),),
        facts=Facts(
            holds=holds,
            seen=tuple(body.org_id for body in there),
            full_members=count,
            reason="fact-unknown" if complete else "incomplete-table",
            unknowns=(*lost_row, *unknowns),
        ),
        evidence=scope.rows("members", [row] if row else [])
        + scope.rows("organizations", [org, *there]),
        not_yet="too-few-members" if few else None,
    )


def _party(
    params: Params, scope: Scope, unit: Organization
) -> tuple[list[Organization], list[Organization]]:
    """Give the party organisations of a unit which surely exist on the day, and which may."""
    covering = {
        link.from_id
        for link in scope.dataset.links_to.get(unit.org_id, ())
        if link.relation is LinkRelation.COVERS and _in_force(link.start, link.end, scope.as_of)
    }
    there, perhaps = [], []
    for org in _near(scope, unit.org_id, covering):
        exists = scope.places.exists(org, scope.as_of)
        if org.org_id == unit.org_id or exists is False:
            continue
        if org.kind in params.party_kinds and exists:
            there.append(org)
        elif org.kind in (*params.party_kinds, None):
            perhaps.append(org)
    return there, perhaps


def _in_force(start: object, end: object, as_of: int) -> bool:
    return bool(start and start.last <= as_of and not (end and end.first <= as_of))  # type: ignore[attr-defined]


def _near(scope: Scope, unit: str, covering: set[str]) -> Iterator[Organization]:
    """Give the organisations under a unit or at it, and those that cover it."""
    index = scope.world.kept.get("near")
    if index is None:
        index = {}
        for org in scope.dataset.organizations:
            for key in {org.parent_id, org.within_id} - {None}:
                index.setdefault(key, []).append(org)
        scope.world.kept["near"] = index
    yield from index.get(unit, ())
    known = scope.dataset.organization
    yield from (known[key] for key in sorted(covering) if key in known)
