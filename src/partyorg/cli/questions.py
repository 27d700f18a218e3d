"""The options of the commands on time and action."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from partyorg.cli.options import as_of, between, data, how, only, output, private, reading, source

if TYPE_CHECKING:
    from partyorg.cli.options import Commands

__all__ = ["add_questions"]


def add_questions(commands: Commands) -> None:
    """Add the commands that ask since when, until when, whether, what if and what then."""
    for add in (_timeline, _calendar, _may, _diff, _remedies, _quota, _missing, _plan):
        add(commands)


def _common(
    parser: argparse.ArgumentParser,
    *,
    only_rules: bool = False,
    base: bool = True,
    counting: bool = True,
) -> None:
    """Add what all of them have: the packs, the language, and how the data are read."""
    how(parser, base=base, counting=counting)
    if only_rules:
        only(parser)
    private(parser)
    reading(parser)


def _timeline(commands: Commands) -> None:
    parser = commands.add_parser(
        "timeline", help="since when, until when: one rule and subject from day to day (时间线)"
    )
    data(parser)
    parser.add_argument("rule", metavar="RULE", help="the rule, as cn-gz/team-experience")
    parser.add_argument("subject", metavar="SUBJECT", help="identifier of a person or organisation")
    between(parser, ("text", "json", "svg"))
    _common(parser)


def _calendar(commands: Commands) -> None:
    parser = commands.add_parser(
        "calendar", help="which breaches begin and end, if nothing else happens (日历)"
    )
    data(parser)
    between(parser, ("text", "json", "ics"))
    parser.add_argument("--every", action="store_true", help="all changes, not of breaches alone")
    _common(parser, only_rules=True)


def _may(commands: Commands) -> None:
    parser = commands.add_parser(
        "may", help="may this person move, be seconded, appointed or promoted? (可否)"
    )
    data(parser)
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
        "--role",
        choices=("chief", "leader", "staff"),
        help="the role (default: as it is now; of an appointment, leader)",
    )
    parser.add_argument("--until", metavar="DATE", help="the end of a secondment")
    parser.add_argument("--approved-by", metavar="ORG", help="who has approved already")
    parser.add_argument("--approved-on", metavar="DATE", help="when (default: on the day)")
    output(parser, ("text", "json"))
    _common(parser, only_rules=True)


def _finding(parser: argparse.ArgumentParser, rule: str, subject: str) -> None:
    """Add what names a finding of a day."""
    data(parser)
    parser.add_argument("rule", metavar="RULE", help=f"the rule, as {rule}")
    parser.add_argument("subject", metavar="SUBJECT", help=f"identifier of {subject}")
    as_of(parser)


def _remedies(commands: Commands) -> None:
    parser = commands.add_parser(
        "remedies", help="the least that would put a breach right, with real names (补救)"
    )
    _finding(parser, "cn-gz/team-experience", "a person or organisation")
    parser.add_argument("--period", help="the period, where the subject has several")
    parser.add_argument("--part", help="the part, where a period has several")
    parser.add_argument(
        "--most", metavar="N", type=int, default=5, help="how many to give (default: 5)"
    )
    output(parser, ("text", "json"))
    _common(parser)


def _quota(commands: Commands) -> None:
    parser = commands.add_parser(
        "quota", help="how many of the posts still to be filled must go where (名额)"
    )
    _finding(parser, "cn-gz/recruits-to-townships", "the division that is judged")
    parser.add_argument(
        "--remaining", metavar="N", type=int, help="posts still to be filled (default: as planned)"
    )
    output(parser, ("text", "json"))
    _common(parser, base=False, counting=False)


def _missing(commands: Commands) -> None:
    parser = commands.add_parser(
        "missing", help="which facts to look up, by how many verdicts each settles (待查)"
    )
    data(parser)
    as_of(parser)
    output(parser, ("text", "json"))
    _common(parser, only_rules=True)


def _plan(commands: Commands) -> None:
    parser = commands.add_parser(
        "plan", help="the fewest moves after which every team of a county has its share (调配)"
    )
    data(parser)
    parser.add_argument("county_id", metavar="COUNTY", help="identifier of the county")
    parser.add_argument("--on", metavar="DATE", required=True, help="the day of the moves")
    parser.add_argument(
        "--rule",
        default="cn-gz/team-experience",
        help="the share that teams owe (default: cn-gz/team-experience)",
    )
    output(parser, ("text", "json"))
    _common(parser, base=False)


def _diff(commands: Commands) -> None:
    parser = commands.add_parser(
        "diff", help="what another data set, day or pack says otherwise (比较)"
    )
    parser.add_argument("data", metavar="BEFORE", type=source, help="the data set, as for check")
    parser.add_argument(
        "after", metavar="AFTER", type=source, nargs="?", help="another data set to compare with"
    )
    as_of(parser)
    parser.add_argument("--as-of-after", metavar="DATE", help="another day for the second check")
    parser.add_argument(
        "--rules-after",
        action="append",
        metavar="ID|FILE",
        help="other packs for the second check; may be repeated",
    )
    output(parser, ("text", "json"))
    _common(parser, only_rules=True)
