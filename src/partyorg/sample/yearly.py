"""Background rows by the year: trainings, party members, villages that leaders look after."""

from __future__ import annotations

from partyorg.sample.places import STREET_MADE
from partyorg.sample.world import World, of_township

__all__ = ["NOT_LOOKED_AFTER", "build_yearly"]

_TRAINING_YEARS = (2017, 2018)
_MEMBERS_YEARS = (2016, 2017, 2018)
NOT_LOOKED_AFTER = "990102103202"
"""A village that nobody looks after, in a province that vouches for its links."""


def build_yearly(world: World) -> None:
    """Add the background of every year, for the people and organisations that are there."""
    _trainings(world)
    _members(world)
    _villages_looked_after(world)
    _funds(world)
    _a_change_by_the_book(world)


def _trainings(world: World) -> None:
    """Give everybody in a township twelve days or more, chiefs a course of the province."""
    for person, chief in _in_townships(world).items():
        if person in world.own_trainings:
            continue
        for year in _TRAINING_YEARS:
            province = chief and year == _TRAINING_YEARS[0]
            province = province and person not in world.no_province_course
            courses = [("党校主体班", 5 + world.random.randrange(3), "county")]
            level = "province" if province else "prefecture"
            courses.append(("示范培训班" if province else "业务培训班", 7, level))
            for program, days, organised in courses:
                world.add(
                    "trainings",
                    person_id=person,
                    year=year,
                    days=days,
                    program=program,
                    organized_at=organised,
                )


def _in_townships(world: World) -> dict[str, bool]:
    """Give all who hold a post in a township or in the street that was one; True for chiefs."""
    found: dict[str, bool] = {}
    for row in world.tables["appointments"]:
        org = row["org_id"]
        there = of_township(org) or org.startswith(STREET_MADE)
        ended = row["end"] and row["end"] < str(_TRAINING_YEARS[0])
        ended = ended or row["start"] > world.told_on
        if row["basis"] == "in_post" and there and not ended:
            chief = row["role"] == "chief" or "组织委员" in row["duties"]
            found[row["person_id"]] = found.get(row["person_id"], False) or chief
    return found


def _villages(world: World) -> list[str]:
    return [
        row["org_id"]
        for row in world.tables["organizations"]
        if row["kind"] == "division" and row["level"] == "village" and not row["valid_to"]
        if row["valid_from"] <= world.told_on  # later ones have stories of their own
    ]


def _members(world: World) -> None:
    """Count the members of the villages' branches."""
    for village in _villages(world):
        count = 24 + world.random.randrange(40)
        for year in _MEMBERS_YEARS:
            world.add(
                "members",
                org_id=f"{village}-ZB",
                year=year,
                full_members=count,
                probationary_members=world.random.randrange(3),
            )
            count += world.random.randrange(3)


def _villages_looked_after(world: World) -> None:
    """Let a team member of the township look after each village (包村), but for one."""
    leaders: dict[str, list[str]] = {}
    for row in world.tables["appointments"]:
        org = row["org_id"]
        if row["role"] != "staff" and of_township(org) and not row["end"]:
            leaders.setdefault(org[:9], []).append(row["person_id"])
    for number, village in enumerate(_villages(world)):
        team = leaders.get(village[:9])
        if team and village != NOT_LOOKED_AFTER:
            person = team[number % len(team)]
            world.add("links", from_id=person, to_id=village, relation="leads", start="2018-01")


def _funds(world: World) -> None:
    """Add the yearly running costs of each village's branch."""
    for village in _villages(world):
        for year in _TRAINING_YEARS:
            amount = 30_000 + 1_000 * world.random.randrange(20)
            world.add(
                "amounts",
                subject_id=f"{village}-ZB",
                item="村级组织办公经费",
                year=year,
                amount=amount,
                per="year",
            )


def _a_change_by_the_book(world: World) -> None:
    """Add the case of one change of post with all its steps, in order."""
    person = next(
        row["person_id"]
        for row in world.tables["appointments"]
        if row["org_id"] == "990101203-ZF" and row["start"] == "2016-10-18"
    )
    for step, date in (
        ("提名推荐", "2016-08-22"),
        ("考察识别", "2016-09-05"),
        ("酝酿决定", "2016-09-28"),
        ("公示试用", "2016-10-08"),
    ):
        world.add(
            "procedures",
            case_id="A2016-01",
            kind="appointment",
            step=step,
            date=date,
            subject_id=person,
            org_id="990101-DW",
        )
