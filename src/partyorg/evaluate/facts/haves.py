"""Facts for `permitted` where something must be there: what an organisation has on its list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from partyorg.evaluate.facts.chosen import chosen, doubts, lost
from partyorg.evaluate.scope import Case, Scope
from partyorg.model import Organization
from partyorg.rulebook.kinds.permitted import Facts, Params
from partyorg.verdict import Unknown

__all__ = ["cases"]


def cases(params: Params, scope: Scope) -> Iterator[Case]:
    """Give a case for every organisation that must have the items."""
    yield from lost(params, scope)
    for org, fitting in chosen(params, scope):
        yield _case(params, scope, org, sure=fitting is True)


def _case(params: Params, scope: Scope, org: Organization, *, sure: bool) -> Case:
    every = scope.dataset.listed_items_of.get(org.org_id, ())
    rows = [row for row in every if row.list is params.list]
    there = {row.item for row in rows}
    lacking: list[str] = []
    found: list[str] = []
    for wanted in params.required:
        names = wanted.split("|")
        (found if there.intersection(names) else lacking).append(names[0])
    touched = scope.touched("listed_items", org.org_id, list=params.list)
    year = date.fromordinal(scope.as_of).year
    complete = scope.world.complete.says("listed_items", year, org.org_id)
    unknowns = () if complete else (Unknown("rows", "listed_items", None, None, org.org_id),)
    return Case(
        subject=scope.subject(org.org_id),
        events=((scope.as_of, scope.as_of),),
        facts=Facts(
            items=tuple(found),
            offending=tuple(lacking) if complete else (),
            doubtful=() if complete else tuple(lacking),
            unknowns=unknowns,
        ),
        evidence=scope.rows("listed_items", rows),
        doubtful=not sure,
        blocked="row-set-aside" if touched else None,
        unknowns=touched or (unknowns if sure else tuple(doubts(org))),
    )
