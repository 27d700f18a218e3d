"""The JSON report as lines, for runs too large to be read at once.

The first line is an object with everything about the run; each further line holds either
`{"finding": {...}}` or `{"problem": {...}}`, in the shape of the JSON report.
"""

from __future__ import annotations

from typing import TextIO

from partyorg.verdict import Run
from partyorg.writers._records import encoder, finding_records, header, problem_record

__all__ = ["SCHEMA", "write"]

SCHEMA = "partyorg.report.lines/1"


def write(run: Run, out: TextIO, *, lang: str = "zh") -> None:  # noqa: ARG001  (holds both)
    """Write a run as JSON, one record a line."""
    encode = encoder().encode
    out.write(encode(header(run, SCHEMA)) + "\n")
    out.writelines(encode({"finding": record}) + "\n" for record in finding_records(run))
    out.writelines(encode({"problem": problem_record(problem)}) + "\n" for problem in run.problems)
