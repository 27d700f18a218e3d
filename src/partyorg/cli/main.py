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
from partyorg.cli.options import as_of, data, how, lang, only, private, reading, source
from partyorg.cli.questions import add_questions
from partyorg.errors import PartyorgError

if TYPE_CHECKING:
    from partyorg.cli.options import Commands

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
    add_questions(commands)
    _convert(commands)
    _rules(commands)
    _sample(commands)
    return parser


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
    lang(parser)


def _check(commands: Commands) -> None:
    parser = commands.add_parser("check", help="check a data set against rules (核查)")
    parser.add_argument(
        "data",
        metavar="DATA",
        type=source,
        help="a folder of CSV or Parquet files, a workbook, an SQLite file, a database by its URL; "
        "or appointment forms, a roster, the collection workbook",
    )
    how(parser)
    as_of(parser)
    only(parser)
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
    private(parser)
    reading(parser)


def _explain(commands: Commands) -> None:
    parser = commands.add_parser("explain", help="explain one finding in full (说明)")
    data(parser)
    parser.add_argument("rule", metavar="RULE", help="the rule, as cn-gz/team-experience")
    parser.add_argument("subject", metavar="SUBJECT", help="identifier of a person or organisation")
    parser.add_argument("--period", help="the period, where the subject has several")
    parser.add_argument("--part", help="the part, where a period has several")
    how(parser)
    as_of(parser)
    private(parser)
    reading(parser)


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
    private(parser)
    reading(parser)
    lang(parser)


def _rules(commands: Commands) -> None:
    parser = commands.add_parser("rules", help="list, show, validate or begin rules (规则)")
    parser.set_defaults(action="list", pack="cn-gz", lang="zh")
    actions = parser.add_subparsers(dest="action", metavar="ACTION")
    listing = actions.add_parser("list", help="list the rules of a pack")
    listing.add_argument("pack", nargs="?", default="cn-gz", metavar="ID|FILE")
    lang(listing)
    show = actions.add_parser("show", help="show a rule with its sources and parameters")
    show.add_argument("rule", metavar="RULE", help="the rule, as cn-gz/team-experience")
    show.add_argument("--pack", metavar="ID|FILE", help="the pack (default: as the rule says)")
    lang(show)
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
