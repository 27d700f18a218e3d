"""The tables that are made of the results of `bulk`: for the console, and in Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

__all__ = ["Results", "Sheet", "figures", "print_all", "sheets", "write_markdown"]

Results = Mapping[str, Any]

SOURCES = {
    "memory": "from memory",
    "sorted": "from sorted Parquet",
    "unsorted": "from unsorted Parquet",
}
LIBRARY = ("numba", "numpy")
C = "native"


class Sheet(NamedTuple):
    """A table as it is shown."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


class Figures(NamedTuple):
    """What a step of a way took."""

    wall: float
    least: float
    cpu: float
    ratio: float | None
    peak: int


# --- Figures --------------------------------------------------------------------------------------


def check_of(results: Results, source: str, people: int, way: str) -> Mapping[str, Any] | None:
    """Give the results of a way at a size."""
    wanted = source, people, way
    for check in results["checks"]:
        if (check["source"], check["people"], check["way"]) == wanted:
            return check
    return None


def figures(
    results: Results,
    source: str,
    people: int,
    way: str,
    step: str = "run",
    against: tuple[str, str] | None = None,
) -> Figures | None:
    """Give what a step took; `against` names the source and the way that it is compared with."""
    check = check_of(results, source, people, way)
    if check is None or check["not"] is not None or not check["rounds"]:
        return None
    steps = [one["steps"][step] for one in check["rounds"]]
    source_of, way_of = against or (source, C)
    other = check_of(results, source_of, people, way_of)
    ratio = None
    if other is not None and other["not"] is None:
        pairs = zip(steps, other["rounds"], strict=True)
        ratio = median(one["wall"] / two["steps"]["run"]["wall"] for one, two in pairs)
    return Figures(
        wall=median(one["wall"] for one in steps),
        least=min(one["least"] for one in steps),
        cpu=median(one["cpu"] for one in steps),
        ratio=ratio,
        peak=max(one["peak"] for one in check["rounds"]),
    )


def seconds(value: float) -> str:
    """Write a time with three digits.

    >>> seconds(0.0012345), seconds(1.2345), seconds(123.45)
    ('1.23 ms', '1.23 s', '123 s')
    """
    for factor, unit in ((1, "s"), (1e3, "ms"), (1e6, "µs")):
        if value * factor >= 1 or unit == "µs":
            break
    number = value * factor
    return f"{number:.{max(0, 2 - len(str(int(number))) + 1)}f} {unit}"


def memory(value: float) -> str:
    """Write an amount of memory."""
    return f"{value / 2**30:.1f} GiB" if value >= 2**30 else f"{value / 2**20:.0f} MiB"


def times(value: float | None) -> str:
    """Write a ratio."""
    if value is None:
        return "not measured"
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def lines_of(results: Results, source: str) -> Iterator[tuple[str, str, str]]:
    """Give the rows of the tables of a source: way, step, and what they are called."""
    ways = dict.fromkeys(c["way"] for c in results["checks"] if c["source"] == source)
    for way in ways:
        label = results["ways"][way]["label"]
        if way in LIBRARY and source == "memory":
            yield way, "run", f"{label}: first check"
            yield way, "again", f"{label}: a second day"
            yield way, "third", f"{label}: a third"
            yield way, "later", f"{label}: any later one"
        else:
            yield way, "run", f"{label} (a part)" if results["ways"][way]["part"] else label


# --- Sheets ---------------------------------------------------------------------------------------


def detailed(results: Results, source: str, people: int) -> Sheet:
    """Show all ways at one size."""
    rows = []
    for way, step, label in lines_of(results, source):
        found = figures(results, source, people, way, step)
        if found is None:
            check = check_of(results, source, people, way)
            why = check["not"] if check else "not measured"
            rows.append([label, why, *[""] * 5])
            continue
        many = check_of(results, source, people, way).get("few", people)
        rows.append(
            [
                label,
                seconds(found.wall),
                seconds(found.least),
                f"{1e6 * found.wall / many:.3f}",
                seconds(found.cpu),
                "a part" if results["ways"][way]["part"] else times(found.ratio),
                memory(found.peak),
            ]
        )
    columns = ["way", "median", "least", "µs a person", "processor", "times C", "peak memory"]
    return Sheet(f"Four rules, {people:,} people, {SOURCES[source]}", columns, rows)


