"""The organisations as of a day, as a networkx graph that can be asked."""

import copy
import pickle

import networkx as nx
import pytest
from org_worlds import COUNTY, dataset, org, place

import partyorg as po
from partyorg.dates import PartialDate
from partyorg.model import Level, OrgKind


@pytest.fixture
def county():
    return po.graph(dataset(*COUNTY), as_of="2015-12-31")


def test_nodes_carry_what_is_known_of_the_organisation(county):
    node = county.nodes["T-DW"]
    assert node["name"] == "机构T-DW"
    assert node["level"] is Level.TOWNSHIP
    assert node["kind"] is OrgKind.LOCAL_PARTY_COMMITTEE
    assert node["certain"] is True
    assert node["record"].parent_id == "A-DW"
    assert set(county) == {one["org_id"] for one in COUNTY}


def test_edges_are_typed_by_the_relation(county):
    assert county.has_edge("T-DW", "A-DW", key="superior")
    assert county.has_edge("T-DW", "T", key="place")
    assert not county.has_edge("T-DW", "A-DW", key="place")
    assert {key for _, _, key in county.edges(keys=True)} == {"superior", "place"}
    # Of a superior that is the place too there are both.
    assert set(county["V-CW"]["V"]) == {"superior", "place"}
    # A division is its own place, which needs no edge.
    assert not any(key == "place" for _, _, key in county.out_edges("T", keys=True))


def test_the_graph_is_frozen_and_all_of_networkx_works_on_it(county):
    assert nx.is_frozen(county)
    with pytest.raises(nx.NetworkXError):
        county.add_edge("T", "S")
    assert nx.is_directed_acyclic_graph(county)
    assert nx.has_path(county, "V-CW", "P")
    assert len(county.reverse()) == len(county)


def test_copies_of_the_graph_are_ordinary_graphs(county):
    copied = county.copy()
    copied.add_node("new")
    assert "new" not in county


def test_superiors_and_places_are_two_things(county):
    assert county.superior("T-DW") == "A-DW"
    assert county.place("T-DW") == "T"
    assert county.superior("P") is None
    assert county.chain("T-SZ") == ("T-DW", "A-DW", "M-DW", "P-DW", "P")
    assert county.chain("P") == ()


def test_townships_and_counties_are_asked_of_places(county):
    assert county.township_of("V-CW") == "T"
    assert county.township_of("S-BSC") is None
    assert county.county_of("T-DW") == "A"
    assert county.county_of("M-ORG") is None
    assert county.at_level("T-DW", "prefecture") == "M"
    assert county.at_level("T-DW", Level.PROVINCE) == "P"


def test_what_is_below_depends_on_the_relation(county):
    assert county.subtree("T-DW") == ("T-SZ",)
    assert county.subtree("A-DW") == ("A-ORG", "A-JU", "T-DW", "T-SZ")
    assert county.subtree("T", "place") == ("T-DW", "T-SZ", "V", "V-CW")
    assert county.subtree("T-DW", "place") == ()
    assert set(county.subtree("P", "place")) == set(county) - {"P"}


def test_a_relation_that_is_none_is_refused(county):
    with pytest.raises(po.CallError, match="'up'; use 'superior' or 'place'"):
        county.subtree("T", "up")


def test_a_level_that_is_none_is_refused_with_the_levels_there_are(county):
    with pytest.raises(po.CallError, match=r"'town'.*township"):
        county.at_level("T", "town")


def test_the_organisation_departments_above_come_nearest_first(county):
    assert county.organization_departments_above("V-CW") == ("A-ORG", "M-ORG", "P-ORG")
    assert county.organization_departments_above("A-ORG") == ("M-ORG", "P-ORG")
    assert county.organization_departments_above("P") == ("P-ORG",)


@pytest.mark.parametrize(
    "ask",
    [
        "superior",
        "chain",
        "place",
        "township_of",
        "county_of",
        "subtree",
        "organization_departments_above",
    ],
)
def test_an_organisation_that_is_not_there_is_a_bad_call(county, ask):
    with pytest.raises(po.CallError, match="no organisation 'nowhere'"):
        getattr(county, ask)("nowhere")
    with pytest.raises(po.CallError):
        county.at_level("nowhere", "county")


