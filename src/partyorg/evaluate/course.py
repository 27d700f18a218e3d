"""Verdicts over time: what a rule says of its subjects on every day between two.

A verdict changes only on the days that `partyorg.evaluate.changes` names, so it is evaluated on
these, each for the subjects that can change on it, by the search and the judging of every check.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from attrs import define, frozen

from partyorg.evaluate.changes import candidates, turning_days
from partyorg.evaluate.engine import findings_of
from partyorg.evaluate.scope import Scope, World
from partyorg.model import Dataset
from partyorg.rulebook import Conventions, Pack, Rule
from partyorg.verdict import Finding, Outcome, Subject

__all__ = ["Course", "Stage", "courses"]


class Stage(NamedTuple):
    """Days `[start, end)` on which a verdict stays as it is; None: the rule says nothing then.

    `judged` tells whether facts were observed, so that it may stand in the place of another rule.
    """

    start: int
    end: int
    outcome: Outcome | None
    judged: bool = False


@frozen
class Course:
    """What one rule says of a subject (and period, and part) from day to day; stages adjoin."""

    rule: Rule
    subject: Subject
    period: str | None
    part: str | None
    stages: tuple[Stage, ...]


_Key = tuple[str | None, str | None]
"""The period and the part of a verdict."""


@define
class _Track:
    """A course while it is followed."""

    subject: Subject
    stages: list[Stage]

    def turn(self, day: int, outcome: Outcome | None, *, judged: bool) -> None:
        """Let another verdict begin on a day."""
        last = self.stages[-1]
        if (last.outcome, last.judged) == (outcome, judged):
            return
        if last.start == day:
            self.stages.pop()
        else:
            self.stages[-1] = last._replace(end=day)
        self.stages.append(Stage(day, last.end, outcome, judged))


def courses(
    dataset: Dataset,
    pack: Pack,
    rules: Iterable[Rule],
    since: int,
    until: int,
    *,
    conventions: Conventions | None = None,
    subjects: frozenset[str] | None = None,
) -> Iterator[Course]:
    """Follow what some rules say of their subjects on every day of `[since, until)`.

    Whoever is no subject on any of these days has no course.
    """
    world = World.of(dataset, conventions or pack.conventions)
    for rule in rules:
        tracks: dict[str, dict[_Key, _Track]] = {}
        at_first = Scope(world, pack, since, subjects, bare=True)
        asked = [*candidates(rule, at_first)]
        if subjects is not None:
            asked = [one for one in asked if one in subjects]
        turning = _turning(rule, at_first, asked, until)
        _note(tracks, findings_of(rule, at_first), since, since, until)
        for day, those in turning:
            scope = Scope(world, pack, day, those, bare=True)
            told = _note(tracks, findings_of(rule, scope), day, since, until)
            for subject in those:
                for key, track in tracks.get(subject, {}).items():
                    if (subject, key) not in told:
                        track.turn(day, None, judged=False)
        for subject in sorted(tracks):
            for (period, part), track in sorted(tracks[subject].items(), key=_order):
                yield Course(rule, track.subject, period, part, tuple(track.stages))


def _order(item: tuple[_Key, _Track]) -> tuple[str, str]:
    (period, part), _ = item
    return period or "", part or ""


def _note(
    tracks: dict[str, dict[_Key, _Track]],
    findings: Iterable[Finding],
    day: int,
    since: int,
    until: int,
) -> set[tuple[str, _Key]]:
    """Note the verdicts of a day; give the keys of those that there are."""
    told = set()
    for finding in findings:
        key = (finding.period, finding.part)
        own = tracks.setdefault(finding.subject.id, {})
        if key not in own:
            own[key] = _Track(finding.subject, [Stage(since, until, None)])
        own[key].turn(day, finding.outcome, judged=bool(finding.observed))
        told.add((finding.subject.id, key))
    return told


def _turning(
    rule: Rule, scope: Scope, subjects: Iterable[str], until: int
) -> list[tuple[int, frozenset[str]]]:
    """Give the days on which anything can change, and of whom."""
    by_day: dict[int, set[str]] = {}
    for subject in subjects:
        for day in turning_days(rule, scope, subject, until):
            by_day.setdefault(day, set()).add(subject)
    return [(day, frozenset(those)) for day, those in sorted(by_day.items())]
