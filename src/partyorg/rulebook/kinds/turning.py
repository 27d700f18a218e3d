"""What decided a verdict, and the nearest fact that would have turned it, for every kind.

It is told from what a finding observed and what its version sets; nothing is judged again.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil, floor
from typing import Any

from partyorg.dates import Period
from partyorg.verdict import Finding, Outcome, Turning
from partyorg.verdict.words import shown

__all__ = ["turning"]

_BREACH = (Outcome.FAIL, Outcome.OFF_TARGET)
_NOTHING = Turning("", "")


def turning(finding: Finding, lang: str) -> Turning:
    """Tell what decided a verdict, and what would have turned it; nothing of what is open."""
    settled = finding.outcome in (*_BREACH, Outcome.PASS)
    if not settled or not finding.observed:
        return _NOTHING
    told = _KINDS[finding.clause.kind](finding, finding.outcome in _BREACH)
    if told is None:
        return _NOTHING
    decided, turned = told
    at = 0 if lang == "zh" else 1
    return Turning(decided[at], turned[at])


_Pair = tuple[str, str]
_Told = tuple[_Pair, _Pair] | None
_NO: _Pair = ("", "")


def _low(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) else value


def _high(value: Any) -> Any:
    return value[-1] if isinstance(value, tuple) else value


def _share(finding: Finding, breach: bool) -> _Told:
    """Tell by how many a share is missed or kept, however those count of whom it is not known."""
    params, seen = finding.clause.params, finding.observed
    noun, group, having = params.noun, seen[params.counts.group], seen[params.counts.quality]
    sure = _low(group) == _high(group) and _low(having) == _high(having)
    least = params.at_least is not None
    if breach:
        short = finding.shortfall
        if least:
            if not sure:
                short = ceil(params.threshold * _high(group) - _low(having))
            return _NO, (
                f"总数不变，再有 {short} 名{noun.get('zh', '')}即符合",
                f"with the total unchanged, {short} more would be enough",
            )
        if not sure:
            short = ceil(_high(having) - params.threshold * _low(group))
        return _NO, (
            f"总数不变，减少 {short} 名即符合",
            f"with the total unchanged, {short} fewer would be few enough",
        )
    if least:
        spare = floor(_low(having) - params.threshold * _high(group))
    else:
        spare = floor(params.threshold * _low(group) - _high(having))
    if spare < 0:  # the bounds taken one by one say less than the verdict
        return None
    more = ("少", "fewer") if least else ("多", "more")
    if not sure:
        return _NO, (
            f"总数不变，再{more[0]} {spare + 1} 名即不能确定符合",
            f"with the total unchanged, {spare + 1} {more[1]} and it would not surely pass",
        )
    return _NO, (
        f"总数不变，再{more[0]} {spare + 1} 名即不符合",
        f"with the total unchanged, {spare + 1} {more[1]} would break it",
    )


def _lock(finding: Finding, breach: bool) -> _Told:
    params, seen = finding.clause.params, finding.observed
    place = seen["place"][0]
    if place == "first":
        return None
    stages = params.stages
    if seen["exit_months"] is not None:
        months = seen["exit_months"][0]
        stage = params.stage_at(months)
        decided = _stage(stages, stage)
        free = next((s.begins for s in stages if s.moves == "any"), None)
        if breach and free is not None:
            return decided, _later(stages, months, free, seen["approved"])
        if not breach and stage:
            early = months - stages[stage].begins.months + 1
            return decided, (
                f"乡镇服务少满 {early} 个月则属前一阶段",
                f"with {early} fewer whole months of service it would be in the stage before",
            )
        return decided, _NO
    stage = _low(seen["stage"]) - 1
    decided = _stage(stages, stage)
    if breach and seen["next_stage"] is not None:
        day = seen["next_stage"]
        return decided, (f"服务到 {day} 即符合", f"it is allowed from {day} on, if service goes on")
    return decided, _NO


def _later(stages: Any, months: int, free: Period, approved: str) -> _Pair:
    """Tell how many more whole months of service would have let a move out pass."""
    lack = free.months - months
    zh = f"乡镇服务再满 {lack} 个月（共满 {free.words('zh')}）即符合"
    en = f"with {lack} more whole months of service ({free.words('en')} in all)"
    if approved == "no":
        return f"事先经有权的组织部门批准，或{zh}", f"approved beforehand; or {en}"
    begins = next((s.begins for s in stages if s.approval_of and s.begins.months > months), None)
    if begins is None:
        return zh, en
    soon = begins.months - months
    sooner = f"with {soon} more whole months of service ({begins.words('en')} in all) and approval"
    return (
        f"乡镇服务再满 {soon} 个月（共满 {begins.words('zh')}）且事先经批准，或{zh}",
        f"{sooner}; or {en}",
    )


_MOVES = {
    "none": ("一律不得调动", "nobody may be moved"),
    "between_townships": ("可在乡镇之间调动", "moves between townships are free"),
    "any": ("调动不受限制", "moves are free"),
}


def _stage(stages: Any, number: int) -> _Pair:
    """Name the stage that decided."""
    zh, en = _MOVES[stages[number].moves]
    begins: Period = stages[number].begins
    if not begins.months:
        return f"第 1 阶段：{zh}", f"stage 1: {en}"
    return (
        f"第 {number + 1} 阶段（满 {begins.words('zh')}）：{zh}",
        f"stage {number + 1} (after {begins.words('en')}): {en}",
    )


def _eligible(finding: Finding, breach: bool) -> _Told:
    unmet = [name for name, (met, _) in finding.observed.items() if met is False]
    if not breach or not unmet:
        return None
    zh, en = (
        "、".join(_CONDITIONS[name][0] for name in unmet),
        ", ".join(_CONDITIONS[name][1] for name in unmet),
    )
    need: Period | None = finding.required
    seen = next((seen for name in unmet if (seen := _served(finding, name)) is not None), None)
    turned = _NO
    if need is not None and seen is not None and len(unmet) == 1:
        lack = Period(max(1, need.months - seen.months))
        turned = (f"还差不超过 {lack.words('zh')}", f"short by at most {lack.words('en')}")
    return (f"未满足的条件：{zh}", f"not met: {en}"), turned


_CONDITIONS = {
    "in_post": ("在编在岗", "in post"),
    "not_seconded": ("未被借出", "not on secondment"),
    "continuous_service": ("连续乡镇工作年限", "continuous service"),
    "cumulative_service": ("累计乡镇工作年限", "cumulative service"),
    "since_recruitment": ("录用以来的年限", "time since recruitment"),
    "grassroots": ("基层工作年限", "time at the grassroots"),
    "held": ("曾任所要求的职务", "the posts held before"),
    "approval": ("组织部批准", "approval"),
    "end": ("结束时间", "an end"),
}


def _served(finding: Finding, name: str) -> Period | None:
    """Give the service at least observed for a condition, if that is what it asks for."""
    seen = finding.observed[name][1]
    low = seen[0] if isinstance(seen, tuple) else None
    return low if isinstance(low, Period) else None


def _bounded(finding: Finding, breach: bool) -> _Told:
    short = finding.shortfall
    if not breach:
        return None
    if short is None:
        return _either(finding)
    amount = shown(short, "zh")
    params = finding.clause.params
    count = next(iter(finding.observed.values()))
    most = params.at_least is None or (params.at_most is not None and _low(count) > params.at_most)
    return _NO, (
        f"{'减少' if most else '再有'} {amount} 即符合",
        f"{amount} {'less' if most else 'more'} would be enough",
    )


def _either(finding: Finding) -> _Told:
    """Tell how much is lacking of either of two figures, of which one is enough."""
    params, seen = finding.clause.params, finding.observed
    other = params.or_else
    pairs = ((params.column, params.at_least), (other.column, other.at_least))
    lacks = [float(need) - float(_low(seen[column])) for column, need in pairs]
    units = [{"days": ("天", "days"), "hours": ("学时", "hours")}[column] for column, _ in pairs]
    zh = "，或 ".join(f"{lack:g} {unit[0]}" for lack, unit in zip(lacks, units, strict=True))
    en = ", or ".join(f"{lack:g} {unit[1]}" for lack, unit in zip(lacks, units, strict=True))
    return _NO, (f"再有 {zh} 即符合", f"{en} more would be enough")


def _recurring(finding: Finding, breach: bool) -> _Told:
    seen = finding.observed
    if breach and "missed" in seen:
        missed = seen["missed"]
        some, more = ", ".join(missed[:6]), " …" if len(missed) > 6 else ""  # noqa: PLR2004
        return (f"未达到的期间：{some}{more}", f"missed in: {some}{more}"), _NO
    if breach and "count" in seen:
        short = finding.shortfall
        return _NO, (f"再有 {short} 次即符合", f"{short} more would be enough")
    if breach:
        return None
    if seen.get("due") and seen["due"][0] is not None:
        due = seen["due"][0]
        return _NO, (f"{due} 以后未再进行即不符合", f"without another it lapses after {due}")
    return None


def _listed(finding: Finding, breach: bool) -> _Told:
    if not breach:
        return None
    items = "、".join(finding.observed["offending"])
    owes = finding.clause.params.owes
    return _NO, (
        f"{'补上' if owes else '没有'} {items} 即符合",
        f"it would pass {'with' if owes else 'without'} {items}",
    )


def _stepwise(finding: Finding, breach: bool) -> _Told:
    if not breach:
        return None
    names = ("missing", "early", "late")
    steps = [step for name in names for step in finding.observed.get(name, ())]
    return (f"起决定作用的步骤：{'、'.join(steps)}", f"decided by: {', '.join(steps)}"), _NO


def _placed(finding: Finding, breach: bool) -> _Told:
    broken = finding.observed.get("broken_at")
    if not breach or broken is None:
        return None
    return (f"隶属关系止于 {broken}", f"the chain of superiors ends at {broken}"), _NO


_KINDS: dict[str, Callable[[Finding, bool], _Told]] = {
    "bound": _bounded,
    "cadence": _recurring,
    "coverage": _bounded,
    "eligibility": _eligible,
    "permitted": _listed,
    "procedure": _stepwise,
    "service_lock": _lock,
    "share": _share,
    "structure": _placed,
}
