"""Hold all rivals to the same answers.

    python bench/rivals/agree.py [--people N] [--seeds N] [NAME ...]

Each is compared with `plain`, on careers as `people` generates them and on *wild* ones, where posts
overlap and gape at random, so that nothing about careers can be taken for granted; and, where it
can, from Parquet files too.  OpenFisca, pandera and pySHACL answer a part, which is compared.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib import import_module
from inspect import signature
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import people as generator
from rivals import plain
from rivals.shared import day_number

DAYS = (generator.AS_OF, "2018-02-28")
"""On which the rules are checked."""

TURNS = """
    2012-02-29 2013-12-31 2014-01-01 2014-12-31 2015-01-01 2016-02-29 2018-02-27 2018-02-28
    2018-03-01 2019-05-31 2019-06-01 2020-06-30
"""
"""Days on which answers turn, for some of the people on edge to be recruited or promoted on."""

RIVALS = ("native", "polars_", "duckdb_", "pandas_", "openfisca_", "pandera_", "pyshacl_")


def anniversary(days: np.ndarray, months: np.ndarray | int) -> np.ndarray:
    """Add months to day numbers; a day that the month does not have becomes its last."""
    since = days.astype("datetime64[D]")
    month = since.astype("datetime64[M]")
    same = (month + months).astype("datetime64[D]") + (since - month)
    return np.minimum(same, (month + months + 1).astype("datetime64[D]") - 1).astype(np.int64)


def wild(people: int, seed: int) -> dict[str, pa.Table]:
    """Give tables whose appointments lie anyhow; only no two of a person begin on one day.

    A quarter of the people are *on edge* instead: they leave their township within a day of two
    or five years, and are promoted within a day of five years.
    """
    rng = np.random.default_rng((seed, 9))
    given = generator.tables(people, 8, seed)
    table, promotions = given["appointments"], given["promotions"]
    person = table["person_id"].to_numpy()
    names = table["org_id"].combine_chunks().dictionary
    turns = np.array([day_number(day) for day in TURNS.split()])
    edge = rng.random(people) < 0.25
    recruited = given["people"]["recruited_on"].cast(pa.int32()).to_numpy().astype(np.int64)
    recruited = np.where(edge & (rng.random(people) < 0.1), rng.choice(turns, people), recruited)
    home = given["people"]["recruited_by"].combine_chunks().indices.to_numpy()

    shape = people, 8
    reach = rng.choice([90, 900, 4000], people)[:, None]
    start = np.sort(rng.integers(0, reach, shape), axis=1) + np.arange(8) + recruited[:, None] - 60
    end = start + rng.integers(1, rng.choice([40, 400, 4000], shape))
    basis = rng.choice([0, 1, 2], shape, p=[0.75, 0.2, 0.05])
    own = table["org_id"].combine_chunks().indices.to_numpy().reshape(shape)
    org = np.where(rng.random(shape) < 0.3, rng.integers(0, 24, shape), own)
    is_open = rng.random(shape) < 0.1

    leave = anniversary(recruited, rng.choice([24, 60], people)) + rng.integers(-1, 2, people)
    start[edge, 0], end[edge, 0], is_open[edge, 0] = recruited[edge], leave[edge], False
    start[edge, 1:] = leave[edge, None] + np.arange(7)
    end[edge, 1:] = start[edge, 1:] + 4000
    basis[edge, :2], basis[edge, 2:] = 0, 2
    org[edge, 0], org[edge, 1] = home[edge], np.where(rng.random(people) < 0.6, 1, home + 1)[edge]

    by = np.where(rng.random(shape) < 0.5, 4, rng.integers(0, 12, shape))
    by = np.where(edge[:, None], (home[:, None] - 2) // 633 * 633 + 4, by)  # the right department
    on = start + rng.integers(-200, 60, shape)
    on = np.where(rng.random(shape) < 0.3, start + rng.integers(-1, 2, shape), on)

    def words(codes: np.ndarray, of: pa.Array, empty: np.ndarray | None = None) -> pa.Array:
        mask = None if empty is None else empty.ravel()
        return pa.DictionaryArray.from_arrays(
            pa.array(codes.ravel().astype(np.int32), mask=mask), of
        )

    def dates(days: np.ndarray, empty: np.ndarray | None = None) -> pa.Array:
        mask = None if empty is None else empty.ravel()
        return pa.array(days.ravel().astype(np.int32), mask=mask).cast(pa.date32())

    promoted = promotions["person_id"].to_numpy()
    day = promotions["date"].cast(pa.int32()).to_numpy()
    near = anniversary(recruited, 60)[promoted] + rng.integers(-1, 2, len(promoted))
    near = np.where(rng.random(len(promoted)) < 0.3, rng.choice(turns, len(promoted)), near)
    officials = given["people"]
    return given | {
        "people": officials.set_column(
            officials.column_names.index("recruited_on"), "recruited_on", dates(recruited)
        ),
        "appointments": pa.table(
            {
                "person_id": person,
                "org_id": words(org, names),
                "role": table["role"],
                "start": dates(start),
                "end": dates(end, is_open),
                "basis": words(basis, pa.array(["in_post", "secondment", "stationing"])),
                "approved_by": words(by, names, rng.random(shape) < 0.4),
                "approved_on": dates(on, rng.random(shape) < 0.2),
            }
        ),
        "promotions": promotions.set_column(
            promotions.column_names.index("date"),
            "date",
            dates(np.where(edge[promoted], near, day)),
        ),
    }


def expected(tables: dict[str, pa.Table], as_of: str) -> dict[str, np.ndarray]:
    """Give what is due for some tables, and what follows from it for those who answer a part."""
    due = plain.run(plain.prepare(tables), as_of)
    experienced, team = due["team-experience"]
    _, many, hired = due["recruits-to-townships"].T
    return due | {
        "teams-below": (3 * experienced < 2 * team).astype(np.int8),
        "years-below": (5 * many < 4 * hired).astype(np.int8),
    }


def differences(got: dict[str, np.ndarray], due: dict[str, np.ndarray]) -> list[str]:
    """Name the answers that differ, and where."""
    out = []
    for name, answer in got.items():
        other = due[name]
        if answer.shape != other.shape:
            out.append(f"{name}: shape {answer.shape}, not {other.shape}")
        elif (answer != other).any():
            at = np.argwhere(answer != other)
            out.append(f"{name}: {len(at)} differ, first at {at[0].tolist()}")
    return out


def _save(tables: dict[str, pa.Table], folder: Path) -> None:
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", row_group_size=30_011)


def check(
    name: str, tables: dict[str, pa.Table], due: dict[str, np.ndarray], as_of: str
) -> list[str]:
    """Let a rival answer in every way it can, and give what is wrong."""
    rival = import_module(f"rivals.{name}")
    if hasattr(rival, "MOST_PEOPLE"):
        tables, due = limited(tables, rival.MOST_PEOPLE, as_of)
    for_day = {"as_of": as_of} if "as_of" in signature(rival.prepare).parameters else {}
    wrong = differences(rival.run(rival.prepare(tables, **for_day), as_of), due)
    if hasattr(rival, "run_parquet"):
        mixed = np.random.default_rng(3).permutation(tables["appointments"].num_rows)
        shuffled = tables | {"appointments": tables["appointments"].take(mixed)}
        for saved, options in ((tables, {}), (shuffled, {"shuffled": True})):
            with tempfile.TemporaryDirectory() as folder:
                _save(saved, Path(folder))
                got = rival.run_parquet(folder, as_of, **options)
            wrong += [f"Parquet {options}: {line}" for line in differences(got, due)]
    return wrong


def limited(
    tables: dict[str, pa.Table], people: int, as_of: str
) -> tuple[dict[str, pa.Table], dict[str, np.ndarray]]:
    """Give the tables of the first people only, and what is due for them."""
    cut = {
        name: table.filter(pc.less(table["person_id"], people))
        if "person_id" in table.column_names
        else table
        for name, table in tables.items()
    }
    return cut, expected(cut, as_of)


def main() -> None:
    """Compare all, and say what differs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", default=RIVALS)
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seeds", type=int, default=3)
    given = parser.parse_args()
    bad = False
    for seed in range(1, given.seeds + 1):
        for kind, make in (("generated", generator.tables), ("wild", wild)):
            tables = make(given.people, seed=seed)
            for as_of in DAYS:
                due = expected(tables, as_of)
                counts = np.bincount(due["service-minimum"] + 1, minlength=5).tolist()
                print(f"{kind}, seed {seed}, {as_of}: service-minimum {counts}")
                for name in given.names or RIVALS:
                    wrong = check(name, tables, due, as_of)
                    bad |= bool(wrong)
                    print(f"  {name}: {'; '.join(wrong) or 'agrees'}")
    sys.exit(bad)


if __name__ == "__main__":
    main()
