"""What reading a form, a workbook or a roster gives, and the notes taken on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from partyorg.errors import InputInfo, Problem, ProblemSeverity, masked
from partyorg.forms.official import Official

__all__ = ["FormsRead", "Guess", "Notes"]


@frozen
class Guess:
    """Which column of a roster was taken for what.

    `sheet` is None for a CSV file; `column` are the letters of the column; `heading` is as it
    stands, the parts of a heading in two rows with `/` between; `meaning` is one of
    `partyorg.forms.meanings.MEANINGS`.  `row` is the row of the sheet, from 1, with the heading.
    """

    sheet: str | None
    column: str
    heading: str
    meaning: str
    row: int


@frozen(kw_only=True)
class FormsRead:
    """What was read: officials, organisations, and how the headings were taken.

    `organizations` are rows of our table of that name, where the input lists organisations itself.
    """

    officials: tuple[Official, ...] = ()
    organizations: tuple[Mapping[str, Any], ...] = ()
    guesses: tuple[Guess, ...] = ()
    problems: tuple[Problem, ...] = ()
    inputs: tuple[InputInfo, ...] = ()


@define
class Notes:
    """The problems of one input.

    Cells of a person are never quoted here: `value` is for headings and the names of sheets.
    """

    source: str
    problems: list[Problem] = field(factory=list)

    def note(
        self,
        code: str,
        zh: str,
        en: str,
        *,
        severity: ProblemSeverity = ProblemSeverity.ERROR,
        sheet: str | None = None,
        row: int | None = None,
        column: str | None = None,
        value: str | None = None,
        rows: Sequence[int] = (),
    ) -> None:
        """Write a problem down; of several rows the first is its address."""
        self.problems.append(
            Problem(
                severity=severity,
                code=code,
                message={"zh": zh, "en": en},
                table=sheet,
                row=row if row is not None or not rows else rows[0],
                column=column,
                value=None if value is None else masked(value),
                input=self.source,
                rows=tuple(rows),
            )
        )

    def warn(self, code: str, zh: str, en: str, **address: Any) -> None:
        """Write down what lost nothing that a rule needs."""
        self.note(code, zh, en, severity=ProblemSeverity.WARNING, **address)
