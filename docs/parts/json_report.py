"""The members of the JSON report, from its schema."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from parts.markdown import grid


def json_report() -> str:
    """Give the members of the JSON report, from its schema."""
    schema = json.loads((files("partyorg.writers") / "report.schema.json").read_text("utf-8"))
    out = ["### The report\n\n" + _members(schema, schema)]
    for name, part in schema["$defs"].items():
        if "properties" in part:
            text = part.get("description", "")
            told = "\n\n".join(filter(None, [text, _members(part, schema)]))
            out.append(f"(json-{name})=\n### {name}\n\n{told}")
    return "\n\n".join(out)


def _members(part: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    rows = []
    for name, spec in part["properties"].items():
        target = schema["$defs"].get(spec.get("$ref", "").rpartition("/")[2], {})
        inner = "" if "properties" in target else target.get("description", "")
        rows.append((f"`{name}`", _shape(spec, schema), spec.get("description", inner)))
    return grid(("member", "type", "meaning"), rows)


def _shape(spec: Mapping[str, Any], schema: Mapping[str, Any]) -> str:
    if "$ref" in spec:
        name = spec["$ref"].rpartition("/")[2]
        target = schema["$defs"][name]
        if "properties" in target:
            return f"[{name}](#json-{name})"
        return "fact" if name == "fact" else _shape(target, schema)
    if "anyOf" in spec:
        return " or ".join(_shape(part, schema) for part in spec["anyOf"])
    if "const" in spec:
        return f'`"{spec["const"]}"`'
    if "enum" in spec:
        return ", ".join(f"`{value}`" for value in spec["enum"])
    kind = spec.get("type", "any")
    if kind == "array":
        return f"list of {_shape(spec['items'], schema)}"
    if kind == "object" and isinstance(spec.get("additionalProperties"), dict):
        return f"object of {_shape(spec['additionalProperties'], schema)}"
    return " or ".join(kind) if isinstance(kind, list) else str(kind)
