"""The HTML report: one page for people, readable offline, on paper and without scripts.

Nothing is fetched from anywhere: style and the few lines of script for the filter are in the page,
and a content policy forbids the rest.  Every value is escaped by the template engine.  Failures
and what is undetermined are listed in full; of the others the first 2,000 each, with a note of
how many are not.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from importlib.resources import files
from itertools import islice
from typing import Any, TextIO

from attrs import frozen
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from partyorg.verdict import Clause, Finding, Outcome, Run
from partyorg.writers._clean import legal
from partyorg.writers._view import (
    ATTENTION,
    View,
    address,
    careers,
    chosen,
    iso,
    most_missing,
    notices,
    view,
)
from partyorg.writers._words import counting_name, labels, subject_type

__all__ = ["LISTED", "write"]

LISTED = 2_000
"""How many findings of a section are listed, where they are neither failed nor undetermined."""

_ALWAYS = (Outcome.FAIL, Outcome.UNDETERMINED)


@frozen
class Group:
    """The findings of one rule and severity within a section."""

    clause: Clause
    findings: Sequence[Finding]
    lang: str

    @property
    def views(self) -> Iterator[View]:
        """The findings in words, each made when it is written."""
        return (view(finding, self.lang) for finding in self.findings)


@frozen
class Section:
    """The findings with one outcome.

    `left_out` of them are counted but not listed; for `excepted` an exception is made.
    """

    outcome: Outcome
    number: int
    groups: Sequence[Group]
    left_out: int
    excepted: int

    @property
    def shown(self) -> int:
        """How many are listed."""
        return self.number - self.left_out

    @property
    def unfolded(self) -> bool:
        """Whether the section is open from the start."""
        return self.outcome in _ALWAYS


@frozen
class Row:
    """A rule in the summary, with the share of each outcome in the bar: outcome, from, width."""

    clause: Clause
    counts: Mapping[Outcome, int]
    total: int

    @property
    def bar(self) -> Iterator[tuple[Outcome, str, str]]:
        """Give the parts of the bar, in thousandths of its width.

        Two failures among a thousand would be too thin to see, so no part is thinner than a
        fiftieth; the figures stand beside the bar.
        """
        parts = {o: max(n / self.total, 1 / 50) for o, n in self.counts.items() if n}
        whole, start = sum(parts.values()), 0.0
        for outcome in ATTENTION:
            if width := parts.get(outcome):
                yield outcome, _thousandths(start / whole), _thousandths(width / whole)
                start += width


def write(run: Run, out: TextIO, *, lang: str = "zh", listed: int = LISTED) -> None:
    """Write a run as one page."""
    script = (files("partyorg.writers") / "templates" / "filter.js").read_text("utf-8")
    digest = b64encode(sha256(script.encode()).digest()).decode()
    page = (
        _environment()
        .get_template("report.html")
        .generate(
            lang=lang,
            run=run,
            t=labels(lang),
            script=Markup(script),  # noqa: S704  (our own file, by which the policy knows it)
            script_hash=digest,
            as_of=iso(run.as_of),
            counting=counting_name(run.counting, lang),
            outcomes=ATTENTION,
            heading=_headings(lang),
            tally=_tally(run),
            rows=_rows(run),
            idle=[clause for clause in _clauses(run).values() if clause.rule in _idle(run)],
            sections=[_section(run, outcome, lang, listed) for outcome in ATTENTION],
            missing=most_missing(run, lang),
            reviewed=run.reviewed,
            careers=careers(run, lang),
            notices=notices(run, lang),
            problems=run.problems,
            address=lambda problem: address(problem, lang),
            subject_type=lambda name: subject_type(name, lang),
        )
    )
    out.writelines(page)


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("partyorg.writers"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )


def _finalize(value: Any) -> Any:
    """Make a value fit for a page: no nothing, and no characters that have no place in text."""
    if value is None:
        return ""
    return legal(value) if type(value) is str else value


def _headings(lang: str) -> dict[Outcome, str]:
    words = labels(lang)
    return {o: words["failures" if o is Outcome.FAIL else o.value] for o in ATTENTION}


def _clauses(run: Run) -> dict[str, Clause]:
    return {clause.rule: clause for clause in run.rules}


def _idle(run: Run) -> set[str]:
    return set(run.without_subject())


def _tally(run: Run) -> dict[Outcome, int]:
    totals = run.totals()
    return {outcome: totals[outcome] for outcome in ATTENTION}


def _rows(run: Run) -> list[Row]:
    clauses = _clauses(run)
    return [
        Row(clauses[rule], counts, sum(counts.values()))
        for rule, counts in run.summary().items()
        if any(counts.values())
    ]


def _section(run: Run, outcome: Outcome, lang: str, listed: int) -> Section:
    """Gather the findings with an outcome, as many as are to be listed."""
    found = chosen(run, outcome)
    number = len(found)
    left_out = 0 if outcome in _ALWAYS else max(0, number - listed)
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in islice(found, number - left_out):
        groups.setdefault((finding.rule, finding.severity), []).append(finding)
    listing = [Group(members[0].clause, members, lang) for members in groups.values()]
    excepted = sum(finding.exception is not None for finding in found)
    return Section(outcome, number, listing, left_out, excepted)


def _thousandths(part: float) -> str:
    return f"{1000 * part:.1f}"
