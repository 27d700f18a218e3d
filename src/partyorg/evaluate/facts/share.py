"""Facts for `share`: members of a team on the day, or the rows of a year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from math import inf
from typing import Any

from partyorg.dates import Cover, PartialDate, Spell
from partyorg.evaluate.career import row_gaps
from partyorg.evaluate.scope import Case, Incumbent, Scope, Team, mended, rows_of
from partyorg.model import ANYBODY, Level
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.share import Facts, Params, People, Rows, member
from partyorg.verdict import Subject, Unknown

__all__ = ["cases", "ever_held", "having", "pool_of", "row_facts", "stock"]


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for every team, or for every pool and year."""
    params: Params = version.params
    if not scope.organizations_asked:
        return
    if params.people is not None:
        yield from _teams(params, params.people, scope)
    if params.rows is not None:
        yield from _pools(params, params.rows, scope)


def _teams(params: Params, people: People, scope: Scope) -> Iterator[Case]:
    for org, sure in scope.divisions(people.level):
        team = scope.world.team(org.org_id, people.bodies, people.roles)
        facts, present, unknowns = stock(params, scope, team, scope.as_of)
        touched = tuple(map(mended, team.touched)) + scope.touched("organizations", org.org_id)
        yield Case(
            subject=scope.subject(org.org_id),
            events=((scope.as_of, scope.as_of),),
            facts=facts,
            evidence=scope.rows("appointments", (row for one in present for row in one.rows)),
            doubtful=not sure,
            blocked="row-set-aside" if touched else None,
            unknowns=touched or unknowns,
        )


def stock(
    params: Params, scope: Scope, team: Team, day: int
) -> tuple[Facts, list[Incumbent], tuple[Unknown, ...]]:
    """Give the facts of a team on a day, who is or may be in it, and what is not known of it."""
    people = params.people
    assert people is not None  # noqa: S101  (the caller has looked)
    weights = params.weights
    quality = _quality(people, scope, day)
    present: list[Incumbent] = []
    unknowns: list[Unknown] = []
    alike: dict[tuple[bool | None, bool | None], int] = {}  # few ways to count, many who do
    for one in team.incumbents:
        belongs = one.at(day)
        if belongs is False:
            continue
        good = quality(one)
        alike[belongs, good] = alike.get((belongs, good), 0) + 1
        present.append(one)
        if belongs is None and not scope.bare:
            unknowns += _doubts(scope, one)
        if good is None and not scope.bare:
            unknowns += scope.world.career(one.person_id).gaps(one.person_id)
    facts = Facts.add([member(weights, *way, count) for way, count in alike.items()])
    return facts, present, tuple(unknowns)


def _doubts(scope: Scope, one: Incumbent) -> Iterator[Unknown]:
    """Name what leaves open whether somebody is in a team."""
    for row in one.rows:
        yield from row_gaps(row, one.person_id)
        body = scope.dataset.organization.get(row.org_id)
        if body is not None and body.kind is None:
            yield Unknown("value", "organizations", body.row, "kind", body.org_id)


def _quality(people: People, scope: Scope, day: int) -> Callable[[Incumbent], bool | None]:
    """Give what tells whether a member has what a share asks for.

    Outcomes are asked for again and again, as of one day after the other; so the days on which
    somebody completes the service are kept with the place in the team, once they are known.
    """
    ask, period = having(people, scope, day), people.cumulative_service
    if period is None or not scope.bare:
        return lambda one: ask(one.person_id)
    career, months = scope.world.career, period.months

    def completed(one: Incumbent) -> bool | None:
        turns = one.turns.get(months)
        if turns is None:
            service = career(one.person_id).service
            turns = service.turned(months)
            if turns is None:
                return service.completes_by(period, day)
            one.turns[months] = turns
        return True if day >= turns[0] else None if day >= turns[1] else False

    return completed


def having(people: People, scope: Scope, day: int) -> Callable[[str], bool | None]:
    """Give what tells whether somebody has on a day what a share of a team asks for."""
    career, period = scope.world.career, people.cumulative_service
    if period is not None and scope.bare:
        return lambda person_id: career(person_id).service.completes_by(period, day)
    if period is not None:
        return lambda person_id: career(person_id).service.cumulative(day).completes(period)

    def held(person_id: str) -> bool | None:
        return ever_held(people, scope, person_id).ever(day)

    return held


