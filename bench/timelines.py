"""Follow verdicts over time, and hold them to the checks of every single day.

    python bench/timelines.py [--cases 100000] [--seed 1]

A case is a timeline: what one rule says of one subject (and period) over some days.  They come
from random worlds, made one after the other until there are enough cases: of three, two are careers
under all conventions and variants of the rules (as in `agreement.py`), one is the sample with its
dates moved and blurred, by the rules of any pack.  Every rule is followed over the days, and
checked on each of them.  Outcomes must be the same, and where a check has no finding there must be
none.  It stops at the first difference and names the seed of the world, which
`--seed S --cases 1` makes again.
"""

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from time import monotonic

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "timing"))

import random_worlds as worlds

CHUNK = 8


def one_world(seed: int) -> tuple[str | None, int, int]:
    """Tell where a world parts; how many timelines it has, and how many days they have together."""
    asked = worlds.of_sample(seed) if seed % 3 == 0 else worlds.of_careers(seed)
    told, timelines = worlds.difference(asked)
    return told, timelines, timelines * len(asked.days)


def main() -> None:
    """Compare cases until there is a difference, or there were enough of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    given = parser.parse_args()
    begun = monotonic()
    timelines = days = worlds_made = 0
    with ProcessPoolExecutor(given.processes) as pool:
        while timelines < given.cases:
            first = given.seed + worlds_made
            seeds = range(first, first + (1 if given.cases == 1 else CHUNK * given.processes))
            for seed, (told, lines, compared) in zip(
                seeds, pool.map(one_world, seeds), strict=True
            ):
                if told:
                    pool.shutdown(cancel_futures=True)
                    sys.exit(f"world with seed {seed}: {told}")
                timelines, days = timelines + lines, days + compared
            worlds_made += len(seeds)
            print(f"{timelines:,} cases, {monotonic() - begun:.0f} s", flush=True)
    print(f"{timelines:,} cases, {days:,} days of them, {worlds_made:,} worlds: no difference")


if __name__ == "__main__":
    main()
