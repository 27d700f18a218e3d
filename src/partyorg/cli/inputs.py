"""What commands share: how an input is read, and where the output goes."""

from __future__ import annotations

import argparse
import sys
import tomllib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from attrs import evolve, fields

from partyorg._files import replace_file
from partyorg.asking import Packs, with_base
from partyorg.cli.progress import working
from partyorg.errors import CallError, hint
from partyorg.loading import load
from partyorg.model import Dataset, pseudonymous
from partyorg.readers import Limits
from partyorg.timing.asked import packs_of as packs_named

__all__ = [
    "day_of",
    "form_of",
    "key_of",
    "limits_of",
    "loaded",
    "packs_of",
    "put",
    "queries_of",
    "reading",
]


def loaded(given: argparse.Namespace) -> Dataset:
    """Read the data set that a command is given."""
    with working("读取… reading"):
        dataset = load(given.data, **reading(given))
    return pseudonymous(dataset) if given.pseudonyms else dataset


def packs_of(given: argparse.Namespace) -> Packs:
    """Give the packs that the options or a rule name, with those above them if asked for."""
    named = packs_named(given.rules, getattr(given, "rule", ""))
    return with_base(named) if given.with_base else named


def day_of(given: argparse.Namespace) -> str | date:
    """Give the day of the check: as named, or today; the command line alone reads the clock."""
    today = datetime.now(UTC).astimezone().date()
    return today if given.as_of is None else str(given.as_of)


def reading(given: argparse.Namespace) -> dict[str, Any]:
    """Give the arguments of `load` and `convert` that the options stand for."""
    return {
        "county": given.county,
        "mapping": given.mapping,
        "organizations": given.organizations,
        "key": key_of(given.key_file),
        "limits": limits_of(given.limit),
        "queries": queries_of(given.queries),
    }


def queries_of(path: Path | None) -> dict[str, str] | None:
    """Read a file of queries: below `[queries]` a key for each table, as `people = "SELECT …"`."""
    if path is None:
        return None
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        msg = f"--queries: cannot read '{path}': {error.strerror}"
        raise CallError(msg) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        msg = f'--queries: {path.name} is not TOML in UTF-8 ({error}); write people = "SELECT …", '
        msg += 'or "人员" = "SELECT …" with quotation marks'
        raise CallError(msg) from error
    queries = found.pop("queries", None)
    if not isinstance(queries, dict) or not queries or found:
        msg = f'--queries: {path.name}: write a line for each table, as people = "SELECT …", below '
        msg += "[queries], and nothing else"
        raise CallError(msg)
    return queries


def key_of(path: Path | None) -> bytes | None:
    """Read a key, without the line break that an editor leaves behind it."""
    if path is None:
        return None
    try:
        return path.read_bytes().rstrip(b"\r\n")
    except OSError as error:
        msg = f"--key-file: cannot read '{path}': {error.strerror}"
        raise CallError(msg) from error


def limits_of(given: list[str]) -> Limits:
    """Give the limits with those changed that were named."""
    names = [one.name for one in fields(Limits)]
    limits = Limits()
    for one in given:
        name, _, number = one.partition("=")
        if name not in names:
            near = hint(name, names)
            msg = f"--limit: there is no limit '{name}'; " + (
                f"did you mean '{near}'?" if near else f"they are {', '.join(names)}"
            )
            raise CallError(msg)
        if not (number.isascii() and number.isdigit() and int(number) > 0):
            msg = f"--limit: '{number}' is no number; write {name}={getattr(limits, name)}"
            raise CallError(msg)
        limits = evolve(limits, **{name: int(number)})
    return limits


def form_of(given: argparse.Namespace, suffixes: dict[str, str]) -> str:
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


def put(content: bytes, path: Path | None) -> None:
    """Write to a file, whole or not at all, or to the standard output."""
    if path is not None:
        replace_file(path, lambda stream: stream.write(content))
        return
    sys.stdout.write(content.decode())
