"""Facts for `share` in columns: teams on the day, or the rows of a year.

The same as `partyorg.evaluate.facts.share`.  What one member counts is asked of the kind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Lock
from typing import Any

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from partyorg.bulk import compiled_facts
from partyorg.bulk.columns import Columns, chosen
from partyorg.bulk.facts.rows import pools
from partyorg.bulk.found import TRUTH, Found, Numbering, packed
from partyorg.bulk.ground import Where
from partyorg.bulk.part import EMPTY, IN_POST, Part, TeamPosts
from partyorg.bulk.search import Exactly, Search
from partyorg.bulk.service import certain_ends
from partyorg.dates import FAR, Cover, PartialDate, Spell
from partyorg.evaluate.facts.share import ever_held
from partyorg.evaluate.scope import Scope, mended
from partyorg.model import OrgKind, Role
from partyorg.rulebook.kinds.share import Facts, Params, People, member
from partyorg.verdict import Subject

__all__ = [
    "Share",
    "Tallies",
    "first_held",
    "touched_posts",
    "touched_rows",
]

Array = NDArray[Any]
_MOST = 2.0**61  # so many combinations of figures can be told apart by one number
_COMBINATIONS = [(belongs, good) for belongs in (1, -1) for good in (1, 0, -1)]


def members(part: Part, team: TeamPosts, day: int) -> tuple[Array, Array, Array]:
    """Give who is in which team on a day: people, places, and 1 (surely) or -1 (perhaps)."""
    near = (team.start.first <= day) & (day < team.end.last)
    some = np.flatnonzero(near)
    some = some[~part.knotty[team.owner[some]]]
    start, end, sure = team.start.take(some), team.end.take(some), team.sure[some]
    owner, place = team.owner[some], team.place[some]
    key = (owner.astype(np.int64) << 32) | place
    one, first, which = np.unique(key, return_index=True, return_inverse=True)
    held = np.full(len(one), -1, np.int8)
    lasting = certain_ends(which[sure], start.take(sure), end.take(sure))
    there = (start.last[sure] <= day) & (day < lasting)
    held[which[sure][there]] = 1
    who, where = owner[first], place[first]
    knotted = _knotted(part, team, day)
    if knotted:
        more = np.array(knotted, np.int64)
        who, where = np.append(who, more[:, 0]), np.append(where, more[:, 1])
        held = np.append(held, more[:, 2].astype(np.int8))
    return who, where, held


def _knotted(part: Part, team: TeamPosts, day: int) -> list[tuple[int, int, int]]:
    """Give the same of those whose career is judged one by one."""
    posts = part.columns.posts
    covers: dict[tuple[int, int], tuple[list[Spell], list[Spell]]] = {}
    for at in np.flatnonzero(part.knotty[posts.owner[team.rows]]).tolist():
        row = int(team.rows[at])
        key = (int(posts.owner[row]), int(team.place[at]))
        covers.setdefault(key, ([], []))[0 if team.sure[at] else 1].append(spell_of(part, row))
    out = []
    for (person, place), (sure, maybe) in covers.items():
        held = Cover.of(sure, maybe).at(day)
        if held is not False:
            out.append((person, place, 1 if held else -1))
    return out


def spell_of(part: Part, row: int) -> Spell:
    """Give the time of a post."""
    posts = part.columns.posts
    start = PartialDate(int(posts.start.first[row]), int(posts.start.last[row]))
    end = PartialDate(int(posts.end.first[row]), int(posts.end.last[row]))
    return Spell(None if start.last == FAR else start, None if end.first == FAR else end)


@define(eq=False)
class Share(Search):
    """A case for every team, or for every pool and year."""

    _tallies: Tallies = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Begin to count."""
        kept = self.context.scope.world.kept
        numbers = kept.setdefault(("tallies", Exactly(self.version)), Numbering())
        self._tallies = Tallies(self.version.params, numbers=numbers)

    @property
    def lasting(self) -> bool:
        """Whether classes are the same on all days: those of teams, which are told by numbers."""
        return self.version.params.people is not None

    def part(self, part: Part) -> None:
        """Add up the members of the teams."""
        params: Params = self.version.params
        if params.people is None:
            return
        if part.plain is None or params.people.cumulative_service is None:
            self._in_arrays(params.people, part)
        else:
            self._in_arrays(params.people, self._compiled(params.people, part))
            self._in_arrays(params.people, part.vague[1])

    def _in_arrays(self, people: People, part: Part) -> None:
        day = self.context.as_of
        if not len(part.columns):
            return
        who, place, held = members(part, part.teams(people.bodies, people.roles), day)
        good = quality(people, self, part, who, day)
        self._tallies.add(place, held, good, len(self.context.ground.kind))

    def _compiled(self, people: People, part: Part) -> Part:
        """Let the compiled code count plain members; give those who are not surely so."""
        team, size = part.teams(people.bodies, people.roles), len(part.columns)

        counts = np.zeros((2, len(part.ground.kind)), np.int32)
        others = np.empty(size, np.int32)
        assert people.cumulative_service is not None  # noqa: S101  (looked at before)
        months = people.cumulative_service.months
        # From which day on each has the service, whatever the day is.
        with part.lent(("experienced", months), lambda: np.zeros(size, np.int32)) as known:
            left = compiled_facts.members(
                self.context.as_of,
                months,
                part.plain,
                team.owner,
                team.place,
                team.sure,
                team.start.first,
                team.end.last,
                part.service.late,
                *part.counted,
                known,
                counts,
                others,
            )
        self._tallies.put(counts)
        return part.some(others[:left])

    def rest(self, columns: Columns) -> Found | None:  # noqa: ARG002
        """Give the teams, or the pools."""
        params: Params = self.version.params
        scope = self.context.scope
        if params.rows is not None:
            return pools(params, params.rows, scope)
        people = params.people
        assert people is not None  # noqa: S101  (one of the two is set)
        ground = self.context.ground
        divisions = ground.divisions(people.level, scope)
        at, ids = divisions.number, divisions.ids
        blocked = np.zeros(len(at), bool)
        if scope.dataset.touched:
            blocked[:] = [bool(touched_rows(people.bodies, scope, org_id)) for org_id in ids]
        return Found(
            who=np.arange(len(at)),
            subjects=Subjects(ids, scope),
            events=[(scope.as_of, scope.as_of)],
            facts=self._tallies.of(at, len(ground.kind)),
            blocked=[("row-set-aside", blocked)],
            doubtful=~divisions.sure,
            company=lambda columns, _, rows: columns.people_at(ground.place, at[rows]).tolist(),
        )


