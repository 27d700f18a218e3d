"""Facts for `bound`: of trainings, what is recorded for each person and year.

The other tables have modules of their own: amounts, what is counted of organisations, ballots.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction

from partyorg.dates import PartialDate
from partyorg.evaluate.career import Career, Post, row_gaps
from partyorg.evaluate.facts import amounts, ballots, counted
from partyorg.evaluate.facts.memberships import membership
from partyorg.evaluate.scope import Case, Scope
from partyorg.model import Person, Training
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.bound import Facts, Params
from partyorg.verdict import Unknown

__all__ = ["cases", "cases_of"]


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for everyone, or every organisation, of whom something is counted."""
    params: Params = version.params
    if params.table == "trainings" or params.who == "people":
        for person in scope.people():
            yield from cases_of(version, scope, person)
    else:
        yield from _SEARCHES[params.table](version, scope)


_SEARCHES: dict[str, Callable[[Version, Scope], Iterator[Case]]] = {
    "amounts": amounts.cases,
    "appointments": counted.committees,
    "elections": ballots.cases,
    "members": counted.members,
}


def cases_of(version: Version, scope: Scope, person: Person) -> Iterator[Case]:
    """Give the cases of one person."""
    params: Params = version.params
    if params.table != "trainings":
        if params.who == "people":
            yield from amounts.cases_of(version, scope, person)
        return
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
    member: bool | None = True
    lost_links: tuple[Unknown, ...] = ()
    if params.members_only:
        member = membership(scope, person.person_id, span.first, end)
        lost_links = scope.touched("links", person.person_id)
    if throughout is False and not career.broken:
        return None
    if member is False and not lost_links:
        return None
    broken = scope.broken(person.person_id, "appointments", "people")
    broken += lost_links
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
    if throughout is None or member is not True:
        case.doubtful = True
        gaps = (gap for post in posts for gap in row_gaps(post.row, person.person_id))
        case.unknowns = scope.told(gap for gap in gaps if gap.column != "role")
        return case
    empty = [row for row in rows if getattr(row, params.column) is None]
    known = bool(rows) or _complete(params, scope, career, year, span)
    running = scope.as_of <= span.last
    case.facts = Facts(
        total=_sum(rows, params.column),
        may_grow=bool(empty) or not known,
        running=running,
        other=_other(params, rows, known=known),
        reason="incomplete-table" if not known else "fact-unknown",
        unknowns=scope.told(_unknowns(params, year, empty, known=known, running=running)),
    )
    return case


def _sum(rows: Iterable[Training], column: str) -> Fraction:
    known = [value for row in rows if (value := getattr(row, column)) is not None]
    return known[0] if len(known) == 1 else sum(known, Fraction(0))


def _other(
    params: Params, rows: Sequence[Training], *, known: bool
) -> tuple[Fraction, Fraction | None] | None:
    """Give the sum of the column that is enough by itself, if the rule names one."""
    if params.or_else is None:
        return None
    column = params.or_else.column
    total = _sum(rows, column)
    empty = any(getattr(row, column) is None for row in rows)
    return total, None if empty or not known else total


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
