"""The four rules in C: one pass over the people, one thread, compiled on the spot.

It is the lower bound.  In memory it runs over plain arrays, with the appointments in the order of
person and start.  From Parquet it reads a row group at a time and checks the people in it, so it
holds the columns of the people, but never more than one row group of appointments.  If those are
in no order, each becomes one number of 64 bits, and these are sorted: that takes twelve bytes for
each row.  Reading is pyarrow's.
"""

from __future__ import annotations

import ctypes
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from rivals import shared
from rivals.shared import OPEN, Orgs, Recoder, day_number, days

__all__ = ["State", "library", "prepare", "run", "run_parquet"]

_FIRST_DAY, _LAST_DAY = day_number("1900-01-01"), day_number("2079-01-01")
_BASES = ("in_post", "secondment", "attachment", "stationing")
_SHIFT = 16  # rows in no order are dealt out to heaps of 2**16 people

_I8, _I32, _I64 = np.int8, np.int32, np.int64
_POINTERS = {
    "recruited": _I32,
    "unit": _I32,
    "bound": _I8,
    "offset": _I64,
    "org": _I32,
    "start": _I32,
    "end": _I32,
    "leads": _I8,
    "basis": _I8,
    "approver": _I32,
    "approved": _I32,
    "town": _I32,
    "team": _I8,
    "approves": _I8,
    "place": _I32,
    "above": _I32,
    "towns": _I32,
    "promoted_offset": _I64,
    "promoted": _I32,
    "first_day": None,
    "as_start": _I32,
    "as_end": _I32,
    "today": None,
    "in_force": None,
    "first_year_over": None,
    "lapsed": None,
    "room": _I32,
    "service_minimum": _I8,
    "experienced": _I64,
    "members": _I64,
    "rank_promotion": _I8,
}
_NUMBERS = {"first_day": ctypes.c_int64}


class _World(ctypes.Structure):
    """The struct of the kernel: pointers to arrays, and a few days."""

    _fields_ = [
        ("people", ctypes.c_int64),
        *(
            (name, ctypes.c_void_p if dtype else _NUMBERS.get(name, ctypes.c_int32))
            for name, dtype in _POINTERS.items()
        ),
    ]


@cache
def library() -> ctypes.CDLL:
    """Compile the kernel for this very processor; once called, later calls cost nothing."""
    source = Path(__file__).with_name("kernel.c")
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "kernel.so"
        flags = ["-O3", "-march=native", "-shared", "-fPIC"]
        subprocess.run(["cc", *flags, "-o", target, source], check=True)
        return ctypes.CDLL(str(target))


def _call(name: str, *values: np.ndarray | int) -> int:
    """Call a function of the kernel with arrays and whole numbers."""
    function = getattr(library(), name)
    function.restype = ctypes.c_int64  # of those that give nothing it is not looked at
    given = [
        ctypes.c_void_p(value.ctypes.data)
        if isinstance(value, np.ndarray)
        else ctypes.c_int64(value)
        for value in values
    ]
    return function(*given)


@cache
def _calendar() -> tuple[np.ndarray, np.ndarray]:
    """Give for each day its month and day in it, as a beginning and as an end."""
    every = np.arange(_FIRST_DAY, _LAST_DAY).astype("datetime64[D]")
    month = every.astype("datetime64[M]")
    in_month = (every - month).astype(_I32)
    is_last = (every + 1).astype("datetime64[M]") != month
    number = month.astype(_I32) * 32
    return number + in_month, number + np.where(is_last, 30, in_month).astype(_I32)


@dataclass
class _Fixed:
    """The small tables, and the people: what is there before any appointment is read."""

    orgs: Orgs
    recruited: np.ndarray
    unit: np.ndarray
    bound: np.ndarray
    promoted_offset: np.ndarray
    promoted: np.ndarray
    promoted_row: np.ndarray
    recruitment: dict[str, np.ndarray]


@dataclass
class State:
    """Everything as arrays; the appointments of person p are `offset[p]` to `offset[p + 1]`."""

    fixed: _Fixed
    offset: np.ndarray
    rows: dict[str, np.ndarray]


def _words(column: pa.ChunkedArray, words: tuple[str, ...]) -> np.ndarray:
    return (Recoder(words, _I8)(column) >= 0).astype(_I8)


