"""Nobody vanishes from a report because a row could not be read."""

import pytest

import partyorg as po

P = {"org_id": "P", "level": "province", "kind": "division"}
T = {"org_id": "T", "level": "township", "kind": "division", "parent_id": "P"}
AS_OF = "2018-06-30"


def told(rule, as_of=AS_OF, subjects=None, **tables):
    tables.setdefault("organizations", [P, T])
    data = po.Dataset.from_records(**tables)
    report = po.check(data, as_of=as_of, only=[rule], allow_empty=True, subjects=subjects)
    return {(f.subject.id, f.period): (f.outcome.value, f.reason) for f in report}


OPEN = ("undetermined", "row-set-aside")
DOUBTFUL = ("undetermined", "doubtful-subject")


@pytest.mark.parametrize("level", ["township", "villlage"])
def test_a_township_whose_row_was_set_aside_is_still_a_subject(level):
    spoilt = {**T, "level": level, "valid_from": "2015-13"}
    assert told("team-experience", organizations=[P, spoilt])["T", None] == OPEN


def test_what_was_no_township_is_no_subject_after_all():
    spoilt = {**T, "level": "village", "valid_from": "2015-13"}
    assert told("team-experience", organizations=[P, spoilt]) == {}


def test_a_committee_whose_row_was_set_aside_is_still_a_subject():
    committee = {"org_id": "C-DW", "level": "county", "kind": "local_party_committee"}
    spoilt = {**committee, "within_id": "P", "valid_to": "2015-02-30"}
    assert told("annual-report", organizations=[P, spoilt]) == {("C-DW", None): OPEN}
    other = {**spoilt, "kind": "government"}
    assert told("annual-report", organizations=[P, other]) == {}


def test_a_promotion_whose_row_was_set_aside_is_still_reported():
    row = {"person_id": "N1", "kind": "rank", "date": "2016-05-01"}
    people = [{"person_id": "N1"}]
    spoilt = [{**row, "kind": "rnak"}]
    assert told("rank-promotion", people=people, promotions=spoilt) == {("N1", "2016-05-01"): OPEN}
    spoilt = [{**row, "date": "2016-13"}]
    assert told("rank-promotion", people=people, promotions=spoilt) == {("N1", None): OPEN}
    spoilt = [{**row, "kind": "leadership", "date": "2016-13"}]
    assert told("rank-promotion", people=people, promotions=spoilt) == {}


def test_a_list_whose_only_row_was_set_aside_is_still_reported():
    county = {"org_id": "C", "level": "county", "kind": "division", "parent_id": "P"}
    row = {"org_id": "C", "list": "veto", "item": "x" * 20_000}
    found = told("veto-items", organizations=[P, county], listed_items=[row])
    assert found == {("C", None): OPEN}
    other = {**row, "list": "duties"}
    assert told("veto-items", organizations=[P, county], listed_items=[other]) == {}


def test_a_year_whose_only_training_was_set_aside_is_still_a_year():
    tables = {
        "people": [{"person_id": "N1"}],
        "appointments": [
            {"person_id": "N1", "org_id": "T", "start": "2010-01-01", "basis": "in_post"}
        ],
        "trainings": [{"person_id": "N1", "year": "2016", "days": "many"}],
    }
    assert told("training-days", **tables) == {("N1", "2016"): OPEN}


def recruitment(authority, hired, destination="township"):
    return {
        "authority": authority,
        "year": "2016",
        "channel": "civil_service_exam",
        "destination": destination,
        "hired": hired,
    }


def test_a_row_of_an_authority_that_is_not_found_may_belong_to_any_province():
    sure = recruitment("P", 80)
    few = told("recruits-to-townships", recruitment=[sure, recruitment("nowhere", 20, "county")])
    assert few["P", "2016"] == ("pass", None)  # 80 of 100 at the worst
    many = told("recruits-to-townships", recruitment=[sure, recruitment("nowhere", 21, "county")])
    assert many["P", "2016"] == ("undetermined", "fact-unknown")
    assert many["nowhere", "2016"] == DOUBTFUL


def test_a_row_of_illegible_year_touches_every_year():
    rows = [recruitment("P", 80), {**recruitment("P", 80), "year": "20166"}]
    assert told("recruits-to-townships", recruitment=rows) == {("P", "2016"): OPEN}


def test_asking_for_one_subject_finds_the_lost_one_too():
    spoilt = {**T, "org_id": "T9", "valid_from": "2015-13"}
    people = [{"person_id": "N1"}]
    found = told("team-experience", organizations=[P, T, spoilt], people=people, subjects=["T"])
    assert ("T9", None) not in found
