"""What a rule says of a subject on a day, and how much weight it has."""

from __future__ import annotations

from enum import StrEnum
from typing import NoReturn

__all__ = ["EvidenceLevel", "Outcome", "Severity"]


class Outcome(StrEnum):
    """The verdict.  It is never a bool: `if outcome:` raises; compare with `is`.

    >>> Outcome.PASS is Outcome.FAIL
    False
    >>> bool(Outcome.PASS)
    Traceback (most recent call last):
    TypeError: an outcome is no truth value; compare it: outcome is Outcome.PASS
    """

    PASS = "pass"  # noqa: S105  (no password)
    FAIL = "fail"
    OFF_TARGET = "off_target"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"

    def named(self, lang: str) -> str:
        """Give the word for it in Chinese or English."""
        return _NAMES[self] if lang == "zh" else self.value.replace("_", " ")

    def __bool__(self) -> NoReturn:
        """Refuse: undetermined is neither true nor false."""
        msg = "an outcome is no truth value; compare it: outcome is Outcome.PASS"
        raise TypeError(msg)


_NAMES = {
    Outcome.PASS: "符合",
    Outcome.FAIL: "不符合",
    Outcome.OFF_TARGET: "未达目标",
    Outcome.UNDETERMINED: "无法判定",
    Outcome.NOT_APPLICABLE: "不适用",
}


class Severity(StrEnum):
    """How binding a rule is, by its modal word.

    `MANDATORY` 应当、必须、一律、不得、不少于; `EXPECTED` 一般、原则上、优先; `TARGET` 逐步、左右;
    `REFERENCE` a reported level.  A rule of the last two never fails anyone.
    """

    MANDATORY = "mandatory"
    EXPECTED = "expected"
    TARGET = "target"
    REFERENCE = "reference"

    @property
    def breach(self) -> Outcome:
        """The outcome when the rule is not met."""
        binding = self in (Severity.MANDATORY, Severity.EXPECTED)
        return Outcome.FAIL if binding else Outcome.OFF_TARGET

    def named(self, lang: str) -> str:
        """Give the word for it in Chinese or English."""
        zh = {"mandatory": "强制", "expected": "一般应当", "target": "目标", "reference": "参考"}
        return zh[self.value] if lang == "zh" else self.value


class EvidenceLevel(StrEnum):
    """How well a rule's text is attested.

    `A` the instrument itself, on an official site; `B` its text on another page; `C` a secondary
    source; `S` the source document only; `M` memory, unverified, never a default.
    """

    A = "A"
    B = "B"
    C = "C"
    S = "S"
    M = "M"

    def named(self, lang: str) -> str:
        """Say in words what the level means."""
        zh, en = {
            "A": ("官方文本", "official text"),
            "B": ("他处所载文本", "text on another page"),
            "C": ("间接来源", "secondary source"),
            "S": ("仅见于来源文献", "source document only"),
            "M": ("未经核实", "unverified"),
        }[self.value]
        return zh if lang == "zh" else en
