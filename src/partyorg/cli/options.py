"""Options that commands share; nothing here needs more than the standard library."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]  # noqa: SLF001  (it has no other name)

__all__ = [
    "Commands",
    "as_of",
    "between",
    "data",
    "how",
    "lang",
    "only",
    "output",
    "private",
    "reading",
    "source",
]


def source(text: str) -> Path | str:
    """Give an input: the URL of a database as it is, anything else as a path."""
    return text if "://" in text else Path(text)


def data(parser: argparse.ArgumentParser) -> None:
    """Add the data set, which is named first."""
    parser.add_argument("data", metavar="DATA", type=source, help="the data set, as for check")


def lang(parser: argparse.ArgumentParser) -> None:
    """Add the language."""
    parser.add_argument(
        "--lang", choices=("zh", "en"), default="zh", help="language of the output (default: zh)"
    )


def as_of(parser: argparse.ArgumentParser) -> None:
    """Add the day of the check."""
    parser.add_argument(
        "--as-of", metavar="DATE", help="the day of the check, as 2015-12-31 (default: today)"
    )


def how(parser: argparse.ArgumentParser, *, base: bool = True, counting: bool = True) -> None:
    """Add the packs, and how they are applied."""
    parser.add_argument(
        "--rules",
        action="append",
        metavar="ID|FILE",
        help="a bundled pack, or the path of one's own; may be repeated (default: cn-gz)",
    )
    if base:
        parser.add_argument(
            "--with-base",
            action="store_true",
            help="check by the packs above as well, on which these build (the national rules)",
        )
    if counting:
        parser.add_argument(
            "--counting",
            choices=("day", "month", "inclusive_month"),
            help="how durations are counted (default: as the pack says)",
        )
    lang(parser)


def only(parser: argparse.ArgumentParser) -> None:
    """Add the rules to which a check is restricted."""
    parser.add_argument(
        "--only", action="append", metavar="RULE", help="only this rule; may be repeated"
    )


def between(parser: argparse.ArgumentParser, forms: tuple[str, ...]) -> None:
    """Add the two days, and where the output goes."""
    parser.add_argument(
        "--from", dest="since", metavar="DATE", required=True, help="the first day, as 2018-12-31"
    )
    parser.add_argument(
        "--to", dest="until", metavar="DATE", required=True, help="the day after the last"
    )
    output(parser, forms)


def output(parser: argparse.ArgumentParser, forms: tuple[str, ...]) -> None:
    """Add the form of the output, and where it goes."""
    parser.add_argument(
        "--format", choices=forms, help="form of the output (default: by the suffix, else text)"
    )
    parser.add_argument("--output", metavar="FILE", type=Path, help="write it to a file")


def reading(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how forms, rosters and workbooks are read."""
    group = parser.add_argument_group("forms, rosters and workbooks (读取材料)")
    group.add_argument(
        "--county", metavar="NAME|CODE", help="where to look for townships that no line places"
    )
    group.add_argument(
        "--organizations",
        metavar="DATA",
        type=source,
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


def private(parser: argparse.ArgumentParser) -> None:
    """Add what keeps the names of people out."""
    parser.add_argument(
        "--pseudonyms", action="store_true", help="write no names of people, nor of their files"
    )
