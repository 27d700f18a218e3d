"""The organisations in columns: where each is, and what it is, under the conventions of a pack.

Every array has one place more than there are organisations: the last, which the number -1 reaches,
stands for an identifier that is empty or not found.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from itertools import islice
from typing import Any

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from partyorg.bulk.columns import codes_of
from partyorg.bulk.links import LOST, TOP, Links
from partyorg.dates import DAWN, FAR
from partyorg.evaluate.scope import Scope, World
from partyorg.model import Dataset, Level, OrgKind
from partyorg.orggraph import Places
from partyorg.rulebook import Conventions

__all__ = ["OUTSIDE", "Divisions", "Ground", "Where"]

Array = NDArray[Any]
OUTSIDE = -1
"""In place of a township: a place outside all townships (or not known, see `known`)."""
_CIRCLE = -3
"""What is above an organisation which is only above itself."""
_ENDS = (_CIRCLE, LOST, TOP)
_STEPS = 16
"""So many divisions, one above the other, are more than there are levels."""


class Where(IntEnum):
    """Where an organisation is: nobody knows, in no township, of a township, below one."""

    UNKNOWN = 0
    OUTSIDE = 1
    OF = 2
    BELOW = 3


@define(eq=False)
class Ground:
    """What must be known of organisations, by their number.

    `where` (see `Where`), `town` and `place` (numbers of divisions, -1 for none), `kind` and
    `level` (places in the closed lists, -1 empty), `chain` (the divisions from the place upwards,
    one column a step), `whole` (whether the chain is), `passed` (it, its place or its township has
    a successor).
    """

    world: World
    where: Array
    town: Array
    place: Array
    kind: Array
    level: Array
    chain: Array
    whole: Array
    passed: Array
    _levels: dict[Level, Any] = field(factory=dict, init=False)
    _names: dict[Level, tuple[Array, list[str]]] = field(factory=dict, init=False)

    @classmethod
    def of(cls, base: Dataset, conventions: Conventions) -> Ground:
        """Give the ground of a data set; made once and kept with it."""
        key = ("ground", conventions)
        if key not in base.derived:
            base.derived[key] = _made(World.of(base, conventions))
        made: Ground = base.derived[key]
        return made

    def above(self, place: Array, below: Array) -> Array:
        """Tell whether divisions lie above the places of organisations: 1, 0, or -1 for unknown."""
        found = np.zeros(len(place), bool)
        for step in range(1, self.chain.shape[1]):
            found |= self.chain[below, step] == place
        known = (place >= 0) & (found | self.whole[below])
        return np.where(known, found & (place >= 0), -1).astype(np.int8)

    def divisions(self, level: Level, scope: Scope) -> Divisions:
        """Give the divisions of a level which exist on a day, as `Scope.divisions` does."""
        if level not in self._levels:
            self._levels[level] = _level(self, level)
        number, dates = self._levels[level]
        starts_first, starts_last, ends_first, ends_last = dates
        day = scope.as_of
        there = (starts_first <= day) & (ends_last > day)
        sure = (starts_last <= day) & (ends_first > day)
        kept = np.flatnonzero(there)
        number, sure = number[kept], sure[kept]
        ids = self._named(level, number)
        before = [
            org.org_id for org, known in islice(scope.divisions(level), _uncertain(scope, level))
        ]
        if before:
            numbers = Links.of(self.world.dataset).number
            number = np.append([numbers.get(org_id, -1) for org_id in before], number)
            sure = np.append(np.zeros(len(before), bool), sure)
        return Divisions(number, sure, [*before, *ids] if before else ids)

    def _named(self, level: Level, number: Array) -> list[str]:
        """Give the identifiers of divisions of a level, which mostly are the same on every day."""
        known = self._names.get(level)
        if known is None or not np.array_equal(known[0], number):
            ids = self.ids
            known = self._names[level] = (number, [ids[at] for at in number.tolist()])
        return known[1]

    @property
    def ids(self) -> list[str]:
        """The identifiers of the organisations."""
        return Links.of(self.world.dataset).ids


@frozen(eq=False)
class Divisions:
    """Divisions by number (-1: not among the organisations), and which surely exist on the day."""

    number: Array
    sure: Array
    ids: Sequence[str]


def _uncertain(scope: Scope, level: Level) -> int:
    """Tell how many organisations may be divisions of a level though it is not known."""
    lost = sum(
        touch.may_be(level=level, kind=OrgKind.DIVISION) for _, touch in scope.lost_organizations()
    )
    return lost + sum(
        org.level in (level, None) and scope.places.exists(org, scope.as_of) is not False
        for org in scope.places.half_known_divisions
    )


def _level(ground: Ground, level: Level) -> tuple[Array, Array]:
    """Give the divisions of a level, and between which days each begins and ends."""
    orgs = ground.world.dataset.organizations
    kind, number = codes_of(OrgKind)[OrgKind.DIVISION], codes_of(Level)[level]
    at = np.flatnonzero((ground.kind[:-1] == kind) & (ground.level[:-1] == number))
    dates = np.tile(np.array([[DAWN], [DAWN], [FAR], [FAR]], np.int64), len(at))
    for row, one in enumerate(at.tolist()):
        starts, ends = orgs[one].valid_from, orgs[one].valid_to
        if starts is not None:
            dates[:2, row] = starts.first, starts.last
        if ends is not None:
            dates[2:, row] = ends.first, ends.last
    return at, dates


def _made(world: World) -> Ground:
    places = world.places
    links = Links.of(world.dataset)
    kind, level = np.append(links.kind, np.int8(-1)), np.append(links.level, np.int8(-1))
    chain, whole = _chains(places, links)
    place = chain[:, 0].copy()
    # The township is the first of the chain that has the level of one.
    levels = [codes_of(Level)[one] for one in places.township_levels]
    towns = np.isin(level, levels)[chain]
    found, step = towns.any(axis=1), towns.argmax(axis=1)
    town = np.where(found, chain[np.arange(len(chain)), step], np.int32(OUTSIDE))
    where = np.where(whole & (place >= 0), Where.OUTSIDE, Where.UNKNOWN)
    where = np.where(found, np.where(step == 0, Where.OF, Where.BELOW), where)
    passed = np.zeros(len(chain), bool)
    if places.has_successions:
        orgs = world.dataset.organizations
        gone = np.array([*(org.successor_id is not None for org in orgs), False])
        passed = gone | gone[place] | gone[town]
    return Ground(
        world=world,
        where=where.astype(np.int8),
        town=town,
        place=place,
        kind=kind,
        level=level,
        chain=chain,
        whole=whole,
        passed=passed,
    )


def _chains(places: Places, links: Links) -> tuple[Array, Array]:
    """Give the divisions from each place upwards, one column a step, and whether that is all.

    The same as `Places.site`, for all organisations at once: they go up together, a division at a
    step, until there is nothing above (`TOP`) or nobody knows what is (`LOST`).  Whoever has not
    arrived after so many steps is in a circle, or very far below, and is looked at alone.
    """
    up, stays = _upwards(links)
    size, number = len(links.ids), links.number
    # The division which each is, or the next one above; every round looks twice as far.
    seat = np.where(stays, np.append(np.arange(size), _ENDS), up)
    for _ in range(size.bit_length()):
        if stays[seat].all():
            break
        seat = seat[seat]
    seat[~stays[seat]] = _CIRCLE
    above = seat[up]
    at = seat[:size]
    if len(number) <= size:  # some stand there twice: of these the last one counts
        at = seat[[number[org_id] for org_id in links.ids]]
    columns: list[Array] = []
    while len(columns) < _STEPS and (at >= 0).any():
        columns.append(np.maximum(at, -1))
        at = above[at]
    alone = np.flatnonzero((at >= 0) | (at == _CIRCLE)).tolist()
    sites = [places.site(links.ids[one]) for one in alone]
    width = max([1, len(columns), *(len(site.chain) for site in sites)])
    chain = np.full((size + 1, width), -1, np.int32)
    for step, column in enumerate(columns):
        chain[:-1, step] = column
    whole = np.append(at == TOP, False)
    for one, site in zip(alone, sites, strict=True):
        chain[one] = -1
        chain[one, : len(site.chain)] = [number[place] for place in site.chain]
        whole[one] = site.whole
    used = max(1, int((chain >= 0).any(axis=0).sum()))
    return np.ascontiguousarray(chain[:, :used]), whole


def _upwards(links: Links) -> tuple[Array, Array]:
    """Give the next step up from each organisation, and whether it is a division.

    The last three places are the `_ENDS`, which the way up does not leave again.
    """
    division = links.division
    step = np.where(division | (links.within == TOP), links.parent, links.within)
    step[~division & (step == TOP)] = LOST  # only a division may have nothing above
    return np.append(step, _ENDS), np.append(division, [True] * len(_ENDS))
