"""The level that a text speaks of where it names no township, and the county that it names.

>>> level_of("某省示例县财政局"), level_of("清镇市人民政府"), level_of("某大学")
(<Level.COUNTY: 'county'>, <Level.COUNTY: 'county'>, None)
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from partyorg.model import Level
from partyorg.places import gazetteer

__all__ = ["county_before", "county_in", "level_of"]

_TOKEN = re.compile(
    "自治区|自治州|自治县|地区|专区|特区|林区|省(?!级)|州|盟|市(?![级长场])|县(?![级长])|区(?![级长域块间划]|公(?:里|园|路))|旗(?![级长袍帜舰])|"
    "地委|行署"
)
_NO_DISTRICT = re.compile(
    "(?:开发|社|军|景|园|校|灾|库|小|矿|辖|厂|港|新|试验|示范|保税|工业|管理|风景|保护|牧|山|片|战|旅游|经济|合作|工|街|功能|聚集|集中|产业|特别|防|责任|营业)$"
)
_NO_LEAGUE = re.compile("[联同民农结青]$")
_CENTRAL = re.compile(
    "(?:原|中共)*(?:中央|国务院|全国人大|全国政协|全国总工会|国家.{1,8}(?:部|局|委|署|总局)|最高人民|"
    "(?:外交|教育|科技|公安|民政|司法|财政|人事|劳动|建设|铁道|交通|水利|农业|商务|文化|卫生|国防|农业农村|自然资源)部)"
)
_COMMUNITY = re.compile("社区|居委会|居民委员会|居民小组")
_VILLAGE = re.compile(
    "(?<![农乡城渔山])村(?=党|支|委|民|主任|第一|两委|会计|文书|干部|书记|小学|完小|工作队|驻|扶贫|团|妇|大学生|官|$)|驻村|生产大队|大队(?=党支|支书|书记|会计|大队长|团支|插队)"
)
_LEAD = re.compile("^.*(?:任|在|到|调|赴|由|兼|派|往|驻|借用|中共|原)(?=..)")


@lru_cache(maxsize=1 << 14)
def county_before(text: str) -> tuple[str, ...] | None:
    """Read the county at the end of a text, as `某省某市某县`.

    Gives the codes that it may be, none for a county that is not in the list, and None where no
    county is named.

    >>> county_before("贵州省贵阳市花溪区"), county_before("某省示例县"), county_before("任")
    (('520111',), (), None)
    """
    places = gazetteer()
    for begins in range(max(0, len(text) - _LONGEST), len(text) - 1):
        found = places.counties_named(text[begins:], text[:begins])
        if found:
            return found
    tokens = [token for token in _TOKEN.finditer(text) if token[0] in _COUNTIES]
    if not tokens or tokens[-1].end() < len(text):
        return None
    name = _LEAD.sub("", text[-_LONGEST:])
    last = max((name.rfind(ending, 0, -1) for ending in "省市州"), default=-1)
    return places.counties(name[last + 1 :], text)


def county_in(text: str) -> tuple[str, ...] | None:
    """Read the county that a text of a county's body names, as `花溪区财政局局长`."""
    tokens = [token for token in _TOKEN.finditer(text) if token[0] in _COUNTIES]
    named = [token.end() for token in tokens if text[: token.start()] not in _NOBODY]
    for end in reversed(named[-_MOST:]):
        if found := county_before(text[max(0, end - _FAR) : end]):
            return found
    return () if named else None


_LONGEST, _MOST, _FAR = 15, 3, 40
_NOBODY = ("", "任", "在", "到", "兼", "原", "中共", "团", "共青团")
_COUNTIES = ("县", "自治县", "区", "旗", "特区", "林区", "市")


def level_of(text: str) -> Level | None:
    """Tell the level of a text in which no township is named."""
    if _CENTRAL.match(text):
        return Level.CENTRAL
    if ("社区" in text or "居" in text) and _COMMUNITY.search(text):
        return Level.COMMUNITY
    if ("村" in text or "大队" in text) and _VILLAGE.search(text):
        return Level.VILLAGE
    level, at = None, 0
    for token in _TOKEN.finditer(text):
        found = _level(text, at, token)
        if found is not None:
            level, at = found, token.end()
    if (
        level is None
        and (head := _HEAD_OF.search(text))
        and county_before(text[: head.start() + 1])
    ):
        return Level.COUNTY  # 长顺县长
    return level


def _level(text: str, at: int, token: re.Match[str]) -> Level | None:
    """Tell the level of one sign, with what stands before and behind it."""
    sign, before = token[0], text[at : token.start()]
    name = f"{before}{sign}"[-8:]
    behind = text[token.end() : token.end() + 1]
    if sign == "州":
        named = any(name.endswith(known) for known in _states())
        return Level.PREFECTURE if named or (behind and behind in "委直政人纪州") else None
    if sign == "盟":
        return Level.PREFECTURE if before and not _NO_LEAGUE.search(before) else None
    if sign == "旗":
        return Level.COUNTY if _known_county(name) or (behind and behind in "委政人") else None
    if sign == "区":
        known = not _NO_DISTRICT.search(before) or _known_county(name)
        return Level.COUNTY if known else None
    if sign == "市":
        return _city(name)
    return _FIXED.get(sign, Level.COUNTY)


def _city(name: str) -> Level:
    """Tell the level of a 市, for some rank as provinces and some as counties."""
    places = gazetteer()
    ends = [name[start:] for start in range(len(name) - 1)]
    if any(places.is_municipality(end) for end in ends):
        return Level.PROVINCE
    if any(places.is_prefecture(end) for end in ends):
        return Level.PREFECTURE
    return Level.COUNTY if any(map(places.is_county_city, ends)) else Level.PREFECTURE


_HEAD_OF = re.compile("(?<=..)[县市区旗](?=长)")
_FIXED = {
    "自治区": Level.PROVINCE,
    "省": Level.PROVINCE,
    "自治州": Level.PREFECTURE,
    "地区": Level.PREFECTURE,
    "专区": Level.PREFECTURE,
    "地委": Level.PREFECTURE,
    "行署": Level.PREFECTURE,
    "自治县": Level.COUNTY,
    "特区": Level.COUNTY,
    "林区": Level.COUNTY,
}


@cache
def _states() -> tuple[str, ...]:
    """Give the usual names of the autonomous prefectures (黔南州)."""
    return gazetteer().states()


def _known_county(name: str) -> bool:
    places = gazetteer()
    return any(places.counties(name[start:]) for start in range(len(name) - 2))
