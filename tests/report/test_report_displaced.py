"""A local rule may stand in the place of one above, where it applies."""

import pytest
from report_worlds import county, person, post, report

HEAD = """
id = "own"
title = { zh = "本省", en = "Our own" }
jurisdiction = "CN-XX"
version = "1"

[conventions]
counting = "day"
"""
RULE = """
[[rule]]
id = "team"
kind = "share"
severity = "mandatory"
title = {{ zh = "班子", en = "Team" }}
{displaces}

[[rule.version]]
name = "2016"
from = "{begins}"
source = {{ document = "本省", issuer = "本省", evidence = "B" }}
[rule.version.parameters]
at_least = "1/3"
[rule.version.parameters.people]
level = "township"
bodies = ["division"]
roles = ["leader"]
cumulative_service = "P2Y"
"""


@pytest.fixture
def told(tmp_path):
    def told(displaces='displaces = "cn-gz/team-experience"', begins="2016-01-01", data=None):
        path = tmp_path / "own.toml"
        path.write_text(HEAD + RULE.format(displaces=displaces, begins=begins), "utf-8")
        found = report(data=data, rules=["cn-gz", path], only=["team-experience", "own/team"])
        return {(f.rule, f.subject.id): f.outcome.value for f in found}

    return told


def test_without_a_word_of_it_both_report(told):
    # One of three: less than two thirds, but a third.
    assert told(displaces="") == {("cn-gz/team-experience", "T"): "fail", ("own/team", "T"): "pass"}


def test_the_rule_that_is_displaced_is_silent_where_the_other_applies(told):
    assert told() == {("own/team", "T"): "pass"}


def test_where_the_other_does_not_apply_the_rule_above_speaks(told):
    assert told(begins="2020-01-01") == {
        ("cn-gz/team-experience", "T"): "fail",
        ("own/team", "T"): "not_applicable",
    }


def test_an_open_verdict_displaces_too(told):
    data = county(
        people=[{"person_id": "N1", "career_known_from": "2018-01-01"}],
        appointments=[post(1, start="2018-01-01")],
    )
    assert told(data=data) == {("own/team", "T"): "undetermined"}


def test_a_subject_that_only_the_rule_above_has_keeps_its_finding(told):
    data = county(people=[person(1, "2000-01-01")], appointments=[], trainings=[])
    assert told(data=data) == {
        ("cn-gz/team-experience", "T"): "not_applicable",
        ("own/team", "T"): "not_applicable",
    }
