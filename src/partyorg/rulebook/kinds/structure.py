"""`structure`: the organisations hang together as they should.

Every organisation has a superior that exists, and so has that one, up to a recognised root.  And
where there are enough members, there is an organisation for them.
"""

from __future__ import annotations

from typing import Any, Literal

from attrs import field, frozen

from partyorg.model import Level, OrgKind
from partyorg.rulebook.kinds.base import Judgement, from_truth
from partyorg.verdict import Finding, Statement, Unknown
from partyorg.verdict.words import shown

__all__ = ["Facts", "Params", "judge", "say"]


@frozen(kw_only=True)
class Params:
    """Which organisations (`kinds`, `levels`, `tag`) are looked at, and for what.

    `"superior"`: going up from one to its superior, one arrives at an organisation of one of
    `root_kinds` and `root_levels`, and all on the way exist on the day.  `"has_organization"`: a
    unit with `full_members` has an organisation of one of `party_kinds`, which has it for its
    superior or its place, or covers it by a link.
    """

    test: Literal["superior", "has_organization"]
    kinds: tuple[OrgKind, ...]
    levels: tuple[Level, ...]
    tag: str | None = None
    root_kinds: tuple[OrgKind, ...] = ()
    root_levels: tuple[Level, ...] = ()
    party_kinds: tuple[OrgKind, ...] = ()
    full_members: int = 3
    noun: dict[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Refuse a test without what it needs."""
        needs = {"superior": ("root_kinds", "root_levels"), "has_organization": ("party_kinds",)}
        for name in needs[self.test]:
            if not getattr(self, name):
                msg = f"test '{self.test}' needs {name}"
                raise ValueError(msg)


@frozen(kw_only=True)
class Facts:
    """Whether it is so (None: perhaps), and what was seen: the chain upwards, or who is there.

    `broken_at` is the organisation at which the chain ends.
    """

    holds: bool | None
    seen: tuple[str, ...] = ()
    broken_at: str | None = None
    full_members: int | None = None
    reason: str = "fact-unknown"
    unknowns: tuple[Unknown, ...] = ()


def judge(params: Params, facts: Facts) -> Judgement:
    """Judge whether it is so."""
    worst, best = from_truth(facts.holds)
    observed: dict[str, Any] = {"chain": facts.seen, "broken_at": facts.broken_at}
    if params.test == "has_organization":
        observed = {"organizations": facts.seen, "full_members": facts.full_members}
    return Judgement(
        worst=worst,
        best=best,
        observed=observed,
        required=params.test,
        reason=facts.reason,
        unknowns=facts.unknowns if facts.holds is None else (),
    )


def say(finding: Finding, lang: str) -> Statement:
    """Put the place of an organisation in the structure into words."""
    at = 0 if lang == "zh" else 1
    seen = finding.observed
    noun = finding.clause.params.noun.get(lang, "")
    if "chain" in seen:
        chain = " → ".join(seen["chain"]) or ("无", "none")[at]
        facts = f"{noun}{('：', ': ')[at]}{chain}"
        if seen["broken_at"]:
            facts += ("；止于 {}", "; it ends at {}")[at].format(seen["broken_at"])
        return Statement(facts)
    there = shown(seen["organizations"], lang) or ("无", "none")[at]
    facts = f"{noun}{('：', ': ')[at]}{there}"
    count, need = shown(seen["full_members"], lang), finding.clause.params.full_members
    return Statement(
        facts, (f"正式党员 {count} 人，满 {need} 人", f"{count} full members, {need} suffice")[at]
    )
