"""The organisations of a data set: where they are, who is above them, what came after them.

`Places` and `structure_problems` are plain Python; `OrganizationGraph` brings networkx in, so it
is imported only when it is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from partyorg.orggraph.places import Places, Site, Succession
from partyorg.orggraph.structure import structure_problems

if TYPE_CHECKING:
    from partyorg.orggraph.network import OrganizationGraph

__all__ = ["OrganizationGraph", "Places", "Site", "Succession", "structure_problems"]


def __getattr__(name: str) -> Any:
    if name == "OrganizationGraph":
        from partyorg.orggraph.network import OrganizationGraph  # noqa: PLC0415  (networkx is slow)

        return OrganizationGraph
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
