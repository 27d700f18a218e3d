"""The calendar of what is coming: every change of a verdict between two days, before it happens."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from html import escape
from importlib.util import find_spec
from json import dumps
from pathlib import Path
from typing import Any, overload

from attrs import field, frozen

from partyorg._files import replace_file
from partyorg._version import __version__
from partyorg.asking import Day, Packs, asked_of, chosen_of
from partyorg.errors import CallError
from partyorg.evaluate.course import Course
from partyorg.timing.asked import followed, records_of, span_of
from partyorg.verdict import Clause, Outcome, Subject, finding_id
from partyorg.verdict.words import lang_index
from partyorg.writers._clean import lines_of

__all__ = ["SCHEMA", "Calendar", "Event", "calendar"]

SCHEMA = "partyorg.calendar/1"
_BREACH = (Outcome.FAIL, Outcome.OFF_TARGET)


@frozen
class Event:
    """On `day` the verdict of a rule on a subject turns from `before` to `after`.

    None stands for no verdict: the subject (or the year, or the case) is none yet, or no more.
    """

    day: date
    clause: Clause = field(repr=False)
    subject: Subject
    before: Outcome | None
    after: Outcome | None
    period: str | None = None
    part: str | None = None

    @property
    def rule(self) -> str:
        """The rule's identifier."""
        return self.clause.rule

    @property
    def finding(self) -> str:
        """The identifier of the finding, the same as in a report."""
        return finding_id(self.rule, self.subject, self.period, self.part)

    @property
    def breaks(self) -> bool:
        """Whether a breach begins on this day."""
        return self.after in _BREACH and self.before not in _BREACH

    @property
    def mends(self) -> bool:
        """Whether a breach ends on this day."""
        return self.before in _BREACH and self.after not in _BREACH

    def text(self, lang: str = "zh") -> str:
        """Give it in one line, without the day."""
        nothing = ("无结论", "no verdict")[lang_index(lang)]
        before, after = (nothing if o is None else o.named(lang) for o in (self.before, self.after))
        name = self.subject.name or self.subject.id
        about = " ".join(filter(None, (f"{name} ({self.subject.id})", self.period, self.part)))
        colon = ("：", ": ")[lang_index(lang)]
        return f"{about} · {self.clause.title[lang]}{colon}{before} → {after}"


class Calendar(Sequence[Event]):
    """What changes between two days, in order; `breaches` are the breaches that begin."""

    def __init__(self, events: Iterable[Event], since: date, until: date) -> None:
        self._events = tuple(events)
        self.since, self.until = since, until

    def __len__(self) -> int:
        """Give the number of events."""
        return len(self._events)

    @overload
    def __getitem__(self, key: int) -> Event: ...

    @overload
    def __getitem__(self, key: slice) -> Sequence[Event]: ...

    def __getitem__(self, key: int | slice) -> Event | Sequence[Event]:
        """Give an event by its place."""
        return self._events[key]

    @property
    def breaches(self) -> tuple[Event, ...]:
        """The events on which a breach begins."""
        return tuple(event for event in self if event.breaks)

    @property
    def mended(self) -> tuple[Event, ...]:
        """The events on which a breach ends."""
        return tuple(event for event in self if event.mends)

    def to_records(self) -> list[dict[str, Any]]:
        """Give one flat mapping an event."""
        return [
            {
                "day": event.day.isoformat(),
                "rule": event.rule,
                "severity": event.clause.severity.value,
                "subject_type": event.subject.type,
                "subject": event.subject.id,
                "name": event.subject.name,
                "period": event.period,
                "part": event.part,
                "before": None if event.before is None else event.before.value,
                "after": None if event.after is None else event.after.value,
                "finding": event.finding,
            }
            for event in self
        ]

    def to_json(self) -> str:
        """Give it as JSON text, schema `partyorg.calendar/1`."""
        told = {
            "schema": SCHEMA,
            "from": self.since.isoformat(),
            "to": self.until.isoformat(),
            "events": self.to_records(),
        }
        return dumps(told, ensure_ascii=False, indent=1)

    def to_ics(self, path: str | os.PathLike[str] | None = None, *, lang: str = "zh") -> bytes:
        """Give it as iCalendar (RFC 5545), a whole day an event; with `path` it is written too.

        The same events always give the same bytes: the stamp is the first day of the calendar.

        Raises:
            CallError: the library icalendar is missing, or the file cannot be written.
        """
        if find_spec("icalendar") is None:
            msg = "iCalendar is written by icalendar: pip install 'partyorg[calendar]'"
            raise CallError(msg)
        import icalendar  # noqa: PLC0415  (only for this)

        made = icalendar.Calendar()
        made.add("prodid", f"-//partyorg//{__version__}//{lang.upper()}")
        made.add("version", "2.0")
        stamp = datetime(self.since.year, self.since.month, self.since.day, tzinfo=UTC)
        for event in self:
            entry = icalendar.Event()
            entry.add("uid", f"{event.finding}-{event.day.isoformat()}@partyorg")
            entry.add("dtstamp", stamp)
            entry.add("dtstart", event.day)
            entry.add("dtend", event.day + timedelta(1))
            entry.add("summary", event.text(lang))
            source = event.clause.source
            told = (event.rule, event.clause.severity.named(lang), source.document, source.clause)
            entry.add("description", " · ".join(filter(None, told)))
            entry.add("transp", "TRANSPARENT")
            made.add_component(entry)
        text: bytes = made.to_ical()
        if path is not None:
            replace_file(Path(path), lambda stream: stream.write(text))
        return text

    def text(self, lang: str = "zh") -> str:
        """Give it in words, a line an event below its day."""
        lines: list[str] = []
        day = None
        for event in self:
            if event.day != day:
                day = event.day
                lines.append(day.isoformat())
            lines.append(f"  {event.text(lang)}")
        if not lines:
            what = ("{} 至 {} 没有变化。", "Nothing changes from {} to {}.")[lang_index(lang)]
            lines.append(what.format(self.since, self.until - timedelta(1)))
        return lines_of(lines)

    def __repr__(self) -> str:
        """Give the span and the number of events."""
        return (
            f"Calendar({self.since} to {self.until}: {len(self)} events, "
            f"{len(self.breaches)} breaches, {len(self.mended)} mended)"
        )

    def _repr_html_(self) -> str:
        """Show the events as a table in a notebook."""
        rows = "".join(
            f"<tr><td>{event.day}</td><td>{escape(event.text())}</td></tr>" for event in self
        )
        return f"<p>{escape(repr(self))}</p><table>{rows}</table>"


