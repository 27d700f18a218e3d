"""Whole data sets with all their verdicts, worked out apart from the library."""

import csv
import tomllib
from pathlib import Path

import pytest

import partyorg as po

VECTORS = Path(__file__).parent.parent / "vectors"


def expected_rows(folder):
    with (folder / "expected.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            key = (row["rule"], row["subject"], row["period"] or None, row["part"] or None)
            yield key, row["outcome"]


@pytest.mark.parametrize("name", sorted(path.name for path in VECTORS.iterdir()))
def test_every_verdict_of_the_data_set_agrees(name):
    folder = VECTORS / name
    case = tomllib.loads((folder / "case.toml").read_text("utf-8"))
    report = po.check(
        po.load(folder / "data"), case["rules"], as_of=case["as_of"], counting=case["counting"]
    )
    found = {(f.rule, f.subject.id, f.period, f.part): f.outcome.value for f in report}
    wanted = dict(expected_rows(folder))
    compared = {rule for rule, *_ in wanted}
    # A row without an outcome is a finding that is not compared.
    assert {key for key in found if key[0] in compared} == set(wanted)
    assert {key: found[key] for key, outcome in wanted.items() if outcome} == {
        key: outcome for key, outcome in wanted.items() if outcome
    }
