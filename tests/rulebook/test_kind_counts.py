"""Kinds that count something: what is missing, how many records, how many reports, which items."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyorg.rulebook import decide
from partyorg.rulebook.kinds import bound, cadence, coverage, permitted
from partyorg.verdict import Outcome, Severity, Unknown

PASS, FAIL, OPEN = Outcome.PASS, Outcome.FAIL, Outcome.UNDETERMINED
GAP = (Unknown("rows", "trainings"),)

BOUND = bound.Params(
    table="trainings", column="days", at_least=Fraction(12), unit={"zh": "天", "en": "days"}
)
CADENCE = cadence.Params(kinds=(), levels=(), activity=("report",), at_least=2)
COVERAGE = coverage.Params(who="holders", by_training="province", at_least=2)
PERMITTED = permitted.Params(list="veto", test="absent", levels=())


def cadence_facts(count, *, running):
    return cadence.Facts(windows=(cadence.Count("2015", count, running),), unknowns=GAP)


def outcome(judgement):
    return decide(judgement.worst, judgement.best, Severity.MANDATORY, in_force=True)


@pytest.mark.parametrize(
    ("total", "may_grow", "running", "wanted"),
    [
        ("12", False, False, PASS),
        ("12", True, True, PASS),
        ("11.5", False, False, FAIL),
        ("11.5", True, False, OPEN),
        ("11.5", False, True, OPEN),
        ("0", False, False, FAIL),
    ],
)
def test_an_amount_below_the_bound_is_a_breach_only_if_it_cannot_grow(
    total, may_grow, running, wanted
):
    facts = bound.Facts(total=Fraction(total), may_grow=may_grow, running=running, unknowns=GAP)
    told = bound.judge(BOUND, facts)
    assert outcome(told) is wanted
    assert told.unknowns == (GAP if wanted is OPEN else ())
    assert told.shortfall == (12 - Fraction(total) if wanted is FAIL else None)


def test_an_amount_that_may_grow_shows_no_upper_figure():
    facts = bound.Facts(total=Fraction(3), may_grow=True)
    assert bound.judge(BOUND, facts).observed["days"] == (3, None)


@pytest.mark.parametrize(
    ("running", "reason"), [(True, "period-running"), (False, "incomplete-table")]
)
def test_what_is_open_says_whether_the_period_or_the_table_is_not_complete(running, reason):
    facts = bound.Facts(total=Fraction(3), may_grow=True, running=running)
    assert bound.judge(BOUND, facts).reason == reason
    assert cadence.judge(CADENCE, cadence_facts((0, None), running=running)).reason == reason


def windows():
    return list(_windows())


def _windows():
    for low, high, running in product(range(4), (*range(4), None), (False, True)):
        if high is None or high >= low:
            yield low, high, running


@pytest.mark.parametrize(("low", "high", "running"), windows())
def test_a_window_is_judged_by_the_numbers_there_may_be(low, high, running):
    told = cadence.judge(CADENCE, cadence_facts((low, high), running=running))
    may_reach = high is None or high >= 2 or running
    wanted = PASS if low >= 2 else OPEN if may_reach else FAIL
    assert outcome(told) is wanted
    assert told.shortfall == (2 - high if wanted is FAIL else None)
    assert told.unknowns == (GAP if wanted is OPEN else ())


@pytest.mark.parametrize(("low", "high", "_"), [one for one in windows() if not one[2]])
def test_coverage_is_judged_by_the_numbers_there_may_be(low, high, _):
    told = coverage.judge(COVERAGE, coverage.Facts(count=(low, high), unknowns=GAP, reason="row"))
    wanted = PASS if low >= 2 else OPEN if high is None or high >= 2 else FAIL
    assert outcome(told) is wanted
    assert told.shortfall == (2 - high if wanted is FAIL else None)
    assert told.unknowns == (GAP if wanted is OPEN else ())
    assert told.reason == "row"


@given(
    st.lists(st.text(max_size=3), max_size=3),
    st.lists(st.text(max_size=3), max_size=3),
    st.booleans(),
)
def test_items_are_judged_by_those_that_offend_and_those_that_may(offending, doubtful, may_lack):
    items = (*offending, *doubtful, "fine")
    facts = permitted.Facts(
        items=items,
        offending=tuple(offending),
        doubtful=tuple(doubtful),
        may_lack=may_lack,
        unknowns=GAP,
    )
    told = permitted.judge(PERMITTED, facts)
    wanted = FAIL if offending else OPEN if doubtful or may_lack else PASS
    assert outcome(told) is wanted
    assert told.shortfall == (len(offending) or None)
    assert told.unknowns == (GAP if wanted is OPEN else ())


COUNTS = st.integers(0, 6)


@given(COUNTS, st.none() | COUNTS, COUNTS, COUNTS)
def test_a_number_between_two_bounds_is_judged_by_all_it_may_be(low, more, least, room):
    params = coverage.Params(
        who="organizations",
        kinds=("division",),
        levels=("village",),
        by_link="leads",
        at_least=least,
        at_most=least + room,
    )
    high = None if more is None else low + more
    told = coverage.judge(params, coverage.Facts(count=(low, high), unknowns=GAP))
    may_be = range(low, (40 if high is None else high) + 1)
    answers = {least <= count <= least + room for count in may_be}
    assert outcome(told) is (OPEN if len(answers) > 1 else PASS if True in answers else FAIL)
    if outcome(told) is FAIL:
        assert told.shortfall == min(max(least - count, count - least - room) for count in may_be)
