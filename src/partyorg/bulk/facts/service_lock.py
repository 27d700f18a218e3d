"""Facts for `service_lock` in columns: where recruits stand, and what was served at the last move.

The same as `partyorg.evaluate.facts.service_lock`.

Somebody whose dates leave several states open is judged by all of them.  The class is then the set
of the classes of the states, for neither their order nor how often one comes matters to the answer.
What a finding shows of such a person is asked of the records, when it is asked for at all.
"""

from __future__ import annotations

from functools import cached_property
from math import prod
from threading import Lock
from typing import Any

import numpy as np
from attrs import define, evolve, field
from numpy.typing import NDArray

from partyorg.bulk.calendar import month_index, tables, whole_months
from partyorg.bulk.columns import Columns, Dates, chosen
from partyorg.bulk.compiled_facts import gathered, locks
from partyorg.bulk.found import TRUTH, Coded, Found, State, packed
from partyorg.bulk.ground import Ground, Where
from partyorg.bulk.kernels import Totals
from partyorg.bulk.moves import FIRST, OTHER, OUT, States, standing
from partyorg.bulk.part import IN_POST, Part
from partyorg.bulk.search import Context, Search, observed
from partyorg.bulk.service import Bounds
from partyorg.bulk.settle import in_force, state_of
from partyorg.dates import FAR, Counting, PartialDate, Service, Spell, TenureEnd
from partyorg.evaluate.facts.service_lock import cases
from partyorg.model import Level, OrgKind, Via
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.service_lock import Facts, Params
from partyorg.rulebook.kinds.service_lock import State as Standing_
from partyorg.verdict import Outcome

__all__ = ["ServiceLock"]

Array = NDArray[Any]


@define(eq=False)
class ServiceLock(Search):
    """A case for everyone recruited into a township by one of the channels."""

    version: Version
    context: Context
    sets: _Sets = field(init=False)

    @sets.default
    def _known(self) -> _Sets:
        kept, none = self.context.scope.world.kept, _Sets(prod(_digits(self.version.params)))
        known: _Sets = kept.setdefault(("sets", self.version.clause), none)
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
        facts = [_of_class(params, one) for one in self.sets.classes(number)]
        return evolve(
            facts[0],
            states=tuple(state for one in facts for state in one.states),
            # What was served on the day is told by another township alone, else it is nought.
            months=max(one.months for one in facts),
        )

    def shown(self, part: Part, judged: Array) -> _Shown:
        """Find all that a finding shows of some people (a truth for each)."""
        part = Part(part.columns, part.ground, part.conventions, fast=part.fast)
        return _Shown.of(self.version, part, judged, self.context.as_of)


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
        columns = self.part.columns
        size = len(columns)

        def nothing() -> list[Array]:
            return [np.empty(size, np.int32), np.zeros(size, np.int32), np.empty(0, np.int32)]

        handed = self.context.so_far(columns.first, self._now, nothing)
        codes, until, before = handed
        self._look(codes, until)
        who, found, others = (np.empty(size, np.int32) for _ in range(3))
        many, left = gathered(codes, who, found, others)
        # The very same people as on an earlier day are told apart by nobody.
        handed[2] = before if np.array_equal(before, who[:many]) else who[:many]
        return handed[2], found[:many], others[:left]

    @property
    def _now(self) -> int:
        """The state of the version on the day itself."""
        return state_of(self.version, self.context.as_of)

    def _look(self, codes: Array, until: Array) -> None:
        params: Params = self.version.params
        part, ground, meant = self.part, self.part.ground, self.part.conventions
        people, posts, calendar = part.columns.people, part.columns.posts, tables()
        begins, ends = self.version.begins, self.version.ends
        last = (ends.first, ends.last) if ends else (FAR, FAR)
        now = self._now
        # Of two events the first that lies outside decides, then the first that may.
        after = [now if now > _PERHAPS or (now and not one) else one for one in range(_PERHAPS + 1)]
        locks(
            self.context.as_of,
            self.context.course is not None,
            np.array([begins.first, begins.last, *last], np.int32),
            np.array([*after, 3, 4], np.int32),
            params.binds == "recruited_since",
            params.clock == "elapsed",
            int(meant.tenure_end is TenureEnd.DAY_AFTER),
            meant.village_counts,
            not meant.secondment_counts,
            np.array([stage.begins.months for stage in params.stages[1:]], np.int32),
            np.array([bool(stage.approval_of) for stage in params.stages]),
            chosen(Via, params.recruited_via, empty=True),
            people.via,
            people.recruited.first,
            people.recruited_by,
            part.plain,
            part.steady,
            part.offsets,
            posts.org,
            posts.basis,
            posts.start.first,
            posts.end.first,
            posts.approved,
            posts.approved_by,
            posts.approved_on.first,
            posts.approved_on.last,
            ground.where,
            ground.town,
            ground.place,
            ground.chain,
            ground.whole,
            *_approvers(params, ground),
            calendar.start,
            calendar.end,
            codes,
            until,
        )


