"""CSV files: one file a table, with commas, semicolons or tabs between the cells.

Which of the three it is, the heading line tells.  A row is a record: a cell in quotation marks may
hold line breaks.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from partyorg.errors import InputInfo
from partyorg.model import RawTable
from partyorg.readers.encodings import decode
from partyorg.readers.faults import InputError
from partyorg.readers.files import contents, fingerprint
from partyorg.readers.limits import Limits

__all__ = ["read", "records"]

_DELIMITERS = ",;\t"
_TITLED = 10  # lines among which the headings are looked for


def read(path: Path, limits: Limits) -> list[RawTable]:
    """Read a CSV file; its name is the name of the table."""
    rows, sha256 = records(path, limits)
    start = next((at for at, row in enumerate(rows) if any(map(str.strip, row))), len(rows))
    headings, rows = (rows[start] if start < len(rows) else []), rows[start + 1 :]
    info = InputInfo(path.name, sha256, sum(1 for row in rows if any(row)))
    if not headings:
        raise InputError(
            path.name,
            "empty-file",
            "文件中没有内容；首行应为列名",
            "nothing stands in the file; the first row must hold the column names",
        )
    return [RawTable(path.stem, headings, rows, info)]


def records(path: Path, limits: Limits, *, titled: bool = False) -> tuple[list[list[str]], str]:
    """Give all records of a CSV file, and the SHA-256 of the file.

    With `titled` the headings may stand below a title, which tells nothing of what parts the cells.
    """
    data = contents(path, limits.file_bytes)
    _check_text(path, data[:4096])
    text = decode(data)
    sep = re.match(r"sep=(.)\r?\n", text)  # a line which Excel reads and does not show
    if sep:
        text = text[sep.end() :]
    return _records(text, sep[1] if sep else _delimiter(text, titled)), fingerprint(data)


def _check_text(path: Path, head: bytes) -> None:
    """Refuse UTF-16, which Excel writes as "Unicode text"."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")) or head.count(0) > len(head) // 4:
        raise InputError(
            path.name,
            "bad-encoding",
            "文件为 UTF-16 编码或不是文本；请另存为“CSV UTF-8”",
            'the file is in UTF-16 or no text at all; save it as "CSV UTF-8"',
        )


def _delimiter(text: str, titled: bool) -> str:
    """Find what parts the cells, from the first line that is not blank, or from the fullest."""
    lines = islice((line for line in io.StringIO(text) if line.strip()), _TITLED if titled else 1)
    bare = [re.sub(r'"[^"]*"', "", line) for line in lines]
    # Of equals the first, the comma.
    return max(_DELIMITERS, key=lambda mark: max((line.count(mark) for line in bare), default=0))


def _records(text: str, delimiter: str) -> list[list[str]]:
    """Give the records of a text."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        # A cell beyond the limit of the csv module, which could only be raised for the whole
        # program.  The text is read again, slower and without a limit.
        return list(_unlimited(text, delimiter))


def _unlimited(text: str, delimiter: str) -> Iterator[list[str]]:
    r"""Read as the csv module does, cells of any length.

    >>> list(_unlimited('a,"b ""c"", d"\n1,2', ","))
    [['a', 'b "c", d'], ['1', '2']]
    """
    mark = re.escape(delimiter)
    cell = re.compile(
        rf'(?:"((?:[^"]++|"")*+)(?:"|\Z))?'  # the part in quotation marks
        rf"([^{mark}\r\n]*+)"  # what follows, or a cell without them
        rf"({mark}|\r\n|\r|\n|\Z)"
    )
    row: list[str] = []
    at = 0
    while at < len(text) or row:
        match = cell.match(text, at)
        if match is None:  # pragma: no cover  (the pattern matches anywhere)
            break
        quoted, plain, end = match.groups()
        value = (quoted or "").replace('""', '"') + plain
        at = match.end()
        if end == delimiter:
            row.append(value)
            continue
        yield [*row, value] if row or value or quoted is not None else []
        row = []
