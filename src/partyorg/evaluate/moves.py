"""Where a person went after recruitment, through every order that partial dates allow.

From the day of recruitment the person is in the township of the recruiting unit.  A *move* is the
day from which the person holds no post in the place so far but one in another; of several the one
begun last.  Everything outside the townships is one place.

Each date is an instant that lies somewhere in a range of days; dates written the same, where one
ends and another begins, are one instant.  Where ranges overlap, the order is open.  All orders are
followed, and all ways things may stand on the day are given back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from attrs import define, frozen

from partyorg.dates import DAWN, FAR, PartialDate
from partyorg.evaluate.career import Career, Post
from partyorg.evaluate.orders import Instant, Orders, TooManyOrdersError
from partyorg.orggraph import Places

__all__ = ["MOST_VARIANTS", "OUTSIDE", "Move", "Way", "ways"]

OUTSIDE = "outside"
ANOTHER = "another township"

MOST_VARIANTS = 32
"""So many ways are tried in which posts may be places or none, where that is not known."""
_NONE: set[int] = set()


@frozen
class Move:
    """A move from one place to another, on a day from `first` to `last`; `post` moved to."""

    left: str
    to: str
    first: int
    last: int
    post: Post


class Way(NamedTuple):
    """One way things may have gone: the place on the day, and the moves that led there."""

    place: str
    moves: tuple[Move, ...]


class _State(NamedTuple):
    """Where the person is so far; `held` are posts in the order in which they began."""

    place: str
    begun: bool = False
    held: tuple[int, ...] = ()
    moves: tuple[Move, ...] = ()
    stopped: bool = False


def ways(career: Career, home: str, recruited: PartialDate, as_of: int) -> tuple[Way, ...]:
    """Give all ways in which the person may stand on `as_of`.

    None at all means that the dates contradict each other.  Raises `TooManyOrdersError` where they
    cannot all be followed.
    """
    posts = [
        post
        for post in career.posts
        if post.in_post is not False and _matters(post, recruited, as_of)
    ]
    variants = [_variants(post, home) for post in posts]
    if all(options == [home] for options in variants):
        return (Way(home, ()),)  # never anywhere else
    if prod(map(len, variants)) > MOST_VARIANTS:
        raise TooManyOrdersError
    if _stayed(posts, variants, home, recruited, as_of):
        return (Way(home, ()),)
    found: dict[Way, None] = {}
    for variant in product(*variants):
        chosen = [(post, place) for post, place in zip(posts, variant, strict=True) if place]
        found.update(dict.fromkeys(_Walk(chosen, career.places, recruited, as_of).walk(home)))
    return tuple(found)


def _matters(post: Post, recruited: PartialDate, as_of: int) -> bool:
    start = post.row.start
    return start is None or (start.last >= recruited.first and start.first <= as_of)


def _variants(post: Post, home: str) -> list[str | None]:
    """Give the places where a post may be; None: it may be no such post at all."""
    places: list[str | None] = (
        [post.township or OUTSIDE] if post.known else [home, ANOTHER, OUTSIDE]
    )
    return places if post.in_post else [*places, None]


def _stayed(
    posts: Sequence[Post],
    variants: Sequence[list[str | None]],
    home: str,
    recruited: PartialDate,
    as_of: int,
) -> bool:
    """Tell whether the post of recruitment is still held, so that no other post is a move.

    It is told of whole days only: others may contradict each other.
    """
    return any(
        options == [home]
        and post.row.start == recruited
        and (post.row.end is None or post.row.end.first > as_of)
        for post, options in zip(posts, variants, strict=True)
    ) and all(post.spell.exact for post in posts)


@define
class _Walk(Orders[_State]):
    """A walk through all orders of the instants of the posts chosen."""

    chosen: list[tuple[Post, str]]
    places: Places
    recruited: PartialDate
    as_of: int

    def walk(self, home: str) -> Iterator[Way]:
        """Follow all orders from the township of recruitment."""
        states = self.through(self.instants(), _State(home))
        return (Way(state.place, state.moves) for state in states)

    def instants(self) -> list[Instant]:
        """Give the instants: one for dates that are the same, several for those that may differ.

        An end and the start of another post written alike are one instant, and so are recruitment
        and a start written alike.  Other dates written alike may be different days.  Whoever may
        be recruited after the day of the check is taken to have been recruited by then.
        """
        starts: dict[PartialDate, set[int]] = {}
        ends: dict[PartialDate, set[int]] = {}
        for index, (post, _) in enumerate(self.chosen):
            for written, date in ((starts, post.row.start), (ends, post.row.end)):
                if date is not None and date.first != date.last:
                    written.setdefault(date, set()).add(index)
        recruits = (self.recruited.first, min(self.recruited.last, self.as_of), 0)
        stops = (self.as_of, self.as_of, 0)

        def key(
            date: PartialDate, own: int, written: dict[PartialDate, set[int]], index: int
        ) -> tuple[int, int, int]:
            if date.first != date.last and not written.get(date, _NONE) - {index}:
                return date.first, date.last, own
            return recruits if date == self.recruited else (date.first, date.last, 0)

        begin: dict[tuple[int, int, int], list[int]] = {}
        finish: dict[tuple[int, int, int], list[int]] = {}
        for index, (post, _) in enumerate(self.chosen):
            start, end = post.row.start, post.row.end
            if start is None:
                at = (DAWN, end.last if end else FAR, index + 1)
            elif start == self.recruited:
                at = recruits
            else:
                at = key(start, index + 1, ends, index)
            begin.setdefault(at, []).append(index)
            if end is not None and end.first <= self.as_of:
                at = key(end, -index - 1, starts, index)
                finish.setdefault(at, []).append(index)
        return [
            Instant(
                at[0],
                at[1],
                tuple(begin.get(at, ())),
                tuple(finish.get(at, ())),
                at == recruits,
                at == stops,
            )
            for at in sorted({recruits, stops, *begin, *finish})
        ]

    def step(self, state: _State, block: Sequence[Instant], first: int, last: int) -> list[_State]:
        """Let what happens on one day happen; several states where it is open who moved where."""
        begun, stopped = state.begun, state.stopped
        newest: tuple[int, ...] = ()
        gone: tuple[int, ...] = ()
        for instant in block:
            begun = begun or instant.recruits
            stopped = stopped or instant.stops
            newest += tuple(instant.starts)
            gone += tuple(instant.ends)
        held = state.held + newest if begun else state.held
        if gone:
            held = tuple([index for index in held if index not in gone])
        place, moves = state.place, state.moves
        if not held or any(self.same(place, self.chosen[index], last) for index in held):
            return [_State(place, begun, held, moves, stopped)]
        out = []
        for index in [new for new in newest if new in held] or held[-1:]:
            post, there = self.chosen[index]
            move = Move(place, there, first, last, post)
            out.append(_State(there, begun, held, (*moves, move), stopped))
        return out

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