def ever_held(people: People, scope: Scope, person_id: str) -> Cover:
    """Give when a person held one of the roles at a team body of a township."""
    kept = scope.world.kept.setdefault(("ever", people.ever_held, people.ever_held_at), {})
    if person_id not in kept:
        career = scope.world.career(person_id)
        sure: list[Spell] = []
        maybe: list[Spell] = []
        for post in career.posts:
            body = scope.dataset.organization.get(post.row.org_id)
            if post.in_post is False or (post.known and not post.own):
                continue
            if body and body.kind is not None and body.kind not in people.ever_held_at:
                continue
            if post.row.role is not None and post.row.role not in people.ever_held:
                continue
            known = post.known and post.in_post and body and body.kind and post.row.role
            (sure if known else maybe).append(post.spell)
        if career.broken:
            sure = []
        kept[person_id] = Cover.of(sure, maybe, career.unknown)
    cover: Cover = kept[person_id]
    return cover


_Key = tuple[Subject, int, str | None]


def _pools(params: Params, rows: Rows, scope: Scope) -> Iterator[Case]:
    groups, strays = _grouped(rows, scope)
    damaged = _damaged(rows, scope)
    for key in sorted({*groups, *damaged}, key=lambda k: (k[0].id, k[1], k[2] or "")):
        subject, year, part = key
        span = PartialDate.of(year)
        if span.first > scope.as_of or not scope.asked(subject.id):
            continue
        group = groups.get(key, [])
        touched = dict.fromkeys(damaged.get(key, ()))
        touched.update(dict.fromkeys(_touched(rows, scope, subject, year, part)))
        known = subject.type != "organization" or rows.pool == "organization"
        # A row of an organisation that is not found may belong to any pool.
        stray = [row for (_, y, p), found in strays.items() for row in found if (y, p) == key[1:]]
        facts = [row_facts(params, rows, row) for row in group]
        if known and rows.pool != "organization":
            facts += [_doubtful(row_facts(params, rows, row)) for row in stray]
        missing = tuple(
            Unknown("organization", rows.table, row.row, rows.organization) for row in stray
        )
        yield Case(
            subject=subject,
            events=((span.first, span.last),),
            facts=Facts.add(facts),
            period=str(year),
            part=part,
            evidence=rows_of(rows.table, group),
            doubtful=not known,
            blocked="row-set-aside" if touched else None,
            unknowns=tuple(touched) or (*_empty(rows, group), *missing),
        )


def _doubtful(facts: Facts) -> Facts:
    """Give the facts of what may not belong to the group at all."""
    return Facts(
        worst=min(facts.worst, 0),
        best=max(facts.best, 0),
        quality=(0, facts.quality[1]),
        group=(0, facts.group[1]),
    )


def _grouped(rows: Rows, scope: Scope) -> tuple[dict[_Key, list[Any]], dict[_Key, list[Any]]]:
    """Put the rows together by subject, year and part; those of an unknown place apart as well."""
    kept = scope.world.kept
    key = ("pools", rows.table, rows.organization, rows.pool, rows.split_by, rows.of_townships)
    if key not in kept:
        groups: dict[_Key, list[Any]] = {}
        strays: dict[_Key, list[Any]] = {}
        for row in getattr(scope.dataset, rows.table):
            org_id = getattr(row, rows.organization)
            site = scope.places.site(org_id)
            if rows.of_townships and site.known and not site.own:
                continue
            part = getattr(row, rows.split_by) if rows.split_by else None
            at = (pool_of(rows, scope, org_id), row.year, None if part is None else str(part.value))
            groups.setdefault(at, []).append(row)
            if at[0].type == "organization":
                strays.setdefault(at, []).append(row)
        kept[key] = groups, strays
    found: tuple[dict[_Key, list[Any]], dict[_Key, list[Any]]] = kept[key]
    return found


