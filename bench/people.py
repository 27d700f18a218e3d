"""Generate the tables of a province of any size: seeded, with NumPy, block by block.

Where `roster` writes small tables with plain Python, this one writes eight million careers in less
than a minute.  Every table has the columns and values that the library reads.  The same arguments
always give the same rows, whatever else is generated before or after.

    >>> block = next(generate(1000))
    >>> {name: table.num_rows for name, table in block.items()}
    {'people': 1000, 'appointments': 8000, 'promotions': 50}

How a career comes about.  The days from recruitment to `AS_OF` are cut at random into as many
posts as there are rows for.  Mostly one post starts where the last ended; some start after a gap,
a few before the last one ended.  The first post is in the township of recruitment, and so are most
of the later ones; the rest is in other townships of the county, or in the offices of the county.
People stand county by county, as where lists of counties are put behind each other.  A few rows are
no posts but secondments or stationings beside one.  No two posts of a person start on the same day.

    python bench/people.py FOLDER --people 1000000 [--partial 0.3] [--shuffled]
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["AS_OF", "generate", "small", "tables", "write"]

AS_OF = "2024-06-30"

TOWNSHIPS = 15  # in a county
_MOST_COUNTIES = 3000
_TOWN_ROWS = 4  # the township, its committee, its government, an institution
_COUNTY_ROWS = 3 + TOWNSHIPS * _TOWN_ROWS
_PREFECTURE_ROWS = 3
_ROW_GROUP = 500_000

_VIA = ("civil_service_exam", "selected_graduate", "other")
_ROLES = ("staff", "leader", "chief")
_BASES = ("in_post", "secondment", "stationing")
_IN_POST, _SECONDMENT, _STATIONING = range(3)


def _day(text: str) -> int:
    """Give a day as Arrow counts it, from 1970-01-01.

    >>> _day("1970-01-02")
    1
    """
    return int(np.datetime64(text, "D").astype(np.int64))


_TODAY = _day(AS_OF)
_NEVER = np.int32(2**31 - 1)

# --- Organisations --------------------------------------------------------------------------------
#
# The rows stand in a fixed order, so that the row of a body follows from the number of its county.


def counties_of(people: int) -> int:
    """Give the number of counties for so many people."""
    return min(max(1, people // 1200), _MOST_COUNTIES)


def _prefecture_row(county: np.ndarray) -> np.ndarray:
    prefecture = county // 10
    return 2 + prefecture * (_PREFECTURE_ROWS + 10 * _COUNTY_ROWS)


def _county_row(county: np.ndarray) -> np.ndarray:
    return 2 + _PREFECTURE_ROWS * (county // 10 + 1) + _COUNTY_ROWS * county


def _town_row(county: np.ndarray, town: np.ndarray) -> np.ndarray:
    return _county_row(county) + 3 + _TOWN_ROWS * town


def _organizations(counties: int) -> list[tuple[str, str, str, str | None, str | None]]:
    party = "local_party_committee"
    rows: list[tuple[str, str, str, str | None, str | None]] = [
        ("P", "province", "division", None, None),
        ("P-DW", "province", party, None, "P"),
    ]
    for number in range(counties):
        city, county = f"F{number // 10}", f"C{number}"
        if number % 10 == 0:
            rows += [
                (city, "prefecture", "division", "P", None),
                (f"{city}-DW", "prefecture", party, "P-DW", city),
                (f"{city}-ORG", "prefecture", "organization_department", f"{city}-DW", city),
            ]
        rows += [
            (county, "county", "division", city, None),
            (f"{county}-DW", "county", party, f"{city}-DW", county),
            (f"{county}-ZF", "county", "government", county, None),
        ]
        for index in range(TOWNSHIPS):
            town = f"{county}-T{index}"
            rows += [
                (town, "township", "division", county, None),
                (f"{town}-DW", "township", party, f"{county}-DW", town),
                (f"{town}-ZF", "township", "government", town, None),
                (f"{town}-SY", "township", "public_institution", f"{town}-ZF", None),
            ]
    return rows


def _recruitment(counties: int, seed: int) -> pa.Table:
    """Give what each county planned and hired, so that some years reach four fifths."""
    rng = np.random.default_rng((seed, 2))
    years = range(2013, 2021)
    kinds = [
        ("civil_service_exam", "township", 17.0),
        ("civil_service_exam", "dispatched_body", 4.0),
        ("civil_service_exam", "county", 4.0),
        ("civil_service_exam", "prefecture", 1.0),
        ("selection", "county", 3.0),
        ("transfer", "prefecture", 2.0),
    ]
    columns: dict[str, list] = {
        name: [] for name in ("authority", "year", "channel", "destination", "planned", "hired")
    }
    names = [f"C{number}-ZF" for number in range(counties)]
    for at, year in enumerate(years):
        tilt = 1.06 if at % 2 else 0.94  # years above four fifths and below it take turns
        for channel, destination, mean in kinds:
            many = destination in ("township", "dispatched_body")
            planned = 1 + rng.poisson(mean * (tilt if many else 2 - tilt) * 2, counties)
            columns["authority"] += names
            columns["year"] += [year] * counties
            columns["channel"] += [channel] * counties
            columns["destination"] += [destination] * counties
            columns["planned"] += planned.tolist()
            columns["hired"] += rng.binomial(planned, 0.93).tolist()
    whole = {name: pa.array(columns[name], pa.int32()) for name in ("year", "planned", "hired")}
    words = {
        name: pa.array(columns[name]).dictionary_encode()
        for name in ("authority", "channel", "destination")
    }
    return pa.table({name: (words | whole)[name] for name in columns})


@cache
def _names(counties: int) -> pa.Array:
    return pa.array([row[0] for row in _organizations(counties)])


def small(people: int, seed: int = 1) -> dict[str, pa.Table]:
    """Give the tables that grow with the counties only: organizations and recruitment."""
    counties = counties_of(people)
    names = ("org_id", "level", "kind", "parent_id", "within_id")
    columns = zip(names, zip(*_organizations(counties), strict=True), strict=True)
    return {
        "organizations": pa.table({name: pa.array(column) for name, column in columns}),
        "recruitment": _recruitment(counties, seed),
    }


# --- People and careers ---------------------------------------------------------------------------


class _People(NamedTuple):
    """The people of a block: one array each, days counted from 1970."""

    ids: np.ndarray
    county: np.ndarray
    town: np.ndarray
    recruited: np.ndarray
    via: np.ndarray
    vague: np.ndarray  # whose dates are known to the month only


class _Rows(NamedTuple):
    """Appointments: a line for each person, a column for each of the person's rows."""

    org: np.ndarray
    role: np.ndarray
    start: np.ndarray
    end: np.ndarray  # `_NEVER` where open
    basis: np.ndarray
    approver: np.ndarray  # -1: none
    approved: np.ndarray  # `_NEVER`: no date

    def ordered(self) -> _Rows:
        """Put the rows of each person in the order of their start."""
        lines = np.flatnonzero((self.start[:, 1:] < self.start[:, :-1]).any(axis=1))
        order = np.argsort(self.start[lines], axis=1, kind="stable")
        for column in self:
            column[lines] = np.take_along_axis(column[lines], order, axis=1)
        return self


