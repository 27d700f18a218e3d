"""What a question about time is asked: which rules, whom, between which days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from attrs import evolve

from partyorg.asking import Chosen, Day, Packs, day_of
from partyorg.errors import CallError
from partyorg.evaluate.course import Course, Stage, courses
from partyorg.model import Dataset
from partyorg.verdict import Outcome

__all__ = ["followed", "packs_of", "records_of", "span_of"]


def records_of(dataset: object, what: str) -> Dataset:
    """Give a data set; a `CallError` for what is none."""
    if isinstance(dataset, Dataset):
        return dataset
    kind = type(dataset).__name__
    msg = f"{what}() takes a Dataset, not {kind}; partyorg.load(path) makes one"
    raise CallError(msg)


def span_of(since: Day, until: Day) -> tuple[int, int]:
    """Give the numbers of two days; a `CallError` unless the second comes after the first."""
    first, last = day_of(since, "since"), day_of(until, "until")
    if first >= last:
        msg = f"until={until} must come after since={since}; it is the day after the last"
        raise CallError(msg)
    return first, last


def packs_of(rules: Packs | None, rule: str) -> Packs:
    """Give the packs that are meant: as named, or the one that the identifier of a rule names."""
    if rules is not None:
        return rules
    return rule.partition("/")[0] if "/" in rule else "cn-gz"


def followed(
    dataset: Dataset,
    chosen: Chosen,
    displaced: dict[str, str],
    since: int,
    until: int,
    subjects: frozenset[str] | None = None,
) -> list[Course]:
    """Follow what rules say from day to day; where one displaces another, that says nothing."""
    found = [
        course
        for pack, rules, conventions in chosen
        for course in courses(
            dataset, pack, rules, since, until, conventions=conventions, subjects=subjects
        )
    ]
    if not displaced:
        return found
    over: dict[tuple[str, str, str | None, str | None], list[Course]] = {}
    for course in found:
        other = displaced.get(course.rule.id)
        if other is not None:
            key = (other, course.subject.id, course.period, course.part)
            over.setdefault(key, []).append(course)
    left = []
    for course in found:
        stages = course.stages
        key = (course.rule.id, course.subject.id, course.period, course.part)
        for upper in over.get(key, ()):
            stages = tuple(_left(stages, upper.stages))
        if any(stage.outcome is not None for stage in stages):
            left.append(evolve(course, stages=stages))
    return left


def _left(stages: Sequence[Stage], upper: Sequence[Stage]) -> Iterator[Stage]:
    """Give what is left of a course where another rule stands in its place on some days."""
    days = sorted({stage.start for some in (stages, upper) for stage in some})
    days.append(stages[-1].end)
    before: Stage | None = None
    for start, end in pairwise(days):
        own, over = _at(stages, start), _at(upper, start)
        settles = over.judged and over.outcome is not Outcome.NOT_APPLICABLE
        now = Stage(start, end, None if settles else own.outcome, own.judged and not settles)
        if before is not None and before[2:] == now[2:]:
            before = before._replace(end=end)
            continue
        if before is not None:
            yield before
        before = now
    if before is not None:
        yield before


def _at(stages: Iterable[Stage], day: int) -> Stage:
    return next(stage for stage in stages if stage.start <= day < stage.end)
