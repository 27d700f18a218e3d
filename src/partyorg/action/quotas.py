"""Quotas in mid-year: how many of the posts still to be filled must go where, and until when."""

from __future__ import annotations

from datetime import date
from json import dumps
from math import ceil

from attrs import frozen

from partyorg.asking import Day, Packs, asked_of, chosen_of, day_of
from partyorg.checking import check
from partyorg.errors import CallError
from partyorg.evaluate.facts.share import pool_of
from partyorg.evaluate.scope import Scope, World
from partyorg.model import Dataset
from partyorg.rulebook import Pack
from partyorg.rulebook.kinds.share import Rows
from partyorg.timing.asked import packs_of, records_of
from partyorg.verdict import Finding, Outcome
from partyorg.verdict.words import REASONS, lang_index
from partyorg.writers._clean import lines_of

__all__ = ["SCHEMA", "Quota", "quota"]

SCHEMA = "partyorg.quota/1"


@frozen
class Quota:
    """How a quota of a year stands while posts are still to be filled.

    `filled` posts so far, `having` of them what the quota asks for; `remaining` are still to be
    filled.  At least `needed` of these must have it, so `spare` may go elsewhere; once one
    more has, the quota can no longer be reached.  Nothing in the table says on which day a post
    was filled, so the point is told in posts.
    """

    finding: Finding
    filled: int
    having: int
    remaining: int
    needed: int

    @property
    def reachable(self) -> bool:
        """Whether it can still be reached."""
        return self.needed <= self.remaining

    @property
    def spare(self) -> int:
        """How many of the remaining posts may still go elsewhere."""
        return max(0, self.remaining - self.needed)

    def text(self, lang: str = "zh") -> str:
        """Give it in words."""
        noun = self.finding.clause.params.noun[lang]
        name = self.finding.subject.name or self.finding.subject.id
        head = f"{name} {self.finding.period} · {self.finding.clause.title[lang]}"
        if lang_index(lang) == 0:
            lines = [
                f"已录用 {self.filled}，其中{noun} {self.having}；尚余 {self.remaining}",
                f"尚余名额中至少 {self.needed} 须{noun}，另有 {self.spare} 可用于其他去向"
                if self.reachable
                else f"即使尚余名额全部{noun}（需 {self.needed}）也已无法达到",
            ]
        else:
            lines = [
                f"{self.filled} filled, {self.having} of them {noun}; {self.remaining} remain",
                f"at least {self.needed} of these must be {noun}, {self.spare} may go elsewhere"
                if self.reachable
                else f"it can no longer be reached: {self.needed} more would have to be {noun}",
            ]
        return lines_of([head, *(f"  {line}" for line in lines)])

    def to_json(self) -> str:
        """Give it as JSON text, schema `partyorg.quota/1`."""
        told = {
            "schema": SCHEMA,
            "rule": self.finding.rule,
            "subject": self.finding.subject.id,
            "period": self.finding.period,
            "filled": self.filled,
            "having": self.having,
            "remaining": self.remaining,
            "needed": self.needed,
            "spare": self.spare,
            "reachable": self.reachable,
        }
        return dumps(told, ensure_ascii=False, indent=1)


