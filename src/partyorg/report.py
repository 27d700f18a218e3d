"""The report of a check: to be asked, shown in a notebook, and handed to a writer.

It holds every finding of every subject, passes too, with the problems of the data and where all of
it came from.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import escape
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import IO, Any, overload

from attrs import field, frozen

from partyorg.errors import CallError, Problem, hint
from partyorg.verdict import (
    Finding,
    Findings,
    Outcome,
    Reviewed,
    ReviewedException,
    Run,
    Severity,
    reviewed,
)
from partyorg.verdict.words import plain

__all__ = ["Report", "Reports"]

_NOTEBOOK_ROWS = 200
_COLUMNS = (
    *(
        "as_of",
        "id",
        "rule",
        "rule_version",
        "severity",
        "subject_type",
        "subject",
        "name",
        "period",
    ),
    *("part", "outcome", "shortfall", "compliant_from", "lapses_on"),
    *("reason", "responsible", "message"),
)


@frozen(repr=False)
class Report:
    """All findings of a check, to be asked, shown and written.

    It is a sequence of findings.  `report[rule, subject]` gives one of them (with `period` and
    `part` behind, where a subject has several).  `run` is what the writers take.

    >>> import partyorg as po
    >>> report = po.check(po.load(po.sample_path()), "cn-gz", as_of=po.SAMPLE_AS_OF)
    >>> len(report.failures) > 0
    True
    """

    run: Run
    _by_key: dict[tuple[str, str], list[Finding]] = field(factory=dict, init=False, eq=False)

    @property
    def findings(self) -> Sequence[Finding]:
        """Every finding of every rule, passes too.

        After a check in columns each is made when it is asked for.
        """
        return self.run.findings

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of the data, and of the structure of the organisations."""
        return self.run.problems

    @property
    def as_of(self) -> date:
        """The day of the check."""
        return date.fromordinal(self.run.as_of)

    @property
    def failures(self) -> tuple[Finding, ...]:
        """What breaks a binding rule and is no exception, the mandatory ones first."""
        order = list(Severity)
        found = (f for f in self.run.where(Outcome.FAIL) if f.exception is None)
        return tuple(sorted(found, key=lambda f: order.index(f.severity)))

    @property
    def undetermined(self) -> tuple[Finding, ...]:
        """What the facts leave open and is no exception; each lists what would settle it."""
        return tuple(f for f in self.run.where(Outcome.UNDETERMINED) if f.exception is None)

    @property
    def excepted(self) -> tuple[Finding, ...]:
        """The findings that somebody has reviewed and lets stand; each has its `exception`."""
        return tuple(self.run.excepted())

    @property
    def exceptions(self) -> Reviewed:
        """What became of the exceptions: applied, expired, unmatched or unneeded."""
        return self.run.reviewed or Reviewed()

    def with_exceptions(self, exceptions: Iterable[ReviewedException]) -> Report:
        """Give the report with findings marked that somebody has reviewed and lets stand.

        They stay in the report and in its `summary`, and no longer count: not among `failures` and
        `undetermined`, not for an exit code.  A breach or something undetermined may be excepted,
        on the days on which the exception holds.  Exceptions given before are replaced.

        Raises:
            CallError: something else than exceptions was given, or two for one finding.

        >>> import partyorg as po
        >>> report = po.check(po.load(po.sample_path()), "cn-gz", as_of=po.SAMPLE_AS_OF)
        >>> known = po.ReviewedException(
        ...     finding=report.failures[0].id, reason="已批复", by="干部0009",
        ...     until=po.PartialDate.parse("2019"),
        ... )
        >>> after = report.with_exceptions([known])
        >>> len(report.failures) - len(after.failures), after.excepted[0].exception.by
        (1, '干部0009')
        """
        return Report(reviewed(self.run, exceptions))

    @property
    def summary(self) -> Mapping[str, Mapping[Outcome, int]]:
        """The number of each outcome, by rule; a rule that met no subject has noughts only."""
        return self.run.summary()

    def of(self, rule: str) -> tuple[Finding, ...]:
        """Give the findings of one rule."""
        return tuple(f for f in self.findings if rule in (f.rule, f.rule.partition("/")[2]))

    def __getitem__(self, key: Any) -> Any:
        """Give a finding by number, or by rule and subject (and period, and part)."""
        if isinstance(key, (int, slice)):
            return self.findings[key]
        if not isinstance(key, tuple) or len(key) < 2:  # noqa: PLR2004
            msg = 'ask for report["pack/rule", "subject"], with period and part where there are any'
            raise CallError(msg)
        rule, subject, *rest = key
        if len(rest) > 2:  # noqa: PLR2004
            msg = f"{len(key)} parts are too many; there are rule, subject, period and part"
            raise CallError(msg)
        found = self._about(rule, subject)
        for name, value in zip(("period", "part"), rest, strict=False):
            found = [f for f in found if value is None or getattr(f, name) == value]
        if len(found) > 1:  # what was left out may be what one of them has not
            key = (*rest, None, None)[:2]
            found = [f for f in found if (f.period, f.part) == key] or found
        if len(found) == 1:
            return found[0]
        raise CallError(self._not_one(rule, subject, found))

    def _about(self, rule: str, subject: str) -> list[Finding]:
        """Give the findings of a rule, named with or without its pack, about a subject."""
        if not isinstance(self.findings, Findings):
            return self._index().get((rule, subject), [])
        names = dict.fromkeys(clause.rule for clause in self.run.rules)
        meant = [name for name in names if rule in (name, name.partition("/")[2])]
        return [f for name in meant for f in self.findings.about(name, subject)]

    def _index(self) -> dict[tuple[str, str], list[Finding]]:
        if not self._by_key:
            for finding in self.findings:
                for name in (finding.rule, finding.rule.partition("/")[2]):
                    self._by_key.setdefault((name, finding.subject.id), []).append(finding)
        return self._by_key

    def _not_one(self, rule: str, subject: str, found: Sequence[Finding]) -> str:
        if len({f.rule for f in found}) > 1:
            names = ", ".join(sorted({f.rule for f in found}))
            return f"several packs have a rule '{rule}'; name one of {names}"
        every = self._about(rule, subject)
        if every:
            keys = ", ".join(" ".join(filter(None, (f.period, f.part))) for f in every[:8])
            what = f"{len(found)} findings" if found else "no such finding"
            return f"{what} of '{rule}' for '{subject}'; name period (and part): {keys}"
        rules = [clause.rule for clause in self.run.rules]
        titles = rules + [name.partition("/")[2] for name in rules]
        if rule not in titles:
            near = hint(rule, titles)
            return f"rule '{rule}' was not checked" + (f"; did you mean '{near}'?" if near else "")
        return f"rule '{rule}' has no finding for '{subject}'; it is not one of its subjects"

    def __len__(self) -> int:
        """Give the number of findings."""
        return len(self.findings)

    def __iter__(self) -> Iterator[Finding]:
        """Give the findings one by one."""
        return iter(self.findings)

    def save(
        self,
        path: str | os.PathLike[str],
        format: str | None = None,  # noqa: A002
        *,
        lang: str = "zh",
    ) -> Path:
        """Write the report to a file, whole or not at all; the format follows from the suffix."""
        from partyorg.writers import FORMATS, save  # noqa: PLC0415  (writers load on use)

        if format is None:
            suffix = Path(path).suffix.lower()
            format = next((f.name for f in FORMATS.values() if f.suffix == suffix), None)  # noqa: A001
            if format is None:
                known = ", ".join(f.suffix for f in FORMATS.values())
                msg = f"no format goes with '{suffix}'; use one of {known}, or name the format"
                raise CallError(msg)
        save(self.run, format, path, lang=lang)
        return Path(path)

    def write(self, stream: IO[Any], format: str, *, lang: str = "zh") -> None:  # noqa: A002
        """Write the report to an open stream."""
        from partyorg.writers import dump  # noqa: PLC0415

        dump(self.run, format, stream, lang=lang)

    def to_html(self, path: str | os.PathLike[str], *, lang: str = "zh") -> Path:
        """Write one self-contained page."""
        return self.save(path, "html", lang=lang)

    def to_xlsx(self, path: str | os.PathLike[str], *, lang: str = "zh") -> Path:
        """Write a workbook."""
        return self.save(path, "xlsx", lang=lang)

    def to_json(self, path: str | os.PathLike[str]) -> Path:
        """Write JSON, schema `partyorg.report/1`."""
        return self.save(path, "json")

    def to_jsonl(self, path: str | os.PathLike[str]) -> Path:
        """Write JSON Lines, one finding a line."""
        return self.save(path, "jsonl")

    def to_csv(self, path: str | os.PathLike[str], *, lang: str = "zh") -> Path:
        """Write one row a finding."""
        return self.save(path, "csv", lang=lang)

    def to_junit(self, path: str | os.PathLike[str], *, lang: str = "zh") -> Path:
        """Write JUnit XML, for a build server."""
        return self.save(path, "junit", lang=lang)

    def to_records(self, lang: str = "zh") -> list[dict[str, Any]]:
        """Give the findings as flat mappings, one each, in the order of the report.

        Of a report with exceptions each also has `exception_reason`, `exception_by` and
        `exception_until`, None where there is none.
        """
        return [
            {
                "as_of": self.as_of.isoformat(),
                "id": f.id,
                "rule": f.rule,
                "rule_version": f.rule_version,
                "severity": f.severity.value,
                "subject_type": f.subject.type,
                "subject": f.subject.id,
                "name": f.subject.name,
                "period": f.period,
                "part": f.part,
                "outcome": f.outcome.value,
                "shortfall": plain(f.shortfall),
                "compliant_from": plain(f.compliant_from),
                "lapses_on": plain(f.lapses_on),
                "reason": f.reason,
                "responsible": f.responsible,
                "message": f.message(lang),
            }
            | (_exception(f.exception) if self.run.reviewed else {})
            for f in self.findings
        ]

    def to_arrow(self, *, observed: bool = False) -> Any:
        """Give the verdicts as an Arrow table: rule, subject, period, part, outcome, reason.

        What is required and what is short stand in it as text, and with `observed` what was
        observed, as in the JSON report.  After a check in columns no findings are made for it.
        It has the verdicts alone, and says nothing of exceptions.

        >>> import partyorg as po
        >>> report = po.check(po.load(po.sample_path()), as_of=po.SAMPLE_AS_OF, engine="bulk")
        >>> table = report.to_arrow()
        >>> table.num_rows == len(report), table.column_names[:3]
        (True, ['rule', 'subject_type', 'subject'])
        """
        if not isinstance(self.findings, Findings):
            msg = "to_arrow() takes a check in columns (engine='bulk'); use to_frame('pyarrow')"
            raise CallError(msg)
        return self.findings.to_arrow(observed=observed)

    def to_frame(self, backend: str = "pandas", *, lang: str = "zh") -> Any:
        """Give the findings as a data frame of pandas, Polars or PyArrow."""
        records = self.to_records(lang)
        names = (*_COLUMNS, *(_exception(None) if self.run.reviewed else ()))
        columns: dict[str, list[Any]] = {
            name: [record[name] for record in records] for name in names
        }
        # Days may be halves, which a column of whole numbers could not hold.
        columns["shortfall"] = [None if v is None else str(v) for v in columns["shortfall"]]
        makers = {"pandas": "DataFrame", "polars": "DataFrame", "pyarrow": "table"}
        if backend not in makers:
            msg = f"there is no backend '{backend}'; use {', '.join(makers)}"
            raise CallError(msg)
        try:
            library = import_module(backend)
        except ModuleNotFoundError as error:
            msg = f"to_frame() needs {backend}: pip install {backend}, or name another backend"
            raise CallError(msg) from error
        return getattr(library, makers[backend])(columns)

    def __repr__(self) -> str:
        """Give the numbers of each outcome."""
        totals = self.run.totals()
        shown = ", ".join(f"{outcome.value}={count}" for outcome, count in totals.items() if count)
        alone = sum(one.number for one in (self.run.alone or {}).values())
        ways = "" if self.run.alone is None else f"; in columns, {alone} one by one"
        marked = len(self.exceptions.applied)
        but = f"; {marked} excepted" if marked else ""
        return f"Report({self.as_of.isoformat()}: {shown or 'no findings'}{but}{ways})"

    def _repr_html_(self) -> str:
        """Show the findings as a table in a notebook, breaches first."""
        order = [Outcome.FAIL, Outcome.UNDETERMINED, Outcome.OFF_TARGET]
        order += [o for o in Outcome if o not in order]
        found: list[Finding] = []
        for outcome in order:
            found += islice(self.run.where(outcome), _NOTEBOOK_ROWS - len(found))
        titles = self.run.titles("zh")
        rows = "".join(
            f"<tr><td>{f.outcome.named('zh')}{'（例外）' if f.exception else ''}</td>"
            f"<td>{escape(titles[f.rule])}</td>"
            f"<td>{escape(f.subject.name or f.subject.id)}</td><td>{escape(f.period or '')}</td>"
            f"<td style='text-align:left'>{escape(f.message('zh'))}</td></tr>"
            for f in found
        )
        more = len(self) - _NOTEBOOK_ROWS
        note = f"<p>… 另有 {more} 条</p>" if more > 0 else ""
        head = "".join(f"<th>{name}</th>" for name in ("结论", "规则", "对象", "期间", "说明"))
        return f"<p>{escape(repr(self))}</p><table><tr>{head}</tr>{rows}</table>{note}"


