"""Loading: whatever a data set is kept in, one data set comes out.

Our own tables are read as they are (`partyorg.readers`).  Appointment forms, the collection
workbook and rosters are read by `partyorg.forms` and turned into the same tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from partyorg._files import write_all
from partyorg.errors import CallError
from partyorg.forms.assemble import assemble
from partyorg.forms.identity import Identities
from partyorg.forms.kinds import is_form
from partyorg.forms.reading import Reading
from partyorg.model import Dataset, pseudonymous
from partyorg.readers import Limits
from partyorg.readers import load as load_tables
from partyorg.writers.tables import as_csv, as_workbook, sheets_of

if TYPE_CHECKING:
    from partyorg.forms.quality import Quality
    from partyorg.forms.sheets import Guess
    from partyorg.writers.tables import Sheet

__all__ = ["Converted", "convert", "load"]

Progress = Callable[[int, int], None]


@frozen(kw_only=True)
class Converted:
    """What inputs of any kind have become: a data set, and what should be looked at.

    `sheets` are its tables as a clerk corrects them.  Of forms, rosters and workbooks there are
    also the entries that are no rows because their place or end is not known, and `quality`;
    `guesses` say which heading of a roster was taken for what.
    """

    dataset: Dataset
    sheets: Sequence[Sheet]
    quality: Quality | None = None
    guesses: tuple[Guess, ...] = ()

    def without_names(self) -> Converted:
        """Give the same without the names of people, nor of their files."""
        return without_names(self)

    def files(self, place: str | PathLike[str]) -> dict[Path, bytes]:
        """Give the files to write at a place: a folder, an `.xlsx` or a `.json` file (Popolo).

        Raises:
            CallError: the ending of the file is another one.
        """
        path = Path(place)
        ending = path.suffix.lower()
        if ending == ".json":
            from partyorg.writers.dataset_popolo import popolo  # noqa: PLC0415

            return {path: popolo(self.dataset).encode()}
        if ending == ".xlsx":
            return {path: as_workbook(self.sheets)}
        if ending:
            msg = f"'{path.name}' ends neither in .xlsx nor in .json; for CSV files name a folder"
            raise CallError(msg)
        return {path / name: data for name, data in as_csv(self.sheets).items()}

    def save(self, place: str | PathLike[str]) -> list[Path]:
        """Write the tables; give the paths of the files.  Nothing is overwritten.

        Raises:
            CallError: something is there already, or it cannot be written; then nothing is.
        """
        return write_all(self.files(place))


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
    if not is_form(source):
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
    own = [source for source in sources if not is_form(source)]
    if own and len(sources) > 1:
        msg = f"'{own[0]}' holds tables of its own; convert it alone"
        raise CallError(msg)
    if own:
        dataset = load_tables(own[0], limits=limits)
        return Converted(dataset=dataset, sheets=sheets_of(dataset))
    read = Reading(limits, mapping, progress)
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


def without_names(made: Converted) -> Converted:
    """Give what was converted without the names of people."""
    dataset = pseudonymous(made.dataset)
    quality = None if made.quality is None else made.quality.without_names()
    return evolve(made, dataset=dataset, sheets=sheets_of(dataset), quality=quality)
