"""Stories of yearly figures: recruitment by province, excellent grades by county."""

from __future__ import annotations

from partyorg.sample.places import CHANGED_ON, COUNTIES, TOWN_UNMADE, TOWNSHIPS
from partyorg.sample.world import World

__all__ = ["tell"]

_PROVINCE = "99"
_EXAM, _HIRING = "civil_service_exam", "institution_hiring"
_YEARS = range(2013, 2019)

# Hired by examination: townships (open, directed), dispatched bodies, counties, above.
_INTAKE = {
    2013: (50, 5, 5, 30, 10),
    2014: (55, 15, 5, 18, 7),
    2015: (54, 15, 11, 14, 6),
    2016: (69, 5, 5, 15, 6),
    2017: (60, 10, 0, 18, 7),
    2018: (62, 18, 10, 7, 3),
}
# Posts at county level and above planned for selection: from the grassroots, open to all, unsaid.
_SELECTION = {
    2013: (10, 20, 0),
    2014: (50, 0, 0),
    2015: (80, 0, 0),
    2016: (100, 0, 0),
    2017: (96, 4, 0),
    2018: (36, 0, 10),
}
# Posts in township institutions: open, directed, unsaid.
_INSTITUTIONS = {
    2013: (90, 10, 0),
    2014: (75, 25, 0),
    2015: (75, 25, 0),
    2016: (90, 10, 0),
    2017: (60, 10, 30),
    2018: (80, 20, 0),
}


def tell(world: World) -> None:
    """Tell all stories of yearly figures."""
    for year in _YEARS:
        _recruit_by_examination(world, year)
        _replenish(world, year)
        _recruit_for_institutions(world, year)
    _another_province(world)
    _expect_of_the_intake(world)
    _excellent_grades(world)


def _row(world: World, authority: str, year: int, channel: str, number: int, **cells: str) -> None:
    """Add a row of recruitment in which every planned post was filled, unless `cells` says not."""
    figures = {
        "planned": str(number),
        "hired": str(number),
        "cancelled": "0",
        "applicants": str(number * 12 + world.random.randrange(number * 9 + 1)),
    }
    world.add("recruitment", authority=authority, year=year, channel=channel, **figures | cells)


def _split(number: int) -> tuple[tuple[str, int], ...]:
    """Share a number among the three counties of 示例省."""
    first, second = number // 2, number // 3
    parts = (("990101", first), ("990102", second), ("990201", number - first - second))
    return tuple((county, part) for county, part in parts if part)


def _recruit_by_examination(world: World, year: int) -> None:
    """Add the examination of a year; in 2017 one county left its figures open."""
    open_, directed, dispatched, county_posts, above = _INTAKE[year]
    for destination, number, marked in (
        ("township", open_, "no"),
        ("township", directed, "yes"),
        ("dispatched_body", dispatched, "no"),
        ("county", county_posts, "no"),
    ):
        for county, part in _split(number):
            cells = {"destination": destination, "directed": marked, "grassroots_required": "no"}
            _row(world, f"{county}-ZZB", year, _EXAM, part, **cells)
    plain = {"directed": "no", "grassroots_required": "no"}
    _row(world, "9901-ZZB", year, _EXAM, above - 1, destination="prefecture", **plain)
    _row(world, "99-ZZB", year, _EXAM, 1, destination="province", **plain)
    if year == 2016:  # noqa: PLR2004
        empty = {"planned": "3", "hired": "0", "cancelled": "3", "applicants": "1"}
        _row(world, "9902-ZZB", year, _EXAM, 0, destination="prefecture", **plain | empty)
    if year == 2017:  # noqa: PLR2004
        unsaid = {"planned": "40", "hired": "", "cancelled": "", "applicants": ""}
        _row(world, "990102-ZZB", year, _EXAM, 40, destination="township", **unsaid)


def _replenish(world: World, year: int) -> None:
    """Add the posts at county level and above filled by selection and transfer."""
    for number, required in zip(_SELECTION[year], ("yes", "no", ""), strict=True):
        for at, (county, part) in enumerate(_split(number)):
            channel = "transfer" if at == 1 else "selection"
            cells = {"destination": "county", "grassroots_required": required, "directed": "no"}
            _row(world, f"{county}-ZZB", year, channel, part, **cells)


def _recruit_for_institutions(world: World, year: int) -> None:
    for number, directed in zip(_INSTITUTIONS[year], ("no", "yes", ""), strict=True):
        for county, part in _split(number):
            cells = {"destination": "township", "directed": directed, "grassroots_required": "no"}
            _row(world, f"{county}-RSJ", year, _HIRING, part, **cells)