def _exception(exception: ReviewedException | None) -> dict[str, str | None]:
    """Give the exception of a finding as columns, empty ones where there is none."""
    names = ("reason", "by", "until")
    if exception is None:
        return {f"exception_{name}": None for name in names}
    until = str(exception.until) if exception.until else None
    values = (exception.reason, exception.by, until)
    return {f"exception_{name}": value for name, value in zip(names, values, strict=True)}


class Reports(Sequence[Report]):
    """The reports of one check as of several days, in the order in which the days were named."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = tuple(reports)

    def __len__(self) -> int:
        """Give the number of days."""
        return len(self._reports)

    @overload
    def __getitem__(self, key: int) -> Report: ...

    @overload
    def __getitem__(self, key: slice) -> Sequence[Report]: ...

    def __getitem__(self, key: int | slice) -> Report | Sequence[Report]:
        """Give the report of a day by its place."""
        return self._reports[key]

    @property
    def summary(self) -> Mapping[date, Mapping[str, Mapping[Outcome, int]]]:
        """The number of each outcome, by day and rule."""
        return {report.as_of: report.summary for report in self._reports}

    def to_records(self) -> list[dict[str, Any]]:
        """Give the summary as flat mappings, one a day and rule."""
        return [
            {"as_of": day.isoformat(), "rule": rule} | {o.value: n for o, n in counts.items()}
            for day, rules in self.summary.items()
            for rule, counts in rules.items()
        ]

    def __repr__(self) -> str:
        """Give the days."""
        days = [report.as_of.isoformat() for report in self._reports]
        shown = ", ".join(days if len(days) < 4 else [days[0], "…", days[-1]])  # noqa: PLR2004
        return f"Reports({len(days)} days: {shown})"
