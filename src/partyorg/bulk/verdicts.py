"""From facts in columns to verdicts, by the same steps as one record at a time.

Is the rule in force on the events, is the subject one at all, is anything in the way, and only then
the facts.  These are judged by the very `judge` of the kind: of each class of facts that it cannot
tell apart one is judged, and its answer is that of the class.  So a million subjects cost as many
calls as there are classes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from threading import Lock
from typing import Any

import numpy as np
from attrs import define, evolve, field
from numpy.typing import NDArray

from partyorg.bulk import compiled_facts
from partyorg.bulk.columns import Columns
from partyorg.bulk.found import Coded, Facts, Found, Labels, State
from partyorg.evaluate.engine import verdict_of
from partyorg.rulebook import Judgement, Rule, Version
from partyorg.verdict import Finding, Outcome, Subject

__all__ = [
    "OUTCOMES",
    "REASONS",
    "Classes",
    "Verdicts",
    "in_force",
    "joined",
    "of_findings",
    "settle",
    "sorted_by_who",
    "state_of",
    "without",
]

Array = NDArray[Any]
OUTCOMES = tuple(Outcome)
"""The outcomes, in the order of their numbers."""
_NUMBER = {outcome: at for at, outcome in enumerate(OUTCOMES)}
REASONS: list[str | None] = [None]
"""The codes of reasons, by number; grows as they are met."""
_DENSE = 1 << 20
_NOTHING = Judgement(worst=0, best=0, nothing=True)


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


def settle(classes: Classes, found: Found) -> Verdicts:
    """Settle all subjects that a search has found."""
    own = _settled(classes, found) if found.coded is None else _decoded(classes, found, found.coded)
    if found.beside is None:
        return own
    return sorted_by_who(joined([own, settle(classes, found.beside)]))


def _settled(classes: Classes, found: Found) -> Verdicts:
    """Settle subjects one question after the other."""
    size, version = len(found), classes.version
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
    if len(open_rows):
        which, answer = classes.judge(found, open_rows, force)
        outcome[open_rows] = answer[:, 0]
        said = answer[:, 1]
        reason[open_rows] = np.where(said < 0, why[open_rows], said)
        verdict[open_rows] = which
    return _verdicts(classes, found, outcome, reason, verdict)


def _decoded(classes: Classes, found: Found, coded: Coded) -> Verdicts:
    """Settle subjects whose classes and states are known."""
    code = coded.code
    present = np.flatnonzero(np.bincount(code))
    answers = np.zeros((3, int(present[-1]) + 1 if len(present) else 0), np.int32)
    open_ones: dict[int, tuple[int, State]] = {}
    for one in present.tolist():
        number, state = divmod(one, len(coded.states))
        told = coded.states[state]
        if told.outcome is None:
            open_ones[one] = (2 * number + told.sure, told)
        else:
            answers[:, one] = _NUMBER[told.outcome], _reason(told.reason), -1
    new = [one for one, (key, _) in open_ones.items() if key not in classes.number]
    with classes.lock:
        rows = _firsts(code, np.array(new)).tolist() if new else ()
        for one, row in zip(new, rows, strict=True):
            classes.see(open_ones[one][0], found, row)
    for one, (key, told) in open_ones.items():
        which = classes.number[key]
        outcome, said = classes.answers[which]
        answers[:, one] = outcome, _reason(told.reason) if said < 0 else said, which
    size = len(code)
    out = np.empty(size, np.int8), np.empty(size, np.int16), np.empty(size, np.int32)
    compiled_facts.settled(code, answers, *out)
    return _verdicts(classes, found, *out)


def _verdicts(
    classes: Classes, found: Found, outcome: Array, reason: Array, verdict: Array
) -> Verdicts:
    return Verdicts(
        who=found.who,
        outcome=outcome,
        reason=reason,
        verdict=verdict,
        told=classes.told,
        alone=np.zeros(len(found), bool),
        subjects=found.subjects,
        period=found.period,
        part=found.part,
        facts=[(np.arange(len(found)), found.facts)],
        wanted=found.company,
    )


@define(eq=False)
class Classes:
    """The classes of facts judged so far, for one rule version on one day."""

    rule: Rule
    version: Version
    told: list[Judgement] = field(factory=list)
    answers: list[tuple[int, int]] = field(factory=list)
    number: dict[int, int] = field(factory=dict)
    lock: Lock = field(factory=Lock)

    def judge(self, found: Found, rows: Array, force: Array) -> tuple[Array, Array]:
        """Give the class of each row, as its place in `told`, and what is answered to it."""
        code = found.facts.classes()[rows] * 2 + (force[rows] > 0)
        size = int(code.max()) + 1
        if size <= max(_DENSE, 4 * len(code)):
            present = np.flatnonzero(np.bincount(code, minlength=size))
            number = np.zeros(size, np.int32)
            which = None
        else:
            present, which = np.unique(code, return_inverse=True)
        with self.lock:
            new = [one for one in present.tolist() if one not in self.number]
            if new:
                first = _firsts(code, np.array(new))
                for one, row in zip(new, rows[first].tolist(), strict=True):
                    self.see(one, found, row)
        place = np.array([self.number[one] for one in present.tolist()], np.int32)
        if which is None:
            number[present] = place
            verdict = number[code]
        else:
            verdict = place[which.reshape(-1)]
        return verdict, np.array(self.answers, np.int16)[verdict]

    def see(self, code: int, found: Found, row: int) -> None:
        """Judge a class, unless it has been; `code` is even where the rule is perhaps in force."""
        if code in self.number:
            return
        facts = (found.sample or found.facts.at)(row)
        judgement = self.rule.kind.judge(self.version.params, facts)
        answer, because = verdict_of(
            judgement, self.rule.severity, in_force=bool(code % 2), why="force"
        )
        # Where there is nothing to judge, a finding shows nothing either.
        self.told.append(_NOTHING if judgement.nothing else judgement)
        self.answers.append((_NUMBER[answer], -1 if because == "force" else _reason(because)))
        self.number[code] = len(self.told) - 1


def _firsts(code: Array, wanted: Array) -> Array:
    """Give a place of each code."""
    some = np.flatnonzero(np.isin(code, wanted)) if len(wanted) > 1 else np.arange(len(code))
    order = some[np.argsort(code[some], kind="stable")]
    return order[np.searchsorted(code[order], wanted)]


def _forces(version: Version, found: Found, size: int) -> tuple[Array, Array]:
    """Tell whether the version is in force on the events: 1, 0 or -1, and the reason if it is not.

    The first event that lies outside decides, then the first that may.
    """
    told = [in_force(version, first, last) for first, last in found.events]
    force, why = np.ones(size, np.int8), np.zeros(size, np.int16)
    for wanted in (-1, 0):
        for answer, reason in reversed(told):
            hit = answer == wanted
            if hit.ndim == 0:
                if hit:
                    force[:], why[:] = wanted, reason
            elif hit.any():
                rows = np.flatnonzero(hit)
                force[rows], why[rows] = wanted, reason[rows]
    return force, why


def state_of(version: Version, day: int) -> int:
    """Give `Version.in_force` for a day as the compiled code numbers it (see `found.State`)."""
    answer, reason = (int(one) for one in in_force(version, day, day))
    if answer > 0:
        return 0
    after = REASONS[reason] in ("after-force", "perhaps-after-force")
    return (1 if after else 2) if answer else (3 if after else 4)


def in_force(version: Version, first: Any, last: Any) -> tuple[Array, Array]:
    """Give `Version.in_force` for many events."""
    begins, ends = version.begins, version.ends
    first, last = np.asarray(first), np.asarray(last)
    vague = first < begins.first
    if begins.first != begins.last:
        vague = vague | (first <= begins.last)
    late = last > ends.first if ends else np.zeros(first.shape, bool)
    over = first > ends.last if ends else np.zeros(first.shape, bool)
    state = late.astype(np.uint8)
    for at, flags in enumerate((vague, over, last < begins.first), start=1):
        state |= flags.astype(np.uint8) << np.uint8(at)
    codes = [0] + [
        _reason(code)
        for code in ("perhaps-after-force", "perhaps-before-force", "after-force", "before-force")
    ]
    # Of several the last counts: before it, after it, perhaps before it, perhaps after it.
    which = [number.bit_length() for number in range(16)]
    answer = np.array([(1, -1, -1, 0, 0)[one] for one in which], np.int8)
    return answer[state], np.array([codes[one] for one in which], np.int16)[state]


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
    told, shifts = _told(some)
    whole = Verdicts(
        who=np.concatenate([p.who for p in some]),
        outcome=np.concatenate([p.outcome for p in some]),
        reason=np.concatenate([p.reason for p in some]),
        verdict=np.concatenate(
            [
                np.where(p.verdict < 0, -1, p.verdict + n) if n else p.verdict
                for p, n in zip(some, shifts, strict=True)
            ]
        ),
        told=told,
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


def _told(pieces: Sequence[Verdicts]) -> tuple[list[Judgement], list[int]]:
    """Put the judgements behind each other; pieces of one search have theirs in common."""
    told: list[Judgement] = []
    place: dict[int, int] = {}
    for piece in pieces:
        if id(piece.told) not in place:
            place[id(piece.told)] = len(told)
            told += piece.told
    return told, [place[id(piece.told)] for piece in pieces]


def _labels(parts: Sequence[Labels | None], starts: Sequence[int]) -> Labels | None:
    """Put labels behind each other; the names of each stay as they are."""
    if all(part is None for part in parts):
        return None
    names = Chained([part.names if part is not None else [None] for part in parts])
    code = np.zeros(starts[-1], np.int32)
    for part, shift, start, stop in zip(parts, names.starts, starts, starts[1:], strict=False):
        code[start:stop] = shift if part is None else part.code + shift
    return Labels(code, names)


class Chained(Sequence[str | None]):
    """Texts of several lists, one behind the other."""

    def __init__(self, lists: Sequence[Sequence[str | None]]) -> None:
        self._lists = [part for one in lists for part in getattr(one, "lists", [one])]
        self.starts = [0, *accumulate(len(one) for one in lists)]
        self._starts = [0, *accumulate(len(one) for one in self._lists)]

    @property
    def lists(self) -> list[Sequence[str | None]]:
        """The lists."""
        return self._lists

    def __len__(self) -> int:
        """Give how many there are."""
        return self._starts[-1]

    def __getitem__(self, key: Any) -> Any:
        """Give one."""
        which = bisect_right(self._starts, key) - 1
        return self._lists[which][key - self._starts[which]]


def sorted_by_who(verdicts: Verdicts) -> Verdicts:
    """Give verdicts in the order of the people."""
    return _rows(verdicts, np.argsort(verdicts.who, kind="stable"))


def without(verdicts: Verdicts, rows: Array) -> Verdicts:
    """Give all verdicts but those of some rows."""
    kept = np.ones(len(verdicts), bool)
    kept[rows] = False
    return evolve(_rows(verdicts, np.flatnonzero(kept)), gaps=True)


def _rows(verdicts: Verdicts, order: Array) -> Verdicts:
    """Give some rows, in this order."""
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
        facts=[(place[rows], facts) for rows, facts in verdicts.facts],
        findings={
            int(place[row]): finding
            for row, finding in verdicts.findings.items()
            if place[row] >= 0
        },
    )
