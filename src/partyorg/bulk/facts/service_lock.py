"""Facts for `service_lock` in columns: where recruits stand, and what was served at the last move.

The same as `partyorg.evaluate.facts.service_lock`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from partyorg.bulk.calendar import month_index, whole_months
from partyorg.bulk.columns import Dates, chosen
from partyorg.bulk.found import TRUTH, Found, packed
from partyorg.bulk.ground import Where
from partyorg.bulk.kernels import Totals
from partyorg.bulk.moves import FIRST, OTHER, OUT, Standing, standing
from partyorg.bulk.part import Part
from partyorg.bulk.search import Context, Search, observed
from partyorg.bulk.service import Bounds
from partyorg.bulk.verdicts import in_force
from partyorg.dates import Counting, PartialDate, Service, Spell, TenureEnd
from partyorg.model import Level, OrgKind, Via
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.service_lock import Facts, Params, State

__all__ = ["ServiceLock"]

Array = NDArray[Any]


@define(eq=False)
class ServiceLock(Search):
    """A case for everyone recruited into a township by one of the channels."""

    version: Version
    context: Context

    def part(self, part: Part) -> Found:
        """Find those of some people."""
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
        stands = standing(part, judged, as_of)
        alone |= judged & stands.tangled
        who = np.flatnonzero(wanted & ~alone)
        if params.binds == "recruited_since":
            # An empty date of recruitment says nothing of when the rule came to bind.
            first = np.where(recruited.first > 0, recruited.first, as_of)[who]
            last = np.where(recruited.first > 0, recruited.last, as_of)[who]
            events = [(first, last), *events]
        return Found(
            who=who,
            events=events,
            facts=_Facts.of(self.version, part, stands, who, judged & ~alone, as_of),
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


@define(eq=False)
class _Facts:
    """Facts of recruits: `months` and `exit_months` are pairs (at least, at most)."""

    params: Params
    part: Part
    stands: Standing
    who: Array
    as_of: int
    served: Bounds
    exit_months: tuple[Array, Array]
    approved: Array
    exempt: Array

    @classmethod
    def of(
        cls, version: Version, part: Part, stands: Standing, who: Array, judged: Array, as_of: int
    ) -> _Facts:
        """Find the facts of those who are judged."""
        params: Params = version.params
        recruited = part.columns.people.recruited
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
        exempt = np.zeros(len(out), np.int8)
        if params.binds != "recruited_since":
            moved = (stands.place != FIRST) & judged
            force = in_force(version, stands.first, stands.last)[0]
            exempt[moved] = np.where(force == 1, 0, np.where(force == 0, 1, -1))[moved]
        return cls(params, part, stands, who, as_of, served, exit_months, approved, exempt)

    def classes(self) -> Array:
        """Tell apart place, stages on the day and at the exit, approvals, and what is not known."""
        params, who = self.params, self.who
        begins = [stage.begins.months for stage in params.stages[1:]]
        size = len(params.stages)

        def stage(months: Array) -> Array:
            number = np.zeros(len(who), np.int8)
            for begin in begins:
                number += months[who] >= begin
            return number

        low, left = stage(self.served.low.months), stage(self.exit_months[0])
        same, straight = (
            self.served.high is self.served.low,
            self.exit_months[0] is self.exit_months[1],
        )

        digits = [
            (self.stands.place[who], 3),
            (low, size),
            (low if same else stage(self.served.high.months), size),
            (left, size),
            (left if straight else stage(self.exit_months[1]), size),
            (self.exempt[who] + 1, 3),
            (self.part.columns.people.via[who] >= 0, 2),
        ]
        digits += [
            (approved[who] + 1, 3)
            for approved, stage_ in zip(self.approved, params.stages, strict=True)
            if stage_.approval_of
        ]
        return packed(*digits)

    def at(self, row: int) -> Facts:
        """Give the facts of one recruit."""
        person = int(self.who[row])
        served = self.served
        low, high = int(served.low.months[person]), int(served.high.months[person])
        return Facts(
            states=(self._state(person),),
            months=(low, high),
            via_known=bool(self.part.columns.people.via[person] >= 0),
            service=observed(served, person),
            next_stage=self._next_stage(person, low),
        )

    def _state(self, person: int) -> State:
        stands = self.stands
        place = int(stands.place[person])
        if place == FIRST:
            return State(place="first")
        org = int(self.part.columns.posts.org[stands.post[person]])
        state = State(
            place="township" if place == OTHER else "outside",
            moved_on=(int(stands.first[person]), int(stands.last[person])),
            moved_to=self.part.ground.ids[org],
            exempt=TRUTH[int(self.exempt[person])],
        )
        if place == OTHER:
            return state
        return State(
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


def _approved(params: Params, part: Part, stands: Standing, out: Array) -> Array:
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
