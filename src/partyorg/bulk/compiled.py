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

from partyorg.bulk.calendar import FIRST_MONTH
from partyorg.bulk.kernels import NEVER
from partyorg.dates import DAWN

__all__ = [
    "BELOW",
    "IN_POST",
    "MOST",
    "OF",
    "OUTSIDE",
    "SECONDMENT",
    "UNKNOWN",
    "anniversary",
    "available",
    "held_since",
    "jit",
    "moves",
    "plain",
    "reached",
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
def _serves(basis, place, village):
    """Tell whether a post counts as township service."""
    return basis == IN_POST and (place == OF or (village and place == BELOW))


@jit
def anniversary(day, months, late, day_start, month_first):
    """Give the day so many months after one, clamped to the end of a shorter month."""
    number = day_start[day]
    month = (number >> 5) + months - FIRST_MONTH
    first = month_first[month]
    return first + min(number & 31, month_first[month + 1] - first - 1) + late


@jit
def _reached_in(
    open_start, open_end, since, have, earlier, months, late, gone, gone_start, gone_end, day_start,
    month_first, out,
):  # fmt: skip
    """Go on counting through one stretch, less secondments: how many periods are reached, and days.

    Before it, as many were reached as there are in `have`, and `earlier` days were served.
    """
    day = max(open_start, since)
    number = 0
    while day < open_end and have < len(months):
        piece = open_end
        after = open_end
        while number < gone:
            if gone_end[number] <= day:
                number += 1
                continue
            if gone_start[number] < open_end:
                piece = max(gone_start[number], day)
                after = gone_end[number]
                number += 1
            break
        if day < piece:
            while have < len(months):
                then = anniversary(day - earlier, months[have], late, day_start, month_first)
                if max(then, day + 1) > piece:
                    break
                out[have] = max(then, day + 1)
                have += 1
            earlier += piece - day
        day = max(after, day)
    return have, earlier


@jit
def reached(
    begin, end, since, months, late, village, taken, org, basis, start, stop, where, day_start,
    month_first, gone_start, gone_end, out,
):  # fmt: skip
    """Find the days on which the cumulative service of one person since a day completes periods.

    `months` are these, in order; `out` gets the first day on which each is completed, `NEVER` where
    there is none.  Whether somebody has completed one on some day is then a comparison.
    """
    for one in range(len(months)):
        out[one] = NEVER
    if not len(months):
        return
    gone = 0
    if taken:
        gone = _taken(begin, end, org, basis, start, stop, where, gone_start, gone_end)
    surely = _LONGEST * months[-1] + late
    have, earlier = 0, 0
    while have < len(months) and months[have] == 0:
        out[have] = DAWN  # nothing is asked for
        have += 1
    open_start, open_end = 0, -1
    for row in range(begin, end):
        if not _serves(basis[row], where[org[row]], village) or start[row] >= stop[row]:
            continue
        if start[row] <= open_end:
            open_end = max(open_end, stop[row])
        else:
            have, earlier = _reached_in(
                open_start, open_end, since, have, earlier, months, late, gone, gone_start,
                gone_end, day_start, month_first, out,
            )  # fmt: skip
            open_start, open_end = start[row], stop[row]
        if have == len(months) or (gone == 0 and open_end - max(open_start, since) >= surely):
            break
    _reached_in(
        open_start, open_end, since, have, earlier, months, late, gone, gone_start, gone_end,
        day_start, month_first, out,
    )  # fmt: skip


@jit
def held_since(
    begin, end, day, village, taken, org, basis, start, stop, where, gone_start, gone_end
):  # fmt: skip
    """Give the day on which the stretch of service of one person began around a day; or 0."""
    open_start, open_end = 0, -1
    for row in range(begin, end):
        if not _serves(basis[row], where[org[row]], village) or start[row] >= stop[row]:
            continue
        if start[row] <= open_end:
            open_end = max(open_end, stop[row])
        elif open_start <= day < open_end:
            break
        else:
            open_start, open_end = start[row], stop[row]
    if not open_start <= day < open_end:
        return 0
    if taken:
        gone = _taken(begin, end, org, basis, start, stop, where, gone_start, gone_end)
        for number in range(gone):
            if gone_start[number] <= day < gone_end[number]:
                return 0
            if gone_end[number] <= day:
                open_start = max(open_start, gone_end[number])
    return open_start


@jit
def moves(
    begin, end, home, since, as_of, org, basis, start, stop, town, chosen, held, posts, days
):  # fmt: skip
    """Follow one person from the township of recruitment to a day, as `moves.standing`.

    Gives how many moves there were, and of each puts the post moved to and the day in their places;
    -1 where there is more than one way.
    """
    count, here, far, beside, many = 0, home, 0, False, 0
    for row in range(begin, end):
        if basis[row] == IN_POST and since <= start[row] <= as_of:
            chosen[count] = row
            count += 1
            # One post after the other: each leads to its place.
            beside = beside or start[row] < far or stop[row] <= start[row]
            there = town[org[row]]
            if there != here:
                posts[many], days[many] = row, start[row]
                many += 1
                here = there
            far = max(far, stop[row])
    if not beside:
        return many
    here, number, following, many = home, 0, 0, 0
    while True:
        # The next day on which a post starts or ends.
        day = as_of + 1
        if following < count:
            day = start[chosen[following]]
        for one in range(number):
            day = min(day, stop[held[one]])
        if day > as_of:
            return many
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
            return -1
        row = newest if new == 1 else held[number - 1]
        posts[many], days[many] = row, day
        many += 1
        here = town[org[row]]
