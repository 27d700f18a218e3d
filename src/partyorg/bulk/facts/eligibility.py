"""Facts for `eligibility` in columns: the conditions on people at the dates of events.

The same as `partyorg.evaluate.facts.eligibility`.
"""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray

from partyorg.bulk.columns import Columns
from partyorg.bulk.facts.entered import Entered
from partyorg.bulk.facts.few import Stepped
from partyorg.bulk.facts.promotions import Promotions
from partyorg.bulk.facts.secondments import Secondments
from partyorg.bulk.facts.vacancies import Vacancies
from partyorg.bulk.found import Found
from partyorg.bulk.part import Part
from partyorg.bulk.search import Context, Search
from partyorg.rulebook import Version

__all__ = ["Eligibility"]

Array = NDArray[Any]

_EVENTS: dict[str, type[Search]] = {
    "promotion": Promotions,
    "secondment": Secondments,
    "appointment": Vacancies,
    "entry": Entered,
    "step": Stepped,
}


class Eligibility(Search):
    """A case for every event of the kind that the rule names."""

    def __init__(self, version: Version, context: Context) -> None:
        super().__init__(version, context)
        self._search = _EVENTS[version.params.event](version, context)

    @property
    def lasting(self) -> bool:
        """Whether classes are the same on all days."""
        return self._search.lasting

    def part(self, part: Part) -> Found | None:
        """Find the events of some people."""
        return self._search.part(part)

    def company(self, columns: Columns, people: Array) -> Array | None:
        """Give who must be there besides when some people are judged one by one."""
        return self._search.company(columns, people)

    def rest(self, columns: Columns) -> Found | None:
        """Find the events that take all people to be seen."""
        return self._search.rest(columns)
