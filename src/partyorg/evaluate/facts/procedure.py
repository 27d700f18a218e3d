"""Facts for `procedure`: which steps of each case were taken, and whether in their turn.

Dates that are known to the month leave open which of two steps came first, and whether a step was
taken by the day at all.  So the case is walked twice: once with every step as early as it can have
been, and what does not fit even then was taken too early; once so that each step surely comes after
the one before, and what fits then was taken in its turn.

A step on record was taken then; that it was taken at another time as well, without a record, is
not assumed.  But a step that is not on record may have been taken, unless the table is said to be
complete for the years in which it was due.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from attrs import define, field

from partyorg.dates import DAWN, nth_working_day
from partyorg.evaluate.scope import Case, Scope, rows_of
from partyorg.model import Procedure
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.procedure import Facts, Params, Stage
from partyorg.verdict import Subject, Unknown

__all__ = ["cases"]

_EVERY = 0  # no year: only what is said of every year holds for it


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give every case of one of the kinds that has begun by the day."""
    params: Params = version.params
    for case_id, every in scope.dataset.procedures_of.items():
        rows = [
            _Row.of(row, scope.as_of)
            for row in every
            if row.kind is None or row.kind in params.kinds
            if row.date is None or row.date.first <= scope.as_of
        ]
        if not rows or not scope.asked(case_id):
            continue
        named = any(one.row.kind is not None and one.sure for one in rows)
        touched = scope.touched("procedures", case_id)
        yield Case(
            subject=Subject("case", case_id),
            events=_span(rows, scope.as_of),
            facts=_Walk(params, scope, case_id, rows).facts(),
            evidence=rows_of("procedures", [one.row for one in rows]),
            doubtful=not named,
            blocked="row-set-aside" if touched else None,
            unknowns=touched or (() if named else tuple(_doubts(rows))),
        )


@define
class _Row:
    """A step that was or may have been taken by the day: on which days, and whether it surely was.

    One without a date was taken on any day up to this one.
    """

    row: Procedure
    first: int
    last: int
    sure: bool

    @classmethod
    def of(cls, row: Procedure, as_of: int) -> _Row:
        if row.date is None:
            return cls(row, DAWN, as_of, sure=True)
        return cls(row, row.date.first, min(row.date.last, as_of), row.date.last <= as_of)


def _span(rows: Sequence[_Row], as_of: int) -> tuple[tuple[int, int], ...]:
    """Give the days on which the case may have begun, and on which the last step may lie."""
    sure = [one for one in rows if one.sure]
    begun = min(one.first for one in rows), min((one.last for one in sure), default=as_of)
    latest = max((one.first for one in sure), default=min(one.first for one in rows))
    return begun, (latest, max(one.last for one in rows))


def _doubts(rows: Iterable[_Row]) -> Iterator[Unknown]:
    """Name what is not known of the kind of a case."""
    for one in rows:
        if one.row.kind is None:
            yield Unknown("value", "procedures", one.row.row, "kind")
    yield from _dates(one for one in rows if one.row.kind is not None)


_STATES = ("done", "missing", "early", "late", "doubtful", "ahead")


