"""Facts for `permitted`: the listed items of an organisation, and what those above allow."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from partyorg.evaluate.facts import haves
from partyorg.evaluate.scope import Case, Scope, rows_of
from partyorg.model import Level, ListedItem, ListName, Organization
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.permitted import Facts, Params
from partyorg.verdict import Subject, Unknown

__all__ = ["cases"]


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for every organisation whose list the rule looks at."""
    params: Params = version.params
    if not scope.organizations_asked:
        return
    if params.test == "absent":
        yield from _places(params, scope)
        return
    if params.test == "present":
        yield from haves.cases(params, scope)
        return
    lost = (key for table, key in scope.dataset.touched if table == "listed_items")
    for org_id in dict.fromkeys((*scope.dataset.listed_items_of, *lost)):
        rows = scope.dataset.listed_items_of.get(org_id, ())
        items = [row for row in rows if row.list is params.list]
        org = scope.dataset.organization.get(org_id)
        fits = None if org is None else _fits(params, scope, org)
        if not scope.asked(org_id) or fits is False:
            continue
        if not items and (
            org is None or not scope.touched("listed_items", org_id, list=params.list)
        ):
            continue
        facts = _JUDGED[params.test](params, scope, org_id, items)
        yield _case(
            scope, scope.subject(org_id), items, facts, params.list, doubtful=fits is not True
        )


def _fits(params: Params, scope: Scope, org: Organization) -> bool | None:
    """Tell whether an organisation is, on the day, of a level that the rule names."""
    if params.levels == (Level.TOWNSHIP,):
        site = scope.places.site(org.org_id)
        level = site.own if site.known else None
    else:
        level = None if org.level is None else org.level in params.levels
    exists = scope.places.exists(org, scope.as_of)
    if level is False or exists is False:
        return False
    return True if level and exists else None


def _case(
    scope: Scope,
    subject: Subject,
    rows: list[ListedItem],
    facts: Facts,
    name: ListName,
    *,
    doubtful: bool,
    keys: tuple[str, ...] = (),
) -> Case:
    touched: tuple[Unknown, ...] = ()
    for key in keys or (subject.id,):
        touched += scope.touched("listed_items", key, list=name)
    return Case(
        subject=subject,
        events=((scope.as_of, scope.as_of),),
        facts=facts,
        evidence=rows_of("listed_items", rows),
        doubtful=doubtful,
        blocked="row-set-aside" if touched else None,
        unknowns=touched or facts.unknowns,
    )


def _above(params: Params, scope: Scope, org_id: str, rows: list[ListedItem]) -> Facts:
    """Compare the items with the same list of the organisations above."""
    allowed: set[str] = set()
    unclear = False
    for other, items in scope.dataset.listed_items_of.items():
        listed = [row.item for row in items if row.list is params.list]
        allows = _allows(params, scope, other, org_id) if listed else False
        if allows:
            allowed.update(listed)
        unclear = unclear or allows is None
    for (table, key), touches in scope.dataset.touched.items():
        if table == "listed_items" and any(touch.may_be(list=params.list) for touch in touches):
            unclear = unclear or _allows(params, scope, key, org_id) is not False
    foreign = [row.item for row in rows if row.item not in allowed and row.item_ref not in allowed]
    year = date.fromordinal(scope.as_of).year
    site = scope.places.site(org_id)
    top = site.chain[-1] if site.chain else None
    complete = scope.world.complete.says("listed_items", year, top) and site.whole and not unclear
    return Facts(
        items=tuple(row.item for row in rows),
        offending=tuple(foreign) if complete else (),
        doubtful=() if complete else tuple(foreign),
        unknowns=() if complete else (Unknown("rows", "listed_items", None, None, top),),
    )


