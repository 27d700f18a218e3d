"""`coverage`: every subject of a class has at least so many records of a kind.

None recorded is a breach only where the table is known to be complete, or a deadline has passed;
otherwise it is open.
"""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from partyorg.dates import Period
from partyorg.model import Basis, Level, OrgKind, Role, Via
from partyorg.rulebook.kinds.base import Judgement, counted
from partyorg.verdict import Finding, Statement, Unknown
from partyorg.verdict.words import shown

__all__ = ["Facts", "Params", "judge", "say"]


@frozen(kw_only=True)
class Params:
    """Who must be covered, and by what.

    `who`: `"holders"` of a role at a team body of a township (`roles`, `bodies`) or of a duty there
    (`duties`); or `"recruits"` of a township by one of the channels `recruited_via`, without
    experience in townships or villages before.  `by_training` at a level, or `by_basis` of an
    appointment.  `within`: the time after recruitment in which it is due; empty, there is none.
    """

    who: Literal["holders", "recruits"]
    roles: tuple[Role, ...] = ()
    bodies: tuple[OrgKind, ...] = ()
    duties: tuple[str, ...] = ()
    recruited_via: tuple[Via, ...] = ()
    by_training: Level | None = None
    by_basis: Basis | None = None
    within: Period | None = None
    at_least: int = 1
    noun: dict[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Refuse two ways to be covered, or none."""
        if (self.by_training is None) is (self.by_basis is None):
            msg = "set by_training or by_basis, one of the two"
            raise ValueError(msg)


@frozen(kw_only=True)
class Facts:
    """How many records there are (at least, at most; None: nobody knows how many)."""

    count: tuple[int, int | None]
    unknowns: tuple[Unknown, ...] = ()
    reason: str = "incomplete-table"


def judge(params: Params, facts: Facts) -> Judgement:
    """Judge the number of records."""
    return counted(facts.count, params.at_least, reason=facts.reason, unknowns=facts.unknowns)


def say(finding: Finding, lang: str) -> Statement:
    """Put coverage into words."""
    noun = finding.clause.params.noun.get(lang, "")
    count = shown(finding.observed["count"], lang)
    if lang == "zh":
        return Statement(f"{noun}：{count} 次；要求至少 {finding.required} 次")
    return Statement(f"{noun}: {count}; required at least {finding.required}")
