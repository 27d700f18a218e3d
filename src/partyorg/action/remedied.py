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
from partyorg.action.exchanges import Breach
from partyorg.action.proposed import Proposal, bearing
from partyorg.action.said import act_record, act_text
from partyorg.action.seats import Acts, vacated
from partyorg.action.ways import WAYS, stands
from partyorg.asking import Day, Packs, asked_of, chosen_of, day_of
from partyorg.checking import check
from partyorg.errors import CallError
from partyorg.evaluate.scope import World
from partyorg.model import Appointment, Dataset
from partyorg.report import Report
from partyorg.rulebook import Pack, Rule
from partyorg.timing.asked import packs_of, records_of
from partyorg.verdict import Finding, Outcome
from partyorg.verdict.words import lang_index, plain
from partyorg.writers._clean import lines_of

__all__ = ["SCHEMA", "Remedies", "Remedy", "remedies"]

SCHEMA = "partyorg.remedies/1"
_BREACH = (Outcome.FAIL, Outcome.OFF_TARGET)
_TRIED = 400
"""So many sets of acts are tried for one finding."""


@frozen
class Remedy:
    """A set of acts after which the finding passes and nothing else is newly broken.

    `vacant` are the leading posts that are left, and that nobody takes.
    """

    acts: Acts
    vacant: tuple[Appointment, ...]
    dataset: Dataset = field(repr=False, eq=False)

    @property
    def proposal(self) -> Proposal:
        """The acts as a proposal, to be applied."""
        return Proposal(self.acts)

    def text(self, lang: str = "zh") -> str:
        """Give the acts in words, one behind the other, and which leading posts fall vacant."""
        at = lang_index(lang)
        told = [act_text(self.dataset, who, act, lang) for who, act in self.acts]
        for seat in self.vacant:
            place = self.dataset.organization[seat.org_id].name or seat.org_id
            told.append(("{} {}空缺", "{} {} falls vacant")[at].format(place, seat.post or ""))
        return ("；", "; ")[at].join(told)


@frozen
class Remedies(Sequence[Remedy]):
    """What would put a finding right: sets of acts, the smallest first, or to wait until a day.

    `wait` is the day from which the finding passes if nothing is done.  `why` says why there is no
    set of acts, as a code: `not-broken`; `undetermined` (`Finding.settling` says what is lacking);
    `wait` (only time mends it); `past` (what has happened cannot be undone); `none-found`.
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
        at = lang_index(lang)
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
                {
                    "acts": [act_record(who, act) for who, act in remedy.acts],
                    "vacant": [
                        {"org_id": seat.org_id, "role": plain(seat.role), "post": seat.post}
                        for seat in remedy.vacant
                    ],
                }
                for remedy in self.found
            ],
        }
        return dumps(told, ensure_ascii=False, indent=1)

    def _repr_html_(self) -> str:
        """Show them in a notebook."""
        return f"<pre>{escape(self.text())}</pre>"


_WHY = {
    "not-broken": ("没有不符合，无须补救", "it is not broken, so there is nothing to be put right"),
    "undetermined": (
        "是否不符合尚不能判定，先查明所缺的事实",
        "whether it is broken is not known; look up what is missing first",
    ),
    "wait": ("除等待外没有可做的事", "there is nothing to be done but to wait"),
    "past": ("事情已经发生，事后无法补救", "it has happened and cannot be put right afterwards"),
    "none-found": (
        "试过的做法中，没有既能使其符合、又不违反其他规定的",
        "of all that was tried nothing puts it right without breaking another rule",
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

    Of a team: who gives up a seat and who takes it, as few persons as can be (a seat given up is
    always taken; to leave it vacant is no remedy); of a recruit who moved too early: back to where
    the service was owed; of a quota of the running year: how many more posts; trainings, reports
    and approvals that are lacking.  Only the smallest sets of acts are given, at most `most` of
    them.  Each has been tried: after it the finding passes or is no longer there, and no rule of
    the packs is newly broken or newly in doubt.

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
    if type(most) is not int or most < 1:
        msg = f"most={most!r} is no number of remedies; ask for 1 or more"
        raise CallError(msg)
    packs, chosen, _ = chosen_of(packs_of(rules, rule), [rule], counting)
    pack, (own,), conventions = next(one for one in chosen if one[1])
    asked_of(data, [subject])
    report = check(
        data, packs, as_of=as_of, only=[own.id], subjects=[subject], counting=counting,
        allow_empty=True,
    )  # fmt: skip
    finding = report[own.id, subject, period, part]
    if finding.outcome not in _BREACH:
        open_ = finding.outcome is Outcome.UNDETERMINED
        return Remedies(finding, (), why="undetermined" if open_ else "not-broken")
    world = World.of(data, conventions)
    breach = Breach(data, world, pack, finding, day_of(as_of), counting)
    trial = _Trial(breach, packs, own, counting)
    found = trial.smallest(most)
    why = None if found else "none-found" if trial.tried or stands(breach) else "past"
    if why == "past" and finding.compliant_from is not None:
        why = "wait"
    return Remedies(finding, tuple(found), finding.compliant_from, why)


def _size(acts: Acts) -> tuple[int, int]:
    """Give the number of those who do something, and of what they do."""
    return len({who for who, _ in acts}), len(acts)


@define(eq=False)
class _Trial:
    """A breach, and what is tried to put it right."""

    breach: Breach
    packs: tuple[Pack, ...]
    rule: Rule
    counting: str | None
    tried: int = 0
    before: dict[tuple[str, ...], Report] = field(factory=dict)

    def smallest(self, most: int) -> list[Remedy]:
        """Give the smallest sets of acts that help."""
        found: list[Remedy] = []
        for acts in islice(WAYS[self.rule.kind_name](self.breach), _TRIED):
            if found and _size(acts) > _size(found[0].acts):
                continue
            self.tried += 1
            if self.helps(acts):
                vacant = vacated(self.breach.world, acts)
                found.append(Remedy(acts, vacant, self.breach.data))
                if len(found) == most:
                    break
        return found

    def helps(self, acts: Acts) -> bool:
        """Tell whether the finding passes after some acts, and nothing else is newly broken."""
        try:
            after = Proposal(acts).applied(self.breach.data)
        except CallError:  # to an organisation that is not there any more
            return False
        whom = bearing(self.breach.world, acts)
        subjects = list(dict.fromkeys([self.breach.finding.subject.id, *whom]))
        same = self.checked(after, [self.breach.finding.subject.id], [self.rule.id])
        one = (self.breach.finding.period, self.breach.finding.part)
        left = [f.outcome for f in same if (f.period, f.part) == one]
        if left not in ([Outcome.PASS], []):  # what is no longer there is no breach either
            return False
        key = tuple(subjects)
        if key not in self.before:
            self.before[key] = self.checked(self.breach.data, subjects)
        found = compare(self.before[key], self.checked(after, subjects))
        doubts = (change.outcomes == (Outcome.PASS, Outcome.UNDETERMINED) for change in found.other)
        return not found.broken and not any(doubts)

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
