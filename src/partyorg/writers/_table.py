"""Findings and problems as rows of a table, the same for `csv` and `xlsx`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from partyorg.errors import Problem
from partyorg.verdict import Finding, ReviewedException, Run
from partyorg.verdict.words import ENTRIES, plain
from partyorg.writers._view import ranges, view
from partyorg.writers._words import column_name, labels, position, subject_type, table_name

__all__ = [
    "ENTRY",
    "FINDING",
    "PROBLEM",
    "Cell",
    "entry_rows",
    "finding_cells",
    "finding_columns",
    "problem_cells",
]

Cell = str | int | None

FINDING = MappingProxyType(
    {
        "outcome": 11,
        "severity": 10,
        "title": 30,
        "subject_name": 16,
        "subject_id": 14,
        "subject_type": 10,
        "period": 12,
        "part": 14,
        "facts": 52,
        "arithmetic": 40,
        "required": 10,
        "shortfall": 9,
        "compliant_from": 12,
        "lapses_on": 12,
        "reason": 32,
        "missing": 40,
        "former": 32,
        "responsible": 14,
        "evidence": 24,
        "document": 30,
        "issuer": 18,
        "date": 12,
        "clause": 14,
        "level": 20,
        "rule": 28,
        "rule_version": 11,
        "id": 18,
    }
)
"""The columns of a finding, by the key of their label, with their width in characters."""

_EXCEPTION = {"exception_reason": 32, "exception_by": 14, "exception_until": 14}

ENTRY = MappingProxyType(
    {"exception_state": 14, "id": 18, **_EXCEPTION, "exception_row": 11, "message": 60}
)
"""The columns of an entry in the file of exceptions, likewise."""

PROBLEM = MappingProxyType(
    {
        "severity": 9,
        "problem_code": 20,
        "input": 24,
        "table": 16,
        "row": 8,
        "column": 14,
        "value": 24,
        "rows": 16,
        "message": 80,
    }
)
"""The columns of a problem, likewise."""


def finding_columns(run: Run) -> Mapping[str, int]:
    """Give the columns of the findings of a run; with exceptions there are some more."""
    return FINDING if run.reviewed is None else {**FINDING, **_EXCEPTION}


def finding_cells(finding: Finding, lang: str) -> dict[str, Cell]:
    """Give the cells of a finding, by the keys of its columns."""
    seen = view(finding, lang)
    subject, source = finding.subject, finding.source
    stop = "；" if lang == "zh" else "; "
    whole = isinstance(finding.shortfall, int) and not isinstance(finding.shortfall, bool)
    return {
        "outcome": finding.outcome.named(lang),
        "severity": finding.severity.named(lang),
        "title": finding.clause.title[lang],
        "subject_name": subject.name,
        "subject_id": subject.id,
        "subject_type": subject_type(subject.type, lang),
        "period": finding.period,
        "part": finding.part,
        "facts": seen.facts,
        "arithmetic": seen.arithmetic,
        "required": seen.required,
        "shortfall": finding.shortfall if whole else seen.shortfall,
        "compliant_from": plain(finding.compliant_from),
        "lapses_on": plain(finding.lapses_on),
        "reason": seen.reason,
        "missing": stop.join(seen.missing),
        "former": stop.join(seen.former),
        "responsible": finding.responsible,
        "evidence": seen.evidence,
        "document": source.document,
        "issuer": source.issuer,
        "date": source.date,
        "clause": source.clause,
        "level": f"{source.evidence.value} {source.evidence.named(lang)}",
        "rule": finding.rule,
        "rule_version": finding.rule_version,
        "id": finding.id,
        **(_exception_cells(finding.exception) if finding.exception else dict.fromkeys(_EXCEPTION)),
    }


def _exception_cells(exception: ReviewedException) -> dict[str, Cell]:
    return {
        "exception_reason": exception.reason,
        "exception_by": exception.by,
        "exception_until": str(exception.until) if exception.until else None,
    }


def entry_rows(run: Run, lang: str) -> Iterator[dict[str, Cell]]:
    """Give the cells of all exceptions that a run was given, by the keys of `ENTRY`."""
    words, at = labels(lang), position(lang)
    for state in ("applied", *ENTRIES):
        for entry in getattr(run.reviewed, state, ()):
            yield {
                "exception_state": words[state],
                "id": entry.finding,
                **_exception_cells(entry),
                "exception_row": entry.row,
                "message": ENTRIES[state][at] if state in ENTRIES else None,
            }


def problem_cells(problem: Problem, lang: str, words: dict[str, str]) -> dict[str, Cell]:
    """Give the cells of a problem, by the keys of `PROBLEM`."""
    table, column = problem.table, problem.column
    return {
        "severity": words[problem.severity.value],
        "problem_code": problem.code,
        "input": problem.input,
        "table": table and table_name(table, lang),
        "row": problem.row,
        "column": column and column_name(table, column, lang),
        "value": problem.value,
        "rows": ranges(problem.rows),
        "message": problem.message[lang],
    }
