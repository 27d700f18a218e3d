"""Facts for `service_lock` in columns: where recruits stand, and what was served at the last move.

The same as `partyorg.evaluate.facts.service_lock`.

Somebody whose dates leave several states open is judged by all of them.  What a finding shows of
such a person is asked of the records, when it is asked for at all.
"""

from __future__ import annotations

from functools import cached_property, partial
from math import prod
from typing import Any

import numpy as np
from attrs import define, evolve, field
from numpy.typing import NDArray

from partyorg.bulk.columns import Columns, chosen
from partyorg.bulk.compiled_facts import gathered
from partyorg.bulk.compiled_locks import locks
from partyorg.bulk.facts.lock_classes import Sets, digits, digits_of, of_class, together
from partyorg.bulk.facts.lock_facts import Shown, approvers
from partyorg.bulk.found import Coded, Found, State, packed
from partyorg.bulk.ground import Where
from partyorg.bulk.moves import standing
from partyorg.bulk.part import IN_POST, Part
from partyorg.bulk.search import Context, Exactly, Search
from partyorg.bulk.settle import in_force, state_of
from partyorg.dates import FAR
from partyorg.evaluate.facts.service_lock import cases
from partyorg.model import Via
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.service_lock import Facts, Params
from partyorg.verdict import Outcome

__all__ = ["ServiceLock"]

Array = NDArray[Any]


@define(eq=False)
class ServiceLock(Search):
    """A case for everyone recruited into a township by one of the channels."""

    version: Version
    context: Context
    sets: Sets = field(init=False)

    @sets.default
    def _known(self) -> Sets:
        kept, none = self.context.scope.world.kept, Sets(prod(digits(self.version.params)))
        known: Sets = kept.setdefault(("sets", Exactly(self.version)), none)
        return known

    @property
    def lasting(self) -> bool:
        """Whether classes are the same on all days: they are made of digits that are."""
        return True

    def part(self, part: Part) -> Found:
        """Find those of some people."""
        if part.plain is None:
            return self._in_arrays(part)
        who, code, tangled = _Compiled(self.version, self.context, part).recruits()
        facts = _Later(self, part, who, code)
        found = Found(who=who, facts=facts, sample=facts.sample, coded=Coded(code, _STATES))
        for people, few in ((tangled, part.some(tangled)), part.vague):
            if len(people):
                rest = self._in_arrays(few)
                alone = np.append(found.alone, people[rest.alone])
                rest = evolve(rest, who=people[rest.who], beside=found.beside)
                found = evolve(found, beside=rest, alone=alone)
        return found

    def _in_arrays(self, part: Part) -> Found:
        """Find those of a part in arrays."""
        params: Params = self.version.params
        people, ground, as_of = part.columns.people, part.ground, self.context.as_of
        where = ground.where[people.recruited_by]
        wanted = chosen(Via, params.recruited_via, empty=True)[people.via]
        wanted &= (where == Where.OF) | (where == Where.UNKNOWN)
        broken = people.broken | people.lost
        known = (where == Where.OF) & (people.recruited.first > 0) & ~broken
        alone = wanted & known & part.knotty & (people.recruited.first <= as_of)
        judged = wanted & known & ~part.knotty & (people.recruited.first <= as_of)
        events: list[tuple[Any, Any]] = [(as_of, as_of)]
        recruited = people.recruited
        if params.binds == "recruited_since":
            bound = in_force(self.version, recruited.first, recruited.last)[0]
            judged &= bound != 0
            alone &= bound != 0
        facts, tangled = _Facts.of(self, part, judged, _Records(self, part.columns))
        alone |= tangled
        who = facts.who = np.flatnonzero(wanted & ~alone)
        if params.binds == "recruited_since":
            # An empty date of recruitment says nothing of when the rule came to bind.
            first = np.where(recruited.first > 0, recruited.first, as_of)[who]
            last = np.where(recruited.first > 0, recruited.last, as_of)[who]
            events = [(first, last), *events]
        return Found(
            who=who,
            events=events,
            facts=facts,
            sample=facts.sample,
            not_yet=[
                (
                    "not-yet-recruited",
                    (known & (recruited.first > as_of))[who],
                )
            ],
            blocked=[
                ("row-set-aside", broken[who]),
                # Whether somebody is a subject comes before what is not known of them.
                ("fact-unknown", ((where == Where.OF) & (recruited.first == 0))[who]),
            ],
            doubtful=(where == Where.UNKNOWN)[who],
            alone=np.flatnonzero(alone),
        )

    def sample(self, number: int) -> Facts:
        """Give facts of a class, without what is only shown."""
        params: Params = self.version.params
        facts = [of_class(params, one) for one in self.sets.classes(number)]
        return evolve(
            facts[0],
            states=tuple(state for one in facts for state in one.states),
            # What was served on the day is told by another township alone, else it is nought.
            months=max(one.months for one in facts),
        )


