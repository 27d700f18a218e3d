"""What the commands that read data share: how an input is read, and what may be said of it."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from attrs import evolve, fields

from partyorg.errors import CallError, hint
from partyorg.readers import Limits

__all__ = ["key_of", "limits_of", "reading"]


def reading(given: argparse.Namespace) -> dict[str, Any]:
    """Give the arguments of `load` and `convert` that the options stand for."""
    return {
        "county": given.county,
        "mapping": given.mapping,
        "organizations": given.organizations,
        "key": key_of(given.key_file),
        "limits": limits_of(given.limit),
    }


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
