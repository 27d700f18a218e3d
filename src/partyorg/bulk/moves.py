"""Where many people went after recruitment: the walk of `partyorg.evaluate.moves`, in arrays.

Done here are careers whose dates leave one order only, and in which at most two posts are held at
a time.  Then, of the posts in the order of their starts, one that ends before (or with) an earlier
one was held beside it and led nowhere; each other takes over on its own start or on the end of
the one before, whichever is later.  Of all other careers every order is walked
(`partyorg.bulk.walk`); who may be in one state or in another stays `tangled`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from partyorg.bulk import compiled, compiled_walk
from partyorg.bulk.ground import OUTSIDE, Where
from partyorg.bulk.kernels import BITS
from partyorg.bulk.part import EMPTY, IN_POST, Part
from partyorg.bulk.walk import Careers, Stands, walk_each

__all__ = ["FIRST", "OTHER", "OUT", "Standing", "standing"]

Array = NDArray[Any]
FIRST, OTHER, OUT = 0, 1, 2
"""In the township of recruitment, in another one, outside the townships."""
_PAYS = 500
"""So many careers pay for the compiled walk, which takes a moment to load."""


@define(eq=False)
class Standing:
    """Where each person stands, and by which move: the last one.

    `post` is the row of the post moved to (-1: none), `first` and `last` the days of the move,
    `left` the township left by whoever is outside.  `tangled`: to be judged one by one.
    """

    place: Array
    post: Array
    first: Array
    last: Array
    left: Array
    tangled: Array


def standing(part: Part, who: Array, as_of: int) -> Standing:
    """Tell where people (a truth for each) stand on a day."""
    people = part.columns.people
    home = part.ground.town[people.recruited_by]
    out = _nobody_moved(len(people))
    plain = part.plain
    if plain is None:
        _walk_others(part, who, home, as_of, out, fast=part.fast)
        return out
    _walk_plain(part, who & plain, home, as_of, out)
    others = np.flatnonzero(who & (~plain | out.tangled))
    if len(others):
        some = part.some(others)
        found = _nobody_moved(len(others))
        _walk_others(some, np.ones(len(others), bool), home[others], as_of, found, fast=True)
        _scatter(out, others, part.posts_of(others)[0], found)
    return out


def _nobody_moved(size: int) -> Standing:
    return Standing(
        place=np.zeros(size, np.int8),
        post=np.full(size, -1, np.int64),
        first=np.zeros(size, np.int32),
        last=np.zeros(size, np.int32),
        left=np.full(size, OUTSIDE, np.int32),
        tangled=np.zeros(size, bool),
    )


def _walk_others(
    part: Part, who: Array, home: Array, as_of: int, out: Standing, *, fast: bool
) -> None:
    """Walk careers that need not be plain: in arrays, and those tangled through every order."""
    posts = part.columns.posts
    elsewhere = np.flatnonzero((part.town != home[posts.owner]) | (posts.basis == EMPTY))
    elsewhere = elsewhere[_relevant(part, elsewhere, who, as_of)]
    moved = np.zeros(len(who), bool)
    moved[posts.owner[elsewhere]] = True
    rows = np.flatnonzero(moved[posts.owner])
    rows = rows[_relevant(part, rows, who, as_of)]
    if not len(rows):
        return
    odd = (part.where[rows] == Where.UNKNOWN) | (posts.basis[rows] == EMPTY)
    out.tangled[posts.owner[rows[odd]]] = True
    _vague(part, rows, as_of, out.tangled)
    start, end = posts.start.first[rows], posts.end.first[rows]
    lasting = rows[(start != end) & ~out.tangled[posts.owner[rows]]]
    if len(lasting):
        _walk(part, lasting, home, as_of, out)
    rows = rows[out.tangled[posts.owner[rows]]]
    if len(rows):
        _walk_every_order(part, rows, home, as_of, out, fast=fast)


def _walk_plain(part: Part, who: Array, home: Array, as_of: int, out: Standing) -> None:
    """Walk the careers that are plain by the compiled kernel."""
    posts = part.columns.posts
    compiled.walk(
        np.flatnonzero(who),
        home,
        part.columns.people.recruited.first,
        as_of,
        part.offsets,
        posts.org,
        posts.basis,
        posts.start.first,
        posts.end.first,
        part.ground.town,
        out.place,
        out.post,
        out.first,
        out.left,
        out.tangled,
    )
    out.last[:] = out.first


def _scatter(out: Standing, people: Array, rows: Array, some: Standing) -> None:
    """Write where some people stand among all."""
    for name in ("place", "first", "last", "left", "tangled"):
        getattr(out, name)[people] = getattr(some, name)
    out.post[people] = np.where(some.post < 0, -1, rows[some.post] if len(rows) else -1)


def _walk_every_order(
    part: Part, rows: Array, home: Array, as_of: int, out: Standing, *, fast: bool
) -> None:
    """Walk careers through every order of their dates; what leads to one state is not tangled.

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
    stands = Stands.of(len(who))
    (compiled_walk.walk if fast and len(who) >= _PAYS else walk_each)(careers, as_of, stands)
    found = np.flatnonzero(stands.found)
    one, post = who[found], stands.post[found]
    out.tangled[one] = False
    away = np.where(stands.place[found] == OUTSIDE, OUT, OTHER)
    out.place[one] = np.where(post < 0, FIRST, away)
    out.post[one] = np.where(post < 0, -1, rows[heads[found] + np.maximum(post, 0)])
    for name in ("first", "last", "left"):
        getattr(out, name)[one] = getattr(stands, name)[found]


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
    sort = np.repeat(np.arange(4), [len(event[0]) for event in events])
    order = np.lexsort((last, first, who))
    who, first, last, sort = who[order], first[order], last[order], sort[order]
    key = (who.astype(np.int64) << BITS) | first
    alike = np.zeros(len(who), bool)
    alike[1:] = (key[1:] == key[:-1]) & (last[1:] == last[:-1])
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


