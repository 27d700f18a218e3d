"""Facts for `bound`: what is recorded for each person and year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from partyorg.dates import PartialDate
from partyorg.evaluate.career import Career, Post
from partyorg.evaluate.scope import Case, Scope
from partyorg.model import Person, Training
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.bound import Facts, Params
from partyorg.verdict import Unknown

__all__ = ["cases", "cases_of"]


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for everyone in post at a township throughout a year of which there are rows."""
    for person in scope.people():
        yield from cases_of(version, scope, person)


def cases_of(version: Version, scope: Scope, person: Person) -> Iterator[Case]:
    """Give the cases of one person."""
    params: Params = version.params
    career = scope.world.career(person.person_id)
    if not career.of_townships.high and not career.broken:
        return
    for year, span in scope.training_years:
        if scope.bare and span.last < scope.as_of:
            # A year that is over has the same facts on every later day.
            key = (version.clause, year)
            if key not in career.kept:
                career.kept[key] = _case(params, scope, person, career, year, span)
            case = career.kept[key]
        else:
            case = _case(params, scope, person, career, year, span)
        if case is not None:
            yield case


def _case(
    params: Params, scope: Scope, person: Person, career: Career, year: int, span: PartialDate
) -> Case | None:
    end = min(span.last, scope.as_of) + 1
    throughout = career.of_townships.throughout(span.first, end)
    if throughout is False and not career.broken:
        return None
    broken = scope.broken(person.person_id, "appointments", "people")
    broken += scope.touched(params.table, person.person_id, year=year)
    rows = _rows(scope, person, year)
    case = Case(
        subject=career.subject,
        events=((span.first, span.last),),
        period=str(year),
    )
    posts: tuple[Post, ...] = ()
    if not scope.bare:
        posts = career.townships(span.first, span.last + 1)
        case.evidence = scope.rows("appointments", (post.row for post in posts))
        case.evidence += scope.rows(params.table, rows)
    if broken:
        case.blocked, case.unknowns = "row-set-aside", broken
        return case
    if throughout is None:
        case.doubtful = True
        case.unknowns = scope.told(
            Unknown("date-to-the-day", "appointments", post.row.row, None, person.person_id)
            for post in posts
        )
        return case
    empty = [row for row in rows if getattr(row, params.column) is None]
    known = bool(rows) or _complete(params, scope, career, year, span)
    running = scope.as_of <= span.last
    amounts = [value for row in rows if (value := getattr(row, params.column)) is not None]
    case.facts = Facts(
        total=amounts[0] if len(amounts) == 1 else sum(amounts, Fraction(0)),
        may_grow=bool(empty) or not known,
        running=running,
        reason="incomplete-table" if not known else "fact-unknown",
        unknowns=scope.told(_unknowns(params, year, empty, known=known, running=running)),
    )
    return case


def _unknowns(
    params: Params, year: int, empty: Iterable[Training], *, known: bool, running: bool
) -> Iterator[Unknown]:
    for row in empty:
        yield Unknown("value", params.table, row.row, params.column)
    if not known:
        yield Unknown("rows", params.table, None, None, str(year))
    if running:
        yield Unknown("end-of-period", params.table, None, None, str(year))


def _rows(scope: Scope, person: Person, year: int) -> list[Training]:
    rows = scope.dataset.trainings_of.get(person.person_id, ())
    return [row for row in rows if row.year == year]


def _complete(params: Params, scope: Scope, career: Career, year: int, span: PartialDate) -> bool:
    """Tell whether the table is complete for the year and all townships served in."""
    says = scope.world.complete.says
    posts = [post for post in career.townships(span.first, span.last + 1) if post.own]
    return all(says(params.table, year, post.row.org_id) for post in posts)
