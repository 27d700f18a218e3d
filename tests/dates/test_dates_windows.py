"""Windows of the calendar, and working days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyorg.dates import WINDOWS, nth_working_day, windows_of


@given(st.sampled_from(list(WINDOWS)), st.integers(1950, 2100))
def test_windows_follow_each_other_without_gap_from_year_to_year(kind, year):
    here, after = windows_of(kind, year), windows_of(kind, year + 1)
    for one, other in zip([*here, after[0]][:-1], [*here, after[0]][1:], strict=True):
        assert one.first <= one.last == other.first - 1
    assert len({window.name for window in here}) == len(here)


@given(st.sampled_from(sorted(set(WINDOWS) - {"week"})), st.integers(1950, 2100))
def test_all_windows_but_weeks_fill_the_calendar_year(kind, year):
    here = windows_of(kind, year)
    assert date.fromordinal(here[0].first) == date(year, 1, 1)
    assert date.fromordinal(here[-1].last) == date(year, 12, 31)


@given(st.integers(1950, 2100))
def test_weeks_are_those_of_iso(year):
    for window in windows_of("week", year):
        monday = date.fromordinal(window.first)
        iso = monday.isocalendar()
        assert window.name == f"{iso.year}-W{iso.week:02}"
        assert (iso.year, monday.isoweekday(), window.last - window.first) == (year, 1, 6)


@pytest.mark.parametrize(
    ("kind", "number"),
    [("half_month", 24), ("month", 12), ("two_months", 6), ("quarter", 4), ("half_year", 2)],
)
def test_there_are_so_many_windows_in_a_year(kind, number):
    assert len(windows_of(kind, 2017)) == number


def test_a_half_month_goes_to_the_fifteenth():
    first, second = windows_of("half_month", 2024)[2:4]
    assert (first.name, second.name) == ("2024-02-01/2024-02-15", "2024-02-16/2024-02-29")


@pytest.mark.parametrize(
    ("first", "number", "last"),
    [
        ("2021-03-08", 5, "2021-03-12"),  # Monday to Friday
        ("2021-03-06", 1, "2021-03-08"),  # a Saturday is none
        ("2021-03-12", 2, "2021-03-15"),  # over a weekend
        ("2021-09-30", 2, "2021-10-08"),  # National Day
        ("2021-10-08", 2, "2021-10-09"),  # a Saturday that is made up for
    ],
)
def test_working_days_are_those_of_the_calendar(first, number, last):
    day = date.fromisoformat(first).toordinal()
    assert nth_working_day(day, number) == (date.fromisoformat(last).toordinal(),) * 2


@given(st.integers(0, 365 * 30), st.integers(1, 30))
def test_where_the_calendar_is_not_known_the_bounds_are_wide_enough(offset, number):
    day = (date(2090, 1, 1) + timedelta(offset)).toordinal()
    earliest, latest = nth_working_day(day, number)
    assert earliest == day + number - 1
    weekdays = sum(date.fromordinal(d).isoweekday() < 6 for d in range(day, latest + 1))
    assert weekdays >= number
    assert latest - day >= 10


def test_a_stretch_that_runs_out_of_the_calendar_has_bounds_from_there():
    last_known = date(2026, 12, 31).toordinal()
    earliest, latest = nth_working_day(last_known, 3)
    assert earliest == last_known + 2
    assert latest > earliest
