"""Check random people both ways, record by record and in columns, and compare every verdict.

    python bench/agreement.py [--people 10000000] [--seed 1]

People are made in blocks, each from a seed of its own: overlapping and touching posts, gaps,
partial dates, secondments, mergers, organisations of which nothing is known, empty cells, cells
that cannot be read, teams at their thresholds.  It stops at the first difference and names the
seed of the block, which `--seed S --people 1` makes again.  Compared are subjects and their order,
outcomes, and reasons.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import partial
from itertools import zip_longest
from time import monotonic
from typing import Any

import pyarrow as pa
from attrs import evolve

import partyorg as po
from partyorg.bulk import compiled
from partyorg.bulk.columns import Columns
from partyorg.bulk.engine import judge
from partyorg.bulk.frames import columns_of_frames
from partyorg.bulk.verdicts import OUTCOMES, REASONS, Verdicts
from partyorg.dates import Counting, TenureEnd
from partyorg.evaluate import evaluate

BLOCK = 1000
KINDS = {"DW": "local_party_committee", "ZF": "government", "SY": "public_institution"}
VIAS = ("civil_service_exam",) * 4 + ("selected_graduate", "directed", "institution_hiring", "")
TOWNS = [f"T{number}" for number in range(24)]
DAYS = ("12", "11.5", "0.5", "6", "")
AWAY = ("C0-JY", "C1-JY", "C0-DW", "C1-ZF", "F-ZF", "F-ORG", "T3-V")
PERSON = "person_id recruited_on recruited_by recruited_via career_known_from grassroots_before"
TABLES = {
    "organizations": "org_id level kind parent_id within_id valid_to successor_id",
    "people": PERSON,
    "appointments": "person_id org_id role basis start end duties approved_by approved_on",
    "trainings": "person_id year days organized_at",
    "promotions": "person_id kind date",
    "completeness": "table year org_id",
}


class _Block:
    """The tables of some people, from a seed."""

    def __init__(self, seed: int, people: int) -> None:
        self.rng = rng = random.Random(seed)
        self.as_of = date(rng.randrange(2014, 2022), rng.randrange(1, 13), rng.randrange(1, 29))
        if rng.random() < 0.3:
            self.as_of = date(self.as_of.year, rng.choice((1, 3, 12)), 31)
        self.partial, faults = rng.choice((0, 0, 0.1, 0.4)), rng.choice((0, 0, 0.001, 0.01))
        self.pool = sorted(self._days())
        self.tables: dict[str, list[dict[str, str]]] = {name: [] for name in TABLES}
        self._organizations()
        for number in range(people):
            self._person(f"N{number}")
        years = ["", *(str(self.as_of.year - back) for back in range(8))]
        for year in rng.choices(years, k=rng.choice((0, 1, 6))):
            self._row("completeness", "trainings", year, rng.choice(("", "", "C0", "T1", "F")))
        for rows in self.tables.values():
            for _ in range(int(faults * len(rows))):
                row = rng.choice(rows)
                row[rng.choice(list(row))] = rng.choice(("", "", "", "?", "2015.13", "nowhere"))

    def _row(self, table: str, *cells: str) -> None:
        self.tables[table].append(dict(zip(TABLES[table].split(), cells, strict=True)))

    def _days(self) -> Iterator[date]:
        """Give the days that posts begin and end on: few, so that they meet."""
        rng, as_of = self.rng, self.as_of
        for years in (-8, -5, -5, -2, -2, -1, 0, 0):
            day = as_of.replace(day=min(as_of.day, 28), year=as_of.year + years)
            yield day + timedelta(rng.choice((-31, -1, 0, 1, 2, 3)))
        yield from (as_of, date(2014, 1, 1), date(2016, 2, 29), date(2012, 2, 29), date(2015, 2, 1))
        for _ in range(60):
            yield as_of - timedelta(rng.randrange(-200, 4000))
        for _ in range(6):
            first = date(rng.randrange(2009, 2021), rng.randrange(1, 13), 1)
            yield from (first, first - timedelta(1))

    def _written(self, day: date | None) -> str:
        if day is None or self.rng.random() >= self.partial:
            return day.isoformat() if day else ""
        return day.isoformat()[: self.rng.choice((7, 7, 7, 4))]

    def _organizations(self) -> None:
        rng, rows = self.rng, self.tables["organizations"]

        def org(org_id: str, level: str, parent: str, **bodies: str) -> None:
            self._row("organizations", org_id, level, "division", parent, "", "", "")
            for end, kind in bodies.items():
                body = (f"{org_id}-{end}", level, kind, org_id, org_id, "", "")
                self._row("organizations", *body)

        org("P", "province", "")
        org("F", "prefecture", "P", ORG="organization_department", ZF=KINDS["ZF"])
        for county in ("C0", "C1"):
            org(county, "county", "F", JY="department", DW=KINDS["DW"], ZF=KINDS["ZF"])
        for number, town in enumerate(TOWNS):
            org(town, "township", f"C{number % 2}", **KINDS)
            org(f"{town}-V", "village", town)
        for _ in range(rng.choice((0, 0, 1, 3))):  # one township goes over into another
            (old, new), day = rng.sample(TOWNS, 2), self._written(rng.choice(self.pool))
            for row in rows:
                if row["org_id"].partition("-")[0] == old and rng.random() < 0.9:
                    row["valid_to"], row["successor_id"] = day, row["org_id"].replace(old, new)
        for _ in range(rng.choice((0, 0, 1, 3))):
            rng.choice(rows[2:])[rng.choice(("kind", "level", "parent_id", "within_id"))] = ""

    def _post(self, person: str, org: str, start: date, end: date | None, basis: str) -> None:
        rng = self.rng
        role = rng.choice(("staff", "staff", "staff", "leader", "leader", "chief", ""))
        duty, by = rng.choice(("", "", "", "组织委员")), rng.choice(("", "F-ORG", "C0-JY", "T1-DW"))
        cells = (person, org, role, basis, self._written(start), self._written(end), duty, by)
        self._row("appointments", *cells, self._written(start) if rng.random() < 0.8 else "")

    def _person(self, person: str) -> None:
        rng, pool, ends = self.rng, self.pool, tuple(KINDS)
        home = rng.choice(TOWNS)
        start = recruited = rng.choice(pool)
        for at in range(rng.choice((1, 1, 2, 2, 3, 4, 6))):
            town = home if at == 0 or rng.random() < 0.6 else rng.choice(TOWNS)
            org = f"{town}-{rng.choice(ends)}" if rng.random() < 0.8 else rng.choice(AWAY)
            later = [day for day in pool if day > start]
            end = rng.choice(later) if later and rng.random() < 0.75 else None
            self._post(person, org, start, start if rng.random() < 0.01 else end, "in_post")
            start = end if end and rng.random() < 0.8 else rng.choice(later or pool)
        for start in rng.choices(pool, k=rng.choice((0, 0, 0, 1, 2))):
            end = rng.choice([None, *(day for day in pool if day >= start)])
            basis = rng.choice(("secondment", "secondment", "stationing", "attachment", ""))
            self._post(person, rng.choice((*AWAY, f"{home}-V", f"{home}-ZF")), start, end, basis)
        for _ in range(rng.choice((0, 1, 3))):
            year, level = self.as_of.year - rng.randrange(3), rng.choice(("province", "county", ""))
            self._row("trainings", person, str(year), rng.choice(DAYS), level)
        for day in rng.choices(pool, k=rng.choice((0, 0, 1, 2))):
            kind = rng.choice(("rank", "rank", "leadership", ""))
            self._row("promotions", person, kind, self._written(day))
        known = self._written(rng.choice(pool)) if rng.random() < 0.05 else ""
        cells = (person, self._written(recruited), f"{home}-{rng.choice(ends)}", rng.choice(VIAS))
        self._row("people", *cells, known, rng.choice(("yes", "no", "no", "")))


def in_columns(columns: Columns, found: Verdicts) -> Iterator[tuple[Any, ...]]:
    """Give what the findings of a rule say."""
    for row, who in enumerate(found.who.tolist()):
        subject = columns.people.ids[who] if found.subjects is None else found.subjects[who].id
        label = [one.at(row) if one else None for one in (found.period, found.part)]
        yield (subject, *label, OUTCOMES[found.outcome[row]], REASONS[found.reason[row]])


def difference(seed: int, people: int) -> str | None:
    """Judge a block both ways; tell where they part."""
    block, rng, pack = _Block(seed, people), random.Random(-seed), po.rules("cn-gz")
    counting = rng.choice((Counting.DAY, *Counting))
    flags = {name: rng.random() < 0.3 for name in ("village_counts", "secondment_counts")}
    ends = rng.choice((TenureEnd.ANNIVERSARY, *TenureEnd))
    meant = evolve(pack.conventions, counting=counting, tenure_end=ends, **flags)
    dataset, day = po.Dataset.from_records(**block.tables), block.as_of.toordinal()
    columns = Columns.of(dataset)
    if rng.random() < 0.3:  # read from Arrow tables, not made of the records
        columns = columns_of_frames({n: pa.Table.from_pylist(t) for n, t in block.tables.items()})
    how = {"size": rng.choice((97, people)), "fast": compiled.available() and rng.random() < 0.5}
    found = judge(columns, pack, pack.rules, [day], meant, **how)[0]
    for rule in pack.rules:
        made = evaluate(dataset, pack, [rule], day, conventions=meant)
        slow = ((f.subject.id, f.period, f.part, f.outcome, f.reason) for f in made)
        for one, other in zip_longest(slow, in_columns(columns, found[rule.id])):
            if one != other:
                return f"{rule.id} as of {block.as_of}\n  record:  {one}\n  columns: {other}"
    return None


def main() -> None:
    """Check blocks until there is a difference, or there were enough people."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    begun = shown = monotonic()
    seeds = range(given.seed, given.seed + -(-given.people // BLOCK))
    with ProcessPoolExecutor() as pool:
        each = pool.map(partial(difference, people=BLOCK), seeds)
        for seed, told in zip(seeds, each, strict=True):
            if told:
                pool.shutdown(cancel_futures=True)
                sys.exit(f"block with seed {seed}: {told}")
            if monotonic() - shown > 10:
                shown, done = monotonic(), (seed - given.seed + 1) * BLOCK
                print(f"{done:,} people, {shown - begun:.0f} s", flush=True)
    print(f"{given.people:,} people in {monotonic() - begun:.0f} s: no difference")


if __name__ == "__main__":
    main()
