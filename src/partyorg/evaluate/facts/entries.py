"""Facts for `eligibility` where somebody takes an office, or a step of a case concerns them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from partyorg.dates import Cover, PartialDate, Period, Service
from partyorg.evaluate.career import Career, Post
from partyorg.evaluate.scope import Case, Scope
from partyorg.model import Level, Person, Role
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.eligibility import Condition, Facts, Held, Office, Params
from partyorg.verdict import Unknown

__all__ = ["entries", "steps"]


def entries(version: Version, scope: Scope, person: Person) -> Iterator[Case]:
    """Give a case for each day on which somebody took an office, not having held such a one."""
    params: Params = version.params
    office = params.office
    assert office is not None  # noqa: S101  (the parameters have been checked)
    career = scope.world.career(person.person_id)
    begun: dict[tuple[PartialDate, str], list[Post]] = {}
    for post in career.posts:
        start = post.row.start
        if start is None or start.first > scope.as_of or scope.past(start):
            continue
        if _is(scope, post, office) is not False:
            place = scope.places.site(post.row.org_id).place or ""
            begun.setdefault((start, place), []).append(post)
    if not begun:
        return
    own = [(post, _is(scope, post, office)) for post in career.posts]
    held = [(post, sure) for post, sure in own if sure is not False]
    for (start, place), posts in begun.items():
        others = [(post, sure) for post, sure in held if post.row.start != start]
        before = _before(others, start)
        came = _came(scope, params, career, start)
        if before is True or came is False:
            continue
        sure = any(_is(scope, post, office) for post in posts) and start.last <= scope.as_of
        broken = scope.broken(person.person_id, "appointments", "people")
        unknowns = scope.told(career.gaps())
        yield Case(
            subject=career.subject,
            events=((start.first, start.last),),
            facts=_facts(params, scope, career, _days(start), place, unknowns),
            period=str(start),
            part=place or None,
            evidence=career.evidence if not scope.bare else (),
            doubtful=not sure or before is None or came is None,
            blocked="row-set-aside" if broken else None,
            unknowns=broken or unknowns,
        )


def steps(version: Version, scope: Scope, person: Person) -> Iterator[Case]:
    """Give a case for each step of the kind that concerns somebody."""
    params: Params = version.params
    names = (params.step or "").split("|")
    if person.recruited_via in params.not_recruited_via:
        return
    career = scope.world.career(person.person_id)
    touched = scope.broken(person.person_id, "people")
    for row in scope.dataset.procedures_about.get(person.person_id, ()):
        if row.kind not in (*params.kinds, None) or row.step not in names:
            continue
        day = row.date
        if day is not None and day.first > scope.as_of:
            continue
        sure = row.kind is not None and day is not None and day.last <= scope.as_of
        unknowns = [Unknown("value", "procedures", row.row, "kind")] if row.kind is None else []
        if day is None or day.first != day.last:
            code = "value" if day is None else "date-to-the-day"
            unknowns.append(Unknown(code, "procedures", row.row, "date"))
        if person.recruited_on is None:
            unknowns.append(Unknown("value", "people", person.row, "recruited_on"))
        elif person.recruited_on.first != person.recruited_on.last:
            unknowns.append(Unknown("date-to-the-day", "people", person.row, "recruited_on"))
        yield Case(
            subject=career.subject,
            events=((day.first, day.last) if day else (scope.as_of, scope.as_of),),
            facts=_facts(params, scope, career, _days(day), row.org_id, tuple(unknowns))
            if day
            else None,
            period=str(day) if day else None,
            part=row.case_id,
            evidence=scope.rows("procedures", [row]) + scope.rows("people", [person]),
            doubtful=not sure,
            blocked="row-set-aside" if touched else None,
            unknowns=touched or tuple(unknowns),
        )


def _days(day: PartialDate) -> Sequence[int]:
    return (day.first,) if day.first == day.last else (day.first, day.last)


def _is(scope: Scope, post: Post, office: Office) -> bool | None:
    """Tell whether a post is one of an office."""
    role = post.row.role
    if post.in_post is False or (role is not None and role not in office.roles):
        return False
    answers = {_there(scope, post, office), post.in_post, None if role is None else True}
    return False if False in answers else None if None in answers else True


def _there(scope: Scope, post: Post, office: Office) -> bool | None:
    """Tell whether a post is at the bodies of an office, whatever its role."""
    body = scope.dataset.organization.get(post.row.org_id)
    place = scope.places.site(post.row.org_id).place
    level = None if place is None else scope.dataset.organization[place].level
    answers = {
        None if body is None or body.kind is None else body.kind in office.bodies,
        None if level is None else level is office.level,
    }
    return False if False in answers else None if None in answers else True


def _before(others: Sequence[tuple[Post, bool | None]], start: PartialDate) -> bool | None:
    """Tell whether such an office was held on the day before; posts that touch are one holding."""
    if any(sure and post.row.end == start for post, sure in others):
        return True
    cover = Cover.of(
        [post.spell for post, sure in others if sure],
        [post.spell for post, sure in others if not sure],
    )
    answers = {cover.at(day - 1) for day in _days(start)}
    return answers.pop() if len(answers) == 1 else None


_TEAM_LEVEL = Level.TOWNSHIP


def _came(scope: Scope, params: Params, career: Career, start: PartialDate) -> bool | None:
    """Tell whether somebody came from a post of the roles asked for, at a township's team."""
    if not params.coming_from or params.held is None:
        return True
    origin = Office(level=_TEAM_LEVEL, bodies=params.held.bodies, roles=params.coming_from)
    own = [(post, _is(scope, post, origin)) for post in career.posts if post.row.start != start]
    return _before([pair for pair in own if pair[1] is not False], start)


