"""Which rules speak about the acts of a person, and what an act may bring under them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from attrs import frozen

from partyorg.action.acts import Appoint, Move, OfPosts, Promote, Second
from partyorg.asking import Chosen
from partyorg.evaluate.scope import World
from partyorg.model import Appointment, Basis, Dataset, Promotion
from partyorg.rulebook import Conventions, Pack, Rule
from partyorg.rulebook.kinds.share import People

__all__ = ["Asked", "Speaker", "asked", "may_be_held", "speaking"]

_OF_POSTS = OfPosts.__args__
_EVENTS: dict[type, frozenset[str]] = {
    Move: frozenset({"appointment", "entry"}),
    Appoint: frozenset({"appointment", "entry"}),
    Second: frozenset({"secondment"}),
    Promote: frozenset({"promotion"}),
}
"""The events of the kind `eligibility` that an act is."""


@frozen
class Speaker:
    """A rule that speaks about acts of a person, as a pack has it.

    `opened`: an approval may open the way that the rule closes.
    """

    pack: Pack
    rule: Rule
    conventions: Conventions
    kind: str
    params: Any
    opened: bool

    def speaks_about(self, act: Any) -> bool:
        """Tell whether it speaks about such acts at all."""
        if self.kind == "service_lock":
            return isinstance(act, (Move, Appoint))
        if self.kind == "share":
            return _seats(act)
        if self.params.event not in _EVENTS.get(type(act), ()):
            return False
        return self.params.event != "promotion" or self.params.promotion is act.kind


class Asked(NamedTuple):
    """A rule that bears on an act, with whom it is asked about."""

    speaker: Speaker
    subjects: frozenset[str]


def speaking(chosen: Chosen) -> tuple[Speaker, ...]:
    """Give the rules that speak about acts of a person, in their order."""
    return tuple(
        _speaker(pack, rule, conventions)
        for pack, rules, conventions in chosen
        for rule in rules
        if rule.kind_name in ("service_lock", "eligibility") or _of_teams(rule)
    )


def _of_teams(rule: Rule) -> bool:
    return rule.kind_name == "share" and rule.versions[-1].params.people is not None


def _speaker(pack: Pack, rule: Rule, conventions: Conventions) -> Speaker:
    params = rule.versions[-1].params
    opened = bool(getattr(params, "approved_by", ()))
    return Speaker(pack, rule, conventions, rule.kind_name, params, opened)


def asked(
    speakers: Sequence[Speaker],
    dataset: Dataset,
    person: str,
    act: Any,
    posts: Sequence[Appointment],
    day: int | None,
) -> Iterator[Asked]:
    """Give the rules that an act bears on, were it of some day; None: of whatever day.

    `posts` are those of the person after the act.
    """
    own = frozenset([person])
    held = [row for row in posts if day is None or may_be_held(row, day)]
    begun = None if day is None else [row for row in posts if _may_begin(row, day)]
    for one in speakers:
        if one.kind == "share":
            world = World.of(dataset, one.conventions)
            teams = _teams(one.params.people, world, held) if _seats(act) else None
            if teams:
                yield Asked(one, teams)
        elif one.kind == "eligibility" and isinstance(act, _OF_POSTS):
            if _brings(one.params, dataset.promotions_of.get(person), posts, begun):
                yield Asked(one, own)
        elif one.speaks_about(act):
            yield Asked(one, own)


def _seats(act: Any) -> bool:
    """Tell whether an act may give somebody a seat in a team, or take one."""
    return isinstance(act, _OF_POSTS) and not isinstance(act, Second)


def _teams(people: People, world: World, held: Iterable[Appointment]) -> frozenset[str]:
    """Give the divisions whose teams the person is or would be in."""
    places = {
        world.places.site(row.org_id).place
        for row in held
        if row.role is None or row.role in people.roles
    }
    known = world.dataset.organization
    return frozenset(place for place in places if place and known[place].level is people.level)


def _brings(
    params: Any,
    promotions: Sequence[Promotion] | None,
    posts: Iterable[Appointment],
    begun: Iterable[Appointment] | None,
) -> bool:
    """Tell whether an act on posts may bring under a rule what lasts, or begins no sooner.

    On another day another role may be kept, so without a day whatever begins may be of any role.
    """
    if params.event == "secondment":
        return any(row.basis is not Basis.IN_POST for row in posts)
    if params.event == "promotion":
        return bool(promotions)
    wanted = params.office or params.team
    if wanted is None or begun is None:
        return True
    return any(
        row.basis in (Basis.IN_POST, None) and (row.role is None or row.role in wanted.roles)
        for row in begun
    )


def _may_begin(row: Appointment, day: int) -> bool:
    """Tell whether a post may begin on a day or later."""
    return row.start is None or row.start.last >= day


def may_be_held(row: Appointment, day: int) -> bool:
    """Tell whether a post may be held on a day, or end on it."""
    begun = row.start is None or row.start.first <= day
    return begun and (row.end is None or row.end.last >= day)
