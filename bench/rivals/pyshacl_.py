"""A part of one rule in SHACL: which teams have too few members with two years in townships.

SHACL judges graphs, so every member of a team becomes a node that names the township and the months
served; these are counted in pandas for one day, as SPARQL has no calendar to count them with.
Neither that nor the building of the graph is measured.  Measured is the validation: a SPARQL
constraint on each township counts the members and those with two years.

It is meant for a few hundred people; `MOST_PEOPLE` is where comparing it stops.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyshacl import validate
from rdflib import RDF, SH, Graph, Literal, Namespace, URIRef

from people import AS_OF
from rivals import pandas_, shared

__all__ = ["MOST_PEOPLE", "State", "prepare", "run"]

MOST_PEOPLE = 600

_EX = Namespace("https://example.org/teams#")

_SHAPES = '''
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <https://example.org/teams#> .

ex: sh:declare [ sh:prefix "ex" ; sh:namespace "https://example.org/teams#"^^xsd:anyURI ] .

ex:Member a sh:NodeShape ;
    sh:targetClass ex:Membership ;
    sh:property [ sh:path ex:in ; sh:minCount 1 ; sh:maxCount 1 ; sh:class ex:Township ] ;
    sh:property [ sh:path ex:months ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:integer ] .

ex:Team a sh:NodeShape ;
    sh:targetClass ex:Township ;
    sh:sparql [
        sh:message "Fewer than two thirds of the team have two years in townships." ;
        sh:prefixes ex: ;
        sh:select """
            SELECT $this (COUNT(?member) AS ?value)
            WHERE {
                ?member ex:in $this ; ex:months ?months .
                BIND (IF(?months >= 24, 1, 0) AS ?has)
            }
            GROUP BY $this
            HAVING (3 * SUM(?has) < 2 * COUNT(?member))
        """ ;
    ] .
'''


@dataclass
class State:
    """A graph of the teams of one day."""

    as_of: str
    graph: Graph
    shapes: Graph
    towns: int


def _town(number: int) -> URIRef:
    return _EX[f"town-{number}"]


def prepare(tables: dict[str, pa.Table], as_of: str = AS_OF) -> State:
    """Count the months of all members for one day, and make nodes of them."""
    towns = len(shared.orgs(tables["organizations"]).towns)
    members = pandas_.team_members(tables, as_of)
    graph = Graph()
    for number in range(towns):
        graph.add((_town(number), RDF.type, _EX.Township))
    for row in members.itertuples():
        node = _EX[f"member-{row.person_id}-{row.town}"]
        graph.add((node, RDF.type, _EX.Membership))
        graph.add((node, _EX["in"], _town(row.town)))
        graph.add((node, _EX.months, Literal(int(row.months))))
    return State(as_of, graph, Graph().parse(data=_SHAPES, format="turtle"), towns)


def run(state: State, as_of: str) -> dict[str, np.ndarray]:
    """Give of each township whether its team is below two thirds."""
    assert as_of == state.as_of
    _, report, _ = validate(state.graph, shacl_graph=state.shapes, advanced=True)
    below = np.zeros(state.towns, np.int8)
    for node in report.objects(None, SH.focusNode):
        below[int(str(node).rsplit("-", 1)[1])] = 1
    return {"teams-below": below}
