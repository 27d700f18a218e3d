"""The oracle against verdicts worked out by hand: it must know them too."""

import csv
import tomllib
from datetime import date
from pathlib import Path

import pytest

from oracle import judge, verdict

VECTORS = Path(__file__).parent.parent / "vectors"
TABLES = (
    "organizations people appointments trainings promotions recruitment assessments completeness"
)


def rows(path):
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", ["guizhou-2019", "guizhou-day", "guizhou-month"])
def test_the_oracle_knows_the_verdicts_of_the_vectors(name):
    folder = VECTORS / name
    case = tomllib.loads((folder / "case.toml").read_text("utf-8"))
    world = {table: rows(folder / "data" / f"{table}.csv") for table in TABLES.split()}
    found = judge(world, date.fromisoformat(case["as_of"]), case["counting"], fillings=60)
    wanted = {
        (row["rule"].split("/")[1], row["subject"], row["period"] or None, row["part"] or None): (
            row["outcome"]
        )
        for row in rows(folder / "expected.csv")
    }
    ours = {key: verdict(outcomes) for key, outcomes in found.items() if key[0] != "secondment"}
    apart = {
        key: (ours.get(key), outcome)
        for key, outcome in wanted.items()
        if outcome and key[0] in {rule for rule, *_ in ours} and ours.get(key) != outcome
    }
    # Bounds combined as independent leave one team open on which all fillings agree.
    assert set(apart.values()) <= {("pass", "undetermined"), ("fail", "undetermined")}
    assert len(apart) <= 1
    assert {key for key, outcome in ours.items() if outcome} <= set(wanted)
