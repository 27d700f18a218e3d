"""The times at the head of an entry: `1991.01--2000.01`, `2009年6月至今`, `2010年6月`.

What is read here has been made half-width already, one character for one (`entries.plain`).

>>> times("2009年06月至2012年08月，示例县青石镇镇长").start
PartialDate('2009-06')
"""

from __future__ import annotations

import re
from functools import lru_cache

from attrs import frozen

from partyorg.career.spells import DateForm
from partyorg.dates import PartialDate

__all__ = ["BREAKS", "DATE", "Times", "times"]

DATE = (
    r"(?:19|20)\d\d(?:"
    r"年(?:\s?\d{1,2}月(?:份|\s?\d{1,2}[日号])?|[初底末中](?!学|心|专))?"  # 2009年6月1日, 2009年底
    r"|[./]\s?\d{1,2}(?!\d)(?:[./]\d{1,2}(?!\d))?(?:月(?:\d{1,2}日)?)?"  # 2009.06.01
    r"|-\d{1,2}(?!\d)(?:-\d{1,2}(?![\d.年]))?"  # 2009-06-01
    r"|\d{2}(?:\d{2})?(?!\d)"  # 200906, 20090601
    r"|(?!\d))"  # 2009
)
"""A date in any of its forms; what it says is looked at afterwards."""

_DASH = r"[-‐‑‒–—―─━−－~～∼〜∽ーˉ_→﹣﹘⸺⸻]"
_DASHES = rf"[.]?{_DASH}(?:{_DASH}|[\s.])*(?:至|到)?"
_WORDS = rf"\.?(?:起)?(?:至|到|一(?=\s*(?:\d|今|至今)))\s*{_DASH}*"
_BETWEEN = rf"(?:{_DASHES}|{_WORDS})"
_NOW = r"(?:至今|迄今|现在|现今|目前|今天|今(?!年)|现(?=[任在\s,，:])|至现在|至目前)"
_SHORT = r"(?:\d{1,2}月(?:\d{1,2}日)?|\d{1,2}(?![\d.年月/天个名次位届号-]))"
_BRIEF = r"\d\d(?:[./]\d{1,2}(?!\d)月?|年(?:\d{1,2}月)?)"  # 1993.07-95.03
_RANGE = re.compile(
    rf"(?P<start>{DATE})(?:"
    rf"\s*(?P<sep>{_BETWEEN})\s*"
    rf"(?:(?P<end>{DATE})|(?P<now>{_NOW})|(?P<brief>{_BRIEF})|(?P<short>{_SHORT}))?"
    rf"|\s+(?P<next>{DATE})(?=\s|[一-鿿]))?"
)
_HEAD = re.compile(r"(?:自|从|于)?\s*")
_FROM_ON = re.compile(r"(?:\s*(?:起|开始|以来)(?:,?\s*至今)?)")
_DASHED = re.compile(_DASH)
_BEHIND = re.compile(
    r"(?:期间|间|(?:之|以)?后(?=[,任]))?[\s,:;.、。]*(?:(?:担任|出任|任)(?![城丘泽县教职务期免命]))?"
)
_PARTS = re.compile(r"\d+")
BREAKS = re.compile(
    rf"(?<![\d.])(?:{DATE})\s*(?:{_BETWEEN})\s*(?:(?:{DATE})|{_NOW}|(?P<blank>(?=\s)))"
)
"""Where in the middle of a text a new range begins; `blank` if nothing is written for its end."""


@frozen
class Times:
    """A time, and where the text behind it begins; `fault` says what is wrong with it."""

    start: PartialDate | None
    end: PartialDate | None
    form: DateForm
    at: int
    behind: int
    fault: tuple[str, str] | None = None


def times(text: str, at: int = 0) -> Times | None:
    """Read the time at a place of a text; None if there is none."""
    head = _HEAD.match(text, at)
    found = _RANGE.match(text, head.end() if head else at)
    if found is None:
        return None
    begins, sep = found["start"], found["sep"]
    until = found["end"] or found["next"]
    behind = found.end()
    told = until or found["now"] or found["brief"] or found["short"]
    if sep and not told and not _DASHED.search(sep):
        behind, sep = found.end("start"), None  # 2010年6月到某镇工作: a point
    try:
        start = _date(begins)
        if until:
            end = _date(until)
        elif found["brief"]:
            end = _brief(begins, found["brief"])
        elif found["short"]:
            end = _date(
                begins[:4] + "年" + found["short"] + ("" if "月" in found["short"] else "月")
            )
        else:
            end = None
    except ValueError as error:
        fault = (f"“{found[0].strip()}”不是日期", f"'{found[0].strip()}' is no date: {error}")
        return Times(None, None, DateForm.POINT, at, _behind(text, behind), fault)
    form = DateForm.RANGE if end else DateForm.OPEN if sep else DateForm.POINT
    if form is DateForm.POINT and (on := _FROM_ON.match(text, behind)):
        form, behind = DateForm.OPEN, on.end()
    backwards = None
    if end is not None and end.last < start.first:
        backwards = (f"终点 {end} 早于起点 {start}", f"ends {end}, before it begins {start}")
    return Times(start, end, form, at, _behind(text, behind), backwards)


def _behind(text: str, at: int) -> int:
    found = _BEHIND.match(text, at)
    return found.end() if found else at


def _brief(begins: str, text: str) -> PartialDate:
    """Read an end whose year has two digits: the first such year that is not before the start."""
    first = int(begins[:4])
    year, *month = map(int, _PARTS.findall(text))
    year += first // 100 * 100
    return PartialDate.of(year if year >= first else year + 100, *month)


@lru_cache(maxsize=1 << 14)
def _date(text: str) -> PartialDate:
    """Make a date of its digits; one digit for the month is that month, for this is typed text."""
    numbers = _PARTS.findall(text)
    if len(numbers) == 1 and len(numbers[0]) > 4:  # noqa: PLR2004
        digits = numbers[0]
        numbers = [part for part in (digits[:4], digits[4:6], digits[6:]) if part]
    return PartialDate.of(*map(int, numbers))
