"""From facts to findings: is the rule in force, is it a subject, and what follows from the facts.

The order is always the same.  Who is a subject is settled by the facts of the kind (no subject, no
finding).  Then: is the rule in force on the day of the event; is the subject one at all; is
anything in the way; and only then the facts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from attrs import evolve

from partyorg.evaluate.facts import FACTS
from partyorg.evaluate.scope import Case, Scope
from partyorg.rulebook import Judgement, Rule, Version, decide
from partyorg.verdict import Ahead, Finding, Outcome, Severity, Unknown

__all__ = ["Answer", "findings_of", "governs", "judging", "settle", "verdict_of"]

Answer = tuple[Outcome, str | None, Judgement | None]
"""An outcome, the code of its reason, and the judgement if facts were judged."""

_UNJUDGED = Judgement(worst=0, best=0)
"""What a finding shows of facts that were not judged: nothing."""


def findings_of(rule: Rule, scope: Scope, ahead: Ahead | None = None) -> Iterator[Finding]:
    """Judge those that a scope asks for by one rule; `ahead` answers what its findings cannot."""
    search = FACTS[rule.kind_name]
    if len(rule.versions) == 1:
        version = rule.versions[0]
        for case in search(version, scope):
            yield _finding(rule, version, case, scope, ahead=ahead)
        return
    found: dict[tuple[str, str | None, str | None], list[Finding]] = {}
    for at, version in enumerate(rule.versions):
        for case in search(version, scope):
            if governs(rule, at, case):
                key = (case.subject.id, case.period, case.part)
                before = rule.versions[at - 1] if at else None
                made = _finding(rule, version, case, scope, before, ahead)
                found.setdefault(key, []).append(made)
    for findings in found.values():
        yield _agreed(findings)


def governs(rule: Rule, at: int, case: Case) -> bool:
    """Tell whether a version may be the one that governs an event.

    What lies before all versions is told by the first, what lies after all of them by the last.
    """
    version = rule.versions[at]
    first, last = case.events[0]
    later = rule.versions[at + 1 :]
    if any(first >= other.begins.last for other in later):
        return False
    if last < version.begins.first:
        return at == 0
    if version.ends and first > version.ends.last:
        return not later or last < later[0].begins.first
    return True


def _agreed(findings: list[Finding]) -> Finding:
    """Give the finding of the newest version, undetermined where the versions disagree."""
    newest = findings[-1]
    if len({finding.outcome for finding in findings}) == 1:
        return newest
    unknowns = (*newest.unknowns, Unknown("force", of=newest.rule))
    return evolve(newest, outcome=Outcome.UNDETERMINED, reason="versions-differ", unknowns=unknowns)


def _surer(answer: tuple[bool | None, str | None]) -> int:
    return {True: 2, None: 1, False: 0}[answer[0]]


def _in_force(
    rule: Rule, version: Version, case: Case, before: Version | None
) -> tuple[bool | None, str | None]:
    """Tell whether a version is in force on the event of a case, and the rule on its other events.

    What may lie before it, but then lies in the version `before`, is judged by that one as well.
    """
    answer = version.in_force(*case.events[0])
    joined = before and (before.ends is None or before.ends.last + 1 >= version.begins.first)
    if joined and answer == (None, "perhaps-before-force"):
        answer = (True, None)
    for event in case.events[1:]:
        if answer[0] is False:
            return answer
        other = version.in_force(*event)
        if len(rule.versions) > 1:
            other = max((one.in_force(*event) for one in rule.versions), key=_surer)
        if other[0] is False or answer[0] is True:
            answer = other
    return answer


def settle(
    rule: Rule,
    version: Version,
    case: Case,
    before: Version | None,
    judged: Callable[[Any, bool, str | None], Answer],
) -> Answer:
    """Answer a case, in the order in which everything is asked; `judged` judges facts."""
    in_force, why = _in_force(rule, version, case, before)
    if in_force is False:
        return Outcome.NOT_APPLICABLE, why, None
    if case.not_yet is not None:
        return Outcome.NOT_APPLICABLE, case.not_yet, None
    if case.later is not None:
        case.later(case)
    if case.blocked is not None:
        return Outcome.UNDETERMINED, case.blocked, None
    if case.doubtful:
        return Outcome.UNDETERMINED, "doubtful-subject", None
    return judged(case.facts, in_force is True, why)


def judging(rule: Rule, version: Version) -> Callable[[Any, bool, str | None], Answer]:
    """Give what judges facts by a version of a rule, and makes the outcome of the judgement.

    It takes the facts, whether the rule surely was in force, and if not, the reason.
    """
    judge, params, severity = rule.kind.judge, version.params, rule.severity

    def judged(facts: Any, in_force: bool, why: str | None) -> Answer:
        judgement = judge(params, facts)
        outcome, reason = verdict_of(judgement, severity, in_force=in_force, why=why)
        return outcome, reason, judgement

    return judged


def _finding(
    rule: Rule,
    version: Version,
    case: Case,
    scope: Scope,
    before: Version | None = None,
    ahead: Ahead | None = None,
) -> Finding:
    """Make the finding of a case."""
    outcome, reason, judgement = settle(rule, version, case, before, judging(rule, version))
    unknowns: tuple[Unknown, ...] = ()
    if outcome is Outcome.UNDETERMINED:
        unknowns = _missing(rule, case, judgement)
    if judgement is None or judgement.nothing:
        judgement = _UNJUDGED
    breach = outcome in (Outcome.FAIL, Outcome.OFF_TARGET)
    return Finding(
        clause=version.clause,
        subject=case.subject,
        outcome=outcome,
        as_of=scope.as_of,
        period=case.period,
        part=case.part,
        observed=judgement.observed,
        required=judgement.required,
        shortfall=judgement.shortfall if breach else None,
        evidence=case.evidence,
        unknowns=unknowns,
        reason=reason,
        responsible=judgement.responsible if breach else None,
        former=judgement.former if outcome is Outcome.PASS else (),
        ahead=ahead,
    )


def _missing(rule: Rule, case: Case, judgement: Judgement | None) -> tuple[Unknown, ...]:
    """Name what would settle an open case."""
    if judgement is None:
        return case.unknowns
    if judgement.best < 0:
        return (Unknown("force", of=rule.id),)
    if case.missing is not None:
        return tuple(case.missing())
    return judgement.unknowns or case.unknowns


def verdict_of(
    judgement: Judgement, severity: Severity, *, in_force: bool, why: str | None
) -> tuple[Outcome, str | None]:
    """Give the outcome of a judgement, and the code of the reason.

    `why` is the reason for which it is not sure that the rule was in force.
    """
    if judgement.nothing:
        return Outcome.NOT_APPLICABLE, "share-of-nothing"
    outcome = decide(judgement.worst, judgement.best, severity, in_force=in_force)
    if outcome is not Outcome.UNDETERMINED:
        return outcome, None
    # A breach, were it certain that the rule was in force; or open on account of the facts.
    return outcome, why if judgement.best < 0 else judgement.reason
