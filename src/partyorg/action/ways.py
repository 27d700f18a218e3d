"""What may help against a breach, by kind: sets of acts to be tried, the smallest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from math import ceil
from typing import Any

from attrs import frozen

from partyorg.action.acts import (
    Act,
    Approve,
    Connect,
    Hold,
    Move,
    Recall,
    Recruit,
    Station,
    Strike,
    Train,
)
from partyorg.dates import PartialDate, windows_of
from partyorg.evaluate.scope import Incumbent, World
from partyorg.model import Basis, Dataset, Level, OrgKind, Role
from partyorg.verdict import Finding

__all__ = ["WAYS", "Acts", "Breach"]

Acts = tuple[tuple[str, Act], ...]


@frozen
class Breach:
    """A breach, in the data set and on the day in which it is to be put right."""

    data: Dataset
    world: World
    finding: Finding
    day: int

    @property
    def params(self) -> Any:
        """The parameters of the version in force."""
        return self.finding.clause.params

    @property
    def on(self) -> PartialDate:
        """The day of the acts."""
        return PartialDate(self.day, self.day)


def _share(breach: Breach) -> Iterator[Acts]:
    if breach.params.people is not None:
        yield from _team(breach)
    else:
        yield from _quota(breach)


def _team(breach: Breach) -> Iterator[Acts]:
    """Let some of a team stand back, and others take their posts, so that none is left vacant.

    Whoever takes a post comes from the same place; only where that does not help, from another
    place of the same level nearby, and from no other team.
    """
    people, subject = breach.params.people, breach.finding.subject.id
    team = breach.world.team(subject, people.bodies, people.roles)
    members = [one for one in team.incumbents if one.cover.at(breach.day) is not False]
    plain = [one for one in members if _has(breach, one.person_id) is not True]
    site = breach.world.places.site(subject)
    near = [
        org.org_id
        for org in breach.world.places.divisions.get(people.level, ())
        if org.org_id != subject
        and breach.world.places.site(org.org_id).chain[1:2] == site.chain[1:2]
    ]
    for places in ([subject], near):
        able = [who for place in places for who in _staff(breach, place)]
        for number in range(1, min(len(plain), len(able)) + 1):
            for out in combinations(plain, number):
                for come in combinations(able, number):
                    pairs = zip(out, come, strict=True)
                    yield tuple(act for one, who in pairs for act in _exchange(breach, one, who))


def _staff(breach: Breach, place: str) -> list[str]:
    """Give those at a place who have the quality, and are in no team there."""
    people = breach.params.people
    team = breach.world.team(place, people.bodies, people.roles)
    there = {one.person_id for one in team.incumbents if one.cover.at(breach.day) is not False}
    return [
        who for who in _colleagues(breach, place) if who not in there and _has(breach, who) is True
    ]


def _exchange(breach: Breach, one: Incumbent, who: str) -> Acts:
    body, role = _post(breach, one)
    return ((one.person_id, _back(breach, one)), (who, Move(to=body, on=breach.on, role=role)))


def _back(breach: Breach, one: Incumbent) -> Act:
    """Let a member of a team stand back to ordinary staff at the same organisation."""
    body, _ = _post(breach, one)
    return Move(to=body, on=breach.on, role=Role.STAFF)


def _post(breach: Breach, one: Incumbent) -> tuple[str, Role]:
    """Give the body and the role of a member's post on the day."""
    rows = [row for row in one.rows if _lasts(row.start, row.end, breach.day)] or [one.rows[-1]]
    return rows[-1].org_id, rows[-1].role or Role.LEADER


def _lasts(start: PartialDate | None, end: PartialDate | None, day: int) -> bool:
    return (start is None or start.first <= day) and (end is None or end.last > day)


def _has(breach: Breach, who: str) -> bool | None:
    """Tell whether somebody has the quality that a team owes."""
    people = breach.params.people
    if people.cumulative_service is None:
        return None
    service = breach.world.career(who).service
    return service.cumulative(breach.day).completes(people.cumulative_service)


def _colleagues(breach: Breach, place: str) -> list[str]:
    """Give all who hold a post at the organisations of a place on the day."""
    found: dict[str, None] = {}
    for body in breach.world.places.bodies.get(place, ()):
        for row in breach.data.appointments_at.get(body.org_id, ()):
            if row.basis is Basis.IN_POST and _lasts(row.start, row.end, breach.day):
                found[row.person_id] = None
    return [who for who in sorted(found) if who in breach.data.person]


def _quota(breach: Breach) -> Iterator[Acts]:
    """Fill more posts of the running year with what the quota asks for."""
    rows = breach.params.rows
    year = date.fromordinal(breach.day).year
    if rows.table != "recruitment" or rows.count != "hired" or breach.finding.period != str(year):
        return
    places = rows.quality.get("destination", ())
    authority = next(
        (
            row.authority
            for row in breach.data.recruitment
            if row.year == year
            and breach.finding.subject.id in breach.world.places.site(row.authority).chain
        ),
        None,
    )
    if authority is None or not places or breach.params.at_least is None:
        return
    counts = breach.params.counts
    having, group = breach.finding.observed[counts.quality], breach.finding.observed[counts.group]
    low = having[0] if isinstance(having, tuple) else having
    whole = group[1] if isinstance(group, tuple) else group
    share = breach.params.threshold
    more = ceil((share * whole - low) / (1 - share))
    yield ((authority, Recruit(year=year, hired=more, destination=places[0])),)


