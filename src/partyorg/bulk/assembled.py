"""Large tables that have been read, put together: what can be used of them, as columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from attrs import define, evolve
from numpy.typing import NDArray

from partyorg.bulk.columns import Columns, Dates, People
from partyorg.bulk.frame import LARGE, LargeTable, RecordsOfFrames
from partyorg.bulk.identifiers import Ids, Numbers
from partyorg.bulk.joining import behind, grouped
from partyorg.model import ANYBODY, Dataset
from partyorg.model.records import Person

__all__ = ["Read", "assembled", "people_behind"]

Array = NDArray[Any]


@define(eq=False)
class Read:
    """A large table as it was read: its columns, and which rows must be looked at as records."""

    table: Any
    odd: Array

    def mark(self, rows: Array | None) -> None:
        """Mark rows to be looked at."""
        if rows is not None:
            self.odd |= rows

    @classmethod
    def joined(cls, pieces: Iterable[Read], join: Callable[[Iterable[Any]], Any]) -> Read:
        """Put what was read piece by piece behind each other."""
        odd: list[Array] = []

        def tables() -> Iterator[Any]:
            for piece in pieces:
                odd.append(piece.odd)
                yield piece.table

        return cls(join(tables()), np.concatenate(odd))


def assembled(base: Dataset, read: Mapping[str, Read], frames: Mapping[str, LargeTable]) -> Columns:
    """Put the rows that can be used together, people who are only named behind the others."""
    people: People = read["people"].table
    kept = _kept(read["people"], base.people)
    place = np.cumsum(kept, dtype=np.int32) - 1
    place[~kept] = -1
    stubs = [person for person in base.people if person.row == 0]
    as_read = bool(kept.all()) and not stubs
    if not kept.all():
        people = _picked(people, np.flatnonzero(kept))
    if stubs:
        people = _with_stubs(people, stubs)
    stub_number = {p.person_id: int(kept.sum()) + at for at, p in enumerate(stubs)}
    ids = read["people"].table.ids
    gone = np.flatnonzero(~kept).tolist()
    if gone:  # whose own row was set aside is only named now, or stands in another row
        known = {person.person_id: person.row for person in base.people if person.row}
        others = _places(read["people"].table.row, [known.get(ids[row], 0) for row in gone])
        for row, other in zip(gone, others, strict=True):
            place[row] = stub_number.get(ids[row], place[other] if other >= 0 else -1)
    tables = {}
    for name in LARGE[1:]:
        table, odd = read[name].table, read[name]
        rows = getattr(base, name)
        owner = table.owner if as_read else np.append(place, np.int32(-1))[table.owner]
        for record, at in zip(rows, _places(table.row, [own.row for own in rows]), strict=True):
            if record.person_id in stub_number:
                owner[at] = stub_number[record.person_id]
        table = evolve(table, owner=owner)
        some = _kept(odd, rows)
        if not some.all():
            table = table.take(np.flatnonzero(some))
        order = grouped(table.owner, table.start.first if name == "appointments" else None)
        tables[name] = table.take(order) if isinstance(order, np.ndarray) else table
    if base.touched:
        numbers = Numbers(_ids(people).array)
        broken, lost = (_touched(base, name, numbers) for name in ("appointments", "people"))
        people = evolve(people, broken=broken, lost=lost)
    years = set(np.unique(tables["trainings"].year).tolist())
    years |= set(base.training_years)
    rest = evolve(base, people=(), appointments=(), trainings=(), promotions=())
    columns = Columns(
        base=rest,
        people=people,
        posts=tables["appointments"],
        trainings=tables["trainings"],
        promotions=tables["promotions"],
        records=RecordsOfFrames(rest, frames),
        training_years=tuple(sorted(years)),
    )
    columns.records.columns = columns  # type: ignore[attr-defined]
    return columns


def _kept(read: Read, records: Sequence[Any]) -> Array:
    """Tell which rows are used: all but the odd ones, and of these what was read as a record."""
    kept = ~read.odd
    if not kept.all():
        rows = np.array([record.row for record in records if record.row], np.int64)
        kept |= np.isin(read.table.row, rows)
    return kept


def _touched(base: Dataset, table: str, numbers: Numbers) -> Array:
    """Tell of whom a row of a table was set aside."""
    keys = [key for name, key in base.touched if name == table]
    touched = np.full(len(numbers.ids), ANYBODY in keys)
    if keys:
        found = numbers.named(keys)
        touched[found[found >= 0]] = True
    return touched


def _with_stubs(people: People, stubs: Sequence[Person]) -> People:
    size = len(stubs)
    none, zero = np.full(size, -1, np.int32), np.zeros(size, np.int32)

    def dated(given: Dates) -> Dates:
        first = np.append(given.first, zero)
        return Dates(first, first if given.exact else np.append(given.last, zero))

    return People(
        ids=Ids.behind([_ids(people), Ids.of(person.person_id for person in stubs)]),
        row=np.append(people.row, zero),
        recruited=dated(people.recruited),
        recruited_by=np.append(people.recruited_by, none),
        via=np.append(people.via, none.astype(np.int8)),
        known_from=np.append(people.known_from, zero),
        grassroots=np.append(people.grassroots, none.astype(np.int8)),
        broken=np.append(people.broken, zero.astype(bool)),
        lost=np.append(people.lost, zero.astype(bool)),
    )


def people_behind(pieces: Iterable[People], rows: int) -> People:
    """Put people behind each other, their identifiers as they are kept."""
    ids: list[Ids] = []

    def without() -> Iterator[People]:
        for piece in pieces:
            ids.append(_ids(piece))
            yield evolve(piece, ids=())

    joined: People = behind(without(), rows)
    return evolve(joined, ids=Ids.behind(ids))


def _ids(people: People) -> Ids:
    """Give the identifiers of people who were read here."""
    assert isinstance(people.ids, Ids)  # noqa: S101  (they were made here)
    return people.ids


def _picked(people: People, at: Array) -> People:
    """Give some people, with identifiers of the same sort."""
    return evolve(people.take(at), ids=_ids(people).picked(at))


def _places(numbers: Array, rows: Sequence[int]) -> list[int]:
    """Give the places of rows by their numbers, which are in order; -1 where there is none."""
    if not rows:
        return []
    at = np.searchsorted(numbers, rows)
    there = np.append(numbers, 0)[at] == rows
    return np.where(there, at, -1).tolist()
