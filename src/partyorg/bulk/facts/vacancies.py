"""Appointments into teams below their share, in columns.

The same as the last part of `partyorg.evaluate.facts.eligibility`.  How a team stood on the day
before an appointment hangs on everybody in it, so all people must be seen first; then each question
(a team, a day, whom to leave out) is laid against the posts of that team.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from partyorg.bulk.columns import Columns, Dates, Table
from partyorg.bulk.facts.conditions import Conditions, periods
from partyorg.bulk.facts.share import Tallies, first_held, touched_posts
from partyorg.bulk.found import Found, Labels, packed
from partyorg.bulk.ground import Where
from partyorg.bulk.joining import joined_columns
from partyorg.bulk.kernels import runs, spread
from partyorg.bulk.part import EMPTY, Part, TeamPosts
from partyorg.bulk.search import Context, OneByOneError, Search
from partyorg.bulk.service import certain_ends
from partyorg.rulebook import Version, decide
from partyorg.rulebook.kinds import share
from partyorg.rulebook.kinds.eligibility import Facts
from partyorg.verdict import Breach, Outcome, Severity

__all__ = ["Vacancies"]

Array = NDArray[Any]
_PAIRS = 1 << 21  # questions laid against posts at a time, so that memory stays bounded
_NOBODY = -1


@define(eq=False)
class Vacancies(Search):
    """A case for every appointment into a team that failed its share on the day before."""

    _seen: list[tuple[Array, Columns]] = field(factory=list, init=False)

    def part(self, part: Part) -> None:
        """Keep the careers of all who were ever in a team."""
        wanted = self.version.params.team
        team = part.teams(wanted.bodies, wanted.roles)
        members = np.unique(part.columns.posts.owner[team.rows]).astype(np.int64)
        self._seen.append((members + part.columns.first, part.columns.some(members)))

    def rest(self, columns: Columns) -> Found:  # noqa: ARG002
        """Find the appointments among all who were seen."""
        seen = sorted(self._seen, key=lambda pair: pair[1].first)
        members = np.concatenate([numbers for numbers, _ in seen])
        people = joined_columns([some for _, some in seen])
        part = Part(people, self.context.ground, self.context.scope.world.conventions)
        teams = _Teams.of(part, self.context, self.version)
        return self._found(part, teams, teams.joined(), members)

    def company(self, columns: Columns, people: Array) -> Array:
        """Give all who ever were at the places of some people: how a team stood hangs on them."""
        place = self.context.ground.place
        return columns.people_at(place, columns.places_of(people, place))

    def _company(self, columns: Columns, people: Array, rows: Array) -> list[int]:
        who = np.unique(people[rows])
        return [int(one) for one in np.union1d(who, self.company(columns, who))]

    def _found(self, part: Part, teams: _Teams, joined: _Joined, members: Array) -> Found:
        as_of, people = self.context.as_of, part.columns.people
        start = joined.start
        days = [start.first] if start.exact else [start.first, start.last]
        vague = start.first != start.last
        failed = np.stack([teams.stood(joined.place, day - 1, joined.owner) for day in days])
        fail = failed == _CODE[Outcome.FAIL]
        if len(days) == 1:
            fail = np.concatenate([fail, fail])
        kept = np.flatnonzero(fail.any(axis=0))
        joined, fail, vague = joined.take(kept), fail[:, kept], vague[kept]
        start, owner = joined.start, joined.owner
        conditions = Conditions.of(self.version.params, part, owner, start)
        places, which = np.unique(joined.place, return_inverse=True)
        day = np.full(len(places), as_of, np.int32)
        stands = teams.stood(places, day, np.full(len(places), _NOBODY))[which]
        still = teams.held(owner, joined.place, as_of)
        period = self.version.params.cumulative_service
        served = np.zeros(len(owner), bool)
        if period is not None and len(owner):
            served = part.service.completed(period, as_of, owner) == 1
        names = [part.ground.ids[int(place)] for place in places]
        alone = members[np.flatnonzero(teams.alone)]
        return Found(
            who=members[owner],
            events=[(start.first, start.last)],
            period=periods(start),
            part=Labels(which.astype(np.int32), names or [None]),
            blocked=[("row-set-aside", people.broken[owner])],
            doubtful=~fail.all(axis=0)
            | (joined.before != 0)
            | joined.nameless
            | (start.last > as_of),
            facts=_Facts(
                conditions=conditions,
                healed=(stands == _CODE[Outcome.PASS]) | (still == 0) | served,
                maybe=(stands == _CODE[Outcome.UNDETERMINED]) | (still < 0),
                start=start,
                place=Labels(which.astype(np.int32), names),
            ),
            alone=alone,
            company=self._company,
        )


_CODE = {outcome: at for at, outcome in enumerate(Outcome)}


@frozen(eq=False)
class _Joined(Table):
    """Appointments into a team: person, place, start; whether in the team before; roles empty."""

    owner: Array
    place: Array
    start: Dates
    before: Array
    nameless: Array


@define(eq=False)
class _Teams:
    """All posts in teams, by team, and by what share each stands or falls."""

    part: Part
    context: Context
    version: Version
    posts: TeamPosts
    by_team: TeamPosts
    offsets: Array
    alone: Array
    spoilt: Array

    @classmethod
    def of(cls, part: Part, context: Context, version: Version) -> _Teams:
        wanted = version.params.team
        posts = part.teams(wanted.bodies, wanted.roles)
        by_team = posts.take(np.argsort(posts.place, kind="stable"))  # and by person
        size = len(part.ground.kind)
        counts = np.bincount(posts.place, minlength=size)
        # Whoever was in a team with somebody whose career is knotty is judged one by one.
        owner = part.columns.posts.owner[posts.rows]
        knotted = np.zeros(size, bool)
        knotted[posts.place[part.knotty[owner]]] = True
        alone = part.knotty.copy()
        alone[owner[knotted[posts.place]]] = True
        spoilt = np.zeros(size, bool)
        if context.scope.dataset.touched:
            for place in np.unique(posts.place).tolist():
                org_id = part.ground.ids[place]
                spoilt[place] = bool(touched_posts(wanted.bodies, context.scope, org_id))
        offsets = np.concatenate([[0], np.cumsum(counts)])
        return cls(part, context, version, posts, by_team, offsets, alone, spoilt)

    def joined(self) -> _Joined:
        """Find who took up a post in a team without having been in it on the day before."""
        part, as_of = self.part, self.context.as_of
        columns, posts = part.columns.posts, self.posts
        rows = posts.rows
        owner, start = columns.owner[rows], columns.start.take(rows)
        fits = (part.where[rows] == Where.OF) & (start.first <= as_of) & ~columns.unstarted[rows]
        some = np.flatnonzero(fits & ~self.alone[owner])
        some = some[np.lexsort((columns.row[rows[some]], owner[some]))]
        owner, place, start = owner[some].astype(np.int64), posts.place[some], start.take(some)
        role = columns.role[rows[some]]
        # Posts of one person in one team which begin on the same date are one case.
        instant = start.instants
        team = (owner << 24) | place
        order = np.lexsort((np.arange(len(some)), instant, team))
        fresh = np.ones(len(some), bool)
        fresh[1:] = (team[order][1:] != team[order][:-1]) | (
            instant[order][1:] != instant[order][:-1]
        )
        group = np.empty(len(some), np.int64)
        group[order] = np.cumsum(fresh) - 1
        _, first, which = np.unique(group, return_index=True, return_inverse=True)
        named = np.zeros(len(first), bool)
        named[which[role != EMPTY]] = True
        again = np.argsort(first)
        first, named = first[again], named[again]
        found = _Joined(
            owner[first], place[first], start.take(first), np.zeros(len(first), np.int8), ~named
        )
        before, touching = self._before(found)
        kept = ~touching & (before < _BEFORE_SURELY)
        return _Joined(found.owner, found.place, found.start, before, found.nameless).take(
            np.flatnonzero(kept)
        )

    def _before(self, found: _Joined) -> tuple[Array, Array]:
        """Tell whether each was in the team on the day before by other posts, and if these touch.

        0: in no case, 1: perhaps or on one of the days, 2: surely.
        """
        columns, posts = self.part.columns.posts, self.posts
        team = (columns.owner[posts.rows].astype(np.int64) << 24) | posts.place
        order = np.argsort(team, kind="stable")
        asked = (found.owner << 24) | found.place
        at, group = spread(
            np.searchsorted(team[order], asked, side="left"),
            np.searchsorted(team[order], asked, side="right"),
        )
        rows = posts.rows[order[at]]
        start, end = columns.start.take(rows), columns.end.take(rows)
        own = found.start.take(group)
        other = (start.first != own.first) | (start.last != own.last)
        group, start, end, own = group[other], start.take(other), end.take(other), own.take(other)
        touching = np.zeros(len(asked), bool)
        touching[group[(end.first == own.first) & (end.last == own.last)]] = True
        lasting = certain_ends(group, start, end)
        answers = []
        for day in (own.first - 1, own.last - 1):
            state = np.zeros(len(asked), np.int8)
            state[group[(start.first <= day) & (day < end.last)]] = 1
            state[group[(start.last <= day) & (day < lasting)]] = 2
            answers.append(state)
        same = answers[0] == answers[1]
        return np.where(same, answers[0], 1).astype(np.int8), touching

    def held(self, owner: Array, place: Array, day: int) -> Array:
        """Tell whether people are in a team on a day: 1, 0, or -1."""
        columns, posts = self.part.columns.posts, self.posts
        team = (columns.owner[posts.rows].astype(np.int64) << 24) | posts.place
        asked, which = np.unique((owner << 24) | place, return_inverse=True)
        group = np.searchsorted(asked, team)
        group = np.minimum(group, max(len(asked) - 1, 0))
        near = np.flatnonzero(asked[group] == team) if len(asked) else np.empty(0, np.intp)
        group, rows, sure = group[near], posts.rows[near], posts.sure[near]
        start, end = columns.start.take(rows), columns.end.take(rows)
        state = np.zeros(len(asked), np.int8)
        state[group[(start.first <= day) & (day < end.last)]] = -1
        start, end, group = start.take(sure), end.take(sure), group[sure]
        state[group[(start.last <= day) & (day < certain_ends(group, start, end))]] = 1
        return state[which]

    def stood(self, place: Array, day: Array, without: Array) -> Array:
        """Tell how teams stood on some days, without somebody: the number of an outcome."""
        out = np.empty(len(place), np.int8)
        sizes = self.offsets[place + 1] - self.offsets[place]
        for low, high in _blocks(sizes):
            out[low:high] = self._stood(place[low:high], day[low:high], without[low:high])
        out[self.spoilt[place]] = _CODE[Outcome.UNDETERMINED]
        return out

    @property
    def _owed(self) -> Any:
        versions = self.context.scope.pack[self.version.params.team.owes].versions
        if len(versions) > 1:
            raise OneByOneError(why="versions")
        return versions[0].params

    def _stood(self, place: Array, day: Array, without: Array) -> Array:
        at, asked = spread(self.offsets[place], self.offsets[place + 1])
        posts, then = self.by_team, day[asked]
        near = np.flatnonzero((posts.start.first[at] <= then) & (then < posts.end.last[at]))
        near = near[posts.owner[at[near]] != without[asked[near]]]
        asked, then, posts = asked[near], then[near], posts.take(at[near])
        start, end, sure = posts.start, posts.end, posts.sure
        first, which = runs((asked.astype(np.int64) << 32) | posts.owner)
        held = np.full(len(first), -1, np.int8)
        lasting = certain_ends(which[sure], start.take(sure), end.take(sure))
        held[which[sure][(start.last[sure] <= then[sure]) & (then[sure] < lasting)]] = 1
        owed = self._owed
        good = self._quality(owed.people, posts.owner[first], then[first])
        tallies = Tallies(owed)
        tallies.add(asked[first], held, good, len(place))
        return _outcomes(owed, tallies)

    def _quality(self, people: Any, who: Array, day: Array) -> Array:
        if people.cumulative_service is not None:
            return self.part.service.completed(people.cumulative_service, day, who)
        sure, maybe = first_held(people, self.part)
        return np.where(sure[who] <= day, 1, -(maybe[who] <= day).astype(np.int8))


_BEFORE_SURELY = 2


def _blocks(sizes: Array) -> Iterator[tuple[int, int]]:
    """Part questions so that not too many posts are laid out at a time."""
    reach = np.cumsum(sizes)
    low = 0
    while low < len(sizes):
        base = reach[low - 1] if low else 0
        high = max(int(np.searchsorted(reach, base + _PAIRS, side="right")), low + 1)
        yield low, high
        low = high


def _outcomes(params: Any, tallies: Tallies) -> Array:
    """Judge teams, whether the rule was in force or not."""
    _, first, which = np.unique(tallies.classes(), return_index=True, return_inverse=True)
    told = []
    for row in first.tolist():
        verdict = share.judge(params, tallies.at(row))
        if verdict.nothing:
            told.append(_CODE[Outcome.NOT_APPLICABLE])
        else:
            outcome = decide(verdict.worst, verdict.best, Severity.MANDATORY, in_force=True)
            told.append(_CODE[outcome])
    return np.array(told, np.int8)[which.reshape(-1)]


@define(eq=False)
class _Facts:
    """The conditions on who was appointed, and whether the breach has been put right since."""

    conditions: Conditions
    healed: Array
    maybe: Array
    start: Dates
    place: Labels

    def classes(self) -> Array:
        """Tell the answers apart, and what has been put right."""
        most = int(self.conditions.classes().max(initial=0)) + 1
        return packed((self.conditions.classes(), most), (self.healed, 2), (self.maybe, 2))

    def at(self, row: int) -> Facts:
        """Give the facts of one appointment."""
        township = self.place.at(row)
        first, last = int(self.start.first[row]), int(self.start.last[row])
        healed = Breach(first, last, "inexperienced", township) if self.healed[row] else None
        return Facts(
            conditions=self.conditions.at(row),
            healed=healed,
            maybe_healed=bool(self.maybe[row]),
            responsible=township,
        )
