"""The report at a terminal."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from partyorg.errors import Problem, ProblemSeverity
from partyorg.verdict import Outcome
from partyorg.writers import dump, to_console


def shown(run, lang="zh", width=100):
    out = io.StringIO()
    to_console.show(run, Console(file=out, width=width, color_system=None), lang=lang)
    return out.getvalue()


def piped(run, lang="zh"):
    out = io.BytesIO()
    dump(run, "console", out, lang=lang)
    return out.getvalue().decode()


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_it_says_what_fails_and_by_how_much(run):
    text = piped(run)
    assert "不符合 · 强制 (2)" in text
    assert "不符合 · 一般应当 (1)" in text
    assert "示例镇 (990101101) · 班子 9 人，有两年以上乡镇工作经历的 5 人 · 差 1" in text
    assert text.index("强制 (2)") < text.index("一般应当 (1)")


def test_it_says_what_is_missing_most(run):
    text = piped(run, "en")
    assert "Undetermined (2)" in text
    assert "the date to the day (appointments start): 1" in text


def test_it_ends_with_the_day_the_counting_and_the_packs(run, build):
    assert piped(run, "en").splitlines()[-1] == "As of 2015-12-31 · by the day · cn-gz 2015.1"
    assert "not given: today" in piped(build(as_of_today=True), "en").splitlines()[-1]


def test_it_names_the_rules_without_subject(run):
    assert "没有适用对象的规定 (1)\n  年度报告 cn-gz/annual-report" in piped(run)


def test_of_many_problems_it_lists_twenty(build):
    problems = tuple(
        Problem(
            severity=ProblemSeverity.ERROR,
            code="odd",
            row=n,
            table="people",
            message={"zh": f"问题{n}号", "en": f"problem {n}"},
        )
        for n in range(1, 26)
    )
    text = piped(build(problems=problems))
    assert "问题20号" in text
    assert "问题21号" not in text
    assert "另有 5 项" in text


def test_a_run_without_findings_says_so(nothing, many):
    assert "没有任何结论" in piped(nothing)
    assert "没有不符合的" in piped(many(Outcome.PASS, 1))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [24, 40, 60, 72, 80, 100, 160])
def test_no_line_is_wider_than_the_terminal(run, lang, width):
    lines = shown(run, lang, width).splitlines()
    assert max(map(cell_len, lines)) <= width
    assert all("…" not in line for line in lines)


def test_there_is_colour_at_a_terminal_only(run, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    assert "\x1b" not in piped(run)
    assert max(map(cell_len, piped(run).splitlines())) > 40
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal = Terminal()
    dump(run, "console", terminal)
    assert "\x1b[" in terminal.getvalue()


@settings(deadline=None)  # the first call imports and compiles
@given(text=st.text(min_size=1, max_size=40))
def test_nothing_that_a_terminal_would_obey_is_shown(named, text):
    for line in shown(named(text), "en").split("\n"):
        assert line.isprintable()


def test_brackets_are_no_markup(named):
    assert "[bold red]甲[/]" in shown(named("[bold red]甲[/]"))
