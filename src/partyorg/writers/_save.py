"""A file is written whole or not at all."""

from __future__ import annotations

import os

from partyorg._files import replace_file
from partyorg.verdict import Run
from partyorg.writers._format import format_named

__all__ = ["save"]


def save(run: Run, format: str, path: str | os.PathLike[str], *, lang: str = "zh") -> None:  # noqa: A002
    """Write a run to a file, in the format named, whole or not at all.

    Raises:
        CallError: there is no such format or language, or the file cannot be written.
    """
    chosen = format_named(format)
    replace_file(path, lambda stream: chosen.write(run, stream, lang=lang))
