"""Verdicts: outcome, severity, source, finding, and the run that they belong to."""

from partyorg.verdict.careers import Careers
from partyorg.verdict.exceptions import EXCEPTABLE, Reviewed, ReviewedException
from partyorg.verdict.finding import (
    Ahead,
    Breach,
    Clause,
    Evidence,
    Finding,
    Settling,
    Source,
    Statement,
    Subject,
    Turning,
    Unknown,
    finding_id,
)
from partyorg.verdict.outcome import EvidenceLevel, Outcome, Severity
from partyorg.verdict.review import reviewed
from partyorg.verdict.run import Alone, Findings, PackRecord, Placed, Run

__all__ = [
    "EXCEPTABLE",
    "Ahead",
    "Alone",
    "Breach",
    "Careers",
    "Clause",
    "Evidence",
    "EvidenceLevel",
    "Finding",
    "Findings",
    "Outcome",
    "PackRecord",
    "Placed",
    "Reviewed",
    "ReviewedException",
    "Run",
    "Settling",
    "Severity",
    "Source",
    "Statement",
    "Subject",
    "Turning",
    "Unknown",
    "finding_id",
    "reviewed",
]
