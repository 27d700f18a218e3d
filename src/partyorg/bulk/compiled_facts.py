"""The facts of plain careers, found by compiled code in one pass over the posts of each person.

What the searches in `partyorg.bulk.facts` find in many passes over arrays, these find in one, for
people whose careers are plain (see `partyorg.bulk.compiled`).  They give no facts but the class of
each (see `partyorg.bulk.found.Facts`), in the very numbers of the search.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from partyorg.bulk.compiled import (
    BELOW,
    IN_POST,
    MOST,
    OF,
    SECONDMENT,
    anniversary,
    held_since,
    jit,
    reached,
)

__all__ = ["NOBODY", "OTHERS", "conditions", "gathered", "looked_up", "members"]

Array = NDArray[Any]
NOBODY, OTHERS = -1, -2
"""In place of a class: no subject at all; somebody whose career must be looked at in arrays."""


@jit
def gathered(codes: Array, who: Array, found: Array, others: Array) -> tuple[int, int]:
    """Put those who have a class, and those who are left to others, one behind the other."""
    many, left = 0, 0
    for person in range(len(codes)):
        code = codes[person]
        if code >= 0:
            who[many] = person
            found[many] = code
            many += 1
        elif code == OTHERS:
            others[left] = person
            left += 1
    return many, left


@jit
def looked_up(codes: Array, places: Array, out: Array) -> None:
    """Look up the place of each code."""
    for row in range(len(codes)):
        out[row] = places[codes[row]]


@jit
def members(
    day: int, months: int, plain: Array, owner: Array, division: Array, sure: Array, begun: Array,
    ended: Array, late: int, village: bool, taken: bool, offsets: Array, org: Array, basis: Array,
    start: Array, stop: Array, where: Array, day_start: Array, month_first: Array,
    good_from: Array, counts: Array, others: Array,
) -> int:  # fmt: skip
    """Count the members of each team on a day, with and without so many months of service.

    From `owner` to `ended` are the posts that make somebody a member of a team (see
    `part.TeamPosts`), by person.  `counts` has two rows with a place for each division: surely a
    member, with and without the service.  Plain careers alone are counted; of these, who is not
    surely a member is put among the `others`.  Gives how many these are.

    `good_from` is the day from which each person has the service, 0 where it was not asked yet.
    """
    asked, days = np.full(1, months, np.int32), np.empty(1, np.int32)
    gone_start, gone_end = np.empty(MOST, np.int32), np.empty(MOST, np.int32)
    teams = np.empty(MOST, np.int64)
    left, number, person = 0, 0, -1
    for row in range(len(owner)):
        if begun[row] > day or ended[row] <= day or not plain[owner[row]]:
            continue
        if owner[row] != person:
            person, number = owner[row], 0
        elif number < 0:
            continue
        if not sure[row]:
            # Left to others, wherever this person was counted already.
            for one in range(number):
                counts[0 if good_from[person] <= day else 1, teams[one]] -= 1
            others[left] = person
            left += 1
            number = -1
            continue
        again = False
        for one in range(number):
            again = again or teams[one] == division[row]
        if again:
            continue
        teams[number] = division[row]
        number += 1
        if good_from[person] == 0:
            reached(
                offsets[person], offsets[person + 1], 0, asked, late, village, taken, org, basis,
                start, stop, where, day_start, month_first, gone_start, gone_end, days,
            )  # fmt: skip
            good_from[person] = days[0]
        counts[0 if good_from[person] <= day else 1, division[row]] += 1
    return left


@jit
def conditions(
    owner: Array, day: Array, in_post: bool, not_seconded: bool, continuous: int, cumulative: int,
    late: int, village: bool, taken: bool, offsets: Array, org: Array, basis: Array, start: Array,
    stop: Array, where: Array, day_start: Array, month_first: Array, codes: Array,
) -> None:  # fmt: skip
    """Find the class of conditions on plain careers, each on a day, as `Conditions` numbers it.

    `NOBODY` for whoever is in no township on that day.  A period of -1 is not asked for.
    """
    asked, days = np.full(1, cumulative, np.int32), np.empty(1, np.int32)
    gone_start, gone_end = np.empty(MOST, np.int32), np.empty(MOST, np.int32)
    for at in range(len(owner)):
        begin, end, then = offsets[owner[at]], offsets[owner[at] + 1], day[at]
        inside, away = False, False
        for row in range(begin, end):
            if start[row] > then:
                break
            if stop[row] <= then:
                continue
            if basis[row] == IN_POST:
                there = where[org[row]]
                inside = inside or there == OF or (village and there == BELOW)
            elif basis[row] == SECONDMENT:
                away = True
        if not inside:
            codes[at] = NOBODY
            continue
        code = 0
        if in_post:
            code = code * 9 + 8
        if not_seconded:
            code = code * 9 + (4 if away else 8)
        if continuous >= 0:
            since = held_since(
                begin, end, then, village, taken, org, basis, start, stop, where, gone_start,
                gone_end,
            )  # fmt: skip
            long = since > 0
            if long and continuous > 0:
                long = anniversary(since, continuous, late, day_start, month_first) <= then
            code = code * 9 + (8 if long else 4)
        if cumulative >= 0:
            reached(
                begin, end, 0, asked, late, village, taken, org, basis, start, stop, where,
                day_start, month_first, gone_start, gone_end, days,
            )  # fmt: skip
            code = code * 9 + (8 if days[0] <= then else 4)
        codes[at] = code
