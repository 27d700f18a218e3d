"""From facts in columns to verdicts, by the same steps as one record at a time.

Is the rule in force on the events, is the subject one at all, is anything in the way, and only then
the facts.  These are judged by the very `judge` of the kind: of each class of facts that it cannot
tell apart one is judged, and its answer is that of the class.  So a million subjects cost as many
calls as there are classes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from itertools import accumulate
from operator import is_
from threading import RLock
from typing import Any, NamedTuple

import numpy as np
from attrs import define, evolve, field
from numpy.typing import NDArray

from partyorg.bulk import compiled_facts
from partyorg.bulk.columns import Columns
from partyorg.bulk.found import Coded, Facts, Found, Labels
from partyorg.evaluate.engine import verdict_of
from partyorg.rulebook import Judgement, Rule, Version
from partyorg.verdict import Finding, Outcome, Subject

__all__ = [
    "OUTCOMES",
    "REASONS",
    "Answer",
    "Classes",
    "Verdicts",
    "Whose",
    "in_force",
    "joined",
    "numbered",
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
        often = np.bincount(self.answer, minlength=len(self.answers)).tolist()
        for answer, number in zip(self.answers, often, strict=True):
            counts[OUTCOMES[answer.outcome]] += number
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
        return [answer.judgement or _NOTHING for answer in self.answers]

    @cached_property
    def alone(self) -> Array:
        """Tell which rows were judged one by one."""
        alone = np.zeros(len(self), bool)
        alone[self.single] = True
        return alone


def settle(classes: Classes, found: Found) -> Verdicts:
    """Settle all subjects that a search has found."""
    own = _settled(classes, found) if found.coded is None else _decoded(classes, found, found.coded)
    if found.beside is None:
        return own
    return sorted_by_who(joined([own, settle(classes, found.beside)]))


def _settled(classes: Classes, found: Found) -> Verdicts:
    """Settle subjects one question after the other."""
    force, why = _forces(classes.version, found, len(found))
    answer = np.zeros(len(found), np.int32)
    shut = np.flatnonzero(force == 0)
    answer[shut] = classes.closed(Outcome.NOT_APPLICABLE, why[shut])
    open_rows = np.flatnonzero(force != 0)

    def close(flags: Array, code: str, as_outcome: Outcome) -> None:
        nonlocal open_rows
        hit = flags[open_rows]
        if hit.any():
            rows = open_rows[hit]
            answer[rows] = classes.place(Answer(_NUMBER[as_outcome], _reason(code)))
            open_rows = open_rows[~hit]

    for code, flags in found.not_yet:
        close(flags, code, Outcome.NOT_APPLICABLE)
    for code, flags in found.blocked:
        close(flags, code, Outcome.UNDETERMINED)
    if found.doubtful is not None:
        close(found.doubtful, "doubtful-subject", Outcome.UNDETERMINED)
    if len(open_rows):
        answer[open_rows] = classes.judge(found, open_rows, force, why)
    return _verdicts(classes, found, answer)


def _decoded(classes: Classes, found: Found, coded: Coded) -> Verdicts:
    """Settle subjects whose classes and states are known."""
    code = coded.code
    present = np.flatnonzero(np.bincount(code))
    places = np.zeros(int(present[-1]) + 1 if len(present) else 0, np.int32)
    open_ones: dict[int, tuple[int, int]] = {}
    for one in present.tolist():
        number, state = divmod(one, len(coded.states))
        told = coded.states[state]
        if told.outcome is None:
            open_ones[one] = (2 * number + told.sure, _reason(told.reason))
        else:
            places[one] = classes.place(Answer(_NUMBER[told.outcome], _reason(told.reason)))
    new = [one for one, (key, _) in open_ones.items() if key not in classes.number]
    rows = _firsts(code, np.array(new)).tolist() if new else ()
    for one, row in zip(new, rows, strict=True):
        classes.see(open_ones[one][0], found, row)
    for one, (key, why) in open_ones.items():
        places[one] = classes.open(key, why)
    answer = np.empty(len(code), np.int16 if places.max(initial=0) < _SMALL else np.int32)
    compiled_facts.looked_up(code, places, answer)
    return _verdicts(classes, found, answer)


_SMALL = 1 << 15


def _verdicts(classes: Classes, found: Found, answer: Array) -> Verdicts:
    return Verdicts(
        who=found.who,
        answer=answer,
        answers=classes.answers,
        subjects=found.subjects,
        period=found.period,
        part=found.part,
        facts=[(np.arange(len(found)), found.facts)],
        wanted=found.company,
    )


@define(eq=False)
class Classes:
    """The classes of facts judged so far, and all answers, for one rule version on one day.

    `number` gives the judgement of a class, with the outcome and reason that follow from it (-1:
    the reason is that of the force of the version).
    """

    rule: Rule
    version: Version
    answers: list[Answer] = field(factory=list)
    number: dict[int, Answer] = field(factory=dict)
    _places: dict[Any, int] = field(factory=dict, init=False)
    _lock: Any = field(factory=RLock, init=False)

    def place(self, answer: Answer, key: Any = None) -> int:
        """Give the place of an answer; `key` tells it from others."""
        with self._lock:
            key = key or answer
            if key not in self._places:
                self.answers.append(answer)
                self._places[key] = len(self.answers) - 1
            return self._places[key]

    def closed(self, outcome: Outcome, reasons: Array) -> Array:
        """Give the places of an outcome for some reasons."""
        places = np.zeros(int(reasons.max(initial=-1)) + 1, np.int32)
        for reason in np.flatnonzero(np.bincount(reasons)).tolist():
            places[reason] = self.place(Answer(_NUMBER[outcome], reason))
        return places[reasons]

    def open(self, code: int, why: int) -> int:
        """Give the place of the answer to a class; `why` is the reason that the force gives."""
        outcome, reason, judgement = self.number[code]
        reason = why if reason < 0 else reason
        return self.place(Answer(outcome, reason, judgement), (code, reason))

    def judge(self, found: Found, rows: Array, force: Array, why: Array) -> Array:
        """Give the place of the answer to each row."""
        code = found.facts.classes()[rows] * 2 + (force[rows] > 0)
        size = int(code.max()) + 1
        if size <= max(_DENSE, 4 * len(code)):
            present = np.flatnonzero(np.bincount(code, minlength=size))
            which = code
        else:
            present, which = np.unique(code, return_inverse=True)
            which, size = which.reshape(-1), len(present)
        new = [one for one in present.tolist() if one not in self.number]
        if new:
            first = _firsts(code, np.array(new))
            for one, row in zip(new, rows[first].tolist(), strict=True):
                self.see(one, found, row)
        answer = np.empty(len(rows), np.int32)
        places = np.zeros(size, np.int32)
        reasons = why[rows]
        for reason in np.flatnonzero(np.bincount(reasons)).tolist():
            told = [self.open(one, reason) for one in present.tolist()]
            places[present if which is code else slice(None)] = told
            some = np.flatnonzero(reasons == reason)
            answer[some] = places[which[some]]
        return answer

    def see(self, code: int, found: Found, row: int) -> None:
        """Judge a class, unless it has been; `code` is even where the rule is perhaps in force."""
        with self._lock:
            if code in self.number:
                return
            facts = (found.sample or found.facts.at)(row)
            judgement = self.rule.kind.judge(self.version.params, facts)
            sure = bool(code % 2)
            outcome, because = verdict_of(judgement, self.rule.severity, in_force=sure, why="force")
            reason = -1 if because == "force" else _reason(because)
            # Where there is nothing to judge, a finding shows nothing either.
            told = _NOTHING if judgement.nothing else judgement
            self.number[code] = Answer(_NUMBER[outcome], reason, told)


def _firsts(code: Array, wanted: Array) -> Array:
    """Give a place of each code."""
    if len(wanted) <= _FEW:
        return np.array([(code == one).argmax() for one in wanted.tolist()], np.int64)
    order = np.argsort(code, kind="stable")
    return order[np.searchsorted(code[order], wanted)]


_FEW = 16


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
        answer=np.arange(len(findings), dtype=np.int32),
        answers=[
            Answer(_NUMBER[f.outcome], _reason(f.reason), judgement)
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
