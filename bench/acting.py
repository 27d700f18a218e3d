"""Measure time and action: decisions, timelines, the calendar, remedies, what is missing, plans.

    python bench/acting.py

Times are processor seconds of this process, medians of several runs, on the sample with its
figures kept in memory as an application would keep them.  Each stands beside a check taken in the
same run: that of the person, of the rule, or of the pack.
"""

from __future__ import annotations

import platform
import random
import sys
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from statistics import median
from time import process_time

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "oracle"))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "action"))

from rich.console import Console
from rich.table import Table
from test_plan import county

import partyorg as po

ROUNDS = 5
DAY = "2019-01-07"


def seconds(call: Callable[[], object], times: int = 1, rounds: int = ROUNDS) -> float:
    """Give the median processor time of a call."""
    call()
    taken = []
    for _ in range(rounds):
        start = process_time()
        for _ in range(times):
            call()
        taken.append((process_time() - start) / times)
    return median(taken)


def decisions(data: po.Dataset, table: Table) -> None:
    """Measure `may` for each act, for people whom the rules bind and one whom they do not."""
    acts = {
        "move to another township": po.Move(to="990101102-ZF", on=DAY),
        "move out of the townships": po.Move(to="990101-NYJ", on=DAY),
        "secondment": po.Second(to="990101-NYJ", on=DAY, until="2019-06-01"),
        "promotion in rank": po.Promote(on=DAY),
        "appointment to a team": po.Appoint(to="990101102-ZF", on=DAY),
    }
    for who in ("N0001", "N0005", "N0017"):

        def checked(who: str = who) -> object:
            return po.check(data, as_of=DAY, subjects=[who], allow_empty=True)

        plain = seconds(checked, 20)
        for name, act in acts.items():

            def asked(who: str = who, act: po.Move = act) -> object:
                return po.may(data, who, act)

            taken = seconds(asked, 50)
            said = po.may(data, who, act).outcome.value
            row(table, f"may: {name} ({said})", taken, "check of the person", plain)


def row(table: Table, what: str, taken: float, against: str, plain: float) -> None:
    """Add a row."""
    table.add_row(what, told(taken), f"{against} {told(plain)}", f"{taken / plain:.2f}")


def told(taken: float) -> str:
    """Give seconds with a unit that suits."""
    return f"{taken:.2f} s" if taken >= 0.1 else f"{1e6 * taken:,.0f} µs"


def fifteen(seed: int = 1) -> po.Dataset:
    """Give a county of 15 townships with 200 leaders; some have many with experience, some few."""
    drawn = random.Random(seed)
    sizes = [14] * 5 + [13] * 10
    return county(
        [
            [
                ("chief" if at == 0 else "leader", drawn.random() < share, drawn.random() < 0.1)
                for at in range(size)
            ]
            for size, share in zip(sizes, cycle((0.9, 0.8, 0.5)), strict=False)
        ]
    )


def main() -> None:
    """Run everything and print a table."""
    table = Table(title=f"partyorg {po.__version__}, Python {platform.python_version()}")
    for name in ("what", "measured", "against", "ratio"):
        table.add_column(name, justify="left" if name == "what" else "right")
    data = po.load(po.sample_path())
    decisions(data, table)

    rule = "cn-gz/team-experience"

    def team_check() -> object:
        return po.check(data, as_of=DAY, only=[rule], engine="record")

    plain = seconds(team_check)
    teams = [f.subject.id for f in po.check(data, as_of=DAY, only=[rule])]

    def lines() -> object:
        span = {"since": "2010-01-01", "until": "2020-01-01"}
        return [po.timeline(data, rule, team, **span) for team in teams]

    name = f"ten years of {len(teams)} teams"
    row(table, name, seconds(lines), "check of one day", plain)

    def pack_check() -> object:
        return po.check(data, as_of="2018-12-31", engine="record")

    whole = seconds(pack_check)
    report = pack_check()
    broken = [f for f in report if f.outcome in (po.Outcome.FAIL, po.Outcome.OFF_TARGET)]

    def remedied() -> object:
        return [
            po.remedies(
                data, f.rule, f.subject.id, as_of="2018-12-31", period=f.period, part=f.part
            )
            for f in broken
        ]

    row(table, f"remedies of {len(broken)} breaches", seconds(remedied), "check of all", whole)

    def lacking() -> object:
        return po.missing(data, as_of="2018-12-31")

    row(table, "missing", seconds(lacking), "check of all", whole)

    def coming() -> object:
        return po.calendar(data, since="2019-01-01", until="2020-01-01")

    row(table, "calendar of a year", seconds(coming), "check of all", whole)

    large = fifteen()

    def large_check() -> object:
        return po.check(large, as_of="2018-06-01", only=[rule], engine="record")

    made = po.plan(large, "C", on="2018-06-01")
    taken = seconds(lambda: po.plan(large, "C", on="2018-06-01"))
    name = f"plan: 15 townships, {len(large.people)} leaders, {len(made.moves)} moves"
    row(table, name, taken, "check of the teams", seconds(large_check))
    Console().print(table)


if __name__ == "__main__":
    main()
