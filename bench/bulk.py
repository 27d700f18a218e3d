"""Measure checks of whole provinces, in columns, against other ways to compute the same.

    python bench/bulk.py [--sizes 10000,100000,1000000,8000000] [--rounds 5] [--rivals NAME,...]
                         [--no-parquet] [--no-extras] [--output results.json] [--markdown FILE]

Everything is generated, measured, compared and printed.  Each way runs in a process of its own (see
`ways`), one after the other, round by round: the library, C, Polars and so on, then all of them
again.  So whatever else the machine does meets all alike, and the peak of memory is each way's own.
Times are by the clock, medians over the rounds; a ratio is the median of the ratios within each
round.  Answers are held to those of C, and whatever differs ends the program with an error.

What a way cannot do is said in the tables.  That it would take too long or too much memory is
reckoned from what it took at the size before; what fails while it runs is told as it failed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

import numpy as np
from rich.console import Console

from bulk_tables import print_all, write_markdown

LIBRARIES = "partyorg numpy numba pyarrow polars duckdb pandas OpenFisca-Core pandera pyshacl"
PARQUET = ("sorted", "unsorted")
FLOOR = 120 << 20  # of memory: Python and its libraries, without any data
SHARE = 0.9  # of the machine's memory, above which a way is not tried


class Way(NamedTuple):
    """One way to compute the task, or a part of it (then it is said in the note)."""

    label: str
    note: str = ""
    parquet: bool = False
    part: bool = False
    most: int | None = None  # people
    why: str = ""


class JobError(Exception):
    """A process that came to no end, and how."""


_SLOW = "one after the other in Python"
_PART = "a part only, see the smaller sizes"
WAYS = {
    "numba": Way("partyorg", "with numba, used from 100,000 people on", parquet=True),
    "numpy": Way("partyorg, NumPy alone", "as where numba is not installed", parquet=True),
    "native": Way("C", "one pass by hand, on one core", parquet=True),
    "polars_": Way("Polars", "lazy queries", parquet=True),
    "duckdb_": Way("DuckDB", "SQL", parquet=True),
    "pandas_": Way("pandas", "on one core"),
    "plain": Way("plain Python", "person after person", most=100_000, why=_SLOW),
    "record": Way("partyorg, records", "engine='record'", most=10_000, why=_SLOW),
    "openfisca_": Way(
        "OpenFisca", "teams only; careers made columns before", part=True, most=100_000, why=_PART
    ),
    "pandera_": Way(
        "pandera", "teams and years only; months counted before", part=True, most=100_000, why=_PART
    ),
    "pyshacl_": Way(
        "pySHACL", "teams of 600 people only; months counted before", part=True, most=600, why=_PART
    ),
}
LIBRARY = ("numba", "numpy")
IN_FORCE = 2014
"""The first year that the rules speak of; of years before, the library gives no figures."""
OF_A_FEW = ("pyshacl_",)
"""Measured on a few people only, together with the smallest size."""


# --- Processes ------------------------------------------------------------------------------------


class Bench:
    """All that is measured, with the results so far."""

    def __init__(self, given: argparse.Namespace, folder: Path) -> None:
        self.given = given
        self.folder = folder
        self.console = Console(stderr=True)
        self.memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
        self.results: dict[str, Any] = {
            "date": datetime.now(UTC).isoformat(timespec="seconds"),
            "machine": machine(self.memory),
            "settings": {
                "sizes": given.sizes,
                "rounds": given.rounds,
                "days": given.days,
                "days_people": given.days_people,
                "pack_people": given.pack_people,
            },
            "ways": {
                name: {"label": way.label, "note": way.note, "part": way.part}
                for name, way in WAYS.items()
            },
            "data": [],
            "checks": [],
            "differences": [],
        }

    def run(self, **job: Any) -> dict[str, Any]:
        """Run a job in a process of its own."""
        script = Path(__file__).with_name("ways.py")
        begun = perf_counter()
        try:
            done = subprocess.run(
                [sys.executable, script, json.dumps({"way": None, "repeats": 1} | job)],
                capture_output=True,
                text=True,
                check=True,
                timeout=self.given.patience,
            )
        except subprocess.TimeoutExpired as error:
            msg = f"no end within {self.given.patience} s"
            raise JobError(msg) from error
        except subprocess.CalledProcessError as error:
            lines = error.stderr.strip().splitlines() or ["no message"]
            ended = lines[-1] if error.returncode > 0 else "ended by the system, out of memory"
            raise JobError(ended) from error
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return told | {"process": perf_counter() - begun}

    def save(self) -> None:
        """Write down what is known so far."""
        self.given.output.write_text(json.dumps(self.results, indent=1) + "\n", encoding="utf-8")

    def make(self, source: str, people: int) -> Path:
        """Make the data of a source, and give its folder."""
        folder = self.folder / f"{source}-{people}"
        if not folder.exists():
            self.console.print(f"making data: {source}, {people:,} people")
            told = self.run(job="make", source=source, people=people, folder=str(folder))
            size = sum(path.stat().st_size for path in folder.iterdir())
            self.results["data"].append(
                {"source": source, "people": people, "bytes": size, "seconds": told["process"]}
            )
        return folder

    # --- The four rules, in all ways --------------------------------------------------------------

    def checks(self, people: int) -> None:
        """Measure all ways at a size."""
        rivals = self.given.rivals
        groups = [[("memory", name) for name in (*LIBRARY, *rivals)]]
        groups[0] += [("partial", name) for name in LIBRARY]
        if self.given.parquet:
            able = [name for name in (*LIBRARY, *rivals) if WAYS[name].parquet]
            groups += [[(source, name) for name in able] for source in PARQUET]
        for group in groups:
            self.group(group, people)
            self.save()
            for source in dict(group):
                shutil.rmtree(self.folder / f"{source}-{people}")
        for path in self.folder.glob("*.npz"):
            path.unlink()

    def group(self, group: Sequence[tuple[str, str]], people: int) -> None:
        """Measure some ways, round by round."""
        found = [self.begin(source, name, people) for source, name in group]
        for number in range(self.given.rounds):
            turn = number % len(found)  # nobody is always the first
            for check in found[turn:] + found[:turn]:
                if check["not"] is None:
                    self.once(check)
            self.compare(found)

    def begin(self, source: str, name: str, people: int) -> dict[str, Any]:
        """Give the empty results of a way at a size, with the reason if it is not to be tried."""
        way = WAYS[name]
        check = {"source": source, "people": people, "way": name, "rounds": [], "not": None}
        self.results["checks"].append(check)
        self.make(source, people)
        if name in OF_A_FEW and people == self.given.sizes[0]:
            check["few"] = way.most
        elif way.most is not None and people > way.most:
            check["not"] = f"not tried: {way.why}"
        elif forecast := self.forecast(source, name, people):
            check["not"] = f"not tried: {forecast}"
        return check

    def forecast(self, source: str, name: str, people: int) -> str | None:
        """Tell what speaks against a size, by what the size before took."""
        past = [
            check
            for check in self.results["checks"]
            if (check["source"], check["way"]) == (source, name) and check["people"] < people
        ]
        if not past:
            return None
        last = past[-1]
        if last["not"] is not None:
            return str(last["not"]).removeprefix("not tried: ")
        factor = people / last["people"]
        peaks = [(check["people"], max(one["peak"] for one in check["rounds"])) for check in past]
        (few, low), (many, high) = [(0, FLOOR), *peaks][-2:]
        memory = high + (people - many) * (high - low) / (many - few)
        if memory > SHARE * self.memory:
            return f"would take {memory / 2**30:.0f} GiB of memory"
        seconds = factor * max(one["process"] for one in last["rounds"])
        return f"would take {seconds / 60:.0f} min" if seconds > self.given.patience else None

    def once(self, check: dict[str, Any]) -> None:
        """Run a way once, and keep what it took."""
        source, name, people = check["source"], check["way"], check["people"]
        job: dict[str, Any] = {
            "folder": str(self.folder / f"{source}-{people}"),
            "repeats": max(1, min(10, 300_000 // people)),
        }
        if "few" in check:
            job["few"] = check["few"]
        elif not check["rounds"]:
            job["answers"] = str(self.folder / f"{source}-{name}.npz")
        try:
            told = self.run(job="check", source=source, way=name, people=people, **job)
        except JobError as error:
            check["not"] = str(error)
            self.console.print(f"  {source}, {name}: {error}")
            return
        if "differences" in told:  # found by the process itself, among its people
            lines = told.pop("differences")
            check["agrees"] = check.get("agrees", True) and not lines
            for line in lines:
                self.differs(check, line)
        check["rounds"].append(told)
        took = told["steps"]["run"]["wall"]
        number = len(check["rounds"])
        self.console.print(f"  round {number}: {source}, {people:,}, {name}: {took:.4f} s")

    # --- Agreement --------------------------------------------------------------------------------

    def compare(self, found: Iterable[dict[str, Any]]) -> None:
        """Hold the answers of a group to those of C; partial dates to those of NumPy."""
        for check in found:
            path = self.folder / f"{check['source']}-{check['way']}.npz"
            own = check["source"] == "partial"
            whose = self.folder / ("partial-numpy.npz" if own else f"memory-{self.judge}.npz")
            if "agrees" in check or not path.exists() or not whose.exists():
                continue
            with np.load(path) as got, np.load(whose) as due:
                since = IN_FORCE if check["way"] in LIBRARY else 0
                lines = list(differences(got, due, since))
            check["agrees"] = not lines
            check["judged_by"] = "numpy" if own else self.judge
            for line in lines:
                self.differs(check, line)

    @property
    def judge(self) -> str:
        """The way to whose answers all others are held."""
        return "native" if "native" in self.given.rivals else "numpy"

    def differs(self, check: Mapping[str, Any], line: str) -> None:
        """Note a difference."""
        told = f"{check['source']}, {check['people']:,}, {check['way']}: {line}"
        self.console.print(told, style="bold red")
        self.results["differences"].append(told)

    # --- Days, all rules, one person --------------------------------------------------------------

    def extras(self) -> None:
        """Measure what only the library does."""
        given = self.given
        jobs = {
            "days": {"people": given.days_people, "days": given.days},
            "pack": {"people": given.pack_people, "way": "numba"},
            "record": {"people": given.pack_people, "way": "record"},
            "single": {"people": 10_000},
        }
        for name, job in jobs.items():
            if name == "days":
                job["folder"] = str(self.make("memory", given.days_people))
            kept = self.results[name] = {**job, "rounds": [], "not": None}
            kept.pop("folder", None)
            for number in range(1 if name == "record" else given.rounds):
                self.console.print(f"  round {number + 1}: {name}, {job['people']:,} people")
                try:
                    told = self.run(job="pack" if name == "record" else name, **job)
                except JobError as error:
                    kept["not"] = str(error)
                    self.console.print(f"  {name}: {error}")
                    break
                kept["counts"] = told.pop("counts", None)
                kept["rounds"].append(told)
            if name == "days":
                shutil.rmtree(job["folder"])
            self.save()
        pack, record = self.results["pack"], self.results["record"]
        if pack["rounds"] and record["rounds"] and pack["counts"] != record["counts"]:
            self.differs(pack | {"source": "pack"}, "other counts than one record at a time")


def differences(got: Mapping[str, Any], due: Mapping[str, Any], since: int) -> Iterator[str]:
    """Name the answers that are not as due; recruitment is compared since a year."""
    recruits, (experienced, team) = due["recruits-to-townships"], due["team-experience"]
    for name in got:
        answer = got[name]
        if name == "years-below":
            other = 5 * recruits[:, 1] < 4 * recruits[:, 2]
        elif name == "teams-below":
            other = 3 * experienced < 2 * team
        elif name == "recruits-to-townships":
            other = recruits[recruits[:, 0] >= since]
        else:
            other = due[name]
        if answer.shape != other.shape:
            yield f"{name}: shape {answer.shape}, not {other.shape}"
        elif (answer != other).any():
            at = np.argwhere(answer != other)
            yield f"{name}: {len(at)} differ, first at {at[0].tolist()}"


# --- The machine ----------------------------------------------------------------------------------


def machine(memory: int) -> dict[str, Any]:
    """Describe the machine, and the versions of all that is measured."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    versions = {}
    for name in LIBRARIES.split():
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            versions[name] = "not installed"
    told = subprocess.run(["cc", "--version"], capture_output=True, text=True, check=False)
    return {
        "cpu": models[0] if models else platform.processor(),
        "cores": os.cpu_count(),
        "memory": memory,
        "system": platform.platform(),
        "python": platform.python_version(),
        "cc": told.stdout.partition("\n")[0],
        "load": round(os.getloadavg()[0], 2),
        "versions": versions,
    }


