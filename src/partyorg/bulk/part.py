"""Some people in columns, with what all rules ask of their careers.

The same as `partyorg.evaluate.career`, for many at once.  Whose career cannot be told in arrays is
`knotty` and is judged one by one: a spell that may end before it begins, or a post at a body that
was merged or renamed, where the place depends on the posts before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property, partial
from typing import Any

import numpy as np
from attrs import Factory, define, evolve, field, frozen
from numpy.typing import NDArray

from partyorg.bulk import compiled
from partyorg.bulk.calendar import tables
from partyorg.bulk.columns import Columns, Dates, Table, chosen, codes_of, picked
from partyorg.bulk.ground import Ground, Where
from partyorg.bulk.kernels import Sets, holding, spread, union
from partyorg.bulk.service import ServiceTime, certain_ends
from partyorg.dates import DAWN, FAR, Counting
from partyorg.model import Basis, Dataset, OrgKind, Role
from partyorg.rulebook import Conventions

__all__ = ["Cover", "Part", "TeamPosts"]

Array = NDArray[Any]
_BASIS = codes_of(Basis)
IN_POST, SECONDMENT, EMPTY = _BASIS[Basis.IN_POST], _BASIS[Basis.SECONDMENT], -1


@frozen(eq=False)
class Cover:
    """When some posts are held, by owner: surely (`low`) and possibly (`high`), in days."""

    low: Sets
    high: Sets

    def at(self, owner: Array, day: Any) -> Array:
        """Tell whether it holds: 1 yes, 0 no, -1 not known."""
        return self.throughout(owner, day, day + 1)

    def throughout(self, owner: Array, start: Any, end: Any) -> Array:
        """Tell whether it holds on every day of `[start, end)`: 1, 0 or -1."""
        sure = _whole(self.low, owner, start, end)
        if self.high is self.low:
            return sure.astype(np.int8)
        return np.where(sure, 1, -_whole(self.high, owner, start, end).astype(np.int8))


@frozen(eq=False)
class TeamPosts(Table):
    """The posts which make somebody a member of a team: rows, the team's place, and if surely.

    And of each the person, the start and the end.
    """

    rows: Array
    place: Array
    sure: Array
    owner: Array
    start: Dates
    end: Dates


def _whole(sets: Sets, owner: Array, start: Any, end: Any) -> Array:
    at = holding(sets, owner, start)
    inside = at >= 0
    if len(sets):
        inside &= sets.end[at] >= end
    return inside


@define(eq=False, slots=False)
class Part:
    """Some people, the organisations, and the conventions by which they are read.

    `compiled`: plain careers are told apart and left to compiled code.  `fast`: compiled code may
    be used for what needs no telling apart.
    """

    columns: Columns
    ground: Ground
    conventions: Conventions
    compiled: bool = False
    fast: bool = field(default=Factory(lambda self: self.compiled, takes_self=True))

    @property
    def plain(self) -> Array | None:
        """Tell whose career is plain (see `partyorg.bulk.compiled`); None where none is asked."""
        if not self.compiled or self.conventions.counting is not Counting.DAY:
            return None
        return self._sorts[0]

    @property
    def steady(self) -> Array:
        """Tell whose career is plain and has one post after the other."""
        return self._sorts[1]

    @cached_property
    def _sorts(self) -> tuple[Array, Array]:
        people, posts = self.columns.people, self.columns.posts
        plain, steady = np.empty((2, len(people)), bool)
        compiled.plain(
            self.offsets,
            posts.org,
            posts.basis,
            posts.start.first,
            posts.start.last,
            posts.end.first,
            posts.end.last,
            self.ground.where,
            people.recruited.first,
            people.recruited.last,
            people.known_from,
            people.broken | people.lost | self.knotty,
            plain,
            steady,
        )
        return plain, steady

    @cached_property
    def vague(self) -> tuple[Array, Part]:
        """Give those whose careers are not plain: their numbers, and they, to be told in arrays."""
        assert self.plain is not None  # noqa: S101  (asked only where plain careers are told apart)
        people = np.flatnonzero(~self.plain)
        return people, self.some(people)

    @property
    def counted(self) -> tuple[Any, ...]:
        """Give what the compiled code must know to count service (see `compiled.reached`)."""
        posts, calendar = self.columns.posts, tables()
        return (
            self.conventions.village_counts,
            not self.conventions.secondment_counts,
            self.offsets,
            posts.org,
            posts.basis,
            posts.start.first,
            posts.end.first,
            self.ground.where,
            calendar.start,
            calendar.first,
        )

    def some(self, people: Array) -> Part:
        """Give some of the people, to be told in arrays."""
        rows, place = self.posts_of(people)
        columns = self.columns
        posts = evolve(columns.posts.take(rows), owner=place.astype(np.int32))
        none, number = slice(0, 0), people + columns.first

        def records(some: Sequence[int]) -> Dataset:
            return columns.records(number[np.asarray(some, np.int64)].tolist())

        few = evolve(
            columns,
            people=columns.people.take(people),
            posts=posts,
            trainings=columns.trainings.take(none),
            promotions=columns.promotions.take(none),
            records=records,
            first=0,
        )
        return Part(few, self.ground, self.conventions, fast=self.fast)

    @cached_property
    def offsets(self) -> Array:
        """Where the posts of each person begin; one more than there are people."""
        owner = self.columns.posts.owner
        ends = np.flatnonzero(np.append(owner[1:] != owner[:-1], len(owner) > 0)) + 1
        counts = np.zeros(len(self.columns) + 1, np.int64)
        counts[owner[ends - 1] + 1] = np.diff(ends, prepend=0)
        return np.cumsum(counts, out=counts)

    @cached_property
    def where(self) -> Array:
        """Where each post is (see `Where`)."""
        return self.ground.where[self.columns.posts.org]

    @cached_property
    def town(self) -> Array:
        """The township of each post."""
        return self.ground.town[self.columns.posts.org]

    def _some(self, flags: Array) -> Array:
        """Give the posts with a flag, but of nobody of whose posts one was set aside."""
        if self.columns.people.broken.any():
            flags = flags & ~self.columns.people.broken[self.columns.posts.owner]
        return np.flatnonzero(flags)

    @cached_property
    def served(self) -> Array:
        """The posts that count as township service."""
        counts = self.where == Where.OF
        if self.conventions.village_counts:
            counts |= self.where == Where.BELOW
        return self._some(counts & (self.columns.posts.basis == IN_POST))

    @cached_property
    def served_maybe(self) -> Array:
        """The posts that may count as township service."""
        basis = self.columns.posts.basis
        empty, nowhere = basis == EMPTY, self.where == Where.UNKNOWN
        if not empty.any() and not nowhere.any():
            return np.empty(0, np.intp)
        inside = self.where != Where.OUTSIDE
        return self._some(((basis == IN_POST) & nowhere) | (empty & inside))

    @cached_property
    def taken(self) -> Array:
        """The secondments outside, which are taken off."""
        if self.conventions.secondment_counts:
            return np.empty(0, np.intp)
        away = self.columns.posts.basis == SECONDMENT
        return self._some(away & (self.where == Where.OUTSIDE)) if away.any() else np.empty(0, int)

    @cached_property
    def taken_maybe(self) -> Array:
        """What may be a secondment outside."""
        if self.conventions.secondment_counts:
            return np.empty(0, np.intp)
        basis = self.columns.posts.basis
        empty, nowhere = basis == EMPTY, self.where == Where.UNKNOWN
        if not empty.any() and not nowhere.any():
            return np.empty(0, np.intp)
        away = self.where <= Where.OUTSIDE
        return self._some((empty & away) | ((basis == SECONDMENT) & nowhere))

    @cached_property
    def unknown(self) -> tuple[Array, Array]:
        """The stretch of each career of which nothing is recorded: two days; 0 where there is none.

        Before `career_known_from`; where that is empty, between recruitment and the first post,
        unless one begins on the very date of recruitment.
        """
        people, posts = self.columns.people, self.columns.posts
        begin, finish = np.zeros(len(people), np.int32), np.zeros(len(people), np.int32)
        recruited = people.recruited
        heads, counts = self.offsets[:-1], np.diff(self.offsets)
        open_ones = (recruited.first > 0) & (people.known_from == 0)
        if len(posts.owner):
            head = np.minimum(heads, len(posts.owner) - 1)
            met = (counts > 0) & (posts.start.first[head] == recruited.first)
            met &= posts.start.last[head] == recruited.last
            open_ones &= ~met
        gap = np.flatnonzero(open_ones)
        if len(gap):
            first = self._first_start(gap)
            some = first > recruited.first[gap]
            begin[gap[some]], finish[gap[some]] = recruited.first[gap[some]], first[some]
        known = people.known_from > 0
        begin[known], finish[known] = DAWN, people.known_from[known]
        nothing = people.broken | people.lost
        begin[nothing], finish[nothing] = DAWN, FAR
        return begin, finish

    def _first_start(self, who: Array) -> Array:
        """Give the earliest late start of some people; 0 if a post begins on their recruitment."""
        people, posts = self.columns.people, self.columns.posts
        rows, owner = self.posts_of(who)
        first = np.full(len(who), FAR, np.int32)
        np.minimum.at(first, owner, posts.start.last[rows])
        recruited = people.recruited
        same = posts.start.first[rows] == recruited.first[who][owner]
        same &= posts.start.last[rows] == recruited.last[who][owner]
        first[owner[same]] = 0
        return first

    @cached_property
    def knotty(self) -> Array:
        """Tell whose career is judged one by one."""
        posts = self.columns.posts
        knotty = np.zeros(len(self.columns), bool)
        if not (posts.start.exact and posts.end.exact):
            start, end = posts.start, posts.end
            crossed = (start.last > end.first) & ~posts.unstarted
            crossed &= (start.first != end.first) | (start.last != end.last)
            knotty[posts.owner[crossed]] = True
        passed = self.ground.passed
        if passed.any():
            knotty[posts.owner[passed[posts.org]]] = True
            knotty |= passed[self.columns.people.recruited_by]
        return knotty

    @cached_property
    def sharp(self) -> Array:
        """Tell of whom all dates are whole days, and every basis and place is known."""
        posts, recruited = self.columns.posts, self.columns.people.recruited
        sharp = np.asarray(recruited.first == recruited.last)
        odd = (posts.basis == EMPTY) | (self.where == Where.UNKNOWN)
        for dates in (posts.start, posts.end):
            if not dates.exact:
                odd |= dates.first != dates.last
        sharp[posts.owner[odd]] = False
        return sharp

    def touched(self, table: str) -> Array:
        """Tell of whom a row of a table was set aside."""
        dataset = self.columns.base
        if not any(name == table for name, _ in dataset.touched):
            return np.zeros(len(self.columns), bool)
        ids = self.columns.people.ids
        return np.array([bool(dataset.set_aside(table, own)) for own in ids], bool)

    def posts_of(self, people: Array) -> tuple[Array, Array]:
        """Give the posts of some people: places of posts, and for each the place in `people`."""
        return spread(self.offsets[people], self.offsets[people + 1])

    def teams(self, bodies: Sequence[OrgKind], roles: Sequence[Role]) -> TeamPosts:
        """Give the posts with one of the roles at such a body of any division, in post."""
        make = partial(_team_posts, self, bodies, roles)
        found: TeamPosts = self.kept(("teams", bodies, roles), make)
        return found

    def kept(self, key: Any, make: Callable[[], Any]) -> Any:
        """Give what was made for the part once."""
        known = self.__dict__.setdefault("_kept", {})
        if key not in known:
            known[key] = make()
        return known[key]

    @contextmanager
    def lent(self, key: Any, make: Callable[[], Any]) -> Iterator[Any]:
        """Lend what was made for the part, to be changed; to whoever comes meanwhile another one.

        What one check learns of the part it leaves to those that come after.
        """
        known = self.__dict__.setdefault("_lent", {})
        thing = known.pop(key, None)
        if thing is None:
            thing = make()
        yield thing
        known[key] = thing

    @property
    def service(self) -> ServiceTime:
        """Township service."""
        return ServiceTime(self, self.__dict__.setdefault("_service", {}))

    def cover(self, sure: Array, maybe: Array) -> Cover:
        """Give when some posts (by their places) are held, surely or perhaps."""
        posts = self.columns.posts
        owner = posts.owner
        start, end = posts.start.take(sure), posts.end.take(sure)
        low = union(Sets(owner[sure], start.last, certain_ends(owner[sure], start, end)))
        if not len(maybe) and start.exact and end.exact:
            return Cover(low, low)
        rows = np.concatenate([sure, maybe])
        high = union(Sets(owner[rows], posts.start.first[rows], posts.end.last[rows]))
        return Cover(low, high)

    @cached_property
    def in_townships(self) -> Cover:
        """When a post counting as township service is held, whichever the township."""
        return self._held(village=self.conventions.village_counts)

    @cached_property
    def of_townships(self) -> Cover:
        """When a post at an organisation of a township (not of a village) is held."""
        return self._held(village=False)

    def _held(self, *, village: bool) -> Cover:
        basis, where = self.columns.posts.basis, self.where
        counts = where == Where.OF
        if village:
            counts = counts | (where == Where.BELOW)
        in_post, empty = basis == IN_POST, basis == EMPTY
        nowhere = where == Where.UNKNOWN
        sure = np.flatnonzero(counts & in_post)
        maybe = np.flatnonzero((counts & empty) | (nowhere & (in_post | empty)))
        return self.cover(sure, maybe)

    @cached_property
    def seconded(self) -> Cover:
        """When each is on secondment, to whatever level."""
        basis = self.columns.posts.basis
        return self.cover(np.flatnonzero(basis == SECONDMENT), np.flatnonzero(basis == EMPTY))


def _team_posts(part: Part, bodies: Sequence[OrgKind], roles: Sequence[Role]) -> TeamPosts:
    posts, ground = part.columns.posts, part.ground
    rows = np.flatnonzero(picked(chosen(Role, roles, empty=True), posts.role))
    org, basis = picked(posts.org, rows), picked(posts.basis, rows)
    # Of each organisation: whether it is such a body, and where.
    fits = chosen(OrgKind, bodies, empty=True)[ground.kind] & (ground.place >= 0)
    kept = np.flatnonzero(picked(fits, org) & ((basis == IN_POST) | (basis == EMPTY)))
    rows, org, basis = picked(rows, kept), picked(org, kept), picked(basis, kept)
    sure = (basis == IN_POST) & (picked(posts.role, rows) != EMPTY)
    sure &= picked(ground.kind, org) >= 0
    start, end = posts.start.take(rows), posts.end.take(rows)
    return TeamPosts(rows, picked(ground.place, org), sure, picked(posts.owner, rows), start, end)