def quota(
    dataset: object,
    rule: str,
    subject: str,
    *,
    as_of: Day,
    remaining: int | None = None,
    rules: Packs | None = None,
) -> Quota:
    """Tell how many of the posts still to be filled in a year must go where a quota asks for them.

    Of q posts with the quality among n filled, and R remaining, at least x of these must have it so
    that q + x is the share of n + R: x = ceil(a(n + R)/b) - q for a share of a/b.

    Args:
        dataset: the data set.
        rule: a quota of hired posts, as `cn-gz/recruits-to-townships`.
        subject: the division that the quota is judged of.
        as_of: a day of the year.
        remaining: the posts still to be filled; left out, those planned and neither hired nor
            cancelled, for which no cell may be empty.
        rules: the pack, where the rule is named without it.

    Raises:
        CallError: no quota of hired posts, nothing on record of the year, a year in which the rule
            was not in force, or counts that are empty.

    >>> import partyorg as po
    >>> data = po.Dataset.from_records(
    ...     organizations=[{"org_id": "52", "level": "province", "kind": "division"}],
    ...     recruitment=[
    ...         {"authority": "52", "year": 2018, "channel": "civil_service_exam",
    ...          "destination": "township", "planned": 70, "hired": 50, "cancelled": 0},
    ...         {"authority": "52", "year": 2018, "channel": "civil_service_exam",
    ...          "destination": "county", "planned": 30, "hired": 15, "cancelled": 0},
    ...     ],
    ... )
    >>> stands = po.quota(data, "cn-gz/recruits-to-townships", "52", as_of="2018-07-01")
    >>> stands.filled, stands.remaining, stands.needed, stands.spare
    (65, 35, 30, 5)
    """
    data = records_of(dataset, "quota")
    _, chosen, _ = chosen_of(packs_of(rules, rule), [rule], None)
    pack, (own,), conventions = next(one for one in chosen if one[1])
    params = own.versions[-1].params
    rows = getattr(params, "rows", None)
    if rows is None or rows.table != "recruitment" or rows.count != "hired" or not params.at_least:
        msg = f"'{own.id}' is no quota of hired posts; name one like cn-gz/recruits-to-townships"
        raise CallError(msg)
    asked_of(data, [subject])
    if remaining is not None and (type(remaining) is not int or remaining < 0):
        msg = f"remaining={remaining!r} is no number of posts; write a whole number from 0"
        raise CallError(msg)
    year = date.fromordinal(day_of(as_of)).year
    report = check(data, pack, as_of=as_of, only=[own.id], subjects=[subject], allow_empty=True)
    finding = next((one for one in report if one.period == str(year)), None)
    if finding is None:
        msg = f"recruitment has nothing of '{subject}' in {year}; a {rows.pool} is judged"
        raise CallError(msg)
    filled, having = _counted(finding, year)
    if remaining is None:
        world = World.of(data, conventions)
        remaining = _remaining(data, pack, rows, world, subject, year)
    needed = max(0, ceil(params.threshold * (filled + remaining)) - having)
    return Quota(finding, filled, having, remaining, needed)


def _counted(finding: Finding, year: int) -> tuple[int, int]:
    """Give how many were hired, and how many of them with what the quota asks for."""
    if finding.reason == "share-of-nothing":  # nobody has been hired yet
        return 0, 0
    counts = finding.clause.params.counts
    told = finding.observed.get(counts.group), finding.observed.get(counts.quality)
    ends = [value if isinstance(value, tuple) else (value, value) for value in told]
    if finding.outcome is Outcome.NOT_APPLICABLE or not finding.observed:
        why = REASONS[finding.reason or "fact-unknown"][1]
        msg = f"the quota of {year} cannot be told: {why}"
        raise CallError(msg)
    if any(low is None or low != high for low, high in ends):
        msg = f"what was hired in {year} is not known for sure; fill in the empty cells first"
        raise CallError(msg)
    return ends[0][0], ends[1][0]


def _remaining(data: Dataset, pack: Pack, rows: Rows, world: World, subject: str, year: int) -> int:
    """Count the posts planned that are neither filled nor cancelled."""
    scope = Scope(world, pack, date(year, 12, 31).toordinal())
    left = 0
    for row in data.recruitment:
        wanted = all(getattr(row, column) in some for column, some in rows.group.items())
        if row.year == year and wanted and pool_of(rows, scope, row.authority).id == subject:
            counts = {name: getattr(row, name) for name in ("planned", "hired", "cancelled")}
            empty = [name for name, count in counts.items() if count is None]
            if empty:
                msg = f"recruitment row {row.row}: {', '.join(empty)} is empty, and empty is not 0;"
                msg += " fill it in, or say how many posts are still to be filled (remaining)"
                raise CallError(msg)
            left += max(0, counts["planned"] - counts["hired"] - counts["cancelled"])
    return left
