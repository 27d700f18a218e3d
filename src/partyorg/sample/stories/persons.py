"""Stories of single people: secondments, promotions in rank, training, stationing in a village."""

from __future__ import annotations

from partyorg.sample.world import World

__all__ = ["tell"]

_HOME, _OTHER, _OFFICE = "990101203-ZF", "990101204-ZF", "990101-CZJ"
_COUNTY = "990101-ZZB"
_NOTHING_COMPLETE = "980101101-ZF"


def tell(world: World) -> None:
    """Tell all stories of single people."""
    _secondments(world)
    _five_years_for_a_rank(world)
    _what_breaks_the_five_years(world)
    _ranks_at_the_boundaries(world)
    _twelve_days_of_training(world)
    _training_in_doubt(world)
    _stationed_in_a_village(world)


def _hand(world: World, since: str, org: str = _HOME, until: str = "") -> str:
    """Add an official of a township whom the minimum service does not bind; give the identifier."""
    person = world.person(since, org)
    world.post(person, org, "科员", since, until)
    return person


def _secondments(world: World) -> None:
    """A loan to the county needs an organisation department's consent, and an end."""
    rule = "secondment"
    for approver, end, outcome, why in (
        (_COUNTY, "2019-06-30", "pass", "the county's organisation department agreed, for a year"),
        ("9901-ZZB", "2019-06", "pass", "the prefecture's organisation department agreed"),
        ("", "2019-06-30", "fail", "nobody agreed"),
        (_OFFICE, "2019-06-30", "fail", "the borrowing office agreed with itself"),
        ("990201-ZZB", "2019-06-30", "fail", "a county that is not above the township agreed"),
        (_COUNTY, "", "undetermined", "agreed to, but no end is recorded"),
    ):
        person = _hand(world, "2009-07-01")
        world.post(
            person,
            _OFFICE,
            "借调",
            "2018-07-01",
            end,
            basis="secondment",
            approved_by=approver,
            approved_on="2018-06-20" if approver else "",
        )
        world.expect(rule, person, outcome, why)


def _rank(world: World, person: str, when: str, outcome: str, why: str) -> None:
    org = next(
        row["org_id"]
        for row in reversed(world.tables["appointments"])
        if row["person_id"] == person and row["basis"] == "in_post"
    )
    world.add("promotions", person_id=person, kind="rank", date=when, org_id=org)
    world.expect("rank-promotion", person, outcome, why, period=when)


def _five_years_for_a_rank(world: World) -> None:
    """Five unbroken years in townships, to the day; a month leaves it open."""
    person = _hand(world, "2011-08-01")
    _rank(world, person, "2016-08-01", "pass", "five years are complete on the very day")
    person = _hand(world, "2011-08-02")
    _rank(world, person, "2016-08-01", "fail", "one day short of five years")
    person = _hand(world, "2011-08")
    why = "began on some day of August 2011: five years by the 15th, or not"
    _rank(world, person, "2016-08-15", "undetermined", why)
    person = _hand(world, "2011-08-01")
    why = "on the first day of the month as on the last, five years are complete"
    _rank(world, person, "2016-08", "pass", why)
    person = _hand(world, "2009-05", until="2013-05")
    world.post(person, _OTHER, "科员", "2013-05")
    _rank(world, person, "2015-03-01", "pass", "a move between townships breaks nothing")


def _what_breaks_the_five_years(world: World) -> None:
    """A loan to the county breaks continuity, and nobody is promoted while on one."""
    person = _hand(world, "2008-08-01")
    away = {"basis": "secondment", "approved_by": _COUNTY, "approved_on": "2013-02-20"}
    world.post(person, _OFFICE, "借调", "2013-03-01", "2013-09-01", **away)
    _rank(world, person, "2016-03-01", "fail", "the loan of 2013 parts the years in the township")
    person = _hand(world, "2005-08-01")
    world.post(person, _OFFICE, "借调", "2015-12-01", "2016-12-01", **away)
    _rank(world, person, "2016-03-01", "fail", "on loan to the county on the day")
    person = _hand(world, "2005-08-01", until="2012-03-01")
    world.post(person, _OFFICE, "科员", "2012-03-01", "2014-03-01")
    world.post(person, _HOME, "科员", "2014-03-01")
    _rank(world, person, "2016-03-01", "fail", "nine years in all, but two in the county between")


def _ranks_at_the_boundaries(world: World) -> None:
    """Before 2014 the rule was not there; within 2014 it may have been."""
    person = _hand(world, "2010-08-01")
    _rank(world, person, "2013-09-01", "not_applicable", "promoted before the rule")
    person = _hand(world, "2010-08-01")
    _rank(
        world, person, "2014-03-01", "undetermined", "short of five years; was the rule in force?"
    )
    person = _hand(world, "2008-08-01")
    _rank(world, person, "2014-03-01", "pass", "five years in 2014: right either way")


def _course(world: World, person: str, year: int, days: str, **cells: str) -> None:
    usual = {"program": "干部培训班", "organized_at": "county"}
    world.add("trainings", person_id=person, year=year, days=days, **usual | cells)


def _twelve_days_of_training(world: World) -> None:
    """Twelve days a year; where the record is complete, what is missing did not happen."""
    rule = "training-days"
    for days, outcome, why in (
        (("7", "5"), "pass", "twelve days in two courses"),
        (("7", "4.5"), "fail", "eleven and a half days"),
        ((), "fail", "no course, and the county's record is said to be complete"),
    ):
        person = _hand(world, "2010-08-01")
        world.own_trainings.add(person)
        for each in days:
            _course(world, person, 2017, each)
        _course(world, person, 2018, "12")
        world.expect(rule, person, outcome, why, period="2017")


def _training_in_doubt(world: World) -> None:
    """A course without days, a record not said to be complete, a start on some day in January."""
    rule = "training-days"
    person = _hand(world, "2010-08-01")
    world.own_trainings.add(person)
    _course(world, person, 2017, "8")
    _course(world, person, 2017, "", hours="30")
    _course(world, person, 2018, "13")
    why = "eight days, and a course of which only the hours are known"
    world.expect(rule, person, "undetermined", why, period="2017")
    person = _hand(world, "2010-08-01", _NOTHING_COMPLETE)
    world.own_trainings.add(person)
    _course(world, person, 2018, "12")
    why = "no course on record, and the record is not said to be complete"
    world.expect(rule, person, "undetermined", why, period="2017")
    world.expect(rule, person, "pass", "twelve days in one course", period="2018")
    person = _hand(world, "2017-01")
    world.own_trainings.add(person)
    _course(world, person, 2017, "12")
    _course(world, person, 2018, "12")
    why = "twelve days, but whether the whole year was served in a township is open"
    world.expect(rule, person, "undetermined", why, period="2017")


def _stationed_in_a_village(world: World) -> None:
    """A recruit who never worked in a township or village is sent to one, some day."""
    rule, village = "village-stationing", "990101203201-CW"
    person = world.recruit(_HOME, "2016-08-01", grassroots_before="no")
    world.post(person, village, "驻村干部", "2017-03-01", "2018-03-01", basis="stationing")
    world.expect(rule, person, "pass", "was stationed in a village for a year")
    person = world.recruit(_HOME, "2016-08-01", grassroots_before="no")
    why = "not stationed so far, and no deadline is published"
    world.expect(rule, person, "undetermined", why)
    person = world.recruit(_HOME, "2017-08", grassroots_before="")
    why = "whether the person knew township or village work before is not recorded"
    world.expect(rule, person, "undetermined", why)
