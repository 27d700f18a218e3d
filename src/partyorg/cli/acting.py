"""The commands on acts: `may`, `diff`, `remedies`, `quota`, `missing` and `plan`."""

from __future__ import annotations

import argparse
from typing import Protocol

from attrs import evolve

from partyorg.action import Appoint, Move, Promote, Second, compare
from partyorg.action import may as decided
from partyorg.action import missing as lacking
from partyorg.action import plan as planned
from partyorg.action import quota as counted
from partyorg.action import remedies as remedied
from partyorg.action.acts import Act
from partyorg.action.decided import Answer
from partyorg.checking import check
from partyorg.cli.inputs import day_of, form_of, loaded, packs_of, put
from partyorg.cli.progress import working
from partyorg.errors import CallError

__all__ = ["diff", "may", "missing", "plan", "quota", "remedies"]


class _Told(Protocol):
    """What is told as text or JSON."""

    def text(self, lang: str) -> str:
        """Give it in words."""

    def to_json(self) -> str:
        """Give it as JSON text."""


def _form(given: argparse.Namespace) -> str:
    """Give the form of the output, before anything is read."""
    return form_of(given, {".json": "json", ".txt": "text"})


def _tell(given: argparse.Namespace, found: _Told, form: str) -> None:
    """Write what was found."""
    told = found.to_json() if form == "json" else found.text(given.lang)
    put(told.encode() + b"\n", given.output)


def may(given: argparse.Namespace) -> int:
    """Print whether a person may do something; 0 is allowed, 1 is anything else."""
    form = _form(given)
    act = _act(given)
    dataset = loaded(given)
    decision = decided(
        dataset,
        given.person,
        act,
        rules=packs_of(given),
        only=given.only,
        counting=given.counting,
    )
    _tell(given, decision, form)
    return 0 if decision.outcome is Answer.ALLOWED else 1


def _act(given: argparse.Namespace) -> Act:
    """Give the act that the options stand for; one that stands for nothing is refused."""
    post = {"--to": given.to, "--role": given.role, "--approved-by": given.approved_by}
    idle = {
        "--promote": {**post, "--until": given.until, "--approved-on": given.approved_on},
        "--second": {"--role": given.role},
        "": {"--until": given.until},
    }
    kind = "--promote" if given.promote else "--second" if given.second else ""
    for name, value in idle[kind].items():
        if value is not None:
            what = f"with {kind}" if kind else "without --second"
            msg = f"{name} means nothing {what}; leave it out"
            raise CallError(msg)
    if given.approved_on is not None and given.approved_by is None:
        msg = "--approved-on means nothing without --approved-by; leave it out"
        raise CallError(msg)
    if given.promote is not None:
        return Promote(on=given.on, kind=given.promote)
    if given.to is None:
        msg = "name the organisation with --to, or --promote rank"
        raise CallError(msg)
    if given.second:
        act: Act = Second(to=given.to, on=given.on, until=given.until)
    elif given.appoint:
        act = Appoint(to=given.to, on=given.on, role=given.role or "leader")
    else:
        act = Move(to=given.to, on=given.on, role=given.role)
    if given.approved_by is not None:
        act = evolve(act, approved_by=given.approved_by, approved_on=given.approved_on or given.on)
    return act


def remedies(given: argparse.Namespace) -> int:
    """Print what would put a breach right; 1 if nothing was found that does."""
    form = _form(given)
    found = remedied(
        loaded(given),
        given.rule,
        given.subject,
        as_of=day_of(given),
        period=given.period,
        part=given.part,
        rules=packs_of(given),
        counting=given.counting,
        most=given.most,
    )
    _tell(given, found, form)
    return 0 if found or found.why == "not-broken" else 1


def quota(given: argparse.Namespace) -> int:
    """Print how a quota stands in mid-year; 1 if it can no longer be reached."""
    form = _form(given)
    stands = counted(
        loaded(given),
        given.rule,
        given.subject,
        as_of=day_of(given),
        remaining=given.remaining,
        rules=given.rules,
    )
    _tell(given, stands, form)
    return 0 if stands.reachable else 1


def missing(given: argparse.Namespace) -> int:
    """Print which facts to look up."""
    form = _form(given)
    dataset = loaded(given)
    with working("核查… checking"):
        found = lacking(
            dataset,
            packs_of(given),
            as_of=day_of(given),
            only=given.only,
            counting=given.counting,
        )
    _tell(given, found, form)
    return 0


def plan(given: argparse.Namespace) -> int:
    """Print the redeployment plan of a county; 1 if there is none."""
    form = _form(given)
    dataset = loaded(given)
    with working("求解… solving"):
        made = planned(
            dataset,
            given.county_id,
            on=given.on,
            rule=given.rule,
            rules=given.rules,
            counting=given.counting,
        )
    _tell(given, made, form)
    return 0 if made.feasible else 1


def diff(given: argparse.Namespace) -> int:
    """Print what a second report says otherwise than a first; 1 if something is newly broken."""
    form = _form(given)
    if given.after is None and given.as_of_after is None and given.rules_after is None:
        msg = "nothing differs: name a second data set, --as-of-after or --rules-after"
        raise CallError(msg)
    before = loaded(given)
    after = before
    if given.after is not None:
        after = loaded(argparse.Namespace(**{**vars(given), "data": given.after}))
    later = argparse.Namespace(**vars(given))
    later.as_of = given.as_of_after or given.as_of
    later.rules = given.rules_after or given.rules
    reports = []
    with working("核查… checking"):
        for data, asked in ((before, given), (after, later)):
            how = {"as_of": day_of(asked), "only": given.only, "counting": given.counting}
            reports.append(check(data, packs_of(asked), **how, allow_empty=True))
    found = compare(*reports)
    _tell(given, found, form)
    return 1 if found.broken else 0
