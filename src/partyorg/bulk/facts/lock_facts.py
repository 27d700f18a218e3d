"""What `service_lock` asks of recruits in columns: service, approvals, and what is only shown."""

from __future__ import annotations

from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from partyorg.bulk.calendar import month_index, whole_months
from partyorg.bulk.columns import Dates, chosen
from partyorg.bulk.found import TRUTH
from partyorg.bulk.ground import Ground
from partyorg.bulk.kernels import Totals
from partyorg.bulk.moves import FIRST, OTHER, OUT, States, standing
from partyorg.bulk.part import Part
from partyorg.bulk.search import observed
from partyorg.bulk.service import Bounds
from partyorg.bulk.settle import in_force
from partyorg.dates import Counting, PartialDate, Service, Spell
from partyorg.model import Level, OrgKind
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.service_lock import Facts, Params, State

__all__ = ["Shown", "approved", "approvers", "clock", "exempt"]

Array = NDArray[Any]


def clock(params: Params, part: Part) -> Any:
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
    some = who & (start < until)
    end = np.broadcast_to(np.asarray(until, np.int32), start.shape)
    months = np.where(
        some, np.maximum(whole_months(start, np.maximum(end - part.service.late, 1)), 0), 0
    )
    return Totals(
        months.astype(np.int32), np.where(some, start, 0), np.where(some, end, 0).astype(np.int32)
    )


def exempt(version: Version, stands: States, judged: Array) -> Array:
    """Tell whose last move was made before the rule was in force: 1, 0 or -1."""
    free = np.zeros(len(judged), np.int8)
    if version.params.binds != "recruited_since":
        moved = (stands.place != FIRST) & judged
        force = in_force(version, stands.first, stands.last)[0]
        free[moved] = np.where(force == 1, 0, np.where(force == 0, 1, -1))[moved]
    return free


def approvers(params: Params, ground: Ground) -> tuple[Array, Array]:
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


def approved(params: Params, part: Part, stands: States, out: Array) -> Array:
    """Tell for each stage whether the moves out were approved in time, from high enough above."""
    posts, ground = part.columns.posts, part.ground
    answers = np.zeros((len(params.stages), len(stands.place)), np.int8)
    rows = stands.post[out]
    some = posts.approved[rows]
    out, rows = out[some], rows[some]
    if not len(out):
        return answers
    body = posts.approved_by[rows]
    fits, high = approvers(params, ground)
    checks = [
        fits[body],
        ground.above(ground.place[body], stands.left[out]),
        _in_time(posts.approved_on.take(rows), stands.first[out], stands.last[out]),
    ]
    for number, stage in enumerate(params.stages):
        if stage.approval_of:
            worst = np.minimum.reduce([one != 0 for one in (*checks, high[number][body])])
            open_one = np.maximum.reduce([one < 0 for one in (*checks, high[number][body])])
            answer = np.where(worst, np.where(open_one, -1, 1), 0)
            answers[number, out] = np.where(body < 0, -1, answer)
    return answers


def _in_time(approved_on: Dates, first: Array, last: Array) -> Array:
    answer = np.where(approved_on.first > last, 0, -1)
    answer[approved_on.last <= first] = 1
    answer[approved_on.first == 0] = -1
    return answer.astype(np.int8)


@define(eq=False)
class Shown:
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
    def of(cls, version: Version, part: Part, judged: Array, as_of: int) -> Shown:
        """Find the facts of those who are judged."""
        params: Params = version.params
        recruited = part.columns.people.recruited
        stands = standing(part, judged, as_of).one
        service = clock(params, part)
        served = service(as_of, None, recruited, judged)
        out = (stands.place == OUT) & judged
        none = np.zeros(len(out), np.int32)
        exit_months = (none, none)
        allowed = np.zeros((len(params.stages), len(out)), np.int8)
        if out.any():
            at_exit = service(stands.first, stands.last, recruited, out)
            exit_months = (at_exit.low.months, at_exit.high.months)
            allowed = approved(params, part, stands, np.flatnonzero(out))
        free = exempt(version, stands, judged)
        return cls(params, part, stands, as_of, served, exit_months, allowed, free)

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
