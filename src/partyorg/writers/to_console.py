"""The report at a terminal: what fails, what is missing, and what it rests on.

Colour only where the stream is a terminal; every outcome is named in words as well.  A narrow
terminal gets a list in place of the table.  Names and values are shown as they are, but for
anything that a terminal would obey.
"""

from __future__ import annotations

from itertools import groupby
from typing import TextIO

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from partyorg.verdict import Finding, Outcome, Run
from partyorg.verdict.words import ALONE
from partyorg.writers._clean import one_line
from partyorg.writers._view import (
    ATTENTION,
    address,
    careers,
    chosen,
    iso,
    most_missing,
    notices,
    view,
)
from partyorg.writers._words import counting_name, labels

__all__ = ["show", "write"]

_PIPED = 100
_NARROW = 72
_PROBLEMS = 20
_STYLES = {
    Outcome.FAIL: "bold red",
    Outcome.UNDETERMINED: "yellow",
    Outcome.OFF_TARGET: "magenta",
    Outcome.PASS: "green",
    Outcome.NOT_APPLICABLE: "dim",
}


def write(run: Run, out: TextIO, *, lang: str = "zh") -> None:
    """Write a run to a text stream; the width is the terminal's, or 100 where there is none."""
    if out.isatty():
        show(run, Console(file=out, highlight=False), lang=lang)
    else:
        plain = Console(
            file=out, width=_PIPED, color_system=None, force_terminal=False, highlight=False
        )
        show(run, plain, lang=lang)


def show(run: Run, console: Console, *, lang: str = "zh") -> None:
    """Show a run on a rich console."""
    words = labels(lang)
    if told := careers(run, lang):
        console.print(_text(words["careers"], "bold"))
        figures = " · ".join(f"{name} {number}" for name, number in told)
        _item(console, Text(one_line(figures)), 2)
        console.print()
    _summary(run, console, lang, words)
    _failures(run, console, lang, words)
    _undetermined(run, console, lang, words)
    _exceptions(run, console, lang, words)
    _problems(run, console, lang, words)
    _idle(run, console, lang, words)
    _alone(run, console, lang, words)
    packs = ", ".join(f"{pack.id} {pack.version}" for pack in run.packs)
    day = iso(run.as_of) + (f" ({words['today']})" if run.as_of_today else "")
    parts = [f"{words['as_of']} {day}", counting_name(run.counting, lang), packs]
    console.print()
    console.print(_text(" · ".join(filter(None, parts)), "dim"))


def _text(text: str, style: str = "") -> Text:
    return Text(one_line(text), style)


def _heading(console: Console, text: str, style: str = "bold") -> None:
    console.print()
    console.print(_text(text, style))


def _item(console: Console, text: Text, indent: int = 4) -> None:
    for line in text.wrap(console, max(console.width - indent, 8)):
        line.rstrip()
        console.print(Text(" " * indent).append_text(line), soft_wrap=True)


def _summary(run: Run, console: Console, lang: str, words: dict[str, str]) -> None:
    titles = run.titles(lang)
    if not run.findings:
        console.print(_text(words["none_at_all"], "bold"))
        return
    summary = run.summary()
    if console.width < _NARROW:
        for rule, counts in summary.items():
            console.print(_text(titles[rule], "bold"))
            parts = [
                Text(f"{outcome.named(lang)} {counts[outcome]}", _STYLES[outcome])
                for outcome in ATTENTION
                if counts[outcome]
            ]
            if run.reviewed and (marked := run.reviewed.of(rule)):
                parts.append(Text(f"{words['excepted']} {marked}", "cyan"))
            _item(console, Text(" · ").join(parts) if parts else Text("–", "dim"), 2)
        return
    table = Table(box=box.SIMPLE_HEAD, show_footer=True, pad_edge=False)
    table.add_column(words["title"], words["total"], overflow="fold")
    totals = run.totals()
    for outcome in ATTENTION:
        total = str(totals[outcome])
        table.add_column(outcome.named(lang), total, justify="right", no_wrap=True)
    if run.reviewed:
        number = str(len(run.reviewed.applied))
        table.add_column(words["excepted"], number, justify="right", no_wrap=True)
    for rule, counts in summary.items():
        cells = [
            Text(str(n), _STYLES[outcome]) if (n := counts[outcome]) else Text("–", "dim")
            for outcome in ATTENTION
        ]
        if run.reviewed:
            marked = run.reviewed.of(rule)
            cells.append(Text(str(marked), "cyan") if marked else Text("–", "dim"))
        table.add_row(_text(titles[rule]).append(f"\n{one_line(rule)}", "dim"), *cells)
    console.print(table)


