"""What the commands do."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from contextlib import nullcontext
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from partyorg._files import write_all
from partyorg.checking import check as check_dataset
from partyorg.cli.acting import diff, may, missing, plan, quota, remedies
from partyorg.cli.converting import run as convert
from partyorg.cli.inputs import day_of, loaded, packs_of
from partyorg.cli.progress import counting, working
from partyorg.cli.timing import calendar, timeline
from partyorg.errors import CallError
from partyorg.evaluate.cases import bundled_cases, load_cases, run_cases
from partyorg.loading import load
from partyorg.model import Dataset
from partyorg.readers import load_exceptions
from partyorg.report import Report
from partyorg.rulebook import Rule, bundled_packs, load_pack, pack_schema
from partyorg.rulebook.schema import unstructured
from partyorg.rulebook.template import SCHEMA, template
from partyorg.sample import SAMPLE_AS_OF, sample_path, write
from partyorg.verdict import Outcome, Severity
from partyorg.verdict.words import plain
from partyorg.writers import FORMATS

if TYPE_CHECKING:
    from partyorg.bulk import Columns

__all__ = [
    "calendar",
    "check",
    "convert",
    "demo",
    "diff",
    "explain",
    "may",
    "missing",
    "plan",
    "quota",
    "remedies",
    "rules",
    "sample",
    "timeline",
]


def _checked(
    given: argparse.Namespace, dataset: Dataset | Columns, *, shown: bool = True, **how: Any
) -> Report:
    with working("核查… checking") if shown else nullcontext():
        return check_dataset(
            dataset,
            packs_of(given),
            as_of=day_of(given),
            counting=given.counting,
            as_of_today=given.as_of is None,
            **how,
        )


_MANY_ROWS = 200_000
"""From so many appointments on, Parquet is not read into records, unless they are asked for."""


def _in_columns(given: argparse.Namespace, progress: Callable[[int, int], None]) -> Columns | None:
    """Give a folder of Parquet files in columns, if it is one, and large or asked for so."""
    if (
        isinstance(given.data, str)
        or not given.data.is_dir()
        or not any(given.data.rglob("*.parquet"))
    ):
        return None
    if find_spec("numpy") is None or find_spec("pyarrow") is None:
        return None
    from partyorg.bulk.tables import columns_of_folder, rows_of  # noqa: PLC0415

    if given.engine != "bulk" and rows_of(given.data, "appointments") < _MANY_ROWS:
        return None
    return columns_of_folder(given.data, progress)


def demo(given: argparse.Namespace) -> int:
    """Check the bundled sample, print the report, write it as HTML."""
    report = check_dataset(load(sample_path()), "cn-gz", as_of=SAMPLE_AS_OF)
    report.write(sys.stdout, "console", lang=given.lang)
    try:
        given.output.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"cannot make the directory '{given.output}': {error.strerror}"
        raise CallError(msg) from error
    page = report.to_html(given.output / "report.html", lang=given.lang)
    print({"zh": f"\n报告已写入 {page}", "en": f"\nThe report is in {page}"}[given.lang])
    return 0


def check(given: argparse.Namespace) -> int:
    """Check a data set and write the report."""
    form = _form(given)
    exceptions = None if given.exceptions is None else load_exceptions(given.exceptions)
    how = {"only": given.only, "allow_empty": given.allow_empty}
    with counting("核查… checking") as progress:
        alone = given.engine == "record" or given.pseudonyms
        columns = None if alone else _in_columns(given, progress)
        if columns is not None:
            report = _checked(given, columns, shown=False, **how)
    if columns is None:
        report = _checked(given, loaded(given), engine=given.engine, **how)
    if given.strict and report.problems:
        for problem in report.problems:
            print(f"{problem.address(given.lang)}: {problem.message[given.lang]}", file=sys.stderr)
        number = len(report.problems)
        told = {"zh": f"数据有 {number} 处问题", "en": f"problems in the data: {number}"}
        print(f"partyorg: {told[given.lang]} (--strict)", file=sys.stderr)
        return 2
    if exceptions is not None:
        report = report.with_exceptions(exceptions)
    if given.output:
        report.save(given.output, form, lang=given.lang)
    else:
        report.write(sys.stdout, form, lang=given.lang)
    return int(_held_against(report, given.fail_on))


def _form(given: argparse.Namespace) -> str:
    """Give the format: as named, by the suffix of the file, or for the console."""
    if given.format is None and given.output is not None:
        suffix = given.output.suffix.lower()
        named = next((f.name for f in FORMATS.values() if f.suffix == suffix), None)
        if named is None:
            msg = f"no format goes with '{given.output.name}'; name one with --format"
            raise CallError(msg)
        return named
    form = given.format or "console"
    if given.output is None and FORMATS[form].binary:
        msg = f"format {form} is no text; name a file with --output"
        raise CallError(msg)
    return str(form)


def _held_against(report: Report, fail_on: str) -> bool:
    """Tell whether any finding is at or above the level from which the exit code is 1."""
    if fail_on == "never":
        return False
    order = ["mandatory", "expected", "target", "undetermined"]
    reach = order[: order.index(fail_on) + 1]
    severities = {clause.rule: clause.severity for clause in report.run.rules}
    for rule, counts in report.run.standing().items():
        severity = severities[rule]
        if counts[Outcome.FAIL] and severity.value in reach:
            return True
        if counts[Outcome.OFF_TARGET] and severity is Severity.TARGET and "target" in reach:
            return True
        if counts[Outcome.UNDETERMINED] and "undetermined" in reach:
            return True
    return False


def explain(given: argparse.Namespace) -> int:
    """Explain one finding in full."""
    dataset = loaded(given)
    report = _checked(given, dataset, only=[given.rule], subjects=[given.subject], allow_empty=True)
    finding = report[given.rule, given.subject, given.period, given.part]
    print(finding.explain(given.lang))
    return 0


def rules(given: argparse.Namespace) -> int:
    """List, show, validate or begin rules."""
    actions = {
        "list": _list,
        "show": _show,
        "validate": _validate,
        "new": _new,
        "schema": _schema,
    }
    return actions[given.action or "list"](given)


def _list(given: argparse.Namespace) -> int:
    pack = load_pack(given.pack)
    print(f"{pack.id} {pack.version} · {pack.title[given.lang]}")
    for rule in pack.rules:
        evidence = rule.versions[-1].source.evidence
        severity = rule.severity.named(given.lang)
        print(f"  {rule.id:<38} {severity:<10} {evidence}  {rule.title[given.lang]}")
    return 0


def _show(given: argparse.Namespace) -> int:
    named = given.rule.partition("/")[0] if "/" in given.rule else "cn-gz"
    pack = load_pack(given.pack or named)
    rule: Rule = pack[given.rule]
    at = 0 if given.lang == "zh" else 1
    print(f"{rule.id}\n{rule.title['zh']}\n{rule.title['en']}")
    print(
        f"{('约束力', 'severity')[at]}: {rule.severity.named(given.lang)} · kind: {rule.kind_name}"
    )
    for version in rule.versions:
        source, until = version.source, f" … {version.ends}" if version.ends else " …"
        print(f"\n{('版本', 'version')[at]} {version.name}: {version.begins}{until}")
        print(f"  {('来源', 'source')[at]}: {source.document}，{source.issuer}")
        print(f"  {('条款', 'clause')[at]}: {source.clause}")
        level = source.evidence.named(given.lang)
        print(f"  {('证据等级', 'evidence')[at]}: {source.evidence} ({level})")
        if version.ended_by:
            print(f"  {('终止原因', 'ended by')[at]}: {version.ended_by}")
        for name, value in plain(unstructured(version.params)).items():
            print(f"  {name} = {value}")
    if rule.questions:
        print(f"\n{('未决问题', 'open questions')[at]}")
        for question in rule.questions:
            print(f"  {question[given.lang]} [{question['parameter']}]")
    return 0


def _validate(given: argparse.Namespace) -> int:
    pack = load_pack(given.file)
    print(f"{given.file.name}: {len(pack.rules)} rule{'s' * (len(pack.rules) > 1)}")
    beside = given.file.with_name(f"{given.file.stem}.cases.toml")
    bundled = str(given.file) in bundled_packs()
    if not bundled and not beside.is_file():
        print(f"{beside.name}: not there, so no worked case was tried")
        return 0
    cases = bundled_cases(pack.id) if bundled else load_cases(beside)
    results = list(run_cases(pack, cases))
    faults = [result.fault for result in results if result.fault]
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{beside.name}: {len(results)} cases, {len(faults)} differ")
    return 2 if faults else 0


def _new(given: argparse.Namespace) -> int:
    """Write a pack to start from beside its cases and the schema, which may be there already."""
    if given.file.suffix != ".toml":
        msg = f"{given.file}: a pack is a TOML file; name it like cn-xx.toml"
        raise CallError(msg)
    made = {given.file.with_name(name): text for name, text in template(given.file.stem).items()}
    schema = given.file.with_name(SCHEMA)
    if schema.exists():  # of another pack beside this one
        del made[schema]
    for path in write_all(made):
        print(path)
    return 0


def _schema(_: argparse.Namespace) -> int:
    """Print the JSON Schema of packs."""
    print(json.dumps(pack_schema(), ensure_ascii=False, indent=1))
    return 0


def sample(given: argparse.Namespace) -> int:
    """Write the sample data set as files to copy from."""
    for path in write(given.directory):
        print(path)
    return 0
