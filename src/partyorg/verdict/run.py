"""The result of a check, as writers take it: findings, problems, and where all came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attrs import field, frozen

from partyorg.errors import InputInfo, Problem
from partyorg.verdict.finding import Clause, Finding
from partyorg.verdict.outcome import Outcome

__all__ = ["PackRecord", "Run"]


@frozen
class PackRecord:
    """A rule pack that was used: identifier, version of the encoding, SHA-256 of its text."""

    id: str
    version: str
    sha256: str


@frozen(kw_only=True)
class Run:
    """A finished check.

    `rules` are the clauses that were applied, also those which met no subject.  `as_of_today` says
    that the day was not given but read from the clock.  `graph_problems` are among `problems`.
    """

    version: str
    as_of: int
    counting: str
    packs: tuple[PackRecord, ...]
    inputs: tuple[InputInfo, ...]
    rules: tuple[Clause, ...]
    findings: tuple[Finding, ...] = field(repr=False)
    problems: tuple[Problem, ...] = field(repr=False)
    as_of_today: bool = False

    def summary(self) -> dict[str, dict[Outcome, int]]:
        """Count the outcomes of each rule; a rule without a subject has noughts only."""
        counts = {clause.rule: dict.fromkeys(Outcome, 0) for clause in self.rules}
        for finding in self.findings:
            counts[finding.rule][finding.outcome] += 1
        return counts

    def without_subject(self) -> Sequence[str]:
        """Name the rules that met no subject."""
        return [rule for rule, counts in self.summary().items() if not any(counts.values())]

    def titles(self, lang: str) -> Mapping[str, str]:
        """Give the title of each rule."""
        return {clause.rule: clause.title[lang] for clause in self.rules}
