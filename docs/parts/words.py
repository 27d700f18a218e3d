"""The codes of reasons and missing facts, and the levels of evidence."""

from __future__ import annotations

from parts.markdown import grid
from partyorg.verdict import EvidenceLevel
from partyorg.verdict.words import REASONS, UNKNOWNS

SETTLED_BY = {
    "date-to-the-day": "Look the date up in the appointment document, and write the day.",
    "value": "Fill in the cell that is named.",
    "organization": "Add the organisation to `organizations`, with its superior or place.",
    "career": "Enter the earlier appointments, and set `career_known_from` to where they begin; "
    "if there were none before recruitment, leave it empty.",
    "rows": "Enter what is missing; or, if nothing is, say so with a row in `completeness`.",
    "mended-row": "Mend the row; the problem beside it says how.",
    "end-of-period": "Wait for the end of the period, then check again.",
    "rest-of-case": "Wait for the steps to come, then check again; enter those that were taken.",
    "force": "Find the day from which the rule is in force, and write it into the pack.",
    "deadline": "The rule sets none; a pack may, with the parameter `within`.",
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
