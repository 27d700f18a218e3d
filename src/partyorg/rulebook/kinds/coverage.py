"""`coverage`: every subject of a class has at least (or at most) so many records of a kind.

Too few are a breach only where the table is known to be complete, or a deadline has passed;
otherwise it is open.
"""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from partyorg.dates import Period
from partyorg.model import Basis, Level, LinkRelation, OrgKind, Role, Via
from partyorg.rulebook.kinds.base import Judgement, counted
from partyorg.verdict import Finding, Statement, Unknown
from partyorg.verdict.words import shown

__all__ = ["Facts", "Params", "judge", "say"]


@frozen(kw_only=True)
class Params:
    """Who must be covered, and by what.

    `who`: `"holders"` of a role at a team body of a township (`roles`, `bodies`) or of a duty there
    (`duties`), by a training (`by_training`) at a level; `"recruits"` of a township by one of the
    channels `recruited_via`, without experience in townships or villages before, by an appointment
    of the basis `by_basis`; or `"organizations"` of some `kinds` and `levels` (and with a `tag`),
    by a link `by_link` in force on the day that leads to them, from them, or both (`link_leads`).

    Links cover people as well: `"holders"` of a role at a body of a division of the `level`, or
    `"people"`, whoever is in post and ever had such a link.

    `within`: the time after recruitment in which it is due; empty, there is none.  Exactly one is
    `at_least = 1` with `at_most = 1`.
    """

    who: Literal["holders", "recruits", "organizations", "people"]
    roles: tuple[Role, ...] = ()
    bodies: tuple[OrgKind, ...] = ()
    duties: tuple[str, ...] = ()
    recruited_via: tuple[Via, ...] = ()
    by_training: Level | None = None
    by_basis: Basis | None = None
    kinds: tuple[OrgKind, ...] = ()
    levels: tuple[Level, ...] = ()
    tag: str | None = None
    level: Level = Level.TOWNSHIP
    by_link: LinkRelation | None = None
    link_leads: Literal["to", "from", "both"] = "to"
    within: Period | None = None
    at_least: int = 1
    at_most: int | None = None
    noun: dict[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Refuse two ways to be covered, or none, and bounds that nothing can keep."""
        ways = {name: getattr(self, name) for name in ("by_training", "by_basis", "by_link")}
        if sum(way is not None for way in ways.values()) != 1:
            msg = f"set {', '.join(ways)}: one of them"
            raise ValueError(msg)
        if self.by_link is None and self.who in ("organizations", "people"):
            msg = f"{self.who} are covered by links: set by_link"
            raise ValueError(msg)
        if self.by_link is not None and self.who == "recruits":
            msg = "recruits are covered by a training or an appointment, not by links"
            raise ValueError(msg)
        if self.by_training is not None and self.level is not Level.TOWNSHIP:
            msg = "trainings are looked at of townships only"
            raise ValueError(msg)
        if self.of_organizations and not (self.kinds and self.levels):
            msg = "say of which kinds and levels the organizations are"
            raise ValueError(msg)
        if self.at_most is not None and self.at_most < self.at_least:
            msg = f"at_most = {self.at_most} lies below at_least = {self.at_least}"
            raise ValueError(msg)

    @property
    def of_organizations(self) -> bool:
        """Whether organisations are the subjects."""
        return self.who == "organizations"


@frozen(kw_only=True)
class Facts:
    """How many records there are (at least, at most; None: nobody knows how many)."""

    count: tuple[int, int | None]
    unknowns: tuple[Unknown, ...] = ()
    reason: str = "incomplete-table"


def judge(params: Params, facts: Facts) -> Judgement:
    """Judge the number of records."""
    return counted(
        facts.count,
        params.at_least,
        at_most=params.at_most,
        reason=facts.reason,
        unknowns=facts.unknowns,
    )


def say(finding: Finding, lang: str) -> Statement:
    """Put coverage into words."""
    params = finding.clause.params
    noun = params.noun.get(lang, "")
    count = shown(finding.observed["count"], lang)
    most, need = params.at_most, finding.required
    unit = "次" if params.by_link is None else "个"
    if lang == "zh":
        owed = f"要求至少 {need} {unit}"
        if most is not None:
            owed = f"要求恰为 {need} {unit}" if most == need else f"{owed}，至多 {most} {unit}"
        return Statement(f"{noun}：{count} {unit}；{owed}")
    owed = f"required at least {need}"
    if most is not None:
        owed = f"required exactly {need}" if most == need else f"{owed}, at most {most}"
    return Statement(f"{noun}: {count}; {owed}")
