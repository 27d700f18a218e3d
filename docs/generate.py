"""Write the generated parts of the documentation: `python docs/generate.py [--check]`.

A page may hold `<!-- generated: NAME -->` … `<!-- end -->`; what stands between is made here from
the code and the packs, so that it cannot disagree with them.  With `--check` nothing is written,
and the exit code is 1 if a page is out of date.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import textwrap
import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import attrs

from partyorg.cli.main import build_parser
from partyorg.dates import PartialDate, Period
from partyorg.evaluate.cases import bundled_cases
from partyorg.model import (
    TABLES,
    Basis,
    Choice,
    Column,
    Level,
    ListName,
    OrgKind,
    PromotionKind,
    Role,
    Table,
    Via,
)
from partyorg.rulebook import KINDS, Conventions, Pack, Rule, Version, load_pack
from partyorg.rulebook.schema import (
    RawPack,
    RawReplacement,
    RawRule,
    RawSource,
    RawVersion,
    unstructured,
)
from partyorg.verdict import EvidenceLevel, Outcome
from partyorg.verdict.words import REASONS, UNKNOWNS

HERE = Path(__file__).resolve().parent
_PART = re.compile(r"(<!-- generated: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)


# --- Markdown -------------------------------------------------------------------------------------


def cell(value: object) -> str:
    """Give a value as the cell of a Markdown table."""
    return " ".join(str(value).split()).replace("|", "\\|")


def grid(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Give a Markdown table."""
    names = list(heads)
    lines = ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]
    lines += ["| " + " | ".join(map(cell, row)) + " |" for row in rows]
    return "\n".join(lines)


def prose(docstring: str | None) -> str:
    """Give a docstring without the indentation of its lines."""
    lines = (docstring or "").strip().splitlines()
    return "\n".join(line.strip() for line in lines)


# --- Tables ---------------------------------------------------------------------------------------

_EMPTY_OF_TYPE = {
    "words": "none",
    "count": "unknown: any whole number from 0",
    "number": "unknown: any number from 0",
    "yes/no": "unknown: either",
}
_EMPTY = {
    "organizations.name": "the identifier is shown",
    "organizations.parent_id": "no superior: a root",
    "organizations.within_id": "a division is its own place; else the place of its superior",
    "organizations.division_code": "none",
    "organizations.valid_from": "it has always existed",
    "organizations.valid_to": "it still exists",
    "organizations.successor_id": "nothing came after it",
    "people.name": "the identifier is shown",
    "people.recruited_by": "unknown: it may have been a township",
    "people.career_known_from": "nothing is known between `recruited_on` and the first appointment",
    "appointments.post": "not stated; no rule reads it",
    "appointments.role": "unknown: it may be a seat in the team",
    "appointments.start": "unknown: any day before the end",
    "appointments.end": "open: the post is still held",
    "appointments.basis": "unknown: in post, or on loan",
    "appointments.staff_type": "not stated; no rule reads it",
    "appointments.approved_by": "nobody approved",
    "trainings.program": "not stated; no rule reads it",
    "assessments.group": "both groups together",
    "links.start": "unknown",
    "links.end": "open: the link still stands",
    "completeness.year": "every year",
    "completeness.org_id": "every organisation",
    "listed_items.basis": "unknown",
    "listed_items.item_ref": "none",
}


def _columns(table: Table) -> Iterator[tuple[object, ...]]:
    for column in table.columns:
        names = "、".join([column.zh, *column.aliases])
        yield (f"`{column.name}`", names, _type(column), _must(column), _empty(table, column))


def _type(column: Column) -> str:
    if column.refers_to:
        return f"id of [{column.refers_to}](#{column.refers_to})"
    return "one of a list, below" if column.choices else column.type_name


def _must(column: Column) -> str:
    if column.required:
        return "**yes**"
    return "the column, not the cell" if column.speaks_empty else ""


def _empty(table: Table, column: Column) -> str:
    if column.required:
        return "a fault: the row is set aside"
    known = _EMPTY.get(f"{table.name}.{column.name}")
    return known or _EMPTY_OF_TYPE.get(column.type_name, "unknown")


