"""Which township a text names, if it names one.

乡 and 镇 stand in many words that are no township (城乡, 乡镇企业, 回乡) and in the names of
counties and cities (镇远县, 新乡市).  So each of these signs is looked at with what stands before
and behind it; a name that the list of divisions has is one, whatever the words beside it look like.

>>> township_in("某省示例县青石镇党委书记").name
'青石镇'
>>> township_in("镇远县乡镇企业局局长") is None
True
"""

from __future__ import annotations

import re
from functools import cache

from attrs import frozen

from partyorg.model import Level
from partyorg.places import gazetteer

__all__ = ["ENDINGS", "Township", "township_in"]

_SIGN = re.compile("乡|镇|街道|公社|苏木|办事处")
_LONGEST = 12
_SHORTEST = 2
_WHOLE = 4  # characters before the sign: hardly a name is longer, but for those of peoples
ENDINGS = "省市州县区旗盟"
"""What the names of the places above a township end in."""

_NEVER_LAST = "省县区旗"  # hardly in the middle of a name; 州 and 市 are (沙州镇, 牛市镇)
_FLAGS = ("红", "战", "国", "军", "锦", "彩", "赤")  # 红旗公社 is no 旗

_AFTER = {"乡": "镇村亲土愁音情", "镇": "压静痛流"}
_BEFORE = {"乡": "城下家老故返回离侨同", "镇": "城乡村集"}
_BODY = re.compile("党|政府|人民|人大|纪|武装|副|长|书记|委|团|妇|财|司|派|中|小|卫|办|干|$")
_STREET = re.compile("街道(?:办事处|办|管委会)?")
_VERBS = re.compile("任|在|到|调|赴|至|由|从|兼|往|驻|职|派|选|借用|中共|原")

_NO_NAME = re.compile(
    "(?:常务|代理?|副|正|原|任|兼|挂职|本|该|所在|时任|当选|主持|政府|人民政府|党委|提名|拟任)+"
)


@frozen
class Township:
    """A township or street that a text names.

    `begins` and `ends` are where the name stands, `ends` behind the sign (镇, 公社, 街道办事处).
    `name` is empty where none is told (镇党委书记).
    """

    name: str
    level: Level
    begins: int
    ends: int


def township_in(text: str) -> Township | None:
    """Find the first township that a text names."""
    guarded: list[tuple[int, int]] | None = None
    for sign in _SIGN.finditer(text):
        if guarded is None:
            guarded = [found.span() for found in _higher().finditer(text)]
        at = sign.start()
        if any(first <= at < last for first, last in guarded):
            continue
        found = _township(text, at, sign[0])
        if found is not None:
            return _longer(text, found) or found
    return None


_LONG = {"乡": Level.TOWNSHIP, "镇": Level.TOWNSHIP, "街道": Level.SUBDISTRICT}


def _longer(text: str, found: Township) -> Township | None:
    """Find a name in the list that goes on behind the sign: 牛镇镇, 沙镇溪镇."""
    for sign in _SIGN.finditer(text, found.ends, found.ends + _SHORTEST + 2):
        begins = _known(text, sign.end())
        if begins is not None and begins <= found.begins and sign[0] in _LONG:
            return Township(text[begins : sign.end()], _LONG[sign[0]], begins, sign.end())
    return None


@cache
def _higher() -> re.Pattern[str]:
    """Give the pattern of names of counties and cities with 乡, 镇 or 街 in them."""
    names = gazetteer().higher_names_with("乡镇街")
    endings = (*ENDINGS, "自治")
    whole = [name for name in names if name.endswith(endings)]
    stems = [name for name in names if not name.endswith(endings)]
    return re.compile(
        "|".join(whole)
        + f"|(?:{'|'.join(stems)})(?=[县市区旗地]|自治|专区|师[专范]|[一二三]中|学院)"
    )


def _township(text: str, at: int, sign: str) -> Township | None:
    if sign == "街道":
        return _street(text, at)
    if sign == "办事处":
        return _office(text, at)
    ends = at + len(sign)
    if text.startswith("街道", ends):  # 新镇街道 is a street
        return None
    known = _known(text, ends)
    if known is None and sign in _AFTER:
        behind, before = text[ends : ends + 1], text[at - 1 : at] if at else ""
        if behind and behind in _AFTER[sign]:
            return None
        if before and before in _BEFORE[sign] and (sign == "乡" or not _BODY.match(text, ends)):
            return None
    begins = _chosen(text, at, known)
    if sign == "公社" and text[begins:at] in ("", "人民"):
        return Township("", Level.TOWNSHIP, begins, ends)
    if _NO_NAME.fullmatch(text, begins, at):
        begins = at
    name = text[begins:ends] if begins < at else ""
    if not name and not _BODY.match(text, ends):
        return None
    return Township(name, Level.TOWNSHIP, begins, ends)


def _street(text: str, at: int) -> Township | None:
    whole = _STREET.match(text, at)
    ends = whole.end() if whole else at + 2
    known = _known(text, at + 2)
    begins = _chosen(text, at, known)
    return Township(text[begins : at + 2] if begins < at else "", Level.SUBDISTRICT, begins, ends)


def _office(text: str, at: int) -> Township | None:
    """Read an old name of a street (某某办事处), if there is such a street; a liaison is none."""
    places = gazetteer()
    for begins in range(max(0, at - _LONGEST), at - 1):
        name = text[begins:at] + "街道"
        if places.is_township(name) and "驻" not in text[:at]:
            return Township(name, Level.SUBDISTRICT, begins, at + 3)
    return None


def _chosen(text: str, at: int, known: int | None) -> int:
    """Choose between a name in the list and all that stands behind the place above.

    Behind 示例县 stands the whole name, though its end may be a name elsewhere in the country.
    """
    begins = _begin(text, at)
    if known is None or (known > begins and at - begins <= _WHOLE and begins > 0):
        return begins
    return known


def _known(text: str, ends: int) -> int | None:
    """Find where the longest name begins that ends there and stands in the list of divisions."""
    places = gazetteer()
    for begins in range(max(0, ends - _LONGEST), ends - _SHORTEST + 1):
        if places.is_township(text[begins:ends]):
            return begins
    return None


def _begin(text: str, at: int) -> int:
    """Find where a name begins that no list has: behind the place above it, or behind a verb."""
    begins = max(0, at - _LONGEST)
    for ending in ENDINGS:
        found = text.rfind(ending, begins, at if ending in _NEVER_LAST else at - 1)
        if found >= 0 and not (ending == "旗" and text[found - 1 : found] in _FLAGS):
            begins = max(begins, found + 1)
    for verb in _VERBS.finditer(text, begins, at):
        if verb.end() < at:
            begins = verb.end()
    return begins
