"""Where recruits stand, told in columns, is where every order of their dates leads."""

import random
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rule_variants import CHANGES, changed
from worlds import APPROVERS, organizations

import partyorg as po
from agreement import dataset_of, differences
from partyorg.bulk import compiled, compiled_walk, moves
from partyorg.bulk.columns import Columns
from partyorg.bulk.ground import OUTSIDE, Ground
from partyorg.bulk.moves import FIRST, OTHER, OUT, standing
from partyorg.bulk.part import Part
from partyorg.bulk.walk import Careers, walk_each
from partyorg.dates import DAWN, FAR
from partyorg.evaluate.moves import ways
from partyorg.evaluate.orders import TooManyOrdersError
from partyorg.evaluate.scope import World

SEEDS = st.integers(0, 10**9)
with_numba = pytest.mark.skipif(not compiled.available(), reason="numba is not installed")
either_way = pytest.mark.parametrize(
    "fast", [False, pytest.param(True, marks=with_numba)], ids=["plain", "compiled"]
)


def some(examples):
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )


# --- Against the walk of records ------------------------------------------------------------------

ORGS = (
    *("T0-ZF", "T0-SY", "T0-DW") * 2,
    *("T1-ZF", "T1-DW", "T2-ZF", "C0-JY", "C0-ZF"),
    *("nowhere",),
)


def crowded(rng, many, unsure=0.1):
    """Give people whose posts overlap, meet and are vague, in a short time about the day.

    In some worlds a place may be unknown, and a basis is, at times, as `unsure` says.
    """
    as_of = date(2019, rng.choice((5, 12)), rng.choice((1, 20, 31)))
    pool = [
        date(2017, 1, 1) + timedelta(days=rng.randrange(900)) for _ in range(rng.choice((3, 8)))
    ]
    pool += [as_of, as_of - timedelta(1), as_of.replace(day=1)]
    sure = rng.random() < 0.7

    def written(precisions):
        return rng.choice(pool).isoformat()[: rng.choice(precisions)]

    people, posts = [], []
    for number in range(many):
        person = f"N{number}"
        precisions = rng.choice(((10,), (7,), (4, 7, 10), (4, 4, 7)))
        recruited = written(precisions)
        people.append(
            {"person_id": person, "recruited_on": recruited, "recruited_by": "T0-ZF",
             "recruited_via": "directed"}
        )  # fmt: skip
        dates = sorted([recruited, *(written(precisions) for _ in range(rng.randrange(7)))])
        for at, (begin, end) in enumerate(zip(dates, [*dates[1:], ""], strict=True)):
            posts.append(
                {"person_id": person, "org_id": rng.choice(ORGS[:-1] if sure else ORGS),
                 "start": begin if sure or rng.random() < 0.95 else "",
                 "end": end if rng.random() < 0.7 else rng.choice(["", *dates[at:]]),
                 "basis": "in_post" if sure or rng.random() >= unsure else "",
                 "approved_by": rng.choice((*APPROVERS, *(() if sure else ("nobody",)))),
                 "approved_on": begin if rng.random() < 0.8 else written(precisions)}
            )  # fmt: skip
    rng.shuffle(posts)
    return {"organizations": organizations(), "people": people, "appointments": posts}, as_of


def state(way, home):
    """Give what columns tell of a way: place, number of the row moved to, days, what was left."""
    if way.place == home:
        return (FIRST,)
    last = way.moves[-1]
    place, left = (OUT, last.left) if way.place == "outside" else (OTHER, None)
    return (place, last.post.row.row, last.first, last.last, left)


def in_columns(part, states):
    """Give the same of states in columns, by person."""
    told = {}
    for at, who in enumerate(states.person.tolist()):
        place, left = int(states.place[at]), None
        if place == OUT:
            town = int(states.left[at])
            left = "another township" if town == OUTSIDE else part.ground.ids[town]
        row = int(part.columns.posts.row[states.post[at]])
        days = int(states.first[at]), int(states.last[at])
        told.setdefault(who, set()).add((FIRST,) if place == FIRST else (place, row, *days, left))
    return told


@either_way
@some(150)
@given(SEEDS)
def test_people_stand_where_every_order_leads(fast, seed):
    tables, as_of = crowded(random.Random(seed), 40)
    dataset, day = dataset_of(tables), as_of.toordinal()
    conventions = po.rules("cn-gz").conventions
    world = World.of(dataset, conventions)
    columns = Columns.of(dataset)
    part = Part(columns, Ground.of(dataset, conventions), conventions, fast=fast)
    judged = ~part.knotty & (columns.people.recruited.first <= day)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moves, "_PAYS", 0)
        stands = standing(part, judged, day)
    one, further = (in_columns(part, states) for states in (stands.one, stands.further))
    for who in np.flatnonzero(judged).tolist():
        career = world.career(columns.people.ids[who])
        home = world.places.site(career.person.recruited_by).township
        try:
            found = ways(career, home, career.person.recruited_on, day)
        except TooManyOrdersError:
            found = ()
        states = {state(way, home) for way in found}
        assert bool(stands.tangled[who]) == (not states)
        if states:
            told = one[who] | further.get(who, set())
            assert told == states