def _fixed(tables: dict[str, pa.Table]) -> _Fixed:
    found = shared.orgs(tables["organizations"])
    code = Recoder(found.names)
    people, promotions = tables["people"], tables["promotions"]
    recruitment = tables["recruitment"]
    person = promotions["person_id"].to_numpy()
    order = np.argsort(person, kind="stable")
    rank = Recoder(["rank"])(promotions["kind"]) == 0
    return _Fixed(
        orgs=found,
        recruited=days(people["recruited_on"]),
        unit=code(people["recruited_by"]),
        bound=_words(people["recruited_via"], shared.BOUND_VIA),
        promoted_offset=_offsets(person[order], 0, people.num_rows),
        promoted=np.where(rank, days(promotions["date"]), OPEN)[order].astype(_I32),
        promoted_row=order,
        recruitment={
            "year": recruitment["year"].to_numpy().astype(_I32),
            "by_exam": _words(recruitment["channel"], ("civil_service_exam",)),
            "to_townships": _words(recruitment["destination"], shared.TO_TOWNSHIPS),
            "hired": recruitment["hired"].to_numpy().astype(_I32),
        },
    )


def _offsets(person: np.ndarray, first: int, last: int) -> np.ndarray:
    offset = np.empty(last - first + 1, _I64)
    person = np.ascontiguousarray(person, _I32)
    _call("index_rows", len(person), person, first, last, offset)
    return offset


class _Rows:
    """Bring appointments into arrays, table after table."""

    def __init__(self, orgs: Orgs) -> None:
        self._org = Recoder(orgs.names)
        self._approver = Recoder(orgs.names)
        self._basis = Recoder(_BASES, _I8)
        self._role = Recoder(shared.TEAM_ROLES, _I8)

    def __call__(self, table: pa.Table) -> dict[str, np.ndarray]:
        """Give the arrays of a table."""
        return {
            "org": self._org(table["org_id"]),
            "start": days(table["start"]),
            "end": days(table["end"]),
            "leads": (self._role(table["role"]) >= 0).astype(_I8),
            "basis": self._basis(table["basis"]),
            "approver": self._approver(table["approved_by"]),
            "approved": days(table["approved_on"]),
        }


def prepare(tables: dict[str, pa.Table]) -> State:
    """Bring all tables into arrays, the appointments in the order of person and start."""
    fixed = _fixed(tables)
    appointments = tables["appointments"]
    person = appointments["person_id"].to_numpy()
    rows = _Rows(fixed.orgs)(appointments)
    key = person.astype(_I64) << 32 | (rows["start"].astype(_I64) - _FIRST_DAY)
    if (np.diff(key) < 0).any():
        order = np.argsort(key, kind="stable")
        person, rows = person[order], {name: column[order] for name, column in rows.items()}
    return State(fixed, _offsets(person, 0, len(fixed.recruited)), rows)


class _Check:
    """A check on a day: answers that grow as people are gone through, block after block."""

    def __init__(self, fixed: _Fixed, as_of: str) -> None:
        self._fixed = fixed
        self._as_of = as_of
        orgs, towns = fixed.orgs, len(fixed.orgs.towns)
        self._service_minimum = np.empty(len(fixed.recruited), _I8)
        self._team = np.zeros((2, towns), _I64)
        self._promotions = np.full(len(fixed.promoted), -1, _I8)
        as_start, as_end = _calendar()
        self._arrays = {
            "town": orgs.town,
            "team": orgs.team.astype(_I8),
            "approves": orgs.approves.astype(_I8),
            "place": orgs.place,
            "above": orgs.above,
            "towns": orgs.towns,
            "promoted": fixed.promoted,
            "as_start": as_start,
            "as_end": as_end,
            "experienced": self._team[0],
            "members": self._team[1],
            "rank_promotion": self._promotions,
        }
        self._days = {
            "first_day": _FIRST_DAY,
            "today": day_number(as_of),
            "in_force": shared.IN_FORCE,
            "first_year_over": shared.IN_FORCE + 365,
            "lapsed": shared.LAPSED,
        }

    def people(self, first: int, offset: np.ndarray, rows: dict[str, np.ndarray]) -> None:
        """Check the people from `first` on whose rows are given."""
        size = len(offset) - 1
        part = slice(first, first + size)
        most = int(np.diff(offset).max(initial=0))
        arrays = self._arrays | rows
        arrays |= {
            "recruited": self._fixed.recruited[part],
            "unit": self._fixed.unit[part],
            "bound": self._fixed.bound[part],
            "offset": offset,
            "promoted_offset": self._fixed.promoted_offset[first : first + size + 1],
            "service_minimum": self._service_minimum[part],
            "room": np.empty(4 * (most + 2), _I32),
        }
        for name, array in arrays.items():
            assert array.dtype == _POINTERS[name], name
            assert array.flags.c_contiguous, name
        world = _World(
            people=size, **self._days, **{name: array.ctypes.data for name, array in arrays.items()}
        )
        library().check(ctypes.byref(world), ctypes.c_int64(0), ctypes.c_int64(size))

    def answers(self) -> dict[str, np.ndarray]:
        """Give all answers, once everybody has been checked."""
        promotions = np.empty_like(self._promotions)
        promotions[self._fixed.promoted_row] = self._promotions
        return {
            "service-minimum": self._service_minimum,
            "team-experience": self._team,
            "rank-promotion": promotions,
            "recruits-to-townships": self._recruits(),
        }

    def _recruits(self) -> np.ndarray:
        columns = self._fixed.recruitment
        first, last = int(columns["year"].min()), int(self._as_of[:4])
        pairs = np.zeros((max(last - first + 1, 0), 2), _I64)
        _call("hired", len(columns["year"]), *columns.values(), first, last, pairs)
        years = np.arange(first, first + len(pairs), dtype=_I64)
        return np.column_stack([years, pairs])[pairs[:, 1] > 0]


