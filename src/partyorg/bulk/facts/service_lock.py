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

from partyorg.bulk.columns import chosen
from partyorg.bulk.compiled_facts import NOBODY, OTHERS, gathered
from partyorg.bulk.compiled_locks import locks
from partyorg.bulk.facts.lock_classes import Sets, digits, digits_of, of_class, together
from partyorg.bulk.facts.lock_facts import Shown, approvers
from partyorg.bulk.facts.lock_told import Told, days_alike
from partyorg.bulk.found import Coded, Found, State, packed
from partyorg.bulk.ground import Where
from partyorg.bulk.moves import standing
from partyorg.bulk.part import IN_POST, Part
from partyorg.bulk.search import Context, Exactly, Search
from partyorg.bulk.settle import state_of, states_of
from partyorg.dates import FAR
from partyorg.evaluate.facts.service_lock import cases
from partyorg.model import Via
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.service_lock import Facts, Params
from partyorg.verdict import Outcome

__all__ = ["ServiceLock"]

Array = NDArray[Any]
_NONE = np.empty(0, np.int64)


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
            return self._found(part, *_InArrays(self, part).recruits())
        who, code, tangled = _Compiled(self.version, self.context, part).recruits()
        found = self._found(part, who, code, fast=True)
        for people, few in ((tangled, part.some(tangled)), part.vague):
            if len(people):
                rest = self._found(few, *_InArrays(self, few).recruits())
                alone = np.append(found.alone, people[rest.alone])
                rest = evolve(rest, who=people[rest.who], beside=found.beside)
                found = evolve(found, beside=rest, alone=alone)
        return found

    def _found(
        self,
        part: Part,
        who: Array,
        code: Array,
        alone: Array = _NONE,
        several: Array = _NONE,
        *,
        fast: bool = False,
    ) -> Found:
        """Give what was found of recruits with these classes and states."""
        facts = _Later(self, part, who, code, several)
        coded = Coded(code, _STATES, fast)
        return Found(who=who, facts=facts, sample=facts.sample, coded=coded, alone=alone)

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
    State(_OPEN, "row-set-aside"),
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
        with self.part.lent(key, partial(Told.nobody, size)) as told:
            self._look(told)
            who, found, others = (np.empty(size, np.int32) for _ in range(3))
            many, left = gathered(told.codes, who, found, others)
            return told.named(who[:many]), found[:many], others[:left]

    @property
    def _now(self) -> int:
        """The state of the version on the day itself."""
        return state_of(self.version, self.context.as_of)

    def _look(self, told: Told) -> None:
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
_NOT_YET, _NO_DATE, _NO_PLACE, _SET_ASIDE = 5, 6, 7, 8
_FEW = 2
"""Where more than one in so many must be looked at anew, everybody is."""


