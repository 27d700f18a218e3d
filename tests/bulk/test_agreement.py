"""The check in columns says what the check of one record at a time says, to the last figure."""

import disturbed
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreement import differences, drawn
from partyorg.bulk import compiled

SEEDS = st.integers(0, 10**9)


def told(found):
    """Show the first difference: rule, what the record way says, what the columns say."""
    return "\n".join(map(str, found[0])) if found else ""


@settings(
    max_examples=330, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(SEEDS)
def test_both_ways_agree(seed):
    tables, as_of, how = drawn(seed)
    found, _ = differences(tables, as_of, **how)
    assert not found, told(found)


@pytest.mark.skipif(not compiled.available(), reason="numba is not installed")
@pytest.mark.parametrize("seed", [68, 315, 367, 379])
def test_of_people_set_apart_the_right_ones_are_read_again(seed):
    # Some of them are knotty, so their records are asked how they served.
    tables, as_of = disturbed.make(seed)
    found, _ = differences(tables, as_of, rules=["team-experience"], fast=True, framed=True)
    assert not found, told(found)