def run(state: State, as_of: str) -> dict[str, np.ndarray]:
    """Check the four rules on a day."""
    check = _Check(state.fixed, as_of)
    check.people(0, state.offset, state.rows)
    return check.answers()


# --- Parquet --------------------------------------------------------------------------------------


def run_parquet(folder: Path | str, as_of: str, *, shuffled: bool = False) -> dict[str, np.ndarray]:
    """Check the four rules from files; `shuffled` says that the appointments are in no order."""
    folder = Path(folder)
    names = ("organizations", "people", "promotions", "recruitment")
    fixed = _fixed({name: pq.read_table(folder / f"{name}.parquet") for name in names})
    check = _Check(fixed, as_of)
    with pq.ParquetFile(folder / "appointments.parquet") as file:
        (_shuffled if shuffled else _sorted)(file, fixed, check)
    return check.answers()


def _groups(file: pq.ParquetFile, columns: list[str] | None = None) -> Iterator[pa.Table]:
    for number in range(file.num_row_groups):
        yield file.read_row_group(number, columns=columns)


def _sorted(file: pq.ParquetFile, fixed: _Fixed, check: _Check) -> None:
    """Check row group after row group; the last person's rows may go on in the next one."""
    convert = _Rows(fixed.orgs)
    people = len(fixed.recruited)
    first, held = 0, file.schema_arrow.empty_table()
    for group in _groups(file):
        table = pa.concat_tables([held, group]) if held.num_rows else group
        person = table["person_id"].to_numpy()
        last = int(person[-1])
        whole = int(np.searchsorted(person, last))
        held = table.slice(whole)
        check.people(first, _offsets(person[:whole], first, last), convert(table.slice(0, whole)))
        first = last
    rows = {name: np.ascontiguousarray(array) for name, array in convert(held).items()}
    check.people(first, _offsets(held["person_id"].to_numpy(), first, people), rows)


def _shuffled(file: pq.ParquetFile, fixed: _Fixed, check: _Check) -> None:
    """Deal all rows out to heaps, each packed into one number; then put heap after heap in order.

    A heap is small enough for the processor's cache, so that no row is put into its place by a
    jump through all memory.
    """
    people, convert = len(fixed.recruited), _Rows(fixed.orgs)
    heaps = (people >> _SHIFT) + 1
    order = ("org", "start", "end", "leads", "basis", "approver")
    dealt, noted, by, on = [], [], [], []
    for group in _groups(file):
        person, rows = group["person_id"].to_numpy(), convert(group)
        size = len(person)
        ends = np.zeros(heaps + 1, _I64)
        _call("count_rows", size, person, _SHIFT, ends[1:])
        np.cumsum(ends, out=ends)
        owner, packed = np.empty(size, _I32), np.empty(size, _I64)
        lines = np.empty((int((rows["approver"] >= 0).sum()), 3), _I64)
        arrays = [rows[name] for name in order]
        place = ends[:-1].copy()
        _call("deal", size, person, *arrays, _FIRST_DAY, _SHIFT, place, owner, packed, lines)
        dealt.append((ends.tolist(), owner, packed))
        noted.append(lines[:, :2])
        by.append(rows["approver"][lines[:, 2]])
        on.append(rows["approved"][lines[:, 2]])
    keys = np.concatenate(noted)
    turn = np.lexsort((keys[:, 1], keys[:, 0]))
    approver, approved = np.concatenate(by)[turn], np.concatenate(on)[turn]
    del keys, turn, noted, by, on
    used = 0
    for heap in range(heaps):
        owner = np.concatenate([owner[ends[heap] : ends[heap + 1]] for ends, owner, _ in dealt])
        packed = np.concatenate([packed[ends[heap] : ends[heap + 1]] for ends, _, packed in dealt])
        first, size = heap << _SHIFT, len(packed)
        many = min(people - first, 1 << _SHIFT)
        offset, sorted_ = np.empty(many + 1, _I64), np.empty(size, _I64)
        _call("gather", size, owner, packed, first, many, offset, sorted_)
        rows = {
            name: np.empty(size, _POINTERS[name])
            for name in ("org", "start", "end", "leads", "basis", "approver", "approved")
        }
        given = approver[used:], approved[used:]
        used += _call("unpack", many, offset, sorted_, _FIRST_DAY, *rows.values(), *given)
        check.people(first, offset, rows)
