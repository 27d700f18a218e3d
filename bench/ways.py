"""The ways that `bulk` measures: each runs in a process of its own, and says what it took.

    python bench/ways.py JOB

JOB is JSON: what to do, and with which files.  The answer, JSON too, is the last line that is
written: the seconds of each step, by the clock and of the processor, and the peak of memory.
Before anything is measured, every process does all of it once, so that code is compiled, libraries
are loaded and files are in memory; how long that took is told as the step `cold`.
"""

# ruff: noqa: PLC0415  (each process imports what it needs only, for its memory is measured)

from __future__ import annotations

import json
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from inspect import signature
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

RULES = ("service-minimum", "team-experience", "rank-promotion", "recruits-to-townships")
ANOTHER_DAY = "2020-05-31"
"""Of a further check, so that nothing of the first one's answers can be used again."""
FURTHER = (
    ("again", ANOTHER_DAY),
    ("third", "2017-09-15"),
    ("later", "2022-10-31"),
    ("later", "2016-08-15"),
    ("later", "2023-04-30"),
    ("later", "2019-12-31"),
)
"""Days far from each other, of which each is asked about once."""

ENOUGH = 2.0
"""Seconds after which nothing is repeated."""

Steps = dict[str, list[tuple[float, float]]]


class Watch:
    """The times of steps."""

    def __init__(self) -> None:
        self.steps: Steps = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Take the time of a step."""
        wall, cpu = perf_counter(), process_time()
        yield
        self.steps.setdefault(name, []).append((perf_counter() - wall, process_time() - cpu))

    def told(self) -> dict[str, dict[str, float]]:
        """Give for each step the median and the least of its times."""
        return {
            name: {
                "wall": median(wall for wall, _ in times),
                "least": min(wall for wall, _ in times),
                "cpu": median(cpu for _, cpu in times),
            }
            for name, times in self.steps.items()
        }


def peak() -> int:
    """Give the most memory that this process has taken so far, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


# --- Data -----------------------------------------------------------------------------------------


def make(job: Mapping[str, Any], watch: Watch) -> dict[str, Any]:
    """Write the tables of a source into a folder: Arrow files for memory, or Parquet."""
    import people

    folder, size, source = Path(job["folder"]), job["people"], job["source"]
    folder.mkdir(parents=True)
    with watch.step("make"):
        if source in ("sorted", "unsorted"):
            people.write(folder, size, shuffled=source == "unsorted")
            return {}
        import pyarrow as pa

        partial = 1 / 3 if source == "partial" else 0.0
        for name, table in people.tables(size, partial=partial).items():
            with pa.ipc.new_file(folder / f"{name}.arrow", table.schema) as file:
                file.write_table(table)
    return {}


def tables(folder: Path) -> dict[str, Any]:
    """Give the tables of a folder of Arrow files, mapped into memory."""
    import pyarrow as pa

    return {
        path.stem: pa.ipc.open_file(pa.memory_map(str(path))).read_all()
        for path in sorted(folder.glob("*.arrow"))
    }


def rows_of(folder: Path, table: str, column: str) -> Any:
    """Give a column of a table in a folder, as an array."""
    import pyarrow.parquet as pq

    path = folder / f"{table}.parquet"
    found = pq.read_table(path, columns=[column]) if path.exists() else tables(folder)[table]
    return found[column].to_numpy()


# --- The library ----------------------------------------------------------------------------------


def answers(report: Any, folder: Path, people: int) -> dict[str, Any]:
    """Give what a report in columns says as the rivals say it (see `rivals`)."""
    import numpy as np

    from partyorg.bulk.verdicts import OUTCOMES
    from rivals.shared import Answer

    meaning = np.array([getattr(Answer, outcome.name, -9) for outcome in OUTCOMES], np.int8)
    found = {told.rule.id.rpartition("/")[2]: told.verdicts for told in report.run.findings.told}

    service = found["service-minimum"]
    minimum = np.full(people, Answer.NO_SUBJECT, np.int8)
    minimum[service.who] = meaning[service.outcome]

    promoted = rows_of(folder, "promotions", "person_id")
    assert (np.diff(promoted) > 0).all()  # nobody twice
    rank = np.full(len(promoted), Answer.NO_SUBJECT, np.int8)
    ranked = found["rank-promotion"]
    rank[np.searchsorted(promoted, ranked.who)] = meaning[ranked.outcome]

    def counted(rule: str, many: str, every: str) -> list[tuple[int, int]]:
        """Give the two counts of each row: what is sure; none if it was not judged."""
        verdicts = found[rule]
        told = [one.observed for one in verdicts.told]
        pairs = [(one[many][0], one[every]) if one else (0, 0) for one in told]
        return [pairs[which] if which >= 0 else (0, 0) for which in verdicts.verdict.tolist()]

    teams = counted("team-experience", "experienced", "team")
    years = found["recruits-to-townships"].period
    recruits = [
        (int(years.at(row)), *pair)
        for row, pair in enumerate(counted("recruits-to-townships", "to_townships", "hired"))
        if pair[1]
    ]
    return {
        "service-minimum": minimum,
        "team-experience": np.array(teams, np.int64).T,
        "rank-promotion": rank,
        "recruits-to-townships": np.array(recruits, np.int64).reshape(-1, 3),
    }


