"""Verdicts followed over time beside verdicts of every single day: where do they part?"""

import random
import sys
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

from attrs import evolve, frozen

import partyorg as po
from partyorg.dates import PartialDate
from partyorg.evaluate import evaluate
from partyorg.evaluate.course import courses
from partyorg.model import TABLES, Dataset

sys.path.insert(0, str(Path(__file__).parent.parent / "bulk"))

import agreement

PACKS = (
    "cn", "cn-gz", "cn-gd-wuchuan", "cn-gx-beihai", "cn-hl-pingfang", "cn-sc-liangshan",
    "cn-proposals",
)  # fmt: skip
CONVENTIONS = (
    "counting", "tenure_end", "village_counts", "street_is_township", "secondment_counts",
)  # fmt: skip
THINNED = ("completeness", "activities", "members", "links")
WORST_FIRST = ("fail", "off_target", "undetermined", "pass", "not_applicable", None)


@frozen
class Question:
    """What is asked: of these records, by these rules, on every day of `[since, until)`."""

    dataset: Dataset
    pack: po.Pack
    rules: tuple
    since: int
    until: int

    @property
    def days(self):
        return range(self.since, self.until)


def of_careers(seed, width=None):
    """Ask about random careers; the pack (or a variant) and the conventions are random too."""
    tables, as_of, how = agreement.drawn(seed)
    rng = random.Random(seed)
    pack = how.get("pack") or po.rules("cn-gz")
    meant = evolve(pack.conventions, **{key: how[key] for key in CONVENTIONS if key in how})
    since = (as_of + timedelta(days=rng.randrange(-900, 600))).toordinal()
    until = since + (width or rng.choice((20, 70, 70, 150)))
    pack = evolve(pack, conventions=meant)
    return Question(agreement.dataset_of(tables), pack, tuple(pack.rules), since, until)


def of_sample(seed, width=None):
    """Ask by a few rules of any pack about the sample, its dates moved and blurred."""
    rng = random.Random(seed)
    dataset = moved_sample(rng)
    pack = po.rules(PACKS[seed % len(PACKS)])
    rules = tuple(rng.sample(pack.rules, min(4, len(pack.rules))))
    year = rng.choice((2016, 2017, 2018, 2018, 2019, 2020))
    since = date(year, rng.choice((1, 6, 11, 12, 12)), rng.randrange(1, 29)).toordinal()
    return Question(dataset, pack, rules, since, since + (width or rng.choice((15, 40))))


@cache
def _sample():
    return po.load(po.sample_path())


def moved_sample(rng):
    """Give the sample with other dates, and without some of its rows."""
    made = {}
    for name, table in TABLES.items():
        columns = [column.name for column in table.columns if column.type_name == "date"]
        rows = [_moved(rng, name, columns, row) for row in getattr(_sample(), name)]
        if name in THINNED:
            rows = [row for row in rows if rng.random() < 0.9]
        made[name] = tuple(evolve(row, row=at) for at, row in enumerate(rows, 1))
    return Dataset(**made)


def _moved(rng, table, columns, row):
    if table != "organizations":
        return evolve(row, **{name: _blurred(rng, getattr(row, name)) for name in columns})
    changes = {name: _blurred(rng, getattr(row, name)) for name in columns if rng.random() < 0.5}
    for name, years in (("valid_to", (2015, 2021)), ("valid_from", (2013, 2020))):
        if rng.random() < 0.15:
            month = PartialDate.of(rng.randrange(*years), rng.randrange(1, 13))
            changes[name] = _blurred(rng, month)
    return evolve(row, **changes)


def _blurred(rng, written):
    """Move a date a little, and write some to the month, to the year, or not at all."""
    if written is None:
        return None
    kind = rng.random()
    by = rng.choice((0, 0, 0, -1, 1, rng.randrange(-60, 60)))
    day = date.fromordinal(written.first) + timedelta(days=by)
    if kind < 0.05:
        return None
    if kind < 0.15:
        return PartialDate.of(day.year, day.month)
    if kind < 0.2:
        return PartialDate.of(day.year)
    return PartialDate.of(day.year, day.month, day.day)


def followed(asked):
    """Follow all rules; give the courses."""
    return [*courses(asked.dataset, asked.pack, asked.rules, asked.since, asked.until)]


def key_of(one):
    """Give what a course or a finding speaks of."""
    rule = one.rule if isinstance(one.rule, str) else one.rule.id
    return rule, one.subject.id, one.period, one.part


def day_by_day(asked, found):
    """Give the outcome of each course on each day on which there is one."""
    return {
        (day, *key_of(course)): stage.outcome
        for course in found
        for stage in course.stages
        if stage.outcome is not None
        for day in range(stage.start, stage.end)
        if day in asked.days
    }


def checked(asked):
    """Give the outcome of every finding, from a check on each day."""
    return {
        (day, *key_of(finding)): finding.outcome
        for day in asked.days
        for finding in evaluate(asked.dataset, asked.pack, asked.rules, day)
    }


def ill_formed(asked, found):
    """Give the courses whose stages do not adjoin, cover the range, or differ; and those twice."""
    bad = [course for course in found if not _well_formed(asked, course.stages)]
    keys = [key_of(course) for course in found]
    return bad + [key for key in set(keys) if keys.count(key) > 1]


def _well_formed(asked, stages):
    pairs = [*pairwise(stages)]
    return (
        (stages[0].start, stages[-1].end) == (asked.since, asked.until)
        and all(stage.start < stage.end for stage in stages)
        and all(one.end == other.start for one, other in pairs)
        and all(one[2:] != other[2:] for one, other in pairs)
    )


def difference(asked):
    """Tell where following and checking part, and how many courses were compared."""
    found = followed(asked)
    bad = ill_formed(asked, found)
    if bad:
        return f"ill-formed: {bad[0]}", len(found)
    by_course, by_check = day_by_day(asked, found), checked(asked)
    if by_course == by_check:
        return None, len(found)
    keys = {*by_course, *by_check}
    day, *what = min((k for k in keys if by_course.get(k) is not by_check.get(k)), key=str)
    was, should = by_course.get((day, *what)), by_check.get((day, *what))
    told = f"{date.fromordinal(day)} {what}: followed {was}, checked {should}"
    return told, len(found)


def worst(outcomes):
    """Give the value that stands for several: a breach, else what is open, else a pass."""
    return min(outcomes, key=WORST_FIRST.index, default=None)
