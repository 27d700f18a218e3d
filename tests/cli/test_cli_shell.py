"""The command line as a shell sees it: help, version, pipes, interruptions."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

import pytest
from cli_worlds import BREAKS_MANDATORY, write

import partyorg as po
from partyorg.cli import commands
from partyorg.cli.main import build_parser, main

AS_OF = ("--as-of", "2018-12-31")


def shell(*arguments, **how):
    how.setdefault("stdout", subprocess.PIPE)
    return subprocess.run(
        [sys.executable, "-m", "partyorg", *map(str, arguments)],
        stderr=subprocess.PIPE,
        check=False,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **how.pop("env", {})},
        **how,
    )


def parsers(parser=None, path="partyorg"):
    """Give every parser below, by the words that lead to it."""
    parser = parser or build_parser()
    yield path, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, below in action.choices.items():
                yield from parsers(below, f"{path} {name}")


@pytest.mark.parametrize(("path", "parser"), list(parsers()), ids=lambda one: str(one)[:30])
def test_every_option_has_help(path, parser):
    bare = {"data", "pack", "file", "directory", "lang"}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            assert all(choice.help for choice in action._choices_actions)
        elif action.option_strings:
            assert action.help, f"{path} {action.option_strings}"
        else:
            assert action.help or action.dest in bare, f"{path} {action.dest}"


def test_every_command_has_help(run):
    for path, _ in parsers():
        ran = run(*path.split()[1:], "--help")
        assert ran.code == 0
        assert ran.out.startswith(f"usage: {path}")


def test_every_command_can_be_carried_out():
    for path, _ in parsers():
        if path.count(" ") == 1:
            assert callable(getattr(commands, path.split()[1]))


def test_the_version_is_that_of_the_library(run):
    ran = run("--version")
    assert (ran.code, ran.out) == (0, f"partyorg {po.__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [(), ("chek",), ("check",), ("check", "x", "--format", "pdf"), ("rules", "lisst")],
    ids=str,
)
def test_a_bad_call_is_exit_code_2_with_the_usage(run, arguments):
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.err.startswith("usage: partyorg")


# --- As a process ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return write(tmp_path_factory.mktemp("cli") / "data", BREAKS_MANDATORY)


def test_a_check_in_a_pipe_prints_the_report_and_nothing_else(data):
    done = shell("check", data, *AS_OF, "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("{")


def test_a_failure_is_one_line_without_a_traceback(tmp_path):
    done = shell("check", tmp_path / "nowhere", *AS_OF)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("partyorg: ")


def test_a_terminal_that_knows_no_chinese_gets_something_all_the_same(data):
    done = shell("check", data, *AS_OF, env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stderr) == (1, "")
    assert "cn-gz" in done.stdout


def test_whoever_has_read_enough_may_close_the_pipe():
    read, written = os.pipe()
    os.close(read)
    try:
        done = shell("rules", "list", stdout=written)
    finally:
        os.close(written)
    assert done.stderr == ""
    assert done.returncode == 0


FULL = Path("/dev/full")


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
def test_a_full_disk_is_told_in_one_line(data):
    with FULL.open("wb") as full:
        done = shell("check", data, *AS_OF, "--format", "json", stdout=full)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("partyorg: ")


def test_help_needs_none_of_the_library():
    code = (
        "import sys; from partyorg.cli.main import build_parser; build_parser().format_help();"
        "print([m for m in ('attrs', 'partyorg.report', 'rich', 'cattrs') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "partyorg.report" not in done.stdout
    assert "rich" not in done.stdout


def test_an_interruption_is_told_and_leaves_nothing_behind(monkeypatch, capsys, tmp_path):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "sample", interrupted)
    assert main(["sample", str(tmp_path / "new")]) == 130
    assert capsys.readouterr().err == "partyorg: interrupted; nothing was written\n"
    assert not (tmp_path / "new").exists()


def test_the_arguments_of_the_process_are_taken_where_none_are_given(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["partyorg", "rules", "list"])
    assert main() == 0
    assert "cn-gz/team-experience" in capsys.readouterr().out
