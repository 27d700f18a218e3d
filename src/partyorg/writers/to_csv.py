"""The CSV report: one table, for Excel, WPS and notebooks.

One row a finding; after these one row a rule that met no subject, one an exception that marks no
finding, and one a problem in the data, so that nothing is lost.  The first column says which a row
is.  The byte-order mark makes Excel read UTF-8.  A text that a spreadsheet would take for a formula
has an apostrophe before it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import TextIO

from partyorg.verdict import Run
from partyorg.writers._clean import legal, unformula
from partyorg.writers._table import (
    ENTRY,
    PROBLEM,
    Cell,
    entry_rows,
    finding_cells,
    finding_columns,
    problem_cells,
)
from partyorg.writers._view import iso
from partyorg.writers._words import labels

__all__ = ["write"]


def write(run: Run, out: TextIO, *, lang: str = "zh") -> None:
    """Write a run as CSV with headings in the language chosen."""
    words = labels(lang)
    # "severity" is a column of both, in which a problem says error or warning.
    columns = dict.fromkeys(("kind", "as_of", *finding_columns(run), *PROBLEM))
    if run.reviewed is not None:
        columns |= dict.fromkeys(ENTRY)
    table = csv.writer(out)
    out.write("\ufeff")
    table.writerow(words[column] for column in columns)

    def row(kind: str, cells: Mapping[str, Cell]) -> None:
        cells = {"kind": words[kind], "as_of": iso(run.as_of), **cells}
        table.writerow(_cell(cells.get(column)) for column in columns)

    for finding in run.findings:
        row("kind_finding", finding_cells(finding, lang))
    idle = set(run.without_subject())
    for clause in {clause.rule: clause for clause in run.rules if clause.rule in idle}.values():
        named = clause.severity.named(lang)
        row("kind_rule", {"severity": named, "title": clause.title[lang], "rule": clause.rule})
    for cells in entry_rows(run, lang):
        if cells["message"]:  # those applied stand with their findings
            row("kind_exception", cells)
    for problem in run.problems:
        row("kind_problem", problem_cells(problem, lang, words))


def _cell(value: Cell) -> Cell:
    return unformula(legal(value)) if isinstance(value, str) else value
