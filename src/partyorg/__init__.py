"""The published organisational rules of China's townships and party organisations, as code.

Load a roster, check it against a pack of rules as of a day, and ask each finding why:

>>> import partyorg as po
>>> dataset = po.load(po.sample_path())
>>> report = po.check(dataset, "cn-gz", as_of=po.SAMPLE_AS_OF)
>>> report.failures[0].outcome
<Outcome.FAIL: 'fail'>

Names are loaded when they are first used, so that importing the library costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from partyorg._version import __version__

if TYPE_CHECKING:
    import os
    from datetime import date

    from partyorg.action import (
        Appoint,
        Approve,
        Change,
        Connect,
        Decision,
        Difference,
        Fact,
        Hold,
        Missing,
        Move,
        Plan,
        Promote,
        Proposal,
        Quota,
        Recall,
        Recruit,
        Release,
        Remedies,
        Remedy,
        Second,
        Station,
        Strike,
        Train,
        compare,
        may,
        missing,
        plan,
        quota,
        remedies,
    )
    from partyorg.asking import with_base
    from partyorg.career import Career, CareerSpell, parse_career
    from partyorg.checking import check, check_frames
    from partyorg.dates import Counting, PartialDate, Period
    from partyorg.errors import CallError, DataError, PackError, PartyorgError, Problem
    from partyorg.loading import Converted, convert, load
    from partyorg.model import Dataset
    from partyorg.orggraph import OrganizationGraph
    from partyorg.outcomes import Outcomes, Verdict
    from partyorg.readers import Limits, load_exceptions
    from partyorg.report import Report, Reports
    from partyorg.rulebook import Pack
    from partyorg.sample import SAMPLE_AS_OF, load_divisions, sample_path
    from partyorg.timing import Calendar, Event, Step, Timeline, calendar, timeline
    from partyorg.verdict import Finding, Outcome, Reviewed, ReviewedException, Severity, Source

__all__ = [
    "SAMPLE_AS_OF",
    "Appoint",
    "Approve",
    "Calendar",
    "CallError",
    "Career",
    "CareerSpell",
    "Change",
    "Connect",
    "Converted",
    "Counting",
    "DataError",
    "Dataset",
    "Decision",
    "Difference",
    "Event",
    "Fact",
    "Finding",
    "Hold",
    "Limits",
    "Missing",
    "Move",
    "OrganizationGraph",
    "Outcome",
    "Outcomes",
    "Pack",
    "PackError",
    "PartialDate",
    "PartyorgError",
    "Period",
    "Plan",
    "Problem",
    "Promote",
    "Proposal",
    "Quota",
    "Recall",
    "Recruit",
    "Release",
    "Remedies",
    "Remedy",
    "Report",
    "Reports",
    "Reviewed",
    "ReviewedException",
    "Second",
    "Severity",
    "Source",
    "Station",
    "Step",
    "Strike",
    "Timeline",
    "Train",
    "Verdict",
    "__version__",
    "calendar",
    "check",
    "check_frames",
    "compare",
    "convert",
    "graph",
    "load",
    "load_divisions",
    "load_exceptions",
    "may",
    "missing",
    "parse_career",
    "plan",
    "quota",
    "remedies",
    "rules",
    "sample_path",
    "timeline",
    "with_base",
]

_HOMES = {
    "partyorg.dates": ("Counting", "PartialDate", "Period"),
    "partyorg.errors": ("CallError", "DataError", "PackError", "PartyorgError", "Problem"),
    "partyorg.orggraph": ("OrganizationGraph",),
    "partyorg.model": ("Dataset",),
    "partyorg.action": (
        *("Appoint", "Approve", "Change", "Connect", "Decision", "Difference", "Fact", "Hold"),
        *("Missing", "Move", "Promote", "Proposal", "Quota", "Recall", "Recruit", "Release"),
        *("Remedies", "Remedy", "Second", "Station", "Strike", "Train", "compare", "may"),
        *("Plan", "missing", "plan", "quota", "remedies"),
    ),
    "partyorg.asking": ("with_base",),
    "partyorg.career": ("Career", "CareerSpell", "parse_career"),
    "partyorg.loading": ("Converted", "convert", "load"),
    "partyorg.readers": ("Limits", "load_exceptions"),
    "partyorg.checking": ("check", "check_frames"),
    "partyorg.outcomes": ("Outcomes", "Verdict"),
    "partyorg.report": ("Report", "Reports"),
    "partyorg.rulebook": ("Pack",),
    "partyorg.sample": ("SAMPLE_AS_OF", "load_divisions", "sample_path"),
    "partyorg.timing": ("Calendar", "Event", "Step", "Timeline", "calendar", "timeline"),
    "partyorg.verdict": (
        *("Finding", "Outcome", "Reviewed", "ReviewedException", "Severity", "Source"),
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def graph(dataset: Dataset, *, as_of: date | str) -> OrganizationGraph:
    """Give the organisations of a data set as of a day, as a networkx graph that can be asked.

    >>> import partyorg as po
    >>> organizations = po.graph(po.load_divisions(), as_of="2023-06-30")
    >>> organizations.county_of("520425001"), len(organizations.subtree("520425"))
    ('520425', 187)
    """
    from partyorg.asking import day_of  # noqa: PLC0415
    from partyorg.orggraph import OrganizationGraph  # noqa: PLC0415

    return OrganizationGraph.of(dataset, day_of(as_of))


def rules(pack: str | os.PathLike[str] = "cn-gz") -> Pack:
    """Give a pack of rules: a bundled one by its identifier, or one's own by its path.

    >>> import partyorg as po
    >>> po.rules("cn-gz")["team-experience"].severity
    <Severity.MANDATORY: 'mandatory'>
    """
    from partyorg.rulebook import load_pack  # noqa: PLC0415

    return load_pack(pack)


def __getattr__(name: str) -> Any:
    if name in _HOME_OF:
        return getattr(import_module(_HOME_OF[name]), name)
    msg = f"module 'partyorg' has no attribute {name!r}"
    raise AttributeError(msg)


def __dir__() -> list[str]:
    return __all__
