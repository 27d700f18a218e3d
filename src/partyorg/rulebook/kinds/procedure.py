"""`procedure`: every case goes through all steps, stage after stage.

The steps of one stage may be taken in any order, those of the next not before them.  A step that is
not recorded was left out only if a later stage has been reached and the table is known to be
complete.  A case that is still on its way is open; one put right since (a step taken too early and
taken again in its turn) complies.  Where a stage must come within a time, a step after it is too
late, and one that was not taken by then was left out.
"""

from __future__ import annotations

from attrs import field, frozen

from partyorg.dates import Period
from partyorg.rulebook.kinds.base import Judgement
from partyorg.verdict import Finding, Statement, Unknown

__all__ = ["Facts", "Params", "Stage", "judge", "say"]


@frozen(kw_only=True)
class Stage:
    """Steps that belong together, in any order.

    A step may go by several names, `"考察预告|考察公告"`; the first stands in findings.  `after` is
    the least time since the stage before, `within` the most.  `working_days`: so many lie at the
    least between the stage before and this one, both days included.
    """

    steps: tuple[str, ...]
    after: Period | None = None
    within: Period | None = None
    working_days: int = 0

    def __attrs_post_init__(self) -> None:
        """Refuse a stage without steps."""
        if not all(name for step in self.steps for name in step.split("|")) or not self.steps:
            msg = "a stage needs steps, each with a name"
            raise ValueError(msg)


@frozen(kw_only=True)
class Params:
    """Cases of one of these `kinds`, as the table calls them, go through the `stages` in order.

    `until` is a step before which all of them are taken, and which is not owed itself.
    """

    kinds: tuple[str, ...]
    stages: tuple[Stage, ...]
    until: str | None = None
    noun: dict[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Refuse no stages at all, and a step that stands twice."""
        steps = [step for stage in self.stages for step in stage.steps]
        names = [name for step in (*steps, self.until or "") for name in step.split("|")]
        twice = next((name for name in names if names.count(name) > 1), None)
        if not self.stages or not self.kinds:
            msg = "name at least one kind of case, and one stage"
            raise ValueError(msg)
        if twice:
            msg = f"the step '{twice}' stands twice"
            raise ValueError(msg)

    @property
    def owed(self) -> tuple[str, ...]:
        """The steps owed, each by its first name."""
        return tuple(step.split("|")[0] for stage in self.stages for step in stage.steps)


@frozen(kw_only=True)
class Facts:
    """The steps of a case, each by its name.

    `done` were taken in their turn; `missing` were left out, `early` were taken before their turn,
    and `late` after their time; of the `doubtful` neither is sure; those `ahead` are still to come.
    `responsible` is the organisation that conducts the case.
    """

    done: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    early: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    ahead: tuple[str, ...] = ()
    reason: str = "incomplete-table"
    unknowns: tuple[Unknown, ...] = ()
    responsible: str | None = None


def judge(params: Params, facts: Facts) -> Judgement:
    """Judge the steps: none may be left out or taken before its turn."""
    sure = len(facts.missing) + len(facts.early) + len(facts.late)
    possible = sure + len(facts.doubtful) + len(facts.ahead)
    names = ("done", "missing", "early", "doubtful", "ahead", *(("late",) if facts.late else ()))
    observed = {name: getattr(facts, name) for name in names}
    return Judgement(
        worst=-possible,
        best=-sure,
        observed=observed,
        required=params.owed,
        shortfall=sure or None,
        reason=facts.reason if facts.doubtful else "case-running",
        unknowns=facts.unknowns if sure == 0 < possible else (),
        responsible=facts.responsible if sure else None,
    )


_SAID = {
    "done": ("已依次办理：{}", "taken in turn: {}"),
    "missing": ("缺少：{}", "left out: {}"),
    "early": ("提前或间隔不足：{}", "taken too early: {}"),
    "late": ("逾期：{}", "taken too late: {}"),
    "doubtful": ("不能确定：{}", "not known: {}"),
    "ahead": ("尚未办理：{}", "still to come: {}"),
}


def say(finding: Finding, lang: str) -> Statement:
    """Put the steps of a case into words."""
    at = 0 if lang == "zh" else 1
    comma = ("、", ", ")[at]
    noun = finding.clause.params.noun.get(lang, "")
    parts = [
        text[at].format(comma.join(finding.observed[name]))
        for name, text in _SAID.items()
        if finding.observed.get(name)
    ]
    facts = ("；", "; ")[at].join(parts)
    need, until = comma.join(finding.required), finding.clause.params.until
    owed = (f"应经：{need}", f"owed: {need}")[at]
    if until:
        before = until.split("|")[0]
        owed += (f"，均在{before}之前", f", all before {before}")[at]
    return Statement(f"{noun}{('：', ': ')[at]}{facts}" if noun else facts, owed)
