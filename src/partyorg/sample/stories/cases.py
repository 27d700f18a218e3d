"""Stories of cases and of villages: steps of selection, first secretaries, officers for a place.

示例省 vouches for its records of procedures and links, 参照省 for none.
"""

from __future__ import annotations

from partyorg.sample.world import World
from partyorg.sample.yearly import NOT_LOOKED_AFTER

__all__ = ["tell"]

_WUCHUAN = "cn-gd-wuchuan"
_NOTICE = (
    ("考察预告", "08-29"),
    ("民主测评", "09-01"),
    ("个别谈话", "09-02"),
    ("查阅资料", "09-05"),
)
_WITHOUT_FIRST_SECRETARY = "990102102202"
_UNRECORDED = "980101101201"
_COUNTY = 6  # digits in the code of a county


def tell(world: World) -> None:
    """Tell all stories of cases and villages."""
    for table in ("procedures", "links"):
        world.add("completeness", table=table, org_id="99")
    _selections(world)
    _first_secretaries(world)
    _natural_villages(world)
    _looked_after(world)


def _case(world: World, case_id: str, committee: str, *steps: tuple[str, str]) -> None:
    """Add a selection with these steps, each with its day of the year in the case's number."""
    for step, day in steps:
        world.add(
            "procedures",
            case_id=case_id,
            kind="appointment",
            step=step,
            date=f"{case_id[1:5]}-{day}",
            org_id=committee,
        )


def _selections(world: World) -> None:
    """Selections by the book, without inspection, in haste, still on their way, half recorded."""
    talk, office = ("任前廉政谈话", "10-15"), ("任职", "10-20")
    asked, looked_at = ("提名推荐", "08-22"), ("考察识别", "09-05")
    decided, told = ("酝酿决定", "09-28"), ("公示试用", "10-08")
    _case(world, "A2017-01", "990101-DW", asked, *_NOTICE, looked_at, decided, told, talk, office)
    _case(world, "A2017-02", "990101-DW", asked, decided, told, office)
    _case(world, "A2017-03", "990102-DW", asked, ("酝酿决定", "09-01"), looked_at, told)
    _case(world, "A2018-04", "990101-DW", asked, *_NOTICE[:2], looked_at)
    _case(world, "A2017-05", "980101-DW", asked, decided, told, office)
    _case(world, "A2017-06", "990102-DW", ("任职", "10-20"), ("任前廉政谈话", "10-21"))
    for rule, case_id, outcome, why in (
        ("four-gates", "A2016-01", "pass", "all four gates, one after the other"),
        ("four-gates", "A2017-01", "pass", "all four gates, one after the other"),
        ("four-gates", "A2017-02", "fail", "decided without an inspection, the record is complete"),
        ("four-gates", "A2017-03", "fail", "decided before the inspection"),
        ("four-gates", "A2018-04", "undetermined", "not decided yet"),
        ("four-gates", "A2017-05", "undetermined", "no inspection on record, which may have gaps"),
        ("four-gates", "A2017-06", "undetermined", "none of the gates is on record"),
        ("inspection-steps", "A2016-01", "fail", "decided without any of the four steps"),
        ("inspection-steps", "A2017-01", "pass", "notice, appraisal, talks, files; then decided"),
        ("inspection-steps", "A2017-02", "fail", "decided without any of the four steps"),
        ("inspection-steps", "A2017-03", "fail", "decided without any of the four steps"),
        ("inspection-steps", "A2018-04", "undetermined", "two of four so far, not decided yet"),
        ("inspection-steps", "A2017-05", "undetermined", "no step on record, which may have gaps"),
        ("inspection-steps", "A2017-06", "undetermined", "nothing but the talk and the office"),
        ("integrity-talk", "A2016-01", "undetermined", "taking office is not on record"),
        ("integrity-talk", "A2017-01", "pass", "the talk came first"),
        ("integrity-talk", "A2017-02", "off_target", "took office without a talk"),
        ("integrity-talk", "A2017-03", "undetermined", "taking office is not on record"),
        ("integrity-talk", "A2018-04", "undetermined", "taking office is not on record"),
        ("integrity-talk", "A2017-05", "undetermined", "no talk on record, which may have gaps"),
        ("integrity-talk", "A2017-06", "off_target", "the talk came a day too late"),
    ):
        world.expect(f"{_WUCHUAN}/{rule}", case_id, outcome, why)


def _first_secretaries(world: World) -> None:
    """Every village and community has a first secretary; one has none, of one it is not known."""
    rule = f"{_WUCHUAN}/first-secretaries"
    officers: dict[str, list[str]] = {}
    for row in world.tables["appointments"]:
        county, _, body = row["org_id"].partition("-")
        if body and len(county) == _COUNTY and row["basis"] == "in_post" and not row["end"]:
            officers.setdefault(county, []).append(row["person_id"])
    places = [
        row["org_id"]
        for row in world.tables["organizations"]
        if row["kind"] == "division" and row["level"] in ("village", "community")
        if row["valid_from"] <= world.told_on
    ]
    for number, place in enumerate(places):
        if place in (_WITHOUT_FIRST_SECRETARY, _UNRECORDED):
            continue
        there = officers[place[:_COUNTY]]
        world.add(
            "links",
            from_id=there[number % len(there)],
            to_id=place,
            relation="first_secretary",
            start="2018-02-01",
        )
    world.expect(rule, places[0], "pass", "one since February")
    why = "none, and the record of links is said to be complete"
    world.expect(rule, _WITHOUT_FIRST_SECRETARY, "off_target", why)
    world.expect(rule, _UNRECORDED, "undetermined", "none on record, which may have gaps")


def _natural_villages(world: World) -> None:
    """Natural villages with one officer, with none, with two, with one that may not be all."""
    rule = f"{_WUCHUAN}/fixed-officer"
    people = [row["person_id"] for row in world.tables["people"]]
    for village, officers, outcome, why in (
        ("990101101201", 1, "pass", "one officer is fixed for it"),
        ("990101101202", 0, "off_target", "nobody is"),
        ("990101102201", 2, "off_target", "two are, so nobody is fixed"),
        (_UNRECORDED, 1, "undetermined", "one on a record that may have gaps: perhaps another"),
    ):
        place = f"{village}-ZRC"
        world.add(
            "organizations",
            org_id=place,
            name="某自然村",
            level="village",
            kind="other",
            parent_id=village,
            within_id=village,
            tags="自然村",
        )
        for person in people[:officers]:
            world.add("links", from_id=person, to_id=place, relation="leads", start="2018-03-01")
        world.expect(rule, place, outcome, why)


def _looked_after(world: World) -> None:
    """A village that a township cadre looks after (包村), one without, two not on record."""
    rule = "village-contacts"
    world.expect(rule, "990101101201", "pass", "a member of the township's team does")
    why = "nobody does, and the record of links is said to be complete"
    world.expect(rule, NOT_LOOKED_AFTER, "fail", why)
    for village in ("980101102201", "980101102202"):
        why = "nobody on record, which may have gaps"
        world.expect(rule, village, "undetermined", why)
