"""The rules of a pack with their sources, parameters and worked cases."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import attrs

from parts.markdown import grid
from partyorg.evaluate.cases import bundled_cases
from partyorg.rulebook import Fact, Pack, Rule, Version, load_pack
from partyorg.rulebook.schema import unstructured
from partyorg.verdict import Outcome


def catalogue(pack_id: str) -> str:
    """Give the rules of a pack, its published figures, and what is not encoded."""
    pack = load_pack(pack_id)
    out = [_pack_head(pack), _overview(pack)]
    out += [_rule(rule) for rule in pack.rules]
    out.append("## Published figures\n\nWhat the source reports as done. They bind nobody.")
    figures = ((fact.id, fact.zh, fact.en, _followed(fact)) for fact in pack.facts)
    out.append(grid(("clause", "中文", "figure", "what follows"), figures))
    if pack.not_encoded:
        out.append("## Clauses that are no rule here\n\nEach with the reason.")
        lacking = ((f["id"], f["zh"], f["en"]) for f in pack.not_encoded)
        out.append(grid(("clause", "中文", "reason"), lacking))
    return "\n\n".join(out)


def _followed(fact: Fact) -> str:
    """Say which figures follow from which others."""
    told = []
    for one in fact.figures:
        about = f" (±{one.within:,})" if one.within else ""
        parts = " + ".join(f"{part:,}" for part in one.sum)
        told.append(f"{parts or f'{one.part:,} / {one.whole:,}{about}'} = {one.published}")
    return "; ".join(told)


def _pack_head(pack: Pack) -> str:
    meant = attrs.asdict(pack.conventions)
    shown = ", ".join(f"`{name} = {json.dumps(value)}`" for name, value in meant.items())
    return (
        f"**{pack.title['zh']}** — {pack.title['en']}. Pack `{pack.id}`, version `{pack.version}`, "
        f"jurisdiction `{pack.jurisdiction}`, {len(pack.rules)} rules.\n\nConventions: {shown}."
    )


def _overview(pack: Pack) -> str:
    rows = (
        (
            f"[`{rule.name}`](#{rule.name})",
            rule.title["zh"],
            rule.kind_name,
            rule.severity.value,
            rule.versions[-1].source.evidence.value,
        )
        for rule in pack.rules
    )
    return grid(("rule", "规则", "kind", "severity", "evidence"), rows)


def _rule(rule: Rule) -> str:
    clauses = ", ".join(rule.catalogue) or "none"
    out = [
        f"## `{rule.name}`",
        f"**{rule.title['zh']}**\n\n{rule.title['en']}.",
        " · ".join(
            (
                f"Clauses {clauses}",
                f"kind `{rule.kind_name}`",
                f"severity `{rule.severity.value}` {rule.severity.named('zh')}",
            )
        ),
    ]
    out += [_version(version) for version in rule.versions]
    if rule.questions:
        out.append("Open questions, each answered by a parameter:")
        rows = ((q["en"], q["zh"], f"`{q['parameter']}`") for q in rule.questions)
        out.append(grid(("question", "中文", "parameter"), rows))
    out.append(_cases(rule))
    return "\n\n".join(out)


def _version(version: Version) -> str:
    source = version.source
    until = f" to {version.ends}" if version.ends else ""
    until += f" ({version.ended_by})" if version.ended_by else ""
    return (
        f"Version `{version.name}`, in force from {version.begins}{until}. "
        f"Evidence **{source.evidence.value}** ({source.evidence.named('en')}, "
        f"{source.evidence.named('zh')}).\n\n"
        f"> {source.clause}\n>\n"
        f"> — {source.document}，{source.issuer}，{source.date or '无日期'}\n\n"
        f"```toml\n{_toml(unstructured(version.params))}\n```"
    )


def _toml(params: Mapping[str, Any], prefix: str = "") -> str:
    lines = []
    for key, value in params.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and not set(value) <= {"zh", "en"}:
            lines.append(_toml(value, f"{name}."))
        elif value is False or value not in ("0", "", [], {}):
            lines.append(f"{name} = {_value(value)}")
    return "\n".join(line for line in lines if line)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{k} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list) and any(isinstance(part, dict) for part in value):
        return "[\n" + "".join(f"  {_value(_lean(part))},\n" for part in value) + "]"
    return json.dumps(value, ensure_ascii=False)


def _lean(part: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in part.items() if value not in ([], {})}


def _cases(rule: Rule) -> str:
    found = [case for case in bundled_cases(rule.id.partition("/")[0]) if case.rule == rule.id]
    groups: dict[str, list[str]] = {outcome.named("zh"): [] for outcome in Outcome}
    for case in found:
        name = case.outcome.named("zh") if case.outcome is not None else "无结论"
        groups.setdefault(name, []).append(case.title)
    numbers = "，".join(f"{name} {len(titles)}" for name, titles in groups.items() if titles)
    listed = "\n".join(
        f"- **{name}**: {'；'.join(titles)}" for name, titles in groups.items() if titles
    )
    head = f"{len(found)} worked cases: {numbers}"
    return f"<details>\n<summary>{head}</summary>\n\n{listed}\n\n</details>"
