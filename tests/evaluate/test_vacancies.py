"""A team below its share fills a vacancy with the experienced; what was put right is no breach."""

import pytest
from eval_worlds import dataset, findings, leader, missing, org, post, the, veteran

DOUBT = ("undetermined", "doubtful-subject")


def vacancy(*rows, replace=(), organizations=(), people=(), since="2018-03-01"):
    """T1's team has one member without experience; N1 joins, recruited `since`."""
    return dataset(
        replace=replace,
        organizations=organizations,
        people=[veteran("N1", since), veteran("OLD", "2017-06-01"), *people],
        appointments=[leader("OLD", "T1-DW", "2017-06-01"), *rows],
    )


JOINS = leader("N1", "T1-ZF", "2018-03-01")


def told(data, as_of="2018-12-31"):
    return the(data, "vacancy-priority", as_of, subjects=["N1"])


def test_somebody_without_experience_who_joins_a_team_below_its_share_is_a_breach():
    finding = told(vacancy(JOINS))
    assert finding.outcome.value == "fail"
    assert (finding.period, finding.part, finding.responsible) == ("2018-03-01", "T1", "T1")


def test_somebody_with_experience_is_what_the_rule_asks_for():
    data = vacancy(post("N1", "T2-ZF", "2010-01-01", "2018-03-01"), JOINS, since="2010-01-01")
    assert told(data).outcome.value == "pass"


def test_the_experience_counts_on_the_day_of_joining_and_not_before():
    def joined(day):
        served = post("N1", "T2-ZF", "2016-03-01", day)
        return vacancy(served, leader("N1", "T1-ZF", day), since="2016-03-01")

    # Two years from 2016-03-01 are complete on 2018-03-01.
    assert told(joined("2018-02-28"), "2018-02-28").outcome.value == "fail"
    assert told(joined("2018-03-01"), "2018-03-01").outcome.value == "pass"


def test_a_team_that_keeps_its_share_may_take_anybody():
    data = vacancy(JOINS, leader("G", "T1-DW", "2000-01-01"), leader("H", "T1-DW", "2000-01-01"))
    assert len(findings(data, "vacancy-priority", subjects=["N1"])) == 0


def test_a_team_without_members_owes_nothing():
    data = dataset(people=[veteran("N1", "2018-03-01")], appointments=[JOINS])
    assert len(findings(data, "vacancy-priority", subjects=["N1"])) == 0


def test_whoever_is_in_the_team_already_does_not_fill_a_vacancy():
    data = vacancy(leader("N1", "T1-DW", "2018-01-01", "2018-03-01"), JOINS, since="2018-01-01")
    report = findings(data, "vacancy-priority", subjects=["N1"])
    assert [f.period for f in report] == ["2018-01-01"]


def test_posts_that_touch_in_an_uncertain_month_are_one_holding():
    data = vacancy(
        leader("N1", "T1-DW", "2018-01-01", "2018-03"),
        leader("N1", "T1-ZF", "2018-03"),
        since="2018-01-01",
    )
    report = findings(data, "vacancy-priority", subjects=["N1"])
    assert [f.period for f in report] == ["2018-01-01"]


# --- Put right ------------------------------------------------------------------------------------


def test_it_is_put_right_when_the_team_has_its_share_again():
    good = [veteran(one) for one in "GHIJ"]
    rows = [post(one, "T2-ZF", "2000-01-01", "2018-06-01") for one in "GHIJ"]
    rows += [leader(one, "T1-DW", "2018-06-01") for one in "GHIJ"]
    finding = told(vacancy(JOINS, *rows, people=good))  # four of six
    assert finding.outcome.value == "pass"
    (breach,) = finding.former
    assert (breach.what, breach.org_id) == ("inexperienced", "T1")


def test_it_is_put_right_when_the_member_has_left_the_team():
    gone = leader("N1", "T1-ZF", "2018-03-01", "2018-09-01")
    finding = told(vacancy(gone, post("N1", "T1-ZF", "2018-09-01")))
    assert finding.outcome.value == "pass"
    assert len(finding.former) == 1


def test_it_is_put_right_when_the_member_has_the_experience_by_now():
    assert told(vacancy(JOINS), "2020-02-29").outcome.value == "fail"
    assert told(vacancy(JOINS), "2020-03-01").outcome.value == "pass"


def test_it_may_have_been_put_right_when_it_is_not_known_whether_the_member_is_there():
    gone = leader("N1", "T1-ZF", "2018-03-01", "2018")
    assert told(vacancy(gone), "2018-12-30").outcome.value == "undetermined"


def test_it_may_have_been_put_right_when_the_team_may_have_its_share():
    # Three newcomers and three of whose past nothing is known.
    unknown = [{"person_id": one, "career_known_from": "2018-06-01"} for one in "GHIJ"]
    rows = [leader(one, "T1-DW", "2018-06-01") for one in "GHIJ"]
    assert told(vacancy(JOINS, *rows, people=unknown)).outcome.value == "undetermined"


# --- Doubt ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        leader("N1", "T1-ZF", "2018-03-01", role=None),
        leader("N1", "T1-ZF", "2017-06"),
    ],
    ids=["role", "team may not have failed yet"],
)
def test_what_may_be_no_such_appointment_concerns_a_doubtful_subject(row):
    data = vacancy(row, since="2017-06-01")
    finding = told(data)
    assert (finding.outcome.value, finding.reason) == DOUBT


def test_an_appointment_that_may_lie_after_the_day_of_the_check_is_doubtful():
    finding = told(vacancy(leader("N1", "T1-ZF", "2018-03")), "2018-03-15")
    assert (finding.outcome.value, finding.reason) == DOUBT


def test_an_appointment_of_an_uncertain_month_names_the_date_that_is_missing():
    data = vacancy(
        post("N1", "T2-ZF", "2016-03-15", "2018-03"),
        leader("N1", "T1-ZF", "2018-03"),
        since="2016-03-15",
    )
    # Two years are complete in the middle of that month.
    finding = told(data)
    assert finding.outcome.value == "undetermined"
    assert ("date-to-the-day", "appointments", 3) in missing(finding)


@pytest.mark.parametrize(
    "row",
    [
        leader("N1", "A-DW", "2018-03-01"),
        leader("N1", "V1", "2018-03-01"),
        leader("N1", "T1-ZF", "2018-03-01", role="staff"),
        leader("N1", "T1-ZF", "2018-03-01", basis="attachment"),
        leader("N1", "T1-ZF", "2019-01-01"),
        leader("N1", "T1-ZF", None),
        leader("N1", "T1-JW", "2018-03-01"),
    ],
    ids=["county", "village", "staff", "attached", "later", "no start", "no team body"],
)
def test_what_is_no_appointment_into_a_team_has_no_finding(row):
    body = org("T1-JW", "discipline_commission", "township", "T1")
    data = vacancy(row, organizations=[body])
    assert len(findings(data, "vacancy-priority", subjects=["N1"])) == 0


def test_a_successor_of_which_nobody_knows_the_place_has_no_team_to_fill():
    data = vacancy(
        leader("N1", "T1-ZF", "2018-03-01", "2018-06-01"),
        leader("N1", "X", "2018-06-01"),
        replace=[
            org("T1-ZF", "government", "township", "T1", valid_to="2018-06-01", successor_id="X")
        ],
        organizations=[org("X", "government", None)],
    )
    report = findings(data, "vacancy-priority", subjects=["N1"])
    assert [f.period for f in report] == ["2018-03-01"]
