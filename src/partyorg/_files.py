"""Writing several files: all of them or none."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from partyorg.errors import CallError

__all__ = ["write_all"]


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
