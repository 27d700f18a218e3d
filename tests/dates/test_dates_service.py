"""Service time by example: each table is a rule of counting."""

import pytest
from date_oracle import number
from date_strategies import partial, spells_of

from partyorg.dates import Bounds, Counting, Period, Service, TenureEnd


def service(*spells, counting="day", **more):
    for key in ("maybe", "minus", "maybe_minus"):
        more[key] = spells_of(more.get(key, ()))
    return Service(spells_of(spells), counting=Counting(counting), **more)


def observed(bounds):
    return tuple(None if one is None else str(one) for one in bounds.observed())


def months(bounds):
    return tuple(None if one is None else one.months for one in (bounds.low, bounds.high))


def exact(bounds):
    assert bounds.low == bounds.high
    return observed(bounds)[0]


# Anniversaries ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "period", "as_of", "completed"),
    [
        ("2015-07-01", "P5Y", "2020-06-30", False),
        ("2015-07-01", "P5Y", "2020-07-01", True),
        ("2015-07-01", "P60M", "2020-07-01", True),
        ("2015-07-01", "P61M", "2020-07-01", False),
        ("2008-02-29", "P5Y", "2013-02-27", False),
        ("2008-02-29", "P5Y", "2013-02-28", True),
        ("2008-02-29", "P4Y", "2012-02-28", False),
        ("2008-02-29", "P4Y", "2012-02-29", True),
        ("2012-01-31", "P1M", "2012-02-29", True),
        ("2012-01-31", "P2M", "2012-03-30", False),
        ("2012-01-31", "P2M", "2012-03-31", True),
        ("2015-07-01", "P2Y", "2010-01-01", False),
        ("2015-07-01", "P1M", "2015-07-01", False),
    ],
)
def test_a_period_is_completed_on_its_anniversary(start, period, as_of, completed):
    one = service((start, None))
    wanted = Period.parse(period)
    assert one.cumulative(number(as_of)).completes(wanted) is completed
    assert one.continuous(number(as_of)).completes(wanted) is completed


@pytest.mark.parametrize(
    ("start", "period", "as_of", "completed"),
    [
        ("2015-07-01", "P5Y", "2020-07-01", False),
        ("2015-07-01", "P5Y", "2020-07-02", True),
        ("2008-02-29", "P5Y", "2013-02-28", False),
        ("2008-02-29", "P5Y", "2013-03-01", True),
        ("2015-01-31", "P1M", "2015-02-28", False),
        ("2015-01-31", "P1M", "2015-03-01", True),
    ],
)
def test_where_a_pack_says_so_it_is_completed_the_day_after(start, period, as_of, completed):
    one = service((start, None), tenure_end=TenureEnd.DAY_AFTER)
    wanted = Period.parse(period)
    assert one.cumulative(number(as_of)).completes(wanted) is completed
    assert one.continuous(number(as_of)).completes(wanted) is completed


def test_the_end_of_a_spell_is_the_first_day_after_it():
    until_the_anniversary = service(("2015-07-01", "2020-07-01")).cumulative(number("2021-01-01"))
    assert until_the_anniversary.completes(Period.parse("P5Y")) is True
    a_day_short = service(("2015-07-01", "2020-06-30")).cumulative(number("2021-01-01"))
    assert a_day_short.completes(Period.parse("P5Y")) is False
    assert exact(a_day_short) == "P4Y11M29D"


# Cumulative -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spells", "as_of", "wanted"),
    [
        ([("2015-07-01", None)], "2020-07-01", "P5Y"),
        ([("2015-07-01", None)], "2020-06-30", "P4Y11M29D"),
        ([("2015-07-01", "2016-07-01")], "2020-06-30", "P1Y"),
        # 31 days of January move the start from 2015-03-01 to 2015-01-29.
        ([("2015-01-01", "2015-02-01"), ("2015-03-01", None)], "2015-04-01", "P2M3D"),
        # Covered twice, counted once.
        ([("2015-01-01", "2015-07-01"), ("2015-03-01", "2016-01-01")], "2020-01-01", "P1Y"),
        ([("2015-01-01", "2016-01-01"), ("2015-03-01", "2015-04-01")], "2020-01-01", "P1Y"),
        ([("2015-01-01", "2016-01-01")] * 3, "2020-01-01", "P1Y"),
        # Spells that touch are one stretch.
        ([("2015-01-31", "2015-03-01"), ("2015-03-01", "2015-03-31")], "2020-01-01", "P2M"),
        # What lies after as_of does not count.
        ([("2015-01-01", "2015-03-01"), ("2016-01-01", None)], "2015-02-01", "P1M"),
        # as_of before everything, and no spell at all.
        ([("2015-01-01", None)], "2014-12-31", "P0D"),
        ([("2015-01-01", None)], "2015-01-01", "P0D"),
        ([], "2015-01-01", "P0D"),
    ],
)
def test_cumulative_service_moves_the_start_back_by_earlier_days(spells, as_of, wanted):
    assert exact(service(*spells).cumulative(number(as_of))) == wanted


