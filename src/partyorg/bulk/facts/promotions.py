"""Promotions of people in townships, in columns."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define, frozen
from numpy.typing import NDArray

from partyorg.bulk import compiled_facts
from partyorg.bulk.columns import Dates, Table, codes_of
from partyorg.bulk.facts.conditions import Conditions, periods
from partyorg.bulk.found import Found
from partyorg.bulk.part import Part
from partyorg.bulk.search import Search
from partyorg.model import PromotionKind
from partyorg.rulebook.kinds.eligibility import Facts, Params

__all__ = ["Promotions"]

Array = NDArray[Any]


@define(eq=False)
class Promotions(Search):
    """A case for every person and date of a promotion of the kind that the rule names."""

    @property
    def lasting(self) -> bool:
        """Whether classes are the same on all days: they are made of digits that are."""
        return True

    def part(self, part: Part) -> Found:
        """Find them among some people."""
        params: Params = self.version.params
        as_of = self.context.as_of
        events = part.kept(("promotions", params), lambda: _events(params, part))
        found = events.take(np.flatnonzero(events.date.first <= as_of))
        alone = part.touched("promotions")
        alone[found.owner[part.knotty[found.owner]]] = True
        found = found.take(np.flatnonzero((found.code >= 0) & ~alone[found.owner]))
        date, dated = found.date, found.date.first > 0
        facts = _Later(params, part, found)
        return Found(
            who=found.owner,
            events=[(np.where(dated, date.first, as_of), np.where(dated, date.last, as_of))],
            period=periods(date),
            blocked=[("fact-unknown", ~dated), ("row-set-aside", found.broken)],
            doubtful=~found.sure | (date.last > as_of),
            facts=facts,
            sample=facts.sample,
            alone=np.flatnonzero(alone),
        )


@frozen(eq=False)
class _Events(Table):
    """Promotions by person and date: whose, when, the class of the conditions (-1: no subject).

    `broken`: a row of the person was set aside; `sure`: the person surely is a subject.  They are
    kept with their part, so they must not hold on to it.
    """

    owner: Array
    date: Dates
    code: Array
    broken: Array
    sure: Array


def _events(params: Params, part: Part) -> _Events:
    """Give one event for each person and date, in the order of the rows; whatever the day is."""
    rows, kinds = part.columns.promotions, codes_of(PromotionKind)
    some = np.flatnonzero((rows.kind == kinds[params.promotion]) | (rows.kind < 0))
    owner, date, kind = rows.owner[some], rows.date.take(some), rows.kind[some]
    key = (owner.astype(np.int64) << 24) | date.instants
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    named = np.zeros(len(first), bool)
    named[which[kind >= 0]] = True
    order = np.argsort(first)
    first, named = first[order], named[order]
    owner, date = owner[first].astype(np.int64), date.take(first)
    broken = (part.columns.people.broken | part.columns.people.lost)[owner]
    code, sure = np.full(len(owner), -1, np.int32), named
    plain = np.zeros(len(owner), bool)
    if part.plain is not None:
        plain = part.plain[owner] & (date.first > 0) & (date.first == date.last)
        at = np.flatnonzero(plain)
        code[at] = _compiled(params, part, owner[at], date.first[at])
    at = np.flatnonzero(~plain)
    if len(at):
        code[at], certain = _in_arrays(params, part, owner[at], date.take(at), broken[at])
        sure[at] &= certain
    return _Events(owner, date, code, broken, sure)


def _compiled(params: Params, part: Part, owner: Array, day: Array) -> Array:
    """Find the classes of the conditions on plain careers by the compiled code."""
    found = np.empty(len(owner), np.int32)
    compiled_facts.conditions(
        owner,
        day,
        params.in_post,
        params.not_seconded,
        -1 if params.continuous_service is None else params.continuous_service.months,
        -1 if params.cumulative_service is None else params.cumulative_service.months,
        part.service.late,
        *part.counted,
        found,
    )
    return found


def _in_arrays(
    params: Params, part: Part, owner: Array, date: Dates, broken: Array
) -> tuple[Array, Array]:
    """Find the classes of the conditions in arrays, and who surely is a subject."""
    # Few are promoted: their careers alone are looked at.
    promoted, own = np.unique(owner, return_inverse=True)
    few, own = part.some(promoted), own.reshape(-1)
    days = (date.first,) if date.exact else (date.first, date.last)
    holds = [few.in_townships.at(own, np.maximum(day, 1)) for day in days]
    fits = broken | (date.first == 0) | (holds[0] != 0) | (holds[-1] != 0)
    code = Conditions.of(params, few, own, date).classes()
    return np.where(fits, code, -1), (holds[0] == 1) & (holds[-1] == 1)


@define(eq=False)
class _Later:
    """Conditions whose class is known; what was seen is found when it is asked for."""

    params: Params
    part: Part
    events: _Events
    _seen: Conditions | None = None

    def classes(self) -> Array:
        """Give the classes."""
        return self.events.code

    def sample(self, row: int) -> Facts:
        """Give the facts of the class of a promotion."""
        return Facts(conditions=Conditions.of_class(self.params, int(self.events.code[row])))

    def at(self, row: int) -> Facts:
        """Give the facts of one promotion."""
        if self._seen is None:
            promoted, own = np.unique(self.events.owner, return_inverse=True)
            few = self.part.some(promoted)
            self._seen = Conditions.of(self.params, few, own.reshape(-1), self.events.date)
        return Facts(conditions=self._seen.at(row))
