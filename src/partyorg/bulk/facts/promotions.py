"""Promotions of people in townships, in columns."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define, evolve, frozen
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
        events = part.kept(("promotions", params.promotion), lambda: _events(params, part))
        as_of = self.context.as_of
        found = events.take(np.flatnonzero(events.date.first <= as_of))
        owner, date, named = found.owner, found.date, found.named
        alone = part.knotty & (np.bincount(owner, minlength=len(part.knotty)) > 0)
        alone |= part.touched("promotions")
        alone_ones = np.flatnonzero(alone)
        if part.plain is None:
            rest = np.flatnonzero(~alone[owner])
            return evolve(self._in_arrays(part, found.take(rest)), alone=alone_ones)
        plain = part.plain.copy()
        odd = (date.first != date.last) | (date.first == 0) | (date.last > as_of) | ~named
        plain[owner[odd]] = False
        plain = plain[owner]
        rest = np.flatnonzero(~plain & ~alone[owner])
        quick = self._compiled(part, found.take(np.flatnonzero(plain & ~alone[owner])))
        beside = self._in_arrays(part, found.take(rest)) if len(rest) else None
        return evolve(quick, beside=beside, alone=alone_ones)

    def _compiled(self, part: Part, events: _Events) -> Found:
        """Find the classes of conditions on plain careers by the compiled code."""
        params: Params = self.version.params
        code = part.kept(("conditions", params), lambda: _codes(params, part))[events.row]
        kept = np.flatnonzero(code >= 0)
        some = events.take(kept)
        facts = _Later(params, part, some, code[kept])
        return Found(
            who=some.owner,
            events=[(some.date.first, some.date.first)],
            period=periods(some.date),
            facts=facts,
            sample=facts.sample,
        )

    def _in_arrays(self, part: Part, events: _Events) -> Found:
        """Find the conditions in arrays."""
        owner, date, broken = events.owner, events.date, events.broken
        as_of, empty = self.context.as_of, date.first == 0
        # Few are promoted: their careers alone are looked at.
        promoted, own = np.unique(owner, return_inverse=True)
        few, own = part.some(promoted), own.reshape(-1)
        days = (date.first,) if date.exact else (date.first, date.last)
        holds = [few.in_townships.at(own, np.maximum(day, 1)) for day in days]
        fits = broken | empty | (holds[0] != 0) | (holds[-1] != 0)
        kept = np.flatnonzero(fits)
        date = date.take(kept)
        doubtful = (holds[0][kept] != 1) | (holds[-1][kept] != 1)
        doubtful |= ~events.named[kept] | (date.last > as_of)
        dated = date.first > 0
        return Found(
            who=owner[kept],
            events=[(np.where(dated, date.first, as_of), np.where(dated, date.last, as_of))],
            period=periods(date),
            blocked=[("fact-unknown", empty[kept]), ("row-set-aside", broken[kept])],
            doubtful=doubtful,
            facts=_Facts(Conditions.of(self.version.params, few, own[kept], date)),
        )


def _events(params: Params, part: Part) -> _Events:
    """Give one event for each person and date, in the order of the rows."""
    rows, kinds = part.columns.promotions, codes_of(PromotionKind)
    some = np.flatnonzero((rows.kind == kinds[params.promotion]) | (rows.kind < 0))
    owner, date, kind = rows.owner[some], rows.date.take(some), rows.kind[some]
    key = (owner.astype(np.int64) << 24) | date.instants
    _, first, which = np.unique(key, return_index=True, return_inverse=True)
    named = np.zeros(len(first), bool)
    named[which[kind >= 0]] = True
    order = np.argsort(first)
    first, named = first[order], named[order]
    owner = owner[first].astype(np.int64)
    broken = (part.columns.people.broken | part.columns.people.lost)[owner]
    return _Events(some[first], owner, date.take(first), named, broken)


def _codes(params: Params, part: Part) -> Array:
    """Find the classes of the conditions at all promotions of plain careers; -1 for others."""
    rows = part.columns.promotions
    assert part.plain is not None  # noqa: S101  (asked only where plain careers are told apart)
    at = np.flatnonzero(part.plain[rows.owner] & (rows.date.first > 0))
    code, found = np.full(len(rows.owner), -1, np.int32), np.empty(len(at), np.int32)
    compiled_facts.conditions(
        rows.owner[at],
        rows.date.first[at],
        params.in_post,
        params.not_seconded,
        -1 if params.continuous_service is None else params.continuous_service.months,
        -1 if params.cumulative_service is None else params.cumulative_service.months,
        part.service.late,
        *part.counted,
        found,
    )
    code[at] = found
    return code


@frozen(eq=False)
class _Events(Table):
    """Promotions: rows, whose, when, whether of a known kind, and whether posts were set aside.

    They are kept with their part, so they must not hold on to it.
    """

    row: Array
    owner: Array
    date: Dates
    named: Array
    broken: Array


@define(eq=False)
class _Later:
    """Conditions whose class was found by compiled code; what was seen is found when asked for."""

    params: Params
    part: Part
    events: _Events
    code: Array
    _seen: Conditions | None = None

    def classes(self) -> Array:
        """Give the classes."""
        return self.code

    def sample(self, row: int) -> Facts:
        """Give the facts of the class of a promotion."""
        return Facts(conditions=Conditions.of_class(self.params, int(self.code[row])))

    def at(self, row: int) -> Facts:
        """Give the facts of one promotion."""
        if self._seen is None:
            promoted, own = np.unique(self.events.owner, return_inverse=True)
            few = self.part.some(promoted)
            self._seen = Conditions.of(self.params, few, own.reshape(-1), self.events.date)
        return Facts(conditions=self._seen.at(row))


@define(eq=False)
class _Facts:
    """The conditions of each promotion."""

    conditions: Conditions

    def classes(self) -> Array:
        """Tell the answers apart."""
        return self.conditions.classes()

    def at(self, row: int) -> Facts:
        """Give the facts of one promotion."""
        return Facts(conditions=self.conditions.at(row))
