"""Moves after recruitment: mergers are none, and uncertain dates are tried in every order."""

import time

import pytest
from eval_worlds import dataset, missing, org, post, recruit, the, verdict

MERGED = org("T1", "division", "township", "A", valid_to="2016-01-01", successor_id="T2")
MERGED_ZF = org(
    "T1-ZF", "government", "township", "T1", valid_to="2016-01-01", successor_id="T2-ZF"
)
# T2 in turn becomes part of T3, and T3 a 街道.
CHAIN = (
    MERGED,
    MERGED_ZF,
    org("T2", "division", "township", "A", valid_to="2017-01-01", successor_id="T3"),
    org("T2-ZF", "government", "township", "T2", valid_to="2017-01-01", successor_id="T3-ZF"),
)
LATER = (
    org("T3", "division", "township", "A", valid_to="2018-01-01", successor_id="S4"),
    org("T3-ZF", "government", "township", "T3", valid_to="2018-01-01", successor_id="S4-BSC"),
    org("S4", "division", "subdistrict", "A"),
    org("S4-BSC", "dispatched_body", "subdistrict", "S4"),
)


def moved(*posts, replace=(), organizations=(), as_of="2018-12-31", **person):
    data = dataset(
        replace=replace,
        organizations=organizations,
        people=[recruit(**person)],
        appointments=list(posts),
    )
    return the(data, "service-minimum", as_of)


def outcome(*posts, **how):
    return moved(*posts, **how).outcome.value


HOME = post("N1", "T1-ZF", "2015-08-01", "2016-01-01")


# --- Mergers --------------------------------------------------------------------------------------


def test_passing_into_a_successor_is_no_move():
    told = moved(HOME, post("N1", "T2-ZF", "2016-01-01"), replace=(MERGED, MERGED_ZF))
    assert told.outcome.value == "pass"
    assert told.observed["place"] == ("first",)


def test_going_to_what_becomes_the_successor_only_later_is_a_move():
    posts = post("N1", "T1-ZF", "2015-08-01", "2015-10-01"), post("N1", "T2-ZF", "2015-10-01")
    told = moved(*posts, replace=(MERGED, MERGED_ZF), as_of="2015-12-31")
    assert told.outcome.value == "fail"


def test_several_successors_in_turn_are_no_moves():
    posts = (
        HOME,
        post("N1", "T2-ZF", "2016-01-01", "2017-01-01"),
        post("N1", "T3-ZF", "2017-01-01", "2018-01-01"),
        post("N1", "S4-BSC", "2018-01-01"),
    )
    told = moved(*posts, replace=CHAIN, organizations=LATER)
    assert told.outcome.value == "pass"
    assert told.observed["place"] == ("first",)
    # Service goes on in the 街道 as before: from 2015-08-01 to 2018-12-31.
    assert str(told.observed["service"][0]) == "P3Y4M30D"


def test_a_successor_of_which_the_day_is_not_known_may_have_come_at_any_time():
    replaced = org("T1", "division", "township", "A", successor_id="T2")
    told = outcome(HOME, post("N1", "T2-ZF", "2016-01-01"), replace=(replaced,))
    assert told == "pass"


def test_a_post_after_a_gap_does_not_inherit_the_place():
    posts = HOME, post("N1", "S4-BSC", "2018-06-01")
    told = moved(*posts, replace=CHAIN, organizations=LATER)
    # In between nothing is held; the 街道 came after T1 all the same, so nobody has moved.
    assert told.outcome.value == "pass"
    assert str(told.observed["service"][0]) == "P5M"


def test_service_stands_still_where_nobody_knows_the_place_of_the_successor():
    unknown = org("X", "government", None)
    replaced = org("T1-ZF", "government", "township", "T1", valid_to="2016-01-01", successor_id="X")
    told = moved(HOME, post("N1", "X", "2016-01-01"), replace=(replaced,), organizations=(unknown,))
    # The body passed into X and took its people with it.
    assert told.outcome.value == "pass"


# --- Uncertain dates ------------------------------------------------------------------------------


def test_a_post_that_ends_in_the_month_in_which_the_next_begins_elsewhere_is_one_instant():
    posts = post("N1", "T1-ZF", "2015-08-01", "2017-08"), post("N1", "T2-ZF", "2017-08")
    # Two years are complete on 2017-08-01, the first day on which the move may lie.
    assert outcome(*posts) == "pass"


def test_two_posts_begun_in_one_month_may_have_begun_in_either_order():
    posts = (
        post("N1", "T1-ZF", "2015-08-01", "2016-02-20"),
        post("N1", "T2-ZF", "2016-02"),
        post("N1", "A-JU", "2016-02"),
    )
    told = moved(*posts, as_of="2018-12-31")
    # Whichever came first: the other township is allowed by now, outside is not.
    assert told.outcome.value == "undetermined"
    assert set(told.observed["place"]) == {"township", "outside"}


def test_a_move_that_may_lie_after_the_day_of_the_check_is_open():
    posts = post("N1", "T1-ZF", "2015-08-01", "2016-06"), post("N1", "A-JU", "2016-06")
    told = moved(*posts, as_of="2016-06-15")
    assert (told.outcome.value, told.reason) == ("undetermined", "dates-too-coarse")
    assert moved(*posts, as_of="2016-06-30").outcome.value == "fail"
    assert moved(*posts, as_of="2016-05-31").outcome.value == "pass"


def test_recruitment_in_an_uncertain_month_comes_before_or_after_a_move():
    posts = post("N1", "A-JU", "2015-08-10")
    told = moved(posts, on="2015-08", as_of="2015-12-31")
    # Begun before recruitment it does not count here; begun after it, it is a move.
    assert told.outcome.value == "undetermined"


