"""What recruits are on all days there are, told in arrays: of those whose dates are whole days.

Whoever is in the township of recruitment is of one class, whatever was served; whoever is outside
stays what they were at the exit.  In another township the class changes with the stage.  So few
days divide the time of a recruit, and all of them are found at once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from partyorg.bulk.calendar import anniversary
from partyorg.bulk.facts.lock_classes import digits
from partyorg.bulk.facts.lock_facts import approved, exempt
from partyorg.bulk.found import packed
from partyorg.bulk.kernels import BITS, reached
from partyorg.bulk.moves import OTHER, OUT, States, all_moves
from partyorg.bulk.part import Part
from partyorg.dates import FAR, Counting
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.service_lock import Params

__all__ = ["entries"]

Array = NDArray[Any]


def entries(version: Version, part: Part, judged: Array) -> tuple[Array, Array, Array, Array]:
    """Give from which day on who is of which class, by person and day; and who cannot be told so.

    `judged` are people all of whose dates are whole days, and of whom nothing is unknown.  Each has
    a class from the day of recruitment on; of two from one day the later counts.
    """
    moves, tangled = all_moves(part, judged)
    moves = moves.take(np.flatnonzero(~tangled[moves.person]))
    sizes = digits(version.params)
    who = np.flatnonzero(judged & ~tangled)
    recruited = part.columns.people.recruited.first
    first = np.zeros((len(sizes), len(who)), np.int8)
    first[5] = 1
    first[6] = part.columns.people.via[who] >= 0
    first[7:] = 1
    found = [(who, recruited[who], first), *_moved(version, part, moves)]
    person, since = (np.concatenate([one[at] for one in found]) for at in (0, 1))
    code = packed(*zip(np.concatenate([one[2] for one in found], axis=1), sizes, strict=True))
    order = np.argsort(person.astype(np.int64) << BITS | since, kind="stable")
    return person[order], since[order], code[order], tangled


def _moved(version: Version, part: Part, moves: States) -> list[tuple[Array, Array, Array]]:
    """Give the classes after the moves, and those of the stages that are reached in between."""
    params: Params = version.params
    reaches = _reached(params, part, moves.person)
    stage = (reaches <= moves.first).sum(axis=0)
    after = np.zeros((len(digits(params)), len(moves.person)), np.int8)
    after[0] = moves.place
    after[1:3] = np.where(moves.place == OTHER, stage, 0)
    after[3:5] = np.where(moves.place == OUT, stage, 0)
    after[5] = exempt(version, moves, np.ones(len(stage), bool)) + 1
    after[6] = part.columns.people.via[moves.person] >= 0
    answers = approved(params, part, moves, np.flatnonzero(moves.place == OUT))
    asking = [number for number, one in enumerate(params.stages) if one.approval_of]
    after[7:] = answers[asking] + 1
    found = [(moves.person, moves.first, after)]
    until = np.full(len(stage), FAR)
    until[:-1] = np.where(moves.person[1:] == moves.person[:-1], moves.first[1:], FAR)
    for one, day in enumerate(reaches):
        at = np.flatnonzero((moves.place == OTHER) & (moves.first < day) & (day < until))
        later = after[:, at]
        later[1:3] = one + 1
        found.append((moves.person[at], day[at], later))
    return found


def _reached(params: Params, part: Part, person: Array) -> Array:
    """Give the day on which each further stage begins, a row a stage, for each of some people."""
    recruited = part.columns.people.recruited.first
    months = [stage.begins.months for stage in params.stages[1:]]
    late, size = part.service.late, len(recruited)
    if params.clock == "elapsed":
        days = [anniversary(recruited[person], one) + late for one in months]
    else:
        asked = np.zeros(size, bool)
        asked[person] = True
        served = part.service.stretches(longest=False, counting=Counting.DAY)
        served = served.of(np.flatnonzero(asked[served.owner])).clipped(recruited, FAR)
        days = [reached(served, size, one, late)[person] for one in months]
    return np.array(days, np.int64).reshape(len(months), len(person))
