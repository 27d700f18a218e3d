"""A data set judged as of a day, with findings that can look ahead."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from attrs import evolve, field, frozen

from partyorg.evaluate.changes import HORIZON, turning_days
from partyorg.evaluate.engine import findings_of
from partyorg.evaluate.scope import Scope, World
from partyorg.evaluate.values import instant, owned, variants, written
from partyorg.model import Dataset
from partyorg.rulebook import Conventions, Pack, Rule
from partyorg.verdict import Ahead, Finding, Outcome, Settling, Unknown

__all__ = ["Outlook", "evaluate"]

_BREACH = (Outcome.FAIL, Outcome.OFF_TARGET)


def evaluate(
    dataset: Dataset,
    pack: Pack,
    rules: Iterable[Rule],
    as_of: int,
    *,
    conventions: Conventions | None = None,
    subjects: frozenset[str] | None = None,
    ahead: Callable[[Rule], Ahead | None] | None = None,
) -> Iterator[Finding]:
    """Judge a data set by some rules of a pack as of a day; give a finding for every subject.

    `conventions` replace those of the pack; `subjects` restricts the check to these identifiers.
    `ahead` gives what answers for the findings of a rule, in place of this very data set.
    """
    world = World.of(dataset, conventions or pack.conventions)
    scope = Scope(world, pack, as_of, subjects)
    for rule in rules:
        yield from findings_of(rule, scope, ahead(rule) if ahead else Outlook(rule, pack, world))


@frozen
class Outlook:
    """Answers what takes more than a finding of a rule, when somebody asks; see `Ahead`."""

    rule: Rule
    pack: Pack
    world: World = field(repr=False)

    def turns_on(self, finding: Finding) -> int | None:
        """Give the first day on which a breach is a pass, or a pass a breach; None if never."""
        wanted = _BREACH if finding.outcome is Outcome.PASS else (Outcome.PASS,)
        only = frozenset([finding.subject.id])
        today = Scope(self.world, self.pack, finding.as_of, only, bare=True)
        for day in turning_days(self.rule, today, finding.subject.id, HORIZON, finding.period):
            for later in findings_of(self.rule, evolve(today, as_of=day)):
                same = (later.period, later.part) == (finding.period, finding.part)
                if same and later.outcome in wanted:
                    return day
        return None

    def settling(self, finding: Finding) -> tuple[Settling, ...]:
        """Give the missing facts of an undetermined finding, the most decisive first."""
        data = self.world.dataset
        facts: dict[object, dict[Unknown, None]] = {}
        for unknown in finding.unknowns:
            one = owned(data, unknown)
            facts.setdefault(instant(data, one), {})[one] = None
        return tuple(
            sorted((self._tried(finding, *some) for some in facts.values()), key=_decisive)
        )

    def _tried(self, finding: Finding, unknown: Unknown, *also: Unknown) -> Settling:
        """Put every value of a fact in its place."""
        data, only = self.world.dataset, frozenset([finding.subject.id])
        scope = Scope(self.world, self.pack, finding.as_of, only, bare=True)
        outcomes = Counter(
            self._outcome(evolve(scope, world=World.of(changed, self.world.conventions)), finding)
            for changed in variants(data, unknown)
        )
        told = {one: outcomes[one] for one in Outcome if one in outcomes}
        return Settling(unknown, written(data, unknown), told, also)

    def _outcome(self, scope: Scope, finding: Finding) -> Outcome:
        """Give the outcome of the same finding elsewhere; where there is none, nothing applies."""
        key = (finding.period, finding.part)
        found = (f for f in findings_of(self.rule, scope) if (f.period, f.part) == key)
        return next((f.outcome for f in found), Outcome.NOT_APPLICABLE)


def _decisive(one: Settling) -> tuple[bool, Fraction]:
    tried = sum(one.outcomes.values())
    open_ = Fraction(one.outcomes.get(Outcome.UNDETERMINED, 0), tried) if tried else Fraction(1)
    return (not tried, open_)
