"""Findings and problems as rows of a table, the same for `csv` and `xlsx`."""

from __future__ import annotations

from types import MappingProxyType

from partyorg.errors import Problem
from partyorg.verdict import Finding
from partyorg.writers._view import ranges, view
from partyorg.writers._words import column_name, subject_type, table_name

__all__ = ["FINDING", "PROBLEM", "Cell", "finding_cells", "problem_cells"]

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


def finding_cells(finding: Finding, lang: str) -> dict[str, Cell]:
    """Give the cells of a finding, by the keys of `FINDING`."""
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
