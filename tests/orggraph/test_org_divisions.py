"""The real divisions of Guizhou, as a graph and as places."""

import pytest

import partyorg as po
from partyorg.model import Level
from partyorg.orggraph import Places


@pytest.fixture(scope="module")
def divisions():
    return po.load_divisions()


@pytest.fixture(scope="module")
def graph(divisions):
    return po.graph(divisions, as_of="2023-06-30")


def test_every_division_is_in_the_graph_and_the_structure_has_no_fault(divisions, graph):
    assert len(graph) == len(divisions.organizations)
    assert graph.problems == ()


def test_the_codes_of_divisions_say_where_they_are(graph):
    # A code of nine digits begins with that of its county, one of six with that of its prefecture.
    for org_id, level in graph.nodes(data="level"):
        if level in (Level.TOWNSHIP, Level.SUBDISTRICT):
            assert graph.county_of(org_id) == org_id[:6]
        if level in (Level.VILLAGE, Level.COMMUNITY):
            assert graph.county_of(org_id) == org_id[:6]
            assert graph.superior(org_id) == org_id[:9]


def test_there_is_one_root_above_all(graph):
    roots = [org_id for org_id in graph if graph.superior(org_id) is None]
    assert len(roots) == 1
    assert len(graph.subtree(roots[0])) == len(graph) - 1
    assert len(graph.subtree(roots[0], "place")) == len(graph) - 1


def test_reports_and_places_agree_among_divisions(divisions, graph):
    places = Places(divisions)
    for org in divisions.organizations:
        assert places.site(org.org_id).chain == (org.org_id, *graph.chain(org.org_id))


def test_villages_are_in_their_township_and_communities_of_a_street_in_none(divisions, graph):
    level = {org.org_id: org.level for org in divisions.organizations}
    for org in divisions.organizations:
        if org.level in (Level.VILLAGE, Level.COMMUNITY):
            above = graph.superior(org.org_id)
            wanted = above if level[above] is Level.TOWNSHIP else None
            assert graph.township_of(org.org_id) == wanted
