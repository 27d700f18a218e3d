"""Columns from Parquet a batch at a time: data larger than memory.

The table of appointments is read in batches that end at a person; all other tables are held.  So
its rows must stand by person, in the order of the table of people.  Where they do not, they are
first dealt into heaps on the disk, each for so many people, and each heap is put in order when its
turn comes.  Whoever is named by appointments and stands in no table of people is listed as a
problem, but gets no findings here.

A table is a Parquet file or a folder of them: partitions, read in the order of their names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from threading import Lock
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import define, evolve, field
from numpy.typing import NDArray

from partyorg.bulk.arrow import arrow_table, as_schema, together
from partyorg.bulk.columns import Columns, Posts, UnsortedRowsError
from partyorg.bulk.frame import Frame, LargeTable, RecordsOfFrames
from partyorg.bulk.heaps import Heaps, RawHeap, deal_raw
from partyorg.bulk.identifiers import Numbers
from partyorg.bulk.joining import grouped, posts_behind
from partyorg.bulk.parquet import ParquetTable
from partyorg.bulk.reader import Reader
from partyorg.bulk.threads import ahead
from partyorg.errors import InputInfo, Problem
from partyorg.model import Column, Dataset, RawTable, build, by_row

__all__ = ["ParquetTable", "Streamed", "streamed"]

Array = NDArray[Any]
Progress = Callable[[int, int], None]


@define(eq=False, kw_only=True, slots=False)
class Streamed(Columns):
    """Columns of which the appointments are read when they are gone through."""

    source: _Source = field(repr=False)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems found so far."""
        return (*self.base.problems, *self.source.problems)

    def parts(self, size: int) -> Iterator[Columns]:
        """Give the people in parts, as their appointments are read."""
        for batch in self.source.batches():
            for part in batch.parts(size):
                yield evolve(part, fleeting=True)

    def put_in_order(self) -> None:
        """Deal the rows into heaps, for they do not stand by person."""
        self.source.deal()

    def places_of(self, people: Array, place: Array) -> Array:
        """Give the places where some people held posts."""
        found = [np.empty(0, np.int32)]
        for batch in self.source.batches():
            own = people[(people >= batch.first) & (people < batch.first + len(batch))]
            found.append(batch.places_of(own - batch.first, place))
        return np.unique(np.concatenate(found))

    def people_at(self, place: Array, places: Array) -> Array:
        """Give all people who ever held a post at a body of one of some divisions."""
        found = [batch.people_at(place, places) + batch.first for batch in self.source.batches()]
        return np.concatenate([*found, np.empty(0, np.int64)])


def streamed(
    small: Sequence[RawTable],
    tables: Mapping[str, Any],
    order: Sequence[str],
    progress: Progress | None = None,
) -> Streamed:
    """Give columns of which the appointments are streamed.

    `small` are the small tables; `tables` are people and appointments, and perhaps trainings and
    promotions, as `ParquetTable` or frames.  `progress` is told the rows done and all rows.
    """
    frames: dict[str, LargeTable] = {
        name: _held(name, table) for name, table in tables.items() if name != "appointments"
    }
    reader = Reader(small, frames, [name for name in order if name not in ("appointments", "任职")])
    outline = reader.read()
    reader.small = ()  # what was made of them is held
    table: ParquetTable = tables["appointments"]
    inputs = (*outline.base.inputs, InputInfo("appointments", None, table.rows))
    # What is set aside on the way is added to it, so it must be this data set's own.
    base = evolve(outline.base, touched=dict(outline.base.touched), inputs=inputs)
    outline = evolve(outline, base=base, records=RecordsOfFrames(base, frames, outline))
    source = _Source(reader, outline, table, progress)
    return Streamed(
        base=base,
        people=outline.people,
        posts=outline.posts,
        trainings=outline.trainings,
        promotions=outline.promotions,
        records=source.records,
        training_years=outline.training_years,
        fleeting=True,
        source=source,
    )


def _held(name: str, table: Any) -> LargeTable:
    """Give a large table that is not streamed."""
    if not isinstance(table, ParquetTable):
        return Frame.of(name, arrow_table(name, table))
    return table.stored or Frame.of(name, table.whole())


class _Numbers(Numbers):
    """The numbers of people, but of some who are taken for not found."""

    def __init__(self, ids: Any, without: Array) -> None:
        super().__init__(ids)
        self._without = without

    def of(self, column: Column, given: Any) -> tuple[Array, Array | None]:
        """Give the number of each row's person (-1: not found), and which rows have a fault."""
        number, faults = super().of(column, given)
        if len(self._without):
            number = np.where(np.isin(number, self._without), np.int32(-1), number)
        return number, faults


