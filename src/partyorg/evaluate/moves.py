"""Where a person went after recruitment, through every order that partial dates allow.

From the day of recruitment the person is in the township of the recruiting unit.  A *move* is the
day from which the person holds no post in the place so far but one in another; of several the one
begun last.  Everything outside the townships is one place.

Each date is an instant that lies somewhere in a range of days; dates written the same, where one
ends and another begins, are one instant.  Where ranges overlap, the order is open.  All orders are
followed, and all ways things may stand on the day are given back.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from attrs import evolve, field, frozen

from partyorg.dates import FAR, PartialDate
from partyorg.evaluate.career import Career, Post
from partyorg.orggraph import Places

__all__ = ["OUTSIDE", "Move", "TooManyOrdersError", "Way", "ways"]

OUTSIDE = "outside"
ANOTHER = "another township"

_MOST_ORDERS = 4_000
_MOST_VARIANTS = 32


class TooManyOrdersError(Exception):
    """So many dates are uncertain that not every order can be followed."""


@frozen
class Move:
    """A move from one place to another, on a day from `first` to `last`; `post` moved to."""

    left: str
    to: str
    first: int
    last: int
    post: Post


@frozen
class Way:
    """One way things may have gone: the place on the day, and the moves that led there."""

    place: str
    moves: tuple[Move, ...]


@frozen
class _Instant:
    first: int
    last: int
    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    recruits: bool = False
    stops: bool = False


@frozen
class _State:
    place: str
    begun: bool = False
    held: tuple[int, ...] = ()  # in the order in which they began
    moves: tuple[Move, ...] = ()


def ways(career: Career, home: str, recruited: PartialDate, as_of: int) -> frozenset[Way]:
    """Give all ways in which the person may stand on `as_of`.

    Raises `TooManyOrdersError` where they cannot all be followed.
    """
    posts = [
        post
        for post in career.posts
        if post.in_post is not False and _matters(post, recruited, as_of)
    ]
    variants = [_variants(post, home) for post in posts]
    count = 1
    for options in variants:
        count *= len(options)
    if count > _MOST_VARIANTS:
        raise TooManyOrdersError
    found: set[Way] = set()
    for variant in product(*variants):
        chosen = [(post, place) for post, place in zip(posts, variant, strict=True) if place]
        found |= _Walk(chosen, career.places, recruited, as_of).walk(home)
    return frozenset(found)


def _matters(post: Post, recruited: PartialDate, as_of: int) -> bool:
    start = post.row.start
    return start is None or (start.last >= recruited.first and start.first <= as_of)


def _variants(post: Post, home: str) -> list[str | None]:
    """Give the places where a post may be; None: it may be no such post at all."""
    places: list[str | None] = (
        [post.township or OUTSIDE] if post.known else [home, ANOTHER, OUTSIDE]
    )
    return places if post.in_post else [*places, None]


@frozen
class _Walk:
    """A walk through all orders of the instants of the posts chosen."""

    chosen: list[tuple[Post, str]]
    places: Places
    recruited: PartialDate
    as_of: int
    orders: list[int] = field(factory=lambda: [0])

    def walk(self, home: str) -> set[Way]:
        """Follow all orders from the township of recruitment."""
        instants = tuple(sorted(self.instants(), key=lambda i: (i.first, i.last)))
        return set(self.follow(instants, 0, _State(home)))

    def instants(self) -> Iterator[_Instant]:
        """Give the instants: one for dates that are the same, several for those that may differ."""
        groups: dict[tuple[int, int, int], _Instant] = {}

        def at(first: int, last: int, own: int) -> tuple[tuple[int, int, int], _Instant]:
            key = (first, last, own)
            return key, groups.get(key, _Instant(first, last))

        starts = {post.row.start for post, _ in self.chosen} | {self.recruited}
        ends = {post.row.end for post, _ in self.chosen}
        key, instant = at(self.recruited.first, self.recruited.last, 0)
        groups[key] = evolve(instant, recruits=True)
        key, instant = at(self.as_of, self.as_of, 0)
        groups[key] = evolve(instant, stops=True)
        for index, (post, _) in enumerate(self.chosen, start=1):
            start, end = post.row.start, post.row.end
            # Two starts (or two ends) written alike may be different days, unless an end (a
            # start, the recruitment) written the same ties them to one instant.
            if start is None:
                key, instant = at(1, end.last if end else FAR, index)
            else:
                tied = start.first == start.last or start in ends or start == self.recruited
                key, instant = at(start.first, start.last, 0 if tied else index)
            groups[key] = evolve(instant, starts=(*instant.starts, index - 1))
            if end is None or end.first > self.as_of:
                continue
            tied = end.first == end.last or end in starts
            key, instant = at(end.first, end.last, 0 if tied else -index)
            groups[key] = evolve(instant, ends=(*instant.ends, index - 1))
        return iter(groups.values())

    def follow(self, instants: tuple[_Instant, ...], day: int, state: _State) -> Iterator[Way]:
        """Follow all orders of the instants that remain, from `day` on."""
        while instants:
            bound = min(instant.last for instant in instants)
            open_now = [instant for instant in instants if instant.first <= bound]
            if len(open_now) > 1:
                yield from self.branch(instants, open_now, day, state)
                return
            here = max(day, open_now[0].first)
            rest = tuple(i for i in instants if i is not open_now[0])
            limit = min([open_now[0].last, *(i.last - 1 for i in rest)])
            if here > limit:
                return  # the days chosen before leave no room
            states = self.step(state, open_now, here, limit)
            if open_now[0].stops:
                yield from (Way(s.place, s.moves) for s in states)
                return
            if len(states) > 1:
                for after in states:
                    yield from self.follow(rest, here + 1, after)
                return
            instants, day, state = rest, here + 1, states[0]

    def branch(
        self, instants: tuple[_Instant, ...], open_now: list[_Instant], day: int, state: _State
    ) -> Iterator[Way]:
        """Follow each set of instants that may come next, on one day."""
        for size in range(1, len(open_now) + 1):
            for block in combinations(open_now, size):
                here = max(day, *(i.first for i in block), 0)
                rest = tuple(i for i in instants if i not in block)
                limit = min([*(i.last for i in block), *(i.last - 1 for i in rest)])
                if here > limit or any(self.misplaced(i, rest) for i in block):
                    continue
                self.orders[0] += 1
                if self.orders[0] > _MOST_ORDERS:
                    raise TooManyOrdersError
                for after in self.step(state, list(block), here, limit):
                    if any(i.stops for i in block):
                        yield Way(after.place, after.moves)
                    else:
                        yield from self.follow(rest, here + 1, after)

    @staticmethod
    def misplaced(instant: _Instant, rest: tuple[_Instant, ...]) -> bool:
        """Tell whether a post would end before it began."""
        return any(index in later.starts for later in rest for index in instant.ends)

    def step(self, state: _State, block: list[_Instant], first: int, last: int) -> list[_State]:
        """Let what happens on one day happen; several states where it is open who moved where."""
        begun = state.begun or any(i.recruits for i in block)
        held = state.held
        if begun:
            held += tuple(index for i in block for index in i.starts)
        gone = {index for i in block for index in i.ends}
        held = tuple(index for index in held if index not in gone)
        state = evolve(state, begun=begun, held=held)
        if not held or not begun:
            return [state]
        if any(self.same(state.place, self.chosen[index], last) for index in held):
            return [state]
        newest = {index for i in block for index in i.starts} & set(held)
        candidates = [index for index in held if index in newest] or [held[-1]]
        out: dict[_State, None] = {}
        for index in candidates:
            post, place = self.chosen[index]
            move = Move(state.place, place, first, last, post)
            out[evolve(state, place=place, moves=(*state.moves, move))] = None
        return list(out)

    def same(self, place: str, there: tuple[Post, str], day: int) -> bool:
        """Tell whether a post is in the place, or in what came after it by that day."""
        post, other = there
        if place == other:
            return True
        if place in (OUTSIDE, ANOTHER) or not self.places.has_successions:
            return False
        site = self.places.site(post.row.org_id)
        return any(
            step.org_id in site.chain and (step.when is None or step.when.first <= day)
            for step in self.places.successors(place)
        )
