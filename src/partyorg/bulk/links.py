"""The table of organisations as numbers: what each is, what it reports to, where it lies.

Worked out once for a data set, whatever the rules, the conventions and the day.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import repeat
from typing import Any

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from partyorg.bulk.columns import codes_of
from partyorg.model import Dataset, Level, OrgKind
from partyorg.orggraph.structure import RANK

__all__ = ["LOST", "TOP", "Links"]

Array = NDArray[Any]
TOP, LOST = -1, -2
"""In place of an organisation: there is none; nobody knows which it is."""
_DIVISION = codes_of(OrgKind)[OrgKind.DIVISION]
_RANKS = np.array([RANK[level] for level in Level], np.int8)


@frozen(eq=False, slots=False)
class Links:
    """What the table says of each organisation, by its place there.

    `kind` and `level` are places in the closed lists (-1 empty), `parent` and `within` places in
    the table (or `TOP`, `LOST`); `ids` are the identifiers, `number` says where each stands (the
    last, if several have it), `ended` whether any has been abolished.
    """

    ids: list[str]
    number: dict[str | None, int]
    kind: Array
    level: Array
    parent: Array
    within: Array
    ended: bool

    @classmethod
    def of(cls, dataset: Dataset) -> Links:
        """Give the links of a data set; made once and kept with it."""
        if "links" not in dataset.derived:
            dataset.derived["links"] = cls._made(dataset)
        made: Links = dataset.derived["links"]
        return made

    @classmethod
    def _made(cls, dataset: Dataset) -> Links:
        orgs = dataset.organizations
        ids = [org.org_id for org in orgs]
        number: dict[str | None, int] = {None: TOP}
        number.update(zip(ids, range(len(ids)), strict=True))

        def links(named: Iterable[str | None]) -> Array:
            return np.fromiter(map(number.get, named, repeat(LOST)), np.int32, len(ids))

        def codes(kind: type[Any], given: Iterable[Any]) -> Array:
            return np.fromiter(map(codes_of(kind).__getitem__, given), np.int8, len(ids))

        return cls(
            ids=ids,
            number=number,
            kind=codes(OrgKind, (org.kind for org in orgs)),
            level=codes(Level, (org.level for org in orgs)),
            parent=links(org.parent_id for org in orgs),
            within=links(org.within_id or None for org in orgs),
            ended=any(org.valid_to is not None for org in orgs),
        )

    @property
    def division(self) -> Array:
        """Which are places and no bodies."""
        return self.kind == _DIVISION

    @cached_property
    def sound(self) -> bool:
        """Whether there is certainly nothing that `structure_problems` finds.

        Of a table in which an organisation has been abolished it does not say so.
        """
        own = np.arange(len(self.ids))
        under, inside = self.parent >= 0, self.within >= 0
        if self.ended or len(self.number) <= len(own) or _circular(self.parent):
            return False
        if _circular(np.where(self.within == own, TOP, self.within)):  # a place may name itself
            return False
        above = self.parent[under]
        level, higher = self.level[under], self.level[above]
        depth = _RANKS[level] - _RANKS[higher]
        wrong = (depth < 0) | ((depth == 0) & self.division[under] & self.division[above])
        if (wrong & (level >= 0) & (higher >= 0)).any():
            return False
        somewhere = self.division | (self.parent != TOP) | (self.within != TOP)
        return bool(self.division[self.within[inside]].all() and somewhere.all())


def _circular(up: Array) -> bool:
    """Tell whether a way up comes round in a circle; every round looks twice as far."""
    end = len(up)
    seat = np.append(np.where(up < 0, end, up), end)
    for _ in range(end.bit_length() + 1):
        if (seat == end).all():
            return False
        seat = seat[seat]
    return True
