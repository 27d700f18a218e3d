"""Organisations that cannot be found, or run in a circle, and what hangs on them."""

import pytest
from eval_worlds import (
    dataset,
    findings,
    leader,
    missing,
    org,
    post,
    recruit,
    the,
    verdict,
    veteran,
)

DOUBT = ("undetermined", "doubtful-subject")


@pytest.mark.parametrize(
    "organizations",
    [
        [],
        [org("X", "government", "township", "Y"), org("Y", "department", None, "X")],
        [org("X", "government", "township")],
    ],
    ids=["not in the table", "in a circle", "without superior and place"],
)
def test_a_recruit_of_an_organisation_of_no_known_place_may_be_a_subject(organizations):
    data = dataset(organizations=organizations, people=[recruit(by="X")])
    finding = the(data, "service-minimum")
    assert (finding.outcome.value, finding.reason) == DOUBT
    assert missing(finding) == {("organization", "people", 1)}


def test_a_recruit_of_an_organisation_outside_the_townships_is_no_subject():
    assert len(findings(dataset(people=[recruit(by="A-JU")]), "service-minimum")) == 0


def test_a_recruit_of_a_village_is_no_subject():
    assert len(findings(dataset(people=[recruit(by="V1")]), "service-minimum")) == 0


def test_a_move_to_an_organisation_that_is_not_there_may_be_no_move():
    data = dataset(
        people=[recruit()],
        appointments=[
            post("N1", "T1-ZF", "2015-08-01", "2016-08-01"),
            post("N1", "lost", "2016-08-01"),
        ],
    )
    finding = the(data, "service-minimum")
    assert finding.outcome.value == "undetermined"
    assert ("organization", "appointments", 2) in missing(finding)


def test_a_post_in_an_unknown_place_beside_the_own_one_is_no_move():
    data = dataset(
        people=[recruit()],
        appointments=[post("N1", "T1-ZF", "2015-08-01"), post("N1", "lost", "2016-08-01")],
    )
    assert verdict(data, "service-minimum") == ("pass", None)


def test_service_at_an_organisation_that_is_not_there_may_be_township_service():
    # Two months in the team are sure; of the ten years before nobody knows where they were.
    data = dataset(
        people=[veteran("N1", "2008-10-31")],
        appointments=[
            post("N1", "lost", "2008-10-31", "2018-10-31"),
            leader("N1", "T1-ZF", "2018-10-31"),
        ],
    )
    finding = the(data, "team-experience", subjects=["T1"])
    assert finding.outcome.value == "undetermined"
    assert finding.observed["experienced"] == (0, 1)


def test_a_secondment_to_an_organisation_that_is_not_there_may_take_service_away():
    data = dataset(
        people=[veteran("N1", "2016-06-30")],
        appointments=[
            leader("N1", "T1-ZF", "2016-06-30"),
            post("N1", "lost", "2017-01-01", "2018-01-01", "secondment"),
        ],
    )
    # Thirty months in all, eighteen without the year away: two years may or may not be there.
    finding = the(data, "team-experience", subjects=["T1"])
    assert finding.outcome.value == "undetermined"


def test_a_promotion_with_posts_of_unknown_place_is_open_and_names_the_organisation():
    data = dataset(
        people=[veteran("N1", "2000-01-01")],
        appointments=[
            post("N1", "lost", "2000-01-01", "2015-01-01"),
            post("N1", "T1-ZF", "2015-01-01"),
        ],
        promotions=[{"person_id": "N1", "kind": "rank", "date": "2017-01-01"}],
    )
    finding = the(data, "rank-promotion")
    assert finding.outcome.value == "undetermined"
    assert ("organization", "appointments", 1) in missing(finding)


def test_a_promotion_of_somebody_whose_post_has_no_start_names_the_start():
    data = dataset(
        people=[veteran("N1", "2012-01-01")],
        appointments=[post("N1", "T1-ZF", None)],
        promotions=[{"person_id": "N1", "kind": "rank", "date": "2017-01-01"}],
    )
    finding = the(data, "rank-promotion")
    assert finding.outcome.value == "undetermined"
    assert ("value", "appointments", 1) in missing(finding)


