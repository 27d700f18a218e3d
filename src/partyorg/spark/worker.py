"""What is done where the rows are: some people are read into columns, and judged or counted.

The functions here run in the Python workers of Spark.  They get the rows of whole people as Arrow
batches, and a `Plan`, which is all that is the same for everybody.
"""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import define, evolve, field, frozen
from numpy.typing import NDArray

from partyorg.bulk import Columns, check_columns
from partyorg.bulk.engine import SIZE
from partyorg.bulk.facts.share import Share, Tallies
from partyorg.bulk.findings import Told
from partyorg.bulk.found import Labels
from partyorg.bulk.frame import LARGE, Frame
from partyorg.bulk.ground import Ground
from partyorg.bulk.part import Part
from partyorg.bulk.reader import Reader, assembled
from partyorg.bulk.search import Context
from partyorg.bulk.verdicts import OUTCOMES, REASONS
from partyorg.evaluate.scope import Scope, World
from partyorg.model import Dataset, RawTable, build
from partyorg.rulebook import Conventions, Pack, Rule
from partyorg.verdict import Outcome
from partyorg.verdict.words import plain

__all__ = ["COUNTS", "PERSON", "VERDICTS", "Plan", "Teams", "counted", "judged", "written"]

Array = NDArray[Any]
Chosen = Sequence[tuple[Pack, Sequence[Rule], Conventions]]

PERSON = "person"
"""The column by which rows are brought together; the others are the large tables, as structs."""
VERDICTS = pa.schema(
    [
        (name, pa.string())
        for name in (
            *("rule", "subject_type", "subject", "period", "part"),
            *("outcome", "reason", "shortfall", "required"),
        )
    ]
)
COUNTS = pa.schema(
    [
        ("what", pa.string()),
        ("rule", pa.string()),
        ("name", pa.string()),
        ("sort", pa.int32()),
        ("many", pa.int64()),
    ]
)
"""What is counted: `team` members of a sort, by rule and division; `aside`, an organisation that is
named by an appointment which was set aside; `year`, one of which there are trainings."""
_ROWS = 1 << 20
_BREACH = [OUTCOMES.index(Outcome.FAIL), OUTCOMES.index(Outcome.OFF_TARGET)]


@frozen(eq=False, kw_only=True)
class Plan:
    """What every worker must know.

    `small` are the small tables that rules on people ask for, pickled; `people` and `teams` the
    rules, with their packs and conventions; `displaced` which rule stands in the place of which
    other; `years` those of which there are trainings, which one partition alone cannot tell.
    """

    small: bytes
    people: Chosen
    teams: Chosen
    displaced: Mapping[str, str]
    as_of: int
    years: tuple[int, ...] = ()


@define(eq=False)
class Teams(Share):
    """The search for teams, of which the tallies can be sent elsewhere and put together."""

    @property
    def counts(self) -> Array:
        """How many members of each sort each division has, by its number."""
        return self._tallies.counts

    @counts.setter
    def counts(self, counts: Array) -> None:
        self._tallies = Tallies(self.version.params, counts)