_PERHAPS = 2


def _approvers(params: Params, ground: Ground) -> tuple[Array, Array]:
    """Tell which organisations are of a kind that approves, and for each stage of a level."""
    kept = ground.world.kept
    asked = tuple(stage.approval_of for stage in params.stages)
    key = ("approvers", params.approved_by, asked)
    if key not in kept:
        levels = [_fits(ground.level, chosen(Level, one)) for one in asked]
        kept[key] = (_fits(ground.kind, chosen(OrgKind, params.approved_by)), np.stack(levels))
    found: tuple[Array, Array] = kept[key]
    return found


def _fits(number: Array, wanted: Array) -> Array:
    """Tell whether each organisation is of some kinds (or levels): 1, 0, or -1 for not known."""
    return np.where(number < 0, -1, wanted[number]).astype(np.int8)


@define(eq=False)
class _Later:
    """The facts of those whose class was found by compiled code, found when they are asked for."""

    search: ServiceLock
    part: Part
    who: Array
    code: Array
    _shown: _Shown | None = None

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
            self._shown = self.search.shown(self.part, judged)
        return self._shown.at(int(self.who[row]))


def _digits(params: Params) -> list[int]:
    """How many values each digit of a class has: place, stages, exemption, channel, approvals."""
    size = len(params.stages)
    return [3, size, size, size, size, 3, 2, *(3 for stage in params.stages if stage.approval_of)]


def _of_class(params: Params, number: int) -> Facts:
    """Give facts of a class, without what is only shown."""
    digits: list[int] = []
    for size in reversed(_digits(params)):
        number, digit = divmod(number, size)
        digits.append(digit)
    place, low, high, left, left_high, exempt, via, *approvals = reversed(digits)
    months = [stage.begins.months for stage in params.stages]
    answers = iter(approvals)
    approved = tuple(
        TRUTH[next(answers) - 1] if stage.approval_of else False for stage in params.stages
    )
    state = Standing_(place="first")
    if place == OTHER:
        state = Standing_(place="township", exempt=TRUTH[exempt - 1])
    elif place == OUT:
        state = Standing_(
            place="outside",
            exempt=TRUTH[exempt - 1],
            exit_months=(months[left], months[left_high]),
            approved=approved,
        )
    return Facts(states=(state,), months=(months[low], months[high]), via_known=bool(via))


@define(eq=False)
class _Sets:
    """Numbers for the sets of classes that are met, behind those of the `ordinary` classes.

    Parts are searched several at a time, but a set has one number in all of them.
    """

    ordinary: int
    _numbers: dict[frozenset[int], int] = field(factory=dict, init=False)
    _members: list[frozenset[int]] = field(factory=list, init=False)
    _lock: Lock = field(factory=Lock, init=False)

    def number(self, classes: frozenset[int]) -> int:
        """Give the number of a set of classes; of one class alone it is its own."""
        if len(classes) == 1:
            return min(classes)
        with self._lock:
            if classes not in self._numbers:
                self._numbers[classes] = self.ordinary + len(self._members)
                self._members.append(classes)
            return self._numbers[classes]

    def classes(self, number: int) -> list[int]:
        """Give the classes that a number stands for."""
        return [number] if number < self.ordinary else sorted(self._members[number - self.ordinary])


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
    """The classes of recruits; what a finding shows besides is found when it is asked for.

    Whoever is in the first township is of one class, whatever was served; of who went to another
    the service on the day counts, of who went outside that at the exit.
    """

    search: ServiceLock
    part: Part
    judged: Array
    number: Array
    who: Array
    records: _Records
    _shown: _Shown | None = None

    @classmethod
    def of(
        cls, search: ServiceLock, part: Part, judged: Array, records: _Records
    ) -> tuple[_Facts, Array]:
        """Find the classes of those who are judged, and tell who cannot be."""
        version, as_of = search.version, search.context.as_of
        sizes = _digits(version.params)
        size, home = len(judged), np.zeros(len(judged), bool)
        home[_at_home(part, np.flatnonzero(judged), as_of)] = True
        away = np.flatnonzero(judged & ~home)
        few = part.some(away)
        stands = standing(few, np.ones(len(away), bool), as_of)
        digits = np.zeros((len(sizes), size), np.int8)
        digits[5] = 1
        digits[6] = part.columns.people.via >= 0
        digits[7:] = 1
        digits[:, away] = _digits_of(version, few, stands.one, as_of)
        number = packed(*zip(digits, sizes, strict=True))
        if len(stands.further.person):
            several, sets = _together(search, few, number[away], stands.further)
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
            self._shown = self.search.shown(self.part, self.judged)
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