def _damaged(rows: Rows, scope: Scope) -> dict[_Key, list[Unknown]]:
    """Give the pools, years and parts of which a row was set aside."""
    found: dict[_Key, list[Unknown]] = {}
    for (table, key), touches in scope.dataset.touched.items():
        for touch in touches if table == rows.table else ():
            year, org_id = touch.values.get("year"), touch.values.get(rows.organization)
            site = scope.places.site(org_id)
            if year is None or org_id != key or (rows.of_townships and site.known and not site.own):
                continue
            part = touch.values.get(rows.split_by) if rows.split_by else None
            at = (pool_of(rows, scope, org_id), year, None if part is None else str(part.value))
            found.setdefault(at, []).append(mended(touch))
    return found


def pool_of(rows: Rows, scope: Scope, org_id: str) -> Subject:
    """Give the division whose rows are judged together; of a place not known, the body itself.

    It is the one of the level wanted, else the nearest above that level, else the topmost there is.
    """
    site, organization = scope.places.site(org_id), scope.dataset.organization
    if rows.pool != "organization":
        levels = list(Level)
        wanted = levels[: levels.index(Level(rows.pool)) + 1]
        for place in site.chain:
            level = organization[place].level
            if level is wanted[-1] or (site.whole and level in wanted):
                return scope.subject(place)
        if site.whole and site.chain:
            return scope.subject(site.chain[-1])
    org = organization.get(org_id)
    return Subject("organization", org_id, org.name if org else None)


def _touched(
    rows: Rows, scope: Scope, subject: Subject, year: int, part: str | None
) -> tuple[Unknown, ...]:
    """Give the rows set aside that lie within the subject, but whose year or part is illegible."""
    wanted = {"year": year, **({rows.split_by: part} if rows.split_by else {})}
    out: dict[Unknown, None] = {}
    for (table, key), touches in scope.dataset.touched.items():
        if table != rows.table or not (
            key in (subject.id, ANYBODY) or subject.id in scope.places.site(key).chain
        ):
            continue
        out.update({mended(touch): None for touch in touches if touch.may_be(**wanted)})
    return tuple(out)


def _matches(row: Any, wanted: dict[str, tuple[Any, ...]]) -> bool | None:
    """Tell whether the columns of a row have one of the values wanted; None if one is empty."""
    answers = [
        None if (value := getattr(row, column)) is None else value in values
        for column, values in wanted.items()
    ]
    if False in answers:
        return False
    return None if None in answers else True


def row_facts(params: Params, rows: Rows, row: Any) -> Facts:
    """Give the facts of one row; an empty count may be any whole number."""
    belongs = _matches(row, rows.group)
    if belongs is False:
        return Facts(worst=0, best=0, quality=(0, 0), group=(0, 0))
    count = getattr(row, rows.count)
    if rows.quality_count is not None:
        good, bad = params.weights
        having = getattr(row, rows.quality_count)
        return _counted(good, bad, count, having)
    single = member(params.weights, belongs, _matches(row, rows.quality))
    if count is not None:
        return single.times(count)
    return Facts(
        worst=-inf if single.worst < 0 else 0,
        best=inf if single.best > 0 else 0,
        quality=(0, None if single.quality[1] else 0),
        group=(0, None),
    )


def _counted(good: int, bad: int, count: int | None, having: int | None) -> Facts:
    """Give the facts of a row that counts both the group and those with the quality."""
    if count is not None and having is not None:
        value = bad * count + (good - bad) * having
        return Facts(worst=value, best=value, quality=(having, having), group=(count, count))
    if count is not None:
        ends = (bad * count, good * count)
        return Facts(worst=min(ends), best=max(ends), quality=(0, count), group=(count, count))
    low = having or 0
    at_low = good * low
    return Facts(
        worst=-inf if bad < 0 or (having is None and good < 0) else at_low,
        best=inf if bad > 0 or (having is None and good > 0) else at_low,
        quality=(low, having),
        group=(low, None),
    )


def _empty(rows: Rows, group: Iterable[Any]) -> Iterator[Unknown]:
    columns = [rows.count, *rows.group, *rows.quality]
    if rows.quality_count is not None:
        columns.append(rows.quality_count)
    for row in group:
        if _matches(row, rows.group) is False:
            continue
        for column in dict.fromkeys(columns):
            if getattr(row, column) is None:
                yield Unknown("value", rows.table, row.row, column)
