"""Facts for `cadence`: the events of each organisation in each window."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from partyorg.dates import PartialDate
from partyorg.evaluate.scope import Case, Scope, rows_of
from partyorg.model import Activity, Organization
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.cadence import Facts, Params
from partyorg.verdict import Unknown

__all__ = ["cases"]


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for every organisation and calendar year in which it lived throughout."""
    params: Params = version.params
    if not scope.organizations_asked:
        return
    for org, touch in scope.lost_organizations():
        pairs = [(kind, level) for kind in params.kinds for level in params.levels]
        if any(touch.may_be(kind=kind, level=level) for kind, level in pairs):
            yield Case(
                subject=scope.subject(org.org_id),
                events=((scope.as_of, scope.as_of),),
                blocked="row-set-aside",
                unknowns=scope.touched("organizations", org.org_id),
            )
    for org in scope.dataset.organizations:
        if org.kind in params.kinds and org.level in params.levels and scope.asked(org.org_id):
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
    doubtful = bool(starts and starts.last > span.first)
    sure: list[Activity] = []
    maybe: list[Activity] = []
    for row in scope.dataset.activities_of.get(org.org_id, ()):
        counts = _counts(params, scope, org, row, span)
        if counts is not False:
            (sure if counts else maybe).append(row)
    touched = scope.touched("activities", org.org_id)
    complete = scope.world.complete.says("activities", year, org.org_id)
    running = scope.as_of <= span.last
    unknowns = [Unknown("value", "activities", row.row) for row in maybe]
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
        unknowns=touched,
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
        known = row.to_id is not None and org.parent_id is not None
        answers.append(row.to_id == org.parent_id if known else None)
    if False in answers:
        return False
    return None if None in answers else True
