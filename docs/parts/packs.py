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
from partyorg.rulebook.keys import PARTS, meaning, written_key
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


_TITLES: dict[type, str] = {
    RawPack: "The file",
    RawSource: "`[sources.NAME]`, and `source` of a version",
    RawRule: "`[[rule]]`",
    RawVersion: "`[[rule.version]]`",
    RawReplacement: "`[[replace]]`",
    Fact: "`[[fact]]`",
    Figure: "`figures` of a fact",
}


def pack_keys() -> str:
    """Give the keys of a pack file."""
    out = []
    for kind, title in _TITLES.items():
        rows = []
        for field in attrs.fields(attrs.resolve_types(kind)):
            name = written_key(kind, field.name)
            must = "yes" if field.default is attrs.NOTHING else ""
            rows.append((f"`{name}`", _in_file(field.type), must, meaning(PARTS[kind], name)))
        out.append(f"**{title}**\n\n" + grid(("key", "written as", "required", "meaning"), rows))
    return "\n\n".join(out)


def _in_file(kind: Any) -> str:
    """Say how a value is written that may be a part with keys of its own."""
    parts = [part for part in (kind, *get_args(kind)) if part in PARTS or part is Conventions]
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
