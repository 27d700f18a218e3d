"""Tables in columns put behind each other, and put in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import evolve
from numpy.typing import NDArray

from partyorg.bulk.columns import LAST, Chained, Columns, People, Posts, Trainings

__all__ = [
    "behind",
    "grouped",
    "in_order",
    "joined_arrays",
    "joined_columns",
    "posts_behind",
    "trainings_behind",
]

Array = NDArray[Any]
_BLOCK = 1 << 16
"""Rows looked at together: so few that they stay in the cache of a processor."""
_DAY_BITS = 22
"""No day number is longer."""


def joined_columns(pieces: Sequence[Columns]) -> Columns:
    """Put the people of several columns behind each other."""
    if len(pieces) == 1:
        return pieces[0]
    starts = np.cumsum([0, *(len(piece) for piece in pieces)]).tolist()

    def table(name: str) -> Any:
        tables = [
            evolve(own, owner=own.owner + np.int32(start))
            for piece, start in zip(pieces, starts, strict=False)
            for own in [getattr(piece, name)]
        ]
        return behind(tables, sum(len(table.owner) for table in tables))

    return evolve(
        pieces[0],
        people=behind((piece.people for piece in pieces), sum(map(len, pieces))),
        posts=posts_behind(
            [
                evolve(piece.posts, owner=piece.posts.owner + np.int32(start))
                for piece, start in zip(pieces, starts, strict=False)
            ]
        ),
        trainings=table("trainings"),
        promotions=table("promotions"),
    )


def posts_behind(pieces: Iterable[Posts]) -> Posts:
    """Put appointments behind each other, as they are."""
    posts = list(pieces)
    if len(posts) == 1:
        return posts[0]
    words = {text: at for at, text in enumerate(dict.fromkeys(w for p in posts for w in p.words))}
    renumbered = (evolve(p, duties=_renumbered(p, words)) for p in posts)
    joined: Posts = behind(renumbered, sum(len(p.owner) for p in posts))
    return evolve(joined, words=tuple(words))


def _renumbered(posts: Posts, words: dict[tuple[str, ...], int]) -> Array:
    return np.array([*(words[text] for text in posts.words), 0], np.int32)[posts.duties]


def trainings_behind(pieces: Iterable[Trainings]) -> Trainings:
    """Put trainings behind each other, their amounts in one unit."""
    trainings = list(pieces)
    scale = int(np.lcm.reduce([one.scale for one in trainings]))

    def rescaled(amount: Array, own: int) -> Array:
        return np.where(amount > 0, amount * (scale // own), amount)

    in_one_unit = (
        evolve(one, days=rescaled(one.days, one.scale), hours=rescaled(one.hours, one.scale))
        for one in trainings
    )
    joined: Trainings = behind(in_one_unit, sum(len(one.owner) for one in trainings))
    return evolve(joined, scale=scale)


def behind(tables: Iterable[Any], rows: int) -> Any:
    """Put tables of one sort behind each other, as they are; `rows` is how many they have in all.

    They are taken one by one, so that no more than one need be held beside what comes out.
    """
    seen: list[Any] = []
    ids: list[Sequence[str]] = []

    def each() -> Iterator[Mapping[str, Array]]:
        for table in tables:
            seen[:] = [table]
            ids.append(getattr(table, "ids", ()))
            yield table.arrays

    joined = joined_arrays(each(), rows)
    made = seen[0].with_arrays(joined)
    return evolve(made, ids=Chained(ids)) if isinstance(made, People) else made


def joined_arrays(pieces: Iterable[Mapping[str, Array]], rows: int) -> dict[str, Array]:
    """Put arrays behind each other, name by name; a date without a last day has its first day."""
    filled: dict[str, Array] = {}
    done = 0
    for piece in pieces:
        until = done + len(next(iter(piece.values())))
        for name in filled.keys() | piece.keys():
            first = name.removesuffix(LAST)
            array = piece[name] if name in piece else piece[first]
            into = filled.get(name)
            if into is None:
                into = np.empty(rows, array.dtype)
                if done:
                    into[:done] = filled[first][:done]
            filled[name] = into.astype(np.promote_types(into.dtype, array.dtype), copy=False)
            filled[name][done:until] = array
        done = until
    return filled


def grouped(owner: Array, start: Array | None = None) -> Array | slice:
    """Give the order by owner, and of each by start; all rows, if it is that."""
    if _is_in_order(owner, start):
        return slice(None)
    key = owner - np.int64(owner.min())
    if start is not None:  # days are counted from the first one, so that few bits are needed
        low, high = int(start.min()), int(start.max())
        key *= high - low + 1
        key += start - low
    return in_order(key)


def _is_in_order(owner: Array, start: Array | None) -> bool:
    """Tell whether rows stand by owner, and those of each by start; looks at some at a time."""
    for first in range(0, len(owner), _BLOCK):
        some = slice(first, first + _BLOCK + 1)  # the last of some is the first of the next
        key = owner[some].astype(np.int64)
        if start is not None:
            key <<= _DAY_BITS
            key |= start[some]
        if (key[1:] < key[:-1]).any():
            return False
    return True


def in_order(key: Array) -> Array:
    """Give the order of whole numbers that are not negative, digits of 16 bits at a time.

    Rows of one number stay as they stand.  NumPy puts numbers of 16 bits in order without comparing
    them, so two or three such rounds take half the time of one over the whole numbers.
    """
    order: Array = np.argsort(key.astype(np.uint16), kind="stable")
    while (key := key >> 16).any():
        order = order[np.argsort(key.astype(np.uint16)[order], kind="stable")]
    return order
