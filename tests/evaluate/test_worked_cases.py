"""The worked cases of the bundled packs: law first, one small world each."""

from collections import Counter, defaultdict

import pytest

import partyorg as po
from partyorg.evaluate.cases import bundled_cases, run_cases
from partyorg.rulebook import bundled_packs

CASES = [(pack, case) for pack in bundled_packs() for case in bundled_cases(pack)]


@pytest.mark.parametrize(
    ("pack", "case"), CASES, ids=[f"{case.rule}: {case.title}" for _, case in CASES]
)
def test_the_verdict_is_what_the_law_says(pack, case):
    (result,) = run_cases(po.rules(pack), [case])
    assert result.fault is None


# What came before recruitment is not in the data, and may always be enough.
NEVER_FAILS = {"cn/county-leader-seniority"}


@pytest.mark.parametrize("pack", bundled_packs())
def test_every_rule_shows_a_pass_a_breach_and_an_open_case(pack):
    shown = defaultdict(Counter)
    for case in bundled_cases(pack):
        shown[case.rule][case.outcome] += 1
    for rule in po.rules(pack).rules:
        assert shown[rule.id].total() >= 4, rule.id
        assert shown[rule.id][po.Outcome.PASS], rule.id
        assert bool(shown[rule.id][rule.severity.breach]) is (rule.id not in NEVER_FAILS), rule.id
        assert shown[rule.id][po.Outcome.UNDETERMINED], rule.id


@pytest.mark.parametrize("pack", bundled_packs())
def test_every_finding_of_a_case_speaks_both_languages(pack):
    for result in run_cases(po.rules(pack), bundled_cases(pack)):
        if result.finding is not None:
            for lang in ("zh", "en"):
                text = result.finding.explain(lang)
                assert result.finding.rule in text
                assert "None" not in text
