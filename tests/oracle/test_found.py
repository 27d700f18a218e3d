"""What a second, independent implementation found: each was a difference, and is mended."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from compare import COUNTINGS, library
from worlds import organizations


def post(org, start, end="", basis="in_post", role="staff", **more):
    return {"person_id": "N", "org_id": org, "start": start, "end": end, "basis": basis,
            "role": role, **more}  # fmt: skip


def outcome(rule, as_of, recruited, appointments, counting="day", **tables):
    world = {
        "organizations": organizations(),
        "people": [
            {"person_id": "N", "recruited_on": recruited, "recruited_by": "T0-ZF",
             "recruited_via": "directed"}
        ],
        "appointments": appointments,
    }  # fmt: skip
    found = library(world | tables, date.fromisoformat(as_of), counting, [rule])
    return {key[1:]: finding.outcome.value for key, finding in found.items()}


# A date written to the month stands for each of its days: a post from a month to that same month
# may have been held, and then the person has moved.


@pytest.mark.parametrize("counting", COUNTINGS)
def test_a_post_within_one_month_may_have_been_a_move(counting):
    posts = [post("T0-DW", "2015-08-01", "2015-11"), post("C0-JY", "2015-11", "2015-11")]
    found = outcome("service-minimum", "2016-02-29", "2015-08-01", posts, counting)
    assert found == {("N", None, None): "undetermined"}


@pytest.mark.parametrize("counting", COUNTINGS)
def test_a_post_within_one_year_may_have_been_a_move(counting):
    posts = [post("T0-DW", "2015-08-01", "2016"), post("C0-JY", "2016", "2016")]
    found = outcome("service-minimum", "2017-02-28", "2015-08-01", posts, counting)
    assert found == {("N", None, None): "undetermined"}


@pytest.mark.parametrize("counting", COUNTINGS)
def test_a_post_within_one_month_may_have_been_a_return(counting):
    posts = [
        post("T0-DW", "2016-01-01", "2017-01-01"),
        post("C0-JY", "2017-01-01", "2020-03"),
        post("T0-DW", "2020-03", "2020-03"),
    ]
    found = outcome("service-minimum", "2021-06-15", "2016-01-01", posts, counting)
    assert found == {("N", None, None): "undetermined"}


# Recruitment and the start of a post written the same way are one instant; an end is not, and of
# other dates equal in writing the order is unknown.


def test_an_end_written_like_the_recruitment_need_not_be_the_same_day():
    posts = [post("F0-ZF", "2016-02-10", "2016-02")]
    found = outcome("service-minimum", "2017-02-28", "2016-02", posts)
    assert found == {("N", None, None): "undetermined"}


# Dates that contradict each other are a matter for a problem or an open verdict, not a traceback.


def test_posts_that_cannot_touch_do_not_stop_the_check():
    posts = [post("T2-DW", "2019-12", "2019"), post("T0-SY", "2019", "2019-04")]
    found = outcome("service-minimum", "2021-03-31", "2019", posts)
    assert found[("N", None, None)] == "undetermined"


# The approval comes from above the township: while it is open which township that is, and the
# organisation department stands above one of the two only, so is the verdict.


def test_an_approval_above_only_the_one_of_two_possible_townships_is_open():
    posts = [
        post("T2-DW", "2017-01-01", "2019-05"),
        post("T0-SY", "2019-05"),
        post("F1-ZF", "2018-01-01", "2020-01-01", "secondment", approved_by="C0-ORG"),
    ]
    found = outcome("secondment", "2019-05-15", "2017-01-01", posts)
    assert found == {("N", None, None): "undetermined"}


# A secondment which may be over on the day may be none of the day's.


def test_a_secondment_perhaps_over_fails_nobody():
    posts = [
        post("T0-DW", "2017-01-01"),
        post("F0-ZF", "2018-01-01", "2019-05", "secondment"),
        post("F1-ZF", "2019-04-01", "2020-01-01", "secondment", approved_by="C0-ORG"),
    ]
    found = outcome("secondment", "2019-05-20", "2017-01-01", posts)
    assert found == {("N", None, None): "undetermined"}


# A subject that a row set aside touches is undetermined on account of it, not absent.


def test_a_pool_whose_only_row_was_set_aside_is_still_reported():
    rows = [{"org_id": "T0-DW", "year": "2016", "group": "section_level", "assessed": "9x",
             "excellent": "5"}]  # fmt: skip
    found = outcome("excellent-share", "2019-06-01", "2015-01-01", [], assessments=rows)
    assert found == {("C0", "2016", "section_level"): "undetermined"}


def test_a_pool_whose_rows_contradict_each_other_is_still_reported():
    row = {"org_id": "T0-DW", "year": "2016", "group": "section_level", "excellent": "5"}
    rows = [row | {"assessed": "9"}, row | {"assessed": "90"}]
    found = outcome("excellent-share", "2019-06-01", "2015-01-01", [], assessments=rows)
    assert found == {("C0", "2016", "section_level"): "undetermined"}


def test_a_row_set_aside_leaves_the_other_group_alone():
    row = {"org_id": "T0-DW", "year": "2016", "group": "section_level", "excellent": "5"}
    other = {"org_id": "T0-DW", "year": "2016", "group": "general_staff", "assessed": "100",
             "excellent": "5"}  # fmt: skip
    rows = [row | {"assessed": "9"}, row | {"assessed": "90"}, other]
    found = outcome("excellent-share", "2019-06-01", "2015-01-01", [], assessments=rows)
    assert found.get(("C0", "2016", "general_staff")) == "pass"


def test_a_year_whose_only_recruitment_row_was_set_aside_is_still_reported():
    rows = [{"authority": "P-DW", "year": "2016", "channel": "civil_service_exam",
             "destination": "township", "hired": "9x"}]  # fmt: skip
    found = outcome("recruits-to-townships", "2019-06-01", "2015-01-01", [], recruitment=rows)
    assert found == {("P", "2016", None): "undetermined"}


# Recruited perhaps after the day is judged as if recruited by then; the post written the same way
# began at that one instant, so it has begun too.


def test_recruited_by_then_is_appointed_by_then():
    found = outcome("service-minimum", "2019-05-20", "2019-05", [post("T1-DW", "2019-05")])
    assert found == {("N", None, None): "fail"}


# One data set has one report, in whatever order a process happens to walk its sets.


def test_two_runs_over_the_same_data_say_the_same():
    program = """if True:
        import partyorg as po
        from worlds import organizations
        row = {"person_id": "N", "role": "staff", "basis": "in_post"}
        dataset = po.Dataset.from_records(
            organizations=organizations(),
            people=[{"person_id": "N", "recruited_on": "2017-06", "recruited_by": "T2-SY",
                     "recruited_via": "directed"}],
            appointments=[
                row | {"org_id": "C0-ZF", "start": "2018-05", "end": "2019-05"},
                row | {"org_id": "T0-DW", "start": "2019-05-19", "end": "2019-05-20"},
            ],
        )
        only = ["cn-gz/service-minimum"]
        (finding,) = po.check(dataset, "cn-gz", as_of="2019-05-20", only=only)
        print(finding.outcome, finding.observed, finding.responsible)
    """
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ
            | {"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(Path(__file__).parent)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in (0, 5, 9)
    }
    assert len(said) == 1
