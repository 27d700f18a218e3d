"""Reviewed exceptions: findings that somebody has looked at and lets stand, and until when.

A rule may be broken for a reason that no table holds, or a missing fact may be known on paper.
Whoever has looked at such a finding says so by its `id`, with a reason, a name and a last day.
The finding stays in the report, marked, and no longer counts; it is never taken out.
"""

from __future__ import annotations

from collections.abc import Mapping

import attrs
from attrs import field, frozen

from partyorg.dates import PartialDate
from partyorg.errors import CallError
from partyorg.verdict.outcome import Outcome

__all__ = ["EXCEPTABLE", "Reviewed", "ReviewedException"]

EXCEPTABLE = (Outcome.FAIL, Outcome.OFF_TARGET, Outcome.UNDETERMINED)
"""The outcomes that an exception is of use for."""


def _said(_: object, attribute: attrs.Attribute[str], value: object) -> None:
    if not isinstance(value, str) or not value.strip():
        msg = f"an exception must have {attribute.name}, as text; got {value!r}"
        raise CallError(msg)


def _last(_: object, __: attrs.Attribute[PartialDate | None], value: object) -> None:
    if value is not None and not isinstance(value, PartialDate):
        msg = f'until={value!r} is no partial date; write PartialDate.parse("2019-12"), or None'
        raise CallError(msg)


@frozen(kw_only=True)
class ReviewedException:
    """One finding that was reviewed: its `id`, why it is let stand, by whom, and until when.

    `until` is the last day on which the exception holds; a month or a year holds through its last
    day, None has no end.  `row` is where it stood in its file.

    >>> from partyorg import PartialDate
    >>> one = ReviewedException(
    ...     finding="0123456789abcdef", reason="组织部已批复", by="干部0009",
    ...     until=PartialDate.parse("2019-06"),
    ... )
    >>> from datetime import date
    >>> [one.holds_on(date(2019, *day).toordinal()) for day in ((6, 30), (7, 1))]
    [True, False]
    """

    finding: str = field(validator=_said)
    reason: str = field(validator=_said)
    by: str = field(validator=_said)
    until: PartialDate | None = field(default=None, validator=_last)
    row: int | None = field(default=None, eq=False)

    def holds_on(self, day: int) -> bool:
        """Tell whether it holds on a day, given by its number."""
        return self.until is None or day <= self.until.last


@frozen(kw_only=True)
class Reviewed:
    """What became of the exceptions that a report was given.

    `applied` mark a finding which no longer counts.  `expired` are past their last day; they mark
    nothing.  `unmatched` name a finding that the report does not have.  `unneeded` name one that
    passes now, or does not apply.  Each keeps the order in which the exceptions were given.
    `counts` are the findings marked, by rule and outcome.
    """

    applied: tuple[ReviewedException, ...] = ()
    expired: tuple[ReviewedException, ...] = ()
    unmatched: tuple[ReviewedException, ...] = ()
    unneeded: tuple[ReviewedException, ...] = ()
    counts: Mapping[str, Mapping[Outcome, int]] = field(factory=dict, repr=False, hash=False)
    places: tuple[int, ...] = field(default=(), repr=False)

    def of(self, rule: str) -> int:
        """Count the findings of a rule that are marked."""
        return sum(self.counts.get(rule, {}).values())
