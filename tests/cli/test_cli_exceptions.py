"""`partyorg check --exceptions`: what has been reviewed does not count for the exit code."""

import json

import pytest
from cli_worlds import (
    BREAKS_EXPECTED,
    BREAKS_MANDATORY,
    MISSES_TARGET,
    OPEN,
    write,
)

import partyorg as po

AS_OF = ("--as-of", "2018-12-31")
ONLY = [
    part
    for rule in ("team-experience", "secondment", "county-team-township-chiefs")
    for part in ("--only", rule)
]
HEAD = "结论编号,理由,审核人,有效期至"


def listed(path, *rows, encoding="utf-8"):
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding)
    return path


def ids(run, folder, *outcomes):
    told = json.loads(run("check", folder, *AS_OF, *ONLY, "--format", "json").out)
    return [f["id"] for f in told["findings"] if f["outcome"] in outcomes]


@pytest.mark.parametrize(
    ("tables", "level", "outcome"),
    [
        (BREAKS_MANDATORY, "mandatory", "fail"),
        (BREAKS_EXPECTED, "expected", "fail"),
        (MISSES_TARGET, "target", "off_target"),
        (OPEN, "undetermined", "undetermined"),
    ],
    ids=["mandatory", "expected", "target", "undetermined"],
)
@pytest.mark.parametrize("engine", ["record", "bulk"])
def test_what_is_excepted_is_not_held_against_anyone(run, tmp_path, tables, level, outcome, engine):
    folder = write(tmp_path / "data", tables)
    how = (*AS_OF, *ONLY, "--fail-on", level, "--engine", engine)
    assert run("check", folder, *how).code == 1
    found = ids(run, folder, outcome)
    rows = [f"{name},已批复,干部0009,2018" for name in found]
    path = listed(tmp_path / "例外.csv", *rows, encoding="gb18030")
    ran = run("check", folder, *how, "--exceptions", path)
    assert (ran.code, ran.err) == (0, "")
    assert f"审核例外 ({len(found)})" in ran.out


def test_another_breach_still_counts(run, tmp_path):
    folder = write(tmp_path / "data", BREAKS_EXPECTED)
    path = listed(tmp_path / "例外.csv", "0123456789abcdef,已批复,干部0009,")
    ran = run("check", folder, *AS_OF, *ONLY, "--fail-on", "expected", "--exceptions", path)
    assert ran.code == 1
    assert "无此结论 (1)" in ran.out
    assert "第 1 行 · 0123456789abcdef" in ran.out


def test_an_exception_past_its_last_day_counts_no_more_and_is_told(run, tmp_path):
    folder = write(tmp_path / "data", BREAKS_MANDATORY)
    (found,) = ids(run, folder, "fail")
    path = listed(tmp_path / "例外.csv", f"{found},已批复,干部0009,2018-11")
    how = ("check", folder, *ONLY, "--exceptions", path, "--lang", "en")
    ran = run(*how, *AS_OF)
    assert ran.code == 1
    assert "Expired (1)" in ran.out
    assert run(*how, "--as-of", "2018-11-30").code == 0
    assert run(*how, "--as-of", "2018-12-01").code == 1


def test_the_report_is_that_of_the_library(run, tmp_path):
    folder = write(tmp_path / "data", BREAKS_MANDATORY)
    path = listed(tmp_path / "例外.csv", *(f"{n},甲,干部0009," for n in ids(run, folder, "fail")))
    for suffix in ("json", "html", "csv"):
        report, same = tmp_path / f"report.{suffix}", tmp_path / f"same.{suffix}"
        assert run("check", folder, *AS_OF, "--exceptions", path, "--output", report).code == 0
        told = po.check(po.load(folder), as_of=AS_OF[1])
        told.with_exceptions(po.load_exceptions(path)).save(same)
        assert report.read_bytes() == same.read_bytes()


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("0123456789abcdef,,干部0009,", "例外.csv: row 1 · column reason: empty"),
        (
            "0123456789abcdef,甲,干部0009,soon",
            "例外.csv: row 1 · column until · 'soon': not a date",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_before_anything_is_read(run, tmp_path, row, told):
    path = listed(tmp_path / "例外.csv", row)
    ran = run("check", tmp_path / "nowhere", *AS_OF, "--exceptions", path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith(f"partyorg: {told}")
    assert ran.err.count("\n") == 1


def test_a_file_that_is_not_there_is_refused(run, tmp_path):
    folder = write(tmp_path / "data", BREAKS_MANDATORY)
    ran = run("check", folder, *AS_OF, "--exceptions", tmp_path / "例外.csv")
    assert (ran.code, ran.out) == (2, "")
    assert "no such file" in ran.err
