"""The invented places and their bodies.

No place here exists: the codes begin with 98 and 99, which no division of China has, so that no
real place is shown to break a rule.  The province 示例省 says of most tables that they are
complete; 参照省 says so of none, which is why much stays undetermined there.

A body's identifier is the code of its place with a short ending: DW 党委, ZF 政府, RD 人大, ZZB
组织部, and so on.
"""

from __future__ import annotations

from partyorg.sample.world import World

__all__ = [
    "CHANGED_ON",
    "COUNTIES",
    "EMPTY_TEAM",
    "STREET_MADE",
    "TOWNSHIPS",
    "TOWN_UNMADE",
    "build_places",
]

_PROVINCES = {"99": "示例省", "98": "参照省"}
_PREFECTURES = {"9901": "样本市", "9902": "测试市", "9801": "参照市"}
COUNTIES = {"990101": "示例县", "990102": "对照县", "990201": "边远县", "980101": "参照县"}
TOWNSHIPS = {
    "990101101": "示例镇",
    "990101102": "甲溪镇",
    "990101103": "乙溪镇",
    "990101104": "丙溪镇",
    "990101105": "丁溪镇",
    "990101106": "戊溪镇",
    "990101107": "己溪镇",
    "990101201": "庚山乡",
    "990101202": "辛山乡",
    "990101203": "壬山乡",
    "990101204": "癸山乡",
    "990101205": "子山乡",
    "990102101": "对照镇",
    "990102102": "甲坪镇",
    "990102103": "乙坪镇",
    "990102201": "丙坪乡",
    "990201101": "边远镇",
    "990201201": "甲岭乡",
    "980101101": "参照镇",
    "980101102": "甲塘镇",
}
_STREETS = {"990101001": "示例街道", "990102001": "对照街道"}
_GDP_EXEMPT = {"990102", "990201", "980101"}
_HARDSHIP = {"990101205", "990201101", "990201201"}

TOWN_UNMADE, STREET_MADE, CHANGED_ON = "990101107", "990101003", "2016-07-01"
"""己溪镇 was made a street, 己溪街道, on this day."""

EMPTY_TEAM = "980101102"
"""A township of whose team nothing is recorded."""


def build_places(world: World) -> None:
    """Add all places and bodies."""
    for code, name in _PROVINCES.items():
        _place(world, code, name, "province", "")
        _seat(world, code, name, ("", ""))
    for code, name in _PREFECTURES.items():
        _place(world, code, name, "prefecture", code[:2])
        _seat(world, code, name, (f"{code[:2]}-DW", f"{code[:2]}-ZF"))
        _body(world, f"{code}-RSJ", f"{name}人社局", "department", f"{code}-ZF")
    for code, name in COUNTIES.items():
        _county(world, code, name)
    for code, name in _STREETS.items():
        _street(world, code, name, "")
    for code, name in TOWNSHIPS.items():
        if code != TOWN_UNMADE:
            _township(world, code, name)
    _reorganisation(world)
    _stations(world)


def _place(world: World, code: str, name: str, level: str, parent: str, **more: str) -> None:
    world.add(
        "organizations",
        org_id=code,
        name=name,
        level=level,
        kind="division",
        parent_id=parent,
        division_code=code,
        **more,
    )


_LEVELS = {2: "province", 4: "prefecture", 6: "county", 9: "township", 12: "village"}


def _body(world: World, org_id: str, name: str, kind: str, superior: str = "", **more: str) -> None:
    place = org_id.partition("-")[0]
    world.add(
        "organizations",
        **{
            "org_id": org_id,
            "name": name,
            "level": _LEVELS[len(place)],
            "kind": kind,
            "parent_id": superior or place,
            "within_id": place,
        }
        | more,
    )


def _seat(world: World, code: str, name: str, above: tuple[str, str]) -> None:
    """Add committee, government and organisation department of a province, city or county."""
    _body(world, f"{code}-DW", f"{name}委", "local_party_committee", above[0])
    _body(world, f"{code}-ZF", f"{name}政府", "government", above[1])
    _body(world, f"{code}-ZZB", f"{name}委组织部", "organization_department", f"{code}-DW")


