"""Sets of days of many owners at once are those of each owner by itself."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partyorg.bulk.kernels import Sets, concatenated, holding, subtract, total, union
from partyorg.dates import FAR, Counting, PartialDate, Service, Spell, TenureEnd, spans

OWNERS = 6
BEGIN = date(2011, 12, 25).toordinal()
# Few days, so that stretches meet, touch, and are empty or turned round.
SOME_DAYS = st.integers(0, 40) | st.sampled_from([365, 366, 730, 731, 900])
PAIRS = st.tuples(SOME_DAYS, SOME_DAYS)
ROWS = st.lists(st.tuples(st.integers(0, OWNERS - 1), PAIRS), max_size=30)
HUGE = st.integers(1, FAR)


def sets_of(rows, *, grouped=True):
    if grouped:
        rows = sorted(rows, key=lambda row: row[0])
    table = np.array([(owner, *pair) for owner, pair in rows], np.int32).reshape(-1, 3)
    return Sets(*(np.ascontiguousarray(column) for column in table.T))


def of_each(rows):
    own = {owner: [] for owner in range(OWNERS)}
    for owner, pair in rows:
        own[owner].append(pair)
    return own


def told(sets):
    own = dict.fromkeys(range(OWNERS), ())
    for owner, start, end in zip(
        sets.owner.tolist(), sets.start.tolist(), sets.end.tolist(), strict=True
    ):
        own[owner] += ((start, end),)
    return own


def unions(rows):
    return {owner: spans.union(pairs) for owner, pairs in of_each(rows).items()}


@given(ROWS)
def test_the_union_is_that_of_each_owner(rows):
    assert told(union(sets_of(rows))) == unions(rows)


@given(ROWS)
def test_owners_may_stand_in_any_order(rows):
    assert told(union(sets_of(rows, grouped=False))) == unions(rows)


@given(ROWS)
def test_rows_in_order_need_no_sorting(rows):
    rows = sorted(row for row in rows if row[1][0] < row[1][1])
    assert told(union(sets_of(rows), ordered=True)) == unions(rows)


@given(st.lists(st.tuples(st.integers(0, OWNERS - 1), st.tuples(HUGE, HUGE)), max_size=12))
def test_the_union_reaches_to_the_open_end(rows):
    assert told(union(sets_of(rows))) == unions(rows)


@given(ROWS)
def test_the_union_stands_by_owner_and_start(rows):
    found = union(sets_of(rows))
    assert (found.key[1:] > found.key[:-1]).all()


@given(ROWS, ROWS)
def test_what_is_taken_away_parts(rows, minus):
    found = subtract(union(sets_of(rows)), union(sets_of(minus)))
    left, gone = unions(rows), unions(minus)
    assert told(found) == {o: spans.subtract(left[o], gone[o]) for o in range(OWNERS)}


@given(ROWS, SOME_DAYS | st.none(), SOME_DAYS)
def test_clipping_by_one_day_for_all(rows, since, until):
    found = union(sets_of(rows)).clipped(since, until)
    start = 0 if since is None else since
    assert told(found) == {o: spans.clip(own, start, until) for o, own in unions(rows).items()}


@given(
    ROWS,
    st.lists(SOME_DAYS, min_size=OWNERS, max_size=OWNERS),
    st.lists(SOME_DAYS, min_size=OWNERS, max_size=OWNERS),
)
def test_clipping_by_a_day_for_each_owner(rows, since, until):
    found = union(sets_of(rows)).clipped(np.array(since), np.array(until))
    assert told(found) == {
        o: spans.clip(own, since[o], until[o]) for o, own in unions(rows).items()
    }


@given(ROWS, st.lists(st.tuples(st.integers(0, OWNERS - 1), SOME_DAYS), max_size=20))
def test_the_stretch_that_contains_a_day(rows, asked):
    sets = union(sets_of(rows))
    owner = np.array([one for one, _ in asked], np.int32)
    day = np.array([one for _, one in asked], np.int32)
    found = [
        (int(sets.start[at]), int(sets.end[at])) if at >= 0 else None
        for at in holding(sets, owner, day).tolist()
    ]
    assert found == [spans.containing(unions(rows)[o], d) for o, d in asked]


@given(ROWS, SOME_DAYS)
def test_the_stretches_that_contain_one_day(rows, day):
    sets = union(sets_of(rows))
    everybody = np.arange(OWNERS, dtype=np.int32)
    found = [at >= 0 for at in holding(sets, everybody, day).tolist()]
    assert found == [spans.containing(own, day) is not None for own in unions(rows).values()]


def exact(day):
    return PartialDate(BEGIN + day, BEGIN + day)


@pytest.mark.parametrize("late", [0, 1])
@settings(max_examples=200)
@given(ROWS, SOME_DAYS)
def test_days_add_up_as_in_service(late, rows, until):
    days = [(owner, (BEGIN + start, BEGIN + end)) for owner, (start, end) in rows]
    sets = union(sets_of(days)).clipped(None, BEGIN + until)
    found = total(sets, OWNERS, months=False, late=late)
    end = TenureEnd.DAY_AFTER if late else TenureEnd.ANNIVERSARY
    for owner, pairs in of_each(rows).items():
        spells = [Spell(exact(a), exact(b)) for a, b in pairs if a < b]
        low = Service(spells, tenure_end=end).cumulative(BEGIN + until).low
        assert int(found.months[owner]) == low.months
        days = (int(found.start[owner]), int(found.end[owner]))
        assert days == (low.days or (0, 0))


@given(ROWS, SOME_DAYS)
def test_months_add_up_as_in_service(rows, until):
    month = 12 * 2012
    sets = union(sets_of([(o, (month + a, month + b)) for o, (a, b) in rows]))
    found = total(sets.clipped(None, month + until), OWNERS, months=True)
    for owner, pairs in of_each(rows).items():
        spells = [Spell(first_day(month + a), first_day(month + b)) for a, b in pairs if a < b]
        service = Service(spells, counting=Counting.MONTH)
        low = service.cumulative(first_day(month + until).first).low
        assert int(found.months[owner]) == low.months
    assert not found.start.any()
    assert not found.end.any()


def first_day(month):
    day = date(month // 12, month % 12 + 1, 1).toordinal()
    return PartialDate(day, day)


def test_nothing_at_all():
    nothing = sets_of([])
    assert len(union(nothing)) == 0
    assert len(union(sets_of([(1, (5, 5)), (2, (7, 3))]))) == 0
    some = union(sets_of([(0, (1, 9))]))
    assert told(subtract(some, nothing)) == told(some)
    assert len(subtract(union(nothing), some)) == 0
    assert holding(union(nothing), np.array([0, 1]), 5).tolist() == [-1, -1]
    assert total(union(nothing), 3, months=False).months.tolist() == [0, 0, 0]
    assert total(union(nothing), 3, months=True).months.tolist() == [0, 0, 0]
    assert len(some.clipped(9, 9)) == 0


@given(ROWS, ROWS)
def test_rows_put_together_are_no_longer_grouped(rows, more):
    both = concatenated([sets_of(rows), sets_of(more)])
    assert told(union(both)) == unions(rows + more)
    assert concatenated([both]) is both