def calendar(
    dataset: object,
    rules: Packs = "cn-gz",
    *,
    since: Day,
    until: Day,
    only: Iterable[str] | None = None,
    subjects: Iterable[str] | None = None,
    counting: str | None = None,
    every: bool = False,
) -> Calendar:
    """Tell which breaches begin and end after `since` and before `until`, if nothing else happens.

    Terms run out, years close without what is owed in them, service completes what it must: so the
    breaches of next year can be read today.  What is already in the data for days to come (a
    planned end) comes.  A verdict that is a breach on the first day already is no event.

    Args:
        dataset: the data set.
        rules: packs, as for `partyorg.check`.
        since: the day from which one looks ahead.
        until: the day after the last.
        only: rules to restrict it to.
        subjects: identifiers of people, organisations or cases to restrict it to.
        counting: a convention in place of the pack's.
        every: whether changes are given that neither begin nor end a breach.

    Raises:
        CallError: as `partyorg.check`; or no day lies between the two.

    >>> import partyorg as po
    >>> data = po.load(po.sample_path())
    >>> coming = po.calendar(
    ...     data, since="2018-12-31", until="2020-01-01", only=["team-experience"]
    ... )
    >>> [(str(event.day), event.subject.id) for event in coming.mended]
    [('2019-01-01', '990101104'), ('2019-03-01', '990101101')]
    """
    data = records_of(dataset, "calendar")
    first, last = span_of(since, until)
    _, chosen, displaced = chosen_of(rules, only, counting)
    asked = None if subjects is None else asked_of(data, subjects)
    order = {rule.id: at for at, rule in enumerate(r for _, some, _ in chosen for r in some)}
    found = followed(data, chosen, displaced, first, last, asked)
    events = [event for course in found for event in _events(course)]
    wanted = [event for event in events if every or event.breaks or event.mends]
    wanted.sort(key=lambda event: (event.day, order[event.rule]))
    return Calendar(wanted, date.fromordinal(first), date.fromordinal(last))


def _events(course: Course) -> Iterator[Event]:
    clause = course.rule.versions[-1].clause
    for before, after in zip(course.stages, course.stages[1:], strict=False):
        if before.outcome is not after.outcome:
            yield Event(
                date.fromordinal(after.start),
                clause,
                course.subject,
                before.outcome,
                after.outcome,
                course.period,
                course.part,
            )
