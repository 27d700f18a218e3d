"""Columns from records: a data set in memory, table by table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from partyorg.bulk.columns import (
    Columns,
    Dates,
    People,
    Posts,
    Promotions,
    Trainings,
    codes_of,
    scale_of,
)
from partyorg.bulk.joining import grouped
from partyorg.bulk.links import Links
from partyorg.dates import DAWN, FAR, PartialDate
from partyorg.model import Basis, Dataset, Level, PromotionKind, Role, Via

__all__ = ["columns_of_records"]

Array = NDArray[Any]


def columns_of_records(dataset: Dataset) -> Columns:
    """Give the columns of a data set."""
    people = dataset.people
    number = {person.person_id: at for at, person in enumerate(people)}
    orgs = Links.of(dataset).number
    return Columns(
        base=dataset,
        people=_people(dataset, orgs),
        posts=_posts(dataset, number, orgs),
        trainings=_trainings(dataset, number),
        promotions=_promotions(dataset, number),
        records=lambda _: dataset,
        training_years=dataset.training_years,
    )


def _column(rows: Sequence[Any], name: str) -> list[Any]:
    return list(map(attrgetter(name), rows))


def _coded(values: Iterable[Any], codes: dict[Any, int], kind: type = np.int8) -> Array:
    return np.fromiter(map(codes.__getitem__, values), kind)


def _numbers(values: list[str | None], known: Mapping[Any, int]) -> Array:
    return np.fromiter(map(known.get, values, repeat(-1)), np.int32, len(values))


def _dates(values: list[PartialDate | None], empty: tuple[int, int]) -> Dates:
    """Make dates from partial dates; most rows share theirs with others."""
    ids = list(map(id, values))
    distinct = dict(zip(ids, values, strict=True))
    codes = {own: at for at, own in enumerate(distinct)}
    at = np.fromiter(map(codes.__getitem__, ids), np.intp, len(ids))
    pairs = [(d.first, d.last) if d else empty for d in distinct.values()]
    table = np.array(pairs, np.int32).reshape(-1, 2)
    first, last = np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1])
    days = first[at]
    return Dates(days, days if np.array_equal(first, last) else last[at])


_YES_NO = {None: -1, False: 0, True: 1}


def _people(dataset: Dataset, orgs: Mapping[Any, int]) -> People:
    rows = dataset.people
    ids = _column(rows, "person_id")
    known = _dates(_column(rows, "career_known_from"), (0, 0))
    broken, lost = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
    if dataset.touched:
        for name, flags in (("appointments", broken), ("people", lost)):
            flags[:] = [bool(dataset.set_aside(name, person_id)) for person_id in ids]
    return People(
        ids=ids,
        row=np.fromiter(map(attrgetter("row"), rows), np.int64, len(rows)),
        recruited=_dates(_column(rows, "recruited_on"), (0, 0)),
        recruited_by=_numbers(_column(rows, "recruited_by"), orgs),
        via=_coded(_column(rows, "recruited_via"), codes_of(Via)),
        known_from=known.last,
        grassroots=_coded(_column(rows, "grassroots_before"), _YES_NO),
        broken=broken,
        lost=lost,
    )


def _posts(dataset: Dataset, number: dict[str, int], orgs: Mapping[Any, int]) -> Posts:
    rows = dataset.appointments
    owner = _numbers(_column(rows, "person_id"), number)
    start = _dates(_column(rows, "start"), (DAWN, FAR))
    approved_by = _column(rows, "approved_by")
    duties = _column(rows, "duties")
    words = {text: at for at, text in enumerate(dict.fromkeys([(), *duties]))}
    posts = Posts(
        owner=owner,
        row=np.fromiter(map(attrgetter("row"), rows), np.int64, len(rows)),
        org=_numbers(_column(rows, "org_id"), orgs),
        role=_coded(_column(rows, "role"), codes_of(Role)),
        basis=_coded(_column(rows, "basis"), codes_of(Basis)),
        start=start,
        end=_dates(_column(rows, "end"), (FAR, FAR)),
        approved=np.fromiter((by is not None for by in approved_by), bool, len(rows)),
        approved_by=_numbers(approved_by, orgs),
        approved_on=_dates(_column(rows, "approved_on"), (0, 0)),
        duties=_coded(duties, words, np.int32),
        words=tuple(words),
    )
    order = grouped(owner, start.first)
    return posts.take(order) if isinstance(order, np.ndarray) else posts


def _trainings(dataset: Dataset, number: dict[str, int]) -> Trainings:
    rows = dataset.trainings
    amounts = [_column(rows, name) for name in ("days", "hours")]
    scale = scale_of(value for values in amounts for value in values)
    owner = _numbers(_column(rows, "person_id"), number)
    days, hours = (
        np.fromiter((-1 if v is None else int(v * scale) for v in values), np.int64, len(rows))
        for values in amounts
    )
    trainings = Trainings(
        owner=owner,
        row=np.fromiter(map(attrgetter("row"), rows), np.int64, len(rows)),
        year=np.fromiter(map(attrgetter("year"), rows), np.int32, len(rows)),
        days=days,
        hours=hours,
        organized_at=_coded(_column(rows, "organized_at"), codes_of(Level)),
        scale=scale,
    )
    order = grouped(owner)
    return trainings.take(order) if isinstance(order, np.ndarray) else trainings


def _promotions(dataset: Dataset, number: dict[str, int]) -> Promotions:
    rows = dataset.promotions
    owner = _numbers(_column(rows, "person_id"), number)
    promotions = Promotions(
        owner=owner,
        row=np.fromiter(map(attrgetter("row"), rows), np.int64, len(rows)),
        kind=_coded(_column(rows, "kind"), codes_of(PromotionKind)),
        date=_dates(_column(rows, "date"), (0, 0)),
    )
    order = grouped(owner)
    return promotions.take(order) if isinstance(order, np.ndarray) else promotions
