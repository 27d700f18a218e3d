"""From the written form of a pack to rules; every refusal names file and place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from attrs import evolve, frozen

from partyorg.errors import PackError, hint
from partyorg.rulebook.kinds import KINDS
from partyorg.rulebook.kinds.turning import turning
from partyorg.rulebook.pack import Pack, Rule, Version
from partyorg.rulebook.schema import (
    RawPack,
    RawReplacement,
    RawRule,
    RawSource,
    RawVersion,
    structure,
    unstructured,
)
from partyorg.verdict import Clause, EvidenceLevel, Source

__all__ = ["Builder", "with_parameters"]

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


@frozen
class Builder:
    """Makes a pack from its raw form; `base` is the pack that it extends."""

    name: str
    raw: RawPack
    digest: str
    base: Pack | None

    def refuse(self, place: str, text: str) -> NoReturn:
        """Refuse the pack, naming the place."""
        msg = f"{self.name}: {place}: {text}"
        raise PackError(msg)

    def pack(self) -> Pack:
        """Make the pack."""
        raw, base = self.raw, self.base
        self.named("id", raw.id)
        self.titled("title", raw.title)
        if base is None:
            for place in ("replace", "leave_out"):
                if getattr(raw, place):
                    self.refuse(place, 'there is nothing to change; say extends = "…"')
        rules = {rule.name: rule for rule in self.extended()}
        seen: dict[str, int] = {}
        for index, rule in enumerate(raw.rule):
            place = f"rule[{index}]"
            if rule.id in seen:
                self.refuse(f"{place}.id", f"'{rule.id}' stands twice (rule[{seen[rule.id]}])")
            seen[rule.id] = index
            rules[rule.id] = self.rule(rule, place)
        if not rules:
            self.refuse("rule", "a pack needs at least one rule")
        conventions = raw.conventions or (base.conventions if base else None)
        if conventions is None:
            self.refuse("conventions", "missing; say how the pack counts")
        self.connected(rules)
        return Pack(
            id=raw.id,
            title=raw.title,
            jurisdiction=raw.jurisdiction,
            version=raw.version,
            sha256=self.digest,
            conventions=conventions,
            rules=tuple(rules.values()),
            facts=tuple(raw.fact),
            not_encoded=tuple(raw.not_encoded),
            extends=raw.extends,
            builds_on=tuple(raw.builds_on),
        )

    def named(self, place: str, name: str) -> None:
        """Refuse a name that is not in lower case with hyphens."""
        if not _NAME.fullmatch(name):
            self.refuse(place, f"'{name}' is no name; write lower case with hyphens, as team-size")

    def titled(self, place: str, title: Mapping[str, str]) -> None:
        """Refuse a title that is not in both languages."""
        if set(title) != {"zh", "en"}:
            self.refuse(place, 'a title is in both languages: { zh = "…", en = "…" }')

    def connected(self, rules: Mapping[str, Rule]) -> None:
        """Refuse a rule that rests on another which is not there."""
        for rule in rules.values():
            for version in rule.versions:
                owed = getattr(getattr(version.params, "team", None), "owes", None)
                if owed is not None and owed not in rules:
                    self.refuse(rule.name, f"rests on the rule '{owed}', which is not in the pack")

    # --- What is taken from another pack ----------------------------------------------------------

    def extended(self) -> Iterator[Rule]:
        """Give the rules of the base under this pack's name, with what is replaced."""
        if self.base is None:
            return
        names = [rule.name for rule in self.base.rules]
        for index, name in enumerate(self.raw.leave_out):
            self.known(f"leave_out[{index}]", name, names)
        for index, change in enumerate(self.raw.replace):
            self.known(f"replace[{index}].rule", change.rule, names)
        for rule in self.base.rules:
            if rule.name not in self.raw.leave_out:
                yield self.changed(rule)

    def known(self, place: str, name: str, names: list[str]) -> None:
        """Refuse the name of a rule that the base does not have."""
        if name not in names:
            near = hint(name, names)
            tail = f"; did you mean '{near}'?" if near else f"; there are: {', '.join(names)}"
            self.refuse(place, f"pack '{self.raw.extends}' has no rule '{name}'{tail}")

    def changed(self, rule: Rule) -> Rule:
        """Give a rule of the base with its replacements."""
        rule_id, title = f"{self.raw.id}/{rule.name}", rule.title
        versions = list(rule.versions)
        for index, change in enumerate(self.raw.replace):
            if change.rule != rule.name:
                continue
            place = f"replace[{index}]"
            names = [version.name for version in versions]
            if change.version not in (None, *names):
                text = f"rule '{rule.name}' has no version '{change.version}'; there are: "
                self.refuse(f"{place}.version", text + ", ".join(names))
            if change.title is not None:
                self.titled(f"{place}.title", change.title)
                title = change.title
            versions = [
                self.replaced(rule, v, change, place) if change.version in (None, v.name) else v
                for v in versions
            ]
            self.ordered(versions, place)
        versions = [evolve(v, clause=evolve(v.clause, rule=rule_id, title=title)) for v in versions]
        return evolve(rule, id=rule_id, title=title, versions=tuple(versions))

    def replaced(self, rule: Rule, version: Version, change: RawReplacement, place: str) -> Version:
        """Give a version with its parameters, dates and source replaced."""
        params = _replaced(rule, version, change.parameters, self.name, f"{place}.parameters")
        source = self.source(change.source, f"{place}.source")
        return evolve(
            version,
            params=params,
            begins=change.begins or version.begins,
            ends=change.ends or version.ends,
            source=source,
            clause=evolve(version.clause, source=source, params=params),
        )

    # --- What the pack itself says ----------------------------------------------------------------

    def rule(self, raw: RawRule, place: str) -> Rule:
        """Make a rule."""
        self.named(f"{place}.id", raw.id)
        self.titled(f"{place}.title", raw.title)
        if raw.kind not in KINDS:
            near = hint(raw.kind, KINDS)
            tail = f"did you mean '{near}'?" if near else f"there are: {', '.join(KINDS)}"
            self.refuse(f"{place}.kind", f"no kind '{raw.kind}'; {tail}")
        if raw.displaces in (raw.id, f"{self.raw.id}/{raw.id}"):
            self.refuse(f"{place}.displaces", "a rule cannot displace itself")
        if not raw.version:
            self.refuse(f"{place}.version", "a rule needs at least one version")
        versions = [
            self.version(raw, version, f"{place}.version[{index}]")
            for index, version in enumerate(raw.version)
        ]
        self.ordered(versions, f"{place}.version")
        return Rule(
            id=f"{self.raw.id}/{raw.id}",
            title=raw.title,
            kind_name=raw.kind,
            severity=raw.severity,
            versions=tuple(versions),
            catalogue=tuple(raw.catalogue),
            questions=tuple(raw.questions),
            displaces=raw.displaces,
        )

    def ordered(self, versions: list[Version], place: str) -> None:
        """Refuse versions that do not follow each other, or end before they begin."""
        begins = [version.begins.first for version in versions]
        if begins != sorted(set(begins)):
            self.refuse(place, "versions must follow each other, oldest first")
        for version in versions:
            if version.ends and version.ends.last < version.begins.first:
                self.refuse(place, f"to = {version.ends} lies before from = {version.begins}")

    def version(self, rule: RawRule, raw: RawVersion, place: str) -> Version:
        """Make a version of a rule."""
        if raw.source is None:
            self.refuse(f"{place}.source", "a version without a source is no law")
        if raw.ends and raw.ends.last < raw.begins.first:
            self.refuse(f"{place}.to", f"{raw.ends} lies before from = {raw.begins}")
        source = self.source(raw.source, f"{place}.source")
        kind = KINDS[rule.kind]
        params: Any = structure(raw.parameters, kind.Params, self.name, f"{place}.parameters")
        return Version(
            name=raw.name,
            begins=raw.begins,
            ends=raw.ends,
            ended_by=raw.ended_by,
            params=params,
            source=source,
            clause=Clause(
                rule=f"{self.raw.id}/{rule.id}",
                version=raw.name,
                kind=rule.kind,
                title=rule.title,
                severity=rule.severity,
                source=source,
                say=kind.say,
                params=params,
                turning=turning,
            ),
        )

    def source(self, raw: RawSource, place: str) -> Source:
        """Make a source, filled up from the one that it refers to."""
        shared = RawSource()
        if raw.ref is not None:
            if raw.ref not in self.raw.sources:
                self.refuse(f"{place}.ref", f"no source '{raw.ref}' under [sources]")
            shared = self.raw.sources[raw.ref]
        document, issuer = raw.document or shared.document, raw.issuer or shared.issuer
        evidence = raw.evidence or shared.evidence
        if not document or not issuer or evidence is None:
            self.refuse(place, "a source needs document, issuer and evidence")
        if evidence is EvidenceLevel.M:
            self.refuse(f"{place}.evidence", "level M is unverified memory, never a default")
        return Source(
            document=document,
            issuer=issuer,
            evidence=evidence,
            clause=raw.clause or shared.clause,
            date=raw.date or shared.date,
        )


