"""A bound in words: the figure, what is required of it, and how far it is off."""

from __future__ import annotations

from typing import Any

from partyorg.verdict import Finding, Statement
from partyorg.verdict.words import shown

__all__ = ["say"]

_COLUMNS = {"days": ("天", "days"), "hours": ("学时", "hours")}


def say(finding: Finding, lang: str) -> Statement:
    """Put a bound into words."""
    at = 0 if lang == "zh" else 1
    params, seen = finding.clause.params, finding.observed
    unit, figure = params.unit[lang], seen[params.column or "count"]
    facts = f"{shown(figure, lang)} {unit}"
    if params.or_else is not None:
        other = params.or_else.column
        facts += ("，", ", ")[at] + f"{shown(seen[other], lang)} {_COLUMNS[other][at]}"
    if "of" in seen:
        facts += (f"（基数 {shown(seen['of'], lang)}）", f" (of {shown(seen['of'], lang)})")[at]
    need = _required(params, lang)
    if need:
        facts += (f"；要求{need}", f"; required {need}")[at]
    if not finding.shortfall:
        return Statement(facts)
    over = params.at_least is None or (params.at_most is not None and figure[0] > params.at_most)
    lack = f"{shown(finding.shortfall, lang)} {unit}"
    zh, en = ("超出", "too many") if over else ("尚缺", "short")
    return Statement(facts, (f"{zh} {lack}", f"{lack} {en}")[at])


def _required(params: Any, lang: str) -> str:
    """Say which bounds there are."""
    at = 0 if lang == "zh" else 1
    share = params.of is not None or params.of_item is not None
    bounds = []
    for bound, words in (
        (params.at_least, ("不少于", "at least")),
        (params.at_most, ("不超过", "at most")),
    ):
        if bound is not None:
            word = ("超过", "more than")[at] if params.tie == "fails" else words[at]
            of = "基数的" if share and at == 0 else ""
            bounds.append(f"{word}{of} {shown(bound, lang)}")
    need = ("、", " and ")[at].join(bounds)
    if need:
        need += ("", " of that")[at] if share else f" {params.unit[lang]}"
    if params.or_else is not None:
        bound, word = params.or_else.at_least, _COLUMNS[params.or_else.column][at]
        need += (f"，或不少于 {bound} {word}", f", or at least {bound} {word}")[at]
    return need
