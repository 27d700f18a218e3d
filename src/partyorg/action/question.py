"""The question whether an act is allowed, laid before the rules that speak about it.

The act is applied to what is known of the person, and every rule that speaks about such an act is
asked of the state that it would make: those on the person, and those on the teams that the person
leaves and joins.  Only the rows concerned are looked at, so the answer takes no longer in a large
data set than in a small one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from typing import Any

from attrs import define, evolve, field

from partyorg.action.acts import Move, Promote, Second
from partyorg.action.speaking import Asked, Speaker, asked, may_be_held
from partyorg.errors import CallError
from partyorg.evaluate.engine import findings_of
from partyorg.evaluate.judged import Outlook
from partyorg.evaluate.scope import Scope, World
from partyorg.model import Appointment, Basis, Dataset, Level, OrgKind
from partyorg.verdict import Finding, Outcome, Severity
from partyorg.verdict.words import lang_index

__all__ = ["Answer", "Question"]

_BREACH = Outcome.FAIL

_STANDING = ("place", "moved_on", "moved_to", "exit_months", "approved")
"""What a service lock shows of the last move; as long as it is the same, nothing has moved."""


class Answer(StrEnum):
    """What is decided; the strictest rule wins."""

    ALLOWED = "allowed"
    WITH_APPROVAL = "allowed_with_approval"
    NOT_ALLOWED = "not_allowed"
    UNDETERMINED = "undetermined"

    def named(self, lang: str = "zh") -> str:
        """Give it in words."""
        zh, en = _NAMES[self]
        return (zh, en)[lang_index(lang)]


_NAMES = {
    Answer.ALLOWED: ("允许", "allowed"),
    Answer.WITH_APPROVAL: ("经批准后允许", "allowed with approval"),
    Answer.NOT_ALLOWED: ("不允许", "not allowed"),
    Answer.UNDETERMINED: ("无法判定", "undetermined"),
}

_RANK = {level: rank for rank, level in enumerate(Level)}
"""The highest level first."""


@define(eq=False)
class Question:
    """An act of a person, laid before the rules."""

    dataset: Dataset
    person: str
    act: Any
    speakers: tuple[Speaker, ...]
    posts: tuple[Appointment, ...] = field(init=False)
    asked: tuple[Asked, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Find the rules that bear on the act."""
        self.posts = self._posts_after()
        self.asked = tuple(self.bearing(self.day))
        if not any(one.speaks_about(self.act) for one in self.speakers):
            msg = f"none of these rules speaks about such an act ({type(self.act).__name__})"
            raise CallError(msg)

    @property
    def day(self) -> int:
        """The day of the act."""
        day: int = self.act.on.first
        return day

    def bearing(self, day: int | None) -> Iterator[Asked]:
        """Give the rules that the act bears on, were it of some day; None: of whatever day."""
        return asked(self.speakers, self.dataset, self.person, self.act, self.posts, day)

    def _posts_after(self) -> tuple[Appointment, ...]:
        """Give the posts of the person after the act."""
        if isinstance(self.act, Promote):
            return self.own_posts
        posts: tuple[Appointment, ...] = self.act.posts(self.person, self.own_posts, self._number)
        return posts

    @property
    def _number(self) -> int:
        """The row of the new post."""
        return len(self.dataset.appointments) + 1

    def of(self, act: Any) -> Question:
        """Ask the same of another act: on another day it may bear on other rules."""
        return Question(self.dataset, self.person, act, self.speakers)

    @property
    def own_posts(self) -> tuple[Appointment, ...]:
        """The posts of the person without the act."""
        return self.dataset.appointments_of.get(self.person, ())

    def decide(self) -> tuple[Answer, tuple[str, ...]]:
        """Answer by outcomes alone, and name who must approve; findings are made when asked for."""
        answer, against = self._answer()
        opened = answer is Answer.NOT_ALLOWED and self.approvable
        if opened and all(one.speaker.opened for one in against):
            for body in self._approvers():
                told, _ = self._answer(against, body)  # it cannot turn the others
                if told is Answer.ALLOWED:
                    return Answer.WITH_APPROVAL, (body,)
        return answer, ()

    def allows(self) -> bool:
        """Tell whether the act is allowed as it is."""
        return self._answer()[0] is Answer.ALLOWED

    @property
    def approvable(self) -> bool:
        """Whether the act may be approved, and is not yet."""
        return hasattr(self.act, "approved_by") and self.act.approved_by is None

    def _answer(
        self, asked: Iterable[Asked] | None = None, by: str | None = None
    ) -> tuple[Answer, list[Asked]]:
        """Give the answer of some rules (of all), and which of them speak against the act.

        `by` is who has approved it, if it is to be read so.  Asked first is what no approval opens,
        for a breach of that ends the matter.
        """
        if asked is None:
            asked = sorted(self.asked, key=lambda one: one.speaker.opened)
        answer = Answer.ALLOWED
        against = []
        for one, finding in self._against(asked, by, bare=True):
            against.append(one)
            if finding.outcome is _BREACH:
                answer = Answer.NOT_ALLOWED
                if not one.speaker.opened:
                    break
            elif answer is Answer.ALLOWED:
                answer = Answer.UNDETERMINED
        return answer, against

    def against(self) -> list[Finding]:
        """Give the findings that speak against the act: breaches, and what is not known."""
        return [finding for _, finding in self._against(self.asked, None, bare=False)]

    def _against(
        self, asked: Iterable[Asked], by: str | None, *, bare: bool
    ) -> Iterator[tuple[Asked, Finding]]:
        for one in asked:
            for finding in self._told(one, self._after, by, bare=bare):
                if _may_object(finding) and self._worse(one, finding):
                    yield one, finding

    def findings(self) -> list[Finding]:
        """Give all findings that speak of the act, in full."""
        return [f for one in self.asked for f in self._told(one, self._after, bare=False)]

    def _told(
        self, one: Asked, dataset: Dataset, by: str | None = None, *, bare: bool
    ) -> Iterator[Finding]:
        """Ask a rule as of the day of the act; of rules on events, about this event alone."""
        speaker, on = one.speaker, self.act.on
        world = World.of(dataset, speaker.conventions)
        granted = (self._number, by, on) if by is not None else None
        scope = Scope(world, speaker.pack, on.first, one.subjects, bare, on.first, granted)
        ahead = None if bare else Outlook(speaker.rule, speaker.pack, world)
        found = findings_of(speaker.rule, scope, ahead)
        if speaker.kind != "eligibility" or speaker.params.event == "secondment":
            return found
        return (finding for finding in found if finding.period == str(on))

    def _worse(self, one: Asked, finding: Finding) -> bool:
        """Tell whether it stands worse than it would without the act."""
        before = None
        for told in self._without(one):
            if _key(told) == _key(finding):
                before = told
        if before is None or before.outcome not in (_BREACH, Outcome.UNDETERMINED):
            return True
        if not finding.observed:  # where nothing could be judged, nobody knows what a move does
            return before.outcome is not finding.outcome or isinstance(self.act, Move)
        if one.speaker.kind == "service_lock":
            # What was broken before, and stands as it stood, is not charged to the act.
            return _standing(before) != _standing(finding)
        if before.outcome is not finding.outcome:
            return before.outcome is not _BREACH
        if one.speaker.kind == "share" and before.observed:
            return _short(finding) > _short(before) or _share_of(finding) < _share_of(before)
        return False

    def _without(self, one: Asked) -> Iterable[Finding]:
        """Ask a rule as of the day of the act without it; a secondment is judged apart from others.

        The last answer is kept, for there may be many acts that somebody thinks of for one day.
        """
        if isinstance(self.act, Second):
            others = self._of_person(self._own(self.own_posts))
            return self._told(one, others, bare=True)
        speaker = one.speaker
        kept = World.of(self.dataset, speaker.conventions).kept
        meant = (speaker.pack, self.act.on, one.subjects)
        last = kept.get(("without", speaker.rule.id))
        if last is None or last[0] != meant:
            found = tuple(self._told(one, self.dataset, bare=True))
            last = kept["without", speaker.rule.id] = (meant, found)
        told: tuple[Finding, ...] = last[1]
        return told

    @cached_property
    def _after(self) -> Dataset:
        """The data set after the act, as far as it matters: with the rows of the person alone.

        Other people, and their places in teams, are told by what is worked out of them already.
        """
        if not isinstance(self.act, Promote):
            return self._of_person(self._own(self.posts))
        data = self.dataset
        _, row = self.act.rows(self.person)
        number = len(data.promotions) + 1
        own = (*data.promotions_of.get(self.person, ()), evolve(row, row=number))
        return data.amended([self.person], promotions=own, appointments=self.own_posts)

    def _own(self, posts: tuple[Appointment, ...]) -> tuple[Appointment, ...]:
        """Give the posts by which the act is judged: of secondments only the one asked about."""
        if not isinstance(self.act, Second):
            return posts
        kept = self.own_posts
        return tuple(row for row in posts if row.basis is not Basis.SECONDMENT or row not in kept)

    def _of_person(self, posts: tuple[Appointment, ...]) -> Dataset:
        """Give the data set with these posts of the person, as far as it matters."""
        promotions = self.dataset.promotions_of.get(self.person, ())
        return self.dataset.amended([self.person], appointments=posts, promotions=promotions)

    def _approvers(self) -> Iterator[str]:
        """Walk up from the places that the person is in: who may approve, the nearest first."""
        kinds: set[OrgKind] = set()
        levels: set[Level] = set()
        career = World.of(self.dataset, self.asked[0].speaker.conventions).career(self.person)
        recruited = career.person.recruited_on
        for one in self.asked:
            params = one.speaker.params
            kinds.update(getattr(params, "approved_by", ()))
            if one.speaker.kind == "service_lock" and recruited is not None:
                clock = career.elapsed(recruited) if params.clock == "elapsed" else career.service
                served = clock.cumulative(self.day, recruited)
                months = [bound.months if bound else 0 for bound in (served.low, served.high)]
                reached = [params.stage_at(number) for number in months]
                for stage in params.stages[reached[0] : reached[1] + 1]:
                    levels.update(stage.approval_of)
        if isinstance(self.act, Second):
            levels = set(Level)
        places, found = career.places, dict[str, int]()
        for row in self._last_held():
            for place in places.site(row.org_id).chain[1:]:
                for body in places.bodies.get(place, ()):
                    if body.kind not in kinds or body.level is None or body.level not in levels:
                        continue
                    if places.exists(body, self.day):
                        found[body.org_id] = _RANK[body.level]
        yield from sorted(found, key=lambda one: -found[one])

    def _last_held(self) -> list[Appointment]:
        """Give the posts held on the day; where there are none, the one left last."""
        posts = [row for row in self.own_posts if row.basis in (Basis.IN_POST, None)]
        held = [row for row in posts if may_be_held(row, self.day)]
        past = [row for row in posts if row.end is not None and row.end.last <= self.day]
        return held or sorted(past, key=lambda row: row.end.last if row.end else 0)[-1:]


def _standing(finding: Finding) -> list[Any]:
    """Give what a service lock shows of the last move."""
    return [finding.observed.get(name) for name in _STANDING]


def _short(finding: Finding) -> Any:
    return finding.shortfall or 0


def _share_of(finding: Finding) -> Fraction:
    """Give the share that is kept for sure: the smaller, the worse, also where most are allowed."""
    params = finding.clause.params
    group, having = finding.observed[params.counts.group], finding.observed[params.counts.quality]
    pairs = [value if isinstance(value, tuple) else (value, value) for value in (group, having)]
    (least, most), (low, high) = pairs
    if params.at_least is not None:
        return Fraction(low or 0, most or 1)
    return -Fraction(high or 0, least or 1)


def _may_object(finding: Finding) -> bool:
    """Tell whether a finding may speak against an act: a breach, or perhaps one."""
    if finding.outcome is Outcome.UNDETERMINED:
        return finding.severity in (Severity.MANDATORY, Severity.EXPECTED)
    return finding.outcome is _BREACH


def _key(finding: Finding) -> tuple[str, str | None, str | None]:
    return finding.subject.id, finding.period, finding.part
