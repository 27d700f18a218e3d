"""Where a rule does not apply the finding says why; where it may not, nobody is held to it."""

import pytest
from eval_worlds import dataset, leader, post, verdict, veteran

import partyorg as po


def assessed(year, excellent):
    return dataset(
        assessments=[{"org_id": "T1", "year": year, "assessed": 10, "excellent": excellent}]
    )


@pytest.mark.parametrize(
    ("year", "excellent", "told"),
    [
        (2013, 3, ("not_applicable", "before-force")),
        (2014, 3, ("undetermined", "perhaps-before-force")),
        (2014, 2, ("pass", None)),
        (2015, 3, ("fail", None)),
        (2020, 3, ("fail", None)),
        (2021, 3, ("not_applicable", "after-force")),
        (2015, 0, ("pass", None)),
    ],
)
def test_a_year_is_judged_by_what_was_in_force_in_it(year, excellent, told):
    assert verdict(assessed(year, excellent), "excellent-share", "2022-12-31") == told


def test_a_later_year_is_no_subject_yet():
    data = assessed(2019, 3)
    told = po.check(data, "cn-gz", as_of="2018-12-31", only=["excellent-share"], allow_empty=True)
    assert len(told) == 0


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("2013-12-31", ("not_applicable", "before-force")),
        ("2014-12", ("undetermined", "perhaps-before-force")),
        ("2019-05-31", ("fail", None)),
        ("2019-06-01", ("not_applicable", "after-force")),
        ("2019", ("undetermined", "perhaps-after-force")),
    ],
)
def test_a_promotion_is_judged_by_what_was_in_force_on_its_day(date, told):
    # One year of township service before each of these days, or less.
    since = f"{int(date[:4]) - 1}-12-01" if len(date) > 4 else "2018-01-01"
    data = dataset(
        people=[veteran("N1", since)],
        appointments=[post("N1", "T1-ZF", since)],
        promotions=[{"person_id": "N1", "kind": "rank", "date": date}],
    )
    assert verdict(data, "rank-promotion", "2022-12-31") == told


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        ("2013-12-31", ("not_applicable", "before-force")),
        ("2014-12-31", ("undetermined", "perhaps-before-force")),
        ("2015-01-01", ("fail", None)),
    ],
)
def test_a_state_is_judged_by_what_is_in_force_on_the_day(as_of, told):
    data = dataset(
        people=[veteran("N1", "2013-06-01")], appointments=[leader("N1", "T1-ZF", "2013-06-01")]
    )
    assert verdict(data, "team-experience", as_of, subjects=["T1"]) == told


def test_what_is_open_only_because_of_the_beginning_names_it_as_what_is_missing():
    told = po.check(assessed(2014, 3), "cn-gz", as_of="2018-12-31", only=["excellent-share"])
    (finding,) = told
    assert [u.code for u in finding.unknowns] == ["force"]
    assert "施行" in finding.explain("zh")


def test_what_does_not_apply_has_nothing_missing():
    (finding,) = po.check(
        assessed(2013, None), "cn-gz", as_of="2018-12-31", only=["excellent-share"]
    )
    assert (finding.outcome, finding.unknowns) == (po.Outcome.NOT_APPLICABLE, ())