def _together(
    search: ServiceLock, part: Part, number: Array, further: States
) -> tuple[Array, Array]:
    """Give who may be in several states, and the number of the set of their classes.

    `number` is the class of the one state of each person; the `further` ones are judged as those of
    so many people alike but for the state.
    """
    alike = part.some(further.person)
    moved = further.post + (alike.offsets[:-1] - part.offsets[further.person])
    states = evolve(further, post=np.where(further.post < 0, -1, moved))
    digits = _digits_of(search.version, alike, states, search.context.as_of)
    classes = packed(*zip(digits, _digits(search.version.params), strict=True))
    several, which = np.unique(further.person, return_inverse=True)
    sets = [{one} for one in number[several].tolist()]
    for at, one in zip(which.reshape(-1).tolist(), classes.tolist(), strict=True):
        sets[at].add(one)
    return several, np.array([search.sets.number(frozenset(one)) for one in sets])


def _digits_of(version: Version, part: Part, stands: States, as_of: int) -> Array:
    """Give the digits of the classes of people who are all judged, each in one state."""
    params: Params = version.params
    recruited, service = part.columns.people.recruited, _clock(params, part)
    place = stands.place
    digits = np.zeros((len(_digits(params)), len(place)), np.int8)
    digits[0] = place
    begins = [stage.begins.months for stage in params.stages[1:]]

    def stages(bounds: Bounds, who: Array, at: int) -> None:
        for digit, months in ((at, bounds.low.months[who]), (at + 1, bounds.high.months[who])):
            for begin in begins:
                digits[digit, who] += months >= begin

    if (place == OTHER).any():
        stages(service(as_of, None, recruited, place == OTHER), np.flatnonzero(place == OTHER), 1)
    out = np.flatnonzero(place == OUT)
    approved = np.zeros((len(params.stages), len(place)), np.int8)
    if len(out):
        stages(service(stands.first, stands.last, recruited, place == OUT), out, 3)
        approved = _approved(params, part, stands, out)
    digits[5] = _exempt(version, stands, np.ones(len(place), bool)) + 1
    digits[6] = part.columns.people.via >= 0
    asking = [number for number, stage in enumerate(params.stages) if stage.approval_of]
    digits[7:] = approved[asking] + 1
    return digits


def _exempt(version: Version, stands: States, judged: Array) -> Array:
    """Tell whose last move was made before the rule was in force: 1, 0 or -1."""
    exempt = np.zeros(len(judged), np.int8)
    if version.params.binds != "recruited_since":
        moved = (stands.place != FIRST) & judged
        force = in_force(version, stands.first, stands.last)[0]
        exempt[moved] = np.where(force == 1, 0, np.where(force == 0, 1, -1))[moved]
    return exempt


