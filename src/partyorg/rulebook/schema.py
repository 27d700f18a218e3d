"""The written form of a pack, and how it is structured, with the place named in every refusal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum
from fractions import Fraction
from functools import cache, partial
from types import GenericAlias
from typing import Any, Literal, TypeVar, get_args, get_origin

import attrs
import cattrs
from attrs import field, frozen
from cattrs.gen import make_dict_structure_fn, override

from partyorg.dates import PartialDate, Period
from partyorg.errors import PackError, hint
from partyorg.rulebook.figures import Fact
from partyorg.rulebook.pack import Conventions
from partyorg.verdict import EvidenceLevel, Severity

__all__ = [
    "RawPack",
    "RawReplacement",
    "RawRule",
    "RawSource",
    "RawVersion",
    "structure",
    "unstructured",
]

T = TypeVar("T")
Text = dict[str, str]


@frozen(kw_only=True)
class RawSource:
    """A source, or a reference to one under `[sources]` with what differs."""

    ref: str | None = None
    document: str | None = None
    issuer: str | None = None
    date: str | None = None
    clause: str | None = None
    evidence: EvidenceLevel | None = None


@frozen(kw_only=True)
class RawVersion:
    """A version of a rule as it is written: `from`, `to` (last day), parameters, source.

    `ended_by` says what ended it: the source speaks of its beginning.
    """

    name: str
    begins: PartialDate
    ends: PartialDate | None = None
    ended_by: str | None = None
    parameters: dict[str, Any] = field(factory=dict)
    source: RawSource | None = None


@frozen(kw_only=True)
class RawRule:
    """A rule as it is written."""

    id: str
    title: Text
    kind: str
    severity: Severity
    version: list[RawVersion] = field(factory=list)
    catalogue: list[str] = field(factory=list)
    questions: list[Text] = field(factory=list)
    displaces: str | None = None


@frozen(kw_only=True)
class RawReplacement:
    """What is replaced of a rule of the extended pack: parameters, title, dates; with a source."""

    rule: str
    parameters: dict[str, Any]
    source: RawSource
    version: str | None = None
    title: Text | None = None
    begins: PartialDate | None = None
    ends: PartialDate | None = None


@frozen(kw_only=True)
class RawPack:
    """A pack as it is written."""

    id: str
    title: Text
    jurisdiction: str
    version: str
    conventions: Conventions | None = None
    sources: dict[str, RawSource] = field(factory=dict)
    rule: list[RawRule] = field(factory=list)
    builds_on: list[str] = field(factory=list)
    extends: str | None = None
    replace: list[RawReplacement] = field(factory=list)
    leave_out: list[str] = field(factory=list)
    fact: list[Fact] = field(factory=list)
    not_encoded: list[Text] = field(factory=list)


class _RefusedError(ValueError):
    """A value that a hook refuses; its text is shown as it is."""


def _fraction(value: Any, _: Any) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        msg = f'{value!r} is no fraction; write "2/3"'
        raise _RefusedError(msg)
    if isinstance(value, str) and "." in value:
        msg = f"'{value}' is a decimal; write a fraction, \"2/3\""
        raise _RefusedError(msg)
    try:
        return Fraction(value)
    except (ValueError, ZeroDivisionError) as error:
        msg = f"'{value}' is no fraction; write \"2/3\""
        raise _RefusedError(msg) from error


def _text(value: Any, _: Any) -> str:
    if not isinstance(value, str):
        msg = f"{value!r} is not text; put it in quotes"
        raise _RefusedError(msg)
    return value


def _flag(value: Any, _: Any) -> bool:
    if not isinstance(value, bool):
        msg = f"{value!r} is neither true nor false"
        raise _RefusedError(msg)
    return value


def _count(value: Any, _: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        msg = f"{value!r} is not a whole number"
        raise _RefusedError(msg)
    return value


def _choice(value: Any, kind: type[StrEnum]) -> StrEnum:
    return kind(_one_of(value, [str(member.value) for member in kind]))


def _literal(value: Any, kind: Any) -> str:
    return _one_of(value, get_args(kind))


def _table(converter: cattrs.Converter, kind: type[T]) -> Callable[[Any, Any], T]:
    """Make the hook for a table with keys of its own."""
    renamed: dict[str, Any] = {}
    if kind in (RawVersion, RawReplacement):
        renamed = {"begins": override(rename="from"), "ends": override(rename="to")}
    read = make_dict_structure_fn(kind, converter, _cattrs_forbid_extra_keys=True, **renamed)

    def hook(value: Any, wanted: Any) -> T:
        if not isinstance(value, Mapping):
            msg = f"{value!r} is not a table; write keys and values, in {{ … }} or under a heading"
            raise _RefusedError(msg)
        return read(value, wanted)

    return hook


def _is_sequence(kind: Any) -> bool:
    return get_origin(kind) is tuple


def _sequence(converter: cattrs.Converter, value: Any, kind: Any) -> tuple[Any, ...]:
    """Structure a list, one element after the other, so that the place of a fault is known."""
    if not isinstance(value, list):
        msg = f"{value!r} is not a list; put it in brackets"
        raise _RefusedError(msg)
    elements: Any = GenericAlias(list, get_args(kind)[:1])
    structured: list[Any] = converter.structure(value, elements)
    return tuple(structured)


def _is_literal(kind: Any) -> bool:
    return get_origin(kind) is Literal


def _one_of(value: Any, known: Sequence[str]) -> str:
    if value not in known:
        near = hint(str(value), known)
        tail = f"did you mean '{near}'?" if near else f"there are: {', '.join(known)}"
        msg = f"'{value}' is not known; {tail}"
        raise _RefusedError(msg)
    return str(value)


@cache
def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_structure_hook(Fraction, _fraction)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(bool, _flag)
    converter.register_structure_hook(int, _count)
    converter.register_structure_hook_func(_is_literal, _literal)
    converter.register_structure_hook(Period, lambda value, _: Period.parse(_text(value, str)))
    converter.register_structure_hook(
        PartialDate, lambda value, _: PartialDate.parse(_text(value, str))
    )
    converter.register_structure_hook(StrEnum, _choice)
    converter.register_structure_hook_func(_is_sequence, partial(_sequence, converter))
    converter.register_structure_hook_factory(attrs.has, partial(_table, converter))
    for simple in (Period, PartialDate, Fraction):
        converter.register_unstructure_hook(simple, str)
    return converter


def structure(data: Any, kind: type[T], name: str, place: str) -> T:
    """Structure `data`; a `PackError` names file, place and fault.

    Only the first fault is told: one at a time is what a person mends.
    """
    try:
        return _converter().structure(data, kind)
    except (cattrs.BaseValidationError, ValueError, TypeError, KeyError) as error:
        # An unknown key comes first: it is often the very one that another says is missing.
        texts = cattrs.transform_error(error, "$", _told)
        for text in sorted(texts, key=lambda text: not text.startswith("unknown key")):
            message, _, where = text.rpartition(" @ ")
            at = f"{place}{where.removeprefix('$')}".lstrip(".")
            at = re.sub(r"\['(\w+)'\]", r".\1", at)
            at = re.sub(r"((?:version|replace)\[\d+\])\.begins$", r"\1.from", at)
            at = re.sub(r"((?:version|replace)\[\d+\])\.ends$", r"\1.to", at)
            told = f"{name}: {at}: {message}" if at else f"{name}: {message}"
            raise PackError(told) from error
        raise  # pragma: no cover  (a validation error always has a text)


def _told(error: BaseException, kind: type | None) -> str:
    if isinstance(error, cattrs.ForbiddenExtraKeysError):
        known = [field.name for field in getattr(error.cl, "__attrs_attrs__", ())]
        known += ["from", "to"] if error.cl in (RawVersion, RawReplacement) else []
        parts = []
        for key in sorted(error.extra_fields):
            near = hint(key, known)
            parts.append(f"unknown key '{key}'" + (f"; did you mean '{near}'?" if near else ""))
        return ", ".join(parts)
    if isinstance(error, KeyError):
        key = {"begins": "from", "ends": "to"}.get(str(error.args[0]), str(error.args[0]))
        return f"'{key}' is missing"
    if isinstance(error, (ValueError, TypeError)) and error.args:
        return str(error.args[0])
    return cattrs.v.format_exception(error, kind)


def unstructured(params: Any) -> dict[str, Any]:
    """Give parameters in their written form again, leaving out what is empty."""

    def written(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: written(v) for k, v in value.items() if v is not None}
        if isinstance(value, (list, tuple)):
            return [written(part) for part in value]
        return value.value if isinstance(value, StrEnum) else value

    plain: dict[str, Any] = written(_converter().unstructure(params))
    return plain
