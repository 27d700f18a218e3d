"""Facts for `coverage` in columns: how many records of a kind there are for each subject.

The same as `partyorg.evaluate.facts.coverage`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from partyorg.bulk.calendar import anniversary, month_index
from partyorg.bulk.columns import chosen, codes_of
from partyorg.bulk.facts.few import Linked
from partyorg.bulk.found import Found, packed
from partyorg.bulk.ground import Where
from partyorg.bulk.part import EMPTY, IN_POST, Part
from partyorg.bulk.search import Search
from partyorg.dates import FAR
from partyorg.model import Basis, Level, OrgKind, Role, Via
from partyorg.rulebook.kinds.coverage import Facts, Params

__all__ = ["Coverage"]

Array = NDArray[Any]
_MOST = 1 << 20


@define(eq=False)
class Coverage(Search):
    """A case for everyone who must be covered."""

    def part(self, part: Part) -> Found:
        """Find them among some people."""
        params: Params = self.version.params
        if params.by_link is not None:
            return Linked(self.version, self.context).part(part)
        return (
            self._recruits(params, part)
            if params.who == "recruits"
            else self._holders(params, part)
        )

    # --- Holders of a role or a duty in a township ---

    def _holders(self, params: Params, part: Part) -> Found:
        as_of, people = self.context.as_of, part.columns.people
        sure, maybe = _holding(params, part)
        everybody = np.arange(len(people), dtype=np.int32)
        holds = part.cover(sure, maybe).at(everybody, as_of)
        wanted = (holds != 0) | people.broken
        # A post elsewhere may be in a township by succession: whose career is knotty is told apart.
        alone = part.knotty.copy()
        complete, odd = self._complete(part, wanted)
        alone |= wanted & odd
        who = np.flatnonzero(wanted & ~alone)
        rows = part.columns.trainings
        until = date.fromordinal(as_of).year
        levels = codes_of(Level)
        counted = rows.year <= until
        size = len(people)
        low = np.bincount(
            rows.owner[counted & (rows.organized_at == levels[params.by_training])], minlength=size
        )
        unclear = np.bincount(rows.owner[counted & (rows.organized_at < 0)], minlength=size)
        high = np.where(complete, low + unclear, -1)
        broken = people.broken | people.lost | part.touched("trainings")
        return Found(
            who=who,
            events=[(as_of, as_of)],
            blocked=[("row-set-aside", broken[who])],
            doubtful=(holds < 0)[who],
            facts=_Facts(low[who], high[who], "incomplete-table"),
            alone=np.flatnonzero(alone),
        )

    def _complete(self, part: Part, wanted: Array) -> tuple[Array, Array]:
        """Tell of whom all trainings are recorded, and of whom it must be asked one by one.

        Where nothing is said of this very year nobody's are, for whoever holds a post has held one
        in it.  Where it is said of every organisation, all years since the career began decide.
        """
        size = len(part.columns)
        until = date.fromordinal(self.context.as_of).year
        said = self.context.scope.dataset.complete_tables.get("trainings", ())
        odd = np.zeros(size, bool)
        posts = part.columns.posts
        odd[posts.owner[posts.unstarted]] = True
        if not any(row.year in (None, until) for row in said):
            return np.zeros(size, bool), odd
        everywhere = {row.year for row in said if row.org_id is None}
        gap = 0
        if None not in everywhere:
            gap = next(year for year in range(until, -1, -1) if year not in everywhere)
        begun = np.full(size, FAR, np.int32)
        known = np.flatnonzero(~posts.unstarted)
        np.minimum.at(begun, posts.owner[known], posts.start.first[known])
        recruited = part.columns.people.recruited.first
        begun = np.where(recruited > 0, np.minimum(begun, recruited), begun)
        whole = (begun < FAR) & (month_index(begun) // 12 > gap)
        return whole, odd | (wanted & ~whole)

    # --- Recruits without experience in townships or villages ---

    def _recruits(self, params: Params, part: Part) -> Found:
        as_of, people = self.context.as_of, part.columns.people
        recruited = people.recruited
        where = part.ground.where[people.recruited_by]
        wanted = (where == Where.OF) | (where == Where.UNKNOWN)
        wanted &= chosen(Via, params.recruited_via, empty=True)[people.via]
        wanted &= (people.grassroots != 1) & (recruited.first <= as_of)
        who = np.flatnonzero(wanted)
        done, may = self._stationed(params, part)
        late = self._overdue(params, part)
        high = np.where(late, done + may, -1)
        dated = recruited.first[who] > 0
        first = np.where(dated, recruited.first[who], as_of)
        last = np.where(dated, recruited.last[who], as_of)
        doubtful = (people.grassroots < 0) | (people.via < 0) | (where == Where.UNKNOWN)
        broken = people.broken | people.lost
        reason = "period-running" if params.within else "no-deadline"
        return Found(
            who=who,
            events=[(first, last), (as_of, as_of)],
            blocked=[("row-set-aside", broken[who]), ("fact-unknown", ~dated)],
            doubtful=doubtful[who],
            facts=_Facts(done[who], high[who], reason),
        )

    def _stationed(self, params: Params, part: Part) -> tuple[Array, Array]:
        """Count the stationings which surely fall between recruitment and day, and which may."""
        posts, as_of = part.columns.posts, self.context.as_of
        code = codes_of(Basis)[params.by_basis]
        rows = np.flatnonzero((posts.basis == code) | (posts.basis == EMPTY))
        owner, start, end = posts.owner[rows], posts.start.take(rows), posts.end.take(rows)
        recruited = part.columns.people.recruited.take(owner)
        undated = recruited.first == 0
        before = (start.first > as_of) | (~undated & (end.last <= recruited.first))
        after = undated | (end.first > recruited.last)
        sure = (posts.basis[rows] == code) & (posts.basis[rows] != EMPTY)
        sure &= (start.last <= as_of) & after
        size = len(part.columns)
        done = np.bincount(owner[~before & sure], minlength=size)
        return done, np.bincount(owner[~before & ~sure], minlength=size)

    def _overdue(self, params: Params, part: Part) -> Array:
        """Tell for whom it is surely overdue, with nothing left unrecorded."""
        size = len(part.columns)
        if params.within is None:
            return np.zeros(size, bool)
        recruited = part.columns.people.recruited
        dated = recruited.first > 0
        day = np.where(dated, recruited.last, 1)
        due = anniversary(day, params.within.months) + params.within.days
        begin, finish = part.unknown
        unknown = (begin > 0) & (begin < np.minimum(due, FAR)) & (finish > recruited.first)
        return dated & (due <= self.context.as_of) & ~unknown


def _holding(params: Params, part: Part) -> tuple[Array, Array]:
    """Give the posts which surely, and which perhaps, make somebody a subject."""
    posts, ground = part.columns.posts, part.ground
    duties = np.array([any(word in params.duties for word in words) for words in posts.words], bool)
    duty = duties[posts.duties] if duties.any() else np.zeros(len(posts.owner), bool)
    wanted = chosen(Role, params.roles)
    near = np.flatnonzero(duty | wanted[posts.role] | (posts.role == EMPTY))
    basis, where, role = posts.basis[near], part.where[near], posts.role[near]
    fits = ((basis == IN_POST) | (basis == EMPTY)) & (
        (where == Where.OF) | (where == Where.UNKNOWN)
    )
    at_team = chosen(OrgKind, params.bodies)[ground.kind[posts.org[near]]]
    named = fits & (duty[near] | (at_team & wanted[role]))
    perhaps = fits & ~named & at_team & (role == EMPTY)
    sure = named & (where == Where.OF) & (basis == IN_POST)
    return near[sure], near[(named & ~sure) | perhaps]


@define(eq=False)
class _Facts:
    """How many records there are: at least, at most (-1: nobody knows how many)."""

    low: Array
    high: Array
    reason: str

    def classes(self) -> Array:
        """Tell the counts apart."""
        return packed((self.low, 1), (np.minimum(self.high + 1, _MOST - 1), _MOST))

    def at(self, row: int) -> Facts:
        """Give the counts of one subject."""
        high = int(self.high[row])
        return Facts(count=(int(self.low[row]), None if high < 0 else high), reason=self.reason)
