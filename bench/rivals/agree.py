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
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import people as generator
from rivals import plain

RIVALS = ("native", "polars_", "duckdb_", "pandas_", "openfisca_", "pandera_", "pyshacl_")


def wild(people: int, seed: int) -> dict[str, pa.Table]:
    """Give tables whose appointments lie anyhow; only no two of a person begin on one day."""
    rng = np.random.default_rng((seed, 9))
    given = generator.tables(people, 8, seed)
    table = given["appointments"]
    size = table.num_rows
    person = table["person_id"].to_numpy()
    recruited = given["people"]["recruited_on"].cast(pa.int32()).to_numpy()
    starts = np.sort(
        rng.integers(0, rng.choice([90, 900, 4000], people)[:, None], (people, 8)), axis=1
    )
    start = recruited[person] - 60 + (starts + np.arange(8)).ravel()
    length = rng.integers(1, rng.choice([40, 400, 4000], size))
    end = pa.array(start + length, pa.int32(), mask=rng.random(size) < 0.1)
    basis = rng.choice([0, 1, 2], size, p=[0.75, 0.2, 0.05]).astype(np.int8)
    names = table["org_id"].combine_chunks().dictionary
    close = rng.integers(0, min(len(names), 24), size, dtype=np.int32)
    own = table["org_id"].combine_chunks().indices.to_numpy()
    org = np.where(rng.random(size) < 0.3, close, own).astype(np.int32)
    by = rng.integers(0, min(len(names), 12), size, dtype=np.int32)
    by = np.where(rng.random(size) < 0.5, 4, by)  # mostly the department of the first prefecture
    on = start + rng.integers(-200, 60, size)
    columns = {
        "org_id": pa.DictionaryArray.from_arrays(pa.array(org), names),
        "start": pa.array(start.astype(np.int32)).cast(pa.date32()),
        "end": end.cast(pa.date32()),
        "basis": pa.DictionaryArray.from_arrays(
            pa.array(basis), pa.array(["in_post", "secondment", "stationing"])
        ),
        "approved_by": pa.DictionaryArray.from_arrays(
            pa.array(by.astype(np.int32), mask=rng.random(size) < 0.4), names
        ),
        "approved_on": pa.array(on, pa.int32(), mask=rng.random(size) < 0.2).cast(pa.date32()),
    }
    for name, column in columns.items():
        table = table.set_column(table.column_names.index(name), name, column)
    return given | {"appointments": table}


def expected(tables: dict[str, pa.Table]) -> dict[str, np.ndarray]:
    """Give what is due for some tables, and what follows from it for those who answer a part."""
    due = plain.run(plain.prepare(tables), generator.AS_OF)
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


def check(name: str, tables: dict[str, pa.Table], due: dict[str, np.ndarray]) -> list[str]:
    """Let a rival answer in every way it can, and give what is wrong."""
    rival = import_module(f"rivals.{name}")
    as_of = generator.AS_OF
    limit = getattr(rival, "MOST_PEOPLE", None)
    if limit:
        tables, due = limited(tables, limit)
    wrong = differences(rival.run(rival.prepare(tables), as_of), due)
    if hasattr(rival, "run_parquet"):
        with tempfile.TemporaryDirectory() as folder:
            _save(tables, Path(folder))
            got = rival.run_parquet(folder, as_of)
            wrong += [f"Parquet: {line}" for line in differences(got, due)]
            mixed = np.random.default_rng(3).permutation(tables["appointments"].num_rows)
            mixed_tables = tables | {"appointments": tables["appointments"].take(mixed)}
            _save(mixed_tables, Path(folder))
            got = rival.run_parquet(folder, as_of, shuffled=True)
            wrong += [f"Parquet, shuffled: {line}" for line in differences(got, due)]
    return wrong


def limited(
    tables: dict[str, pa.Table], people: int
) -> tuple[dict[str, pa.Table], dict[str, np.ndarray]]:
    """Give the tables of the first people only, and what is due for them."""
    cut = {
        name: table.filter(pc.less(table["person_id"], people))
        if "person_id" in table.column_names
        else table
        for name, table in tables.items()
    }
    return cut, expected(cut)


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
            due = expected(tables)
            counts = np.bincount(due["service-minimum"] + 1, minlength=5).tolist()
            print(f"{kind}, seed {seed}: service-minimum {counts}")
            for name in given.names or RIVALS:
                wrong = check(name, tables, due)
                bad |= bool(wrong)
                print(f"  {name}: {'; '.join(wrong) or 'agrees'}")
    sys.exit(bad)


if __name__ == "__main__":
    main()
