"""The bundled sample data set, and a table of real divisions.

The sample is an invented county with its province: every rule shows there what it says of a case
that keeps it, of one that breaks it, and of one that leaves it open.  No person or place in it is
real.  `write` gives it as files to copy from.

The divisions are real: Guizhou down to the village, as the statistics office listed it in 2023.

>>> sample_path().joinpath("people.csv").read_text("utf-8").splitlines()[1][:12]
'N0001,干部0001'
"""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from partyorg._files import write_all

if TYPE_CHECKING:
    from partyorg.model import Dataset

__all__ = ["SAMPLE_AS_OF", "load_divisions", "load_sample", "sample_path", "write"]

SAMPLE_AS_OF = "2018-12-31"
"""The day on which the sample is meant to be judged."""


def sample_path() -> Path:
    """Give the folder of the sample's CSV files."""
    return Path(str(files("partyorg.sample"))) / "data"


def write(directory: str | Path) -> list[Path]:
    """Copy the sample's files into a folder, which is made if need be; give their paths.

    All files are written or none.  A file that is there already is never overwritten: that is a
    `CallError` which names it.
    """
    target = Path(directory)
    sources = sorted(sample_path().glob("*.csv"))
    return write_all({target / source.name: source.read_bytes() for source in sources})


def load_sample() -> Dataset:
    """Read the sample into a data set.

    >>> load_sample().problems
    ()
    """
    from partyorg.sample.tables import read_tables  # noqa: PLC0415  (keeps the import light)

    return read_tables(sorted(sample_path().glob("*.csv")))


def load_divisions() -> Dataset:
    """Read the divisions of Guizhou (2023) into a data set of organisations.

    >>> divisions = load_divisions()
    >>> divisions.organization["520102"].name
    '南明区'
    """
    from partyorg.sample.tables import read_tables  # noqa: PLC0415  (keeps the import light)

    table = Path(str(files("partyorg.sample"))) / "divisions" / "guizhou-2023.csv.gz"
    return read_tables([table], {table.name: "organizations"})
