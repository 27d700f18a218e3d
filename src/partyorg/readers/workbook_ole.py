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

_FORMULA, _FILEPASS, _BOUNDSHEET, _BOOLERR = 0x0006, 0x002F, 0x0085, 0x0205
_TEXTS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
}


def examine(name: str, data: bytes) -> dict[str, Marks]:
    """Look through a compound file; give the marks of each sheet by its name."""
    try:
        streams = _streams(data)
        if "EncryptedPackage" in streams:
            raise encrypted(name)
        if not streams.keys() & {"Workbook", "Book"}:
            raise broken(name)
        return _sheets(name, streams.get("Workbook") or streams.get("Book") or b"")
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise broken(name) from error


def _streams(data: bytes) -> dict[str, bytes]:
    """Give the streams of a compound file that lie in whole sectors."""
    size = 1 << struct.unpack_from("<H", data, 30)[0]
    directory, cutoff = struct.unpack_from("<I", data, 48)[0], 4096
    table: list[int] = []
    more = struct.unpack_from("<I", data, 68)[0]
    sectors = list(struct.unpack_from("<109I", data, 76))
    for _ in range(struct.unpack_from("<I", data, 72)[0]):
        if more >= _LAST or len(sectors) > len(data) // size:
            break
        *found, more = struct.unpack_from(f"<{size // 4}I", data, (more + 1) * size)
        sectors += found
    for sector in sectors:
        if sector < _LAST:
            table += struct.unpack_from(f"<{size // 4}I", data, (sector + 1) * size)

    def chain(sector: int) -> bytes:
        out: list[bytes] = []
        while sector < _LAST and len(out) <= len(data) // size:
            out.append(data[(sector + 1) * size : (sector + 2) * size])
            sector = table[sector]
        return b"".join(out)

    streams = {}
    entries = chain(directory)
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", entries, at + 64)
        title = entries[at : at + max(length - 2, 0)].decode("utf-16-le")
        start, amount = struct.unpack_from("<II", entries, at + 116)
        if kind == 2:  # noqa: PLR2004  (a stream; short ones lie elsewhere and do not matter here)
            streams[title] = chain(start)[:amount] if amount >= cutoff else b""
    return streams


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
            sheets[title] = _sheet(book, place)
    return sheets


def _sheet(book: bytes, place: int) -> Marks:
    marks = Marks()
    for kind, record in _records(book, place):
        if kind == _BOOLERR:
            row, column, _, code, is_error = struct.unpack_from("<HHHBB", record)
        elif kind == _FORMULA:
            row, column, _, result, code, mark = struct.unpack_from("<HHHBxBxxxH", record)
            is_error = result == 2 and mark == 0xFFFF  # noqa: PLR2004
        else:
            continue
        if is_error:
            marks.errors[row, column] = _TEXTS.get(code, "#VALUE!")
    return marks
