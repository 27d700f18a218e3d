"""The calendar in arrays gives what the calendar of single days gives."""

from datetime import date
from itertools import product

import numpy as np
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from partyorg.bulk import calendar
from partyorg.dates import FAR, period

FIRST, LAST = date(1900, 1, 1).toordinal(), date(2200, 12, 31).toordinal()
DAYS = np.arange(FIRST, LAST + 1, dtype=np.int32)
LATEST = date.max.toordinal()
ANY_DAY = st.integers(1, LATEST)


def near_leap_days_and_month_ends():
    for year in (1999, 2000, 2001, 2011, 2012, 2013, 2096, 2100, 2104):
        for month in (1, 2, 3, 4, 12):
            first = date(year, month, 1).toordinal()
            last = (date(year, month, 1) + relativedelta(months=1)).toordinal() - 1
            yield from (first, first + 1, last - 2, last - 1, last)


EDGES = sorted(set(near_leap_days_and_month_ends()))


def test_every_day_has_its_month():
    assert calendar.month_index(DAYS).tolist() == [
        12 * day.year + day.month - 1 for day in map(date.fromordinal, DAYS.tolist())
    ]


def test_every_month_has_its_first_day():
    months = np.arange(period.month_index(FIRST), period.month_index(LAST) + 1)
    assert calendar.first_of_month(months).tolist() == [
        period.first_of_month(month) for month in months.tolist()
    ]


@pytest.mark.parametrize("months", [1, 12, 59])
def test_every_day_has_its_anniversary_and_completes_on_it(months):
    wanted = np.array(
        [(date.fromordinal(day) + relativedelta(months=months)).toordinal() for day in DAYS]
    )
    assert np.array_equal(calendar.anniversary(DAYS, months), wanted)
    assert (calendar.whole_months(DAYS, wanted) >= months).all()
    assert (calendar.whole_months(DAYS, wanted - 1) < months).all()


def test_all_pairs_of_days_about_leap_days_and_month_ends():
    starts, ends = (np.array(side) for side in zip(*product(EDGES, EDGES), strict=True))
    found = calendar.whole_months(starts, ends)
    wanted = [period.whole_months(*pair) for pair in product(EDGES, EDGES)]
    # What lies before its start is only less than nought.
    assert np.where(found < 0, -1, found).tolist() == wanted


@pytest.mark.parametrize("months", range(30))
def test_days_about_leap_days_and_month_ends_have_their_anniversaries(months):
    assert calendar.anniversary(np.array(EDGES), months).tolist() == [
        period.anniversary(day, months) for day in EDGES
    ]


@given(st.lists(st.tuples(ANY_DAY, ANY_DAY), min_size=1))
def test_any_pair_of_days(pairs):
    starts, ends = np.array(pairs, np.int32).T
    wanted = [period.whole_months(start, end) for start, end in pairs]
    assert np.maximum(calendar.whole_months(starts, ends), -1).tolist() == wanted


@given(st.lists(st.integers(1, date(9000, 1, 1).toordinal()), min_size=1), st.integers(0, 1500))
def test_any_anniversary(days, months):
    assert calendar.anniversary(np.array(days, np.int32), months).tolist() == [
        period.anniversary(day, months) for day in days
    ]


@given(
    st.lists(
        st.tuples(st.integers(1, date(9000, 1, 1).toordinal()), st.integers(0, 1500)), min_size=1
    )
)
def test_each_day_may_have_months_of_its_own(asked):
    days, months = np.array(asked, np.int32).T
    assert calendar.anniversary(days, months).tolist() == [
        period.anniversary(*one) for one in asked
    ]


@given(st.lists(ANY_DAY, min_size=1))
def test_an_open_end_is_after_every_day(days):
    # As if it were the first of the month after all months there are.
    starts = [date.fromordinal(day) for day in days]
    assert calendar.whole_months(np.array(days), np.full(len(days), FAR)).tolist() == [
        12 * (10_000 - day.year) - day.month + 1 - (day.day > 1) for day in starts
    ]


def test_the_open_end_has_a_month_of_its_own():
    far = np.array([FAR, FAR - 1])
    assert calendar.month_index(far).tolist() == [
        period.month_index(FAR),
        period.month_index(FAR - 1),
    ]
    assert calendar.whole_months(far[:1], far[:1]).tolist() == [0]


def test_the_first_and_the_last_day_there_are():
    assert calendar.month_index(np.array([1, LATEST])).tolist() == [12, 12 * 9999 + 11]
    assert calendar.whole_months(np.array([1]), np.array([LATEST])).tolist() == [
        period.whole_months(1, LATEST)
    ]
    assert calendar.first_of_month(np.array([12])).tolist() == [1]
    assert calendar.anniversary(np.array([LATEST]), 0).tolist() == [LATEST]