def compact(results: Results, source: str) -> Sheet:
    """Show all ways at all sizes: time, ratio to C, memory."""
    sizes = results["settings"]["sizes"]
    rows = []
    for way, step, label in lines_of(results, source):
        row = [label]
        for people in sizes:
            found = figures(results, source, people, way, step)
            check = check_of(results, source, people, way)
            if found is None:
                row.append(check["not"] if check else "not measured")
                continue
            whole = way != C and not results["ways"][way]["part"]
            ratio = f"{times(found.ratio)} × C, " if whole else ""
            row.append(f"{seconds(found.wall)} ({ratio}{memory(found.peak)})")
        rows.append(row)
    title = f"Four rules, {SOURCES[source]}: time (ratio to C in the same rounds, peak memory)"
    return Sheet(title, ["way", *(f"{people:,} people" for people in sizes)], rows)


def ready(results: Results) -> Sheet:
    """Show what it takes to bring Arrow tables into each way's own form."""
    sizes = results["settings"]["sizes"]
    rows = []
    for way in dict.fromkeys(c["way"] for c in results["checks"] if c["source"] == "memory"):
        row = [results["ways"][way]["label"] + (": columns from Arrow" if way in LIBRARY else "")]
        for people in sizes:
            found = figures(results, "memory", people, way, "ready")
            check = check_of(results, "memory", people, way)
            row.append(seconds(found.wall) if found else check["not"] if check else "–")
        rows.append(row)
    title = "Made ready: from Arrow tables into each way's own form, not part of the check"
    return Sheet(title, ["way", *(f"{people:,} people" for people in sizes)], rows)


def partial(results: Results) -> Sheet:
    """Show what partial dates cost."""
    rows = []
    for people in results["settings"]["sizes"]:
        for way in LIBRARY:
            found = figures(results, "partial", people, way, against=("memory", way))
            to_c = figures(results, "partial", people, way, against=("memory", C))
            check = check_of(results, "partial", people, way)
            label = results["ways"][way]["label"]
            if found is None or to_c is None:
                rows.append([f"{people:,}", label, check["not"] if check else "not measured"])
                rows[-1] += [""] * 3
                continue
            own, other = times(found.ratio), times(to_c.ratio)
            rows.append([f"{people:,}", label, seconds(found.wall), own, other, memory(found.peak)])
    return Sheet(
        "Four rules, from memory, a third of the people with dates known to the month only",
        ["people", "way", "first check", "times itself on days", "times C on days", "peak memory"],
        rows,
    )


def many_days(results: Results) -> Sheet:
    """Show what many days cost against one."""
    days = results["days"]
    title = f"Four rules on {days['days']} monthly days, {days['people']:,} people, from memory"
    columns = ["days", "time", "times one day", "a day", "peak memory"]
    if days["not"]:
        return Sheet(title, columns, [[str(days["days"]), days["not"], "", "", ""]])
    one = median(each["steps"]["one"]["wall"] for each in days["rounds"])
    every = median(each["steps"]["all"]["wall"] for each in days["rounds"])
    ratio = median(
        each["steps"]["all"]["wall"] / each["steps"]["one"]["wall"] for each in days["rounds"]
    )
    first = max(each["peak_one"] for each in days["rounds"])
    last = max(each["peak"] for each in days["rounds"])
    many = str(days["days"])
    return Sheet(
        title,
        columns,
        [
            ["1", seconds(one), "1", seconds(one), memory(first)],
            [many, seconds(every), times(ratio), seconds(every / days["days"]), memory(last)],
        ],
    )


