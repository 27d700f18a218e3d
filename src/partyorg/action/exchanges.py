"""Seats of a team: who gives one up, and who takes it, so that none is left vacant."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from itertools import combinations
from typing import Any

from attrs import define, field, frozen

from partyorg.action.acts import Move
from partyorg.action.decided import Answer
from partyorg.action.seats import Acts, Seat, held_back, lasts, seat_of
from partyorg.dates import PartialDate
from partyorg.evaluate.facts.share import having
from partyorg.evaluate.scope import Scope, World
from partyorg.model import Basis, Dataset, Role
from partyorg.rulebook import Pack
from partyorg.rulebook.kinds.share import People
from partyorg.verdict import Finding

__all__ = ["Breach", "colleagues", "exchanges"]


@frozen
class Breach:
    """A breach, in the data set and on the day in which it is to be put right."""

    data: Dataset
    world: World
    pack: Pack
    finding: Finding
    day: int
    counting: str | None = None

    @property
    def params(self) -> Any:
        """The parameters of the version in force."""
        return self.finding.clause.params

    @property
    def on(self) -> PartialDate:
        """The day of the acts."""
        return PartialDate(self.day, self.day)


def colleagues(breach: Breach, place: str) -> list[str]:
    """Give all who hold a post at the organisations of a place on the day."""
    found: dict[str, None] = {}
    for body in breach.world.places.bodies.get(place, ()):
        for row in breach.data.appointments_at.get(body.org_id, ()):
            if row.basis is Basis.IN_POST and lasts(row.start, row.end, breach.day):
                found[row.person_id] = None
    return [who for who in sorted(found) if who in breach.data.person]


def exchanges(
    breach: Breach, people: People, division: str, least: int = 1, only: Container[str] = ()
) -> Iterator[Acts]:
    """Give the ways in which members without a quality give their seats to others who have it.

    Whoever comes from ordinary staff leaves no seat: the member stands back to staff.  With the
    holder of a leading post the member changes places; after these come the ways in which somebody
    rises from a place below, and leaves that post vacant.  First come those at the same place, then
    those at places below it, at its neighbours, and at the division above.

    Args:
        breach: the breach.
        people: the group, and the quality.
        division: whose team it is.
        least: so many at least must be replaced.
        only: the members that may be replaced; all, where there are none.
    """
    team = breach.world.team(division, people.bodies, people.roles)
    members = [one.person_id for one in team.incumbents if one.cover.at(breach.day) is not False]
    seats = _Seats(breach, people)
    out = [who for who in members if seats.has(who) is not True and (not only or who in only)]
    out = [who for who in out if seats.of(who) is not None]
    able = [
        who
        for place in _sources(breach.world, division, people)
        for who in colleagues(breach, place)
        if who not in members and seats.has(who) is True and seats.of(who) is not None
    ]
    able = list(dict.fromkeys(able))
    rising = [who for who in able if seats.rises(who, division)]
    for number in range(least, min(len(out), len(able)) + 1):
        for some, vacant in ((able, False), (rising, True)):
            for gone in combinations(out, number):
                for come in combinations(some, number):
                    pairs = [
                        seats.exchanged(*pair, vacant=vacant)
                        for pair in zip(gone, come, strict=True)
                    ]
                    if all(seats.free(pair) for pair in pairs):
                        yield tuple(act for pair in pairs for act in pair)


def _sources(world: World, division: str, people: People) -> Sequence[str]:
    """Give the places that somebody may come from, the nearest first."""
    places, above = world.places, world.places.site(division).chain[1:2]
    every = [org.org_id for some in places.divisions.values() for org in some]
    below = [one for one in every if division in places.site(one).chain[1:]]
    near = [
        org.org_id
        for org in places.divisions.get(people.level, ())
        if above and places.site(org.org_id).chain[1:2] == above
    ]
    return [*dict.fromkeys([division, *below, *near, *above])]


@define(eq=False)
class _Seats:
    """Who sits where on the day, who has the quality, and who may move."""

    breach: Breach
    people: People
    _known: dict[str, Seat | None] = field(factory=dict, init=False)
    _free: dict[tuple[str, str], bool] = field(factory=dict, init=False)
    has: Any = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Take what tells whether somebody has the quality."""
        scope = Scope(self.breach.world, self.breach.pack, self.breach.day)
        self.has = having(self.people, scope, self.breach.day)

    def of(self, who: str) -> Seat | None:
        """Give the seat of somebody."""
        if who not in self._known:
            self._known[who] = seat_of(self.breach.world, who, self.breach.day)
        return self._known[who]

    def rises(self, who: str, division: str) -> bool:
        """Tell whether somebody leads at a place below a division."""
        seat = self.of(who)
        if seat is None or not seat.leads:
            return False
        site = self.breach.world.places.site(seat.posts[0].org_id)
        return site.place != division and division in site.chain

    def exchanged(self, gone: str, come: str, *, vacant: bool) -> Acts:
        """Give the acts by which one takes the seat of another, leaving the own `vacant`."""
        left, taken, on = self.of(come), self.of(gone), self.breach.on
        assert left is not None  # noqa: S101  (only those with a seat are asked for)
        assert taken is not None  # noqa: S101
        back: Acts = ((gone, Move(to=taken.posts[0].org_id, on=on, role=Role.STAFF)),)
        if left.leads and not vacant:
            back = left.taken(gone, on)
        return (*back, *taken.taken(come, on))

    def free(self, acts: Acts) -> bool:
        """Tell whether no service lock surely holds anybody back."""
        return all(self._may(who, act) for who, act in acts if isinstance(act, Move))

    def _may(self, who: str, act: Move) -> bool:
        key = (who, act.to)
        if key not in self._free:
            breach = self.breach
            said = held_back(breach.data, breach.pack, breach.counting, who, act)
            self._free[key] = said in (Answer.ALLOWED, Answer.UNDETERMINED)
        return self._free[key]
