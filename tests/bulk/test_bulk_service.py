"""Service and posts held, of many people at once, are those of each career."""

import random

import numpy as np
import pytest
from attrs import evolve
from disturbed import make
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import partyorg as po
from agreement import dataset_of
from partyorg.bulk.columns import Columns, Dates
from partyorg.bulk.ground import Ground
from partyorg.bulk.part import Part
from partyorg.bulk.search import observed
from partyorg.dates import Counting, PartialDate, Period, TenureEnd
from partyorg.evaluate.scope import World

SEEDS = st.integers(0, 10**9)
worlds = settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
CONVENTIONS = [
    {"counting": counting, "tenure_end": end} for counting in Counting for end in TenureEnd
]
CONVENTIONS += [
    {"village_counts": True, "secondment_counts": True},
    {"counting": Counting.INCLUSIVE_MONTH, "secondment_counts": True},
    {"counting": Counting.MONTH, "village_counts": True, "street_is_township": True},
]
every_convention = pytest.mark.parametrize(
    "how", CONVENTIONS, ids=lambda how: "-".join(map(str, how.values()))
)
PERIODS = [Period(months) for months in (0, 1, 12, 24, 60)]


class Told:
    """A world both ways: the people in columns whose careers are told there, and the careers."""

    def __init__(self, seed, how):
        tables, as_of = make(seed)
        self.rng = random.Random(seed + 1)
        dataset = dataset_of(tables)
        conventions = evolve(po.rules("cn-gz").conventions, **how)
        columns = Columns.of(dataset)
        self.part = Part(columns, Ground.of(dataset, conventions), conventions)
        world = World.of(dataset, conventions)
        self.people = np.flatnonzero(~self.part.knotty).astype(np.int32)
        self.careers = [world.career(columns.people.ids[who]) for who in self.people.tolist()]
        self.size = len(columns)
        days = {as_of.toordinal(), as_of.toordinal() + 1}
        for row in dataset.appointments:
            for value in (row.start, row.end):
                days |= {value.first, value.last} if value else set()
        days |= {day + step for day in tuple(days) for step in (-1, 1, 365, 730, 1826)}
        self.days = sorted(day for day in days if 700_000 < day < 760_000)

    def some_days(self, number):
        return self.rng.sample(self.days, min(number, len(self.days)))

    def pairs(self, number):
        """Ask about some people on some days of their own; the same person perhaps twice."""
        asked = [
            (at, self.rng.choice(self.days))
            for at in range(len(self.people))
            for _ in range(number)
        ]
        self.rng.shuffle(asked)
        who = self.people[[at for at, _ in asked]] if asked else self.people[:0]
        return [at for at, _ in asked], who, np.array([day for _, day in asked], np.int32)


def months(bounds):
    return tuple(one.months if one else 0 for one in (bounds.low, bounds.high))


def truth(number):
    return {1: True, 0: False, -1: None}[int(number)]


def same(found, row, bounds, *, seen=True):
    assert (int(found.low.months[row]), int(found.high.months[row])) == months(bounds)
    if seen:
        assert observed(found, row) == bounds.observed()
    for period in PERIODS:
        assert truth(found.completes(period)[row]) is bounds.completes(period)


def since_of(told):
    """A partial date for each person, of every precision."""
    days = told.rng.choices(told.days, k=told.size)
    dates = [PartialDate.parse(_cut(told.rng, day)) for day in days]
    first, last = (np.array([getattr(d, n) for d in dates], np.int32) for n in ("first", "last"))
    return dates, Dates(first, first if np.array_equal(first, last) else last)


def _cut(rng, day):
    return str(PartialDate(day, day))[: rng.choice((4, 7, 10, 10))]


@every_convention
@worlds
@given(SEEDS)
def test_cumulative_service_as_of_one_day(how, seed):
    told = Told(seed, how)
    for day in told.some_days(4):
        found = told.part.service.cumulative(day)
        for who, career in zip(told.people.tolist(), told.careers, strict=True):
            same(found, who, career.service.cumulative(day))


