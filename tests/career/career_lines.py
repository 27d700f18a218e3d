"""Invented career lines: the truth is put together first, then written in a shape."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from partyorg import PartialDate
from partyorg.model import Level, Role

VARIANTS = 24

TOWNSHIPS = [
    "青石镇",
    "柳溪乡",
    "白岩苗族乡",
    "龙塘镇",
    "上坝乡",
    "马鞍镇",
    "三合镇",
    "石门乡",
    "双河口镇",
    "大井布依族乡",
    "沙沟镇",
    "红岩乡",
    "新场镇",
    "云峰乡",
    "老屋基镇",
]
COUNTIES = [
    *("某省示例县", "示例县", "某省某市示例区", "某自治州示例自治县"),
    *("镇远县", "新乡市示例县", "景德镇市示例区"),
]
POSTS = [
    ("党委书记", Role.CHIEF),
    ("镇长", Role.CHIEF),
    ("党委副书记", Role.LEADER),
    ("副镇长", Role.LEADER),
    ("人大主席", Role.LEADER),
    ("组织委员", Role.LEADER),
    ("科员", Role.STAFF),
    ("党政办主任", Role.STAFF),
    ("办事员", Role.STAFF),
    ("纪委书记", Role.LEADER),
    ("武装部长", Role.LEADER),
]


class Truth(NamedTuple):
    """What a line says: the text behind the dates, with its level and role, and two months."""

    text: str
    level: Level
    role: Role
    start: tuple[int, int]
    end: tuple[int, int]

    @property
    def first(self) -> PartialDate:
        """The month in which it begins."""
        return PartialDate.of(*self.start)

    @property
    def last(self) -> PartialDate:
        """The month in which it ends."""
        return PartialDate.of(*self.end)


def truth(number: int) -> Truth:
    """Give a truth; those of one run of numbers differ in place, post and dates."""
    township = TOWNSHIPS[number % len(TOWNSHIPS)]
    post, role = POSTS[number * 7 % len(POSTS)]
    if township.endswith("乡"):
        post = post.replace("镇长", "乡长")
    county = COUNTIES[number * 3 % len(COUNTIES)]
    year = 1978 + number * 5 % 40
    start = (year, 1 + number * 7 % 12)
    end = (year + 1 + number % 4, 1 + number * 11 % 12)
    return Truth(f"{county}{township}{post}", Level.TOWNSHIP, role, start, end)


TRUTHS = [truth(number) for number in range(VARIANTS)]


def dotted(month: tuple[int, int]) -> str:
    return f"{month[0]}.{month[1]:02}"


def digits(month: tuple[int, int]) -> str:
    return f"{month[0]}{month[1]:02}"


def short(month: tuple[int, int]) -> str:
    return f"{month[0]}.{month[1]}"


def chinese(month: tuple[int, int]) -> str:
    return f"{month[0]}年{month[1]}月"


def chinese_two(month: tuple[int, int]) -> str:
    return f"{month[0]}年{month[1]:02}月"


def hyphened(month: tuple[int, int]) -> str:
    return f"{month[0]}-{month[1]:02}"


def slashed(month: tuple[int, int]) -> str:
    return f"{month[0]}/{month[1]:02}"


def wide(text: str) -> str:
    """Write digits, points and hyphens as a Chinese keyboard does in full width."""
    return "".join(chr(ord(c) + 0xFEE0) if c in "0123456789.-()" else c for c in text)


Month = Callable[[tuple[int, int]], str]
"""A way to write a month."""

RANGES: dict[str, Callable[[Truth], str]] = {}
"""Ways to write a line from month to month."""


def _way(name: str, month: Month, between: str, behind: str, ends: str = "") -> None:
    def written(one: Truth) -> str:
        return f"{month(one.start)}{between}{month(one.end)}{behind}{one.text}{ends}"

    RANGES[name] = written


_way("official", dotted, "--", "  ")
_way("one em dash", dotted, "—", "  ")
_way("two em dashes, comma, semicolon", dotted, "——", "，", "；")
_way("hyphen", dotted, "-", " ")
_way("hyphen, nothing behind", dotted, "-", "")
_way("six digits", digits, "--", "  ")
_way("six digits and a tilde", digits, "~", " ")
_way("Chinese months", chinese_two, "至", "，", "；")
_way("Chinese months of one digit", chinese, "至", " ")
_way("Chinese months and a dash", chinese, "—", " ")
_way("one digit for the month", short, "-", " ")
_way("year and month with a hyphen", hyphened, "至", " ")
_way("hyphens everywhere", hyphened, "-", " ")
_way("slashes", slashed, "-", " ")
_way("full-width hyphen", dotted, "－", " ")
_way("en dash", dotted, "–", " ")
_way("tilde", dotted, "～", " ")
_way("box drawing", dotted, "─", " ")
_way("blanks around the hyphen", dotted, " - ", " ")
_way("a comma behind", dotted, "--", "，")
_way("a colon behind", dotted, "--", "：")
_way("a full stop at the end", dotted, "--", " ", "。")
_way("the Chinese one for a dash", dotted, "一", " ")
RANGES["a leading blank"] = lambda one: f"　 {RANGES['official'](one)}"
RANGES["a bullet"] = lambda one: f"● {RANGES['official'](one)}"
RANGES["full-width digits"] = lambda one: wide(RANGES["official"](one))
RANGES["dates before, in brackets"] = lambda one: (
    f"（{dotted(one.start)}-{dotted(one.end)}）{one.text}"
)
RANGES["dates behind, in brackets"] = lambda one: (
    f"{one.text}（{dotted(one.start)}-{dotted(one.end)}）"
)
