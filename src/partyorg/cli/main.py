"""The command line: `partyorg demo | check | explain | timeline | calendar | …`.

Exit codes: 0 nothing at or above `--fail-on`, 1 something is, 2 the call or the data cannot be
used.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from partyorg._version import __version__
from partyorg.errors import PartyorgError

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  (it has no other name)

__all__ = ["build_parser", "main"]

FAIL_ON = ("mandatory", "expected", "target", "undetermined", "never")


def build_parser() -> argparse.ArgumentParser:
    """Build the parser of the whole command line; it needs nothing but the standard library."""
    parser = argparse.ArgumentParser(
        prog="partyorg",
        description="Check township rosters against published organisational rules. "
        "对照已公布的组织规定核查乡镇干部名册。",
        epilog="Exit codes: 0 nothing at or above --fail-on, 1 something is, "
        "2 the call or the data cannot be used.",
    )
    parser.add_argument("--version", action="version", version=f"partyorg {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _demo(commands)
    _check(commands)
    _explain(commands)
    _timeline(commands)
    _calendar(commands)
    _may(commands)
    _diff(commands)
    _remedies(commands)
    _quota(commands)
    _missing(commands)
    _plan(commands)
    _convert(commands)
    _rules(commands)
    _sample(commands)
    return parser


def _source(text: str) -> Path | str:
    """Give an input: the URL of a database as it is, anything else as a path."""
    return text if "://" in text else Path(text)


def _lang(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lang", choices=("zh", "en"), default="zh", help="language of the output (default: zh)"
    )


def _as_of(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--as-of", metavar="DATE", help="the day of the check, as 2015-12-31 (default: today)"
    )


def _how(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--rules",
        action="append",
        metavar="ID|FILE",
        help="a bundled pack, or the path of one's own; may be repeated (default: cn-gz)",
    )
    parser.add_argument(
        "--with-base",
        action="store_true",
        help="check by the packs above as well, on which these build (the national rules)",
    )
    parser.add_argument(
        "--counting",
        choices=("day", "month", "inclusive_month"),
        help="how durations are counted (default: as the pack says)",
    )
    _lang(parser)


def _demo(commands: Commands) -> None:
    parser = commands.add_parser(
        "demo", help="check the bundled sample and write an HTML report (演示)"
    )
    parser.add_argument(
        "--output",
        metavar="DIR",
        type=Path,
        default=Path("partyorg-demo"),
        help="where the report goes (default: partyorg-demo)",
    )
    _lang(parser)


def _check(commands: Commands) -> None:
    parser = commands.add_parser("check", help="check a data set against rules (核查)")
    parser.add_argument(
        "data",
        metavar="DATA",
        type=_source,
        help="a folder of CSV or Parquet files, a workbook, an SQLite file, a database by its URL; "
        "or appointment forms, a roster, the collection workbook",
    )
    _how(parser)
    _as_of(parser)
    _only(parser)
    parser.add_argument(
        "--format",
        choices=("console", "json", "jsonl", "csv", "xlsx", "html", "junit"),
        help="form of the report (default: by the suffix of --output, else console)",
    )
    parser.add_argument("--output", metavar="FILE", type=Path, help="write the report to a file")
    parser.add_argument(
        "--fail-on",
        choices=FAIL_ON,
        default="mandatory",
        help="from which findings on the exit code is 1 (default: mandatory)",
    )
    parser.add_argument(
        "--exceptions",
        metavar="FILE",
        type=Path,
        help="a CSV file of reviewed findings, which stay in the report, marked, and do not count",
    )
    parser.add_argument(
        "--allow-empty", action="store_true", help="a check without any subject is no error"
    )
    parser.add_argument("--strict", action="store_true", help="any problem of the data is exit 2")
    parser.add_argument(
        "--engine",
        choices=("auto", "record", "bulk"),
        default="auto",
        help="one record at a time, or all at once in columns; the verdicts are the same "
        "(default: in columns from 2,000 people on)",
    )
    _private(parser)
    _reading(parser)


def _explain(commands: Commands) -> None:
    parser = commands.add_parser("explain", help="explain one finding in full (说明)")
    parser.add_argument("data", metavar="DATA", type=_source, help="the data set, as for check")
    parser.add_argument("rule", metavar="RULE", help="the rule, as cn-gz/team-experience")
    parser.add_argument("subject", metavar="SUBJECT", help="identifier of a person or organisation")
    parser.add_argument("--period", help="the period, where the subject has several")
    parser.add_argument("--part", help="the part, where a period has several")
    _how(parser)
    _as_of(parser)
    _private(parser)
    _reading(parser)


def _only(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--only", action="append", metavar="RULE", help="only this rule; may be repeated"
    )


def _between(parser: argparse.ArgumentParser, forms: tuple[str, ...]) -> None:
    """Add the two days, and where the output goes."""
    parser.add_argument(
        "--from", dest="since", metavar="DATE", required=True, help="the first day, as 2018-12-31"
    )
    parser.add_argument(
        "--to", dest="until", metavar="DATE", required=True, help="the day after the last"
    )
    _output(parser, forms)


def _output(parser: argparse.ArgumentParser, forms: tuple[str, ...]) -> None:
    parser.add_argument(
        "--format", choices=forms, help="form of the output (default: by the suffix, else text)"
    )
    parser.add_argument("--output", metavar="FILE", type=Path, help="write it to a file")


def _timeline(commands: Commands) -> None:
    parser = commands.add_parser(
        "timeline", help="since when, until when: one rule and subject from day to day (时间线)"
    )
    parser.add_argument("data", metavar="DATA", type=_source, help="the data set, as for check")
    parser.add_argument("rule", metavar="RULE", help="the rule, as cn-gz/team-experience")
    parser.add_argument("subject", metavar="SUBJECT", help="identifier of a person or organisation")
    _between(parser, ("text", "json", "svg"))
    _how(parser)
    _private(parser)
    _reading(parser)


def _calendar(commands: Commands) -> None:
    parser = commands.add_parser(
        "calendar", help="which breaches begin and end, if nothing else happens (日历)"
    )
    parser.add_argument("data", metavar="DATA", type=_source, help="the data set, as for check")
    _between(parser, ("text", "json", "ics"))
    parser.add_argument("--every", action="store_true", help="all changes, not of breaches alone")
    _how(parser)
    _only(parser)
    _private(parser)
    _reading(parser)


def _may(commands: Commands) -> None:
    parser = commands.add_parser(
        "may", help="may this person move, be seconded, appointed or promoted? (可否)"
    )
    parser.add_argument("data", metavar="DATA", type=_source, help="the data set, as for check")
    parser.add_argument("person", metavar="PERSON", help="identifier of the person")
    parser.add_argument("--to", metavar="ORG", help="the organisation moved to")
    parser.add_argument("--on", metavar="DATE", required=True, help="the day of the act")
    kind = parser.add_mutually_exclusive_group()
    kind.add_argument("--second", action="store_true", help="a secondment (借调), not a move")
    kind.add_argument("--appoint", action="store_true", help="a post beside the present ones")
    kind.add_argument(
        "--promote", choices=("rank", "leadership"), help="a promotion; goes without --to"
    )
    parser.add_argument(
        "--role", choices=("chief", "leader", "staff"), help="the role (default: as it is now)"
    )
    parser.add_argument("--until", metavar="DATE", help="the end of a secondment")
    parser.add_argument("--approved-by", metavar="ORG", help="who has approved already")
    parser.add_argument("--approved-on", metavar="DATE", help="when (default: on the day)")
    _output(parser, ("text", "json"))
    _how(parser)
    _only(parser)
    _private(parser)
    _reading(parser)


def _finding(parser: argparse.ArgumentParser) -> None:
    """Add what names a finding of a day."""
    parser.add_argument("data", metavar="DATA", type=_source, help="the data set, as for check")
    parser.add_argument("rule", metavar="RULE", help="the rule, as cn-gz/team-experience")
    parser.add_argument("subject", metavar="SUBJECT", help="identifier of a person or organisation")
    parser.add_argument("--as-of", metavar="DATE", required=True, help="the day, as 2018-12-31")


def _remedies(commands: Commands) -> None:
    parser = commands.add_parser(
        "remedies", help="the least that would put a breach right, with real names (补救)"
    )
    _finding(parser)
    parser.add_argument("--period", help="the period, where the subject has several")
    parser.add_argument("--part", help="the part, where a period has several")
    parser.add_argument(
        "--most", metavar="N", type=int, default=5, help="how many to give (default: 5)"
    )
    _output(parser, ("text", "json"))
    _how(parser)
    _private(parser)
    _reading(parser)


def _quota(commands: Commands) -> None:
    parser = commands.add_parser(
        "quota", help="how many of the posts still to be filled must go where (名额)"
    )
    _finding(parser)
    parser.add_argument(
        "--remaining", metavar="N", type=int, help="posts still to be filled (default: as planned)"
    )
    _output(parser, ("text", "json"))
    _how(parser)
    _private(parser)
    _reading(parser)


def _missing(commands: Commands) -> None:
    parser = commands.add_parser(
        "missing", help="which facts to look up, by how many verdicts each settles (待查)"
    )
    parser.add_argument("data", metavar="DATA", type=_source, help="the data set, as for check")
    parser.add_argument("--as-of", metavar="DATE", required=True, help="the day, as 2018-12-31")
    _output(parser, ("text", "json"))
    _how(parser)
    _only(parser)
    _private(parser)
    _reading(parser)


def _plan(commands: Commands) -> None:
    parser = commands.add_parser(
        "plan", help="the fewest moves after which every team of a county has its share (调配)"
    )
    parser.add_argument("data", metavar="DATA", type=_source, help="the data set, as for check")
    parser.add_argument("county_id", metavar="COUNTY", help="identifier of the county")
    parser.add_argument("--on", metavar="DATE", required=True, help="the day of the moves")
    parser.add_argument(
        "--rule",
        default="cn-gz/team-experience",
        help="the share that teams owe (default: cn-gz/team-experience)",
    )
    _output(parser, ("text", "json"))
    _how(parser)
    _private(parser)
    _reading(parser)


def _diff(commands: Commands) -> None:
    parser = commands.add_parser(
        "diff", help="what another data set, day or pack says otherwise (比较)"
    )
    parser.add_argument("data", metavar="BEFORE", type=_source, help="the data set, as for check")
    parser.add_argument(
        "after", metavar="AFTER", type=_source, nargs="?", help="another data set to compare with"
    )
    parser.add_argument("--as-of", metavar="DATE", required=True, help="the day of the check")
    parser.add_argument("--as-of-after", metavar="DATE", help="another day for the second check")
    parser.add_argument(
        "--rules-after",
        action="append",
        metavar="ID|FILE",
        help="other packs for the second check; may be repeated",
    )
    _output(parser, ("text", "json"))
    _how(parser)
    _only(parser)
    _private(parser)
    _reading(parser)


def _convert(commands: Commands) -> None:
    parser = commands.add_parser(
        "convert", help="turn forms, rosters and workbooks into tables (转换)"
    )
    parser.add_argument(
        "inputs",
        metavar="INPUT",
        nargs="+",
        help="appointment forms or folders of them, the collection workbook, rosters; or one input "
        "in tables of its own",
    )
    parser.add_argument(
        "--output",
        metavar="DIR|FILE",
        type=Path,
        required=True,
        help="a folder for CSV files, or a file: .xlsx for a workbook, .json for Popolo",
    )
    parser.add_argument(
        "--quality", metavar="FILE", type=Path, help="what to look at, as a page or a workbook"
    )
    parser.add_argument(
        "--save-mapping",
        metavar="FILE",
        type=Path,
        help="how the headings of a roster were understood, to be corrected and given by --mapping",
    )
    _private(parser)
    _reading(parser)
    _lang(parser)


def _reading(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how forms, rosters and workbooks are read."""
    group = parser.add_argument_group("forms, rosters and workbooks (读取材料)")
    group.add_argument(
        "--county", metavar="NAME|CODE", help="where to look for townships that no line places"
    )
    group.add_argument(
        "--organizations",
        metavar="DATA",
        type=_source,
        help="tables whose organisations are looked through first for the names in resumes",
    )
    group.add_argument(
        "--mapping", metavar="FILE", type=Path, help="which heading of a roster means what (TOML)"
    )
    group.add_argument(
        "--queries",
        metavar="FILE",
        type=Path,
        help="for a database by URL: a query for each table, below [queries] (TOML)",
    )
    group.add_argument(
        "--key-file",
        metavar="FILE",
        type=Path,
        help="a file with 16 bytes or more, by which identifiers become keyed hashes that are the "
        "same every year (default: running numbers)",
    )
    group.add_argument(
        "--limit",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help="raise or lower a limit, as form_bytes=50000000; may be repeated",
    )


