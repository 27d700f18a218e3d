"""Stories of members, committees and careers in the three counties."""

from __future__ import annotations

from partyorg.sample.stories.three_counties import COUNTIES, FOUNDED, TOLD_ON, County
from partyorg.sample.world import World

__all__ = ["tell"]

_YEAR = "2024"
_OUTCOME = {"good": "pass", "bad": "fail", "open": "undetermined"}


def tell(world: World) -> None:
    """Tell everything of all three counties."""
    for county in COUNTIES:
        _members(world, county)
        _committees(world, county)
        _trainings(world, county)
        _excellent(world, county)
        _structure(world, county)
        _careers(world, county)
        _contact_points(world, county)


def _told(
    world: World, county: County, rule: str, subject: str, why: dict[str, str], **place: str
) -> None:
    named = rule if "/" in rule else f"cn/{rule}"
    state = county.state
    world.expect(named, subject, _OUTCOME[state], why[state], as_of=TOLD_ON, **place)


def _members(world: World, county: County) -> None:
    """Count members: enough and not too many, too few or too many, or not at all."""
    counts: dict[str, dict[str, tuple[str, str]]] = {
        "good": {
            "V-ZB": ("20", "1"),
            "S-ZB": ("20", "0"),
            "C-JGZ": ("20", "0"),
            "T-QY": ("5", "0"),
        },
        "bad": {"V-ZB": ("2", "1"), "S-ZB": ("50", "1"), "C-JGZ": ("98", "2"), "T-QY": ("3", "0")},
        "open": {"V-ZB": ("", "1"), "S-ZB": ("20", ""), "C-JGZ": ("", ""), "T-QY": ("5", "0")},
    }
    for place, (full, probationary) in counts[county.state].items():
        for year in (_YEAR, "2025"):
            world.add(
                "members",
                org_id=county.at(place),
                year=year,
                full_members=full,
                probationary_members=probationary,
            )
    why = {
        "good": "the number of members is right",
        "bad": "too few full members, or too many members",
        "open": "nobody wrote the number down",
    }
    for rule, place in (
        ("branch-full-members", "V-ZB"),
        ("branch-size", "S-ZB"),
        ("organ-committee", "C-JGZ"),
        ("organ-general-branch", "C-JGZ"),
    ):
        _told(world, county, rule, county.at(place), why, period=_YEAR)


_COMMITTEES = (
    ("branch-committee-size", "S-ZB", 3),
    ("general-branch-committee-size", "T-DZB", 5),
    ("base-committee-size", "T-JCDW", 5),
    ("township-committee-size", "T-DW", 7),
    ("village-committee-size", "V-CW", 3),
    ("residents-committee-size", "S-CW", 5),
)


def _committees(world: World, county: County) -> None:
    """Fill committees: as many as are needed, too few, or with one whose role is not written."""
    why = {
        "good": "as many members as the rule has",
        "bad": "too few members",
        "open": "of one it is not written whether they are in the committee",
    }
    for rule, place, need in _COMMITTEES:
        held = need if county.state != "bad" else need - 2
        for number in range(held):
            role = "chief" if number == 0 else "leader"
            if county.state == "open" and number == need - 1:
                role = ""
            title = "书记" if number == 0 else "委员"
            person = county.people[number]
            world.post(person, county.at(place), title, "2022-05-18", role=role)
        _told(world, county, rule, county.at(place), why)


def _trainings(world: World, county: County) -> None:
    """Train somebody for long enough, for too short a time, or for nobody knows how many hours."""
    person = county.people[6]
    days, hours = {"good": ("9", "90"), "bad": ("5", "30"), "open": ("5", "")}[county.state]
    world.add("trainings", person_id=person, year=_YEAR, days=days, hours=hours)
    world.add(
        "links", from_id=person, to_id=county.at("V-ZB"), relation="member_of", start="2019-02-01"
    )
    why = {
        "good": "enough hours, though not so many days",
        "bad": "neither days nor hours suffice",
        "open": "the hours were not written down",
    }
    _told(world, county, "training-time", person, why, period=_YEAR)
    _told(world, county, "member-training", person, why, period=_YEAR)


def _excellent(world: World, county: County) -> None:
    """Grade a fifth excellent, more than a fifth, or nobody knows how many."""
    excellent = {"good": "4", "bad": "5", "open": ""}[county.state]
    world.add(
        "assessments",
        org_id=county.at("T-ZF"),
        year="2023",
        group="general_staff",
        assessed="20",
        excellent=excellent,
    )
    why = {
        "good": "exactly a fifth",
        "bad": "one more than a fifth",
        "open": "the number was not written down",
    }
    place = {"period": "2023", "part": "general_staff"}
    _told(world, county, "excellent-share", county.at("C"), why, **place)


