"""Identifiers: read from frames, kept without writing them out, and looked up by the million."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from partyorg.bulk.arrow import coded, flat, looked_up, room
from partyorg.model import Column
from partyorg.model.rows import CellReader

__all__ = ["Ids", "Numbers", "Texts", "identifiers", "repeated"]

Array = NDArray[Any]
_PLAIN = r"^[0-9A-Za-z_\-]{1,200}$"
_SHORTENED = r"^\d(\.\d+)?[Ee]\+?\d+$"
_REMEMBERED = 4
"""Sets of distinct values that are kept: those of one column take turns with those of others."""
_WORD = 8
"""Bytes that are taken together."""
_ODD = np.uint64(0x9E3779B97F4A7C15)
_HALF = np.uint64(32)


class Ids(Sequence[str]):
    """Identifiers, kept as whole numbers or as Arrow text, and written out when asked for."""

    def __init__(self, array: Any) -> None:
        self.array = array

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self.array)

    def __getitem__(self, key: Any) -> Any:
        """Give one as text, or some of them."""
        if isinstance(key, slice):
            return Ids(self.array[key])
        value = self.array[int(key)]
        return str(value.as_py() if isinstance(value, pa.Scalar) else value)

    def __iter__(self) -> Iterator[str]:
        """Give them one by one."""
        values = (
            self.array.tolist() if isinstance(self.array, np.ndarray) else self.array.to_pylist()
        )
        return map(str, values)

    def number(self, text: str) -> int | None:
        """Give the number of an identifier; None where it is not among them."""
        found = int(self._numbers.named([text])[0])
        return found if found >= 0 else None

    @cached_property
    def _numbers(self) -> Numbers:
        return Numbers(self.array)

    def picked(self, at: Array) -> Ids:
        """Give those at some places."""
        whole = isinstance(self.array, np.ndarray)
        return Ids(self.array[at] if whole else self.array.take(pa.array(at)))

    @classmethod
    def of(cls, texts: Iterable[str]) -> Ids:
        """Take texts of Python."""
        return cls(pa.array(texts, pa.large_string()))

    @classmethod
    def behind(cls, pieces: Sequence[Ids]) -> Ids:
        """Put some behind each other; all are text where one is."""
        arrays = [piece.array for piece in pieces]
        if len(arrays) == 1:
            return pieces[0]
        if all(isinstance(array, np.ndarray) for array in arrays):
            return cls(np.concatenate(arrays))
        return cls(pa.concat_arrays([_text(array) for array in arrays]))


def _text(array: Any) -> Any:
    """Give identifiers as Arrow text."""
    return pa.array(array).cast(pa.large_string()) if isinstance(array, np.ndarray) else array


def identifiers(column: Column, given: Any) -> tuple[Any, Array | None]:
    """Read a column of identifiers of which most differ; an array, and which rows have a fault.

    Whole numbers stay whole numbers, where none is empty.
    """
    array = flat(given)
    whole = _whole(array)
    if whole is not None:
        return whole, None
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        values, faults = CellReader(column).read(array.to_pylist())
    else:
        array = array.cast(pa.large_string())
        odd = ~np.asarray(pc.match_substring_regex(array, _PLAIN).fill_null(False))
        odd |= np.asarray(pc.match_substring_regex(array, _SHORTENED).fill_null(False))
        if not odd.any():
            return array, None
        values, faults = array.to_pylist(), [False] * len(array)
        rows = np.flatnonzero(odd).tolist()
        read, bad = CellReader(column).read([values[row] for row in rows])
        for row, value, fault in zip(rows, read, bad, strict=True):
            values[row], faults[row] = value, fault
    wrong = np.array(faults, bool)
    text = [None if fault else value for value, fault in zip(values, faults, strict=True)]
    return pa.array(text, pa.large_string()), wrong if wrong.any() else None


def _whole(array: Any) -> Array | None:
    """Give identifiers that are whole numbers as such; None for others, or where one is empty."""
    if not pa.types.is_integer(array.type) or array.null_count:
        return None
    numbers: Array = array.to_numpy(zero_copy_only=False)
    if numbers.dtype == np.uint64 and len(numbers) and numbers.max() > np.iinfo(np.int64).max:
        return None
    return numbers if numbers.dtype == np.int32 else numbers.astype(np.int64, copy=False)


def repeated(ids: Any) -> Array | None:
    """Tell which identifiers stand more than once."""
    if isinstance(ids, np.ndarray):
        if len(ids) < 2 or (ids[1:] > ids[:-1]).all():  # noqa: PLR2004
            return None
        _, which, counts = np.unique(ids, return_inverse=True, return_counts=True)
        often = counts[which] > 1
    else:
        encoded = ids.dictionary_encode()
        if len(encoded.dictionary) + ids.null_count == len(ids):
            return None
        codes = np.asarray(encoded.indices.fill_null(-1))
        counts = np.bincount(codes + 1, minlength=len(encoded.dictionary) + 1)
        counts[0] = 0
        often = counts[codes + 1] > 1
    return often if often.any() else None


class Texts:
    """Texts that are looked up: the number of each, of which the first counts if it stands twice.

    For each text a key of 64 bits is made of all its bytes.  The keys are put in order once, and
    others are looked up among them; what is found so is compared as text, so that two texts with
    one key cannot be taken for each other.
    """

    def __init__(self, known: Any) -> None:
        self.known = known
        self._seen: tuple[tuple[Any, Array], ...] = ()

    @classmethod
    def of(cls, known: Iterable[str]) -> Texts:
        """Take texts of Python."""
        return cls(pa.array(known, pa.large_string()))

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self.known)

    @cached_property
    def _keys(self) -> tuple[Array, Array]:
        """The keys in order, and whose they are."""
        there = np.flatnonzero(np.asarray(self.known.is_valid())).astype(np.int32)
        keys = _keys(self.known.drop_null())
        order = np.argsort(keys, kind="stable")
        return keys[order], there[order]

    def find(self, texts: Any) -> Array:
        """Give the number of each text of an Arrow array, -1 where it is empty or not known."""
        texts = texts.cast(pa.large_string())
        found = np.full(len(texts), -1, np.int32)
        keys, number = self._keys
        there = np.flatnonzero(np.asarray(texts.is_valid()))
        if not len(keys) or not len(there):
            return found
        asked = texts if len(there) == len(texts) else texts.drop_null()
        own = _keys(asked)
        at = np.minimum(np.searchsorted(keys, own), len(keys) - 1)
        same = keys[at] == own
        there, candidates = there[same], number[at[same]]
        alike = pc.equal(self.known.take(pa.array(candidates)), texts.take(pa.array(there)))
        if not pc.all(alike).as_py():  # two texts with one key
            return np.asarray(pc.index_in(texts, value_set=self.known).fill_null(-1))
        found[there] = candidates
        return found

    def numbers(self, given: Any) -> Array | None:
        """Give the number of each row's text, -1 where it is empty.

        None where one of the texts is not known as it stands, and has to be read.  The rows of a
        table that is streamed mostly come with the same distinct values again and again; these are
        looked up once.
        """
        codes, cells = coded(flat(given))
        if not (pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type)):
            return None
        for known, table in self._seen:
            if cells.equals(known):
                return looked_up(table, codes)
        found = self.find(cells)
        if found.min(initial=0) < 0:
            return None
        table = np.append(found, np.int32(-1))
        self._seen = ((cells, table), *self._seen[: _REMEMBERED - 1])
        return looked_up(table, codes)


def _keys(texts: Any) -> Array:
    """Give a key of 64 bits for each text of an array of large Arrow text without nulls."""
    _, places, data = texts.buffers()
    size = len(texts)
    offsets = np.frombuffer(places, np.int64)[texts.offset : texts.offset + size + 1]
    raw = np.frombuffer(data, np.uint8) if data is not None else np.empty(0, np.uint8)
    lengths = np.diff(offsets)
    keys = np.empty(size, np.uint64)
    for length in np.unique(lengths).tolist():
        rows = np.flatnonzero(lengths == length)
        if len(rows) == size:
            cut = raw[offsets[0] : offsets[-1]].reshape(size, length)
        else:
            cut = raw[offsets[rows][:, None] + np.arange(length)]
        padded = np.zeros((len(rows), -(-length // _WORD) * _WORD), np.uint8)
        padded[:, :length] = cut
        key = np.full(len(rows), length, np.uint64)
        for word in padded.view(np.uint64).T:
            key ^= word
            key *= _ODD
            key ^= key >> _HALF
        keys[rows] = key
    return keys


class Numbers:
    """The numbers of people by their identifiers."""

    def __init__(self, ids: Any) -> None:
        self.ids = ids
        self.whole = isinstance(ids, np.ndarray)
        self._first = int(ids[0]) if self.whole and len(ids) else 0
        last = int(ids[-1]) if self.whole and len(ids) else -1
        self.running = bool(
            self.whole and last - self._first == len(ids) - 1 and (ids[1:] > ids[:-1]).all()
        )

    def of(self, column: Column, given: Any) -> tuple[Array, Array | None]:
        """Give the number of each row's person (-1: not found), and which rows have a fault."""
        array = flat(given)
        if not len(array):
            return np.empty(0, np.int32), None
        whole = _whole(array) if self.whole else None
        if whole is not None:
            return self._by_number(whole), None
        quick = self._texts.numbers(array)
        if quick is not None:
            return quick, None
        codes, cells = coded(array)
        names, faults = identifiers(column, cells)
        table = np.append(self._texts.find(_text(names)), np.int32(-1))
        wrong = None if faults is None else looked_up(np.append(faults, False), codes)
        return looked_up(table, codes), wrong

    def named(self, texts: Sequence[str]) -> Array:
        """Give the number of each identifier (-1: not found)."""
        return self._texts.find(pa.array(texts, pa.large_string()))

    @cached_property
    def _texts(self) -> Texts:
        return Texts(_text(self.ids))

    def _by_number(self, ids: Array) -> Array:
        if self.running:
            if len(ids) and self._first <= ids.min() and ids.max() < self._first + len(self.ids):
                number = room(len(ids), np.int32)
                np.subtract(ids, self._first, out=number, casting="unsafe")  # it fits, as seen
                return number
            number = ids.astype(np.int64) - self._first
            return np.where((number < 0) | (number >= len(self.ids)), -1, number).astype(np.int32)
        if not len(self.ids):
            return np.full(len(ids), -1, np.int32)
        known, order = self._in_order
        at = np.minimum(np.searchsorted(known, ids), len(known) - 1)
        return np.where(known[at] == ids, order[at], -1).astype(np.int32)

    @cached_property
    def _in_order(self) -> tuple[Array, Array]:
        """The whole numbers in order, and whose they are."""
        order = np.argsort(self.ids, kind="stable").astype(np.int32)
        return self.ids[order], order
