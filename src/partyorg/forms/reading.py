"""Appointment forms, one or a folder of them, read one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from os import PathLike
from pathlib import Path

from partyorg.errors import Problem, ProblemSeverity, masked, shown
from partyorg.forms.lrm import read_lrm
from partyorg.forms.lrmx import read_lrmx
from partyorg.forms.official import Official
from partyorg.readers import InputError, Limits
from partyorg.readers.files import cannot_open, missing

__all__ = ["FORM_SUFFIXES", "read_forms"]

_READERS = {".lrmx": read_lrmx, ".lrm": read_lrm}

FORM_SUFFIXES = tuple(_READERS)
"""The endings of files that are forms."""


def read_forms(
    path: str | PathLike[str],
    limits: Limits | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Official | Problem]:
    """Read a form or a folder of forms, one at a time, in the order of their names.

    Only one form is in memory at a time.  One that cannot be read is a `Problem`, and the others
    are read; what else lies in the folder is passed over, with one problem for each kind of file.
    Folders in the folder are not entered, and hidden files are not looked at.

    `progress(done, all)` is called after each form.

    Raises:
        InputError: At once, where there is no such path, or no form in the folder.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "b.lrmx").write_text("<Person><XingMing>干部0001</XingMing></Person>")
    ...     _ = Path(folder, "a.lrmx").write_text("<Person><XingMing>干部0002</XingMing>")
    ...     for found in read_forms(folder):
    ...         print(found if isinstance(found, Problem) else found.name)
    a.lrmx: the form is broken or cut short (line 1: no element found); open it in the program...
    干部0001
    """
    path = Path(path)
    try:
        if path.is_dir():
            forms, others = _sorted_out(path)
        elif path.exists():
            forms, others = [path], []
        else:
            raise missing(path)
    except OSError as error:
        raise cannot_open(path, error) from error
    if not forms:
        raise InputError(
            path.name,
            "empty-folder",
            f"文件夹中没有任免审批表；请放入 {'、'.join(FORM_SUFFIXES)} 文件",
            f"there is no appointment form in the folder; put files {', '.join(FORM_SUFFIXES)} "
            "into it",
        )
    return _each(forms, others, limits or Limits(), progress)


def _each(
    forms: list[Path],
    others: list[Path],
    limits: Limits,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Official | Problem]:
    for done, form in enumerate(forms, start=1):
        found: Official | Problem
        try:
            found = _read(form, limits)
        except InputError as error:
            found = error.as_problem()
        yield found
        if progress:
            progress(done, len(forms))
    yield from _passed_over(others)


def _read(form: Path, limits: Limits) -> Official:
    read = _READERS.get(form.suffix.lower())
    if read is None:
        endings = " ".join(FORM_SUFFIXES)
        raise InputError(
            form.name,
            "unknown-format",
            f"无法识别的表格格式；请给出 {endings} 文件，或装有这些文件的文件夹",
            f"not a known form; give one of {endings}, or a folder of them",
        )
    return read(form, limits)


def _sorted_out(folder: Path) -> tuple[list[Path], list[Path]]:
    """Give the forms of a folder and what else lies there."""
    forms: list[Path] = []
    others: list[Path] = []
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.name.startswith((".", "~$")):
            continue
        is_form = item.suffix.lower() in _READERS and not item.is_dir()
        (forms if is_form else others).append(item)
    return forms, others


def _passed_over(others: list[Path]) -> Iterator[Problem]:
    """Say what was not read: one problem for each kind of file, which names the first."""
    kinds: dict[str, list[Path]] = {}
    for item in others:
        kinds.setdefault("/" if item.is_dir() else item.suffix.lower(), []).append(item)
    endings = ", ".join(FORM_SUFFIXES)
    for items in kinds.values():
        inner = items[0].is_dir()
        zh, en = ("内层文件夹", "inner folders") if inner else ("此类文件", "files of this kind")
        first = shown(items[0].name)
        yield Problem(
            severity=ProblemSeverity.WARNING,
            code="file-not-read",
            message={
                "zh": f"{zh}（共 {len(items)} 个）未读取：此处只读任免审批表（{endings}）；"
                "如有数据，请单独给出",
                "en": f"{en} ({len(items)} in all) are not read, only appointment forms are "
                f"({endings}); if there are data in them, give them alone",
            },
            value=masked(first),
            input=first,
        )
