"""How the facts of each kind are found in columns: one search a kind (see `partyorg.bulk.search`).

A kind that is not here is judged one record at a time, within the same check.
"""

from partyorg.bulk.facts.bound import Bound
from partyorg.bulk.facts.coverage import Coverage
from partyorg.bulk.facts.eligibility import Eligibility
from partyorg.bulk.facts.service_lock import ServiceLock
from partyorg.bulk.facts.share import Share
from partyorg.bulk.search import Search

__all__ = ["SEARCHES"]

SEARCHES: dict[str, type[Search]] = {
    "bound": Bound,
    "coverage": Coverage,
    "eligibility": Eligibility,
    "service_lock": ServiceLock,
    "share": Share,
}
"""The search in columns, by the name of the kind."""
