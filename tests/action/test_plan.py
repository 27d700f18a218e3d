"""Plans of a county, against every set of moves where these can be counted."""

import json
import random
from itertools import product

import pytest
from test_acts_judged import ORGANIZATIONS, STAFF

import partyorg as po

pytest.importorskip("scipy")
DAY = "2018-06-01"


def county(teams):
    """Give a county of as many townships: of each member role, experience and lock."""
    organizations = [
        org for org in ORGANIZATIONS if org["org_id"] not in ("T", "U", "T-DW", "U-DW")
    ]
    people, posts = [], []
    for number, team in enumerate(teams):
        place = f"T{number}"
        organizations += [
            {"org_id": place, "level": "township", "kind": "division", "parent_id": "C"},
            {"org_id": f"{place}-DW", "level": "township", "kind": "local_party_committee",
             "within_id": place},
        ]  # fmt: skip
        for role, experienced, locked in team:
            who = f"N{len(people):04}"
            # Whoever is locked was recruited a year ago; the experience is older than the lock.
            lock = {"recruited_on": "2017-07-01", "recruited_by": place,
                    "recruited_via": "civil_service_exam"}  # fmt: skip
            people.append({"person_id": who, "career_known_from": "2000", **(lock if locked else
                           {"recruited_via": "other"})})  # fmt: skip
            since = "2010-01-01" if experienced and not locked else "2017-08-01"
            if experienced and locked:
                posts.append({**STAFF, "person_id": who, "org_id": place, "start": "2010-01-01",
                              "end": "2017-07-01"})  # fmt: skip
            post = {"person_id": who, "org_id": f"{place}-DW", "role": role, "start": since}
            posts.append({**STAFF, **post})
    return po.Dataset.from_records(organizations=organizations, people=people, appointments=posts)


def fewest(teams):
    """Count the fewest moves over all ways to seat the members anew; None if there is no way."""
    seats = [(place, role) for place, team in enumerate(teams) for role, _, _ in team]
    members = [(p, *one) for p, team in enumerate(teams) for one in team]
    best = None
    for places in product(range(len(teams)), repeat=len(members)):
        pairs = list(zip(members, places, strict=True))
        moves = sum(one[0] != to for one, to in pairs)
        if best is not None and moves >= best:
            continue
        if any(one[3] and one[0] != to for one, to in pairs):
            continue
        if sorted((to, one[1]) for one, to in pairs) != sorted(seats):
            continue
        if all(
            3 * sum(one[2] for one, to in pairs if to == place) >= 2 * len(team)
            for place, team in enumerate(teams)
        ):
            best = moves
    return best


def drawn(seed):
    rng = random.Random(seed)
    sizes = rng.choice([(2, 2), (2, 3), (3, 3), (2, 2, 2), (1, 3, 3)])
    return [
        [
            (
                "chief" if at == 0 and rng.random() < 0.4 else "leader",
                rng.random() < 0.66,
                rng.random() < 0.2,
            )
            for at in range(size)
        ]
        for size in sizes
    ]


@pytest.mark.parametrize("seed", range(40))
def test_there_are_as_few_moves_as_can_be(seed):
    teams = drawn(seed)
    plan = po.plan(county(teams), "C", on=DAY)
    best = fewest(teams)
    assert plan.feasible is (best is not None)
    if best is not None:
        assert len(plan.moves) == best


def test_two_change_places():
    old, new = ("leader", True, False), ("leader", False, False)
    data = county([[old, old, old], [old, new, new]])
    plan = po.plan(data, "C", on=DAY)
    # T1 has one of three and needs two; T0 can spare one.
    assert len(plan.moves) == 2
    assert {act.to for _, act in plan.moves} == {"T0-DW", "T1-DW"}
    after = po.check(plan.proposal.applied(data), as_of=DAY, only=["team-experience"])
    assert {finding.outcome for finding in after} == {po.Outcome.PASS}
    assert plan.objections == ()
    told = json.loads(plan.to_json())
    assert (told["schema"], len(told["moves"])) == ("partyorg.plan/1", 2)


def test_where_there_is_no_plan_it_says_why():
    old, new = ("leader", True, False), ("leader", False, False)
    few = po.plan(county([[old, new, new], [old, new, new]]), "C", on=DAY)
    assert (few.feasible, few.why, few.having, few.needed) == (False, "too-few", 2, 4)
    held = ("leader", True, True)
    locked = po.plan(county([[held, held, held], [held, new, new]]), "C", on=DAY)
    assert (locked.feasible, locked.why) == (False, "held")
    for lang in ("zh", "en"):
        assert few.text(lang) != locked.text(lang)


def test_nobody_moves_where_all_is_well():
    plan = po.plan(county([[("leader", True, False)]]), "C", on=DAY)
    assert (plan.feasible, plan.moves) == (True, ())
    assert "nobody" in plan.text("en")


def test_bad_calls_are_refused():
    data = county([[("leader", True, False)]])
    for how, words in (
        ({"county": "X"}, "no organisation 'X'"),
        ({"county": "T0"}, "no division"),
        ({"county": "C", "rule": "cn-gz/recruits-to-townships"}, "asks for no share of service"),
    ):
        with pytest.raises(po.CallError, match=words):
            po.plan(data, on=DAY, **how)


def test_a_county_of_fifteen_townships():
    rng = random.Random(15)
    teams = [
        [("leader", rng.random() < 0.78, rng.random() < 0.1) for _ in range(13 + at % 2)]
        for at in range(15)
    ]
    data = county(teams)
    plan = po.plan(data, "C", on=DAY)
    short = sum(max(0, -(-2 * len(team) // 3) - sum(old for _, old, _ in team)) for team in teams)
    # Each who comes into a team that lacks one makes somebody else leave it.
    assert plan.feasible
    assert len(plan.moves) == 2 * short > 0
