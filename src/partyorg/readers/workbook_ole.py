"""What stands in an old workbook (.xls), or an encrypted one, beside the values.

Both lie in a compound file: a small file system of 512-byte sectors [MS-CFB].  An encrypted
workbook has a stream named EncryptedPackage there.  An old one has a stream of records [MS-XLS],
of which three say that a cell holds a formula gone wrong, or a password is set.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from partyorg.readers.marks import Marks, broken, encrypted

__all__ = ["MAGIC", "examine"]

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENTRY = 128
_LAST = 0xFFFFFFFA  # sector numbers from here on have a meaning of their own
_SHIFTS = {9, 12}  # sectors of 512 or 4096 bytes
_COUNTS = (40, 44, 64, 72)  # where the header counts sectors; memory is set aside by them
_STREAM = 2  # among the kinds of directory entries

_FORMULA, _FILEPASS, _BOUNDSHEET, _DIMENSIONS, _BOOLERR = 0x0006, 0x002F, 0x0085, 0x0200, 0x0205
_CELLS = {_FORMULA, _BOOLERR, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x0201, 0x0203, 0x0204, 0x027E}
_MOST_ROWS, _MOST_COLUMNS = 1 << 16, 1 << 8
_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


class _SpoiltError(Exception):
    """The compound file says something that cannot be."""


def examine(name: str, data: bytes) -> dict[str, Marks]:
    """Look through a compound file; give the marks of each sheet by its name."""
    try:
        streams = _streams(data)
        if "EncryptedPackage" in streams:
            raise encrypted(name)
        if not streams.keys() & {"Workbook", "Book"}:
            raise broken(name)
        return _sheets(name, streams.get("Workbook") or streams.get("Book") or b"")
    except (_SpoiltError, struct.error, IndexError, UnicodeDecodeError) as error:
        raise broken(name) from error


def _streams(data: bytes) -> dict[str, bytes]:
    """Give the streams of a compound file that lie in whole sectors."""
    shift, cutoff = _header(data, 30) & 0xFFFF, _header(data, 56)
    most = len(data) >> shift if shift in _SHIFTS else 0
    if max(_header(data, at) for at in _COUNTS) > most:
        raise _SpoiltError
    table = _table(data, 1 << shift, most)

    def chain(sector: int) -> bytes:
        out: list[bytes] = []
        while sector < _LAST and len(out) <= most:
            out.append(data[(sector + 1) << shift : (sector + 2) << shift])
            sector = table[sector]
        return b"".join(out)

    streams = {}
    entries = chain(_header(data, 48))
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", entries, at + 64)
        start, amount = struct.unpack_from("<II", entries, at + 116)
        if kind and amount > len(data):
            raise _SpoiltError
        if kind == _STREAM:
            title = entries[at : at + max(min(length, 64) - 2, 0)].decode("utf-16-le")
            # A short stream lies elsewhere; none that matters here is short.
            streams[title] = chain(start)[:amount] if amount >= cutoff else b""
    return streams


def _header(data: bytes, at: int) -> int:
    number: int = struct.unpack_from("<I", data, at)[0]
    return number


def _table(data: bytes, size: int, most: int) -> list[int]:
    """Give for each sector the next one of its chain."""
    sectors = list(struct.unpack_from("<109I", data, 76))
    more = _header(data, 68)
    for _ in range(_header(data, 72)):
        if more >= _LAST or len(sectors) > most + 109:
            break
        *found, more = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        sectors += found
    table: list[int] = []
    for sector in sectors:
        if sector < _LAST:
            table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)
    return table


def _records(book: bytes, at: int = 0) -> Iterator[tuple[int, bytes]]:
    """Give the records of a stream, from a place on, to the end of that part."""
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == 0x000A:  # noqa: PLR2004  (EOF)
            return
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _sheets(name: str, book: bytes) -> dict[str, Marks]:
    sheets = {}
    for kind, record in _records(book):
        if kind == _FILEPASS:
            raise encrypted(name)
        if kind == _BOUNDSHEET:
            place, _, length, wide = struct.unpack_from("<IHBB", record)
            text = record[8 : 8 + length * (1 + (wide & 1))]
            title = text.decode("utf-16-le" if wide & 1 else "latin-1")
            sheets[title] = _sheet(name, book, place)
    return sheets


def _sheet(name: str, book: bytes, place: int) -> Marks:
    marks = Marks()
    for kind, record in _records(book, place):
        if kind == _DIMENSIONS:
            _check_dimensions(name, record)
        if kind not in _CELLS:
            continue
        row, column = struct.unpack_from("<HH", record)
        if column >= _MOST_COLUMNS:
            raise broken(name)
        is_error, code = False, 0
        if kind == _BOOLERR:
            code, is_error = struct.unpack_from("<BB", record, 6)
        elif kind == _FORMULA:
            result, code, mark = struct.unpack_from("<BxBxxxH", record, 6)
            is_error = result == 2 and mark == 0xFFFF  # noqa: PLR2004
        if is_error:
            marks.errors[row, column] = _TEXTS.get(code, "#VALUE!")
    return marks


def _check_dimensions(name: str, record: bytes) -> None:
    """Refuse a sheet that is said to be larger than any can be; memory is set aside by this."""
    form = "<IIHH" if len(record) >= 12 else "<HHHH"  # noqa: PLR2004  (BIFF8, BIFF5)
    top, bottom, left, right = struct.unpack_from(form, record)
    if not (top <= bottom <= _MOST_ROWS and left <= right <= _MOST_COLUMNS):
        raise broken(name)
