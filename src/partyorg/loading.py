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
from partyorg.forms.gather import Gathering
from partyorg.forms.identity import Identities
from partyorg.forms.kinds import Kind, kind_of
from partyorg.forms.quality import Quality
from partyorg.model import Dataset, pseudonymous
from partyorg.readers import Limits
from partyorg.readers import load as load_tables
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

    def _without_names(made: Converted) -> Converted:
    """Give what was converted without the names of people."""
    told = ("姓名", "材料", "原文")
    sheets = [sheet.without(told) for sheet in made.sheets]
    quality = None if made.quality is None else made.quality.without_names()
    return evolve(made, dataset=pseudonymous(made.dataset), sheets=sheets, quality=quality)