@every_convention
@worlds
@given(SEEDS)
def test_cumulative_service_since_a_date(how, seed):
    told = Told(seed, how)
    dates, since = since_of(told)
    for day in told.some_days(2):
        found = told.part.service.cumulative(day, None, since)
        for who, career in zip(told.people.tolist(), told.careers, strict=True):
            same(found, who, career.service.cumulative(day, dates[who]))


@every_convention
@worlds
@given(SEEDS)
def test_service_as_of_a_day_that_is_not_known(how, seed):
    told = Told(seed, how)
    dates, since = since_of(told)
    early = np.array(told.rng.choices(told.days, k=told.size), np.int32)
    late = early + np.array(told.rng.choices((0, 30, 364), k=told.size), np.int32)
    some = np.array(told.rng.choices((True, True, False), k=told.size), bool)
    bounds = told.part.service.cumulative(early, late, since, some)
    for who, career in zip(told.people.tolist(), told.careers, strict=True):
        if some[who]:
            wanted = career.service.between(dates[who], int(early[who]), int(late[who]))
            same(bounds, who, wanted)


@every_convention
@worlds
@given(SEEDS)
def test_service_as_of_days_of_their_own(how, seed):
    told = Told(seed, how)
    at, who, day = told.pairs(3)
    found = told.part.service.at(who, day)
    for row, career in enumerate(at):
        same(found, row, told.careers[career].service.cumulative(int(day[row])))


@every_convention
@worlds
@given(SEEDS)
def test_the_stretch_around_a_day(how, seed):
    told = Told(seed, how)
    at, who, day = told.pairs(3)
    found = told.part.service.continuous(who, day)
    for row, career in enumerate(at):
        wanted = told.careers[career].service.continuous(int(day[row]))
        for one, bound in zip(found, (wanted.low, wanted.high), strict=True):
            assert int(one.months[row]) == (-1 if bound is None else bound.months)
            if bound is not None and bound.days is not None:
                assert (int(one.start[row]), int(day[row])) == bound.days


@every_convention
@worlds
@given(SEEDS)
def test_the_day_on_which_a_period_is_completed(how, seed):
    told = Told(seed, how)
    dates, since = since_of(told)
    day = told.rng.choice(told.days)
    low = told.part.service.cumulative(day, None, since).low.months
    for who, career in zip(told.people.tolist(), told.careers, strict=True):
        for period in PERIODS[1:]:
            late, months = dates[who].last, int(low[who])
            found = told.part.service.completes_on(period, day, late, who, months)
            assert (found or None) == career.service.completes_on(period, day, dates[who])


@pytest.mark.parametrize("how", [{}, {"village_counts": True}, {"street_is_township": True}])
@pytest.mark.parametrize("cover", ["in_townships", "of_townships", "seconded"])
@worlds
@given(SEEDS)
def test_the_days_on_which_posts_are_held(cover, how, seed):
    told = Told(seed, how)
    held = getattr(told.part, cover)
    at, who, day = told.pairs(3)
    on_the_day = held.at(who, day)
    length = np.array(told.rng.choices((1, 31, 365), k=len(at)), np.int32)
    throughout = held.throughout(who, day, day + length)
    for row, career in enumerate(at):
        wanted = getattr(told.careers[career], cover)
        begin = int(day[row])
        assert truth(on_the_day[row]) is wanted.at(begin)
        assert truth(throughout[row]) is wanted.throughout(begin, begin + int(length[row]))
    for one_day in told.some_days(2):
        found = held.at(told.people, one_day)
        wanted = [getattr(career, cover).at(one_day) for career in told.careers]
        assert [truth(answer) for answer in found] == wanted


@worlds
@given(SEEDS)
def test_what_is_not_recorded_of_a_career(seed):
    told = Told(seed, {})
    begin, finish = told.part.unknown
    for who, career in zip(told.people.tolist(), told.careers, strict=True):
        stretch = (int(begin[who]), int(finish[who]))
        assert ([stretch] if stretch[0] else []) == [tuple(one) for one in career.unknown]
