"""The JUnit report."""

import io
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partyorg.writers import dump


def suites_of(run, lang="en"):
    stream = io.BytesIO()
    dump(run, "junit", stream, lang=lang)
    root = ET.fromstring(stream.getvalue())
    assert root.tag == "testsuites"
    return root, {suite.get("name"): suite for suite in root}


def case(suite, start):
    return next(one for one in suite.iter("testcase") if one.get("name").startswith(start))


def test_a_rule_is_a_suite_and_a_finding_a_case(run):
    root, suites = suites_of(run)
    assert list(suites) == [*run.summary(), "data"]
    assert root.get("tests") == str(len(run.findings) + len(run.problems))
    cases = {one.get("classname") for one in suites["cn-gz/team-experience"].iter("testcase")}
    assert cases == {"cn-gz/team-experience"}


def test_the_counts_are_those_of_the_cases(run):
    root, suites = suites_of(run)
    for part in (root, *suites.values()):
        assert int(part.get("tests")) == len(list(part.iter("testcase")))
        assert int(part.get("failures")) == len(list(part.iter("failure")))
        assert int(part.get("errors")) == len(list(part.iter("error")))
        assert int(part.get("skipped")) == len(list(part.iter("skipped")))


def test_a_failure_says_how_binding_the_rule_is(run):
    _, suites = suites_of(run)
    failure = case(suites["cn-gz/team-experience"], "示例镇 (990101101)").find("failure")
    assert failure.get("type") == "mandatory"
    assert failure.get("message").startswith("示例镇: fail. 5 of 9")
    assert "Arithmetic" in failure.text
    assert suites["cn-gz/village-stationing"].find(".//failure").get("type") == "expected"


def test_off_target_passes_with_a_note(run):
    _, suites = suites_of(run)
    (one,) = suites["cn-gz/county-team-township-chiefs"].iter("testcase")
    assert [child.tag for child in one] == ["system-out"]
    assert "[off target]" in one.find("system-out").text


def test_undetermined_and_not_applicable_are_skipped_with_the_reason(run):
    _, suites = suites_of(run)
    skipped = case(suites["cn-gz/team-experience"], "样例乡").find("skipped")
    assert "too coarse" in skipped.get("message")
    skipped = case(suites["cn-gz/service-minimum"], "干部0003").find("skipped")
    assert "not yet in force" in skipped.get("message")


def test_errors_in_the_data_are_errors_and_warnings_are_notes(run):
    _, suites = suites_of(run)
    first, second = suites["data"].iter("testcase")
    assert first.get("name") == "appointments.csv · table appointments · row 12 · column start"
    assert first.find("error").get("type") == "bad-date"
    assert second.find("error") is None
    assert "unknown column" in second.find("system-out").text


def test_the_day_and_the_packs_are_named(run):
    _, suites = suites_of(run)
    properties = {p.get("name"): p.get("value") for p in suites["cn-gz/annual-report"][0]}
    assert properties["as_of"] == "2015-12-31"
    assert properties["pack cn-gz 2015.1"] == "sha256 " + "ab" * 32


def test_a_rule_without_subject_is_there(run):
    _, suites = suites_of(run)
    suite = suites["cn-gz/annual-report"]
    assert suite.get("tests") == "0"
    assert "no subject" in suite.find("system-out").text


def test_a_run_without_anything_is_valid(nothing):
    root, suites = suites_of(nothing)
    assert root.get("tests") == "0"
    assert not suites


@pytest.mark.parametrize("lang", ["zh", "en"])
@settings(deadline=None)  # the first call imports and compiles
@given(text=st.text(min_size=1, max_size=40))
def test_any_name_is_text_and_nothing_else(named, text, lang):
    root, _ = suites_of(named(text), lang)
    assert {one.tag for one in root.iter()} <= {
        "testsuites", "testsuite", "properties", "property", "testcase", "failure", "error"
    }  # fmt: skip
