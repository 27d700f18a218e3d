"""The outcomes of one person are those of the findings of a check, whatever is asked before."""

import random
from datetime import date, timedelta

from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import partyorg as po
from agreement import dataset_of, drawn

SEEDS = st.integers(0, 10**9)


def of_findings(report, person_id):
    return [
        (f.rule, f.outcome, f.reason, f.period, f.part)
        for f in report
        if (f.subject.type, f.subject.id) == ("person", person_id)
    ]


def edges(rng, dataset):
    """Give days about the last date of somebody's posts: then all has happened, or nearly all."""
    last = {}
    for row in dataset.appointments:
        for written in (row.start, row.end):
            if written is not None:
                last[row.person_id] = max(written.last, last.get(row.person_id, 0))
    some = rng.sample(sorted(last), min(2, len(last)))
    return [date.fromordinal(last[who] + rng.choice((-1, 0, 0, 1))) for who in some]


@settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
@given(SEEDS)
def test_outcomes_are_those_of_the_findings(seed):
    rng = random.Random(seed)
    tables, as_of, how = drawn(seed)
    pack = how.get("pack", "cn-gz")
    pack = po.rules(pack) if isinstance(pack, str) else pack
    conventions = {
        name: how[name]
        for name in ("tenure_end", "village_counts", "street_is_township", "secondment_counts")
        if name in how
    }
    pack = evolve(pack, conventions=evolve(pack.conventions, **conventions))
    counting = how.get("counting")
    dataset = dataset_of(tables)
    # What is kept of one day must not speak of another, before it or after it.
    days = [as_of + timedelta(days=back) for back in (0, rng.choice((-800, -31, -1)), 1, 700)]
    days += edges(rng, dataset)
    rng.shuffle(days)
    for day in days:
        outcomes = po.Outcomes(dataset, pack, as_of=day, counting=counting)
        told = {person.person_id: outcomes(person.person_id) for person in dataset.people}
        # The findings come from a data set which nothing was asked of before.
        report = po.check(
            dataset_of(tables), pack, as_of=day, counting=counting, engine="record",
            allow_empty=True,
        )  # fmt: skip
        for person_id, verdicts in told.items():
            assert verdicts == of_findings(report, person_id), (day, person_id)
            assert outcomes(person_id) == verdicts
