"""Acts: what may happen to an official or an organisation, and the rows that it leaves behind.

An act is applied to rows, never to a table in place: what it does not touch stays the same object.
Days are whole days.  A post that lasts beyond the day of a move ends on it; one that begins later
stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from attrs import evolve, field, frozen
from attrs.converters import optional

from partyorg.dates import PartialDate
from partyorg.errors import CallError
from partyorg.model import (
    Activity,
    Appointment,
    Basis,
    Channel,
    Destination,
    Level,
    Link,
    LinkRelation,
    ListedItem,
    ListName,
    Promotion,
    PromotionKind,
    Record,
    Recruitment,
    Role,
    Training,
)

__all__ = [
    "NEW",
    "Act",
    "Appoint",
    "Approve",
    "Connect",
    "Hold",
    "Move",
    "OfPosts",
    "Promote",
    "Recall",
    "Recruit",
    "Release",
    "Second",
    "Station",
    "Strike",
    "Train",
]

NEW = 0
"""The row of what is not in the data set yet."""

E = TypeVar("E", bound=StrEnum)


_Given = date | str | PartialDate | None


def _day(name: str, value: _Given) -> PartialDate | None:
    """Give a whole day, or nothing; a `CallError` that names the field if it is none."""
    if value is None:
        return None
    try:
        day = value if isinstance(value, PartialDate) else PartialDate.from_cell(value)
    except ValueError as error:
        msg = f"{name}={value!r}: {error}"
        raise CallError(msg) from error
    if day.first != day.last:
        msg = f"{name}: '{day}' is not a whole day; write it like 2018-12-31"
        raise CallError(msg)
    return day


def _until(value: _Given) -> PartialDate | None:
    return _day("until", value)


def _approved(value: _Given) -> PartialDate | None:
    return _day("approved_on", value)


def _whole_day(value: date | str | PartialDate) -> PartialDate:
    day = _day("on", value)
    if day is None:
        msg = "an act needs its day; write it like 2018-12-31"
        raise CallError(msg)
    return day


def _key(value: str) -> str:
    if not isinstance(value, str) or not value:
        msg = f"{value!r} is no identifier of an organisation; write it as text"
        raise CallError(msg)
    return value


def _one_of(kind: type[E], value: E | str) -> E:
    try:
        return kind(value)
    except ValueError as error:
        msg = f"'{value}' is none of {', '.join(kind)}"
        raise CallError(msg) from error


def _role(value: Role | str) -> Role:
    return _one_of(Role, value)


def _level(value: Level | str) -> Level:
    return _one_of(Level, value)


def _kind(value: PromotionKind | str) -> PromotionKind:
    return _one_of(PromotionKind, value)


def _amount(value: Fraction | float | str) -> Fraction:
    return Fraction(str(value))


def _relation(value: LinkRelation | str) -> LinkRelation:
    return _one_of(LinkRelation, value)


def _list(value: ListName | str) -> ListName:
    return _one_of(ListName, value)


def _destination(value: Destination | str) -> Destination:
    return _one_of(Destination, value)


def _channel(value: Channel | str) -> Channel:
    return _one_of(Channel, value)


@frozen(kw_only=True)
class Move:
    """Somebody leaves every post in which they are (在编在岗) on a day, for one at another unit.

    `role` is that of the new post; left out, it is that of the post left last.  `approved_by` and
    `approved_on` are the approval, where there is one already; without a day it is of the same day.
    """

    to: str = field(converter=_key)
    on: PartialDate = field(converter=_whole_day)
    role: Role | None = field(default=None, converter=optional(_role))
    post: str | None = None
    approved_by: str | None = field(default=None, converter=optional(_key))
    approved_on: PartialDate | None = field(default=None, converter=_approved)

    def posts(
        self, person: str, rows: Sequence[Appointment], number: int = NEW
    ) -> tuple[Appointment, ...]:
        """Give the posts of the person after the act; a new one is the row of that number."""
        left = [row for row in rows if _held(row, self.on)]
        last = max(left, key=lambda row: row.start.first if row.start else 0, default=None)
        kept = tuple(evolve(row, end=self.on) if row in left else row for row in rows)
        new = Appointment(
            row=number,
            person_id=person,
            org_id=self.to,
            post=self.post,
            role=self.role or (last.role if last else Role.STAFF),
            start=self.on,
            basis=Basis.IN_POST,
            staff_type=last.staff_type if last else None,
            approved_by=self.approved_by,
            approved_on=_approved_on(self),
        )
        return (*kept, new)


@frozen(kw_only=True)
class Appoint:
    """Somebody takes a post beside those that they hold."""

    to: str = field(converter=_key)
    on: PartialDate = field(converter=_whole_day)
    role: Role = field(default=Role.LEADER, converter=_role)
    post: str | None = None
    approved_by: str | None = field(default=None, converter=optional(_key))
    approved_on: PartialDate | None = field(default=None, converter=_approved)

    def posts(
        self, person: str, rows: Sequence[Appointment], number: int = NEW
    ) -> tuple[Appointment, ...]:
        """Give the posts of the person after the act; a new one is the row of that number."""
        new = Appointment(
            row=number,
            person_id=person,
            org_id=self.to,
            post=self.post,
            role=self.role,
            start=self.on,
            basis=Basis.IN_POST,
            approved_by=self.approved_by,
            approved_on=_approved_on(self),
        )
        return (*rows, new)


@frozen(kw_only=True)
class Release:
    """Somebody gives up the posts held at an organisation on a day; in `role` those of it alone."""

    org: str = field(converter=_key)
    on: PartialDate = field(converter=_whole_day)
    role: Role | None = field(default=None, converter=optional(_role))

    def posts(
        self, person: str, rows: Sequence[Appointment], number: int = NEW
    ) -> tuple[Appointment, ...]:
        """Give the posts of the person after the act; there is no new one."""
        del person, number
        return tuple(evolve(row, end=self.on) if self._ends(row) else row for row in rows)

    def _ends(self, row: Appointment) -> bool:
        fits = row.org_id == self.org and (self.role is None or row.role is self.role)
        return fits and _held(row, self.on)


@frozen(kw_only=True)
class Second:
    """Somebody works at another organisation for a time, and keeps the own post (借调)."""

    to: str = field(converter=_key)
    on: PartialDate = field(converter=_whole_day)
    until: PartialDate | None = field(default=None, converter=_until)
    approved_by: str | None = field(default=None, converter=optional(_key))
    approved_on: PartialDate | None = field(default=None, converter=_approved)

    def __attrs_post_init__(self) -> None:
        """Refuse an end that does not come after the beginning."""
        if self.until is not None and self.until.first <= self.on.first:
            msg = f"until={self.until} must come after on={self.on}"
            raise CallError(msg)

    def posts(
        self, person: str, rows: Sequence[Appointment], number: int = NEW
    ) -> tuple[Appointment, ...]:
        """Give the posts of the person after the act; a new one is the row of that number."""
        new = Appointment(
            row=number,
            person_id=person,
            org_id=self.to,
            start=self.on,
            end=self.until,
            basis=Basis.SECONDMENT,
            approved_by=self.approved_by,
            approved_on=_approved_on(self),
        )
        return (*rows, new)


@frozen(kw_only=True)
class Recall:
    """Somebody comes back from a secondment to an organisation on a day."""

    org: str = field(converter=_key)
    on: PartialDate = field(converter=_whole_day)

    def posts(
        self, person: str, rows: Sequence[Appointment], number: int = NEW
    ) -> tuple[Appointment, ...]:
        """Give the posts of the person after the act; there is no new one."""
        del person, number
        return tuple(evolve(row, end=self.on) if self._ends(row) else row for row in rows)

    def _ends(self, row: Appointment) -> bool:
        lasts = row.end is None or row.end.first > self.on.first
        return row.org_id == self.org and row.basis is Basis.SECONDMENT and lasts


@frozen(kw_only=True)
class Approve:
    """An organisation approves the secondment of somebody to another, on a day."""

    org: str = field(converter=_key)
    by: str = field(converter=_key)
    on: PartialDate = field(converter=_whole_day)

    def posts(
        self, person: str, rows: Sequence[Appointment], number: int = NEW
    ) -> tuple[Appointment, ...]:
        """Give the posts of the person after the act; there is no new one."""
        del person, number
        return tuple(
            evolve(row, approved_by=self.by, approved_on=self.on) if self._means(row) else row
            for row in rows
        )

    def _means(self, row: Appointment) -> bool:
        return row.org_id == self.org and row.basis is Basis.SECONDMENT


@frozen(kw_only=True)
class Station:
    """Somebody is stationed in a village (驻村), and keeps the own post."""

    to: str = field(converter=_key)
    on: PartialDate = field(converter=_whole_day)

    def posts(
        self, person: str, rows: Sequence[Appointment], number: int = NEW
    ) -> tuple[Appointment, ...]:
        """Give the posts of the person after the act; a new one is the row of that number."""
        new = Appointment(
            row=number, person_id=person, org_id=self.to, start=self.on, basis=Basis.STATIONING
        )
        return (*rows, new)


@frozen(kw_only=True)
class Promote:
    """Somebody is promoted: in `rank`, or to a `leadership` post."""

    on: PartialDate = field(converter=_whole_day)
    kind: PromotionKind = field(default=PromotionKind.RANK, converter=_kind)

    def rows(self, person: str) -> tuple[str, Record]:
        """Give the table and the row that the act adds."""
        row = Promotion(row=NEW, person_id=person, kind=self.kind, date=self.on)
        return "promotions", row


@frozen(kw_only=True)
class Train:
    """Somebody takes part in a training."""

    year: int
    days: Fraction | None = field(default=None, converter=optional(_amount))
    organized_at: Level | None = field(default=None, converter=optional(_level))

    def rows(self, person: str) -> tuple[str, Record]:
        """Give the table and the row that the act adds."""
        row = Training(
            row=NEW,
            person_id=person,
            year=self.year,
            days=self.days,
            organized_at=self.organized_at,
        )
        return "trainings", row


@frozen(kw_only=True)
class Hold:
    """An organisation does what it owes: holds a meeting, makes a report (`to` whom)."""

    kind: str
    on: PartialDate = field(converter=_whole_day)
    to: str | None = field(default=None, converter=optional(_key))

    def rows(self, organization: str) -> tuple[str, Record]:
        """Give the table and the row that the act adds."""
        row = Activity(row=NEW, org_id=organization, kind=self.kind, date=self.on, to_id=self.to)
        return "activities", row


@frozen(kw_only=True)
class Connect:
    """Somebody takes charge of an organisation: a village, a contact point (包村, 联系点)."""

    to: str = field(converter=_key)
    relation: LinkRelation = field(converter=_relation)
    on: PartialDate = field(converter=_whole_day)

    def rows(self, person: str) -> tuple[str, Record]:
        """Give the table and the row that the act adds."""
        row = Link(row=NEW, from_id=person, to_id=self.to, relation=self.relation, start=self.on)
        return "links", row


@frozen(kw_only=True)
class Recruit:
    """An authority plans posts of a year, and fills so many of them (`hired`), for a `destination`.

    Left out, as many are planned as are hired.  `directed` and `grassroots_required` say what is
    known of the posts.
    """

    year: int
    hired: int
    destination: Destination = field(default=Destination.TOWNSHIP, converter=_destination)
    channel: Channel = field(default=Channel.CIVIL_SERVICE_EXAM, converter=_channel)
    planned: int | None = None
    directed: bool | None = None
    grassroots_required: bool | None = None

    def rows(self, authority: str) -> tuple[str, Record]:
        """Give the table and the row that the act adds."""
        row = Recruitment(
            row=NEW,
            authority=authority,
            year=self.year,
            channel=self.channel,
            destination=self.destination,
            directed=self.directed,
            grassroots_required=self.grassroots_required,
            planned=self.hired if self.planned is None else self.planned,
            hired=self.hired,
            cancelled=0,
        )
        return "recruitment", row


@frozen(kw_only=True)
class Strike:
    """An organisation strikes an item off one of its lists."""

    list: ListName = field(converter=_list)
    item: str

    def left(self, organization: str, rows: Iterable[ListedItem]) -> tuple[ListedItem, ...]:
        """Give the listed items that are left."""
        return tuple(row for row in rows if not self._means(organization, row))

    def _means(self, organization: str, row: ListedItem) -> bool:
        return (row.org_id, row.list, row.item) == (organization, self.list, self.item)


OfPosts = Move | Appoint | Release | Second | Recall | Approve | Station
Act = OfPosts | Promote | Train | Hold | Recruit | Strike | Connect


def _approved_on(act: Move | Appoint | Second) -> PartialDate | None:
    """Give the day of an approval; that of the act, where none is said."""
    return act.on if act.approved_on is None and act.approved_by is not None else act.approved_on


def _held(row: Appointment, on: PartialDate) -> bool:
    """Tell whether a post in which somebody is has begun by a day, and may last beyond it."""
    if row.basis not in (Basis.IN_POST, None):
        return False
    begun = row.start is None or row.start.first <= on.first
    return begun and (row.end is None or row.end.last > on.first)
