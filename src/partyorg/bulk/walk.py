"""The walk of one career whose posts overlap, where it leads but one way; short and quick.

Instants whose ranges of days overlap may come in any order.  Where all posts that are held or begin
meanwhile are in the place where the person is, no order makes a difference.  Any other career is
`Tangled`, and is left to `partyorg.evaluate.moves`, which follows every order.
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


@define(slots=True)
class _Instant:
    first: int
    last: int
    starts: list[int]
    ends: list[int]
    recruits: bool = False


def walk(posts: Sequence[Post], home: int, recruited: tuple[int, int], as_of: int) -> Last:
    """Follow the posts of somebody from the place of recruitment to a day."""
    place, held, begun = home, [], False
    out = Last(home)
    unsure = False  # in which order the posts held were begun
    for cluster in _clusters(_instants(posts, recruited, as_of), as_of):
        if len(cluster) > 1:
            here = [*held, *(post for instant in cluster for post in instant.starts)]
            recruits = any(instant.recruits for instant in cluster)
            if recruits or any(posts[post][4] != place for post in here):
                raise TangledError
            gone = {post for instant in cluster for post in instant.ends}
            held = [post for post in here if post not in gone]
            unsure = unsure or len(here) > 1
            continue
        instant = cluster[0]
        begun = begun or instant.recruits
        if begun:
            held = held + instant.starts
        if instant.ends:
            held = [post for post in held if post not in instant.ends]
        if not held or any(posts[post][4] == place for post in held):
            continue
        new = [post for post in instant.starts if post in held] or held[-1:]
        if len(new) > 1 or (unsure and new[0] not in instant.starts):
            raise TangledError
        if instant.first != instant.last and instant.last >= as_of:
            raise TangledError  # on the day itself, or after it
        out = Last(posts[new[0]][4], new[0], instant.first, instant.last, place)
        place = out.place
    return out


def _instants(
    posts: Sequence[Post], recruited: tuple[int, int], as_of: int
) -> list[_Instant]:
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
