r"""Encodings: UTF-8 or GB 18030, and files in which both are mixed.

Excel and WPS in China write CSV in GB 18030, everything else writes UTF-8; files put together from
both hold lines of each.  Nearly every line of UTF-8 can also be taken for GB 18030, as nonsense.
So the lines vote: the encoding of the greater number is that of the file, and in the other lines
each byte that is not ASCII becomes a lone surrogate (`errors="surrogateescape"`).  The intake
refuses cells with such half characters; what is ASCII in the line, the identifiers and dates,
stays legible.

>>> decode("姓名\n干部1\n".encode("gb18030"))
'姓名\\n干部1\\n'
"""

from __future__ import annotations

from enum import Enum, auto

__all__ = ["decode"]

_BOM = b"\xef\xbb\xbf"
_FIRST_OF_THREE_BYTES = "\u0800"  # Chinese is written with three bytes or more in UTF-8


class _Kind(Enum):
    EITHER = auto()
    UTF_8 = auto()
    GB_18030 = auto()
    NEITHER = auto()


def decode(data: bytes) -> str:
    """Decode the bytes of a text file; undecodable bytes become lone surrogates."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    lines = data.removeprefix(_BOM).split(b"\n")
    kinds = [_kind(line) for line in lines]
    as_gb = not data.startswith(_BOM) and kinds.count(_Kind.GB_18030) > kinds.count(_Kind.UTF_8)
    name, wrong = ("gb18030", _Kind.UTF_8) if as_gb else ("utf-8", _Kind.GB_18030)
    return "\n".join(
        line.decode("ascii", "surrogateescape")
        if kind in {wrong, _Kind.NEITHER}
        else line.decode(name, "surrogateescape")
        for line, kind in zip(lines, kinds, strict=True)
    )


def _kind(line: bytes) -> _Kind:
    """Tell what encoding a line is in; two-byte UTF-8 may by chance be Chinese in GB 18030."""
    if line.isascii():
        return _Kind.EITHER
    try:
        return _Kind.UTF_8 if max(line.decode("utf-8")) >= _FIRST_OF_THREE_BYTES else _Kind.EITHER
    except UnicodeDecodeError:
        pass
    try:
        line.decode("gb18030")
    except UnicodeDecodeError:
        return _Kind.NEITHER
    return _Kind.GB_18030