class Subjects(Sequence[Subject]):
    """Organisations as subjects, each made when it is asked for."""

    def __init__(self, ids: Sequence[str], scope: Scope) -> None:
        self._ids = ids
        self._scope = scope

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self._ids)

    def __getitem__(self, key: Any) -> Any:
        """Give one."""
        return self._scope.subject(self._ids[key])


def touched_rows(bodies: Any, scope: Scope, org_id: str) -> tuple[Any, ...]:
    """Give the rows set aside that name a body of a team, or the division."""
    if not scope.dataset.touched:
        return ()
    found = scope.touched("organizations", org_id)
    return found + touched_posts(bodies, scope, org_id)


def touched_posts(bodies: Any, scope: Scope, org_id: str) -> tuple[Any, ...]:
    """Give the appointments set aside that name a body of a team."""
    found: tuple[Any, ...] = ()
    for body in scope.places.bodies.get(org_id, ()):
        if body.kind is None or body.kind in bodies:
            found += tuple(map(mended, scope.dataset.set_aside("appointments", body.org_id)))
    return found


def quality(people: People, search: Search, part: Part, who: Array, day: int) -> Array:
    """Tell whether people have what the share asks for: 1, 0, or -1 for unknown."""
    period = people.cumulative_service
    if period is not None:
        good = part.service.completed(period, day, who)
    else:
        good = _held_before(people, part, day)[who]
    told: Callable[[int], bool | None]
    if part.knotty[who].any():
        knotted = np.unique(who[part.knotty[who]])
        scope = search.context.one_by_one(part.columns, knotted)

        def told(person: int) -> bool | None:
            person_id = part.columns.people.ids[person]
            if period is not None:
                return scope.world.career(person_id).service.cumulative(day).completes(period)
            return ever_held(people, scope, person_id).ever(day)

        for person in knotted.tolist():
            answer = told(person)
            good[who == person] = -1 if answer is None else int(answer)
    return good


def _held_before(people: People, part: Part, day: int) -> Array:
    """Tell who held one of the roles at a team body of a township by a day."""
    kept = part.__dict__.setdefault("_ever", {})
    key = (people.ever_held, people.ever_held_at)
    if key not in kept:
        kept[key] = first_held(people, part)
    sure, maybe = kept[key]
    return np.where(sure <= day, 1, np.where(maybe <= day, -1, 0)).astype(np.int8)


