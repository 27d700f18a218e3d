"""The classes of recruits: what `service_lock` cannot tell apart has one number, made of digits.

The digits are where somebody stands, the stages reached on the day and at the exit (at least, at
most), whether the move is exempt, whether the channel is known, and what each stage says of the
approval.  Whoever is in the first township is of one class, whatever was served; of who went to
another the service on the day counts, of who went outside that at the exit.

Somebody who may be in several states is of the class of the set of their classes, for neither their
order nor how often one comes matters to the answer.
"""

from __future__ import annotations

from threading import Lock
from typing import Any

import numpy as np
from attrs import define, evolve, field
from numpy.typing import NDArray

from partyorg.bulk.calendar import SHORTEST
from partyorg.bulk.facts.lock_facts import approved, clock, exempt
from partyorg.bulk.found import TRUTH, packed
from partyorg.bulk.moves import OTHER, OUT, States
from partyorg.bulk.part import Part
from partyorg.bulk.service import Bounds
from partyorg.dates import FAR
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.service_lock import Facts, Params, State

__all__ = ["Sets", "digits", "digits_of", "of_class", "together"]

Array = NDArray[Any]


def digits(params: Params) -> list[int]:
    """How many values each digit of a class has: place, stages, exemption, channel, approvals."""
    size = len(params.stages)
    return [3, size, size, size, size, 3, 2, *(3 for stage in params.stages if stage.approval_of)]


def of_class(params: Params, number: int) -> Facts:
    """Give facts of a class, without what is only shown."""
    found: list[int] = []
    for size in reversed(digits(params)):
        number, digit = divmod(number, size)
        found.append(digit)
    place, low, high, left, left_high, exempt, via, *approvals = reversed(found)
    months = [stage.begins.months for stage in params.stages]
    answers = iter(approvals)
    answered = tuple(
        TRUTH[next(answers) - 1] if stage.approval_of else False for stage in params.stages
    )
    state = State(place="first")
    if place == OTHER:
        state = State(place="township", exempt=TRUTH[exempt - 1])
    elif place == OUT:
        state = State(
            place="outside",
            exempt=TRUTH[exempt - 1],
            exit_months=(months[left], months[left_high]),
            approved=answered,
        )
    return Facts(states=(state,), months=(months[low], months[high]), via_known=bool(via))


def digits_of(version: Version, part: Part, stands: States, as_of: int) -> tuple[Array, Array]:
    """Give the digits of the classes of people who are all judged, each in one state.

    And the days `[since, until)` on which each class stands, as far as it hangs on what has been
    served on the day; a pair of rows.
    """
    params: Params = version.params
    recruited, service = part.columns.people.recruited, clock(params, part)
    place = stands.place
    found = np.zeros((len(digits(params)), len(place)), np.int8)
    found[0] = place
    begins = np.array([stage.begins.months for stage in params.stages[1:]], np.int32)
    days = np.zeros((2, len(place)), np.int32)
    days[1] = FAR

    def stages(bounds: Bounds, who: Array, at: int) -> None:
        for digit, months in ((at, bounds.low.months[who]), (at + 1, bounds.high.months[who])):
            for begin in begins:
                found[digit, who] += months >= begin

    other = np.flatnonzero(place == OTHER)
    if len(other):
        served = service(as_of, None, recruited, place == OTHER)
        stages(served, other, 1)
        for begin in begins:
            for bound in (served.low, served.high):
                # On this day the stage begins at the earliest, or begins at the latest.
                reached = as_of + SHORTEST * (begin - bound.months[other])
                begun = bound.months[other] >= begin
                days[0, other] = np.maximum(days[0, other], np.where(begun, reached, 0))
                ahead = np.where(begun, FAR, reached - SHORTEST + 1)
                days[1, other] = np.minimum(days[1, other], ahead)
    out = np.flatnonzero(place == OUT)
    answers = np.zeros((len(params.stages), len(place)), np.int8)
    if len(out):
        stages(service(stands.first, stands.last, recruited, place == OUT), out, 3)
        answers = approved(params, part, stands, out)
    found[5] = exempt(version, stands, np.ones(len(place), bool)) + 1
    found[6] = part.columns.people.via >= 0
    asking = [number for number, stage in enumerate(params.stages) if stage.approval_of]
    found[7:] = answers[asking] + 1
    return found, days


@define(eq=False)
class Sets:
    """Numbers for the sets of classes that are met, behind those of the `ordinary` classes.

    Parts are searched several at a time, but a set has one number in all of them.
    """

    ordinary: int
    _numbers: dict[frozenset[int], int] = field(factory=dict, init=False)
    _members: list[frozenset[int]] = field(factory=list, init=False)
    _lock: Lock = field(factory=Lock, init=False)

    def number(self, classes: frozenset[int]) -> int:
        """Give the number of a set of classes; of one class alone it is its own."""
        if len(classes) == 1:
            return min(classes)
        with self._lock:
            if classes not in self._numbers:
                self._numbers[classes] = self.ordinary + len(self._members)
                self._members.append(classes)
            return self._numbers[classes]

    def classes(self, number: int) -> list[int]:
        """Give the classes that a number stands for."""
        return [number] if number < self.ordinary else sorted(self._members[number - self.ordinary])


def together(
    version: Version, part: Part, number: Array, further: States, as_of: int, sets: Sets
) -> tuple[Array, Array, Array]:
    """Give who may be in several states, the number of the set of their classes, and the days.

    `number` is the class of the one state of each person; the `further` ones are judged as those of
    so many people alike but for the state.
    """
    alike = part.some(further.person)
    moved = further.post + (alike.offsets[:-1] - part.offsets[further.person])
    states = evolve(further, post=np.where(further.post < 0, -1, moved))
    found, lasting = digits_of(version, alike, states, as_of)
    classes = packed(*zip(found, digits(version.params), strict=True))
    several, which = np.unique(further.person, return_inverse=True)
    which = which.reshape(-1)
    days = np.zeros((2, len(several)), np.int32)
    days[1] = FAR
    np.maximum.at(days[0], which, lasting[0])
    np.minimum.at(days[1], which, lasting[1])
    classed = [{one} for one in number[several].tolist()]
    for at, one in zip(which.tolist(), classes.tolist(), strict=True):
        classed[at].add(one)
    return several, np.array([sets.number(frozenset(one)) for one in classed]), days