@define(eq=False)
class _Shown:
    """All facts of people, each in one state: `exit_months` are a pair (at least, at most)."""

    params: Params
    part: Part
    stands: States
    as_of: int
    served: Bounds
    exit_months: tuple[Array, Array]
    approved: Array
    exempt: Array

    @classmethod
    def of(cls, version: Version, part: Part, judged: Array, as_of: int) -> _Shown:
        """Find the facts of those who are judged."""
        params: Params = version.params
        recruited = part.columns.people.recruited
        stands = standing(part, judged, as_of).one
        service = _clock(params, part)
        served = service(as_of, None, recruited, judged)
        out = (stands.place == OUT) & judged
        none = np.zeros(len(out), np.int32)
        exit_months = (none, none)
        approved = np.zeros((len(params.stages), len(out)), np.int8)
        if out.any():
            at_exit = service(stands.first, stands.last, recruited, out)
            exit_months = (at_exit.low.months, at_exit.high.months)
            approved = _approved(params, part, stands, np.flatnonzero(out))
        exempt = _exempt(version, stands, judged)
        return cls(params, part, stands, as_of, served, exit_months, approved, exempt)

    def at(self, person: int) -> Facts:
        """Give the facts of one recruit."""
        served = self.served
        low, high = int(served.low.months[person]), int(served.high.months[person])
        return Facts(
            states=(self._state(person),),
            months=(low, high),
            via_known=bool(self.part.columns.people.via[person] >= 0),
            service=observed(served, person),
            next_stage=self._next_stage(person, low),
        )

    def _state(self, person: int) -> Standing_:
        stands = self.stands
        place = int(stands.place[person])
        if place == FIRST:
            return Standing_(place="first")
        org = int(self.part.columns.posts.org[stands.post[person]])
        state = Standing_(
            place="township" if place == OTHER else "outside",
            moved_on=(int(stands.first[person]), int(stands.last[person])),
            moved_to=self.part.ground.ids[org],
            exempt=TRUTH[int(self.exempt[person])],
        )
        if place == OTHER:
            return state
        return Standing_(
            place="outside",
            moved_on=state.moved_on,
            moved_to=state.moved_to,
            exempt=state.exempt,
            exit_months=(int(self.exit_months[0][person]), int(self.exit_months[1][person])),
            approved=tuple(TRUTH[int(v)] for v in self.approved[:, person]),
        )

    def _next_stage(self, person: int, months: int) -> int | None:
        params = self.params
        stage = params.stage_at(months)
        if stage + 1 >= len(params.stages):
            return None
        period = params.stages[stage + 1].begins
        recruited = self.part.columns.people.recruited
        first, last = int(recruited.first[person]), int(recruited.last[person])
        if params.clock != "elapsed":
            day = self.part.service.completes_on(period, self.as_of, last, person, months)
            return day or None
        since = PartialDate(first, last)
        meant = self.part.conventions
        elapsed = Service([Spell(since)], counting=meant.counting, tenure_end=meant.tenure_end)
        return elapsed.completes_on(period, self.as_of, since)


def _clock(params: Params, part: Part) -> Any:
    """Give the measure of service: in townships, or simply the time since recruitment."""
    if params.clock != "elapsed":
        return part.service.cumulative

    def elapsed(early: Any, late: Any, since: Dates, who: Array) -> Bounds:
        late = early if late is None else late
        low = _since(part, since.last, early, who)
        if since.exact and late is early:
            return Bounds(low, low)
        return Bounds(low, _since(part, since.first, late, who))

    return elapsed


def _since(part: Part, start: Array, until: Any, who: Array) -> Totals:
    counting = part.conventions.counting
    none = np.zeros(len(start), np.int32)
    if counting is not Counting.DAY:
        extra = int(counting is Counting.INCLUSIVE_MONTH)
        begun = start <= until if extra else np.ones(len(start), bool)
        months = np.maximum(month_index(until) + extra - month_index(start), 0)
        return Totals(np.where(who & begun, months, 0).astype(np.int32), none, none)
    late = int(part.conventions.tenure_end is TenureEnd.DAY_AFTER)
    some = who & (start < until)
    end = np.broadcast_to(np.asarray(until, np.int32), start.shape)
    months = np.where(some, np.maximum(whole_months(start, np.maximum(end - late, 1)), 0), 0)
    return Totals(
        months.astype(np.int32), np.where(some, start, 0), np.where(some, end, 0).astype(np.int32)
    )


def _approved(params: Params, part: Part, stands: States, out: Array) -> Array:
    """Tell for each stage whether the moves out were approved in time, from high enough above."""
    posts, ground = part.columns.posts, part.ground
    approved = np.zeros((len(params.stages), len(stands.place)), np.int8)
    rows = stands.post[out]
    some = posts.approved[rows]
    out, rows = out[some], rows[some]
    if not len(out):
        return approved
    body = posts.approved_by[rows]
    kind, level = ground.kind[body], ground.level[body]
    checks = [
        np.where(kind < 0, -1, chosen(OrgKind, params.approved_by)[kind]),
        ground.above(ground.place[body], stands.left[out]),
        _in_time(posts.approved_on.take(rows), stands.first[out], stands.last[out]),
    ]
    for number, stage in enumerate(params.stages):
        if not stage.approval_of:
            continue
        high = np.where(level < 0, -1, chosen(Level, stage.approval_of)[level])
        worst = np.minimum.reduce([(check != 0).astype(np.int8) for check in (*checks, high)])
        open_one = np.maximum.reduce([(check < 0).astype(np.int8) for check in (*checks, high)])
        answer = np.where(worst == 0, 0, np.where(open_one, -1, 1))
        approved[number, out] = np.where(body < 0, -1, answer)
    return approved


def _in_time(approved_on: Dates, first: Array, last: Array) -> Array:
    answer = np.where(approved_on.first > last, 0, -1)
    answer[approved_on.last <= first] = 1
    answer[approved_on.first == 0] = -1
    return answer.astype(np.int8)
