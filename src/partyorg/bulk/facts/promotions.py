"""Promotions of people in townships, in columns."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from partyorg.bulk.columns import codes_of
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

    def part(self, part: Part) -> Found:
        """Find them among some people."""
        params: Params = self.version.params
        rows, kinds = part.columns.promotions, codes_of(PromotionKind)
        as_of = self.context.as_of
        fits = (rows.kind == kinds[params.promotion]) | (rows.kind < 0)
        some = np.flatnonzero(fits & (rows.date.first <= as_of))
        owner, date, kind = rows.owner[some], rows.date.take(some), rows.kind[some]
        # One case for each person and date, in the order of the rows.
        key = (owner.astype(np.int64) << 24) | date.instants
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
        # Few are promoted: their careers alone are looked at.
        promoted, own = np.unique(owner, return_inverse=True)
        few, own = part.some(promoted), own.reshape(-1)
        days = (date.first,) if date.exact else (date.first, date.last)
        holds = [few.in_townships.at(own, np.maximum(day, 1)) for day in days] * (
            2 if date.exact else 1
        )
        fits = broken | empty | (holds[0] != 0) | (holds[1] != 0)
        kept = np.flatnonzero(~alone[owner] & fits)
        who, date = owner[kept], date.take(kept)
        doubtful = (holds[0][kept] != 1) | (holds[1][kept] != 1)
        doubtful |= ~named[kept] | (date.last > as_of)
        dated = date.first > 0
        return Found(
            who=who,
            events=[(np.where(dated, date.first, as_of), np.where(dated, date.last, as_of))],
            period=periods(date),
            blocked=[("fact-unknown", empty[kept]), ("row-set-aside", broken[kept])],
            doubtful=doubtful,
            facts=_Facts(Conditions.of(params, few, own[kept], date)),
            alone=np.flatnonzero(alone),
        )


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