def test_a_completion_is_kept_though_the_last_stretch_by_itself_would_lose_it():
    # Two stretches: the first is a full month (28 days of February); one day more elsewhere,
    # measured back from its end, is a month less two days.
    spells = [("2015-02-01", "2015-03-01"), ("2015-08-01", "2015-08-02")]
    bounds = service(*spells).cumulative(number("2016-01-01"))
    assert bounds.completes(Period.parse("P1M")) is True
    assert months(bounds) == (1, 1)
    assert exact(bounds) == "P29D"


def test_service_before_since_does_not_count():
    one = service(("2010-01-01", "2014-01-01"), ("2015-07-01", None))
    as_of = number("2020-07-01")
    # 731 days from 2012 on move the start from 2015-07-01 to 2013-06-30.
    assert exact(one.cumulative(as_of, partial("2012-01-01"))) == "P7Y1D"
    assert exact(one.cumulative(as_of, partial("2015-07-01"))) == "P5Y"
    assert exact(one.cumulative(as_of, partial("2016-07-01"))) == "P4Y"
    assert exact(one.cumulative(as_of, partial("2021-01-01"))) == "P0D"


@pytest.mark.parametrize("written", ["2015-07-10", "2015-07", "2015"])
def test_a_recruitment_and_an_appointment_written_the_same_are_one_instant(written):
    one = service((written, "2018-01-01"))
    as_of = number("2020-01-01")
    assert one.cumulative(as_of, partial(written)) == one.cumulative(as_of)


def test_a_recruitment_written_otherwise_is_independent_of_the_appointment():
    one = service(("2015-07-10", None))
    bounds = one.cumulative(number("2020-07-10"), partial("2015-07"))
    assert observed(bounds) == ("P4Y11M10D", "P5Y")
    assert bounds.completes(Period.parse("P5Y")) is None


def test_the_time_before_a_recruitment_that_shares_its_month_with_a_move_does_not_count():
    one = service(("2010-01-01", "2015-07"), ("2015-07", None))
    bounds = one.cumulative(number("2020-07-31"), partial("2015-07"))
    assert observed(bounds) == ("P5Y", "P5Y30D")


# Continuous -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spells", "as_of", "wanted"),
    [
        ([("2015-07-01", None)], "2020-07-01", "P5Y"),
        ([("2015-07-01", "2021-01-01")], "2020-07-01", "P5Y"),
        ([("2015-07-01", "2020-07-01")], "2020-06-30", "P4Y11M29D"),
        ([("2015-07-01", "2020-07-01")], "2020-07-01", None),
        ([("2015-07-01", None)], "2015-07-01", "P0D"),
        ([("2015-07-01", None)], "2015-06-30", None),
        ([("2010-01-01", "2015-06-30"), ("2015-07-01", None)], "2020-07-01", "P5Y"),
        ([("2010-07-01", "2015-07-01"), ("2015-07-01", None)], "2020-07-01", "P10Y"),
        ([("2010-07-01", "2016-01-01"), ("2015-07-01", None)], "2020-07-01", "P10Y"),
        ([("2010-07-01", "2012-01-01"), ("2022-07-01", None)], "2020-07-01", None),
        ([], "2020-07-01", None),
    ],
)
def test_continuous_service_is_the_stretch_that_contains_as_of(spells, as_of, wanted):
    assert exact(service(*spells).continuous(number(as_of))) == wanted


def test_no_stretch_completes_no_period():
    bounds = service(("2010-01-01", "2020-01-01")).continuous(number("2020-01-01"))
    assert bounds == Bounds(None, None)
    assert bounds.completes(Period.parse("P1M")) is False


# Secondments ------------------------------------------------------------------------------------


def test_a_secondment_parts_a_stretch():
    one = service(("2010-01-01", None), minus=[("2012-01-01", "2013-01-01")])
    as_of = number("2015-01-01")
    assert exact(one.continuous(as_of)) == "P2Y"
    # 730 days before the secondment move the start from 2013-01-01 to 2011-01-02.
    assert exact(one.cumulative(as_of)) == "P3Y11M30D"


