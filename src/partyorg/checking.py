"""The one entry to a check: data set, packs, day; out comes a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NoReturn, overload

from attrs import evolve

from partyorg._collector import collector_paused
from partyorg._version import __version__
from partyorg.asking import Chosen, Day, Packs, asked_of, chosen_of, counting_of, day_of
from partyorg.errors import CallError, Problem
from partyorg.evaluate import evaluate
from partyorg.model import Dataset
from partyorg.orggraph import structure_problems
from partyorg.report import Report, Reports
from partyorg.verdict import Alone, Careers, Finding, Outcome, Run

if TYPE_CHECKING:
    from partyorg.bulk import Columns

__all__ = ["check", "check_frames", "columns_of"]

_MANY = 2_000
"""From so many people on a check is made in columns, where nothing else is said."""


@overload
def check(  # type: ignore[overload-overlap]  # (a text is a sequence of texts, and one day)
    dataset: Dataset | Columns,
    rules: Packs = ...,
    *,
    as_of: Day,
    only: Iterable[str] | None = ...,
    subjects: Iterable[str] | None = ...,
    counting: str | None = ...,
    allow_empty: bool = ...,
    as_of_today: bool = ...,
    engine: str = ...,
) -> Report: ...


@overload
def check(
    dataset: Dataset | Columns,
    rules: Packs = ...,
    *,
    as_of: Sequence[Day],
    only: Iterable[str] | None = ...,
    subjects: Iterable[str] | None = ...,
    counting: str | None = ...,
    allow_empty: bool = ...,
    as_of_today: bool = ...,
    engine: str = ...,
) -> Reports: ...


def check(
    dataset: Dataset | Columns,
    rules: Packs = "cn-gz",
    *,
    as_of: Day | Sequence[Day],
    only: Iterable[str] | None = None,
    subjects: Iterable[str] | None = None,
    counting: str | None = None,
    allow_empty: bool = False,
    as_of_today: bool = False,
    engine: str = "auto",
) -> Report | Reports:
    """Judge a data set by one or several packs as of a day.

    A verdict speaks of that day: what was broken and has been put right is a pass.  Every subject
    of every rule gets a finding.

    Args:
        dataset: what to judge: a data set, or `Columns` (see `partyorg.check_frames`).
        rules: the identifier of a bundled pack, the path of one's own, a `Pack`, or several.
        as_of: the day, as a date or like `"2015-12-31"`; there is no default.  Several days in a
            list give a report for each; what does not hang on the day is worked out once.
        only: rules to restrict the check to, with or without the pack's name.
        subjects: identifiers of people or organisations to restrict it to.  They are looked up at
            once, so that a running system can ask about one person.
        counting: `"day"`, `"month"` or `"inclusive_month"`, in place of the pack's convention.
        allow_empty: whether a check that finds no subject at all is a result and not an error.
        as_of_today: whether the day was read from the clock, which the report then says.
        engine: `"record"` judges one record at a time; `"bulk"` all at once in columns, for which
            NumPy must be installed; `"auto"` in columns from 2,000 people on.  The findings are
            the same.  `subjects` are always looked up as records.

    Raises:
        CallError: an unknown pack, rule, subject or convention, or nothing to judge.
        PackError: a pack that cannot be used.

    >>> import partyorg as po
    >>> data = po.Dataset.from_records(
    ...     organizations=[
    ...         {"org_id": "520000", "level": "province", "kind": "division"},
    ...         {"org_id": "T1", "level": "township", "kind": "division", "parent_id": "520000"},
    ...     ],
    ...     people=[{"person_id": "N1", "recruited_on": "2015-08-01", "recruited_by": "T1",
    ...              "recruited_via": "civil_service_exam"}],
    ... )
    >>> report = po.check(data, "cn-gz", as_of="2015-12-31", only=["service-minimum"])
    >>> report["cn-gz/service-minimum", "N1"].outcome
    <Outcome.PASS: 'pass'>
    >>> days = po.check(
    ...     data, "cn-gz", as_of=["2015-12-31", "2016-12-31"], only=["service-minimum"]
    ... )
    >>> [len(report) for report in days]
    [1, 1]
    """
    asked_days: Any = as_of
    several = isinstance(asked_days, Iterable) and not isinstance(asked_days, str)
    days = [day_of(day) for day in (asked_days if several else [asked_days])]
    if not days:
        msg = "as_of names no day"
        raise CallError(msg)
    base = _base(dataset)
    packs, chosen, displaced = chosen_of(rules, only, counting)
    asked = None if subjects is None else asked_of(dataset, subjects)
    counted = counting or counting_of(packs)
    results: list[tuple[Sequence[Finding], Mapping[str, Alone] | None]]
    if _in_columns(engine, dataset, asked):
        from partyorg.bulk import Columns, Links, check_columns  # noqa: PLC0415  (it needs NumPy)

        with collector_paused():
            columns = dataset if isinstance(dataset, Columns) else Columns.of(dataset)
            checked = check_columns(columns, chosen, days, displaced)
            sound = Links.of(base).sound
        results = [(one.findings, one.alone) for one in checked]
    else:
        results = [(_recorded(base, chosen, day, asked, displaced), None) for day in days]
        sound = False  # so it is looked at
    if not any(len(findings) for findings, _ in results) and not allow_empty:
        _refuse_empty(asked)
    problems = dataset.problems + (() if sound else _structure(base))
    reports = [
        Report(
            Run(
                version=__version__,
                as_of=day,
                counting=counted,
                packs=tuple(pack.record for pack in packs),
                inputs=base.inputs,
                rules=tuple(rule.versions[-1].clause for _, wanted, _ in chosen for rule in wanted),
                findings=findings,
                problems=problems,
                as_of_today=as_of_today,
                alone=alone,
                careers=partial(_careers, base) if base.gathered and asked is None else None,
            )
        )
        for day, (findings, alone) in zip(days, results, strict=True)
    ]
    return Reports(reports) if several else reports[0]


def check_frames(
    rules: Packs = "cn-gz",
    *,
    as_of: Day | Sequence[Day],
    only: Iterable[str] | None = None,
    counting: str | None = None,
    allow_empty: bool = False,
    progress: Callable[[int, int], None] | None = None,
    **tables: Any,
) -> Report | Reports:
    """Judge data frames or Parquet files in columns, without making records of all their rows.

    Each keyword is a table, by its English or Chinese name, with the columns of the tables page.
    Its value is a frame of Polars, pandas, PyArrow or DuckDB (whatever speaks the Arrow interface),
    rows as mappings, or the path of a Parquet file or of a folder of such files.  Appointments
    given by path are read a batch at a time, so that they may be larger than memory; they are read
    fastest where they stand by person, in the order of the table of people.

    Findings are made when they are asked for; their outcomes are known at once.

    Args:
        rules: packs, as for `check`.
        as_of: the day, or several.
        only: rules to restrict the check to.
        counting: a convention in place of the pack's.
        allow_empty: whether a check that finds no subject at all is a result.
        progress: is called with the rows of appointments done and all of them.
        tables: the tables.

    Raises:
        CallError: as `check`; and where PyArrow is missing, or a table cannot be read.

    >>> import polars as pl
    >>> import partyorg as po
    >>> report = po.check_frames(
    ...     organizations=[
    ...         {"org_id": "520000", "level": "province", "kind": "division"},
    ...         {"org_id": "T1", "level": "township", "kind": "division", "parent_id": "520000"},
    ...     ],
    ...     people=pl.DataFrame({"person_id": [1, 2], "recruited_on": ["2015-08", "2013"],
    ...         "recruited_by": "T1", "recruited_via": "civil_service_exam"}),
    ...     as_of="2015-12-31", only=["service-minimum"],
    ... )
    >>> [(finding.subject.id, finding.outcome.value) for finding in report]
    [('1', 'pass'), ('2', 'not_applicable')]
    """
    with collector_paused():
        columns = columns_of(tables, progress)
        return check(
            columns, rules, as_of=as_of, only=only, counting=counting, allow_empty=allow_empty
        )


def columns_of(
    tables: Mapping[str, Any], progress: Callable[[int, int], None] | None = None
) -> Columns:
    """Give the columns of tables that are frames, rows or paths of Parquet; see `check_frames`."""
    if find_spec("numpy") is None or find_spec("pyarrow") is None:
        msg = "frames are checked in columns: pip install 'partyorg[bulk]'"
        raise CallError(msg)
    from partyorg.bulk.tables import columns_of_tables  # noqa: PLC0415  (it needs both)

    return columns_of_tables(tables, progress)


def _careers(dataset: Dataset) -> Careers:
    """Count how many careers are on file in full."""
    held = {row.person_id for row in dataset.appointments}
    aside = {key for table, key in dataset.touched if table in ("people", "appointments")}
    since = without = touched = whole = 0
    for person in dataset.people:
        begun, known = person.recruited_on, person.career_known_from
        late = known is not None and (begun is None or known.first > begun.first)
        since += late
        without += person.person_id not in held
        touched += person.person_id in aside
        whole += not late and person.person_id in held and person.person_id not in aside
    return Careers(
        people=len(dataset.people), whole=whole, since=since, without=without, aside=touched
    )


def _base(dataset: object) -> Dataset:
    """Give the data set as far as it is in records; refuse what is none."""
    if isinstance(dataset, Dataset):
        return dataset
    base = getattr(dataset, "base", None)
    if isinstance(base, Dataset):
        return base
    kind = type(dataset).__name__
    msg = f"check() takes a Dataset, not {kind}; partyorg.load(path) makes one"
    raise CallError(msg)


def _recorded(
    dataset: Dataset,
    chosen: Chosen,
    day: int,
    asked: frozenset[str] | None,
    displaced: Mapping[str, str],
) -> tuple[Finding, ...]:
    """Judge one record at a time."""
    findings: list[Finding] = []
    with collector_paused() if asked is None else nullcontext():
        for pack, wanted, meant in chosen:
            findings += evaluate(dataset, pack, wanted, day, conventions=meant, subjects=asked)
    return tuple(_undisplaced(findings, displaced))


def _in_columns(engine: str, dataset: Dataset | Columns, asked: frozenset[str] | None) -> bool:
    """Tell whether to judge in columns."""
    engines = ("auto", "record", "bulk")
    if engine not in engines:
        msg = f"engine='{engine}' is not known; use {', '.join(engines)}"
        raise CallError(msg)
    columnar = not isinstance(dataset, Dataset)
    if columnar and (engine == "record" or asked is not None):
        what = "subjects=" if asked is not None else "engine='record'"
        msg = f"{what} needs records; make a data set of them (partyorg.Dataset.from_records)"
        raise CallError(msg)
    if asked is not None or engine == "record":
        return False
    there = find_spec("numpy") is not None
    if engine == "bulk" and not there:
        msg = "engine='bulk' needs NumPy: pip install 'partyorg[bulk]'"
        raise CallError(msg)
    return columnar or engine == "bulk" or (there and len(dataset.people) >= _MANY)


def _refuse_empty(asked: frozenset[str] | None) -> NoReturn:
    msg = "no rule met a subject, so nothing was judged; look at the data, or allow it "
    msg += "(allow_empty=True, --allow-empty)"
    if asked is not None:
        msg = f"{', '.join(sorted(asked))}: no subject of the rules checked; name other rules"
    raise CallError(msg)


def _undisplaced(findings: list[Finding], over: Mapping[str, str]) -> list[Finding]:
    """Leave out what a local rule displaces: the same subject, period and part of another rule."""
    if not over:
        return findings
    settled = {
        (over[f.rule], f.subject.id, f.period, f.part)
        for f in findings
        if f.rule in over and f.outcome is not Outcome.NOT_APPLICABLE and f.observed
    }
    return [f for f in findings if (f.rule, f.subject.id, f.period, f.part) not in settled]


def _structure(dataset: Dataset) -> tuple[Problem, ...]:
    """Find the faults of the structure, once for a data set."""
    if "structure" not in dataset.derived:
        names = [info.name for info in dataset.inputs]
        own = [name for name in names if name.partition(".")[0] in ("organizations", "机构")]
        name = next(iter(own or (names if len(names) == 1 else [])), None)
        found = structure_problems(dataset)
        dataset.derived["structure"] = tuple(evolve(problem, input=name) for problem in found)
    known: tuple[Problem, ...] = dataset.derived["structure"]
    return known
