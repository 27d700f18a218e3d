"""The verdicts of a check in columns: whom they are about, what is answered, and how they join.

A verdict is a number: the place of what is answered among all answers to a rule.  So a million of
them take a few megabytes, and what is told at length is told once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from operator import is_
from typing import Any, NamedTuple

import numpy as np
from attrs import define, evolve, field
from numpy.typing import NDArray

from partyorg.bulk.columns import Chained, Columns
from partyorg.bulk.found import Facts, Labels
from partyorg.rulebook import Judgement
from partyorg.verdict import Finding, Outcome, Subject

__all__ = [
    "NOTHING",
    "NUMBER",
    "OUTCOMES",
    "REASONS",
    "Answer",
    "Verdicts",
    "Whose",
    "joined",
    "numbered",
    "of_findings",
    "reason_of",
    "sorted_by_who",
    "without",
]

Array = NDArray[Any]
OUTCOMES = tuple(Outcome)
"""The outcomes, in the order of their numbers."""
NUMBER = {outcome: at for at, outcome in enumerate(OUTCOMES)}
"""The number of each outcome."""
REASONS: list[str | None] = [None]
"""The codes of reasons, by number; grows as they are met."""
NOTHING = Judgement(worst=0, best=0, nothing=True)
"""The judgement of those to whom there is nothing to say."""


def reason_of(code: str | None) -> int:
    """Give the number of the code of a reason."""
    if code not in REASONS:
        REASONS.append(code)
    return REASONS.index(code)


class Answer(NamedTuple):
    """What is answered: an outcome and a reason, and the judgement where facts were judged.

    Outcomes and reasons are places in `OUTCOMES` and `REASONS`.
    """

    outcome: int
    reason: int
    judgement: Judgement | None = None


@define(eq=False, kw_only=True)
class Verdicts:
    """The verdicts of one rule, one row a subject (and period, and part), in the report's order.

    `who` are numbers of people, or places in `subjects`; `answer` is the place of what is answered
    to each in `answers`.  `single` are the rows that were judged one by one; `gaps` tells that not
    every verdict about a subject is still here, `why` why the whole rule was judged one by one.
    """

    who: Array
    answer: Array
    answers: list[Answer]
    single: Array = field(factory=lambda: np.empty(0, np.int64))
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
        counts = dict.fromkeys(OUTCOMES, 0)
        for at, often in enumerate(np.bincount(self.answer).tolist()):
            if often:
                counts[OUTCOMES[self.answers[at].outcome]] += often
        return counts

    @cached_property
    def outcome(self) -> Array:
        """The outcome of each row, as its number in `OUTCOMES`."""
        return np.array([answer.outcome for answer in self.answers] or [0], np.int8)[self.answer]

    @cached_property
    def reason(self) -> Array:
        """The reason of each row, as its number in `REASONS`."""
        return np.array([answer.reason for answer in self.answers] or [0], np.int16)[self.answer]

    @cached_property
    def verdict(self) -> Array:
        """The judgement of each row, as its number in `told`; -1 where no facts were judged."""
        judged = [-1 if one.judgement is None else at for at, one in enumerate(self.answers)]
        return np.array(judged or [0], np.int32)[self.answer]

    @property
    def told(self) -> list[Judgement]:
        """What the judgements say."""
        return [answer.judgement or NOTHING for answer in self.answers]

    @cached_property
    def alone(self) -> Array:
        """Tell which rows were judged one by one."""
        alone = np.zeros(len(self), bool)
        alone[self.single] = True
        return alone


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
        answer=np.arange(len(findings), dtype=np.int32),
        answers=[
            Answer(NUMBER[f.outcome], reason_of(f.reason), judgement)
            for f, judgement in zip(findings, told, strict=True)
        ],
        single=np.arange(len(findings)),
        subjects=subjects,
        period=Labels(np.array([periods.index(f.period) for f in findings], np.int32), periods),
        part=Labels(np.array([parts.index(f.part) for f in findings], np.int32), parts),
        findings=dict(enumerate(findings)),
    )


def joined(pieces: Iterable[Verdicts], whose: Whose | None = None) -> Verdicts:
    """Put verdicts together, in the order in which they are given.

    `whose` puts the people together, and does so but once for pieces of the same people.
    """
    some = [piece for piece in pieces if len(piece)] or list(pieces)[:1]
    if len(some) == 1:
        return some[0]
    starts = np.cumsum([0, *(len(piece) for piece in some)]).tolist()
    answers, shifts = _answers(some)
    people = [piece.who for piece in some]
    return Verdicts(
        who=np.concatenate(people) if whose is None else whose.together(people),
        answer=np.concatenate(
            [p.answer + np.int32(n) if n else p.answer for p, n in zip(some, shifts, strict=True)]
        ),
        answers=answers,
        single=np.concatenate([p.single + start for p, start in zip(some, starts, strict=False)]),
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


def numbered(who: Array, first: int) -> Array:
    """Give the numbers of people of a part among all, of whom `first` is the part's first."""
    return (who + first).astype(np.int32)


@define(eq=False)
class Whose:
    """The people of the verdicts of a rule, which several days have in common where they can."""

    _numbered: dict[int, tuple[Array, Array]] = field(factory=dict, init=False)
    _pieces: list[Array] = field(factory=list, init=False)
    _together: Array | None = field(default=None, init=False)

    def numbered(self, who: Array, first: int) -> Array:
        """Give the numbers of people of a part among all; the same for the same people."""
        known = self._numbered.get(first)
        if known is None or known[0] is not who:
            known = self._numbered[first] = (who, numbered(who, first))
        return known[1]

    def together(self, pieces: list[Array]) -> Array:
        """Put the people of all parts behind each other."""
        same = len(pieces) == len(self._pieces)
        same = same and all(map(is_, pieces, self._pieces))
        if self._together is None or not same:
            self._pieces, self._together = pieces, np.concatenate(pieces)
        return self._together


def _answers(pieces: Sequence[Verdicts]) -> tuple[list[Answer], list[int]]:
    """Put answers behind each other; pieces of one search have theirs in common."""
    if all(piece.answers is pieces[0].answers for piece in pieces):
        return pieces[0].answers, [0] * len(pieces)
    answers: list[Answer] = []
    place: dict[int, int] = {}
    for piece in pieces:
        if id(piece.answers) not in place:
            place[id(piece.answers)] = len(answers)
            answers += piece.answers
    return answers, [place[id(piece.answers)] for piece in pieces]


def _labels(parts: Sequence[Labels | None], starts: Sequence[int]) -> Labels | None:
    """Put labels behind each other; the names of each stay as they are."""
    if all(part is None for part in parts):
        return None
    names = Chained([part.names if part is not None else [None] for part in parts])
    code = np.zeros(starts[-1], np.int32)
    for part, shift, start, stop in zip(parts, names.starts, starts, starts[1:], strict=False):
        code[start:stop] = shift if part is None else part.code + shift
    return Labels(code, names)


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
        answer=verdicts.answer[order],
        single=np.sort(place[verdicts.single][place[verdicts.single] >= 0]),
        period=verdicts.period.take(order) if verdicts.period else None,
        part=verdicts.part.take(order) if verdicts.part else None,
        facts=[(place[rows], facts) for rows, facts in verdicts.facts],
        findings={
            int(place[row]): finding
            for row, finding in verdicts.findings.items()
            if place[row] >= 0
        },
    )
