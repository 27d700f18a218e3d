"""What was told of recruits, and on which days it stands: so that a further day asks of few anew.

Of careers with whole days it is told at once what they are on all days (`History`).
Of a career with partial dates the same is said on all days between two on which something may begin
or end; on the days on which it is open whether it has, nothing is taken to last.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from partyorg.bulk.columns import Dates
from partyorg.bulk.part import Part
from partyorg.dates import FAR

__all__ = ["History", "Quick", "Told", "days_alike"]

Array = NDArray[Any]

_SINGLE = 2
"""So often a day is told for itself: to find out about all takes as long as some."""


class Quick(NamedTuple):
    """Recruits with class and state, told quickly; and others, who are to be told in arrays."""

    who: Array
    code: Array
    others: Sequence[tuple[Array, Part]]


@define(eq=False)
class _Naming:
    """Who was named last: `who` are those with a class."""

    who: Array = field(factory=lambda: np.empty(0, np.int32), init=False)

    def named(self, who: Array) -> Array:
        """Give who has a class; the very array of another day, where it is the same people.

        Then nobody need tell them apart later.
        """
        if not np.array_equal(self.who, who):
            self.who = who
        return self.who


@define(eq=False)
class Told(_Naming):
    """What was told of the people of a part: codes, and the days on which each of them stands.

    `several` tells who may be in several states.  `missed`: the last time it was not looked up for
    how long what was told would stand.
    """

    codes: Array
    since: Array
    until: Array
    several: Array
    missed: bool = True

    @classmethod
    def nobody(cls, size: int) -> Told:
        """Give that nothing was told of anybody."""
        codes, since, until = np.zeros((3, size), np.int32)
        return cls(codes, since, until, np.zeros(size, bool))

    def stale(self, day: int) -> Array:
        """Give those of whom what was told need not stand on a day."""
        return np.flatnonzero((day < self.since) | (self.until <= day))


@define(eq=False)
class History(_Naming):
    """What was told of the people of a part: of one day, and from the third turn on, of all days.

    `codes` are those of the people on the `day`; or, where `ends` is there, all that each ever has:
    in the order of the days from which on (`since`, the first is nought), up to the place in
    `ends`.  `rest` are people who are told otherwise, and `few` these as a part.
    """

    day: int | None = None
    asked: int = 0
    codes: Any = None
    ends: Any = None
    since: Any = None
    rest: Any = None
    few: Any = None

    def single(self, day: int) -> bool:
        """Tell whether a day is to be told for itself: so it is until the day changes once more."""
        if self.ends is None and day != self.day:
            self.day, self.codes = day, None
            self.asked += 1
        return self.asked <= _SINGLE

    def keep(self, ends: Array, since: Array, codes: Array) -> None:
        """Keep what was told of all days."""
        self.ends, self.since, self.codes = ends, since, codes

    def on(self, day: int) -> Array:
        """Give the codes of all people on a day of which they were told."""
        codes: Array = self.codes
        if self.ends is None:
            return codes
        at = self.ends - 1
        late = np.flatnonzero(self.since[at] > day)
        while len(late):
            at[late] -= 1
            late = late[self.since[at[late]] > day]
        told: Array = codes[at]
        return told


def days_alike(part: Part, as_of: int) -> tuple[Array, Array]:
    """Give from which day on, and up to which, each career is the same as on a day.

    The same dates have come and the same have not, and of none it is open.
    """
    posts, offsets = part.columns.posts, part.offsets
    ago, ahead = _distances(part.columns.people.recruited, as_of)
    some = np.flatnonzero(np.diff(offsets))
    if len(some):
        began, ended = _distances(posts.start, as_of), _distances(posts.end, as_of)
        for nearest, one, other in zip((ago, ahead), began, ended, strict=True):
            of_each = np.minimum.reduceat(np.minimum(one, other), offsets[some])
            nearest[some] = np.minimum(nearest[some], of_each)
    since, until = as_of - ago.astype(np.int64), as_of + 1 + ahead.astype(np.int64)
    return np.maximum(since, 0), np.minimum(until, FAR)


def _distances(dates: Dates, as_of: int) -> tuple[Array, Array]:
    """Give how long ago each date came, and how many days after the next one it will.

    What lies on the other side of the day is so many days away that it never is the nearest: a
    difference below nought, read as a number without a sign.
    """
    first, last = dates.first, dates.last
    ago = (np.int32(as_of) - first).view(np.uint32)
    ahead = (first - np.int32(as_of + 1)).view(np.uint32)
    if not dates.exact:
        vague = np.flatnonzero((first != last) & (first <= as_of))
        over = last[vague] < as_of
        ago[vague] = np.where(over, as_of - last[vague] - 1, 0)
        ahead[vague] = np.where(over, ahead[vague], 0)
    return ago, ahead
