"""The stories: every rule shows all that it can say, of subjects which are there."""

from collections import Counter

import pytest

import partyorg
from partyorg.sample import SAMPLE_AS_OF, load_sample
from partyorg.sample.expected import STORIES
from partyorg.verdict import Outcome

SOFT = {
    "cn-gz/county-team-township-chiefs",
    "cn-gz/directed-posts",
    "cn-gz/directed-institution-posts",
}
NEVER_FAILS = {"cn-gz/village-stationing"}  # the source has no deadline
RULES = {
    f"cn-gz/{name}"
    for name in (
        "service-minimum",
        "secondment",
        "team-experience",
        "vacancy-priority",
        "recruits-to-townships",
        "replenishment-from-grassroots",
        "county-team-township-chiefs",
        "rank-promotion",
        "training-days",
        "excellent-share",
        "directed-posts",
        "directed-institution-posts",
        "chief-training",
        "village-stationing",
        "annual-report",
        "veto-items",
        "vertical-management",
        "gdp-exemption",
    )
}


def _key(story):
    return (story.rule, story.subject, story.period, story.part)


def test_every_rule_has_its_stories():
    assert {story.rule for story in STORIES} == RULES


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_passes_fails_and_leaves_open(rule):
    shown = {story.outcome for story in STORIES if story.rule == rule}
    wanted = {Outcome.PASS, Outcome.UNDETERMINED}
    if rule not in NEVER_FAILS:
        wanted.add(Outcome.OFF_TARGET if rule in SOFT else Outcome.FAIL)
    assert wanted <= {Outcome(outcome) for outcome in shown}


def test_no_verdict_is_told_twice_and_each_says_why():
    assert max(Counter(map(_key, STORIES)).values()) == 1
    assert all(story.why for story in STORIES)


def test_every_subject_is_there():
    sample = load_sample()
    known = {*sample.person, *sample.organization}
    assert {story.subject for story in STORIES} <= known


def test_the_check_says_what_the_stories_tell():
    report = partyorg.check(load_sample(), "cn-gz", as_of=SAMPLE_AS_OF)
    said = {(f.rule, f.subject.id, f.period, f.part): str(f.outcome) for f in report.findings}
    told = {_key(story): story.outcome for story in STORIES}
    assert {key: said.get(key) for key in told} == told


def test_whatever_is_amiss_in_the_sample_is_a_story():
    report = partyorg.check(load_sample(), "cn-gz", as_of=SAMPLE_AS_OF)
    fine = {Outcome.PASS, Outcome.NOT_APPLICABLE}
    amiss = {
        (f.rule, f.subject.id, f.period, f.part) for f in report.findings if f.outcome not in fine
    }
    assert amiss <= set(map(_key, STORIES))