def _allows(params: Params, scope: Scope, other: str, org_id: str) -> bool | None:
    """Tell whether an organisation is one whose list binds those below; None if not known."""
    body = scope.dataset.organization.get(other)
    if body is None or body.level is None:
        return None if other != org_id else False
    if body.level not in params.allowed_by:
        return False
    if body.level is Level.CENTRAL:
        return True
    return scope.places.above(scope.places.site(other).place, scope.places.site(org_id))


def _based(params: Params, _: Scope, __: str, rows: list[ListedItem]) -> Facts:
    """Look at the basis of each item; one that is empty or not known by name is open."""
    known = (*params.bases, *params.not_enough)
    open_rows = [row for row in rows if row.basis not in known]
    return Facts(
        items=tuple(row.item for row in rows),
        offending=tuple(row.item for row in rows if row.basis in params.not_enough),
        doubtful=tuple(row.item for row in open_rows),
        reason="fact-unknown",
        unknowns=tuple(Unknown("value", "listed_items", row.row, "basis") for row in open_rows),
    )


def _answered(params: Params, scope: Scope, org_id: str, rows: list[ListedItem]) -> Facts:
    """Look for the items that no item of the other list answers."""
    every = scope.dataset.listed_items_of.get(org_id, ())
    replies = [row for row in every if row.list is params.answered_on]
    answers = {row.item_ref for row in replies}
    nameless = [row for row in replies if row.item_ref is None]
    lacking = tuple(row.item for row in rows if row.item not in answers)
    year = date.fromordinal(scope.as_of).year
    complete = scope.world.complete.says("listed_items", year, org_id)
    complete = complete and not scope.touched("listed_items", org_id, list=params.answered_on)
    unknowns = [Unknown("value", "listed_items", row.row, "item_ref") for row in nameless]
    if not complete:
        unknowns.append(Unknown("rows", "listed_items", None, None, org_id))
    complete = complete and not nameless
    return Facts(
        items=tuple(row.item for row in rows),
        offending=lacking if complete else (),
        doubtful=() if complete else lacking,
        reason="fact-unknown" if nameless else "incomplete-table",
        unknowns=tuple(unknowns),
    )


_JUDGED: dict[str, Callable[[Params, Scope, str, list[ListedItem]], Facts]] = {
    "on_list_above": _above,
    "basis": _based,
    "answered": _answered,
}


def _places(params: Params, scope: Scope) -> Iterator[Case]:
    """Look for forbidden items in the lists of all organisations of a place."""
    year = date.fromordinal(scope.as_of).year
    forbidden = [item.casefold() for item in params.forbidden]
    for level in params.levels:
        for org, exists in scope.divisions(level):
            bodies = [body.org_id for body in scope.places.bodies.get(org.org_id, ())]
            rows = [
                row
                for body in bodies
                for row in scope.dataset.listed_items_of.get(body, ())
                if row.list is params.list
            ]
            named = org.division_code in params.only_codes or params.only_tag in org.tags
            if not named and (params.codes_complete or not rows):
                continue
            complete = scope.world.complete.says("listed_items", year, org.org_id)
            unknowns = [] if complete else [Unknown("rows", "listed_items", None, None, org.org_id)]
            if not named:
                unknowns.append(Unknown("list", "organizations", org.row, "tags", org.org_id))
            facts = Facts(
                items=tuple(row.item for row in rows),
                offending=tuple(r.item for r in rows if r.item.casefold() in forbidden),
                doubtful=tuple(r.item for r in rows if _speaks_of(r.item, forbidden)),
                may_lack=not complete,
                unknowns=tuple(unknowns),
            )
            subject = scope.subject(org.org_id)
            sure = named and exists
            yield _case(
                scope, subject, rows, facts, params.list, doubtful=not sure, keys=tuple(bodies)
            )


def _speaks_of(item: str, forbidden: list[str]) -> bool:
    """Tell whether an item is none of the forbidden ones, yet has one in its name."""
    text = item.casefold()
    return text not in forbidden and any(word in text for word in forbidden)
