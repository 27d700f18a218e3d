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
from partyorg.rulebook import Pack, Rule
from partyorg.timing.asked import packs_of, records_of
from partyorg.verdict import Finding
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
        if lang == "zh":
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
            cancelled.
        rules: the pack, where the rule is named without it.

    Raises:
        CallError: no quota of hired posts, nothing on record of the year, or counts that are empty.

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
    year = str(date.fromordinal(day_of(as_of)).year)
    report = check(data, pack, as_of=as_of, only=[own.id], subjects=[subject], allow_empty=True)
    finding = report[own.id, subject, year]
    counts = params.counts
    filled, having = finding.observed.get(counts.group), finding.observed.get(counts.quality)
    told = [value[0] if isinstance(value, tuple) else value for value in (filled, having)]
    ends = [value[-1] if isinstance(value, tuple) else value for value in (filled, having)]
    if told != ends or None in told:
        msg = f"what was hired in {year} is not known for sure; fill in the empty cells first"
        raise CallError(msg)
    left = _remaining(data, pack, own, World.of(data, conventions), subject, int(year))
    left = left if remaining is None else remaining
    needed = max(0, ceil(params.threshold * (told[0] + left)) - told[1])
    return Quota(finding, told[0], told[1], left, needed)


def _remaining(data: Dataset, pack: Pack, rule: Rule, world: World, subject: str, year: int) -> int:
    """Count the posts planned that are neither filled nor cancelled."""
    rows = rule.versions[-1].params.rows
    scope = Scope(world, pack, date(year, 12, 31).toordinal())
    left = 0
    for row in data.recruitment:
        wanted = all(getattr(row, column) in some for column, some in rows.group.items())
        if row.year == year and wanted and pool_of(rows, scope, row.authority).id == subject:
            gone = (row.hired or 0) + (row.cancelled or 0)
            left += max(0, (row.planned or gone) - gone)
    return left
