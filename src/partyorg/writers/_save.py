"""A file is written whole or not at all."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import IO, Any, Protocol

from partyorg.errors import CallError
from partyorg.verdict import Run
from partyorg.writers._format import format_named

__all__ = ["save"]


def save(run: Run, format: str, path: str | os.PathLike[str], *, lang: str = "zh") -> None:  # noqa: A002
    """Write a run to a file, in the format named.

    The bytes go to a temporary file beside the target, are forced to the disk, and then take the
    target's place in one step.  Whatever goes wrong before that, an earlier report stays as it was
    and nothing else is left behind.  A file that is replaced hands on its permissions.

    Raises:
        CallError: there is no such format or language, or the file cannot be written.
    """
    chosen = format_named(format)
    target = Path(path).resolve()  # a link is followed, so that it is not replaced by a file
    if target.exists() and not target.is_file():
        msg = f"'{path}' is not a file; name a file to write to"
        raise CallError(msg)
    if not target.parent.is_dir():
        msg = (
            f"there is no directory '{target.parent}' to write '{target.name}' into; make it first"
        )
        raise CallError(msg)
    try:
        _replace(run, chosen.write, target, lang)
    except OSError as error:
        why = error.strerror or str(error)
        msg = f"cannot write '{path}': {why}; is it open in another program, or the disk full?"
        raise CallError(msg) from error


class _Write(Protocol):
    def __call__(self, run: Run, stream: IO[Any], *, lang: str) -> None: ...


def _replace(run: Run, write: _Write, target: Path, lang: str) -> None:
    # Opened in the ordinary way, not by `tempfile`, whose files nobody else could read.
    temporary = target.with_name(f".partyorg-{token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as stream:
            write(run, stream, lang=lang)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except BaseException:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
