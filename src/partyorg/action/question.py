"""The question whether an act is allowed, laid before the rules that speak about it.

The act is applied to what is known of the person, and every rule that speaks about such an act is
asked of the state that it would make: those on the person, and those on the teams that the person
leaves and joins.  Only the rows concerned are looked at, so the answer takes no longer in a large
data set than in a small one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from operator import attrgetter
from typing import Any

from attrs import define, evolve, field, fields, frozen, has

from partyorg.action.acts import Appoint, Move, OfPosts, Promote, Second
from partyorg.asking import Chosen
from partyorg.dates import PartialDate, Period
from partyorg.errors import CallError
from partyorg.evaluate.changes import HORIZON, turning_days
from partyorg.evaluate.engine import findings_of
from partyorg.evaluate.judged import Outlook
from partyorg.evaluate.scope import Scope, World
from partyorg.model import Appointment, Basis, Dataset, Level, OrgKind
from partyorg.rulebook import Conventions, Pack, Rule
from partyorg.rulebook.kinds.share import People
from partyorg.verdict import Finding, Outcome, Severity
from partyorg.verdict.words import lang_index

__all__ = ["Answer", "Question", "speaking"]

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

_EVENTS: dict[type, frozenset[str]] = {
    Move: frozenset({"appointment", "entry"}),
    Appoint: frozenset({"appointment", "entry"}),
    Second: frozenset({"secondment"}),
    Promote: frozenset({"promotion"}),
}
"""The events of the kind `eligibility` that an act is."""


def speaking(chosen: Chosen) -> Chosen:
    """Leave out the rules that speak about no act of a person at all."""
    return tuple(
        (pack, tuple(rule for rule in rules if _speaks(rule)), conventions)
        for pack, rules, conventions in chosen
    )


def _speaks(rule: Rule) -> bool:
    people = getattr(rule.versions[-1].params, "people", None)
    return rule.kind_name in ("service_lock", "eligibility") or people is not None


@frozen
class _Asked:
    """A rule that bears on the act, with whom it is asked about.

    `opened`: an approval may open the way that the rule closes.
    """

    pack: Pack
    rule: Rule
    conventions: Conventions
    subjects: frozenset[str]
    opened: bool = False


_opened = attrgetter("opened")


@define(eq=False)
class Question:
    """An act of a person, laid before the rules."""

    dataset: Dataset
    person: str
    act: Any
    chosen: Chosen
    posts: tuple[Appointment, ...] = field(init=False)
    asked: tuple[_Asked, ...] = field(init=False)
    of_posts: bool = field(init=False)
    spoken: bool = field(default=False, init=False)

    def __attrs_post_init__(self) -> None:
        """Find the rules that speak about the act."""
        self.of_posts = isinstance(self.act, OfPosts)
        self.posts = self._posts_after()
        self.asked = tuple(self._asked(self.day))
        if not self.spoken:
            msg = f"none of these rules speaks about such an act ({type(self.act).__name__})"
            raise CallError(msg)

    @property
    def day(self) -> int:
        """The day of the act."""
        day: int = self.act.on.first
        return day

    def _asked(self, day: int | None) -> Iterator[_Asked]:
        """Give the rules that the act bears on, were it of some day; None: of whatever day."""
        events = _EVENTS.get(type(self.act), frozenset())
        own = frozenset([self.person])
        held = [row for row in self.posts if day is None or _may_be_held(row, day)]
        begun = None if day is None else [row for row in self.posts if _may_begin(row, day)]
        for pack, rules, conventions in self.chosen:
            for rule in rules:
                params = rule.versions[-1].params
                if rule.kind_name == "service_lock" and isinstance(self.act, (Move, Appoint)):
                    self.spoken = True
                    yield _Asked(pack, rule, conventions, own, opened=bool(params.approved_by))
                elif rule.kind_name == "eligibility":
                    meant = params.event in events and self._of_kind(params)
                    self.spoken = self.spoken or meant
                    if self._brings(params, begun) or (meant and isinstance(self.act, Promote)):
                        yield _Asked(pack, rule, conventions, own, opened=bool(params.approved_by))
                elif rule.kind_name == "share" and self._seats:
                    self.spoken = True
                    world = World.of(self.dataset, conventions)
                    teams = self._teams(world, params.people, held)
                    if teams:
                        yield _Asked(pack, rule, conventions, teams)

    def _brings(self, params: Any, begun: Sequence[Appointment] | None) -> bool:
        """Tell whether an act on posts may bring under a rule what lasts, or begins no sooner."""
        if not self.of_posts:
            return False
        if params.event == "secondment":
            return any(row.basis is not Basis.IN_POST for row in self.posts)
        if params.event == "promotion":
            return bool(self.dataset.promotions_of.get(self.person))
        wanted = params.office or params.team
        return (
            wanted is None
            or begun is None
            or any(
                row.basis in (Basis.IN_POST, None) and row.role in (None, *wanted.roles)
                for row in begun
            )
        )

    @property
    def _seats(self) -> bool:
        """Whether the act may give somebody a seat in a team, or take one."""
        return self.of_posts and not isinstance(self.act, Second)

    def _of_kind(self, params: Any) -> bool:
        """Tell whether a promotion is of the kind that a rule is on; other acts have none."""
        return params.event != "promotion" or params.promotion is self.act.kind

    def _teams(self, world: World, people: People, held: Sequence[Appointment]) -> frozenset[str]:
        """Give the divisions whose teams the person is or would be in."""
        level, roles = people.level, (*people.roles, None)
        places = {world.places.site(row.org_id).place for row in held if row.role in roles}
        organization = self.dataset.organization
        return frozenset(p for p in places if p and organization[p].level is level)

    def _posts_after(self) -> tuple[Appointment, ...]:
        """Give the posts of the person after the act."""
        if not self.of_posts:
            return self._posts()
        posts: tuple[Appointment, ...] = self.act.posts(self.person, self._posts(), self._number)
        return posts

    @property
    def _number(self) -> int:
        """The row of the new post."""
        return len(self.dataset.appointments) + 1

    def _posts(self) -> tuple[Appointment, ...]:
        return self.dataset.appointments_of.get(self.person, ())

    def decide(self) -> tuple[Answer, tuple[str, ...]]:
        """Answer by outcomes alone, and name who must approve; findings are made when asked for."""
        answer, against = self._answer()
        opened = answer is Answer.NOT_ALLOWED and self._approvable
        if opened and all(one.opened for one in against):
            for body in self._approvers():
                told, _ = self._answer(against, body)  # it cannot turn the others
                if told is Answer.ALLOWED:
                    return Answer.WITH_APPROVAL, (body,)
        return answer, ()

    def allows(self) -> bool:
        """Tell whether the act is allowed as it is."""
        return self._answer()[0] is Answer.ALLOWED

    @property
    def _approvable(self) -> bool:
        return hasattr(self.act, "approved_by") and self.act.approved_by is None

    def _answer(
        self, asked: Iterable[_Asked] | None = None, by: str | None = None
    ) -> tuple[Answer, list[_Asked]]:
        """Give the answer of some rules (of all), and which of them speak against the act.

        `by` is who has approved it, if it is to be read so.  Asked first is what no approval opens,
        for a breach of that ends the matter.
        """
        if asked is None:
            asked = sorted(self.asked, key=_opened)
        answer = Answer.ALLOWED
        against = []
        for one, finding in self._against(asked, by, bare=True):
            against.append(one)
            if finding.outcome is _BREACH:
                answer = Answer.NOT_ALLOWED
                if not one.opened:
                    break
            elif answer is Answer.ALLOWED:
                answer = Answer.UNDETERMINED
        return answer, against

    def against(self) -> list[Finding]:
        """Give the findings that speak against the act: breaches, and what is not known."""
        return [finding for _, finding in self._against(self.asked, None, bare=False)]

    def _against(
        self, asked: Iterable[_Asked], by: str | None, *, bare: bool
    ) -> Iterator[tuple[_Asked, Finding]]:
        for one in asked:
            for finding in self._told(one, self._after, by, bare=bare):
                if _may_object(finding) and self._worse(one, finding):
                    yield one, finding

    def findings(self) -> list[Finding]:
        """Give all findings that speak of the act, in full."""
        return [f for one in self.asked for f in self._told(one, self._after, bare=False)]

    def _told(
        self, one: _Asked, dataset: Dataset, by: str | None = None, *, bare: bool
    ) -> Iterator[Finding]:
        """Ask a rule as of the day of the act; of rules on events, about this event alone."""
        world, on = World.of(dataset, one.conventions), self.act.on
        granted = (self._number, by, on) if by is not None else None
        scope = Scope(world, one.pack, on.first, one.subjects, bare, on.first, granted)
        events = one.rule.versions[-1].params.event if one.rule.kind_name == "eligibility" else ""
        ahead = None if bare else Outlook(one.rule, one.pack, world)
        for finding in findings_of(one.rule, scope, ahead):
            if events in ("", "secondment") or finding.period == str(on):
                yield finding

    def _worse(self, one: _Asked, finding: Finding) -> bool:
        """Tell whether it stands worse than it would without the act."""
        before = None
        for told in self._without(one):
            if _key(told) == _key(finding):
                before = told
        if before is None or before.outcome not in (_BREACH, Outcome.UNDETERMINED):
            return True
        if not finding.observed:  # where nothing could be judged, nobody knows what a move does
            return before.outcome is not finding.outcome or isinstance(self.act, Move)
        if one.rule.kind_name == "service_lock":
            # What was broken before, and stands as it stood, is not charged to the act.
            return _standing(before) != _standing(finding)
        if before.outcome is not finding.outcome:
            return before.outcome is not _BREACH
        if one.rule.kind_name == "share" and before.observed:
            return _short(finding) > _short(before) or _share_of(finding) < _share_of(before)
        return False

    def _without(self, one: _Asked) -> Iterable[Finding]:
        """Ask a rule as of the day of the act without it; a secondment is judged apart from others.

        The last answer is kept, for there may be many acts that somebody thinks of for one day.
        """
        if isinstance(self.act, Second):
            others = self._of_person(self._own(self._posts()))
            return self._told(one, others, bare=True)
        kept = World.of(self.dataset, one.conventions).kept
        asked = (one.pack, self.act.on, one.subjects)
        last = kept.get(("without", one.rule.id))
        if last is None or last[0] != asked:
            found = tuple(self._told(one, self.dataset, bare=True))
            last = kept["without", one.rule.id] = (asked, found)
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
        return data.amended([self.person], promotions=own, appointments=self._posts())

    def _own(self, posts: tuple[Appointment, ...]) -> tuple[Appointment, ...]:
        """Give the posts by which the act is judged: of secondments only the one asked about."""
        if not isinstance(self.act, Second):
            return posts
        kept = self._posts()
        return tuple(row for row in posts if row.basis is not Basis.SECONDMENT or row not in kept)

    def _of_person(self, posts: tuple[Appointment, ...]) -> Dataset:
        """Give the data set with these posts of the person, as far as it matters."""
        promotions = self.dataset.promotions_of.get(self.person, ())
        return self.dataset.amended([self.person], appointments=posts, promotions=promotions)

    def _approvers(self) -> Iterator[str]:
        """Walk up from the places that the person is in: who may approve, the nearest first."""
        kinds: set[OrgKind] = set()
        levels: set[Level] = set()
        career = World.of(self.dataset, self.asked[0].conventions).career(self.person)
        recruited = career.person.recruited_on
        for one in self.asked:
            params = one.rule.versions[-1].params
            kinds.update(getattr(params, "approved_by", ()))
            if one.rule.kind_name == "service_lock" and recruited is not None:
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
        posts = [row for row in self._posts() if row.basis in (Basis.IN_POST, None)]
        held = [row for row in posts if _may_be_held(row, self.day)]
        past = [row for row in posts if row.end is not None and row.end.last <= self.day]
        return held or sorted(past, key=lambda row: row.end.last if row.end else 0)[-1:]

    def allowed_from(self) -> int | None:
        """Give the first day on which the act, without approval, would be allowed."""
        act = self.act
        if self._approvable is False and hasattr(act, "approved_by"):
            act = evolve(act, approved_by=None, approved_on=None)
            if self._of(act).allows():
                return self.day
        return next((day for day in self._days() if self._of(_on(act, day)).allows()), None)

    def approvable_from(self) -> int | None:
        """Give the first day on which the act would be allowed with an approval that it has not."""
        if not self._approvable:
            return None
        for day in self._days():
            answer, _ = self._of(_on(self.act, day)).decide()
            if answer in (Answer.ALLOWED, Answer.WITH_APPROVAL):
                return day if answer is Answer.WITH_APPROVAL else None
        return None

    def _of(self, act: Any) -> Question:
        """Ask the same of another act: on another day it may bear on other rules."""
        return Question(self.dataset, self.person, act, self.chosen)

    def _days(self) -> list[int]:
        """Give the days after that of the act on which the answer may be another."""
        days: set[int] = set()
        for one in self._asked(None):
            world = World.of(self.dataset, one.conventions)
            scope = Scope(world, one.pack, self.day, one.subjects, bare=True)
            for subject in one.subjects:
                days.update(turning_days(one.rule, scope, subject, HORIZON))
            days.update(self._completed(one, world))
        return sorted(day for day in days if self.day < day < HORIZON)

    def _completed(self, one: _Asked, world: World) -> Iterator[int]:
        """Give the days on which service in the present posts completes what a rule asks for."""
        params = one.rule.versions[-1].params
        service = world.career(self.person).service
        recruited = world.career(self.person).person.recruited_on
        posts = [row.start for row in self._posts() if row.start is not None]
        for period in dict.fromkeys(_periods(params)):
            if period.months:
                for since in (None, recruited):
                    yield from service.turns(period, self.day, HORIZON - 1, since)
                day = service.runs_for(period, self.day)
                if day is not None:
                    yield day
            for start in posts:
                yield from (period.after(start.first), period.after(start.last))


def _standing(finding: Finding) -> list[Any]:
    """Give what a service lock shows of the last move."""
    return [finding.observed.get(name) for name in _STANDING]


def _on(act: Any, day: int) -> Any:
    """Give the same act on another day."""
    shift = day - act.on.first
    until = getattr(act, "until", None)
    moved = {"on": PartialDate(day, day)}
    if until is not None:
        moved["until"] = PartialDate(until.first + shift, until.last + shift)
    return evolve(act, **moved)


def _may_begin(row: Appointment, day: int) -> bool:
    """Tell whether a post may begin on a day or later."""
    return row.start is None or row.start.last >= day


def _may_be_held(row: Appointment, day: int) -> bool:
    begun = row.start is None or row.start.first <= day
    return begun and (row.end is None or row.end.last >= day)


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
