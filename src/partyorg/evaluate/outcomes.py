"""The outcomes of one person, without what only a finding shows, for questions asked many times.

The facts are found by the same search and judged by the same `judge` as everywhere.  What is left
out is the evidence; what is spared is to judge twice what `judge` cannot tell apart, and to look
again at what is the same on every later day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from attrs import define

from partyorg.evaluate.engine import Answer, governs, judging, settle
from partyorg.evaluate.facts import FACTS_OF, without_people
from partyorg.evaluate.scope import Case, Scope, World
from partyorg.model import Dataset, Person
from partyorg.rulebook import Conventions, Pack, Rule, Version
from partyorg.verdict import Outcome

__all__ = ["PersonRules", "Verdict", "undisplaced"]


class Verdict(NamedTuple):
    """What one rule says of a person, without evidence.

    `rule` is the rule's identifier, `reason` the code of the reason (as of a finding), `period` the
    year or date, `part` the township, where one rule says several things of a person.
    """

    rule: str
    outcome: Outcome
    reason: str | None = None
    period: str | None = None
    part: str | None = None


Told = tuple[Verdict, bool]
"""A verdict, and whether facts were judged for it."""

_MANY = 4_096
"""So many answers of a rule are remembered; there are far fewer that `judge` can tell apart."""


@define
class Asked:
    """A rule that speaks of people: the search for the facts of one, and each version's judging."""

    rule: Rule
    search: Callable[[Version, Scope, Person], Iterator[Case]]
    judging: tuple[Callable[[Any, bool, str | None], Answer], ...]

    @classmethod
    def of(cls, rule: Rule) -> Asked:
        """Prepare a rule."""
        judged = (lru_cache(_MANY)(judging(rule, version)) for version in rule.versions)
        return cls(rule, FACTS_OF[rule.kind_name], tuple(judged))

    def judge(self, scope: Scope, person: Person) -> list[Told]:
        """Give the verdicts on a person."""
        rule, versions = self.rule, self.rule.versions
        if len(versions) > 1:
            return list(self._newest(scope, person))
        told: list[Told] = []
        for case in self.search(versions[0], scope, person):
            if case.verdict is None:
                case.verdict = _told(
                    rule, case, settle(rule, versions[0], case, None, self.judging[0])
                )
            told.append(case.verdict)
        return told

    def _newest(self, scope: Scope, person: Person) -> Iterator[Told]:
        """Give the verdicts of the newest version; open where those that may govern disagree."""
        rule = self.rule
        found: dict[tuple[str | None, str | None], list[Told]] = {}
        for at, version in enumerate(rule.versions):
            before = rule.versions[at - 1] if at else None
            for case in self.search(version, scope, person):
                if governs(rule, at, case):
                    answer = settle(rule, version, case, before, self.judging[at])
                    found.setdefault((case.period, case.part), []).append(_told(rule, case, answer))
        for told in found.values():
            newest, judged = told[-1]
            if len({verdict.outcome for verdict, _ in told}) > 1:
                newest = newest._replace(outcome=Outcome.UNDETERMINED, reason="versions-differ")
            yield newest, judged


@define
class PersonRules:
    """The rules of a pack that speak of people, ready to be asked about one after the other."""

    scope: Scope
    asked: tuple[Asked, ...]

    @classmethod
    def of(
        cls,
        dataset: Dataset,
        pack: Pack,
        rules: Iterable[Rule],
        as_of: int,
        conventions: Conventions,
    ) -> PersonRules:
        """Prepare those of the rules that speak of people, and the indexes that they look up."""
        for index in ("appointments_of", "appointments_at", "trainings_of", "promotions_of"):
            getattr(dataset, index)
        scope = Scope(World.of(dataset, conventions), pack, as_of, frozenset(), bare=True)
        of_people = (r for r in rules if r.kind_name in FACTS_OF and not without_people(r))
        return cls(scope, tuple(map(Asked.of, of_people)))

    def of_person(self, person: Person) -> list[Told]:
        """Give the verdicts on a person, in the order of the rules."""
        scope = self.scope
        return [told for one in self.asked for told in one.judge(scope, person)]


def _told(rule: Rule, case: Case, answer: Answer) -> Told:
    outcome, reason, judgement = answer
    return Verdict(rule.id, outcome, reason, case.period, case.part), judgement is not None


def undisplaced(told: Sequence[Told], over: Mapping[str, str]) -> list[Verdict]:
    """Leave out what a local rule displaces: the same period and part of the other rule."""
    settled = {
        (over[verdict.rule], verdict.period, verdict.part)
        for verdict, judged in told
        if judged and verdict.rule in over and verdict.outcome is not Outcome.NOT_APPLICABLE
    }
    return [one for one, _ in told if (one.rule, one.period, one.part) not in settled]