def tables() -> str:
    """Give every table with its columns and closed lists."""
    out = []
    for table in TABLES.values():
        out.append(
            f"({table.name})=\n### `{table.name}` {table.zh}\n\n{prose(table.record.__doc__)}"
        )
        if table.key:
            names = ", ".join(f"`{name}`" for name in table.key)
            out.append(f"Key, which may occur only once: {names}.")
        out.append(
            grid(("column", "中文列名", "type", "must be there", "empty means"), _columns(table))
        )
        out += [
            f"`{column.name}` {column.zh}: {_values(column.choices)}"
            for column in table.columns
            if column.choices
        ]
    return "\n\n".join(out)


def _values(choices: type[Choice]) -> str:
    return ", ".join(f"`{member.value}` {'／'.join(member.aliases)}" for member in choices)


# --- Verdicts -------------------------------------------------------------------------------------

SETTLED_BY = {
    "date-to-the-day": "Look the date up in the appointment document, and write the day.",
    "value": "Fill in the cell that is named.",
    "organization": "Add the organisation to `organizations`, with its superior or place.",
    "career": "Enter the earlier appointments, and set `career_known_from` to where they begin.",
    "rows": "Enter what is missing; or, if nothing is, say so with a row in `completeness`.",
    "mended-row": "Mend the row; the problem beside it says how.",
    "end-of-period": "Wait for the end of the period, then check again.",
    "force": "Find the day from which the rule is in force, and write it into the pack.",
    "list": "Add the missing names to the pack's parameter, or tag the organisations.",
}


def reasons() -> str:
    """Give the codes of reasons."""
    rows = ((f"`{code}`", en, zh) for code, (zh, en) in REASONS.items())
    return grid(("code", "meaning", "中文"), rows)


def unknowns() -> str:
    """Give the codes of missing facts, and what settles each."""
    rows = ((f"`{code}`", en, zh, SETTLED_BY[code]) for code, (zh, en) in UNKNOWNS.items())
    return grid(("code", "what is missing", "中文", "what settles it"), rows)


