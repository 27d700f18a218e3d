"""Outcomes of one person after the other, for a running system that asks very often."""

from __future__ import annotations

from collections.abc import Iterable

from partyorg.checking import Day, Packs, asked_of, chosen_of, day_of
from partyorg.errors import CallError
from partyorg.evaluate.outcomes import PersonRules, Verdict, undisplaced
from partyorg.model import Dataset

__all__ = ["Outcomes", "Verdict"]


class Outcomes:
    """Tell how one person stands by every rule on people, as of a day: the outcomes and no more.

    A personnel system that shows a list, or asks at every keystroke, wants the outcomes now and the
    evidence only of what is then opened.  What does not hang on the person (packs, places,
    conventions) is prepared once here; then each call looks one person up.  The verdicts are those
    of `partyorg.check(dataset, ..., subjects=[person_id])`, which gives findings with evidence.

    Rules on teams, authorities and organisations are not asked: their answer is no person's.

    Args:
        dataset: the data set.
        rules: packs, as for `partyorg.check`.
        as_of: the day, as a date or like `"2015-12-31"`.  For another day prepare another one; what
            is known of careers is shared between them.
        only: rules to restrict the question to, with or without the pack's name.
        counting: a convention in place of the packs'.

    Raises:
        CallError: an unknown pack, rule or convention; no data set; no rule that speaks of people.

    >>> import partyorg as po
    >>> data = po.load(po.sample_path())
    >>> outcomes = po.Outcomes(data, "cn-gz", as_of="2018-12-31")
    >>> for verdict in outcomes("N0009"):
    ...     print(verdict.rule, verdict.outcome, verdict.period, verdict.reason)
    cn-gz/service-minimum fail None None
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
        if not isinstance(dataset, Dataset):
            msg = f"Outcomes takes a Dataset, not {type(dataset).__name__}"
            raise CallError(f"{msg}; partyorg.load(path) makes one")
        _, chosen, self._displaced = chosen_of(rules, only, counting)
        day = day_of(as_of)
        prepared = [
            PersonRules.of(dataset, pack, wanted, day, conventions)
            for pack, wanted, conventions in chosen
        ]
        self._prepared = [one for one in prepared if one.asked]
        if not self._prepared:
            msg = "none of these rules speaks of people; ask partyorg.check"
            raise CallError(msg)
        self._dataset = dataset
        self._people = dataset.person

    def __call__(self, person_id: str) -> list[Verdict]:
        """Give the verdicts of all rules on a person, in the order of the findings of a check.

        A rule may say several things (of several years), and of a person who is no subject of it,
        nothing.  Each is a named tuple `(rule, outcome, reason, period, part)`.

        Raises:
            CallError: there is no such person.
        """
        person = self._people.get(person_id)
        if person is None:
            self._refuse(person_id)
            return []
        told = [one for rules in self._prepared for one in rules.of_person(person)]
        if self._displaced:
            return undisplaced(told, self._displaced)
        return [verdict for verdict, _ in told]

    def _refuse(self, person_id: str) -> None:
        """Refuse who is not known; of whom only a row that was set aside speaks, nothing is told."""
        asked_of(self._dataset, [person_id])
        if person_id in self._dataset.organization:
            msg = f"'{person_id}' is an organisation; of these partyorg.check speaks"
            raise CallError(msg)
