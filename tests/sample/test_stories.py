"""The stories: every rule shows all that it can say, of subjects which are there."""

from collections import Counter

import pytest

import partyorg
from partyorg.rulebook import bundled_packs
from partyorg.sample import SAMPLE_AS_OF, load_sample
from partyorg.sample.expected import STORIES
from partyorg.verdict import Outcome

NEVER_FAILS = {
    "cn-gz/village-stationing",  # the source has no deadline
    "cn/county-leader-seniority",  # what came before recruitment is not in the data
    "cn-sc-liangshan/poor-result-adjusted",  # the proposal has no threshold
}
NEVER_PASSES = {"cn-sc-liangshan/poor-result-adjusted"}
RULES = {rule.id: rule for pack in bundled_packs() for rule in partyorg.rules(pack).rules}


def _key(story):
    return (story.as_of, story.rule, story.subject, story.period, story.part)


def test_every_rule_has_its_stories():
    assert {story.rule for story in STORIES} == RULES.keys()


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_passes_fails_and_leaves_open(rule):
    shown = {story.outcome for story in STORIES if story.rule == rule}
    wanted = {Outcome.UNDETERMINED}
    if rule not in NEVER_PASSES:
        wanted.add(Outcome.PASS)
    if rule not in NEVER_FAILS:
        wanted.add(RULES[rule].severity.breach)
    assert wanted <= {Outcome(outcome) for outcome in shown}


def test_no_verdict_is_told_twice_and_each_says_why():
    assert max(Counter(map(_key, STORIES)).values()) == 1
    assert all(story.why for story in STORIES)


def test_every_subject_is_there():
    sample = load_sample()
    known = {*sample.person, *sample.organization, *sample.procedures_of, *sample.elections_of}
    assert {story.subject for story in STORIES} <= known


@pytest.fixture(scope="module")
def findings():
    days = sorted({story.as_of for story in STORIES})
    reports = partyorg.check(load_sample(), bundled_packs(), as_of=days)
    return {
        (day, f.rule, f.subject.id, f.period, f.part): f.outcome
        for day, report in zip(days, reports, strict=True)
        for f in report.findings
    }


def test_the_check_says_what_the_stories_tell(findings):
    told = {_key(story): story.outcome for story in STORIES}
    assert {key: findings.get(key) for key in told} == told


def test_whatever_is_amiss_by_guizhous_rules_is_a_story(findings):
    fine = {Outcome.PASS, Outcome.NOT_APPLICABLE}
    amiss = {
        key
        for key, outcome in findings.items()
        if outcome not in fine and key[0] == SAMPLE_AS_OF and key[1].startswith("cn-gz/")
    }
    assert amiss <= set(map(_key, STORIES))
