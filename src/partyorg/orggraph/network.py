"""The organisations as of a day, as a networkx graph that can be asked.

Nodes are organisation identifiers; edges are typed by their key: `"superior"` (隶属) runs from an
organisation to its superior, `"place"` (所在区划) from an organisation to its division.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

import networkx as nx

from partyorg.dates import PartialDate, Period
from partyorg.errors import CallError, Problem, hint
from partyorg.model import Dataset, Level, Members, OrgKind
from partyorg.orggraph import bodies
from partyorg.orggraph.bodies import PARTY_KINDS
from partyorg.orggraph.places import Places
from partyorg.orggraph.structure import structure_problems

__all__ = ["OrganizationGraph"]

SUPERIOR, PLACE = "superior", "place"

if TYPE_CHECKING:
    _Graph = nx.MultiDiGraph[str]
else:
    _Graph = nx.MultiDiGraph


class OrganizationGraph(_Graph):
    """The organisations which exist on a day, with their two relations; frozen.

    Node attributes: `name`, `level`, `kind`, `certain` (False where the dates of the organisation
    do not say whether it exists on that day) and `record`.  All of networkx works on it.
    Faults of the data are in `problems`; a circle, a missing superior never raises.
    """

    @property
    def places(self) -> Places:
        """Where the organisations are; parts and copies of the graph share it."""
        places: Places = self.graph["places"]
        return places

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The faults in the structure of the organisations."""
        return structure_problems(self.places.dataset)

    @property
    def as_of(self) -> int:
        """The day (a day number) of the graph."""
        return int(self.graph["as_of"])

    @classmethod
    def of(cls, dataset: Dataset, as_of: int) -> Self:
        """Build the graph as of a day (a day number)."""
        graph = cls(places=Places(dataset), as_of=as_of)
        for org in dataset.organizations:
            exists = graph.places.exists(org, as_of)
            if exists is not False:
                graph.add_node(
                    org.org_id,
                    name=org.name,
                    level=org.level,
                    kind=org.kind,
                    certain=exists is True,
                    record=org,
                )
        for org in dataset.organizations:
            if org.org_id not in graph:
                continue
            if org.parent_id is not None and org.parent_id in graph:
                graph.add_edge(org.org_id, org.parent_id, key=SUPERIOR)
            place = graph.places.site(org.org_id).place
            if place is not None and place in graph and place != org.org_id:
                graph.add_edge(org.org_id, place, key=PLACE)
        nx.freeze(graph)
        return graph

    def _known(self, org_id: str) -> str:
        if org_id not in self:
            msg = f"there is no organisation '{org_id}' as of that day"
            raise CallError(msg)
        return org_id

    def superior(self, org_id: str) -> str | None:
        """Give the superior (隶属); None for a root."""
        targets = self.adj[self._known(org_id)]
        return next((to for to, keys in targets.items() if SUPERIOR in keys), None)

    def chain(self, org_id: str) -> tuple[str, ...]:
        """Give the superiors up to the root, nearest first; a circle ends it."""
        self._known(org_id)
        return tuple(org for org in self.places.superiors(org_id) if org in self)

    def place(self, org_id: str) -> str | None:
        """Give the division that is its place; of a division, itself."""
        return self.places.site(self._known(org_id)).place

    def at_level(self, org_id: str, level: Level | str) -> str | None:
        """Give the division of a level that is its place or above its place."""
        if level not in list(Level):
            near = hint(str(level), Level)
            tail = f"did you mean '{near}'?" if near else f"there are: {', '.join(Level)}"
            msg = f"there is no level '{level}'; {tail}"
            raise CallError(msg)
        return self.places.at_level(self._known(org_id), Level(level))

    def township_of(self, org_id: str) -> str | None:
        """Give the township which an organisation is in (a 街道 is none)."""
        return self.places.site(self._known(org_id)).township

    def county_of(self, org_id: str) -> str | None:
        """Give the county which an organisation is in."""
        return self.at_level(org_id, Level.COUNTY)

    def subtree(self, org_id: str, relation: str = SUPERIOR) -> tuple[str, ...]:
        """Give everything below: by `"superior"` who reports to it, by `"place"` what is in it."""
        if relation not in (SUPERIOR, PLACE):
            msg = f"there is no relation '{relation}'; use '{SUPERIOR}' or '{PLACE}'"
            raise CallError(msg)
        self._known(org_id)
        if relation == PLACE:
            site = self.places.site
            return tuple(o for o in self if o != org_id and org_id in site(o).chain)
        found: dict[str, None] = {}
        queue = [org_id]
        while queue:
            for below, keys in self.pred[queue.pop()].items():
                if SUPERIOR in keys and below not in found and below != org_id:
                    found[below] = None
                    queue.append(below)
        return tuple(o for o in self if o in found)

    def came_after(self, org_id: str) -> tuple[str, ...]:
        """Give what came after an organisation, merged or renamed, nearest first."""
        if org_id not in self.places.dataset.organization:
            msg = f"there is no organisation '{org_id}'"
            raise CallError(msg)
        return tuple(s.org_id for s in self.places.successors(org_id))

    def organization_departments_above(self, org_id: str) -> tuple[str, ...]:
        """Give the organisation departments (组织部) of the divisions above, nearest first."""
        site = self.places.site(self._known(org_id))
        bodies = self.places.bodies
        return tuple(
            body.org_id
            for place in site.chain
            for body in bodies.get(place, ())
            if body.kind is OrgKind.ORGANIZATION_DEPARTMENT
            and body.org_id in self
            and body.org_id != org_id
        )

    def without_superior(self, kinds: Iterable[OrgKind | str] = PARTY_KINDS) -> tuple[str, ...]:
        """Give the organisations of some kinds that have no superior on the day."""
        wanted = set(kinds)
        return tuple(
            org
            for org, data in self.nodes(data=True)
            if data["kind"] in wanted and self.superior(org) is None
        )

    def committee(self, org_id: str) -> tuple[str, ...]:
        """Give who surely is in the committee: in post, with a leading role, on the day."""
        return bodies.committee(self.places.dataset, self._known(org_id), self.as_of)

    def members(self, org_id: str) -> Members | None:
        """Give the numbers of members by the latest row up to the day; None if there is none."""
        return bodies.latest_members(self.places.dataset, self._known(org_id), self.as_of)

    def larger_than(
        self,
        count: int,
        *,
        or_equal: bool = False,
        kinds: Iterable[OrgKind | str] = PARTY_KINDS,
    ) -> tuple[str, ...]:
        """Give the organisations with more members than `count`, probationary ones included.

        超过五十人 is more than fifty, 五十人以上 is fifty or more (`or_equal`): regulations for the
        countryside have the one, those for organs the other.
        """
        wanted, least = set(kinds), count if or_equal else count + 1
        found = []
        for org, data in self.nodes(data=True):
            row = self.members(org) if data["kind"] in wanted else None
            counts = (row.full_members, row.probationary_members) if row else ()
            if sum(number or 0 for number in counts) >= least:
                found.append(org)
        return tuple(found)

    def elected_on(self, org_id: str) -> PartialDate | None:
        """Give the day of the latest election (换届) on record, or of the founding."""
        return bodies.elected_on(self.places.dataset, self._known(org_id), self.as_of)

    def terms_over(
        self, term: Period | str, kinds: Iterable[OrgKind | str] = PARTY_KINDS
    ) -> tuple[str, ...]:
        """Give the organisations whose term, by the latest election on record, is over.

        >>> import partyorg as po
        >>> graph = po.graph(po.load(po.sample_path()), as_of="2025-01-15")
        >>> "970102101-DW" in graph.terms_over("P5Y")
        True
        """
        wanted = set(kinds)
        length = Period.parse(term) if isinstance(term, str) else term
        dataset = self.places.dataset
        return tuple(
            org
            for org, data in self.nodes(data=True)
            if data["kind"] in wanted and bodies.term_over(dataset, org, self.as_of, length)
        )

    def _repr_html_(self) -> str:
        """Show in a notebook how many organisations there are of each level and kind."""
        counts: dict[tuple[Any, Any], int] = {}
        for _, data in self.nodes(data=True):
            pair = (data["level"], data["kind"])
            counts[pair] = counts.get(pair, 0) + 1
        rows = "".join(
            f"<tr><td>{level.zh if level else ''}</td><td>{kind.zh if kind else ''}</td>"
            f"<td>{count}</td></tr>"
            for (level, kind), count in counts.items()
        )
        return f"<table><tr><th>级别</th><th>类别</th><th>n</th></tr>{rows}</table>"
