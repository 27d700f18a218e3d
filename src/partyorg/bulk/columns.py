"""A data set in columns: people, appointments, trainings and promotions as whole numbers.

People are 0, 1, 2 …; the rows of the other three tables are grouped by person and sorted by their
start.  Dates are pairs of day numbers (first, last possible day), organisations are their place in
the table (-1: empty or not found), values of closed lists are their place in the list (-1: empty).
The small tables (organisations, recruitment, …) stay records, in `base`, as do the problems.

`records(people)` gives the data set of some people as records, for whatever is told one by one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from fractions import Fraction
from itertools import accumulate
from typing import Any, Protocol, runtime_checkable

import numpy as np
from attrs import evolve, field, fields, frozen
from numpy.typing import NDArray

from partyorg.dates import DAWN, FAR
from partyorg.errors import Problem
from partyorg.model import Dataset

__all__ = [
    "BEYOND",
    "LAST",
    "Chained",
    "Columns",
    "Dates",
    "People",
    "Posts",
    "Promotions",
    "Table",
    "Trainings",
    "UnsortedRowsError",
    "chosen",
    "codes_of",
    "picked",
    "scale_of",
    "scaled",
]

Array = NDArray[Any]
BEYOND = -2
"""An amount so large or so fine that it is only told one by one."""
_FINEST = 10**6
LAST = ".last"
"""What stands behind the name of dates, where it is their last days that are meant."""


class UnsortedRowsError(Exception):
    """Rows that are streamed do not stand by person; they are in order when read again."""


def picked(array: Array, at: Any) -> Array:
    """Give what stands at some places: a slice, flags, or numbers; of these twice as quickly."""
    numbers = isinstance(at, np.ndarray) and at.dtype != bool
    found: Array = array.take(at) if numbers else array[at]
    return found


@frozen(eq=False)
class Dates:
    """Partial dates: the first and the last day that each may be; 0 where it is empty."""

    first: Array
    last: Array

    def take(self, at: Any) -> Dates:
        """Give those at these places (an array, or a slice)."""
        first = picked(self.first, at)
        return Dates(first, first if self.last is self.first else picked(self.last, at))

    @property
    def exact(self) -> bool:
        """Whether each is one whole day, as far as the arrays tell at a glance."""
        return self.first is self.last

    @property
    def instants(self) -> Array:
        """Give day and precision in one number: dates written alike have the same."""
        length = self.last - self.first
        precision = (length > 0).astype(np.int64) + (length > 30)  # noqa: PLR2004
        return (self.first.astype(np.int64) << 2) | precision


@frozen(eq=False)
class Table:
    """A table in columns: arrays and dates of one length, and what goes with them."""

    @property
    def arrays(self) -> dict[str, Array]:
        """All arrays by name; of dates that are whole days each the first days alone."""
        found: dict[str, Array] = {}
        for f in fields(type(self)):
            value = getattr(self, f.name)
            if isinstance(value, Dates):
                found[f.name] = value.first
                if not value.exact:
                    found[f.name + LAST] = value.last
            elif isinstance(value, np.ndarray):
                found[f.name] = value
        return found

    def with_arrays(self, arrays: Mapping[str, Array]) -> Any:
        """Give the table with other arrays, named as `arrays` names them."""
        changed: dict[str, Any] = {}
        for f in fields(type(self)):
            if isinstance(getattr(self, f.name), Dates):
                first = arrays[f.name]
                changed[f.name] = Dates(first, arrays.get(f.name + LAST, first))
            elif f.name in arrays:
                changed[f.name] = arrays[f.name]
        return evolve(self, **changed)

    def take(self, at: Any) -> Any:
        """Give the rows at these places (an array, or a slice)."""
        changed = {
            f.name: value.take(at) if isinstance(value, Dates) else picked(value, at)
            for f in fields(type(self))
            if isinstance(value := getattr(self, f.name), np.ndarray | Dates)
        }
        return evolve(self, **changed)


@frozen(eq=False, kw_only=True)
class People(Table):
    """Officials; `ids` are their identifiers, `known_from` is 0 where it is empty."""

    ids: Sequence[str] = field(repr=False)
    row: Array
    recruited: Dates
    recruited_by: Array
    via: Array
    known_from: Array
    grassroots: Array
    broken: Array
    lost: Array

    def __len__(self) -> int:
        """Give the number of people."""
        return len(self.row)

    def take(self, at: Any) -> Any:
        """Give the people at these places."""
        some = super().take(at)
        return evolve(some, ids=self.ids[at] if isinstance(at, slice) else Picked(self.ids, at))


@runtime_checkable
class Findable(Protocol):
    """Identifiers that can be looked up without writing all of them out."""

    def number(self, text: str) -> int | None:
        """Give the number of an identifier."""


class Picked(Sequence[str]):
    """Some of a list of identifiers, by their places."""

    def __init__(self, ids: Sequence[str], places: Array) -> None:
        self._ids = ids
        self._places = places

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self._places)

    def __getitem__(self, key: Any) -> Any:
        """Give one, or some."""
        if isinstance(key, slice):
            return Picked(self._ids, self._places[key])
        return self._ids[int(self._places[key])]


class Chained(Sequence[Any]):
    """Texts of several lists, one behind the other, without writing them out."""

    def __init__(self, lists: Sequence[Sequence[Any]]) -> None:
        self._lists = [part for one in lists for part in getattr(one, "lists", [one])]
        self.starts = [0, *accumulate(len(one) for one in lists)]
        self._starts = [0, *accumulate(len(one) for one in self._lists)]

    @property
    def lists(self) -> list[Sequence[Any]]:
        """The lists."""
        return self._lists

    def __len__(self) -> int:
        """Give how many there are."""
        return self._starts[-1]

    def __getitem__(self, key: Any) -> Any:
        """Give one."""
        which = bisect_right(self._starts, key) - 1
        return self._lists[which][key - self._starts[which]]


@frozen(eq=False, kw_only=True)
class Posts(Table):
    """Appointments.  An empty start is (1, far away), an open end is (far away, far away)."""

    owner: Array
    row: Array
    org: Array
    role: Array
    basis: Array
    start: Dates
    end: Dates
    approved: Array
    approved_by: Array
    approved_on: Dates
    duties: Array
    words: Sequence[tuple[str, ...]] = ()

    @property
    def unstarted(self) -> Array:
        """Tell which have no start."""
        return (self.start.first == DAWN) & (self.start.last == FAR)


@frozen(eq=False, kw_only=True)
class Trainings(Table):
    """Trainings; `days` and `hours` in units of `1 / scale`, -1 if empty, -2 if `BEYOND`."""

    owner: Array
    row: Array
    year: Array
    days: Array
    hours: Array
    organized_at: Array
    scale: int = 1


@frozen(eq=False, kw_only=True)
class Promotions(Table):
    """Promotions, in the order of the table within each person."""

    owner: Array
    row: Array
    kind: Array
    date: Dates


@frozen(eq=False, kw_only=True)
class Columns:
    """A data set in columns (see the module).

    `first` is the number of the first person where this is a part of a data set; `fleeting`
    columns are read anew each time they are gone through.
    """

    base: Dataset
    people: People
    posts: Posts
    trainings: Trainings
    promotions: Promotions
    records: Callable[[Sequence[int]], Dataset] = field(repr=False)
    training_years: tuple[int, ...] = ()
    first: int = 0
    fleeting: bool = False
    _kept: dict[str, Any] = field(factory=dict, init=False, repr=False)

    def __len__(self) -> int:
        """Give the number of people."""
        return len(self.people)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the data."""
        return self.base.problems

    def kept(self, key: Any, make: Callable[[], Any]) -> Any:
        """Give what was made of the columns once."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def number_of(self, person_id: str) -> int | None:
        """Give the number of a person."""
        ids = self.people.ids
        if isinstance(ids, Findable):
            return ids.number(person_id)
        numbers = self.kept("numbers", lambda: {own: at for at, own in enumerate(ids)})
        found: int | None = numbers.get(person_id)
        return found

    def put_in_order(self) -> None:
        """Put rows that are streamed in order; in memory they are."""

    def places_of(self, people: Array, place: Array) -> Array:
        """Give the places (of each organisation, by its number) where some people held posts."""
        chosen_ones = np.zeros(len(self), bool)
        chosen_ones[people] = True
        return np.unique(place[self.posts.org[chosen_ones[self.posts.owner]]])

    def people_at(self, place: Array, places: Array) -> Array:
        """Give all people who ever held a post at a body of one of some divisions.

        `place` is the place of each organisation, by its number.
        """
        wanted = np.zeros(len(place), bool)
        wanted[places[places >= 0]] = True
        wanted[-1] = False
        there: Array = np.unique(self.posts.owner[wanted[place[self.posts.org]]])
        return there.astype(np.int64)

    def some(self, people: Array) -> Columns:
        """Give some people, by their numbers in order; `first` no longer tells who they are."""
        number = np.full(len(self), -1, np.int32)
        number[people] = np.arange(len(people), dtype=np.int32)
        tables = []
        for table in (self.posts, self.trainings, self.promotions):
            part = table.take(np.flatnonzero(number[table.owner] >= 0))
            tables.append(evolve(part, owner=number[part.owner]))
        return evolve(
            self,
            people=self.people.take(people),
            posts=tables[0],
            trainings=tables[1],
            promotions=tables[2],
        )

    def parts(self, size: int) -> Iterator[Columns]:
        """Give the people in parts of so many, one after the other."""
        if size >= len(self):
            yield self
            return
        cuts = np.append(np.arange(0, len(self), size), len(self))
        tables = (self.posts, self.trainings, self.promotions)
        bounds = [np.searchsorted(table.owner, cuts) for table in tables]
        for at in range(len(cuts) - 1):
            low, high = int(cuts[at]), int(cuts[at + 1])
            some = [
                evolve(part, owner=part.owner - np.int32(low))
                for table, bound in zip(tables, bounds, strict=True)
                for part in [table.take(slice(int(bound[at]), int(bound[at + 1])))]
            ]
            yield Columns(
                base=self.base,
                people=self.people.take(slice(low, high)),
                posts=some[0],
                trainings=some[1],
                promotions=some[2],
                records=self.records,
                training_years=self.training_years,
                first=self.first + low,
            )

    @classmethod
    def of(cls, dataset: Dataset) -> Columns:
        """Give the columns of a data set; made once and kept with it."""
        from partyorg.bulk.of_records import columns_of_records  # noqa: PLC0415  (it makes columns)

        if "columns" not in dataset.derived:
            dataset.derived["columns"] = columns_of_records(dataset)
        made: Columns = dataset.derived["columns"]
        return made


def codes_of(kind: type[Enum]) -> dict[Any, int]:
    """Give the number of each member of a closed list; that of None is -1."""
    return {None: -1, **{member: at for at, member in enumerate(kind)}}


def chosen(kind: type[Enum], members: Iterable[Any], *, empty: bool = False) -> Array:
    """Tell of the number of each member of a closed list whether it is one of some.

    The last place, which -1 reaches, is for an empty cell.
    """
    codes = codes_of(kind)
    table = np.zeros(len(kind) + 1, bool)
    table[[codes[member] for member in members]] = True
    table[-1] = empty
    return table


def scale_of(amounts: Iterable[Fraction | None]) -> int:
    """Give the unit in which amounts are whole numbers, those beyond all use left out."""
    parts = {a.denominator for a in amounts if a is not None and _FINEST % a.denominator == 0}
    return int(np.lcm.reduce([1, *parts]))


def scaled(amount: Fraction | None, scale: int) -> int:
    """Give an amount in units of `1 / scale`; -1 where it is empty, -2 where it is beyond use."""
    if amount is None:
        return -1
    if scale % amount.denominator or amount > _FINEST:
        return BEYOND
    return int(amount * scale)
