"""The walk of `partyorg.bulk.walk` for many careers, compiled by numba where it is installed.

It is the same walk with whole numbers for everything.  Sets of posts and of instants are the bits
of a number.  The posts held are kept in the order in which they began, five bits for each, the
newest lowest.  A way is a pair: the last move, by its place in a list where each move tells the one
before, and the posts held.  There is room for so many of each; whose career needs more stays
tangled.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from partyorg.bulk.compiled import jit
from partyorg.bulk.ground import OUTSIDE
from partyorg.bulk.walk import ANOTHER, Careers, Stands
from partyorg.dates import DAWN, FAR
from partyorg.evaluate.moves import MOST_VARIANTS
from partyorg.evaluate.orders import MOST_ORDERS

__all__ = ["walk"]

Array = NDArray[Any]
_MOST_POSTS = 30
_MOST_HELD = 12
_MOST_WAYS = 1_024
_MOST_MOVES = 1_024
_MOST_TASKS = 4_096
_MOST_OPEN = 12
_MOST_STATES = 256
_TOO_MANY = -1

_POST_BITS = 5
_POST = (1 << _POST_BITS) - 1


_KNOWN = ("home", "instants", "recruits", "stops", "low", "high", "ways", "moves", "orders")
"""Numbers of instants, ways, moves and orders so far; and which instants are what.

