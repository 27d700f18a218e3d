"""The quality of what was read: what a clerk should look at, person by person.

Nothing here is a verdict.  Each item quotes what stands in the input, says what became of it, and
what would be right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from attrs import evolve, field, frozen

from partyorg.errors import Problem, ProblemSeverity, masked
from partyorg.model import numbered_inputs

__all__ = ["TITLES", "Quality", "QualityItem"]

TITLES: Mapping[str, dict[str, str]] = {
    "no-date": {"zh": "未写日期的行", "en": "lines without a date"},
    "bad-date": {"zh": "日期有误", "en": "wrong dates"},
    "no-post": {"zh": "有日期而无职务", "en": "dates without a post"},
    "rank-line": {"zh": "职级记载", "en": "lines of rank"},
    "unknown-place": {"zh": "未找到的地名", "en": "unknown places"},
    "ambiguous-place": {"zh": "有多处的地名", "en": "ambiguous places"},
    "unclosed-bracket": {"zh": "括号未闭合", "en": "brackets not closed"},
    "gap": {"zh": "经历间断", "en": "gaps"},
    "overlap": {"zh": "经历重叠", "en": "overlaps"},
    "month-in-doubt": {"zh": "起止月份不明", "en": "months in doubt"},
    "end-unknown": {"zh": "终点不详", "en": "unknown ends"},
    "no-present-post": {"zh": "简历没有现任职务", "en": "no present post in the resume"},
    "present-post-only": {"zh": "只有现任职务", "en": "present post only"},
    "no-career": {"zh": "没有经历", "en": "no career"},
    "private-line": {"zh": "个人信息行，未读入", "en": "personal particulars, not read"},
    "same-person": {"zh": "同一人的多份材料", "en": "one person twice"},
}
"""What each kind of item is called."""


@frozen(kw_only=True)
class QualityItem:
    """Something to be looked at: whose, where, what stands there, and what would be right.

    `row` is the data row in a sheet, `line` the line in a resume, both from 1.
    """

    code: str
    severity: ProblemSeverity
    person_id: str
    name: str | None
    source: str
    message: dict[str, str] = field(hash=False)
    sheet: str | None = None
    row: int | None = None
    line: int | None = None
    text: str | None = None

    def as_problem(self) -> Problem:
        """Give it as a problem of the data, to stand in every report."""
        return Problem(
            severity=self.severity,
            code=self.code,
            message={
                "zh": f"{self.person_id}：{self.message['zh']}",
                "en": f"{self.person_id}: {self.message['en']}",
            },
            value=None if self.text is None else masked(self.text),
            input=self.source if self.sheet is None else f"{self.source} · {self.sheet}",
            row=self.line or self.row,
        )


@frozen
class Quality:
    """All items of an input, with how many people and lines were read."""

    items: tuple[QualityItem, ...]
    people: int
    entries: int

    def totals(self) -> dict[str, int]:
        """Give the number of items of each kind, the most frequent first."""
        return dict(Counter(item.code for item in self.items).most_common())

    def by_person(self) -> dict[str, tuple[QualityItem, ...]]:
        """Give the items of each person who has any, in the order of the input."""
        found: dict[str, list[QualityItem]] = {}
        for item in self.items:
            found.setdefault(item.person_id, []).append(item)
        return {person: tuple(items) for person, items in found.items()}

    def without_names(self) -> Quality:
        """Give the same without names of people, of their files, and what they wrote."""
        names = numbered_inputs(item.source for item in self.items)
        return evolve(self, items=tuple(_nameless(item, names) for item in self.items))


def _nameless(item: QualityItem, names: Mapping[str, str]) -> QualityItem:
    message = dict(item.message)
    for name, number in names.items():
        message = {lang: said.replace(name, number) for lang, said in message.items()}
    return evolve(item, name=None, source=names[item.source], text=None, message=message)
