"""`partyorg timeline` and `partyorg calendar`: verdicts over time."""

from __future__ import annotations

import argparse

from partyorg.cli.inputs import form_of, loaded, packs_of, put
from partyorg.cli.progress import working
from partyorg.timing import calendar as coming
from partyorg.timing import timeline as followed

__all__ = ["calendar", "timeline"]


def timeline(given: argparse.Namespace) -> int:
    """Print what a rule says of a subject from day to day."""
    form = form_of(given, {".json": "json", ".svg": "svg", ".txt": "text"})
    dataset = loaded(given)
    with working("核查… checking"):
        line = followed(
            dataset,
            given.rule,
            given.subject,
            since=given.since,
            until=given.until,
            rules=packs_of(given),
            counting=given.counting,
        )
    if form == "json":
        told = line.to_json()
    else:
        told = line.to_svg(lang=given.lang) if form == "svg" else line.text(given.lang)
    put(told.rstrip("\n").encode() + b"\n", given.output)
    return 0


def calendar(given: argparse.Namespace) -> int:
    """Print which breaches begin and end."""
    form = form_of(given, {".json": "json", ".ics": "ics", ".txt": "text"})
    dataset = loaded(given)
    with working("核查… checking"):
        found = coming(
            dataset,
            packs_of(given),
            since=given.since,
            until=given.until,
            only=given.only,
            counting=given.counting,
            every=given.every,
        )
    told = {
        "text": lambda: found.text(given.lang).encode() + b"\n",
        "json": lambda: found.to_json().encode() + b"\n",
        "ics": lambda: found.to_ics(lang=given.lang),
    }[form]()
    put(told, given.output)
    return 0
