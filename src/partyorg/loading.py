"""Loading: whatever a data set is kept in, one data set comes out.

Our own tables are read as they are (`partyorg.readers`).  Appointment forms, the collection
workbook and rosters are read by `partyorg.forms` and turned into the same tables.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from partyorg._files import write_all
from partyorg.errors import CallError
from partyorg.forms.assemble import assemble
from partyorg.forms.gather import Gathering
from partyorg.forms.identity import Identities
from partyorg.forms.kinds import Kind, kind_of
from partyorg.forms.quality import Quality
from partyorg.model import TABLES, Dataset, pseudonymous
from partyorg.readers import Limits
from partyorg.readers import load as load_tables
from partyorg.readers.urls import is_url, shown_url
from partyorg.writers.tables import as_csv, as_workbook, sheets_of

if TYPE_CHECKING:
    from partyorg.forms.results import Guess
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
        told = ("姓名", "材料", "原文")
        return evolve(
            self,
            dataset=pseudonymous(self.dataset),
            sheets=[sheet.without(told) for sheet in self.sheets],
            quality=None if self.quality is None else self.quality.without_names(),
        )

    def mapping_text(self) -> str:
        """Give the guesses as a mapping file, to be corrected and given back."""
        from partyorg.forms.mapping import mapping_text  # noqa: PLC0415

        return mapping_text(self.guesses)

    def quality_bytes(self, ending: str, *, lang: str = "zh") -> bytes:
        """Give what should be looked at as a page (`.html`) or a workbook (`.xlsx`)."""
        from partyorg.forms.quality_views import as_html, as_sheet  # noqa: PLC0415

        quality = self.quality or Quality((), len(self.dataset.people), 0)
        if ending == ".html":
            return as_html(quality, lang=lang).encode("utf-8", "replace")
        return as_workbook([as_sheet(quality, lang)])

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
    organizations: str | PathLike[str] | None = None,
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

    `county` is where townships are looked up that no line places; `organizations` is an input in
    our own tables whose organisations are looked through first.  `key`, of 16 bytes or more, makes
    the identifiers of people keyed hashes, the same in every year; otherwise they are running
    numbers.  Of people only what a rule needs is kept.

    What is wrong with cells, rows and lines stands in `problems` of the data set.

    Raises:
        DataError: nothing at all can be read.
        CallError: an argument cannot be used.

    >>> import partyorg as po
    >>> po.load(po.sample_path()).problems
    ()
    """
    if kind_of(source, limits) is Kind.TABLES:
        return load_tables(source, limits=limits, queries=queries)
    return convert(
        [source],
        limits=limits,
        county=county,
        organizations=organizations,
        mapping=mapping,
        key=key,
    ).dataset


def convert(
    sources: Sequence[str | PathLike[str]],
    *,
    limits: Limits | None = None,
    county: str | None = None,
    organizations: str | PathLike[str] | None = None,
    mapping: str | PathLike[str] | None = None,
    key: bytes | None = None,
    queries: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Converted:
    """Turn forms, rosters and workbooks into our tables, with a list of what to look at.

    Several inputs become one data set; a single one may also be in our own tables.  The arguments
    are those of `load`; `progress(done, all)` is called after each form of a folder.

    Raises:
        CallError: nothing was given, or our own tables and others were.
        DataError: an input cannot be read at all.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> form = '''<Person><XingMing>干部0001</XingMing><JianLi>2009.06--2012.08  青岩镇副镇长
    ... 2012.08--         青岩镇镇长</JianLi></Person>'''
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder, "干部0001.lrmx")
    ...     _ = path.write_text(form, "utf-8")
    ...     made = convert([path], county="花溪区")
    >>> [(post.org_id, post.role.value) for post in made.dataset.appointments]
    [('520111101', 'leader'), ('520111101', 'chief')]
    """
    if not sources:
        msg = "nothing to convert; give files or folders"
        raise CallError(msg)
    limits = limits or Limits()
    own = [source for source in sources if kind_of(source, limits) is Kind.TABLES]
    if own and len(sources) > 1:
        name = shown_url(str(own[0])) if is_url(own[0]) else own[0]
        msg = f"'{name}' holds tables of its own; convert it alone"
        raise CallError(msg)
    if own:
        dataset = load_tables(own[0], limits=limits, queries=queries)
        return Converted(dataset=dataset, sheets=sheets_of(dataset))
    gathering = Gathering(limits, mapping, progress)
    for source in sources:
        gathering.take(Path(source))
    made = assemble(
        gathering.officials(),
        county=county,
        identities=Identities(key),
        organizations=[*gathering.organizations, *_organizations(organizations, limits)],
        inputs=gathering.inputs,
        problems=gathering.problems,
    )
    return Converted(
        dataset=made.dataset(),
        sheets=made.sheets(),
        quality=made.quality,
        guesses=tuple(gathering.guesses),
    )


def _organizations(
    source: str | PathLike[str] | None, limits: Limits
) -> list[Mapping[str, object]]:
    """Give the organisations of an input in our own tables, as rows."""
    if source is None:
        return []
    names = [column.name for column in TABLES["organizations"].columns]
    return [
        {name: _plain(getattr(row, name)) for name in names}
        for row in load_tables(source, limits=limits).organizations
    ]


def _plain(value: object) -> object:
    return value.value if isinstance(value, Enum) else value
