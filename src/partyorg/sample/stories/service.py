"""Stories of the minimum service: recruited into a township, and where the person went."""

from __future__ import annotations

from partyorg.sample.places import CHANGED_ON, STREET_MADE, TOWN_UNMADE
from partyorg.sample.world import World

__all__ = ["tell"]

_RULE = "service-minimum"
_HOME, _OTHER, _FAR = "990101201-ZF", "990101202-ZF", "990102201-ZF"
_OFFICE = "990101-NYJ"
_CITY, _WRONG_CITY, _COUNTY = "9901-ZZB", "9902-ZZB", "990101-ZZB"


def tell(world: World) -> None:
    """Tell all stories of the minimum service."""
    _who_stayed(world)
    _moves_between_townships(world)
    _moves_out_with_approval(world)
    _moves_out_without(world)
    _boundary_of_the_rule(world)
    _what_is_unknown(world)
    _what_is_no_move(world)
    _secondment_stops_the_clock(world)
    _the_township_that_became_a_street(world)


def _who_stayed(world: World) -> None:
    """Pass: nothing happened.  A selected graduate posted to a village has not left either."""
    stayed = world.recruit(_HOME, "2015-08-01")
    world.expect(_RULE, stayed, "pass", "still in the first township")
    graduate = world.person("2016-07", _HOME, "selected_graduate")
    world.post(graduate, "990101201201-CW", "村主任助理", "2016-07", "2018-07")
    world.post(graduate, _HOME, "科员", "2018-07")
    world.expect(_RULE, graduate, "pass", "a village of the first township is that township")


def _moves_between_townships(world: World) -> None:
    """Two years open the way to another township: on the day, and by the day of the verdict."""
    on_time = world.recruit(_HOME, "2015-07-01", "2017-07-01")
    world.post(on_time, _OTHER, "科员", "2017-07-01")
    world.expect(_RULE, on_time, "pass", "moved to another township on the day two years are over")
    early = world.recruit(_HOME, "2015-07-01", "2017-06-30")
    world.post(early, _FAR, "科员", "2017-06-30")
    why = "moved a day too early, but two years have been reached since: a breach that is mended"
    world.expect(_RULE, early, "pass", why)
    still = world.recruit(_HOME, "2017-08-01", "2018-03-01")
    world.post(still, _OTHER, "科员", "2018-03-01")
    world.expect(_RULE, still, "fail", "in another township before two years are over")


def _moves_out_with_approval(world: World) -> None:
    """From two years on the prefecture's organisation department may let a person go."""
    for approver, day, outcome, why in (
        (_CITY, "2018-02-20", "pass", "left in the third year, the prefecture agreed before"),
        (_CITY, "2018-03-01", "pass", "the prefecture agreed on the day of the move itself"),
        ("99-ZZB", "2018-01", "pass", "the province, above the prefecture, agreed"),
        (_CITY, "2018-03-02", "fail", "the approval came a day after the move"),
        (_CITY, "", "undetermined", "approved, but nobody knows when"),
        (_COUNTY, "2018-02-20", "fail", "the county's organisation department may not approve"),
        (_WRONG_CITY, "2018-02-20", "fail", "approved by a prefecture that is not above"),
        ("9901-RSJ", "2018-02-20", "fail", "approved by an office that is no such department"),
    ):
        person = world.recruit(_HOME, "2015-09-01", "2018-03-01")
        world.post(person, _OFFICE, "科员", "2018-03-01", approved_by=approver, approved_on=day)
        world.expect(_RULE, person, outcome, why)


def _moves_out_without(world: World) -> None:
    """Left, and nobody agreed; or left in the first two years, when nobody can agree."""
    left = world.recruit(_HOME, "2015-09-01", "2018-03-01")
    world.post(left, _OFFICE, "科员", "2018-03-01")
    world.expect(_RULE, left, "fail", "left in the third year without approval")
    soon = world.recruit(_HOME, "2015-08-01", "2016-09-01")
    world.post(soon, _OFFICE, "科员", "2016-09-01", approved_by=_CITY, approved_on="2016-08-15")
    world.expect(_RULE, soon, "fail", "in the first two years no approval helps")
    back = world.recruit(_HOME, "2015-08-01", "2016-09-01")
    world.post(back, _OFFICE, "科员", "2016-09-01", "2017-04-01")
    world.post(back, _HOME, "科员", "2017-04-01")
    world.expect(_RULE, back, "pass", "left too early, but is back: a breach that is mended")