def _private(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--pseudonyms", action="store_true", help="write no names of people, nor of their files"
    )


def _rules(commands: Commands) -> None:
    parser = commands.add_parser("rules", help="list, show, validate or begin rules (规则)")
    parser.set_defaults(action="list", pack="cn-gz", lang="zh")
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    listing = actions.add_parser("list", help="list the rules of a pack")
    listing.add_argument("pack", nargs="?", default="cn-gz", metavar="ID|FILE")
    _lang(listing)
    show = actions.add_parser("show", help="show a rule with its sources and parameters")
    show.add_argument("rule", metavar="RULE", help="the rule, as cn-gz/team-experience")
    show.add_argument("--pack", metavar="ID|FILE", help="the pack (default: as the rule says)")
    _lang(show)
    validate = actions.add_parser(
        "validate", help="look whether a pack can be used, and whether its worked cases agree"
    )
    validate.add_argument("file", metavar="FILE", type=Path)
    new = actions.add_parser(
        "new", help="write a commented pack to start from, with worked cases and a schema"
    )
    new.add_argument("file", metavar="FILE", type=Path, help="the pack to be written: cn-xx.toml")
    actions.add_parser("schema", help="print the JSON Schema of packs, for editors")


def _sample(commands: Commands) -> None:
    parser = commands.add_parser("sample", help="write the sample data set as files (样例)")
    parser.add_argument("directory", metavar="DIR", type=Path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; give the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    given = build_parser().parse_args(arguments)
    from partyorg.cli import commands  # noqa: PLC0415  (help needs none of it)

    try:
        code = getattr(commands, given.command)(given)
        sys.stdout.flush()
    except PartyorgError as error:
        print(f"partyorg: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read our output has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        print(f"partyorg: cannot write: {error.strerror or error}", file=sys.stderr)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 2
    except KeyboardInterrupt:
        print("partyorg: interrupted; nothing was written", file=sys.stderr)
        return 130
    return int(code)
