"""How the facts of each kind are found in a data set, one record at a time.

One module a kind, all with the same verb: `cases(version, scope)` gives every subject with its
facts.  Judging them is the kind's own business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from partyorg.evaluate.facts import (
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
from partyorg.evaluate.scope import Case, Scope
from partyorg.model import Person
from partyorg.rulebook import Rule, Version

__all__ = ["FACTS", "FACTS_OF", "without_people"]

FACTS: dict[str, Callable[[Version, Scope], Iterator[Case]]] = {
    "bound": bound.cases,
    "cadence": cadence.cases,
    "coverage": coverage.cases,
    "eligibility": eligibility.cases,
    "permitted": permitted.cases,
    "procedure": procedure.cases,
    "service_lock": service_lock.cases,
    "share": share.cases,
    "structure": structure.cases,
}
"""The search for facts, by the name of the kind."""

FACTS_OF: dict[str, Callable[[Version, Scope, Person], Iterator[Case]]] = {
    "bound": bound.cases_of,
    "cadence": cadence.cases_of,
    "coverage": coverage.cases_of,
    "eligibility": eligibility.cases_of,
    "service_lock": service_lock.cases_of,
}
"""The search for the facts of one person, by the name of those kinds that may speak of people."""

_WITHOUT_PEOPLE = frozenset({"permitted", "procedure", "structure"})


def without_people(rule: Rule) -> bool:
    """Tell whether the facts hang on nobody's career: then no official's row is looked at."""
    return rule.kind_name in _WITHOUT_PEOPLE or all(
        getattr(version.params, "of_organizations", False) for version in rule.versions
    )
