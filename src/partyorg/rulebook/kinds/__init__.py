"""The kinds of rules: one module each, all with the same verbs (see `base`)."""

from partyorg.rulebook.kinds import (
    bound,
    cadence,
    coverage,
    eligibility,
    permitted,
    procedure,
    service_lock,
    share,
    structure,
)
from partyorg.rulebook.kinds.base import Judgement, Kind, decide, kind_of

__all__ = ["KINDS", "Judgement", "Kind", "decide"]

KINDS: dict[str, Kind] = {
    "bound": kind_of(bound),
    "cadence": kind_of(cadence),
    "coverage": kind_of(coverage),
    "eligibility": kind_of(eligibility),
    "permitted": kind_of(permitted),
    "procedure": kind_of(procedure),
    "service_lock": kind_of(service_lock),
    "share": kind_of(share),
    "structure": kind_of(structure),
}
"""The kinds by the name that packs use."""
