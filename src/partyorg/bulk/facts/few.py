"""Rules that speak of few people: those are found in columns, and judged one by one.

Whom a case is about, who is linked to an organisation: a province
has some thousands of them among a million, and no more are made into records.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from partyorg.bulk.facts.entered import holders
from partyorg.bulk.found import Found
from partyorg.bulk.part import Part
from partyorg.bulk.search import Search
from partyorg.rulebook.kinds.eligibility import Office

__all__ = ["Linked", "Stepped"]

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
            office = Office(level=params.level, bodies=params.bodies, roles=params.roles)
            return _only(part.columns.posts.owner[holders(part, office)])
        return _only(_named(part, {*dataset.links_from, *dataset.links_to}))


def _named(part: Part, wanted: Any) -> Array:
    """Give those whose identifiers are among some."""
    ids = part.columns.people.ids
    found = [at for at, one in enumerate(ids) if one in wanted] if wanted else []
    return np.array(found, np.int64)
