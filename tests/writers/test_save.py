"""A file is written whole or not at all."""

import io
import os
import sys

import pytest
from attrs import evolve

from partyorg import writers
from partyorg.errors import CallError
from partyorg.verdict import Clause


@pytest.fixture
def broken(run, build):
    """A run of which writing fails halfway."""

    def fail(finding, lang):
        raise KeyError(finding.id, lang)

    team = run.findings[0].clause
    clause = Clause(
        team.rule, team.version, team.kind, team.title, team.severity, team.source, fail
    )
    return build(findings=(*run.findings, evolve(run.findings[0], clause=clause)))


@pytest.mark.parametrize("name", writers.FORMATS)
def test_the_file_is_there_and_nothing_else(run, name, tmp_path):
    path = tmp_path / "报告"
    writers.save(run, name, path)
    assert path.stat().st_size
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", writers.FORMATS)
def test_after_a_failure_the_earlier_report_stays_and_nothing_else(
    broken, name, tmp_path, monkeypatch
):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    target = tmp_path / "target"
    target.mkdir()
    path = target / "report"
    path.write_text("earlier")
    with pytest.raises(KeyError):
        writers.save(broken, name, path)
    assert path.read_text() == "earlier"
    assert list(target.iterdir()) == [path]
    assert not list(scratch.iterdir())


def test_a_report_is_replaced_and_hands_on_its_permissions(run, tmp_path):
    path = tmp_path / "report.json"
    path.write_text("earlier")
    path.chmod(0o640)
    writers.save(run, "json", str(path))
    assert path.read_text("utf-8").startswith("{")
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_is_followed(run, tmp_path):
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("earlier")
    link.symlink_to(real)
    writers.save(run, "json", link)
    assert link.is_symlink()
    assert real.read_text("utf-8").startswith("{")


@pytest.mark.parametrize("name", writers.FORMATS)
def test_a_stream_that_fails_says_why(run, name):
    class Full(io.BytesIO):
        def write(self, _):
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        writers.dump(run, name, Full())


def test_what_cannot_be_written_is_said(run, tmp_path, monkeypatch):
    with pytest.raises(CallError, match="no directory"):
        writers.save(run, "json", tmp_path / "none" / "report.json")
    with pytest.raises(CallError, match="not a file"):
        writers.save(run, "json", tmp_path)
    with pytest.raises(CallError, match="no format"):
        writers.save(run, "yaml", tmp_path / "report.yaml")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CallError, match="No space left"):
        writers.save(run, "json", tmp_path / "report.json")
    assert not list(tmp_path.iterdir())
