"""The findings of a check in columns: their outcomes are known, each is made when it is asked for.

A finding needs evidence, what is missing, and text; none of these is in the columns.  So whoever is
asked about is looked up as records and told by `partyorg.evaluate`, a block of people at a time and
without keeping any, so that a report of any length takes the memory of a block.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from json import dumps
from typing import Any, overload
from weakref import ReferenceType, ref

import numpy as np
from attrs import define, evolve, field, frozen
from numpy.typing import NDArray

from partyorg.bulk.columns import Columns
from partyorg.bulk.verdicts import NUMBER, OUTCOMES, REASONS, Verdicts
from partyorg.evaluate import evaluate
from partyorg.evaluate.facts import without_people
from partyorg.evaluate.judged import Outlook
from partyorg.evaluate.scope import World
from partyorg.rulebook import Conventions, Judgement, Pack, Rule
from partyorg.verdict import (
    EXCEPTABLE,
    Finding,
    Findings,
    Outcome,
    Placed,
    Settling,
    Subject,
    finding_id,
)
from partyorg.verdict.words import plain

__all__ = ["LazyFindings", "Told"]

Array = NDArray[Any]
_BLOCK = 2_000


@define(eq=False)
class Told:
    """The verdicts of one rule, and all that is needed to tell any of them in full."""

    columns: Columns
    pack: Pack
    rule: Rule
    conventions: Conventions
    as_of: int
    verdicts: Verdicts
    _index: dict[str, list[int]] | None = field(default=None, init=False)

    def tell(self, rows: Array) -> Iterator[Finding]:
        """Make the findings of some rows, in their order."""
        for begin in range(0, len(rows), _BLOCK):
            yield from self._block(rows[begin : begin + _BLOCK])

    def _block(self, rows: Array) -> Iterator[Finding]:
        known = self.verdicts.findings
        if all(row in known for row in rows.tolist()):
            ahead = _Ahead(self)
            yield from (evolve(known[row], ahead=ahead) for row in rows.tolist())
            return
        ids = [self.subject_id(row) for row in rows.tolist()]
        asked = frozenset(ids)
        people = self.verdicts.company(self.columns, rows)
        dataset = self.columns.records(people)
        world = World.of(dataset, self.conventions)
        ahead = _Ahead(self, ref(world))
        found: dict[str, list[Finding]] = {}
        for finding in evaluate(
            dataset,
            self.pack,
            [self.rule],
            self.as_of,
            conventions=self.conventions,
            subjects=asked,
            ahead=lambda _: ahead,
        ):
            found.setdefault(finding.subject.id, []).append(finding)
            finding.compliant_from  # noqa: B018  (a breach looks ahead while its records are there)
        world.forget()
        for row, own in zip(rows.tolist(), ids, strict=True):
            if row in known:
                yield evolve(known[row], ahead=ahead)
            elif self.verdicts.gaps:
                yield next(f for f in found[own] if self._is(row, f))
            else:
                yield found[own][self._place(row)]

    def world_of(self, subject: str) -> World:
        """Give the records of all who matter for what is said of a subject."""
        rows = np.array(self.rows_of(subject), np.int64)
        people: Sequence[int] = self.verdicts.company(self.columns, rows)
        if self.verdicts.why is not None and not without_people(self.rule):
            people = range(len(self.columns))
        return World.of(self.columns.records(people), self.conventions)

    def _is(self, row: int, finding: Finding) -> bool:
        """Tell whether a finding is that of a row, by its period and part."""
        period, part = self.verdicts.period, self.verdicts.part
        return (finding.period, finding.part) == (
            period.at(row) if period else None,
            part.at(row) if part else None,
        )

    def _place(self, row: int) -> int:
        """Give the place of a row among those about its subject."""
        if self.verdicts.subjects is None:
            return row - int(np.searchsorted(self.verdicts.who, self.verdicts.who[row]))
        return self.index[self.subject_id(row)].index(row)

    def subject_id(self, row: int) -> str:
        """Give the identifier of the subject of a row."""
        who = int(self.verdicts.who[row])
        if self.verdicts.subjects is None:
            return self.columns.people.ids[who]
        return self.verdicts.subjects[who].id

    def finding_ids(self, rows: Array) -> Iterator[str]:
        """Give the identifiers of the findings of some rows, without making the findings."""
        verdicts = self.verdicts
        period, part, subjects = verdicts.period, verdicts.part, verdicts.subjects
        for row in rows.tolist():
            yield finding_id(
                self.rule.id,
                Subject("person", self.subject_id(row))
                if subjects is None
                else subjects[int(verdicts.who[row])],
                period.at(row) if period else None,
                part.at(row) if part else None,
            )

    @property
    def index(self) -> dict[str, list[int]]:
        """The rows about each subject."""
        if self._index is None:
            self._index = {}
            for row in range(len(self.verdicts)):
                self._index.setdefault(self.subject_id(row), []).append(row)
        return self._index

    def rows_of(self, subject: str) -> Sequence[int]:
        """Give the rows about one subject."""
        verdicts = self.verdicts
        if verdicts.subjects is not None:
            return self.index.get(subject, [])
        who = self.columns.number_of(subject)
        if who is None:
            return []
        return range(
            int(np.searchsorted(verdicts.who, who, side="left")),
            int(np.searchsorted(verdicts.who, who, side="right")),
        )


@frozen(eq=False)
class _Ahead:
    """Answers for findings without holding on to the records that they were made of.

    While a block of them is told these are still there; later they are looked up again.
    """

    told: Told
    block: ReferenceType[World] | None = None

    def turns_on(self, finding: Finding) -> int | None:
        """Give the first day on which the verdict has turned."""
        return self._outlook(finding).turns_on(finding)

    def settling(self, finding: Finding) -> tuple[Settling, ...]:
        """Give the missing facts of an undetermined finding, the most decisive first."""
        return self._outlook(finding).settling(finding)

    def _outlook(self, finding: Finding) -> Outlook:
        world = self.block() if self.block is not None else None
        if world is None:
            world = self.told.world_of(finding.subject.id)
        return Outlook(self.told.rule, self.told.pack, world)


class LazyFindings(Findings):
    """All findings of a check in columns, rule by rule."""

    def __init__(self, told: Sequence[Told]) -> None:
        self.told = tuple(told)
        self._starts = np.cumsum([0, *(len(one.verdicts) for one in told)]).tolist()

    def __len__(self) -> int:
        """Give the number of findings."""
        return int(self._starts[-1])

    def __iter__(self) -> Iterator[Finding]:
        """Make the findings one after the other."""
        for one in self.told:
            yield from one.tell(np.arange(len(one.verdicts)))

    @overload
    def __getitem__(self, key: int) -> Finding: ...

    @overload
    def __getitem__(self, key: slice) -> tuple[Finding, ...]: ...

    def __getitem__(self, key: int | slice) -> Finding | tuple[Finding, ...]:
        """Make the finding at a place, or those of a slice."""
        if not isinstance(key, slice):
            return self._at([range(len(self))[key]])[0]
        places = range(len(self))[key]
        forwards = places if places.step > 0 else places[::-1]
        found = self._at(forwards)
        return tuple(found if places.step > 0 else found[::-1])

    def _at(self, places: Sequence[int]) -> list[Finding]:
        """Make the findings at some places, which ascend."""
        found: list[Finding] = []
        for one, start, stop in zip(self.told, self._starts, self._starts[1:], strict=False):
            rows = np.array([at - start for at in places if start <= at < stop], np.int64)
            found += one.tell(rows)
        return found

    def counts(self) -> Mapping[str, Mapping[Outcome, int]]:
        """Count the outcomes of each rule."""
        return {one.rule.id: one.verdicts.counts() for one in self.told}

    def where(self, outcomes: Iterable[Outcome]) -> Iterator[Finding]:
        """Make the findings with one of some outcomes."""
        wanted = [OUTCOMES.index(outcome) for outcome in outcomes]
        for one in self.told:
            yield from one.tell(np.flatnonzero(np.isin(one.verdicts.outcome, wanted)))

    def to_arrow(self, *, observed: bool = False) -> Any:
        """Give all verdicts as an Arrow table, without making findings.

        With `observed` what was observed is told as JSON, where the facts were kept.
        """
        import pyarrow as pa  # noqa: PLC0415  (only for this)

        return pa.concat_tables([_arrow(one, observed=observed) for one in self.told])

    def about(self, rule: str, subject: str) -> list[Finding]:
        """Make the findings of a rule about a subject."""
        return [
            finding
            for one in self.told
            if one.rule.id == rule
            for finding in one.tell(np.array(one.rows_of(subject), np.int64))
        ]

    def placed(self, ids: Collection[str]) -> Mapping[str, Placed]:
        """Find the places of findings, first among those that an exception is of use for."""
        found: dict[str, Placed] = {}
        open_ = [NUMBER[outcome] for outcome in EXCEPTABLE]
        for among_open in (True, False):
            for one, start in zip(self.told, self._starts, strict=False):
                rows = np.flatnonzero(np.isin(one.verdicts.outcome, open_) == among_open)
                for row, name in zip(rows.tolist(), one.finding_ids(rows), strict=True):
                    if name in ids:
                        outcome = OUTCOMES[one.verdicts.outcome[row]]
                        found[name] = Placed(start + row, one.rule.id, outcome)
                        if len(found) == len(ids):
                            return found
        return found


def _arrow(told: Told, *, observed: bool) -> Any:
    """Give the verdicts of a rule as an Arrow table."""
    import pyarrow as pa  # noqa: PLC0415

    verdicts, size = told.verdicts, len(told.verdicts)

    def coded(codes: Array, names: Sequence[str | None]) -> Any:
        return pa.DictionaryArray.from_arrays(
            pa.array(codes.astype(np.int32)), pa.array(list(names), pa.string())
        )

    def labelled(labels: Any) -> Any:
        if labels is None:
            return pa.nulls(size, pa.string())
        names = pa.array([labels.names[at] for at in range(len(labels.names))], pa.string())
        return names.take(pa.array(labels.code))

    types, ids = ["person"], None
    if verdicts.subjects is None:
        ids = told.columns.people.ids
        kinds = np.zeros(size, np.int32)
    else:
        subjects = [verdicts.subjects[at] for at in range(len(verdicts.subjects))]
        types = list(dict.fromkeys(subject.type for subject in subjects)) or types
        ids = [subject.id for subject in subjects]
        kinds = np.array([types.index(subject.type) for subject in subjects], np.int32)
        kinds = kinds[verdicts.who] if size else kinds
    said = [_said(judgement) for judgement in verdicts.told]
    breach = np.isin(verdicts.outcome, _BREACHES)
    number = np.where(verdicts.verdict < 0, len(said), verdicts.verdict)
    none = len(said)
    columns = {
        "rule": coded(np.zeros(size), [told.rule.id]),
        "subject_type": coded(kinds, types),
        "subject": pa.array([ids[at] for at in verdicts.who.tolist()], pa.string()),
        "period": labelled(verdicts.period),
        "part": labelled(verdicts.part),
        "outcome": coded(verdicts.outcome, [outcome.value for outcome in OUTCOMES]),
        "reason": pa.array(REASONS, pa.string()).take(pa.array(verdicts.reason)),
        "required": pa.array([*(one for one, _ in said), None], pa.string()).take(pa.array(number)),
        "shortfall": pa.array([*(two for _, two in said), None], pa.string()).take(
            pa.array(np.where(breach, number, none))
        ),
    }
    if observed:
        columns["observed"] = pa.array(_observed(told), pa.string())
    return pa.table({name: _plain(column) for name, column in columns.items()})


def _plain(column: Any) -> Any:
    """Give a column of text as such, so that tables of several rules can be put together."""
    import pyarrow as pa  # noqa: PLC0415

    return column.cast(pa.string())


_BREACHES = [OUTCOMES.index(Outcome.FAIL), OUTCOMES.index(Outcome.OFF_TARGET)]


def _said(judgement: Judgement) -> tuple[str | None, str | None]:
    """Give what is required and what is short, as text."""
    required, shortfall = plain(judgement.required), plain(judgement.shortfall)
    told = required if isinstance(required, str | None) else dumps(required, default=str)
    return told, None if shortfall is None else str(shortfall)


def _observed(told: Told) -> list[str | None]:
    """Tell what was observed of each subject, as in the JSON report."""
    verdicts = told.verdicts
    out: list[str | None] = [None] * len(verdicts)
    seen = {row: finding.observed for row, finding in verdicts.findings.items()}
    params = told.rule.versions[0].params
    for rows, facts in verdicts.facts:
        for at, row in enumerate(rows.tolist()):
            number = int(verdicts.verdict[row]) if row >= 0 else -1  # a row left out
            if number >= 0 and row not in seen and not verdicts.told[number].nothing:
                seen[row] = told.rule.kind.judge(params, facts.at(at)).observed
    for row, values in seen.items():
        shown = {key: plain(value) for key, value in values.items()}
        out[row] = dumps(shown, ensure_ascii=False, default=str) if shown else None
    return out
