"""Writing files: one whole or not at all, several all or none."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import IO

from partyorg.errors import CallError

__all__ = ["replace_file", "write_all"]


def replace_file(path: str | os.PathLike[str], write: Callable[[IO[bytes]], object]) -> Path:
    """Let `write` fill a file, whole or not at all; give its path.

    The bytes go to a temporary file beside the target, are forced to the disk, and then take the
    target's place in one step.  Whatever goes wrong before that, an earlier file stays as it was
    and nothing else is left behind.  A file that is replaced hands on its permissions.

    Raises:
        CallError: the file cannot be written.
    """
    target = Path(path).resolve()  # a link is followed, so that it is not replaced by a file
    if target.exists() and not target.is_file():
        msg = f"'{path}' is not a file; name a file to write to"
        raise CallError(msg)
    if not target.parent.is_dir():
        msg = (
            f"there is no directory '{target.parent}' to write '{target.name}' into; make it first"
        )
        raise CallError(msg)
    # Opened in the ordinary way, not by `tempfile`, whose files nobody else could read.
    temporary = target.with_name(f".partyorg-{token_hex(8)}.tmp")
    try:
        with temporary.open("xb") as stream:
            write(stream)
            stream.flush()
            os.fsync(stream.fileno())
        if target.exists():
            shutil.copymode(target, temporary)
        temporary.replace(target)
    except BaseException as error:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            why = error.strerror or str(error)
            msg = f"cannot write '{path}': {why}; is it open in another program, or the disk full?"
            raise CallError(msg) from error
        raise
    return Path(path)


def write_all(files: Mapping[Path, bytes]) -> list[Path]:
    """Write files into one folder, which is made if need be; give their paths.

    All are written or none.  A file that is there already is never overwritten: that is a
    `CallError` which names it.
    """
    taken = next((path for path in files if path.exists()), None)
    if taken is not None:
        msg = f"{taken} is there already and is not overwritten; name another place"
        raise CallError(msg)
    target = next(iter(files)).parent
    made = _missing(target)
    done: list[Path] = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".partyorg-", dir=target) as folder:
            for path, content in files.items():
                (Path(folder) / path.name).write_bytes(content)
            for path in files:
                _place(Path(folder) / path.name, path)
                done.append(path)
    except OSError as error:
        for path in done:
            path.unlink(missing_ok=True)
        for path in made:
            if path.is_dir():
                path.rmdir()
        msg = (
            f"{error.filename2 or error.filename or target}: {error.strerror}; nothing was written"
        )
        raise CallError(msg) from error
    return done


def _missing(directory: Path) -> list[Path]:
    """Give the folders that are not there yet, the innermost first."""
    return [path for path in (directory, *directory.parents) if not path.exists()]


def _place(source: Path, target: Path) -> None:
    """Move a file to its place, but never over another that came there meanwhile."""
    if target.exists():
        raise FileExistsError(17, os.strerror(17), str(target))
    source.rename(target)
