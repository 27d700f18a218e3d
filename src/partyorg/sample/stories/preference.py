"""Stories of who was taken into a county's team, and of posts published day by day."""

from __future__ import annotations

from partyorg.sample.places import COUNTIES
from partyorg.sample.world import World

__all__ = ["tell"]

_FIRST_YEAR = "2014"


def tell(world: World) -> None:
    """Tell of everybody in the counties' teams since the rule, and of three registrations."""
    _taken_into_teams(world)
    _published_daily(world)


def _taken_into_teams(world: World) -> None:
    """Nobody in these teams has been principal of a township: none was preferred."""
    bodies = {f"{county}-{ending}" for county in COUNTIES for ending in ("DW", "ZF")}
    for row in world.tables["appointments"]:
        year = row["start"][:4]
        if row["org_id"] not in bodies or row["role"] == "staff" or year < _FIRST_YEAR:
            continue
        first = year == _FIRST_YEAR
        world.expect(
            "county-selection-preference",
            row["person_id"],
            "undetermined" if first else "off_target",
            "the rule may be younger than that day of 2014"
            if first
            else "never a principal before",
            period=row["start"],
            part=row["org_id"][:6],
        )


def _published_daily(world: World) -> None:
    """Publish on every day of registration, on all but one, or nobody knows on how many."""
    for department, days, outcome, why in (
        ("99-ZZB", 5, "pass", "published on each of the five days"),
        ("9901-ZZB", 4, "fail", "not on the last day, and the record is complete"),
        ("98-ZZB", 3, "undetermined", "three days are on record, and there may be more"),
    ):
        dates = [f"2018-03-{day:02}" for day in range(5, 10)]
        for kind, date in (("报名开始", dates[0]), ("报名结束", dates[-1])):
            world.add("activities", org_id=department, kind=kind, date=date)
        for date in dates[:days]:
            world.add("activities", org_id=department, kind="公布未达开考比例职位", date=date)
        world.expect("daily-publication", department, outcome, why, period="2018")
