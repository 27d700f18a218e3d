"""Who is in a party organisation, as far as the links say: one link `member_of` from the person."""

from __future__ import annotations

from partyorg.dates import Cover, Spell
from partyorg.evaluate.scope import Scope
from partyorg.model import LinkRelation

__all__ = ["membership"]


def membership(scope: Scope, person_id: str, first: int, end: int) -> bool | None:
    """Tell whether somebody was in an organisation throughout `[first, end)`."""
    rows = scope.dataset.links_from.get(person_id, ())
    sure = [Spell(row.start, row.end) for row in rows if row.relation is LinkRelation.MEMBER_OF]
    maybe = [Spell(row.start, row.end) for row in rows if row.relation is None]
    return Cover.of(sure, maybe).throughout(first, end) if sure or maybe else False
