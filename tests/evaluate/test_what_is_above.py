"""Where it is not known what is above, nothing is held against anybody."""

import pytest

import partyorg as po

P = {"org_id": "P", "level": "province", "kind": "division"}
F = {"org_id": "F", "level": "prefecture", "kind": "division", "parent_id": "P"}
C = {"org_id": "C", "level": "county", "kind": "division", "parent_id": "F"}
T = {"org_id": "T", "level": "township", "kind": "division", "parent_id": "C"}
BODIES = [
    {"org_id": "P-DW", "level": "province", "kind": "local_party_committee", "within_id": "P"},
    {"org_id": "F-DW", "level": "prefecture", "kind": "local_party_committee", "within_id": "F",
     "parent_id": "P-DW"},
    {"org_id": "F-ZZB", "level": "prefecture", "kind": "organization_department",
     "within_id": "F"},
    {"org_id": "C-DW", "level": "county", "kind": "local_party_committee", "within_id": "C",
     "parent_id": "F-DW"},
    {"org_id": "C-JY", "level": "county", "kind": "department", "within_id": "C"},
]  # fmt: skip
ALL_LISTED = [{"table": "listed_items"}]


def told(rule, *changes, as_of="2018-06-30", **tables):
    orgs = {one["org_id"]: one for one in [P, F, C, T, *BODIES]}
    orgs.update({one["org_id"]: {**orgs.get(one["org_id"], {}), **one} for one in changes})
    data = po.Dataset.from_records(organizations=list(orgs.values()), **tables)
    report = po.check(data, as_of=as_of, only=[rule], allow_empty=True)
    return {(f.subject.id, f.period): f for f in report}


def outcomes(rule, *changes, **tables):
    return {key: f.outcome.value for key, f in told(rule, *changes, **tables).items()}


def left(approved_by="F-ZZB"):
    post = {"person_id": "N1", "basis": "in_post", "role": "staff"}
    return {
        "people": [{"person_id": "N1", "recruited_on": "2015-01-01", "recruited_by": "T",
                    "recruited_via": "civil_service_exam"}],
        "appointments": [
            {**post, "org_id": "T", "start": "2015-01-01", "end": "2018-01-01"},
            {**post, "org_id": "C-JY", "start": "2018-01-01", "approved_by": approved_by,
             "approved_on": "2017-12-01"},
        ],
    }  # fmt: skip


def test_an_approval_may_be_from_above_where_the_chain_is_broken():
    assert outcomes("service-minimum", **left()) == {("N1", None): "pass"}
    broken = {"org_id": "C", "parent_id": "nowhere"}
    assert outcomes("service-minimum", broken, **left()) == {("N1", None): "undetermined"}


def test_a_township_without_a_county_is_no_pool_of_its_own():
    graded = {"org_id": "T", "year": "2016", "assessed": 10, "excellent": 5}
    assert outcomes("excellent-share", assessments=[graded]) == {("C", "2016"): "fail"}
    broken = {"org_id": "T", "parent_id": "nowhere"}
    found = outcomes("excellent-share", broken, assessments=[graded])
    assert found == {("T", "2016"): "undetermined"}
    direct = {"org_id": "T", "parent_id": "F"}
    assert outcomes("excellent-share", direct, assessments=[graded]) == {("F", "2016"): "fail"}


def veto(item, org_id="C"):
    return {"org_id": org_id, "list": "veto", "item": item}


@pytest.mark.parametrize(
    "unclear",
    [
        [{"org_id": "C", "parent_id": "nowhere"}],
        [{"org_id": "P-DW", "level": ""}],
    ],
    ids=["the chain is broken", "the level of a lister is empty"],
)
def test_an_item_may_be_allowed_where_it_is_not_known_what_is_above(unclear):
    rows = [veto("安全生产", "P-DW"), veto("招商引资")]
    known = outcomes("veto-items", listed_items=rows, completeness=ALL_LISTED)
    assert known["C", None] == "fail"
    found = outcomes("veto-items", *unclear, listed_items=rows, completeness=ALL_LISTED)
    assert found["C", None] == "undetermined"


def test_a_row_set_aside_above_may_allow_an_item():
    rows = [{**veto("x", "P-DW"), "item": ""}, veto("招商引资")]
    found = outcomes("veto-items", listed_items=rows, completeness=ALL_LISTED)
    assert found["C", None] == "undetermined"


def test_an_organisation_of_empty_level_or_gone_by_the_day_is_not_held_to_a_list():
    rows = [veto("招商引资")]
    how = {"listed_items": rows, "completeness": ALL_LISTED}
    assert outcomes("veto-items", {"org_id": "C", "level": ""}, **how)["C", None] == "undetermined"
    assert outcomes("veto-items", {"org_id": "C", "valid_to": "2010-01-01"}, **how) == {}


