"""What a check is asked: which packs and rules, whom, as of which day, by which convention.

Whatever is not known is refused with a `CallError` that says what would be.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from attrs import evolve

from partyorg.dates import Counting, day_number
from partyorg.errors import CallError, hint
from partyorg.model import Dataset
from partyorg.rulebook import Conventions, Pack, Rule, load_pack

if TYPE_CHECKING:
    from partyorg.bulk import Columns

__all__ = ["Chosen", "Day", "Packs", "asked_of", "chosen_of", "counting_of", "day_of", "with_base"]

Packs = str | os.PathLike[str] | Pack | Iterable["str | os.PathLike[str] | Pack"]
Day = date | str
_OF_SUBJECTS = ("people", "organizations", "procedures", "elections")
Chosen = Sequence[tuple[Pack, Sequence[Rule], Conventions]]


def chosen_of(
    rules: Packs, only: Iterable[str] | None, counting: str | None
) -> tuple[tuple[Pack, ...], Chosen, dict[str, str]]:
    """Give the packs, of each the rules chosen and its conventions, and what displaces what."""
    packs = _packs(rules)
    displaced = _displaced(packs)
    chosen = [(pack, wanted, _conventions(pack, counting)) for pack, wanted in _chosen(packs, only)]
    return packs, chosen, displaced


def with_base(rules: Packs = "cn-gz") -> tuple[Pack, ...]:
    """Give packs together with those that they build on, for a check by all of them.

    What is asked for comes first.  Where two rules speak of one thing both report, unless the lower
    one says that it displaces the upper.

    >>> import partyorg as po
    >>> [pack.id for pack in po.with_base("cn-gz")]
    ['cn-gz', 'cn']
    """
    packs = {pack.id: pack for pack in _packs(rules)}
    above = [name for pack in packs.values() for name in pack.builds_on]
    for name in dict.fromkeys(above):
        packs.setdefault(name, load_pack(name))
    return tuple(packs.values())


def _packs(rules: Packs) -> tuple[Pack, ...]:
    given = [rules] if isinstance(rules, (str, os.PathLike, Pack)) else list(rules)
    packs = tuple(one if isinstance(one, Pack) else load_pack(os.fspath(one)) for one in given)
    if not packs:
        msg = 'name at least one pack, for instance "cn-gz"'
        raise CallError(msg)
    names = [pack.id for pack in packs]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        msg = f"pack '{twice}' is named twice"
        raise CallError(msg)
    return packs


def _chosen(
    packs: Sequence[Pack], only: Iterable[str] | None
) -> list[tuple[Pack, tuple[Rule, ...]]]:
    if only is None:
        return [(pack, pack.rules) for pack in packs]
    wanted = [only] if isinstance(only, str) else list(only)
    for name in wanted:
        if not any(name in pack for pack in packs):
            known = [n for pack in packs for rule in pack.rules for n in (rule.id, rule.name)]
            near = hint(name, known)
            tail = f"; did you mean '{near}'?" if near else ""
            msg = f"no rule '{name}' in {', '.join(pack.id for pack in packs)}{tail}"
            raise CallError(msg)
    chosen = []
    for pack in packs:
        ids = {pack[name].id for name in wanted if name in pack}
        chosen.append((pack, tuple(rule for rule in pack.rules if rule.id in ids)))
    return chosen


def _displaced(packs: Sequence[Pack]) -> dict[str, str]:
    """Tell which rule of the packs stands in the place of which other."""
    there = {rule.id for pack in packs for rule in pack.rules}
    over = {
        rule: other for pack in packs for rule, other in pack.displaced.items() if other in there
    }
    for rule, other in over.items():
        if over.get(other) == rule:
            msg = f"the rules '{rule}' and '{other}' displace each other"
            raise CallError(msg)
    return over


def _conventions(pack: Pack, counting: str | None) -> Conventions:
    if counting is None:
        return pack.conventions
    try:
        return evolve(pack.conventions, counting=Counting(counting))
    except ValueError as error:
        msg = f"counting='{counting}' is not known; use {', '.join(Counting)}"
        raise CallError(msg) from error


def counting_of(packs: Sequence[Pack]) -> str:
    """Give the convention that all packs count by; a report has one."""
    found = {pack.id: pack.conventions.counting.value for pack in packs}
    if len(set(found.values())) > 1:
        told = ", ".join(f"{pack} by {counting}" for pack, counting in found.items())
        msg = f"the packs count differently ({told}); say counting="
        raise CallError(msg)
    return packs[0].conventions.counting.value


def asked_of(dataset: Dataset | Columns, subjects: Iterable[str]) -> frozenset[str]:
    """Give the subjects asked for; a `CallError` if there is no such person or organisation."""
    asked = frozenset([subjects] if isinstance(subjects, str) else subjects)
    if not asked:
        msg = "subjects is empty; leave it out to check everybody"
        raise CallError(msg)
    if not isinstance(dataset, Dataset):
        return asked
    lost = {key for table, key in dataset.touched if table in _OF_SUBJECTS}
    cases = (dataset.procedures_of, dataset.elections_of)
    known = (dataset.person, dataset.organization, *cases, lost)
    for subject in sorted(asked):
        if not any(subject in ids for ids in known):
            near = hint(subject, [name for ids in known[:-1] for name in ids])
            tail = f"; did you mean '{near}'?" if near else ""
            msg = f"there is no person, no organisation and no case '{subject}'{tail}"
            raise CallError(msg)
    return asked


def day_of(as_of: Day, name: str = "as_of") -> int:
    """Give the number of a day; a `CallError` if it is none, which calls it by its name."""
    try:
        return day_number(as_of)
    except (ValueError, AttributeError) as error:
        what = error if isinstance(error, ValueError) else "not a day; write it like 2015-12-31"
        msg = f"{name}={as_of!r}: {what}"
        raise CallError(msg) from error
