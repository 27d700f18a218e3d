"""From facts in columns to verdicts, by the same steps as one record at a time.

Is the rule in force on the events, is the subject one at all, is anything in the way, and only then
the facts.  These are judged by the very `judge` of the kind: of each class of facts that it cannot
tell apart one is judged, and its answer is that of the class.  So a million subjects cost as many
calls as there are classes.
"""

from __future__ import annotations

from threading import RLock
from typing import Any

import numpy as np
from attrs import define, field
from numpy.typing import NDArray

from partyorg.bulk import compiled_facts
from partyorg.bulk.found import Coded, Found
from partyorg.bulk.verdicts import (
    NOTHING,
    NUMBER,
    Answer,
    Verdicts,
    joined,
    reason_of,
    sorted_by_who,
)
from partyorg.evaluate.engine import verdict_of
from partyorg.rulebook import Rule, Version
from partyorg.verdict import Outcome

__all__ = ["Classes", "in_force", "settle", "state_of", "states_of"]

Array = NDArray[Any]
_DENSE = 1 << 20


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
            answer[rows] = classes.place(Answer(NUMBER[as_outcome], reason_of(code)))
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
    met = np.zeros(int(code.max(initial=-1)) + 1, bool)
    met[code] = True
    present, places = np.flatnonzero(met), np.zeros(len(met), np.int32)
    open_ones: dict[int, tuple[int, int]] = {}
    for one in present.tolist():
        number, state = divmod(one, len(coded.states))
        told = coded.states[state]
        if told.outcome is None:
            open_ones[one] = (2 * number + told.sure, reason_of(told.reason))
        else:
            places[one] = classes.place(Answer(NUMBER[told.outcome], reason_of(told.reason)))
    new = [one for one, (key, _) in open_ones.items() if key not in classes.number]
    rows = _firsts(code, np.array(new)).tolist() if new else ()
    for one, row in zip(new, rows, strict=True):
        classes.see(open_ones[one][0], found, row)
    for one, (key, why) in open_ones.items():
        places[one] = classes.open(key, why)
    kind = np.int16 if places.max(initial=0) < _SMALL else np.int32
    if coded.fast:
        answer = np.empty(len(code), kind)
        compiled_facts.looked_up(code, places, answer)
    else:
        answer = places.astype(kind)[code]
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
            places[reason] = self.place(Answer(NUMBER[outcome], reason))
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
            reason = -1 if because == "force" else reason_of(because)
            # Where there is nothing to judge, a finding shows nothing either.
            told = NOTHING if judgement.nothing else judgement
            self.number[code] = Answer(NUMBER[outcome], reason, told)


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


_FORCE = ("perhaps-after-force", "perhaps-before-force", "after-force", "before-force")


def states_of(version: Version, first: Any, last: Any) -> Array:
    """Give `Version.in_force` for many events as the compiled code numbers it (see `found.State`).

    0 yes; 1 and 2 perhaps, for it may have ended or not have begun; 3 no longer; 4 not yet.
    """
    codes = [reason_of(code) for code in _FORCE]
    numbers = np.zeros(max(codes) + 1, np.int8)
    numbers[codes] = range(1, len(codes) + 1)
    return np.asarray(numbers[in_force(version, first, last)[1]])


def state_of(version: Version, day: int) -> int:
    """Give the same for one day."""
    return int(states_of(version, day, day))


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
    codes = [0, *map(reason_of, _FORCE)]
    # Of several the last counts: before it, after it, perhaps before it, perhaps after it.
    which = [number.bit_length() for number in range(16)]
    answer = np.array([(1, -1, -1, 0, 0)[one] for one in which], np.int8)
    return answer[state], np.array([codes[one] for one in which], np.int16)[state]
