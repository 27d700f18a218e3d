"""Draw the results of `bulk` as a figure, and write them as tables in Markdown.

    python bench/plot.py results.json docs/_static/bulk.svg [--markdown FILE] [--source memory]

The figure shows what a person costs at each size, on logarithmic axes, one line for each way.
Lines differ in their dashes and marks as well as in colour, so that they can be told apart in
print.  What answers a part of the task only is in the tables and not in the figure.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

import matplotlib as mpl

mpl.use("svg")

import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, NullLocator

from bulk_tables import SOURCES, Results, figures, write_markdown

STYLES = {
    "numba": ("#0b3c6f", "-", "o", 2.4),
    "numpy": ("#3a7fc1", "--", "o", 1.6),
    "native": ("#111111", "-", "s", 1.6),
    "polars_": ("#b8431f", "-", "^", 1.4),
    "duckdb_": ("#d68a00", "-.", "v", 1.4),
    "pandas_": ("#5b2d82", ":", "D", 1.4),
    "plain": ("#6b6b6b", "--", "x", 1.2),
    "record": ("#6b6b6b", ":", "P", 1.2),
}
"""Colour, dashes, mark and width of each way."""


def costs(results: Results, source: str, way: str) -> tuple[list[int], list[float]]:
    """Give the sizes at which a way was measured, and the microseconds for each person."""
    sizes, cost = [], []
    for people in results["settings"]["sizes"]:
        found = figures(results, source, people, way)
        if found is not None:
            sizes.append(people)
            cost.append(1e6 * found.wall / people)
    return sizes, cost


def apart(heights: list[float], least: float) -> list[float]:
    """Move heights apart, in their order, so that labels there do not lie on each other.

    >>> apart([1.0, 1.5, 5.0], least=1)
    [0.75, 1.75, 5.0]
    """
    groups: list[list[float]] = []  # sum of heights, number
    for height in heights:
        groups.append([height, 1])
        while len(groups) > 1:
            (low, few), (high, many) = groups[-2:]
            if high / many - low / few >= least * (few + many) / 2:
                break
            groups[-2:] = [[low + high, few + many]]
    return [
        total / count + least * (at - (count - 1) / 2)
        for total, count in groups
        for at in range(int(count))
    ]


class End(NamedTuple):
    """Where a line ends, and its name."""

    size: int
    cost: float
    name: str
    colour: str


def label(axes: Axes, ends: list[End]) -> None:
    """Write the names of the lines: at the right edge, or above the end of one that stops before.

    Heights are in points, 72 to the inch, as the figure has as many dots.
    """
    last = max(end.size for end in ends)
    whole = sorted((end for end in ends if end.size == last), key=lambda end: end.cost)
    heights = [float(axes.transData.transform((end.size, end.cost))[1]) for end in whole]
    for end, height, moved in zip(whole, heights, apart(heights, least=11.0), strict=True):
        axes.annotate(
            end.name,
            (end.size, end.cost),
            xytext=(24, moved - height),
            textcoords="offset points",
            va="center",
            fontsize=8.5,
            color=end.colour,
            arrowprops={"arrowstyle": "-", "color": end.colour, "lw": 0.5, "alpha": 0.6},
        )
    for end in ends:
        if end.size < last:
            axes.annotate(
                end.name,
                (end.size, end.cost),
                xytext=(-3, 6),
                textcoords="offset points",
                fontsize=8.5,
                color=end.colour,
            )


def draw(results: Results, source: str, path: Path) -> None:
    """Draw the figure."""
    plt.rcParams |= {"svg.fonttype": "path", "svg.hashsalt": "bulk", "font.size": 9}
    figure, axes = plt.subplots(figsize=(7.2, 4.4), dpi=72)
    figure.subplots_adjust(left=0.1, right=0.76, top=0.92, bottom=0.13)
    axes.set_xscale("log")
    axes.set_yscale("log")
    ends = []
    for way, (colour, dashes, mark, width) in STYLES.items():
        sizes, cost = costs(results, source, way)
        if not sizes:
            continue
        look = {"color": colour, "linestyle": dashes, "linewidth": width}
        axes.plot(sizes, cost, marker=mark, markersize=4.5, **look)
        ends.append(End(sizes[-1], cost[-1], results["ways"][way]["label"], colour))
    sizes = results["settings"]["sizes"]
    axes.set_xticks(sizes)
    axes.set_xlim(sizes[0] / 1.4, sizes[-1] * 1.4)
    axes.xaxis.set_minor_locator(NullLocator())
    axes.xaxis.set_major_formatter(FuncFormatter(lambda x, _: f"{x:,.0f}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:,.10g}"))
    axes.set_xlabel("people, with eight appointments each")
    axes.set_ylabel("microseconds a person")
    axes.set_title(f"Four rules, {SOURCES[source]}", loc="left", fontsize=10)
    axes.grid(which="major", color="#dddddd", linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    figure.canvas.draw()  # the labels ask where the lines have come to lie
    label(axes, ends)
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None})


def main() -> None:
    """Draw the figure, and write the tables if they are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("results", type=Path)
    parser.add_argument("svg", type=Path)
    parser.add_argument("--markdown", type=Path, help="write the tables there")
    parser.add_argument("--source", choices=SOURCES, default="memory")
    given = parser.parse_args()
    results = json.loads(given.results.read_text(encoding="utf-8"))
    draw(results, given.source, given.svg)
    if given.markdown:
        write_markdown(results, given.markdown)


if __name__ == "__main__":
    main()
