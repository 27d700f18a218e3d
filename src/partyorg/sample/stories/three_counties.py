"""The places and people of 示范省, in which the rules of all other packs have their stories.

It has three counties of one build.  周全县 does everything, 疏漏县 leaves out what it can, and both
vouch for their records; of 待查县 little is recorded, and nobody vouches for it.  The province was
founded after the day for which Guizhou's stories are told, so that it is none of their business.
"""

from __future__ import annotations

from attrs import field, frozen

from partyorg.sample.world import World

__all__ = ["COUNTIES", "FOUNDED", "TOLD_ON", "County", "build_counties"]

FOUNDED, TOLD_ON = "2019-01-01", "2025-01-15"
_PROVINCE, _CITY = "97", "9701"
_COMPLETE = (
    *("activities", "amounts", "links", "listed_items", "organizations", "procedures"),
    "trainings",
)
_TEAM = 7


@frozen
class County:
    """One of the three; `good`, `bad` or `open`, with the identifiers that stories need."""

    code: str
    name: str
    state: str
    people: list[str] = field(factory=list, eq=False)

    def at(self, place: str) -> str:
        """Give an identifier: `C` the county, `T` its township, `V` the village, `S` 社区."""
        township = f"{self.code}101"
        codes = {"C": self.code, "T": township, "V": f"{township}201", "S": f"{township}001"}
        head, _, tail = place.partition("-")
        return f"{codes[head]}-{tail}" if tail else codes[head]


COUNTIES = (
    County("970101", "周全县", "good"),
    County("970102", "疏漏县", "bad"),
    County("970103", "待查县", "open"),
)

_BODIES = (
    ("C-DW", "县委", "local_party_committee", "county", "9701-DW", ""),
    ("C-ZF", "县政府", "government", "county", "C", ""),
    ("C-RD", "县人大", "congress", "county", "C", ""),
    ("C-CZJ", "县财政局", "department", "county", "C-ZF", "帮扶单位;驻区单位"),
    ("C-JGZ", "县机关党支部", "branch", "county", "C-DW", "机关"),
    ("T-DW", "镇党委", "local_party_committee", "township", "C-DW", ""),
    ("T-ZF", "镇政府", "government", "township", "C-ZF", ""),
    ("T-RD", "镇人大", "congress", "township", "T", ""),
    ("T-GW", "街道党工委", "party_working_committee", "township", "C-DW", ""),
    ("T-QY", "镇上企业", "enterprise", "township", "T", "有党组织"),
    ("T-QYZB", "企业党支部", "branch", "township", "T-DW", "两新"),
    ("T-LHZB", "联合党支部", "joint_branch", "township", "T-DW", ""),
    ("T-DZB", "党总支", "general_branch", "township", "T-DW", ""),
    ("T-JCDW", "基层党委", "party_committee", "township", "T-DW", ""),
    ("T-XZ", "党小组", "party_group", "township", "T-DZB", ""),
    ("V-CW", "村委会", "village_committee", "village", "V", ""),
    ("V-ZB", "村党支部", "branch", "village", "T-DW", ""),
    ("S-CW", "居委会", "residents_committee", "community", "S", ""),
    ("S-ZB", "社区党支部", "branch", "community", "T-DW", ""),
)


def build_counties(world: World) -> None:
    """Add the places, their bodies, and what is said to be complete."""
    life = {"valid_from": FOUNDED}
    _division(world, _PROVINCE, "示范省", "province", "", "")
    _division(world, _CITY, "示范市", "prefecture", _PROVINCE, "")
    world.add(
        "organizations",
        org_id="9701-DW",
        name="示范市委",
        level="prefecture",
        kind="local_party_committee",
        parent_id=_CITY,
        within_id=_CITY,
        **life,
    )
    for county in COUNTIES:
        _county(world, county)


def _division(world: World, code: str, name: str, level: str, parent: str, tags: str) -> None:
    world.add(
        "organizations",
        org_id=code,
        name=name,
        level=level,
        kind="division",
        parent_id=parent,
        division_code=code,
        valid_from=FOUNDED,
        tags=tags,
    )


def _county(world: World, county: County) -> None:
    at, name = county.at, county.name
    _division(world, at("C"), name, "county", _CITY, "")
    _division(world, at("T"), f"{name}城关镇", "township", at("C"), "")
    _division(world, at("V"), f"{name}东村", "village", at("T"), "软弱涣散")
    _division(world, at("S"), f"{name}社区", "community", at("T"), "")
    for place, words, kind, level, above, tags in _BODIES:
        superior = above if above == "9701-DW" else at(above)
        if place == "T-XZ" and county.state != "good":
            superior = "" if county.state == "bad" else at("T-WZ")
        world.add(
            "organizations",
            org_id=at(place),
            name=f"{name[:2]}{words}",
            level=level,
            kind=kind,
            parent_id=superior,
            within_id=at(place[0]),
            valid_from=FOUNDED,
            tags=tags,
        )
    if county.state == "open":  # nobody wrote down what it is
        world.add(
            "organizations",
            org_id=at("T-WZ"),
            name="类别未填的机构",
            level="township",
            parent_id=at("T-DW"),
            within_id=at("T"),
            valid_from=FOUNDED,
        )
    else:
        for table in _COMPLETE:
            world.add("completeness", table=table, org_id=at("C"))
    county.people.clear()
    for _ in range(_TEAM):
        person = world.person(FOUNDED, at("T-ZF"))
        world.post(person, at("T-ZF"), "科员", FOUNDED)
        county.people.append(person)
