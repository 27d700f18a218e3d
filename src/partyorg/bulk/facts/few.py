"""Rules that speak of few people: those are found in columns, and judged one by one.

Who took an office of a county, whom a case is about, who is linked to an organisation: a province
has some thousands of them among a million, and no more are made into records.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from partyorg.bulk.columns import chosen
from partyorg.bulk.found import Found
from partyorg.bulk.part import EMPTY, IN_POST, Part
from partyorg.bulk.search import Search
from partyorg.model import Level, OrgKind, Role

__all__ = ["Entered", "Linked", "Stepped"]

Array = NDArray[Any]


@define(eq=False)
class _Nobody:
    """The facts of nobody."""

    def classes(self) -> Array:
        """Give no classes."""
        return np.empty(0, np.int64)

    def at(self, row: int) -> Any:  # pragma: no cover  (there is no row)
        """Give the facts of nobody."""
        raise IndexError(row)


def _only(people: Array) -> Found:
    """Leave some people to their records."""
    return Found(
        who=np.empty(0, np.int64), events=[(0, 0)], facts=_Nobody(), alone=np.unique(people)
    )


def _holders(part: Part, level: Level, bodies: Iterable[OrgKind], roles: Iterable[Role]) -> Array:
    """Give who holds, held or may have held one of the roles at such a body, as it is written."""
    posts = part.columns.posts
    key = ("few", level, tuple(bodies))
    kept = part.ground.world.kept
    if key not in kept:
        kept[key] = _organizations(part, level, tuple(bodies))
    fits = kept[key]
    there = fits[posts.org]  # the last is for those that are not in the table
    basis = (posts.basis == IN_POST) | (posts.basis == EMPTY)
    role = chosen(Role, tuple(roles), empty=True)[posts.role]
    return np.asarray(posts.owner[there & basis & role])


def _organizations(part: Part, level: Level, bodies: tuple[OrgKind, ...]) -> Array:
    """Tell of each organisation whether it may be such a body of a place of the level."""
    world = part.ground.world
    known = world.dataset.organization
    fits = np.ones(len(world.dataset.organizations) + 1, bool)
    for at, org in enumerate(world.dataset.organizations):
        place = world.places.site(org.org_id).place
        of_level = None if place is None else known[place].level
        fits[at] = org.kind in (*bodies, None) and of_level in (level, None)
    return fits


class Entered(Search):
    """Whoever holds or held an office of the level."""

    def part(self, part: Part) -> Found:
        """Find them."""
        office = self.version.params.office
        return _only(_holders(part, office.level, office.bodies, office.roles))


class Stepped(Search):
    """Whomever a step of a case is about."""

    def part(self, part: Part) -> Found:
        """Find them."""
        wanted = self.context.scope.dataset.procedures_about
        return _only(_named(part, wanted))


class Linked(Search):
    """Whoever must be covered by links."""

    def part(self, part: Part) -> Found:
        """Find them."""
        params, dataset = self.version.params, self.context.scope.dataset
        if params.who == "holders":
            return _only(_holders(part, params.level, params.bodies, params.roles))
        return _only(_named(part, {*dataset.links_from, *dataset.links_to}))


def _named(part: Part, wanted: Any) -> Array:
    """Give those whose identifiers are among some."""
    ids = part.columns.people.ids
    found = [at for at, one in enumerate(ids) if one in wanted] if wanted else []
    return np.array(found, np.int64)
