"""Facts for `bound` over elections: one figure of a ballot as a share of another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from partyorg.evaluate.scope import Case, Scope
from partyorg.model import Election
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.bound import Facts, Params
from partyorg.verdict import Subject, Unknown

__all__ = ["cases"]


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for every ballot of the kinds; where votes are counted, for each candidate."""
    params: Params = version.params
    for case_id, rows in scope.dataset.elections_of.items():
        if not scope.asked(case_id):
            continue
        touched = scope.touched("elections", case_id)
        parts: dict[str | None, list[Election]] = {}
        for row in rows:
            if row.kind not in (*params.case_kinds, None):
                continue
            if row.date and row.date.first > scope.as_of:
                continue
            part = row.candidate_id if params.column == "votes" else None
            parts.setdefault(part, []).append(row)
        for part, ballots in parts.items():
            if params.elected and {row.elected for row in ballots} == {False}:
                continue
            yield _case(params, scope, ballots, part, touched)


def _case(
    params: Params,
    scope: Scope,
    rows: Sequence[Election],
    part: str | None,
    touched: tuple[Unknown, ...],
) -> Case:
    """Give the case of a ballot; several rows of it should tell the same."""
    row = rows[0]
    counts = {getattr(one, params.column) for one in rows}
    bases = {getattr(one, params.of or "") for one in rows}
    owed = ["kind", "date", *(["elected"] if params.elected else [])]
    told = {name: {getattr(one, name) for one in rows} for name in owed}
    doubtful = [name for name, values in told.items() if None in values or len(values) > 1]
    dates = [one.date for one in rows if one.date is not None]
    late = any(day.last > scope.as_of for day in dates)
    unknowns = [Unknown("value", "elections", one.row, name) for name in doubtful for one in rows]
    for name, values in ((params.column, counts), (params.of or "", bases)):
        if None in values or len(values) > 1:
            unknowns += [Unknown("value", "elections", one.row, name) for one in rows]
    if late:
        unknowns.append(Unknown("date-to-the-day", "elections", row.row, "date"))
    when = (scope.as_of, scope.as_of)
    if dates:
        when = (min(day.first for day in dates), max(day.last for day in dates))
    low, high = _range(counts)
    return Case(
        subject=Subject("case", row.case_id),
        events=(when,),
        part=part,
        facts=Facts(
            total=low,
            most=high,
            may_grow=high is None,
            base=_range(bases),
            reason="fact-unknown",
            unknowns=tuple(unknowns),
        ),
        evidence=scope.rows("elections", rows),
        doubtful=bool(doubtful) or late,
        blocked="row-set-aside" if touched else None,
        unknowns=touched or tuple(unknowns),
    )


def _range(values: set[int | None]) -> tuple[Fraction, Fraction | None]:
    """Give the least and the greatest of some counts; None where one is not known."""
    known = [Fraction(value) for value in values if value is not None]
    if None in values:
        return Fraction(0), None
    return min(known), max(known)
