"""Service time against brute force: every way to fill in a date, for every convention."""

from collections import Counter

import pytest
from date_oracle import (
    CONTINUOUS,
    CUMULATIVE,
    Case,
    Reading,
    TooManyFillingsError,
    add_months,
    continuous_by_days,
    cumulative_by_days,
    days_of,
    number,
    readings,
)
from date_strategies import any_days, cases, day_texts, iso, month_texts, service_of, texts
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from partyorg.dates import PartialDate, Period, TenureEnd

SETTINGS = settings(deadline=None, max_examples=80)
COUNTINGS = ["day", "month", "inclusive_month"]
every_counting = pytest.mark.parametrize("counting", COUNTINGS)


def readings_of(case):
    try:
        found = readings(case)
    except TooManyFillingsError:
        found = []
    assume(found)
    return found


def since_of(case):
    return None if case.since is None else PartialDate.parse(case.since)


def months(served):
    """Give the months; no service at all is less than a service of no whole month."""
    return -1 if served is None else served.months


def span(answer):
    return (-1, -1) if answer is None else (answer.fewest, answer.most)


def plain(period):
    return period.months, period.days


def assert_contains(bounds, answers):
    """Check that no filling lies outside the bounds, nor against what the bounds say."""
    low, high = months(bounds.low), months(bounds.high)
    assert low <= high
    for fewest, most in answers:
        assert low <= most
        assert high >= fewest
    for n in range(1, 31):
        told = bounds.completes(Period(n))
        assert told is (True if low >= n else False if high < n else None)


def assert_tight(bounds, answers):
    """Check that the bounds are reached: they say no less than the fillings do."""
    low, high = months(bounds.low), months(bounds.high)
    assert min(few for few, _ in answers) <= low <= min(most for _, most in answers)
    assert max(few for few, _ in answers) <= high <= max(most for _, most in answers)


# Every filling lies within the bounds -----------------------------------------------------------


@every_counting
@SETTINGS
@given(data=st.data())
def test_cumulative_bounds_contain_the_answer_of_every_filling(counting, data):
    case = data.draw(cases())
    bounds = service_of(case, counting).cumulative(case.as_of, since_of(case))
    answers = {span(CUMULATIVE[counting](one, case.as_of)) for one in readings_of(case)}
    assert_contains(bounds, answers)


@every_counting
@SETTINGS
@given(data=st.data())
def test_continuous_bounds_contain_the_answer_of_every_filling(counting, data):
    case = data.draw(cases(with_since=False))
    bounds = service_of(case, counting).continuous(case.as_of)
    answers = {span(CONTINUOUS[counting](one, case.as_of)) for one in readings_of(case)}
    assert_contains(bounds, answers)


@SETTINGS
@given(case=cases())
def test_bounds_contain_every_filling_where_a_period_ends_the_day_after(case):
    service = service_of(case, tenure_end=TenureEnd.DAY_AFTER)
    found = readings_of(case)
    assert_contains(
        service.cumulative(case.as_of, since_of(case)),
        {span(cumulative_by_days(one, case.as_of, 1)) for one in found},
    )
    assert_contains(
        service.continuous(case.as_of),
        {span(continuous_by_days(one, case.as_of, 1)) for one in found},
    )


@every_counting
@SETTINGS
@given(data=st.data())
def test_the_lower_bound_is_never_above_the_upper(counting, data):
    case = data.draw(cases())
    service = service_of(case, counting)
    for bounds in (
        service.cumulative(case.as_of),
        service.cumulative(case.as_of, since_of(case)),
        service.continuous(case.as_of),
    ):
        assert months(bounds.low) <= months(bounds.high)


# The bounds are reached by some filling ---------------------------------------------------------


@every_counting
@SETTINGS
@given(data=st.data())
def test_both_cumulative_bounds_are_the_answer_of_some_filling(counting, data):
    case = data.draw(cases(ordered=True, most_minus=1))
    bounds = service_of(case, counting).cumulative(case.as_of, since_of(case))
    answers = {span(CUMULATIVE[counting](one, case.as_of)) for one in readings_of(case)}
    assert_tight(bounds, answers)