def rivals(text: str) -> list[str]:
    """Read a list of rivals."""
    names = [name for name in WAYS if name not in LIBRARY]
    known = {name.rstrip("_"): name for name in names} | {"c": "native"}
    given = [one.strip().lower().rstrip("_") for one in text.split(",") if one.strip()]
    wrong = [one for one in given if one not in known]
    if wrong:
        msg = f"there is no rival {', '.join(wrong)}; there are {', '.join(known)}"
        raise argparse.ArgumentTypeError(msg)
    asked = [known[one] for one in given]
    return [name for name in names if name in asked]


def main() -> None:
    """Measure everything, print it and write it down."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    every = ",".join(name.rstrip("_") for name in WAYS if name not in LIBRARY)
    parser.add_argument("--sizes", default="10000,100000,1000000,8000000")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rivals", type=rivals, default=rivals(every), help=f"some of: {every}")
    parser.add_argument("--parquet", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--extras", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--days", type=int, default=120, help="monthly days of the check of many")
    parser.add_argument("--days-people", type=int, default=1_000_000)
    parser.add_argument("--pack-people", type=int, default=100_000)
    parser.add_argument("--patience", type=int, default=1800, help="seconds for one process")
    parser.add_argument("--folder", type=Path, help="where to put the data for a while")
    parser.add_argument("--output", type=Path, default=Path("results.json"))
    parser.add_argument("--markdown", type=Path, help="write the tables there, too")
    given = parser.parse_args()
    given.sizes = sorted(int(size) for size in given.sizes.split(","))
    with tempfile.TemporaryDirectory(dir=given.folder) as folder:
        bench = Bench(given, Path(folder))
        for people in given.sizes:
            bench.checks(people)
        if given.extras:
            bench.extras()
        bench.save()
    print_all(bench.results)
    if given.markdown:
        write_markdown(bench.results, given.markdown)
    if bench.results["differences"]:
        sys.exit("the answers differ")


if __name__ == "__main__":
    main()
