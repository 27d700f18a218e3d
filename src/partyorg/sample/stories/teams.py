"""Stories of teams: experience in townships, vacancies, county teams, courses for chiefs."""

from __future__ import annotations

from partyorg.sample.people import county_team, newcomer, team, veteran
from partyorg.sample.places import COUNTIES, EMPTY_TEAM
from partyorg.sample.world import World

__all__ = ["tell"]

_RULE = "team-experience"
_VACANCY = "vacancy-priority"
_ARRIVAL = "2017-03-01"


def tell(world: World) -> set[str]:
    """Tell all stories of teams; give the townships that are manned by them."""
    _one_short_of_nine(world)
    _exactly_two_thirds(world)
    _two_years_on_the_day(world)
    _one_day_short(world)
    _months_leave_it_open(world)
    _career_unknown(world)
    _two_known_are_enough(world)
    world.expect(_RULE, EMPTY_TEAM, "not_applicable", "nobody is recorded in this team")
    _county_teams(world)
    _courses_of_the_province(world)
    return {row.subject for row in world.stories if row.rule.endswith(_RULE)}


def _veterans(world: World, township: str, count: int) -> list[str]:
    """Man the first seats with people who know townships well."""
    return team(world, township, range(count))


def _one_short_of_nine(world: World) -> None:
    """Five of nine are experienced, six are needed; the last to come made it worse."""
    township = "990101101"
    _veterans(world, township, 5)
    for seat in (5, 6, 7):
        newcomer(world, township, seat, _ARRIVAL)
    last = newcomer(world, township, 8, "2018-05-10")
    world.expect(_RULE, township, "fail", "five of nine are experienced; one more is needed")
    why = "the team was at five of eight, and got one more without experience"
    world.expect(_VACANCY, last, "fail", why, period="2018-05-10", part=township)


def _exactly_two_thirds(world: World) -> None:
    """Four of seven were too few; two experienced people came, and six of nine are enough."""
    township = "990101102"
    _veterans(world, township, 4)
    for seat in (5, 6, 7):
        newcomer(world, township, seat, _ARRIVAL)
    for seat in (4, 8):
        person = veteran(world, township, seat, "2018-06-01", base="990101203-ZF")
        why = "the team was at four of seven, and got somebody with experience"
        world.expect(_VACANCY, person, "pass", why, period="2018-06-01", part=township)
    world.expect(_RULE, township, "pass", "six of nine: two thirds exactly")


def _two_years_on_the_day(world: World) -> None:
    """The fourth experienced member of six completes two years on the as-of day itself."""
    township = "990101103"
    _veterans(world, township, 3)
    newcomer(world, township, 3, "2016-12-31")
    for seat in (4, 5):
        newcomer(world, township, seat, _ARRIVAL)
    why = "four of six: one completes two years on this very day"
    world.expect(_RULE, township, "pass", why)


def _one_day_short(world: World) -> None:
    """As before, but the fourth came a day later."""
    township = "990101104"
    _veterans(world, township, 3)
    newcomer(world, township, 3, "2017-01-01")
    for seat in (4, 5):
        newcomer(world, township, seat, _ARRIVAL)
    world.expect(_RULE, township, "fail", "three of six: the fourth is a day short of two years")


def _months_leave_it_open(world: World) -> None:
    """Two stretches given to the month add up to two years, or to a few days less."""
    township = "990101105"
    _veterans(world, township, 3)
    person = world.person("2008-07-01", "990101-NYJ")
    world.post(person, "990101-NYJ", "科员", "2008-07-01", "2010-03")
    world.post(person, "990101203-ZF", "科员", "2010-03", "2011-03")
    world.post(person, "990101-NYJ", "科员", "2011-03", "2017-12-25")
    post = {"role": "leader", "duties": "纪检"}
    world.post(person, f"{township}-DW", "纪委书记", "2017-12-25", **post)
    for seat in (3, 5):
        newcomer(world, township, seat, _ARRIVAL)
    why = "came with about one year into a team at three of five; has two by now, or not yet"
    world.expect(_VACANCY, person, "undetermined", why, period="2017-12-25", part=township)
    why = "three or four of six: one has two years, or lacks some days, as the months may fall"
    world.expect(_RULE, township, "undetermined", why)


def _career_unknown(world: World) -> None:
    """Of one member nothing is known before last year; it may have been township service."""
    township = "990101106"
    _veterans(world, township, 3)
    for seat in (3, 5):
        newcomer(world, township, seat, _ARRIVAL)
    person = _of_unknown_career(world, township, "纪委书记")
    why = "three or four of six: what one of them did before 2017 is not recorded"
    world.expect(_RULE, township, "undetermined", why)
    why = "the team was at three of five; whether the one who came has experience is not recorded"
    world.expect(_VACANCY, person, "undetermined", why, period="2018-09-01", part=township)


def _of_unknown_career(world: World, township: str, title: str) -> str:
    """Add a team member recruited in 2010 whose record begins in 2017."""
    office = f"{township[:6]}-WB"
    person = world.person("2010-07-01", "", career_known_from="2017-09-01")
    world.post(person, office, "科员", "2017-09-01", "2018-09-01")
    world.post(person, f"{township}-DW", title, "2018-09-01", role="leader")
    return person


def _two_known_are_enough(world: World) -> None:
    """Four of six are sure, so the others do not matter."""
    township = "990102103"
    _veterans(world, township, 4)
    newcomer(world, township, 5, _ARRIVAL)
    _of_unknown_career(world, township, "纪委书记")
    why = "four of six are surely experienced, whatever the unknown one is"
    world.expect(_RULE, township, "pass", why)


def _county_teams(world: World) -> None:
    """About half of a county's leaders have led a township: from nine twentieths on it is met."""
    rule = "county-team-township-chiefs"
    half, few, unknown, just = COUNTIES
    county_team(world, half, 5, 5)
    world.expect(rule, half, "pass", "five of ten have led a township")
    county_team(world, few, 4, 6)
    world.expect(rule, few, "off_target", "four of ten, under nine twentieths")
    county_team(world, unknown, 3, 4)
    person = world.person("1999-07", "", career_known_from="2012-06-20")
    world.post(person, f"{unknown}-ZF", "副县长", "2012-06-20", role="leader")
    why = "three of eight, or four if the one whose early career is unknown led a township"
    world.expect(rule, unknown, "undetermined", why)
    county_team(world, just, 5, 6)
    world.expect(rule, just, "pass", "five of eleven: just over nine twentieths")


def _courses_of_the_province(world: World) -> None:
    """Every township chief and 组织委员 attends a course of the province."""
    rule, township = "chief-training", "990101202"
    secretary, head, _, organiser, *_ = _veterans(world, township, 6)
    world.no_province_course |= {head, organiser}
    world.expect(rule, secretary, "pass", "attended a course of the province")
    why = "attended none, and the county's record is said to be complete"
    world.expect(rule, head, "fail", f"township head; {why}")
    world.expect(rule, organiser, "fail", f"in charge of organisation; {why}")
    secretary, *_ = _veterans(world, "980101101", 6)
    world.no_province_course.add(secretary)
    why = "no such course on record, and the record is not said to be complete"
    world.expect(rule, secretary, "undetermined", why)
    for manned in (township, "980101101"):
        world.expect(_RULE, manned, "pass", "all six are experienced")