# --- Compiled and plain ---------------------------------------------------------------------------


def careers_of(rng, people, most):
    """Give careers without rhyme or reason, for what no data set would hold."""
    numbers = [rng.randrange(1, most + 1) for _ in range(people)]
    size, precision = sum(numbers), rng.choice(((1,), (1, 1, 30), (1, 30, 365), (365,)))
    begun = 736_000 + np.array(rng.choices(range(0, 1_500, rng.choice((1, 30, 365))), k=3 * size))
    length = np.array(rng.choices(precision, k=3 * size))
    first, last = begun, begun + length - 1
    first, last = first.reshape(3, -1), last.reshape(3, -1)
    open_end = np.array(rng.choices((True, False), k=size))
    unstarted = np.array(rng.choices((True, False), (1, 40), k=size))
    early, late = np.where(first[0] <= first[1], 0, 1), np.where(first[0] <= first[1], 1, 0)
    at = np.arange(size)
    heads = np.cumsum([0, *numbers])
    return Careers(
        offsets=heads,
        start_first=np.where(unstarted, DAWN, first[early, at]),
        start_last=np.where(unstarted, FAR, last[early, at]),
        end_first=np.where(open_end, FAR, first[late, at]),
        end_last=np.where(open_end, FAR, last[late, at]),
        town=np.array(rng.choices((OUTSIDE, 4, 4, 4, 5), k=size)),
        known=np.array(rng.choices((True, False), (30, 1), k=size)),
        sure=np.array(rng.choices((True, False), (30, 1), k=size)),
        home=np.full(people, 4),
        recruited_first=first[2, heads[:-1]],
        recruited_last=last[2, heads[:-1]],
    )


def both(careers, as_of):
    """Give the states in which people may be, as both walks tell them."""
    told = [walk(careers, as_of) for walk in (walk_each, compiled_walk.walk)]
    for stands in told:
        assert stands.person.tolist() == sorted(stands.person.tolist())
    return [sorted(zip(*map(np.ndarray.tolist, stands), strict=True)) for stands in told]


@with_numba
@some(150)
@given(SEEDS)
def test_the_compiled_walk_is_the_plain_one(seed):
    rng = random.Random(seed)
    careers = careers_of(rng, 10, rng.choice((3, 6)))
    plain, fast = both(careers, max(736_000 + rng.randrange(1_500), careers.recruited_first.max()))
    assert plain == fast


def begun_in_one_year(many):
    """Give a career of some posts that began some time in one year, and of one that came after."""
    first, last, after = 736_330, 736_694, 736_700
    return Careers(
        offsets=np.array([0, many + 1]),
        start_first=np.array([first] * many + [after]),
        start_last=np.array([last] * many + [after]),
        end_first=np.array([after] * many + [FAR]),
        end_last=np.array([after] * many + [FAR]),
        town=np.array([4] * many + [5]),
        known=np.ones(many + 1, bool),
        sure=np.ones(many + 1, bool),
        home=np.array([4]),
        recruited_first=np.array([736_000]),
        recruited_last=np.array([736_000]),
    )


@with_numba
def test_both_give_up_at_the_same_number_of_orders():
    told = [both(begun_in_one_year(many), 737_000) for many in range(1, 8)]
    for plain, fast in told:
        assert plain == fast
    assert [bool(plain) for plain, _ in told] == [True] * 5 + [False] * 2


@with_numba
def test_a_career_too_long_for_the_compiled_walk_stays_tangled():
    careers = begun_in_one_year(1)
    long = careers._replace(
        offsets=np.array([0, 40]),
        **{
            name: np.append(np.full(38, getattr(careers, name)[0]), getattr(careers, name))
            for name in ("town", "known", "sure")
        },
        **{
            name: np.append(np.arange(38) + 736_100, getattr(careers, name))
            for name in ("start_first", "start_last", "end_first", "end_last")
        },
    )
    plain, fast = both(long, 737_000)
    assert plain
    assert not fast


@with_numba
def test_room_for_states_is_made_until_all_people_have_theirs():
    one = begun_in_one_year(1)
    many, posts = 600, 3
    moved = one._replace(
        offsets=np.arange(many + 1) * posts,
        town=np.tile([4, OUTSIDE, 5], many),
        known=np.ones(many * posts, bool),
        sure=np.ones(many * posts, bool),
        **{
            name: np.tile([int(getattr(one, name)[0])] * posts, many)
            for name in ("start_first", "start_last", "end_first", "end_last")
        },
        **{
            name: np.repeat(getattr(one, name), many)
            for name in ("home", "recruited_first", "recruited_last")
        },
    )
    plain, fast = both(moved, 736_690)
    assert plain == fast
    assert len(plain) > 3 * many


