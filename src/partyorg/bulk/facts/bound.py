"""Facts for `bound` in columns: what is recorded for each person and year.

The same as `partyorg.evaluate.facts.bound`.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from partyorg.bulk.columns import BEYOND
from partyorg.bulk.found import Found, Labels, packed
from partyorg.bulk.ground import Where
from partyorg.bulk.part import EMPTY, IN_POST, Part
from partyorg.bulk.search import Search
from partyorg.dates import PartialDate
from partyorg.rulebook.kinds.bound import Facts, Params

__all__ = ["Bound"]

Array = NDArray[Any]


@define(eq=False)
class Bound(Search):
    """A case for everyone in post at a township throughout a year of which there are rows."""

    @classmethod
    def takes(cls, params: Params) -> bool:
        """Take one column of the trainings of everybody."""
        return params.table == "trainings" and params.or_else is None and not params.members_only

    def part(self, part: Part) -> Found:
        """Find the people and years."""
        as_of, people = self.context.as_of, part.columns.people
        years = list(part.columns.training_years)
        spans = [PartialDate.of(year) for year in years]
        spans = [span for span in spans if span.first <= as_of]
        size = len(people)
        everybody = np.arange(size, dtype=np.int32)
        cover = part.of_townships
        alone = part.knotty | part.touched("trainings")
        amount = getattr(part.columns.trainings, self.version.params.column)
        alone[part.columns.trainings.owner[amount == BEYOND]] = True
        broken = people.broken | people.lost
        throughout = np.zeros((size, max(len(spans), 1)), np.int8)
        for at, span in enumerate(spans):
            end = min(span.last, as_of) + 1
            throughout[:, at] = cover.throughout(everybody, span.first, end)
        wanted = (throughout != 0) | people.broken[:, None]
        wanted &= ~alone[:, None]
        if not spans:
            wanted[:] = False
            alone = np.zeros(size, bool)
        who, year = np.nonzero(wanted)
        first = np.array([span.first for span in spans] or [0])
        last = np.array([span.last for span in spans] or [0])
        return Found(
            who=who,
            events=[(first[year], last[year])],
            period=Labels(year.astype(np.int32), [str(y) for y in years] or [None]),
            blocked=[("row-set-aside", broken[who])],
            doubtful=throughout[who, year] < 0,
            facts=self._facts(part, who, year, years, spans),
            alone=np.flatnonzero(alone),
        )

    def _facts(
        self, part: Part, who: Array, year: Array, years: list[int], spans: list[PartialDate]
    ) -> _Facts:
        params: Params = self.version.params
        rows = part.columns.trainings
        width = max(len(years), 1)
        cell = rows.owner.astype(np.int64) * width + np.searchsorted(np.array(years), rows.year)
        amount = getattr(rows, params.column)
        size = len(part.columns) * width
        total = np.zeros(size, np.int64)
        np.add.at(total, cell, np.maximum(amount, 0))
        count = np.bincount(cell, minlength=size)
        empty = np.bincount(cell[amount < 0], minlength=size)
        asked = who * width + year
        known = count[asked] > 0
        lacking = np.flatnonzero(~known)
        if len(lacking):
            known[lacking] = self._complete(part, who[lacking], year[lacking], years, spans)
        last = np.array([span.last for span in spans] or [0])
        return _Facts(
            total=total[asked],
            scale=rows.scale,
            empty=empty[asked] > 0,
            known=known,
            running=self.context.as_of <= last[year],
        )

    def _complete(
        self, part: Part, who: Array, year: Array, years: list[int], spans: list[PartialDate]
    ) -> Array:
        """Tell whether the table is complete for the year and all townships served in."""
        params: Params = self.version.params
        says = self.context.scope.world.complete.says
        posts, ids = part.columns.posts, part.ground.ids
        rows, asked = part.posts_of(who)
        basis = posts.basis[rows]
        kept = (part.where[rows] == Where.OF) & ((basis == IN_POST) | (basis == EMPTY))
        first = np.array([span.first for span in spans])[year][asked]
        last = np.array([span.last for span in spans])[year][asked]
        kept &= (posts.start.first[rows] <= last) & (posts.end.last[rows] > first)
        org, asked = posts.org[rows[kept]].astype(np.int64), asked[kept]
        pair = org * len(years) + year[asked]
        distinct, which = np.unique(pair, return_inverse=True)
        told = [
            says(params.table, years[one % len(years)], ids[one // len(years)])
            for one in distinct.tolist()
        ]
        complete = np.ones(len(who), bool)
        if told:
            complete[asked[~np.array(told)[which]]] = False
        return complete


@define(eq=False)
class _Facts:
    """The sums, in units of `1 / scale`, and what may be missing."""

    total: Array
    scale: int
    empty: Array
    known: Array
    running: Array

    def classes(self) -> Array:
        """Tell apart the sum, and each thing that may be missing."""
        return packed((self.total, 1), (self.empty, 2), (self.known, 2), (self.running, 2))

    def at(self, row: int) -> Facts:
        """Give the facts of one person and year."""
        known = bool(self.known[row])
        return Facts(
            total=Fraction(int(self.total[row]), self.scale),
            may_grow=bool(self.empty[row]) or not known,
            running=bool(self.running[row]),
            reason="fact-unknown" if known else "incomplete-table",
        )
