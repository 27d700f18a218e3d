"""What all kinds of rules have in common.

A kind is a module with the same verbs: `Params`, what a pack may set; `Facts`, what it must know
of a subject; `judge(params, facts)`, which reduces the facts to a `Judgement`; and
`say(finding, lang)`, which puts a finding into words.  How the facts are found in a data set is
no business of a kind.

A judgement is a pair (worst, best): how far the subject is from complying in the worst and in the
best case that the facts allow.  Nought or more complies.  `decide` makes the outcome from the
pair, the same way for every kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import ModuleType
from typing import Any, Protocol

from attrs import field, frozen

from partyorg.verdict import Breach, Finding, Outcome, Severity, Statement, Unknown

__all__ = ["Judgement", "Kind", "counted", "decide", "from_truth", "kind_of"]

Figure = int | float | Fraction


@frozen(kw_only=True)
class Judgement:
    """What a kind makes of the facts: the pair, and what a finding shows of them.

    `nothing` says that there is nothing to judge (a share of nothing).  `reason` is the code of
    the reason if the pair leaves the matter open.
    """

    worst: Figure
    best: Figure
    observed: Mapping[str, Any] = field(factory=dict)
    required: Any = None
    shortfall: Any = None
    reason: str = "fact-unknown"
    nothing: bool = False
    unknowns: tuple[Unknown, ...] = ()
    former: tuple[Breach, ...] = ()
    responsible: str | None = None


class Kind(Protocol):
    """The verbs of a kind."""

    Params: type
    Facts: type

    def judge(self, params: Any, facts: Any) -> Judgement:
        """Judge the facts."""
        ...

    def say(self, finding: Finding, lang: str) -> Statement:
        """Put a finding into words."""
        ...


def decide(worst: Figure, best: Figure, severity: Severity, *, in_force: bool) -> Outcome:
    """Make the outcome from the pair.

    It complies in the worst case: pass.  It does not even in the best: the breach that the
    severity calls for, unless the rule may not have been in force.  Otherwise it is open.

    >>> decide(-1, -1, Severity.TARGET, in_force=True)
    <Outcome.OFF_TARGET: 'off_target'>
    >>> decide(-1, -1, Severity.MANDATORY, in_force=False)
    <Outcome.UNDETERMINED: 'undetermined'>
    """
    if worst >= 0:
        return Outcome.PASS
    if best < 0 and in_force:
        return severity.breach
    return Outcome.UNDETERMINED


def counted(
    count: tuple[int, int | None],
    at_least: int,
    *,
    reason: str,
    unknowns: tuple[Unknown, ...],
    may_grow: bool = False,
    at_most: int | None = None,
) -> Judgement:
    """Judge a number of records (at least, at most) that should be `at_least` so many.

    A most of None, or `may_grow`, leaves open how many there are or will be.  With `at_most` there
    should be no more than that either.
    """
    low, high = count
    worst = low - at_least
    best = max(worst, 0 if high is None or may_grow else high - at_least)
    if at_most is not None:
        room = at_most - low  # no more can be there than this, if it is to comply
        worst = min(worst, -1 if high is None or may_grow else at_most - high)
        best = min(best, room)
    return Judgement(
        worst=worst,
        best=best,
        observed={"count": count},
        required=at_least,
        shortfall=-best if best < 0 else None,
        reason=reason,
        unknowns=unknowns if worst < 0 <= best else (),
    )


def from_truth(truth: bool | None) -> tuple[int, int]:
    """Give the pair of a condition that holds, does not, or may.

    >>> [from_truth(truth) for truth in (True, None, False)]
    [(0, 0), (-1, 0), (-1, -1)]
    """
    return (0 if truth else -1, -1 if truth is False else 0)


def kind_of(module: ModuleType) -> Kind:
    """Take a module for the kind that it is."""
    return module