@define(eq=False)
class _InArrays:
    """The search among people whose careers need not be plain, in arrays."""

    search: ServiceLock
    part: Part

    def recruits(self) -> tuple[Array, Array, Array, Array]:
        """Give recruits, the class and state of each, and those who are judged one by one.

        And who of the recruits may be in several states.
        """
        version, as_of, part = self.search.version, self.search.context.as_of, self.part
        size = len(part.columns)
        key = ("recruits in arrays", Exactly(version), state_of(version, as_of))
        with part.lent(key, partial(Told.nobody, size)) as told:
            stale = told.stale(as_of)
            jump = len(stale) > size // _FEW
            stale, few = (np.arange(size), part) if jump else (stale, part.some(stale))
            # After a jump to a day far away what is learnt may be of no use on the next one.
            told.missed = part.columns.fleeting or (jump and not told.missed)
            self._tell(few, told, stale)
            who = told.named(np.flatnonzero(told.codes >= 0))
            alone, several = np.flatnonzero(told.codes == OTHERS), np.flatnonzero(told.several)
            return who, told.codes[who], alone, several

    def _tell(self, part: Part, told: Told, at: Array) -> None:
        """Tell of people, who are at these places among all, what they are and for how long."""
        as_of = self.search.context.as_of
        wanted, state = self._states(part)
        alone = wanted & (state <= _PERHAPS) & part.knotty
        judged = wanted & (state <= _PERHAPS) & ~part.knotty
        number, tangled, several, days = self._classes(part, judged)
        code = np.where(judged, number, 0) * len(_STATES) + state
        code[~wanted] = NOBODY
        code[alone | tangled] = OTHERS
        told.codes[at], told.several[at] = code, several
        told.since[at], told.until[at] = as_of, as_of + 1
        if not told.missed:
            since, until = days_alike(part, as_of)
            lasting = ~wanted | ((state > _PERHAPS) & (state != _NOT_YET))
            told.since[at] = np.where(lasting, 0, np.maximum(since, days[0]))
            told.until[at] = np.where(lasting, FAR, np.minimum(until, days[1]))

    def _states(self, part: Part) -> tuple[Array, Array]:
        """Tell who may be a recruit, and what stands in the way of judging each (see `_STATES`)."""
        version, as_of = self.search.version, self.search.context.as_of
        params: Params = version.params
        people = part.columns.people
        where, recruited = part.ground.where[people.recruited_by], people.recruited
        wanted = chosen(Via, params.recruited_via, empty=True)[people.via]
        wanted &= (where == Where.OF) | (where == Where.UNKNOWN)
        state = np.full(len(people), state_of(version, as_of), np.int8)
        dated, lost = recruited.first > 0, people.broken | people.lost
        if params.binds == "recruited_since":
            # An empty date of recruitment says nothing of when the rule came to bind.
            bound = np.where(dated, states_of(version, recruited.first, recruited.last), 0)
            # Of two events the first that lies outside decides, then the first that may.
            today = (bound == 0) | ((state > _PERHAPS) & (bound <= _PERHAPS))
            state = np.where(today, state, bound)
        # Whether somebody is a subject comes before what is not known of them.
        for flags, number in (
            ((where == Where.OF) & ~lost & (recruited.first > as_of), _NOT_YET),
            (lost, _SET_ASIDE),
            ((where == Where.OF) & ~dated, _NO_DATE),
            (where == Where.UNKNOWN, _NO_PLACE),
        ):
            state[flags & (state <= _PERHAPS)] = number
        return wanted, state

    def _classes(self, part: Part, judged: Array) -> tuple[Array, Array, Array, Array]:
        """Give the classes of those who are judged, and tell of whom none can be given.

        And who may be in several states, and on which days the class stands (see `digits_of`).
        """
        search = self.search
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
        tangled, several = np.zeros((2, size), bool)
        tangled[away[stands.tangled]] = True
        days = np.zeros((2, size), np.int32)
        days[1] = FAR
        found[:, away], days[:, away] = digits_of(version, few, stands.one, as_of)
        number = packed(*zip(found, sizes, strict=True))
        if len(stands.further.person):
            who, sets, lasting = together(
                version, few, number[away], stands.further, as_of, search.sets
            )
            who = away[who]
            several[who], number[who] = True, sets
            days[0, who] = np.maximum(days[0, who], lasting[0])
            days[1, who] = np.minimum(days[1, who], lasting[1])
        return number, tangled, several, days


@define(eq=False)
class _Later:
    """The facts of those whose classes are known, found when they are asked for."""

    search: ServiceLock
    part: Part
    who: Array
    code: Array
    several: Array
    _shown: Shown | None = None

    def classes(self) -> Array:
        """Give the classes, without the states."""
        return self.code // len(_STATES)

    def sample(self, row: int) -> Facts:
        """Give the facts of the class of a recruit."""
        return self.search.sample(int(self.code[row]) // len(_STATES))

    def at(self, row: int) -> Facts:
        """Give the facts of one recruit; of those who may be in several states, as records say."""
        person = int(self.who[row])
        if person in self._told:
            return self._told[person]
        if self._shown is None:
            judged = np.zeros(len(self.part.columns), bool)
            judged[self.who[self.code % len(_STATES) <= _PERHAPS]] = True
            search = self.search
            self._shown = Shown.of(search.version, self.part, judged, search.context.as_of)
        return self._shown.at(person)

    @cached_property
    def _told(self) -> dict[int, Facts]:
        """The facts by person of those who may be in several states."""
        search, columns = self.search, self.part.columns
        if not len(self.several):
            return {}
        scope = search.context.one_by_one(columns, self.several)
        told: dict[str, Facts] = {}
        for case in cases(search.version, scope):
            assert case.later is not None  # noqa: S101  (nothing stands in the way of theirs)
            case.later(case)
            told[case.subject.id] = case.facts
        return {person: told[columns.people.ids[person]] for person in self.several.tolist()}


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
