"""Proposals: acts applied to a data set, which share with it whatever they do not touch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from attrs import evolve, field, frozen

from partyorg.action.acts import NEW, Act, Connect, OfPosts, Promote, Strike, Train
from partyorg.errors import CallError, hint
from partyorg.evaluate.scope import World
from partyorg.model import Appointment, Dataset, Record

__all__ = ["Proposal", "bearing", "look"]


_OF_PEOPLE = OfPosts | Promote | Train | Connect


def _acts(value: Any) -> tuple[tuple[str, Act], ...]:
    pairs = tuple(value) if isinstance(value, Iterable) else (None,)
    for pair in pairs:
        if not (isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[1], Act)):  # noqa: PLR2004
            msg = "a Proposal takes pairs of an identifier and an act, as "
            msg += '[("N0001", Move(to="990101102", on="2019-01-07"))]'
            raise CallError(msg)
    return pairs


@frozen
class Proposal:
    """Acts in their order, each with the person or organisation that it is about.

    `applied(dataset)` gives the data set as it would be; whatever the acts do not touch is shared
    with the one before.  Nothing is judged here: compare the two, or check the new one.

    >>> import partyorg as po
    >>> data = po.load(po.sample_path())
    >>> move = po.Move(to="990101102", on="2019-01-07", role="leader")
    >>> after = po.Proposal([("N0001", move)]).applied(data)
    >>> len(after.appointments) - len(data.appointments), after.people is data.people
    (1, True)
    """

    acts: tuple[tuple[str, Act], ...] = field(converter=_acts)

    def applied(self, dataset: object) -> Dataset:
        """Give the data set after the acts.

        Raises:
            CallError: an act is about nobody, or leads to an organisation that is not there.
        """
        if not isinstance(dataset, Dataset):
            msg = f"applied() takes a Dataset, not {type(dataset).__name__}"
            raise CallError(msg)
        for subject, act in self.acts:
            look(dataset, subject, act)
        posts: dict[str, tuple[Appointment, ...]] = {}
        added: dict[str, list[Record]] = {}
        items = dataset.listed_items
        for subject, act in self.acts:
            if isinstance(act, OfPosts):
                before = posts.get(subject, dataset.appointments_of.get(subject, ()))
                posts[subject] = act.posts(subject, before)
            elif isinstance(act, Strike):
                items = act.left(subject, items)
            else:
                table, row = act.rows(subject)
                added.setdefault(table, []).append(row)
        tables: dict[str, Any] = {
            name: (*rows, *_numbered(new, rows))
            for name, new in added.items()
            if (rows := getattr(dataset, name)) is not None
        }
        if items is not dataset.listed_items:
            tables["listed_items"] = items
        if posts:
            tables["appointments"] = _replaced(dataset.appointments, posts)
        return dataset.amended((subject for subject, _ in self.acts), **tables)


def look(dataset: Dataset, subject: object, act: Act) -> None:
    """Refuse an act about nobody, or to nowhere."""
    of_person = isinstance(act, _OF_PEOPLE)
    known = dataset.person if of_person else dataset.organization
    wanted: list[tuple[object, Mapping[str, Any], str]] = [
        (subject, known, "person" if of_person else "organisation")
    ]
    for name in ("to", "org", "by", "approved_by"):
        other = getattr(act, name, None)
        if other is not None:
            wanted.append((other, dataset.organization, "organisation"))
    for key, ids, what in wanted:
        if not isinstance(key, str):
            msg = f"{key!r} is no identifier of a {what}; write it as text"
            raise CallError(msg)
        if key not in ids:
            near = hint(key, ids)
            msg = f"there is no {what} '{key}'" + (f"; did you mean '{near}'?" if near else "")
            raise CallError(msg)
    _look_there(dataset, act)


def _look_there(dataset: Dataset, act: Act) -> None:
    """Refuse an act that leads to what surely is not there on the day."""
    on, to = getattr(act, "on", None), getattr(act, "to", None)
    org = dataset.organization.get(to or "")
    if on is None or org is None:
        return
    early = org.valid_from is not None and on.last < org.valid_from.first
    if early or (org.valid_to is not None and org.valid_to.last <= on.first):
        span = f"from {org.valid_from or '…'} to {org.valid_to or '…'}"
        msg = f"the organisation '{to}' is not there on {on}, but {span}"
        raise CallError(msg)


def bearing(world: World, acts: Iterable[tuple[str, Act]]) -> list[str]:
    """Give all on whom acts may bear: persons, organisations, and the places that they are in."""
    data, found = world.dataset, dict[str, None]()
    for who, act in acts:
        found[who] = None
        rows = data.appointments_of.get(who, ())
        bodies = [row.org_id for row in rows] + [getattr(act, "to", None), who]
        for body in bodies:
            if body is not None and body in data.organization:
                found.update(dict.fromkeys(world.places.site(body).chain))
    return [one for one in found if one in data.person or one in data.organization]


R = TypeVar("R", bound=Record)


def _numbered(new: Iterable[R], rows: Sequence[Record]) -> list[R]:
    """Number new rows behind those that are there."""
    last = max((row.row for row in rows), default=0)
    return [evolve(row, row=last + at) for at, row in enumerate(new, 1)]


def _replaced(
    rows: Sequence[Appointment], posts: dict[str, tuple[Appointment, ...]]
) -> tuple[Appointment, ...]:
    """Give the table of appointments with the posts of some people as they are now."""
    changed = {row.row: row for own in posts.values() for row in own if row.row != NEW}
    new = [row for own in posts.values() for row in own if row.row == NEW]
    return (*(changed.get(row.row, row) for row in rows), *_numbered(new, rows))
