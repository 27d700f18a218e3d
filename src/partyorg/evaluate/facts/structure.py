"""Facts for `structure`: the chain of superiors, and the organisations of a unit, as of a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from partyorg.dates import Cover, Spell
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
        case = (_superior if params.test == "superior" else _unit)(params, scope, org)
        if case is not None:
            case.doubtful = fitting is not True
            doubt = () if fitting else tuple(doubts(org))
            case.unknowns = case.unknowns or doubt or case.facts.unknowns
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
        holds = broken_at = None
    return Case(
        subject=scope.subject(org.org_id),
        events=((scope.as_of, scope.as_of),),
        facts=Facts(holds=holds, seen=tuple(chain), broken_at=broken_at, unknowns=tuple(unknowns)),
        evidence=scope.rows("organizations", passed),
    )


def _unit(params: Params, scope: Scope, org: Organization) -> Case | None:
    """Look for the organisations of a unit of whose members something is told."""
    row = latest_members(scope, org.org_id)
    touched = scope.touched("members", org.org_id)
    if row is None and not touched:
        return None
    touched += scope.touched("organizations", org.org_id)  # it may be the organisation looked for
    count = row.full_members if row else None
    there, gaps = _party(params, scope, org)
    year = date.fromordinal(scope.as_of).year
    says = scope.world.complete.says
    lacking = [name for name in ("organizations", "links") if not says(name, year, org.org_id)]
    gaps += [Unknown("rows", name, None, None, org.org_id) for name in lacking]
    if row is not None and count is None:
        gaps.append(Unknown("value", "members", row.row, "full_members"))
    few = count is not None and count < params.full_members
    case = Case(
        subject=scope.subject(org.org_id),
        events=((scope.as_of, scope.as_of),),
        facts=Facts(
            holds=True if there else None if gaps else False,
            seen=tuple(body.org_id for body in there),
            full_members=count,
            reason="incomplete-table" if lacking else "fact-unknown",
            unknowns=() if there else tuple(gaps),
        ),
        evidence=scope.rows("members", [row] if row else [])
        + scope.rows("organizations", [org, *there]),
    )
    if touched:
        case.blocked, case.unknowns = "row-set-aside", touched
    elif few:
        case.not_yet = "too-few-members"
    return case


def _party(
    params: Params, scope: Scope, unit: Organization
) -> tuple[list[Organization], list[Unknown]]:
    """Give the party organisations of a unit, and what leaves open whether there are others."""
    there: list[Organization] = []
    gaps: list[Unknown] = [*scope.touched("links", unit.org_id)]
    found: list[tuple[Organization, tuple[Unknown, ...]]] = [
        (org, ()) for org in _under(scope, unit.org_id)
    ]
    for link in scope.dataset.links_to.get(unit.org_id, ()):
        holds = Cover.of([Spell(link.start, link.end)]).at(scope.as_of)
        if link.relation not in (LinkRelation.COVERS, None) or holds is False:
            continue
        org = scope.dataset.organization.get(link.from_id)
        if org is None:
            gaps.append(Unknown("organization", "links", link.row, "from_id", link.from_id))
            continue
        column = "relation" if link.relation is None else "start"
        open_link = (Unknown("value", "links", link.row, column),)
        found.append((org, () if link.relation and holds else open_link))
    for org, doubt in found:
        exists = scope.places.exists(org, scope.as_of)
        if org.org_id == unit.org_id or exists is False:
            continue
        if org.kind in params.party_kinds and exists and not doubt:
            there.append(org)
        elif org.kind in (*params.party_kinds, None):
            gaps += doubt or doubts(org)
    return there, gaps


def _under(scope: Scope, unit: str) -> Sequence[Organization]:
    """Give the organisations under a unit, or at it."""
    index: dict[str, list[Organization]] | None = scope.world.kept.get("under")
    if index is None:
        index = {}
        for org in scope.dataset.organizations:
            for key in dict.fromkeys((org.parent_id, org.within_id)):
                if key is not None:
                    index.setdefault(key, []).append(org)
        scope.world.kept["under"] = index
    return index.get(unit, ())