def _failures(run: Run, console: Console, lang: str, words: dict[str, str]) -> None:
    every = chosen(run, Outcome.FAIL)
    failures = [finding for finding in every if finding.exception is None]
    for severity, members in groupby(failures, key=lambda finding: finding.severity):
        group = list(members)
        head = f"{words['failures']} · {severity.named(lang)} ({len(group)})"
        _heading(console, head, _STYLES[Outcome.FAIL])
        for _, findings in groupby(group, key=lambda finding: finding.rule):
            for index, finding in enumerate(findings):
                if index == 0:
                    _item(console, _text(finding.clause.title[lang], "bold"), 2)
                _item(console, _line(finding, lang))
    if run.findings and not failures:
        _heading(console, words["no_failures_but" if every else "no_failures"], "green")


def _line(finding: Finding, lang: str) -> Text:
    seen = view(finding, lang)
    name = finding.subject.name
    who = f"{name} ({finding.subject.id})" if name else finding.subject.id
    text = Text().append(one_line(who), "cyan")
    for part in (finding.period, seen.part, seen.line):
        if part:
            text.append(f" · {one_line(part)}")
    if seen.lack:
        text.append(" · ").append(one_line(seen.lack), "bold")
    if seen.outlook:
        text.append(f" · {one_line(seen.outlook)}", "green")
    return text


def _undetermined(run: Run, console: Console, lang: str, words: dict[str, str]) -> None:
    number = sum(counts[Outcome.UNDETERMINED] for counts in run.standing().values())
    if not number:
        return
    _heading(console, f"{words['undetermined']} ({number})", _STYLES[Outcome.UNDETERMINED])
    if missing := most_missing(run, lang):
        _item(console, _text(words["missing_most"]), 2)
        for what, times in missing:
            _item(console, _text(words["missing_count"].format(what=what, n=times)))


def _exceptions(run: Run, console: Console, lang: str, words: dict[str, str]) -> None:
    """List what was reviewed and is let stand, and the exceptions that mark nothing."""
    if not run.reviewed:
        return
    _heading(console, f"{words['exceptions']} ({len(run.reviewed.applied)})", "cyan")
    for rule, findings in groupby(run.excepted(), key=lambda finding: finding.rule):
        for index, finding in enumerate(findings):
            if index == 0:
                _item(console, _text(run.titles(lang)[rule], "bold"), 2)
            _item(console, _line(finding, lang).append(f" · {finding.outcome.named(lang)}"))
            _item(console, _text(view(finding, lang).exception), 6)
    for notice in notices(run, lang):
        head = f"{notice.title} ({len(notice.entries)}): {notice.text}"
        _item(console, _text(head, "yellow"), 2)
        for line in notice.lines:
            _item(console, _text(line))


def _problems(run: Run, console: Console, lang: str, words: dict[str, str]) -> None:
    if not run.problems:
        return
    _heading(console, f"{words['problems']} ({len(run.problems)})")
    for problem in run.problems[:_PROBLEMS]:
        style = "red" if problem.severity.value == "error" else "yellow"
        text = Text().append(words[problem.severity.value], style)
        value = None if problem.value is None else words["quoted"].format(problem.value)
        for part in (address(problem, lang), value, problem.message[lang]):
            if part:
                text.append(f" · {one_line(part)}")
        _item(console, text, 2)
    if (more := len(run.problems) - _PROBLEMS) > 0:
        _item(console, _text(words["and_more"].format(n=more)), 2)


def _idle(run: Run, console: Console, lang: str, words: dict[str, str]) -> None:
    if idle := run.without_subject():
        titles = run.titles(lang)
        _heading(console, f"{words['no_subject']} ({len(idle)})")
        for rule in idle:
            _item(console, Text(one_line(titles[rule])).append(f" {one_line(rule)}", "dim"), 2)


def _alone(run: Run, console: Console, lang: str, words: dict[str, str]) -> None:
    """Tell what a check in columns judged one record at a time, and why."""
    if not run.alone:
        return
    titles, at = run.titles(lang), 0 if lang == "zh" else 1
    _heading(console, words["alone"], "dim")
    for rule, alone in run.alone.items():
        text = f"{titles[rule]}: {alone.number} ({ALONE[alone.why][at]})"
        _item(console, _text(text, "dim"), 2)
