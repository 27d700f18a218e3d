"""Kinds that judge a person: every way in which things may stand must give the same answer."""

from itertools import product

import pytest

from partyorg.dates import Period
from partyorg.model import Level, PromotionKind
from partyorg.rulebook import decide
from partyorg.rulebook.kinds import eligibility, service_lock
from partyorg.rulebook.kinds.service_lock import Stage, State
from partyorg.verdict import Breach, Outcome, Severity

PASS, FAIL, OPEN = Outcome.PASS, Outcome.FAIL, Outcome.UNDETERMINED
TRUTHS = (True, False, None)
ALL = {frozenset({True}): PASS, frozenset({False}): FAIL}

PROMOTION = eligibility.Params(
    event="promotion", promotion=PromotionKind.RANK, continuous_service=Period.parse("P5Y")
)
LOCK = service_lock.Params(
    stages=(
        Stage(begins=Period.parse("P0D"), moves="none"),
        Stage(
            begins=Period.parse("P2Y"), moves="between_townships", approval_of=(Level.PREFECTURE,)
        ),
        Stage(begins=Period.parse("P5Y"), moves="any"),
    ),
    recruited_via=(),
)


def outcome(judgement):
    return decide(judgement.worst, judgement.best, Severity.MANDATORY, in_force=True)


def all_of(answers):
    return False if False in answers else None if None in answers else True


# --- eligibility ----------------------------------------------------------------------------------


def eligible(*met, **more):
    conditions = tuple(
        eligibility.Condition(name=name, met=days)
        for name, days in zip(("in_post", "not_seconded"), met, strict=False)
    )
    return eligibility.judge(PROMOTION, eligibility.Facts(conditions=conditions, **more))


@pytest.mark.parametrize(("one", "other"), list(product(TRUTHS, TRUTHS)))
def test_all_conditions_must_be_met(one, other):
    wanted = {True: PASS, False: FAIL, None: OPEN}[all_of([one, other])]
    assert outcome(eligible((one,), (other,))) is wanted


@pytest.mark.parametrize(("first", "last"), list(product(product(TRUTHS, TRUTHS), repeat=2)))
def test_a_date_to_the_month_is_judged_on_both_ends(first, last):
    # `first` and `last` hold the two conditions on the first and on the last day.
    told = eligible((first[0], last[0]), (first[1], last[1]))
    answers = frozenset({all_of(first), all_of(last)})
    assert outcome(told) is ALL.get(answers, OPEN)


def test_a_condition_known_for_one_day_holds_for_all():
    assert outcome(eligible((True,), (True, False))) is OPEN
    assert outcome(eligible((False,), (True, False))) is FAIL


def test_answers_that_differ_by_the_day_are_put_down_to_the_dates():
    assert eligible((True, False)).reason == "dates-too-coarse"
    assert eligible((None, None)).reason == "fact-unknown"
    assert eligible((None,)).reason == "fact-unknown"


BREACH = Breach(1, 1, "inexperienced", "T1")


def test_a_breach_that_was_put_right_is_a_pass_and_is_listed():
    told = eligible((False,), healed=BREACH)
    assert outcome(told) is PASS
    assert told.former == (BREACH,)


def test_what_was_no_breach_has_nothing_to_put_right():
    assert eligible((True,), healed=BREACH).former == ()
    assert outcome(eligible((None,), healed=BREACH)) is OPEN


def test_a_breach_that_may_have_been_put_right_is_open():
    assert outcome(eligible((False,), maybe_healed=True)) is OPEN
    assert outcome(eligible((True,), maybe_healed=True)) is PASS


# --- service lock ---------------------------------------------------------------------------------


def locked(*states, months=(0, 0), **more):
    return service_lock.judge(LOCK, service_lock.Facts(states=states, months=months, **more))


FIRST = State(place="first")
ANOTHER = State(place="township", moved_to="T2")


def left(months, approved):
    low, high = months if isinstance(months, tuple) else (months, months)
    return State(
        place="outside",
        exit_months=(low, high),
        approved=(False, approved, False),
        moved_to="A-JU",
    )


@pytest.mark.parametrize(
    ("months", "stage"), [(0, 0), (23, 0), (24, 1), (59, 1), (60, 2), (600, 2)]
)
def test_a_stage_begins_with_the_month_that_completes_it(months, stage):
    assert LOCK.stage_at(months) == stage


@pytest.mark.parametrize("months", [(0, 0), (23, 24), (59, 60)])
def test_whoever_is_in_the_first_township_complies_in_every_stage(months):
    assert outcome(locked(FIRST, months=months)) is PASS


@pytest.mark.parametrize(
    ("months", "wanted"),
    [((23, 23), FAIL), ((24, 24), PASS), ((23, 24), OPEN), ((24, 60), PASS), ((0, 600), OPEN)],
)
def test_another_township_is_allowed_from_the_second_stage_on(months, wanted):
    assert outcome(locked(ANOTHER, months=months)) is wanted


@pytest.mark.parametrize(
    ("months", "approved", "wanted"),
    [
        (23, True, FAIL),
        (24, True, PASS),
        (24, False, FAIL),
        (24, None, OPEN),
        (59, False, FAIL),
        (60, False, PASS),
        ((23, 24), True, OPEN),
        ((23, 24), False, FAIL),
        ((59, 60), True, PASS),
        ((59, 60), False, OPEN),
        ((59, 60), None, OPEN),
        ((0, 60), False, OPEN),
    ],
)
def test_leaving_the_townships_is_judged_by_the_service_at_the_move(months, approved, wanted):
    # The service on the day of the check does not count: it is long over.
    assert outcome(locked(left(months, approved), months=(600, 600))) is wanted


def test_ways_that_disagree_leave_it_open_and_ways_that_agree_do_not():
    assert outcome(locked(FIRST, ANOTHER, months=(0, 0))) is OPEN
    assert outcome(locked(FIRST, ANOTHER, months=(24, 24))) is PASS
    assert outcome(locked(ANOTHER, left(10, False), months=(10, 10))) is FAIL


def test_an_unknown_channel_takes_the_edge_off_a_breach_but_not_off_a_pass():
    assert outcome(locked(ANOTHER, via_known=False)) is OPEN
    assert outcome(locked(FIRST, via_known=False)) is PASS


def test_what_is_open_for_want_of_an_approval_is_not_put_down_to_the_dates():
    assert locked(left(24, None)).reason == "fact-unknown"
    assert locked(FIRST, ANOTHER).reason == "dates-too-coarse"
    assert locked(ANOTHER, via_known=False).reason == "fact-unknown"


def test_a_lock_shows_stage_and_months_at_the_exit():
    told = locked(left((23, 30), True), months=(23, 30))
    assert told.observed["stage"] == (1, 2)
    assert told.observed["exit_months"] == (23, 30)
    assert told.responsible == "A-JU"
    assert locked(FIRST).observed["exit_months"] is None
    assert locked(FIRST).responsible is None
