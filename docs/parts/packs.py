"""How a pack is written: its keys, and the kinds with their parameters."""

from __future__ import annotations

import types
from enum import Enum
from fractions import Fraction
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from parts.markdown import grid, prose
from partyorg.dates import PartialDate, Period
from partyorg.model import (
    Basis,
    Choice,
    Level,
    LinkRelation,
    ListName,
    OrgKind,
    PromotionKind,
    Role,
    Via,
)
from partyorg.rulebook import KINDS, Conventions, Fact, Figure
from partyorg.rulebook.schema import RawPack, RawReplacement, RawRule, RawSource, RawVersion

_SIMPLE = {
    str: "text",
    int: "whole number",
    bool: "`true` or `false`",
    Fraction: 'fraction, `"2/3"`, or whole number',
    Period: 'period, `"P2Y"`',
    PartialDate: 'partial date, `"2014"`',
    Any: "value",
}


# What the members of a closed list are called, and the table in which they stand.
_CHOICES: dict[type[Choice], str] = {
    Level: "[level](reference/tables.md#organizations)",
    OrgKind: "[kind of organisation](reference/tables.md#organizations)",
    Role: "[role](reference/tables.md#appointments)",
    Basis: "[basis](reference/tables.md#appointments)",
    Via: "[channel](reference/tables.md#people)",
    PromotionKind: "[kind of promotion](reference/tables.md#promotions)",
    LinkRelation: "[relation](reference/tables.md#links)",
    ListName: "[list](reference/tables.md#listed_items)",
}


def written(kind: Any) -> str:
    """Say how a value of a type is written in TOML."""
    args = get_args(kind)
    made = {
        Union: lambda: " or ".join(written(arg) for arg in args if arg is not type(None)),
        Literal: lambda: ", ".join(f'`"{arg}"`' for arg in args),
        tuple: lambda: f"list of {written(args[0])}",
        list: lambda: f"list of {written(args[0])}",
        dict: lambda: (
            "text, `{ zh = …, en = … }`" if args == (str, str) else f"table of {written(args[1])}"
        ),
    }
    origin = Union if isinstance(kind, types.UnionType) else get_origin(kind)
    if origin in made:
        return made[origin]()
    named = _SIMPLE.get(kind) or _CHOICES.get(kind)
    if named is None and issubclass(kind, Enum):
        return ", ".join(f'`"{member.value}"`' for member in kind)
    return named or f"`{kind.__name__}`"


def _default(field: attrs.Attribute[Any]) -> str:
    if field.default is attrs.NOTHING:
        return "must be given"
    value = field.default
    if isinstance(value, attrs.Factory) or value in ((), None):  # type: ignore[arg-type]
        return "empty"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, Enum):
        return f'`"{value.value}"`'
    if isinstance(value, tuple):
        return ", ".join(f'`"{part}"`' for part in value)
    return f"`{value}`" if isinstance(value, int | Fraction) else f'`"{value}"`'


def _keys(kind: type) -> str:
    fields = attrs.fields(attrs.resolve_types(kind))
    rows = ((f"`{field.name}`", written(field.type), _default(field)) for field in fields)
    return grid(("key", "written as", "if left out"), rows)


