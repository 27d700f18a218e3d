"""Facts for `coverage`: how many records of a kind there are for each subject."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from partyorg.dates import FAR, Cover, PartialDate, Spell
from partyorg.evaluate.career import Career
from partyorg.evaluate.scope import Case, Scope, rows_of
from partyorg.model import Appointment, Person
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.coverage import Facts, Params
from partyorg.verdict import Unknown

__all__ = ["cases"]


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for everyone who must be covered."""
    params: Params = version.params
    for person in scope.people():
        career = scope.world.career(person.person_id)
        made = _recruit if params.who == "recruits" else _holder
        case = made(params, scope, person, career)
        if case is not None:
            yield case


def _holder(params: Params, scope: Scope, person: Person, career: Career) -> Case | None:
    """Give the case of someone who holds one of the roles or duties in a township."""
    rows: list[Appointment] = []
    sure: list[Spell] = []
    maybe: list[Spell] = []
    for post in career.posts:
        if post.in_post is False or (post.known and not post.own):
            continue
        row, body = post.row, scope.dataset.organization.get(post.row.org_id)
        at_team = body is not None and body.kind in params.bodies
        duty = any(word in params.duties for word in row.duties)
        if duty or (at_team and row.role in params.roles):
            (sure if post.known and post.in_post else maybe).append(post.spell)
            rows.append(row)
        elif at_team and row.role is None:
            maybe.append(post.spell)
            rows.append(row)
    holds = Cover.of(sure, maybe).at(scope.as_of)
    broken = scope.touched("appointments", person.person_id)
    if holds is False and not broken:
        return None
    broken += scope.touched("trainings", person.person_id)
    broken += scope.touched("people", person.person_id)
    trainings = scope.dataset.trainings_of.get(person.person_id, ())
    until = date.fromordinal(scope.as_of).year
    counted = [row for row in trainings if row.year <= until]
    low = [row for row in counted if row.organized_at is params.by_training]
    unclear = [row for row in counted if row.organized_at is None]
    complete = all(
        _complete(scope, career, year) for year in range(_since(person, career, until), until + 1)
    )
    unknowns = [Unknown("value", "trainings", row.row, "organized_at") for row in unclear]
    if not complete:
        unknowns.append(Unknown("rows", "trainings", None, None, person.person_id))
    high = len(low) + len(unclear) if complete else None
    return Case(
        subject=scope.person_subject(person),
        events=((scope.as_of, scope.as_of),),
        facts=Facts(count=(len(low), high), unknowns=tuple(unknowns)),
        evidence=rows_of("appointments", rows) + rows_of("trainings", counted),
        doubtful=holds is None,
        blocked="row-set-aside" if broken else None,
        unknowns=broken or tuple(_doubts(rows)),
    )


def _doubts(rows: list[Appointment]) -> Iterator[Unknown]:
    """Name what is not known of the posts that make somebody a subject."""
    for row in rows:
        for column in ("start", "end"):
            value = getattr(row, column)
            if value is not None and value.first != value.last:
                yield Unknown("date-to-the-day", "appointments", row.row, column)
        for column in ("start", "basis", "role"):
            if getattr(row, column) is None:
                yield Unknown("value", "appointments", row.row, column)


def _complete(scope: Scope, career: Career, year: int) -> bool:
    """Tell whether the trainings of a person in a year are all recorded, wherever they served."""
    says = scope.world.complete.says
    if says("trainings", year, None):
        return True
    span = PartialDate.of(year)
    held = []
    for post in career.posts:
        start, end = post.spell.possible()
        if start <= span.last and end > span.first:
            held.append(post.row.org_id)
    unrecorded = any(first <= span.last and last > span.first for first, last in career.unknown)
    return not unrecorded and all(says("trainings", year, o) for o in held)


def _since(person: Person, career: Career, until: int) -> int:
    """Give the year in which the career began, as far as is known; the first year to look at."""
    days = [a.start.first for a in career.appointments if a.start]
    days += [person.recruited_on.first] if person.recruited_on else []
    return date.fromordinal(min(days)).year if days else until


def _recruit(params: Params, scope: Scope, person: Person, career: Career) -> Case | None:
    """Give the case of someone recruited into a township without grassroots experience."""
    home = scope.places.site(person.recruited_by)
    via = person.recruited_via
    if (home.known and not home.own) or (via is not None and via not in params.recruited_via):
        return None
    recruited = person.recruited_on
    if person.grassroots_before is True or (recruited and recruited.first > scope.as_of):
        return None
    today = (scope.as_of, scope.as_of)
    stations = [row for row in career.appointments if row.basis in (params.by_basis, None)]
    done, open_rows = _stationed(scope, recruited, stations)
    broken = scope.touched("appointments", person.person_id)
    broken += scope.touched("people", person.person_id)
    unknowns = []
    if not home.known:
        unknowns.append(Unknown("organization", "people", person.row, "recruited_by"))
    unknowns += [
        Unknown("value", "people", person.row, column)
        for column in ("recruited_on", "recruited_via", "grassroots_before")
        if getattr(person, column) is None
    ]
    unknowns += [Unknown("value", "appointments", row.row, "start") for row in open_rows]
    doubtful = person.grassroots_before is None or via is None or not home.known
    late = _overdue(params, scope, recruited, career)
    high = len(done) + len(open_rows) if late else None
    if not late:
        unknowns.append(Unknown("deadline"))
    return Case(
        subject=scope.person_subject(person),
        events=((recruited.first, recruited.last), today) if recruited else (today,),
        facts=Facts(
            count=(len(done), high),
            unknowns=tuple(unknowns),
            reason="period-running" if params.within else "no-deadline",
        ),
        evidence=rows_of("people", [person]) + rows_of("appointments", stations),
        doubtful=doubtful,
        blocked="row-set-aside" if broken else "fact-unknown" if recruited is None else None,
        unknowns=broken or tuple(unknowns),
    )


def _stationed(
    scope: Scope, recruited: PartialDate | None, stations: list[Appointment]
) -> tuple[list[Appointment], list[Appointment]]:
    """Give the stationings which surely fall between recruitment and the day, and which may."""
    done: list[Appointment] = []
    may: list[Appointment] = []
    for row in stations:
        if (row.start and row.start.first > scope.as_of) or (
            recruited and row.end and row.end.last <= recruited.first
        ):
            continue
        ended_after = recruited is None or row.end is None or row.end.first > recruited.last
        begun = row.start is not None and row.start.last <= scope.as_of
        (done if row.basis and begun and ended_after else may).append(row)
    return done, may


def _overdue(params: Params, scope: Scope, recruited: PartialDate | None, career: Career) -> bool:
    """Tell whether the time in which it is due has surely passed, with nothing left unrecorded."""
    if params.within is None or recruited is None:
        return False
    due = params.within.after(recruited.last)
    unknown = any(
        first < min(due, FAR) and last > recruited.first for first, last in career.unknown
    )
    return due <= scope.as_of and not unknown
