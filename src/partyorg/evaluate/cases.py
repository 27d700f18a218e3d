"""Worked cases: small worlds written so that a lawyer can read them, with the verdict expected.

Beside a pack `x.toml` stands `x.cases.toml`.  Its `[world]` holds tables that all cases share; each
`[[case]]` adds its own rows, names rule, day and subject, and says what the verdict must be.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from attrs import evolve, field, fields, frozen

from partyorg.dates import Counting, day_number
from partyorg.errors import PackError, hint
from partyorg.evaluate.judged import evaluate
from partyorg.model import TABLES, Dataset
from partyorg.rulebook import Conventions, Pack, Rule, with_parameters
from partyorg.rulebook.schema import structure, unstructured
from partyorg.verdict import Finding, Outcome

__all__ = ["CaseResult", "WorkedCase", "bundled_cases", "load_cases", "run_cases"]

_CONVENTIONS = tuple(f.name for f in fields(Conventions))


@frozen(kw_only=True)
class WorkedCase:
    """A case: what is given (the rows of all tables), and what is expected.

    `outcome` None (`absent = true`) expects that the rule has no finding for the subject.
    `parameters` replace parameters of the rule, or conventions of the pack, for this case.
    """

    rule: str
    title: str
    shows: str
    as_of: str
    subject: str
    why: str
    tables: Mapping[str, Sequence[Mapping[str, Any]]]
    outcome: Outcome | None = None
    absent: bool = False
    counting: Counting | None = None
    parameters: dict[str, Any] = field(factory=dict)
    period: str | None = None
    part: str | None = None


@frozen
class CaseResult:
    """What came out of a case; `fault` says in words how it differs, None if it agrees."""

    case: WorkedCase
    finding: Finding | None
    fault: str | None


def bundled_cases(pack_id: str) -> tuple[WorkedCase, ...]:
    """Give the worked cases of a bundled pack."""
    name = f"{pack_id}.cases.toml"
    return _parse((files("partyorg.packs") / name).read_text("utf-8"), name)


def load_cases(path: Path) -> tuple[WorkedCase, ...]:
    """Read a file of worked cases; a `PackError` names the place of whatever is wrong."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path.name}: cannot be read: {error}; worked cases are a TOML file in UTF-8"
        raise PackError(msg) from error
    return _parse(text, path.name)


def _parse(text: str, name: str) -> tuple[WorkedCase, ...]:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"{name}: not TOML: {error}"
        raise PackError(msg) from error
    world = data.get("world", {})
    unknown = next((table for table in world if table not in TABLES), None)
    if unknown is not None:
        near = hint(unknown, TABLES)
        tail = f"; did you mean '{near}'?" if near else ""
        msg = f"{name}: world: there is no table '{unknown}'{tail}"
        raise PackError(msg)
    return tuple(
        _case(raw, world, name, f"case[{index}]") for index, raw in enumerate(data.get("case", []))
    )


def _case(
    raw: Mapping[str, Any], world: Mapping[str, list[Any]], name: str, place: str
) -> WorkedCase:
    tables = {table: [*rows] for table, rows in world.items()}
    for table in TABLES:
        if table in raw:
            tables[table] = [*tables.get(table, []), *raw[table]]
    own = {key: value for key, value in raw.items() if key not in TABLES}
    case = structure({**own, "tables": {}}, WorkedCase, name, place)
    if (case.outcome is None) is not case.absent:
        msg = f'{name}: {place}: say outcome = "…" or absent = true, one of the two'
        raise PackError(msg)
    try:
        day_number(case.as_of)
    except ValueError as error:
        msg = f"{name}: {place}.as_of: {error}"
        raise PackError(msg) from error
    return evolve(case, tables=tables)


def run_cases(pack: Pack, cases: Sequence[WorkedCase]) -> Iterator[CaseResult]:
    """Judge each case by the rules of a pack, and compare."""
    for case in cases:
        finding = _find(pack, case)
        yield CaseResult(case, finding, _fault(case, finding))


def _find(pack: Pack, case: WorkedCase) -> Finding | None:
    conventions = {k: v for k, v in case.parameters.items() if k in _CONVENTIONS}
    parameters = {k: v for k, v in case.parameters.items() if k not in _CONVENTIONS}
    counting = {} if case.counting is None else {"counting": case.counting.value}
    written = {**unstructured(pack.conventions), **conventions, **counting}
    meant = structure(written, Conventions, case.rule, f"case '{case.title}'")
    rule: Rule = pack[case.rule]
    if parameters:
        rule = with_parameters(rule, parameters)
    dataset = Dataset.from_records(**case.tables)
    found = [
        finding
        for finding in evaluate(dataset, pack, [rule], day_number(case.as_of), conventions=meant)
        if finding.subject.id == case.subject
        and case.period in (None, finding.period)
        and case.part in (None, finding.part)
    ]
    if len(found) > 1:
        msg = f"case '{case.title}' has {len(found)} findings; name its period and part"
        raise PackError(msg)
    return found[0] if found else None


def _fault(case: WorkedCase, finding: Finding | None) -> str | None:
    got = finding.outcome if finding else None
    if got is case.outcome:
        return None
    wanted = case.outcome.value if case.outcome is not None else "no finding"
    came = (
        f"{got.value} ({finding.reason or 'judged'})"
        if finding and got is not None
        else "no finding"
    )
    return f"{case.rule}: {case.title}: expected {wanted}, came out {came}. {case.why}"
