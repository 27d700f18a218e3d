"""Seats: the posts that somebody gives up by moving, and that somebody else takes.

Who leads at several bodies of one place (committee member and deputy head of the township) has one
seat of several posts: whoever takes the seat takes all of them.  Staff posts are given up, and
nobody need take them.
"""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from partyorg.action.acts import Act, Appoint, Move
from partyorg.action.decided import Answer, may
from partyorg.dates import PartialDate
from partyorg.evaluate.scope import World
from partyorg.model import Appointment, Basis, Dataset, Role
from partyorg.rulebook import Pack

__all__ = ["Acts", "Seat", "held_back", "lasts", "seat_of", "vacated"]

Acts = tuple[tuple[str, Act], ...]


@frozen
class Seat:
    """The posts of somebody on a day; the leading ones, where there are any."""

    posts: tuple[Appointment, ...]

    @property
    def leads(self) -> bool:
        """Whether it is a leading seat."""
        return self.posts[0].role is not Role.STAFF

    @property
    def role(self) -> Role:
        """The highest role in it."""
        roles = {row.role for row in self.posts}
        return next(role for role in (Role.CHIEF, Role.LEADER, Role.STAFF) if role in roles)

    def taken(self, who: str, on: PartialDate) -> Acts:
        """Give the acts by which somebody moves to it."""
        first, *others = self.posts
        move = Move(to=first.org_id, on=on, role=first.role, post=first.post)
        return (
            (who, move),
            *(
                (who, Appoint(to=row.org_id, on=on, role=row.role or Role.LEADER, post=row.post))
                for row in others
            ),
        )


def seat_of(world: World, who: str, day: int) -> Seat | None:
    """Give the seat of somebody on a day; None if there are doubts, or leading posts elsewhere."""
    rows = [
        row
        for row in world.dataset.appointments_of.get(who, ())
        if row.basis in (Basis.IN_POST, None) and lasts(row.start, row.end, day)
    ]
    bodies = (world.dataset.organization.get(row.org_id) for row in rows)
    there = all(body is not None and world.places.exists(body, day) for body in bodies)
    if not rows or not there or not all(_sure(row, day) for row in rows):
        return None
    leading = [row for row in rows if row.role is not Role.STAFF]
    if len({world.places.site(row.org_id).place for row in leading}) > 1:
        return None
    return Seat(tuple(leading or rows[-1:]))


def lasts(start: PartialDate | None, end: PartialDate | None, day: int) -> bool:
    """Tell whether what has these ends may last on a day."""
    return (start is None or start.first <= day) and (end is None or end.last > day)


def _sure(row: Appointment, day: int) -> bool:
    known = row.basis is not None and row.role is not None
    begun = row.start is not None and row.start.last < day
    return known and begun and (row.end is None or row.end.first > day)


def held_back(data: Dataset, pack: Pack, counting: str | None, who: str, act: Act) -> Answer:
    """Give what the service locks of a pack say of an act."""
    locks = [rule.id for rule in pack.rules if rule.kind_name == "service_lock"]
    if not locks:
        return Answer.ALLOWED
    return may(data, who, act, rules=pack, only=locks, counting=counting).outcome


def vacated(world: World, acts: Iterable[tuple[str, Act]]) -> tuple[Appointment, ...]:
    """Give the leading posts that nobody takes of those who move."""
    moves = [(who, act) for who, act in acts if isinstance(act, Move | Appoint)]
    taken = [(act.to, act.role) for _, act in moves]
    found = []
    for who, act in moves:
        seat = seat_of(world, who, act.on.first) if isinstance(act, Move) else None
        for row in seat.posts if seat is not None and seat.leads else ():
            if (row.org_id, row.role) in taken:
                taken.remove((row.org_id, row.role))
            else:
                found.append(row)
    return tuple(found)