# What each key of a pack file means; a key without an entry stops the generator.
_MEANING = {
    "id": "identifier, unique within the file; a rule is named `pack/rule`",
    "title": "title",
    "jurisdiction": "where it applies, `CN-GZ`",
    "version": "version of the encoding, not of the law",
    "conventions": "how the pack counts; required unless it `extends` another",
    "sources": "sources by name, cited with `ref`",
    "rule": "the rules",
    "extends": "a bundled pack whose rules this one takes over",
    "replace": "parameters of those rules that differ",
    "version.ended_by": "what ended it, where `to` rests on another text than the source",
    "leave_out": "names of those rules that do not apply here",
    "fact": "what the source reports as done; binds nobody",
    "fact.id": "the clause of the source",
    "fact.zh": "in Chinese",
    "fact.en": "in English",
    "fact.figures": "figures that follow from others: each is computed, and must agree",
    "figure.published": 'as printed, `"63.8%"` or `"758"`: whatever rounds to it agrees',
    "figure.part": "part of a whole",
    "figure.whole": "the whole",
    "figure.within": "how far the whole may be off, where the source rounds it",
    "figure.sum": "what is added up, in place of part and whole",
    "not_encoded": "clauses that are no rule here, with the reason",
    "source.ref": "a source under `[sources]`; what stands beside it goes before",
    "source.document": "title of the document; required here or there",
    "source.issuer": "who issued it; required here or there",
    "source.date": "its date, as far as it is known",
    "source.clause": "the published words",
    "source.evidence": "how well it is attested; required here or there. `M` is refused",
    "rule.kind": "the kind that judges it, below",
    "rule.severity": "how binding it is, by its modal word",
    "rule.version": "its versions, oldest first; at least one",
    "rule.catalogue": "the clauses of the source that it encodes",
    "rule.questions": "what the source leaves open, and the parameter that answers it",
    "rule.displaces": "the rule above, `pack/rule`, in whose place it stands; else both report",
    "version.name": "name of the version",
    "version.from": "in force from",
    "version.to": "the last day in force; left out while it is in force",
    "version.parameters": "what the kind needs, below",
    "version.source": "where it is published; a version without a source is refused",
    "replace.rule": "name of the rule",
    "replace.parameters": "the parameters that differ; an empty string takes one away",
    "replace.source": "where the other numbers are published",
    "replace.title": "another title, where it states the number",
    "replace.from": "another beginning",
    "replace.to": "another end",
    "replace.version": "only this version of the rule; left out, all",
}
_PARTS: dict[type, tuple[str, str]] = {
    RawPack: ("The file", ""),
    RawSource: ("`[sources.NAME]`, and `source` of a version", "source"),
    RawRule: ("`[[rule]]`", "rule"),
    RawVersion: ("`[[rule.version]]`", "version"),
    RawReplacement: ("`[[replace]]`", "replace"),
    Fact: ("`[[fact]]`", "fact"),
    Figure: ("`figures` of a fact", "figure"),
}


def pack_keys() -> str:
    """Give the keys of a pack file."""
    out = []
    for kind, (title, prefix) in _PARTS.items():
        rows = []
        for field in attrs.fields(attrs.resolve_types(kind)):
            name = {"begins": "from", "ends": "to"}.get(field.name, field.name)
            meaning = _MEANING.get(f"{prefix}.{name}") or _MEANING[name]
            must = "yes" if field.default is attrs.NOTHING else ""
            rows.append((f"`{name}`", _in_file(field.type), must, meaning))
        out.append(f"**{title}**\n\n" + grid(("key", "written as", "required", "meaning"), rows))
    return "\n\n".join(out)


def _in_file(kind: Any) -> str:
    """Say how a value is written that may be a part with keys of its own."""
    parts = [part for part in (kind, *get_args(kind)) if part in _PARTS or part is Conventions]
    if parts:
        many = {list: "`[[…]]`", tuple: "list of tables", dict: "`[….NAME]`"}
        return many.get(get_origin(kind), "table")
    if kind == list[dict[str, str]]:
        return "`[[…]]`"
    return written(kind)


def kinds() -> str:
    """Give each kind of rule with its parameters."""
    out = []
    for name, kind in KINDS.items():
        text = prose(kind.__doc__)
        head, _, rest = text.partition("\n\n")
        out.append(
            f"### `{name}`\n\n{head.split(':', 1)[-1].strip().capitalize()}\n\n{rest}".strip()
        )
        out.append(f"{prose(kind.Params.__doc__)}\n\n{_keys(kind.Params)}")
        fields = attrs.fields(attrs.resolve_types(kind.Params))
        out += [
            f"`{inner.__name__}`: {prose(inner.__doc__)}\n\n{_keys(inner)}"
            for inner in dict.fromkeys(_inner(field.type) for field in fields)
            if inner is not None
        ]
    return "\n\n".join(out)


def _inner(kind: Any) -> Any:
    for part in (kind, *get_args(kind)):
        if isinstance(part, type) and attrs.has(part) and part is not Period:
            return part
    return None
