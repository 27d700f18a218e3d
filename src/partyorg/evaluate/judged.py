"""A data set judged as of a day, with findings that can look ahead."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from attrs import evolve, field, frozen

from partyorg.evaluate.changes import HORIZON, turning_days
from partyorg.evaluate.engine import Ahead, findings_of
from partyorg.evaluate.scope import Scope, World
from partyorg.model import Dataset
from partyorg.rulebook import Conventions, Pack, Rule
from partyorg.verdict import Finding, Outcome

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
    `ahead` gives what the findings of a rule look ahead by, in place of this very data set.
    """
    world = World.of(dataset, conventions or pack.conventions)
    scope = Scope(world, pack, as_of, subjects)
    for rule in rules:
        yield from findings_of(rule, scope, ahead(rule) if ahead else Outlook(rule, pack, world))


@frozen
class Outlook:
    """Looks ahead for the findings of a rule, when somebody asks; see `Finding.ahead`."""

    rule: Rule
    pack: Pack
    world: World = field(repr=False)

    def __call__(self, finding: Finding) -> int | None:
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
