"""Stories for the rules of all packs but Guizhou's and Wuchuan's, told of the three counties."""

from __future__ import annotations

from datetime import date

from partyorg.dates import WindowKind, windows_of
from partyorg.sample.stories import cases_elsewhere, offices
from partyorg.sample.stories.three_counties import COUNTIES, TOLD_ON, County, build_counties
from partyorg.sample.world import World

__all__ = ["tell"]

_YEAR = 2024

_B, _P, _N, _X = "cn-gx-beihai", "cn-hl-pingfang", "cn", "cn-proposals"

_CADENCES: tuple[tuple[str, str, str, WindowKind, int], ...] = (
    (f"{_B}/weekly-page", "V-ZB", "一周一页", "week", 1),
    (f"{_B}/weekly-service", "V-ZB", "一周一服务", "week", 1),
    (f"{_B}/half-monthly-exchange", "V-ZB", "半月一交流", "half_month", 1),
    (f"{_B}/monthly-suggestion", "V-ZB", "一月一建议", "month", 1),
    (f"{_B}/two-monthly-article", "V-ZB", "两月一文章", "two_months", 1),
    (f"{_B}/half-yearly-publication", "V-ZB", "半年一刊物", "half_year", 1),
    (f"{_B}/yearly-activity", "V-ZB", "一年一活动", "year", 1),
    (f"{_B}/yearly-highlight", "V-ZB", "一年一亮点", "year", 1),
    (f"{_B}/monthly-circular", "C-DW", "一月一通报", "month", 1),
    (f"{_B}/half-yearly-review", "C-DW", "半年一评比", "half_year", 1),
    (f"{_B}/joint-report", "T-DW", "联述", "year", 1),
    (f"{_B}/joint-review", "T-DW", "联评", "year", 1),
    (f"{_B}/joint-assessment", "T-DW", "联考", "year", 1),
    (f"{_B}/village-joint-report", "V-ZB", "联述", "year", 1),
    (f"{_B}/village-joint-review", "V-ZB", "联评", "year", 1),
    (f"{_B}/village-joint-assessment", "V-ZB", "联考", "year", 1),
    (f"{_B}/special-assessment", "T-DW", "党建专项考核", "year", 1),
    (f"{_B}/training-elsewhere", "V-ZB", "赴发达地区培训", "year", 1),
    (f"{_P}/duty-report", "T-DW", "专项述职", "year", 1),
    (f"{_P}/village-duty-report", "V-ZB", "专项述职", "year", 1),
    (f"{_P}/weekly-meeting", "C-DW", "周例会", "week", 1),
    (f"{_P}/weekly-hearing", "C-DW", "听取党建汇报", "week", 1),
    (f"{_N}/members-meeting", "V-ZB", "支部党员大会", "quarter", 1),
    (f"{_N}/committee-meeting", "S-ZB", "支委会", "month", 1),
    (f"{_N}/group-meeting", "T-XZ", "党小组会", "month", 1),
    (f"{_N}/party-lecture", "V-ZB", "党课", "quarter", 1),
    (f"{_N}/theme-day", "V-ZB", "主题党日", "month", 1),
    (f"{_N}/organization-life-meeting", "V-ZB", "组织生活会", "year", 1),
    (f"{_N}/democratic-appraisal", "V-ZB", "民主评议党员", "year", 1),
    (f"{_N}/organ-work-heard", "C-DW", "听取机关党建汇报", "year", 1),
    (f"{_N}/township-congress-meets", "T-RD", "人代会", "year", 2),
)

_TERMS = (
    ("branch-term", "T-DZB"),
    ("village-organization-term", "V-ZB"),
    ("base-committee-term", "T-JCDW"),
    ("township-committee-term", "T-DW"),
    ("village-committee-term", "V-CW"),
    ("township-bodies-term", "T-RD"),
)

