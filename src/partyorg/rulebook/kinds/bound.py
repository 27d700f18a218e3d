"""`bound`: an amount, a count or a share of a count, at least or at most.

What a table does not say is unknown, not nought: an amount below the bound is a breach only if no
row lacks its figure and the table is known to be complete.  Where the bound is a share of another
figure (a fifth more candidates than seats, four fifths of those who should attend), both are known,
or nothing is.
"""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from attrs import frozen

from partyorg.model import Level, OrgKind, PayPeriod, Role
from partyorg.rulebook.kinds.base import Judgement
from partyorg.rulebook.kinds.bound_words import say
from partyorg.verdict import Unknown

__all__ = ["Alternative", "Facts", "Params", "judge", "say"]


@frozen(kw_only=True)
class Alternative:
    """Another figure of the same rows that is enough by itself."""

    column: Literal["days", "hours"]
    at_least: Fraction


@frozen(kw_only=True)
class Params:
    """Which figure of which table lies at least, or at most, where.

    `trainings`: `column` summed per person and year, of people in post at a township throughout the
    year; `or_else` is another column that is enough by itself; with `members_only` those with a
    membership relation (link `member_of`) throughout the year.

    `amounts`: the `items` of organisations (or of `who = "people"`) in a year, added up by the
    `per` that is asked; with `of_item`, the bound is a fraction of that item.  Without a bound the
    matter is open, by design of whoever published none.

    `members`: `column` is `full_members` or `all_members`.  `appointments`: how many hold one of
    the `roles` at the organisation on the day; with `if_full_members` only where there are so many
    members.  `elections`: `column` of the ballots of `case_kinds` as a fraction of the column `of`;
    with `elected`, only of those who were.

    Organisations are chosen by `kinds`, `levels` and `tag`.  `tie`: what a figure exactly at the
    bound is: it meets it, fails it (超过), or is open where the source leaves it so.  `unit` names
    what is counted, by language.
    """

    table: Literal["trainings", "amounts", "members", "appointments", "elections"]
    who: Literal["organizations", "people"] = "organizations"
    kinds: tuple[OrgKind, ...] = ()
    levels: tuple[Level, ...] = ()
    tag: str | None = None
    column: str = ""
    items: tuple[str, ...] = ()
    per: PayPeriod = PayPeriod.YEAR
    of_item: str | None = None
    roles: tuple[Role, ...] = ()
    if_full_members: int | None = None
    case_kinds: tuple[str, ...] = ()
    of: str | None = None
    elected: bool = False
    members_only: bool = False
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    tie: Literal["meets", "fails", "open"] = "meets"
    or_else: Alternative | None = None
    unit: dict[str, str]

    def __attrs_post_init__(self) -> None:
        """Refuse what the table does not have, and bounds that nothing can keep."""
        columns = {
            "trainings": ("days", "hours"),
            "members": ("full_members", "all_members"),
            "elections": ("due", "present", "seats", "candidates", "issued", "returned", "votes"),
        }.get(self.table, ("",))
        for name in (self.column, self.of or columns[0]):
            if name not in columns:
                msg = f"column '{name}' of table '{self.table}': write {', '.join(columns)}"
                raise ValueError(msg)
        owed = {"amounts": "items", "appointments": "roles", "elections": "case_kinds"}
        if self.table in owed and not getattr(self, owed[self.table]):
            msg = f"table '{self.table}' needs {owed[self.table]}"
            raise ValueError(msg)
        if (self.table == "elections") is not (self.of is not None):
            msg = "elections are judged as a fraction of the column of, other tables are not"
            raise ValueError(msg)
        choose = self.table in ("amounts", "members", "appointments")
        if choose and self.who == "organizations" and not (self.kinds and self.levels):
            msg = "say of which kinds and levels the organizations are"
            raise ValueError(msg)
        bounds = (self.at_least, self.at_most)
        if bounds == (None, None) and self.table != "amounts":
            msg = "set at_least or at_most"
            raise ValueError(msg)
        if None not in bounds and self.at_most < self.at_least:  # type: ignore[operator]
            msg = f"at_most = {self.at_most} lies below at_least = {self.at_least}"
            raise ValueError(msg)
        if self.or_else is not None and (self.table != "trainings" or self.at_least is None):
            msg = "or_else goes with trainings that are at least so much"
            raise ValueError(msg)

    @property
    def of_organizations(self) -> bool:
        """Whether the facts hang on nobody's career."""
        of_people = self.table == "amounts" and self.who == "people"
        return not of_people and self.table not in ("trainings", "appointments")