@every_counting
@SETTINGS
@given(data=st.data())
def test_both_continuous_bounds_are_the_answer_of_some_filling(counting, data):
    case = data.draw(cases(ordered=True, with_since=False, most_minus=1))
    bounds = service_of(case, counting).continuous(case.as_of)
    answers = {span(CONTINUOUS[counting](one, case.as_of)) for one in readings_of(case)}
    assert_tight(bounds, answers)


exact_cases = cases(ordered=True, doubtful=False, dates=day_texts)


@every_counting
@SETTINGS
@given(data=st.data())
def test_service_from_whole_days_is_exact(counting, data):
    case = data.draw(exact_cases)
    service = service_of(case, counting)
    (one,) = readings_of(case)
    for bounds, answer in (
        (service.cumulative(case.as_of, since_of(case)), CUMULATIVE[counting](one, case.as_of)),
        (
            service.continuous(case.as_of),
            CONTINUOUS[counting](readings_without_since(case), case.as_of),
        ),
    ):
        assert bounds.low == bounds.high
        fewest, most = span(answer)
        assert fewest <= months(bounds.low) <= most
        if answer is not None and answer.observed is not None:
            assert plain(bounds.low.observed) == answer.observed
            assert bounds.observed() == (bounds.low.observed, bounds.high.observed)


def readings_without_since(case):
    (one,) = readings(Case(case.spells, case.as_of, minus=case.minus))
    return one


@SETTINGS
@given(case=cases(ordered=True, doubtful=False, dates=month_texts))
def test_dates_to_the_month_are_exact_when_months_are_counted(case):
    bounds = service_of(case, "month").cumulative(case.as_of, since_of(case))
    assert bounds.low == bounds.high


@SETTINGS
@given(case=cases(ordered=True, doubtful=False, dates=month_texts), day=any_days)
def test_the_day_of_the_month_plays_no_part_when_months_are_counted(case, day):
    first, last = days_of(iso(day, 7))
    service = service_of(case, "month")
    assert service.cumulative(first, since_of(case)) == service.cumulative(last, since_of(case))


# More service, more time ------------------------------------------------------------------------


def added(case, spell):
    return Case(
        (*case.spells, spell),
        case.as_of,
        case.maybe,
        case.minus,
        case.maybe_minus,
        case.unknown,
        case.since,
    )


@every_counting
@SETTINGS
@given(data=st.data())
def test_more_service_never_loses_a_completion(counting, data):
    case = data.draw(cases(ordered=True))
    start, end = data.draw(texts), data.draw(texts | st.none())
    assume(end is None or (start != end and days_of(start)[1] <= days_of(end)[0]))
    less, more = service_of(case, counting), service_of(added(case, (start, end)), counting)
    for before, after in (
        (less.cumulative(case.as_of, since_of(case)), more.cumulative(case.as_of, since_of(case))),
        (less.continuous(case.as_of), more.continuous(case.as_of)),
    ):
        assert months(after.low) >= months(before.low)
        assert months(after.high) >= months(before.high)


@pytest.mark.parametrize("counting", ["day", "month"])
@SETTINGS
@given(data=st.data())
def test_cumulative_service_never_shrinks_with_time(counting, data):
    case = data.draw(cases(ordered=True))
    later = case.as_of + data.draw(st.integers(1, 60))
    service = service_of(case, counting)
    before = service.cumulative(case.as_of, since_of(case))
    after = service.cumulative(later, since_of(case))
    assert months(after.low) >= months(before.low)
    assert months(after.high) >= months(before.high)


@pytest.mark.parametrize("counting", ["day", "month"])
@SETTINGS
@given(data=st.data())
def test_a_secondment_never_adds_service(counting, data):
    case = data.draw(cases(ordered=True))
    whole = service_of(Case(case.spells, case.as_of, case.maybe, (), (), case.unknown), counting)
    parted = service_of(case, counting)
    for less, more in (
        (parted.cumulative(case.as_of), whole.cumulative(case.as_of)),
        (parted.continuous(case.as_of), whole.continuous(case.as_of)),
    ):
        assert months(less.low) <= months(more.low)
        assert months(less.high) <= months(more.high)


