"""Loading: whatever a data set is kept in, one data set comes out.

Our own tables are read as they are (`partyorg.readers`).  Appointment forms, the collection
workbook and rosters are read by `partyorg.forms` and turned into the same tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import define, field, frozen

from partyorg.errors import CallError, InputInfo, Problem
from partyorg.model import Dataset, table_named
from partyorg.readers import InputError, Limits
from partyorg.readers import load as load_tables

if TYPE_CHECKING:
    from partyorg.forms.official import Official
    from partyorg.forms.quality import Quality
    from partyorg.forms.reading import Guess
    from partyorg.writers.tables import Sheet

__all__ = ["Converted", "convert", "load"]

_FORM_ENDINGS = (".lrmx", ".lrm")
_SHEET_ENDINGS = (".xlsx", ".xlsm", ".xls", ".et", ".ods", ".csv", ".tsv")
Progress = Callable[[int, int], None]


@frozen(kw_only=True)
class Converted:
    """What inputs of any kind have become: a data set, and what should be looked at.

    `pending` are entries that are not among the rows because their place or end is not known;
    `guesses` say which heading of a roster was taken for what.  Both are empty for our own tables.
    """

    dataset: Dataset
    sheets: Sequence[Sheet]
    quality: Quality | None = None
    guesses: tuple[Guess, ...] = ()


def load(
    source: str | PathLike[str],
    *,
    limits: Limits | None = None,
    county: str | None = None,
    mapping: str | PathLike[str] | None = None,
    key: bytes | None = None,
    queries: Mapping[str, str] | None = None,
) -> Dataset:
    """Read a data set from whatever it is kept in.

    Our own tables: a folder of CSV or Parquet files, a workbook with a sheet for each table, an
    SQLite file, Popolo JSON, any database by its URL (`queries` then gives a query for each table).
    What departments have: an appointment form (`.lrmx`, `.lrm`) or a folder of them, the collection
    workbook of the civil-servant system, and rosters of any shape, read by the words of their
    headings (`mapping` is a file that says which heading means what).

    `county` is where townships are looked up that no line places.  `key`, of 16 bytes or more,
    makes the identifiers of people keyed hashes, the same in every year; otherwise they are running
    numbers.  Of people only what a rule needs is kept.

    What is wrong with cells, rows and lines stands in `problems` of the data set.  Where nothing
    can be read at all a `DataError` is raised.

    >>> import partyorg as po
    >>> po.load(po.sample_path()).problems
    ()
    """
    if not _is_forms(source):
        return load_tables(source, limits=limits, **({"queries": queries} if queries else {}))
    return convert([source], limits=limits, county=county, mapping=mapping, key=key).dataset


def convert(
    sources: Sequence[str | PathLike[str]],
    *,
    limits: Limits | None = None,
    county: str | None = None,
    mapping: str | PathLike[str] | None = None,
    key: bytes | None = None,
    progress: Progress | None = None,
) -> Converted:
    """Turn forms, rosters and workbooks into our tables, with a list of what to look at.

    Several inputs become one data set; a single one may also be in our own tables.

    Raises:
        CallError: nothing was given, or our own tables and others were.
        DataError: an input cannot be read at all.
    """
    if not sources:
        msg = "nothing to convert; give files or folders"
        raise CallError(msg)
    limits = limits or Limits()
    own = [source for source in sources if not _is_forms(source)]
    if own and len(sources) > 1:
        msg = f"'{own[0]}' holds tables of its own; convert it alone"
        raise CallError(msg)
    if own:
        dataset = load_tables(own[0], limits=limits)
        return Converted(dataset=dataset, sheets=sheets_of(dataset))
    read = _Read(limits, mapping, progress)
    for source in sources:
        read.take(Path(source))
    made = assemble(
        read.officials,
        county=county,
        identities=Identities(key),
        organizations=read.organizations,
        inputs=read.inputs,
        problems=read.problems,
    )
    return Converted(
        dataset=made.dataset(),
        sheets=made.sheets(),
        quality=made.quality,
        guesses=tuple(read.guesses),
    )


@define
class _Read:
    """What has been read of forms, rosters and workbooks."""

    limits: Limits
    mapping: str | PathLike[str] | None
    progress: Progress | None
    officials: list[Official] = field(factory=list)
    organizations: list[Mapping[str, Any]] = field(factory=list)
    guesses: list[Guess] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    inputs: list[InputInfo] = field(factory=list)