def _walk(part: Part, rows: Array, home: Array, as_of: int, out: Standing) -> None:
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
    out.tangled[owner[crowded]] = True
    taken_over = np.maximum(start, longest)
    kept = np.flatnonzero((end > longest) & ~out.tangled[owner] & (taken_over <= as_of))
    if not len(kept):
        return
    owner, rows = owner[kept], rows[kept]
    own_start = start[kept] >= longest[kept]
    place = part.town[rows]
    left = np.empty(len(kept), np.int32)
    first_kept = np.ones(len(kept), bool)
    first_kept[1:] = owner[1:] != owner[:-1]
    left[1:] = place[:-1]
    left[first_kept] = home[owner[first_kept]]
    before_row = np.zeros(len(kept), np.int64)
    before_row[1:] = rows[:-1]
    out.place[owner] = np.where(place == OUTSIDE, OUT, np.where(place == home[owner], FIRST, OTHER))
    at = np.flatnonzero((place != left) & (out.place[owner] != FIRST))
    who = owner[at]
    out.post[who], out.left[who] = rows[at], left[at]
    by_start = own_start[at]
    for name in ("first", "last"):
        begun = getattr(posts.start, name)[rows[at]]
        ended = getattr(posts.end, name)[before_row[at]]
        getattr(out, name)[who] = np.where(by_start, begun, ended)
    if posts.start.exact and posts.end.exact:
        return
    # Where somebody may have moved on the day itself, or after it, there are two ways.
    at = np.flatnonzero(place != left)
    by_start = own_start[at]
    first, last = (
        np.where(
            by_start,
            getattr(posts.start, name)[rows[at]],
            getattr(posts.end, name)[before_row[at]],
        )
        for name in ("first", "last")
    )
    out.tangled[owner[at[(first < last) & (as_of <= last)]]] = True
