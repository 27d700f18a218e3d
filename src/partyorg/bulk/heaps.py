"""Rows in no order, dealt into heaps on the disk: each holds those of the people of some numbers.

`Heaps` takes appointments that have been read, as columns, and gives them back heap by heap.  Of
rows as they stand, which are needed for whoever is told as records, `deal_raw` makes heaps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from weakref import finalize

import numpy as np
import pyarrow as pa
from attrs import define, evolve, field
from numpy.typing import NDArray

from partyorg.bulk.arrow import as_schema, looked_up
from partyorg.bulk.columns import Posts
from partyorg.bulk.joining import in_order, joined_arrays
from partyorg.bulk.parquet import Rows

__all__ = ["Heaps", "RawHeap", "deal_raw"]

Array = NDArray[Any]
_HEAP = 1 << 16
"""People of one heap: so few that what is theirs has room in the cache of a processor."""
_RAW = 1 << 19
"""People of one heap of rows as they stand."""
_ROW = "__row"


def _folder(owner: object) -> Path:
    """Make a folder that goes when its owner does."""
    folder = mkdtemp(prefix="partyorg-")
    finalize(owner, rmtree, folder, ignore_errors=True)
    return Path(folder)


_Piece = Mapping[str, tuple[int, Any, int]]
"""Of arrays by name: the place in the file, the type and the length."""


@define(eq=False, slots=False)
class Heaps:
    """Appointments as columns, in files by the numbers of their people."""

    people: int
    _folder: Path = field(init=False)
    _pieces: list[list[_Piece]] = field(init=False)
    _like: Posts | None = field(default=None, init=False)
    _words: dict[tuple[str, ...], int] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        self._folder = _folder(self)
        self._pieces = [[] for _ in range(0, max(self.people, 1), _HEAP)]

    def put(self, posts: Posts) -> None:
        """Deal appointments into the heaps of their people."""
        if not len(posts.owner):
            return
        for words in posts.words:
            self._words.setdefault(words, len(self._words))
        numbers = [self._words[words] for words in posts.words]
        posts = evolve(posts, duties=np.array(numbers, np.int32)[posts.duties])
        self._like = posts.take(slice(0, 0))
        heap = posts.owner // _HEAP
        order = in_order(heap)
        cuts = np.searchsorted(heap[order], np.arange(len(self._pieces) + 1)).tolist()
        dealt = {name: looked_up(array, order) for name, array in posts.arrays.items()}
        for at, (low, high) in enumerate(pairwise(cuts)):
            if low < high:
                self._write(at, {name: array[low:high] for name, array in dealt.items()})

    def _write(self, at: int, arrays: Mapping[str, Array]) -> None:
        piece = {}
        with self._file(at).open("ab") as file:
            place = file.tell()
            for name, array in arrays.items():
                piece[name] = (place, array.dtype, len(array))
                place += array.nbytes
            file.write(b"".join(array.data for array in arrays.values()))
        self._pieces[at].append(piece)

    def _file(self, at: int) -> Path:
        return self._folder / f"{at}.posts"

    def each(self) -> Iterator[tuple[int, Posts | None]]:
        """Give for each heap the number behind its last person, and its appointments."""
        for at, pieces in enumerate(self._pieces):
            until = min((at + 1) * _HEAP, self.people)
            yield until, self._posts(at, pieces) if pieces else None

    def _posts(self, at: int, pieces: list[_Piece]) -> Posts:
        raw = np.fromfile(self._file(at), np.uint8)
        rows = sum(piece["owner"][2] for piece in pieces)
        arrays = joined_arrays(
            (
                {
                    name: np.frombuffer(raw, kind, length, place)
                    for name, (place, kind, length) in piece.items()
                }
                for piece in pieces
            ),
            rows,
        )
        assert self._like is not None  # noqa: S101  (there are pieces)
        posts: Posts = evolve(self._like.with_arrays(arrays), words=tuple(self._words))
        return posts


@define(eq=False, slots=False)
class RawHeap:
    """Rows of the people from `low` to `high`, as they stand and in any order, in a file."""

    path: Path
    low: int
    high: int

    def rows(self) -> Iterator[Rows]:
        """Read them all."""
        with pa.memory_map(str(self.path)) as file, pa.ipc.open_stream(file) as stream:
            table = stream.read_all()
            rows = table.column(_ROW).to_numpy()
            yield table.drop_columns([_ROW]), rows


def deal_raw(
    owner: object, tables: Iterable[tuple[pa.Table, Array, Array]], schema: pa.Schema, people: int
) -> list[RawHeap]:
    """Deal tables with their rows' numbers and people into heaps, which go when their owner does.

    Rows of nobody (-1) are left out.
    """
    folder = _folder(owner)
    size = people // _RAW + 1
    heaps = [
        RawHeap(folder / f"{at}.arrow", at * _RAW, min((at + 1) * _RAW, people) - 1)
        for at in range(size)
    ]
    schema = schema.append(pa.field(_ROW, pa.int32()))
    writers: dict[int, Any] = {}
    try:
        for table, rows, whose in tables:
            heap = np.where(whose < 0, size, whose // _RAW)
            order = in_order(heap)
            cuts = np.searchsorted(heap[order], np.arange(size + 1)).tolist()
            numbered = as_schema(schema, table.append_column(_ROW, pa.array(rows)))
            dealt = numbered.take(pa.array(order[: cuts[-1]]))
            for at, (low, high) in enumerate(pairwise(cuts)):
                if low == high:
                    continue
                if at not in writers:
                    writers[at] = pa.ipc.new_stream(str(heaps[at].path), schema)
                writers[at].write_table(dealt.slice(low, high - low))
    finally:
        for writer in writers.values():
            writer.close()
    return [heaps[at] for at in sorted(writers)]
