"""The check in columns says what the check of one record at a time says, to the last figure."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreement import differences, drawn

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
