"""The list of formats, and how a run is sent to a stream in one of them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from io import TextIOBase, TextIOWrapper
from types import MappingProxyType
from typing import IO, Any

from attrs import frozen

from partyorg.errors import CallError, hint
from partyorg.verdict import Run
from partyorg.verdict.words import LANGUAGES

__all__ = ["FORMATS", "Format", "dump", "format_named"]


@frozen
class Format:
    """A form of output; its module is imported when it is first used.

    `suffix` is the usual end of a file name.  `binary`: the bytes are no text.
    """

    name: str
    suffix: str
    binary: bool = False

    def write(self, run: Run, stream: IO[Any], *, lang: str = "zh") -> None:
        """Write a run to an open stream, of bytes or of text.

        Text goes out as UTF-8 with the line ends of the format, so a text stream which has bytes
        below it (standard output) is written to below.  Only what is shown to a person at a
        terminal goes to the text stream itself, which knows whether it is one.
        """
        if lang not in LANGUAGES:
            msg = f"there is no language '{lang}'; use 'zh' or 'en'"
            raise CallError(msg)
        write = import_module(f"partyorg.writers.to_{self.name}").write
        textual = isinstance(stream, TextIOBase)
        if textual and (self.name == "console" or not hasattr(stream, "buffer")):
            if self.binary:
                msg = f"format '{self.name}' is no text; give a stream of bytes"
                raise CallError(msg)
            write(run, stream, lang=lang)
            return
        raw = stream.buffer if textual else stream  # type: ignore[attr-defined]
        stream.flush()
        if self.binary:
            write(run, raw, lang=lang)
        else:
            # A lone half of a surrogate pair has no UTF-8; as a backslash escape it survives, and
            # in JSON it even reads back as what it was.
            text = TextIOWrapper(raw, "utf-8", errors="backslashreplace", newline="")
            try:
                write(run, text, lang=lang)
                text.flush()
            finally:
                text.detach()
        raw.flush()


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        one.name: one
        for one in (
            Format("console", ".txt"),
            Format("json", ".json"),
            Format("jsonl", ".jsonl"),
            Format("csv", ".csv"),
            Format("xlsx", ".xlsx", binary=True),
            Format("html", ".html"),
            Format("junit", ".xml"),
        )
    }
)
"""The formats by name."""


def format_named(name: str) -> Format:
    """Find a format; a `CallError` names those there are."""
    if name not in FORMATS:
        near = hint(name, FORMATS)
        known = f"did you mean '{near}'?" if near else f"use one of {', '.join(FORMATS)}"
        msg = f"there is no format '{name}'; {known}"
        raise CallError(msg)
    return FORMATS[name]


def dump(run: Run, format: str, stream: IO[Any], *, lang: str = "zh") -> None:  # noqa: A002
    """Write a run to an open stream, for instance `sys.stdout`, in the format named."""
    format_named(format).write(run, stream, lang=lang)
