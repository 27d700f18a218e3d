"""Facts for `service_lock`: where a recruit stands, and what was served at the last move out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from partyorg.dates import Bounds, PartialDate
from partyorg.evaluate.career import Career, Post
from partyorg.evaluate.moves import OUTSIDE, Move, Way, ways
from partyorg.evaluate.orders import TooManyOrdersError
from partyorg.evaluate.scope import Case, Scope
from partyorg.model import Person
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.service_lock import Facts, Params, State
from partyorg.verdict import Breach, Unknown

__all__ = ["cases", "cases_of"]


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for everyone recruited into a township by one of the channels."""
    for person in scope.people():
        yield from cases_of(version, scope, person)


def cases_of(version: Version, scope: Scope, person: Person) -> Iterator[Case]:
    """Give the case of one person."""
    params: Params = version.params
    if person.recruited_via is not None and person.recruited_via not in params.recruited_via:
        return
    home = scope.places.site(person.recruited_by)
    if home.known and not home.own:
        return
    recruited = person.recruited_on
    today = (scope.as_of, scope.as_of)
    events: tuple[tuple[int, int], ...] = (today,)
    if params.binds == "recruited_since" and recruited:
        events = ((recruited.first, recruited.last), today)
    career = scope.world.career(person.person_id)
    case = Case(
        subject=career.subject,
        events=events,
        evidence=scope.rows("people", [person] if person.row else ()),
    )
    broken = scope.broken(person.person_id, "people", "appointments")
    if broken:
        case.blocked, case.unknowns = "row-set-aside", broken
    elif not home.known:
        case.doubtful = True
        case.unknowns = (Unknown("organization", "people", person.row, "recruited_by"),)
    elif recruited is None:
        case.blocked = "fact-unknown"
        case.unknowns = (Unknown("value", "people", person.row, "recruited_on"),)
    elif recruited.first > scope.as_of:
        case.not_yet = "not-yet-recruited"
    else:
        case.later = partial(_find, version, scope, career, home.township or "")
    yield case


def _find(version: Version, scope: Scope, career: Career, home: str, case: Case) -> None:
    """Find the facts, once it is known that the rule binds the person."""
    params: Params = version.params
    recruited = career.person.recruited_on
    assert recruited is not None  # noqa: S101  (a case without it is blocked)
    # Once all has happened, the person stands on every later day as on this one.
    over = scope.bare and scope.granted is None and scope.as_of >= career.settled_on
    key = (version.clause, scope.shows_moves)
    if over and key in career.kept:
        case.facts = _up_to(params, scope, career, recruited, career.kept[key])
        return
    if not scope.bare:
        case.evidence += career.evidence
    try:
        found = _followed(career, home, recruited, scope.as_of)
    except TooManyOrdersError:
        case.blocked, case.unknowns = "too-many-readings", scope.told(_vague(career.posts))
        return
    if not found:
        case.blocked, case.unknowns = "no-order", scope.told(_vague(career.posts))
        return
    states = tuple(_state(version, scope, career, recruited, home, way) for way in found)
    via_known = career.person.recruited_via is not None
    if scope.bare:
        facts = Facts(states=states, months=(0, 0), via_known=via_known)
        case.facts = _up_to(params, scope, career, recruited, facts)
        if over:
            career.kept[key] = facts
        return
    served = _served(params, career, recruited, scope.as_of, scope.as_of)
    months = _months(served)
    case.facts = Facts(
        states=states,
        months=months,
        via_known=via_known,
        service=served.observed(),
        next_stage=_next_stage(params, career, recruited, scope.as_of, months),
        former=_former(params, scope, career, recruited, found),
    )
    case.missing = partial(_unknowns, career.person, career)


def _followed(career: Career, home: str, recruited: PartialDate, as_of: int) -> tuple[Way, ...]:
    """Give the ways in which the person may stand; asked again of the same day, those of before."""
    before = career.kept.get("ways")
    if before is None or before[0] != (home, as_of):
        before = career.kept["ways"] = ((home, as_of), ways(career, home, recruited, as_of))
    found: tuple[Way, ...] = before[1]
    return found


def _up_to(
    params: Params, scope: Scope, career: Career, recruited: PartialDate, facts: Facts
) -> Facts:
    """Add the months up to the day, which decide only of who is in another township."""
    if all(state.place != "township" for state in facts.states):
        return facts
    served = _served(params, career, recruited, scope.as_of, scope.as_of)
    return Facts(states=facts.states, months=_months(served), via_known=facts.via_known)


def _served(
    params: Params, career: Career, recruited: PartialDate, early: int, late: int
) -> Bounds:
    """Give the service from recruitment to a day from `early` to `late`, by the rule's clock."""
    if params.clock == "elapsed":
        return career.elapsed(recruited).between(None, early, late)
    return career.service.between(recruited, early, late)


def _months(bounds: Bounds) -> tuple[int, int]:
    return (
        bounds.low.months if bounds.low else 0,
        bounds.high.months if bounds.high else 0,
    )


