"""From facts in columns to verdicts, by the same steps as one record at a time.

Is the rule in force on the events, is the subject one at all, is anything in the way, and only then
the facts.  These are judged by the very `judge` of the kind: of each class of facts that it cannot
tell apart one is judged, and its answer is that of the class.  So a million subjects cost as many
calls as there are classes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from attrs import define, evolve, field
from numpy.typing import NDArray

from partyorg.bulk.columns import Columns
from partyorg.bulk.found import Facts, Found, Labels
from partyorg.evaluate.engine import verdict_of
from partyorg.rulebook import Judgement, Rule, Version
from partyorg.verdict import Finding, Outcome, Subject

__all__ = [
    "OUTCOMES",
    "REASONS",
    "Verdicts",
    "in_force",
    "joined",
    "of_findings",
    "settle",
    "sorted_by_who",
    "without",
]

Array = NDArray[Any]
OUTCOMES = tuple(Outcome)
"""The outcomes, in the order of their numbers."""
_NUMBER = {outcome: at for at, outcome in enumerate(OUTCOMES)}
REASONS: list[str | None] = [None]
"""The codes of reasons, by number; grows as they are met."""
_DENSE = 1 << 20


def _reason(code: str | None) -> int:
    if code not in REASONS:
        REASONS.append(code)
    return REASONS.index(code)


@define(eq=False, kw_only=True)
class Verdicts:
    """The verdicts of one rule, one row a subject (and period, and part), in the report's order.

    `who` are numbers of people, or places in `subjects`; `outcome` and `reason` are numbers (see
    `OUTCOMES`, `REASONS`); `told` is what a judgement says beyond the outcome, by the number
    `verdict` (-1: the facts were not judged).  `alone` tells which were judged one by one, `gaps`
    that not every verdict about a subject is still here, `why` why the whole rule was judged so.
    """

    who: Array
    outcome: Array
    reason: Array
    verdict: Array
    told: list[Judgement]
    alone: Array
    subjects: Sequence[Subject] | None = None
    period: Labels | None = None
    part: Labels | None = None
    facts: list[tuple[Array, Facts]] = field(factory=list)
    findings: dict[int, Finding] = field(factory=dict)
    wanted: Callable[[Columns, Array, Array], Sequence[int]] | None = None
    gaps: bool = False
    why: str | None = None

    def __len__(self) -> int:
        """Give the number of verdicts."""
        return len(self.who)

    def company(self, columns: Columns, rows: Array) -> Sequence[int]:
        """Give the people whose records are needed to tell some rows in full."""
        if self.wanted is not None:
            return self.wanted(columns, self.who, rows)
        if self.subjects is not None:
            return ()
        return [int(who) for who in np.unique(self.who[rows])]

    def counts(self) -> dict[Outcome, int]:
        """Count the outcomes."""
        numbers = np.bincount(self.outcome, minlength=len(OUTCOMES)).tolist()
        return dict(zip(OUTCOMES, numbers, strict=True))


def settle(rule: Rule, version: Version, found: Found) -> Verdicts:
    """Settle all subjects that a search has found."""
    size = len(found)
    force, why = _forces(version, found, size)
    outcome = np.full(size, _NUMBER[Outcome.NOT_APPLICABLE], np.int8)
    reason = np.where(force == 0, why, 0).astype(np.int16)
    verdict = np.full(size, -1, np.int32)
    open_rows = np.flatnonzero(force != 0)

    def close(flags: Array, code: str, as_outcome: Outcome) -> None:
        nonlocal open_rows
        hit = flags[open_rows]
        if hit.any():
            rows = open_rows[hit]
            outcome[rows], reason[rows] = _NUMBER[as_outcome], _reason(code)
            open_rows = open_rows[~hit]

    for code, flags in found.not_yet:
        close(flags, code, Outcome.NOT_APPLICABLE)
    for code, flags in found.blocked:
        close(flags, code, Outcome.UNDETERMINED)
    if found.doubtful is not None:
        close(found.doubtful, "doubtful-subject", Outcome.UNDETERMINED)
    told: list[Judgement] = []
    if len(open_rows):
        told = _judged(rule, version, found, open_rows, (force, why), (outcome, reason, verdict))
    return Verdicts(
        who=found.who,
        outcome=outcome,
        reason=reason,
        verdict=verdict,
        told=told,
        alone=np.zeros(size, bool),
        subjects=found.subjects,
        period=found.period,
        part=found.part,
        facts=[(np.arange(size), found.facts)],
        wanted=found.company,
    )


def _judged(
    rule: Rule,
    version: Version,
    found: Found,
    rows: Array,
    forces: tuple[Array, Array],
    out: tuple[Array, Array, Array],
) -> list[Judgement]:
    """Judge one subject of each class; write the outcomes of all."""
    force, why = forces
    outcome, reason, verdict = out
    code = found.facts.classes()[rows] * 2 + (force[rows] > 0)
    size = int(code.max()) + 1
    if size <= max(_DENSE, 4 * len(code)):
        first = np.full(size, -1, np.int64)
        first[code[::-1]] = rows[::-1]
        present = np.flatnonzero(first >= 0)
        number = np.empty(size, np.int32)
        number[present] = np.arange(len(present))
        which = number[code]
        first = first[present]
    else:
        _, at, which = np.unique(code, return_index=True, return_inverse=True)
        first = rows[at]
    told = []
    answers = []
    for row in first.tolist():
        judgement = rule.kind.judge(version.params, found.facts.at(row))
        sure = bool(force[row] > 0)
        answer, because = verdict_of(judgement, rule.severity, in_force=sure, why="force")
        told.append(judgement)
        answers.append((_NUMBER[answer], -1 if because == "force" else _reason(because)))
    table = np.array(answers, np.int16)
    outcome[rows] = table[which, 0]
    said = table[which, 1]
    reason[rows] = np.where(said < 0, why[rows], said)
    verdict[rows] = which
    return told


def _forces(version: Version, found: Found, size: int) -> tuple[Array, Array]:
    """Tell whether the version is in force on the events: 1, 0 or -1, and the reason if it is not.

    The first event that lies outside decides, then the first that may.
    """
    force, why = np.ones(size, np.int8), np.zeros(size, np.int16)
    told = [in_force(version, first, last) for first, last in found.events]
    for wanted in (-1, 0):
        for answer, reason in reversed(told):
            hit = np.broadcast_to(answer == wanted, size)
            if hit.any():
                force[hit] = wanted
                why[hit] = np.broadcast_to(reason, size)[hit]
    return force, why


def in_force(version: Version, first: Any, last: Any) -> tuple[Array, Array]:
    """Give `Version.in_force` for many events."""
    begins, ends = version.begins, version.ends
    first, last = np.asarray(first), np.asarray(last)
    vague = first < begins.first
    if begins.first != begins.last:
        vague = vague | (first <= begins.last)
    late = last > ends.first if ends else np.zeros(first.shape, bool)
    over = first > ends.last if ends else np.zeros(first.shape, bool)
    cases = [
        (late, -1, "perhaps-after-force"),
        (vague, -1, "perhaps-before-force"),
        (over, 0, "after-force"),
        (last < begins.first, 0, "before-force"),
    ]
    answer, reason = np.ones(first.shape, np.int8), np.zeros(first.shape, np.int16)
    for flags, value, code in cases:
        answer = np.where(flags, np.int8(value), answer)
        reason = np.where(flags, np.int16(_reason(code)), reason)
    return answer, reason


def of_findings(
    findings: Sequence[Finding], number: dict[str, int], subjects: Sequence[Subject] | None = None
) -> Verdicts:
    """Give the verdicts of findings that were made one by one."""
    periods = list(dict.fromkeys([None, *(f.period for f in findings)]))
    parts = list(dict.fromkeys([None, *(f.part for f in findings)]))
    told = [
        Judgement(worst=0, best=0, observed=f.observed, required=f.required, shortfall=f.shortfall)
        for f in findings
    ]
    if subjects is None:
        who = np.array([number[f.subject.id] for f in findings], np.int64)
    else:
        who = np.arange(len(findings))
    return Verdicts(
        who=who,
        outcome=np.array([_NUMBER[f.outcome] for f in findings], np.int8),
        reason=np.array([_reason(f.reason) for f in findings], np.int16),
        verdict=np.arange(len(findings), dtype=np.int32),
        told=told,
        alone=np.ones(len(findings), bool),
        subjects=subjects,
        period=Labels(np.array([periods.index(f.period) for f in findings], np.int32), periods),
        part=Labels(np.array([parts.index(f.part) for f in findings], np.int32), parts),
        findings=dict(enumerate(findings)),
    )


def joined(pieces: Iterable[Verdicts], *, ordered: bool = True) -> Verdicts:
    """Put verdicts together; `ordered` False: in the order of `who`."""
    some = [piece for piece in pieces if len(piece)] or list(pieces)[:1]
    if len(some) == 1:
        return some[0]
    starts = np.cumsum([0, *(len(piece) for piece in some)]).tolist()
    shifts = np.cumsum([0, *(len(piece.told) for piece in some)]).tolist()
    whole = Verdicts(
        who=np.concatenate([p.who for p in some]),
        outcome=np.concatenate([p.outcome for p in some]),
        reason=np.concatenate([p.reason for p in some]),
        verdict=np.concatenate(
            [np.where(p.verdict < 0, -1, p.verdict + n) for p, n in zip(some, shifts, strict=False)]
        ),
        told=[judgement for p in some for judgement in p.told],
        alone=np.concatenate([p.alone for p in some]),
        subjects=some[0].subjects,
        wanted=some[0].wanted,
        period=_labels([p.period for p in some], starts),
        part=_labels([p.part for p in some], starts),
        facts=[
            (start + rows, facts)
            for p, start in zip(some, starts, strict=False)
            for rows, facts in p.facts
        ],
        findings={
            start + row: finding
            for p, start in zip(some, starts, strict=False)
            for row, finding in p.findings.items()
        },
    )
    return whole if ordered else sorted_by_who(whole)


def _labels(parts: Sequence[Labels | None], starts: Sequence[int]) -> Labels | None:
    if all(part is None for part in parts):
        return None
    names: dict[str | None, int] = {None: 0}
    code = np.zeros(starts[-1], np.int32)
    for part, start, stop in zip(parts, starts, starts[1:], strict=False):
        if part is not None:
            table = np.array([names.setdefault(name, len(names)) for name in part.names], np.int32)
            code[start:stop] = table[part.code]
    return Labels(code, list(names))


def sorted_by_who(verdicts: Verdicts) -> Verdicts:
    """Give verdicts in the order of the people."""
    order = np.argsort(verdicts.who, kind="stable")
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return evolve(
        verdicts,
        who=verdicts.who[order],
        outcome=verdicts.outcome[order],
        reason=verdicts.reason[order],
        verdict=verdicts.verdict[order],
        alone=verdicts.alone[order],
        period=verdicts.period.take(order) if verdicts.period else None,
        part=verdicts.part.take(order) if verdicts.part else None,
        facts=[(place[rows], facts) for rows, facts in verdicts.facts],
        findings={int(place[row]): finding for row, finding in verdicts.findings.items()},
    )


def without(verdicts: Verdicts, rows: Array) -> Verdicts:
    """Give all verdicts but those of some rows."""
    kept = np.ones(len(verdicts), bool)
    kept[rows] = False
    order = np.flatnonzero(kept)
    place = np.full(len(verdicts), -1, np.int64)
    place[order] = np.arange(len(order))
    return evolve(
        verdicts,
        who=verdicts.who[order],
        outcome=verdicts.outcome[order],
        reason=verdicts.reason[order],
        verdict=verdicts.verdict[order],
        alone=verdicts.alone[order],
        period=verdicts.period.take(order) if verdicts.period else None,
        part=verdicts.part.take(order) if verdicts.part else None,
        facts=[(place[rows_], facts) for rows_, facts in verdicts.facts],
        findings={int(place[row]): f for row, f in verdicts.findings.items() if kept[row]},
        gaps=True,
    )
