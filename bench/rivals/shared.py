"""What all rivals need before they start: where each organisation is, and what it counts as.

The parents of a few thousand organisations are followed once, whatever the tool; it is no part of
what is measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

__all__ = [
    "APPROVING_LEVELS",
    "BOUND_VIA",
    "IN_FORCE",
    "LAPSED",
    "OPEN",
    "OUTSIDE",
    "TEAM_KINDS",
    "TEAM_ROLES",
    "TO_TOWNSHIPS",
    "Answer",
    "Orgs",
    "Recoder",
    "Walked",
    "approvals",
    "day_number",
    "days",
    "orgs",
    "walk",
]

BOUND_VIA = ("civil_service_exam", "selected_graduate", "directed")
TEAM_ROLES = ("chief", "leader")
TEAM_KINDS = ("local_party_committee", "government", "congress", "division")
APPROVING_LEVELS = ("prefecture", "province", "central")
TO_TOWNSHIPS = ("township", "dispatched_body")

OPEN = 2**31 - 1
"""The end of a spell that has none, and the day of an approval that has none."""

OUTSIDE = -1
"""The township of an organisation that is in no township: everything outside is one place."""


class Answer(IntEnum):
    """What a rule says of a person or a promotion."""

    NO_SUBJECT = -1
    PASS = 0
    FAIL = 1
    UNDETERMINED = 2
    NOT_APPLICABLE = 3


def day_number(text: str) -> int:
    """Give a day as Arrow counts it, from 1970-01-01.

    >>> day_number("2014-01-01")
    16071
    """
    return int(np.datetime64(text, "D").astype(np.int64))


IN_FORCE = day_number("2014-01-01")
"""From when on the rules are in force."""

LAPSED = day_number("2019-06-01")
"""From when on the rule on promotions in rank no longer is."""


class Orgs(NamedTuple):
    """Organisations, each by its row in the table."""

    names: list[str]
    towns: np.ndarray  # the rows that are townships; others name a township by its number here
    town: np.ndarray  # the township that the organisation is in, or OUTSIDE
    team: np.ndarray  # whether its chiefs and leaders are of the township's team
    approves: np.ndarray  # whether it may approve a move out of a township below it
    place: np.ndarray  # the row of the division where it is, or -1
    above: np.ndarray  # for a division the row of the division that it lies in, or -1


def orgs(table: pa.Table) -> Orgs:
    """Follow the parents of every organisation to the place where it is."""
    columns = table.to_pydict()
    names, kinds, levels = columns["org_id"], columns["kind"], columns["level"]
    row = {name: number for number, name in enumerate(names)}
    found: dict[int, int] = {}

    def place(at: int) -> int:
        if at not in found:
            up = columns["within_id"][at] or columns["parent_id"][at]
            found[at] = at if kinds[at] == "division" else place(row[up]) if up else -1
        return found[at]

    places = np.array([place(at) for at in range(len(names))], np.int32)
    above = np.full(len(names), -1, np.int32)
    for at, kind in enumerate(kinds):
        up = columns["within_id"][at] or columns["parent_id"][at]
        if kind == "division" and up:
            above[at] = place(row[up])
    towns = np.flatnonzero((places == np.arange(len(names))) & (np.array(levels) == "township"))
    number = np.full(len(names) + 1, OUTSIDE, np.int32)
    number[towns] = np.arange(len(towns), dtype=np.int32)
    town = number[places]
    approves = (np.array(kinds) == "organization_department") & np.isin(levels, APPROVING_LEVELS)
    return Orgs(
        names=names,
        towns=towns.astype(np.int32),
        town=town,
        team=(town != OUTSIDE) & np.isin(kinds, TEAM_KINDS),
        approves=approves,
        place=places,
        above=above,
    )


_MANY = 8


class Recoder:
    """Give columns of words as numbers: the places of the words in a list, -1 for all others.

    A dictionary that comes again with the next chunk is looked up once.
    """

    def __init__(self, words: Sequence[str], dtype: type = np.int32) -> None:
        self.words = pa.array(words, pa.string())
        self._dtype = dtype
        self._places = dict(zip(words, range(len(words)), strict=True))
        self._seen: pa.Array | None = None
        self._codes = np.empty(0, dtype)

    def __call__(self, column: pa.ChunkedArray | pa.Array) -> np.ndarray:
        """Give the numbers of a column."""
        chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
        parts = [self._chunk(chunk) for chunk in chunks]
        return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, self._dtype), *parts])

    def _chunk(self, chunk: pa.Array) -> np.ndarray:
        if not pa.types.is_dictionary(chunk.type):
            chunk = chunk.dictionary_encode()
        words = chunk.dictionary
        if self._seen is None or not words.equals(self._seen):
            self._seen = words
            self._codes = np.append(self._looked_up(words), -1).astype(self._dtype)
        indices = chunk.indices
        if indices.null_count:
            indices = indices.cast(pa.int32()).fill_null(len(words))
        return self._codes[indices.to_numpy(zero_copy_only=False)]

    def _looked_up(self, words: pa.Array) -> np.ndarray:
        if _MANY * len(words) > len(self.words):  # to hash the whole list anew is worth it
            return pc.index_in(words, value_set=self.words).fill_null(-1).to_numpy()
        return np.array([self._places.get(word, -1) for word in words.to_pylist()], np.int32)


def days(column: pa.ChunkedArray | pa.Array) -> np.ndarray:
    """Give a column of dates as day numbers, `OPEN` for null."""
    numbers = column.cast(pa.int32())
    if numbers.null_count:
        numbers = numbers.fill_null(OPEN)
    return np.ascontiguousarray(numbers.to_numpy())


def approvals(found: Orgs) -> tuple[np.ndarray, np.ndarray]:
    """Give all pairs of an organisation that may approve and a township whose officials may go."""
    at_place: dict[int, list[int]] = {}
    for row in np.flatnonzero(found.approves).tolist():
        at_place.setdefault(int(found.place[row]), []).append(row)
    above = found.above.tolist()
    pairs = []
    for number, row in enumerate(found.towns.tolist()):
        up = above[row]
        while up >= 0:
            pairs += [(by, number) for by in at_place.get(up, ())]
            up = above[up]
    table = np.array(pairs, np.int32).reshape(-1, 2)
    return table[:, 0], table[:, 1]


class Walked(NamedTuple):
    """Where careers stand: a line for each person, and the last move out of the townships."""

    person: np.ndarray
    place: np.ndarray
    day: np.ndarray  # of the move
    left: np.ndarray  # the township left
    row: np.ndarray  # the post moved to, as a row of what was given; -1: there was no such move


def walk(
    person: np.ndarray,
    start: np.ndarray,
    end: np.ndarray,
    town: np.ndarray,
    home: np.ndarray,
    as_of: int,
) -> Walked:
    """Walk through careers one by one, with posts that overlap in any way.

    The posts stand in the order of person and start; none begins before recruitment or after the
    day.  Set operations find all but the few careers in which three posts overlap, or one lies
    within another; those few come here, for nobody would write it in SQL.
    """
    cuts = np.flatnonzero(np.diff(person, prepend=-1, append=-1)).tolist()
    starts, ends, towns = start.tolist(), end.tolist(), town.tolist()
    found = []
    for low, high in pairwise(cuts):
        place, move = int(home[low]), (0, OUTSIDE, -1)
        days_ = {*starts[low:high], *(day for day in ends[low:high] if day <= as_of)}
        for day in sorted(days_):
            held = [row for row in range(low, high) if starts[row] <= day < ends[row]]
            if not held or any(towns[row] == place for row in held):
                continue
            if towns[held[-1]] == OUTSIDE:
                move = day, place, held[-1]
            place = towns[held[-1]]
        found.append((int(person[low]), place, *move))
    return Walked(*np.array(found, np.int32).reshape(-1, 5).T)
