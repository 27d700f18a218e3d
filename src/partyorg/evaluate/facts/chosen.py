"""The organisations that a rule speaks of: by kind, level and tag, as far as that is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from partyorg.evaluate.scope import Case, Scope
from partyorg.model import Level, Organization, OrgKind
from partyorg.verdict import Unknown

__all__ = ["Chosen", "chosen", "doubts", "fits", "lost"]


class Chosen(Protocol):
    """Parameters that choose organisations."""

    @property
    def kinds(self) -> tuple[OrgKind, ...]:
        """The kinds."""
        ...

    @property
    def levels(self) -> tuple[Level, ...]:
        """The levels."""
        ...

    @property
    def tag(self) -> str | None:
        """The tag that they bear; None asks for none."""
        ...


def fits(params: Chosen, org: Organization) -> bool | None:
    """Tell whether an organisation is of the kinds and levels, and bears the tag.

    Where kind or level is empty it may be; where both are, nobody would look at it.
    """
    if params.tag is not None and params.tag not in org.tags:
        return False
    if org.kind is None and org.level is None:
        return False
    answers = {
        None if org.kind is None else org.kind in params.kinds,
        None if org.level is None else org.level in params.levels,
    }
    return False if False in answers else None if None in answers else True


def chosen(params: Chosen, scope: Scope) -> Iterator[tuple[Organization, bool | None]]:
    """Give those asked for that fit and exist on the day, or may, and whether they surely do."""
    for org in scope.organizations():
        answers = {fits(params, org), scope.places.exists(org, scope.as_of)}
        if False not in answers:
            yield org, None if None in answers else True


def lost(params: Chosen, scope: Scope) -> Iterator[Case]:
    """Give an open case for each organisation whose own row was set aside, and which may fit."""
    yield from scope.lost_cases(params.kinds, params.levels)


def doubts(org: Organization) -> Iterator[Unknown]:
    """Name what is not known of an organisation that may be a subject."""
    for column in ("kind", "level"):
        if getattr(org, column) is None:
            yield Unknown("value", "organizations", org.row, column)
    for column in ("valid_from", "valid_to"):
        day = getattr(org, column)
        if day is not None and day.first != day.last:
            yield Unknown("date-to-the-day", "organizations", org.row, column)
