"""Secondments out of townships that are in force on the day, in columns.

Somebody with one secondment from one township, approved of by somebody known, is judged here; any
other one by one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from partyorg.bulk.columns import chosen
from partyorg.bulk.found import TRUTH, Found, packed
from partyorg.bulk.ground import Where
from partyorg.bulk.part import EMPTY, IN_POST, SECONDMENT, Part
from partyorg.bulk.search import Search
from partyorg.dates import FAR, PartialDate
from partyorg.model import OrgKind
from partyorg.rulebook.kinds.eligibility import Condition, Facts, Params

__all__ = ["Secondments"]

Array = NDArray[Any]


@define(eq=False)
class Secondments(Search):
    """A case for everyone in post at a township who is away on secondment on the day."""

    def part(self, part: Part) -> Found:
        """Find them among some people."""
        params: Params = self.version.params
        posts, as_of = part.columns.posts, self.context.as_of
        size = len(part.columns)
        near = np.flatnonzero((posts.basis == SECONDMENT) | (posts.basis == EMPTY))
        near = near[(part.where[near] <= Where.OUTSIDE) & _covers(posts, near, as_of)]
        owner = posts.owner[near]
        times = np.bincount(owner, minlength=size)
        away = np.full(size, -1, np.int64)
        away[owner] = near
        # Where one is lost of somebody's appointments it may be a secondment.
        asked = np.flatnonzero((times > 0) | part.columns.people.broken | part.knotty)
        own = part.of_townships.at(asked.astype(np.int32), as_of)
        odd = part.knotty[asked] | part.columns.people.broken[asked] | (times[asked] > 1)
        home, several = self._homes(part, asked)
        row = away[asked]
        odd |= several
        plain = np.flatnonzero(~odd)
        post = row[plain]
        doubt = (part.where[post] != Where.OUTSIDE) | (posts.basis[post] == EMPTY)
        odd[plain] = doubt | (posts.approved[post] & (posts.approved_by[post] < 0))
        kept = np.flatnonzero(~odd & (own != 0))
        who, row = asked[kept], row[kept]
        begun, ended = posts.start.take(row), posts.end.take(row)
        surely = (begun.last <= as_of) & (as_of < ended.first)
        approved = self._approved(params, part, row, home[kept])
        approved = np.where((approved == 0) & ~surely, -1, approved)
        return Found(
            who=who,
            events=[(as_of, as_of)],
            doubtful=(own[kept] != 1) | ~surely,
            facts=_Facts(params, part, row, approved, ended.first < FAR),
            alone=asked[odd],
        )

    def _homes(self, part: Part, asked: Array) -> tuple[Array, Array]:
        """Give the township where each holds or may hold a post, and whether there are several."""
        posts = part.columns.posts
        rows, which = part.posts_of(asked)
        basis = posts.basis[rows]
        kept = (part.where[rows] == Where.OF) & ((basis == IN_POST) | (basis == EMPTY))
        kept &= _covers(posts, rows, self.context.as_of)
        town, which = part.town[rows[kept]], which[kept]
        home = np.full(len(asked), -1, np.int32)
        home[which] = town
        several = np.zeros(len(asked), bool)
        several[which[home[which] != town]] = True
        return home, several | (home < 0)

    def _approved(self, params: Params, part: Part, row: Array, home: Array) -> Array:
        """Tell whether a body of the right kind above the township approved: 1, 0 or -1."""
        posts, ground = part.columns.posts, part.ground
        body = posts.approved_by[row]
        kind = ground.kind[body]
        right = chosen(OrgKind, params.approved_by, empty=True)[kind]
        above = ground.above(ground.place[body], home)
        answer = np.where((above == 1) & (kind < 0), -1, above)
        return np.where(posts.approved[row] & right, answer, 0).astype(np.int8)


def _covers(posts: Any, rows: Array, day: int) -> Array:
    """Tell which posts are or may be held on a day, each by itself."""
    return (posts.start.first[rows] <= day) & (day < posts.end.last[rows])


@define(eq=False)
class _Facts:
    """Whether each secondment was approved of, and has an end."""

    params: Params
    part: Part
    row: Array
    approved: Array
    ended: Array

    def classes(self) -> Array:
        """Tell the answers apart."""
        return packed((self.approved.astype(np.int64) + 1, 3), (self.ended, 2))

    def at(self, row: int) -> Facts:
        """Give the conditions of one secondment."""
        posts, post = self.part.columns.posts, int(self.row[row])
        by = self.part.ground.ids[int(posts.approved_by[post])] if posts.approved[post] else None
        conditions = [
            Condition(name="approval", met=(TRUTH[int(self.approved[row])],), seen=by),
        ]
        if self.params.needs_end:
            end = None
            if self.ended[row]:
                end = PartialDate(int(posts.end.first[post]), int(posts.end.last[post]))
            conditions.append(Condition(name="end", met=(True if end else None,), seen=end))
        return Facts(conditions=tuple(conditions))
