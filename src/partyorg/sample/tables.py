"""Read the bundled tables into a data set; they are known to be clean, so this is short."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from partyorg.errors import InputInfo
from partyorg.model import Dataset, RawTable, build

__all__ = ["read_tables"]


def read_tables(paths: Iterable[Path], names: Mapping[str, str] | None = None) -> Dataset:
    """Read CSV files, compressed or not; `names` gives the table where the file does not."""
    raw = []
    for path in paths:
        content = path.read_bytes()
        text = gzip.decompress(content) if path.suffix == ".gz" else content
        headings, *rows = csv.reader(io.StringIO(text.decode(), newline=""))
        info = InputInfo(path.name, hashlib.sha256(content).hexdigest(), len(rows))
        name = (names or {}).get(path.name, path.stem)
        raw.append(RawTable(name, headings, rows, info))
    return build(raw)
