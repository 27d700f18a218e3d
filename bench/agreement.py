"""Check random people both ways, record by record and in columns, and compare every verdict.

    python bench/agreement.py [--people 10000000] [--seed 1] [--block 1000] [--frames]

People are made in blocks, each from its own seed: overlapping and touching posts, gaps, partial
dates, secondments, mergers, organisations of which nothing is known, empty cells, cells that
cannot be read, teams at their thresholds.  It stops at the first difference and names the seed of
the block, with which `--seed S --people 1` makes that block again.  Compared are the subjects and
their order, outcome and reason, and of every eleventh verdict what was observed.  With `--frames`
the columns are read from Arrow tables, where else they are made from the same records.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from time import monotonic
from typing import Any

import pyarrow as pa
from attrs import evolve

import partyorg as po
from partyorg.bulk.columns import Columns
from partyorg.bulk.engine import judge
from partyorg.bulk.frames import columns_of_frames
from partyorg.bulk.verdicts import OUTCOMES, REASONS, Verdicts
from partyorg.dates import Counting, TenureEnd
from partyorg.evaluate import evaluate
from partyorg.rulebook import Rule

KINDS = {"DW": "local_party_committee", "ZF": "government", "SY": "public_institution"}
VIAS = ("civil_service_exam",) * 4 + ("selected_graduate", "directed", "institution_hiring", "")
BASES = ("secondment", "secondment", "stationing", "attachment", "")
LEVELS = ("province", "province", "county", "")
TOWNS = [f"T{number}" for number in range(24)]
AWAY = ("C0-JY", "C1-JY", "C0-DW", "C1-ZF", "F-ZF", "F-ORG", "T3-V")
Rows = list[dict[str, Any]]


class Block:
    """The tables of some people, from a seed."""

    def __init__(self, seed: int, people: int) -> None:
        self.rng = rng = random.Random(seed)
        self.as_of = date(rng.randrange(2014, 2022), rng.randrange(1, 13), rng.randrange(1, 29))
        if rng.random() < 0.3:
            self.as_of = self.as_of.replace(month=rng.choice((1, 3, 12)), day=31)
        self.partial = rng.choice((0, 0, 0.1, 0.4))
        self.faults = rng.choice((0, 0, 0.001, 0.01))
        self.pool = sorted(self._days())
        self.organizations = self._organizations()
        self.tables: dict[str, Rows] = {
            "organizations": self.organizations, "people": [], "appointments": [],
            "trainings": [], "promotions": [], "completeness": self._completeness(),
        }  # fmt: skip
        for number in range(people):
            self._person(f"N{number}")
        for rows in self.tables.values():
            for _ in range(int(self.faults * len(rows))):
                row = rng.choice(rows)
                row[rng.choice(list(row))] = rng.choice(("", "", "", "?", "2015.13", "nowhere"))

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

    def written(self, day: date | None) -> str:
        if day is None:
            return ""
        vague = self.rng.random() < self.partial
        return day.isoformat()[: self.rng.choice((7, 7, 7, 4))] if vague else day.isoformat()

    def _organizations(self) -> Rows:
        rng, rows = self.rng, []

        def org(org_id: str, level: str, kind: str, parent: str, within: str = "") -> None:
            rows.append({"org_id": org_id, "level": level, "kind": kind, "parent_id": parent,
                         "within_id": within, "valid_to": "", "successor_id": ""})  # fmt: skip

        org("P", "province", "division", "")
        org("F", "prefecture", "division", "P")
        org("F-ORG", "prefecture", "organization_department", "F", "F")
        org("F-ZF", "prefecture", "government", "F", "F")
        for county in ("C0", "C1"):
            org(county, "county", "division", "F")
            org(f"{county}-JY", "county", "department", county, county)
            for end in ("DW", "ZF"):
                org(f"{county}-{end}", "county", KINDS[end], county, county)
        for number, town in enumerate(TOWNS):
            org(town, "township", "division", f"C{number % 2}")
            org(f"{town}-V", "village", "division", town)
            for end, kind in KINDS.items():
                org(f"{town}-{end}", "township", kind, town, town)
        for _ in range(rng.choice((0, 0, 1, 3))):  # one township goes over into another
            old, new = rng.sample(TOWNS, 2)
            day = self.written(rng.choice(self.pool))
            for row in rows:
                if row["org_id"].partition("-")[0] == old and rng.random() < 0.9:
                    row["valid_to"], row["successor_id"] = day, row["org_id"].replace(old, new)
        for _ in range(rng.choice((0, 0, 1, 3))):
            rng.choice(rows[2:])[rng.choice(("kind", "level", "parent_id", "within_id"))] = ""
        return rows

    def _completeness(self) -> Rows:
        years = [str(self.as_of.year - back) for back in range(8)]
        places = ("", "", "C0", "T1", "F")
        return [
            {"table": "trainings", "year": self.rng.choice(("", *years)),
             "org_id": self.rng.choice(places)}
            for _ in range(self.rng.choice((0, 1, 6)))
        ]  # fmt: skip

    def _post(self, person: str, org: str, start: date, end: date | None, basis: str) -> None:
        rng = self.rng
        by = rng.choice(("", "", "F-ORG", "F-ORG", "C0-JY", "T1-DW"))
        self.tables["appointments"].append(
            {"person_id": person, "org_id": org, "start": self.written(start),
             "end": self.written(end), "basis": basis, "approved_by": by,
             "role": rng.choice(("staff", "staff", "staff", "leader", "leader", "chief", "")),
             "duties": rng.choice(("", "", "", "组织委员")),
             "approved_on": self.written(start) if by and rng.random() < 0.8 else ""}
        )  # fmt: skip

    def _person(self, person: str) -> None:
        rng, pool = self.rng, self.pool
        home = rng.choice(TOWNS)
        start = recruited = rng.choice(pool)
        for at in range(rng.choice((1, 1, 2, 2, 3, 4, 6))):
            town = home if at == 0 or rng.random() < 0.6 else rng.choice(TOWNS)
            org = f"{town}-{rng.choice(tuple(KINDS))}" if rng.random() < 0.8 else rng.choice(AWAY)
            later = [day for day in pool if day > start]
            end = rng.choice(later) if later and rng.random() < 0.75 else None
            self._post(person, org, start, start if rng.random() < 0.01 else end, "in_post")
            start = end if end and rng.random() < 0.8 else rng.choice(later or pool)
        for _ in range(rng.choice((0, 0, 0, 1, 2))):
            start = rng.choice(pool)
            end = rng.choice([None, *(day for day in pool if day >= start)])
            org = rng.choice((*AWAY, f"{home}-V", f"{home}-ZF"))
            self._post(person, org, start, end, rng.choice(BASES))
        for _ in range(rng.choice((0, 1, 3))):
            self.tables["trainings"].append(
                {"person_id": person, "year": str(self.as_of.year - rng.randrange(3)),
                 "days": rng.choice(("12", "11.5", "0.5", "6", "")),
                 "organized_at": rng.choice(LEVELS)}
            )  # fmt: skip
        for _ in range(rng.choice((0, 0, 1, 2))):
            self.tables["promotions"].append(
                {"person_id": person, "kind": rng.choice(("rank", "rank", "leadership", "")),
                 "date": self.written(rng.choice(pool))}
            )  # fmt: skip
        self.tables["people"].append(
            {"person_id": person, "recruited_on": self.written(recruited),
             "recruited_by": f"{home}-{rng.choice(tuple(KINDS))}", "recruited_via": rng.choice(VIAS),
             "career_known_from": self.written(rng.choice(pool)) if rng.random() < 0.05 else "",
             "grassroots_before": rng.choice(("yes", "no", "no", ""))}
        )  # fmt: skip


def in_columns(columns: Columns, found: Verdicts, rule: Rule) -> Iterator[tuple[Any, ...]]:
    """Give what the findings of a rule would say."""
    facts = {int(row): (f, at) for rows, f in found.facts for at, row in enumerate(rows)}
    for row in range(len(found)):
        who, number = int(found.who[row]), int(found.verdict[row])
        subject = columns.people.ids[who] if found.subjects is None else found.subjects[who].id
        reason = REASONS[found.reason[row]]
        seen: Any = None
        if row % 11 == 0:
            seen = {}
            if number >= 0 and reason != "share-of-nothing":
                told = found.told[number]
                if not found.alone[row]:
                    judged, at = facts[row]
                    told = rule.kind.judge(rule.versions[0].params, judged.at(at))
                seen = dict(told.observed)
        label = tuple(one.at(row) if one else None for one in (found.period, found.part))
        yield (subject, *label, OUTCOMES[found.outcome[row]], reason, seen)


def difference(seed: int, people: int, *, frames: bool) -> str | None:
    """Judge a block both ways; tell where they part."""
    block, rng = Block(seed, people), random.Random(-seed)
    pack = po.rules("cn-gz")
    meant = evolve(
        pack.conventions,
        counting=rng.choice((Counting.DAY, *Counting)),
        tenure_end=rng.choice((TenureEnd.ANNIVERSARY, *TenureEnd)),
        village_counts=rng.random() < 0.3,
        secondment_counts=rng.random() < 0.2,
    )
    dataset = po.Dataset.from_records(**block.tables)
    columns = Columns.of(dataset)
    if frames:
        columns = columns_of_frames({n: pa.Table.from_pylist(t) for n, t in block.tables.items()})
    day = block.as_of.toordinal()
    found = judge(columns, pack, pack.rules, [day], meant, size=rng.choice((97, people)))[0]
    for rule in pack.rules:
        told = in_columns(columns, found[rule.id], rule)
        made = evaluate(dataset, pack, [rule], day, conventions=meant)
        for row, finding in enumerate(made):
            seen = dict(finding.observed) if row % 11 == 0 else None
            key = (finding.subject.id, finding.period, finding.part)
            one, other = (*key, finding.outcome, finding.reason, seen), next(told, None)
            if one != other:
                return f"{rule.id} as of {block.as_of}\n  record:  {one}\n  columns: {other}"
        if other := next(told, None):
            return f"{rule.id} as of {block.as_of}\n  record:  nothing\n  columns: {other}"
    return None


def main() -> None:
    """Check blocks until there is a difference, or there were enough people."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=10_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--block", type=int, default=1000, help="people in a block")
    parser.add_argument("--frames", action="store_true", help="read the columns from Arrow tables")
    given = parser.parse_args()
    begun = shown = monotonic()
    for done in range(0, given.people, given.block):
        seed = given.seed + done // given.block
        told = difference(seed, given.block, frames=given.frames)
        if told:
            print(f"block with seed {seed}: {told}")
            sys.exit(1)
        if monotonic() - shown > 10:
            shown = monotonic()
            print(f"{done + given.block:,} people, {shown - begun:.0f} s, no difference", flush=True)
    print(f"{given.people:,} people in {monotonic() - begun:.0f} s: no difference")


if __name__ == "__main__":
    main()
