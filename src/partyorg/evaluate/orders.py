"""The orders in which things may have happened whose dates are not known to the day.

Each date is an instant: a day that lies somewhere in a range of days.  Where ranges overlap, every
order is followed; how things stand after each step is the business of whoever walks.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Generic, Protocol, TypeVar

from attrs import define, field

__all__ = ["MOST_ORDERS", "Instant", "Orders", "TooManyOrdersError"]

MOST_ORDERS = 4_000
"""So many orders of one career are followed."""


class TooManyOrdersError(Exception):
    """So many dates are uncertain that not every order can be followed."""


@define(eq=False)
class Instant:
    """A day that lies from `first` to `last`, and what happens on it: posts start and end.

    `recruits`: the person is recruited on it.  `stops`: it is the day of the check.
    """

    first: int
    last: int
    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    recruits: bool = False
    stops: bool = False


class Stopping(Protocol):
    """How things stand; `stopped` once the day of the check has been."""

    @property
    def stopped(self) -> bool:
        """Whether nothing that follows matters."""
        ...


State = TypeVar("State", bound=Stopping)


@define
class Orders(ABC, Generic[State]):
    """A walk through all orders of instants; `orders` counts those that were followed."""

    orders: int = field(default=0, init=False)

    @abstractmethod
    def step(
        self, state: State, block: Sequence[Instant], first: int, last: int
    ) -> Sequence[State]:
        """Let some instants happen on one day from `first` to `last`; give how things may stand."""

    def through(self, instants: Sequence[Instant], state: State) -> list[State]:
        """Give how things may stand after all instants, which stand in order.

        Instants whose ranges overlap form a cluster; between clusters the order is certain, so the
        states that one cluster ends in are all that the next must know.  The last cluster is the
        one with the day of the check, for nothing is among the instants that surely comes later.
        """
        states = [state]
        for cluster in _clusters(instants):
            if len(cluster) == 1:
                only = cluster[0]
                after = [
                    new for old in states for new in self.step(old, cluster, only.first, only.last)
                ]
            else:
                after = [new for old in states for new in self._follow(cluster, 0, old)]
            states = after if len(after) == 1 else list(dict.fromkeys(after))
        return states

    def _follow(self, cluster: Sequence[Instant], day: int, state: State) -> Iterator[State]:
        """Follow all orders of the instants of a cluster, from `day` on."""
        if len(cluster) == 1:
            only = cluster[0]
            yield from self.step(state, cluster, max(day, only.first), only.last)
            return
        bound = min([instant.last for instant in cluster])
        open_now = [instant for instant in cluster if instant.first <= bound]
        for size in range(1, len(open_now) + 1):
            for block in combinations(open_now, size):
                rest = [instant for instant in cluster if instant not in block]
                first = max([day, *[instant.first for instant in block]])
                last = min([i.last for i in block] + [i.last - 1 for i in rest])
                if first > last or any(_misplaced(instant, rest) for instant in block):
                    continue
                self.orders += 1
                if self.orders > MOST_ORDERS:
                    raise TooManyOrdersError
                for after in self.step(state, block, first, last):
                    if after.stopped or not rest:
                        yield after
                    else:
                        yield from self._follow(rest, first + 1, after)


def _clusters(instants: Sequence[Instant]) -> Iterator[list[Instant]]:
    """Part sorted instants into runs whose ranges overlap."""
    cluster: list[Instant] = []
    reach = 0
    for instant in instants:
        if cluster and instant.first > reach:
            yield cluster
            cluster = []
        cluster.append(instant)
        reach = max(reach, instant.last) if len(cluster) > 1 else instant.last
    yield cluster


def _misplaced(instant: Instant, rest: Sequence[Instant]) -> bool:
    """Tell whether a post would end before it began."""
    return any(number in later.starts for later in rest for number in instant.ends)
