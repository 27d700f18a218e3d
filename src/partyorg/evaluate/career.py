"""The career of one person, as the rules see it: posts with their place, and service time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from attrs import define, evolve, field

from partyorg.dates import DAWN, FAR, Cover, PartialDate, Service, Spell
from partyorg.model import Appointment, Basis, Dataset, Person
from partyorg.orggraph import Places
from partyorg.rulebook import Conventions
from partyorg.verdict import Evidence, Subject, Unknown

__all__ = ["Career", "Post", "row_gaps", "unknown_career"]

_IN_POST, _SECONDMENT = Basis.IN_POST, Basis.SECONDMENT


@define(eq=False)
class Post:
    """An appointment and where it is.

    `in_post` and `seconded` tell the basis, None where it is empty.  `known`, `township` and `own`
    are as in `Site`; after a merger or renaming they are those of the body that was there before,
    for passing into a successor is no move.
    """

    row: Appointment
    in_post: bool | None
    seconded: bool | None
    known: bool
    township: str | None
    own: bool
    spell: Spell

    @property
    def outside(self) -> bool:
        """Whether it surely is in no township."""
        return self.known and self.township is None


def unknown_career(person: Person, appointments: tuple[Appointment, ...]) -> tuple[int, int] | None:
    """Give the stretch of a career of which nothing is recorded, as a half-open pair of days.

    It is what lies before `career_known_from`; where that is empty, what lies between recruitment
    and the first appointment (with none, everything since).
    """
    if person.career_known_from is not None:
        return DAWN, person.career_known_from.last
    recruited = person.recruited_on
    if recruited is None:
        return None
    starts = [a.start for a in appointments if a.start is not None]
    if recruited in starts:
        return None
    first = min((start.last for start in starts), default=FAR)
    return (recruited.first, first) if first > recruited.first else None


@define
class Career:
    """What is known of one person's posts.

    `broken`: a row of the person's appointments was set aside, so service may be anything.
    `stub`: the person's own row is missing or was set aside, so nothing is known to be complete.
    `kept` is room for what a rule can work out once, whatever the day.
    """

    person: Person
    dataset: Dataset
    places: Places
    conventions: Conventions
    kept: dict[Any, Any] = field(factory=dict, init=False, repr=False)

    @cached_property
    def subject(self) -> Subject:
        """The person as a subject of rules."""
        return Subject("person", self.person.person_id, self.person.name)

    @cached_property
    def appointments(self) -> tuple[Appointment, ...]:
        """The rows of the person's appointments."""
        return self.dataset.appointments_of.get(self.person.person_id, ())

    @cached_property
    def evidence(self) -> tuple[Evidence, ...]:
        """The rows of the person's appointments, as evidence."""
        return tuple(Evidence("appointments", row.row) for row in self.appointments)

    @cached_property
    def broken(self) -> bool:
        """Whether a row of the appointments was set aside."""
        return bool(self.dataset.set_aside("appointments", self.person.person_id))

    @cached_property
    def stub(self) -> bool:
        """Whether the row of the person is missing or was set aside."""
        return bool(self.dataset.set_aside("people", self.person.person_id))

    @cached_property
    def posts(self) -> tuple[Post, ...]:
        """All appointments, with their places."""
        site_of = self.places.site
        posts = []
        for row in self.appointments:
            site, basis = site_of(row.org_id), row.basis
            posts.append(
                Post(
                    row,
                    None if basis is None else basis is _IN_POST,
                    None if basis is None else basis is _SECONDMENT,
                    site.known,
                    site.township,
                    site.own,
                    Spell(row.start, row.end),
                )
            )
        if len(posts) > 1 and self.places.has_successions:
            posts = _inherited(posts, self.places)
        return tuple(posts)

    @cached_property
    def away(self) -> tuple[Post, ...]:
        """The posts which are, or may be, secondments out of the townships."""
        return tuple(p for p in self.posts if p.seconded is not False and p.township is None)

    @cached_property
    def settled_on(self) -> int:
        """The first day on which all that is recorded of posts and recruitment has happened.

        A date that is not known to the day has surely come only on the day after its last.
        """
        dates = [self.person.recruited_on, *(post.row.start for post in self.posts)]
        if None in dates:
            return FAR
        dates += [post.row.end for post in self.posts]
        return max(date.last + (date.first != date.last) for date in dates if date is not None)

    @cached_property
    def unknown(self) -> tuple[tuple[int, int], ...]:
        """The stretches of the career of which nothing is known."""
        if self.stub or self.broken:
            return ((DAWN, FAR),)
        pair = unknown_career(self.person, self.appointments)
        return (pair,) if pair else ()

    @cached_property
    def service(self) -> Service:
        """Township service (乡镇工作), less secondments outside."""
        spells: list[Spell] = []
        maybe: list[Spell] = []
        minus: list[Spell] = []
        maybe_minus: list[Spell] = []
        for post in () if self.broken else self.posts:
            if post.in_post is not False and not post.outside:
                if not post.known or post.in_post is None:
                    maybe.append(post.spell)
                elif post.own or self.conventions.village_counts:
                    spells.append(post.spell)
            if post.seconded is not False and post.township is None:
                (minus if post.known and post.seconded else maybe_minus).append(post.spell)
        if self.conventions.secondment_counts:
            minus, maybe_minus = [], []
        return Service(
            spells,
            maybe,
            minus,
            maybe_minus,
            self.unknown,
            self.conventions.counting,
            self.conventions.tenure_end,
        )

    def elapsed(self, since: PartialDate) -> Service:
        """The time that has simply passed since a date, wherever it was spent."""
        conventions = self.conventions
        return Service(
            [Spell(since)], counting=conventions.counting, tenure_end=conventions.tenure_end
        )

    @cached_property
    def in_townships(self) -> Cover:
        """When a post counting as township service is held, whichever the township."""
        return self._cover(lambda post: post.own or self.conventions.village_counts)

    @cached_property
    def of_townships(self) -> Cover:
        """When a post at an organisation of a township (not of a village) is held."""
        return self._cover(lambda post: post.own)

    def _cover(self, counts: Callable[[Post], bool]) -> Cover:
        sure: list[Spell] = []
        maybe: list[Spell] = []
        for post in self.posts:
            if post.in_post is False or post.outside:
                continue
            if not post.known:
                maybe.append(post.spell)
            elif counts(post):
                (sure if post.in_post else maybe).append(post.spell)
        return Cover.of(sure, maybe)

    @cached_property
    def seconded(self) -> Cover:
        """When the person is on secondment, to whatever level."""
        sure = [p.spell for p in self.posts if p.seconded]
        return Cover.of(sure, [p.spell for p in self.posts if p.seconded is None])

    def gaps(self, of: str | None = None) -> Iterator[Unknown]:
        """Name what is not known of the career; `of` says whose it is, where that is not plain."""
        for post in self.posts:
            row = post.row
            if not post.known:
                yield Unknown("organization", "appointments", row.row, "org_id", row.org_id)
            yield from row_gaps(row, of)
        if self.unknown:
            yield Unknown("career", "people", self.person.row or None, "career_known_from", of)

    def townships(self, first: int, last: int) -> tuple[Post, ...]:
        """Give the posts in townships that may be held in `[first, last)`."""
        out = []
        for post in self.posts:
            start, end = post.spell.possible()
            if post.in_post is not False and post.township and start < last and end > first:
                out.append(post)
        return tuple(out)


