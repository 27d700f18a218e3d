"""The library's verdicts beside the oracle's."""

import partyorg as po
from oracle import OPEN, judge, verdict

RULES = (
    "service-minimum", "secondment", "team-experience", "county-team-township-chiefs",
    "rank-promotion", "training-days", "recruits-to-townships", "replenishment-from-grassroots",
    "excellent-share",
)  # fmt: skip
COUNTINGS = ("day", "month", "inclusive_month")


def library(world, as_of, counting, rules=RULES, **asked):
    dataset = po.Dataset.from_records(**world)
    report = po.check(
        dataset, "cn-gz", as_of=as_of.isoformat(), counting=counting,
        only=[f"cn-gz/{rule}" for rule in rules], allow_empty=True, **asked,
    )  # fmt: skip
    return {(f.rule.split("/")[1], f.subject.id, f.period, f.part): f for f in report}


def differences(world, as_of, counting, *, fillings=60, seed=0, across=True):
    """(key, expected verdicts, the library's verdict) wherever the two are not the same."""
    got = {k: f.outcome.value for k, f in library(world, as_of, counting).items()}
    wanted = judge(world, as_of, counting, fillings=fillings, seed=seed, across=across)
    for key in sorted(got.keys() | wanted.keys(), key=str):
        outcomes = wanted.get(key, {None})
        if verdict(outcomes) != got.get(key):
            yield key, outcomes, got.get(key)


def is_loose(outcomes, got):
    """Undetermined although all fillings say the same: wider than need be, not wrong."""
    return got == OPEN and len(outcomes) == 1
