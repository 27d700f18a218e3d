"""What stands in the way of judging a recruit: the states that go with a class into one code."""

from __future__ import annotations

from typing import Any

from attrs import define

from partyorg.bulk.found import State
from partyorg.bulk.search import Exactly
from partyorg.bulk.settle import state_of
from partyorg.rulebook import Version
from partyorg.verdict import Outcome

__all__ = ["NOT_YET", "NO_DATE", "NO_PLACE", "PERHAPS", "SET_ASIDE", "STATES", "Asked"]

_NOT, _OPEN = Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED
STATES = (
    State(),
    State(reason="perhaps-after-force", sure=False),
    State(reason="perhaps-before-force", sure=False),
    State(_NOT, "after-force"),
    State(_NOT, "before-force"),
    State(_NOT, "not-yet-recruited"),
    State(_OPEN, "fact-unknown"),
    State(_OPEN, "doubtful-subject"),
    State(_OPEN, "row-set-aside"),
)
"""In the order in which the compiled code numbers them; up to `PERHAPS` somebody is judged."""

PERHAPS = 2
NOT_YET, NO_DATE, NO_PLACE, SET_ASIDE = 5, 6, 7, 8


@define(eq=False)
class Asked:
    """A version of a rule that is asked about a day."""

    version: Version
    as_of: int

    @property
    def now(self) -> int:
        """The state of the version on the day itself."""
        return state_of(self.version, self.as_of)

    @property
    def key(self) -> tuple[Any, ...]:
        """What classes and states hang on besides the day."""
        return (Exactly(self.version), self.now)