def _county(world: World, code: str, name: str) -> None:
    city = code[:4]
    tags = {"tags": "免考GDP"} if code in _GDP_EXEMPT else {}
    _place(world, code, name, "county", city, **tags)
    _seat(world, code, name, (f"{city}-DW", f"{city}-ZF"))
    _body(world, f"{code}-RD", f"{name}人大", "congress")
    _body(world, f"{code}-JW", f"{name}纪委", "discipline_commission", f"{code}-DW")
    _body(world, f"{code}-WB", f"{name}委办公室", "department", f"{code}-DW")
    for ending, words in (
        ("JYJ", "教育局"),
        ("NYJ", "农业局"),
        ("CZJ", "财政局"),
        ("RSJ", "人社局"),
        ("SCJ", "市场监管局"),
    ):
        _body(world, f"{code}-{ending}", name + words, "department", f"{code}-ZF")


def _street(world: World, code: str, name: str, since: str) -> None:
    county = code[:6]
    life = {"level": "subdistrict", "valid_from": since}
    _place(world, code, name, "subdistrict", county, valid_from=since)
    _body(world, f"{code}-GW", f"{name}党工委", "party_working_committee", f"{county}-DW", **life)
    _body(world, f"{code}-BSC", f"{name}办事处", "dispatched_body", f"{county}-ZF", **life)
    _body(world, f"{code}-NJZ", f"{name}农业服务中心", "public_institution", f"{code}-BSC", **life)
    _village(world, f"{code}001", f"{name[:2]}社区", level="community", valid_from=since)


def _township(world: World, code: str, name: str) -> None:
    county = code[:6]
    tags = {"tags": "hardship"} if code in _HARDSHIP else {}
    _place(world, code, name, "township", county, **tags)
    _bodies_of_township(world, code, name)
    for number, word in (("201", "东"), ("202", "西")):
        _village(world, code + number, f"{name[:2]}{word}村", level="village")


def _bodies_of_township(world: World, code: str, name: str, **ends: str) -> None:
    """Add the bodies of a township; `ends` gives the successor of each that was abolished."""
    county = code[:6]
    for ending, words, kind, superior in (
        ("DW", "党委", "local_party_committee", f"{county}-DW"),
        ("ZF", "政府", "government", f"{county}-ZF"),
        ("RD", "人大", "congress", ""),
        ("NJZ", "农业服务中心", "public_institution", f"{code}-ZF"),
    ):
        gone = {"valid_to": CHANGED_ON, "successor_id": ends[ending]} if ends else {}
        _body(world, f"{code}-{ending}", name + words, kind, superior, **gone)


def _village(world: World, code: str, name: str, *, level: str, **life: str) -> None:
    township = code[:9]
    above = f"{township}-GW" if township in (*_STREETS, STREET_MADE) else f"{township}-DW"
    committee = "residents_committee" if level == "community" else "village_committee"
    words = "居委会" if level == "community" else "委会"
    _place(world, code, name, level, township, **life)
    more = {"level": level} | life
    _body(world, f"{code}-CW", name + words, committee, **more)
    _body(world, f"{code}-ZB", f"{name}党支部", "branch", above, **more)


def _reorganisation(world: World) -> None:
    """己溪镇 becomes 己溪街道: every body but the 人大 has one that takes its place."""
    _street(world, STREET_MADE, "己溪街道", CHANGED_ON)
    _place(
        world,
        TOWN_UNMADE,
        TOWNSHIPS[TOWN_UNMADE],
        "township",
        TOWN_UNMADE[:6],
        valid_to=CHANGED_ON,
        successor_id=STREET_MADE,
    )
    follow = {"DW": f"{STREET_MADE}-GW", "ZF": f"{STREET_MADE}-BSC", "RD": ""}
    _bodies_of_township(
        world, TOWN_UNMADE, TOWNSHIPS[TOWN_UNMADE], **follow, NJZ=f"{STREET_MADE}-NJZ"
    )


def _stations(world: World) -> None:
    """County offices with a station in a township; stories tell on what ground they are led."""
    for township in ("990101101", "990101102", "990101103", "990101104"):
        name = f"{TOWNSHIPS[township]}市场监管所"
        _body(world, f"{township}-SCS", name, "dispatched_body", f"{township[:6]}-SCJ")
