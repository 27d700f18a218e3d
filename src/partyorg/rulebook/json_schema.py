"""The form of a pack as a JSON Schema, so that editors complete keys and mark what is wrong.

It is made of the very classes by which packs are read.  What only the loader can tell (a name that
stands twice, versions out of order, a rule that rests on another) it does not know.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Mapping
from enum import Enum
from fractions import Fraction
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from partyorg.dates import PartialDate, Period
from partyorg.rulebook.keys import PARTS, meaning, written_key
from partyorg.rulebook.kinds import KINDS
from partyorg.rulebook.schema import RawPack

__all__ = ["pack_schema"]

_TEXT = {"type": "string"}
_SIMPLE: dict[Any, dict[str, Any]] = {
    Any: {},
    str: _TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    Fraction: {
        "description": 'a fraction, "2/3", or a whole number; never a decimal',
        "anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^-?\d+(/\d+)?$"}],
    },
    Period: {
        "description": 'a period, "P2Y" or "P1Y6M"',
        "type": "string",
        "pattern": r"^P(\d+Y)?(\d+M)?(\d+D)?$",
    },
    PartialDate: {
        "description": 'a date, "2014", "2014-05" or "2014-05-31"',
        "type": "string",
        "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$",
    },
}


def pack_schema() -> dict[str, Any]:
    """Give the schema (draft 7) of a pack file, with the parameters of every kind.

    >>> sorted(pack_schema()["required"])
    ['id', 'jurisdiction', 'title', 'version']
    """
    definitions: dict[str, Any] = {}
    schema = _table(RawPack, definitions)
    rule = definitions["RawRule"]
    rule["properties"]["kind"]["enum"] = list(KINDS)
    rule["allOf"] = [_of_kind(name, definitions) for name in KINDS]
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "partyorg: a pack of rules",
        **schema,
        "definitions": definitions,
    }


def _of_kind(name: str, definitions: dict[str, Any]) -> dict[str, Any]:
    """Say what the versions of a rule of a kind may set."""
    params = _written(KINDS[name].Params, definitions)
    return {
        "if": {"properties": {"kind": {"const": name}}},
        "then": {
            "properties": {"version": {"items": {"properties": {"parameters": params}}}},
        },
    }


def _written(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    """Say how a value of a type is written."""
    origin, args = get_origin(kind), get_args(kind)
    if isinstance(kind, types.UnionType) or origin is Union:
        (kind,) = (arg for arg in args if arg is not type(None))
        return _written(kind, definitions)
    if origin is Literal:
        return {"enum": list(args)}
    if origin in (tuple, list):
        return {"type": "array", "items": _written(args[0], definitions)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _written(args[1], definitions)}
    if kind in _SIMPLE:
        return dict(_SIMPLE[kind])
    if issubclass(kind, Enum):
        return {"enum": [member.value for member in kind]}
    name = kind.__name__
    if kind not in PARTS:  # two kinds may each have a part of this name
        name = f"{kind.__module__.rpartition('.')[2]}.{name}"
    if name not in definitions:
        definitions[name] = {}  # so that a part may hold its like
        definitions[name] = _table(kind, definitions)
    return {"$ref": f"#/definitions/{name}"}


def _table(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    """Say which keys a part has."""
    properties, required = {}, []
    for field in attrs.fields(attrs.resolve_types(kind)):
        key = written_key(kind, field.name)
        told = _written(field.type, definitions)
        if kind in PARTS and "$ref" not in told:  # a draft-7 reference stands alone
            about = [meaning(PARTS[kind], key), told.get("description")]
            told["description"] = "; ".join(filter(None, about))
        properties[key] = told
        if field.default is attrs.NOTHING:
            required.append(key)
    out: dict[str, Any] = {"type": "object", "properties": properties}
    if kind not in PARTS:
        out["description"] = inspect.cleandoc(kind.__doc__ or "")
    return {**out, "required": required, "additionalProperties": False}
