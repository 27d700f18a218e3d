"""Whatever the links are, every question has an answer, and it is the naive one."""

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st
from org_worlds import dataset, org

import partyorg as po
from partyorg.model import Level, OrgKind
from partyorg.orggraph import Places

IDS = ["O1", "O2", "O3", "O4", "O5", "O6"]
links = st.none() | st.sampled_from([*IDS, "lost"])
kinds = st.sampled_from(["division", "division", "department", "organization_department", None])
levels = st.sampled_from(["province", "county", "township", "township", "village", None])
dates = st.none() | st.sampled_from(["2014-01-01", "2015", "2015-06"])


@st.composite
def worlds(draw):
    size = draw(st.integers(1, len(IDS)))
    return dataset(
        *(
            org(
                org_id,
                draw(kinds),
                draw(levels),
                draw(links),
                draw(links),
                successor_id=draw(links),
                valid_to=draw(dates),
            )
            for org_id in IDS[:size]
        )
    )


def naive(data, org_id):
    """Walk up by the definition in words; give the divisions, and whether nothing was missing."""
    by_id = {one.org_id: one for one in data.organizations}
    chain, seen = [], set()
    while True:
        if org_id not in by_id or org_id in seen:
            return chain, False
        seen.add(org_id)
        one = by_id[org_id]
        if one.kind is OrgKind.DIVISION:
            chain.append(org_id)
            step = one.parent_id
            if step is None:
                return chain, True
        else:
            step = one.within_id or one.parent_id
            if step is None:
                return chain, False
        org_id = step


@settings(max_examples=300)
@given(worlds(), st.permutations([*IDS, "lost"]))
def test_a_site_is_what_walking_upwards_finds_whoever_is_asked_about_first(data, order):
    places = Places(data)
    by_id = {one.org_id: one for one in data.organizations}
    for org_id in order:
        site = places.site(org_id)
        chain, whole = naive(data, org_id)
        towns = [one for one in chain if by_id[one].level is Level.TOWNSHIP]
        assert list(site.chain) == chain
        assert site.township == (towns[0] if towns else None)
        assert site.known is (bool(towns) or (whole and bool(chain)))
        assert site.own is (bool(towns) and towns[0] == chain[0])
        assert site.whole is whole


@settings(max_examples=60)
@given(worlds(), st.sampled_from(["2013-12-31", "2015-03-01", "2016-01-01"]))
def test_no_links_make_a_question_to_the_graph_fail(data, day):
    graph = po.graph(data, as_of=day)
    for org_id in graph:
        assert org_id not in graph.chain(org_id)
        assert org_id not in graph.subtree(org_id)
        assert org_id not in graph.subtree(org_id, "place")
        assert org_id not in graph.organization_departments_above(org_id)
        assert graph.superior(org_id) in {None, *graph}
        graph.came_after(org_id)
        graph.county_of(org_id)
    graph._repr_html_()


@settings(max_examples=60)
@given(worlds())
def test_what_is_below_is_what_networkx_finds(data):
    graph = po.graph(data, as_of="2013-12-31")
    reports = nx.DiGraph((a, b) for a, b, key in graph.edges(keys=True) if key == "superior")
    reports.add_nodes_from(graph)
    for org_id in graph:
        assert set(graph.subtree(org_id)) == nx.ancestors(reports, org_id)


@settings(max_examples=60)
@given(worlds())
def test_a_circle_is_reported_exactly_where_there_is_one(data):
    found = {p.rows for p in po.graph(data, as_of="2013-12-31").problems if p.code == "cycle"}
    for column, alone in (("parent_id", True), ("within_id", False)):
        links = nx.DiGraph(
            (one.org_id, getattr(one, column)) for one in data.organizations if getattr(one, column)
        )
        rows = {one.org_id: one.row for one in data.organizations}
        for ring in nx.simple_cycles(links):
            if alone or len(ring) > 1:
                assert tuple(sorted(rows[one] for one in ring)) in found
