"""What every search in columns has: the day, the pack, the organisations; and its two verbs.

A search looks for the facts of one rule version on one day.  `part` gives the cases among some
people, and is called once for each part of the data; what concerns groups it may add up meanwhile.
`rest` gives, at the end, the cases that are not people.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from partyorg import dates
from partyorg.bulk.columns import Columns
from partyorg.bulk.found import Found
from partyorg.bulk.ground import Ground
from partyorg.bulk.kernels import Totals
from partyorg.bulk.part import Part
from partyorg.bulk.service import Bounds
from partyorg.dates import Period
from partyorg.evaluate.scope import Scope, World
from partyorg.rulebook import Version

__all__ = ["Context", "Exactly", "OneByOneError", "Search", "observed"]

Array = NDArray[Any]


class OneByOneError(Exception):
    """The rule cannot be judged in columns on these data.

    `why` is the code of the reason (see `partyorg.verdict.words.ALONE`).
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Exactly:
    """Stands for this very rule version in the key of what is kept, and for none like it.

    A version of which somebody has changed a number is another one, whatever else they share.
    """

    __slots__ = ("version",)

    def __init__(self, version: Version) -> None:
        self.version = version

    def __hash__(self) -> int:
        """Give a number for this object."""
        return id(self.version)

    def __eq__(self, other: object) -> bool:
        """Tell whether it is the same object."""
        return isinstance(other, Exactly) and other.version is self.version


@define(eq=False)
class Context:
    """A day, a pack, and the organisations; `scope` is the same for one record at a time."""

    ground: Ground
    scope: Scope

    @property
    def as_of(self) -> int:
        """The day."""
        return self.scope.as_of

    def one_by_one(self, columns: Columns, people: Array, company: Array | None = None) -> Scope:
        """Give the scope in which some people are judged as records, with who is in it besides."""
        there = people if company is None else np.union1d(people, company)
        dataset = columns.records((there + columns.first).tolist())
        world = self.scope.world
        if dataset is not world.dataset:
            world = World.of(dataset, world.conventions)
        ids = frozenset(columns.people.ids[at] for at in people.tolist())
        return Scope(world, self.scope.pack, self.as_of, ids)


@define(eq=False)
class Search:
    """A search for the facts of one rule version on one day."""

    version: Version
    context: Context

    @classmethod
    def takes(cls, params: Any) -> bool:  # noqa: ARG003
        """Tell whether the search finds the facts of such parameters, or leaves them to records."""
        return True

    @property
    def lasting(self) -> bool:
        """Whether a class of facts has the same number, and so the same answer, on every day."""
        return False

    def part(self, part: Part) -> Found | None:  # noqa: ARG002
        """Find the cases among some people; None where the rule has none of that sort."""
        return None

    def company(self, columns: Columns, people: Array) -> Array | None:  # noqa: ARG002
        """Give who must be there besides when some people are judged one by one; None: nobody."""
        return None

    def rest(self, columns: Columns) -> Found | None:  # noqa: ARG002
        """Find what takes all people to be seen: cases that are not people, or hang on others."""
        return None


def observed(bounds: Bounds, row: int) -> tuple[Period | None, Period | None]:
    """Give the observed durations of one owner, at least and at most."""
    return dates.Bounds(served(bounds.low, row), served(bounds.high, row)).observed()


def served(total: Totals, row: int) -> dates.Served:
    """Give the service of one owner as `partyorg.dates` has it."""
    start = int(total.start[row])
    days = (start, int(total.end[row])) if start else None
    return dates.Served(int(total.months[row]), days)