@pytest.mark.parametrize(
    ("item", "outcome"),
    [("GDP", "fail"), ("gdp", "fail"), ("GDP增速", "undetermined"), ("生态", "pass")],
)
def test_an_item_that_speaks_of_what_is_forbidden_is_not_passed_over(item, outcome):
    exempt = {"org_id": "C", "tags": "免考GDP"}
    rows = [{"org_id": "C", "list": "assessment", "item": item}]
    found = outcomes("gdp-exemption", exempt, listed_items=rows, completeness=ALL_LISTED)
    assert found["C", None] == outcome


REPORT = {"org_id": "C-DW", "kind": "township_cadre_report", "date": "2016-12-01"}


@pytest.mark.parametrize(
    ("to_id", "changes", "outcome"),
    [
        ("F-DW", [], "pass"),
        ("F", [], "pass"),
        ("P-DW", [], "fail"),
        ("F-DW", [{"org_id": "C-DW", "parent_id": "nowhere"}], "undetermined"),
        ("nowhere", [], "undetermined"),
        ("F-DW", [{"org_id": "C-DW", "parent_id": "C"}], "pass"),
        ("F-DW", [{"org_id": "C-DW", "parent_id": "F"}], "pass"),
        ("OLD", [{"org_id": "OLD", "level": "prefecture", "kind": "local_party_committee",
                  "within_id": "F", "parent_id": "P-DW", "valid_to": "2017-01-01",
                  "successor_id": "F-DW"}], "pass"),
    ],
)  # fmt: skip
def test_a_report_goes_to_the_superior_however_it_is_written(to_id, changes, outcome):
    tables = {
        "activities": [{**REPORT, "to_id": to_id}],
        "completeness": [{"table": "activities"}],
    }
    assert outcomes("annual-report", *changes, **tables)["C-DW", "2016"] == outcome


@pytest.mark.parametrize("column", ["kind", "level"])
def test_a_committee_of_which_half_is_known_is_a_doubtful_subject(column):
    found = told("annual-report", {"org_id": "C-DW", column: ""})
    assert found["C-DW", "2016"].reason == "doubtful-subject"
    assert found["C-DW", "2016"].unknowns[0].column == column


def test_a_township_of_which_half_is_known_is_a_doubtful_subject():
    found = told("team-experience", {"org_id": "T", "level": ""})
    assert found["T", None].reason == "doubtful-subject"


def test_the_one_who_sent_somebody_away_without_approval_is_responsible():
    post = {"person_id": "N1", "org_id": "T", "basis": "in_post", "start": "2015-01-01"}
    away = {"person_id": "N1", "basis": "secondment", "start": "2018-01-01", "end": "2019-01-01"}
    rows = [
        post,
        {**away, "org_id": "C-JY"},
        {**away, "org_id": "F-DW", "approved_by": "F-ZZB"},
    ]
    for order in (rows, rows[::-1]):
        found = told("secondment", people=[{"person_id": "N1"}], appointments=order)["N1", None]
        assert (found.outcome, found.responsible) == (po.Outcome.FAIL, "C-JY")
        assert found.observed["approval"] == (False, None)


def test_a_superior_of_unknown_place_is_compared_by_itself():
    lost = {"org_id": "X-DW", "level": "prefecture", "kind": "local_party_committee"}
    tables = {
        "activities": [{**REPORT, "to_id": "X-DW"}],
        "completeness": [{"table": "activities"}],
    }
    found = outcomes("annual-report", lost, {"org_id": "C-DW", "parent_id": "X-DW"}, **tables)
    assert found["C-DW", "2016"] == "pass"


def test_a_row_set_aside_in_another_table_allows_no_item():
    rows = [veto("招商引资")]
    spoilt = [{"person_id": "N1", "year": "2016", "days": "many"}]
    found = outcomes("veto-items", listed_items=rows, completeness=ALL_LISTED, trainings=spoilt)
    assert found["C", None] == "fail"


def test_a_team_with_a_row_set_aside_had_not_surely_failed():
    post = {"org_id": "T", "basis": "in_post", "role": "leader", "start": "2017-01-01"}
    rows = [
        {**post, "person_id": "N1"},
        {**post, "person_id": "N2", "start": "2018-06-01"},
    ]
    people = [{"person_id": one, "recruited_on": "2017-01-01"} for one in ("N1", "N2", "N3")]
    sure = outcomes("vacancy-priority", people=people, appointments=rows)
    assert sure == {("N2", "2018-06-01"): "fail"}
    spoilt = {**post, "person_id": "N3", "start": "2015-13"}
    assert outcomes("vacancy-priority", people=people, appointments=[*rows, spoilt]) == {}


@pytest.mark.parametrize(
    ("basis", "outcome"),
    [("法律", "pass"), ("县", "fail"), ("国家法律", "undetermined"), ("", "undetermined")],
)
def test_a_basis_in_other_words_is_left_open(basis, outcome):
    row = {"org_id": "T", "list": "vertical", "item": "人财物上收", "basis": basis}
    assert outcomes("vertical-management", listed_items=[row]) == {("T", None): outcome}
