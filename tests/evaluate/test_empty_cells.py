"""An empty basis, role, kind, count or date may be anything that it can be."""

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


# --- A team ---------------------------------------------------------------------------------------


def team(*, sure, person=None, replace=(), **row):
    """Judge T1's team: `sure` experienced members, and one without experience who may belong."""
    good = [f"G{number}" for number in range(sure)]
    newcomer = {"person_id": "N1", "org_id": "T1-ZF", "start": "2018-06-01", "role": "leader"}
    data = dataset(
        replace=replace,
        people=[*(veteran(one) for one in good), person or veteran("N1", "2018-06-01")],
        appointments=[
            *(leader(one, "T1-DW", "2000-01-01") for one in good),
            {**newcomer, "basis": "in_post", **row},
        ],
    )
    return the(data, "team-experience", subjects=["T1"])


@pytest.mark.parametrize(
    "how",
    [
        {"basis": None},
        {"role": None},
        {"replace": [org("T1-ZF", None, "township", "T1")]},
        {"start": None},
    ],
    ids=["basis", "role", "kind of the body", "start"],
)
def test_a_member_who_may_not_be_one_is_counted_both_ways(how):
    # With one good member 1/1 or 1/2 of the team are experienced, with two 2/2 or 2/3.
    one, two = team(sure=1, **how), team(sure=2, **how)
    assert one.outcome.value == "undetermined"
    assert one.observed["team"] == (1, 2)
    assert two.outcome.value == "pass"


@pytest.mark.parametrize(
    "how", [{"basis": "attachment"}, {"basis": "secondment"}, {"role": "staff"}]
)
def test_who_surely_is_no_member_does_not_count(how):
    assert team(sure=1, **how).observed["team"] == 1


def test_a_team_of_doubtful_members_only_is_open_even_if_all_are_experienced():
    data = dataset(
        people=[veteran("N1")], appointments=[post("N1", "T1-ZF", "2000-01-01", role=None)]
    )
    assert the(data, "team-experience", subjects=["T1"]).outcome.value == "undetermined"


def test_a_team_of_nobody_is_not_applicable():
    assert verdict(dataset(), "team-experience", subjects=["T1"]) == (
        "not_applicable",
        "share-of-nothing",
    )


def test_an_unknown_part_of_the_career_may_be_service():
    known = veteran("N1", "2018-06-01")
    assert team(sure=1, person=known).outcome.value == "fail"
    before = {"person_id": "N1", "career_known_from": "2018-06-01"}
    told = team(sure=1, person=before)
    assert told.outcome.value == "undetermined"
    assert ("career", "people", 2) in missing(told)


def test_a_career_that_is_unknown_between_recruitment_and_the_first_post_may_be_service():
    assert team(sure=1, person=veteran("N1", "2016-05-31")).outcome.value == "undetermined"
    # A year and a half is too little whatever happened in it.
    assert team(sure=1, person=veteran("N1", "2017-06-01")).outcome.value == "fail"


def test_a_team_of_a_township_that_may_not_exist_yet_concerns_a_doubtful_subject():
    young = org("T1", "division", "township", "A", valid_from="2018")
    data = dataset(replace=[young])
    assert verdict(data, "team-experience", "2018-06-30", subjects=["T1"]) == DOUBT
    assert len(findings(data, "team-experience", "2017-12-31", subjects=["T1"])) == 0


# --- A county's team ------------------------------------------------------------------------------


def county_member(*posts, **person):
    data = dataset(
        people=[{**veteran("N1"), **person}],
        appointments=[*posts, leader("N1", "A-DW", "2018-01-01")],
    )
    return the(data, "county-team-township-chiefs", subjects=["A"]).outcome.value


CHIEF = {"end": "2018-01-01", "role": "chief"}


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (post("N1", "T1-ZF", "2000-01-01", **CHIEF), "pass"),
        (post("N1", "T1-ZF", "2000-01-01", **{**CHIEF, "role": "leader"}), "off_target"),
        (post("N1", "T1-ZF", "2000-01-01", **{**CHIEF, "role": None}), "undetermined"),
        (post("N1", "T1-ZF", "2000-01-01", basis=None, **CHIEF), "undetermined"),
        (post("N1", "T1-ZF", "2000-01-01", basis="attachment", **CHIEF), "off_target"),
        (post("N1", "A-JU", "2000-01-01", **CHIEF), "off_target"),
        (post("N1", "V1", "2000-01-01", **CHIEF), "off_target"),
        (post("N1", "lost", "2000-01-01", **CHIEF), "undetermined"),
    ],
    ids=[
        "chief",
        "leader",
        "role empty",
        "basis empty",
        "attached",
        "county",
        "village",
        "unknown",
    ],
)
def test_a_former_post_counts_as_far_as_it_is_known(row, outcome):
    assert county_member(row) == outcome


def test_a_former_post_at_a_body_of_the_wrong_kind_does_not_count():
    data = dataset(
        organizations=[org("T1-JW", "discipline_commission", "township", "T1")],
        people=[veteran("N1")],
        appointments=[
            post("N1", "T1-JW", "2000-01-01", **CHIEF),
            leader("N1", "A-DW", "2018-01-01"),
        ],
    )
    assert the(data, "county-team-township-chiefs", subjects=["A"]).outcome.value == "off_target"


