"""`bound`: an amount per subject and period, at least or at most.

What a table does not say is unknown, not nought: an amount below the bound is a breach only if no
row lacks its figure and the table is known to be complete.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from attrs import frozen

from partyorg.rulebook.kinds.base import Judgement
from partyorg.verdict import Finding, Statement, Unknown
from partyorg.verdict.words import shown

__all__ = ["Facts", "Params", "judge", "say"]


@frozen(kw_only=True)
class Params:
    """`column` of `table`, summed per person and year, is at least so much.

    The subjects are the people in post at a township throughout the year.  `unit` names what is
    counted, by language.
    """

    table: Literal["trainings"]
    column: Literal["days", "hours"]
    at_least: Fraction
    unit: dict[str, str]


@frozen(kw_only=True)
class Facts:
    """The sum of what is recorded, whether more may be missing, and whether the year is over."""

    total: Fraction
    may_grow: bool
    running: bool = False
    reason: str = "incomplete-table"
    unknowns: tuple[Unknown, ...] = ()


def judge(params: Params, facts: Facts) -> Judgement:
    """Judge the sum against the bound."""
    distance = facts.total - params.at_least
    is_open = distance < 0 and (facts.may_grow or facts.running)
    total = _decimal(facts.total)
    return Judgement(
        worst=distance,
        best=Fraction(0) if is_open else distance,
        observed={params.column: (total, None if facts.may_grow else total)},
        required=_decimal(params.at_least),
        shortfall=None if distance >= 0 or is_open else _decimal(-distance),
        reason="period-running" if facts.running else facts.reason,
        unknowns=facts.unknowns if is_open else (),
    )


def _decimal(value: Fraction) -> int | Decimal:
    """Give an amount as it is written in tables: 12 or 11.5, exact."""
    if value.denominator == 1:
        return value.numerator
    return Decimal(value.numerator) / Decimal(value.denominator)


def say(finding: Finding, lang: str) -> Statement:
    """Put a bound into words."""
    params = finding.clause.params
    unit = params.unit[lang]
    total, need = shown(finding.observed[params.column], lang), shown(finding.required, lang)
    if lang == "zh":
        lack = f"尚缺 {shown(finding.shortfall, lang)} {unit}" if finding.shortfall else ""
        return Statement(f"{total} {unit}；要求不少于 {need} {unit}", lack)
    lack = f"{shown(finding.shortfall, lang)} {unit} short" if finding.shortfall else ""
    return Statement(f"{total} {unit}; required at least {need}", lack)