def library(job: Mapping[str, Any], watch: Watch) -> dict[str, Any]:
    """Check in columns: new columns each time, a first check, and further ones."""
    import partyorg as po
    import people

    folder = Path(job["folder"])
    if job["source"] in ("sorted", "unsorted"):
        paths = {path.stem: path for path in folder.glob("*.parquet")}

        def once(watch: Watch) -> Any:
            with watch.step("run"):
                return po.check_frames(as_of=people.AS_OF, only=RULES, **paths)
    else:
        from partyorg.bulk.frames import columns_of_frames

        given = tables(folder)

        def once(watch: Watch) -> Any:
            with watch.step("ready"):
                columns = columns_of_frames(given)
            with watch.step("run"):
                report = po.check(columns, as_of=people.AS_OF, only=RULES)
            for step, day in FURTHER:
                with watch.step(step):
                    po.check(columns, as_of=day, only=RULES)
            return report

    most, report = _repeated(once, watch, job["repeats"])
    return {"peak": most, "answers": lambda: answers(report, folder, job["people"])}


def record(job: Mapping[str, Any], watch: Watch) -> dict[str, Any]:
    """Check one record at a time: a new data set each time."""
    import partyorg as po
    import people

    given = tables(Path(job["folder"]))

    def once(watch: Watch) -> Any:
        with watch.step("ready"):
            dataset = po.Dataset.from_records(**given)
        with watch.step("run"):
            return po.check(dataset, as_of=people.AS_OF, only=RULES, engine="record")

    most, _ = _repeated(once, watch, 1)
    return {"peak": most}


def _repeated(once: Callable[[Watch], Any], watch: Watch, repeats: int) -> tuple[int, Any]:
    """Do something once in the cold, then some times; give the peak and what came out last.

    It is repeated as often as is said, but not once two seconds have gone by.
    """
    with watch.step("cold"):
        last = once(Watch())
    begun = perf_counter()
    for number in range(repeats):
        if number and perf_counter() - begun > ENOUGH:
            break
        del last  # or there would be two in memory
        last = once(watch)
    return peak(), last


# --- The rivals -----------------------------------------------------------------------------------


def rival(job: Mapping[str, Any], watch: Watch) -> dict[str, Any]:
    """Let a rival check."""
    import people

    folder, module = Path(job["folder"]), import_module(f"rivals.{job['way']}")
    day, few = people.AS_OF, None
    if job["source"] in ("sorted", "unsorted"):

        def once(watch: Watch) -> Any:
            with watch.step("run"):
                return module.run_parquet(folder, day, shuffled=job["source"] == "unsorted")
    else:
        few = job.get("few")  # a small province of its own
        given = people.tables(few) if few else tables(folder)
        told = {"as_of": day} if "as_of" in signature(module.prepare).parameters else {}
        module.prepare(people.tables(1_000), **told)  # some compile here
        with watch.step("ready"):
            state = module.prepare(given, **told)

        def once(watch: Watch) -> Any:
            with watch.step("run"):
                return module.run(state, day)

    most, found = _repeated(once, watch, job["repeats"])
    out: dict[str, Any] = {"peak": most, "answers": lambda: found}
    if few:  # so it is judged here
        from rivals.agree import differences, expected

        out = {"peak": most, "differences": differences(found, expected(given, day))}
    return out


# --- Days, all rules, one person ------------------------------------------------------------------


