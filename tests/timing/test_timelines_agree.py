"""A verdict followed over days is on each of them what a check of that day says."""

import random
from datetime import date
from itertools import pairwise

import random_worlds as worlds
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import partyorg as po

SEEDS = st.integers(0, 10**9)
# The seed of a difference is told as it was found: a smaller one is no simpler.
SLOW = settings(
    max_examples=16,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


@SLOW
@given(SEEDS)
def test_random_careers_followed_are_as_checked_every_day(seed):
    told, _ = worlds.difference(worlds.of_careers(seed, 40))
    assert told is None


@settings(SLOW, max_examples=14)
@given(SEEDS)
def test_the_moved_sample_followed_is_as_checked_every_day(seed):
    told, _ = worlds.difference(worlds.of_sample(seed, 12))
    assert told is None


def test_what_is_compared_turns_and_comes_and_goes():
    # Else nothing would be shown above.
    asked = [worlds.of_careers(seed, 150) for seed in range(6)]
    stages = [course.stages for one in asked for course in worlds.followed(one)]
    turning = [own for own in stages if len({stage.outcome for stage in own}) > 1]
    assert len(turning) >= 20
    assert any(stage.outcome is None for own in stages for stage in own)


@settings(SLOW, max_examples=8)
@given(SEEDS)
def test_a_timeline_says_what_the_checks_say(seed):
    rng = random.Random(seed)
    asked = worlds.of_careers(seed, 400)
    known = {*asked.dataset.person, *asked.dataset.organization}
    found = [one for one in worlds.followed(asked) if one.subject.id in known]
    turned = [one for one in found if len(one.stages) > 1]
    for course in rng.sample(turned, min(2, len(turned))):
        compare(asked, course, rng)


def compare(asked, course, rng):
    """Hold a timeline to the checks as of some days, those around its steps among them."""
    rule, subject = course.rule.id, course.subject.id
    since, until = date.fromordinal(asked.since), date.fromordinal(asked.until)
    line = po.timeline(asked.dataset, rule, subject, since=since, until=until, rules=asked.pack)
    assert_steps(line, since, until)
    edges = {step.start.toordinal() for one in (line.parts or (line,)) for step in one.steps}
    near = {edge + by for edge in edges for by in (-1, 0)} & {*asked.days}
    for number in sorted(near | {*rng.sample(asked.days, 8)}):
        day = date.fromordinal(number)
        report = po.check(
            asked.dataset, asked.pack, as_of=day, only=[rule], subjects=[subject], allow_empty=True
        )
        said = {(f.period, f.part): f.outcome for f in report}
        assert line.at(day) == worlds.worst(said.values()), day
        parts = {(one.period, one.part): one.at(day) for one in line.parts or (line,)}
        assert {key: told for key, told in parts.items() if told is not None} == said, day


def assert_steps(line, since, until):
    for one in (line, *line.parts):
        assert (one.steps[0].start, one.steps[-1].end) == (since, until)
        assert all(step.start < step.end for step in one.steps)
        for step, following in pairwise(one.steps):
            assert step.end == following.start
            assert step.outcome is not following.outcome
