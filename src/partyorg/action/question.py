"""The question whether an act is allowed, laid before the rules that speak about it.

The act is applied to what is known of the person, and every rule that speaks about such an act is
asked of the state that it would make: those on the person, and those on the teams that the person
leaves and joins.  Only the rows concerned are looked at, so the answer takes no longer in a large
data set than in a small one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from attrs import define, evolve, field, frozen

from partyorg.action.acts import Appoint, Move, OfPosts, Promote, Second
from partyorg.asking import Chosen
from partyorg.dates import PartialDate
from partyorg.errors import CallError
from partyorg.evaluate.changes import HORIZON, turning_days
from partyorg.evaluate.engine import findings_of
from partyorg.evaluate.judged import Outlook
from partyorg.evaluate.scope import Scope, World
from partyorg.model import Appointment, Dataset, Level, OrgKind
from partyorg.rulebook import Conventions, Pack, Rule
from partyorg.rulebook.kinds.share import People
from partyorg.verdict import Finding, Outcome

__all__ = ["Answer", "Question"]

_BREACH = Outcome.FAIL


class Answer(StrEnum):
    """What is decided; the strictest rule wins."""

    ALLOWED = "allowed"
    WITH_APPROVAL = "allowed_with_approval"
    NOT_ALLOWED = "not_allowed"
    UNDETERMINED = "undetermined"

    def named(self, lang: str = "zh") -> str:
        """Give it in words."""
        zh, en = _NAMES[self]
        return zh if lang == "zh" else en


_NAMES = {
    Answer.ALLOWED: ("允许", "allowed"),
    Answer.WITH_APPROVAL: ("经批准后允许", "allowed with approval"),
    Answer.NOT_ALLOWED: ("不允许", "not allowed"),
    Answer.UNDETERMINED: ("无法判定", "undetermined"),
}

_EVENTS: dict[type, frozenset[str]] = {
    Move: frozenset({"appointment", "entry"}),
    Appoint: frozenset({"appointment", "entry"}),
    Second: frozenset({"secondment"}),
    Promote: frozenset({"promotion"}),
}
"""The events of the kind `eligibility` that an act is."""


@frozen
class _Asked:
    """A rule that speaks about the act, with whom it is asked about.

    `outright`: a breach of it speaks against the act whatever there was before; else only one that
    the act makes, or makes worse.
    """

    pack: Pack
    rule: Rule
    conventions: Conventions
    subjects: frozenset[str]
    outright: bool


@define(eq=False)
class Question:
    """An act of a person, laid before the rules."""

    dataset: Dataset
    person: str
    act: Any
    chosen: Chosen
    posts: tuple[Appointment, ...] = field(init=False)
    asked: tuple[_Asked, ...] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """Find the rules that speak about the act."""
        self.posts = self._posts_after(self.act)
        self.asked = tuple(self._asked())
        if not self.asked:
            msg = f"none of these rules speaks about a {type(self.act).__name__}"
            raise CallError(msg)

    @property
    def day(self) -> int:
        """The day of the act."""
        day: int = self.act.on.first
        return day

    def _asked(self) -> Iterator[_Asked]:
        events = _EVENTS.get(type(self.act), frozenset())
        own = frozenset([self.person])
        for pack, rules, conventions in self.chosen:
            world = World.of(self.dataset, conventions)
            for rule in rules:
                params = rule.versions[-1].params
                if rule.kind_name == "service_lock" and isinstance(self.act, Move | Appoint):
                    moves = isinstance(self.act, Move)
                    yield _Asked(pack, rule, conventions, own, outright=moves)
                elif rule.kind_name == "eligibility":
                    # A post may also bring under a rule what lasts, or happens on the day.
                    meant = params.event in events and self._of_kind(params)
                    if meant or isinstance(self.act, OfPosts):
                        yield _Asked(pack, rule, conventions, own, outright=meant)
                elif rule.kind_name == "share" and params.people is not None:
                    teams = self._teams(world, params.people)
                    if teams:
                        yield _Asked(pack, rule, conventions, teams, outright=False)

    def _of_kind(self, params: Any) -> bool:
        """Tell whether a promotion is of the kind that a rule is on; other acts have none."""
        return params.event != "promotion" or params.promotion is self.act.kind

    def _teams(self, world: World, people: People) -> frozenset[str]:
        """Give the divisions whose teams the person is or would be in."""
        level, roles = people.level, (*people.roles, None)
        if not isinstance(self.act, OfPosts) or isinstance(self.act, Second):
            return frozenset()
        rows = [row for row in self.posts if _may_be_held(row, self.day) and row.role in roles]
        places = {world.places.site(row.org_id).place for row in rows}
        organization = self.dataset.organization
        return frozenset(p for p in places if p and organization[p].level is level)

    def _posts_after(self, act: Any) -> tuple[Appointment, ...]:
        """Give the posts of the person after an act."""
        if not isinstance(act, OfPosts):
            return self._posts()
        number = len(self.dataset.appointments) + 1
        posts = act.posts(self.person, self._posts())
        return tuple(row if row.row else evolve(row, row=number) for row in posts)

    def _posts(self) -> tuple[Appointment, ...]:
        return self.dataset.appointments_of.get(self.person, ())

    def decide(self) -> tuple[Answer, tuple[str, ...]]:
        """Answer by outcomes alone, and name who must approve; findings are made when asked for."""
        answer, against = self._answer(self.act)
        opened = answer is Answer.NOT_ALLOWED and self._approvable
        if opened and all(_asks_approval(one.rule) for one in against):
            for body in self._approvers():
                approved = evolve(self.act, approved_by=body, approved_on=self.act.on)
                told = self._answer(approved, against)[0]  # it cannot turn the others
                if told is Answer.ALLOWED:
                    return Answer.WITH_APPROVAL, (body,)
                if told is Answer.UNDETERMINED:
                    break  # what is missing is no approval
        return answer, ()

    @property
    def _approvable(self) -> bool:
        return hasattr(self.act, "approved_by") and self.act.approved_by is None

    def _answer(
        self, act: Any, asked: Sequence[_Asked] | None = None
    ) -> tuple[Answer, list[_Asked]]:
        """Give the answer of some rules (of all), and which of them speak against the act."""
        pairs = self._against(act, self.asked if asked is None else asked, bare=True)
        outcomes = {finding.outcome for _, finding in pairs}
        against = [one for one, _ in pairs]
        if _BREACH in outcomes:
            return Answer.NOT_ALLOWED, against
        return Answer.UNDETERMINED if outcomes else Answer.ALLOWED, against

    def against(self, act: Any) -> list[Finding]:
        """Give the findings that speak against an act: breaches, and what is not known."""
        return [finding for _, finding in self._against(act, self.asked, bare=False)]

    def _against(
        self, act: Any, asked: Sequence[_Asked], *, bare: bool
    ) -> list[tuple[_Asked, Finding]]:
        found = []
        after = self._after(act)
        for one in asked:
            for finding in self._told(one, after, act, bare=bare):
                if finding.outcome not in (_BREACH, Outcome.UNDETERMINED):
                    continue
                if one.outright or self._worse(one, finding, act):
                    found.append((one, finding))
        return found

    def findings(self, act: Any) -> list[Finding]:
        """Give all findings that speak of the act, in full."""
        after = self._after(act)
        return [f for one in self.asked for f in self._told(one, after, act, bare=False)]

    def _told(self, one: _Asked, dataset: Dataset, act: Any, *, bare: bool) -> Iterator[Finding]:
        """Ask a rule as of the day of the act; of rules on events, about this event alone."""
        world = World.of(dataset, one.conventions)
        day = act.on.first
        scope = Scope(world, one.pack, day, one.subjects, bare, since=day)
        events = one.rule.versions[-1].params.event if one.rule.kind_name == "eligibility" else ""
        ahead = None if bare else Outlook(one.rule, one.pack, world)
        for finding in findings_of(one.rule, scope, ahead):
            if events in ("", "secondment") or finding.period == str(act.on):
                yield finding

    def _worse(self, one: _Asked, finding: Finding, act: Any) -> bool:
        """Tell whether a team stands worse than it would without the act."""
        subjects = frozenset([finding.subject.id])
        world = World.of(self.dataset, one.conventions)
        scope = Scope(world, one.pack, act.on.first, subjects, bare=True, since=act.on.first)
        before = next(findings_of(one.rule, scope), None)
        if before is None or before.outcome is not finding.outcome:
            return before is None or before.outcome is not _BREACH
        return finding.outcome is _BREACH and _short(finding) > _short(before)

    def _after(self, act: Any) -> Dataset:
        """Give the data set after the act, as far as it matters: with the rows of the person alone.

        Other people, and their places in teams, are told by what is worked out of them already.
        """
        data = self.dataset
        if isinstance(act, Promote):
            _, row = act.rows(self.person)
            number = len(data.promotions) + 1
            own = (*data.promotions_of.get(self.person, ()), evolve(row, row=number))
            return data.amended([self.person], promotions=own, appointments=self._posts())
        posts = self.posts if act is self.act else self._posts_after(act)
        promotions = data.promotions_of.get(self.person, ())
        return data.amended([self.person], appointments=posts, promotions=promotions)

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
        world = World.of(self.dataset, self.asked[0].conventions)
        held = (row for row in self._posts() if _may_be_held(row, self.day))
        seen: set[str] = set()
        for row in held:
            for place in world.places.site(row.org_id).chain[1:]:
                for body in world.places.bodies.get(place, ()):
                    fits = body.kind in kinds and body.level in levels
                    if fits and body.org_id not in seen:
                        seen.add(body.org_id)
                        if world.places.exists(body, self.day):
                            yield body.org_id

    def allowed_from(self) -> int | None:
        """Give the first day on which the act, without approval, would be allowed."""
        act = self.act
        if self._approvable is False and hasattr(act, "approved_by"):
            act = evolve(act, approved_by=None, approved_on=None)
            if self._answer(act)[0] is Answer.ALLOWED:
                return self.day
        for day in self._days():
            if self._answer(_on(act, day))[0] is Answer.ALLOWED:
                return day
        return None

    def approvable_from(self) -> int | None:
        """Give the first day on which the act would be allowed with an approval that it has not."""
        if not self._approvable:
            return None
        for day in self._days():
            later = Question(self.dataset, self.person, _on(self.act, day), self.chosen)
            answer, _ = later.decide()
            if answer in (Answer.ALLOWED, Answer.WITH_APPROVAL):
                return day if answer is Answer.WITH_APPROVAL else None
        return None

    def _days(self) -> list[int]:
        """Give the days after that of the act on which the answer may be another."""
        days: set[int] = set()
        for one in self.asked:
            world = World.of(self.dataset, one.conventions)
            scope = Scope(world, one.pack, self.day, one.subjects, bare=True)
            for subject in one.subjects:
                days.update(turning_days(one.rule, scope, subject, HORIZON))
            days.update(self._completed(one, world))
        return sorted(days)

    def _completed(self, one: _Asked, world: World) -> Iterator[int]:
        """Give the days on which service in the present posts completes what a rule asks for."""
        params = one.rule.versions[-1].params
        service = world.career(self.person).service
        recruited = world.career(self.person).person.recruited_on
        periods = [stage.begins for stage in getattr(params, "stages", ())]
        periods += [
            period
            for name in ("continuous_service", "cumulative_service")
            if (period := getattr(params, name, None)) is not None
        ]
        for period in periods:
            if period.months:
                for since in (None, recruited):
                    yield from service.turns(period, self.day, HORIZON - 1, since)
                day = service.runs_for(period, self.day)
                if day is not None:
                    yield day


def _asks_approval(rule: Rule) -> bool:
    """Tell whether an approval may open the way that a rule closes."""
    return bool(getattr(rule.versions[-1].params, "approved_by", ()))


def _on(act: Any, day: int) -> Any:
    """Give the same act on another day."""
    shift = day - act.on.first
    until = getattr(act, "until", None)
    moved = {"on": PartialDate(day, day)}
    if until is not None:
        moved["until"] = PartialDate(until.first + shift, until.last + shift)
    return evolve(act, **moved)


def _may_be_held(row: Appointment, day: int) -> bool:
    begun = row.start is None or row.start.first <= day
    return begun and (row.end is None or row.end.last >= day)


def _short(finding: Finding) -> Any:
    return finding.shortfall or 0
