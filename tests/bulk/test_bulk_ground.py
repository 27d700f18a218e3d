"""Where organisations are in columns is where they are one by one, whatever the links."""

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import partyorg as po
from partyorg.bulk.ground import OUTSIDE, Ground, Where
from partyorg.bulk.links import Links
from partyorg.model import Dataset, Level, Organization, OrgKind
from partyorg.orggraph import Places, structure_problems

IDS = [f"O{n}" for n in range(8)]
links = st.none() | st.sampled_from([*IDS, "lost"])
kinds = st.sampled_from([OrgKind.DIVISION, OrgKind.DIVISION, OrgKind.DEPARTMENT, None])
levels = st.sampled_from(
    [Level.PROVINCE, Level.COUNTY, Level.TOWNSHIP, Level.SUBDISTRICT, Level.VILLAGE, None]
)


@st.composite
def tangled(draw):
    """Give organisations with whatever links, some of them twice."""
    ids = draw(st.lists(st.sampled_from(IDS), max_size=12))
    return [
        Organization(
            row=row,
            org_id=org_id,
            kind=draw(kinds),
            level=draw(levels),
            parent_id=draw(links),
            within_id=draw(links),
            successor_id=draw(st.none() | links),
        )
        for row, org_id in enumerate(ids, 1)
    ]


@st.composite
def trees(draw):
    """Give organisations that hang on one named above, but for few; in any order."""
    size = draw(st.integers(1, 30))
    ids = [f"O{n}" for n in range(size)]
    orgs = [
        Organization(
            row=at + 1,
            org_id=ids[at],
            kind=draw(kinds),
            level=draw(levels),
            parent_id=draw(st.sampled_from([*ids[:at], "lost"] if at else [None])),
            within_id=draw(st.none() | st.sampled_from(ids[:at])) if at else None,
        )
        for at in range(size)
    ]
    return draw(st.permutations(orgs))


def row_of(size, between=0, top=None):
    """Give a row of divisions, each under the next after so many other organisations."""
    count = size * (between + 1)
    return [
        Organization(
            row=at + 1,
            org_id=f"D{at}",
            kind=OrgKind.DEPARTMENT if at % (between + 1) else OrgKind.DIVISION,
            level=Level.TOWNSHIP if at == 2 * (between + 1) else None,
            parent_id=f"D{at + 1}" if at + 1 < count else top,
        )
        for at in range(count)
    ]


def agree(orgs, *, street):
    dataset = Dataset(organizations=tuple(orgs))
    conventions = evolve(po.rules("cn-gz").conventions, street_is_township=street)
    ground = Ground.of(dataset, conventions)
    also = {Level.SUBDISTRICT} if street else set()
    places = Places(dataset, frozenset({Level.TOWNSHIP} | also))
    number = {None: -1} | {org.org_id: at for at, org in enumerate(orgs)}
    longest = 1
    for at, org in enumerate(orgs):
        site = places.site(org.org_id)
        longest = max(longest, len(site.chain))
        chain = [number[place] for place in site.chain]
        assert ground.chain[at].tolist() == chain + [-1] * (ground.chain.shape[1] - len(chain))
        assert ground.whole[at] == site.whole
        assert ground.place[at] == number[site.place]
        assert ground.town[at] == number[site.township]
        if not site.known:
            assert ground.where[at] == Where.UNKNOWN
        elif site.township is None:
            assert (ground.where[at], ground.town[at]) == (Where.OUTSIDE, OUTSIDE)
        else:
            assert ground.where[at] == (Where.OF if site.own else Where.BELOW)
        own = [at, number[site.place], number[site.township]]
        gone = [orgs[one].successor_id is not None for one in own if one >= 0]
        assert ground.passed[at] == (places.has_successions and any(gone))
    assert ground.chain.shape == (len(orgs) + 1, longest)
    # The last place of each stands for an identifier that is empty or not found.
    assert (ground.where[-1], ground.whole[-1], ground.passed[-1]) == (Where.UNKNOWN, False, False)
    assert (ground.town[-1], ground.place[-1]) == (OUTSIDE, -1)
    assert (ground.chain[-1] == -1).all()


@settings(max_examples=300, deadline=None)
@given(tangled(), st.booleans())
def test_whatever_the_links_every_organisation_is_where_it_is(orgs, street):
    agree(orgs, street=street)


@settings(max_examples=150, deadline=None)
@given(trees(), st.booleans())
def test_what_hangs_together_as_it_should_is_where_it_is(orgs, street):
    agree(orgs, street=street)


@pytest.mark.parametrize("size", [1, 3, 15, 16, 17, 40])
@pytest.mark.parametrize("between", [0, 1, 20])
@pytest.mark.parametrize("top", [None, "lost", "D0", "D1", "D2"])
def test_long_ways_up_and_wide_circles(size, between, top):
    agree(row_of(size, between, top), street=False)


@st.composite
def dated(draw):
    orgs = draw(tangled() | trees())
    ends = st.none() | st.none() | st.sampled_from(["2014", "2015-06", "2016-01-01"])
    days = [draw(ends) for _ in orgs] if draw(st.booleans()) else [None] * len(orgs)
    return [
        evolve(org, valid_to=day and po.PartialDate.parse(day))
        for org, day in zip(orgs, days, strict=True)
    ]


@settings(max_examples=500, deadline=None)
@given(dated())
def test_a_table_that_is_sound_at_a_glance_has_no_faults(orgs):
    dataset = Dataset(organizations=tuple(orgs))
    alive = all(org.valid_to is None for org in orgs)
    unique = len({org.org_id for org in orgs}) == len(orgs)
    sound = Links.of(dataset).sound
    assert sound == (structure_problems(dataset) == () and alive and unique)
