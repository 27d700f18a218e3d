"""Units of the collection workbook (B01) as rows of our table of organisations.

机构编码 is a path: 001.001.003 stands below 001.001.  What a unit is, and at which level, is taken
only from words that say so.  机构级别 gives ranks (乡科级正职), and a unit of that rank may be a
township or a bureau of the county, so the level is that of 隶属关系.  行政机关 may be a government
or one of its departments, so that says no kind.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from partyorg.forms.results import Notes
from partyorg.model import Level, OrgKind

__all__ = ["kind_of", "level_of", "rows_of_units"]

_CODE = re.compile(r"\w+(?:\.\w+)*", re.ASCII)

_BELONGS = {
    "中央": Level.CENTRAL,
    "省": Level.PROVINCE,
    "省自治区直辖市": Level.PROVINCE,
    "自治区": Level.PROVINCE,
    "直辖市": Level.PROVINCE,
    "市": Level.PREFECTURE,
    "市地区": Level.PREFECTURE,
    "市地州盟": Level.PREFECTURE,
    "地区": Level.PREFECTURE,
    "自治州": Level.PREFECTURE,
    "盟": Level.PREFECTURE,
    "县": Level.COUNTY,
    "县市区旗": Level.COUNTY,
    "区县": Level.COUNTY,
    "县区": Level.COUNTY,
    "街道": Level.SUBDISTRICT,
    "镇": Level.TOWNSHIP,
    "乡": Level.TOWNSHIP,
    "乡镇": Level.TOWNSHIP,
    "村": Level.VILLAGE,
    "村民委员会": Level.VILLAGE,
    "社区": Level.COMMUNITY,
    "居民委员会": Level.COMMUNITY,
}
_NO_RANKS = ("街道", "镇", "乡", "乡镇", "村", "社区")  # as 机构级别; 县级 is a rank as well
_KINDS = {
    "事业单位": OrgKind.PUBLIC_INSTITUTION,
    "参公事业单位": OrgKind.PUBLIC_INSTITUTION,
    "参公管理事业单位": OrgKind.PUBLIC_INSTITUTION,
    "参照公务员法管理事业单位": OrgKind.PUBLIC_INSTITUTION,
    "参照公务员法管理的事业单位": OrgKind.PUBLIC_INSTITUTION,
    "企业": OrgKind.ENTERPRISE,
    "国有企业": OrgKind.ENTERPRISE,
    "社会组织": OrgKind.SOCIAL_ORGANIZATION,
    "村民委员会": OrgKind.VILLAGE_COMMITTEE,
    "村委会": OrgKind.VILLAGE_COMMITTEE,
    "居民委员会": OrgKind.RESIDENTS_COMMITTEE,
    "居委会": OrgKind.RESIDENTS_COMMITTEE,
}
_OF_TOWNSHIP = re.compile("[乡镇](?:党委|(?:人民)?政府|人大|纪委|党委会|委员会|人大主席团)?$")
_OF_SUBDISTRICT = re.compile("街道(?:办事处|党工委|工委|纪工委|办)?$")
_LEADING_CODE = re.compile(r"^[\d.]+")
_MARKS = re.compile(r"[\W_]")


def _words(cell: str | None) -> str:
    return _LEADING_CODE.sub("", _MARKS.sub("", cell or "")) if cell else ""


def level_of(name: str | None, belongs: str | None, rank: str | None) -> Level | None:
    """Give the level of a unit from 隶属关系 and 机构级别; None where they do not say it.

    A township that is entered as belonging to its county is at neither level for sure.

    >>> level_of("示例县档案馆", "县（市、区、旗）", "乡科级正职")
    <Level.COUNTY: 'county'>
    >>> level_of("示例镇人民政府", "县（市、区、旗）", "乡科级正职") is None
    True
    """
    told = _BELONGS.get(_words(belongs))
    ranked = _BELONGS.get(_words(rank)) if _words(rank) in _NO_RANKS else None
    if told and ranked and told is not ranked:
        return None
    level = told or ranked
    if name and level and level not in (Level.VILLAGE, Level.COMMUNITY):
        expected = None
        if _OF_TOWNSHIP.search(name):
            expected = Level.TOWNSHIP
        if _OF_SUBDISTRICT.search(name):
            expected = Level.SUBDISTRICT
        if expected and level is not expected:
            return None
    return level


def kind_of(category: str | None) -> OrgKind | None:
    """Give what a unit is from 机构类别; None where that only says of which branch it is.

    >>> kind_of("参公事业单位"), kind_of("行政机关") is None
    (<OrgKind.PUBLIC_INSTITUTION: 'public_institution'>, True)
    """
    return _KINDS.get(_words(category))


def rows_of_units(
    units: Sequence[tuple[int, Mapping[str, str | None]]], notes: Notes, sheet: str | None
) -> list[dict[str, Any]]:
    """Give the rows of our table from those of B01, with their numbers there."""
    rows: dict[str, dict[str, Any]] = {}
    places: dict[str, int] = {}
    names: dict[str, list[int]] = {}
    for number, unit in units:
        code, name = unit.get("code"), unit.get("name")
        if code is None:
            continue  # noted when the cell was read
        if code in rows:
            notes.note(
                "duplicate-key",
                f"机构编码与第 {places[code]} 行相同，未读取；请更正其一",
                f"the same 机构编码 as in row {places[code]}, not read; mend one of them",
                sheet=sheet,
                row=number,
                column="机构编码",
            )
            continue
        places[code] = number
        if name:
            names.setdefault(name, []).append(number)
        level = level_of(name, unit.get("belongs"), unit.get("rank"))
        kind = kind_of(unit.get("category"))
        rows[code] = {
            "org_id": code,
            "name": name,
            "level": level.value if level else None,
            "kind": kind.value if kind else None,
            "parent_id": code.rpartition(".")[0] or None,
        }
    _without_roots(rows, places, notes, sheet)
    for several in names.values():
        if len(several) > 1:
            notes.note(
                "shared-name",
                "机构名称相同，职务无法判断属于哪一个；请填写全称",
                "one name for several units, posts there cannot be told apart; write full names",
                sheet=sheet,
                rows=several,
                column="机构名称",
            )
    return list(rows.values())


def is_code(text: str) -> bool:
    """Tell whether a text is a path of 机构编码.

    >>> is_code("001.001.003"), is_code("001..3")
    (True, False)
    """
    return bool(_CODE.fullmatch(text))


def _without_roots(
    rows: dict[str, dict[str, Any]], places: dict[str, int], notes: Notes, sheet: str | None
) -> None:
    """Leave the superior empty of units that have nobody above them in the workbook."""
    outside = []
    for code, row in rows.items():
        path = code.split(".")
        above = {".".join(path[:n]) for n in range(1, len(path))}
        if above and not above & rows.keys():
            row["parent_id"] = None
            outside.append(places[code])
    if outside:
        notes.warn(
            "superior-not-listed",
            "上级机构不在本工作簿内，按没有上级处理；如有需要请补入 B01",
            "the superior is not in the workbook, taken as none; add it to B01 if it is needed",
            sheet=sheet,
            rows=outside,
            column="机构编码",
        )