def test_a_post_without_a_start_that_ended_before_recruitment_is_no_move():
    assert outcome(post("N1", "A-JU", None, "2015-07-01")) == "pass"


def test_a_post_without_a_start_may_be_a_move():
    told = moved(post("N1", "A-JU", None))
    assert told.outcome.value == "undetermined"
    assert ("value", "appointments", 1) in missing(told)


def test_coming_back_puts_it_right_and_the_move_is_listed():
    told = moved(
        post("N1", "T1-ZF", "2015-08-01", "2016-01-01"),
        post("N1", "A-JU", "2016-01-01", "2016-07-01"),
        post("N1", "T1-ZF", "2016-07-01"),
    )
    assert told.outcome.value == "pass"
    (breach,) = told.former
    assert (breach.what, breach.org_id) == ("early-move", "A-JU")


# --- Too many orders ------------------------------------------------------------------------------


def by_year(count):
    places = ("T1-ZF", "T2-ZF", "A-JU")
    return [post("N1", places[n % 3], "2016", "2017") for n in range(count)]


@pytest.mark.parametrize(
    "posts",
    [
        by_year(9),
        by_year(40),
        [post("N1", ("T1-ZF", "T2-ZF", "A-JU")[n % 3], str(2015 + n % 3)) for n in range(30)],
        [post("N1", "lost", f"2016-{n:02}-01", f"2016-{n + 1:02}-01") for n in range(1, 12)],
        [post("N1", "A-JU", f"2016-{n:02}-01", f"2016-{n + 1:02}-01", None) for n in range(1, 12)],
    ],
    ids=["nine of a year", "forty of a year", "thirty starts", "places unknown", "bases empty"],
)
def test_too_many_uncertain_posts_are_open_at_once_and_not_after_years(posts):
    begun = time.perf_counter()
    told = moved(*posts, recruited_via="civil_service_exam")
    assert time.perf_counter() - begun < 2
    assert told.outcome.value == "undetermined"
    assert told.reason == "too-many-readings"
    assert told.explain("en")


def test_many_posts_with_dates_to_the_day_are_followed_to_the_end():
    posts = [
        post("N1", ("T1-ZF", "T2-ZF")[year % 2], f"{year}-08-01", f"{year + 1}-08-01")
        for year in range(2015, 2045)
    ]
    told = moved(*posts, as_of="2044-12-31")
    assert told.outcome.value == "pass"
    assert len(told.evidence) == 31


def test_many_posts_in_one_place_need_no_orders_at_all():
    posts = [post("N1", "T1-ZF", "2016", "2017") for _ in range(60)]
    assert outcome(*posts) == "pass"


# --- The clock and the approval -------------------------------------------------------------------


def left(approved_by, approved_on, start="2018-08-01"):
    return moved(
        post("N1", "T1-ZF", "2015-08-01", start),
        post("N1", "A-JU", start, approved_by=approved_by, approved_on=approved_on),
    )


@pytest.mark.parametrize(
    ("by", "on", "wanted"),
    [
        ("M-ORG", "2018-08-01", "pass"),
        ("M-ORG", "2018-08-02", "fail"),
        ("M-ORG", "2018-07", "pass"),
        ("M-ORG", "2018-08", "undetermined"),
        ("M-ORG", None, "undetermined"),
        ("A-ORG", "2018-07-01", "fail"),
        ("M-DW", "2018-07-01", "fail"),
        (None, None, "fail"),
    ],
)
def test_an_approval_opens_the_way_if_it_is_in_time_and_from_high_enough(by, on, wanted):
    assert left(by, on).outcome.value == wanted


def test_a_move_to_a_breach_names_the_body_moved_to():
    assert left(None, None).responsible == "A-JU"


def test_the_day_on_which_the_next_stage_begins_is_told():
    told = moved(post("N1", "T1-ZF", "2015-08-01"), as_of="2016-06-30")
    assert str(told.observed["next_stage"]) == "2017-08-01"
    last = moved(post("N1", "T1-ZF", "2015-08-01"), as_of="2020-08-01")
    assert last.observed["next_stage"] is None


def test_an_empty_channel_makes_a_breach_open():
    posts = post("N1", "T1-ZF", "2015-08-01", "2016-01-01"), post("N1", "A-JU", "2016-01-01")
    told = moved(*posts, via=None)
    assert (told.outcome.value, told.reason) == ("undetermined", "fact-unknown")
    assert ("value", "people", 1) in missing(told)


@pytest.mark.parametrize(
    ("on", "told"),
    [
        ("2013-12-31", ("not_applicable", "before-force")),
        ("2013", ("not_applicable", "before-force")),
        ("2014-06-01", ("undetermined", "perhaps-before-force")),
        ("2014", ("undetermined", "perhaps-before-force")),
        ("2018-12-31", ("fail", None)),
        ("2019-01-01", ("not_applicable", "not-yet-recruited")),
        (None, ("undetermined", "fact-unknown")),
    ],
)
def test_whom_the_rule_binds_depends_on_the_day_of_recruitment(on, told):
    data = dataset(people=[recruit(on=on)], appointments=[post("N1", "A-JU", on or "2018-12-31")])
    assert verdict(data, "service-minimum") == told


def test_a_post_of_unknown_start_that_ended_in_the_month_of_recruitment_leaves_it_open():
    # An end and the recruitment written alike may be different days: it may have been a move.
    assert outcome(post("N1", "A-JU", None, "2015-08"), on="2015-08") == "undetermined"
