"""A finding and a problem as people read them: each aspect as a text in one language.

Nothing is judged here and nothing is parsed: the texts come from the facts of the finding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from attrs import frozen

from partyorg.dates import FAR
from partyorg.errors import Problem
from partyorg.verdict import (
    Breach,
    Evidence,
    Finding,
    Outcome,
    ReviewedException,
    Run,
    Severity,
    Unknown,
)
from partyorg.verdict.words import (
    BREACHES,
    ENTRIES,
    REASONS,
    UNKNOWNS,
    excepted,
    named_part,
    outlook,
    shown,
)
from partyorg.writers._words import column_name, labels, position, table_name

__all__ = [
    "ATTENTION",
    "Notice",
    "View",
    "address",
    "chosen",
    "iso",
    "most_missing",
    "notices",
    "ranges",
    "view",
]

ATTENTION = (
    Outcome.FAIL,
    Outcome.UNDETERMINED,
    Outcome.OFF_TARGET,
    Outcome.PASS,
    Outcome.NOT_APPLICABLE,
)
"""The outcomes in the order in which somebody has to look at them."""


@frozen
class View:
    """A finding in words; what does not apply is empty."""

    finding: Finding
    facts: str
    arithmetic: str
    required: str
    shortfall: str
    lack: str
    part: str
    reason: str
    missing: tuple[str, ...]
    former: tuple[str, ...]
    evidence: str
    exception: str
    outlook: str

    @property
    def name(self) -> str:
        """The subject's name, or where it has none its identifier."""
        return self.finding.subject.name or self.finding.subject.id

    @property
    def line(self) -> str:
        """What is to be said after the name: the facts and the reason, as far as there are any."""
        return " · ".join(filter(None, (self.facts, self.reason)))


def view(finding: Finding, lang: str) -> View:
    """Put a finding into words."""
    # A kind words the facts it has observed; where it observed none there is nothing to word.
    said = finding.clause.say(finding, lang) if finding.observed else None
    at = position(lang)
    return View(
        finding=finding,
        facts=said.facts if said else "",
        arithmetic=said.arithmetic if said else "",
        required="" if finding.required is None else shown(finding.required, lang),
        shortfall="" if finding.shortfall is None else shown(finding.shortfall, lang),
        lack=_lack(finding, lang),
        part=named_part(finding.part, lang) or "",
        reason=REASONS[finding.reason][at] if finding.reason else "",
        missing=tuple(_unknown(unknown, lang) for unknown in finding.unknowns),
        former=tuple(_breach(breach, lang) for breach in finding.former),
        evidence=_evidence(finding.evidence, lang),
        exception=excepted(finding.exception, lang) if finding.exception else "",
        outlook=outlook(finding, lang),
    )


@frozen
class Notice:
    """Exceptions that mark no finding, all for one reason: what is to be said of them."""

    title: str
    text: str
    entries: Sequence[ReviewedException]
    lang: str

    @property
    def lines(self) -> Iterator[str]:
        """The entries, each in one line: where it stands, the finding, and what it says."""
        for entry in self.entries:
            row = ("第 {} 行", "row {}")[position(self.lang)].format(entry.row) if entry.row else ""
            yield " · ".join(filter(None, (row, entry.finding, excepted(entry, self.lang))))


def careers(run: Run, lang: str) -> tuple[tuple[str, int], ...]:
    """Give how complete the careers are, where they are not all known in full."""
    known = run.careers() if run.careers else None
    return () if known is None or known.complete else known.told(lang)


def notices(run: Run, lang: str) -> Sequence[Notice]:
    """Give what is to be said of exceptions that are of no use: expired, unmatched, unneeded."""
    words, at = labels(lang), position(lang)
    found = ((state, getattr(run.reviewed, state, ())) for state in ENTRIES)
    return [
        Notice(words[state], ENTRIES[state][at], entries, lang)
        for state, entries in found
        if entries
    ]


