"""Worked cases are small worlds; a case that comes out otherwise says how."""

import pytest
from cases_text import CASE, TRAINING

import partyorg as po
from partyorg.evaluate.cases import load_cases, run_cases


@pytest.fixture
def run(tmp_path):
    def run(text):
        path = tmp_path / "x.cases.toml"
        path.write_text(text, "utf-8")
        return list(run_cases(po.rules("cn-gz"), load_cases(path)))

    return run


def test_a_case_that_agrees_has_no_fault(run):
    (result,) = run(CASE)
    assert result.fault is None
    assert result.finding.outcome is po.Outcome.PASS
    assert result.case.title == "仍在首个乡镇"


def test_a_byte_order_mark_does_no_harm(run):
    assert run("\ufeff" + CASE)[0].fault is None


def test_a_case_that_comes_out_otherwise_says_how_and_why_it_should_not(run):
    (result,) = run(CASE.replace('outcome = "pass"', 'outcome = "fail"'))
    assert result.fault == (
        "cn-gz/service-minimum: 仍在首个乡镇: expected fail, came out pass (judged). 没有调动。"
    )


def test_a_case_without_the_finding_expected_says_so(run):
    (result,) = run(CASE.replace('subject = "N1"', 'subject = "N9"'))
    assert result.finding is None
    assert "expected pass, came out no finding" in result.fault


def test_a_case_with_a_finding_where_none_is_expected_says_so(run):
    absent = CASE.replace('outcome = "pass"', "absent = true")
    (result,) = run(absent)
    assert "expected no finding, came out pass" in result.fault
    (result,) = run(absent.replace('subject = "N1"', 'subject = "N9"'))
    assert result.fault is None


def test_a_fault_names_the_reason_of_what_came_out(run):
    (result,) = run(CASE.replace('"2015-08-01"', '"2013-08-01"'))
    assert "came out not_applicable (before-force)" in result.fault


def test_a_case_may_change_parameters_and_conventions_and_counting(run):
    begun = CASE.replace('subject = "N1"', 'subject = "N1"\nparameters = { binds = "everyone" }')
    assert run(begun.replace('"2015-08-01"', '"2013-08-01"'))[0].fault is None
    meant = 'subject = "N1"\nparameters = { village_counts = true }\ncounting = "month"'
    assert run(CASE.replace('subject = "N1"', meant))[0].fault is None


# Two years from 2015-08-01: complete on the anniversary, or on the day after.
ANNIVERSARY = CASE.replace('as_of = "2016-06-30"', 'as_of = "2017-08-01"').replace(
    "people = [",
    """appointments = [
  { person_id = "N1", org_id = "T", start = "2015-08-01", end = "2017-08-01", basis = "in_post" },
  { person_id = "N1", org_id = "U", start = "2017-08-01", basis = "in_post" },
]
organizations = [{ org_id = "U", level = "township", kind = "division", parent_id = "A" }]
people = [""",
)


def test_a_case_may_change_on_which_day_a_period_is_complete(run):
    assert run(ANNIVERSARY)[0].fault is None
    meant = 'subject = "N1"\nparameters = { tenure_end = "day_after" }'
    (result,) = run(ANNIVERSARY.replace('subject = "N1"', meant))
    assert result.finding.outcome is po.Outcome.FAIL


def test_a_convention_in_a_case_is_held_to_its_values(run):
    meant = 'subject = "N1"\nparameters = { village_counts = "yes" }'
    with pytest.raises(po.PackError):
        run(CASE.replace('subject = "N1"', meant))


def test_several_findings_need_the_period(run):
    with pytest.raises(po.PackError, match="case '两年都有记录' has 2 findings; name its period"):
        run(CASE + TRAINING)
    results = run(CASE + TRAINING + 'period = "2015"\n')
    assert [result.fault for result in results] == [None, None]
    (_, other) = run(CASE + TRAINING + 'period = "2016"\n')
    assert "expected pass, came out fail" in other.fault


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('outcome = "pass"\n', "", r'case\[0\]: say outcome = "…" or absent = true'),
        ('outcome = "pass"', 'outcome = "pass"\nabsent = true', r"case\[0\]: say outcome"),
        ('outcome = "pass"', 'outcome = "passt"', r"case\[0\]\.outcome: 'passt' is not known"),
        ('why = "', 'wy = "', r"case\[0\]: unknown key 'wy'; did you mean 'why'\?"),
        ("[[case]]", "[[cas", "not TOML"),
        ('as_of = "2016-06-30"', 'as_of = "2016-06"', r"case\[0\]\.as_of: .*whole day"),
        ("people = [", "persons = [", r"case\[0\]: unknown key 'persons'"),
    ],
)
def test_a_file_of_cases_with_a_fault_is_refused_with_its_place(run, old, new, told):
    with pytest.raises(po.PackError, match=rf"^x\.cases\.toml: {told}"):
        run(CASE.replace(old, new))


def test_a_table_that_is_none_in_the_world_is_named(run):
    with pytest.raises(po.PartyorgError, match="no table 'orgs'"):
        run(CASE.replace("organizations = [", "orgs = ["))


def test_a_case_of_a_rule_that_is_not_there_is_a_bad_call(run):
    with pytest.raises(po.CallError, match="did you mean"):
        run(CASE.replace("service-minimum", "service-minimun"))
