"""The search for recruits whose careers are plain, by compiled code."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from partyorg.bulk.columns import chosen
from partyorg.bulk.compiled_facts import gathered
from partyorg.bulk.compiled_locks import histories, locks
from partyorg.bulk.facts.lock_facts import approvers
from partyorg.bulk.facts.lock_states import PERHAPS, Asked
from partyorg.bulk.facts.lock_told import History, Quick
from partyorg.bulk.part import Part
from partyorg.dates import FAR
from partyorg.model import Via
from partyorg.rulebook.kinds.service_lock import Params

__all__ = ["Compiled"]

Array = NDArray[Any]


@define(eq=False)
class Compiled:
    """The compiled search among the plain careers of a part."""

    asked: Asked
    part: Part

    def quick(self) -> Quick:
        """Tell of plain careers; others may have gone several ways, or are not plain."""
        as_of, size = self.asked.as_of, len(self.part.columns)
        with self.part.lent(("recruits", *self.asked.key), History) as known:
            if known.single(as_of):
                if known.codes is None:
                    known.codes = np.empty(size, np.int32)
                    locks(as_of, self.part.steady, *self._given, known.codes)
            elif known.ends is None:
                known.keep(*self._histories())
            # Each a room of its own, for what is kept of one must not hold on to the others.
            who, found, others = (np.empty(size, np.int32) for _ in range(3))
            many, left = gathered(known.on(as_of), who, found, others)
            rest = [self.part.vague]
            if left:
                rest.append((others[:left], self.part.some(others[:left])))
            return Quick(known.named(who[:many]), found[:many], rest)

    def _histories(self) -> tuple[Array, Array, Array]:
        """Give the classes and states of all days: where those of each end, since when, which."""
        size, params = len(self.part.columns), self.asked.version.params
        most = (len(params.stages) + 1) * size + 2 * len(self.part.columns.posts.owner)
        ends, since, codes = np.empty(size, np.int64), *np.empty((2, most), np.int32)
        many = histories(*self._given, ends, since, codes)
        return ends, since[:many].copy(), codes[:many].copy()

    @property
    def _given(self) -> tuple[Any, ...]:
        """What the compiled code must know, whatever the day is."""
        version, now = self.asked.version, self.asked.now
        params: Params = version.params
        part, ground = self.part, self.part.ground
        people, posts = part.columns.people, part.columns.posts
        begins, ends = version.begins, version.ends
        last = (ends.first, ends.last) if ends else (FAR, FAR)
        # Of two events the first that lies outside decides, then the first that may.
        after = [now if now > PERHAPS or (now and not one) else one for one in range(PERHAPS + 1)]
        return (
            np.array([begins.first, begins.last, *last], np.int32),
            np.array([*after, 3, 4], np.int32),
            params.binds == "recruited_since",
            params.clock == "elapsed",
            np.array([stage.begins.months for stage in params.stages[1:]], np.int32),
            np.array([bool(stage.approval_of) for stage in params.stages]),
            chosen(Via, params.recruited_via, empty=True),
            people.via,
            people.recruited.first,
            people.recruited_by,
            part.plain,
            posts.approved,
            posts.approved_by,
            posts.approved_on.first,
            posts.approved_on.last,
            ground.town,
            ground.place,
            ground.chain,
            ground.whole,
            *approvers(params, ground),
            part.service.late,
            *part.counted,
        )
