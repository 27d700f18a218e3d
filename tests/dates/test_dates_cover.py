"""Who holds a post on a day: by days, with every way to fill in the dates tried."""

import pytest
from date_oracle import TooManyFillingsError, days_of, number, readings
from date_strategies import any_days, cases, spells_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from partyorg.dates import Cover, PartialDate

SETTINGS = settings(deadline=None, max_examples=80)
posts = cases(with_minus=False, with_since=False)
ordered_posts = cases(ordered=True, with_minus=False, with_since=False)


def cover_of(case):
    return Cover.of(spells_of(case.spells), spells_of(case.maybe), unknown=case.unknown)


def every_day_set(case):
    try:
        found = [one.days() for one in readings(case)]
    except TooManyFillingsError:
        found = []
    assume(found)
    return found


def told(answers):
    return answers.pop() if len(answers) == 1 else None


def assert_sound(answer, answers):
    assert answer is None or answers == {answer}


@SETTINGS
@given(case=posts, data=st.data())
def test_what_is_said_of_a_day_is_so_in_every_filling(case, data):
    cover, found = cover_of(case), every_day_set(case)
    near = sorted(case.points())
    for day in {*near, data.draw(any_days)}:
        assert_sound(cover.at(day), {day in held for held in found})


@SETTINGS
@given(case=ordered_posts, data=st.data())
def test_a_day_is_in_doubt_only_if_the_fillings_differ(case, data):
    cover, found = cover_of(case), every_day_set(case)
    near = sorted(case.points())
    for day in {*near, data.draw(any_days)}:
        assert cover.at(day) is told({day in held for held in found})


@SETTINGS
@given(case=posts, data=st.data())
def test_a_single_spell_tells_of_a_day_what_its_cover_tells(case, data):
    for spell in spells_of(case.spells):
        for day in {*case.points(), data.draw(any_days)}:
            assert spell.at(day) is Cover.of([spell]).at(day)


@SETTINGS
@given(case=ordered_posts, start=any_days, length=st.integers(1, 300))
def test_throughout_is_told_exactly_when_all_fillings_agree(case, start, length):
    days = set(range(start, start + length))
    answers = {days <= held for held in every_day_set(case)}
    assert cover_of(case).throughout(start, start + length) is told(answers)


@SETTINGS
@given(case=ordered_posts, by=any_days)
def test_ever_is_told_exactly_when_all_fillings_agree(case, by):
    answers = {min(held, default=by + 1) <= by for held in every_day_set(case)}
    assert cover_of(case).ever(by) is told(answers)


@SETTINGS
@given(case=posts, start=any_days, length=st.integers(1, 300))
def test_throughout_and_ever_are_so_in_every_filling(case, start, length):
    cover, found = cover_of(case), every_day_set(case)
    days = set(range(start, start + length))
    assert_sound(cover.throughout(start, start + length), {days <= held for held in found})
    assert_sound(cover.ever(start), {min(held, default=start + 1) <= start for held in found})


def one(start, end):
    return cover_of_texts((start, end))


def cover_of_texts(*items, maybe=(), unknown=()):
    return Cover.of(spells_of(items), spells_of(maybe), unknown=unknown)


@pytest.mark.parametrize(
    ("day", "held"),
    [
        ("2015-07-31", False),
        ("2015-08-01", None),
        ("2015-08-30", None),
        ("2015-08-31", True),
        ("2018-02-28", True),
        ("2018-03-01", None),
        ("2018-03-30", None),
        ("2018-03-31", False),
        ("2018-04-01", False),
    ],
)
def test_a_post_that_ended_in_the_month_may_be_held_until_the_last_day_of_it(day, held):
    assert one("2015-08", "2018-03").at(number(day)) is held


def test_the_last_day_of_a_year_is_not_in_doubt_either():
    post = one("2010-01-01", "2018")
    assert post.at(number("2018-01-01")) is None
    assert post.at(number("2018-12-30")) is None
    assert post.at(number("2018-12-31")) is False


def test_a_post_known_to_the_day_is_never_in_doubt():
    post = one("2015-08-01", "2018-03-15")
    days = ["2015-07-31", "2015-08-01", "2018-03-14", "2018-03-15"]
    assert [post.at(number(day)) for day in days] == [False, True, True, False]


def test_an_open_post_is_held():
    post = one("2015-08", None)
    assert post.at(number("2015-08-31")) is True
    assert post.at(number("2199-12-31")) is True


@pytest.mark.parametrize("written", ["2015-08-10", "2015-08", "2015"])
def test_posts_that_touch_are_one_holding(written):
    posts = cover_of_texts(("2013-02", written), (written, "2017-05"))
    first, last = days_of(written)
    assert all(posts.at(day) is True for day in range(first - 1, last + 2))
    assert posts.throughout(number("2013-03-01"), number("2017-05-01")) is True


def test_posts_dated_with_different_precision_do_not_touch():
    posts = cover_of_texts(("2013-02", "2015-08"), ("2015-08-31", "2017-05"))
    assert posts.at(number("2015-08-01")) is None
    assert posts.at(number("2015-08-30")) is None
    assert posts.at(number("2015-08-31")) is True
    assert posts.throughout(number("2014-01-01"), number("2016-01-01")) is None


def test_a_chain_of_posts_that_touch_is_one_holding():
    posts = cover_of_texts(("2015-09", None), ("2013-02", "2014"), ("2014", "2015-09"))
    assert posts.throughout(number("2013-03-01"), number("2020-01-01")) is True


def test_a_post_that_may_not_count_does_not_hold_the_one_before_it_longer():
    posts = cover_of_texts(("2013-02", "2015-08"), maybe=[("2015-08", "2017-05")])
    assert posts.at(number("2015-07-31")) is True
    assert posts.at(number("2015-08-15")) is None
    assert posts.at(number("2015-08-31")) is None
    assert posts.at(number("2016-01-01")) is None
    assert posts.at(number("2017-05-31")) is False


def test_an_unknown_stretch_may_have_held_it():
    start, end = number("2014-01-01"), number("2014-07-01")
    posts = cover_of_texts(("2015-01-01", "2016-01-01"), unknown=[(start, end)])
    assert posts.at(start - 1) is False
    assert posts.at(start) is None
    assert posts.at(end - 1) is None
    assert posts.at(end) is False
    assert posts.ever(start - 1) is False
    assert posts.ever(start) is None
    assert posts.ever(number("2014-12-31")) is None
    assert posts.ever(number("2015-01-01")) is True


def test_a_post_without_a_start_may_be_held_at_any_time_before_its_end():
    post = one(None, "2015-08")
    assert post.at(number("1990-01-01")) is None
    assert post.at(number("2015-08-30")) is None
    assert post.at(number("2015-08-31")) is False


def test_the_first_day_of_an_uncertain_start_may_be_the_first_day_ever():
    post = one("2015-08", None)
    assert post.ever(PartialDate.parse("2015-07").last) is False
    assert post.ever(PartialDate.parse("2015-08").first) is None
    assert post.ever(PartialDate.parse("2015-08").last) is True


def test_nothing_is_never_held():
    nothing = Cover.of([])
    assert nothing.at(number("2015-08-01")) is False
    assert nothing.ever(number("2015-08-01")) is False
    assert nothing.throughout(number("2015-08-01"), number("2015-08-02")) is False
