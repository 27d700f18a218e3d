"""The result of a check, as writers take it: findings, problems, and where all came from."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from partyorg.errors import InputInfo, Problem
from partyorg.verdict.careers import Careers
from partyorg.verdict.exceptions import Reviewed
from partyorg.verdict.finding import Clause, Finding
from partyorg.verdict.outcome import Outcome

__all__ = ["Alone", "Findings", "PackRecord", "Placed", "Run"]


@frozen
class PackRecord:
    """A rule pack that was used: identifier, version of the encoding, SHA-256 of its text."""

    id: str
    version: str
    sha256: str


@frozen
class Alone:
    """How many verdicts of a rule a check in columns made one record at a time.

    `why` is the code of the reason (see `partyorg.verdict.words.ALONE`).
    """

    number: int
    why: str


@frozen
class Placed:
    """A finding of a run without what it says: its place, its rule and its outcome."""

    at: int
    rule: str
    outcome: Outcome


class Findings(Sequence[Finding]):
    """Findings that are made when they are asked for, while their outcomes are known already."""

    @abstractmethod
    def counts(self) -> Mapping[str, Mapping[Outcome, int]]:
        """Count the outcomes of each rule."""

    @abstractmethod
    def where(self, outcomes: Iterable[Outcome]) -> Iterator[Finding]:
        """Give the findings with one of some outcomes, in order; no others are made."""

    @abstractmethod
    def to_arrow(self, *, observed: bool = False) -> Any:
        """Give all verdicts as an Arrow table, without making findings."""

    @abstractmethod
    def about(self, rule: str, subject: str) -> list[Finding]:
        """Give the findings of a rule (by its identifier) about a subject."""

    @abstractmethod
    def placed(self, ids: Collection[str]) -> Mapping[str, Placed]:
        """Find the places of findings by their identifiers, without making findings."""


@frozen(kw_only=True)
class Run:
    """A finished check.

    `rules` are the clauses that were applied, also those which met no subject.  `as_of_today` says
    that the day was not given but read from the clock.  `alone` is set by a check in columns: which
    rules made how many verdicts one record at a time.  `reviewed` is set where exceptions were
    given; the findings that they apply to are marked, and stay.  `careers` counts, when it is
    asked, how many careers are on file in full; None where the data are tables of our own.
    """

    version: str
    as_of: int
    counting: str
    packs: tuple[PackRecord, ...]
    inputs: tuple[InputInfo, ...]
    rules: tuple[Clause, ...]
    findings: Sequence[Finding] = field(repr=False)
    problems: tuple[Problem, ...] = field(repr=False)
    as_of_today: bool = False
    alone: Mapping[str, Alone] | None = None
    reviewed: Reviewed | None = None
    careers: Callable[[], Careers] | None = field(default=None, repr=False, eq=False)

    def where(self, *outcomes: Outcome) -> Iterator[Finding]:
        """Give the findings with one of these outcomes, in order."""
        if isinstance(self.findings, Findings):
            return self.findings.where(outcomes)
        return (finding for finding in self.findings if finding.outcome in outcomes)

    def totals(self) -> dict[Outcome, int]:
        """Count the outcomes of all rules together."""
        totals = dict.fromkeys(Outcome, 0)
        for counts in self.summary().values():
            for outcome, number in counts.items():
                totals[outcome] += number
        return totals

    def summary(self) -> dict[str, dict[Outcome, int]]:
        """Count the outcomes of each rule; a rule without a subject has noughts only."""
        counts = {clause.rule: dict.fromkeys(Outcome, 0) for clause in self.rules}
        if isinstance(self.findings, Findings):
            for rule, known in self.findings.counts().items():
                counts[rule].update(known)
            return counts
        for finding in self.findings:
            counts[finding.rule][finding.outcome] += 1
        return counts

    def standing(self) -> dict[str, dict[Outcome, int]]:
        """Count the outcomes of each rule without the findings that an exception is made for."""
        counts = self.summary()
        for rule, excepted in (self.reviewed.counts if self.reviewed else {}).items():
            for outcome, number in excepted.items():
                counts[rule][outcome] -= number
        return counts

    def excepted(self) -> Iterator[Finding]:
        """Give the findings that an exception is made for, in order; no others are made."""
        places = self.reviewed.places if self.reviewed else ()
        return (self.findings[at] for at in places)

    def without_subject(self) -> Sequence[str]:
        """Name the rules that met no subject."""
        return [rule for rule, counts in self.summary().items() if not any(counts.values())]

    def titles(self, lang: str) -> Mapping[str, str]:
        """Give the title of each rule."""
        return {clause.rule: clause.title[lang] for clause in self.rules}
