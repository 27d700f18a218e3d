"""`service_lock`: staged minimum service.  Which moves are allowed at which stage.

Whoever is recruited into a township owes it some years.  In the first stage nobody may be moved;
in the next, moves are allowed between townships, and out of them with an approval from high enough
above; then the rule is silent.  A stage begins when the service reaches `from`.

Judged is the state on the day: someone who came back has put the matter right.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from functools import cached_property
from typing import Literal

from attrs import frozen

from partyorg.dates import Period
from partyorg.model import Level, OrgKind, Via
from partyorg.rulebook.kinds.base import Judgement
from partyorg.verdict import Breach, Finding, Statement
from partyorg.verdict.words import shown

__all__ = ["Facts", "Params", "Stage", "State", "judge", "say"]


@frozen(kw_only=True)
class Stage:
    """A stage of service: from when on, which moves it allows, and whose approval opens the way.

    `moves` is `"none"`, `"between_townships"` or `"any"`.  `approval_of` are the levels of the
    organisations that may approve of leaving the townships in this stage.
    """

    begins: Period
    moves: Literal["none", "between_townships", "any"]
    approval_of: tuple[Level, ...] = ()


@frozen(kw_only=True)
class Params:
    """Whom the rule binds, the stages, the clock, and who approves.

    `binds`: `"recruited_since"` the rule is in force, or `"everyone"`.  `clock`:
    `"township_service"` cumulative since recruitment, or `"elapsed"` time since then.
    """

    stages: tuple[Stage, ...]
    recruited_via: tuple[Via, ...]
    binds: Literal["recruited_since", "everyone"] = "recruited_since"
    clock: Literal["township_service", "elapsed"] = "township_service"
    approved_by: tuple[OrgKind, ...] = (OrgKind.ORGANIZATION_DEPARTMENT,)

    def __attrs_post_init__(self) -> None:
        """Refuse stages that are out of order or do not begin at nought."""
        begins = [stage.begins for stage in self.stages]
        if not begins or begins[0] != Period() or sorted(set(begins)) != begins:
            msg = "stages must begin with P0D and follow each other"
            raise ValueError(msg)
        if any(period.days for period in begins):
            msg = "a stage begins after whole months or years"
            raise ValueError(msg)

    @cached_property
    def begins(self) -> tuple[int, ...]:
        """The months after which each stage begins."""
        return tuple(stage.begins.months for stage in self.stages)

    @cached_property
    def limits(self) -> dict[str, Period]:
        """The service after which each further stage begins."""
        return {f"stage {n}": s.begins for n, s in enumerate(self.stages[1:], start=2)}

    def stage_at(self, months: int) -> int:
        """Give the number (from 0) of the stage that so many completed months have reached."""
        return bisect_right(self.begins, months) - 1


@frozen(kw_only=True, cache_hash=True)
class State:
    """One way things may stand on the day.

    `place` is where the person is: `"first"` township, `"township"` (another) or `"outside"`.
    The rest is about the last move there: its first and last possible day, the organisation moved
    to, and for a move out of the townships the completed months (at least, at most) at it and, by
    stage, whether it was approved at a level which that stage asks for.  `exempt`: the move was
    made before the rule was in force (None: perhaps), so it is not judged.
    """

    place: Literal["first", "township", "outside"]
    moved_on: tuple[int, int] | None = None
    moved_to: str | None = None
    exit_months: tuple[int, int] = (0, 0)
    approved: tuple[bool | None, ...] = ()
    exempt: bool | None = False


@frozen(kw_only=True, cache_hash=True)
class Facts:
    """The ways things may stand, the months completed on the day, and what a finding shows."""

    states: tuple[State, ...]
    months: tuple[int, int]
    via_known: bool = True
    service: tuple[Period | None, Period | None] = (None, None)
    next_stage: int | None = None
    former: tuple[Breach, ...] = ()


def _allowed(params: Params, facts: Facts, state: State) -> bool | None:
    if state.place == "first" or state.exempt:
        return True
    allowed = _allowed_then(params, facts, state)
    return None if state.exempt is None and allowed is False else allowed


def _allowed_then(params: Params, facts: Facts, state: State) -> bool | None:
    """Tell whether being where the person is was allowed, given that the rule was in force."""
    reached = facts.months if state.place == "township" else state.exit_months
    answers: set[bool | None] = set()
    for number in range(params.stage_at(reached[0]), params.stage_at(reached[1]) + 1):
        stage = params.stages[number]
        if state.place == "township":
            answers.add(stage.moves != "none")
        elif stage.moves == "any":
            answers.add(True)
        else:
            answers.add(state.approved[number] if stage.approval_of else False)
    return answers.pop() if len(answers) == 1 else None


def judge(params: Params, facts: Facts) -> Judgement:
    """Judge each way things may stand; the same answer in all is the answer."""
    allowed = {_allowed(params, facts, state) for state in facts.states}
    worst = 0 if allowed == {True} else -1
    best = -1 if allowed == {False} else 0
    if not facts.via_known:
        best = 0
    low, high = (params.stage_at(months) for months in facts.months)
    places = tuple(dict.fromkeys([state.place for state in facts.states]))
    left = [state for state in facts.states if state.place != "first"]
    exits = {state.exit_months for state in left if state.place == "outside"}
    exit_months = exits.pop() if len(exits) == 1 and len(places) == 1 else None
    last = left[0] if left and len(places) == 1 else None
    return Judgement(
        worst=worst,
        best=best,
        observed={
            "place": places,
            "moved_to": last.moved_to if last else None,
            "moved_on": _days(last.moved_on) if last else None,
            "stage": (low + 1, high + 1),
            "service": facts.service,
            "exit_months": exit_months,
            "approved": _approved(params, left[0], exit_months) if exit_months else None,
            "next_stage": date.fromordinal(facts.next_stage) if facts.next_stage else None,
        },
        required=dict(params.limits),
        reason=_reason(facts) if worst < 0 <= best else "fact-unknown",
        former=facts.former,
        responsible=left[0].moved_to if left else None,
    )


def _reason(facts: Facts) -> str:
    """Tell why the matter is open, if it is."""
    if any(state.exempt is None for state in facts.states):
        return "perhaps-before-force"
    unknown = any(None in state.approved for state in facts.states) or not facts.via_known
    return "fact-unknown" if unknown else "dates-too-coarse"


def _approved(params: Params, state: State, months: tuple[int, int]) -> str:
    """Tell whether the move had the approval that its stage asks for, if it asks for one."""
    answers = set()
    for number in range(params.stage_at(months[0]), params.stage_at(months[1]) + 1):
        stage = params.stages[number]
        if stage.moves == "any":
            answers.add("not_needed")
        elif not stage.approval_of:
            answers.add("not_possible")
        else:
            answers.add({True: "yes", False: "no", None: "unknown"}[state.approved[number]])
    return answers.pop() if len(answers) == 1 else "depends"


def _days(days: tuple[int, int] | None) -> tuple[date, date] | None:
    return None if days is None else (date.fromordinal(days[0]), date.fromordinal(days[1]))


_PLACES = {
    "first": ("在招录的乡镇", "in the township of recruitment"),
    "township": ("在另一乡镇", "in another township"),
    "outside": ("已离开乡镇", "outside the townships"),
}
_APPROVED = {
    "yes": ("经有权的组织部门批准", "with the approval that it needs"),
    "no": ("未经有权的组织部门批准", "without the approval that it needs"),
    "unknown": ("是否经有权的组织部门批准不明", "whether with the approval needed is not known"),
    "depends": (
        "是否须经批准取决于确切日期",
        "whether an approval was needed hangs on the exact day",
    ),
    "not_possible": ("此阶段一律不得调动", "in a stage in which nobody may be moved"),
    "not_needed": ("此时已无限制", "when nothing stood in the way any more"),
}


def say(finding: Finding, lang: str) -> Statement:
    """Put a service lock into words."""
    at = 0 if lang == "zh" else 1
    seen = finding.observed
    where = ("或", " or ")[at].join(_PLACES[place][at] for place in seen["place"])
    if seen["moved_on"] is not None:
        day = shown(seen["moved_on"], lang)
        where += (f"（{day} 到 {seen['moved_to']}）", f" (to {seen['moved_to']}, {day})")[at]
    parts = [where]
    if seen["exit_months"] is not None:
        months = shown(seen["exit_months"], lang)
        parts.append(
            (f"离开时乡镇服务满 {months} 个月", f"left after {months} whole months of service")[at]
        )
        parts.append(_APPROVED[seen["approved"]][at])
    else:
        stage, service = shown(seen["stage"], lang), shown(seen["service"], lang)
        parts.append(
            (
                f"乡镇服务 {service}，处于第 {stage} 阶段",
                f"township service {service}, stage {stage}",
            )[at]
        )
    limits = shown(finding.required, lang)
    lines = [(f"阶段起于服务满 {limits}", f"further stages begin after {limits}")[at]]
    if seen["next_stage"] is not None:
        lines.append(
            (f"下一阶段始于 {seen['next_stage']}", f"the next begins on {seen['next_stage']}")[at]
        )
    return Statement(("，", ", ")[at].join(parts), ("；", "; ")[at].join(lines))
