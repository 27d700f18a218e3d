"""The check in columns: all people in parts, all rules, all days; verdicts come out.

What a rule's kind cannot find in columns, and people whose careers are knotty, are judged one
record at a time by `partyorg.evaluate`, within the same check; `Verdicts.alone` tells which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from attrs import define, evolve, field
from numpy.typing import NDArray

from partyorg.bulk import compiled
from partyorg.bulk.columns import Columns, UnsortedRowsError
from partyorg.bulk.facts import SEARCHES
from partyorg.bulk.found import Found
from partyorg.bulk.ground import Ground
from partyorg.bulk.part import Part
from partyorg.bulk.search import Context, Exactly, OneByOneError, Search
from partyorg.bulk.settle import Classes, settle
from partyorg.bulk.threads import THREADS, mapped
from partyorg.bulk.verdicts import (
    Verdicts,
    Whose,
    joined,
    numbered,
    of_findings,
    sorted_by_who,
)
from partyorg.evaluate import evaluate
from partyorg.evaluate.facts import without_people
from partyorg.evaluate.scope import Scope, World
from partyorg.rulebook import Conventions, Pack, Rule

__all__ = ["SIZE", "Task", "judge"]

Array = NDArray[Any]
SIZE = 131_072
"""People in one part at the most: what is theirs should not take too much room at once."""
_LEAST = 16_384  # people in one part, if there are not enough for more: so that calls do not count
_PAYS = 100_000  # people, as of so many days: loading compiled code takes half a second


@define(eq=False)
class Task:
    """One rule on one day: its search, and the verdicts so far.

    `keeps` tells whether facts are kept, from which it can be told what was observed.  `whole` is
    the reason why the whole rule is judged one record at a time, if it is.
    """

    rule: Rule
    context: Context
    search: Search | None
    whose: Whose | None
    keeps: bool = True
    pieces: list[Verdicts] = field(factory=list)
    whole: str | None = None
    classes: Classes = field(init=False)

    @classes.default
    def _known(self) -> Classes:
        version = self.rule.versions[0]
        fresh = Classes(self.rule, version)
        if self.search is None or not self.search.lasting:
            return fresh
        kept = self.context.scope.world.kept
        key = ("classes", Exactly(version), self.rule.severity)
        known: Classes = kept.setdefault(key, fresh)
        return known

    @classmethod
    def of(cls, columns: Columns, scope: Scope, rule: Rule, whose: Whose | None) -> Task:
        """Give the task of a rule on the day of a scope; `whose` is for all days."""
        ground = Ground.of(columns.base, scope.world.conventions)
        context = Context(ground, scope)
        search = SEARCHES.get(rule.kind_name)
        if search is None or without_people(rule) or not search.takes(rule.versions[-1].params):
            return cls(rule, context, None, whose, whole="kind")
        if len(rule.versions) > 1:
            return cls(rule, context, None, whose, whole="versions")
        return cls(rule, context, search(rule.versions[0], context), whose)

    def see(self, part: Part) -> Verdicts | None:
        """Judge the people of a part."""
        if self.search is None:
            return None
        try:
            found = self.search.part(part)
        except OneByOneError as refused:
            self.search, self.whole = None, refused.why
            return None
        return None if found is None else self._settled(found, part.columns)

    def _settled(self, found: Found, columns: Columns) -> Verdicts:
        verdicts = settle(self.classes, found)
        if len(found.alone):
            verdicts = joined([verdicts, self._alone(columns, found.alone)])
            verdicts = evolve(sorted_by_who(verdicts), wanted=found.company)
        if columns.fleeting or not self.keeps:
            verdicts = evolve(verdicts, facts=[])  # they hold on to arrays of the rows
        number = numbered if self.whose is None else self.whose.numbered
        return evolve(verdicts, who=number(verdicts.who, columns.first))

    def _alone(self, columns: Columns, people: Array) -> Verdicts:
        company = self.search.company(columns, people) if self.search else None
        scope = self.context.one_by_one(columns, people, company)
        assert scope.subjects is not None  # noqa: S101  (these people)
        ids = columns.people.ids
        number = {ids[at]: at for at in people.tolist()}
        findings = list(
            evaluate(
                scope.dataset,
                scope.pack,
                [self.rule],
                scope.as_of,
                conventions=scope.world.conventions,
                subjects=scope.subjects,
                ahead=_not_yet,
            )
        )
        return of_findings(findings, number)

    def finish(self, columns: Columns) -> Verdicts:
        """Give all verdicts of the rule."""
        if self.search is not None:
            try:
                found = self.search.rest(columns)
            except OneByOneError as refused:
                self.search, self.whole = None, refused.why
            else:
                if found is not None:
                    self.pieces.append(self._settled(found, columns))
                pieces, self.pieces = self.pieces, []
                return joined(pieces, self.whose)
        return self._one_by_one(columns)

    def _one_by_one(self, columns: Columns) -> Verdicts:
        scope = self.context.scope
        dataset = columns.base
        if not without_people(self.rule):
            dataset = columns.records(range(len(columns)))
        findings = list(
            evaluate(
                dataset,
                scope.pack,
                [self.rule],
                scope.as_of,
                conventions=scope.world.conventions,
                ahead=_not_yet,
            )
        )
        verdicts = of_findings(findings, {}, [finding.subject for finding in findings])
        return evolve(verdicts, why=self.whole)


def _not_yet(_: Rule) -> None:
    """Let findings look nowhere: to look ahead they would have to hold on to the records."""


def judge(
    columns: Columns,
    pack: Pack,
    rules: Iterable[Rule],
    days: Sequence[int],
    conventions: Conventions | None = None,
    size: int | None = None,
    *,
    fast: bool | None = None,
) -> list[dict[str, Verdicts]]:
    """Judge all people and organisations by some rules of a pack, as of some days.

    Gives for each day the verdicts by rule.  `fast` uses the compiled kernels; left out, they are
    used where numba is installed and there are so many people and days that loading them pays.
    """
    if fast is None:
        fast = compiled.available() and len(columns) * len(days) >= _PAYS
    size = size or max(_LEAST, min(SIZE, -(-len(columns) // THREADS)))
    meant = conventions or pack.conventions
    chosen = list(rules)

    def through() -> list[dict[str, Verdicts]]:
        whose = [Whose() if len(days) > 1 else None for _ in chosen]
        tasks = [
            [
                Task.of(columns, Scope(World.of(columns.base, meant), pack, day), *one)
                for one in zip(chosen, whose, strict=True)
            ]
            for day in days
        ]
        for task in (task for day in tasks if len(days) > 1 for task in day):
            task.keeps = False
        every = [task for day in tasks for task in day]
        parts = _parts(columns, meant, size, fast=fast)
        for found in mapped(lambda part: [task.see(part) for task in every], parts):
            for task, verdicts in zip(every, found, strict=True):
                if verdicts is not None:
                    task.pieces.append(verdicts)
        return _sharing({task.rule.id: task.finish(columns) for task in day} for day in tasks)

    try:
        return through()
    except UnsortedRowsError:
        columns.put_in_order()
        return through()


def _sharing(days: Iterable[dict[str, Verdicts]]) -> list[dict[str, Verdicts]]:
    """Let days of which a rule has the same subjects have them in common."""
    out: list[dict[str, Verdicts]] = []
    for day in days:
        for rule, verdicts in day.items():
            before = out[-1][rule] if out else None
            if before is None or before.who is verdicts.who:
                continue
            if np.array_equal(before.who, verdicts.who):
                day[rule] = evolve(verdicts, who=before.who)
        out.append(day)
    return out


def _parts(columns: Columns, conventions: Conventions, size: int, *, fast: bool) -> Iterable[Part]:
    """Give the people in parts; kept with columns in memory, for they do not hang on the day."""
    ground = Ground.of(columns.base, conventions)
    made = (Part(some, ground, conventions, compiled=fast) for some in columns.parts(size))
    if columns.fleeting:
        return made
    return columns.kept(("parts", conventions, size, fast), lambda: list(made))
