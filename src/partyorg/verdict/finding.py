"""A finding: what one rule says of one subject, with everything that it rests on.

The facts come first; the text, in Chinese and in English, is rendered from them afterwards, and
nothing ever parses text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property
from hashlib import sha256
from typing import Any, Protocol

from attrs import field, frozen

from partyorg.verdict.exceptions import ReviewedException
from partyorg.verdict.outcome import EvidenceLevel, Outcome, Severity

__all__ = [
    "Ahead",
    "Breach",
    "Clause",
    "Evidence",
    "Finding",
    "Settling",
    "Source",
    "Statement",
    "Subject",
    "Turning",
    "Unknown",
    "finding_id",
]


@frozen
class Source:
    """Where a rule is published: document, issuer, clause, and how well it is attested.

    `date` and `clause` are None where the source does not give them.
    """

    document: str
    issuer: str
    evidence: EvidenceLevel
    clause: str | None = None
    date: str | None = None


@frozen
class Statement:
    """What a kind says of a finding: the facts, and the arithmetic that follows from them."""

    facts: str
    arithmetic: str = ""


@frozen
class Turning:
    """What decided a verdict, and the nearest fact that would have turned it; may be empty."""

    decided: str
    turned: str


@frozen(eq=False)
class Clause:
    """A rule version as a finding cites it; one object is shared by all its findings.

    `say(finding, lang)` is the renderer of the rule's kind, `params` what the version sets;
    `turning(finding, lang)` tells what would have turned the verdict.
    """

    rule: str
    version: str
    kind: str
    title: Mapping[str, str]
    severity: Severity
    source: Source
    say: Callable[[Finding, str], Statement] = field(repr=False)
    params: Any = field(default=None, repr=False)
    turning: Callable[[Finding, str], Turning] | None = field(default=None, repr=False)


@frozen
class Subject:
    """Whom a finding speaks of: `type` is person, township, county, …, organization or case."""

    type: str
    id: str
    name: str | None = None


@frozen
class Evidence:
    """A row that a finding rests on; rows count from 1."""

    table: str
    row: int


@frozen
class Unknown:
    """A fact that is missing and would settle the matter.

    `code` says what is missing (see `partyorg.verdict.words.UNKNOWNS`); `table`, `row` and
    `column` where it belongs; `of` whom or what it concerns.
    """

    code: str
    table: str | None = None
    row: int | None = None
    column: str | None = None
    of: str | None = None


@frozen
class Settling:
    """A missing fact, and what comes of every value that it may have.

    `written` is what stands in its place now, and `also` are other cells of the same person in
    which it is written alike.  `outcomes` counts the values that were tried by the outcome that
    each leads to; it is empty where none can be tried (a row to be mended, something that only time
    will tell).
    """

    unknown: Unknown
    written: str | None
    outcomes: Mapping[Outcome, int]
    also: tuple[Unknown, ...] = ()

    @property
    def settles(self) -> bool:
        """Whether the finding is determined by this fact alone, whichever value was tried.

        Of a date known to the month, a choice or a yes or no these are all values that it may have;
        of a year, an empty date or an empty number those between which verdicts turn.
        """
        return bool(self.outcomes) and Outcome.UNDETERMINED not in self.outcomes

    @property
    def may_settle(self) -> bool:
        """Whether the finding is determined for some of its values at least."""
        return any(outcome is not Outcome.UNDETERMINED for outcome in self.outcomes)


class Ahead(Protocol):
    """What a finding is asked that takes more than its own facts: the data that it was made of."""

    def turns_on(self, finding: Finding) -> int | None:
        """Give the first day on which a breach is a pass, or a pass a breach; None if never."""

    def settling(self, finding: Finding) -> tuple[Settling, ...]:
        """Give the missing facts of an undetermined finding, the most decisive first."""


@frozen
class Breach:
    """A breach of the past which has been put right since; `first` and `last` possible day."""

    first: int
    last: int
    what: str
    org_id: str | None = None


def finding_id(rule: str, subject: Subject, period: str | None, part: str | None) -> str:
    """Give the stable identifier of a finding, from what it speaks of."""
    parts = (rule, subject.type, subject.id, period, part)
    text = "\x1f".join(part or "" for part in parts)
    return sha256(text.encode(errors="surrogatepass")).hexdigest()[:16]


@frozen(kw_only=True)
class Finding:
    """What one rule says of one subject (and period, and part).

    `observed` and `required` hold typed facts: whole numbers, periods, days, fractions; a pair is
    (at least, at most).  `shortfall` is in whole persons, days or yuan.  `reason` is a code, set
    whenever the outcome is `not_applicable` and where it is `undetermined` for a reason of its own.
    `exception` is set where somebody has reviewed the finding and lets it stand.  `ahead` answers
    what takes the whole data set: when the verdict turns, what would settle it.
    """

    clause: Clause = field(repr=False)
    subject: Subject
    outcome: Outcome
    as_of: int = field(repr=False)
    period: str | None = None
    part: str | None = None
    observed: Mapping[str, Any] = field(factory=dict, repr=False, hash=False)
    required: Any = field(default=None, repr=False, hash=False)
    shortfall: Any = field(default=None, repr=False)
    evidence: tuple[Evidence, ...] = field(default=(), repr=False)
    unknowns: tuple[Unknown, ...] = field(default=(), repr=False)
    reason: str | None = None
    responsible: str | None = field(default=None, repr=False)
    former: tuple[Breach, ...] = field(default=(), repr=False)
    exception: ReviewedException | None = field(default=None, repr=False)
    ahead: Ahead | None = field(default=None, repr=False, eq=False)

    @cached_property
    def _turns_on(self) -> date | None:
        day = self.ahead.turns_on(self) if self.ahead else None
        return None if day is None else date.fromordinal(day)

    @property
    def compliant_from(self) -> date | None:
        """The first day on which a breach is a pass, if nothing else happens.

        Service accrues, terms run out, windows close, open posts stay open; what the data say of
        days to come (a planned end) comes.  None where that day never comes, and where the finding
        is no breach.  It is worked out when it is asked for.
        """
        breach = self.outcome in (Outcome.FAIL, Outcome.OFF_TARGET)
        return self._turns_on if breach else None

    @property
    def lapses_on(self) -> date | None:
        """The first day on which a pass is a breach, if nothing else happens; None if never.

        It is worked out when it is asked for, as `compliant_from`.
        """
        return self._turns_on if self.outcome is Outcome.PASS else None

    @cached_property
    def settling(self) -> tuple[Settling, ...]:
        """What is missing, the most decisive first, with what comes of each value it may have.

        Empty unless the finding is undetermined.  It is worked out when it is asked for; over a
        whole data set `partyorg.missing` tells what to look up.
        """
        if self.outcome is not Outcome.UNDETERMINED:
            return ()
        if self.ahead is None:
            return tuple(Settling(unknown, None, {}) for unknown in self.unknowns)
        return self.ahead.settling(self)

    @property
    def rule(self) -> str:
        """The rule's identifier, `pack/name`."""
        return self.clause.rule

    @property
    def rule_version(self) -> str:
        """The version of the rule that was in force on the day of the event."""
        return self.clause.version

    @property
    def severity(self) -> Severity:
        """How binding the rule is."""
        return self.clause.severity

    @property
    def source(self) -> Source:
        """Where the rule is published."""
        return self.clause.source

    @property
    def id(self) -> str:
        """A stable identifier, from rule, subject, period and part."""
        return finding_id(self.rule, self.subject, self.period, self.part)

    def message(self, lang: str = "zh") -> str:
        """Give the finding in one line."""
        from partyorg.verdict.words import message  # noqa: PLC0415  (words render findings)

        return message(self, lang)

    def explain(self, lang: str = "zh", *, tried: bool = True) -> str:
        """Give the whole of it: the facts, the arithmetic, the clause, and what is missing.

        What comes of each missing fact takes some trials; with `tried` false it is left out.
        """
        from partyorg.verdict.words import explain  # noqa: PLC0415

        return explain(self, lang, tried=tried)
