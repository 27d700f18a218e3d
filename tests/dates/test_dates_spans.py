"""Sets of days as sorted half-open stretches, against plain sets of whole numbers."""

import pytest
from date_oracle import runs
from hypothesis import given, settings
from hypothesis import strategies as st

from partyorg.dates import clip, containing, subtract, union

SETTINGS = settings(deadline=None, max_examples=200)
points = st.integers(0, 40)
pairs = st.lists(st.tuples(points, points).map(lambda pair: (min(pair), max(pair))), max_size=8)


def days(stretches):
    return {day for start, end in stretches for day in range(start, end)}


def as_stretches(numbers):
    return tuple(runs(numbers))


@pytest.mark.parametrize(
    ("given_pairs", "wanted"),
    [
        ([], ()),
        ([(3, 3)], ()),
        ([(1, 3)], ((1, 3),)),
        ([(1, 3), (3, 6)], ((1, 6),)),
        ([(3, 6), (1, 3)], ((1, 6),)),
        ([(1, 3), (4, 6)], ((1, 3), (4, 6))),
        ([(1, 9), (2, 3)], ((1, 9),)),
        ([(1, 3), (1, 3)], ((1, 3),)),
        ([(1, 3), (3, 3), (4, 6)], ((1, 3), (4, 6))),
    ],
)
def test_a_day_counts_once_however_many_spells_cover_it(given_pairs, wanted):
    assert union(given_pairs) == wanted


@SETTINGS
@given(pairs)
def test_the_union_is_that_of_the_days(some):
    assert union(some) == as_stretches(days(some))


@SETTINGS
@given(pairs)
def test_the_union_of_a_union_is_itself(some):
    once = union(some)
    assert union(once) == once
    assert union([*once, *some]) == once


@SETTINGS
@given(pairs, st.data())
def test_the_union_does_not_depend_on_the_order(some, data):
    assert union(data.draw(st.permutations(some))) == union(some)
    assert union(iter(some)) == union(some)


@SETTINGS
@given(pairs, pairs)
def test_what_is_subtracted_is_gone_and_the_rest_stays(some, minus):
    found = subtract(union(some), union(minus))
    assert found == as_stretches(days(some) - days(minus))


@SETTINGS
@given(pairs, points, points)
def test_clipping_keeps_the_days_between(some, start, end):
    start, end = min(start, end), max(start, end)
    assert clip(union(some), start, end) == as_stretches(days(some) & set(range(start, end)))


@SETTINGS
@given(pairs, points)
def test_the_stretch_that_contains_a_day_is_found(some, day):
    stretches = union(some)
    found = containing(stretches, day)
    assert (found is not None) is (day in days(some))
    assert found is None or (found in stretches and found[0] <= day < found[1])


def test_a_stretch_does_not_contain_its_end():
    assert containing(((1, 3), (4, 8)), 3) is None
    assert containing(((1, 3), (4, 8)), 4) == (4, 8)
    assert containing((), 4) is None


def test_what_is_subtracted_parts_a_stretch():
    assert subtract(((1, 9),), ((3, 4),)) == ((1, 3), (4, 9))
    assert subtract(((1, 9),), ((0, 20),)) == ()
    assert subtract(((1, 9),), ()) == ((1, 9),)
    assert subtract((), ((1, 9),)) == ()
