"""A whole check in columns: packs and days in, findings out that are made when asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from attrs import frozen

from partyorg.bulk.columns import Columns
from partyorg.bulk.engine import judge
from partyorg.bulk.findings import LazyFindings, Told
from partyorg.bulk.verdicts import OUTCOMES, Verdicts, without
from partyorg.rulebook import Conventions, Pack, Rule
from partyorg.verdict import Alone, Outcome

__all__ = ["Checked", "check_columns", "displace"]

_NOT_APPLICABLE = OUTCOMES.index(Outcome.NOT_APPLICABLE)


@frozen(eq=False)
class Checked:
    """What a check in columns found as of one day: findings, and what was judged one by one."""

    findings: LazyFindings
    alone: Mapping[str, Alone]


def check_columns(
    columns: Columns,
    chosen: Sequence[tuple[Pack, Sequence[Rule], Conventions]],
    days: Sequence[int],
    displaced: Mapping[str, str],
) -> list[Checked]:
    """Judge columns by the rules chosen of some packs, as of some days.

    `displaced` tells which rule stands in the place of which other.
    """
    told: list[list[Told]] = [[] for _ in days]
    for pack, rules, conventions in chosen:
        for at, by_rule in enumerate(judge(columns, pack, rules, days, conventions)):
            told[at] += [
                Told(columns, pack, rule, conventions, days[at], by_rule[rule.id]) for rule in rules
            ]
    for one_day in told:
        displace(one_day, displaced)
    return [Checked(LazyFindings(one_day), _alone(one_day)) for one_day in told]


def _alone(told: Sequence[Told]) -> dict[str, Alone]:
    return {
        one.rule.id: Alone(len(one.verdicts.single), one.verdicts.why or "career")
        for one in told
        if len(one.verdicts.single)
    }


def displace(told: Sequence[Told], displaced: Mapping[str, str]) -> None:
    """Leave out what a local rule displaces: the same subject, period and part of another rule."""
    by_rule = {one.rule.id: one for one in told}
    settled = {
        (other, key)
        for rule, other in displaced.items()
        if rule in by_rule
        for row, key in _keys(by_rule[rule])
        if by_rule[rule].verdicts.outcome[row] != _NOT_APPLICABLE
        and _observed(by_rule[rule].verdicts, row)
    }
    for other in set(displaced.values()) & by_rule.keys():
        gone = [row for row, key in _keys(by_rule[other]) if (other, key) in settled]
        if gone:
            by_rule[other].verdicts = without(by_rule[other].verdicts, np.array(gone))


def _keys(told: Told) -> list[tuple[int, tuple[str, str | None, str | None]]]:
    verdicts = told.verdicts
    period, part = verdicts.period, verdicts.part
    return [
        (
            row,
            (
                told.subject_id(row),
                period.at(row) if period else None,
                part.at(row) if part else None,
            ),
        )
        for row in range(len(verdicts))
    ]


def _observed(verdicts: Verdicts, row: int) -> bool:
    number = int(verdicts.verdict[row])
    return number >= 0 and bool(verdicts.told[number].observed)
