"""Exceptions brought to a run: which findings are marked, and which entries are of no use.

Of findings that are made when they are asked for none is made for it: an exception names its
finding by an identifier, which follows from what the finding speaks of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, overload

from attrs import evolve

from partyorg.errors import CallError
from partyorg.verdict.exceptions import EXCEPTABLE, Reviewed, ReviewedException
from partyorg.verdict.finding import Finding
from partyorg.verdict.outcome import Outcome
from partyorg.verdict.run import Findings, Placed, Run

__all__ = ["reviewed"]


def reviewed(run: Run, exceptions: Iterable[ReviewedException]) -> Run:
    """Give a run with these exceptions, in the place of any that it had before.

    Raises:
        CallError: something else than exceptions was given, or two for one finding.
    """
    entries = _entries(exceptions)
    holding = {entry.finding: entry for entry in entries if entry.holds_on(run.as_of)}
    bare = _bare(run.findings)
    placed = _placed(bare, holding)
    applied = {key: one for key, one in placed.items() if one.outcome in EXCEPTABLE}
    counts: dict[str, dict[Outcome, int]] = {}
    for one in applied.values():
        of_rule = counts.setdefault(one.rule, dict.fromkeys(EXCEPTABLE, 0))
        of_rule[one.outcome] += 1
    live = tuple(holding.values())
    return evolve(
        run,
        findings=_marked(bare, {key: holding[key] for key in applied}, applied),
        reviewed=Reviewed(
            applied=tuple(entry for entry in live if entry.finding in applied),
            expired=tuple(entry for entry in entries if entry.finding not in holding),
            unmatched=tuple(entry for entry in live if entry.finding not in placed),
            unneeded=tuple(
                entry for entry in live if entry.finding in placed and entry.finding not in applied
            ),
            counts=counts,
            places=tuple(sorted(one.at for one in applied.values())),
        ),
    )


def _entries(given: Any) -> list[ReviewedException]:
    """Give the exceptions in a list; refuse what is none, and two for one finding."""
    if isinstance(given, (str, bytes)) or not isinstance(given, Iterable):
        msg = f"give exceptions, not {type(given).__name__}; load_exceptions(path) reads a file"
        raise CallError(msg)
    entries = list(given)
    seen: set[str] = set()
    for entry in entries:
        if not isinstance(entry, ReviewedException):
            msg = f"a {type(entry).__name__} is no exception; make a ReviewedException"
            raise CallError(msg)
        if entry.finding in seen:
            msg = f"there are two exceptions for the finding '{entry.finding}'; keep one"
            raise CallError(msg)
        seen.add(entry.finding)
    return entries


def _bare(findings: Sequence[Finding]) -> Sequence[Finding]:
    """Give findings without the marks of earlier exceptions."""
    if isinstance(findings, _Marked):
        return findings.bare
    if isinstance(findings, Findings) or all(one.exception is None for one in findings):
        return findings
    return tuple(one if one.exception is None else evolve(one, exception=None) for one in findings)


def _placed(findings: Sequence[Finding], ids: Collection[str]) -> Mapping[str, Placed]:
    if not ids:
        return {}
    if isinstance(findings, Findings):
        return findings.placed(ids)
    return {
        key: Placed(at, finding.rule, finding.outcome)
        for at, finding in enumerate(findings)
        if (key := finding.id) in ids
    }


def _marked(
    findings: Sequence[Finding],
    exceptions: Mapping[str, ReviewedException],
    applied: Mapping[str, Placed],
) -> Sequence[Finding]:
    """Give the findings with each exception at its finding."""
    if not applied:
        return findings
    if isinstance(findings, Findings):
        return _Marked(findings, exceptions)
    marked = list(findings)
    for key, one in applied.items():
        marked[one.at] = evolve(marked[one.at], exception=exceptions[key])
    return tuple(marked)


class _Marked(Findings):
    """Findings that are marked as they are made."""

    def __init__(self, bare: Findings, exceptions: Mapping[str, ReviewedException]) -> None:
        self.bare = bare
        self._exceptions = exceptions

    def _mark(self, finding: Finding) -> Finding:
        if finding.outcome not in EXCEPTABLE:
            return finding
        exception = self._exceptions.get(finding.id)
        return finding if exception is None else evolve(finding, exception=exception)

    def __len__(self) -> int:
        return len(self.bare)

    def __iter__(self) -> Iterator[Finding]:
        return map(self._mark, self.bare)

    @overload
    def __getitem__(self, key: int) -> Finding: ...

    @overload
    def __getitem__(self, key: slice) -> tuple[Finding, ...]: ...

    def __getitem__(self, key: int | slice) -> Finding | tuple[Finding, ...]:
        if isinstance(key, slice):
            return tuple(map(self._mark, self.bare[key]))
        return self._mark(self.bare[key])

    def counts(self) -> Mapping[str, Mapping[Outcome, int]]:
        return self.bare.counts()

    def where(self, outcomes: Iterable[Outcome]) -> Iterator[Finding]:
        return map(self._mark, self.bare.where(outcomes))

    def to_arrow(self, *, observed: bool = False) -> Any:
        return self.bare.to_arrow(observed=observed)

    def about(self, rule: str, subject: str) -> list[Finding]:
        return list(map(self._mark, self.bare.about(rule, subject)))

    def placed(self, ids: Collection[str]) -> Mapping[str, Placed]:
        return self.bare.placed(ids)
