"""Where recruits whose careers are plain stand, and what they had served: the classes of locks.

One pass over the posts of each person finds what `partyorg.bulk.facts.service_lock` finds in arrays
in many, in the very numbers of that search (see `partyorg.bulk.found.Facts`); and on which days the
answer stands.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from partyorg.bulk.compiled import IN_POST, MOST, OF, SHORTEST, UNKNOWN, completed, jit, walk_one
from partyorg.bulk.compiled_facts import NOBODY, OTHERS

__all__ = ["locks"]

Array = NDArray[Any]
FIRST, OTHER, OUT = 0, 1, 2
NOWHERE = -1  # in place of a township
_LATER = 1 << 30
STATES, NOT_YET, NO_DATE, NO_PLACE = 9, 5, 6, 7
"""How many states there are (see `facts.service_lock`), and some behind those of `_force`."""


@jit
def _held(
    begin: int, end: int, since: int, day: int, place: int, org: Array, basis: Array, start: Array,
    stop: Array, town: Array,
) -> tuple[int, int, int, int]:  # fmt: skip
    """Count the posts that a person holds on a day, and those of them in a place.

    Gives too the last of them, and the day on which the last of those in the place ends.
    """
    held, there, last, until = 0, 0, -1, 0
    for row in range(begin, end):
        # One question instead of three: for most posts the answer is the same.
        if (start[row] > day) | (stop[row] <= day) | (basis[row] != IN_POST):
            continue
        if start[row] >= since:
            held += 1
            last = row
            if town[org[row]] == place:
                there += 1
                until = max(until, stop[row])
    return held, there, last, until


@jit
def _change(begin: int, end: int, day: int, start: Array, stop: Array) -> int:
    """Give the next day on which a person will hold other posts than on this one."""
    change = _LATER
    for row in range(begin, end):
        if start[row] > day:
            change = min(change, start[row])
        elif stop[row] > day:
            change = min(change, stop[row])
    return change


@jit
def _force(day: int, force: Array) -> int:
    """Tell whether a version is in force on a day.

    0 yes; 1 and 2 perhaps, for it may have ended or not have begun; 3 no longer; 4 not yet.
    `force`: the first and last day on which it may have begun, and on which it may have ended.
    """
    if day < force[0]:
        return 4
    if day > force[3]:
        return 3
    if force[0] != force[1] and day <= force[1]:
        return 2
    return 1 if day > force[2] else 0


@jit
def _stage(months: int, begins: Array) -> int:
    """Give the number of the stage that so many months have reached."""
    stage = 0
    for one in range(len(begins)):
        if months >= begins[one]:
            stage = one + 1
    return stage


@jit
def _approved(
    body: int, on_first: int, on_last: int, moved: int, left: int, fits: Array, high: Array,
    place: Array, chain: Array, whole: Array,
) -> int:  # fmt: skip
    """Tell whether a move was approved: 1, 0, or -1 where that is not known.

    `fits` and `high` say of each organisation whether it is of a kind that approves, and of a level
    high enough; it must lie above the township left, and approve before the move.
    """
    if body < 0:
        return -1
    above = -1
    division = place[body]
    if division >= 0:
        found = False
        for step in range(1, chain.shape[1]):
            found = found or chain[left, step] == division
        if found or whole[left]:
            above = 1 if found else 0
    in_time = -1
    if on_first != 0 and on_last <= moved:
        in_time = 1
    elif on_first > moved:
        in_time = 0
    if fits[body] == 0 or above == 0 or in_time == 0 or high[body] == 0:
        return 0
    return 1 if fits[body] > 0 and above > 0 and in_time > 0 and high[body] > 0 else -1


@jit
def locks(
    as_of: int, force: Array, after: Array, since_recruited: bool, elapsed: bool,
    begins: Array, asks: Array, wanted: Array, via: Array, recruited: Array, unit: Array,
    plain: Array, steady: Array, flagged: Array, body: Array, on_first: Array, on_last: Array,
    town: Array, place: Array, chain: Array, whole: Array, fits: Array, high: Array,
    late: int, village: bool, taken: bool, offsets: Array, org: Array, basis: Array, start: Array,
    stop: Array, where: Array, day_start: Array, day_end: Array, codes: Array, since: Array,
    until: Array,
) -> None:  # fmt: skip
    """Find the class and state of every recruit, as the search `ServiceLock` does.

    `codes` is `STATES * class + state`, where the states 0 to 4 are as `_force` tells; `OTHERS` may
    have gone several ways.  What was told before stands on the days from `since` to before `until`,
    whatever the day is; beyond, it may be another.
    """
    chosen, beside = np.empty(MOST, np.int64), np.empty(MOST, np.int64)
    gone_start, gone_end = np.empty(MOST, np.int32), np.empty(MOST, np.int32)
    stages = len(begins) + 1
    enough = begins[-1] if len(begins) else 0
    for person in range(len(codes)):
        if since[person] <= as_of < until[person]:
            continue
        since[person], until[person] = 0, _LATER
        home_unit = unit[person]
        there = where[home_unit]
        if not wanted[via[person]] or (there != OF and there != UNKNOWN) or not plain[person]:
            codes[person] = NOBODY
            continue
        joined = recruited[person]
        dated = joined > 0
        state = after[_force(joined, force)] if since_recruited and dated else after[0]
        if state >= 3:
            codes[person] = state
            continue
        if not dated or there == UNKNOWN:
            codes[person] = NO_PLACE if there == UNKNOWN else NO_DATE
            continue
        if joined > as_of:
            codes[person], until[person] = NOT_YET, joined
            continue
        home = town[home_unit]
        begin, end = offsets[person], offsets[person + 1]
        stands, left, moved = FIRST, NOWHERE, 0
        held, there, post, same_until = _held(
            begin, end, joined, as_of, home, org, basis, start, stop, town
        )
        if 0 < held == there:
            pass  # where all posts are that somebody holds; until the last of them ends
        elif steady[person]:
            same_until = _LATER
            if held and town[org[post]] != NOWHERE and since_recruited:
                stands, same_until = OTHER, stop[post]  # since when does not matter
            else:
                # Where the last post begun by the day is, there the person stands.
                post = -1
                for row in range(end - 1, begin - 1, -1):
                    first = start[row]
                    if first < joined:
                        break
                    if basis[row] != IN_POST:
                        continue
                    if first > as_of:
                        same_until = first
                    elif post < 0:
                        current, post, moved = town[org[row]], row, first
                        if current == home:
                            break
                        stands = OUT if current == NOWHERE else OTHER
                        left = home
                        if stands == OTHER and since_recruited:
                            break
                    elif town[org[row]] == current:
                        post, moved = row, first
                    else:
                        left = town[org[row]]
                        break
        else:
            same_until = _change(begin, end, as_of, start, stop)
            current, post, moved, left = walk_one(
                begin, end, home, joined, as_of, org, basis, start, stop, town, chosen, beside
            )
            if post == -2:
                codes[person], since[person], until[person] = OTHERS, as_of, _LATER
                continue
            stands = FIRST if current == home else (OUT if current == NOWHERE else OTHER)
        low, left_at, exempt = 0, 0, 0
        if stands != FIRST:
            day = as_of if stands == OTHER else moved
            if elapsed:
                months = 0
                if joined < day:
                    months = max((day_end[max(day - late, 1)] - day_start[joined]) >> 5, 0)
            else:
                months = completed(
                    begin,
                    end,
                    joined,
                    day,
                    enough,
                    late,
                    village,
                    taken,
                    org,
                    basis,
                    start,
                    stop,
                    where,
                    day_start,
                    day_end,
                    gone_start,
                    gone_end,
                )
            stage = _stage(months, begins)
            if stands == OTHER:
                low = stage
                if stage < len(begins):
                    reached = as_of + 1 + SHORTEST * (begins[stage] - months - 1)
                    same_until = min(same_until, reached)
            else:
                left_at = stage
            if not since_recruited:
                moved_in = _force(moved, force)
                exempt = 0 if moved_in == 0 else (1 if moved_in >= 3 else -1)
        code = stands
        code = code * stages + low
        code = code * stages + low
        code = code * stages + left_at
        code = code * stages + left_at
        code = code * 3 + exempt + 1
        code = code * 2 + (1 if via[person] >= 0 else 0)
        for one in range(stages):
            if asks[one]:
                answer = 0
                if stands == OUT and flagged[post]:
                    answer = _approved(
                        body[post],
                        on_first[post],
                        on_last[post],
                        moved,
                        left,
                        fits,
                        high[one],
                        place,
                        chain,
                        whole,
                    )
                code = code * 3 + answer + 1
        codes[person] = STATES * code + state
        since[person], until[person] = as_of, same_until