def first_held(people: People, part: Part) -> tuple[Array, Array]:
    """Give the first day on which each surely, and possibly, held such a post."""
    posts, ground = part.columns.posts, part.ground
    kind = chosen(OrgKind, people.ever_held_at, empty=True)
    rows = np.flatnonzero(chosen(Role, people.ever_held, empty=True)[posts.role])
    basis, org, where = posts.basis[rows], posts.org[rows], part.where[rows]
    fits = kind[ground.kind[org]] & ((where == Where.OF) | (where == Where.UNKNOWN))
    fits &= (basis == IN_POST) | (basis == EMPTY)
    rows = rows[fits]
    org = posts.org[rows]
    sure = (part.where[rows] == Where.OF) & (posts.basis[rows] == IN_POST)
    sure &= (ground.kind[org] >= 0) & (posts.role[rows] != EMPTY)
    sure &= ~part.columns.people.broken[posts.owner[rows]]
    size = len(part.columns)
    never = np.int32(FAR + 1)
    first_sure, first_maybe = np.full(size, never), np.full(size, never)
    certain = rows[sure]
    owner = posts.owner[certain]
    end = certain_ends(owner, posts.start.take(certain), posts.end.take(certain))
    lasting = posts.start.last[certain] < end
    np.minimum.at(first_sure, owner[lasting], posts.start.last[certain][lasting])
    lasting = posts.start.first[rows] < posts.end.last[rows]
    np.minimum.at(first_maybe, posts.owner[rows][lasting], posts.start.first[rows][lasting])
    unknown = part.unknown[0]
    first_maybe = np.where(unknown > 0, np.minimum(first_maybe, unknown), first_maybe)
    return first_sure, first_maybe


@define(eq=False)
class Tallies:
    """How many members of each sort (see `_COMBINATIONS`) each team has.

    `numbers` gives each such combination of figures a number of its own.
    """

    params: Params
    counts: Array = field(factory=lambda: np.zeros((0, len(_COMBINATIONS)), np.int64))
    numbers: Numbering = field(factory=Numbering)
    lock: Lock = field(factory=Lock)

    def add(self, team: Array, held: Array, good: Array, teams: int) -> None:
        """Count members: of which team, whether surely of it, whether with the quality."""
        code = packed(
            (team.astype(np.int64), 1),
            (np.where(held > 0, 0, 1), 2),
            (np.select([good > 0, good == 0], [0, 1], 2), 3),
        )
        counts = np.bincount(code, minlength=teams * len(_COMBINATIONS))
        counts = counts.reshape(-1, len(_COMBINATIONS))
        with self.lock:
            self.counts = counts + self.counts if len(self.counts) else counts

    def put(self, counts: Array) -> None:
        """Count those who are surely of a team, with the quality and without, by team."""
        with self.lock:
            if not len(self.counts):
                none = np.zeros((len(_COMBINATIONS), counts.shape[1]), np.int64)
                self.counts = none.T  # each sort lies together
            self.counts.T[: len(counts)] += counts

    def of(self, teams: Array, size: int) -> Tallies:
        """Give those of some teams; -1 for one that nobody was ever in."""
        counts = self.counts if len(self.counts) else np.zeros((size, len(_COMBINATIONS)), np.int64)
        return Tallies(self.params, counts[teams], self.numbers)

    def classes(self) -> Array:
        """Tell teams apart by their members."""
        if not len(self.counts):
            return np.empty(0, np.int64)
        sizes = self.counts.max(axis=0) + 1
        if float(np.prod(sizes.astype(float))) > _MOST:
            _, first, which = np.unique(self.counts, axis=0, return_index=True, return_inverse=True)
        else:
            code = packed(*((self.counts[:, at], int(size)) for at, size in enumerate(sizes)))
            _, first, which = np.unique(code, return_index=True, return_inverse=True)
        number = self.numbers.of(map(tuple, self.counts[first].tolist()))
        return np.array(number, np.int64)[which.reshape(-1)]

    def at(self, row: int) -> Facts:
        """Add up the members of a team."""
        parts = []
        for (belongs, good), count in zip(_COMBINATIONS, self.counts[row].tolist(), strict=True):
            if count:
                one = member(self.params.weights, TRUTH[belongs], TRUTH[good])
                parts.append(one.times(count))
        return Facts.add(parts)