def row_gaps(row: Appointment, of: str | None = None) -> Iterator[Unknown]:
    """Name the cells of a row that leave open when somebody was there, and as what."""
    for column in ("start", "end"):
        value = getattr(row, column)
        if value is not None and value.first != value.last:
            yield Unknown("date-to-the-day", "appointments", row.row, column, of)
    for column in ("start", "basis", "role"):
        if getattr(row, column) is None:
            yield Unknown("value", "appointments", row.row, column, of)


def _inherited(posts: list[Post], places: Places) -> list[Post]:
    """Let posts at a successor take the place of the post that the person held before."""
    order = sorted(
        [index for index, post in enumerate(posts) if post.in_post is not False and post.row.start],
        key=lambda index: posts[index].row.start.first,  # type: ignore[union-attr]
    )
    for at, later in enumerate(order[1:], start=1):
        before = posts[order[at - 1]]
        post = posts[later]
        start, end = post.row.start, before.row.end
        if start is None or (end is not None and end.last < start.first):
            continue
        if _succeeds(before, post, start, places):
            posts[later] = evolve(
                post, known=before.known, township=before.township, own=before.own
            )
    return posts


def _succeeds(before: Post, post: Post, start: PartialDate, places: Places) -> bool:
    old = places.site(before.row.org_id)
    origins = places.succeeded.intersection((before.row.org_id, old.place, old.township))
    if not origins:
        return False
    site = places.site(post.row.org_id)
    targets = {post.row.org_id, site.place, site.township} - {None}
    for origin in origins:
        for step in places.successors(origin):
            if step.org_id in targets and (step.when is None or step.when.first <= start.last):
                return True
    return False