def with_parameters(rule: Rule, parameters: Mapping[str, Any]) -> Rule:
    """Give a rule with some parameters of all its versions replaced, as in a pack.

    >>> from partyorg.rulebook import load_pack
    >>> rule = with_parameters(load_pack("cn-gz")["team-experience"], {"at_least": "1/2"})
    >>> rule.versions[0].params.at_least
    Fraction(1, 2)
    """
    versions = []
    for version in rule.versions:
        params = _replaced(rule, version, parameters, rule.id, "parameters")
        clause = evolve(version.clause, params=params)
        versions.append(evolve(version, params=params, clause=clause))
    return evolve(rule, versions=tuple(versions))


def _replaced(
    rule: Rule, version: Version, parameters: Mapping[str, Any], name: str, place: str
) -> Any:
    merged = _merge(unstructured(version.params), parameters)
    return structure(merged, rule.kind.Params, name, place)


def _merge(old: Any, new: Mapping[str, Any]) -> dict[str, Any]:
    """Replace the parameters given, table by table; an empty string takes one away."""
    out = dict(old)
    for key, value in new.items():
        if isinstance(value, Mapping) and isinstance(out.get(key), Mapping):
            out[key] = _merge(out[key], value)
        elif value == "":
            out.pop(key, None)
        else:
            out[key] = value
    return out
