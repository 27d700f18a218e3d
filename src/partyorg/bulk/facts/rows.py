"""Rows with counts, in columns: the pools of a year (recruitment, assessments).

The same as the second half of `partyorg.evaluate.facts.share`; what one row counts is asked of it.
Rows that cannot be told apart count the same, and are asked about once.
"""

from __future__ import annotations

from operator import attrgetter
from typing import Any

import numpy as np
from attrs import define, frozen
from numpy.typing import NDArray

from partyorg.bulk.found import Found, Labels, packed
from partyorg.bulk.search import OneByOneError
from partyorg.dates import PartialDate
from partyorg.evaluate.facts.share import pool_of, row_facts
from partyorg.evaluate.scope import Scope
from partyorg.rulebook.kinds.share import Facts, Params, Rows
from partyorg.verdict import Subject

__all__ = ["pools"]

Array = NDArray[Any]


@frozen(eq=False)
class _Pooled:
    """The pools of a table: for each row its place in `keys` (-1: it concerns no pool)."""

    keys: list[tuple[Subject, int, str | None]]
    which: Array


def pools(params: Params, rows: Rows, scope: Scope) -> Found:
    """Give a case for every pool, year and part; raise `OneByOneError` where rows are doubtful."""
    dataset = scope.dataset
    if any(table == rows.table for table, _ in dataset.touched):
        raise OneByOneError(why="row-set-aside")
    pooled = _pooled(rows, scope)
    if rows.pool != "organization" and any(key[0].type == "organization" for key in pooled.keys):
        raise OneByOneError(why="place-unknown")
    sums = _sums(params, rows, scope, pooled)
    span_of = {year: PartialDate.of(year) for year in {year for _, year, _ in pooled.keys}}
    spans = [span_of[year] for _, year, _ in pooled.keys]
    begun = [at for at, span in enumerate(spans) if span.first <= scope.as_of]
    keys = [pooled.keys[at] for at in begun]
    years = [str(year) for _, year, _ in keys]
    parts = [part for _, _, part in keys]
    return Found(
        who=np.arange(len(keys)),
        subjects=[subject for subject, _, _ in keys],
        events=[
            (
                np.array([spans[at].first for at in begun], np.int64),
                np.array([spans[at].last for at in begun], np.int64),
            )
        ],
        facts=_Sums([sums[at] for at in begun]),
        period=Labels(np.arange(len(keys)), years),
        part=Labels(np.arange(len(keys)), parts),
    )


@define(eq=False)
class _Sums:
    """The sums of the pools, each a class of its own."""

    sums: list[Facts]

    def classes(self) -> Array:
        """Number the pools."""
        return np.arange(len(self.sums), dtype=np.int64)

    def at(self, row: int) -> Facts:
        """Give the sums of a pool."""
        return self.sums[row]


def _pooled(rows: Rows, scope: Scope) -> _Pooled:
    """Put the rows into pools, once for a table."""
    kept = scope.world.kept
    key = ("pooled", rows.table, rows.organization, rows.pool, rows.split_by, rows.of_townships)
    if key in kept:
        found: _Pooled = kept[key]
        return found
    table = getattr(scope.dataset, rows.table)
    bodies = list(map(attrgetter(rows.organization), table))
    subject_of = {org_id: _subject(rows, scope, org_id) for org_id in dict.fromkeys(bodies)}
    some = dict.fromkeys(subject for subject in subject_of.values() if subject is not None)
    subjects = sorted(some, key=attrgetter("id"))
    place: dict[Subject | None, int] = {one: at for at, one in enumerate(subjects)}
    number = {org_id: place.get(subject, -1) for org_id, subject in subject_of.items()}
    whose = np.fromiter(map(number.__getitem__, bodies), np.int64, len(table))
    years = np.fromiter(map(attrgetter("year"), table), np.int64, len(table))
    split = list(map(attrgetter(rows.split_by), table)) if rows.split_by else [None]
    parts = sorted({value.value if value else "" for value in split})
    part_of = {value: parts.index(value.value if value else "") for value in set(split)}
    part = np.fromiter(map(part_of.__getitem__, split), np.int64, len(split))
    inside = np.flatnonzero(whose >= 0)
    span = int(years.max(initial=0)) + 1
    code = packed((whose, len(subjects)), (years, span), (part, len(parts)))[inside]
    distinct, pool = np.unique(code, return_inverse=True)
    which = np.full(len(table), -1, np.int64)
    which[inside] = pool
    one, part = np.divmod(distinct, len(parts))
    one, year = np.divmod(one, span)
    told = zip(one.tolist(), year.tolist(), part.tolist(), strict=True)
    made = _Pooled([(subjects[own], year, parts[at] or None) for own, year, at in told], which)
    kept[key] = made
    return made


def _subject(rows: Rows, scope: Scope, org_id: str) -> Subject | None:
    """Give whose rows of an organisation count; None where it is none of the townships asked of."""
    site = scope.places.site(org_id)
    beside = rows.of_townships and site.known and not site.own
    return None if beside else pool_of(rows, scope, org_id)


def _sums(params: Params, rows: Rows, scope: Scope, pooled: _Pooled) -> list[Facts]:
    """Add up what the rows of each pool count."""
    kept = scope.world.kept
    key = ("sums", params.threshold, params.at_least is None, repr(rows))
    if key in kept:
        found: list[Facts] = kept[key]
        return found
    table = getattr(scope.dataset, rows.table)
    names = dict.fromkeys([rows.count, *rows.group, *rows.quality])
    if rows.quality_count is not None:
        names[rows.quality_count] = None
    get = attrgetter(*names)
    values = list(map(get, table))
    sort: dict[Any, int] = {}
    number = np.fromiter((sort.setdefault(v, len(sort)) for v in values), np.int64, len(values))
    first = np.full(len(sort), -1, np.int64)
    first[number[::-1]] = np.arange(len(values))[::-1]
    counts = [row_facts(params, rows, table[at]) for at in first.tolist()]
    # How often each sort of row stands in each pool.
    inside = pooled.which >= 0
    pair = pooled.which[inside] * max(len(sort), 1) + number[inside]
    pairs, often_each = np.unique(pair, return_counts=True)
    parts: list[list[Facts]] = [[] for _ in pooled.keys]
    for one, often in zip(pairs.tolist(), often_each.tolist(), strict=True):
        pool, what = divmod(one, max(len(sort), 1))
        parts[pool].append(counts[what].times(often) if often > 1 else counts[what])
    made = [Facts.add(part) for part in parts]
    kept[key] = made
    return made
