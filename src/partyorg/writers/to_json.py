"""The JSON report: everything there is, for other programs.

Its shape is fixed by the JSON Schema beside this module (`report.schema.json`).  Both languages
are always in it.  Each finding stands on a line of its own and is written as it is made, so that a
million of them take no more memory than one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TextIO

from partyorg.verdict import Run
from partyorg.writers._records import encoder, finding_records, header, problem_record

__all__ = ["SCHEMA", "write"]

SCHEMA = "partyorg.report/1"


def write(run: Run, out: TextIO, *, lang: str = "zh") -> None:  # noqa: ARG001  (holds both)
    """Write a run as one JSON object."""
    encode = encoder().encode
    items = header(run, SCHEMA).items()
    out.write("{" + ",\n ".join(f"{encode(key)}: {encode(value)}" for key, value in items))
    _list(out, encode, "findings", finding_records(run))
    _list(out, encode, "problems", map(problem_record, run.problems))
    out.write("}\n")


def _list(
    out: TextIO, encode: Callable[[Any], str], name: str, records: Iterable[dict[str, Any]]
) -> None:
    out.write(f',\n "{name}": [')
    before = "\n  "
    for record in records:
        out.write(before + encode(record))
        before = ",\n  "
    out.write("]")