def all_rules(results: Results) -> Sheet:
    """Show all rules of the pack, in columns and one record at a time."""
    pack, record = results["pack"], results["record"]
    some = (pack["rounds"] or record["rounds"] or [{"rules": "all"}])[0]
    title = f"All {some['rules']} rules, {pack['people']:,} people of a roster with partial dates"
    columns = ["way", "made ready", "check", "another day", "records ÷ columns", "peak memory"]
    rows = []
    slow = record["rounds"][0]["steps"]["run"]["wall"] if record["rounds"] else None
    if slow is None:
        rows.append(["one record at a time", record["not"], *[""] * 4])
    else:
        peak = memory(record["rounds"][0]["peak"])
        rows.append(["one record at a time", "", seconds(slow), "", "1", peak])
    if not pack["rounds"]:
        return Sheet(title, columns, [*rows, ["in columns", pack["not"], *[""] * 4]])
    took = {
        step: median(each["steps"][step]["wall"] for each in pack["rounds"])
        for step in ("ready", "run", "again")
    }
    peak = memory(max(each["peak"] for each in pack["rounds"]))
    ratio = times(slow / took["run"]) if slow else "not measured"
    rows.append(["in columns", *(seconds(value) for value in took.values()), ratio, peak])
    return Sheet(title, columns, rows)


def one_person(results: Results) -> Sheet:
    """Show what asking about one person takes."""
    single = results["single"]
    rows = []
    if not single["rounds"]:
        rows.append(["all rules", single["not"], ""])
    names = {
        "outcomes, first": "outcomes, asked for the first time",
        "outcomes, again": "outcomes, asked again",
        "findings": "findings, with evidence",
    }
    for step, name in names.items() if single["rounds"] else ():
        took = [each["steps"][step] for each in single["rounds"]]
        times_ = median(one["wall"] for one in took), min(one["least"] for one in took)
        rows.append([name, *map(seconds, times_)])
    many = (
        f"all {single['rounds'][0]['rules']} rules on people" if single["rounds"] else "all rules"
    )
    title = f"One person at once, of {single['people']:,}, one record at a time: {many}"
    return Sheet(title, ["what", "median", "least"], rows)


def sheets(results: Results, *, brief: bool = False) -> list[Sheet]:
    """Give all tables; `brief` has all sizes of a source in one."""
    there = [s for s in SOURCES if any(c["source"] == s for c in results["checks"])]
    found = []
    for source in there:
        if brief:
            found.append(compact(results, source))
        else:
            sizes = results["settings"]["sizes"]
            found += [detailed(results, source, people) for people in sizes]
        if source == "memory":
            found.append(ready(results))
    if any(check["source"] == "partial" for check in results["checks"]):
        found.append(partial(results))
    for name, made in (("days", many_days), ("pack", all_rules), ("single", one_person)):
        if name in results:
            found.append(made(results))
    return found


def notes(results: Results) -> list[str]:
    """Say where and how it was measured, and whether all agree."""
    about, settings = results["machine"], results["settings"]
    libraries = ", ".join(f"{name} {number}" for name, number in about["versions"].items())
    compared = sum("agrees" in check for check in results["checks"])
    agree = f"The answers of all {compared} comparisons agree."
    if results["differences"]:
        agree = "ANSWERS DIFFER: " + "; ".join(results["differences"])
    return [
        f"{about['cpu']}, {about['cores']} cores, {memory(about['memory'])}; {about['system']}",
        f"Python {about['python']}, {libraries}; {about['cc']}",
        f"{results['date'][:10]}; load of the machine at the start: {about['load']}",
        f"Times are medians of {settings['rounds']} rounds, by the clock",
        agree,
        "Ways: "
        + "; ".join(
            f"{way['label']}: {way['note']}"
            for name, way in results["ways"].items()
            if any(check["way"] == name for check in results["checks"])
        ),
    ]


# --- Output ---------------------------------------------------------------------------------------


def print_all(results: Results) -> None:
    """Print all tables."""
    console = Console()
    if not console.is_terminal:
        console = Console(width=120)
    for sheet in sheets(results):
        table = Table(title=sheet.title, title_justify="left")
        for at, name in enumerate(sheet.columns):
            table.add_column(name, justify="right" if at else "left")
        for row in sheet.rows:
            table.add_row(*row)
        console.print(table)
    for line in notes(results):
        console.print(line)


def write_markdown(results: Results, path: Path) -> None:
    """Write the tables for the documentation."""
    parts = []
    for sheet in sheets(results, brief=True):
        aligned = ["---", *["---:"] * (len(sheet.columns) - 1)]
        rows = [sheet.columns, aligned, *sheet.rows]
        body = "\n".join(f"| {' | '.join(row)} |" for row in rows)
        parts.append(f"**{sheet.title}**\n\n{body}")
    parts.append("\n".join(f"- {line}" for line in notes(results)))
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