# --- Packs and kinds ------------------------------------------------------------------------------

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
    "leave_out": "names of those rules that do not apply here",
    "fact": "published figures",
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
    "rule.displaces": "the rule above it that it displaces; recorded only, both still report",
    "version.name": "name of the version",
    "version.from": "in force from",
    "version.to": "the last day in force; left out while it is in force",
    "version.parameters": "what the kind needs, below",
    "version.source": "where it is published; a version without a source is refused",
    "replace.rule": "name of the rule",
    "replace.parameters": "the parameters that differ; an empty string takes one away",
    "replace.source": "where the other numbers are published",
    "replace.version": "only this version of the rule; left out, all",
}
_PARTS: dict[type, tuple[str, str]] = {
    RawPack: ("The file", ""),
    RawSource: ("`[sources.NAME]`, and `source` of a version", "source"),
    RawRule: ("`[[rule]]`", "rule"),
    RawVersion: ("`[[rule.version]]`", "version"),
    RawReplacement: ("`[[replace]]`", "replace"),
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
        return {list: "`[[…]]`", dict: "`[….NAME]`"}.get(get_origin(kind), "table")
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


# --- The rule catalogue ---------------------------------------------------------------------------


def catalogue(pack_id: str) -> str:
    """Give the rules of a pack, its published figures, and what is not encoded."""
    pack = load_pack(pack_id)
    out = [_pack_head(pack), _overview(pack)]
    out += [_rule(rule) for rule in pack.rules]
    out.append("## Published figures\n\nWhat the source reports as done. They bind nobody.")
    out.append(
        grid(("clause", "中文", "figure"), ((f["id"], f["zh"], f["en"]) for f in pack.facts))
    )
    out.append("## Clauses that are no rule here\n\nEach with the reason.")
    lacking = ((f["id"], f["zh"], f["en"]) for f in pack.not_encoded)
    out.append(grid(("clause", "中文", "reason"), lacking))
    return "\n\n".join(out)


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
        f"({rule.name})=\n## `{rule.name}`",
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
        elif value not in ("0", "", False, [], {}):
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


def evidence() -> str:
    """Give the levels of evidence."""
    told = {
        "A": "The text of the instrument itself was read, on an official site or in a maintained "
        "collection of statutes.",
        "B": "The text, or a long part of it, was read on a page that is nobody's official organ. "
        "The wording is plausible, the page proves nothing.",
        "C": "A secondary source was read: a press report, an explanation, a question bank, "
        "published software. The value is known, the wording is not.",
        "S": "Only the source document that this library started from says so: a printed report, "
        "a journal article. The instrument that it speaks of was not seen.",
        "M": "From memory, unverified. The loader refuses it: nobody is judged by what somebody "
        "thinks to remember.",
    }
    rows = (
        (f"**{lv.value}**", lv.named("en"), lv.named("zh"), told[lv.value]) for lv in EvidenceLevel
    )
    return grid(("level", "name", "中文", "meaning"), rows)


# --- Command line and JSON ------------------------------------------------------------------------


def command_line() -> str:
    """Give every command with its arguments."""
    return "\n\n".join(_commands(build_parser(), "partyorg", 2))


def _commands(parser: argparse.ArgumentParser, name: str, depth: int) -> Iterator[str]:
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]  # noqa: SLF001
    if depth > 2:  # noqa: PLR2004  (the program itself has no section)
        yield f"{'#' * (depth - 1)} `{name}`"
    if parser.description and depth > 2:  # noqa: PLR2004
        yield parser.description
    usage = [name, *filter(None, map(_used, parser._actions))]  # noqa: SLF001
    wrapped = textwrap.fill(
        " ".join(usage),
        84,
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield f"```text\n{wrapped}\n```"
    rows = [_option(a) for a in parser._actions if a not in below and a.dest != "help"]  # noqa: SLF001
    if rows:
        yield grid(("argument", "values", "meaning"), rows)
    for action in below:
        helps = {choice.dest: choice.help for choice in action._choices_actions}  # noqa: SLF001
        for command, inner in action.choices.items():
            inner.description = inner.description or _sentence(helps.get(command))
            yield from _commands(inner, f"{name} {command}", depth + 1)


def _sentence(text: str | None) -> str | None:
    return f"{text[0].upper()}{text[1:]}." if text else None


def _used(action: argparse.Action) -> str | None:
    if action.dest in ("help", "version"):
        return None
    name = action.metavar or action.dest.upper()
    if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
        return str(name) if action.required else f"[{name}]"
    if not action.option_strings:
        return f"[{name}]" if action.nargs == "?" else str(name)
    if action.nargs == 0:
        return f"[{action.option_strings[-1]}]"
    shown = "|".join(action.choices) if action.choices else name
    more = "..." if isinstance(action, argparse._AppendAction) else ""  # noqa: SLF001
    return f"[{action.option_strings[-1]} {shown}]{more}"


def _option(action: argparse.Action) -> tuple[str, str, str]:
    names = ", ".join(f"`{name}`" for name in action.option_strings)
    values = ", ".join(f"`{choice}`" for choice in action.choices or ())
    meta = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if not names:
        return (f"`{meta}`", values, action.help or "")
    return (names, values or ("" if action.nargs == 0 else f"`{meta}`"), action.help or "")


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


# --- Writing --------------------------------------------------------------------------------------

GENERATORS: dict[str, Callable[[], str]] = {
    "tables": tables,
    "reasons": reasons,
    "unknowns": unknowns,
    "pack-keys": pack_keys,
    "kinds": kinds,
    "rules-cn-gz": lambda: catalogue("cn-gz"),
    "evidence": evidence,
    "command-line": command_line,
    "json-report": json_report,
}


def pages() -> list[Path]:
    """Give all pages."""
    return sorted(p for p in HERE.rglob("*.md") if "_build" not in p.relative_to(HERE).parts)


def renewed(text: str) -> str:
    """Give a page with its generated parts made anew."""
    return _PART.sub(lambda m: f"{m[1]}\n{GENERATORS[m[2]]().strip()}\n\n{m[3]}", text)


def stale() -> list[Path]:
    """Give the pages whose generated parts are out of date."""
    return [page for page in pages() if renewed(text := page.read_text("utf-8")) != text]


def main(arguments: list[str]) -> int:
    """Write the generated parts, or only look whether they are current."""
    old = stale()
    for page in old:
        if "--check" not in arguments:
            page.write_text(renewed(page.read_text("utf-8")), "utf-8")
        state = "out of date" if "--check" in arguments else "written"
        sys.stdout.write(f"{page.relative_to(HERE)}: {state}\n")
    return int(bool(old) and "--check" in arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