def test_who_is_on_secondment_has_no_continuous_service():
    one = service(("2010-01-01", None), minus=[("2012-01-01", "2013-01-01")])
    assert one.continuous(number("2011-12-31")).low.observed == Period(23, 30)
    assert one.continuous(number("2012-01-01")) == Bounds(None, None)
    assert one.continuous(number("2012-12-31")) == Bounds(None, None)
    assert exact(one.continuous(number("2013-01-01"))) == "P0D"


def test_a_secondment_is_read_the_other_way_round():
    one = service(("2010-01-01", None), minus=[("2012-03", "2012-06")])
    bounds = one.continuous(number("2014-06-15"))
    assert observed(bounds) == ("P1Y11M16D", "P2Y14D")
    assert bounds.completes(Period.parse("P2Y")) is None


def test_a_secondment_that_may_not_count_leaves_both_answers():
    one = service(("2010-01-01", None), maybe_minus=[("2012-01-01", "2013-01-01")])
    assert observed(one.continuous(number("2015-01-01"))) == ("P2Y", "P5Y")
    assert observed(one.continuous(number("2012-06-01"))) == (None, "P2Y5M")


def test_an_open_secondment_lasts():
    one = service(("2010-01-01", None), minus=[("2012-01-01", None)])
    as_of = number("2030-01-01")
    assert exact(one.cumulative(as_of)) == "P2Y"
    assert one.continuous(as_of) == Bounds(None, None)


# Partial dates ----------------------------------------------------------------------------------


def test_the_bounds_are_the_shortest_and_the_longest_reading():
    bounds = service(("2015-07", None)).cumulative(number("2020-07-15"))
    assert observed(bounds) == ("P4Y11M15D", "P5Y14D")
    assert bounds.completes(Period.parse("P4Y")) is True
    assert bounds.completes(Period.parse("P5Y")) is None
    assert bounds.completes(Period.parse("P6Y")) is False


def test_both_ends_of_a_spell_may_move():
    bounds = service(("2015-07", "2017-09")).cumulative(number("2020-01-01"))
    assert observed(bounds) == ("P2Y1M1D", "P2Y2M29D")


@pytest.mark.parametrize("written", ["2015-08-10", "2015-08", "2015"])
def test_spells_that_touch_have_no_gap_between_them(written):
    two = service(("2014-01-01", written), (written, None))
    as_of = number("2016-07-01")
    assert exact(two.cumulative(as_of)) == "P2Y6M"
    assert exact(two.continuous(as_of)) == "P2Y6M"


def test_spells_that_touch_in_another_writing_may_have_a_gap_between_them():
    two = service(("2014-01-01", "2015-08"), ("2015-08-31", None))
    as_of = number("2016-08-31")
    assert observed(two.continuous(as_of)) == ("P1Y", "P2Y7M30D")


def test_a_spell_that_may_not_count_widens_the_bounds_upwards_only():
    one = service(("2015-01-01", None), maybe=[("2013-01-01", "2015-01-01")])
    assert observed(one.cumulative(number("2016-01-01"))) == ("P1Y", "P3Y")
    assert observed(one.continuous(number("2016-01-01"))) == ("P1Y", "P3Y")


def test_an_unknown_part_of_a_career_widens_the_bounds_upwards_only():
    one = service(("2015-01-01", None), unknown=[(number("2013-01-01"), number("2015-01-01"))])
    assert observed(one.cumulative(number("2016-01-01"))) == ("P1Y", "P3Y")
    assert observed(one.continuous(number("2016-01-01"))) == ("P1Y", "P3Y")


def test_an_end_in_the_month_of_as_of_leaves_open_whether_the_stretch_still_runs():
    one = service(("2010-01-01", "2015-08"))
    assert observed(one.continuous(number("2015-08-15"))) == (None, "P5Y7M14D")
    assert one.continuous(number("2015-08-31")) == Bounds(None, None)


def test_a_spell_within_one_month_may_have_no_length():
    bounds = service(("2015-08", "2015-08")).cumulative(number("2016-01-01"))
    assert observed(bounds)[0] == "P0D"
    assert bounds.completes(Period.parse("P1M")) is False


def test_bounds_are_no_truth_value():
    bounds = service(("2015-07-01", None)).cumulative(number("2020-07-01"))
    with pytest.raises(TypeError, match="completes"):
        bool(bounds)
    with pytest.raises(TypeError):
        assert not bounds