_FIRST = State(place="first")


def _state(
    version: Version, scope: Scope, career: Career, recruited: PartialDate, home: str, way: Way
) -> State:
    params: Params = version.params
    if way.place == home:
        return _FIRST
    exits = [move for move in way.moves if move.to == OUTSIDE]
    move = exits[-1] if way.place == OUTSIDE else way.moves[-1]
    moved_on: tuple[int, int] | None = None
    moved_to: str | None = None
    if scope.shows_moves:
        moved_on, moved_to = (move.first, move.last), move.post.row.org_id
    exempt: bool | None = False
    if params.binds != "recruited_since":  # these cannot have moved before it was in force
        in_force, _ = version.in_force(move.first, move.last)
        exempt = False if in_force else in_force is False or None
    if way.place != OUTSIDE:
        return State(place="township", moved_on=moved_on, moved_to=moved_to, exempt=exempt)
    return State(
        place="outside",
        moved_on=moved_on,
        exit_months=_months(_served(params, career, recruited, move.first, move.last)),
        approved=tuple(
            _approved(params, scope, move, number) for number in range(len(params.stages))
        ),
        moved_to=moved_to,
        exempt=exempt,
    )


def _approved(params: Params, scope: Scope, move: Move, stage: int) -> bool | None:
    """Tell whether a move was approved in time, at a level that the stage asks for."""
    levels = params.stages[stage].approval_of
    by, on = scope.approval(move.post.row)
    if not levels or by is None:
        return False
    body = scope.dataset.organization.get(by)
    if body is None:
        return None
    place = scope.places.site(body.org_id).place
    checks = [
        None if body.kind is None else body.kind in params.approved_by,
        None if body.level is None else body.level in levels,
        scope.places.above(place, scope.places.site(move.left)),
        _in_time(on, move),
    ]
    if False in checks:
        return False
    return None if None in checks else True


def _in_time(approved_on: PartialDate | None, move: Move) -> bool | None:
    if approved_on is None:
        return None
    if approved_on.last <= move.first:
        return True
    return False if approved_on.first > move.last else None


def _next_stage(
    params: Params, career: Career, recruited: PartialDate, as_of: int, months: tuple[int, int]
) -> int | None:
    """Give the day on which the next stage begins if the service simply goes on."""
    stage = params.stage_at(months[0])
    if stage + 1 >= len(params.stages):
        return None
    period = params.stages[stage + 1].begins
    service = career.elapsed(recruited) if params.clock == "elapsed" else career.service
    return service.completes_on(period, as_of, recruited)


def _former(
    params: Params, scope: Scope, career: Career, recruited: PartialDate, found: Iterable[Way]
) -> tuple[Breach, ...]:
    """Give the moves which were a breach whatever the order of the dates, and are so no more."""
    common: set[Breach] | None = None
    for way in found:
        breaches = set()
        for move in way.moves:
            months = _months(_served(params, career, recruited, move.first, move.last))
            stages = range(params.stage_at(months[0]), params.stage_at(months[1]) + 1)
            if all(_forbidden(params, scope, move, stage) for stage in stages):
                org_id = move.post.row.org_id
                breaches.add(Breach(move.first, move.last, "early-move", org_id))
        common = breaches if common is None else common & breaches
    return tuple(sorted(common or (), key=lambda breach: (breach.first, breach.org_id or "")))


def _forbidden(params: Params, scope: Scope, move: Move, stage: int) -> bool:
    moves = params.stages[stage].moves
    if moves == "any" or move.left == OUTSIDE:
        return False
    if move.to != OUTSIDE:
        return moves == "none"
    return _approved(params, scope, move, stage) is False


def _vague(posts: Iterable[Post]) -> Iterator[Unknown]:
    for post in posts:
        for column in ("start", "end", "approved_on"):
            value = getattr(post.row, column)
            if value is not None and value.first != value.last:
                yield Unknown("date-to-the-day", "appointments", post.row.row, column)


def _unknowns(person: Person, career: Career) -> Iterator[Unknown]:
    """Name the facts that are missing, should the verdict turn out open."""
    if person.recruited_via is None:
        yield Unknown("value", "people", person.row, "recruited_via")
    yield from _vague(career.posts)
    for post in career.posts:
        row = post.row
        if not post.known:
            yield Unknown("organization", "appointments", row.row, "org_id", row.org_id)
        if post.in_post is None:
            yield Unknown("value", "appointments", row.row, "basis")
        if row.start is None:
            yield Unknown("value", "appointments", row.row, "start")
        if row.approved_by is not None and row.approved_by not in career.dataset.organization:
            yield Unknown("organization", "appointments", row.row, "approved_by", row.approved_by)
        if row.approved_by is not None and row.approved_on is None:
            yield Unknown("value", "appointments", row.row, "approved_on")
    if career.unknown:
        yield Unknown("career", "people", person.row, "career_known_from")
