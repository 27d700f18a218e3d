"""`share`: a share of a group, at least or at most an exact fraction.

The group are people in office on a day (a leadership team), or rows with counts (a year's
recruitment).  A share of at least a/b is judged in whole numbers: a member with the quality counts
b-a, one without counts -a, and the sum must not be negative.  For at most a/b it is +a without and
-(b-a) with it.  A doubtful member counts the worse (better) of that and nought, so two of three
known good is a pass whatever the third is.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from attrs import field, frozen

from partyorg.dates import Period
from partyorg.errors import hint
from partyorg.model import TABLES, Level, OrgKind, Role
from partyorg.rulebook.kinds.base import Judgement
from partyorg.verdict import Finding, Statement
from partyorg.verdict.words import shown

__all__ = ["Counts", "Facts", "Params", "People", "Rows", "judge", "member", "say"]


@frozen(kw_only=True)
class People:
    """A group of people in office at the bodies of a division.

    The quality is either `cumulative_service` in townships, or to have `ever_held` a post with one
    of these roles at a team body of a township.
    """

    level: Level
    bodies: tuple[OrgKind, ...]
    roles: tuple[Role, ...]
    cumulative_service: Period | None = None
    ever_held: tuple[Role, ...] = ()
    ever_held_at: tuple[OrgKind, ...] = ()


@frozen(kw_only=True)
class Rows:
    """A group counted in the rows of a table.

    `group` says which rows belong to it, `quality` which of these have the quality: both map a
    column to the values that count.  Or `quality_count` is a column that counts those with it.
    The rows of a year are put together for the division of level `pool` above (or the topmost),
    or for each organisation (`pool = "organization"`); `split_by` judges groups apart.
    """

    table: str
    organization: str
    count: str
    pool: str
    group: dict[str, tuple[Any, ...]] = field(factory=dict)
    quality: dict[str, tuple[Any, ...]] = field(factory=dict)
    quality_count: str | None = None
    split_by: str | None = None
    of_townships: bool = False

    def __attrs_post_init__(self) -> None:
        """Refuse tables, columns and values that there are not."""
        table = TABLES.get(self.table)
        if table is None:
            msg = f"there is no table '{self.table}'; there are: {', '.join(TABLES)}"
            raise ValueError(msg)
        columns = {column.name: column for column in table.columns}
        names = [self.organization, self.count, *self.group, *self.quality]
        names += [name for name in (self.quality_count, self.split_by) if name is not None]
        for name in names:
            if name not in columns:
                near = hint(name, columns)
                tail = f"; did you mean '{near}'?" if near else ""
                msg = f"table '{self.table}' has no column '{name}'{tail}"
                raise ValueError(msg)
        for name, values in [*self.group.items(), *self.quality.items()]:
            choices = columns[name].choices
            known: list[Any] = [True, False] if choices is None else [c.value for c in choices]
            for value in values:
                if value not in known:
                    shown_values = ", ".join(map(str, known))
                    msg = f"column '{name}' never holds {value!r}; it may be {shown_values}"
                    raise ValueError(msg)
        pools = ("organization", *(level.value for level in Level))
        if self.pool not in pools:
            msg = f"pool '{self.pool}' is not known; it may be {', '.join(pools)}"
            raise ValueError(msg)


@frozen(kw_only=True)
class Counts:
    """What a finding calls the number of those in the group, and of those with the quality."""

    group: str = "group"
    quality: str = "with_quality"


@frozen(kw_only=True)
class Params:
    """A threshold (`at_least` or `at_most`), a `tolerance` below or above it, and the group.

    `noun` names those with the quality in sentences, `counts` names the two numbers in findings.
    """

    at_least: Fraction | None = None
    at_most: Fraction | None = None
    tolerance: Fraction = Fraction(0)
    people: People | None = None
    rows: Rows | None = None
    noun: dict[str, str] = field(factory=dict)
    counts: Counts = field(factory=Counts)

    def __attrs_post_init__(self) -> None:
        """Refuse contradictions."""
        if (self.at_least is None) is (self.at_most is None):
            msg = "set at_least or at_most, one of the two"
            raise ValueError(msg)
        if (self.people is None) is (self.rows is None):
            msg = "set people or rows, one of the two"
            raise ValueError(msg)
        if self.people and self.people.cumulative_service and self.people.cumulative_service.days:
            msg = f"service of {self.people.cumulative_service}: write whole months or years"
            raise ValueError(msg)
        if not 0 < self.threshold < 1:
            msg = f"the threshold {self.threshold} must lie between 0 and 1"
            raise ValueError(msg)

    @cached_property
    def threshold(self) -> Fraction:
        """The fraction that decides, tolerance included."""
        if self.at_least is not None:
            return self.at_least - self.tolerance
        return (self.at_most or Fraction(0)) + self.tolerance

    @cached_property
    def weights(self) -> tuple[int, int]:
        """What a member counts (with the quality, without it)."""
        a, b = self.threshold.numerator, self.threshold.denominator
        return (b - a, -a) if self.at_least is not None else (a - b, a)


@frozen(kw_only=True)
class Facts:
    """The sum in the worst and the best case, and the counts (at least, at most) behind it."""

    worst: int | float
    best: int | float
    quality: tuple[int, int | None]
    group: tuple[int, int | None]

    @classmethod
    def add(cls, parts: Iterable[Facts]) -> Facts:
        """Add the facts of single members or rows."""
        worst: int | float = 0
        best: int | float = 0
        low = group_low = 0
        high: int | None = 0
        group_high: int | None = 0
        for part in parts:
            worst += part.worst
            best += part.best
            low += part.quality[0]
            group_low += part.group[0]
            high = None if high is None or part.quality[1] is None else high + part.quality[1]
            if group_high is not None:
                group_high = None if part.group[1] is None else group_high + part.group[1]
        return cls(worst=worst, best=best, quality=(low, high), group=(group_low, group_high))

    def times(self, count: int) -> Facts:
        """Give the facts of so many members or rows that are alike; those of one are no more."""
        low, high = self.quality
        group_low, group_high = self.group
        return Facts(
            worst=self.worst * count,
            best=self.best * count,
            quality=(low * count, None if high is None else high * count),
            group=(group_low * count, None if group_high is None else group_high * count),
        )


@cache
def member(
    weights: tuple[int, int], belongs: bool | None, good: bool | None, count: int = 1
) -> Facts:
    """Give the facts of `count` members who belong to the group, and have the quality; None: maybe.

    >>> member((1, -2), True, None)
    Facts(worst=-2, best=1, quality=(0, 1), group=(1, 1))
    """
    values = [
        w for w, fits in zip(weights, (good is not False, good is not True), strict=True) if fits
    ]
    worst, best = min(values), max(values)
    if belongs is None:
        worst, best = min(worst, 0), max(best, 0)
    sure = belongs is True
    one = Facts(
        worst=worst,
        best=best,
        quality=(int(sure and good is True), int(good is not False)),
        group=(int(sure), 1),
    )
    return one if count == 1 else one.times(count)


def judge(params: Params, facts: Facts) -> Judgement:
    """Judge the sum; the shortfall is in whole persons."""
    low, high = facts.group
    denominator = params.threshold.denominator
    shortfall = None
    if facts.best < 0:
        shortfall = -(facts.best // denominator)  # how many must change sides, at the least
    open_group = low == 0 and high != 0
    return Judgement(
        worst=-1 if open_group else facts.worst,
        best=0 if open_group else facts.best,
        nothing=high == 0,
        observed={
            params.counts.quality: facts.quality,
            params.counts.group: low if low == high else facts.group,
        },
        required=params.threshold,
        shortfall=None if open_group else shortfall,
    )


def say(finding: Finding, lang: str) -> Statement:
    """Put a share into words."""
    params, limit = finding.clause.params, finding.required
    count, seen = (finding.observed[name] for name in (params.counts.quality, params.counts.group))
    group = seen if isinstance(seen, tuple) else (seen, seen)
    least = params.at_least is not None
    noun = params.noun.get(lang, "")
    parts = {"q": shown(count, lang), "n": shown(group, lang), "noun": noun, "limit": str(limit)}
    sharp = count[0] == count[1] and group[0] == group[1]
    a, b = limit.numerator, limit.denominator
    goal = ""
    if params.tolerance:
        target, room = params.at_least or params.at_most, params.tolerance
        goal = (
            f"（目标 {target}，允许相差 {room}）",
            f" (the goal is {target}, give or take {room})",
        )[lang != "zh"]
    if lang == "zh":
        facts = "共 {n}，其中{noun} {q}；要求{word} {limit}".format(
            word="不少于" if least else "不超过", **parts
        )
        lack = f"，{'尚缺' if least else '超出'} {finding.shortfall}" if finding.shortfall else ""
    else:
        facts = "{n} in all, of them {q} {noun}; required {word} {limit}".format(
            word="at least" if least else "at most", **parts
        )
        lack = (
            f", {finding.shortfall} {'short' if least else 'too many'}" if finding.shortfall else ""
        )
    facts += goal
    if not sharp:
        return Statement(facts, lack.lstrip("，, "))
    left, right = b * count[0], a * group[0]
    sign = ("<" if left < right else "≥") if least else (">" if left > right else "≤")
    return Statement(facts, f"{b}×{count[0]} = {left} {sign} {a}×{group[0]} = {right}{lack}")
