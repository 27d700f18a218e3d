"""Facts for `cadence`: the events of each organisation in each window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from partyorg.dates import PartialDate
from partyorg.evaluate.scope import Case, Scope, rows_of
from partyorg.model import Activity, Organization, OrgKind
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.cadence import Facts, Params
from partyorg.verdict import Unknown

__all__ = ["cases"]


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for every organisation and calendar year in which it lived throughout."""
    params: Params = version.params
    if not scope.organizations_asked:
        return
    yield from scope.lost_cases(params.kinds, params.levels)
    for org in scope.dataset.organizations:
        kind = org.kind in (*params.kinds, None)
        level = org.level in (*params.levels, None)
        if kind and level and (org.kind or org.level) and scope.asked(org.org_id):
            for year in range(
                date.fromordinal(version.begins.first).year, date.fromordinal(scope.as_of).year + 1
            ):
                case = _case(params, scope, org, year)
                if case is not None:
                    yield case


def _case(params: Params, scope: Scope, org: Organization, year: int) -> Case | None:
    span = PartialDate.of(year)
    starts, ends = org.valid_from, org.valid_to
    # A window that is not wholly within the life of the organisation is exempt.
    if (starts and starts.first > span.first) or (ends and ends.last <= span.last):
        return None
    doubtful = bool(starts and starts.last > span.first) or None in (org.kind, org.level)
    sure: list[Activity] = []
    maybe: list[Activity] = []
    for row in scope.dataset.activities_of.get(org.org_id, ()):
        counts = _counts(params, scope, org, row, span)
        if counts is not False:
            (sure if counts else maybe).append(row)
    touched = scope.touched("activities", org.org_id)
    complete = scope.world.complete.says("activities", year, org.org_id)
    running = scope.as_of <= span.last
    unknowns = [
        Unknown("value", "organizations", org.row, column)
        for column in ("kind", "level")
        if getattr(org, column) is None
    ]
    if starts and starts.last > span.first:
        unknowns.append(Unknown("date-to-the-day", "organizations", org.row, "valid_from"))
    unknowns += [
        Unknown("value", "activities", row.row, "to_id" if row.date else "date") for row in maybe
    ]
    if running:
        unknowns.append(Unknown("end-of-period", "activities", None, None, str(year)))
    elif not complete:
        unknowns.append(Unknown("rows", "activities", None, None, str(year)))
    high = len(sure) + len(maybe) if complete else None
    return Case(
        subject=scope.subject(org.org_id),
        events=((span.first, span.last),),
        facts=Facts(count=(len(sure), high), running=running, unknowns=tuple(unknowns)),
        period=str(year),
        evidence=rows_of("activities", [*sure, *maybe]),
        doubtful=doubtful,
        blocked="row-set-aside" if touched else None,
        unknowns=touched or tuple(unknowns),
    )


def _counts(
    params: Params, scope: Scope, org: Organization, row: Activity, span: PartialDate
) -> bool | None:
    """Tell whether an activity counts in a window."""
    if row.kind not in params.activity:
        return False
    if row.date is not None and (row.date.last < span.first or row.date.first > span.last):
        return False
    if row.date is not None and row.date.first > scope.as_of:
        return False
    day = row.date
    inside = day and span.first <= day.first and day.last <= min(span.last, scope.as_of)
    answers: list[bool | None] = [True if inside else None]
    if params.to_superior:
        answers.append(_received(scope, org, row.to_id))
    if False in answers:
        return False
    return None if None in answers else True


def _received(scope: Scope, org: Organization, to_id: str | None) -> bool | None:
    """Tell whether a report went to the superior of an organisation, or to what was before it.

    The superior may be given as a place: then it is the body of the same kind there (of the next
    place up, if that place is its own); and so may whoever received the report.
    """
    places, organization = scope.places, scope.dataset.organization
    if to_id is None or org.parent_id is None or org.parent_id not in organization:
        return None
    if to_id not in organization:
        return None
    superior = organization[org.parent_id]
    wanted = {superior.org_id}
    own = places.site(org.org_id)
    if superior.kind is OrgKind.DIVISION:
        place = superior.org_id
        if place == own.place:
            place = own.chain[1] if len(own.chain) > 1 else place
        wanted |= {body.org_id for body in places.bodies.get(place, ()) if body.kind is org.kind}
        wanted.add(place)
        wanted.discard(own.place or "")
    elif places.site(superior.org_id).place is not None:
        wanted.add(places.site(superior.org_id).place or "")
    return to_id in wanted or any(step.org_id in wanted for step in places.successors(to_id))