_NOT, _OPEN = Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED
_STATES = (
    State(),
    State(reason="perhaps-after-force", sure=False),
    State(reason="perhaps-before-force", sure=False),
    State(_NOT, "after-force"),
    State(_NOT, "before-force"),
    State(_NOT, "not-yet-recruited"),
    State(_OPEN, "fact-unknown"),
    State(_OPEN, "doubtful-subject"),
)
"""In the order in which the compiled code numbers them."""


@define(eq=False)
class _Compiled:
    """The compiled search among the plain careers of a part."""

    version: Version
    context: Context
    part: Part

    def recruits(self) -> tuple[Array, Array, Array]:
        """Give recruits, the class and state of each, and those who may have gone several ways."""
        size = len(self.part.columns)
        key = ("recruits", Exactly(self.version), self._now)
        with self.part.lent(key, partial(_Told.nobody, size)) as told:
            self._look(told)
            who, found, others = (np.empty(size, np.int32) for _ in range(3))
            many, left = gathered(told.codes, who, found, others)
            # The very same people as on another day are told apart by nobody.
            if not np.array_equal(told.who, who[:many]):
                told.who = who[:many]
            return told.who, found[:many], others[:left]

    @property
    def _now(self) -> int:
        """The state of the version on the day itself."""
        return state_of(self.version, self.context.as_of)

    def _look(self, told: _Told) -> None:
        params: Params = self.version.params
        part, ground = self.part, self.part.ground
        people, posts = part.columns.people, part.columns.posts
        begins, ends = self.version.begins, self.version.ends
        last = (ends.first, ends.last) if ends else (FAR, FAR)
        now = self._now
        # Of two events the first that lies outside decides, then the first that may.
        after = [now if now > _PERHAPS or (now and not one) else one for one in range(_PERHAPS + 1)]
        locks(
            self.context.as_of,
            np.array([begins.first, begins.last, *last], np.int32),
            np.array([*after, 3, 4], np.int32),
            params.binds == "recruited_since",
            params.clock == "elapsed",
            np.array([stage.begins.months for stage in params.stages[1:]], np.int32),
            np.array([bool(stage.approval_of) for stage in params.stages]),
            chosen(Via, params.recruited_via, empty=True),
            people.via,
            people.recruited.first,
            people.recruited_by,
            part.plain,
            part.steady,
            posts.approved,
            posts.approved_by,
            posts.approved_on.first,
            posts.approved_on.last,
            ground.town,
            ground.place,
            ground.chain,
            ground.whole,
            *approvers(params, ground),
            part.service.late,
            *part.counted,
            told.codes,
            told.since,
            told.until,
        )


_PERHAPS = 2


@define(eq=False)
class _Told:
    """What was told of the people of a part: codes, and the days on which each of them stands.

    `who` are those with a class.
    """

    codes: Array
    since: Array
    until: Array
    who: Array

    @classmethod
    def nobody(cls, size: int) -> _Told:
        """Give that nothing was told of anybody."""
        codes, since, until = np.zeros((3, size), np.int32)
        return cls(codes, since, until, np.empty(0, np.int32))


