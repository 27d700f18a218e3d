"""The JUnit report: findings as test cases, for build servers.

A rule is a test suite, a finding a test case.  What fails fails, with the severity as its type;
what is off target passes with a note, for such a rule never fails anyone; what is undetermined or
does not apply is skipped, with the reason; so is whatever an exception is made for.  Exceptions
that mark no finding are a suite of notes, problems in the data are another, in which errors are
errors.  There are no times in it, so the same run gives the same file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TextIO
from xml.sax.saxutils import XMLGenerator

from partyorg.errors import Problem, ProblemSeverity
from partyorg.verdict import Clause, Finding, Outcome, Run
from partyorg.verdict.words import excepted
from partyorg.writers._clean import legal
from partyorg.writers._view import Notice, address, iso, notices
from partyorg.writers._words import labels

__all__ = ["write"]

_SKIPPED = (Outcome.UNDETERMINED, Outcome.NOT_APPLICABLE)


def write(run: Run, out: TextIO, *, lang: str = "zh") -> None:
    """Write a run as JUnit XML."""
    suites: dict[str, list[Finding]] = {clause.rule: [] for clause in run.rules}
    for finding in run.findings:
        suites[finding.rule].append(finding)
    clauses = {clause.rule: clause for clause in run.rules}
    said = notices(run, lang)
    notes = sum(len(notice.entries) for notice in said)
    xml = _Xml(out)
    out.write('<?xml version="1.0" encoding="utf-8"?>\n')
    counts = _counts(run.findings, run.problems, notes)
    with xml.element("testsuites", {"name": "partyorg", **counts}):
        for rule, findings in suites.items():
            attributes = {"name": rule, **_counts(findings, ())}
            with xml.element("testsuite", attributes):
                _properties(xml, run, clauses[rule], lang)
                for finding in findings:
                    _case(xml, finding, lang)
                if not findings:
                    xml.text("system-out", labels(lang)["no_subject"])
        if said:
            with xml.element("testsuite", {"name": "exceptions", **_counts((), (), notes)}):
                for notice in said:
                    _notice(xml, notice)
        if run.problems:
            with xml.element("testsuite", {"name": "data", **_counts((), run.problems)}):
                for problem in run.problems:
                    _problem(xml, problem, lang)
    out.write("\n")


def _counts(
    findings: Sequence[Finding], problems: tuple[Problem, ...], notes: int = 0
) -> dict[str, str]:
    fails = sum(f.outcome is Outcome.FAIL and f.exception is None for f in findings)
    return {
        "tests": str(len(findings) + len(problems) + notes),
        "failures": str(fails),
        "errors": str(sum(p.severity is ProblemSeverity.ERROR for p in problems)),
        "skipped": str(sum(f.outcome in _SKIPPED or f.exception is not None for f in findings)),
    }


def _properties(xml: _Xml, run: Run, clause: Clause, lang: str) -> None:
    properties = {
        "title": clause.title[lang],
        "as_of": iso(run.as_of),
        "counting": run.counting,
        "partyorg": run.version,
        **{f"pack {pack.id} {pack.version}": f"sha256 {pack.sha256}" for pack in run.packs},
    }
    with xml.element("properties"):
        for name, value in properties.items():
            xml.text("property", None, {"name": name, "value": value})


def _case(xml: _Xml, finding: Finding, lang: str) -> None:
    subject = finding.subject
    label = f"{subject.name} ({subject.id})" if subject.name else subject.id
    name = " · ".join(filter(None, [label, finding.period, finding.part]))
    message = finding.message(lang)
    case = {"classname": finding.rule, "name": name}
    if finding.outcome is Outcome.PASS:
        xml.text("testcase", None, case)
        return
    with xml.element("testcase", case):
        if finding.exception is not None:
            why = f"{labels(lang)['exception']}: {excepted(finding.exception, lang)}"
            xml.text("skipped", None, {"message": why})
            xml.text("system-out", finding.explain(lang, tried=False))
        elif finding.outcome is Outcome.FAIL:
            attributes = {"type": finding.severity.value, "message": message}
            xml.text("failure", finding.explain(lang, tried=False), attributes)
        elif finding.outcome is Outcome.OFF_TARGET:
            xml.text("system-out", finding.explain(lang, tried=False))
        elif finding.outcome is Outcome.UNDETERMINED:
            xml.text("skipped", None, {"message": message})
            xml.text("system-out", finding.explain(lang, tried=False))
        elif finding.outcome is Outcome.NOT_APPLICABLE:
            xml.text("skipped", None, {"message": message})


def _notice(xml: _Xml, notice: Notice) -> None:
    for line in notice.lines:
        with xml.element("testcase", {"classname": "exceptions", "name": line}):
            xml.text("system-out", f"{notice.title}: {notice.text}")


def _problem(xml: _Xml, problem: Problem, lang: str) -> None:
    place = address(problem, lang) or problem.code
    message = problem.message[lang]
    with xml.element("testcase", {"classname": "data", "name": place}):
        if problem.severity is ProblemSeverity.ERROR:
            xml.text("error", None, {"type": problem.code, "message": message})
        else:
            xml.text("system-out", f"{problem.code}: {message}")


class _Xml:
    """XML written element by element; what XML 1.0 forbids is replaced."""

    def __init__(self, out: TextIO) -> None:
        self._xml = XMLGenerator(out, "utf-8", short_empty_elements=True)  # type: ignore[arg-type]
        self._depth = 0

    @contextmanager
    def element(self, name: str, attributes: Mapping[str, str] | None = None) -> Iterator[None]:
        """Open an element with others in it."""
        self._start(name, attributes)
        self._depth += 1
        yield
        self._depth -= 1
        self._xml.ignorableWhitespace("\n" + "  " * self._depth)
        self._xml.endElement(name)

    def text(
        self, name: str, text: str | None, attributes: Mapping[str, str] | None = None
    ) -> None:
        """Write an element with nothing in it but text."""
        self._start(name, attributes)
        if text is not None:
            self._xml.characters(legal(text))
        self._xml.endElement(name)

    def _start(self, name: str, attributes: Mapping[str, str] | None) -> None:
        if self._depth:
            self._xml.ignorableWhitespace("\n" + "  " * self._depth)
        values = {key: legal(value) for key, value in (attributes or {}).items()}
        self._xml.startElement(name, values)  # type: ignore[arg-type]