@define(eq=False, slots=False)
class _Source:
    """Reads the appointments, and puts the people beside them to whom they belong."""

    reader: Reader
    outline: Columns
    table: ParquetTable
    progress: Progress | None
    problems: list[Problem] = field(init=False)
    heaps: Heaps | None = None
    raw: list[RawHeap] | None = None
    looked: bool = False
    numbers: Numbers = field(init=False)
    known: int = field(init=False)
    _touched: dict[Any, Any] = field(init=False)
    _broken: Array = field(init=False)
    _spans: dict[int, tuple[int, int]] = field(factory=dict)
    _last: tuple[tuple[int, int], pa.Table, Array, Array] | None = None
    _told: int = 0
    _dropped: list[Array] = field(factory=list)
    _dealing: Lock = field(factory=Lock)

    def __attrs_post_init__(self) -> None:
        ids: Any = self.outline.people.ids
        self.numbers = _Numbers(ids.array, self._unheard())
        self.known = len(self.outline)
        self.problems = self.table.problems
        self._touched = dict(self.outline.base.touched)
        self._broken = self.outline.people.broken.copy()

    def _unheard(self) -> Array:
        """Give the numbers of those who are only named by other tables: no rows of theirs count."""
        people, touched = self.outline.people, self.outline.base.touched
        stubs = np.flatnonzero(people.row == 0)
        own = [
            any(t.problem.table == "people" for t in touched.get(("people", people.ids[at]), ()))
            for at in stubs.tolist()
        ]
        return stubs[~np.array(own, bool)]

    def batches(self) -> Iterator[Columns]:
        """Give the people with all that is theirs, one batch after the other.

        Raises `UnsortedRowsError` where rows are met that do not stand by person; then they must be
        dealt into heaps, and everything be gone through again.
        """
        yield from self._in_order() if self.heaps is None else self._of_heaps(self.heaps)

    # --- In order ---

    def _in_order(self) -> Iterator[Columns]:
        """Put posts and people together; rows wait until it is known where their last person ends.

        Rows that stand by person need not stand by start, neither within some nor across them.
        """
        following = reached = 0
        waiting: Posts | None = None
        for unit, named, posts in self._read():
            if len(named):
                if int(named[0]) < reached or (named[1:] < named[:-1]).any():
                    raise UnsortedRowsError
                reached = int(named[-1])
                low, _ = self._spans.get(unit, (int(named[0]), 0))
                self._spans[unit] = (low, reached)
            if not len(posts.owner):
                continue
            if waiting is not None:
                until = int(waiting.owner[-1])
                if posts.owner[0] > until:
                    until += 1
                cut = int(np.searchsorted(waiting.owner, until))
                if cut:
                    yield self._batch(following, until, waiting.take(slice(0, cut)))
                    following = until
                if cut < len(waiting.owner):
                    rest = waiting.take(slice(cut, len(waiting.owner)))
                    posts = posts_behind([rest, posts])  # noqa: PLW2901
            waiting = posts
        yield self._batch(following, self.known, waiting)
        self.looked = True

    def _read(self) -> Iterator[tuple[int, Array, Posts]]:
        """Read all rows, some after the other.

        Gives the place of their unit, who is named in them, and those that can be used.
        """
        tables = ((at, *rows) for at, unit in enumerate(self.table.units()) for rows in unit.rows())
        frames = (
            (unit, Frame.of("appointments", table, rows)) for unit, table, rows in ahead(tables)
        )
        read = ((unit, frame, self.reader.posts(frame, self.numbers)) for unit, frame in frames)
        done = 0
        for unit, frame, found in ahead(read):
            owner = found.table.owner
            yield unit, owner[owner >= 0], self._used(frame, found)
            done += len(frame)
            if self.progress is not None and not self.looked and done > self._told:
                self._told = done
                self.progress(done, self.table.rows)

    def _used(self, frame: Frame, read: Any) -> Posts:
        """Give the rows that can be used; the others are set aside."""
        posts: Posts = read.table
        kept = posts.owner >= 0
        if read.odd.any():
            kept &= self._aside(frame, read)
        return posts if kept.all() else posts.take(np.flatnonzero(kept))

    def _aside(self, frame: Frame, read: Any) -> Array:
        """Read the odd rows as records; give which rows can be used."""
        rows = np.flatnonzero(read.odd)
        owner = read.table.owner[rows]
        people = [self.outline.people.ids[at] for at in owner[owner >= 0].tolist()]
        elsewhere = {"organizations": [*self.reader.orgs, *self.reader.aside], "people": people}
        found = build([frame.raw(rows)], elsewhere=elsewhere)
        used = np.isin(frame.rows, [record.row for record in found.appointments])
        if self.looked:
            return ~read.odd | used
        self._dropped.append(frame.rows[read.odd & ~used])
        self.problems += found.problems
        touched: dict[Any, Any] = self.outline.base.touched  # type: ignore[assignment]
        for key, touches in found.touched.items():
            touched[key] = by_row(touched.get(key, ()) + touches)
        whose = self.numbers.named([own for name, own in found.touched if name == "appointments"])
        self.outline.people.broken[whose[whose >= 0]] = True
        return ~read.odd | used

    def _batch(self, first: int, until: int, posts: Posts | None) -> Columns:
        """Give people with their posts, trainings and promotions."""
        outline = self.outline
        own = posts or outline.posts
        order = grouped(own.owner, own.start.first)
        if isinstance(order, np.ndarray):
            own = own.take(order)
        return Columns(
            base=outline.base,
            people=outline.people.take(slice(first, until)),
            posts=evolve(own, owner=own.owner - np.int32(first)),
            trainings=_between(outline.trainings, first, until),
            promotions=_between(outline.promotions, first, until),
            records=self.records,
            training_years=outline.training_years,
            first=first,
        )

    # --- In no order ---

    def deal(self) -> None:
        """Deal all rows into heaps on the disk, each for the people of some numbers."""
        self._forget()
        heaps = Heaps(self.known)
        for _, _, posts in self._read():
            heaps.put(posts)
        self.heaps, self.looked = heaps, True

    def _of_heaps(self, heaps: Heaps) -> Iterator[Columns]:
        following = 0
        for until, posts in ahead(heaps.each()):
            yield self._batch(following, until, posts)
            following = until

    def _samples(self) -> Iterator[pa.Table]:
        """Give an empty table of each file that has rows, as it is read."""
        seen = set()
        for unit in self.table.units():
            if unit.file not in seen:
                for table, _ in islice(unit.rows(), 1):
                    seen.add(unit.file)
                    yield table.slice(0, 0)

    def _forget(self) -> None:
        """Forget what was found, for everything is gone through again."""
        touched: dict[Any, Any] = self.outline.base.touched  # type: ignore[assignment]
        touched.clear()
        touched.update(self._touched)
        self.outline.people.broken[:] = self._broken
        self.problems = self.table.problems
        self._spans.clear()
        self._dropped.clear()
        self._last = None

    # --- As records ---

    def records(self, people: Sequence[int]) -> Dataset:
        """Give some people as records, reading again the rows among which theirs are."""
        asked = np.unique(np.asarray(list(people), np.int64))
        frames = []
        for at, (unit, low, high) in enumerate(self._where()):
            if len(asked) and np.any((asked >= low) & (asked <= high)):
                frames += self._rows_of(at, unit, asked)
        given: RecordsOfFrames = self.outline.records  # type: ignore[assignment]
        return given.of(asked, frames)

    def _where(self) -> Iterator[tuple[Any, int, int]]:
        """Give what holds rows, and of which people; those in no order are dealt first."""
        if self.heaps is None:
            for at, unit in enumerate(self.table.units()):
                yield unit, *self._spans.get(at, (1, 0))
            return
        with self._dealing:
            if self.raw is None:
                schema = together(list(self._samples()))
                self.raw = deal_raw(self, self._owned(), schema, self.known)
        for heap in self.raw:
            yield heap, heap.low, heap.high

    def _owned(self) -> Iterator[tuple[pa.Table, Array, Array]]:
        """Give all rows as they stand, with their numbers and their people."""
        for unit in self.table.units():
            for table, rows in unit.rows():
                owner, _ = self.numbers.of(*Frame.of("appointments", table).column("person_id"))
                yield table, rows, owner

    def _rows_of(self, at: int, unit: Any, asked: Array) -> list[Frame]:
        last = self._last
        key = (at, len(self._dropped))  # rows set aside since are left out
        if last is None or last[0] != key:
            parts = list(unit.rows())
            tables = [table for table, _ in parts]
            table = pa.concat_tables([as_schema(together(tables), one) for one in tables])
            rows = np.concatenate([rows for _, rows in parts])
            owner, _ = self.numbers.of(*Frame.of("appointments", table).column("person_id"))
            if self._dropped:
                owner = np.where(np.isin(rows, np.concatenate(self._dropped)), -1, owner)
            last = self._last = (key, table, rows, owner)
        _, table, rows, owner = last
        wanted = np.zeros(self.known + 1, bool)
        wanted[asked[asked < self.known]] = True
        some = np.flatnonzero(wanted[owner] & (owner >= 0))
        if not len(some):
            return []
        return [Frame.of("appointments", table.take(pa.array(some)), rows[some])]


def _between(table: Any, first: int, until: int) -> Any:
    low, high = np.searchsorted(table.owner, [first, until])
    part = table.take(slice(int(low), int(high)))
    return evolve(part, owner=part.owner - np.int32(first))
