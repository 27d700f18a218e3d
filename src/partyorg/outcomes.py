"""Outcomes of one person after the other, for a running system that asks very often."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from partyorg.asking import Day, Packs, asked_of, chosen_of, day_of
from partyorg.errors import CallError
from partyorg.evaluate.outcomes import PersonRules, Verdict, undisplaced
from partyorg.model import Dataset

__all__ = ["Outcomes", "Verdict"]


class Outcomes:
    """Tell how one person stands by every rule on people, as of a day: the outcomes and no more.

    A verdict speaks of the day, so an object is prepared for one day; then it is called with one
    person after the other.  The verdicts are those of `partyorg.check(..., subjects=[person_id])`,
    which gives findings with evidence and what would settle them; here these are left out, so that
    a call is several times as fast.  Ask for the findings when somebody opens one.

    Rules on teams, authorities and organisations are left aside: their verdict is no person's.

    What is worked out of a career stays with the data set, whichever day it was asked for: the
    first question about a person takes longer than all later ones, and takes some kilobytes.

    Args:
        dataset: the data set.
        rules: packs, as for `partyorg.check`.
        as_of: the day, as a date or like `"2015-12-31"`; there is no default.
        only: rules to restrict it to, with or without the pack's name.
        counting: `"day"`, `"month"` or `"inclusive_month"`, in place of the packs' convention.

    Raises:
        CallError: no data set; an unknown pack, rule or convention; no rule that speaks of people.

    >>> import partyorg as po
    >>> outcomes = po.Outcomes(po.load(po.sample_path()), "cn-gz", as_of=po.SAMPLE_AS_OF)
    >>> for verdict in outcomes("N0001"):
    ...     print(verdict.rule, verdict.period, verdict.outcome)
    cn-gz/service-minimum None pass
    cn-gz/training-days 2017 pass
    cn-gz/training-days 2018 pass
    """

    def __init__(
        self,
        dataset: Dataset,
        rules: Packs = "cn-gz",
        *,
        as_of: Day,
        only: Iterable[str] | None = None,
        counting: str | None = None,
    ) -> None:
        self._dataset = _records(dataset)
        self._people = dataset.person
        _, chosen, self._displaced = chosen_of(rules, only, counting)
        day = day_of(as_of)
        prepared = (
            PersonRules.of(dataset, pack, wanted, day, conventions)
            for pack, wanted, conventions in chosen
        )
        self._rules = [one for one in prepared if one.asked]
        if not self._rules:
            msg = "none of these rules speaks of people; ask partyorg.check"
            raise CallError(msg)

    def __call__(self, person_id: str) -> list[Verdict]:
        """Give the verdicts on a person, in the order of the findings of a check.

        Each is a named tuple `Verdict(rule, outcome, reason, period, part)`.  A rule says nothing
        of whom it does not concern, and several things where it speaks of years or dates.

        Raises:
            CallError: there is no such person; with a hint, where the identifier has a slip.
        """
        person = self._people.get(person_id)
        if person is None:
            self._refuse(person_id)
        told = [one for rules in self._rules for one in rules.of_person(person)]
        if self._displaced:
            return undisplaced(told, self._displaced)
        return [verdict for verdict, _ in told]

    def _refuse(self, person_id: str) -> NoReturn:
        """Refuse an identifier of nobody, with a hint, and that of an organisation."""
        asked_of(self._dataset, [person_id])
        msg = f"'{person_id}' is an organisation, not a person; ask partyorg.check"
        raise CallError(msg)


def _records(dataset: object) -> Dataset:
    if isinstance(dataset, Dataset):
        return dataset
    kind = type(dataset).__name__
    msg = f"Outcomes() takes a Dataset, not {kind}; partyorg.load(path) makes one"
    raise CallError(msg)
