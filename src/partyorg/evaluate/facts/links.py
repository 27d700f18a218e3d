"""Facts for `coverage` of organisations: the links of each that are in force on the day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from partyorg.evaluate.facts.chosen import chosen, doubts, lost
from partyorg.evaluate.scope import Case, Scope, rows_of
from partyorg.model import Link
from partyorg.rulebook.kinds.coverage import Facts, Params
from partyorg.verdict import Unknown

__all__ = ["cases", "every_link", "facts_of", "links_of"]


def cases(params: Params, scope: Scope) -> Iterator[Case]:
    """Give a case for every organisation of the kinds and levels that exists on the day."""
    if not scope.organizations_asked:
        return
    yield from lost(params, scope)
    for org, fits in chosen(params, scope):
        rows = links_of(params, scope, org.org_id)
        touched = scope.touched("links", org.org_id, relation=params.by_link)
        facts = facts_of(scope, org.org_id, rows, [org.org_id])
        yield Case(
            subject=scope.subject(org.org_id),
            events=((scope.as_of, scope.as_of),),
            facts=facts,
            evidence=rows_of("links", rows),
            doubtful=fits is None,
            blocked="row-set-aside" if touched else None,
            unknowns=touched or (tuple(doubts(org)) if fits is None else facts.unknowns),
        )


def links_of(params: Params, scope: Scope, org_id: str) -> list[Link]:
    """Give the links of somebody which may be of the relation, and may be in force on the day."""
    return [
        row
        for row in every_link(params, scope, org_id)
        if row.relation in (params.by_link, None)
        and not (row.start and row.start.first > scope.as_of)
        and not (row.end and row.end.last <= scope.as_of)
    ]


def every_link(params: Params, scope: Scope, org_id: str) -> tuple[Link, ...]:
    """Give the links to somebody, from somebody, or both."""
    to, away = scope.dataset.links_to, scope.dataset.links_from
    leads = params.link_leads
    there = () if leads == "from" else to.get(org_id, ())
    return there if leads == "to" else there + away.get(org_id, ())


def facts_of(scope: Scope, key: str, rows: list[Link], bodies: Iterable[str]) -> Facts:
    """Count whom or what the links join to somebody, each once.

    The table is complete if it is so for all of the `bodies` in the year of the day.
    """
    sure, maybe = set(), set()
    open_rows = []
    for row in rows:
        other = row.from_id if row.to_id == key else row.to_id
        begun = row.start is not None and row.start.last <= scope.as_of
        lasts = row.end is None or row.end.first > scope.as_of
        if row.relation is not None and begun and lasts:
            sure.add(other)
        else:
            maybe.add(other)
            open_rows.append(row)
    year = date.fromordinal(scope.as_of).year
    complete = all(scope.world.complete.says("links", year, body) for body in bodies)
    unknowns = list(_open(open_rows, scope.as_of))
    if not complete:
        unknowns.append(Unknown("rows", "links", None, None, key))
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