def _people(
    rng: np.random.Generator, ids: np.ndarray, county: np.ndarray, partial: float
) -> _People:
    size = len(ids)
    since = rng.random(size) < 0.6
    early, turn, late = _day("2004-01-01"), _day("2014-01-01"), _day("2020-01-01")
    recruited = np.where(
        since, rng.integers(turn, late, size), rng.integers(early, turn, size)
    ).astype(np.int32)
    via = np.searchsorted([0.8, 0.9], rng.random(size), side="right")
    return _People(
        ids=ids,
        county=county,
        town=rng.integers(0, TOWNSHIPS, size, dtype=np.int32),
        recruited=recruited,
        via=via.astype(np.int8),
        vague=rng.random(size) < partial,
    )


def _spans(rng: np.random.Generator, people: _People, side: np.ndarray, late_first: bool):
    """Cut the time since recruitment into posts; rows beside a post lie within it.

    Gives starts and ends.  A loop over the columns goes along all careers at once; `begun` and
    `over` are the start and the end of the post that each person held last.
    """
    size, spells = side.shape
    until = _TODAY - people.recruited
    weight = rng.standard_exponential((size, spells), dtype=np.float32)
    weight[side] = 0
    cuts = np.cumsum(weight, axis=1) - weight
    # Nobody changes posts every few days: each lasts some months at the least, if there is time.
    least = np.clip(until // (2 * spells), 1, 90).astype(np.int32)
    cuts *= ((until - least * spells) / weight.sum(axis=1))[:, None]
    cuts = cuts.astype(np.int32) + np.arange(spells, dtype=np.int32) * least[:, None]
    last = spells - 1 - np.argmin(side[:, ::-1], axis=1)  # the column of the last post
    line = np.arange(size)
    future = np.flatnonzero((rng.random(size) < 0.02) & (last > 0))
    cuts[future, last[future]] = until[future] + rng.integers(1, 181, len(future))
    cuts += people.recruited[:, None]

    start, end = cuts.copy(), np.full_like(cuts, _NEVER)
    if late_first:
        late = rng.random(size) < 0.05
        start[:, 0] += np.where(late, rng.integers(1, 31, size), 0).astype(np.int32)
        np.minimum(start[:, 0], _following(cuts, side) - 1, out=start[:, 0])
    held = np.zeros(size, dtype=np.intp)
    for column in range(1, spells):
        post = ~side[:, column]
        begun, cut = start[line, held], cuts[:, column]
        chance = rng.random(size)
        gap = np.where(chance < 0.07, rng.integers(10, 401, size), 0)
        overlap = np.where(chance > 0.97, rng.integers(1, 201, size), 0)
        room = cut - begun - 1
        start[:, column] = cut - np.minimum(overlap, room)
        stop = cut - np.minimum(gap, room)
        end[line[post], held[post]] = stop[post]
        held[post] = column
    ended = (rng.random(size) < 0.1) & (start[line, last] < _TODAY - 1)
    length = (rng.random(size) * (_TODAY - 1 - start[line, last])).astype(np.int32)
    stop = start[line, last] + 1 + np.maximum(length, 0)
    end[line[ended], last[ended]] = stop[ended]

    held[:] = 0
    for column in range(1, spells):
        beside = np.flatnonzero(side[:, column])
        begun, over = start[beside, held[beside]], end[beside, held[beside]]
        over = np.where(over == _NEVER, np.maximum(_TODAY, begun + 30), over)
        since = begun + (rng.random(len(beside)) * (over - begun)).astype(np.int32)
        length = (rng.random(len(beside)) * (over - since - 1)).astype(np.int32)
        start[beside, column], end[beside, column] = since, since + 1 + length
        held[~side[:, column]] = column
    return start, end


def _following(cuts: np.ndarray, side: np.ndarray) -> np.ndarray:
    """Give the cut of the second post; far away where there is none."""
    return np.where(side, _NEVER, cuts)[:, 1:].min(axis=1, initial=_NEVER)


def _careers(rng: np.random.Generator, people: _People, spells: int, partial: float) -> _Rows:
    """Give the appointments of a block of people."""
    size = len(people.ids)
    shape = size, spells
    basis = np.searchsorted([0.96, 0.98], rng.random(shape, dtype=np.float32), side="right")
    basis = basis.astype(np.int8)
    basis[:, 0] = _IN_POST
    side = basis != _IN_POST
    start, end = _spans(rng, people, side, partial > 0)

    county, town = people.county[:, None], people.town[:, None]
    where = rng.random(shape, dtype=np.float32)
    where[:, 0] = 0
    other = (town + 1 + rng.integers(0, TOWNSHIPS - 1, shape, dtype=np.int32)) % TOWNSHIPS
    body = rng.integers(1, 4, shape, dtype=np.int32)
    org = _town_row(county, np.where(where < 0.77, town, other)) + body
    outside = (where > 0.93) & ~side
    org = np.where(outside, _county_row(county) + 1 + body % 2, org)
    org = np.where(basis == _SECONDMENT, _county_row(county) + 2, org)
    org = np.where(basis == _STATIONING, _town_row(county, town) + 3, org).astype(np.int32)
    role = np.searchsorted([0.87, 0.97], rng.random(shape, dtype=np.float32), side="right")

    leaves = np.zeros(shape, dtype=bool)
    was_outside = np.zeros(size, dtype=bool)
    for column in range(spells):
        post = ~side[:, column]
        leaves[:, column] = post & outside[:, column] & ~was_outside
        was_outside = np.where(post, outside[:, column], was_outside)
    chance = rng.random(shape, dtype=np.float32)
    by = leaves & (chance < 0.5)
    approver = np.where(by, _prefecture_row(county) + 2, -1).astype(np.int32)
    before = rng.integers(1, 61, shape, dtype=np.int32)
    on = np.where(chance < 0.015, start + before // 2, start - before)  # a few came too late,
    approved = np.where(by & (chance < 0.485), on, _NEVER)  # and of a few the day is not known
    return _Rows(
        org, role.astype(np.int8), start, end, basis, approver, approved.astype(np.int32)
    ).ordered()


def _promotions(rng: np.random.Generator, people: _People) -> tuple[np.ndarray, np.ndarray]:
    """Give who was promoted in rank, and when: around five years after recruitment.

    Half of the days lie before the rule on such promotions lapsed.
    """
    size = len(people.ids)
    day = people.recruited + 1826 + rng.integers(-300, 301, size)
    lapse = _day("2019-06-01")
    chance = rng.random(size)
    chosen = [
        candidates[np.argsort(chance[candidates])[: round(0.025 * size)]]
        for candidates in (
            np.flatnonzero(day < lapse),
            np.flatnonzero((day >= lapse) & (day <= _TODAY)),
        )
    ]
    lines = np.sort(np.concatenate(chosen))
    return lines, day[lines].astype(np.int32)


# --- Arrow ----------------------------------------------------------------------------------------


@cache
def _written() -> tuple[int, pa.Array, np.ndarray]:
    """Give the first day there may be, all days and months as text, and each day's month."""
    days = np.arange(np.datetime64("2000-01-01"), np.datetime64("2031-01-01"))
    months, month_of = np.unique(days.astype("datetime64[M]"), return_inverse=True)
    text = np.concatenate([days.astype(str), months.astype(str)])
    return _day("2000-01-01"), pa.array(text), (len(days) + month_of).astype(np.int32)


def _dates(days: np.ndarray, vague: np.ndarray, partial: float) -> pa.Array:
    """Give days as dates; as text with some cut to the month if some are partial."""
    empty = days == _NEVER
    mask = empty if empty.any() else None
    if not partial:
        return pa.array(days, mask=mask).view(pa.date32())
    first, text, month_of = _written()
    at = np.where(empty, 0, days - first)
    codes = np.where(vague, month_of[at], at).astype(np.int32)
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=mask), text)