# --- Too many readings ----------------------------------------------------------------------------


def post(org, start, end="", basis="in_post"):
    return {"person_id": "N", "org_id": org, "start": start, "end": end, "basis": basis}


@either_way
@pytest.mark.parametrize(
    "posts",
    [
        # Six posts within a year could stand in thousands of orders, though all are at home.
        [
            post("T0-ZF", "2015-01-01", "2018-12-31"),
            *(post("T0-ZF", "2017", f"2018-0{month}") for month in (7, 8, 9)),
            *(post("T0-SY", "2017", "2018-10-01") for _ in range(3)),
            post("T1-ZF", "2019-01-01"),
        ],
        # Of six entries without a basis each may be a post or none.
        [
            post("T0-ZF", "2015-01-01"),
            *(post("T0-ZF", f"2015-0{month}-01", f"2015-0{month}-20", "") for month in range(3, 9)),
        ],
    ],
)
def test_nobody_is_judged_of_whom_there_are_too_many_readings(posts, fast, monkeypatch):
    monkeypatch.setattr(moves, "_PAYS", 0)
    tables = {
        "organizations": organizations(),
        "people": [
            {"person_id": "N", "recruited_on": "2015-01-01", "recruited_by": "T0-ZF",
             "recruited_via": "directed"}
        ],
        "appointments": posts,
    }  # fmt: skip
    found, alone = differences(tables, date(2020, 5, 20), rules=["service-minimum"], fast=fast)
    assert not found
    assert alone == {"service-minimum": 1}


# --- Several states -------------------------------------------------------------------------------


@either_way
@some(120)
@given(SEEDS)
def test_people_in_several_states_are_judged_as_records_are(fast, seed):
    rng = random.Random(seed)
    tables, as_of = crowded(rng, 25)
    change = rng.choice((None, *range(len(CHANGES["service-minimum"]))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(moves, "_PAYS", 0)
        found, _ = differences(
            tables,
            as_of,
            pack=changed(() if change is None else (("service-minimum", change),)),
            rules=["service-minimum"],
            size=rng.choice((4, 100)),
            fast=fast,
            also=as_of + timedelta(days=rng.choice((-40, 1, 40))) if rng.random() < 0.3 else None,
        )
    assert not found


MOVED = {
    # In the first two years no move is allowed, be it to another township or out of them.
    "early": [
        post("T0-ZF", "2018-01-01", "2018-05-01"),
        post("C0-JY", "2018-05-01"),
        post("T1-ZF", "2018-05-01"),
    ],
    # Whether the move was made by the day hangs on the date.
    "perhaps": [post("T0-ZF", "2015-01-01", "2019-05"), post("C0-JY", "2019-05")],
    # Two posts that began on one day: nobody knows which of them was the move.
    "beside": [
        post("T0-ZF", "2015-01-01", "2018-05-01"),
        post("C0-JY", "2018-05-01"),
        post("T1-ZF", "2018-05-01"),
    ],
    # After eight years nothing is left to breach, wherever the person went.
    "free": [
        post("T0-ZF", "2010-01-01", "2018-05-01"),
        post("C0-JY", "2018-05-01"),
        post("T1-ZF", "2018-05-01"),
    ],
}


def several(names):
    recruited = {name: MOVED[name][0]["start"] for name in names}
    return {
        "organizations": organizations(),
        "people": [
            {"person_id": f"{name}{at}", "recruited_on": recruited[name], "recruited_by": "T0-ZF",
             "recruited_via": "directed"}
            for at, name in enumerate(names)
        ],
        "appointments": [
            {**one, "person_id": f"{name}{at}"}
            for at, name in enumerate(names)
            for one in MOVED[name]
        ],
    }  # fmt: skip


@either_way
@pytest.mark.parametrize("counting", ["day", "month"])
def test_who_may_be_in_several_states_is_judged_in_columns(fast, counting):
    tables = several([*MOVED, *MOVED])
    how = {"rules": ["service-minimum"], "fast": fast, "counting": po.Counting(counting)}
    pack = changed((("service-minimum", 0),))  # it binds everyone
    found, alone = differences(tables, date(2019, 5, 20), pack=pack, **how)
    assert not found
    assert alone == {"service-minimum": 0}
    data = po.Dataset.from_records(**tables)
    report = po.check(data, pack, as_of="2019-05-20", only=["service-minimum"], engine="bulk")
    assert not report.run.alone
    told = report.findings.to_arrow().to_pydict()
    outcomes = dict(zip(told["subject"], told["outcome"], strict=True))
    assert [outcomes[f"{name}{at}"] for at, name in enumerate([*MOVED, *MOVED])] == [
        *("fail", "undetermined", "undetermined", "pass") * 2
    ]