# 计算到月 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spells", "as_of", "wanted"),
    [
        ([("2015-07", None)], "2020-07-01", 60),
        ([("2015-07", None)], "2020-07-31", 60),
        ([("2015-07", None)], "2020-06-30", 59),
        ([("2015-07-31", None)], "2020-07-01", 60),
        ([("2015-07-01", "2015-07-31")], "2020-07-01", 0),
        ([("2015-07-31", "2015-08-01")], "2020-07-01", 1),
        ([("2015-01", "2015-03"), ("2015-07", "2015-10")], "2020-01-01", 5),
        ([("2015-01", "2015-06"), ("2015-03", "2015-08")], "2020-01-01", 7),
        # A gap within one month has no length.
        ([("2015-01-10", "2015-03-05"), ("2015-03-25", "2015-06-01")], "2020-01-01", 5),
        # One that reaches into the next month is a month long.
        ([("2015-01-10", "2015-03-31"), ("2015-04-01", "2015-06-01")], "2020-01-01", 4),
        ([("2015-01", None)], "2014-12-31", 0),
        ([("2015-01", None)], "2015-01-31", 0),
        ([], "2015-01-01", 0),
    ],
)
def test_cumulative_months_are_the_sum_of_the_differences(spells, as_of, wanted):
    bounds = service(*spells, counting="month").cumulative(number(as_of))
    assert months(bounds) == (wanted, wanted)
    assert observed(bounds) == (str(Period(wanted)), str(Period(wanted)))


@pytest.mark.parametrize(
    ("spells", "minus", "as_of", "wanted"),
    [
        ([("2015-07", None)], [], "2020-07-31", 60),
        ([("2015-07-31", None)], [], "2020-07-01", 60),
        # A gap within one month parts nothing, one into the next month does.
        ([("2015-01-10", "2015-03-05"), ("2015-03-25", None)], [], "2015-12-01", 11),
        ([("2015-01-10", "2015-03-31"), ("2015-04-01", None)], [], "2015-12-01", 8),
        # Nor does a secondment within one month.
        ([("2015-01-10", None)], [("2015-03-05", "2015-03-25")], "2015-12-01", 11),
        ([("2015-01-10", None)], [("2015-03-05", "2015-04-05")], "2015-12-01", 8),
        # A post held on as_of reaches past it, though it may end in the same month.
        ([("2015-01-10", "2015-12-20")], [], "2015-12-15", 11),
        # But days decide whether it is held.
        ([("2015-01-10", "2015-12-10")], [], "2015-12-15", None),
        ([("2015-01-10", None)], [("2015-12-05", None)], "2015-12-15", None),
        ([("2015-12-20", None)], [], "2015-12-15", None),
        ([("2015-12-20", None)], [], "2015-12-25", 0),
        ([], [], "2015-12-25", None),
    ],
)
def test_days_tell_which_stretch_it_is_and_months_how_long(spells, minus, as_of, wanted):
    bounds = service(*spells, minus=minus, counting="month").continuous(number(as_of))
    assert months(bounds) == (wanted, wanted)


def test_a_secondment_within_one_month_takes_nothing_when_months_are_counted():
    one = service(("2015-01", None), minus=[("2015-03-02", "2015-03-30")], counting="month")
    assert months(one.cumulative(number("2015-12-01"))) == (11, 11)
    two = service(("2015-01", None), minus=[("2015-03", "2015-05")], counting="month")
    assert months(two.cumulative(number("2015-12-01"))) == (9, 9)


def test_dates_to_the_month_are_exact_when_months_are_counted():
    one = service(("2012-07", "2013-07"), ("2014-07", None), counting="month")
    for as_of in ("2015-07-01", "2015-07-15", "2015-07-31"):
        bounds = one.cumulative(number(as_of))
        assert months(bounds) == (24, 24)
        assert bounds.completes(Period.parse("P2Y")) is True
    assert one.cumulative(number("2015-06-30")).completes(Period.parse("P2Y")) is False


def test_dates_to_the_year_still_have_bounds_when_months_are_counted():
    one = service(("2012", None), counting="month")
    assert months(one.cumulative(number("2015-01-01"))) == (25, 36)


def test_since_is_cut_to_its_month_too():
    one = service(("2012-07", None), counting="month")
    assert months(one.cumulative(number("2015-07-01"), partial("2013-07-31"))) == (24, 24)
    assert months(one.cumulative(number("2015-07-01"), partial("2013-07"))) == (24, 24)


