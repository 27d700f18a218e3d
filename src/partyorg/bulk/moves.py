"""Where many people went after recruitment: the walk of `partyorg.evaluate.moves`, in arrays.

Done here are careers whose dates leave one order only, and in which at most two posts are held at
a time.  Then, of the posts in the order of their starts, one that ends before (or with) an earlier
one was held beside it and led nowhere; each other takes over on its own start or on the end of
the one before, whichever is later.  Of all other careers every order is walked
(`partyorg.bulk.walk`); they may lead to several states.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define, evolve
from numpy.typing import NDArray

from partyorg.bulk import compiled, compiled_walk
from partyorg.bulk.ground import OUTSIDE, Where
from partyorg.bulk.kernels import BITS
from partyorg.bulk.part import EMPTY, IN_POST, Part
from partyorg.bulk.walk import Careers, Stands, walk_each
from partyorg.dates import FAR

__all__ = ["FIRST", "OTHER", "OUT", "Standing", "States", "all_moves", "standing"]

Array = NDArray[Any]
FIRST, OTHER, OUT = 0, 1, 2
"""In the township of recruitment, in another one, outside the townships."""
_PRECISION = 2
"""The bits that tell apart how exact a date is."""
_PAYS = 200
"""So many careers pay for the compiled walk, which takes a moment to load."""


@define(eq=False)
class States:
    """Where people stand, and by which move: the last one.

    `person` is whose state it is, `post` the row of the post moved to (-1: none), `first` and
    `last` the days of the move, `left` the township left by whoever is outside.
    """

    person: Array
    place: Array
    post: Array
    first: Array
    last: Array
    left: Array

    @classmethod
    def unmoved(cls, size: int) -> States:
        """Let so many people stand in the township of recruitment, each in one state."""
        return cls(
            person=np.arange(size),
            place=np.zeros(size, np.int8),
            post=np.full(size, -1, np.int64),
            first=np.zeros(size, np.int32),
            last=np.zeros(size, np.int32),
            left=np.full(size, OUTSIDE, np.int32),
        )

    def among(self, people: Array, rows: Array) -> States:
        """Give the states of some people and their posts as those of people and posts among all."""
        post = np.full(len(self.post), -1, np.int64)
        moved = np.flatnonzero(self.post >= 0)
        post[moved] = rows[self.post[moved]]
        return evolve(self, person=people[self.person], post=post)

    def take(self, at: Array) -> States:
        """Give those at these places."""
        return States(*(getattr(self, name)[at] for name in _NAMES))

    def put(self, states: States) -> None:
        """Put states in the places of their people."""
        for name in _NAMES:
            getattr(self, name)[states.person] = getattr(states, name)


_NAMES = ("person", "place", "post", "first", "last", "left")


@define(eq=False)
class Standing:
    """The states in which people may be.

    `one` is the first state of each person; `further` are the others of those who may be in
    several.  `tangled`: of whom there is none, or not all can be told; to be judged one by one.
    """

    one: States
    further: States
    tangled: Array

    @classmethod
    def nobody_moved(cls, size: int) -> Standing:
        """Let so many people stand in the township of recruitment."""
        return cls(States.unmoved(size), States.unmoved(0), np.zeros(size, bool))


def standing(part: Part, who: Array, as_of: int) -> Standing:
    """Tell where people (a truth for each) stand on a day."""
    people = part.columns.people
    home = part.ground.town[people.recruited_by]
    out = Standing.nobody_moved(len(people))
    posts = part.columns.posts
    elsewhere = np.flatnonzero((part.town != home[posts.owner]) | (posts.basis == EMPTY))
    elsewhere = elsewhere[_relevant(part, elsewhere, who, as_of)]
    moved = np.zeros(len(who), bool)
    moved[posts.owner[elsewhere]] = True
    rows = np.flatnonzero(moved[posts.owner])
    rows = rows[_relevant(part, rows, who, as_of)]
    if not len(rows):
        return out
    odd = (part.where[rows] == Where.UNKNOWN) | (posts.basis[rows] == EMPTY)
    out.tangled[posts.owner[rows[odd]]] = True
    _vague(part, rows, as_of, out.tangled)
    start, end = posts.start.first[rows], posts.end.first[rows]
    lasting = rows[(start != end) & ~out.tangled[posts.owner[rows]]]
    if len(lasting):
        _walk(part, lasting, home, as_of, out)
    rows = rows[out.tangled[posts.owner[rows]]]
    if len(rows):
        _walk_every_order(part, rows, home, as_of, out)
    return out


def _walk_every_order(part: Part, rows: Array, home: Array, as_of: int, out: Standing) -> None:
    """Walk careers through every order of their dates; who is in some state is not tangled.

    Posts stand as in the table, for of two that began on one day the later row counts.
    """
    posts, recruited = part.columns.posts, part.columns.people.recruited
    rows = rows[np.lexsort((posts.row[rows], posts.owner[rows]))]
    owner = posts.owner[rows]
    heads = np.flatnonzero(np.append(True, owner[1:] != owner[:-1]))
    who = owner[heads]
    start, end = posts.start.take(rows), posts.end.take(rows)
    since = recruited.take(who)
    days = (start.first, start.last, end.first, end.last)
    start_first, start_last, end_first, end_last = (column.astype(np.int64) for column in days)
    careers = Careers(
        offsets=np.append(heads, len(rows)),
        start_first=start_first,
        start_last=start_last,
        end_first=end_first,
        end_last=end_last,
        town=part.town[rows].astype(np.int64),
        known=part.where[rows] != Where.UNKNOWN,
        sure=posts.basis[rows] == IN_POST,
        home=home[who].astype(np.int64),
        recruited_first=since.first.astype(np.int64),
        recruited_last=since.last.astype(np.int64),
    )
    stands = (compiled_walk.walk if part.fast and len(who) >= _PAYS else walk_each)(careers, as_of)
    states = _states(stands, heads).among(who, rows)
    fresh = np.append(True, states.person[1:] != states.person[:-1])[: len(states.person)]
    out.one.put(states.take(np.flatnonzero(fresh)))
    out.further = states.take(np.flatnonzero(~fresh))
    out.tangled[states.person] = False


def _states(stands: Stands, heads: Array) -> States:
    """Give what a walk has led to; a township left of which no more is known is told as none."""
    away = np.where(stands.place == OUTSIDE, OUT, OTHER)
    return States(
        person=stands.person,
        place=np.where(stands.post < 0, FIRST, away).astype(np.int8),
        post=np.where(stands.post < 0, -1, heads[stands.person] + stands.post),
        first=stands.first.astype(np.int32),
        last=stands.last.astype(np.int32),
        left=np.maximum(stands.left, OUTSIDE).astype(np.int32),
    )


def _relevant(part: Part, rows: Array, who: Array, as_of: int) -> Array:
    """Tell which posts are in post and may begin between recruitment and the day."""
    posts, people = part.columns.posts, part.columns.people
    basis, owner = posts.basis[rows], posts.owner[rows]
    relevant = (basis == IN_POST) | (basis == EMPTY)
    relevant &= who[owner]
    relevant &= posts.start.last[rows] >= people.recruited.first[owner]
    relevant &= posts.start.first[rows] <= as_of
    return relevant


def _vague(part: Part, rows: Array, as_of: int, tangled: Array) -> None:
    """Mark those for whom dates known to the month leave the order open.

    Each date is an instant with a range of days.  Their order is plain if no two ranges overlap,
    but for dates written alike where one post ends and another begins: these are one instant.
    """
    posts, people = part.columns.posts, part.columns.people
    owner = posts.owner[rows]
    start, end = posts.start.take(rows), posts.end.take(rows)
    recruited = people.recruited
    vague = np.zeros(len(people), bool)
    for first, last in ((start.first, start.last), (end.first, end.last)):
        vague[owner[first != last]] = True
    movers = np.unique(owner)
    vague[movers[recruited.first[movers] != recruited.last[movers]]] = True
    some = np.flatnonzero(vague[owner])
    if not len(some):
        return
    owner, start, end = owner[some], start.take(some), end.take(some)
    brief = (start.first == end.first) & (start.last == end.last) & (start.first != start.last)
    ended = np.flatnonzero(end.first <= as_of)
    movers = np.unique(owner)
    events = [
        (owner, start.first, start.last),
        (owner[ended], end.first[ended], end.last[ended]),
        (movers, recruited.first[movers], recruited.last[movers]),
        (owner[brief], start.first[brief], start.last[brief]),
    ]
    who, first, last = (np.concatenate(column) for column in zip(*events, strict=True))
    sort = np.repeat(np.arange(4, dtype=np.int8), [len(event[0]) for event in events])
    length = last - first  # of a day, a month, a year, or of what is not known at all
    precision = (length > 0).astype(np.int8) + (length > 30) + (length > 365)  # noqa: PLR2004
    exactly = ((who.astype(np.int64) << BITS | first) << _PRECISION) | precision
    order = np.argsort(exactly, kind="stable")  # four runs in order: soon done
    exactly, who, first, last, sort = (
        column[order] for column in (exactly, who, first, last, sort)
    )
    key = exactly >> _PRECISION
    alike = np.zeros(len(who), bool)
    alike[1:] = exactly[1:] == exactly[:-1]
    reach = np.maximum.accumulate((who.astype(np.int64) << BITS) | last)
    crossing = np.zeros(len(who), bool)
    crossing[1:] = (key[1:] <= reach[:-1]) & ~alike[1:]
    tangled[who[crossing]] = True
    heads = np.flatnonzero(~alike)
    starts, ends, recruits, briefs = (
        np.add.reduceat((sort == kind).astype(np.int32), heads) for kind in range(4)
    )
    # A start is one instant with the end of another post, an end with the start of another; and
    # with recruitment a start always is.
    own = (briefs > 0).astype(np.int32)
    starts_meet = (starts == 0) | (ends > own) | (recruits > 0)
    ends_meet = (ends == 0) | (starts > own)
    alone = starts + ends + recruits == 1
    open_range = (first != last)[heads]
    tangled[who[heads[open_range & ~alone & ~(starts_meet & ends_meet)]]] = True
    tangled[who[heads[open_range & (starts + ends > 0) & (starts == 0) & (recruits > 0)]]] = True


@define(eq=False)
class _Taking:
    """The posts that take over, in order: each from its own start or the end of the one before.

    `day` is that on which a post takes over, of dates written to the day; `own_start` whether it is
    its own start, and `before` else the post that ended.  `place` is that of the post, `left` the
    township (or `OUTSIDE`) where the person was before.
    """

    rows: Array
    owner: Array
    day: Array
    own_start: Array
    before: Array
    place: Array
    left: Array

    def moved(self) -> Array:
        """Give the places of those that lead somewhere else."""
        return np.flatnonzero(self.place != self.left)


def _taking(part: Part, rows: Array, home: Array, as_of: int, tangled: Array) -> _Taking:
    """Tell which posts take over by a day; mark those who held more than two posts at a time."""
    posts = part.columns.posts
    owner = posts.owner[rows].astype(np.int64)
    start, end = posts.start.first[rows], posts.end.first[rows]
    high = owner << BITS
    fresh = np.ones(len(rows), bool)
    fresh[1:] = owner[1:] != owner[:-1]

    def before(reach: Array) -> Array:
        """Give the value of the row before, nought for the first of an owner."""
        value = np.zeros(len(reach), np.int64)
        value[1:] = reach[:-1] - high[:-1]
        value[fresh] = 0
        return value

    longest = before(np.maximum.accumulate(high | end))
    second = before(np.maximum.accumulate(high | np.minimum(end, longest)))
    crowded = (start <= second) & (second > 0)
    crowded[1:] |= (start[1:] == start[:-1]) & ~fresh[1:]
    tangled[owner[crowded]] = True
    taken_over = np.maximum(start, longest)
    kept = np.flatnonzero((end > longest) & ~tangled[owner] & (taken_over <= as_of))
    own_start = start[kept] >= longest[kept]
    owner, rows, day = owner[kept], rows[kept], taken_over[kept]
    place = part.town[rows]
    left = np.empty(len(kept), np.int32)
    first_kept = np.ones(len(kept), bool)
    first_kept[1:] = owner[1:] != owner[:-1]
    left[1:] = place[:-1]
    left[first_kept] = home[owner[first_kept]]
    before_row = np.zeros(len(kept), np.int64)
    before_row[1:] = rows[:-1]
    return _Taking(rows, owner, day, own_start, before_row, place, left)


def all_moves(part: Part, who: Array) -> tuple[States, Array]:
    """Give all moves of people (a truth for each) whose dates are whole days, in their order.

    And tell of whom they cannot be given.
    """
    people, posts = part.columns.people, part.columns.posts
    home = part.ground.town[people.recruited_by]
    moved, tangled = np.zeros((2, len(who)), bool)
    moved[posts.owner[part.town != home[posts.owner]]] = True
    rows = np.flatnonzero((posts.start.first != posts.end.first) & moved[posts.owner])
    rows = rows[_relevant(part, rows, who, FAR)]
    taking = _taking(part, rows, home, FAR, tangled)
    at = taking.moved()
    found = [np.stack([taking.owner[at], taking.rows[at], taking.day[at], taking.left[at]])]
    for person in np.flatnonzero(tangled).tolist():
        walked = _walk_alone(part, person, int(home[person]))
        if walked is not None:
            found.append(walked)
            tangled[person] = False
    every = np.concatenate(found, axis=1)
    owner, row, day, left = every[:, np.argsort(every[0], kind="stable")]
    place = part.town[row]
    place = np.where(place == OUTSIDE, OUT, np.where(place == home[owner], FIRST, OTHER))
    day = day.astype(np.int32)
    return States(owner, place.astype(np.int8), row, day, day, left.astype(np.int32)), tangled


def _walk_alone(part: Part, person: int, home: int) -> Array | None:
    """Give all moves of one person, by post after post: whose, the posts, the days, places left."""
    columns = part.columns
    begin, end = part.offsets[person : person + 2].tolist()
    if end - begin > compiled.MOST:
        return None
    own, room = slice(begin, end), np.zeros((4, 2 * compiled.MOST), np.int64)
    posts, towns = columns.posts, part.town[own]
    walk = getattr(compiled.moves, "py_func", compiled.moves)  # as it is written, not compiled
    since = int(columns.people.recruited.first[person])
    start, stop = posts.start.first[own], posts.end.first[own]
    order = np.arange(end - begin)
    many = walk(
        0, len(order), home, since, FAR - 1, order, posts.basis[own], start, stop, towns, *room
    )
    if many < 0:
        return None
    rows = room[2, :many]
    left = np.append(home, towns[rows])[:many]
    return np.stack([np.full(many, person), begin + rows, room[3, :many], left])


def _walk(part: Part, rows: Array, home: Array, as_of: int, out: Standing) -> None:
    posts = part.columns.posts
    taking = _taking(part, rows, home, as_of, out.tangled)
    if not len(taking.rows):
        return
    owner, rows, place, left = taking.owner, taking.rows, taking.place, taking.left
    one = out.one
    one.place[owner] = np.where(place == OUTSIDE, OUT, np.where(place == home[owner], FIRST, OTHER))
    moved = taking.moved()
    at = moved[one.place[owner[moved]] != FIRST]
    who = owner[at]
    one.post[who], one.left[who] = rows[at], left[at]
    by_start = taking.own_start[at]
    for name in ("first", "last"):
        begun = getattr(posts.start, name)[rows[at]]
        ended = getattr(posts.end, name)[taking.before[at]]
        getattr(one, name)[who] = np.where(by_start, begun, ended)
    if posts.start.exact and posts.end.exact:
        return
    # Where somebody may have moved on the day itself, or after it, there are two ways.
    by_start = taking.own_start[moved]
    first, last = (
        np.where(
            by_start,
            getattr(posts.start, name)[rows[moved]],
            getattr(posts.end, name)[taking.before[moved]],
        )
        for name in ("first", "last")
    )
    out.tangled[owner[moved[(first < last) & (as_of <= last)]]] = True