def test_training_of_somebody_in_an_unknown_place_concerns_a_doubtful_subject():
    data = dataset(
        people=[veteran("N1")],
        appointments=[post("N1", "lost", "2000-01-01")],
        trainings=[{"person_id": "N1", "year": "2016", "days": "12"}],
    )
    assert verdict(data, "training-days") == DOUBT


def test_a_recruit_of_an_unknown_place_may_owe_a_stationing():
    data = dataset(people=[recruit(by="lost", grassroots_before="no")])
    finding = the(data, "village-stationing")
    assert (finding.outcome.value, finding.reason) == DOUBT
    assert ("organization", "people", 1) in missing(finding)


def test_recruitment_by_an_authority_of_unknown_place_belongs_to_a_doubtful_pool():
    row = {"authority": "lost", "year": "2016", "channel": "civil_service_exam", "hired": "5"}
    finding = the(
        dataset(recruitment=[{**row, "destination": "township"}]), "recruits-to-townships"
    )
    assert (finding.outcome.value, finding.reason) == DOUBT
    assert (finding.subject.type, finding.subject.id) == ("organization", "lost")


def test_recruitment_where_no_province_is_recorded_is_judged_for_the_topmost_division():
    county = org("Z", "division", "county")
    row = {"authority": "Z", "year": "2016", "channel": "civil_service_exam", "hired": "5"}
    data = dataset(organizations=[county], recruitment=[{**row, "destination": "township"}])
    finding = the(data, "recruits-to-townships")
    assert (finding.outcome.value, finding.subject.id) == ("pass", "Z")


def test_assessments_of_an_organisation_of_unknown_place_belong_to_a_doubtful_pool():
    row = {"org_id": "lost", "year": "2016", "assessed": "10", "excellent": "1"}
    assert verdict(dataset(assessments=[row]), "excellent-share") == DOUBT


@pytest.mark.parametrize("rule", ["veto-items", "vertical-management"])
def test_lists_of_an_organisation_that_is_not_there_concern_a_doubtful_subject(rule):
    name = {"veto-items": "veto", "vertical-management": "vertical"}[rule]
    data = dataset(listed_items=[{"org_id": "lost", "list": name, "item": "甲", "basis": "law"}])
    finding = the(data, rule)
    assert (finding.outcome.value, finding.reason) == DOUBT
    assert finding.subject.id == "lost"


def test_an_approval_by_an_organisation_that_is_not_there_leaves_a_move_open():
    data = dataset(
        people=[recruit()],
        appointments=[
            post("N1", "T1-ZF", "2015-08-01", "2018-08-01"),
            post("N1", "A-JU", "2018-08-01", approved_by="lost", approved_on="2018-07-01"),
        ],
    )
    # Three years of service: stage 2, out of the townships with approval only.
    finding = the(data, "service-minimum")
    assert (finding.outcome.value, finding.reason) == ("undetermined", "fact-unknown")
    assert [u for u in finding.unknowns if u.column == "approved_by"]


def test_an_approval_by_an_organisation_that_is_not_there_leaves_a_secondment_open():
    data = dataset(
        people=[veteran("N1")],
        appointments=[
            post("N1", "T1-ZF", "2000-01-01"),
            post("N1", "A-JU", "2018-08-01", "2019-08-01", "secondment", approved_by="lost"),
        ],
    )
    finding = the(data, "secondment")
    assert finding.outcome.value == "undetermined"
    assert ("organization", "appointments", 2) in missing(finding)


@pytest.mark.parametrize(
    "body", [org("X", None, "prefecture", "M"), org("X", "organization_department", None)]
)
def test_an_approval_by_a_body_of_which_too_little_is_known_leaves_a_secondment_open(body):
    data = dataset(
        organizations=[body],
        people=[veteran("N1")],
        appointments=[
            post("N1", "T1-ZF", "2000-01-01"),
            post("N1", "A-JU", "2018-08-01", "2019-08-01", "secondment", approved_by="X"),
        ],
    )
    assert the(data, "secondment").outcome.value == "undetermined"


def test_what_may_be_a_township_but_does_not_exist_yet_is_no_subject():
    later = {"org_id": "X", "level": "township", "parent_id": "A", "valid_from": "2030-01-01"}
    data = dataset(organizations=[later])
    assert [one for one in findings(data, "team-experience") if one.subject.id == "X"] == []