def chosen(run: Run, outcome: Outcome) -> list[Finding]:
    """Give the findings with an outcome: the most binding first, by rule, else as they came."""
    severities = {severity: at for at, severity in enumerate(Severity)}
    rules = {clause.rule: at for at, clause in enumerate(run.rules)}
    return sorted(run.where(outcome), key=lambda f: (severities[f.severity], rules[f.rule]))


def iso(day: int) -> str:
    """Give a day number in ISO form."""
    return date.fromordinal(day).isoformat()


def ranges(rows: Iterable[int]) -> str:
    """Give row numbers in short: in order, each once, neighbours joined.

    >>> ranges([17, 3, 4, 5])
    '3–5, 17'
    """
    runs = groupby(enumerate(sorted(set(rows))), lambda pair: pair[1] - pair[0])
    ends = ([row for _, row in run] for _, run in runs)
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in ends)


def address(problem: Problem, lang: str) -> str:
    """Give the place of a problem in words: input, table, row, column, as far as known."""
    parts = []
    if problem.input:
        parts.append(problem.input)
    if problem.table:
        name = table_name(problem.table, lang)
        parts.append(("表 {}", "table {}")[position(lang)].format(name))
    rows = problem.rows or ((problem.row,) if problem.row else ())
    if rows:
        parts.append(("第 {} 行", "row {}")[position(lang)].format(ranges(rows)))
    if problem.column:
        name = column_name(problem.table, problem.column, lang)
        parts.append(("列 {}", "column {}")[position(lang)].format(name))
    return " · ".join(parts)


def most_missing(run: Run, lang: str, limit: int = 5) -> Sequence[tuple[str, int]]:
    """Name the facts that undetermined findings lack most often, with how many findings do.

    Findings for which an exception is made are passed over.  One fact asked for by a finding many
    times counts once; places are told apart by table and column, not by row.
    """
    counts: Counter[str] = Counter()
    for finding in run.where(Outcome.UNDETERMINED):
        if finding.exception is not None:
            continue
        kinds = dict.fromkeys((u.code, u.table, u.column) for u in finding.unknowns)
        counts.update(
            _unknown(Unknown(code, table=table, column=column), lang)
            for code, table, column in kinds
        )
    return counts.most_common(limit)


def _unknown(unknown: Unknown, lang: str) -> str:
    at = position(lang)
    text = UNKNOWNS[unknown.code][at]
    about = [unknown.of] if unknown.of else []
    place = []
    if unknown.table:
        place.append(table_name(unknown.table, lang))
    if unknown.row:
        place.append((f"第 {unknown.row} 行", f"row {unknown.row}")[at])
    if unknown.column:
        place.append(column_name(unknown.table, unknown.column, lang))
    if place:
        about.append(" ".join(place))
    return text + ("（{}）", " ({})")[at].format(" · ".join(about)) if about else text


def _breach(breach: Breach, lang: str) -> str:
    first = iso(breach.first)
    last = iso(breach.last) if breach.last < FAR else "…"
    when = first if first == last else f"{first} – {last}"
    where = f" → {breach.org_id}" if breach.org_id else ""
    return f"{when} {BREACHES.get(breach.what, (breach.what, breach.what))[position(lang)]}{where}"


def _evidence(evidence: Iterable[Evidence], lang: str) -> str:
    tables: dict[str, list[int]] = {}
    for row in evidence:
        tables.setdefault(row.table, []).append(row.row)
    at = position(lang)
    form = ("{} 第 {} 行", "{} row {}")[at]
    return ("；", "; ")[at].join(
        form.format(table_name(table, lang), ranges(rows)) for table, rows in tables.items()
    )


def _lack(finding: Finding, lang: str) -> str:
    """Give the shortfall in words: what is missing, or what is too much."""
    if finding.shortfall is None:
        return ""
    key = {"permitted": "not_permitted"}.get(finding.clause.kind, "short_by")
    if getattr(finding.clause.params, "at_most", None) is not None:
        key = "over_by"
    return labels(lang)[key].format(n=shown(finding.shortfall, lang))
