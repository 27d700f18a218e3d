"""Where somebody went after recruitment: the walk of `partyorg.evaluate.moves` in whole numbers.

The orders are followed as there (`partyorg.evaluate.orders`), and each step is the same.  What it
leads to is less: a state is the place and the last move, however somebody came to be there.  A
career is tangled if its orders lead to no state at all, or are too many.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise, product
from math import prod
from typing import Any, NamedTuple

import numpy as np
from attrs import define
from numpy.typing import NDArray

from partyorg.bulk.ground import OUTSIDE
from partyorg.dates import DAWN, FAR
from partyorg.evaluate.moves import MOST_VARIANTS
from partyorg.evaluate.orders import Instant, Orders, TooManyOrdersError

__all__ = [
    "ANOTHER",
    "Careers",
    "Last",
    "Post",
    "Stands",
    "walk",
    "walk_each",
]

Array = NDArray[Any]
ANOTHER = -2
"""Some township that is not the one of recruitment, of a post of which no more is known."""


class Careers(NamedTuple):
    """Posts by person, as they stand in the table: those of a person between two `offsets`."""

    offsets: Array
    start_first: Array
    start_last: Array
    end_first: Array
    end_last: Array
    town: Array
    known: Array  # whether it is known where the post is
    sure: Array  # whether it surely is a post
    home: Array
    recruited_first: Array
    recruited_last: Array


class Stands(NamedTuple):
    """The states in which people may be, each as `Last` tells it, in the order of the people.

    `person` is whose state it is; of whom there is none the career is tangled.
    """

    person: Array
    place: Array
    post: Array
    first: Array
    last: Array
    left: Array


Days = tuple[int, int]
"""The first and the last day that a date may be."""


class Post(NamedTuple):
    """A post: its start and its end, and where it is.

    `known`: whether that is known.  `sure`: whether it surely is a post.
    """

    start: Days
    end: Days
    town: int
    known: bool = True
    sure: bool = True


class Last(NamedTuple):
    """Where a person stands, and by which move: the number of the post and the days of the move.

    `left` is the township left by whoever is outside.
    """

    place: int
    post: int = -1
    first: int = 0
    last: int = 0
    left: int = OUTSIDE


class _Moves(NamedTuple):
    """A move, and the moves before it."""

    before: _Moves | None
    post: int
    first: int
    last: int


class _Way(NamedTuple):
    """How things have gone so far; `held` are posts in the order in which they began."""

    held: tuple[int, ...] = ()
    moves: _Moves | None = None
    begun: bool = False
    stopped: bool = False


def walk_each(careers: Careers, as_of: int) -> Stands:
    """Follow people, each with one post or more, from recruitment to a day."""
    stands: list[tuple[int, ...]] = []
    starts = zip(careers.start_first.tolist(), careers.start_last.tolist(), strict=True)
    ends = zip(careers.end_first.tolist(), careers.end_last.tolist(), strict=True)
    where = (column.tolist() for column in (careers.town, careers.known, careers.sure))
    posts = [*map(Post._make, zip(starts, ends, *where, strict=True))]
    for person, (begin, end) in enumerate(pairwise(careers.offsets.tolist())):
        home = int(careers.home[person])
        since = (int(careers.recruited_first[person]), int(careers.recruited_last[person]))
        with suppress(TooManyOrdersError):
            stands += [(person, *last) for last in walk(posts[begin:end], home, since, as_of)]
    return Stands(*np.array(stands, np.int64).reshape(-1, len(Stands._fields)).T)


def walk(posts: Sequence[Post], home: int, recruited: Days, as_of: int) -> set[Last]:
    """Follow the posts of somebody, as they stand in the table, from recruitment to a day.

    Raises `TooManyOrdersError` as `partyorg.evaluate.moves.ways` does.
    """
    variants = [_places(post, home) for post in posts]
    if prod(map(len, variants)) > MOST_VARIANTS:
        raise TooManyOrdersError
    ends: set[Last] = set()
    for places in product(*variants):
        ends |= _Walk(posts, places, home).walk(recruited, as_of)
    return ends


def _places(post: Post, home: int) -> list[int | None]:
    """Give the places where a post may be; None: it may be no such post at all."""
    places: list[int | None] = [post.town] if post.known else [home, ANOTHER, OUTSIDE]
    return places if post.sure else [*places, None]


@define
class _Walk(Orders[_Way]):
    """A walk through all orders, each post being in one place."""

    posts: Sequence[Post]
    places: Sequence[int | None]
    home: int

    def walk(self, recruited: Days, as_of: int) -> set[Last]:
        """Give all states in which the person may be."""
        ways = self.through(self.instants(recruited, as_of), _Way())
        return {self.last(way.moves) for way in ways}

    def instants(self, recruited: Days, as_of: int) -> list[Instant]:
        """Give the instants in order: one for dates that are the same, several for others.

        A range of days is an instant of its own, unless another post ends where this one starts.
        """
        chosen = [
            (number, post)
            for number, post in enumerate(self.posts)
            if self.places[number] is not None
        ]
        starts: dict[Days, list[int]] = {}
        ends: dict[Days, list[int]] = {}
        for number, post in chosen:
            starts.setdefault(post.start, []).append(number)
            ends.setdefault(post.end, []).append(number)
        recruits = (recruited[0], min(recruited[1], as_of), 0)
        stops = (as_of, as_of, 0)
        found: dict[tuple[int, int, int], tuple[list[int], list[int]]] = {
            recruits: ([], []),
            stops: ([], []),
        }

        def at(date: Days, own: int, met: Sequence[int]) -> tuple[list[int], list[int]]:
            if date[0] != date[1] and (not met or met == [abs(own) - 1]):
                key = (*date, own)
            else:
                key = recruits if date == recruited else (*date, 0)
            return found.setdefault(key, ([], []))

        for number, post in chosen:
            start, end = post.start, post.end
            if start == (DAWN, FAR):
                found[DAWN, end[1], number + 1] = ([number], [])
            elif start == recruited:
                found[recruits][0].append(number)
            else:
                at(start, number + 1, ends.get(start, ()))[0].append(number)
            if end[0] <= as_of:
                at(end, -number - 1, starts.get(end, ()))[1].append(number)
        return [
            Instant(key[0], key[1], *found[key], key == recruits, key == stops)
            for key in sorted(found)
        ]

    def step(self, way: _Way, block: Sequence[Instant], first: int, last: int) -> list[_Way]:
        """Let what happens on one day happen; several ways where it is open who moved where."""
        held, moves, begun, stopped = way
        newest: list[int] = []
        gone: list[int] = []
        for instant in block:
            begun = begun or instant.recruits
            stopped = stopped or instant.stops
            newest += instant.starts
            gone += instant.ends
        if begun:
            held += tuple(newest)
        if gone:
            held = tuple([number for number in held if number not in gone])
        here = self.place(moves)
        if not held or here in [self.places[number] for number in held]:
            return [_Way(held, moves, begun, stopped)]
        return [
            _Way(held, _Moves(moves, number, first, last), begun, stopped)
            for number in [new for new in newest if new in held] or held[-1:]
        ]

    def place(self, moves: _Moves | None) -> int | None:
        """Give the place that moves have led to."""
        return self.home if moves is None else self.places[moves.post]

    def last(self, moves: _Moves | None) -> Last:
        """Give where moves have led to, and the last of them."""
        place = self.place(moves)
        if moves is None or place is None or place == self.home:
            return Last(self.home)  # it does not matter how somebody came back
        left = self.place(moves.before) if place == OUTSIDE else None
        return Last(place, moves.post, moves.first, moves.last, OUTSIDE if left is None else left)
