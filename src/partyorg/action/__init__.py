"""What may be done, what if, and what would put it right: acts on a data set, judged beforehand."""

from partyorg.action.acts import (
    Act,
    Appoint,
    Hold,
    Move,
    Promote,
    Proposal,
    Recruit,
    Release,
    Second,
    Train,
)
from partyorg.action.compared import Change, Difference, compare
from partyorg.action.decided import Decision, may

__all__ = [
    "Act",
    "Appoint",
    "Change",
    "Decision",
    "Difference",
    "Hold",
    "Move",
    "Promote",
    "Proposal",
    "Recruit",
    "Release",
    "Second",
    "Train",
    "compare",
    "may",
]
