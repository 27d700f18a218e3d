"""Measure the library: one person at once, a hundred thousand in a row, import, memory.

    python bench/run.py [--people N]

Times are processor seconds of this process, so that what else the machine does counts less; each
is the median of several runs.  Every figure stands beside a yardstick taken in the same run: the
time in which plain Python adds up the days of the same appointments from dates already read.
"""

from __future__ import annotations

import argparse
import platform
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).parent))

from rich.console import Console
from rich.table import Table

import partyorg as po
from roster import AS_OF, roster

ROUNDS = 7


def per_call(call: Callable[[int], object], calls: int, rounds: int = ROUNDS) -> float:
    """Give the median processor time of a call, in microseconds."""
    times = []
    for _ in range(rounds):
        start = process_time()
        for number in range(calls):
            call(number)
        times.append((process_time() - start) / calls)
    return 1e6 * median(times)


def yardstick(dataset: po.Dataset) -> float:
    """Give the microseconds per person of adding up the days of all appointments, plainly."""
    as_of = date.fromisoformat(AS_OF).toordinal()
    spells = {
        person: [(a.start.first, a.end.last if a.end else as_of) for a in rows]
        for person, rows in dataset.appointments_of.items()
    }
    start = process_time()
    for rows in spells.values():
        sum(min(end, as_of) - begin for begin, end in rows)
    return 1e6 * (process_time() - start) / len(spells)


def import_seconds(rounds: int = 11) -> tuple[float, float]:
    """Give the seconds of a bare start of Python, and of one that imports the library as well."""

    def run(code: str) -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    bare, full = [], []
    for _ in range(rounds):
        bare.append(run("pass"))
        full.append(run("import partyorg"))
    return median(bare), median(full)


def main() -> None:
    """Run everything and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--people", type=int, default=100_000)
    people = parser.parse_args().people

    table = Table(title=f"partyorg {po.__version__}, Python {platform.python_version()}")
    for name in ("what", "measured", "against", "ratio"):
        table.add_column(name, justify="left" if name == "what" else "right")

    bare, full = import_seconds()
    table.add_row(
        "import partyorg", f"{full:.3f} s", f"bare Python {bare:.3f} s", f"{full / bare:.2f}"
    )

    small = po.Dataset.from_records(**roster(min(people, 10_000)))
    plain = yardstick(small)
    ids = [person.person_id for person in small.people[1000:1500]]
    teams = [org.org_id for org in small.organizations if org.level == "township"][:100]
    for rule, subjects in (
        ("service-minimum", ids),
        ("training-days", ids),
        ("team-experience", [o for o in teams if o.rpartition("-")[2].startswith("T")]),
        (None, ids),
    ):

        def one(number: int, rule: str | None = rule, subjects: list[str] = subjects) -> object:
            return po.check(
                small,
                "cn-gz",
                as_of=AS_OF,
                only=[rule] if rule else None,
                subjects=[subjects[number % len(subjects)]],
                allow_empty=True,
            )

        per_call(one, len(subjects), rounds=1)  # what is worked out once for the data set
        cost = per_call(one, len(subjects))
        whom = "team" if rule == "team-experience" else "person"
        name = f"{rule or 'all rules'}, one {whom} at once"
        table.add_row(name, f"{cost:.0f} µs", f"plain sum {plain:.1f} µs", f"{cost / plain:.0f}")

    tables = roster(people)
    start = process_time()
    dataset = po.Dataset.from_records(**tables)
    read = process_time() - start
    spells = len(dataset.appointments)
    del tables
    start = process_time()
    report = po.check(dataset, "cn-gz", as_of=AS_OF)
    judged = process_time() - start
    plain = yardstick(dataset) * people / 1e6
    table.add_row(
        f"{people:,} people, {spells:,} appointments: read",
        f"{read:.1f} s",
        f"plain sum {plain:.2f} s",
        f"{read / plain:.0f}",
    )
    table.add_row(
        f"the same: all rules, {len(report):,} findings",
        f"{judged:.1f} s",
        f"plain sum {plain:.2f} s",
        f"{judged / plain:.0f}",
    )
    table.add_row("findings per second", f"{len(report) / judged:,.0f}", "", "")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    table.add_row("peak memory", f"{peak:.2f} GiB", "", "")
    Console().print(table)


if __name__ == "__main__":
    main()
