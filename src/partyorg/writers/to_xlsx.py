"""The XLSX report, for Excel and WPS: summary, findings, problems, and where all came from.

Where exceptions were given, a sheet lists them all with what became of each.

Every text is written as text, whatever it looks like, so that no name can become a formula or a
link.  Rows go to disk as they are made; findings past the end of a sheet go on on a further one.
The creation date in the file is the day of the check, so the same run gives the same file.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.exceptions import FileCreateError

from partyorg.verdict import Outcome, Run
from partyorg.writers._clean import legal
from partyorg.writers._table import (
    ENTRY,
    PROBLEM,
    Cell,
    entry_rows,
    finding_cells,
    finding_columns,
    problem_cells,
)
from partyorg.writers._view import ATTENTION, careers, iso
from partyorg.writers._words import counting_name, labels

__all__ = ["SHEET_ROWS", "write"]

SHEET_ROWS = 1_048_576
"""The rows that a sheet of Excel can hold, the heading included."""

# Excel drops a cell of more than 32,767 UTF-16 units; any text this long has at most 32,000.
_LONGEST = 16_000
_EXACT = 2**53

_COLOURS = {
    Outcome.FAIL: ("#F8DCD9", "#8C1D18"),
    Outcome.UNDETERMINED: ("#FBEBC8", "#6B4A00"),
    Outcome.OFF_TARGET: ("#E6E0F3", "#4B3A7C"),
    Outcome.PASS: ("#DCEFE1", "#1C5A33"),
    Outcome.NOT_APPLICABLE: ("#ECEDEF", "#50555C"),
}
_WRAPPED = {"facts", "arithmetic", "reason", "missing", "former", "message", "exception_reason"}


def write(run: Run, out: BinaryIO, *, lang: str = "zh", sheet_rows: int = SHEET_ROWS) -> None:
    """Write a run as a workbook."""
    # Rows wait on disk until the file is closed; a directory of our own goes whatever happens.
    with TemporaryDirectory(prefix="partyorg-") as scratch:
        options = {
            "constant_memory": True,
            "tmpdir": scratch,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "use_zip64": True,  # takes effect past 4 GB only
        }
        path = Path(scratch) / "report.xlsx"
        workbook = Workbook(str(path), options)
        try:
            book = _Book(workbook, run, lang, sheet_rows)
            book.careers()
            book.summary()
            book.findings()
            if run.reviewed is not None:
                book.exceptions()
            book.problems()
            book.about()
            workbook.close()
        except FileCreateError as error:  # a wrapper around what really went wrong
            raise error.args[0] from error
        finally:
            # Else the waiting rows of a workbook that failed halfway stay open.
            for sheet in workbook.worksheets():
                if sheet.row_data_fh:
                    sheet.row_data_fh.close()
        # Copied when whole: a pipe cannot be wound back, as the making of an archive needs.
        with path.open("rb") as whole:
            shutil.copyfileobj(whole, out)


class _Book:
    """A workbook in the making."""

    def __init__(self, book: Workbook, run: Run, lang: str, sheet_rows: int) -> None:
        self.book, self.run, self.lang, self.sheet_rows = book, run, lang, sheet_rows
        self.words = labels(lang)
        created = datetime.combine(date.fromordinal(run.as_of), time(), UTC)
        book.set_properties({"title": self.words["report"], "created": created})
        font = {"font_name": "Microsoft YaHei" if lang == "zh" else "Calibri", "font_size": 10}
        base = {**font, "valign": "top"}
        self.plain = book.add_format(base)
        self.wrapped = book.add_format({**base, "text_wrap": True})
        self.bold = book.add_format({**base, "bold": True, "top": 1})
        head = {**font, "bold": True, "valign": "vcenter", "bg_color": "#37474F"}
        self.head = book.add_format({**head, "font_color": "#FFFFFF", "text_wrap": True})
        self.colours = {
            outcome: book.add_format({**base, "bg_color": fill, "font_color": ink})
            for outcome, (fill, ink) in _COLOURS.items()
        }

    def sheet(self, name: str, columns: Mapping[str, int]) -> Any:
        """Begin a sheet with its heading, which stays in view."""
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        for at, (_, width) in enumerate(columns.items()):
            sheet.set_column(at, at, width)
        for at, key in enumerate(columns):
            sheet.write_string(0, at, self.words[key], self.head)
        return sheet

    def rows(
        self,
        name: str,
        columns: Mapping[str, int],
        rows: Iterable[tuple[Outcome | None, Mapping[str, Cell]]],
    ) -> None:
        """Write rows under a heading, on as many sheets as they need."""
        waiting = iter(rows)
        row = next(waiting, None)
        for number in count(1):
            sheet = self.sheet(name if number == 1 else f"{name} ({number})", columns)
            at = 0
            while row is not None and at + 1 < self.sheet_rows:
                at += 1
                outcome, cells = row
                for column, key in enumerate(columns):
                    if cells[key] is None or cells[key] == "":
                        continue
                    form = self.wrapped if key in _WRAPPED else self.plain
                    if outcome is not None and key == "outcome":
                        form = self.colours[outcome]
                    _put(sheet, at, column, cells[key], form)
                row = next(waiting, None)
            sheet.autofilter(0, 0, max(at, 1), len(columns) - 1)
            if row is None:
                return

    def careers(self) -> None:
        """How complete the careers are, where they are not all known in full."""
        told = careers(self.run, self.lang)
        if told:
            sheet = self.sheet(self.words["careers"], {"item": 60, "people_number": 10})
            for row, (name, number) in enumerate(told, 1):
                _put(sheet, row, 0, name, self.plain)
                _put(sheet, row, 1, number, self.plain)

    def summary(self) -> None:
        """One row a rule, with the number of each outcome."""
        outcomes = {outcome.value: 11 for outcome in ATTENTION}
        self.words |= {outcome.value: outcome.named(self.lang) for outcome in ATTENTION}
        columns = {"rule": 30, "title": 44, "severity": 11, **outcomes, "total": 9}
        given = self.run.reviewed
        if given is not None:
            columns["excepted"] = 9
        sheet = self.sheet(self.words["summary"], columns)
        clauses = {clause.rule: clause for clause in self.run.rules}
        totals = dict.fromkeys(ATTENTION, 0)
        row = 0
        for row, (rule, counts) in enumerate(self.run.summary().items(), 1):
            clause = clauses[rule]
            texts = (rule, clause.title[self.lang], clause.severity.named(self.lang))
            for at, text in enumerate(texts):
                _put(sheet, row, at, text, self.plain)
            for at, outcome in enumerate(ATTENTION, len(texts)):
                number = counts[outcome]
                totals[outcome] += number
                _put(sheet, row, at, number, self.colours[outcome] if number else self.plain)
            last = [sum(counts.values()), *([given.of(rule)] if given else [])]
            for at, number in enumerate(last, len(texts) + len(outcomes)):
                _put(sheet, row, at, number, self.plain)
        figures: list[Cell] = [self.words["total"], "", "", *totals.values(), sum(totals.values())]
        if given is not None:
            figures.append(len(given.applied))
        for at, cell in enumerate(figures):
            _put(sheet, row + 1, at, cell, self.bold)

    def findings(self) -> None:
        """All findings."""
        cells = ((f.outcome, finding_cells(f, self.lang)) for f in self.run.findings)
        self.rows(self.words["findings"], finding_columns(self.run), cells)

    def exceptions(self) -> None:
        """All exceptions, with what became of them."""
        cells = ((None, row) for row in entry_rows(self.run, self.lang))
        self.rows(self.words["exceptions"], ENTRY, cells)

    def problems(self) -> None:
        """All problems."""
        cells = ((None, problem_cells(p, self.lang, self.words)) for p in self.run.problems)
        self.rows(self.words["problems"], PROBLEM, cells)

    def about(self) -> None:
        """What was checked, by which rules and which program."""
        run, words = self.run, self.words
        today = f" ({words['today']})" if run.as_of_today else ""
        lines = [
            (words["as_of"], iso(run.as_of) + today),
            (words["counting"], counting_name(run.counting, self.lang)),
            ("partyorg", run.version),
        ]
        for pack in run.packs:
            lines.append((words["packs"], f"{pack.id} {pack.version}"))
            lines.append((words["sha256"], pack.sha256))
        for item in run.inputs:
            rows = words["inputs_rows"].format(n=item.rows)
            lines.append((words["inputs"], f"{item.name} · {rows}"))
            lines.append((words["sha256"], item.sha256 or words["in_memory"]))
        titles = run.titles(self.lang)
        lines += [
            (words["no_subject"], f"{titles[rule]} · {rule}") for rule in run.without_subject()
        ]
        sheet = self.sheet(words["about"], {"item": 26, "content": 90})
        for row, line in enumerate(lines, 1):
            for at, text in enumerate(line):
                _put(sheet, row, at, text, self.wrapped)


def _put(sheet: Any, row: int, column: int, value: Cell, form: Any) -> None:
    if value is None or value == "":
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, int) and abs(value) < _EXACT:
        sheet.write_number(row, column, value, form)
    else:
        text = legal(str(value))
        if len(text) > _LONGEST:
            text = text[: _LONGEST - 1] + "…"
        sheet.write_string(row, column, text, form)
