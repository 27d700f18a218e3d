"""Facts for `procedure`: which steps of each case were taken, and whether in their turn.

Dates that are known to the month leave open which of two steps came first.  So the case is walked
twice: once with every step as early as it can have been, and what does not fit even then was taken
too early; once so that each step surely comes after the one before, and what fits then was taken in
its turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import define, field

from partyorg.dates import DAWN
from partyorg.evaluate.scope import Case, Scope, rows_of
from partyorg.model import Procedure
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.procedure import Facts, Params, Stage
from partyorg.verdict import Subject, Unknown

__all__ = ["cases"]


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give every case of one of the kinds that has begun by the day."""
    params: Params = version.params
    for case_id, every in scope.dataset.procedures_of.items():
        rows = [row for row in every if row.date is None or row.date.first <= scope.as_of]
        kinds = {row.kind for row in rows}
        named = not kinds.isdisjoint(params.kinds)
        if not scope.asked(case_id) or not (named or None in kinds):
            continue
        touched = scope.touched("procedures", case_id)
        doubts = (Unknown("value", "procedures", row.row, "kind") for row in rows if not row.kind)
        yield Case(
            subject=Subject("case", case_id),
            events=_span(rows, scope.as_of),
            facts=_Walk(params, scope, case_id, rows).facts(),
            evidence=rows_of("procedures", rows),
            doubtful=not named,
            blocked="row-set-aside" if touched else None,
            unknowns=touched or (() if named else tuple(doubts)),
        )


def _span(rows: Sequence[Procedure], as_of: int) -> tuple[tuple[int, int], ...]:
    """Give the days on which the case may have begun, and on which the last step may lie."""
    days = [row.date for row in rows if row.date is not None]
    if not days:
        return ((as_of, as_of),)
    first = min(day.first for day in days), min(day.last for day in days)
    last = max(day.first for day in days), min(max(day.last for day in days), as_of)
    return (first, last)


@define
class _Walk:
    """The steps of one case, laid against the stages."""

    params: Params
    scope: Scope
    case_id: str
    rows: list[Procedure]
    early: list[str] = field(factory=list)
    in_turn: list[str] = field(factory=list)

    def facts(self) -> Facts:
        """Tell of each step what is known."""
        stages = list(self.params.stages)
        if self.params.until:
            stages.append(Stage(steps=(self.params.until,)))
        self._follow(stages)
        reached, surely = self._reached(stages)
        found: dict[str, list[str]] = {name: [] for name in ("missing", "doubtful", "ahead")}
        unknowns: list[Unknown] = []
        incomplete = False
        for at, stage in enumerate(stages):
            complete = at < reached and self._complete(stages, at)
            for step in stage.steps:
                rows, name = self._taken(step), step.split("|")[0]
                if rows:
                    if name not in (*self.early, *self.in_turn):
                        found["doubtful"].append(name)
                        unknowns += _dates(rows)
                elif at >= len(self.params.stages):
                    continue  # what comes after all of them is not owed
                elif at < surely and complete:
                    found["missing"].append(name)
                elif at < reached:
                    found["doubtful"].append(name)
                    incomplete = incomplete or not complete
                    unknowns += [] if complete else [self._lacks("rows")]
                    unknowns += _dates(row for later in stages[at + 1 :] for row in self._of(later))
                else:
                    found["ahead"].append(name)
        unknowns += [self._lacks("rest-of-case")] if found["ahead"] else []
        return Facts(
            done=tuple(self.in_turn),
            early=tuple(self.early),
            **{name: tuple(steps) for name, steps in found.items()},
            reason="incomplete-table" if incomplete else "fact-unknown",
            unknowns=tuple(dict.fromkeys(unknowns)),
            responsible=self._conducted_by,
        )

    def _taken(self, step: str) -> list[Procedure]:
        names = step.split("|")
        return [row for row in self.rows if row.step in names]

    def _of(self, stage: Stage) -> list[Procedure]:
        return [row for step in stage.steps for row in self._taken(step)]

    def _days(self, row: Procedure) -> tuple[int, int]:
        """Give the first and the last day on which a step may have been taken by now."""
        if row.date is None:
            return DAWN, self.scope.as_of
        return row.date.first, min(row.date.last, self.scope.as_of)

    def _sure(self, row: Procedure) -> bool:
        """Tell whether a step has surely been taken by the day."""
        return row.date is None or row.date.last <= self.scope.as_of

    def _follow(self, stages: Iterable[Stage]) -> None:
        """Find the steps which were surely taken too early, and those surely in their turn."""
        at_best = at_worst = DAWN
        for stage in stages:
            if stage.after is not None:
                at_best = stage.after.after(at_best) if at_best > DAWN else at_best
                at_worst = stage.after.after(at_worst) if at_worst > DAWN else at_worst
            best, worst = at_best, at_worst
            for step in stage.steps:
                rows, name = self._taken(step), step.split("|")[0]
                days = [self._days(row) for row in rows]
                soon = [max(first, at_best) for first, last in days if last >= at_best]
                sure = [
                    self._days(row)[1]
                    for row in rows
                    if self._sure(row) and self._days(row)[0] >= at_worst
                ]
                if rows and not soon:
                    self.early.append(name)
                elif sure:
                    self.in_turn.append(name)
                best = max([best, min(soon)] if soon else [best])
                worst = max([worst, min(sure)] if sure else [worst, *(last for _, last in days)])
            at_best, at_worst = best, worst

    def _reached(self, stages: Sequence[Stage]) -> tuple[int, int]:
        """Give the last stage of which a step may have been taken, and of which one surely was."""
        some = [at for at, stage in enumerate(stages) if self._of(stage)]
        sure = [at for at, stage in enumerate(stages) if any(map(self._sure, self._of(stage)))]
        return max(some, default=-1), max(sure, default=-1)

    @property
    def _conducted_by(self) -> str | None:
        return next((row.org_id for row in self.rows if row.org_id), None)

    def _complete(self, stages: Sequence[Stage], at: int) -> bool:
        """Tell whether all steps are recorded of the years in which those of a stage were due.

        That is, between the stages before and after it; of the first one nobody knows since when.
        """
        before, after = (
            [row.date for stage in some for row in self._of(stage) if row.date is not None]
            for some in (stages[:at], stages[at + 1 :])
        )
        years = [_EVERY]
        if before and after:
            first = date.fromordinal(min(day.first for day in before)).year
            last = date.fromordinal(min(max(day.last for day in after), self.scope.as_of)).year
            years = list(range(first, last + 1))
        says = self.scope.world.complete.says
        return all(says("procedures", year, self._conducted_by) for year in years)

    def _lacks(self, code: str) -> Unknown:
        return Unknown(code, "procedures", None, None, self.case_id)


_EVERY = 0  # no year: only what is said of every year holds for it


def _dates(rows: Iterable[Procedure]) -> Iterator[Unknown]:
    """Name the dates that are empty, or not known to the day."""
    for row in rows:
        if row.date is None:
            yield Unknown("value", "procedures", row.row, "date")
        elif row.date.first != row.date.last:
            yield Unknown("date-to-the-day", "procedures", row.row, "date")
