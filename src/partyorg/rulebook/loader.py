"""Read packs: TOML in, frozen rules out, and a refusal that names the place for anything doubtful.

Refused are unknown keys, duplicate identifiers, a version without a source, thresholds as floats,
and an unverified source (level M).  A pack may `extend` another and replace parameters of its
rules, for instance for another province's numbers; each replacement gives its own source.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

from attrs import evolve

from partyorg.errors import CallError, PackError, hint
from partyorg.rulebook.kinds import KINDS
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

__all__ = ["bundled_packs", "load_pack", "parse_pack", "with_parameters"]


def bundled_packs() -> tuple[str, ...]:
    """Name the packs that come with the library.

    >>> bundled_packs()
    ('cn-gz',)
    """
    names = (entry.name for entry in files("partyorg.packs").iterdir())
    return tuple(
        sorted(
            name.removesuffix(".toml")
            for name in names
            if name.endswith(".toml") and not name.endswith(".cases.toml")
        )
    )


@cache
def _bundled(pack_id: str) -> Pack:
    text = (files("partyorg.packs") / f"{pack_id}.toml").read_text("utf-8")
    return parse_pack(text, f"{pack_id}.toml")


def load_pack(name: str | os.PathLike[str]) -> Pack:
    """Load a pack: a bundled one by its identifier, or one's own by the path of its TOML file.

    Raises `CallError` if there is no such pack, `PackError` if it cannot be used.

    >>> load_pack("cn-gz")["team-experience"].versions[0].params.at_least
    Fraction(2, 3)
    """
    known = bundled_packs()
    if str(name) in known:
        return _bundled(str(name))
    path = Path(name)
    if not path.is_file():
        near = hint(str(name), known)
        msg = f"there is no pack and no file '{name}'"
        msg += f"; did you mean '{near}'?" if near else f"; bundled packs: {', '.join(known)}"
        raise CallError(msg)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path.name}: cannot be read: {error}; a pack is a TOML file in UTF-8"
        raise PackError(msg) from error
    return parse_pack(text, path.name)


def parse_pack(text: str, name: str) -> Pack:
    """Make a pack from the text of a TOML file; `name` is what error messages call it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"{name}: not TOML: {error}"
        raise PackError(msg) from error
    for place, value in _floats(data, ""):
        msg = f'{name}: {place}: {value} is a float; write a fraction, "2/3"'
        raise PackError(msg)
    raw = structure(data, RawPack, name, "")
    digest = sha256(text.encode()).hexdigest()
    return _Builder(name, raw, digest).pack()


def _floats(value: Any, place: str) -> Iterator[tuple[str, float]]:
    if isinstance(value, float):
        yield place, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _floats(part, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _floats(part, f"{place}[{index}]")


class _Builder:
    """Makes a pack from its raw form; every refusal names file and place."""

    def __init__(self, name: str, raw: RawPack, digest: str) -> None:
        self.name, self.raw, self.digest = name, raw, digest

    def refuse(self, place: str, text: str) -> NoReturn:
        """Refuse the pack, naming the place."""
        msg = f"{self.name}: {place}: {text}"
        raise PackError(msg)

    def pack(self) -> Pack:
        raw = self.raw
        base = self.base()
        rules: list[Rule] = list(self.replaced(base)) if base else []
        if raw.replace and not base:
            self.refuse("replace", 'nothing to replace; say which pack it extends = "…"')
        seen: dict[str, int] = {}
        for index, rule in enumerate(raw.rule):
            place = f"rule[{index}]"
            if rule.id in seen:
                self.refuse(f"{place}.id", f"'{rule.id}' stands twice (rule[{seen[rule.id]}])")
            seen[rule.id] = index
            made = self.rule(rule, place)
            rules = [old for old in rules if old.name != made.name]
            rules.append(made)
        if not rules:
            self.refuse("rule", "a pack needs at least one rule")
        conventions = raw.conventions or (base.conventions if base else None)
        if conventions is None:
            self.refuse("conventions", "missing; say how the pack counts")
        return Pack(
            id=raw.id,
            title=raw.title,
            jurisdiction=raw.jurisdiction,
            version=raw.version,
            sha256=self.digest,
            conventions=conventions,
            rules=tuple(rules),
            facts=tuple(raw.fact),
            not_encoded=tuple(raw.not_encoded),
            extends=raw.extends,
        )

    def base(self) -> Pack | None:
        if self.raw.extends is None:
            return None
        if self.raw.extends not in bundled_packs():
            known = ", ".join(bundled_packs())
            self.refuse("extends", f"no bundled pack '{self.raw.extends}'; there are: {known}")
        return _bundled(self.raw.extends)

    def replaced(self, base: Pack) -> Iterator[Rule]:
        """Give the rules of the base under this pack's name, with the parameters replaced."""
        changes: dict[str, list[tuple[str, RawReplacement]]] = {}
        for index, change in enumerate(self.raw.replace):
            place = f"replace[{index}]"
            if change.rule not in base:
                near = hint(change.rule, [rule.name for rule in base.rules])
                tail = f"; did you mean '{near}'?" if near else ""
                text = f"pack '{base.id}' has no rule '{change.rule}'{tail}"
                self.refuse(f"{place}.rule", text)
            changes.setdefault(base[change.rule].name, []).append((place, change))
        for rule in base.rules:
            if rule.name in self.raw.leave_out:
                continue
            versions = [self.renamed(rule, version) for version in rule.versions]
            for place, change in changes.get(rule.name, []):
                names = [version.name for version in versions]
                if change.version not in (None, *names):
                    text = (
                        f"rule '{rule.name}' has no version '{change.version}'; there are: {names}"
                    )
                    self.refuse(f"{place}.version", text)
                versions = [
                    self.changed(rule, version, change, place)
                    if change.version in (None, version.name)
                    else version
                    for version in versions
                ]
            yield evolve(rule, id=f"{self.raw.id}/{rule.name}", versions=tuple(versions))

    def renamed(self, rule: Rule, version: Version) -> Version:
        clause = evolve(version.clause, rule=f"{self.raw.id}/{rule.name}")
        return evolve(version, clause=clause)

    def changed(self, rule: Rule, version: Version, change: RawReplacement, place: str) -> Version:
        params = _replaced(rule, version, change.parameters, self.name, f"{place}.parameters")
        source = self.source(change.source, f"{place}.source")
        clause = evolve(version.clause, source=source)
        return evolve(version, params=params, source=source, clause=clause)

    def rule(self, raw: RawRule, place: str) -> Rule:
        if raw.kind not in KINDS:
            near = hint(raw.kind, KINDS) or ", ".join(KINDS)
            self.refuse(f"{place}.kind", f"no kind '{raw.kind}'; did you mean {near}?")
        if not raw.version:
            self.refuse(f"{place}.version", "a rule needs at least one version")
        versions = [
            self.version(raw, version, f"{place}.version[{index}]")
            for index, version in enumerate(raw.version)
        ]
        begins = [version.begins.first for version in versions]
        if begins != sorted(set(begins)):
            self.refuse(f"{place}.version", "versions must follow each other, oldest first")
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

    def version(self, rule: RawRule, raw: RawVersion, place: str) -> Version:
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
            ),
        )

    def source(self, raw: RawSource, place: str) -> Source:
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

    >>> rule = with_parameters(load_pack("cn-gz")["team-experience"], {"at_least": "1/2"})
    >>> rule.versions[0].params.at_least
    Fraction(1, 2)
    """
    versions = (
        evolve(v, params=_replaced(rule, v, parameters, rule.id, "parameters"))
        for v in rule.versions
    )
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