def days(job: Mapping[str, Any], watch: Watch) -> dict[str, Any]:
    """Check one day, and many, each with columns of their own."""
    import partyorg as po
    import people
    from partyorg.bulk.frames import columns_of_frames

    given = tables(Path(job["folder"]))
    month = int(people.AS_OF[:4]) * 12 + int(people.AS_OF[5:7]) - 1
    asked = [f"{at // 12}-{at % 12 + 1:02}-28" for at in range(month - job["days"] + 1, month + 1)]
    po.check(columns_of_frames(given), as_of=people.AS_OF, only=RULES)
    columns = columns_of_frames(given)
    with watch.step("one"):
        po.check(columns, as_of=asked[-1], only=RULES)
    one = peak()
    columns = columns_of_frames(given)
    with watch.step("all"):
        reports = po.check(columns, as_of=asked, only=RULES)
    return {"peak": peak(), "peak_one": one, "reports": len(reports)}


def pack(job: Mapping[str, Any], watch: Watch) -> dict[str, Any]:
    """Check all rules of the pack on a roster, in columns or one record at a time."""
    import partyorg as po
    import people
    from partyorg.bulk import Columns, compiled
    from partyorg.bulk.engine import judge
    from partyorg.bulk.frames import columns_of_frames
    from partyorg.dates import day_number
    from roster import AS_OF, roster

    rows = roster(job["people"])
    with watch.step("read"):
        dataset = po.Dataset.from_records(**rows)
    del rows
    if job["way"] == "record":
        with watch.step("run"):
            report = po.check(dataset, as_of=AS_OF, engine="record")
        most = peak()
        counts = Counter((finding.rule, finding.outcome.value) for finding in report)
        alone = {}
    else:
        rules = po.rules("cn-gz")  # as everywhere: all once in the cold
        some = columns_of_frames(people.tables(2_000))
        judge(some, rules, rules.rules, [day_number(people.AS_OF)], fast=compiled.available())
        with watch.step("ready"):
            columns = Columns.of(dataset)
        with watch.step("run"):
            report = po.check(columns, as_of=AS_OF)
        with watch.step("again"):
            po.check(columns, as_of=ANOTHER_DAY)
        most = peak()
        counts = Counter(
            {
                (rule, outcome.value): count
                for rule, by_outcome in report.run.findings.counts().items()
                for outcome, count in by_outcome.items()
                if count
            }
        )
        alone = {rule: one.number for rule, one in (report.run.alone or {}).items()}
    told = sorted((rule, outcome, count) for (rule, outcome), count in counts.items())
    return {
        "peak": most,
        "counts": told,
        "alone": alone,
        "rules": len(po.rules("cn-gz").rules),
    }


def single(job: Mapping[str, Any], watch: Watch) -> dict[str, Any]:
    """Ask about one person after the other, out of a roster: outcomes alone, and findings."""
    import partyorg as po
    from roster import AS_OF, roster

    dataset = po.Dataset.from_records(**roster(job["people"]))
    ids = [person.person_id for person in dataset.people[1000:1500]]
    found = {}
    for turn in ("first", "again"):
        outcomes = po.Outcomes(dataset, as_of=AS_OF)
        for person in ids:
            with watch.step(f"outcomes, {turn}"):
                told = outcomes(person)
            found[person] = [(verdict.rule, verdict.outcome) for verdict in told]
    rules = sorted({rule for told in found.values() for rule, _ in told})
    for person in ids:
        with watch.step("findings"):
            report = po.check(dataset, as_of=AS_OF, only=rules, subjects=[person], allow_empty=True)
            told = [(finding.rule, finding.outcome) for finding in report]
        assert told == found[person], person
    return {"peak": peak(), "rules": len(rules)}


JOBS: dict[str, Callable[[Mapping[str, Any], Watch], dict[str, Any]]] = {
    "make": make,
    "days": days,
    "pack": pack,
    "single": single,
}
WAYS = {"numba": library, "numpy": library, "record": record}


def main() -> None:
    """Do a job, and tell what it took."""
    job = json.loads(sys.argv[1])
    if job["way"] == "numpy":
        sys.modules["numba"] = None  # type: ignore[assignment]  # as where it is not installed
    watch = Watch()
    out = (JOBS.get(job["job"]) or WAYS.get(job["way"], rival))(job, watch)
    found = out.pop("answers", None)
    if found is not None and job.get("answers"):
        import numpy as np

        np.savez(job["answers"], **found())
    print()
    print(json.dumps(out | {"steps": watch.told()}))


if __name__ == "__main__":
    main()
