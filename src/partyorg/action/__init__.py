"""What may be done, what if, and what would put it right: acts on a data set, judged beforehand."""

from partyorg.action.acts import (
    Act,
    Appoint,
    Approve,
    Connect,
    Hold,
    Move,
    Promote,
    Recall,
    Recruit,
    Release,
    Second,
    Station,
    Strike,
    Train,
)
from partyorg.action.compared import Change, Difference, compare
from partyorg.action.decided import Decision, may
from partyorg.action.lacking import Fact, Missing, missing
from partyorg.action.planned import Plan, plan
from partyorg.action.proposed import Proposal
from partyorg.action.quotas import Quota, quota
from partyorg.action.remedied import Remedies, Remedy, remedies

__all__ = [
    "Act",
    "Appoint",
    "Approve",
    "Change",
    "Connect",
    "Decision",
    "Difference",
    "Fact",
    "Hold",
    "Missing",
    "Move",
    "Plan",
    "Promote",
    "Proposal",
    "Quota",
    "Recall",
    "Recruit",
    "Release",
    "Remedies",
    "Remedy",
    "Second",
    "Station",
    "Strike",
    "Train",
    "compare",
    "may",
    "missing",
    "plan",
    "quota",
    "remedies",
]
