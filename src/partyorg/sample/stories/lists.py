"""Stories of organisations: reports to the committee above, and lists of what is assessed."""

from __future__ import annotations

from partyorg.sample.world import World

__all__ = ["tell"]

_COMMITTEES = {
    "9901-DW": "99-DW",
    "9902-DW": "99-DW",
    "990101-DW": "9901-DW",
    "990102-DW": "9901-DW",
    "990201-DW": "9902-DW",
    "9801-DW": "98-DW",
    "980101-DW": "9801-DW",
}
_YEARS = range(2014, 2019)
_VETO = ("党风廉政建设", "社会治安综合治理", "安全生产", "环境保护")


def tell(world: World) -> None:
    """Tell all stories of reports and lists."""
    _what_is_complete(world)
    _reports_of_the_year(world)
    _veto_items(world)
    _led_from_above(world)
    _no_gdp(world)


def _what_is_complete(world: World) -> None:
    """示例省 vouches for its records, for trainings county by county; 参照省 for none."""
    for table in ("activities", "assessments", "listed_items", "recruitment"):
        world.add("completeness", table=table, org_id="99")
    for county in ("990101", "990102", "990201"):
        world.add("completeness", table="trainings", org_id=county)


def _reports_of_the_year(world: World) -> None:
    """Each prefecture and county committee reports once a year; four times something is amiss."""
    rule = "annual-report"
    missing = {("990201-DW", 2014), ("990102-DW", 2017), ("980101-DW", 2017)}
    for number, (committee, above) in enumerate(_COMMITTEES.items()):
        for year in _YEARS:
            if (committee, year) in missing:
                continue
            date = (f"{year}-12-{10 + number}", f"{year}-11", f"{year}")[(number + year) % 3]
            astray = (committee, year) == ("990102-DW", 2016)
            world.add(
                "activities",
                org_id=committee,
                kind="township_cadre_report",
                date=date,
                to_id="99-DW" if astray else above,
            )
    for committee, period, outcome, why in (
        ("990101-DW", "2017", "pass", "reported to the prefecture's committee within the year"),
        ("990102-DW", "2017", "fail", "no report, and the record is said to be complete"),
        ("990102-DW", "2016", "fail", "reported past its superior to the province"),
        ("980101-DW", "2017", "undetermined", "no report on record, and it may have gaps"),
        ("990201-DW", "2014", "undetermined", "no report in the year in which the rule began"),
    ):
        world.expect(rule, committee, outcome, why, period=period)


def _veto_items(world: World) -> None:
    """A county may put nothing to the veto that the province does not."""
    rule = "veto-items"
    for province in ("99", "98"):
        for item in _VETO:
            world.add("listed_items", org_id=province, list="veto", item=item, basis="省")
    for county, items in (
        ("990101", _VETO[:3]),
        ("990102", (*_VETO[:2], "招商引资")),
        ("990201", _VETO),
        ("980101", (*_VETO[:2], "招商引资")),
    ):
        for item in items:
            world.add("listed_items", org_id=county, list="veto", item=item)
    world.expect(rule, "990101", "pass", "three items, all on the province's list")
    world.expect(rule, "990102", "fail", "attracting investment is not on the province's list")
    why = "one item is not on the province's list, which is not said to be complete"
    world.expect(rule, "980101", "undetermined", why)


def _led_from_above(world: World) -> None:
    """A township body is led vertically only by law, by centre or province, or by a prefecture."""
    rule = "vertical-management"
    for township, basis, outcome, why in (
        ("990101101", "法律", "pass", "the law requires it"),
        ("990101102", "市", "pass", "set up by the prefecture in a unified way"),
        ("990101103", "县", "fail", "the county's own decision is no ground"),
        ("990101104", "", "undetermined", "the ground is not recorded"),
    ):
        body = f"{township}-SCS"
        world.add("listed_items", org_id=body, list="vertical", item="人财物上收", basis=basis)
        world.expect(rule, body, outcome, why)


def _no_gdp(world: World) -> None:
    """A county tagged 免考GDP has no such indicator in its assessment."""
    rule = "gdp-exemption"
    for county, items in (
        ("990101", ("GDP", "农民收入", "森林覆盖率")),
        ("990102", ("GDP", "农民收入")),
        ("990201", ("农民收入", "森林覆盖率")),
        ("980101", ("森林覆盖率",)),
    ):
        for item in items:
            world.add("listed_items", org_id=county, list="assessment", item=item)
    world.expect(rule, "990201", "pass", "exempt; GDP is not among its indicators")
    world.expect(rule, "990102", "fail", "exempt, yet still assessed on GDP")
    why = "assessed on GDP, and not tagged; of the ten exempt counties only three are published"
    world.expect(rule, "990101", "undetermined", why)
    why = "exempt; GDP is not listed, but the list is not said to be complete"
    world.expect(rule, "980101", "undetermined", why)
