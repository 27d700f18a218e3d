"""What an input is: tables of our own, forms, the collection workbook, or a roster."""

from __future__ import annotations

from enum import Enum, auto
from os import PathLike
from pathlib import Path

from partyorg.errors import hint
from partyorg.forms.reading import FORM_SUFFIXES
from partyorg.model import NOTES, TABLES, table_named
from partyorg.readers import Limits
from partyorg.readers.formats import format_of
from partyorg.readers.urls import is_url

__all__ = ["Kind", "kind_of"]


class Kind(Enum):
    """What an input is."""

    TABLES = auto()
    FORMS = auto()
    COLLECTION = auto()
    ROSTER = auto()


def kind_of(source: str | PathLike[str], limits: Limits | None = None) -> Kind:
    """Tell what an input is, by its ending, its sheets and its name.

    A folder is one of forms if a form lies in it.  A workbook is ours if any sheet has the name of
    one of our tables, a CSV file if it has such a name or nearly so.  What is not there, or of no
    known form, is left to the reader of tables, which says what is wrong.

    >>> kind_of("干部0001.lrmx"), kind_of("sqlite:///roster.db")
    (<Kind.FORMS: 2>, <Kind.TABLES: 1>)
    """
    if is_url(source):
        return Kind.TABLES
    path = Path(source)
    if path.suffix.lower() in FORM_SUFFIXES:
        return Kind.FORMS
    if path.is_dir():
        forms = (item for item in path.iterdir() if item.suffix.lower() in FORM_SUFFIXES)
        return Kind.FORMS if next(forms, None) else Kind.TABLES
    if not path.is_file():
        return Kind.TABLES
    return _of_file(path, limits or Limits())


def _of_file(path: Path, limits: Limits) -> Kind:
    reader = format_of(path).module
    if reader == "delimited":
        return Kind.TABLES if _nearly_ours(path.stem) else Kind.ROSTER
    if reader != "workbook":
        return Kind.TABLES
    from partyorg.forms.collection import is_collection  # noqa: PLC0415
    from partyorg.readers.workbook import opened  # noqa: PLC0415

    names = opened(path, limits).names
    if any(table_named(name) or name in NOTES for name in names):
        return Kind.TABLES
    if is_collection(names):
        return Kind.COLLECTION
    return Kind.TABLES if any(map(_nearly_ours, names)) else Kind.ROSTER


def _nearly_ours(name: str) -> bool:
    """Tell whether a name is that of a table, or so near it that it must be a slip."""
    known = [own for table in TABLES.values() for own in (table.name, table.zh)]
    return hint(name, known) is not None
