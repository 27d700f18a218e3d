"""Which version governs an event, when its dates or those of the event are partial."""

import pytest
from pack_texts import HEAD, LOCK, parsed

from partyorg.dates import PartialDate


def version(begins, ends=None):
    text = LOCK.replace(
        'from = "2014"', f'from = "{begins}"' + (f'\nto = "{ends}"' if ends else "")
    )
    return parsed(HEAD + text)["lock"].versions[0]


def answer(rule, first, last=None):
    days = PartialDate.parse(first), PartialDate.parse(last or first)
    return rule.in_force(days[0].first, days[1].last)


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("2014-02-28", (False, "before-force")),
        ("2014-03-01", (True, None)),
        ("2014-02", (False, "before-force")),
        ("2014-03", (True, None)),
        ("2014", (None, "perhaps-before-force")),
    ],
)
def test_a_beginning_to_the_day_binds_from_that_day_on(event, told):
    assert answer(version("2014-03-01"), event) == told


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("2013-12-31", (False, "before-force")),
        ("2014-01-01", (None, "perhaps-before-force")),
        ("2014-12-31", (None, "perhaps-before-force")),
        ("2015-01-01", (True, None)),
        ("2014", (None, "perhaps-before-force")),
        ("2015", (True, None)),
    ],
)
def test_what_happened_in_the_year_of_a_beginning_without_a_day_may_lie_before_it(event, told):
    assert answer(version("2014"), event) == told


def test_an_event_that_straddles_the_year_of_the_beginning_may_lie_before_it():
    assert answer(version("2014"), "2013-12-01", "2015-01-31")[0] is None
    assert answer(version("2014"), "2014-12-01", "2015-01-31")[0] is None


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ("2019-05-31", (True, None)),
        ("2019-06-01", (False, "after-force")),
        ("2019-05", (True, None)),
        ("2019", (None, "perhaps-after-force")),
        ("2020", (False, "after-force")),
    ],
)
def test_the_last_day_still_binds_and_the_next_no_more(event, told):
    assert answer(version("2014-03-01", "2019-05-31"), event) == told


@pytest.mark.parametrize(
    ("event", "held"),
    [("2018-12-31", True), ("2019-01-01", True), ("2019-01-02", None), ("2019-12-31", None)],
)
def test_a_last_day_known_to_the_year_leaves_that_year_open_but_for_its_first_day(event, held):
    # Whatever day of 2019 was the last, 1 January still lies before its end.
    assert answer(version("2014-03-01", "2019"), event)[0] is held


def test_after_a_last_day_known_to_the_year_it_is_surely_over():
    assert answer(version("2014-03-01", "2019"), "2020-01-01") == (False, "after-force")


def test_an_event_that_may_lie_before_and_after_is_told_by_the_beginning():
    told = answer(version("2014-03-01", "2014-03-31"), "2014")
    assert told == (None, "perhaps-before-force")
