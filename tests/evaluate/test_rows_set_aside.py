"""A row that was set aside leaves open whatever depends on it, and nothing else."""

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

ASIDE = ("undetermined", "row-set-aside")
SPOILT = "2015-13"  # no month


def people(*rows):
    return dataset(
        people=[recruit("N1"), recruit("N2"), veteran("N3"), veteran("N4")],
        appointments=[
            post("N1", "T1-ZF", "2015-08-01"),
            post("N2", "T1-ZF", "2015-08-01"),
            leader("N3", "T1-ZF", "2000-01-01"),
            leader("N4", "T2-ZF", "2000-01-01"),
            *rows,
        ],
    )


def test_a_row_of_one_persons_posts_leaves_only_that_persons_service_open():
    report = findings(people(post("N1", "T2-ZF", SPOILT)), "service-minimum")
    told = {f.subject.id: (f.outcome.value, f.reason) for f in report}
    assert told == {"N1": ASIDE, "N2": ("pass", None)}
    finding = report["service-minimum", "N1"]
    assert missing(finding) == {("mended-row", "appointments", 5)}
    assert finding.unknowns[0].column == "start"


def test_a_row_of_a_teams_posts_leaves_only_that_team_open():
    report = findings(people(leader("N2", "T1-ZF", SPOILT)), "team-experience")
    told = {f.subject.id: (f.outcome.value, f.reason) for f in report}
    assert told == {"T1": ASIDE, "T2": ("pass", None)}
    assert ("mended-row", "appointments", 5) in missing(report["team-experience", "T1"])


def test_a_member_with_a_row_set_aside_elsewhere_is_a_doubtful_member():
    # Of two members one is experienced for sure: 3×1 < 2×2, and 3×2 ≥ 2×2.
    data = people(leader("N2", "T1-ZF", "2016-01-01"), post("N2", "A-JU", SPOILT))
    report = findings(data, "team-experience")
    assert report["team-experience", "T1"].outcome.value == "undetermined"
    assert report["team-experience", "T1"].observed["experienced"] == (1, 2)


def recruitment(year, destination="township", hired="8"):
    return {
        "authority": "A-ORG",
        "year": year,
        "channel": "civil_service_exam",
        "destination": destination,
        "hired": hired,
    }


def test_a_row_of_recruitment_leaves_only_its_year_open():
    data = dataset(
        recruitment=[
            recruitment("2016"),
            recruitment("2017"),
            recruitment("2017", "county", "many"),
        ]
    )
    report = findings(data, "recruits-to-townships")
    told = {f.period: (f.outcome.value, f.reason) for f in report}
    assert told == {"2016": ("pass", None), "2017": ASIDE}
    assert missing(report["recruits-to-townships", "P", "2017"]) == {
        ("mended-row", "recruitment", 3)
    }


def test_a_row_of_recruitment_whose_year_cannot_be_read_leaves_every_year_open():
    data = dataset(recruitment=[recruitment("2016"), recruitment("2017"), recruitment("soon")])
    told = {f.period: (f.outcome.value, f.reason) for f in findings(data, "recruits-to-townships")}
    assert told == {"2016": ASIDE, "2017": ASIDE}


def test_a_row_of_recruitment_elsewhere_leaves_this_province_as_it_is():
    other = org("Q", "division", "province")
    spoilt = {**recruitment("2016", hired="many"), "authority": "Q"}
    data = dataset(organizations=[other], recruitment=[recruitment("2016"), spoilt])
    told = {f.subject.id: f.outcome.value for f in findings(data, "recruits-to-townships")}
    assert told == {"P": "pass", "Q": "undetermined"}


def test_a_row_of_a_person_leaves_a_stub_of_whom_nothing_is_known():
    data = dataset(
        people=[recruit("N1", on=SPOILT), veteran("N2")],
        appointments=[leader("N1", "T1-ZF", "2000-01-01"), leader("N2", "T1-ZF", "2000-01-01")],
    )
    assert verdict(data, "service-minimum") == ASIDE
    # A member of twelve years is experienced whatever else the row may say.
    assert verdict(data, "team-experience", subjects=["T1"]) == ("pass", None)


def test_a_stub_may_have_served_before_anything_that_is_recorded():
    data = dataset(
        people=[{"person_id": "N1", "recruited_on": SPOILT}],
        appointments=[leader("N1", "T1-ZF", "2018-12-01")],
    )
    finding = the(data, "team-experience", subjects=["T1"])
    assert finding.outcome.value == "undetermined"
    assert ("career", "people", None) in missing(finding)


