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
from partyorg.verdict.run import Alone, Findings, PackRecord, Run

__all__ = [
    "Alone",
    "Breach",
    "Clause",
    "Evidence",
    "EvidenceLevel",
    "Finding",
    "Findings",
    "Outcome",
    "PackRecord",
    "Run",
    "Severity",
    "Source",
    "Statement",
    "Subject",
    "Unknown",
]
