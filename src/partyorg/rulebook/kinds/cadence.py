"""`cadence`: every subject has at least so many events of a kind in each window of the calendar.

The windows of a year are judged together; each that has begun must reach the number.  Partial first
and last windows of a subject's life are exempt.  The window that is still running is met if the
number has been reached, and otherwise open.

A term is the other way to owe something again and again: no more than the time `every` may pass
from one event (an election) to the next.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from attrs import field, frozen

from partyorg.dates import WINDOWS, PartialDate, Period, WindowKind
from partyorg.model import Level, OrgKind
from partyorg.rulebook.kinds.base import Judgement, counted
from partyorg.verdict import Finding, Statement, Unknown
from partyorg.verdict.words import shown

__all__ = ["Count", "Facts", "Params", "Term", "judge", "say"]


@frozen(kw_only=True)
class Params:
    """Organisations of these kinds and levels owe `at_least` activities `activity` a window.

    With a `tag`, only organisations that bear it; with `if_full_members`, only in years in which
    they have so many.  With `to_superior` only those activities count
    whose `to_id` is the superior of the organisation.  With `between`, the windows are those from
    an activity of the first kind to the next of the second.  With `every` there are no windows: the
    latest activity (or the founding) may lie at most that long before the day.  `of = "people"`:
    the activities are owed for each official in post, whom they name in `subject_id`.
    """

    of: Literal["organizations", "people"] = "organizations"
    kinds: tuple[OrgKind, ...] = ()
    levels: tuple[Level, ...] = ()
    tag: str | None = None
    if_full_members: int | None = None
    activity: tuple[str, ...]
    window: WindowKind = "year"
    every: Period | None = None
    between: tuple[str, ...] = ()
    at_least: int = 1
    to_superior: bool = False
    noun: dict[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Refuse what does not go together."""
        if self.of == "people" and (
            self.between or self.every or self.to_superior or self.kinds or self.levels
        ):
            msg = "of = 'people' goes with a window, and with no kinds, levels or superior"
            raise ValueError(msg)
        if self.between and (len(self.between) != len(("first", "last")) or self.every):
            msg = "between names two activities, the first and the last, and goes with windows"
            raise ValueError(msg)
        if self.every and (self.to_superior or self.at_least != 1):
            msg = "every goes with one activity, to nobody in particular"
            raise ValueError(msg)

    @property
    def of_organizations(self) -> bool:
        """Whether organisations are the subjects."""
        return self.of == "organizations"


@frozen
class Count:
    """How many events there were in a window (at least, at most; None: nobody knows)."""

    window: str
    count: tuple[int, int | None]
    running: bool = False


@frozen
class Term:
    """The latest event, and the day by which the next is due (at the earliest, at the latest).

    `founded`: it is the day of the founding.  A day of None is unknown.  `left` is how many days
    there are until then, in both cases.
    """

    last: PartialDate | None
    due: tuple[int | None, int | None]
    left: tuple[int, int | None]
    founded: bool = False


@frozen(kw_only=True)
class Facts:
    """The windows of a year that count, in order; or the term.

    `unplaced` events are known to have been in some window of the year, but not in which.
    """

    windows: tuple[Count, ...] = ()
    unplaced: int = 0
    term: Term | None = None
    unknowns: tuple[Unknown, ...] = ()


def judge(params: Params, facts: Facts) -> Judgement:
    """Judge the numbers of events in the windows, or the days until the next is due."""
    if facts.term is not None:
        return _term(params, facts.term, facts.unknowns)
    judged = [
        counted(
            one.count,
            params.at_least,
            reason="period-running" if one.running else "incomplete-table",
            unknowns=facts.unknowns,
            may_grow=one.running,
        )
        for one in facts.windows
    ]
    if params.window == "year":
        return judged[0]
    pairs = list(zip(facts.windows, judged, strict=True))
    missed = [one.window for one, judgement in pairs if judgement.best < 0]
    open_ones = [one.window for one, told in pairs if told.worst < 0 <= told.best]
    unmet = [told for told in judged if told.worst < 0]
    # Each event that nobody can place fills one window at the most.
    owed = sum(
        params.at_least - one.count[0]
        for one in facts.windows
        if one.count[1] is not None and not one.running and one.count[0] < params.at_least
    )
    spare = facts.unplaced - owed
    short = sum(told.shortfall or 0 for told in judged)
    past = [told.reason for told in unmet if told.reason != "period-running"]
    return Judgement(
        worst=min(told.worst for told in judged),
        best=min(0, spare, *(told.best for told in judged)),
        observed={
            "windows": len(pairs),
            "met": len(pairs) - len(unmet),
            "missed": tuple(missed),
            "open": tuple(open_ones),
        },
        required=params.at_least,
        shortfall=max(short, -spare) or None,
        reason=next(iter(past), "period-running"),
        unknowns=facts.unknowns if open_ones and not missed and spare >= 0 else (),
    )


def _term(params: Params, term: Term, unknowns: tuple[Unknown, ...]) -> Judgement:
    worst, best = term.left[0], 0 if term.left[1] is None else term.left[1]
    due = tuple(None if day is None else date.fromordinal(day) for day in term.due)
    return Judgement(
        worst=worst,
        best=best,
        observed={"last": term.last, "founded": term.founded, "due": due},
        required=params.every,
        shortfall=-best if best < 0 else None,
        reason="incomplete-table" if term.left[1] is None else "dates-too-coarse",
        unknowns=unknowns if worst < 0 <= best else (),
    )


def say(finding: Finding, lang: str) -> Statement:
    """Put a cadence into words."""
    params, seen = finding.clause.params, finding.observed
    noun, at = params.noun.get(lang, ""), 0 if lang == "zh" else 1
    if "due" in seen:
        last = shown(seen["last"], lang)
        heads = (("最近一次", ""), ("自成立以来没有", "none since the founding, "))
        facts = f"{heads[seen['founded']][at]}{noun}{('：', ': ')[at]}{last}"
        if seen["due"][0] is None:
            return Statement(facts)
        need, due = shown(finding.required, lang), shown(seen["due"], lang)
        return Statement(facts, (f"间隔不超过 {need}，应于 {due} 前", f"due by {due} ({need})")[at])
    if "count" in seen:
        count = shown(seen["count"], lang)
        if at == 0:
            return Statement(
                f"{finding.period} 年{noun}：{count} 次；要求至少 {finding.required} 次"
            )
        return Statement(
            f"{noun} in {finding.period}: {count}; required at least {finding.required}"
        )
    unit, comma = WINDOWS[params.window][at], ("、", ", ")[at]
    parts = [
        f"{finding.period} 年{noun}：{seen['windows']} {unit}中 {seen['met']} {unit}达到"
        if at == 0
        else f"{noun} in {finding.period}: reached in {seen['met']} of {seen['windows']} {unit}"
    ]
    for name, words in (("missed", ("未达到", "missed")), ("open", ("不能确定", "not known"))):
        if seen[name]:
            parts.append(f"{words[at]}{('：', ': ')[at]}{_some(seen[name], comma)}")
    owed = (f"每{unit.lstrip('个')}至少 {finding.required} 次", f"{finding.required} in each")[at]
    return Statement(("；", "; ")[at].join(parts), owed)


_SHOWN = 6


def _some(names: tuple[str, ...], comma: str) -> str:
    """Name the first few of many."""
    return comma.join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
