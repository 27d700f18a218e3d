"""Facts for `coverage`: how many records of a kind there are for each subject."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from partyorg.dates import FAR, Cover, PartialDate, Spell
from partyorg.evaluate.career import Career
from partyorg.evaluate.facts import links, people_linked
from partyorg.evaluate.scope import Case, Scope
from partyorg.model import Appointment, Person
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.coverage import Facts, Params
from partyorg.verdict import Unknown

__all__ = ["cases", "cases_of"]

_NEVER = Cover((), ())


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for everyone, or every organisation, that must be covered."""
    if version.params.of_organizations:
        yield from links.cases(version.params, scope)
        return
    for person in scope.people():
        yield from cases_of(version, scope, person)


def cases_of(version: Version, scope: Scope, person: Person) -> Iterator[Case]:
    """Give the case of one person."""
    params: Params = version.params
    career = scope.world.career(person.person_id)
    if params.by_link is not None:
        yield from people_linked.cases_of(params, scope, person)
        return
    if params.who == "recruits":
        case = _recruit(params, scope, person, career)
    else:
        if version.clause not in career.kept:
            career.kept[version.clause] = _held(params, scope, career)
        held, rows = career.kept[version.clause]
        case = _holder(params, scope, person, career, held.at(scope.as_of), rows)
    if case is not None:
        yield case


def _held(params: Params, scope: Scope, career: Career) -> tuple[Cover, tuple[Appointment, ...]]:
    """Give when one of the roles or duties in a township is held, and in which rows."""
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
    return (Cover.of(sure, maybe) if rows else _NEVER), tuple(rows)


def _holder(
    params: Params,
    scope: Scope,
    person: Person,
    career: Career,
    holds: bool | None,
    rows: tuple[Appointment, ...],
) -> Case | None:
    """Give the case of someone who holds, or may hold, one of the roles or duties."""
    broken = scope.broken(person.person_id, "appointments")
    if holds is False and not broken:
        return None
    broken += scope.broken(person.person_id, "trainings", "people")
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
        subject=career.subject,
        events=((scope.as_of, scope.as_of),),
        facts=Facts(count=(len(low), high), unknowns=scope.told(unknowns)),
        evidence=scope.rows("appointments", rows) + scope.rows("trainings", counted),
        doubtful=holds is None,
        blocked="row-set-aside" if broken else None,
        unknowns=broken or scope.told(_doubts(rows)),
    )


def _doubts(rows: Iterable[Appointment]) -> Iterator[Unknown]:
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
    case = Case(
        subject=career.subject,
        events=((recruited.first, recruited.last), today) if recruited else (today,),
    )
    broken = scope.broken(person.person_id, "appointments", "people")
    case.doubtful = person.grassroots_before is None or via is None or not home.known
    case.blocked = "row-set-aside" if broken else "fact-unknown" if recruited is None else None
    if scope.bare:
        if not case.blocked and not case.doubtful:
            case.later = partial(_find, params, scope, person, career)
        return case
    _find(params, scope, person, career, case)
    case.unknowns = broken or case.facts.unknowns
    return case


def _find(params: Params, scope: Scope, person: Person, career: Career, case: Case) -> None:
    """Find the stationings of a recruit, and what is not known."""
    recruited = person.recruited_on
    stations = [row for row in career.appointments if row.basis in (params.by_basis, None)]
    done, open_rows = _stationed(scope, recruited, stations)
    late = _overdue(params, scope, recruited, career)
    case.facts = Facts(
        count=(len(done), len(done) + len(open_rows) if late else None),
        unknowns=scope.told(_not_known(scope, person, open_rows, late=late)),
        reason="period-running" if params.within else "no-deadline",
    )
    case.evidence = scope.rows("people", [person]) + scope.rows("appointments", stations)


def _not_known(
    scope: Scope, person: Person, open_rows: list[Appointment], *, late: bool
) -> Iterator[Unknown]:
    """Name what is not known of a recruit, and of the stationings that may count."""
    if not scope.places.site(person.recruited_by).known:
        yield Unknown("organization", "people", person.row, "recruited_by")
    for column in ("recruited_on", "recruited_via", "grassroots_before"):
        if getattr(person, column) is None:
            yield Unknown("value", "people", person.row, column)
    for row in open_rows:
        yield Unknown("value", "appointments", row.row, "start")
    if not late:
        yield Unknown("deadline")


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
