"""Remedies: the least that puts a breach right, in whole persons and with real names.

For each kind there is a list of what may help, smallest first.  Nothing is offered on trust: every
set of acts is applied to the data and evaluated, and is offered only if the finding passes and no
rule of the packs is newly broken.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import islice
from json import dumps
from typing import Any

from attrs import define, field, frozen

from partyorg.action.compared import compare
from partyorg.action.proposed import Proposal
from partyorg.action.said import act_record, act_text
from partyorg.action.ways import WAYS, Acts, Breach
from partyorg.asking import Day, Packs, asked_of, chosen_of, day_of
from partyorg.checking import check
from partyorg.errors import CallError
from partyorg.evaluate.scope import World
from partyorg.model import Dataset
from partyorg.report import Report
from partyorg.rulebook import Pack, Rule
from partyorg.timing.asked import packs_of, records_of
from partyorg.verdict import Finding, Outcome
from partyorg.writers._clean import lines_of

__all__ = ["SCHEMA", "Remedies", "Remedy", "remedies"]

SCHEMA = "partyorg.remedies/1"
_BREACH = (Outcome.FAIL, Outcome.OFF_TARGET)
_TRIED = 400
"""So many sets of acts are tried for one finding."""


@frozen
class Remedy:
    """A set of acts after which the finding passes and nothing else is newly broken."""

    acts: Acts
    dataset: Dataset = field(repr=False, eq=False)

    @property
    def proposal(self) -> Proposal:
        """The acts as a proposal, to be applied."""
        return Proposal(self.acts)

    def text(self, lang: str = "zh") -> str:
        """Give the acts in words, one behind the other."""
        stop = "；" if lang == "zh" else "; "
        return stop.join(act_text(self.dataset, who, act, lang) for who, act in self.acts)


@frozen
class Remedies(Sequence[Remedy]):
    """What would put a finding right: sets of acts, the smallest first, or to wait until a day.

    `wait` is the day from which the finding passes if nothing is done.  `why` says why there is no
    set of acts, as a code: `not-broken`, `past` (what has happened cannot be undone), `none-found`.
    """

    finding: Finding
    found: tuple[Remedy, ...]
    wait: date | None = None
    why: str | None = None

    def __len__(self) -> int:
        """Give the number of sets of acts."""
        return len(self.found)

    def __getitem__(self, key: Any) -> Any:
        """Give a remedy by its place."""
        return self.found[key]

    def text(self, lang: str = "zh") -> str:
        """Give them in words."""
        at = 0 if lang == "zh" else 1
        lines = [self.finding.message(lang)]
        if self.wait is not None:
            lines.append(("  等到 {} 即符合", "  wait until {}")[at].format(self.wait))
        for number, one in enumerate(self.found, 1):
            lines.append(f"  {number}. {one.text(lang)}")
        if self.why is not None:
            lines.append(f"  {_WHY[self.why][at]}")
        return lines_of(lines)

    def to_json(self) -> str:
        """Give them as JSON text, schema `partyorg.remedies/1`."""
        told = {
            "schema": SCHEMA,
            "finding": self.finding.id,
            "rule": self.finding.rule,
            "subject": self.finding.subject.id,
            "wait": None if self.wait is None else self.wait.isoformat(),
            "why": self.why,
            "remedies": [
                [act_record(who, act) for who, act in remedy.acts] for remedy in self.found
            ],
        }
        return dumps(told, ensure_ascii=False, indent=1)

    def _repr_html_(self) -> str:
        """Show them in a notebook."""
        return f"<pre>{escape(self.text())}</pre>"


_WHY = {
    "not-broken": ("没有不符合，无须补救", "it is not broken, so there is nothing to be put right"),
    "past": ("事情已经发生，事后无法补救", "it has happened and cannot be put right afterwards"),
    "none-found": (
        "没有找到既能使其符合、又不违反其他规定的做法",
        "nothing was found that puts it right without breaking another rule",
    ),
}


def remedies(
    dataset: object,
    rule: str,
    subject: str,
    *,
    as_of: Day,
    period: str | None = None,
    part: str | None = None,
    rules: Packs | None = None,
    counting: str | None = None,
    most: int = 5,
) -> Remedies:
    """Tell what is the least that would put a breach right on a day, with real names.

    Of a team: who stands back and who takes the place, as few persons as can be; of a recruit who
    moved too early: back to where the service was owed; of a quota of the running year: how many
    more posts for townships; trainings, reports and approvals that are lacking.  Only the smallest
    sets of acts are given, at most `most` of them.  Each has been tried: after it the finding
    passes, and no rule of the packs is newly broken.

    Args:
        dataset: the data set.
        rule: the identifier of the rule, as `cn-gz/team-experience`.
        subject: the identifier of the subject.
        as_of: the day of the acts and of the check.
        period: the period, where the subject has several.
        part: the part, where a period has several.
        rules: the packs that are to be kept; left out, the one that the rule is named by.
        counting: a convention in place of the pack's.
        most: how many remedies to give.

    Raises:
        CallError: an unknown rule or subject, no such finding on that day, or `most` below 1.

    >>> import partyorg as po
    >>> data = po.load(po.sample_path())
    >>> found = po.remedies(data, "cn-gz/team-experience", "990101101", as_of="2018-12-31")
    >>> str(found.wait), all(len(one.acts) == len(found[0].acts) for one in found)
    ('2019-03-01', True)
    """
    data = records_of(dataset, "remedies")
    if most < 1:
        msg = f"most={most} would give none; ask for at least 1"
        raise CallError(msg)
    packs, chosen, _ = chosen_of(packs_of(rules, rule), [rule], counting)
    _, (own,), conventions = next(one for one in chosen if one[1])
    asked_of(data, [subject])
    report = check(
        data, packs, as_of=as_of, only=[own.id], subjects=[subject], counting=counting,
        allow_empty=True,
    )  # fmt: skip
    finding = report[own.id, subject, period, part]
    if finding.outcome not in _BREACH:
        return Remedies(finding, (), why="not-broken")
    breach = Breach(data, World.of(data, conventions), finding, day_of(as_of))
    trial = _Trial(breach, packs, own, counting)
    found = trial.smallest(most)
    state = getattr(breach.params, "people", None) is not None  # and nothing that has happened
    why = None if found else "none-found" if trial.tried or state else "past"
    return Remedies(finding, tuple(found), finding.compliant_from, why)


@define(eq=False)
class _Trial:
    """A breach, and what is tried to put it right."""

    breach: Breach
    packs: tuple[Pack, ...]
    rule: Rule
    counting: str | None
    tried: int = 0

    def smallest(self, most: int) -> list[Remedy]:
        """Give the smallest sets of acts that help."""
        found: list[Remedy] = []
        for acts in islice(WAYS[self.rule.kind_name](self.breach), _TRIED):
            if found and len(acts) > len(found[0].acts):
                continue
            self.tried += 1
            if self.helps(acts):
                found.append(Remedy(acts, self.breach.data))
                if len(found) == most:
                    break
        return found

    def helps(self, acts: Acts) -> bool:
        """Tell whether the finding passes after some acts, and nothing else is newly broken."""
        after = Proposal(acts).applied(self.breach.data)
        subjects = self.concerned(acts)
        same = self.checked(after, [self.breach.finding.subject.id], [self.rule.id])
        key = (self.breach.finding.period, self.breach.finding.part)
        left = [f.outcome for f in same if (f.period, f.part) == key]
        if left not in ([Outcome.PASS], []):  # what is no longer there is no breach either
            return False
        old, new = (self.checked(data, subjects) for data in (self.breach.data, after))
        return not compare(old, new).broken

    def checked(
        self, data: Dataset, subjects: Sequence[str], only: Sequence[str] | None = None
    ) -> Report:
        """Check some subjects by the packs."""
        return check(
            data,
            self.packs,
            as_of=date.fromordinal(self.breach.day),
            subjects=subjects,
            only=only,
            counting=self.counting,
            allow_empty=True,
            engine="record",
        )

    def concerned(self, acts: Acts) -> list[str]:
        """Give all on whom some acts may bear: persons, organisations, and their places."""
        found = {self.breach.finding.subject.id: None}
        for who, act in acts:
            found[who] = None
            rows = self.breach.data.appointments_of.get(who, ())
            bodies = [row.org_id for row in rows] + [getattr(act, "to", None), who]
            for body in filter(None, bodies):
                if body in self.breach.data.organization:
                    found.update(dict.fromkeys(self.breach.world.places.site(body).chain))
        known = {**self.breach.data.person, **self.breach.data.organization}
        return [one for one in found if one in known]
