"""Facts for `bound` over elections: one figure of a ballot as a share of another."""

from __future__ import annotations

from collections.abc import Iterator
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
        parts: dict[str | None, Election] = {}
        for row in rows:
            if row.kind not in (*params.case_kinds, None):
                continue
            if (row.date and row.date.first > scope.as_of) or (
                params.elected and row.elected is False
            ):
                continue
            parts.setdefault(row.candidate_id if params.column == "votes" else None, row)
        for part, row in parts.items():
            yield _case(params, scope, row, part, touched)


def _case(
    params: Params, scope: Scope, row: Election, part: str | None, touched: tuple[Unknown, ...]
) -> Case:
    count, base = getattr(row, params.column), getattr(row, params.of or "")
    owed = ["kind", "date", *(["elected"] if params.elected else [])]
    doubtful = [name for name in owed if getattr(row, name) is None]
    late = row.date is not None and row.date.last > scope.as_of
    unknowns = [Unknown("value", "elections", row.row, name) for name in doubtful]
    unknowns += [
        Unknown("value", "elections", row.row, name)
        for name in (params.column, params.of)
        if name and getattr(row, name) is None
    ]
    if late:
        unknowns.append(Unknown("date-to-the-day", "elections", row.row, "date"))
    when = (row.date.first, row.date.last) if row.date else (scope.as_of, scope.as_of)
    return Case(
        subject=Subject("case", row.case_id),
        events=(when,),
        part=part,
        facts=Facts(
            total=Fraction(count or 0),
            may_grow=count is None,
            base=(Fraction(base or 0), None if base is None else Fraction(base)),
            reason="fact-unknown",
            unknowns=tuple(unknowns),
        ),
        evidence=scope.rows("elections", [row]),
        doubtful=bool(doubtful) or late,
        blocked="row-set-aside" if touched else None,
        unknowns=touched or tuple(unknowns),
    )
