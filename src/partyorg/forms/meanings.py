"""What the headings of rosters mean, found by their words.

No two departments head a roster alike: 任职时间 is 任现职务时间, 现职时间 or 任职日期（年月）.  So
a heading is stripped to its bare words and held against patterns.  Where the words say something
else than they seem to (原任职务 is not the present post, 任现职级时间 not its start), it is not
read.
"""

from __future__ import annotations

import re
import unicodedata

from partyorg.model.headings import is_private

__all__ = ["IGNORE", "MEANINGS", "bare", "is_number", "meaning_of", "squeezed"]

IGNORE = "ignore"

MEANINGS = {
    "name": "姓名",
    "unit": "单位",
    "post": "职务（可连单位）",
    "post_since": "任现职务时间",
    "post_until": "免职时间",
    "proposed": "拟任职务",
    "resume": "简历",
    "started_work": "参加工作时间",
    "joined_party": "入党时间",
    "recruited_on": "录用时间",
    "recruited_via": "录用渠道",
    "selected_graduate": "是否选调生",
    "grassroots_before": "录用前有乡镇村工作经历",
    "id_number": "身份证号（只用于辨别同一人，不保存）",
    IGNORE: "不读取",
}
"""What a column may be, with its Chinese name."""

# What is in brackets at the end and only says how to fill the column in.
_HOW = re.compile(
    r"\([^()]*(?:年|月|日|格式|如|例|填|须|需|精确|全称|简称|必|[YMDymd]{2})[^()]*\)$"
)
_MARKS = re.compile(r"[^\w]|_")

_RELATIVES = re.compile("家庭|配偶|子女|父亲|母亲|父母|亲属|爱人|联系人")
_NUMBER = re.compile("身份证|身份号|公民身份|证件号")
_OTHERS = re.compile(
    "原|曾任|前任|拟免|兼任|兼职|挂职|借调|借出|借用|抽调|派驻|派出|后备|推荐|专业技术|职称|主管单位|考核|奖|处分|学历|学位|毕业|院校"
    "|专业|年龄|政治面貌|职级|层次|序号|编号|备注|说明|登记"
)
_TIME = "(?:时间|日期|年月日?)"
_NOW = "(?:现在?|目前)?"

_FIRST = {  # before what is not read, for their words would be taken for it
    "grassroots_before": "录用前.*(?:基层|乡镇|村).*(?:经历|经验)",
    "post": (
        f"{_NOW}(?:任|工作|所在|任职|担任)?(?:单位)?(?:及|和|与)?(?:现任?|担任|所任|任)?(?:的)?职务"
        "(?:名称|全称)?(?:(?:及|和|与)?(?:现)?(?:职级|级别|职务层次))?(?:情况|全称)?"
    ),
    "post_since": (
        f"{_NOW}(?:任|担任)?(?:现任?)?(?:领导)?(?:职务?|岗位|职位)(?:及职级|和职级|与职级)?"
        f"(?:任职|任命|情况|起始|开始|起)*{_TIME}|任命{_TIME}|就任{_TIME}"
    ),
}
_THEN = {
    "name": "(?:干部|人员|本人|同志|拟任人选?|考察对象|基本情况|基本信息)?(?:姓名|名字)",
    "unit": (
        f"{_NOW}(?:工作|所在|任职|服务|编制所在|人事关系所在|统计关系所在)?"
        "(?:单位|机构|工作部门|部门|乡镇|镇街|乡镇街道|单位部门)(?:名称|全称)?"
    ),
    "post": f"{_NOW}(?:工作|任职)?(?:岗位|职位)(?:名称)?",
    "post_until": f"(?:免职|免去职务|离任|卸任|任职结束|任职终止|任职截止)(?:任职)?{_TIME}",
    "proposed": "拟(?:任|提任|提拔|转任|晋升|聘任?)(?:的)?(?:职务?|岗位|单位及职务)?",
    "resume": (
        "(?:个人|本人|主要|学习工作|学习和工作|学习及工作|工作|任职)*(?:简历|经历|履历)(?:情况)?"
    ),
    "started_work": f"(?:何时)?(?:参加)?(?:革命)?工作{_TIME}|参工{_TIME}",
    "joined_party": f"(?:何时)?(?:加入中国共产党|加入共产党|入党)(?:的)?{_TIME}?",
    "recruited_on": f"(?:公务员)?(?:录用|录取|考录|招录|考取)(?:为?公务员)?{_TIME}",
    "recruited_via": "(?:公务员)?(?:录用|考录|招录)(?:的)?(?:渠道|方式|途径|类型|类别)",
    "selected_graduate": "(?:是否)?(?:为|属于?)?选调生(?:是否)?",
}


def _compiled(given: dict[str, str]) -> dict[str, re.Pattern[str]]:
    return {meaning: re.compile(pattern) for meaning, pattern in given.items()}


_EARLY, _LATE = _compiled(_FIRST), _compiled(_THEN)


def squeezed(heading: object) -> str:
    r"""Give a heading in one width and without blanks and line breaks, which narrow columns have.

    >>> squeezed("任 现 职\n时间（年月）")
    '任现职时间(年月)'
    """
    return "".join(unicodedata.normalize("NFKC", str(heading)).lstrip("\ufeff").split())


def bare(heading: object) -> str:
    r"""Give the bare words of a heading, without marks and without how to fill the column in.

    >>> bare("*任现职务\n时　间（如2015.08）："), bare("职务（拟任）")
    ('任现职务时间', '职务拟任')
    """
    text = squeezed(heading).rstrip(":*")
    return _MARKS.sub("", _HOW.sub("", text))


def is_number(words: str) -> bool:
    """Tell whether a heading is of the identity number of the official."""
    return bool(_NUMBER.search(words)) and not _RELATIVES.search(words)


def meaning_of(words: str) -> str | None:
    """Tell what the bare words of a heading mean; None where they are not known.

    >>> meaning_of("任现职务时间"), meaning_of("任现职级时间"), meaning_of("现工作单位及职务全称")
    ('post_since', 'ignore', 'post')
    >>> meaning_of("家庭成员姓名"), meaning_of("血型") is None
    ('ignore', True)
    """
    if is_number(words):
        return "id_number"
    if is_private(words) or _RELATIVES.search(words):
        return IGNORE
    for pattern, meaning in ((pattern, meaning) for meaning, pattern in _EARLY.items()):
        if pattern.fullmatch(words):
            return meaning
    if re.fullmatch("职务拟任", words):
        return "proposed"
    if _OTHERS.search(words) or words in ("序", "编号", "性别"):
        return IGNORE
    return next((m for m, pattern in _LATE.items() if pattern.fullmatch(words)), None)
