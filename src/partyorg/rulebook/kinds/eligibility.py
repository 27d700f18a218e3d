"""`eligibility`: all of a list of conditions on a person at a date.

The conditions of a date that is only known to the month are judged on its first and on its last
day; the same answer on both is the answer.
"""

from __future__ import annotations

from typing import Any, Literal

from attrs import field, frozen

from partyorg.dates import Period
from partyorg.model import Level, OrgKind, PromotionKind, Role, Via
from partyorg.rulebook.kinds.base import Judgement, from_truth
from partyorg.verdict import Breach, Finding, Statement, Unknown
from partyorg.verdict.words import shown

__all__ = ["Condition", "Facts", "Held", "Office", "Params", "Team", "judge", "say"]


@frozen(kw_only=True)
class Team:
    """The leadership team of a township, and the share of experienced members that it owes."""

    bodies: tuple[OrgKind, ...]
    roles: tuple[Role, ...]
    owes: str


@frozen(kw_only=True)
class Office:
    """Posts with one of the `roles` at `bodies` whose place is a division of the `level`."""

    level: Level
    bodies: tuple[OrgKind, ...]
    roles: tuple[Role, ...]


@frozen(kw_only=True)
class Held(Office):
    """Such posts, held before: for so long in all (`served`), so many of them (`posts`), or ever.

    Posts elsewhere that are more than ordinary staff's may be of the same rank, and leave it open.
    """

    served: Period | None = None
    posts: int | None = None


@frozen(kw_only=True)
class Params:
    """The event that is judged, and the conditions.

    `event`: `"promotion"` (of kind `promotion`), `"appointment"` into a team that fails the rule
    `team.owes`, `"secondment"` out of a township that is in force on the day, `"entry"` into an
    `office` (from posts of the roles `coming_from`, where that is set), or a `"step"` of procedures
    of some `kinds` that concerns the person (who was `not_recruited_via` some channels).

    `since_recruitment` is time since then, whatever was done; unless it is to be counted `exactly`,
    less is open, for there may have been work before.  So it is with `grassroots`, of which
    service in townships and villages is a part.
    """

    event: Literal["promotion", "appointment", "secondment", "entry", "step"]
    office: Office | None = None
    coming_from: tuple[Role, ...] = ()
    kinds: tuple[str, ...] = ()
    step: str | None = None
    not_recruited_via: tuple[Via, ...] = ()
    held: Held | None = None
    since_recruitment: Period | None = None
    exactly: bool = False
    grassroots: Period | None = None
    promotion: PromotionKind | None = None
    team: Team | None = None
    in_post: bool = False
    not_seconded: bool = False
    continuous_service: Period | None = None
    cumulative_service: Period | None = None
    approved_by: tuple[OrgKind, ...] = ()
    needs_end: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse an event without what it needs."""
        if self.event == "promotion" and self.promotion is None:
            msg = 'event \'promotion\' needs promotion = "rank" or "leadership"'
            raise ValueError(msg)
        if self.event == "appointment" and self.team is None:
            msg = "event 'appointment' needs a team"
            raise ValueError(msg)
        if self.event == "entry" and self.office is None:
            msg = "event 'entry' needs an office"
            raise ValueError(msg)
        if self.event == "step" and not (self.kinds and self.step):
            msg = "event 'step' needs kinds and a step"
            raise ValueError(msg)
        for period in (
            *(self.continuous_service, self.cumulative_service, self.grassroots),
            *(self.since_recruitment, self.held.served if self.held else None),
        ):
            if period and period.days:
                msg = f"service of {period}: write whole months or years"
                raise ValueError(msg)

    @property
    def owed(self) -> Period | None:
        """The time that an entry or a step asks for."""
        served = self.held.served if self.held else None
        return served or self.since_recruitment or self.grassroots


@frozen(kw_only=True)
class Condition:
    """A condition, whether it is met (on each of the days judged), and what was seen."""

    name: str
    met: tuple[bool | None, ...]
    seen: Any = None


@frozen(kw_only=True)
class Facts:
    """The conditions as they stand; `healed` is a former breach that has been put right."""

    conditions: tuple[Condition, ...]
    healed: Breach | None = None
    maybe_healed: bool = False
    responsible: str | None = None
    unknowns: tuple[Unknown, ...] = field(default=())


def judge(params: Params, facts: Facts) -> Judgement:
    """Judge the conditions: all must be met on every day that comes into question."""
    days = max(len(condition.met) for condition in facts.conditions)
    pairs = []
    for day in range(days):
        met = [from_truth(c.met[min(day, len(c.met) - 1)]) for c in facts.conditions]
        pairs.append((min(worst for worst, _ in met), min(best for _, best in met)))
    worst = min(pair[0] for pair in pairs)
    best = max(pair[1] for pair in pairs)
    healed = facts.healed is not None and best < 0
    if healed:
        worst = best = 0
    elif facts.maybe_healed:
        best = 0
    return Judgement(
        worst=worst,
        best=best,
        observed={c.name: (_worst(c.met), c.seen) for c in facts.conditions},
        required=params.continuous_service or params.cumulative_service or params.owed,
        reason="dates-too-coarse" if days > 1 and len(set(pairs)) > 1 else "fact-unknown",
        unknowns=facts.unknowns,
        former=(facts.healed,) if healed and facts.healed else (),
        responsible=facts.responsible,
    )


def _worst(met: tuple[bool | None, ...]) -> bool | None:
    return met[0] if len(set(met)) == 1 else None


_NAMES = {
    "in_post": ("在编在岗", "in post"),
    "not_seconded": ("未被借出", "not on secondment"),
    "continuous_service": ("连续乡镇工作", "continuous township service"),
    "cumulative_service": ("累计乡镇工作", "cumulative township service"),
    "since_recruitment": ("录用以来", "since recruitment"),
    "grassroots": ("基层工作", "service at the grassroots"),
    "held": ("曾任所要求的职务", "has held the posts required"),
    "approval": ("有上级组织部批准", "approved by an organisation department above"),
    "end": ("有结束时间", "has an end date"),
}
_MET = {True: ("✓", "yes"), False: ("✗", "no"), None: ("？", "not known")}


def say(finding: Finding, lang: str) -> Statement:
    """Put the conditions into words."""
    at = 0 if lang == "zh" else 1
    parts = []
    for name, (met, seen) in finding.observed.items():
        text = f"{_NAMES[name][at]}{(' ', ': ')[at]}{_MET[met][at]}"
        if seen is not None:
            text += f"（{shown(seen, lang)}）" if at == 0 else f" ({shown(seen, lang)})"
        parts.append(text)
    if finding.former:
        parts.append(("当时不符，现已补正", "not met then, put right since")[at])
    facts = ("，", ", ")[at].join(parts)
    if finding.required is None:
        return Statement(facts)
    need = shown(finding.required, lang)
    return Statement(facts, (f"要求满 {need}", f"required: {need}")[at])
