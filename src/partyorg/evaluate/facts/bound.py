"""Facts for `bound`: what is recorded for each person and year."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from attrs import evolve

from partyorg.dates import PartialDate
from partyorg.evaluate.career import Career
from partyorg.evaluate.scope import Case, Scope, rows_of
from partyorg.model import Person, Training
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.bound import Facts, Params
from partyorg.verdict import Unknown

__all__ = ["cases"]


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for everyone in post at a township throughout a year of which there are rows."""
    params: Params = version.params
    years = [
        (year, PartialDate.of(year))
        for year in scope.dataset.training_years
        if PartialDate.of(year).first <= scope.as_of
    ]
    for person in scope.people():
        career = scope.world.career(person.person_id)
        cover = career.of_townships
        if not cover.high and not career.broken:
            continue
        for year, span in years:
            end = min(span.last, scope.as_of) + 1
            throughout = cover.throughout(span.first, end)
            if career.broken or throughout is not False:
                yield _case(params, scope, person, career, throughout, year, span)


def _case(
    params: Params,
    scope: Scope,
    person: Person,
    career: Career,
    throughout: bool | None,
    year: int,
    span: PartialDate,
) -> Case:
    broken = (
        scope.touched("appointments", person.person_id)
        + scope.touched("people", person.person_id)
        + scope.touched(params.table, person.person_id, year=year)
    )
    posts = [post.row for post in career.townships(span.first, span.last + 1)]
    rows = _rows(scope, person, year)
    evidence = rows_of("appointments", posts) + rows_of(params.table, rows)
    case = Case(
        subject=scope.person_subject(person),
        events=((span.first, span.last),),
        period=str(year),
        evidence=evidence,
    )
    if broken:
        return evolve(case, blocked="row-set-aside", unknowns=broken)
    if throughout is None:
        vague = tuple(
            Unknown("date-to-the-day", "appointments", row.row, None, person.person_id)
            for row in posts
        )
        return evolve(case, doubtful=True, unknowns=vague)
    empty = [row for row in rows if getattr(row, params.column) is None]
    known = bool(rows) or _complete(params, scope, career, year, span)
    running = scope.as_of <= span.last
    unknowns = [Unknown("value", params.table, row.row, params.column) for row in empty]
    if not known:
        unknowns.append(Unknown("rows", params.table, None, None, str(year)))
    if running:
        unknowns.append(Unknown("end-of-period", params.table, None, None, str(year)))
    facts = Facts(
        total=sum((getattr(row, params.column) or Fraction(0) for row in rows), Fraction(0)),
        may_grow=bool(empty) or not known,
        running=running,
        reason="incomplete-table" if not known else "fact-unknown",
        unknowns=tuple(unknowns),
    )
    return evolve(case, facts=facts)


def _rows(scope: Scope, person: Person, year: int) -> list[Training]:
    rows = scope.dataset.trainings_of.get(person.person_id, ())
    return [row for row in rows if row.year == year]


def _complete(params: Params, scope: Scope, career: Career, year: int, span: PartialDate) -> bool:
    """Tell whether the table is complete for the year and all townships served in."""
    says = scope.world.complete.says
    posts = [post for post in career.townships(span.first, span.last + 1) if post.own]
    return all(says(params.table, year, post.row.org_id) for post in posts)