@frozen(kw_only=True)
class Facts:
    """The sum of what is recorded, whether more may be missing, and whether the year is over.

    `most` is the most that there can be where that is known although it is more than `total`;
    `base` what the bound is a fraction of, `other` the alternative (at least, at most).
    """

    total: Fraction
    may_grow: bool
    running: bool = False
    most: Fraction | None = None
    base: tuple[Fraction, Fraction | None] | None = None
    other: tuple[Fraction, Fraction | None] | None = None
    reason: str = "incomplete-table"
    unknowns: tuple[Unknown, ...] = ()


def judge(params: Params, facts: Facts) -> Judgement:
    """Judge the sum against the bound."""
    low = facts.total
    high = None if facts.may_grow else low if facts.most is None else facts.most
    worst, best = _distances(params, facts, low, high)
    name = params.column or "count"
    observed: dict[str, Any] = {name: _pair((low, high))}
    if facts.other is not None and params.or_else is not None:
        least, most = facts.other
        worst = max(worst, least - params.or_else.at_least)
        enough = most is None or facts.running
        best = max(best, _ROOM if enough else (most or least) - params.or_else.at_least)
        observed[params.or_else.column] = _pair(facts.other)
    if facts.base is not None:
        observed["of"] = _pair(facts.base)
    return Judgement(
        worst=worst,
        best=best,
        observed=observed,
        required=_required(params),
        shortfall=_short(params, facts, -best) if best < 0 else None,
        nothing=facts.base is not None and set(facts.base) == {0},
        reason=_why(params, facts, high),
        unknowns=facts.unknowns if worst < 0 <= best else (),
    )


def _why(params: Params, facts: Facts, high: Fraction | None) -> str:
    """Give the reason for which the matter is open, if it is."""
    if params.at_least is None and params.at_most is None:
        return "no-threshold"
    if facts.running:
        return "period-running"
    base = facts.base or (None, None)
    tied = high == facts.total and base[0] == base[1] is not None
    return "tie-open" if params.tie == "open" and tied else facts.reason


_ROOM = Fraction(1)
"""Where nobody knows how high a figure is, it may be high enough."""


def _distances(
    params: Params, facts: Facts, low: Fraction, high: Fraction | None
) -> tuple[Fraction, Fraction]:
    """Give how far the figure is on the right side of its bounds, in the worst and best case."""
    least, most = facts.base or (Fraction(1), Fraction(1))
    high = None if facts.running else high
    pairs = []
    if params.at_least is None and params.at_most is None:
        pairs.append((-_ROOM, _ROOM))
    if params.at_least is not None:
        worst = -_ROOM if most is None else low - params.at_least * most
        pairs.append((worst, _ROOM if high is None else high - params.at_least * least))
    if params.at_most is not None:
        worst = -_ROOM if high is None else params.at_most * least - high
        pairs.append((worst, _ROOM if most is None else params.at_most * most - low))
    tied = {"meets": (0, 0), "open": (-1, 0), "fails": (-1, -1)}[params.tie]
    worst = min(Fraction(tied[0]) if one == 0 else one for one, _ in pairs)
    best = min(Fraction(tied[1]) if one == 0 else one for _, one in pairs)
    return worst, max(worst, best)


def _pair(pair: tuple[Fraction, Fraction | None]) -> tuple[Any, Any]:
    return (_decimal(pair[0]), None if pair[1] is None else _decimal(pair[1]))


def _required(params: Params) -> Any:
    least, most = (None if b is None else _plain(b) for b in (params.at_least, params.at_most))
    return least if most is None else (least, most)


def _plain(bound: Fraction) -> Any:
    return bound if bound.denominator > 1 else bound.numerator


def _short(params: Params, facts: Facts, short: Fraction) -> int | Decimal | None:
    """Give a shortfall: whole persons where persons are counted, else the exact figure.

    With an alternative there is none: it would be of days, or of hours.
    """
    if params.or_else is not None:
        return None
    if params.tie == "fails" and params.at_least is not None and facts.base is not None:
        most = facts.total if facts.most is None else facts.most
        return math.floor(params.at_least * facts.base[0]) + 1 - math.floor(most)
    if params.table in ("elections", "members", "appointments"):
        return math.ceil(short)
    return _decimal(short)


def _decimal(value: Fraction) -> int | Decimal:
    """Give an amount as it is written in tables: 12 or 11.5, exact."""
    if value.denominator == 1:
        return value.numerator
    exact = (Decimal(value.numerator) / Decimal(value.denominator)).normalize()
    return exact if Fraction(exact) == value else round(exact, 2)
