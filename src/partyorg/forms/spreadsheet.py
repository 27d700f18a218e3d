"""A workbook or CSV file that is not in our tables: opened once, and read as what it is."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from partyorg.forms.collection import collection_of, is_collection
from partyorg.forms.grids import read_grids
from partyorg.forms.mapping import RosterMapping, load_mapping
from partyorg.forms.reading import FormsRead
from partyorg.forms.roster import roster_of
from partyorg.readers import Limits

__all__ = ["read_spreadsheet"]


def read_spreadsheet(
    path: str | PathLike[str],
    limits: Limits,
    mapping: RosterMapping | str | PathLike[str] | None = None,
) -> FormsRead:
    """Read the collection workbook, or else a roster; a mapping is of rosters only.

    Raises:
        InputError: nothing can be read of the file, or the mapping cannot be used.
    """
    if mapping is not None and not isinstance(mapping, RosterMapping):
        mapping = load_mapping(mapping)
    grids = read_grids(Path(path), limits)
    if mapping is None and is_collection(grids.names):
        return collection_of(grids)
    return roster_of(grids, mapping or RosterMapping())