def test_a_person_who_is_in_no_table_is_a_stub_too():
    data = dataset(appointments=[leader("N9", "T1-ZF", "2018-12-01")])
    assert verdict(data, "service-minimum") == ASIDE
    assert the(data, "team-experience", subjects=["T1"]).outcome.value == "undetermined"


def training(year, days, person_id="N1"):
    return {"person_id": person_id, "year": year, "days": days}


def test_a_row_of_training_leaves_only_its_year_open():
    data = dataset(
        people=[veteran("N1")],
        appointments=[post("N1", "T1-ZF", "2000-01-01")],
        trainings=[training("2016", "12"), training("2017", "12"), training("2017", "lots")],
    )
    told = {f.period: (f.outcome.value, f.reason) for f in findings(data, "training-days")}
    assert told == {"2016": ("pass", None), "2017": ASIDE}


def test_a_row_of_posts_leaves_all_years_of_training_open():
    data = dataset(
        people=[veteran("N1")],
        appointments=[post("N1", "T1-ZF", SPOILT)],
        trainings=[training("2016", "12"), training("2017", "1")],
    )
    told = {f.period: (f.outcome.value, f.reason) for f in findings(data, "training-days")}
    assert told == {"2016": ASIDE, "2017": ASIDE}


@pytest.mark.parametrize("rule", ["chief-training", "vacancy-priority", "secondment"])
def test_a_row_of_posts_leaves_rules_on_a_holder_open(rule):
    data = dataset(
        people=[veteran("N1"), recruit("N2", on="2015-01-01", by="A-JU")],
        appointments=[
            leader("N1", "T1-ZF", "2000-01-01", role="chief"),
            post("N1", "A-JU", "2018-01-01", "2019-01-01", "secondment"),
            leader("N2", "T2-ZF", "2015-01-01", "2018-01-01"),
            leader("N1", "T2-ZF", "2017-01-01"),
            post("N1", "A-JU", SPOILT),
        ],
    )
    told = {f.outcome.value: f.reason for f in findings(data, rule, subjects=["N1"])}
    assert told == {"undetermined": "row-set-aside"}


def test_a_row_of_posts_leaves_a_promotion_open():
    data = dataset(
        people=[veteran("N1")],
        appointments=[post("N1", "T1-ZF", "2000-01-01"), post("N1", "A-JU", SPOILT)],
        promotions=[{"person_id": "N1", "kind": "rank", "date": "2016-05-01"}],
    )
    assert verdict(data, "rank-promotion") == ASIDE


def test_a_row_of_posts_leaves_a_stationing_open():
    data = dataset(
        people=[recruit("N1", grassroots_before="no")],
        appointments=[post("N1", "V1", "2016-01-01", basis="stationing"), post("N1", "V1", SPOILT)],
    )
    assert verdict(data, "village-stationing") == ASIDE


def test_a_row_of_activities_leaves_the_reports_of_that_body_open():
    def report(org_id, date):
        return {"org_id": org_id, "kind": "township_cadre_report", "date": date, "to_id": "M-DW"}

    data = dataset(activities=[report("A-DW", "2016-03-01"), report("A-DW", "soon")])
    told = {f.reason for f in findings(data, "annual-report", "2016-12-31", subjects=["A-DW"])}
    assert "row-set-aside" in told


def test_a_row_of_lists_leaves_the_lists_of_that_body_open():
    item = {"org_id": "A", "list": "veto", "item": "甲"}
    data = dataset(listed_items=[item, {**item, "item": None}])
    assert verdict(data, "veto-items") == ASIDE


def test_an_assessment_set_aside_leaves_only_its_county_and_year_open():
    def assessed(org_id, year, number):
        return {"org_id": org_id, "year": year, "assessed": number, "excellent": "1"}

    data = dataset(
        organizations=[org("B", "division", "county", "M"), org("T9", "division", "township", "B")],
        assessments=[
            assessed("T1", "2016", "10"),
            assessed("T1", "2017", "10"),
            assessed("T2", "2017", "ten"),
            assessed("T9", "2017", "10"),
        ],
    )
    told = {
        (f.subject.id, f.period): (f.outcome.value, f.reason)
        for f in findings(data, "excellent-share")
    }
    assert told == {
        ("A", "2016"): ("pass", None),
        ("A", "2017"): ASIDE,
        ("B", "2017"): ("pass", None),
    }
