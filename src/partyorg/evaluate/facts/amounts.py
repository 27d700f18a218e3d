"""Facts for `bound` over amounts: what was paid for an organisation, or told of an official."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction

from partyorg.dates import PartialDate
from partyorg.evaluate.facts.chosen import doubts, fits, lost
from partyorg.evaluate.scope import Case, Scope
from partyorg.model import Amount, Organization, PayPeriod, Person
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.bound import Facts, Params
from partyorg.verdict import Unknown

__all__ = ["cases", "cases_of"]

_MONTHS = 12
_SEVERAL = 2


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for every organisation and year throughout which it existed."""
    params: Params = version.params
    if not scope.organizations_asked:
        return
    yield from lost(params, scope)
    for org in scope.organizations():
        if fits(params, org) is not False:
            for year in _years(version, scope):
                case = _of_organization(params, scope, org, year)
                if case is not None:
                    yield case


def _years(version: Version, scope: Scope) -> range:
    first = date.fromordinal(version.begins.first).year
    return range(first, date.fromordinal(scope.as_of).year + 1)


def _of_organization(params: Params, scope: Scope, org: Organization, year: int) -> Case | None:
    span, starts, ends = PartialDate.of(year), org.valid_from, org.valid_to
    if (starts and starts.first > span.first) or (ends and ends.last <= span.last):
        return None
    unsure = (starts and starts.last > span.first) or (ends and ends.first <= span.last)
    complete = scope.world.complete.says("amounts", year, org.org_id)
    case = _case(params, scope, org.org_id, year, complete=complete)
    case.subject = scope.subject(org.org_id)
    if unsure or fits(params, org) is None:
        case.doubtful = True
        case.unknowns = case.unknowns if case.blocked else tuple(doubts(org))
    return case


def cases_of(version: Version, scope: Scope, person: Person) -> Iterator[Case]:
    """Give the cases of an official: the years of which there is a row."""
    params: Params = version.params
    rows = scope.dataset.amounts_of.get(person.person_id, ())
    told = {row.year for row in rows if row.item in params.items}
    for year in sorted(told & set(_years(version, scope))):
        # What is told of somebody in a year is taken for all there is to tell.
        case = _case(params, scope, person.person_id, year, complete=True)
        case.subject = scope.world.career(person.person_id).subject
        yield case


def _case(params: Params, scope: Scope, key: str, year: int, *, complete: bool) -> Case:
    span = PartialDate.of(year)
    every = scope.dataset.amounts_of.get(key, ())
    rows = [row for row in every if row.year == year and row.item in params.items]
    of = [row for row in every if row.year == year and row.item == params.of_item]
    low, high = _sum(params, rows, complete=complete)
    running = scope.as_of <= span.last
    base = None
    if params.of_item is not None:
        base = _sum(params, of, complete=complete)
        if not of or not complete or running:
            base = (base[0], None)
    unknowns = [*_gaps([*rows, *of])]
    if not complete:
        unknowns.append(Unknown("rows", "amounts", None, None, f"{key} {year}"))
    if params.of_item is not None and not of:
        unknowns.append(Unknown("rows", "amounts", None, None, params.of_item))
    if running:
        unknowns.append(Unknown("end-of-period", "amounts", None, None, str(year)))
    touched = scope.touched("amounts", key, year=year)
    return Case(
        subject=scope.subject(key),
        events=((span.first, span.last),),
        facts=Facts(
            total=low,
            most=high,
            may_grow=high is None or not complete,
            running=running,
            base=base,
            reason="incomplete-table" if not complete else "fact-unknown",
            unknowns=tuple(unknowns),
        ),
        period=str(year),
        evidence=scope.rows("amounts", [*rows, *of]),
        blocked="row-set-aside" if touched else None,
        unknowns=touched or tuple(unknowns),
    )


def _sum(
    params: Params, rows: Sequence[Amount], *, complete: bool
) -> tuple[Fraction, Fraction | None]:
    """Add up what the items came to: at least and at most, None where an amount is empty."""
    items: dict[str, list[Amount]] = {}
    for row in rows:
        items.setdefault(row.item, []).append(row)
    bounds = [_item(params.per, own, complete=complete) for own in items.values()]
    most = [high for _, high in bounds if high is not None]
    low = sum((low for low, _ in bounds), Fraction(0))
    return low, sum(most, Fraction(0)) if len(most) == len(bounds) else None


def _item(
    wanted: PayPeriod, rows: Sequence[Amount], *, complete: bool
) -> tuple[Fraction, Fraction | None]:
    """Give what one item came to, by the year or by the month.

    An amount by the month holds for the whole year.  Where there are several, each may hold for one
    month, or they may all be paid side by side.
    """
    monthly = [row for row in rows if row.per is not PayPeriod.YEAR]
    low, high = Fraction(0), Fraction(0)
    for group in (monthly, [row for row in rows if row.per is PayPeriod.YEAR]):
        known = [_scaled(row.amount, row.per, wanted) for row in group if row.amount is not None]
        lows, highs = [low for low, _ in known], [high for _, high in known]
        high += sum(highs, Fraction(0))
        if group is not monthly or len(group) < _SEVERAL:
            low += sum(lows, Fraction(0))
        elif wanted is PayPeriod.YEAR:
            low += sum(lows, Fraction(0)) / _MONTHS
        elif len(known) == len(group) and complete:
            low += min(lows)
    return low, high if all(row.amount is not None for row in rows) else None


def _scaled(
    amount: Fraction, per: PayPeriod | None, wanted: PayPeriod
) -> tuple[Fraction, Fraction]:
    """Give an amount by the year or by the month, as is wanted."""
    other = amount * _MONTHS if wanted is PayPeriod.YEAR else amount / _MONTHS
    if per is None:
        return min(amount, other), max(amount, other)
    return (amount, amount) if per is wanted else (other, other)


def _gaps(rows: Iterable[Amount]) -> Iterator[Unknown]:
    for row in rows:
        for column in ("amount", "per"):
            if getattr(row, column) is None:
                yield Unknown("value", "amounts", row.row, column)