_HAVES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (f"{_B}/three-lists", "T-DW", ("责任清单", "问题清单", "整改清单")),
    (f"{_B}/activity-days", "V-ZB", ("党费日", "组织生活日", "党务公开日")),
    (
        f"{_B}/nine-things",
        "V",
        (
            *("特色产品", "作坊", "种养基地", "小市场", "电商", "农家乐"),
            *("升级合作社", "小园", "村规划"),
        ),
    ),
    (f"{_B}/four-haves", "V", ("有钱办事", "有人管事", "有处议事", "有章理事")),
    (f"{_B}/three-deliveries", "T-QYZB", ("送书籍", "送党课", "送人才")),
    (
        f"{_B}/one-brand-a-sector",
        "C-DW",
        ("企业品牌", "社区品牌", "机关品牌", "学校品牌", "卫生品牌", "两新品牌"),
    ),
    (f"{_B}/service-windows", "V", ("便民服务窗口",)),
    (f"{_B}/weak-plan", "V", ("一村一策",)),
    (f"{_X}/four-centres", "V", ("事务中心", "文化中心", "党员服务中心", "卫生中心")),
    (f"{_X}/three-haves", "V", ()),
    (f"{_X}/mass-bodies", "T-QY", ("工会", "共青团组织", "妇女组织")),
)

_LINKS = (
    (f"{_B}/weak-first-secretary", "V", "person", "V", "first_secretary"),
    (f"{_B}/weak-principal", "V", "person", "V", "leads"),
    (f"{_B}/units-paired", "C-CZJ", "C-CZJ", "V", "pairs"),
    (f"{_P}/enterprises-covered", "T-QY", "T-QYZB", "T-QY", "covers"),
    (f"{_P}/units-registered", "C-CZJ", "C-CZJ", "S", "registered_with"),
    (f"{_X}/organs-registered", "C-JGZ", "C-JGZ", "S", "registered_with"),
    (f"{_X}/town-and-country-paired", "V-ZB", "V-ZB", "C-JGZ", "pairs"),
)


def tell(world: World) -> None:
    """Build the three counties and tell everything of them."""
    build_counties(world)
    for county in COUNTIES:
        _activities(world, county)
        _terms(world, county)
        _haves(world, county)
        _links(world, county)
        _money(world, county)
    cases_elsewhere.tell(world)
    offices.tell(world)


_WHY = {
    "good": "done, and recorded",
    "bad": "not done, and the record is said to be complete",
    "open": "nothing is recorded, and nobody says that the record is complete",
}
_REFERENCE = {
    *(f"{_B}/{name}" for name in ("three-deliveries", "one-brand-a-sector", "service-windows")),
    *(f"{_B}/{name}" for name in ("nine-things", "units-paired")),
    *(f"{_P}/{name}" for name in ("enterprises-covered", "units-registered")),
    "cn-sc-liangshan/monthly-test",
    "cn-sc-liangshan/yearly-review",
}


def _expect(world: World, rule: str, county: County, subject: str, **place: str) -> None:
    """Tell what comes of a rule in each of the three counties."""
    goal = rule in _REFERENCE or rule.startswith(_X)
    breach = "off_target" if goal else "fail"
    outcome = {"good": "pass", "bad": breach, "open": "undetermined"}[county.state]
    world.expect(rule, subject, outcome, _WHY[county.state], as_of=TOLD_ON, **place)


def _activities(world: World, county: County) -> None:
    """Hold what is owed in each window of the year, in one county."""
    done: set[tuple[str, str]] = set()
    for rule, place, kind, window, times in _CADENCES:
        subject = county.at(place)
        if county.state == "good" and (subject, kind) not in done:
            for one in windows_of(window, _YEAR):
                for later in range(times):
                    held = date.fromordinal(one.first + 2 + later)
                    world.add("activities", org_id=subject, kind=kind, date=held.isoformat())
        done.add((subject, kind))
        _expect(world, rule, county, subject, period=str(_YEAR))
    person = county.people[0]
    for rule, kind, wanted in (
        ("monthly-test", "月测评", "month"),
        ("yearly-review", "年度评议", "year"),
    ):
        if county.state == "good":
            for one in windows_of("month" if wanted == "month" else "year", _YEAR):
                day = date.fromordinal(one.first + 9).isoformat()
                world.add(
                    "activities", org_id=county.at("T-ZF"), kind=kind, date=day, subject_id=person
                )
        _expect(world, f"cn-sc-liangshan/{rule}", county, person, period=str(_YEAR))


