"""Facts for `eligibility` in columns: the conditions on people at the dates of events.

The same as `partyorg.evaluate.facts.eligibility`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from partyorg.bulk.columns import Dates, codes_of
from partyorg.bulk.found import Found, Labels, packed
from partyorg.bulk.part import Part
from partyorg.bulk.search import OneByOneError, Search, of_days
from partyorg.bulk.service import Current
from partyorg.dates import PartialDate, Period
from partyorg.model import PromotionKind
from partyorg.rulebook.kinds.eligibility import Condition, Facts, Params

__all__ = ["Eligibility"]

Array = NDArray[Any]
_TRUTH = {1: True, 0: False, -1: None}
_LIFETIME = 12 * 120


@define(eq=False)
class Eligibility(Search):
    """A case for every event of the kind that the rule names."""

    def part(self, part: Part) -> Found | None:
        """Find the events of some people."""
        params: Params = self.version.params
        if params.event == "promotion":
            return self._promotions(params, part)
        raise OneByOneError("text")

    def _promotions(self, params: Params, part: Part) -> Found:
        rows, kinds = part.columns.promotions, codes_of(PromotionKind)
        as_of = self.context.as_of
        fits = (rows.kind == kinds[params.promotion]) | (rows.kind < 0)
        some = np.flatnonzero(fits & (rows.date.first <= as_of))
        owner, date, kind = rows.owner[some], rows.date.take(some), rows.kind[some]
        # One case for each person and date, in the order of the rows.
        key = (owner.astype(np.int64) << 24) | (date.first.astype(np.int64) << 2)
        key |= np.minimum((date.last - date.first) // 28, 2)
        _, first, which = np.unique(key, return_index=True, return_inverse=True)
        named = np.zeros(len(first), bool)
        named[which[kind >= 0]] = True
        order = np.argsort(first)
        first, named = first[order], named[order]
        owner, date = owner[first].astype(np.int64), date.take(first)
        alone = part.knotty & (np.bincount(owner, minlength=len(part.knotty)) > 0)
        alone |= part.touched("promotions")
        broken = (part.columns.people.broken | part.columns.people.lost)[owner]
        empty = date.first == 0
        sharp = broken | empty  # nothing is asked of these
        holds = [part.in_townships.at(owner, np.maximum(day, 1)) for day in (date.first, date.last)]
        kept = np.flatnonzero(~alone[owner] & (sharp | (holds[0] != 0) | (holds[1] != 0)))
        who, date = owner[kept], date.take(kept)
        first_day = np.where(date.first > 0, date.first, as_of)
        last_day = np.where(date.first > 0, date.last, as_of)
        doubtful = (holds[0][kept] != 1) | (holds[1][kept] != 1)
        doubtful |= ~named[kept] | (date.last > as_of)
        return Found(
            who=who,
            events=[(first_day, last_day)],
            period=_periods(date),
            blocked=[("fact-unknown", empty[kept]), ("row-set-aside", broken[kept])],
            doubtful=doubtful,
            facts=_Facts.of(params, part, who, date),
            alone=np.flatnonzero(alone),
        )


def _periods(date: Dates) -> Labels:
    key = date.first.astype(np.int64) << 22 | date.last
    distinct, code = np.unique(key, return_inverse=True)
    names = []
    for one in distinct.tolist():
        first, last = one >> 22, one & ((1 << 22) - 1)
        names.append(str(PartialDate(first, last)) if first else None)
    return Labels(code.reshape(-1).astype(np.int32), names)


@define(eq=False)
class _Facts:
    """The conditions on the first and on the last day of each event."""

    params: Params
    vague: Array
    days: tuple[Array, Array]
    in_post: list[Array]
    not_seconded: list[Array]
    continuous: list[tuple[Current, Current]]

    @classmethod
    def of(cls, params: Params, part: Part, who: Array, date: Dates) -> _Facts:
        days = [np.maximum(date.first, 1)]
        vague = date.first != date.last
        if not date.exact and vague.any():
            days.append(np.maximum(date.last, 1))
        in_post, not_seconded, continuous = [], [], []
        for day in days:
            if params.in_post:
                in_post.append(part.in_townships.at(who, day))
            if params.not_seconded:
                away = part.seconded.at(who, day)
                not_seconded.append(np.where(away < 0, -1, 1 - away).astype(np.int8))
            if params.continuous_service is not None:
                continuous.append(part.service.continuous(who, day))
            if params.cumulative_service is not None:
                raise OneByOneError("text")
        return cls(params, vague, (days[0], days[-1]), in_post, not_seconded, continuous)

    def _completed(self, at: int) -> Array:
        period = self.params.continuous_service
        assert period is not None  # noqa: S101  (asked for by the caller)
        low, high = self.continuous[at]
        sure, maybe = low.months >= period.months, high.months >= period.months
        return np.where(sure, 1, -maybe.astype(np.int8))

    def _met(self) -> list[tuple[str, list[Array]]]:
        met = []
        if self.params.in_post:
            met.append(("in_post", self.in_post))
        if self.params.not_seconded:
            met.append(("not_seconded", self.not_seconded))
        if self.params.continuous_service is not None:
            answers = [self._completed(at) for at in range(len(self.continuous))]
            met.append(("continuous_service", answers))
        return met

    def classes(self) -> Array:
        """Tell the answers apart, and whether one day or two are asked about."""
        digits: list[tuple[Any, int]] = [(self.vague.astype(np.int64), 2)]
        for _, answers in self._met():
            digits += [(answer.astype(np.int64) + 1, 3) for answer in answers]
        return packed(*digits)

    def at(self, row: int) -> Facts:
        """Give the conditions of one event."""
        days = 2 if self.vague[row] else 1
        conditions = []
        for name, answers in self._met():
            met = tuple(_TRUTH[int(answer[row])] for answer in answers[:days])
            seen = None
            if name == "continuous_service":
                low, high = self.continuous[0]
                day = int(self.days[0][row])
                seen = (_seen(low, row, day) or Period(), _upper(high, row, day))
            conditions.append(Condition(name=name, met=met, seen=seen))
        return Facts(conditions=tuple(conditions))


def _seen(current: Current, row: int, day: int) -> Period | None:
    months = int(current.months[row])
    return None if months < 0 else of_days(months, int(current.start[row]), day)


def _upper(current: Current, row: int, day: int) -> Period | None:
    return None if int(current.months[row]) > _LIFETIME else _seen(current, row, day)