def test_a_former_post_in_the_unrecorded_part_of_a_career_may_count():
    row = post("N1", "A-JU", "2010-01-01", "2018-01-01")
    assert county_member(row, career_known_from="2010-01-01") == "undetermined"


def test_of_somebody_with_a_row_set_aside_no_former_post_is_sure():
    data = dataset(
        people=[veteran("N1")],
        appointments=[
            post("N1", "T1-ZF", "2000-01-01", **CHIEF),
            leader("N1", "A-DW", "2018-01-01"),
            post("N1", "A-JU", "2015-13"),
        ],
    )
    told = the(data, "county-team-township-chiefs", subjects=["A"])
    assert told.outcome.value == "undetermined"


# --- Rows with counts -----------------------------------------------------------------------------


def intake(**change):
    row = {
        "authority": "A-ORG",
        "year": "2016",
        "channel": "civil_service_exam",
        "destination": "township",
        "hired": "80",
    }
    rows = [row, {**row, "destination": "county", "hired": "20", **change}]
    return verdict(dataset(recruitment=rows), "recruits-to-townships")[0]


@pytest.mark.parametrize(
    ("change", "outcome"),
    [
        ({}, "pass"),
        ({"hired": "21"}, "fail"),
        ({"hired": None}, "undetermined"),
        ({"hired": None, "destination": "township"}, "pass"),
        ({"hired": "21", "destination": None}, "undetermined"),
        ({"hired": "20", "destination": None}, "pass"),
        ({"hired": "21", "channel": None}, "undetermined"),
        ({"hired": None, "channel": "selection"}, "pass"),
        ({"hired": None, "channel": None, "destination": None}, "undetermined"),
    ],
)
def test_an_empty_count_or_word_in_a_row_is_tried_both_ways(change, outcome):
    assert intake(**change) == outcome


def test_empty_counts_are_listed_as_missing():
    row = {"authority": "A-ORG", "year": "2016", "channel": "civil_service_exam"}
    finding = the(dataset(recruitment=[{**row, "hired": None}]), "recruits-to-townships")
    assert {u.column for u in finding.unknowns} == {"hired", "destination"}


@pytest.mark.parametrize(
    ("assessed", "excellent", "outcome"),
    [
        ("10", "2", "pass"),
        ("10", "3", "fail"),
        ("10", None, "undetermined"),
        (None, "2", "undetermined"),
        (None, "0", "undetermined"),
        (None, None, "undetermined"),
        ("0", "0", "not_applicable"),
    ],
)
def test_an_empty_number_of_the_assessed_or_the_excellent_may_be_any(assessed, excellent, outcome):
    row = {"org_id": "T1", "year": "2016", "assessed": assessed, "excellent": excellent}
    told = the(dataset(assessments=[row]), "excellent-share")
    assert told.outcome.value == outcome
    if outcome == "undetermined":
        assert {u.code for u in told.unknowns} == {"value"}
        wanted = {c for c, v in (("assessed", assessed), ("excellent", excellent)) if v is None}
        assert {u.column for u in told.unknowns} == wanted


# --- Persons --------------------------------------------------------------------------------------


def test_a_promotion_without_a_date_is_open():
    data = dataset(
        people=[veteran("N1")],
        appointments=[post("N1", "T1-ZF", "2000-01-01")],
        promotions=[{"person_id": "N1", "kind": "rank", "date": None}],
    )
    finding = the(data, "rank-promotion")
    assert (finding.outcome.value, finding.reason) == ("undetermined", "fact-unknown")
    assert missing(finding) == {("value", "promotions", 1)}


def test_a_promotion_of_no_kind_concerns_a_doubtful_subject():
    data = dataset(
        people=[veteran("N1")],
        appointments=[post("N1", "T1-ZF", "2000-01-01")],
        promotions=[{"person_id": "N1", "kind": None, "date": "2016-01-01"}],
    )
    assert verdict(data, "rank-promotion") == DOUBT


def test_a_chief_without_a_role_may_owe_a_training():
    data = dataset(
        people=[veteran("N1")], appointments=[post("N1", "T1-ZF", "2000-01-01", role=None)]
    )
    assert verdict(data, "chief-training") == DOUBT


def test_a_move_of_no_basis_may_be_no_move():
    data = dataset(
        people=[recruit()],
        appointments=[
            post("N1", "T1-ZF", "2015-08-01", "2016-08-01"),
            post("N1", "A-JU", "2016-08-01", basis=None),
        ],
    )
    finding = the(data, "service-minimum")
    assert finding.outcome.value == "undetermined"
    assert ("value", "appointments", 2) in missing(finding)


def test_each_of_two_moves_of_no_basis_may_be_the_one_that_was_made():
    # If only the first is a move it was approved; if only the second is, it was not.
    data = dataset(
        people=[recruit(on="2015-01-01")],
        appointments=[
            post("N1", "T1-ZF", "2015-01-01", "2018-05-01"),
            post(
                *("N1", "A-JU", "2018-03-01"),
                basis=None,
                approved_by="M-ORG",
                approved_on="2018-01-01",
            ),
            post("N1", "A-DW", "2018-02-01", basis=None),
        ],
    )
    assert verdict(data, "service-minimum")[0] == "undetermined"
