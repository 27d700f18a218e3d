"""What a search in columns finds: subjects, what stands in the way of a verdict, and the facts."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from threading import Lock
from typing import Any, Protocol

import numpy as np
from attrs import define, field, frozen
from numpy.typing import NDArray

from partyorg.verdict import Outcome, Subject

__all__ = ["TRUTH", "Coded", "Facts", "Found", "Labels", "Named", "Numbering", "State", "packed"]

Array = NDArray[Any]
_SMALL = 1 << 30
TRUTH = {1: True, 0: False, -1: None}
"""What an answer in an array means: yes, no, not known."""


class Facts(Protocol):
    """Facts of many subjects.

    Facts that the `judge` of the kind cannot tell apart, but for what it only shows, are one class.
    A class has the same number in every part of the data.
    """

    def classes(self) -> Array:
        """Give the class of each subject, a whole number from 0."""
        ...

    def at(self, row: int) -> Any:
        """Give the facts of one subject, as its kind takes them."""
        ...


class Numbering:
    """A number for each thing, from nought on; several threads may ask."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._lock = Lock()

    def of(self, things: Iterable[Hashable]) -> list[int]:
        """Give the numbers of some things."""
        with self._lock:
            return [self._numbers.setdefault(one, len(self._numbers)) for one in things]


class Named(Sequence[str | None]):
    """Texts of which each is made when it is asked for, from whole numbers."""

    def __init__(self, numbers: Array, name: Callable[[int], str | None]) -> None:
        self._numbers = numbers
        self._name = name

    def __len__(self) -> int:
        """Give how many there are."""
        return len(self._numbers)

    def __getitem__(self, key: Any) -> Any:
        """Make one, or some."""
        if isinstance(key, slice):
            return [self._name(one) for one in self._numbers[key].tolist()]
        return self._name(int(self._numbers[key]))


@define(eq=False)
class Labels:
    """Text by number: `names[code]` for each row."""

    code: Array
    names: Sequence[str | None]

    def take(self, rows: Array) -> Labels:
        """Give those of some rows."""
        return Labels(self.code[rows], self.names)

    def at(self, row: int) -> str | None:
        """Give the text of a row."""
        return self.names[int(self.code[row])]


@frozen
class State:
    """How far a subject has come: settled before its facts (`outcome`), or to be judged by them.

    `reason` is the code that goes with it; `sure`, whether the rule is surely in force.
    """

    outcome: Outcome | None = None
    reason: str | None = None
    sure: bool = True


@frozen(eq=False)
class Coded:
    """The class and state of each subject in one number: `len(states) * class + state`.

    `fast`: compiled code is in use, and may look answers up.
    """

    code: Array
    states: Sequence[State]
    fast: bool = False


@define(eq=False, kw_only=True)
class Found:
    """The subjects of a rule in a part of the data, or in all of it, in the order of the report.

    `who` are the numbers of people within the part, or places in `subjects`.  `events` are pairs of
    days (each a number, or one for each subject) as in `partyorg.evaluate.scope.Case`.  `not_yet`
    and `blocked` are reasons that stand in the way, with a truth for each subject, the first that
    holds counts; so does `doubtful`.  `alone` are the numbers of people who are judged one by one,
    and are not among `who`.  `company(columns, who, rows)` names the people without whose records
    some rows cannot be told in full, where these are not simply the subjects.

    `sample` gives the facts of the class of a subject, without what is only shown, where that is
    cheaper than the facts.  `coded` is there where classes and states are known already; then
    `events` and what stands in the way need not be told.  `beside` are people of the same part of
    whom the same was found in another way.
    """

    who: Array
    facts: Facts
    events: Sequence[tuple[Any, Any]] = ()
    sample: Callable[[int], Any] | None = None
    coded: Coded | None = None
    beside: Found | None = None
    subjects: Sequence[Subject] | None = None
    period: Labels | None = None
    part: Labels | None = None
    not_yet: Sequence[tuple[str, Array]] = ()
    blocked: Sequence[tuple[str, Array]] = ()
    doubtful: Array | None = None
    alone: Array = field(factory=lambda: np.empty(0, np.int64))
    company: Callable[[Any, Array, Array], Sequence[int]] | None = None

    def __len__(self) -> int:
        """Give the number of subjects."""
        return len(self.who)


def packed(*digits: tuple[Any, int]) -> Array:
    """Put small numbers together into one: pairs of an array and how many values it may have."""
    most = 1
    for _, size in digits:
        most *= size
    kind = np.int32 if most < _SMALL and len(digits) > 1 and digits[0][1] > 1 else np.int64
    code: Any = None
    for values, size in digits:
        digit = np.asarray(values).astype(kind, copy=False)
        code = digit if code is None else code * kind(size) + digit
    return np.asarray(code)
