"""Facts for `cadence` with terms: when an organisation was last elected, and until when that holds.

The founding of an organisation begins its first term.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from partyorg.dates import PartialDate
from partyorg.evaluate.facts.chosen import doubts, fits
from partyorg.evaluate.scope import Case, Scope
from partyorg.model import Activity, Organization
from partyorg.rulebook.kinds.cadence import Facts, Params, Term
from partyorg.verdict import Unknown

__all__ = ["cases_of"]


def cases_of(params: Params, scope: Scope, org: Organization) -> Iterator[Case]:
    """Give the case of an organisation that exists, or may exist, on the day."""
    exists = scope.places.exists(org, scope.as_of)
    if exists is False:
        return
    rows = [
        row
        for row in scope.dataset.activities_of.get(org.org_id, ())
        if row.kind in params.activity and not (row.date and row.date.first > scope.as_of)
    ]
    touched = scope.touched("activities", org.org_id)
    sure = fits(params, org) is True and exists is True
    term, unknowns = _term(params, scope, org, rows)
    yield Case(
        subject=scope.subject(org.org_id),
        events=((scope.as_of, scope.as_of),),
        facts=Facts(term=term, unknowns=unknowns),
        evidence=scope.rows("activities", rows)
        + scope.rows("organizations", [org] if term.founded else []),
        doubtful=not sure,
        blocked="row-set-aside" if touched else None,
        unknowns=touched or (unknowns if sure else tuple(doubts(org))),
    )


def _term(
    params: Params, scope: Scope, org: Organization, rows: list[Activity]
) -> tuple[Term, tuple[Unknown, ...]]:
    """Tell until when the latest election, or the founding, holds."""
    every, as_of = params.every, scope.as_of
    assert every is not None  # noqa: S101  (only rules with terms come here)
    dates = [row.date for row in rows if row.date is not None]
    begun = [day for day in (*dates, org.valid_from) if day is not None]
    sure = [day for day in begun if day.last <= as_of]
    last = max(sure or begun, key=lambda day: day.first, default=None)
    low = max((every.after(day.first) for day in sure), default=None)
    high = max((every.after(min(day.last, as_of)) for day in begun), default=None)
    undated = [row for row in rows if row.date is None]
    complete = last is not None and _complete(scope, org, last)
    unknowns = [Unknown("value", "activities", row.row, "date") for row in undated]
    unknowns += [
        Unknown("date-to-the-day", "activities", row.row, "date")
        for row in rows
        if row.date is not None and row.date.first != row.date.last
    ]
    if not complete:
        unknowns.append(Unknown("rows", "activities", None, None, org.org_id))
    if not complete or undated:
        high = None
    term = Term(
        last,
        (low, high),
        (-1 if low is None else low - as_of, None if high is None else high - as_of),
        founded=last is not None and last is org.valid_from,
    )
    return term, tuple(unknowns)


def _complete(scope: Scope, org: Organization, last: PartialDate) -> bool:
    """Tell whether every year since the latest election is complete."""
    since = date.fromordinal(last.first).year
    says = scope.world.complete.says
    years = range(since, date.fromordinal(scope.as_of).year + 1)
    return all(says("activities", year, org.org_id) for year in years)
