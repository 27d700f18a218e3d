"""Where an organisation is: its place, the township or county around it, and who came after it.

Two relations are kept apart.  The superior (隶属, `parent_id`) says who reports to whom; the place
(所在区划, `within_id`) says where something is.  The place of a division is itself; of anything
else it is what `within_id` names, or the place of its superior.  Townships and counties are asked
of places, never of superiors: a town's party committee reports to the county's, yet it is in the
town.

Plain dictionaries answer these questions; networkx is needed only for the graph itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, reduce

from attrs import define, field, frozen

from partyorg.dates import PartialDate
from partyorg.model import Dataset, Level, Organization, OrgKind

__all__ = ["Places", "Site", "Succession"]


@frozen
class Site:
    """Where an organisation is.

    `chain` are the divisions from its place upwards.  `township` is the division of level township
    that is its place, or above its place; `own` says that it is the place itself (an organisation
    *of* a township, not of a village in it).  `known` is False where a link is missing or runs in
    a circle before a township was met: then it may be anywhere.  `whole` is False where one does so
    further up: then what is above is not known.
    """

    known: bool
    chain: tuple[str, ...] = ()
    township: str | None = None
    own: bool = False
    whole: bool = False

    @property
    def place(self) -> str | None:
        """The division that is its place."""
        return self.chain[0] if self.chain else None


@frozen
class Succession:
    """`org_id` came after another organisation, on a day within `when` (None: not known)."""

    org_id: str
    when: PartialDate | None


NOWHERE = Site(known=False)
_TOP = Site(known=True, whole=True)
"""Above a division without a superior."""


def _step(org: Organization) -> str | None:
    """Give the next organisation on the way up to its place and what is above that."""
    if org.kind is OrgKind.DIVISION:
        return org.parent_id
    return org.within_id or org.parent_id


@define
class Places:
    """The places of all organisations of a data set.

    `township_levels` are the levels that count as a township: a 街道 does not, unless it is named.
    Every question about an identifier that is not there gets an answer (`NOWHERE`, None), never an
    exception.
    """

    dataset: Dataset
    township_levels: frozenset[Level] = frozenset({Level.TOWNSHIP})
    _sites: dict[str, Site] = field(factory=dict, init=False, repr=False)

    def site(self, org_id: str | None) -> Site:
        """Tell where an organisation is."""
        if org_id is None:
            return NOWHERE
        found = self._sites.get(org_id)
        return self._find(org_id) if found is None else found

    def _find(self, org_id: str) -> Site:
        """Go up to where something is known, and say of all that was passed where it is."""
        organization, sites = self.dataset.organization, self._sites
        path: dict[str, Organization] = {}
        at: str | None = org_id
        while at is not None and at in organization and at not in sites and at not in path:
            path[at] = organization[at]
            at = _step(path[at])
        passed = list(path.values())
        if at in path:  # a circle: whoever is in it goes round it once
            start = list(path).index(at)
            ring = passed[start:]
            del passed[start:]
            for turn, org in enumerate(ring):
                once = [*ring[turn:], *ring[:turn]]
                sites[org.org_id] = reduce(self._under, reversed(once), NOWHERE)
        site = _TOP if at is None else sites.get(at, NOWHERE)
        for org in reversed(passed):
            site = sites[org.org_id] = self._under(site, org)
        return site

    def _under(self, above: Site, org: Organization) -> Site:
        """Say where an organisation is, given where the next one on its way up is."""
        if org.kind is not OrgKind.DIVISION:
            return above if above.chain else NOWHERE
        chain = (org.org_id, *above.chain)
        if org.level in self.township_levels:
            return Site(True, chain, org.org_id, True, above.whole)
        known = above.whole or above.township is not None
        return Site(known, chain, above.township, False, above.whole)

    def at_level(self, org_id: str, level: Level) -> str | None:
        """Give the nearest division of a level that is its place, or above its place."""
        organization = self.dataset.organization
        return next((p for p in self.site(org_id).chain if organization[p].level is level), None)

    def above(self, place: str | None, below: Site) -> bool | None:
        """Tell whether a division lies above the place of a site; None if that is not known."""
        if place is None:
            return None
        if place in below.chain[1:]:
            return True
        return False if below.whole else None

    def superiors(self, org_id: str) -> Iterator[str]:
        """Give the superiors, nearest first, as far as they can be found; a circle ends it."""
        seen = {org_id}
        org = self.dataset.organization.get(org_id)
        while org and org.parent_id and org.parent_id not in seen:
            seen.add(org.parent_id)
            yield org.parent_id
            org = self.dataset.organization.get(org.parent_id)

    def successors(self, org_id: str) -> Iterator[Succession]:
        """Give what came after an organisation (撤并, 撤镇设街道), nearest first."""
        seen = {org_id}
        org = self.dataset.organization.get(org_id)
        while org and org.successor_id and org.successor_id not in seen:
            seen.add(org.successor_id)
            yield Succession(org.successor_id, org.valid_to)
            org = self.dataset.organization.get(org.successor_id)

    @cached_property
    def succeeded(self) -> frozenset[str]:
        """The organisations that have a successor."""
        return frozenset(org.org_id for org in self.dataset.organizations if org.successor_id)

    @property
    def has_successions(self) -> bool:
        """Whether any organisation has a successor."""
        return bool(self.succeeded)

    @cached_property
    def divisions(self) -> dict[Level, tuple[Organization, ...]]:
        """The divisions of each level, in the order of the table."""
        levels: dict[Level, list[Organization]] = {}
        for org in self.dataset.organizations:
            if org.kind is OrgKind.DIVISION and org.level is not None:
                levels.setdefault(org.level, []).append(org)
        return {level: tuple(orgs) for level, orgs in levels.items()}

    @cached_property
    def half_known_divisions(self) -> tuple[Organization, ...]:
        """The organisations that may be divisions: of known level or kind, the other empty."""
        return tuple(
            org
            for org in self.dataset.organizations
            if (org.kind is OrgKind.DIVISION and org.level is None)
            or (org.kind is None and org.level is not None)
        )

    @cached_property
    def bodies(self) -> dict[str, tuple[Organization, ...]]:
        """The organisations whose place is that very division, by division; itself included."""
        bodies: dict[str, list[Organization]] = {}
        for org in self.dataset.organizations:
            place = self.site(org.org_id).place
            if place is not None:
                bodies.setdefault(place, []).append(org)
        return {place: tuple(orgs) for place, orgs in bodies.items()}

    def exists(self, org: Organization, day: int) -> bool | None:
        """Tell whether an organisation exists on a day; None if its dates do not say."""
        starts, ends = org.valid_from, org.valid_to
        if (starts and starts.first > day) or (ends and ends.last <= day):
            return False
        if (starts and starts.last > day) or (ends and ends.first <= day):
            return None
        return True
