"""Files: looked at before they are read, read once, and fingerprinted."""

from __future__ import annotations

import hashlib
from pathlib import Path

from partyorg.errors import hint
from partyorg.readers.faults import InputError

__all__ = [
    "cannot_open",
    "check_size",
    "contents",
    "fingerprint",
    "first_bytes",
    "missing",
    "too_large",
]

_HEAD = 4096


def first_bytes(path: Path) -> bytes:
    """Give the first bytes of a file, by which its format is known; refuse an empty one."""
    try:
        if not path.is_file():  # a pipe or device might never end
            raise InputError(
                path.name,
                "not-a-file",
                "不是普通文件；请给出数据文件或文件夹",
                "not an ordinary file; give a data file or a folder",
            )
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise cannot_open(path, error) from error
    if not head:
        raise InputError(
            path.name,
            "empty-file",
            "文件为空（0 字节）；请重新导出",
            "the file is empty (0 bytes); export it anew",
        )
    return head


def contents(path: Path, limit: int) -> bytes:
    """Read a file whole; refuse one that is larger than the limit."""
    try:
        check_size(path, limit)
        return path.read_bytes()
    except OSError as error:
        raise cannot_open(path, error) from error


def check_size(path: Path, limit: int) -> None:
    """Refuse a file that is larger than the limit."""
    size = path.stat().st_size
    if size > limit:
        raise too_large(path.name, f"{size:,} > {limit:,} bytes")


def missing(path: Path) -> InputError:
    """Make the error for a path where nothing is; it proposes a name that is near."""
    near = None
    if path.parent.is_dir():
        near = hint(path.name, sorted(item.name for item in path.parent.iterdir()))
    return InputError(
        str(path),
        "no-such-file",
        "没有这个文件或文件夹；请检查路径",
        "there is no such file or folder; "
        + (f"did you mean '{near}'?" if near else "look at the path"),
    )


def too_large(name: str, what: str) -> InputError:
    """Make the error for an input beyond the limits."""
    return InputError(
        name,
        "too-large",
        f"文件过大（{what}）；请拆分，或改用 CSV、SQLite",
        f"too large ({what}); split it, or use CSV or SQLite",
    )


def fingerprint(data: bytes | Path) -> str:
    """Give the SHA-256 of some bytes or of a file."""
    if isinstance(data, bytes):
        return hashlib.sha256(data).hexdigest()
    with data.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def cannot_open(path: Path, error: OSError) -> InputError:
    """Make the error for a file that the system does not open."""
    return InputError(
        path.name,
        "cannot-open",
        f"文件无法打开（{error.strerror}）；请检查权限，并关闭正在使用它的程序",
        f"cannot be opened ({error.strerror}); look at its permissions, and close the program "
        "that uses it",
    )