def _facts(
    params: Params,
    scope: Scope,
    career: Career,
    days: Sequence[int],
    responsible: str | None,
    unknowns: tuple[Unknown, ...],
) -> Facts:
    return Facts(
        conditions=tuple(_conditions(params, scope, career, days)),
        responsible=responsible or None,
        unknowns=unknowns,
    )


def _conditions(
    params: Params, scope: Scope, career: Career, days: Sequence[int]
) -> Iterator[Condition]:
    recruited = career.person.recruited_on
    if params.since_recruitment is not None:
        if recruited is None:
            yield Condition(name="since_recruitment", met=(None,))
        else:
            elapsed = career.elapsed(recruited)
            yield _served(
                "since_recruitment", elapsed, params.since_recruitment, days, exactly=params.exactly
            )
    if params.grassroots is not None:
        yield _served("grassroots", career.service, params.grassroots, days, exactly=False)
    if params.held is not None:
        yield _held(params.held, scope, career, days)


def _served(
    name: str, service: Service, period: Period, days: Sequence[int], *, exactly: bool
) -> Condition:
    bounds = [service.cumulative(day) for day in days]
    met = [bound.completes(period) for bound in bounds]
    if not exactly:
        met = [True if one else None for one in met]
    low, high = bounds[0].observed()
    return Condition(name=name, met=tuple(met), seen=(low or Period(), high if exactly else None))


def _held(held: Held, scope: Scope, career: Career, days: Sequence[int]) -> Condition:
    """Tell whether such posts were held before: for how long, how many, or ever."""
    sure, maybe = [], []
    for post in career.posts:
        answer = _is(scope, post, held)
        if answer:
            sure.append(post)
        elif _may_count(scope, post, held, answer):
            maybe.append(post)
    conventions = career.conventions
    if held.served is not None:
        service = Service(
            [post.spell for post in sure],
            [post.spell for post in maybe],
            (),
            (),
            career.unknown,
            conventions.counting,
            conventions.tenure_end,
        )
        bounds = [service.cumulative(day) for day in days]
        low, high = bounds[0].observed()
        met = tuple(bound.completes(held.served) for bound in bounds)
        return Condition(name="held", met=met, seen=(low or Period(), high))
    answers = []
    for day in days:
        before, other = _begun(sure, day), _begun(maybe, day)
        need = held.posts or 1
        least = _distinct(before)
        # A post without a name may be another one than those beside it.
        most = sum(1 for post in before if post.row.post is None) + _distinct([*before, *other])
        open_past = any(first < day for first, _ in career.unknown)
        answers.append(True if least >= need else None if most >= need or open_past else False)
    seen = None if held.posts is None else _distinct(_begun(sure, days[0]))
    return Condition(name="held", met=tuple(answers), seen=seen)


def _begun(posts: Sequence[Post], day: int) -> list[Post]:
    """Give the posts that may have begun before a day."""
    return [one for one in posts if one.row.start is None or one.row.start.first < day]


def _may_count(scope: Scope, post: Post, held: Held, answer: bool | None) -> bool:
    """Tell whether a post may be of the rank of those held, without being one of them for sure.

    One elsewhere may, unless it is that of ordinary staff; another at the same bodies is not.
    """
    if post.in_post is False or post.row.role is Role.STAFF:
        return False
    return answer is None or _there(scope, post, held) is not True


def _distinct(posts: Sequence[Post]) -> int:
    """Count the posts that surely differ; one without a name may be any at its organisation."""
    names: dict[str, set[str]] = {}
    for post in posts:
        names.setdefault(post.row.org_id, set()).update([post.row.post] if post.row.post else [])
    return sum(max(len(own), 1) for own in names.values())
