"""The kernels for plain careers, compiled by numba where it is installed.

A career is plain if all its dates are whole days, every place and basis is known, and nothing of it
is unrecorded.  Then both bounds are one, and one pass over the posts of a person, which stand in
the order of their starts, answers what the arrays of `kernels` and `moves` answer in many.  The
answers are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from partyorg.bulk.calendar import SHORTEST

__all__ = [
    "BELOW",
    "IN_POST",
    "MOST",
    "OF",
    "OUTSIDE",
    "SECONDMENT",
    "SHORTEST",
    "UNKNOWN",
    "available",
    "completed",
    "held_around",
    "jit",
    "plain",
    "walk_one",
]

MOST = 64
"""Posts of one person, above which a career is not plain."""


def available() -> bool:
    """Tell whether numba is installed."""
    return find_spec("numba") is not None


if available():
    from numba import njit

    _FILES = sorted(Path(__file__).parent.glob("compiled*.py"))
    _STAMP = sha256(b"".join(file.read_bytes() for file in _FILES)).hexdigest()[:8]

    def jit(function: Callable[..., Any]) -> Any:
        """Let a function be compiled, and what was compiled be kept until one of the files changes.

        numba looks at the file of the function alone, and not at that of others which it calls.
        """
        function.__qualname__ += f"_{_STAMP}"
        return njit(cache=True, nogil=True, boundscheck=False)(function)
else:  # pragma: no cover  (the functions below are then not called)

    def jit(function: Callable[..., Any]) -> Any:
        """Leave a function as it is."""
        return function


_LONGEST = 31  # days in a month
IN_POST, SECONDMENT = 0, 1
UNKNOWN, OUTSIDE, OF, BELOW = 0, 1, 2, 3


@jit
def plain(
    offsets, org, basis, start_first, start_last, end_first, end_last, where, recruited_first,
    recruited_last, known_from, odd, out, steady,
):  # fmt: skip
    """Tell whose career is plain; and of these, who is `steady`: one post follows the other."""
    for person in range(len(out)):
        begin, end = offsets[person], offsets[person + 1]
        recruited = recruited_first[person]
        fits = not odd[person] and known_from[person] == 0 and end - begin <= MOST
        fits = fits and recruited == recruited_last[person]
        met = recruited == 0
        earliest = 1 << 30
        last, follows = 0, True
        if fits:
            for row in range(begin, end):
                first = start_first[row]
                if (
                    first != start_last[row]
                    or end_first[row] != end_last[row]
                    or basis[row] < 0
                    or where[org[row]] == UNKNOWN
                ):
                    fits = False
                    break
                met = met or first == recruited
                earliest = min(earliest, first)
                if basis[row] == IN_POST:
                    follows = follows and last <= first < end_first[row]
                    last = end_first[row]
        out[person] = fits and (met or earliest <= recruited)
        steady[person] = out[person] and follows


@jit
def _taken(begin, end, org, basis, start, stop, where, gone_start, gone_end):
    """Collect the secondments outside of one person, in the order of their starts."""
    gone = 0
    for row in range(begin, end):
        if basis[row] == SECONDMENT and where[org[row]] == OUTSIDE and start[row] < stop[row]:
            gone_start[gone] = start[row]
            gone_end[gone] = stop[row]
            gone += 1
    return gone


@jit
def completed(
    begin, end, since, until, enough, late, village, taken, org, basis, start, stop, where,
    day_start, day_end, gone_start, gone_end,
):  # fmt: skip
    """Count the cumulative service of one person since a day and until a day, in whole months.

    Once there are `enough` it may stop: then the answer is that many, or more.
    """
    gone = 0
    if taken:
        gone = _taken(begin, end, org, basis, start, stop, where, gone_start, gone_end)
    surely = _LONGEST * enough + late
    best, earlier = 0, 0
    open_start, open_end = 0, -1
    for row in range(begin, end + 1):
        fresh_start, fresh_end = 1 << 30, 1 << 30
        if row < end:
            place = where[org[row]]
            if basis[row] != IN_POST or not (place == OF or (village and place == BELOW)):
                continue
            fresh_start, fresh_end = start[row], stop[row]
            if fresh_start >= fresh_end:
                continue
            if gone == 0 and min(fresh_end, until) - max(fresh_start, since) >= surely:
                return enough
            if fresh_start <= open_end:
                open_end = max(open_end, fresh_end)
                continue
        # A stretch is complete: take off the secondments, clip it, and count it.
        day = max(open_start, since)
        finish = min(open_end, until)
        number = 0
        while day < finish:
            piece = finish
            after = finish
            while number < gone:
                if gone_end[number] <= day:
                    number += 1
                    continue
                if gone_start[number] < finish:
                    piece = max(gone_start[number], day)
                    after = gone_end[number]
                    number += 1
                break
            if day < piece:
                best = max(best, (day_end[piece - late] - day_start[day - earlier]) >> 5)
                earlier += piece - day
            day = max(after, day)
        open_start, open_end = fresh_start, fresh_end
        if best >= enough or open_start >= until:
            break
    return best


@jit
def held_around(
    begin, end, day, late, village, taken, org, basis, start, stop, where, day_start, day_end,
    gone_start, gone_end,
):  # fmt: skip
    """Give the stretch of one person that contains a day: months (-1: none) and where it began."""
    open_start, open_end = 0, -1
    for row in range(begin, end):
        place = where[org[row]]
        if basis[row] != IN_POST or not (place == OF or (village and place == BELOW)):
            continue
        if start[row] >= stop[row]:
            continue
        if start[row] <= open_end:
            open_end = max(open_end, stop[row])
        elif open_start <= day < open_end:
            break
        else:
            open_start, open_end = start[row], stop[row]
    if not open_start <= day < open_end:
        return -1, 0
    if taken:
        gone = _taken(begin, end, org, basis, start, stop, where, gone_start, gone_end)
        for number in range(gone):
            if gone_start[number] <= day < gone_end[number]:
                return -1, 0
            if gone_end[number] <= day:
                open_start = max(open_start, gone_end[number])
    if open_start >= day:
        return 0, 0
    return max((day_end[day - late] - day_start[open_start]) >> 5, 0), open_start


@jit
def walk_one(begin, end, home, since, as_of, org, basis, start, stop, town, chosen, held):
    """Follow one person from the township of recruitment to a day, as `moves.standing`.

    Gives the township where the person stands, the post moved to last (-1: never moved, -2: there
    is more than one way), the day of that move, and the township left.
    """
    count, here, far, beside = 0, home, 0, False
    post, moved, left = -1, 0, -1
    for row in range(begin, end):
        if basis[row] == IN_POST and since <= start[row] <= as_of:
            chosen[count] = row
            count += 1
            # One post after the other: each leads to its place.
            beside = beside or start[row] < far or stop[row] <= start[row]
            there = town[org[row]]
            if there != here:
                post, moved, left = row, start[row], here
                here = there
            far = max(far, stop[row])
    if not beside:
        return here, post, moved, left
    here, number, following = home, 0, 0
    post, moved, left = -1, 0, -1
    while True:
        # The next day on which a post starts or ends.
        day = as_of + 1
        if following < count:
            day = start[chosen[following]]
        for one in range(number):
            day = min(day, stop[held[one]])
        if day > as_of:
            return here, post, moved, left
        fresh = following
        while following < count and start[chosen[following]] == day:
            held[number] = chosen[following]
            number += 1
            following += 1
        kept = 0
        inside = False
        new, newest = 0, -1
        for one in range(number):
            row = held[one]
            if stop[row] == day:
                continue
            held[kept] = row
            kept += 1
            inside = inside or town[org[row]] == here
            if one >= number - (following - fresh):
                new += 1
                newest = row
        number = kept
        if number == 0 or inside:
            continue
        if new > 1:
            return here, -2, 0, -1
        row = newest if new == 1 else held[number - 1]
        post, moved, left = row, day, here
        here = town[org[row]]
