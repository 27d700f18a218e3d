"""One function makes the outcome of every kind from its pair."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyorg.rulebook import decide
from partyorg.rulebook.kinds.base import from_truth
from partyorg.verdict import Outcome, Severity

figures = st.integers(-50, 50) | st.fractions(-50, 50) | st.sampled_from([-float("inf"), 0.0])
pairs = st.tuples(figures, figures).map(sorted)


@given(pairs, st.sampled_from(Severity), st.booleans())
def test_a_pair_that_complies_in_the_worst_case_passes_whatever_else_holds(pair, severity, force):
    worst, best = abs(pair[0]), abs(pair[0]) + abs(pair[1])
    assert decide(worst, best, severity, in_force=force) is Outcome.PASS


@given(pairs, st.sampled_from(Severity), st.booleans())
def test_what_cannot_be_a_breach_never_is_one(pair, severity, force):
    worst, best = pair
    told = decide(worst, best, severity, in_force=force)
    if told in (Outcome.FAIL, Outcome.OFF_TARGET):
        assert best < 0
        assert force
    if worst < 0 <= best:
        assert told is Outcome.UNDETERMINED


@pytest.mark.parametrize(
    ("severity", "breach"),
    [
        (Severity.MANDATORY, Outcome.FAIL),
        (Severity.EXPECTED, Outcome.FAIL),
        (Severity.TARGET, Outcome.OFF_TARGET),
        (Severity.REFERENCE, Outcome.OFF_TARGET),
    ],
)
def test_only_binding_rules_fail_anyone(severity, breach):
    assert decide(Fraction(-1, 3), Fraction(-1, 3), severity, in_force=True) is breach


def test_nought_complies():
    assert decide(0, 0, Severity.MANDATORY, in_force=True) is Outcome.PASS
    assert decide(-1, 0, Severity.MANDATORY, in_force=True) is Outcome.UNDETERMINED


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("truth", [True, None, False])
def test_a_condition_is_met_open_or_broken(truth, severity):
    told = decide(*from_truth(truth), severity, in_force=True)
    wanted = {True: Outcome.PASS, None: Outcome.UNDETERMINED, False: severity.breach}
    assert told is wanted[truth]
