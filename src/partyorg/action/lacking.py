"""What would settle it: the facts to look up, the most decisive first.

Nothing is guessed.  A fact is tried: every value that it may have is put in its place, and the
findings that name it are evaluated again.  A fact that leaves a finding determined whatever its
value is *settles* it; one that does so for some of its values only *may* settle it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from json import dumps
from typing import Any, overload

from attrs import frozen

from partyorg.asking import Chosen, Day, Packs, asked_of, chosen_of, day_of
from partyorg.evaluate import evaluate
from partyorg.evaluate.values import instant, owned, owner, variants, written, year_of
from partyorg.model import Dataset
from partyorg.timing.asked import records_of
from partyorg.verdict import Finding, Outcome, Unknown
from partyorg.verdict.words import UNKNOWNS, cells_of, lang_index
from partyorg.writers._clean import lines_of

__all__ = ["SCHEMA", "Fact", "Missing", "missing"]

SCHEMA = "partyorg.missing/1"


@frozen
class Fact:
    """A fact that undetermined findings lack.

    `named` of them name it; `settles` of these would be determined by it alone for all values that
    were `tried` (see `Settling.settles`), and `may_settle` for some of them.  Where none were (it
    is no date, no choice and no statement of completeness), both are 0.  `written` is what stands
    there now, and `also` are other cells of the same person in which it is written alike.
    `subject` is whose it is, `name` the name, `year` the year that the row is about; each is None
    where there is none.
    """

    unknown: Unknown
    named: int
    settles: int
    may_settle: int
    tried: int
    written: str | None
    findings: tuple[str, ...]
    also: tuple[Unknown, ...] = ()
    subject: str | None = None
    name: str | None = None
    year: int | None = None

    def text(self, lang: str = "zh") -> str:
        """Give it in one line: what, where, and how much it settles."""
        at, one = lang_index(lang), self.unknown
        whose = f"{self.name} ({self.subject})" if self.name else self.subject or one.of
        about = " ".join(str(part) for part in (whose, self.year) if part)
        place = " · ".join(filter(None, [about, cells_of(one, self.also, lang)]))
        head = UNKNOWNS[one.code][at]
        if place:
            head += ("（{}）", " ({})")[at].format(place)
        if self.written:
            head += ("“{}”", " '{}'")[at].format(self.written)
        if not self.tried:
            form = ("{}：涉及 {} 项结论", "{}: named by {}")[at]
            return form.format(head, self.named)
        form = (
            "{}：必能确定 {} 项，可能确定 {} 项，涉及 {} 项",
            "{}: settles {}, may settle {}, of {}",
        )[at]
        return form.format(head, self.settles, self.may_settle, self.named)


@frozen
class Missing(Sequence[Fact]):
    """The facts to look up, the most decisive first; `open` findings are undetermined."""

    facts: tuple[Fact, ...]
    open: int

    def __len__(self) -> int:
        """Give the number of facts."""
        return len(self.facts)

    @overload
    def __getitem__(self, key: int) -> Fact: ...

    @overload
    def __getitem__(self, key: slice) -> Sequence[Fact]: ...

    def __getitem__(self, key: int | slice) -> Fact | Sequence[Fact]:
        """Give a fact by its place."""
        return self.facts[key]

    def to_records(self) -> list[dict[str, Any]]:
        """Give one flat mapping a fact."""
        return [
            {
                "code": fact.unknown.code,
                "table": fact.unknown.table,
                "row": fact.unknown.row,
                "column": fact.unknown.column,
                "of": fact.unknown.of,
                "also": [
                    {"table": one.table, "row": one.row, "column": one.column} for one in fact.also
                ],
                "subject": fact.subject,
                "name": fact.name,
                "year": fact.year,
                "written": fact.written,
                "settles": fact.settles,
                "may_settle": fact.may_settle,
                "named": fact.named,
                "tried": fact.tried,
                "findings": list(fact.findings),
            }
            for fact in self.facts
        ]

    def to_json(self) -> str:
        """Give them as JSON text, schema `partyorg.missing/1`."""
        told = {"schema": SCHEMA, "open": self.open, "facts": self.to_records()}
        return dumps(told, ensure_ascii=False, indent=1)

    def text(self, lang: str = "zh") -> str:
        """Give them in words, a line a fact."""
        head = ("无法判定的结论 {} 项", "{} findings are undetermined")[lang_index(lang)]
        return lines_of([head.format(self.open), *(f"  {fact.text(lang)}" for fact in self.facts)])

    def _repr_html_(self) -> str:
        """Show them in a notebook."""
        return f"<pre>{escape(self.text())}</pre>"


def missing(
    dataset: object,
    rules: Packs = "cn-gz",
    *,
    as_of: Day,
    only: Iterable[str] | None = None,
    subjects: Iterable[str] | None = None,
    counting: str | None = None,
) -> Missing:
    """Tell which facts to look up, sorted by how many undetermined findings each settles.

    A date known to the month is tried on each of its days (of a year, on the first and the last of
    each month), in all rows of the same person where it is written alike, for these may be one
    instant; an empty choice or yes/no with each value; an empty day or number at those between
    which verdicts turn; a table by saying that it is complete.  Of
    other facts (a row to be mended, an organisation, what only time will tell) it is only told how
    many findings name them.

    Args:
        dataset: the data set.
        rules: packs, as for `partyorg.check`.
        as_of: the day.
        only: rules to restrict it to.
        subjects: identifiers to restrict it to.
        counting: a convention in place of the pack's.

    Raises:
        CallError: as `partyorg.check`.

    >>> import partyorg as po
    >>> data = po.load(po.sample_path())
    >>> facts = po.missing(data, as_of=po.SAMPLE_AS_OF, only=["team-experience"])
    >>> facts[0].settles >= facts[-1].settles
    True
    """
    data = records_of(dataset, "missing")
    day = day_of(as_of)
    _, chosen, _ = chosen_of(rules, only, counting)
    asked = None if subjects is None else asked_of(data, subjects)
    open_ = [finding for finding in _findings(data, chosen, day, asked) if _open(finding)]
    cells: dict[object, dict[Unknown, None]] = {}
    named: dict[object, dict[str, Finding]] = {}
    for finding in open_:
        for unknown in (owned(data, one) for one in finding.unknowns):
            fact = instant(data, unknown)
            cells.setdefault(fact, {})[unknown] = None
            named.setdefault(fact, {})[finding.id] = finding
    facts = [
        _tried(data, chosen, day, tuple(some), tuple(named[fact].values()))
        for fact, some in cells.items()
    ]
    return Missing(tuple(sorted(facts, key=_decisive)), len(open_))


def _decisive(fact: Fact) -> tuple[Any, ...]:
    one = fact.unknown
    place = (one.table or "", one.row or 0, one.column or "", one.of or "", one.code)
    return (-fact.settles, -fact.may_settle, -fact.named, *place)


def _open(finding: Finding) -> bool:
    return finding.outcome is Outcome.UNDETERMINED


def _findings(
    data: Dataset, chosen: Chosen, day: int, subjects: frozenset[str] | None
) -> Iterator[Finding]:
    for pack, rules, conventions in chosen:
        yield from evaluate(data, pack, rules, day, conventions=conventions, subjects=subjects)


def _tried(
    data: Dataset,
    chosen: Chosen,
    day: int,
    unknowns: Sequence[Unknown],
    findings: Sequence[Finding],
) -> Fact:
    """Put every value of a fact in its place, and count the findings that it determines."""
    unknown, *also = unknowns
    whose = owner(data, unknown)
    one: Any = data.person.get(whose or "") or data.organization.get(whose or "")
    subjects = frozenset(finding.subject.id for finding in findings)
    rules = {finding.rule for finding in findings}
    some = [
        (pack, [rule for rule in own if rule.id in rules], conventions)
        for pack, own, conventions in chosen
    ]
    left: list[set[str]] = []
    for changed in variants(data, unknown):
        told = _findings(changed, some, day, subjects)
        left.append({finding.id for finding in told if _open(finding)})
    ids = tuple(finding.id for finding in findings)
    return Fact(
        unknown=unknown,
        named=len(ids),
        settles=sum(all(one not in still for still in left) for one in ids) if left else 0,
        may_settle=sum(any(one not in still for still in left) for one in ids),
        tried=len(left),
        written=written(data, unknown),
        findings=ids,
        also=tuple(also),
        subject=whose,
        name=one.name if one is not None else None,
        year=year_of(data, unknown),
    )
