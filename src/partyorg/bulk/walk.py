"""The walk of one career whose posts overlap, where it leads but one way; short and quick.

Instants whose ranges of days overlap may come in any order.  Where all posts that are held or begin
meanwhile are in the place where the person is, no order makes a difference; of two instants each
order is followed.  Any other career, and one that may have led to several places, is tangled, and
is left to `partyorg.evaluate.moves`, which follows every order.
"""

from __future__ import annotations

from collections.abc import Sequence

from attrs import define, frozen

__all__ = ["Last", "TangledError", "walk"]

Post = tuple[int, int, int, int, int]
"""First and last day of the start, first and last day of the end, place."""


class TangledError(Exception):
    """There is more than one way in which the person may stand."""


@frozen
class Last:
    """Where a person stands, and by which move: the number of the post, its days, what was left."""

    place: int
    post: int = -1
    first: int = 0
    last: int = 0
    left: int = 0


@frozen
class _Way:
    """How things stand: the last move, the posts held in the order in which they began.

    `unsure`: that order is not known.
    """

    last: Last
    held: tuple[int, ...] = ()
    begun: bool = False
    unsure: bool = False


@define(slots=True)
class _Instant:
    first: int
    last: int
    starts: list[int]
    ends: list[int]
    recruits: bool = False


_MOST = 16  # ways followed at a time


def walk(posts: Sequence[Post], home: int, recruited: tuple[int, int], as_of: int) -> Last:
    """Follow the posts of somebody from the place of recruitment to a day."""
    ways: dict[_Way, None] = {_Way(Last(home)): None}
    for cluster in _clusters(_instants(posts, recruited, as_of), as_of):
        after: dict[_Way, None] = {}
        for way in ways:
            for other in _through(posts, cluster, way, as_of):
                after[other] = None
        if len(after) > _MOST:
            raise TangledError
        ways = after
    ends = {way.last for way in ways}
    if all(last.place == home for last in ends):
        return Last(home)  # it does not matter how somebody came back
    if len(ends) > 1:
        raise TangledError
    return ends.pop()


def _through(
    posts: Sequence[Post], cluster: Sequence[_Instant], way: _Way, as_of: int
) -> list[_Way]:
    """Give the ways in which a cluster of instants may be gone through."""
    one = cluster[0]
    if len(cluster) == 1:
        return [_step(posts, cluster, way, (one.first, one.last), as_of)]
    if _harmless(posts, cluster, way):
        gone = {post for instant in cluster for post in instant.ends}
        here = [*way.held, *(post for instant in cluster for post in instant.starts)]
        held = tuple(post for post in here if post not in gone)
        begun = way.begun or any(instant.recruits for instant in cluster)
        return [_Way(way.last, held, begun, way.unsure or len(here) > 1)]
    if len(cluster) > 2:  # noqa: PLR2004
        raise TangledError
    out = []
    for early, late in (cluster, cluster[::-1]):
        if not any(post in late.starts for post in early.ends) and early.first < late.last:
            then = _step(posts, [early], way, (early.first, min(early.last, late.last - 1)), as_of)
            follows = (max(early.first + 1, late.first), late.last)
            out.append(_step(posts, [late], then, follows, as_of))
    first = max(instant.first for instant in cluster)
    last = min(instant.last for instant in cluster)
    if first <= last:
        out.append(_step(posts, cluster, way, (first, last), as_of))
    return out


def _harmless(posts: Sequence[Post], cluster: Sequence[_Instant], way: _Way) -> bool:
    """Tell whether no order makes a difference: all is where the person is.

    What begins beside recruitment may have begun before it, and would then not be held.
    """
    place = way.last.place
    here = [*way.held, *(post for instant in cluster for post in instant.starts)]
    if any(posts[post][4] != place for post in here):
        return False
    if not any(instant.recruits for instant in cluster):
        return True
    gone = {post for instant in cluster for post in instant.ends}
    return all(
        instant.recruits or all(post in gone for post in instant.starts) for instant in cluster
    )


def _step(
    posts: Sequence[Post],
    block: Sequence[_Instant],
    way: _Way,
    days: tuple[int, int],
    as_of: int,
) -> _Way:
    """Let what happens on one day happen."""
    place, held = way.last.place, way.held
    begun = way.begun or any(instant.recruits for instant in block)
    starts = [post for instant in block for post in instant.starts] if begun else []
    ends = [post for instant in block for post in instant.ends]
    held = tuple(post for post in (*held, *starts) if post not in ends)
    if not held or any(posts[post][4] == place for post in held):
        return _Way(way.last, held, begun, way.unsure)
    new = [post for post in starts if post in held] or held[-1:]
    if len(new) > 1 or (way.unsure and new[0] not in starts):
        raise TangledError
    if days[0] != days[1] and days[1] >= as_of:
        raise TangledError  # on the day itself, or after it
    last = Last(posts[new[0]][4], new[0], *days, place)
    return _Way(last, held, begun, way.unsure)


def _instants(posts: Sequence[Post], recruited: tuple[int, int], as_of: int) -> list[_Instant]:
    """Give the instants of the posts in order, as `partyorg.evaluate.moves` understands them."""
    starts: dict[tuple[int, int], list[int]] = {}
    ends: dict[tuple[int, int], list[int]] = {}
    for number, post in enumerate(posts):
        starts.setdefault(post[0:2], []).append(number)
        if post[2] <= as_of:
            ends.setdefault(post[2:4], []).append(number)
    out = {(*recruited, 0): _Instant(*recruited, [], [], recruits=True)}

    def at(date: tuple[int, int], own: int) -> _Instant:
        key = (*date, own)
        if key not in out:
            out[key] = _Instant(*date, [], [])
        return out[key]

    for number, post in enumerate(posts):
        start, end = post[0:2], post[2:4]
        met = [other for other in ends.get(start, ()) if other != number]
        sharp = start[0] == start[1] or start == recruited or met
        at(start, 0 if sharp else number + 1).starts.append(number)
        if end[0] <= as_of:
            met = [other for other in starts.get(end, ()) if other != number]
            at(end, 0 if end[0] == end[1] or met else -number - 1).ends.append(number)
    return sorted(out.values(), key=lambda instant: (instant.first, instant.last))


def _clusters(instants: list[_Instant], as_of: int) -> list[list[_Instant]]:
    """Part instants into runs whose ranges overlap; what may come after the day is the last."""
    out: list[list[_Instant]] = []
    reach = -1
    for instant in instants:
        if instant.first > as_of:
            break
        if instant.first > reach:
            out.append([instant])
        else:
            out[-1].append(instant)
        reach = max(reach, instant.last)
    return out