@every_counting
@SETTINGS
@given(data=st.data())
def test_the_order_of_the_rows_plays_no_part(counting, data):
    case = data.draw(cases())
    mixed = Case(
        tuple(data.draw(st.permutations(case.spells))),
        case.as_of,
        case.maybe,
        tuple(data.draw(st.permutations(case.minus))),
        case.maybe_minus,
        case.unknown,
        case.since,
    )
    one, other = service_of(case, counting), service_of(mixed, counting)
    since = since_of(case)
    assert one.cumulative(case.as_of, since) == other.cumulative(case.as_of, since)
    assert one.continuous(case.as_of) == other.continuous(case.as_of)


@every_counting
@SETTINGS
@given(data=st.data())
def test_a_row_written_twice_counts_once(counting, data):
    case = data.draw(cases(with_since=False))
    twice = added(case, data.draw(st.sampled_from(case.spells)))
    one, other = service_of(case, counting), service_of(twice, counting)
    assert one.cumulative(case.as_of) == other.cumulative(case.as_of)
    assert one.continuous(case.as_of) == other.continuous(case.as_of)


@every_counting
@SETTINGS
@given(data=st.data())
def test_a_move_within_the_service_changes_nothing_however_vaguely_it_is_dated(counting, data):
    start, move, end = (
        iso(data.draw(st.integers(*days_of(year))), data.draw(st.sampled_from([4, 7, 10])))
        for year in ("2011", "2012", "2013")
    )
    last = data.draw(st.sampled_from([end, None]))
    as_of = data.draw(any_days)
    whole = service_of(Case(((start, last),), as_of), counting)
    moved = service_of(Case(((start, move), (move, last)), as_of), counting)
    assert moved.cumulative(as_of) == whole.cumulative(as_of)
    assert moved.continuous(as_of) == whole.continuous(as_of)


# One unbroken stretch ---------------------------------------------------------------------------

long_days = st.integers(number("1990-01-01"), number("2040-12-31"))


@SETTINGS
@given(start=long_days, length=st.integers(0, 6000))
def test_one_unbroken_stretch_is_exactly_its_anniversaries(start, length):
    as_of = start + length
    service = service_of(Case(((iso(start), None),), as_of))
    for bounds in (service.cumulative(as_of), service.continuous(as_of)):
        for n in range(1, 200):
            assert bounds.completes(Period(n)) is (add_months(start, n) <= as_of)


@SETTINGS
@given(start=long_days, n=st.integers(1, 120))
def test_a_period_is_completed_on_its_anniversary_and_not_the_day_before(start, n):
    day = add_months(start, n)
    service = service_of(Case(((iso(start), None),), day))
    assert service.cumulative(day).completes(Period(n)) is True
    assert service.continuous(day).completes(Period(n)) is True
    assert service.cumulative(day - 1).completes(Period(n)) is False
    assert service.continuous(day - 1).completes(Period(n)) is False


@SETTINGS
@given(start=long_days, n=st.integers(1, 120))
def test_by_the_other_reading_it_is_completed_the_day_after(start, n):
    day = add_months(start, n)
    service = service_of(Case(((iso(start), None),), day), tenure_end=TenureEnd.DAY_AFTER)
    assert service.cumulative(day + 1).completes(Period(n)) is True
    assert service.continuous(day + 1).completes(Period(n)) is True
    assert service.cumulative(day).completes(Period(n)) is False
    assert service.continuous(day).completes(Period(n)) is False


@SETTINGS
@given(start=long_days, end=long_days)
def test_a_start_known_to_the_month_is_bounded_by_its_first_and_last_day(start, end):
    first, last = days_of(iso(start, 7))
    as_of = max(end, last + 1)
    bounds = service_of(Case(((iso(start, 7), None),), as_of)).cumulative(as_of)
    least, most = (
        service_of(Case(((iso(day), None),), as_of)).cumulative(as_of) for day in (last, first)
    )
    assert bounds.low == least.low
    assert bounds.high == most.high


def test_the_oracle_itself_knows_the_examples_of_the_design():
    year = Reading(((number("2012-01-01"), number("2012-07-01")),))
    assert cumulative_by_days(year, number("2013-01-01")).observed == (6, 0)
    kinds = Counter()
    for one in readings(Case((("2012-03", "2012-08"), ("2012-08", None)), number("2013-01-01"))):
        (_, end), (start, _) = one.spells
        kinds["touch" if end == start else "gap"] += 1
    assert kinds["touch"] > 1
    assert kinds["gap"] == 0
