"""What was told of recruits, and on which days it stands: so that a further day asks of few anew.

Of a career with partial dates the same is said on all days between two on which something may begin
or end; on the days on which it is open whether it has, nothing is taken to last.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from partyorg.bulk.columns import Dates
from partyorg.bulk.part import Part
from partyorg.dates import FAR

__all__ = ["Told", "days_alike"]

Array = NDArray[Any]


@define(eq=False)
class Told:
    """What was told of the people of a part: codes, and the days on which each of them stands.

    `who` are those with a class; `several` tells who may be in several states.
    """

    codes: Array
    since: Array
    until: Array
    several: Array
    who: Array

    @classmethod
    def nobody(cls, size: int) -> Told:
        """Give that nothing was told of anybody."""
        codes, since, until = np.zeros((3, size), np.int32)
        return cls(codes, since, until, np.zeros(size, bool), np.empty(0, np.int32))

    def stale(self, day: int) -> Array:
        """Give those of whom what was told need not stand on a day."""
        return np.flatnonzero((day < self.since) | (self.until <= day))

    def named(self, who: Array) -> Array:
        """Give who has a class; the very array of another day, where it is the same people.

        Then nobody need tell them apart later.
        """
        if not np.array_equal(self.who, who):
            self.who = who
        return self.who


def days_alike(part: Part, as_of: int) -> tuple[Array, Array]:
    """Give from which day on, and up to which, each career is the same as on a day.

    The same dates have come and the same have not, and of none it is open.
    """
    posts, offsets = part.columns.posts, part.offsets
    since, until = _around(part.columns.people.recruited, as_of)
    some = np.flatnonzero(np.diff(offsets))
    if len(some):
        heads = offsets[some]
        for dates in (posts.start, posts.end):
            early, late = _around(dates, as_of)
            since[some] = np.maximum(since[some], np.maximum.reduceat(early, heads))
            until[some] = np.minimum(until[some], np.minimum.reduceat(late, heads))
    return since, until


def _around(dates: Dates, as_of: int) -> tuple[Array, Array]:
    """Give the days between which as much is known of each date as on a day."""
    first, last = dates.first, dates.last
    early = np.where(first <= as_of, first, 0)
    late = np.where(first > as_of, first, FAR)
    if not dates.exact:
        vague = np.flatnonzero((first != last) & (first <= as_of))
        over = last[vague] < as_of
        early[vague] = np.where(over, last[vague] + 1, as_of)
        late[vague] = np.where(over, FAR, as_of + 1)
    return early, late
