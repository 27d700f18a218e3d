"""A short run of each fuzz target, the same on every machine; `fuzz.py` goes on from here."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from fuzz_mutations import mutations
from fuzz_targets import TARGETS, BrokenError, Target

from partyorg.readers import InputError

RUNS = {"lrmx": 3000, "lrm": 3000, "csv": 2000, "career": 2000}


@pytest.mark.parametrize("name", TARGETS)
def test_short_run(name):
    slowest = 0.0
    for data in mutations(TARGETS[name], RUNS[name], seed=2015):
        began = time.process_time()
        TARGETS[name].run(data)
        slowest = max(slowest, time.process_time() - began)
    assert slowest < 5  # no input of a few kilobytes may hold a reader up


@pytest.mark.parametrize("name", ["lrmx", "lrm", "csv"])
def test_the_changes_are_neither_all_refused_nor_all_read(name, monkeypatch):
    refused = []
    monkeypatch.setattr("fuzz_targets._refused", refused.append)
    for data in mutations(TARGETS[name], 300, seed=1):
        TARGETS[name].run(data)
    assert 3 <= len(refused) <= 297
    assert {type(error) for error in refused} == {InputError}


def test_the_same_seed_gives_the_same_bytes():
    target = TARGETS["lrm"]
    assert list(mutations(target, 50, seed=3)) == list(mutations(target, 50, seed=3))
    assert list(mutations(target, 50, seed=3)) != list(mutations(target, 50, seed=4))


def test_a_fault_is_found(tmp_path, monkeypatch, capsys):
    import fuzz  # noqa: PLC0415

    def run(data):
        if data.count(b"#") > 1:
            raise BrokenError

    target = Target(run, (b"abc",), (b"#",))
    monkeypatch.setitem(TARGETS, "lrm", target)
    arguments = ["lrm", "--plain", "--runs", "500", "--found", str(tmp_path)]
    with pytest.raises(BrokenError):
        fuzz.main(arguments)
    (found,) = tmp_path.iterdir()
    assert found.read_bytes().count(b"#") > 1
    assert str(found) in capsys.readouterr().err
    monkeypatch.setitem(TARGETS, "lrm", Target(lambda _: None, (b"abc",)))
    assert fuzz.main(arguments) == 0
    assert "500 runs" in capsys.readouterr().err


def test_a_hang_is_found():
    program = """
import sys, time
sys.path.insert(0, sys.argv[1])
import fuzz, fuzz_targets
fuzz_targets.TARGETS["lrm"] = fuzz_targets.Target(lambda _: time.sleep(60), (b"abc",))
fuzz.main(["lrm", "--plain", "--timeout", "1"])
"""
    done = subprocess.run(
        [sys.executable, "-c", program, str(Path(__file__).parent)],
        capture_output=True,
        text=True,
        timeout=50,
        check=False,
    )
    assert done.returncode != 0
    assert "Timeout" in done.stderr
