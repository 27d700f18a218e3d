"""Timelines: what a rule says of a subject on every day between two, exact to the day."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from json import dumps
from pathlib import Path
from typing import Any

from attrs import field, frozen

from partyorg._files import replace_file
from partyorg.asking import Day, Packs, asked_of, chosen_of, day_of
from partyorg.errors import CallError
from partyorg.evaluate.course import Course, Stage
from partyorg.model import Dataset, OrgKind
from partyorg.timing.asked import followed, packs_of, records_of, span_of
from partyorg.timing.plot import svg_of
from partyorg.verdict import Clause, Outcome, Subject
from partyorg.verdict.words import lang_index
from partyorg.writers._clean import lines_of

__all__ = ["SCHEMA", "Step", "Timeline", "timeline"]

SCHEMA = "partyorg.timeline/1"

_WORST = (
    Outcome.FAIL,
    Outcome.OFF_TARGET,
    Outcome.UNDETERMINED,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
    None,
)
"""Which of several verdicts on a day stands for all, the first of these that there is."""


@frozen
class Step:
    """A stretch of days, `[start, end)`, on which the outcome stays the same.

    `outcome` is None where the rule says nothing of the subject: it is none then.
    """

    start: date
    end: date
    outcome: Outcome | None

    def named(self, lang: str = "zh") -> str:
        """Give the outcome in words."""
        if self.outcome is None:
            return ("不是对象", "no subject")[lang_index(lang)]
        return self.outcome.named(lang)


@frozen(repr=False)
class Timeline:
    """What a rule says of a subject on every day of `[since, until)`.

    `steps` adjoin and cover these days.  A rule on years (or dates) says several things of one
    subject: these are `parts`, each with its period and part and with steps of its own, and the
    steps of the whole are the worst of them: a breach, else what is undetermined, else a pass.
    """

    clause: Clause = field(repr=False)
    subject: Subject
    steps: tuple[Step, ...]
    period: str | None = None
    part: str | None = None
    parts: tuple[Timeline, ...] = ()

    @property
    def rule(self) -> str:
        """The rule's identifier."""
        return self.clause.rule

    @property
    def since(self) -> date:
        """The first day."""
        return self.steps[0].start

    @property
    def until(self) -> date:
        """The day after the last."""
        return self.steps[-1].end

    def at(self, day: date | str) -> Outcome | None:
        """Give the outcome on a day; a `CallError` if it lies outside."""
        wanted = date.fromordinal(day_of(day, "day"))
        for step in self.steps:
            if step.start <= wanted < step.end:
                return step.outcome
        msg = f"{wanted} lies outside this timeline, {self.since} to before {self.until}"
        raise CallError(msg)

    def to_records(self) -> list[dict[str, Any]]:
        """Give one flat mapping a step, those of the parts too."""
        return [
            {
                "rule": self.rule,
                "subject": self.subject.id,
                "period": one.period,
                "part": one.part,
                "from": step.start.isoformat(),
                "to": step.end.isoformat(),
                "outcome": None if step.outcome is None else step.outcome.value,
            }
            for one in (self.parts or (self,))
            for step in one.steps
        ]

    def to_dict(self) -> dict[str, Any]:
        """Give what the JSON says, schema `partyorg.timeline/1`."""
        told: dict[str, Any] = {
            "schema": SCHEMA,
            "rule": self.rule,
            "subject": {
                "type": self.subject.type,
                "id": self.subject.id,
                "name": self.subject.name,
            },
            "steps": _steps(self),
        }
        if self.parts:
            told["parts"] = [
                {"period": one.period, "part": one.part, "steps": _steps(one)} for one in self.parts
            ]
        return told

    def to_json(self) -> str:
        """Give it as JSON text."""
        return dumps(self.to_dict(), ensure_ascii=False, indent=1)

    def to_svg(self, path: str | os.PathLike[str] | None = None, *, lang: str = "zh") -> str:
        """Give the plot, a bar for each part, as SVG; with `path` it is written to a file too."""
        text = svg_of(self, lang)
        if path is not None:
            replace_file(Path(path), lambda stream: stream.write(text.encode()))
        return text

    def text(self, lang: str = "zh") -> str:
        """Give it in words, a line a step; the days named are the first and the last of each."""
        name = self.subject.name or self.subject.id
        head = f"{self.clause.title[lang]} · {name} ({self.subject.id})"
        lines = [head]
        for one in self.parts or (self,):
            about = " ".join(filter(None, (one.period, one.part)))
            if about:
                lines.append(f"  {about}")
            for step in one.steps:
                last = date.fromordinal(step.end.toordinal() - 1)
                lines.append(f"  {'  ' if about else ''}{step.start} – {last}  {step.named(lang)}")
        return lines_of(lines)

    def __repr__(self) -> str:
        """Give the rule, the subject and the number of steps."""
        return f"Timeline({self.rule} {self.subject.id}: {len(self.steps)} steps)"

    def _repr_html_(self) -> str:
        """Show the plot in a notebook, with the steps below."""
        rows = "".join(
            "<tr>" + "".join(f"<td>{escape(str(v or ''))}</td>" for v in row.values()) + "</tr>"
            for row in self.to_records()
        )
        return f"{self.to_svg()}<table>{rows}</table>"


