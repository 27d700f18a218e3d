"""Make the bundled sample: `python -m partyorg.sample.generate DIR`.

The sample is small stories, each with the verdict it is meant to show, in a population that mostly
keeps the rules.  The same seed gives the same bytes, on every version of Python.
"""

from __future__ import annotations

import csv
import io
import sys
from pathlib import Path
from random import Random

from partyorg.sample.people import build_people
from partyorg.sample.places import build_places
from partyorg.sample.stories import (
    cases,
    elsewhere,
    flows,
    lists,
    persons,
    preference,
    service,
    teams,
)
from partyorg.sample.world import World
from partyorg.sample.yearly import build_yearly

__all__ = ["SEED", "as_csv", "generate", "main"]

SEED = 20181231


def generate(seed: int = SEED) -> World:
    """Make the whole sample; only numbers that decide nothing depend on the seed."""
    world = World(Random(seed))  # noqa: S311  (invented data, not a secret)
    build_places(world)
    service.tell(world)
    persons.tell(world)
    manned = teams.tell(world)
    flows.tell(world)
    lists.tell(world)
    preference.tell(world)
    elsewhere.tell(world)
    build_people(world, manned)
    build_yearly(world)
    cases.tell(world)
    return world


def as_csv(rows: list[dict[str, str]]) -> bytes:
    """Give rows as the bytes of a CSV file in UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def main(arguments: list[str]) -> int:
    """Write the sample into the directory named."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m partyorg.sample.generate DIR\n")
        return 2
    directory = Path(arguments[0])
    directory.mkdir(parents=True, exist_ok=True)
    for name, rows in generate().tables.items():
        (directory / f"{name}.csv").write_bytes(as_csv(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
