"""Where recruits whose careers are plain stand, and what they had served: the classes of locks.

One pass over the posts of each person finds what `partyorg.bulk.facts.service_lock` finds in arrays
in many, in the very numbers of that search (see `partyorg.bulk.found.Facts`): for one day, or for
all days there are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from partyorg.bulk.compiled import IN_POST, MOST, OF, UNKNOWN, anniversary, jit, moves, reached
from partyorg.bulk.compiled_facts import NOBODY, OTHERS
from partyorg.dates import FAR

__all__ = ["histories", "locks"]

Array = NDArray[Any]
FIRST, OTHER, OUT = 0, 1, 2
NOWHERE = -1  # in place of a township
JUDGED = -3  # in place of a code: whoever is to be judged
STATES, NOT_YET, NO_DATE, NO_PLACE = 9, 5, 6, 7
"""How many states there are (see `facts.lock_states`), and some behind those of `_force`."""


@jit
def _held(
    begin: int, end: int, since: int, day: int, place: int, org: Array, basis: Array, start: Array,
    stop: Array, town: Array,
) -> tuple[int, int, int]:  # fmt: skip
    """Count the posts that a person holds on a day, and those of them in a place; give the last."""
    held, there, last = 0, 0, -1
    for row in range(begin, end):
        # One question instead of three: for most posts the answer is the same.
        if (start[row] > day) | (stop[row] <= day) | (basis[row] != IN_POST):
            continue
        if start[row] >= since:
            held += 1
            last = row
            if town[org[row]] == place:
                there += 1
    return held, there, last


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
def _stage(day: int, reaches: Array) -> int:
    """Give the number of the stage of a day: so many have begun, each on its day."""
    stage = 0
    for one in range(len(reaches)):
        if reaches[one] <= day:
            stage = one + 1
    return stage


@jit
def _stages(
    joined: int, elapsed: bool, begins: Array, begin: int, end: int, late: int, village: bool,
    taken: bool, org: Array, basis: Array, start: Array, stop: Array, where: Array,
    day_start: Array, month_first: Array, gone_start: Array, gone_end: Array, reaches: Array,
) -> None:  # fmt: skip
    """Find the day on which each further stage begins, by the clock of the rule."""
    if not elapsed:
        reached(
            begin, end, joined, begins, late, village, taken, org, basis, start, stop, where,
            day_start, month_first, gone_start, gone_end, reaches,
        )  # fmt: skip
        return
    for one in range(len(begins)):
        reaches[one] = anniversary(joined, begins[one], late, day_start, month_first)


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
def _closed(wanted: bool, plain: bool, there: int, dated: bool, state: int) -> int:
    """Give the code of whoever is not to be judged, or `JUDGED`."""
    if not wanted or not plain or (there != OF and there != UNKNOWN):
        return NOBODY
    if state >= 3:
        return state
    if there == UNKNOWN:
        return NO_PLACE
    return JUDGED if dated else NO_DATE


@jit
def _class(
    stands: int, stage: int, exempt: int, known: bool, post: int, moved: int, left: int,
    stages: int, asks: Array, flagged: Array, body: Array, on_first: Array, on_last: Array,
    place: Array, chain: Array, whole: Array, fits: Array, high: Array,
) -> int:  # fmt: skip
    """Give the class of somebody: `stage` is that of the day, or of the exit."""
    now, then = stage if stands == OTHER else 0, stage if stands == OUT else 0
    code = stands
    code = code * stages + now
    code = code * stages + now
    code = code * stages + then
    code = code * stages + then
    code = code * 3 + exempt + 1
    code = code * 2 + (1 if known else 0)
    for one in range(stages):
        if asks[one]:
            answer = 0
            if stands == OUT and flagged[post]:
                answer = _approved(
                    body[post], on_first[post], on_last[post], moved, left, fits, high[one], place,
                    chain, whole,
                )  # fmt: skip
            code = code * 3 + answer + 1
    return code


@jit
def _exempt(moved: int, since_recruited: bool, force: Array) -> int:
    """Tell whether a move was made before the rule was in force: 1, 0, or -1 for perhaps."""
    if since_recruited:
        return 0
    then = _force(moved, force)
    return 0 if then == 0 else (1 if then >= 3 else -1)


@jit
def _unmoved(asks: Array) -> tuple[int, int]:
    """Give the class of whoever is in the township of recruitment, and what a known channel adds.

    Those who moved nowhere are of one class, but for the channel.
    """
    code, step = 1, 1  # no place, no stage; not exempt
    code = code * 2
    for one in range(len(asks)):
        if asks[one]:
            code, step = code * 3 + 1, step * 3
    return code, step


@jit
def locks(
    as_of: int, steady: Array, force: Array, after: Array, since_recruited: bool, elapsed: bool,
    begins: Array, asks: Array, wanted: Array, via: Array, recruited: Array, unit: Array,
    plain: Array, flagged: Array, body: Array, on_first: Array, on_last: Array,
    town: Array, place: Array, chain: Array, whole: Array, fits: Array, high: Array,
    late: int, village: bool, taken: bool, offsets: Array, org: Array, basis: Array, start: Array,
    stop: Array, where: Array, day_start: Array, month_first: Array, codes: Array,
) -> None:  # fmt: skip
    """Find the class and state of every recruit on a day, as the search `ServiceLock` does.

    `codes` is `STATES * class + state`, where the states 0 to 4 are as `_force` tells; `OTHERS` may
    have gone several ways.
    """
    chosen, beside = np.empty(MOST, np.int64), np.empty(MOST, np.int64)
    posts, days = np.empty(2 * MOST, np.int64), np.empty(2 * MOST, np.int32)
    gone_start, gone_end = np.empty(MOST, np.int32), np.empty(MOST, np.int32)
    reaches, stages = np.empty(len(begins), np.int32), len(begins) + 1
    unmoved, step = _unmoved(asks)
    for person in range(len(codes)):
        home_unit, joined = unit[person], recruited[person]
        state = after[_force(joined, force)] if since_recruited and joined > 0 else after[0]
        told = _closed(
            wanted[via[person]], plain[person], where[home_unit], joined > 0, state
        )  # fmt: skip
        if told != JUDGED or joined > as_of:
            codes[person] = NOT_YET if told == JUDGED else told
            continue
        home = town[home_unit]
        begin, end = offsets[person], offsets[person + 1]
        stands, left, moved = FIRST, NOWHERE, 0
        held, there, post = _held(begin, end, joined, as_of, home, org, basis, start, stop, town)
        if 0 < held == there:  # where all posts are that somebody holds
            codes[person] = STATES * (unmoved + step * (via[person] >= 0)) + state
            continue
        if steady[person] and held and town[org[post]] != NOWHERE and since_recruited:
            stands = OTHER  # since when does not matter
        elif steady[person]:
            # Where the last post begun by the day is, there the person stands.
            post = -1
            for row in range(end - 1, begin - 1, -1):
                first = start[row]
                if first < joined:
                    break
                if basis[row] != IN_POST or first > as_of:
                    continue
                if post < 0:
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
            many = moves(
                begin, end, home, joined, as_of, org, basis, start, stop, town, chosen, beside,
                posts, days,
            )  # fmt: skip
            if many < 0:
                codes[person] = OTHERS
                continue
            if many > 0:
                post, moved = posts[many - 1], days[many - 1]
                current = town[org[post]]
                stands = FIRST if current == home else (OUT if current == NOWHERE else OTHER)
                left = town[org[posts[many - 2]]] if many > 1 else home
        if stands == FIRST:
            codes[person] = STATES * (unmoved + step * (via[person] >= 0)) + state
            continue
        _stages(
            joined, elapsed, begins, begin, end, late, village, taken, org, basis, start, stop,
            where, day_start, month_first, gone_start, gone_end, reaches,
        )  # fmt: skip
        code = _class(
            stands, _stage(as_of if stands == OTHER else moved, reaches),
            _exempt(moved, since_recruited, force), via[person] >= 0, post, moved, left, stages,
            asks, flagged, body, on_first, on_last, place, chain, whole, fits, high,
        )  # fmt: skip
        codes[person] = STATES * code + state


@jit
def histories(
    force: Array, after: Array, since_recruited: bool, elapsed: bool,
    begins: Array, asks: Array, wanted: Array, via: Array, recruited: Array, unit: Array,
    plain: Array, flagged: Array, body: Array, on_first: Array, on_last: Array,
    town: Array, place: Array, chain: Array, whole: Array, fits: Array, high: Array,
    late: int, village: bool, taken: bool, offsets: Array, org: Array, basis: Array, start: Array,
    stop: Array, where: Array, day_start: Array, month_first: Array, ends: Array,
    since: Array, codes: Array,
) -> int:  # fmt: skip
    """Find the same for all days there are: what each recruit is, and from which day on.

    Those of one person come one after the other, the first from day 0; `ends` tells where they end.
    Of two from one day the later counts.
    Whoever may have gone several ways is one of `OTHERS` on all days.  Gives how many there are.
    """
    chosen, beside = np.empty(MOST, np.int64), np.empty(MOST, np.int64)
    posts, days = np.empty(2 * MOST, np.int64), np.empty(2 * MOST, np.int32)
    gone_start, gone_end = np.empty(MOST, np.int32), np.empty(MOST, np.int32)
    reaches, stages = np.empty(len(begins), np.int32), len(begins) + 1
    at = 0
    for person in range(len(ends)):
        home_unit, joined = unit[person], recruited[person]
        state = after[_force(joined, force)] if since_recruited and joined > 0 else after[0]
        told = _closed(
            wanted[via[person]], plain[person], where[home_unit], joined > 0, state
        )  # fmt: skip
        since[at], codes[at] = 0, NOT_YET if told == JUDGED else told
        at += 1
        ends[person] = at
        if told != JUDGED:
            continue
        home = town[home_unit]
        begin, end = offsets[person], offsets[person + 1]
        many = moves(
            begin, end, home, joined, FAR - 1, org, basis, start, stop, town, chosen, beside, posts,
            days,
        )  # fmt: skip
        if many < 0:
            codes[at - 1] = OTHERS
            continue
        if many > 0:
            _stages(
                joined, elapsed, begins, begin, end, late, village, taken, org, basis, start, stop,
                where, day_start, month_first, gone_start, gone_end, reaches,
            )  # fmt: skip
        left = home
        for move in range(-1, many):
            stands, post, moved, stage, exempt = FIRST, -1, joined, 0, 0
            if move >= 0:
                post, moved = posts[move], days[move]
                current = town[org[post]]
                stands = FIRST if current == home else (OUT if current == NOWHERE else OTHER)
            if stands != FIRST:
                exempt, stage = _exempt(moved, since_recruited, force), _stage(moved, reaches)
            day, until = moved, days[move + 1] if move + 1 < many else FAR
            while day < until:
                code = _class(
                    stands, stage, exempt, via[person] >= 0, post, moved, left, stages, asks,
                    flagged, body, on_first, on_last, place, chain, whole, fits, high,
                )  # fmt: skip
                since[at], codes[at] = day, STATES * code + state
                at += 1
                if stands != OTHER or stage == len(begins):
                    break
                # In another township: the day on which the next stage begins.
                day = reaches[stage]
                stage = _stage(day, reaches)
            if move >= 0:
                left = town[org[post]]
        ends[person] = at
    return at
