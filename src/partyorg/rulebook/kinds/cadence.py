"""`cadence`: every subject has at least so many events of a kind in each window of the calendar.

Partial first and last windows of a subject's life are exempt.  The window that is still running is
a pass if the number has been reached, and otherwise open.
"""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from partyorg.model import Level, OrgKind
from partyorg.rulebook.kinds.base import Judgement, counted
from partyorg.verdict import Finding, Statement, Unknown
from partyorg.verdict.words import shown

__all__ = ["Facts", "Params", "judge", "say"]


@frozen(kw_only=True)
class Params:
    """Organisations of these kinds and levels owe `at_least` activities `activity` a window.

    With `to_superior` only those count whose `to_id` is the superior of the organisation.
    """

    kinds: tuple[OrgKind, ...]
    levels: tuple[Level, ...]
    activity: tuple[str, ...]
    window: Literal["year"] = "year"
    at_least: int = 1
    to_superior: bool = False
    noun: dict[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Facts:
    """How many events there were in the window (at least, at most; None: nobody knows)."""

    count: tuple[int, int | None]
    running: bool = False
    unknowns: tuple[Unknown, ...] = ()


def judge(params: Params, facts: Facts) -> Judgement:
    """Judge the number of events in the window."""
    return counted(
        facts.count,
        params.at_least,
        reason="period-running" if facts.running else "incomplete-table",
        unknowns=facts.unknowns,
        may_grow=facts.running,
    )


def say(finding: Finding, lang: str) -> Statement:
    """Put a cadence into words."""
    noun = finding.clause.params.noun.get(lang, "")
    count = shown(finding.observed["count"], lang)
    if lang == "zh":
        return Statement(f"{finding.period} 年{noun}：{count} 次；要求至少 {finding.required} 次")
    return Statement(f"{noun} in {finding.period}: {count}; required at least {finding.required}")
