"""`partyorg check`: what it prints, where it writes, and the exit code."""

import io
import json
import re
from datetime import UTC, datetime
from importlib.resources import files

import jsonschema
import pytest
from cli_worlds import (
    BREAKS_EXPECTED,
    BREAKS_MANDATORY,
    MISSES_REFERENCE,
    MISSES_TARGET,
    OPEN,
    PASSES,
    write,
)

import partyorg as po

AS_OF = ("--as-of", "2018-12-31")
LEVELS = ("mandatory", "expected", "target", "undetermined", "never")


@pytest.fixture
def data(tmp_path):
    return write(tmp_path / "data", BREAKS_MANDATORY)


# --- Exit codes -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("tables", "reached"),
    [
        (PASSES, {}),
        (BREAKS_MANDATORY, {"mandatory", "expected", "target", "undetermined"}),
        (BREAKS_EXPECTED, {"expected", "target", "undetermined"}),
        (MISSES_TARGET, {"target", "undetermined"}),
        (MISSES_REFERENCE, {}),
        (OPEN, {"undetermined"}),
    ],
    ids=["passes", "mandatory", "expected", "target", "reference", "open"],
)
def test_the_exit_code_follows_from_the_level_asked_for(run, tmp_path, tables, reached):
    folder = write(tmp_path / "data", tables)
    # Only rules which these few rows meet for sure; others would be open for want of records.
    only = [
        part
        for rule in (
            "team-experience",
            "secondment",
            "county-team-township-chiefs",
            "directed-posts",
        )
        for part in ("--only", rule)
    ]
    for level in LEVELS:
        ran = run("check", folder, *AS_OF, *only, "--fail-on", level)
        assert ran.code == (1 if level in reached else 0), level
        assert ran.err == ""


def test_without_a_level_a_mandatory_breach_counts(run, data):
    assert run("check", data, *AS_OF).code == 1


# --- Formats and files ----------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["console", "json", "jsonl", "csv", "html", "junit"])
def test_every_format_of_text_can_be_printed(run, data, form):
    ran = run("check", data, *AS_OF, "--format", form, "--fail-on", "never")
    assert (ran.code, ran.err) == (0, "")
    assert "示例镇" in ran.out or "\\u793a" in ran.out


@pytest.mark.parametrize(
    ("suffix", "form"),
    [
        ("json", "json"),
        ("jsonl", "jsonl"),
        ("csv", "csv"),
        ("html", "html"),
        ("xlsx", "xlsx"),
        ("xml", "junit"),
        ("txt", "console"),
    ],
)
def test_a_file_gets_the_format_of_its_suffix_or_the_one_named(run, data, tmp_path, suffix, form):
    by_suffix, by_name = tmp_path / f"report.{suffix}", tmp_path / "report.bin"
    assert run("check", data, *AS_OF, "--output", by_suffix).out == ""
    run("check", data, *AS_OF, "--output", by_name, "--format", form)
    assert by_suffix.read_bytes() == by_name.read_bytes()
    report = po.check(po.load(data), "cn-gz", as_of="2018-12-31")
    report.save(tmp_path / "same", form)
    assert (tmp_path / "same").read_bytes() == by_name.read_bytes()


def test_a_workbook_needs_a_file(run, data):
    ran = run("check", data, *AS_OF, "--format", "xlsx")
    assert (ran.code, ran.out) == (2, "")
    assert "--output" in ran.err


def test_a_suffix_without_a_format_asks_for_one_before_anything_is_read(run, tmp_path):
    ran = run("check", tmp_path / "nowhere", *AS_OF, "--output", tmp_path / "report.doc")
    assert ran.code == 2
    assert ran.err == "partyorg: no format goes with 'report.doc'; name one with --format\n"


def test_a_report_that_cannot_be_written_leaves_the_former_one_untouched(run, data, tmp_path):
    report = tmp_path / "report.json"
    report.write_text("former", "utf-8")
    before = set(tmp_path.iterdir())
    for arguments in (
        ("check", tmp_path / "nowhere"),
        ("check", data, "--only", "zzz"),
        ("check", data, "--strict", "--rules", "nowhere.toml"),
    ):
        assert run(*arguments, *AS_OF, "--output", report).code == 2
    assert report.read_text("utf-8") == "former"
    assert set(tmp_path.iterdir()) == before


def test_a_report_into_a_folder_that_is_not_there_is_refused(run, data, tmp_path):
    ran = run("check", data, *AS_OF, "--output", tmp_path / "no" / "report.json")
    assert ran.code == 2
    assert "no directory" in ran.err
    assert not (tmp_path / "no").exists()


def test_the_language_of_the_report_can_be_chosen(run, data):
    assert "不符合" in run("check", data, *AS_OF).out
    english = run("check", data, *AS_OF, "--lang", "en").out
    assert "fail" in english.lower()
    assert "不符合" not in english


# --- The day --------------------------------------------------------------------------------------


def test_a_day_that_is_left_out_is_today_and_the_report_says_so(run, data):
    today = datetime.now(UTC).astimezone().date().isoformat()
    told = run("check", data, "--lang", "en", "--fail-on", "never").out
    assert today in told
    assert "today" in told
    assert "today" not in run("check", data, *AS_OF, "--lang", "en", "--fail-on", "never").out
    report = json.loads(run("check", data, "--format", "json").out)
    assert report["as_of"] == today


