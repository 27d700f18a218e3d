"""`service_lock`: staged minimum service.  Which moves are allowed at which stage.

Whoever is recruited into a township owes it some years.  In the first stage nobody may be moved;
in the next, moves are allowed between townships, and out of them with an approval from high enough
above; then the rule is silent.  A stage begins when the service reaches `from`.

Judged is the state on the day: someone who came back has put the matter right.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import frozen

from partyorg.dates import Period
from partyorg.model import Level, OrgKind, Via
from partyorg.rulebook.kinds.base import Judgement, from_truth
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

    def stage_at(self, months: int) -> int:
        """Give the number (from 0) of the stage that so many completed months have reached."""
        return sum(stage.begins.months <= months for stage in self.stages) - 1


@frozen(kw_only=True)
class State:
    """One way things may stand on the day.

    `place` is where the person is: `"first"` township, `"township"` (another) or `"outside"`.
    `exit_months` are the completed months (at least, at most) at the last move out of the
    townships; `approved`, by stage, whether that move was approved at a level this stage asks for.
    """

    place: Literal["first", "township", "outside"]
    exit_months: tuple[int, int] = (0, 0)
    approved: tuple[bool | None, ...] = ()
    moved_to: str | None = None


@frozen(kw_only=True)
class Facts:
    """The ways things may stand, the months completed on the day, and what a finding shows."""

    states: tuple[State, ...]
    months: tuple[int, int]
    via_known: bool = True
    service: tuple[Period | None, Period | None] = (None, None)
    next_stage: int | None = None
    former: tuple[Breach, ...] = ()


def _allowed(params: Params, facts: Facts, state: State) -> bool | None:
    if state.place == "first":
        return True
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
    pairs = [from_truth(_allowed(params, facts, state)) for state in facts.states]
    best = max(pair[1] for pair in pairs)
    low, high = (params.stage_at(months) for months in facts.months)
    places = tuple(dict.fromkeys(state.place for state in facts.states))
    left = [state for state in facts.states if state.place != "first"]
    approvals = {a for state in left for a in state.approved}
    return Judgement(
        worst=min(pair[0] for pair in pairs),
        best=best if facts.via_known else max(best, 0),
        observed={
            "stage": (low + 1, high + 1),
            "service": facts.service,
            "place": places,
            "exit_months": left[0].exit_months if places == ("outside",) else None,
            "next_stage": facts.next_stage,
        },
        required=tuple(stage.begins for stage in params.stages[1:]),
        reason="dates-too-coarse" if facts.via_known and None not in approvals else "fact-unknown",
        former=facts.former,
        responsible=left[0].moved_to if left else None,
    )


_PLACES = {
    "first": ("在招录的乡镇", "in the township of recruitment"),
    "township": ("在另一乡镇", "in another township"),
    "outside": ("已离开乡镇", "outside the townships"),
}


def say(finding: Finding, lang: str) -> Statement:
    """Put a service lock into words."""
    at = 0 if lang == "zh" else 1
    observed = finding.observed
    where = ("或", " or ")[at].join(_PLACES[place][at] for place in observed["place"])
    stage, service = shown(observed["stage"], lang), shown(observed["service"], lang)
    if at == 0:
        facts = f"{where}，处于第 {stage} 阶段，乡镇服务 {service}"
    else:
        facts = f"{where}, in stage {stage}, township service {service}"
    lines = []
    if observed["exit_months"] is not None:
        months = shown(observed["exit_months"], lang)
        lines.append(
            (f"离开乡镇时满 {months} 个月", f"{months} whole months when leaving the townships")[at]
        )
    limits = shown(tuple(str(p) for p in finding.required), lang) if finding.required else ""
    lines.append((f"阶段起点 {limits}", f"stages begin at {limits}")[at])
    if observed["next_stage"]:
        day = date.fromordinal(observed["next_stage"]).isoformat()
        lines.append((f"下一阶段始于 {day}", f"the next stage begins on {day}")[at])
    return Statement(facts, ("；", "; ")[at].join(lines))