def _terms(world: World, county: County) -> None:
    """Elect every body again in time, in one county; the terms of all began with the founding."""
    for rule, place in _TERMS:
        if county.state == "good":
            world.add("activities", org_id=county.at(place), kind="换届选举", date="2022-05-18")
        _expect(world, f"{_N}/{rule}", county, county.at(place))


def _haves(world: World, county: County) -> None:
    """List what each organisation has; and problems, with or without their corrections."""
    for rule, place, items in _HAVES:
        if county.state == "good":
            for item in items:
                world.add("listed_items", org_id=county.at(place), list="haves", item=item)
        _expect(world, rule, county, county.at(place))
    committee = county.at("T-DW")
    world.add("listed_items", org_id=committee, list="problems", item="活动场所不足")
    if county.state == "good":
        world.add(
            "listed_items",
            org_id=committee,
            list="corrections",
            item="新建活动室",
            item_ref="活动场所不足",
        )
    _expect(world, f"{_B}/problems-corrected", county, committee)


def _links(world: World, county: County) -> None:
    """Join people and organisations, or leave them alone."""
    at = county.at
    for rule, subject, start, end, relation in _LINKS:
        if county.state == "good":
            from_id = county.people[1] if start == "person" else at(start)
            world.add(
                "links", from_id=from_id, to_id=at(end), relation=relation, start="2020-03-02"
            )
        _expect(world, rule, county, at(subject))
    covered = {"good": 3, "bad": 6, "open": 0}[county.state]
    for place in ("V", "S", "C-CZJ", "T-ZF", "T-RD", "T-GW")[:covered]:
        world.add(
            "links",
            from_id=at("T-LHZB"),
            to_id=at(place),
            relation="covers",
            start="2020-03-02",
        )
    _expect(world, f"{_N}/joint-branch-units", county, at("T-LHZB"))
    member = county.people[2]
    branches = {"good": ["V-ZB"], "bad": ["V-ZB", "S-ZB"], "open": ["V-ZB"]}[county.state]
    for branch in branches:
        end = "2023-06-01" if county.state == "open" else ""
        world.add(
            "links",
            from_id=member,
            to_id=at(branch),
            relation="member_of",
            start="2019-02-01",
            end=end,
        )
    for rule in (f"{_N}/one-membership", f"{_P}/member-belongs"):
        _expect(world, rule, county, member)


def _money(world: World, county: County) -> None:
    """Pay enough, too little, or nothing that anybody wrote down."""
    paid = {
        "good": (80_000, 40_000, 150_000, 80_000, 500, 1_000_000),
        "bad": (60_000, 20_000, 100_000, 40_000, 400, 900_000),
    }.get(county.state)
    at = county.at
    if paid is not None:
        village, work, services, community, allowance, fund = paid
        for place, item, amount, per in (
            ("V", "服务群众专项经费", village, "year"),
            ("V", "工作经费", work, "year"),
            ("S", "服务群众专项经费", services, "year"),
            ("S", "工作经费", community, "year"),
            ("T-QYZB", "书记津贴", allowance, "month"),
            ("C", "党建工作基金", fund, "year"),
            ("C", "财政收入", 100_000_000, "year"),
        ):
            world.add(
                "amounts", subject_id=at(place), item=item, year=_YEAR - 1, amount=amount, per=per
            )
    for rule, place in (
        (f"{_B}/village-funds", "V"),
        (f"{_B}/community-funds", "S"),
        (f"{_B}/secretary-allowance", "T-QYZB"),
        (f"{_P}/building-fund", "C"),
    ):
        _expect(world, rule, county, at(place), period=str(_YEAR - 1))
    if county.state == "open":
        person = county.people[0]
        world.add(
            "amounts",
            subject_id=person,
            item="年度评议得分",
            year=_YEAR - 1,
            amount=58,
            per="year",
        )
        why = "the proposal gives no threshold, so nothing can be told of any score"
        rule = "cn-sc-liangshan/poor-result-adjusted"
        world.expect(rule, person, "undetermined", why, as_of=TOLD_ON, period=str(_YEAR - 1))
