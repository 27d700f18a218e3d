"""Limits: how much a reader takes in before it refuses."""

from __future__ import annotations

from attrs import frozen

__all__ = ["Limits"]

_MIB = 1 << 20


@frozen(kw_only=True)
class Limits:
    """The largest inputs that are read.

    A workbook is a compressed archive: a few kilobytes may unpack to gigabytes, or name one cell
    in the last row and column of a sheet so that all the empty ones between ask for memory.  So
    a workbook is measured before it is parsed.

    `file_bytes`: of a text or database file; `workbook_bytes`: of a workbook as it lies on the
    disk; `unpacked_bytes`: of all its parts, unpacked; `sheet_cells`: rows by columns of a sheet;
    `json_bytes`: of a JSON document, which is held in memory whole;
    `form_bytes`: of one appointment form, whose photograph may take a few million;
    `query_seconds`: how long a database may work on one query.
    """

    file_bytes: int = 4096 * _MIB
    workbook_bytes: int = 256 * _MIB
    unpacked_bytes: int = 1024 * _MIB
    sheet_cells: int = 40_000_000
    json_bytes: int = 512 * _MIB
    form_bytes: int = 16 * _MIB
    query_seconds: int = 600
