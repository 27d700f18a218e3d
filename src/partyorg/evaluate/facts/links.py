"""Facts for `coverage` of organisations: the links of each that are in force on the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from partyorg.evaluate.scope import Case, Scope, rows_of
from partyorg.model import Link, Organization
from partyorg.rulebook.kinds.coverage import Facts, Params
from partyorg.verdict import Unknown

__all__ = ["cases"]


def cases(params: Params, scope: Scope) -> Iterator[Case]:
    """Give a case for every organisation of the kinds and levels that exists on the day."""
    if not scope.organizations_asked:
        return
    yield from scope.lost_cases(params.kinds, params.levels)
    for org in scope.dataset.organizations:
        fits = _fits(params, scope, org) if scope.asked(org.org_id) else False
        if fits is False:
            continue
        rows = _links(params, scope, org.org_id)
        touched = scope.touched("links", org.org_id, relation=params.by_link)
        facts = _facts(params, scope, org, rows)
        yield Case(
            subject=scope.subject(org.org_id),
            events=((scope.as_of, scope.as_of),),
            facts=facts,
            evidence=rows_of("links", rows),
            doubtful=fits is None,
            blocked="row-set-aside" if touched else None,
            unknowns=touched or (tuple(_doubts(org)) if fits is None else facts.unknowns),
        )


def _fits(params: Params, scope: Scope, org: Organization) -> bool | None:
    """Tell whether an organisation is one that must be covered; None if that is not known."""
    answers = [
        None if org.kind is None else org.kind in params.kinds,
        None if org.level is None else org.level in params.levels,
        params.tag is None or params.tag in org.tags,
        scope.places.exists(org, scope.as_of),
    ]
    if False in answers or (org.kind is None and org.level is None):
        return False
    return None if None in answers else True


def _doubts(org: Organization) -> Iterator[Unknown]:
    """Name what is not known of an organisation that may be one to be covered."""
    for column in ("kind", "level"):
        if getattr(org, column) is None:
            yield Unknown("value", "organizations", org.row, column)
    for column in ("valid_from", "valid_to"):
        day = getattr(org, column)
        if day is not None and day.first != day.last:
            yield Unknown("date-to-the-day", "organizations", org.row, column)


def _links(params: Params, scope: Scope, org_id: str) -> list[Link]:
    """Give the links which may be of the relation, and may be in force on the day."""
    dataset = scope.dataset
    there = (dataset.links_to if params.link_leads == "to" else dataset.links_from).get(org_id, ())
    return [
        row
        for row in there
        if row.relation in (params.by_link, None)
        and not (row.start and row.start.first > scope.as_of)
        and not (row.end and row.end.last <= scope.as_of)
    ]


def _facts(params: Params, scope: Scope, org: Organization, rows: list[Link]) -> Facts:
    """Count whom or what the links join to the organisation, each once."""
    sure, maybe = set(), set()
    open_rows = []
    for row in rows:
        other = row.from_id if params.link_leads == "to" else row.to_id
        begun = row.start is not None and row.start.last <= scope.as_of
        lasts = row.end is None or row.end.first > scope.as_of
        if row.relation is not None and begun and lasts:
            sure.add(other)
        else:
            maybe.add(other)
            open_rows.append(row)
    year = date.fromordinal(scope.as_of).year
    complete = scope.world.complete.says("links", year, org.org_id)
    unknowns = list(_open(open_rows, scope.as_of))
    if not complete:
        unknowns.append(Unknown("rows", "links", None, None, org.org_id))
    return Facts(
        count=(len(sure), len(sure | maybe) if complete else None),
        unknowns=tuple(unknowns),
        reason="fact-unknown" if complete else "incomplete-table",
    )


def _open(rows: Iterable[Link], as_of: int) -> Iterator[Unknown]:
    """Name what is not known of links that may count."""
    for row in rows:
        if row.relation is None:
            yield Unknown("value", "links", row.row, "relation")
        if row.start is None:
            yield Unknown("value", "links", row.row, "start")
        for column in ("start", "end"):
            day = getattr(row, column)
            if day is not None and day.first <= as_of < day.last:
                yield Unknown("date-to-the-day", "links", row.row, column)
