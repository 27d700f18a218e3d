"""Decisions: may this person do that on this day?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from html import escape
from json import dumps
from typing import Any

from attrs import define, field

from partyorg.action.acts import Act, OfPosts, Promote
from partyorg.action.ahead import allowed_from, approvable_from
from partyorg.action.proposed import look
from partyorg.action.question import Answer, Question
from partyorg.action.said import act_record, act_text
from partyorg.action.speaking import Speaker, speaking
from partyorg.asking import Packs, chosen_of
from partyorg.errors import CallError
from partyorg.rulebook import bundled_packs
from partyorg.timing.asked import records_of
from partyorg.verdict import Finding, Outcome
from partyorg.verdict.words import lang_index
from partyorg.writers._clean import lines_of

__all__ = ["SCHEMA", "Answer", "Decision", "may"]

SCHEMA = "partyorg.decision/1"

_DECIDED = OfPosts | Promote


@define(eq=False)
class Decision:
    """What the rules say of an act beforehand.

    `outcome` is one of `Answer`; `approval` names the organisations whose approval is needed (the
    nearest above that is entitled to it).
    """

    outcome: Answer
    approval: tuple[str, ...]
    _case: Question = field(repr=False)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The findings as of the day of the act, as if it had been done; breaches first."""
        found = self._case.findings()
        return tuple(sorted(found, key=lambda finding: _ORDER.index(finding.outcome)))

    @cached_property
    def allowed_from(self) -> date | None:
        """The first day from which it would be allowed without approval, if nothing else happens.

        None where that day never comes.
        """
        if self.outcome is Answer.ALLOWED:
            return date.fromordinal(self._case.day)
        day = allowed_from(self._case)
        return None if day is None else date.fromordinal(day)

    @cached_property
    def approvable_from(self) -> date | None:
        """The first day on which it would be allowed with approval, where it is not allowed now.

        None where an approval never helps, or is no longer needed once it does.
        """
        if self.outcome in (Answer.ALLOWED, Answer.WITH_APPROVAL):
            return date.fromordinal(self._case.day) if self.approval else None
        day = approvable_from(self._case)
        return None if day is None else date.fromordinal(day)

    @cached_property
    def against(self) -> tuple[Finding, ...]:
        """The findings on account of which it is not allowed, or not without approval.

        Of a team only what the act breaks, or makes worse.
        """
        return tuple(self._case.against())

    def to_dict(self) -> dict[str, Any]:
        """Give what the JSON says, schema `partyorg.decision/1`."""
        from partyorg.writers._records import finding_record  # noqa: PLC0415  (only for this)

        return {
            "schema": SCHEMA,
            "act": act_record(self._case.person, self._case.act),
            "outcome": self.outcome.value,
            "approval": list(self.approval),
            "allowed_from": None if self.allowed_from is None else self.allowed_from.isoformat(),
            "approvable_from": (
                None if self.approvable_from is None else self.approvable_from.isoformat()
            ),
            "findings": [finding_record(finding) for finding in self.findings],
        }

    def to_json(self) -> str:
        """Give it as JSON text."""
        return dumps(self.to_dict(), ensure_ascii=False, indent=1)

    def text(self, lang: str = "zh") -> str:
        """Give it in words: the answer, who must approve, from when on, and what each rule says."""
        at = lang_index(lang)
        data, case = self._case.dataset, self._case
        head = act_text(data, case.person, case.act, lang)
        lines = [f"{head}{('：', ': ')[at]}{self.outcome.named(lang)}"]
        for body in self.approval:
            name = data.organization[body].name or body
            lines.append(("  须经 {} ({}) 批准", "  approval of {} ({})")[at].format(name, body))
        lines += (f"  {line}" for line in self._ahead(lang_index(lang)))
        for finding in self.findings:
            lines.append(f"  [{finding.outcome.named(lang)}] {finding.clause.title[lang]}")
            lines.append(f"    {finding.message(lang)}")
        return lines_of(lines)

    def _ahead(self, at: int) -> Iterator[str]:
        """Say from when on it would be allowed; nothing where it is allowed already."""
        if self.outcome is Answer.ALLOWED:
            return
        approvable = self.approvable_from is not None
        if approvable and not self.approval:
            yield ("{} 起经批准可以", "with approval from {}")[at].format(self.approvable_from)
        if self.allowed_from is None:
            never = ("没有无须批准即可的日期", "no day is in sight without approval")
            if not approvable:
                never = ("没有允许的日期", "no day is in sight on which it is allowed")
            if self.outcome is not Answer.UNDETERMINED:
                yield never[at]
        elif approvable:
            yield ("{} 起无须批准即可", "without approval from {}")[at].format(self.allowed_from)
        else:
            yield ("{} 起允许", "allowed from {}")[at].format(self.allowed_from)

    def _repr_html_(self) -> str:
        """Show it in a notebook."""
        return f"<pre>{escape(self.text())}</pre>"


_ORDER = (
    Outcome.FAIL,
    Outcome.UNDETERMINED,
    Outcome.OFF_TARGET,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
)


def may(
    dataset: object,
    person: str,
    act: Act,
    *,
    rules: Packs = "cn-gz",
    only: Iterable[str] | None = None,
    counting: str | None = None,
) -> Decision:
    """Tell whether a person may move, be seconded, be appointed or be promoted on a day.

    Every rule that speaks about such an act answers, and the strictest wins: of the person the
    minimum service with its staged limits, the conditions of secondments, promotions and offices;
    of the teams left and joined their share, which the act may not break nor push further down.
    Where an approval would open the way, the nearest organisation above that may give it is named.
    What is owed only once the act is done (the training of new chiefs) is not asked.

    Args:
        dataset: the data set.
        person: the identifier of the person.
        act: a `Move`, `Second`, `Appoint` or `Promote`, with its day.
        rules: packs, as for `partyorg.check`.
        only: rules to restrict it to.
        counting: a convention in place of the pack's.

    Raises:
        CallError: there is no such person or organisation, or no rule speaks about such an act.

    >>> import partyorg as po
    >>> data = po.load(po.sample_path())
    >>> decision = po.may(data, "N0005", po.Move(to="990101102-ZF", on="2019-01-07"))
    >>> decision.outcome.value, str(decision.allowed_from)
    ('not_allowed', '2019-08-01')
    """
    data = records_of(dataset, "may")
    if not isinstance(act, _DECIDED):
        msg = f"may() takes a Move, Second, Appoint or Promote, not {type(act).__name__}"
        raise CallError(msg)
    look(data, person, act)
    question = Question(data, person, act, _speaking(rules, only, counting))
    answer, approval = question.decide()
    return Decision(answer, approval, question)


_KEPT: dict[tuple[str, str | None], tuple[Speaker, ...]] = {}


def _speaking(
    rules: Packs, only: Iterable[str] | None, counting: str | None
) -> tuple[Speaker, ...]:
    """Give the rules that speak about acts; of a pack that comes with the library, found once."""
    if only is not None or not isinstance(rules, str) or rules not in bundled_packs():
        return speaking(chosen_of(rules, only, counting)[1])
    key = (rules, counting)
    if key not in _KEPT:
        _KEPT[key] = speaking(chosen_of(rules, only, counting)[1])
    return _KEPT[key]
