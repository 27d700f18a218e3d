"""Rules and packs as the loader makes them: law as dated, sourced data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from html import escape
from typing import Any

from attrs import evolve, field, frozen

from partyorg.dates import Counting, PartialDate, TenureEnd
from partyorg.errors import CallError, hint
from partyorg.rulebook.figures import Fact
from partyorg.rulebook.kinds import KINDS, Kind
from partyorg.verdict import Clause, PackRecord, Severity, Source

__all__ = ["Conventions", "Pack", "Rule", "Version"]


@frozen(kw_only=True, cache_hash=True)
class Conventions:
    """How a pack counts, and what its words mean.

    `counting` and `tenure_end` concern durations.  `village_counts`: service at organisations of
    a village counts as township service.  `street_is_township`: a 街道 counts as a township.
    `secondment_counts`: time on secondment outside counts as township service.
    """

    counting: Counting = Counting.DAY
    tenure_end: TenureEnd = TenureEnd.ANNIVERSARY
    village_counts: bool = False
    street_is_township: bool = False
    secondment_counts: bool = False


@frozen(kw_only=True)
class Version:
    """A version of a rule: from when (and to which last day) it is in force, and what it sets.

    Both dates may be partial; an event that may lie outside cannot be a breach.  `ended_by` says
    what ended it.
    """

    name: str
    begins: PartialDate
    ends: PartialDate | None
    params: Any
    source: Source
    clause: Clause = field(repr=False)
    ended_by: str | None = None

    def in_force(self, first: int, last: int) -> tuple[bool | None, str | None]:
        """Tell whether it is in force on an event that lies from `first` to `last`.

        Gives True, False or None (perhaps), and the code of the reason if it is not True.  What
        happened in the very year (or month) of a `begins` known no better may lie before it.
        """
        begins, ends = self.begins, self.ends
        if last < begins.first:
            return False, "before-force"
        if ends and first > ends.last:
            return False, "after-force"
        sharp = begins.first == begins.last
        if first < begins.first or (not sharp and first <= begins.last):
            return None, "perhaps-before-force"
        if ends and last > ends.first:
            return None, "perhaps-after-force"
        return True, None


@frozen(kw_only=True)
class Rule:
    """A rule: identifier, title, kind, severity, versions, oldest first.

    `questions` are the open questions of its reading, and which parameter answers each.
    `displaces` is the rule (of any pack) in whose place it stands where it applies; without it
    both report.
    """

    id: str
    title: Mapping[str, str]
    kind_name: str
    severity: Severity
    versions: tuple[Version, ...]
    catalogue: tuple[str, ...] = ()
    questions: tuple[Mapping[str, str], ...] = ()
    displaces: str | None = None

    @property
    def kind(self) -> Kind:
        """The kind that judges it."""
        return KINDS[self.kind_name]

    @property
    def name(self) -> str:
        """The identifier without the pack."""
        return self.id.partition("/")[2]


@frozen(kw_only=True)
class Pack:
    """The rules of one jurisdiction.

    `facts` are published figures of the source documents; `not_encoded` are clauses that are not
    rules here, each with the reason.  `builds_on` names the bundled packs of those above, whose
    rules apply as well.
    """

    id: str
    title: Mapping[str, str]
    jurisdiction: str
    version: str
    sha256: str
    conventions: Conventions
    rules: tuple[Rule, ...]
    facts: tuple[Fact, ...] = ()
    not_encoded: tuple[Mapping[str, Any], ...] = ()
    extends: str | None = None
    builds_on: tuple[str, ...] = ()

    @property
    def record(self) -> PackRecord:
        """What a report says of the pack."""
        return PackRecord(self.id, self.version, self.sha256)

    @cached_property
    def displaced(self) -> Mapping[str, str]:
        """Which rule of this pack stands in the place of which other rule."""
        return {rule.id: rule.displaces for rule in self.rules if rule.displaces is not None}

    @cached_property
    def _by_id(self) -> dict[str, Rule]:
        return {name: rule for rule in self.rules for name in (rule.id, rule.name)}

    def __getitem__(self, rule_id: str) -> Rule:
        """Find a rule by its identifier, with or without the pack's name."""
        if rule_id not in self._by_id:
            near = hint(rule_id, self._by_id)
            msg = f"pack '{self.id}' has no rule '{rule_id}'"
            raise CallError(msg + (f"; did you mean '{near}'?" if near else ""))
        return self._by_id[rule_id]

    def varied(self, rule_id: str, **parameters: Any) -> Pack:
        """Give the pack with some parameters of a rule otherwise, to see what would change.

        The text of the law is not touched: this is for "what if two thirds were three quarters".
        A reading that is to last is written down as a pack that extends this one.

        Raises:
            CallError: there is no such rule.
            PackError: a parameter that the rule's kind does not have, or a value that it refuses.

        >>> import partyorg as po
        >>> stricter = po.rules("cn-gz").varied("team-experience", at_least="3/4")
        >>> stricter["team-experience"].versions[0].params.at_least
        Fraction(3, 4)
        """
        from partyorg.rulebook.builder import with_parameters  # noqa: PLC0415  (it makes packs)

        changed = with_parameters(self[rule_id], parameters)
        text = f"{self.sha256} {rule_id} {sorted(parameters.items())}"
        return evolve(
            self,
            version=f"{self.version}+varied",
            sha256=sha256(text.encode()).hexdigest(),
            rules=tuple(changed if rule.id == changed.id else rule for rule in self.rules),
        )

    def __contains__(self, rule_id: str) -> bool:
        """Tell whether there is such a rule."""
        return rule_id in self._by_id

    def _repr_html_(self) -> str:
        """Show the rules as a table in a notebook."""
        rows = "".join(
            f"<tr><td><code>{escape(rule.id)}</code></td><td>{escape(rule.title['zh'])}</td>"
            f"<td>{escape(rule.title['en'])}</td><td>{rule.kind_name}</td>"
            f"<td>{rule.severity}</td><td>{rule.versions[-1].source.evidence}</td></tr>"
            for rule in self.rules
        )
        head = "".join(
            f"<th>{name}</th>" for name in ("rule", "规则", "title", "kind", "severity", "evidence")
        )
        return f"<table><tr>{head}</tr>{rows}</table>"
