"""Whatever is open says which facts would settle it."""

import partyorg as po
from partyorg.evaluate.cases import bundled_cases, run_cases


def without_a_word(findings):
    return sorted(
        {
            (f.rule, f.reason)
            for f in findings
            if f.outcome is po.Outcome.UNDETERMINED and not f.unknowns
        }
    )


def test_every_open_finding_of_the_sample_names_what_is_missing():
    assert without_a_word(po.check(po.load(po.sample_path()), as_of=po.SAMPLE_AS_OF)) == []


def test_every_open_worked_case_names_what_is_missing():
    results = run_cases(po.rules("cn-gz"), bundled_cases("cn-gz"))
    assert without_a_word(r.finding for r in results if r.finding) == []