def _boundary_of_the_rule(world: World) -> None:
    """Before 2014 the rule did not bind; in 2014 the day it began is not known."""
    before = world.recruit(_HOME, "2013-09-02", "2014-10-08")
    world.post(before, _OFFICE, "科员", "2014-10-08")
    world.expect(_RULE, before, "not_applicable", "recruited before the rule")
    during = world.recruit(_HOME, "2014-08-01", "2015-06-01")
    world.post(during, _OFFICE, "科员", "2015-06-01")
    why = "left too early, but may have been recruited before the rule: its day in 2014 is unknown"
    world.expect(_RULE, during, "undetermined", why)
    kept = world.recruit(_HOME, "2014-08-01")
    world.expect(_RULE, kept, "pass", "recruited in 2014 and stayed: right either way")


def _what_is_unknown(world: World) -> None:
    """Months for days, a channel or a day of recruitment that nobody wrote down."""
    month = world.recruit(_HOME, "2015-08", "2017-08")
    world.post(month, _OFFICE, "科员", "2017-08", approved_by=_CITY, approved_on="2017-07-20")
    why = "two years from some day in August 2015 to some day in August 2017: just over or under"
    world.expect(_RULE, month, "undetermined", why)
    channel = world.recruit(_HOME, "2015-08-01", "2016-09-01", via="")
    world.post(channel, _OFFICE, "科员", "2016-09-01")
    world.expect(_RULE, channel, "undetermined", "left too early, but recruited by what channel?")
    day = world.person("", _HOME, "civil_service_exam")
    world.post(day, _HOME, "科员", "2016-08-01")
    world.expect(_RULE, day, "undetermined", "the day of recruitment is not recorded")


def _what_is_no_move(world: World) -> None:
    """An attachment, a stationing and a second post leave the person where they are."""
    attached = world.recruit(_HOME, "2015-08-01")
    world.post(attached, _OFFICE, "挂职副科长", "2016-09-01", "2017-09-01", basis="attachment")
    world.expect(_RULE, attached, "pass", "an attachment is no move")
    two_hats = world.recruit(_HOME, "2016-08-01")
    world.post(two_hats, "990101201-NJZ", "副主任", "2017-03-01")
    world.expect(_RULE, two_hats, "pass", "a second post in the same township is no move")


def _secondment_stops_the_clock(world: World) -> None:
    """Eighteen months on loan to the county do not count towards the two years."""
    for leaves, outcome, why in (
        ("2017-09-01", "fail", "thirty months less eighteen on secondment: still the first stage"),
        ("2018-09-01", "pass", "forty-two months less eighteen on secondment: just over two years"),
    ):
        person = world.recruit(_HOME, "2015-03-01", leaves)
        world.post(
            person,
            _OFFICE,
            "借调",
            "2015-09-01",
            "2017-03-01",
            basis="secondment",
            approved_by=_COUNTY,
            approved_on="2015-08-20",
        )
        world.post(person, _OFFICE, "科员", leaves, approved_by=_CITY, approved_on="2017-08-10")
        world.expect(_RULE, person, outcome, why)


def _the_township_that_became_a_street(world: World) -> None:
    """Going over into the street with one's township is no move; leaving the street is."""
    town, street = f"{TOWN_UNMADE}-ZF", f"{STREET_MADE}-BSC"
    over = world.recruit(town, "2015-08-03", CHANGED_ON)
    world.post(over, street, "科员", CHANGED_ON)
    world.expect(_RULE, over, "pass", "went over into the street that took the township's place")
    open_end = world.recruit(town, "2015-08-03")
    why = "the post in the township has no end: it went on in the street"
    world.expect(_RULE, open_end, "pass", why)
    left = world.recruit(town, "2015-08-03", CHANGED_ON)
    world.post(left, street, "科员", CHANGED_ON, "2016-12-01")
    world.post(left, _OFFICE, "科员", "2016-12-01")
    world.expect(_RULE, left, "fail", "left the street for the county in the second year")
