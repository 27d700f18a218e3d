"""Conditions on people at dates, in columns; a vague date is judged on its first and last day."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from partyorg import dates
from partyorg.bulk.columns import Dates
from partyorg.bulk.found import TRUTH, Labels, Named, packed
from partyorg.bulk.kernels import BITS
from partyorg.bulk.part import Part
from partyorg.bulk.search import observed
from partyorg.bulk.service import Bounds, Current
from partyorg.dates import PartialDate, Period
from partyorg.rulebook.kinds.eligibility import Condition, Params

__all__ = ["Conditions", "periods"]

Array = NDArray[Any]


def periods(date: Dates) -> Labels:
    """Name dates as they are written; None where they are empty."""
    key = date.first.astype(np.int64) << BITS | date.last

    def written(one: int) -> str | None:
        first, last = one >> BITS, one & ((1 << BITS) - 1)
        return str(PartialDate(first, last)) if first else None

    return Labels(np.arange(len(key)), Named(key, written))


@define(eq=False)
class _Condition:
    """A condition: whether it is met on each of the days, and what was measured on the first."""

    name: str
    met: list[Array]
    measured: Bounds | tuple[Current, Current] | None = None

    def seen(self, row: int, day: int) -> Any:
        """Give what was seen on the first day."""
        if self.measured is None:
            return None
        if isinstance(self.measured, Bounds):
            low, high = observed(self.measured, row)
            return (low or Period(), high)
        least, most = self.measured
        low, high = dates.Bounds(_served(least, row, day), _served(most, row, day)).observed()
        return (low or Period(), high)


def _served(current: Current, row: int, day: int) -> dates.Served | None:
    """Give the stretch around a day as `partyorg.dates` has it; None where there is none."""
    months, start = int(current.months[row]), int(current.start[row])
    return None if months < 0 else dates.Served(months, (start, day) if start else None)


@define(eq=False)
class Conditions:
    """The conditions of a rule on some people, each at a date."""

    vague: Array
    first: Array
    conditions: list[_Condition]

    @classmethod
    def of(cls, params: Params, part: Part, who: Array, date: Dates) -> Conditions:
        """Find whether they are met."""
        days = [np.maximum(date.first, 1)]
        vague = date.first != date.last
        if vague.any():
            days.append(np.maximum(date.last, 1))
        out = []
        if params.in_post:
            met = [part.in_townships.at(who, day) for day in days]
            out.append(_Condition("in_post", met))
        if params.not_seconded:
            away = [part.seconded.at(who, day) for day in days]
            met = [np.where(one < 0, -1, 1 - one).astype(np.int8) for one in away]
            out.append(_Condition("not_seconded", met))
        if params.continuous_service is not None:
            current = [part.service.continuous(who, day) for day in days]
            met = [_completed(one, params.continuous_service) for one in current]
            out.append(_Condition("continuous_service", met, current[0]))
        if params.cumulative_service is not None:
            bounds = [part.service.at(who, day) for day in days]
            met = [one.completes(params.cumulative_service) for one in bounds]
            out.append(_Condition("cumulative_service", met, bounds[0]))
        return cls(vague, days[0], out)

    def classes(self) -> Array:
        """Tell the answers apart, and whether one day or two are asked about."""
        digits: list[tuple[Any, int]] = [(self.vague.astype(np.int64), 2)]
        for condition in self.conditions:
            # Where one day is asked about, it stands for the other.
            both = (condition.met[0], condition.met[-1])
            digits += [(answer.astype(np.int64) + 1, 3) for answer in both]
        return packed(*digits)

    @staticmethod
    def of_class(params: Params, number: int) -> tuple[Condition, ...]:
        """Give the conditions of a class, without what was seen."""
        asked = {
            "in_post": params.in_post,
            "not_seconded": params.not_seconded,
            "continuous_service": params.continuous_service is not None,
            "cumulative_service": params.cumulative_service is not None,
        }
        names = [name for name, wanted in asked.items() if wanted]
        days = 1 + number // 9 ** len(names)  # whether the date is vague
        out = []
        for name in reversed(names):
            number, answers = divmod(number, 9)
            met = (TRUTH[answers // 3 - 1], TRUTH[answers % 3 - 1])[:days]
            out.append(Condition(name=name, met=met))
        return tuple(reversed(out))

    def at(self, row: int) -> tuple[Condition, ...]:
        """Give the conditions as their kind takes them."""
        days = 2 if self.vague[row] else 1
        day = int(self.first[row])
        return tuple(
            Condition(
                name=one.name,
                met=tuple(TRUTH[int(answer[row])] for answer in one.met[:days]),
                seen=one.seen(row, day),
            )
            for one in self.conditions
        )


def _completed(current: tuple[Current, Current], period: Period) -> Array:
    low, high = current
    maybe = (high.months >= period.months).astype(np.int8)
    return np.where(low.months >= period.months, 1, -maybe)
