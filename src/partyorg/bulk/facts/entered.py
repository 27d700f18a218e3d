"""Who took an office, and whether they had held another before, in columns.

Somebody with one post of the office, begun on a day that is known, is judged here; any other one by
one.  So is everybody where more is asked than whether a post was ever held.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from attrs import define, frozen
from numpy.typing import NDArray

from partyorg.bulk.columns import chosen
from partyorg.bulk.found import TRUTH, Found, Labels, Named, packed
from partyorg.bulk.part import EMPTY, IN_POST, Part
from partyorg.bulk.search import Search
from partyorg.model import Role
from partyorg.rulebook.kinds.eligibility import Condition, Facts, Office, Params

__all__ = ["Entered", "holders"]

Array = NDArray[Any]


@frozen(eq=False)
class _Bodies:
    """Of each organisation, whether it may be one of an office, whether it is, and its place.

    The last is for those that are not in the table.
    """

    maybe: Array
    surely: Array
    place: Array
    names: list[str | None]


def _bodies(part: Part, office: Office) -> _Bodies:
    """Give the organisations of an office; worked out once for the world."""
    world = part.ground.world
    key = ("office", office.level, office.bodies)
    if key not in world.kept:
        orgs, known = world.dataset.organizations, world.dataset.organization
        maybe, surely = np.ones(len(orgs) + 1, bool), np.zeros(len(orgs) + 1, bool)
        place = np.zeros(len(orgs) + 1, np.int64)
        names: list[str | None] = [None]
        numbers: dict[str | None, int] = {None: 0}
        for at, org in enumerate(orgs):
            own = world.places.site(org.org_id).place
            level = None if own is None else known[own].level
            maybe[at] = org.kind in (*office.bodies, None) and level in (office.level, None)
            surely[at] = org.kind in office.bodies and level is office.level
            if own not in numbers:
                numbers[own] = len(names)
                names.append(own)
            place[at] = numbers[own]
        world.kept[key] = _Bodies(maybe, surely, place, names)
    found: _Bodies = world.kept[key]
    return found


def holders(part: Part, office: Office) -> Array:
    """Give the rows of posts that are, or may be, of an office."""
    posts = part.columns.posts
    basis = (posts.basis == IN_POST) | (posts.basis == EMPTY)
    role = chosen(Role, office.roles, empty=True)[posts.role]
    return np.flatnonzero(_bodies(part, office).maybe[posts.org] & basis & role)


class Entered(Search):
    """Whoever took an office."""

    def part(self, part: Part) -> Found:
        """Find them."""
        params: Params = self.version.params
        office, as_of = params.office, self.context.as_of
        assert office is not None  # noqa: S101  (the parameters have been checked)
        posts, people = part.columns.posts, part.columns.people
        rows = holders(part, office)
        owner = posts.owner[rows]
        if not _only_ever(params):
            return _found(np.empty(0, np.int64), None, alone=np.unique(owner))
        bodies = _bodies(part, office)
        plain = bodies.surely[posts.org[rows]] & (posts.basis[rows] == IN_POST)
        plain &= chosen(Role, office.roles)[posts.role[rows]] & ~posts.unstarted[rows]
        plain &= posts.start.first[rows] == posts.start.last[rows]
        times = np.bincount(owner, minlength=len(people))[owner]
        plain &= (times == 1) & ~(people.broken | people.lost)[owner]
        kept = rows[plain & (posts.start.first[rows] <= as_of)]
        who = posts.owner[kept]
        start = posts.start.first[kept]
        facts = _Facts(
            met=_ever(params, part, who, start),
            place=bodies.place[posts.org[kept]],
            names=bodies.names,
        )
        return _found(who, facts, start=start, alone=np.unique(owner[~plain]))


def _only_ever(params: Params) -> bool:
    """Tell whether nothing is asked but whether some post was ever held."""
    held = params.held
    more = (params.since_recruitment, params.grassroots, params.coming_from or None)
    return held is not None and (held.served, held.posts, *more) == (None,) * 5


def _ever(params: Params, part: Part, who: Array, start: Array) -> Array:
    """Tell whether each held one of the posts before a day: 1, 0, or -1 where that is open."""
    held, posts = params.held, part.columns.posts
    assert held is not None  # noqa: S101  (it was asked before)
    bodies = _bodies(part, held)
    rows, which = part.posts_of(who)
    before = posts.unstarted[rows] | (posts.start.first[rows] < start[which])
    rows, which = rows[before], which[before]
    basis, role = posts.basis[rows], posts.role[rows]
    surely = bodies.surely[posts.org[rows]]
    fits = chosen(Role, held.roles)[role]
    sure = surely & fits & (basis == IN_POST)
    # One elsewhere may be of that rank, unless it is that of ordinary staff.
    may = ((basis == IN_POST) | (basis == EMPTY)) & ~chosen(Role, [Role.STAFF])[role]
    open_fit = chosen(Role, held.roles, empty=True)[role]
    may &= ~sure & (~surely | open_fit)
    first, last = part.unknown
    ever = np.where((last[who] > first[who]) & (first[who] < start), -1, 0).astype(np.int8)
    ever[which[may]] = -1
    ever[which[sure]] = 1
    return ever


def _found(who: Array, facts: Any, *, start: Any = None, alone: Array) -> Found:
    days = np.empty(0, np.int64) if start is None else start
    return Found(
        who=who,
        events=[(days, days)],
        facts=_Facts(met=days, place=days, names=[]) if facts is None else facts,
        period=Labels(np.arange(len(days)), Named(days, _iso)),
        part=None if facts is None else Labels(facts.place, facts.names),
        alone=alone,
    )


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


@define(eq=False)
class _Facts:
    """Whether each had held such a post, and the place of the office."""

    met: Array
    place: Array
    names: list[str | None]

    def classes(self) -> Array:
        """Tell apart the answers, and the places."""
        return packed((self.place, max(len(self.names), 1)), (self.met + 1, 3))

    def at(self, row: int) -> Facts:
        """Give the facts of one entry."""
        met = TRUTH[int(self.met[row])]
        return Facts(
            conditions=(Condition(name="held", met=(met,)),),
            responsible=self.names[int(self.place[row])],
        )
