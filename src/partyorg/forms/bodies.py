"""Organisations for the posts that resumes and rosters name.

A post in a township belongs to the township itself, whichever of its bodies it is, for the rules
ask of the place; schools, stations and villages there are organisations of their own.  Above the
townships each body is one, by its place and its name.  What a name does not tell stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from attrs import define, field

from partyorg.career import parse_career
from partyorg.career.roles import has_unit
from partyorg.career.spells import CareerSpell
from partyorg.model import Level, OrgKind, Role
from partyorg.places import gazetteer

__all__ = ["Organizations"]

_COLUMNS = ("org_id", "name", "level", "kind", "parent_id", "within_id", "division_code")

_POST = re.compile(
    "(?:党组|党委|党总支|党支部)?(?:第一)?(?:常务)?(?:副|代理?)?(?:书记|主任|[局厅部院校行台馆场厂处科股所站队组园社会]长|[省市州县区旗盟]长|经理|董事长|主席|秘书长|"
    "专员|检察长|政委|调研员|巡视员)|常委|委员(?!会)|成员|(?:[一二三四]级)?(?:副?主任科员|科员)|办事员|干部|职员|干事|秘书|教师|工人|"
    "工作(?:人员)?$|助理|组织员|会计|出纳"
)
_SIGNS = ("省", "市", "县", "区", "州", "旗", "盟")
_UPPER = (Level.CENTRAL, Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)
_LOCAL = (Level.TOWNSHIP, Level.SUBDISTRICT)
_KINDS: Sequence[tuple[re.Pattern[str], OrgKind]] = (
    (re.compile("党支部$|支部$"), OrgKind.BRANCH),
    (re.compile("党总支$|总支$"), OrgKind.GENERAL_BRANCH),
    (re.compile("组织部$"), OrgKind.ORGANIZATION_DEPARTMENT),
    (re.compile("纪委|纪律检查"), OrgKind.DISCIPLINE_COMMISSION),
    (re.compile("人大"), OrgKind.CONGRESS),
    (re.compile("(?:^|[省市州县区旗盟])(?:委|委员会)$"), OrgKind.LOCAL_PARTY_COMMITTEE),
    (re.compile("(?:^|[省市州县区旗盟乡镇])(?:人民)?政府$"), OrgKind.GOVERNMENT),
    (re.compile("[乡镇](?:党委|委员会|党的?委员会|委)$"), OrgKind.LOCAL_PARTY_COMMITTEE),
    (re.compile("村(?:民)?委(?:员)?会$|村$"), OrgKind.VILLAGE_COMMITTEE),
    (re.compile("党组$"), OrgKind.PARTY_LEADERSHIP_GROUP),
    (re.compile("政协|法院|检察院|工会|团委|共青团|妇联|联合会"), OrgKind.OTHER),
    (re.compile("居(?:民)?委(?:员)?会$|社区$"), OrgKind.RESIDENTS_COMMITTEE),
    (re.compile("学|校|医院|卫生院|中心|站$|幼儿园|林场|农场"), OrgKind.PUBLIC_INSTITUTION),
    (re.compile("派出所|司法所|法庭|税务所|工商所"), OrgKind.DISPATCHED_BODY),
    (re.compile("公司|厂$|矿$|银行|信用社|企业"), OrgKind.ENTERPRISE),
    (re.compile("[局委办部厅室会]$"), OrgKind.DEPARTMENT),
)


@define
class Organizations:
    """The organisations met so far; each place is there once, with the places above it.

    `known` are organisations that the input itself lists, by name; they come before all others.
    """

    known: dict[str, str] = field(factory=dict)
    rows: dict[str, dict[str, Any]] = field(factory=dict)

    def take(self, given: Iterable[Mapping[str, Any]], county: str | None = None) -> None:
        """Take the organisations that an input lists itself.

        One that says nothing of its place gets that which its name says for sure, so that the town
        hall of a workbook and the township of a resume are one place.
        """
        for one in given:
            row, org_id, name = dict(one), str(one["org_id"]), str(one.get("name") or "")
            self.rows[org_id] = row
            if not name:
                continue
            self.known[name] = org_id
            if row.get("within_id") or row.get("division_code") or row.get("kind") == "division":
                continue
            spell = parse_career(f"2000.01--  {name}", county=county).spells[0]
            code = spell.division or (spell.county[0] if len(spell.county) == 1 else None)
            if code is None or spell.level not in (*_LOCAL, Level.COUNTY):
                continue
            row["within_id"] = self.place(code)
            row["level"] = row.get("level") or spell.level
            if name.endswith(self.rows[code]["name"]):
                self.known[name] = code  # the place itself
                continue
            kind = next((kind for sign, kind in _KINDS if sign.search(name)), None)
            row["kind"] = row.get("kind") or kind or ""

    def of(self, spell: CareerSpell) -> str | None:
        """Give the organisation of a spell; None if its township is not known without doubt."""
        if spell.level in (Level.TOWNSHIP, Level.SUBDISTRICT):
            place = self.listed(spell)
            if place is None:
                if spell.division is None:
                    return None
                place = self.place(spell.division)
            if spell.role is Role.STAFF and spell.body and has_unit(spell.body):
                return self._body(place, body_name(spell.body), spell.level)
            return place
        name = body_name(spell.body or spell.text)
        if spell.level not in _UPPER:
            return self._body("", name, spell.level)
        short = _ABOVE.sub("", name)
        if short in _SIGNS:  # 副县长, 区长: of the government
            short += "人民政府"
        return self._body(self._above(spell, name), short, spell.level)

    def _above(self, spell: CareerSpell, name: str) -> str:
        """Give the place of a body above the townships.

        One that is not in the list is a place under the name that is written: wherever it is, it is
        no township.
        """
        if len(spell.county) == 1 and spell.level is Level.COUNTY:
            return self.place(spell.county[0])
        found = _PLACE.match(name)
        level = Level.COUNTY if spell.level is None else spell.level
        written = found[0] if found else level.zh
        code = gazetteer().upper(written) if level in (Level.PROVINCE, Level.PREFECTURE) else None
        if code is not None:
            return self.place(code)
        if written not in self.rows:
            row = dict.fromkeys(_COLUMNS, "")
            row |= {"org_id": written, "name": written, "level": level, "kind": OrgKind.DIVISION}
            self.rows[written] = row
        return written

    def listed(self, spell: CareerSpell) -> str | None:
        """Give the township of a spell, if the input lists it itself.

        One that is found in the list of divisions is the input's only if that has the same code, or
        if the resume names no county and so means the input's own.
        """
        org_id = self.known.get(spell.township or "")
        if org_id is None:
            return None
        row = self.rows[org_id]
        if row.get("level") not in _LOCAL or row.get("kind") not in (None, "", "division"):
            return None
        code = row.get("division_code") or (org_id if org_id in gazetteer() else None)
        if spell.division is None:
            return org_id
        named = spell.place != spell.township
        return org_id if code == spell.division or (code is None and not named) else None

    def named(self, name: str) -> str | None:
        """Give the organisation that the input lists under a name."""
        return self.known.get(name.strip())

    def place(self, code: str) -> str:
        """Give a place and all above it."""
        places = gazetteer()
        if code not in self.rows:
            upper = {9: code[:6], 6: code[:4], 4: code[:2]}.get(len(code), "")
            while upper and upper not in places:
                upper = upper[:-2]
            row = dict.fromkeys(_COLUMNS, "")
            place = places[code]
            row |= {"org_id": code, "name": place.name, "level": place.level}
            row |= {"kind": OrgKind.DIVISION, "parent_id": upper, "division_code": code}
            if upper:
                self.place(upper)
            self.rows[code] = row
        return code

    def _body(self, place: str, name: str, level: Level | None) -> str:
        org_id = f"{place}-{name}" if place else name
        if org_id not in self.rows:
            row = dict.fromkeys(_COLUMNS, "")
            above = str(self.rows[place]["name"]) if place else ""
            full = above + (name[1:] if above.endswith(name[:1]) else name)
            row |= {"org_id": org_id, "name": full, "level": level or ""}
            other = OrgKind.OTHER if place else None
            kind = next((kind for sign, kind in _KINDS if sign.search(name)), other)
            row |= {"kind": kind or "", "within_id": place, "parent_id": place}
            self.rows[org_id] = row
        return org_id


def body_name(text: str) -> str:
    """Give the organisation in a text of organisation and post.

    >>> body_name("任示例县财政局副局长"), body_name("示例县委书记"), body_name("借调省委组织部")
    ('示例县财政局', '示例县委', '省委组织部')
    """
    bare = _VERB.sub("", re.sub(r"\([^()]*\)?", "", text).strip())
    post = _POST.search(bare)
    if post is None or not post.start():
        return bare[:_LONGEST]
    return bare[: post.start()][:_LONGEST]


_ABOVE = re.compile("^.*(?=[省市县区州旗盟].)")
_PLACE = re.compile("^.*[省市县区州旗盟](?=.)")
_VERB = re.compile("^(?:借调|抽调|借用|挂职|历任|担任|调任|选派|派往|[任到在赴调往至兼])+")
_LONGEST = 60
