"""Text from outside, made harmless for where it is going.

Names and values come from other people's files.  They may hold characters that XML forbids,
sequences that a terminal would obey, or a formula that a spreadsheet would run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["legal", "lines_of", "one_line", "unformula"]

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Excel takes the full-width signs of a Chinese keyboard for the narrow ones.
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")


def legal(text: str) -> str:
    r"""Replace what XML 1.0 has no place for, such as a null or half of a surrogate pair.

    >>> legal("甲\x00乙")
    '甲�乙'
    """
    return _ILLEGAL.sub("�", text)


def one_line(text: str) -> str:
    r"""Give a text on one line, without anything that a terminal would obey.

    >>> one_line("甲\n乙\x1b[2J")
    '甲 乙�[2J'
    """
    if text.isprintable():
        return text
    spaced = "".join(" " if c.isspace() else c for c in text)
    return "".join(c if c.isprintable() else "�" for c in spaced)


def lines_of(lines: Iterable[str]) -> str:
    """Put lines below each other, each without anything that would break or end it."""
    return "\n".join(map(one_line, lines))


def unformula(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would take for a formula.

    >>> unformula("=1+1")
    "'=1+1"
    >>> unformula("甲")
    '甲'
    """
    return f"'{text}" if _FORMULA.match(text) else text
