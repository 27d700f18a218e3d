"""From when on an act would be allowed, if nothing else happens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve, fields, has

from partyorg.action.question import Answer, Question
from partyorg.action.speaking import Asked
from partyorg.dates import PartialDate, Period
from partyorg.evaluate.changes import HORIZON, turning_days
from partyorg.evaluate.scope import Scope, World

__all__ = ["allowed_from", "approvable_from"]


def allowed_from(question: Question) -> int | None:
    """Give the first day on which an act, without approval, would be allowed."""
    act = question.act
    if getattr(act, "approved_by", None) is not None:
        act = evolve(act, approved_by=None, approved_on=None)
        if question.of(act).allows():
            return question.day
    return next((day for day in _days(question) if question.of(_on(act, day)).allows()), None)


def approvable_from(question: Question) -> int | None:
    """Give the first day on which an act would be allowed with an approval that it has not."""
    if not question.approvable:
        return None
    for day in _days(question):
        answer, _ = question.of(_on(question.act, day)).decide()
        if answer in (Answer.ALLOWED, Answer.WITH_APPROVAL):
            return day if answer is Answer.WITH_APPROVAL else None
    return None


def _on(act: Any, day: int) -> Any:
    """Give the same act on another day; a secondment lasts as long as before."""
    shift = day - act.on.first
    until = getattr(act, "until", None)
    moved = {"on": PartialDate(day, day)}
    if until is not None:
        moved["until"] = PartialDate(until.first + shift, until.last + shift)
    return evolve(act, **moved)


def _days(question: Question) -> list[int]:
    """Give the days after that of the act on which the answer may be another."""
    days: set[int] = set()
    for one in question.bearing(None):
        speaker = one.speaker
        world = World.of(question.dataset, speaker.conventions)
        scope = Scope(world, speaker.pack, question.day, one.subjects, bare=True)
        for subject in one.subjects:
            days.update(turning_days(speaker.rule, scope, subject, HORIZON))
        days.update(_completed(question, one, world))
    return sorted(day for day in days if question.day < day < HORIZON)


def _completed(question: Question, one: Asked, world: World) -> Iterator[int]:
    """Give the days on which service in the present posts completes what a rule asks for."""
    career = world.career(question.person)
    service, recruited = career.service, career.person.recruited_on
    starts = [row.start for row in question.own_posts if row.start is not None]
    for period in dict.fromkeys(_periods(one.speaker.params)):
        if period.months:
            for since in (None, recruited):
                yield from service.turns(period, question.day, HORIZON - 1, since)
            day = service.runs_for(period, question.day)
            if day is not None:
                yield day
        for start in starts:
            yield from (period.after(start.first), period.after(start.last))


def _periods(params: Any) -> Iterator[Period]:
    """Give all periods that the parameters of a rule hold."""
    if isinstance(params, Period):
        yield params
    elif has(type(params)):
        for one in fields(type(params)):
            yield from _periods(getattr(params, one.name))
    elif isinstance(params, (tuple, list)):
        for part in params:
            yield from _periods(part)
