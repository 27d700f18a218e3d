r"""Encodings: UTF-8 or GB 18030, and files in which both are mixed.

Excel and WPS in China write CSV in GB 18030, everything else writes UTF-8; files put together from
both hold lines of each.  Nearly every line of UTF-8 can also be taken for GB 18030, as nonsense,
and now and then a short one the other way round: 省 in GB 18030 is ʡ in UTF-8.  Chinese takes three
bytes in UTF-8, so a line with a character of three bytes is surely UTF-8, and one with none of them
that can be GB 18030 is that.

Then the lines vote: the encoding of the greater number is that of the file, and in the other lines
each byte that is not ASCII becomes a lone surrogate (`errors="surrogateescape"`).  The intake
refuses cells with such half characters; what is ASCII in the line, the identifiers and dates,
stays legible.

>>> decode("级别\n省".encode("gb18030")) == decode("级别\n省".encode("utf-8")) == "级别\n省"
True
"""

from __future__ import annotations

import re
from enum import Enum, auto

__all__ = ["decode", "decode_whole"]

_BOM = b"\xef\xbb\xbf"
_THREE_BYTES = re.compile("[\u0800-\U0010ffff]")


class _Kind(Enum):
    EITHER = auto()
    UTF_8 = auto()
    GB_18030 = auto()
    NEITHER = auto()


def decode(data: bytes) -> str:
    """Decode the bytes of a text file; undecodable bytes become lone surrogates."""
    marked = data.startswith(_BOM)
    text = _as_utf_8(data)
    if text is not None:
        return text
    lines = data.removeprefix(_BOM).split(b"\n")
    kinds = [_kind(line) for line in lines]
    as_gb = not marked and kinds.count(_Kind.GB_18030) > kinds.count(_Kind.UTF_8)
    name, wrong = ("gb18030", _Kind.UTF_8) if as_gb else ("utf-8", _Kind.GB_18030)
    bad = {wrong, _Kind.NEITHER}
    if bad.isdisjoint(kinds):
        return data.decode(name, "surrogateescape")
    return "\n".join(
        line.decode("ascii", "surrogateescape")
        if kind in bad
        else line.decode(name, "surrogateescape")
        for line, kind in zip(lines, kinds, strict=True)
    )


def decode_whole(data: bytes) -> str | None:
    r"""Decode what is in one encoding throughout, as one program wrote it; else give None.

    >>> decode_whole("省".encode("gb18030")), decode_whole(b"\xff")
    ('省', None)
    """
    text = _as_utf_8(data)
    if text is not None or data.startswith(_BOM):
        return text
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return None


def _as_utf_8(data: bytes) -> str | None:
    """Decode what is surely UTF-8, or might be and is rather GB 18030; None if it is not UTF-8."""
    try:
        text = data.decode("utf-8-sig")
        if data.startswith(_BOM) or text.isascii() or _THREE_BYTES.search(text):
            return text
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return None


def _kind(line: bytes) -> _Kind:
    """Tell what encoding a line is in, so far as it tells by itself."""
    if line.isascii():
        return _Kind.EITHER
    try:
        return _Kind.UTF_8 if _THREE_BYTES.search(line.decode("utf-8")) else _Kind.EITHER
    except UnicodeDecodeError:
        pass
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        return _Kind.NEITHER
    return _Kind.GB_18030