@define(eq=False)
class _Later:
    """The facts of those whose class was found by compiled code, found when they are asked for."""

    search: ServiceLock
    part: Part
    who: Array
    code: Array
    _shown: Shown | None = None

    def classes(self) -> Array:
        """Give the classes, without the states."""
        return self.code // len(_STATES)

    def sample(self, row: int) -> Facts:
        """Give the facts of the class of a recruit."""
        return self.search.sample(int(self.code[row]) // len(_STATES))

    def at(self, row: int) -> Facts:
        """Give the facts of one recruit."""
        if self._shown is None:
            judged = np.zeros(len(self.part.columns), bool)
            judged[self.who] = True
            judged &= self.part.columns.people.recruited.first <= self.search.context.as_of
            search = self.search
            self._shown = Shown.of(search.version, self.part, judged, search.context.as_of)
        return self._shown.at(int(self.who[row]))


@define(eq=False)
class _Records:
    """The facts of those who may be in `several` states, as the records tell them."""

    search: ServiceLock
    columns: Columns
    several: Array = field(factory=lambda: np.empty(0, np.int64))

    @cached_property
    def facts(self) -> dict[int, Facts]:
        """The facts by person."""
        if not len(self.several):
            return {}
        search, ids = self.search, self.columns.people.ids
        scope = search.context.one_by_one(self.columns, self.several)
        told: dict[str, Facts] = {}
        for case in cases(search.version, scope):
            assert case.later is not None  # noqa: S101  (nothing stands in the way of theirs)
            case.later(case)
            told[case.subject.id] = case.facts
        return {person: told[ids[person]] for person in self.several.tolist()}


@define(eq=False)
class _Facts:
    """The classes of recruits; what a finding shows besides is found when it is asked for."""

    search: ServiceLock
    part: Part
    judged: Array
    number: Array
    who: Array
    records: _Records
    _shown: Shown | None = None

    @classmethod
    def of(
        cls, search: ServiceLock, part: Part, judged: Array, records: _Records
    ) -> tuple[_Facts, Array]:
        """Find the classes of those who are judged, and tell who cannot be."""
        version, as_of = search.version, search.context.as_of
        sizes = digits(version.params)
        size, home = len(judged), np.zeros(len(judged), bool)
        home[_at_home(part, np.flatnonzero(judged), as_of)] = True
        away = np.flatnonzero(judged & ~home)
        few = part.some(away)
        stands = standing(few, np.ones(len(away), bool), as_of)
        found = np.zeros((len(sizes), size), np.int8)
        found[5] = 1
        found[6] = part.columns.people.via >= 0
        found[7:] = 1
        found[:, away] = digits_of(version, few, stands.one, as_of)
        number = packed(*zip(found, sizes, strict=True))
        if len(stands.further.person):
            several, sets = together(version, few, number[away], stands.further, as_of, search.sets)
            records.several = away[several]
            number[records.several] = sets
        tangled = np.zeros(size, bool)
        tangled[away[stands.tangled]] = True
        return cls(search, part, judged, number, np.flatnonzero(judged), records), tangled

    def classes(self) -> Array:
        """Tell apart place, stages on the day or at the exit, approvals, and what is not known."""
        return self.number[self.who]

    def sample(self, row: int) -> Facts:
        """Give the facts of the class of a recruit."""
        return self.search.sample(int(self.number[self.who[row]]))

    def at(self, row: int) -> Facts:
        """Give the facts of one recruit."""
        person = int(self.who[row])
        if person in self.records.facts:
            return self.records.facts[person]
        if self._shown is None:
            search = self.search
            self._shown = Shown.of(search.version, self.part, self.judged, search.context.as_of)
        return self._shown.at(person)


def _at_home(part: Part, who: Array, as_of: int) -> Array:
    """Give who stands in the township of recruitment, by the posts held on the day alone.

    Whatever went before: if all posts that somebody holds are there, that is where the person is.
    Told of those of whom nothing is open.
    """
    posts, people = part.columns.posts, part.columns.people
    held = np.flatnonzero((posts.start.first <= as_of) & (posts.end.first > as_of))
    asked = np.zeros(len(people), bool)
    asked[who] = True
    asked &= part.sharp
    owner = posts.owner[held]
    some = (posts.basis[held] == IN_POST) & (
        posts.start.first[held] >= people.recruited.first[owner]
    )
    home = part.ground.town[people.recruited_by]
    here = some & (part.town[held] == home[owner])
    all_held, at_home = (np.bincount(owner[one], minlength=len(people)) for one in (some, here))
    return np.flatnonzero(asked & (at_home > 0) & (at_home == all_held))
