"""Readers: from files of several formats to one data set.

Whatever a data set is kept in, a folder of CSV files, a workbook, an SQLite file, the same data
give the same `Dataset`.  A reader turns its file into raw tables; what they mean is read in one
place, `partyorg.model.intake`, so a fault has the same name in every format.
"""

from partyorg.readers.exceptions import load_exceptions
from partyorg.readers.faults import InputError
from partyorg.readers.formats import Format
from partyorg.readers.limits import Limits
from partyorg.readers.loading import load

__all__ = ["Format", "InputError", "Limits", "load", "load_exceptions"]
