"""A share is judged in whole numbers, and as if every doubtful member were tried both ways."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyorg.dates import Period
from partyorg.model import Level
from partyorg.rulebook import decide
from partyorg.rulebook.kinds.share import Facts, Params, People, judge, member
from partyorg.verdict import Outcome, Severity

PEOPLE = People(level=Level.TOWNSHIP, bodies=(), roles=(), cumulative_service=Period.parse("P2Y"))

thresholds = st.fractions(min_value=0, max_value=1, max_denominator=30).filter(lambda f: 0 < f < 1)
sides = st.sampled_from(["at_least", "at_most"])
doubt = st.sampled_from([True, None])
members = st.lists(st.tuples(doubt, st.sampled_from([True, False, None])), max_size=6)


def params(side, threshold, tolerance=0):
    return Params(**{side: threshold}, tolerance=Fraction(tolerance), people=PEOPLE)


def judged(rule, group):
    return judge(rule, Facts.add(member(rule.weights, belongs, good) for belongs, good in group))


def outcome(rule, group):
    pair = judged(rule, group)
    return decide(pair.worst, pair.best, Severity.MANDATORY, in_force=True)


def sure(with_quality, without):
    return [(True, True)] * with_quality + [(True, False)] * without


def complies(side, threshold, group):
    share = Fraction(sum(good for _, good in group), len(group))
    return share >= threshold if side == "at_least" else share <= threshold


def readings(group):
    """Give every group that there may really be."""
    each = [
        [(True, value) for value in ((good,) if good is not None else (True, False))]
        + ([None] if belongs is None else [])
        for belongs, good in group
    ]
    for choice in product(*each):
        yield [one for one in choice if one is not None]


@given(sides, thresholds, st.integers(0, 40), st.integers(0, 40))
def test_a_group_known_for_sure_is_judged_by_its_fraction(side, threshold, good, bad):
    group = sure(good, bad)
    rule = params(side, threshold)
    if not group:
        assert judged(rule, group).nothing
    else:
        met = complies(side, threshold, group)
        assert outcome(rule, group) is (Outcome.PASS if met else Outcome.FAIL)


@given(sides, thresholds, members)
def test_a_doubtful_group_is_judged_by_all_groups_it_may_be(side, threshold, group):
    rule = params(side, threshold)
    if not group:
        assert judged(rule, group).nothing
    elif all(belongs is None for belongs, _ in group):
        assert outcome(rule, group) is Outcome.UNDETERMINED
    else:
        answers = {complies(side, threshold, real) for real in readings(group)}
        wanted = {
            (True,): Outcome.PASS,
            (False,): Outcome.FAIL,
            (False, True): Outcome.UNDETERMINED,
        }[tuple(sorted(answers))]
        assert outcome(rule, group) is wanted


@given(sides, thresholds, st.integers(0, 20), st.integers(0, 20))
def test_the_shortfall_is_the_fewest_members_who_must_change_sides(side, threshold, good, bad):
    rule = params(side, threshold)
    shortfall = judged(rule, sure(good, bad)).shortfall
    if good + bad == 0 or complies(side, threshold, sure(good, bad)):
        assert shortfall is None
        return
    step = 1 if side == "at_least" else -1
    enough = next(
        k
        for k in range(good + bad + 1)
        if complies(side, threshold, sure(good + step * k, bad - step * k))
    )
    assert shortfall == enough


@pytest.mark.parametrize("n", range(3, 31, 3))
def test_exactly_two_thirds_is_enough_and_one_fewer_lacks_one(n):
    rule = params("at_least", Fraction(2, 3))
    assert outcome(rule, sure(2 * n // 3, n // 3)) is Outcome.PASS
    assert outcome(rule, sure(2 * n // 3 - 1, n // 3 + 1)) is Outcome.FAIL
    assert judged(rule, sure(2 * n // 3 - 1, n // 3 + 1)).shortfall == 1


def test_two_of_three_known_good_is_a_pass_whatever_the_third_is():
    rule = params("at_least", Fraction(2, 3))
    for belongs, good in product((True, None), (True, False, None)):
        assert outcome(rule, [*sure(2, 0), (belongs, good)]) is Outcome.PASS


def test_a_tolerance_moves_the_threshold_towards_leniency():
    assert params("at_least", Fraction(1, 2), "1/20").threshold == Fraction(9, 20)
    assert params("at_most", Fraction(1, 5), "1/20").threshold == Fraction(1, 4)
    assert params("at_least", Fraction(1, 2), "1/20").weights == (11, -9)


def test_a_verdict_shows_what_was_counted():
    pair = judged(params("at_least", Fraction(2, 3)), [*sure(1, 1), (None, None)])
    assert pair.observed["with_quality"] == (1, 2)
    assert pair.observed["group"] == (2, 3)
    certain = judged(params("at_least", Fraction(2, 3)), sure(1, 2))
    assert certain.observed == {"with_quality": (1, 1), "group": 3}


def test_counts_that_nobody_knows_stay_unknown_when_added():
    known = Facts(worst=1, best=1, quality=(1, 1), group=(1, 1))
    unknown = Facts(worst=-1, best=1, quality=(0, None), group=(0, None))
    for order in ([known, unknown, known], [unknown, unknown]):
        total = Facts.add(order)
        assert total.quality[1] is None
        assert total.group[1] is None
