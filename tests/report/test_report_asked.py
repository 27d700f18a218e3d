"""A report can be asked for any finding, and says what is wrong with a question."""

from datetime import date

import pytest
from report_worlds import county, report

import partyorg as po


@pytest.fixture(scope="module")
def told():
    return report()


def test_a_finding_is_found_with_and_without_the_name_of_the_pack(told):
    one = told["cn-gz/team-experience", "T"]
    assert one is told["team-experience", "T"]
    assert (one.rule, one.subject.id, one.outcome) == (
        "cn-gz/team-experience",
        "T",
        po.Outcome.FAIL,
    )


def test_a_report_is_a_sequence_of_findings(told):
    assert list(told) == list(told.findings)
    assert len(told) == len(told.findings)
    assert told[0] is told.findings[0]
    assert told[-1] is told.findings[-1]
    assert told[:2] == told.findings[:2]


def test_a_period_and_a_part_choose_among_several():
    rows = [
        {"org_id": "T", "year": year, "group": group, "assessed": 10, "excellent": 2}
        for year in (2015, 2016)
        for group in ("general_staff", "section_level")
    ]
    told = report(data=county(assessments=rows), only=["excellent-share"])
    one = told["excellent-share", "A", "2016", "general_staff"]
    assert (one.period, one.part) == ("2016", "general_staff")
    with pytest.raises(po.CallError) as caught:
        told["excellent-share", "A"]
    assert "4 findings" in str(caught.value)
    assert "2015 general_staff" in str(caught.value)
    with pytest.raises(po.CallError, match="2 findings"):
        told["excellent-share", "A", "2016"]
    assert told["excellent-share", "A", "2015", "section_level"].part == "section_level"


def test_what_has_no_part_is_asked_for_by_leaving_it_out():
    rows = [
        {"org_id": "T", "year": 2016, "group": group, "assessed": 10, "excellent": 2}
        for group in ("general_staff", None)
    ]
    told = report(data=county(assessments=rows), only=["excellent-share"])
    assert {f.part for f in told} == {"general_staff", None}
    assert told["excellent-share", "A", "2016"].part is None
    assert told["excellent-share", "A", "2016", "general_staff"].part == "general_staff"


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (("team-experiense", "T"), "rule 'team-experiense' was not checked; did you mean 'team-"),
        (("zzz", "T"), "rule 'zzz' was not checked"),
        (("team-experience", "A"), "has no finding for 'A'; it is not one of its subjects"),
        ("team-experience", 'ask for report["pack/rule", "subject"]'),
        (("team-experience",), 'ask for report["pack/rule", "subject"]'),
        (None, 'ask for report["pack/rule", "subject"]'),
    ],
)
def test_a_question_without_an_answer_says_why(told, key, message):
    with pytest.raises(po.CallError) as caught:
        told[key]
    assert str(caught.value).startswith(message) or message in str(caught.value)


def test_too_much_of_a_key_is_refused(told):
    with pytest.raises(po.CallError):
        told["team-experience", "T", None, None, "more"]


def test_failures_come_with_the_mandatory_rules_first(told):
    severities = [f.severity for f in told.failures]
    assert severities == sorted(severities, key=list(po.Severity).index)
    assert {f.outcome for f in told.failures} == {po.Outcome.FAIL}
    assert {f.id for f in told.failures} == {f.id for f in told if f.outcome is po.Outcome.FAIL}
    assert {po.Severity.MANDATORY, po.Severity.EXPECTED} == set(severities)


def test_what_is_open_is_listed_with_what_would_settle_it(told):
    assert told.undetermined
    assert all(f.outcome is po.Outcome.UNDETERMINED for f in told.undetermined)
    assert all(f.unknowns or f.reason for f in told.undetermined)


def test_the_summary_counts_every_rule_those_without_a_subject_too(told):
    summary = told.summary
    assert set(summary) == {rule.id for rule in po.rules("cn-gz").rules}
    assert sum(sum(counts.values()) for counts in summary.values()) == len(told)
    assert summary["cn-gz/team-experience"][po.Outcome.FAIL] == 1
    assert set(summary["cn-gz/veto-items"].values()) == {0}
    assert "cn-gz/veto-items" in told.run.without_subject()
    assert "cn-gz/team-experience" not in told.run.without_subject()


def test_the_findings_of_one_rule_are_found_by_either_name(told):
    assert told.of("cn-gz/training-days") == told.of("training-days")
    assert {f.subject.id for f in told.of("training-days")} == {"N1"}
    assert told.of("zzz") == ()


def test_a_report_says_on_which_day_and_of_what_it_speaks(told):
    assert told.as_of == date(2018, 12, 31)
    assert repr(told).startswith("Report(2018-12-31: pass=")
    assert told.run.inputs == county().inputs
    assert [pack.id for pack in told.run.packs] == ["cn-gz"]


def test_a_report_without_findings_says_so():
    empty = report(data=po.Dataset.from_records(), allow_empty=True)
    assert repr(empty) == "Report(2018-12-31: no findings)"
    assert (empty.failures, empty.undetermined, list(empty)) == ((), (), [])
    assert "no findings" in empty._repr_html_()


def test_the_problems_of_the_data_and_of_the_structure_are_listed_together():
    rows = [
        {"org_id": "B", "kind": "department", "parent_id": "C"},
        {"org_id": "C", "kind": "department", "parent_id": "B"},
        {"org_id": "D", "kind": "department", "parent_id": "lost"},
    ]
    told = report(data=po.Dataset.from_records(organizations=rows), allow_empty=True)
    assert {problem.code for problem in told.problems} == {"cycle", "unknown-id"}


# --- In a notebook --------------------------------------------------------------------------------


def test_a_notebook_shows_breaches_first(told):
    page = told._repr_html_()
    assert page.index("不符合") < page.index("<td>符合</td>")
    assert page.count("<tr>") == 1 + len(told)


def test_a_notebook_escapes_whatever_the_data_hold():
    nasty = '<script>alert("1")</script>&'
    data = county(
        people=[{"person_id": "N1", "name": nasty, "recruited_on": "2000-01-01"}],
        appointments=[],
    )
    page = report(data=data)._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_notebook_shows_no_more_rows_than_can_be_read():
    people = [
        {
            "person_id": f"R{n}",
            "recruited_on": "2015-08-01",
            "recruited_by": "T",
            "recruited_via": "directed",
        }
        for n in range(250)
    ]
    data = county(people=people, appointments=[], trainings=[])
    told = report(data=data, only=["service-minimum"])
    page = told._repr_html_()
    assert page.count("<tr>") == 1 + 200
    assert "另有 50 条" in page