def _another_province(world: World) -> None:
    """参照省 met the four fifths in 2016; of a year later one destination is not recorded."""
    for year, unknown in ((2016, 0), (2017, 3)):
        for destination, marked, number in (
            ("township", "no", 6),
            ("township", "yes", 2),
            ("county", "no", 2),
            ("", "no", unknown),
        ):
            cells = {"destination": destination, "directed": marked, "grassroots_required": "no"}
            if number:
                _row(world, "980101-ZZB", year, _EXAM, number, **cells)
        cells = {"destination": "county", "directed": "no", "grassroots_required": "yes"}
        _row(world, "980101-ZZB", year, "selection", 20, **cells)
    rule = "recruits-to-townships"
    world.expect(rule, "98", "pass", "eight of ten: four fifths exactly", period="2016")
    why = "eight of thirteen, or eleven if the three of unknown destination went to townships"
    world.expect(rule, "98", "undetermined", why, period="2017")


def _expect_of_the_intake(world: World) -> None:
    """Tell what the figures of 示例省 amount to, year by year."""
    for rule, year, outcome, why in (
        ("recruits-to-townships", 2013, "not_applicable", "before the rule"),
        ("recruits-to-townships", 2014, "undetermined", "75 of 100 in the year the rule began"),
        ("recruits-to-townships", 2015, "pass", "80 of 100: four fifths exactly"),
        ("recruits-to-townships", 2016, "fail", "79 of 100"),
        ("recruits-to-townships", 2017, "undetermined", "70 of 95, and one number is missing"),
        ("recruits-to-townships", 2018, "pass", "90 of 100"),
        ("replenishment-from-grassroots", 2013, "not_applicable", "before the rule"),
        ("replenishment-from-grassroots", 2014, "undetermined", "50 of 75 as the rule began"),
        ("replenishment-from-grassroots", 2015, "pass", "80 of 100 planned posts"),
        ("replenishment-from-grassroots", 2017, "fail", "96 of 125 planned posts"),
        ("replenishment-from-grassroots", 2018, "undetermined", "36 or 46 of 56 planned posts"),
        ("directed-posts", 2015, "pass", "15 of 100 posts were directed"),
        ("directed-posts", 2016, "off_target", "5 of some 100 posts were directed"),
        ("directed-posts", 2017, "undetermined", "of 40 posts it is not said"),
        ("directed-institution-posts", 2018, "pass", "20 of 100 posts: a fifth exactly"),
        ("directed-institution-posts", 2016, "off_target", "10 of 100 posts were directed"),
        ("directed-institution-posts", 2017, "undetermined", "of 30 posts it is not said"),
    ):
        world.expect(rule, _PROVINCE, outcome, why, period=str(year))


# Where a fifth is used up or passed: how many more than a fifth were graded excellent.
_FULL = {
    ("990101", 2015, "general_staff"): 0,
    ("990101", 2016, "general_staff"): 1,
    ("990102", 2013, "section_level"): 2,
    ("990102", 2014, "section_level"): 2,
    ("990201", 2018, "section_level"): 0,
}
_SECRET = ("990102", 2017, "general_staff")


def _excellent_grades(world: World) -> None:
    """Add assessments; every county stays under a fifth, save where the story says."""
    rule = "excellent-share"
    for county in COUNTIES:
        for year in _YEARS:
            for group in ("general_staff", "section_level"):
                _grade(world, county, year, group)
    for (county, year, group), outcome, why in (
        (("990101", 2015, "general_staff"), "pass", "a fifth exactly"),
        (("990101", 2016, "general_staff"), "fail", "one more than a fifth"),
        (("990102", 2014, "section_level"), "undetermined", "too many as the rule began"),
        (("990102", 2013, "section_level"), "not_applicable", "too many, before the rule"),
        (_SECRET, "undetermined", "one township did not say how many"),
        (("990201", 2018, "section_level"), "pass", "a fifth exactly, in a small county"),
    ):
        world.expect(rule, county, outcome, why, period=str(year), part=group)


def _grade(world: World, county: str, year: int, group: str) -> None:
    """Assess the townships of a county; where it is to be full, the last one fills it up."""
    townships = [code for code in TOWNSHIPS if code.startswith(county)]
    if f"{year}-12-31" > CHANGED_ON and TOWN_UNMADE in townships:
        townships.remove(TOWN_UNMADE)
    least, spread = (18, 15) if group == "general_staff" else (6, 5)
    assessed = [least + world.random.randrange(spread) for _ in townships]
    excellent = [number * (13 + world.random.randrange(7)) // 100 for number in assessed]
    beyond = _FULL.get((county, year, group))
    if beyond is not None:
        assessed[-1] += -sum(assessed) % 5
        excellent = [number // 5 for number in assessed]
        excellent[-1] += sum(assessed) // 5 - sum(excellent) + beyond
    for at, township in enumerate(townships):
        hidden = (county, year, group) == _SECRET and at == 1
        world.add(
            "assessments",
            org_id=f"{township}-ZF",
            year=year,
            group=group,
            assessed=assessed[at],
            excellent="" if hidden else excellent[at],
        )
