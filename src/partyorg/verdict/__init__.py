"""Verdicts: outcome, severity, source, finding, and the run that they belong to."""

from partyorg.verdict.finding import (
    Breach,
    Clause,
    Evidence,
    Finding,
    Source,
    Statement,
    Subject,
    Unknown,
)
from partyorg.verdict.outcome import EvidenceLevel, Outcome, Severity
from partyorg.verdict.run import PackRecord, Run

__all__ = [
    "Breach",
    "Clause",
    "Evidence",
    "EvidenceLevel",
    "Finding",
    "Outcome",
    "PackRecord",
    "Run",
    "Severity",
    "Source",
    "Statement",
    "Subject",
    "Unknown",
]
