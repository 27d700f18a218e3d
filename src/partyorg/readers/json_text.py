"""JSON: from the bytes of a file to objects and lists, or one line that says why not.

Python reads more than JSON allows and less than a file may hold: `NaN` for a number, the last of
two values under one key, figures that become infinite, and brackets within brackets until the
stack is used up.  Each would be a silent guess or a traceback; here each is refused.
"""

from __future__ import annotations

import json
from collections import Counter
from math import isinf
from typing import Any, NoReturn

from partyorg.errors import masked
from partyorg.readers.faults import InputError

__all__ = ["parsed"]

_LONGEST_NUMBER = 100
"""Digits; an honest identifier has a few dozen at the most."""


class _NoJsonError(ValueError):
    """A text that is not JSON as it is read here."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


def _refuse(zh: str, en: str) -> NoReturn:
    raise _NoJsonError(zh, en)


def parsed(name: str, data: bytes) -> Any:
    """Read the JSON of a file with this name, in UTF-8 with or without a byte-order mark.

    >>> parsed("a.json", b'{"persons": []}')
    {'persons': []}
    >>> parsed("a.json", b'{"end_date": NaN}')
    Traceback (most recent call last):
    partyorg.readers.faults.InputError: a.json: NaN is no JSON; ...
    """
    try:
        return json.loads(
            data.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_constant=_constant,
            parse_int=_whole,
            parse_float=_number,
        )
    except _NoJsonError as error:
        zh, en = error.zh, error.en
    except UnicodeDecodeError:
        zh = "文件不是 UTF-8 编码；请另存为 UTF-8"
        en = "not in UTF-8; save it as UTF-8"
    except RecursionError:
        zh = "嵌套过深；请检查是否缺了右括号，或重新导出"
        en = "nested too deep; look for a bracket that is not closed, or export it anew"
    except json.JSONDecodeError as error:
        where_zh, where_en = (
            f"第 {error.lineno} 行第 {error.colno} 列",
            f"line {error.lineno}, column {error.colno}",
        )
        zh = f"不是完整的 JSON（{where_zh}）；请重新导出"
        en = f"not JSON, or cut short ({where_en}); export it anew"
    raise InputError(name, "broken-json", zh, en) from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object; refuse one in which a key stands twice, for either value may be meant."""
    made = dict(pairs)
    if len(made) != len(pairs):
        times = Counter(key for key, _ in pairs)
        twice = masked(next(key for key in times if times[key] > 1))
        _refuse(
            f"键“{twice}”在同一对象中出现两次；请只保留一个",
            f"the key '{twice}' stands twice in one object; keep one of them",
        )
    return made


def _constant(text: str) -> NoReturn:
    _refuse(
        f"{text} 不是 JSON；没有值的请写 null，或删去该键",
        f"{text} is no JSON; write null where there is no value, or leave the key out",
    )


def _whole(text: str) -> int:
    if len(text) > _LONGEST_NUMBER:
        _refuse_number(text)
    return int(text)


def _number(text: str) -> float:
    value = float(text)
    if isinf(value) or len(text) > _LONGEST_NUMBER:
        _refuse_number(text)
    return value


def _refuse_number(text: str) -> NoReturn:
    _refuse(
        f"数字过大（{masked(text)}）；编码请加引号，写成文字",
        f"a number beyond all bounds ({masked(text)}); write an identifier as text, in quotation "
        "marks",
    )