@pytest.mark.parametrize("day", ["2018-13-01", "2018", "soon", ""])
def test_a_day_that_is_none_is_refused_and_never_taken_for_today(run, data, day):
    ran = run("check", data, "--as-of", day)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("partyorg: as_of=")
    assert ran.err.count("\n") == 1


def test_other_ways_of_writing_a_day_will_do(run, data):
    iso = run("check", data, "--as-of", "2018-12-31", "--format", "json").out
    assert run("check", data, "--as-of", "2018年12月31日", "--format", "json").out == iso


# --- Bad calls and bad data -----------------------------------------------------------------------


def test_a_rule_with_a_slip_is_hinted_at(run, data):
    ran = run("check", data, *AS_OF, "--only", "team-experiense")
    assert ran.code == 2
    assert ran.err == (
        "partyorg: no rule 'team-experiense' in cn-gz; did you mean 'team-experience'?\n"
    )


def test_only_some_rules_can_be_asked_for(run, data):
    told = json.loads(
        run(
            "check",
            data,
            *AS_OF,
            "--only",
            "team-experience",
            "--only",
            "cn-gz/secondment",
            "--format",
            "json",
        ).out
    )
    assert set(told["summary"]) == {"cn-gz/team-experience", "cn-gz/secondment"}


@pytest.mark.parametrize(
    ("name", "told"), [("dat", "did you mean 'data'?"), ("zzz", "look at the path")]
)
def test_data_that_are_not_there_are_named(run, data, name, told):
    ran = run("check", data.with_name(name), *AS_OF)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert ran.err.startswith("partyorg: ")


def test_a_file_that_is_no_data_set_is_refused(run, tmp_path):
    path = tmp_path / "roster.xlsx"
    path.write_bytes(b"this is no workbook")
    ran = run("check", path, *AS_OF)
    assert ran.code == 2
    assert "roster.xlsx" in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize("rules", ["cn-gs", "nowhere.toml"])
def test_a_pack_that_is_not_there_is_named(run, data, rules):
    ran = run("check", data, *AS_OF, "--rules", rules)
    assert ran.code == 2
    assert rules in ran.err


def test_several_packs_are_applied_in_turn(run, data, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        'id = "own"\ntitle = { zh = "甲", en = "A" }\njurisdiction = "CN"\nversion = "1"\n'
        'extends = "cn-gz"\n',
        "utf-8",
    )
    told = json.loads(
        run("check", data, *AS_OF, "--rules", "cn-gz", "--rules", own, "--format", "json").out
    )
    assert [pack["id"] for pack in told["packs"]] == ["cn-gz", "own"]


def test_how_durations_are_counted_stands_in_the_report(run, data):
    told = json.loads(run("check", data, *AS_OF, "--counting", "month", "--format", "json").out)
    assert told["counting"] == "month"


def test_data_without_a_subject_are_an_error_unless_that_is_allowed(run, tmp_path):
    folder = write(tmp_path / "data", {})
    ran = run("check", folder, *AS_OF, "--only", "service-minimum")
    assert ran.code == 2
    assert "--allow-empty" in ran.err
    assert run("check", folder, *AS_OF, "--only", "service-minimum", "--allow-empty").code == 0


# --- Problems of the data -------------------------------------------------------------------------

SPOILT = {
    "people": [*BREAKS_EXPECTED["people"], {"person_id": "N9", "recruited_on": "2015-13"}],
    "appointments": PASSES["appointments"],
}


def test_problems_are_listed_and_the_rest_is_judged(run, tmp_path):
    folder = write(tmp_path / "data", SPOILT)
    ran = run("check", folder, *AS_OF, "--only", "team-experience", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    (problem,) = json.loads(ran.out)["problems"]
    assert (problem["table"], problem["row"], problem["column"]) == ("people", 2, "recruited_on")


@pytest.mark.parametrize(("lang", "word"), [("en", "row 2"), ("zh", "第 2 行")])
def test_strict_takes_any_problem_for_an_error_and_writes_nothing(run, tmp_path, lang, word):
    folder, report = write(tmp_path / "data", SPOILT), tmp_path / "report.html"
    ran = run("check", folder, *AS_OF, "--strict", "--lang", lang, "--output", report)
    assert (ran.code, ran.out) == (2, "")
    assert word in ran.err
    assert not report.exists()
    clean = write(tmp_path / "clean", PASSES)
    assert run("check", clean, *AS_OF, "--strict", "--only", "team-experience").code == 0


def test_the_json_holds_to_its_schema(run, data):
    schema = json.loads((files("partyorg.writers") / "report.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(run("check", data, *AS_OF, "--format", "json").out), schema)


def test_long_work_shows_itself_on_a_terminal_only(run, data, monkeypatch):
    class Terminal(io.StringIO):
        def isatty(self):
            return True

    quiet = run("check", data, *AS_OF, "--fail-on", "never")
    assert quiet.err == ""
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    run("check", data, *AS_OF, "--fail-on", "never")
    assert re.search("checking|reading", terminal.getvalue())