def judged(plan: Plan, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Judge the people of a partition; give the verdicts."""
    for columns in _read(plan, batches):
        for checked in check_columns(columns, plan.people, [plan.as_of], plan.displaced):
            yield from (written(told) for told in checked.findings.told if len(told.verdicts))


def counted(plan: Plan, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Count what cannot be told of one partition alone (see `COUNTS`)."""
    for columns in _read(plan, batches):
        orgs = _numbers(_outline(plan.small))
        rows: list[tuple[Any, ...]] = [("year", None, str(y), 0, 1) for y in columns.training_years]
        rows += [
            ("aside", None, key, 0, 1)
            for table, key in columns.base.touched
            if table == "appointments" and key in orgs
        ]
        for pack, rules, conventions in plan.teams:
            rows += _members(plan, columns, pack, rules, conventions)
        if rows:
            columns_of_rows = zip(COUNTS, zip(*rows, strict=True), strict=True)
            arrays = [pa.array(cells, column.type) for column, cells in columns_of_rows]
            yield pa.RecordBatch.from_arrays(arrays, schema=COUNTS)


def _members(
    plan: Plan, columns: Columns, pack: Pack, rules: Sequence[Rule], conventions: Conventions
) -> Iterator[tuple[Any, ...]]:
    """Count the members of teams among some people, by rule, division and sort."""
    ground = Ground.of(columns.base, conventions)
    scope = Scope(World.of(columns.base, conventions), pack, plan.as_of)
    searches = [(rule.id, Teams(rule.versions[0], Context(ground, scope))) for rule in rules]
    for some in columns.parts(SIZE):
        part = Part(some, ground, conventions)
        for _, search in searches:
            search.part(part)
    for rule_id, search in searches:
        division, sort = np.nonzero(search.counts)
        many = search.counts[division, sort].tolist()
        for at, which, number in zip(division.tolist(), sort.tolist(), many, strict=True):
            yield "team", rule_id, ground.ids[at], which, number


# --- Rows to columns ------------------------------------------------------------------------------


@define(eq=False)
class _Reader(Reader):
    """Reads people onto ground that has been laid: the small tables are not read once more."""

    outline: Dataset = field(kw_only=True)

    def read(self) -> Columns:
        """Read everybody."""
        self.orgs = _numbers(self.outline)
        read = self.large_tables()
        base = evolve(self.outline)
        if any(table.odd.any() for table in read.values()):
            odd = self.problems(read)
            rows = {name: getattr(odd, name) for name in LARGE}
            base = evolve(base, **rows, touched={**base.touched, **odd.touched})
        return assembled(base, read, self.large)


def _read(plan: Plan, batches: Iterator[pa.RecordBatch]) -> Iterator[Columns]:
    """Read the rows of whole people into columns, as many people at a time as make a good part.

    The small tables are read once in the life of a worker, and so is where each organisation is.
    """
    outline = _outline(plan.small)
    for table in _whole_people(batches):
        frames = {
            name: Frame.of(name, _rows_of(table, name))
            for name in LARGE
            if name in table.schema.names
        }
        frames.setdefault("people", Frame.empty("people"))
        columns = _Reader((), frames, list(frames), outline=outline).read()
        if plan.years:
            columns = evolve(columns, training_years=plan.years)
            columns.records.columns = columns  # type: ignore[attr-defined]
        derived = columns.base.derived
        derived["part_of"] = outline
        for conventions in {own for _, _, own in (*plan.people, *plan.teams)}:
            derived["ground", conventions] = Ground.of(outline, conventions)
        yield columns


def _numbers(outline: Dataset) -> dict[str, int]:
    """Give the number of each organisation."""
    known = outline.derived.setdefault("numbers", {})
    if not known:
        known.update({org.org_id: at for at, org in enumerate(outline.organizations)})
    numbers: dict[str, int] = known
    return numbers


@lru_cache(maxsize=2)
def _outline(small: bytes) -> Dataset:
    """Read the small tables."""
    tables: list[RawTable] = pickle.loads(small)  # noqa: S301  (what `partyorg.spark` has sent)
    return build(tables)


def _whole_people(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Put batches together until they hold enough, and cut them where a person ends."""
    waiting: list[pa.RecordBatch] = []
    size = 0
    for batch in batches:
        waiting.append(batch)
        size += batch.num_rows
        if size < _ROWS or not batch.num_rows:
            continue
        person = batch.column(PERSON)
        cut = _first_of_last(person)
        if cut:
            waiting[-1] = batch.slice(0, cut)
            yield pa.Table.from_batches(waiting)
            waiting, size = [batch.slice(cut)], batch.num_rows - cut
    if size:
        yield pa.Table.from_batches(waiting)


def _first_of_last(person: pa.Array) -> int:
    """Give the place where the rows of the last person begin."""
    last = person[-1]
    same = pc.equal(person, last) if last.is_valid else person.is_null()
    return int(pc.index(same.fill_null(False), True).as_py())


def _rows_of(table: pa.Table, name: str) -> pa.Table:
    """Give the rows of one of the tables that were sent together."""
    column = table.column(name)
    return pa.Table.from_struct_array(column.filter(column.is_valid()))


# --- Verdicts to rows -----------------------------------------------------------------------------


def written(told: Told) -> pa.RecordBatch:
    """Write the verdicts of a rule as rows."""
    verdicts, size = told.verdicts, len(told.verdicts)
    if verdicts.subjects is None:
        types = pa.array(["person"]).take(pa.array(np.zeros(size, np.int64)))
        ids = pa.array(list(told.columns.people.ids), pa.string()).take(pa.array(verdicts.who))
    else:
        some = [verdicts.subjects[who] for who in verdicts.who.tolist()]
        types = pa.array([one.type for one in some], pa.string())
        ids = pa.array([one.id for one in some], pa.string())
    shown = [not one.nothing for one in verdicts.told]
    required = [_text(t.required) if s else None for t, s in zip(verdicts.told, shown, strict=True)]
    shortfall = [_text(one.shortfall) for one in verdicts.told]
    breach = np.isin(verdicts.outcome, _BREACH)
    columns = [
        pa.array([told.rule.id]).take(pa.array(np.zeros(size, np.int64))),
        types,
        ids,
        _labels(verdicts.period, size),
        _labels(verdicts.part, size),
        _numbered([outcome.value for outcome in OUTCOMES], verdicts.outcome),
        _numbered(REASONS, verdicts.reason),
        _numbered(shortfall, np.where(breach, verdicts.verdict, -1)),
        _numbered(required, verdicts.verdict),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=VERDICTS)


def _numbered(names: Sequence[str | None], numbers: Array) -> pa.Array:
    """Give texts by their number; null for -1."""
    return pa.array(names, pa.string()).take(pa.array(numbers, mask=numbers < 0))


def _labels(labels: Labels | None, size: int) -> pa.Array:
    """Give the texts of labels."""
    if labels is None:
        return pa.nulls(size, pa.string())
    codes, which = np.unique(labels.code, return_inverse=True)
    return _numbered([labels.names[code] for code in codes.tolist()], which.reshape(-1))


def _text(value: Any) -> str | None:
    """Write a fact: a figure, day or period as it is, several as JSON."""
    known = plain(value)
    if isinstance(known, (list, dict)):
        return json.dumps(known, ensure_ascii=False)
    return None if known is None else str(known)