def _steps(line: Timeline) -> list[dict[str, str | None]]:
    return [
        {
            "from": step.start.isoformat(),
            "to": step.end.isoformat(),
            "outcome": None if step.outcome is None else step.outcome.value,
        }
        for step in line.steps
    ]


def timeline(
    dataset: object,
    rule: str,
    subject: str,
    *,
    since: Day,
    until: Day,
    rules: Packs | None = None,
    counting: str | None = None,
) -> Timeline:
    """Tell what a rule says of a subject on every day of `[since, until)`.

    Since when was it broken, and until when?  The rule is evaluated on every day on which one of
    its facts can change, so the steps are exact to the day.  On each day it is the verdict that
    `partyorg.check` gives as of that day, by what the data say now: a row that has been corrected
    is taken as it stands.

    Args:
        dataset: the data set.
        rule: the identifier of a rule, as `cn-gz/team-experience`.
        subject: the identifier of a person, an organisation or a case.
        since: the first day.
        until: the day after the last.
        rules: the pack, where the rule is named without it, or one's own by its path.
        counting: a convention in place of the pack's.

    Raises:
        CallError: an unknown rule or subject, or no day between the two.

    >>> import partyorg as po
    >>> data = po.load(po.sample_path())
    >>> line = po.timeline(
    ...     data, "cn-gz/team-experience", "990101101", since="2018-06-01", until="2019-06-01"
    ... )
    >>> print(line.text("en"))
    Two thirds of a township team have two cumulative years in townships · 示例镇 (990101101)
      2018-06-01 – 2019-02-28  fail
      2019-03-01 – 2019-05-31  pass
    >>> line.at("2019-03-01")
    <Outcome.PASS: 'pass'>
    """
    data = records_of(dataset, "timeline")
    first, last = span_of(since, until)
    _, chosen, _ = chosen_of(packs_of(rules, rule), [rule], counting)
    asked_of(data, [subject])
    meant = [one for _, some, _ in chosen for one in some]
    if len(meant) > 1:
        names = ", ".join(one.id for one in meant)
        msg = f"several packs have a rule '{rule}'; name one of {names}"
        raise CallError(msg)
    own = meant[0]
    found = followed(data, chosen, {}, first, last, frozenset([subject]))
    if not found:
        nothing = Step(date.fromordinal(first), date.fromordinal(last), None)
        return Timeline(own.versions[-1].clause, _named(data, subject), (nothing,))
    parts = [_line(course) for course in found]
    if len(parts) == 1 and parts[0].period is None:
        return parts[0]
    worst = _worst([one.stages for one in found], first, last)
    return Timeline(parts[0].clause, parts[0].subject, worst, parts=tuple(parts))


def _named(dataset: Dataset, subject: str) -> Subject:
    """Name a subject of whom nothing is said."""
    person, org = dataset.person.get(subject), dataset.organization.get(subject)
    if person is not None:
        return Subject("person", subject, person.name)
    if org is not None and org.kind is OrgKind.DIVISION and org.level is not None:
        return Subject(org.level.value, subject, org.name)
    return Subject("organization" if org else "case", subject, org.name if org else None)


def _line(course: Course) -> Timeline:
    steps = tuple(_step(stage.start, stage.end, stage.outcome) for stage in _merged(course.stages))
    clause = course.rule.versions[-1].clause
    return Timeline(clause, course.subject, steps, course.period, course.part)


def _step(start: int, end: int, outcome: Outcome | None) -> Step:
    return Step(date.fromordinal(start), date.fromordinal(end), outcome)


def _merged(stages: Iterable[Stage]) -> list[Stage]:
    """Put neighbours with the same outcome together."""
    out: list[Stage] = []
    for stage in stages:
        if out and out[-1].outcome is stage.outcome:
            out[-1] = out[-1]._replace(end=stage.end)
        else:
            out.append(stage)
    return out


def _worst(courses: Sequence[Sequence[Stage]], since: int, until: int) -> tuple[Step, ...]:
    """Give the worst of several courses on every day."""
    days = sorted({stage.start for stages in courses for stage in stages} | {since})
    out: list[Stage] = []
    for start, end in zip(days, [*days[1:], until], strict=True):
        told = [s.outcome for stages in courses for s in stages if s.start <= start < s.end]
        out.append(Stage(start, end, min(told, key=_WORST.index)))
    return tuple(_step(stage.start, stage.end, stage.outcome) for stage in _merged(out))