# Both end months included -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spells", "minus", "as_of", "wanted"),
    [
        ([("2020-03", "2021-02")], [], "2022-01-01", 12),
        ([("2020-03-31", "2021-02-01")], [], "2022-01-01", 12),
        ([("2020-03", None)], [], "2021-02-01", 12),
        ([("2020-03", None)], [], "2021-02-28", 12),
        ([("2020-03", None)], [], "2021-01-31", 11),
        ([("2020-03-05", "2020-03-25")], [], "2022-01-01", 1),
        # A month counts once.
        ([("2020-03", "2020-06"), ("2020-06", "2020-08")], [], "2022-01-01", 6),
        ([("2020-03", "2020-06"), ("2020-07", "2020-08")], [], "2022-01-01", 6),
        ([("2020-03", "2020-06"), ("2020-09", "2020-10")], [], "2022-01-01", 6),
        # A secondment takes only the months between its first and its last.
        ([("2020-03", "2021-02")], [("2020-05", "2020-08")], "2022-01-01", 10),
        ([("2020-03", "2021-02")], [("2020-05", "2020-06")], "2022-01-01", 12),
        ([("2020-03", "2021-02")], [("2020-05-02", "2020-05-20")], "2022-01-01", 12),
        ([("2020-03", None)], [], "2020-02-29", 0),
        ([], [], "2020-02-29", 0),
    ],
)
def test_cumulative_inclusive_months_are_the_set_of_months(spells, minus, as_of, wanted):
    one = service(*spells, minus=minus, counting="inclusive_month")
    assert months(one.cumulative(number(as_of))) == (wanted, wanted)


@pytest.mark.parametrize(
    ("spells", "minus", "as_of", "wanted"),
    [
        ([("2020-03", None)], [], "2021-02-15", 12),
        ([("2020-03", "2020-06"), ("2020-07", None)], [], "2020-12-31", 10),
        ([("2020-03", "2020-06"), ("2020-08", None)], [], "2020-12-31", 5),
        ([("2020-03", None)], [("2020-05", "2020-08")], "2020-12-31", 5),
        ([("2020-03", None)], [("2020-05", "2020-06")], "2020-12-31", 10),
        ([("2020-03", "2020-12-31")], [], "2020-12-30", 10),
        ([("2020-03", "2020-12-31")], [], "2020-12-31", None),
        ([("2020-03", None)], [("2020-12-01", None)], "2020-12-31", None),
        ([], [], "2020-12-31", None),
    ],
)
def test_adjacent_inclusive_months_are_one_stretch(spells, minus, as_of, wanted):
    one = service(*spells, minus=minus, counting="inclusive_month")
    assert months(one.continuous(number(as_of))) == (wanted, wanted)


def test_one_year_from_march_to_february_is_complete_only_where_both_ends_count():
    year = Period.parse("P1Y")
    as_of = number("2022-01-01")
    spell = ("2020-03", "2021-02")
    assert service(spell, counting="inclusive_month").cumulative(as_of).completes(year) is True
    assert service(spell, counting="month").cumulative(as_of).completes(year) is False
    assert service(spell).cumulative(as_of).completes(year) is False


@pytest.mark.parametrize("counting", ["day", "month", "inclusive_month"])
@pytest.mark.parametrize("written", ["2015-05-01", "2015-05", "2015"])
def test_secondments_that_touch_keep_the_lower_bound_below_the_upper(counting, written):
    one = service(
        ("2013-01", "2017-12"),
        minus=[("2014-03", written), (written, "2016-08")],
        counting=counting,
    )
    low, high = months(one.cumulative(number("2019-01-01")))
    assert low <= high


# Open ends --------------------------------------------------------------------------------------


@pytest.mark.parametrize("counting", ["day", "month", "inclusive_month"])
def test_an_open_spell_lasts_until_as_of_however_late(counting):
    one = service(("1950-01-01", None), counting=counting)
    bounds = one.cumulative(number("2199-12-31"))
    assert bounds.low == bounds.high
    assert bounds.completes(Period.parse("P249Y")) is True
    assert bounds.completes(Period.parse("P251Y")) is False


@pytest.mark.parametrize("counting", ["day", "month", "inclusive_month"])
def test_an_unknown_start_gives_no_certain_service(counting):
    bounds = service((None, "2015-08"), counting=counting).cumulative(number("2020-01-01"))
    assert bounds.completes(Period.parse("P5Y")) is None


def test_the_conventions_have_the_names_that_packs_use():
    assert {one.value for one in Counting} == {"day", "month", "inclusive_month"}
    assert {one.value for one in TenureEnd} == {"anniversary", "day_after"}
