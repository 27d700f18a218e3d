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
from partyorg.bulk.compiled_facts import NOBODY, OTHERS
from partyorg.bulk.facts.lock_classes import Sets, digits, digits_of, of_class, together
from partyorg.bulk.facts.lock_compiled import Compiled
from partyorg.bulk.facts.lock_facts import Shown
from partyorg.bulk.facts.lock_histories import entries
from partyorg.bulk.facts.lock_states import (
    NO_DATE,
    NO_PLACE,
    NOT_YET,
    PERHAPS,
    SET_ASIDE,
    STATES,
    Asked,
)
from partyorg.bulk.facts.lock_told import History, Quick, Told, days_alike
from partyorg.bulk.found import Coded, Found, packed
from partyorg.bulk.ground import Where
from partyorg.bulk.moves import standing
from partyorg.bulk.part import IN_POST, Part
from partyorg.bulk.search import Context, Exactly, Search
from partyorg.bulk.settle import states_of
from partyorg.dates import FAR, Counting
from partyorg.evaluate.facts.service_lock import cases
from partyorg.model import Via
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.service_lock import Facts, Params

__all__ = ["ServiceLock"]

Array = NDArray[Any]
_NONE = np.empty(0, np.int64)
_MOST = 1 << 25
"""So many codes at the most, for there is room for each of them when they are looked up."""


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

    @classmethod
    def takes(cls, params: Params) -> bool:
        """Tell whether the classes that the stages make can be told apart by small numbers."""
        return prod(digits(params)) * len(STATES) <= _MOST

    @property
    def lasting(self) -> bool:
        """Whether classes are the same on all days: they are made of digits that are."""
        return True

    @property
    def asked(self) -> Asked:
        """The version and the day."""
        return Asked(self.version, self.context.as_of)

    def part(self, part: Part) -> Found:
        """Find those of some people."""
        if part.plain is None:
            quick = _InArrays(self, part).quick()
        else:
            quick = Compiled(self.asked, part).quick()
        if quick is None:
            return self._found(part, *_InArrays(self, part).recruits())
        found = self._found(part, quick.who, quick.code, fast=part.plain is not None)
        for people, few in quick.others:
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
        coded = Coded(code, STATES, fast)
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


_FEW = 2
"""Where more than one in so many must be looked at anew, everybody is."""


@define(eq=False)
class _InArrays:
    """The search among people whose careers need not be plain, in arrays."""

    search: ServiceLock
    part: Part

    def quick(self) -> Quick | None:
        """Tell of those whose dates are whole days, once the day has changed for the second time.

        What they are on all days is then found at once; others are told as on the first day.
        """
        part = self.part
        if part.conventions.counting is not Counting.DAY:
            return None
        with part.lent(("recruits", *self.search.asked.key), History) as known:
            if known.single(self.search.context.as_of):
                return None
            if known.ends is None:
                ends, since, codes = self._histories()
                known.keep(ends, since, codes)
                known.rest = np.flatnonzero(codes[ends - 1] == OTHERS)
                known.few = part.some(known.rest)
            code = known.on(self.search.context.as_of)
            who = known.named(np.flatnonzero(code >= 0))
            return Quick(who, code[who], ((known.rest, known.few),))

    def _histories(self) -> tuple[Array, Array, Array]:
        """Give the classes and states of all days: where those of each end, since when, which."""
        part, search = self.part, self.search
        wanted, state = self._bound(part)
        judged = wanted & (state <= PERHAPS)
        known = part.unknown[1] <= part.columns.people.recruited.first
        quick = judged & part.sharp & ~part.knotty & known
        person, since, number, tangled = entries(search.version, part, quick)
        code = state.astype(np.int32)
        code[~wanted] = NOBODY
        code[judged] = OTHERS
        code[quick & ~tangled] = NOT_YET
        size = len(code)
        # All begin with what they are before they are recruited, or are in any case.
        at = np.arange(size) + np.searchsorted(person, np.arange(size))
        ends = np.append(at[1:], size + len(person))
        every = np.ones(size + len(person), bool)
        every[at] = False
        codes, begins = np.zeros((2, len(every)), np.int32)
        codes[at] = code
        codes[every] = number * len(STATES) + state[person]
        begins[every] = since
        return ends, begins, codes

    def recruits(self) -> tuple[Array, Array, Array, Array]:
        """Give recruits, the class and state of each, and those who are judged one by one.

        And who of the recruits may be in several states.
        """
        as_of, part = self.search.context.as_of, self.part
        size = len(part.columns)
        key = ("recruits in arrays", *self.search.asked.key)
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
        alone = wanted & (state <= PERHAPS) & part.knotty
        judged = wanted & (state <= PERHAPS) & ~part.knotty
        number, tangled, several, days = self._classes(part, judged)
        code = np.where(judged, number, 0) * len(STATES) + state
        code[~wanted] = NOBODY
        code[alone | tangled] = OTHERS
        told.codes[at], told.several[at] = code, several
        told.since[at], told.until[at] = as_of, as_of + 1
        if not told.missed:
            since, until = days_alike(part, as_of)
            lasting = ~wanted | ((state > PERHAPS) & (state != NOT_YET))
            told.since[at] = np.where(lasting, 0, np.maximum(since, days[0]))
            told.until[at] = np.where(lasting, FAR, np.minimum(until, days[1]))

    def _states(self, part: Part) -> tuple[Array, Array]:
        """Tell the same as of the day: also who is not yet recruited."""
        wanted, state = self._bound(part)
        late = part.columns.people.recruited.first > self.search.context.as_of
        state[late & (state <= PERHAPS)] = NOT_YET
        return wanted, state

    def _bound(self, part: Part) -> tuple[Array, Array]:
        """Tell who may be a recruit, and what stands in the way of judging each (see `STATES`)."""
        version, now = self.search.version, self.search.asked.now
        params: Params = version.params
        people = part.columns.people
        where, recruited = part.ground.where[people.recruited_by], people.recruited
        wanted = chosen(Via, params.recruited_via, empty=True)[people.via]
        wanted &= (where == Where.OF) | (where == Where.UNKNOWN)
        state = np.full(len(people), now, np.int8)
        dated, lost = recruited.first > 0, people.broken | people.lost
        if params.binds == "recruited_since":
            # An empty date of recruitment says nothing of when the rule came to bind.
            bound = np.where(dated, states_of(version, recruited.first, recruited.last), 0)
            # Of two events the first that lies outside decides, then the first that may.
            today = (bound == 0) | ((state > PERHAPS) & (bound <= PERHAPS))
            state = np.where(today, state, bound)
        # Whether somebody is a subject comes before what is not known of them.
        for flags, number in (
            (lost, SET_ASIDE),
            ((where == Where.OF) & ~dated, NO_DATE),
            (where == Where.UNKNOWN, NO_PLACE),
        ):
            state[flags & (state <= PERHAPS)] = number
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
        return self.code // len(STATES)

    def sample(self, row: int) -> Facts:
        """Give the facts of the class of a recruit."""
        return self.search.sample(int(self.code[row]) // len(STATES))

    def at(self, row: int) -> Facts:
        """Give the facts of one recruit; of those who may be in several states, as records say."""
        person = int(self.who[row])
        if person in self._told:
            return self._told[person]
        if self._shown is None:
            judged = np.zeros(len(self.part.columns), bool)
            judged[self.who[self.code % len(STATES) <= PERHAPS]] = True
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
