"""`partyorg timeline` and `partyorg calendar`: verdicts over time."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from partyorg._files import replace_file
from partyorg.asking import with_base
from partyorg.cli.inputs import loaded
from partyorg.cli.progress import working
from partyorg.errors import CallError
from partyorg.timing import calendar as coming
from partyorg.timing import timeline as followed

__all__ = ["calendar", "timeline"]


def timeline(given: argparse.Namespace) -> int:
    """Print what a rule says of a subject from day to day."""
    form = _form(given, {".json": "json", ".svg": "svg", ".txt": "text"})
    dataset = loaded(given)
    rules = given.rules
    if rules is not None and given.with_base:
        rules = with_base(rules)
    with working("核查… checking"):
        line = followed(
            dataset,
            given.rule,
            given.subject,
            since=given.since,
            until=given.until,
            rules=rules,
            counting=given.counting,
        )
    if form == "json":
        told = line.to_json()
    else:
        told = line.to_svg(lang=given.lang) if form == "svg" else line.text(given.lang)
    _put(told.rstrip("\n").encode() + b"\n", given.output)
    return 0


def calendar(given: argparse.Namespace) -> int:
    """Print which breaches begin and end."""
    form = _form(given, {".json": "json", ".ics": "ics", ".txt": "text"})
    dataset = loaded(given)
    named = given.rules or "cn-gz"
    with working("核查… checking"):
        found = coming(
            dataset,
            with_base(named) if given.with_base else named,
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
    _put(told, given.output)
    return 0


def _form(given: argparse.Namespace, suffixes: dict[str, str]) -> str:
    """Give the form of the output: as named, by the suffix of the file, or text."""
    if given.format is not None:
        return str(given.format)
    if given.output is None:
        return "text"
    form = suffixes.get(given.output.suffix.lower())
    if form is None:
        known = ", ".join(suffixes)
        msg = f"no format goes with '{given.output.name}'; use {known}, or name one with --format"
        raise CallError(msg)
    return form


def _put(content: bytes, path: Path | None) -> None:
    """Write to a file, whole or not at all, or to the standard output."""
    if path is not None:
        replace_file(path, lambda stream: stream.write(content))
        return
    sys.stdout.write(content.decode())