def _lock(breach: Breach) -> Iterator[Acts]:
    """Let somebody return to the township in which the service is owed."""
    who = breach.finding.subject.id
    home = breach.world.places.site(breach.data.person[who].recruited_by).township
    posts = [post for post in breach.world.career(who).posts if post.in_post is not False]
    last = [post.row.org_id for post in posts if post.township == home]
    for body in dict.fromkeys([*last[::-1], breach.data.person[who].recruited_by]):
        if body is not None and body in breach.data.organization:
            yield ((who, Move(to=body, on=breach.on)),)


def _eligible(breach: Breach) -> Iterator[Acts]:
    """End a secondment, or have it approved by the nearest above; other events are past."""
    who = breach.finding.subject.id
    if breach.params.event != "secondment":
        return
    away = [post for post in breach.world.career(who).away if post.seconded]
    away = [post for post in away if _lasts(post.row.start, post.row.end, breach.day)]
    for body in _above(breach, who):
        yield tuple((who, Approve(org=post.row.org_id, by=body, on=breach.on)) for post in away)
    yield tuple((who, Recall(org=post.row.org_id, on=breach.on)) for post in away)


def _above(breach: Breach, who: str) -> Iterator[str]:
    """Give the organisations of the kinds that may approve above somebody's place."""
    posts = [post for post in breach.world.career(who).posts if post.own]
    places = [place for post in posts for place in breach.world.places.site(post.row.org_id).chain]
    for place in dict.fromkeys(places):
        for body in breach.world.places.bodies.get(place, ()):
            if body.kind in breach.params.approved_by:
                yield body.org_id


def _trainings(breach: Breach) -> Iterator[Acts]:
    """Take part in as many days more, while the year lasts."""
    year = date.fromordinal(breach.day).year
    running = breach.finding.period == str(year) and breach.params.table == "trainings"
    if running and breach.params.column == "days" and breach.finding.shortfall:
        days = str(breach.finding.shortfall)
        yield ((breach.finding.subject.id, Train(year=year, days=days)),)


def _covered(breach: Breach) -> Iterator[Acts]:
    """Take part in the training, or be stationed in a village of the township."""
    params, who = breach.params, breach.finding.subject.id
    if params.by_training is not None:
        year = date.fromordinal(breach.day).year
        yield ((who, Train(year=year, organized_at=params.by_training)),)
    elif params.by_link is not None and params.of_organizations:
        if params.link_leads == "to":
            for place in breach.world.places.site(who).chain[1:2]:
                for one in _colleagues(breach, place):
                    yield ((one, Connect(to=who, relation=params.by_link, on=breach.on)),)
    elif params.by_basis is Basis.STATIONING:
        home = breach.world.places.site(breach.data.person[who].recruited_by).township
        for org in breach.data.organizations:
            village = org.level in (Level.VILLAGE, Level.COMMUNITY)
            if village and org.kind is OrgKind.DIVISION and org.parent_id == home:
                yield ((who, Station(to=org.org_id, on=breach.on)),)


def _held(breach: Breach) -> Iterator[Acts]:
    """Do now what is owed in the window of the day; what is past stays undone."""
    params, who = breach.params, breach.finding.subject.id
    if not params.of_organizations:
        return
    org = breach.data.organization[who]
    year = date.fromordinal(breach.day).year
    here = params.every is not None or (
        breach.finding.period == str(year)
        and any(
            window.first <= breach.day <= window.last for window in windows_of(params.window, year)
        )
    )
    if here:
        to = org.parent_id if params.to_superior else None
        act = Hold(kind=params.activity[0], on=breach.on, to=to)
        for number in range(1, params.at_least + 1):
            yield tuple((who, act) for _ in range(number))


def _struck(breach: Breach) -> Iterator[Acts]:
    """Strike what is not permitted off the list."""
    if breach.params.owes:
        return
    places = breach.world.places
    who = breach.finding.subject.id
    bodies = [who, *(body.org_id for body in places.bodies.get(who, ()))]
    rows = [
        (body, row.item)
        for body in dict.fromkeys(bodies)
        for row in breach.data.listed_items_of.get(body, ())
        if row.list is breach.params.list
    ]
    for number in range(1, len(rows) + 1):
        for some in combinations(rows, number):
            yield tuple((body, Strike(list=breach.params.list, item=item)) for body, item in some)


def _nothing(_: Breach) -> Iterator[Acts]:
    """Give nothing: the facts of this kind are not made by an act of a day."""
    yield from ()


WAYS: dict[str, Callable[[Breach], Iterator[Acts]]] = {
    "bound": _trainings,
    "cadence": _held,
    "coverage": _covered,
    "eligibility": _eligible,
    "permitted": _struck,
    "procedure": _nothing,
    "service_lock": _lock,
    "share": _share,
    "structure": _nothing,
}