MERGED = (
    place("A", "county"),
    place("T1", "township", "A", valid_to="2015-06-01", successor_id="T2"),
    org("T1-ZF", "government", "township", "T1", valid_to="2015-06-01", successor_id="T2-ZF"),
    place("T2", "township", "A", valid_from="2015-06-01", valid_to="2018", successor_id="T3"),
    org("T2-ZF", "government", "township", "T2", valid_from="2015-06-01"),
    place("T3", "township", "A", valid_from="2018"),
)


@pytest.mark.parametrize(
    ("day", "there", "unsure"),
    [
        ("2015-05-31", {"A", "T1", "T1-ZF"}, set()),
        ("2015-06-01", {"A", "T2", "T2-ZF"}, set()),
        ("2018-06-30", {"A", "T2", "T2-ZF", "T3"}, {"T2", "T3"}),
        ("2018-12-31", {"A", "T2-ZF", "T3"}, set()),
    ],
)
def test_the_graph_holds_what_exists_or_may_exist_on_the_day(day, there, unsure):
    graph = po.graph(dataset(*MERGED), as_of=day)
    assert set(graph) == there
    assert {one for one, sure in graph.nodes(data="certain") if not sure} == unsure


def test_what_came_after_can_be_asked_on_any_day():
    graph = po.graph(dataset(*MERGED), as_of="2015-01-01")
    assert graph.came_after("T1") == ("T2", "T3")
    assert graph.came_after("T3") == ()


def test_asking_what_came_after_something_that_never_was_is_a_bad_call():
    graph = po.graph(dataset(*MERGED), as_of="2015-01-01")
    with pytest.raises(po.CallError, match="'nowhere'"):
        graph.came_after("nowhere")


def test_the_faults_of_the_structure_come_with_the_graph():
    graph = po.graph(dataset(org("B", parent="C"), org("C", parent="B")), as_of="2015-12-31")
    assert [problem.code for problem in graph.problems] == ["cycle"]
    assert graph.superior("B") == "C"
    assert graph.chain("B") == ("C",)
    assert graph.subtree("B") == ("C",)


def test_a_day_that_is_none_is_a_bad_call():
    with pytest.raises(po.CallError, match="as_of='2015-13-01'"):
        po.graph(dataset(*COUNTY), as_of="2015-13-01")
    with pytest.raises(po.CallError, match="whole day"):
        po.graph(dataset(*COUNTY), as_of="2015")


def test_a_notebook_counts_the_organisations_of_each_level_and_kind(county):
    page = county._repr_html_()
    assert "<td>县</td><td>区划</td><td>1</td>" in page
    assert page.count("<tr>") == 1 + len({(o["level"], o["kind"]) for o in COUNTY})


def test_a_notebook_shows_organisations_of_no_level_or_kind_too():
    page = po.graph(dataset(org("B", kind=None)), as_of="2015-12-31")._repr_html_()
    assert "<td></td><td></td><td>1</td>" in page


@pytest.mark.parametrize(
    "derive",
    [lambda graph: graph.subgraph(["T", "T-DW", "A", "A-DW"]), lambda graph: graph.copy()],
    ids=["a part", "a copy"],
)
def test_a_part_or_a_copy_of_the_graph_can_be_asked_too(county, derive):
    derived = derive(county)
    assert derived.superior("T-DW") == "A-DW"
    assert derived.township_of("T-DW") == "T"
    assert derived.chain("T-DW")[0] == "A-DW"


def test_the_graph_survives_being_pickled_and_copied_deeply(county):
    for other in (pickle.loads(pickle.dumps(county)), copy.deepcopy(county)):
        assert set(other.edges(keys=True)) == set(county.edges(keys=True))
        assert other.township_of("V-CW") == "T"


def test_the_graph_knows_its_day(county):
    assert county.as_of == PartialDate.of(2015, 12, 31).first
