"""The organisations in columns: where each is, and what it is, under the conventions of a pack.

Every array has one place more than there are organisations: the last, which the number -1 reaches,
stands for an identifier that is empty or not found.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from functools import cached_property
from itertools import islice
from typing import Any

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from partyorg.bulk.columns import codes_of
from partyorg.dates import DAWN, FAR
from partyorg.evaluate.scope import Scope, World
from partyorg.model import Dataset, Level, OrgKind
from partyorg.rulebook import Conventions

__all__ = ["OUTSIDE", "Divisions", "Ground", "Where"]

Array = NDArray[Any]
OUTSIDE = -1
"""In place of a township: a place outside all townships (or not known, see `known`)."""


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
        ids = [self.ids[at] for at in number.tolist()]
        before = [
            org.org_id for org, known in islice(scope.divisions(level), _uncertain(scope, level))
        ]
        if before:
            numbers = {org_id: at for at, org_id in enumerate(self.ids)}
            number = np.append([numbers.get(org_id, -1) for org_id in before], number)
            sure = np.append(np.zeros(len(before), bool), sure)
        return Divisions(number, sure, [*before, *ids])

    @cached_property
    def ids(self) -> list[str]:
        """The identifiers of the organisations."""
        return [org.org_id for org in self.world.dataset.organizations]


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
    return lost + sum(org.level in (level, None) for org in scope.places.half_known_divisions)


def _level(ground: Ground, level: Level) -> tuple[Array, Array]:
    """Give the divisions of a level, and between which days each begins and ends."""
    orgs = ground.world.dataset.organizations
    kind, number = codes_of(OrgKind)[OrgKind.DIVISION], codes_of(Level)[level]
    at = np.flatnonzero((ground.kind[:-1] == kind) & (ground.level[:-1] == number))
    none, far = (DAWN, DAWN), (FAR, FAR)
    dates = []
    for one in at.tolist():
        starts, ends = orgs[one].valid_from, orgs[one].valid_to
        first = (starts.first, starts.last) if starts else none
        dates.append((*first, *((ends.first, ends.last) if ends else far)))
    return at, np.array(dates, np.int64).reshape(-1, 4).T


def _made(world: World) -> Ground:
    dataset, places = world.dataset, world.places
    orgs = dataset.organizations
    number: dict[str | None, int] = {None: -1}
    number |= {org.org_id: at for at, org in enumerate(orgs)}
    size = len(orgs) + 1
    sites = [places.site(org.org_id) for org in orgs]
    where = np.zeros(size, np.int8)
    town, place = np.full(size, OUTSIDE, np.int32), np.full(size, -1, np.int32)
    passed, whole = np.zeros(size, bool), np.zeros(size, bool)
    chain = np.full((size, max([1, *(len(site.chain) for site in sites)])), -1, np.int32)
    for at, site in enumerate(sites):
        if site.known:
            own = Where.OF if site.own else Where.BELOW
            where[at] = Where.OUTSIDE if site.township is None else own
        town[at], place[at], whole[at] = number[site.township], number[site.place], site.whole
        chain[at, : len(site.chain)] = [number[p] for p in site.chain]
    if places.has_successions:
        gone = np.array([org.successor_id is not None for org in orgs] + [False])
        passed = gone | gone[place] | gone[town]
    return Ground(
        world=world,
        where=where,
        town=town,
        place=place,
        kind=_coded([org.kind for org in orgs], codes_of(OrgKind)),
        level=_coded([org.level for org in orgs], codes_of(Level)),
        chain=chain,
        whole=whole,
        passed=passed,
    )


def _coded(values: list[Any], codes: dict[Any, int]) -> Array:
    return np.array([*map(codes.__getitem__, values), -1], np.int8)