@define
class _Walk:
    """The steps of one case, laid against the stages."""

    params: Params
    scope: Scope
    case_id: str
    rows: list[_Row]
    early: list[str] = field(factory=list)
    in_turn: list[str] = field(factory=list)

    def facts(self) -> Facts:
        """Tell of each step what is known."""
        stages = list(self.params.stages)
        if self.params.until:
            stages.append(Stage(steps=(self.params.until,)))
        self._follow(stages)
        reached = self._reached(stages)
        found: dict[str, list[str]] = {name: [] for name in _STATES}
        unknowns: list[Unknown] = []
        incomplete = False
        for at, stage in enumerate(stages):
            before, later = (
                [one for some in others for one in self._of(some)]
                for others in (stages[:at], stages[at + 1 :])
            )
            complete = self._complete(before, later)
            for step in stage.steps:
                rows = self._taken(step)
                state = self._state(stages, at, step, reached, complete=complete)
                if state is None:
                    continue
                found[state].append(step.split("|")[0])
                if state == "doubtful":
                    if not rows and not complete:
                        incomplete = True
                        unknowns.append(self._lacks("rows"))
                    unknowns += _dates([*before, *(rows or later)])
        if found["ahead"]:
            unknowns.append(self._lacks("rest-of-case"))
        conducted_by = self._conducted_by
        return Facts(
            **{name: tuple(steps) for name, steps in found.items()},
            reason="incomplete-table" if incomplete else "fact-unknown",
            unknowns=tuple(dict.fromkeys(unknowns)),
            responsible=conducted_by[0] if len(conducted_by) == 1 else None,
        )

    def _state(
        self,
        stages: Sequence[Stage],
        at: int,
        step: str,
        reached: tuple[int, int],
        *,
        complete: bool,
    ) -> str | None:
        """Tell how a step stands; None if it is not owed."""
        rows, name = self._taken(step), step.split("|", maxsplit=1)[0]
        timely = self._timely(stages, at, rows)
        if rows:
            if timely is False:
                return "late"
            if name in self.in_turn and timely:
                return "done"
            return "early" if name in self.early else "doubtful"
        some, surely = reached
        if at >= some and timely:
            # What comes after all of them is not owed.
            return "ahead" if at < len(self.params.stages) else None
        lacking = at < surely or timely is False
        return "missing" if lacking and complete else "doubtful"

    def _taken(self, step: str) -> list[_Row]:
        names = step.split("|")
        return [one for one in self.rows if one.row.step in names]

    def _of(self, stage: Stage) -> list[_Row]:
        return [one for step in stage.steps for one in self._taken(step)]

    def _timely(self, stages: Sequence[Stage], at: int, rows: list[_Row]) -> bool | None:
        """Tell whether a step was taken in time, or may still be; False: surely not."""
        within, before = stages[at].within, self._of(stages[at - 1]) if at else []
        if within is None or not before:
            return True
        # What counts is the last time that the stage before was taken, and what came after it.
        first = max(one.first for one in before)
        last = max(one.last for one in before)
        sure = any(one.sure for one in before)
        soonest, latest = within.after(first), within.after(last)
        replies = [one for one in rows if one.last >= first]
        if any(one.sure and one.first >= last and one.last <= soonest for one in replies):
            return True
        if any(one.first <= latest for one in replies):
            return None
        if self.scope.as_of <= soonest and not replies:
            return True if not rows else None
        return False if sure and (replies or self.scope.as_of > latest) else None

    def _follow(self, stages: Iterable[Stage]) -> None:
        """Find the steps which were surely taken too early, and those surely in their turn."""
        at_best = at_worst = DAWN
        for stage in stages:
            if stage.working_days:
                if at_best > DAWN:
                    at_best = nth_working_day(at_best, stage.working_days)[0]
                if at_worst > DAWN:
                    at_worst = nth_working_day(at_worst, stage.working_days)[1]
            if stage.after is not None:
                at_best = stage.after.after(at_best) if at_best > DAWN else at_best
                at_worst = stage.after.after(at_worst) if at_worst > DAWN else at_worst
            best, worst = at_best, at_worst
            for step in stage.steps:
                rows, name = self._taken(step), step.split("|")[0]
                surely = [one for one in rows if one.sure]
                soon = [max(one.first, at_best) for one in rows if one.last >= at_best]
                fit = [one.last for one in surely if one.first >= at_worst]
                if rows and not soon and len(surely) == len(rows):
                    self.early.append(name)
                elif fit:
                    self.in_turn.append(name)
                if soon and surely:  # one that may not have been taken holds up nothing
                    best = max(best, min(soon))
                worst = max(worst, min(fit) if fit else max((o.last for o in rows), default=DAWN))
            at_best, at_worst = best, worst

    def _reached(self, stages: Sequence[Stage]) -> tuple[int, int]:
        """Give the last stage of which a step may have been taken, and of which one surely was."""
        some = [at for at, stage in enumerate(stages) if self._of(stage)]
        sure = [at for at in some if any(one.sure for one in self._of(stages[at]))]
        return max(some, default=-1), max(sure, default=-1)

    @property
    def _conducted_by(self) -> list[str]:
        return sorted({one.row.org_id for one in self.rows if one.row.org_id})

    def _complete(self, before: Sequence[_Row], later: Sequence[_Row]) -> bool:
        """Tell whether all steps are recorded of the years in which those of a stage were due.

        That is, between the stages before and after it.  Where none of those before surely was
        taken, or one has no date, nobody knows since when.
        """
        years: Iterable[int] = [_EVERY]
        first = min((one.first for one in before), default=DAWN)
        if first > DAWN and any(one.sure for one in before):
            last = max((one.last for one in later), default=self.scope.as_of)
            years = range(date.fromordinal(first).year, date.fromordinal(max(first, last)).year + 1)
        bodies: Sequence[str | None] = self._conducted_by or [None]
        says = self.scope.world.complete.says
        return all(says("procedures", year, body) for year in years for body in bodies)

    def _lacks(self, code: str) -> Unknown:
        return Unknown(code, "procedures", None, None, self.case_id)


def _dates(rows: Iterable[_Row]) -> Iterator[Unknown]:
    """Name the dates that are empty, or not known to the day."""
    for one in rows:
        if one.row.date is None:
            yield Unknown("value", "procedures", one.row.row, "date")
        elif one.row.date.first != one.row.date.last:
            yield Unknown("date-to-the-day", "procedures", one.row.row, "date")