def _structure(world: World, county: County) -> None:
    """Look up from the party group, and into the enterprise."""
    why = {
        "good": "up to the county committee, all of them there",
        "bad": "it has no superior",
        "open": "of what kind its superior is was not written down",
    }
    group = county.at("T-XZ")
    for rule in ("cn/superior-organization", "cn-hl-pingfang/chain-of-care"):
        _told(world, county, rule, group, why)
    why = {
        "good": "a branch covers it",
        "bad": "three full members, and no organisation",
        "open": "no organisation on record, and there may be more",
    }
    _told(world, county, "unit-has-organization", county.at("T-QY"), why)


def _careers(world: World, county: County) -> None:
    """Let somebody rise from the township to the county: step by step, too soon, or half known."""
    at = county.at
    known = {"open": {"career_known_from": "2022-01-01"}}.get(county.state, {})
    person = world.person("2019-01-02", at("T-ZF"), **known)
    steps = {
        "good": (("leader", "2019-01-02"), ("chief", "2021-01-02"), ("up", "2024-02-01")),
        "bad": (("leader", "2020-01-02"), ("chief", "2021-01-02"), ("up", "2023-01-02")),
        "open": (("leader", "2022-01-01"), ("chief", "2023-03-01"), ("up", "2024-01-01")),
    }[county.state]
    ends = [start for _, start in steps[1:]] + [""]
    titles = {"leader": "副镇长", "chief": "镇长", "up": "副县长"}
    if county.state == "bad":
        world.post(person, at("T-ZF"), "科员", "2019-01-02", steps[0][1])
    for (step, start), end in zip(steps, ends, strict=True):
        body, role = (at("C-ZF"), "leader") if step == "up" else (at("T-ZF"), step)
        world.post(person, body, titles[step], start, end, role=role)
    entered = dict(steps)
    why = {
        "good": "two years as deputy, three as principal, five since recruitment",
        "bad": "one year as deputy, two as principal",
        "open": "what came before 2022 is not recorded",
    }
    place = {"period": entered["chief"], "part": at("T")}
    _told(world, county, "deputy-to-principal", person, why, **place)
    place = {"period": entered["up"], "part": at("C")}
    _told(world, county, "principal-to-deputy-above", person, why, **place)
    if county.state == "good":
        rule, told = "cn-gz/county-selection-preference", "had been principal of a township"
        world.expect(rule, person, "pass", told, as_of=TOLD_ON, **place)
    _seniority(world, county, person, entered["up"])


def _seniority(world: World, county: County, person: str, entered: str) -> None:
    """Tell of seniority, which nobody fails: what came before recruitment is not known."""
    outcome = "pass" if county.state == "good" else "undetermined"
    why = (
        "five years since recruitment, most of them in the township"
        if outcome == "pass"
        else "less than five years since recruitment, and what came before is not in the data"
    )
    place = {"period": entered, "part": county.at("C")}
    world.expect("cn/county-leader-seniority", person, outcome, why, as_of=TOLD_ON, **place)
    if county.state != "good":  # someone who came up from one post alone, as far as is known
        since = FOUNDED if county.state == "bad" else "2022-01-01"
        known = {} if county.state == "bad" else {"career_known_from": since}
        person = world.person(FOUNDED, county.at("T-ZF"), **known)
        world.post(person, county.at("T-ZF"), "副镇长", since, entered, role="leader")
        world.post(person, county.at("C-ZF"), "副县长", entered, role="leader")
    why = "two posts in the township before" if outcome == "pass" else "one post, for all we know"
    told = _OUTCOME[county.state]
    world.expect("cn/two-posts-below", person, told, why, as_of=TOLD_ON, **place)


def _contact_points(world: World, county: County) -> None:
    """Give a leader of the county a place to look after, or none."""
    leader = world.person(FOUNDED, county.at("C-DW"))
    world.post(leader, county.at("C-DW"), "县委书记", FOUNDED, role="chief")
    if county.state == "good":
        world.add(
            "links", from_id=leader, to_id=county.at("V"), relation="leads", start="2020-03-02"
        )
    why = {
        "good": "has a place",
        "bad": "has none, and the links are complete",
        "open": "none is recorded, and there may be more",
    }
    _told(world, county, "cn-hl-pingfang/contact-points", leader, why)