def _words(codes: np.ndarray, names: pa.Array) -> pa.Array:
    """Give codes as words, -1 as null."""
    empty = codes < 0
    array = pa.array(codes, mask=empty if empty.any() else None)
    return pa.DictionaryArray.from_arrays(array, names)


def generate(
    people: int, spells: int = 8, seed: int = 1, partial: float = 0.0, block: int = 500_000
) -> Iterator[dict[str, pa.Table]]:
    """Give people, appointments and promotions, block by block, in the order of the people.

    Each person has exactly `spells` appointments.  Of a share of `partial` people all dates are
    known to the month only; then dates are text.
    """
    counties = counties_of(people)
    orgs = _names(counties)
    for first in range(0, people, block):
        size = min(block, people - first)
        rng = np.random.default_rng((seed, 1, first))
        ids = np.arange(first, first + size)
        county = (ids * counties // people).astype(np.int32)
        who = _people(rng, ids.astype(np.int32), county, partial)
        rows = _careers(rng, who, spells, partial)
        promoted, promoted_on = _promotions(rng, who)
        vague = np.repeat(who.vague, spells)
        flat = _Rows(*(column.ravel() for column in rows))
        yield {
            "people": pa.table(
                {
                    "person_id": who.ids,
                    "recruited_on": _dates(who.recruited, who.vague, partial),
                    "recruited_by": _words(_town_row(who.county, who.town) + 2, orgs),
                    "recruited_via": _words(who.via, pa.array(_VIA)),
                }
            ),
            "appointments": pa.table(
                {
                    "person_id": np.repeat(who.ids, spells),
                    "org_id": _words(flat.org, orgs),
                    "role": _words(flat.role, pa.array(_ROLES)),
                    "start": _dates(flat.start, vague, partial),
                    "end": _dates(flat.end, vague, partial),
                    "basis": _words(flat.basis, pa.array(_BASES)),
                    "approved_by": _words(flat.approver, orgs),
                    "approved_on": _dates(flat.approved, vague, partial),
                }
            ),
            "promotions": pa.table(
                {
                    "person_id": who.ids[promoted],
                    "kind": _words(np.zeros(len(promoted), np.int8), pa.array(["rank"])),
                    "date": _dates(promoted_on, who.vague[promoted], partial),
                }
            ),
        }


def tables(
    people: int, spells: int = 8, seed: int = 1, partial: float = 0.0, block: int = 500_000
) -> dict[str, pa.Table]:
    """Give all tables, in memory."""
    blocks = list(generate(people, spells, seed, partial, block))
    big = {name: pa.concat_tables(each[name] for each in blocks) for name in blocks[0]}
    return small(people, seed) | {name: big[name].unify_dictionaries() for name in big}


# --- Parquet --------------------------------------------------------------------------------------


class _Writer:
    """Write tables into a Parquet file, in row groups of one size whatever the tables' sizes."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._file = pq.ParquetWriter(
            path,
            schema,
            compression="zstd",
            use_dictionary=[f.name for f in schema if pa.types.is_dictionary(f.type)],
            dictionary_pagesize_limit=16 * 2**20,
        )
        self._rest = schema.empty_table()

    def write(self, table: pa.Table) -> None:
        """Write all whole row groups there are, and keep the rest."""
        table = pa.concat_tables([self._rest, table])
        whole = table.num_rows // _ROW_GROUP * _ROW_GROUP
        for first in range(0, whole, _ROW_GROUP):
            self._file.write_table(_compact(table.slice(first, _ROW_GROUP)))
        self._rest = table.slice(whole)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._rest.num_rows:
            self._file.write_table(_compact(self._rest))
        self._file.close()


def _compact(table: pa.Table) -> pa.Table:
    """Keep those words only that stand in some rows, as every program does that writes text."""
    for at, field in enumerate(table.schema):
        if pa.types.is_dictionary(field.type):
            text = table.column(at).cast(field.type.value_type).combine_chunks()
            table = table.set_column(at, field, text.dictionary_encode().cast(field.type))
    return table


class _Shuffler:
    """Put rows in random order without holding them all.

    Each row goes into one of several heaps on disk by lot; afterwards each heap is shuffled in
    memory.  Together that makes any order of all rows as likely as any other.
    """

    def __init__(self, folder: Path, schema: pa.Schema, rows: int, seed: int) -> None:
        self._rng = np.random.default_rng((seed, 3))
        self._paths = [folder / f"{number}.arrow" for number in range(1 + rows // 4_000_000)]
        self._heaps = [pa.ipc.new_stream(path, schema) for path in self._paths]

    def write(self, table: pa.Table) -> None:
        """Deal the rows out to the heaps."""
        lots = self._rng.integers(0, len(self._heaps), table.num_rows, dtype=np.int16)
        order = np.argsort(lots, kind="stable")
        ends = np.cumsum(np.bincount(lots, minlength=len(self._heaps)))
        start = 0
        for heap, end in zip(self._heaps, ends.tolist(), strict=True):
            heap.write_table(table.take(order[start:end]))
            start = end

    def tables(self) -> Iterator[pa.Table]:
        """Give heap after heap, each shuffled."""
        for heap, path in zip(self._heaps, self._paths, strict=True):
            heap.close()
            with pa.ipc.open_stream(path) as stream:
                table = stream.read_all()
            path.unlink()
            yield table.take(self._rng.permutation(table.num_rows))


def write(
    folder: Path | str,
    people: int,
    spells: int = 8,
    seed: int = 1,
    partial: float = 0.0,
    block: int = 500_000,
    *,
    shuffled: bool = False,
) -> None:
    """Write all tables as Parquet files; with `shuffled`, the appointments in random order."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in small(people, seed).items():
        pq.write_table(table, folder / f"{name}.parquet", compression="zstd")
    writers: dict[str, _Writer] = {}
    shuffler = None
    with ExitStack() as stack:
        for tables_ in generate(people, spells, seed, partial, block):
            for name, table in tables_.items():
                if name not in writers:
                    path = folder / f"{name}.parquet"
                    writers[name] = stack.enter_context(_Writer(path, table.schema))
                if shuffled and name == "appointments":
                    if shuffler is None:
                        heaps = stack.enter_context(tempfile.TemporaryDirectory(dir=folder))
                        rows = people * spells
                        shuffler = _Shuffler(Path(heaps), table.schema, rows, seed)
                    shuffler.write(table)
                else:
                    writers[name].write(table)
        if shuffler is not None:
            for table in shuffler.tables():
                writers["appointments"].write(table)


def main() -> None:
    """Write the tables into a folder."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--spells", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--partial", type=float, default=0.0)
    parser.add_argument("--shuffled", action="store_true")
    given = parser.parse_args()
    write(
        given.folder,
        given.people,
        given.spells,
        given.seed,
        given.partial,
        shuffled=given.shuffled,
    )


if __name__ == "__main__":
    main()
