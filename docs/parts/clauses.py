"""Where each clause of the documents went: a rule, a published figure, or a reason why not."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from parts.markdown import grid
from partyorg.rulebook import bundled_packs, load_pack

_FILE = Path(__file__).with_name("clauses.toml")


@cache
def listed() -> Mapping[str, Any]:
    """Give the clauses of each document, and what is out of scope."""
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def places() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """Give, of each clause, where it went: what it became, and the words of the table.

    It became a `rule`, a `fact`, or a `reason`.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for name in bundled_packs():
        pack, page = load_pack(name), f"rules-{name}.md"
        for rule in pack.rules:
            for clause in rule.catalogue:
                link = f"[`{rule.id}`]({page}#{rule.name})"
                found.setdefault(clause, []).append(("rule", f"{link} ({rule.severity.value})"))
        for fact in pack.facts:
            found.setdefault(fact.id, []).append(("fact", f"published figure of `{name}`"))
        for one in pack.not_encoded:
            text = f"{one['zh']} · {one['en']}"
            found.setdefault(one["id"], []).append(("reason", text))
    return {clause: tuple(dict.fromkeys(told)) for clause, told in found.items()}


def encoded(clause: str) -> str:
    """Say how far a clause is encoded."""
    became = {what for what, _ in places().get(clause, ())}
    if "rule" in became:
        return "partly" if "reason" in became else "rule"
    return "figure" if "fact" in became else "not encoded"


def _rows(clauses: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    for clause, about in clauses.items():
        where = "<br>".join(text for _, text in places().get(clause, ()))
        yield clause, about, encoded(clause), where


def clauses() -> str:
    """Give the map of all clauses by document, what is out of scope, and the national clauses."""
    heads = ("clause", "about", "encoded", "where, or why not")
    out = []
    every = [one for document in listed()["document"] for one in document["clauses"]]
    counts = [sum(encoded(one) == how for one in every) for how in _HOW]
    told = ", ".join(f"{count} {how}" for count, how in zip(counts, _HOW, strict=True))
    out.append(f"{len(every)} clauses of the source documents: {told}.")
    for document in listed()["document"]:
        out.append(f"## {document['title']}\n\n{document['about'].capitalize()}.")
        out.append(grid(heads, _rows(document["clauses"])))
    rest = {clause: "" for clause in sorted(places()) if clause not in every}
    out.append("## National rules\n\nClauses of statutes and party regulations (pack `cn`).")
    out.append(grid(("clause", "encoded", "where, or why not"), _national(rest)))
    out.append("## Out of scope\n\nWhat the documents have besides, and why nothing is made of it.")
    scope = ((one["document"], one["what"], one["why"]) for one in listed()["out_of_scope"])
    out.append(grid(("document", "what", "why"), scope))
    return "\n\n".join(out)


_HOW = ("rule", "partly", "figure", "not encoded")


def _national(clauses: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for clause, _, how, where in _rows(clauses):
        yield clause, how, where
