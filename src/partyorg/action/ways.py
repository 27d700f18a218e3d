"""What may help against a breach, by kind: sets of acts to be tried, the smallest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations
from math import ceil

from partyorg.action.acts import (
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
from partyorg.action.exchanges import Breach, colleagues, exchanges
from partyorg.action.seats import Acts, lasts
from partyorg.dates import windows_of
from partyorg.model import Basis, Level, OrgKind, Role

__all__ = ["WAYS", "stands"]


def _share(breach: Breach) -> Iterator[Acts]:
    if breach.params.people is not None:
        if breach.params.at_least is not None:
            short = max(1, int(breach.finding.shortfall or 1))
            yield from exchanges(breach, breach.params.people, breach.finding.subject.id, short)
    else:
        yield from _quota(breach)


def _quota(breach: Breach) -> Iterator[Acts]:
    """Plan or fill more posts of the running year with what the quota asks for."""
    rows, share = breach.params.rows, breach.params.threshold
    year = date.fromordinal(breach.day).year
    if rows.table != "recruitment" or breach.finding.period != str(year):
        return
    if breach.params.at_least is None or rows.count not in ("hired", "planned"):
        return
    authorities = {
        row.authority: None
        for row in breach.data.recruitment
        if row.year == year
        and breach.finding.subject.id in breach.world.places.site(row.authority).chain
    }
    counts = breach.params.counts
    having, group = breach.finding.observed[counts.quality], breach.finding.observed[counts.group]
    low = having[0] if isinstance(having, tuple) else having
    whole = group[1] if isinstance(group, tuple) else group
    more = ceil((share * whole - low) / (1 - share))
    kind = {name: values[0] for name, values in {**rows.group, **rows.quality}.items()}
    hired = more if rows.count == "hired" else 0
    for authority in authorities:
        yield ((authority, Recruit(year=year, hired=hired, planned=more, **kind)),)


def _lock(breach: Breach) -> Iterator[Acts]:
    """Let somebody return to the township in which the service is owed, as what they were there."""
    who = breach.finding.subject.id
    recruited_by = breach.data.person[who].recruited_by
    home = breach.world.places.site(recruited_by).township
    posts = [post for post in breach.world.career(who).posts if post.in_post is not False]
    last = [(post.row.org_id, post.row.role) for post in posts if post.township == home][::-1]
    bodies = [(body, Role.STAFF) for body, _ in last]
    for body, role in dict.fromkeys([*last, *bodies, (recruited_by, Role.STAFF)]):
        if body is not None and body in breach.data.organization:
            yield ((who, Move(to=body, on=breach.on, role=role or Role.STAFF)),)


def _eligible(breach: Breach) -> Iterator[Acts]:
    """Mend what lasts, a secondment or a seat in a team; other events are past."""
    if breach.params.event == "secondment":
        yield from _seconded(breach)
    elif breach.params.event == "appointment" and breach.params.team is not None:
        # Whom the seat should have gone to is told by what the team owes.
        owes = breach.pack[breach.params.team.owes].versions[-1].params.people
        only = (breach.finding.subject.id,)
        yield from exchanges(breach, owes, breach.finding.part or "", only=only)


def _seconded(breach: Breach) -> Iterator[Acts]:
    """Have a secondment approved by the nearest above, or end it."""
    who = breach.finding.subject.id
    away = [post for post in breach.world.career(who).away if post.seconded]
    away = [post for post in away if lasts(post.row.start, post.row.end, breach.day)]
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
                for one in colleagues(breach, place):
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


def stands(breach: Breach) -> bool:
    """Tell whether a breach is a state that an act may end, and nothing that has happened."""
    params = breach.params
    if breach.finding.clause.kind == "share":
        return params.people is not None
    return getattr(params, "event", None) in ("appointment", "secondment")


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