Instants of the cluster being followed are those from `low` to `high`.
"""


class _Room(NamedTuple):
    """Room for what is known of a career while it is walked."""

    place: Array  # of each post
    instants: Array
    moves: Array
    ways: Array
    after: Array  # ways after a cluster
    tasks: Array
    outcomes: Array  # ways to which a step leads
    known: Array


def _table(size: int, *names: str) -> Array:
    return np.zeros(size, np.dtype([(name, np.int64) for name in names], align=True))


def _room() -> _Room:
    return _Room(
        place=np.zeros(_MOST_POSTS, np.int64),
        instants=_table(2 * _MOST_POSTS + 2, "first", "last", "own", "starts", "ends"),
        moves=_table(_MOST_MOVES, "before", "post", "first", "last"),
        ways=_table(_MOST_WAYS, "move", "held"),
        after=_table(_MOST_WAYS, "move", "held"),
        tasks=_table(_MOST_TASKS, "rest", "day", "move", "held"),
        outcomes=_table(_MOST_POSTS, "move", "held"),
        known=_table(1, *_KNOWN),
    )


def walk(careers: Careers, as_of: int) -> Stands:
    """Follow people, each with one post or more, from recruitment to a day."""
    room, people = _room(), len(careers.home)
    pieces, person = [_table(0, *Stands._fields)], 0
    while person < people:
        states = _table(2 * (people - person) + _MOST_STATES, *Stands._fields)
        person, many = _walk(careers, as_of, person, states, room)
        pieces.append(states[:many])
    found = np.concatenate(pieces)
    return Stands(*(found[name] for name in Stands._fields))


@jit
def _walk(careers: Careers, as_of: int, person: int, states: Array, room: _Room) -> tuple[int, int]:
    """Follow people from one on while there is room for states; give who is next, and how many."""
    many = 0
    while person < len(careers.home) and many + _MOST_STATES <= len(states):
        many = _walk_one(careers, as_of, person, states, many, room)
        person += 1
    return person, many


@jit
def _walk_one(
    careers: Careers, as_of: int, person: int, states: Array, before: int, room: _Room
) -> int:
    """Add the states of a person behind those before, none if tangled; give how many there are."""
    begin, end = careers.offsets[person], careers.offsets[person + 1]
    if end - begin > _MOST_POSTS:
        return before
    variants = 1
    for row in range(begin, end):
        variants = min(variants * _options(careers, row), MOST_VARIANTS + 1)
    if variants > MOST_VARIANTS:
        return before
    many = before
    for variant in range(variants):
        chosen = _choose(careers, person, variant, room)
        _collect(careers, person, chosen, as_of, room)
        if not _follow_all(room):
            return before
        many = _add_states(person, states, before, many, room)
        if many == _TOO_MANY:
            return before
    return many


@jit
def _options(careers: Careers, row: int) -> int:
    """Tell how many places a post may be in; one of them may be that it is no such post."""
    return (1 if careers.known[row] else 3) + (0 if careers.sure[row] else 1)


@jit
def _choose(careers: Careers, person: int, variant: int, room: _Room) -> int:
    """Let each post be in one place; give the posts there are."""
    begin, end = careers.offsets[person], careers.offsets[person + 1]
    home = careers.home[person]
    chosen = 0
    for row in range(begin, end):
        options = _options(careers, row)
        option = variant % options
        variant //= options
        if careers.sure[row] or option < options - 1:
            chosen |= 1 << (row - begin)
        if careers.known[row]:
            room.place[row - begin] = careers.town[row]
        else:
            room.place[row - begin] = home if option == 0 else ANOTHER if option == 1 else OUTSIDE
    return chosen


@jit
def _add_states(person: int, states: Array, before: int, many: int, room: _Room) -> int:
    """Add the states to which ways lead, each once; give how many there are, or `_TOO_MANY`."""
    known = room.known[0]
    for way in range(known.ways):
        move = room.ways[way].move
        place = _place(move, room)
        post, first, last, left = -1, 0, 0, OUTSIDE
        if place != known.home:  # it does not matter how somebody came back
            moved = room.moves[move]
            post, first, last = moved.post, moved.first, moved.last
            if place == OUTSIDE:
                left = _place(moved.before, room)
        new = True
        for number in range(before, many):
            state = states[number]
            new &= (
                state.place != place
                or state.post != post
                or state.first != first
                or state.last != last
                or state.left != left
            )
        if not new:
            continue
        if many - before == _MOST_STATES:
            return _TOO_MANY
        state = states[many]
        state.person, state.place, state.post = person, place, post
        state.first, state.last, state.left = first, last, left
        many += 1
    return many


@jit
def _place(move: int, room: _Room) -> int:
    """Give the place that a move has led to; -1 is none, and recruitment itself."""
    return room.known[0].home if move < 0 else room.place[room.moves[move].post]


# --- Instants -------------------------------------------------------------------------------------


@jit
def _collect(careers: Careers, person: int, chosen: int, as_of: int, room: _Room) -> None:
    """Collect the instants of a career in order, with what starts and ends on them."""
    begin, end = careers.offsets[person], careers.offsets[person + 1]
    since_first, since_last = careers.recruited_first[person], careers.recruited_last[person]
    recruits = (since_first, min(since_last, as_of), 0)
    stops = (as_of, as_of, 0)
    known = room.known[0]
    known.home = careers.home[person]
    known.instants = 0
    _put(recruits, 0, 0, room)
    _put(stops, 0, 0, room)
    for row in range(begin, end):
        own = row - begin
        if not (chosen >> own) & 1:
            continue
        start_first, start_last = careers.start_first[row], careers.start_last[row]
        end_first, end_last = careers.end_first[row], careers.end_last[row]
        start_met, end_met = _met(careers, begin, end, chosen, row)
        if start_first == DAWN and start_last == FAR:
            starts = (DAWN, end_last, own + 1)
        elif start_first == since_first and start_last == since_last:
            starts = recruits
        else:
            starts = (start_first, start_last, 0 if start_met else own + 1)
        _put(starts, 1 << own, 0, room)
        if end_first <= as_of:
            if end_met and end_first == since_first and end_last == since_last:
                ends = recruits
            else:
                ends = (end_first, end_last, 0 if end_met else -own - 1)
            _put(ends, 0, 1 << own, room)
    for at in range(known.instants):
        instant = room.instants[at]
        key = (instant.first, instant.last, instant.own)
        if key == recruits:
            known.recruits = at
        if key == stops:
            known.stops = at


@jit
def _met(careers: Careers, begin: int, end: int, chosen: int, row: int) -> tuple[bool, bool]:
    """Tell whether a post's start and its end are one instant with what is written alike.

    Whole days are; of others a start is with the end of another post, and an end with a start.
    """
    start_first, start_last = careers.start_first[row], careers.start_last[row]
    end_first, end_last = careers.end_first[row], careers.end_last[row]
    start_met, end_met = start_first == start_last, end_first == end_last
    for other in range(begin, end):
        if other != row and (chosen >> (other - begin)) & 1:
            start_met |= (
                careers.end_first[other] == start_first and careers.end_last[other] == start_last
            )
            end_met |= (
                careers.start_first[other] == end_first and careers.start_last[other] == end_last
            )
    return start_met, end_met


@jit
def _put(key: tuple[int, int, int], starts: int, ends: int, room: _Room) -> None:
    """Put an instant in its place, or what happens on it with what does already."""
    known = room.known[0]
    at = known.instants
    while at > 0:
        before = room.instants[at - 1]
        if (before.first, before.last, before.own) == key:
            before.starts |= starts
            before.ends |= ends
            return
        if (before.first, before.last, before.own) < key:
            break
        at -= 1
    for later in range(known.instants, at, -1):
        room.instants[later] = room.instants[later - 1]
    known.instants += 1
    instant = room.instants[at]
    instant.first, instant.last, instant.own = key
    instant.starts, instant.ends = starts, ends


# --- Orders ---------------------------------------------------------------------------------------


@jit
def _follow_all(room: _Room) -> bool:
    """Follow all instants, cluster by cluster; tell whether there was room."""
    known = room.known[0]
    known.ways, known.moves, known.orders = 1, 0, 0
    room.ways[0].move, room.ways[0].held = -1, 0
    known.high = 0
    while known.high < known.instants:
        known.low = known.high
        reach = room.instants[known.low].last
        while known.high < known.instants and room.instants[known.high].first <= reach:
            reach = max(reach, room.instants[known.high].last)
            known.high += 1
        if not _follow(room):
            return False
    return True


@jit
def _follow(room: _Room) -> bool:
    """Follow all orders of the instants of a cluster; tell whether there was room."""
    known = room.known[0]
    cluster = (1 << known.high) - (1 << known.low)
    beyond = (1 << known.instants) - (1 << known.high)
    after = 0
    for way in range(known.ways):
        tasks = _task(cluster, 0, room.ways[way].move, room.ways[way].held, 0, room)
        while tasks:
            tasks -= 1
            task = room.tasks[tasks]
            rest, day, move, held = task.rest, task.day, task.move, task.held
            open_now = _open_now(rest, room)
            if open_now == _TOO_MANY:
                return False
            block = open_now
            while block:
                left = rest ^ block
                first, last = _days(block, left, day, room)
                if first <= last:
                    if rest & (rest - 1):  # of one instant alone there is one order
                        known.orders += 1
                    begun = not ((left | beyond) >> known.recruits) & 1
                    outcomes = _step(block, begun, first, last, move, held, room)
                    done = left == 0 or (block >> known.stops) & 1
                    for number in range(outcomes):
                        outcome = room.outcomes[number]
                        if done:
                            after = _way(outcome.move, outcome.held, after, room)
                        else:
                            tasks = _task(left, first + 1, outcome.move, outcome.held, tasks, room)
                    full = after == _MOST_WAYS or tasks == _MOST_TASKS
                    if outcomes == _TOO_MANY or full or known.orders > MOST_ORDERS:
                        return False
                block = (block - 1) & open_now
    for way in range(after):
        room.ways[way] = room.after[way]
    known.ways = after
    return True


@jit
def _task(rest: int, day: int, move: int, held: int, tasks: int, room: _Room) -> int:
    """Add a task, if there is room: instants to follow from a day on; give how many there are."""
    if tasks == _MOST_TASKS:
        return tasks
    task = room.tasks[tasks]
    task.rest, task.day, task.move, task.held = rest, day, move, held
    return tasks + 1


@jit
def _way(move: int, held: int, after: int, room: _Room) -> int:
    """Add a way, if it is new and there is room; give how many there are."""
    for number in range(after):
        way = room.after[number]
        if way.move == move and way.held == held:
            return after
    if after == _MOST_WAYS:
        return after
    room.after[after].move, room.after[after].held = move, held
    return after + 1


@jit
def _open_now(rest: int, room: _Room) -> int:
    """Give the instants of which one or several may come next."""
    bound = FAR
    for at in range(room.known[0].low, room.known[0].high):
        if (rest >> at) & 1:
            bound = min(bound, room.instants[at].last)
    open_now, many = 0, 0
    for at in range(room.known[0].low, room.known[0].high):
        if (rest >> at) & 1 and room.instants[at].first <= bound:
            open_now |= 1 << at
            many += 1
    return open_now if many <= _MOST_OPEN else _TOO_MANY


@jit
def _days(block: int, left: int, day: int, room: _Room) -> tuple[int, int]:
    """Give the days on which some instants may be together, before those left; none: `(1, 0)`.

    None there are where a post would end before it began.
    """
    first, last = day, FAR
    starts, ends = 0, 0
    for at in range(room.known[0].low, room.known[0].high):
        instant = room.instants[at]
        if (block >> at) & 1:
            first, last = max(first, instant.first), min(last, instant.last)
            ends |= instant.ends
        elif (left >> at) & 1:
            last = min(last, instant.last - 1)
            starts |= instant.starts
    return (1, 0) if starts & ends else (first, last)


@jit
def _step(
    block: int,
    begun: bool,
    first: int,
    last: int,
    move: int,
    held: int,
    room: _Room,
) -> int:
    """Let what happens on one day happen; give to how many ways that leads, `_TOO_MANY` if so."""
    newest, gone = 0, 0
    for at in range(room.known[0].low, room.known[0].high):
        if (block >> at) & 1:
            instant = room.instants[at]
            gone |= instant.ends
            newest |= instant.starts
            for post in range(_MOST_POSTS):
                if begun and (instant.starts >> post) & 1:
                    if held >> (_POST_BITS * (_MOST_HELD - 1)):
                        return _TOO_MANY
                    held = (held << _POST_BITS) | (post + 1)
    held = _without(held, gone)
    place = _place(move, room)
    new, stays = 0, held == 0
    others = held
    while others:
        post = (others & _POST) - 1
        stays |= room.place[post] == place
        new |= newest & (1 << post)
        others >>= _POST_BITS
    if stays:
        room.outcomes[0].move, room.outcomes[0].held = move, held
        return 1
    if new == 0:
        new = 1 << ((held & _POST) - 1)
    outcomes = 0
    for post in range(_MOST_POSTS):
        if (new >> post) & 1:
            moved = _moved(move, post, first, last, room)
            if moved == _TOO_MANY:
                return _TOO_MANY
            room.outcomes[outcomes].move, room.outcomes[outcomes].held = moved, held
            outcomes += 1
    return outcomes


@jit
def _without(held: int, gone: int) -> int:
    """Take posts out of those held."""
    kept = 0
    for at in range(_MOST_HELD - 1, -1, -1):
        post = (held >> (_POST_BITS * at)) & _POST
        if post and not (gone >> (post - 1)) & 1:
            kept = (kept << _POST_BITS) | post
    return kept


@jit
def _moved(before: int, post: int, first: int, last: int, room: _Room) -> int:
    """Give the place in the list of a move; `_TOO_MANY` if it is full."""
    known = room.known[0]
    for number in range(known.moves):
        move = room.moves[number]
        if (
            move.before == before
            and move.post == post
            and move.first == first
            and move.last == last
        ):
            return number
    if known.moves == _MOST_MOVES:
        return _TOO_MANY
    move = room.moves[known.moves]
    move.before, move.post, move.first, move.last = before, post, first, last
    known.moves += 1
    return known.moves - 1
