"""Facts for `bound` over organisations: how many members there are, and how large committees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from partyorg.dates import Cover, PartialDate
from partyorg.evaluate.facts.chosen import chosen, doubts, fits
from partyorg.evaluate.facts.chosen import lost as lost_cases
from partyorg.evaluate.scope import Case, Scope, mended
from partyorg.model import Appointment, Basis, Members, Organization
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.bound import Facts, Params
from partyorg.verdict import Unknown

__all__ = ["committees", "latest_members", "members"]


def members(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for every organisation and year of which the numbers of members are told."""
    params: Params = version.params
    if not scope.organizations_asked:
        return
    yield from lost_cases(params, scope)
    for org in scope.organizations():
        fitting = fits(params, org)
        touched = scope.touched("members", org.org_id)
        rows = scope.dataset.members_of.get(org.org_id, ())
        if fitting is False or not (rows or touched):
            continue
        told = {row.year for row in rows}
        lost = {t.values.get("year"): t for t in scope.dataset.set_aside("members", org.org_id)}
        for year, touch in lost.items():
            if year not in told:
                day = PartialDate.of(year) if year else None
                yield Case(
                    subject=scope.subject(org.org_id),
                    events=((day.first, day.last) if day else (scope.as_of, scope.as_of),),
                    period=str(year) if year else None,
                    blocked="row-set-aside",
                    unknowns=(mended(touch),),
                )
        for row in rows:
            span = PartialDate.of(row.year)
            if span.first <= scope.as_of:
                yield _members(params, scope, org, row, span, sure=fitting is True)


def _members(
    params: Params, scope: Scope, org: Organization, row: Members, span: PartialDate, *, sure: bool
) -> Case:
    touched = scope.touched("members", org.org_id, year=row.year)
    columns = ["full_members"]
    if params.column == "all_members":
        columns.append("probationary_members")
    counts = [getattr(row, column) for column in columns]
    known = [Fraction(count) for count in counts if count is not None]
    unknowns = tuple(
        Unknown("value", "members", row.row, column)
        for column, count in zip(columns, counts, strict=True)
        if count is None
    )
    return Case(
        subject=scope.subject(org.org_id),
        events=((span.first, span.last),),
        facts=Facts(
            total=sum(known, Fraction(0)),
            may_grow=len(known) < len(counts),
            reason="fact-unknown",
            unknowns=unknowns,
        ),
        period=str(row.year),
        evidence=scope.rows("members", [row]),
        doubtful=not sure,
        blocked="row-set-aside" if touched else None,
        unknowns=touched or (unknowns if sure else tuple(doubts(org))),
    )


def latest_members(scope: Scope, org_id: str, *, this_year: bool = False) -> Members | None:
    """Give the row of the year of the day, or (unless `this_year`) the latest before it."""
    year = date.fromordinal(scope.as_of).year
    rows = [
        row
        for row in scope.dataset.members_of.get(org_id, ())
        if row.year == year or (row.year < year and not this_year)
    ]
    return max(rows, key=lambda row: row.year, default=None)


def committees(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for every organisation, for the committee that holds office on the day."""
    params: Params = version.params
    if not scope.organizations_asked:
        return
    yield from lost_cases(params, scope)
    for org, fitting in chosen(params, scope):
        enough = _has_enough(params, scope, org)
        if enough is not False:
            yield _committee(params, scope, org, sure=fitting is True and enough is True)


def _has_enough(params: Params, scope: Scope, org: Organization) -> bool | None:
    """Tell whether the organisation has so many full members that it owes a committee."""
    if params.if_full_members is None:
        return True
    row = latest_members(scope, org.org_id, this_year=True)
    if row is None or row.full_members is None:
        return None
    return row.full_members >= params.if_full_members


def _committee(params: Params, scope: Scope, org: Organization, *, sure: bool) -> Case:
    holders: dict[str, list[Appointment]] = {}
    for row in scope.dataset.appointments_at.get(org.org_id, ()):
        if row.basis in (Basis.IN_POST, None) and row.role in (*params.roles, None):
            holders.setdefault(row.person_id, []).append(row)
    low = high = 0
    seen: list[Appointment] = []
    unknowns: list[Unknown] = []
    for rows in holders.values():
        holds = _holds(rows, scope.as_of)
        low += holds is True
        high += holds is not False
        if holds is not False:
            seen += rows
        if holds is None:
            unknowns += _open(rows)
    touched = scope.touched("appointments", org.org_id)
    told = latest_members(scope, org.org_id, this_year=True)
    if params.if_full_members is not None and (told is None or told.full_members is None):
        unknowns.append(Unknown("rows", "members", None, None, org.org_id))
    return Case(
        subject=scope.subject(org.org_id),
        events=((scope.as_of, scope.as_of),),
        facts=Facts(
            total=Fraction(low),
            most=Fraction(high),
            may_grow=False,
            reason="fact-unknown",
            unknowns=tuple(unknowns),
        ),
        evidence=scope.rows("appointments", seen),
        doubtful=not sure,
        not_yet="nothing-recorded" if not high and not touched else None,
        blocked="row-set-aside" if touched else None,
        unknowns=touched or (*unknowns, *(() if sure else doubts(org))),
    )


def _holds(rows: list[Appointment], as_of: int) -> bool | None:
    """Tell whether somebody holds one of some posts on the day."""
    sure = [row.spell for row in rows if row.basis is not None and row.role is not None]
    maybe = [row.spell for row in rows if row.basis is None or row.role is None]
    return Cover.of(sure, maybe).at(as_of)


def _open(rows: list[Appointment]) -> Iterator[Unknown]:
    for row in rows:
        for column in ("start", "basis", "role"):
            if getattr(row, column) is None:
                yield Unknown("value", "appointments", row.row, column)
        for column in ("start", "end"):
            day = getattr(row, column)
            if day is not None and day.first != day.last:
                yield Unknown("date-to-the-day", "appointments", row.row, column)
