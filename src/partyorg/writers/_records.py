"""Findings, problems and their run as records of plain values, for `json` and `jsonl`.

The shape is fixed in `report.schema.json`, which other programs rely on.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from json import JSONEncoder
from typing import Any

from partyorg.dates import FAR
from partyorg.errors import Problem
from partyorg.verdict import Breach, Finding, ReviewedException, Run, Source, Unknown
from partyorg.verdict.words import ENTRIES, UNKNOWNS, plain
from partyorg.writers._view import iso

__all__ = ["encoder", "finding_record", "finding_records", "header", "problem_record"]


def header(run: Run, schema: str) -> dict[str, Any]:
    """Give everything of a run but its findings and problems.

    A run that was given no exceptions says nothing of them.
    """
    head = {
        "schema": schema,
        "partyorg": run.version,
        "as_of": iso(run.as_of),
        "counting": run.counting,
        "packs": [{"id": p.id, "version": p.version, "sha256": p.sha256} for p in run.packs],
        "inputs": [{"name": i.name, "sha256": i.sha256, "rows": i.rows} for i in run.inputs],
        "summary": {
            rule: {outcome.value: n for outcome, n in counts.items()}
            for rule, counts in run.summary().items()
        },
    }
    if run.reviewed is not None:
        head["exceptions"] = {
            state: [
                {"finding": entry.finding, **_exception(entry), "row": entry.row}
                for entry in getattr(run.reviewed, state)
            ]
            for state in ("applied", *ENTRIES)
        }
    return head


def finding_records(run: Run) -> Iterator[dict[str, Any]]:
    """Give the findings, each made as it is asked for; their texts are there in both languages."""
    for finding in run.findings:
        record = finding_record(finding)
        if run.reviewed is not None:
            record["exception"] = _exception(finding.exception) if finding.exception else None
        yield record


def finding_record(finding: Finding) -> dict[str, Any]:
    """Give one finding; its texts are there in both languages."""
    subject = finding.subject
    return {
        "id": finding.id,
        "rule": finding.rule,
        "rule_version": finding.rule_version,
        "severity": finding.severity.value,
        "subject": {"type": subject.type, "id": subject.id, "name": subject.name},
        "period": finding.period,
        "part": finding.part,
        "outcome": finding.outcome.value,
        "observed": {key: plain(value) for key, value in finding.observed.items()},
        "required": plain(finding.required),
        "shortfall": plain(finding.shortfall),
        "evidence": [{"table": row.table, "row": row.row} for row in finding.evidence],
        "unknowns": [_unknown(unknown) for unknown in finding.unknowns],
        "reason": finding.reason,
        "responsible": finding.responsible,
        "former": [_breach(breach) for breach in finding.former],
        "compliant_from": plain(finding.compliant_from),
        "lapses_on": plain(finding.lapses_on),
        "source": _source(finding.source),
        "message": {"zh": finding.message("zh"), "en": finding.message("en")},
    }


def problem_record(problem: Problem) -> dict[str, Any]:
    """Give a problem with its address."""
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "input": problem.input,
        "table": problem.table,
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "rows": list(problem.rows),
        "message": {"zh": problem.message["zh"], "en": problem.message["en"]},
    }


def encoder() -> JSONEncoder:
    """Give the encoder of both formats: readable Chinese, and never a NaN, which is no JSON."""
    return JSONEncoder(ensure_ascii=False, allow_nan=False, default=_other)


def _source(source: Source) -> dict[str, Any]:
    return {
        "document": source.document,
        "issuer": source.issuer,
        "date": source.date,
        "clause": source.clause,
        "evidence": source.evidence.value,
    }


def _exception(exception: ReviewedException) -> dict[str, Any]:
    until = exception.until
    return {
        "reason": exception.reason,
        "by": exception.by,
        "until": str(until) if until else None,
    }


def _unknown(unknown: Unknown) -> dict[str, Any]:
    zh, en = UNKNOWNS[unknown.code]
    return {
        "code": unknown.code,
        "table": unknown.table,
        "row": unknown.row,
        "column": unknown.column,
        "of": unknown.of,
        "message": {"zh": zh, "en": en},
    }


def _breach(breach: Breach) -> dict[str, Any]:
    return {
        "first": iso(breach.first),
        "last": iso(breach.last) if breach.last < FAR else None,
        "what": breach.what,
        "org_id": breach.org_id,
    }


def _other(value: Any) -> Any:
    if isinstance(value, Decimal):
        return str(value)
    msg = f"a fact of type {type(value).__name__} has no form in JSON"
    raise TypeError(msg)
