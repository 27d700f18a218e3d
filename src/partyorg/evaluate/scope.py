"""What the search for facts works on: the data, the pack, the day, the subjects asked for.

Everything that does not depend on the day (places, careers, who is or was in which team) is worked
out once for a data set and kept with it, so that a single question to a data set in memory is
answered at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Any

from attrs import define, field, frozen

from partyorg.dates import Cover, PartialDate, Spell
from partyorg.evaluate.career import Career
from partyorg.model import (
    Appointment,
    Basis,
    Dataset,
    Level,
    Organization,
    OrgKind,
    Person,
    Role,
    Touch,
)
from partyorg.orggraph import Places
from partyorg.rulebook import Conventions, Pack
from partyorg.verdict import Evidence, Subject, Unknown

__all__ = ["Case", "Incumbent", "Scope", "Team", "World", "mended", "rows_of"]


@define(kw_only=True, eq=False)
class Case:
    """One subject (and period, and part) with the facts that its rule needs.

    `events` are stretches of days, both ends included.  The first is the event whose version of the
    rule governs; on the others some version of it must be in force.
    `doubtful`: it is not known whether this is a subject at all.  `blocked` is the code of the
    reason why nothing can be said, `not_yet` that of why the rule does not apply to it yet.
    `later` finds the facts once it is known that they are needed, and puts them into the case;
    `missing` finds what would settle the matter once it is known to be open.
    `verdict` is room for what was answered, of a case that is kept and asked for again.
    """

    subject: Subject
    events: tuple[tuple[int, int], ...]
    facts: Any = None
    period: str | None = None
    part: str | None = None
    evidence: tuple[Evidence, ...] = ()
    doubtful: bool = False
    blocked: str | None = None
    not_yet: str | None = None
    unknowns: tuple[Unknown, ...] = ()
    later: Callable[[Case], None] | None = field(default=None, repr=False)
    missing: Callable[[], Iterable[Unknown]] | None = field(default=None, repr=False)
    verdict: Any = field(default=None, init=False, repr=False)


@frozen
class Incumbent:
    """Somebody who holds, held or may hold posts of a team, and when."""

    person_id: str
    cover: Cover
    rows: tuple[Appointment, ...]
    first: int = field(init=False)
    last: int = field(init=False)
    unbroken: bool = field(init=False)
    turns: dict[int, tuple[int, int]] = field(factory=dict, init=False, eq=False)

    def __attrs_post_init__(self) -> None:
        """Note the first day on which a post may be held, and the day after the last."""
        high = self.cover.high
        object.__setattr__(self, "first", high[0][0] if high else 0)
        object.__setattr__(self, "last", high[-1][1] if high else 0)
        object.__setattr__(self, "unbroken", high is self.cover.low and len(high) == 1)

    def at(self, day: int) -> bool | None:
        """Tell whether one of the posts is held on a day; None if that is not known."""
        if not self.first <= day < self.last:
            return False
        return True if self.unbroken else self.cover.at(day)


@frozen
class Team:
    """All who ever were in a team; `touched` are rows of it that were set aside."""

    incumbents: tuple[Incumbent, ...]
    touched: tuple[Touch, ...]


def mended(touch: Touch) -> Unknown:
    """Name a row that was set aside as what is missing."""
    problem = touch.problem
    return Unknown("mended-row", table=problem.table, row=problem.row, column=problem.column)


def rows_of(table: str, rows: Iterable[Any]) -> tuple[Evidence, ...]:
    """Name rows as evidence."""
    return tuple(Evidence(table, row.row) for row in rows)


@define
class World:
    """A data set, read with the conventions of a pack."""

    dataset: Dataset
    conventions: Conventions
    places: Places
    _before: World | None = field(default=None, repr=False)
    _changed: frozenset[str] = frozenset()
    _careers: dict[str, Career] = field(factory=dict, init=False, repr=False)
    _teams: dict[Any, Team] = field(factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, dataset: Dataset, conventions: Conventions) -> World:
        """Give the world of a data set; made once and kept with it.

        A data set with some people of another one (`derived["part_of"]`) shares its places.  One
        in which only the rows of some people differ (`derived["changed"]`) shares the careers of
        all others.
        """
        key = ("world", conventions)
        world: World | None = dataset.derived.get(key)
        if world is None:
            levels = {Level.TOWNSHIP}
            if conventions.street_is_township:
                levels.add(Level.SUBDISTRICT)
            whole = dataset.derived.get("part_of")
            if whole is None:
                world = cls(dataset, conventions, Places(dataset, frozenset(levels)))
            else:
                before = cls.of(whole, conventions)
                changed = dataset.derived.get("changed")
                world = cls(
                    dataset,
                    conventions,
                    before.places,
                    None if changed is None else before,
                    changed or frozenset(),
                )
            dataset.derived[key] = world
        return world

    def forget(self) -> None:
        """Let go of the careers, which whoever works through very many people needs no more."""
        self._careers.clear()

    def career(self, person_id: str) -> Career:
        """Give the career of a person."""
        if self._before is not None and person_id not in self._changed:
            return self._before.career(person_id)
        career = self._careers.get(person_id)
        if career is None:
            person = self.dataset.person.get(person_id) or Person(row=0, person_id=person_id)
            career = Career(person, self.dataset, self.places, self.conventions)
            self._careers[person_id] = career
        return career

    def team(self, division: str, bodies: Sequence[OrgKind], roles: Sequence[Role]) -> Team:
        """Give all who ever held one of the roles at a body of a division, in post."""
        key = (division, bodies, roles)
        if key not in self._teams:
            before = self._before
            if before is None:
                self._teams[key] = self._gather(division, bodies, roles)
            else:
                known = before.team(division, bodies, roles)
                own = self._gather(division, bodies, roles)
                others = (one for one in known.incumbents if one.person_id not in self._changed)
                self._teams[key] = Team((*others, *own.incumbents), known.touched)
        return self._teams[key]

    @cached_property
    def _posts_at(self) -> Mapping[str, Sequence[Appointment]]:
        """The appointments at each organisation; of a changed data set, those changed."""
        if self._before is None:
            return self.dataset.appointments_at
        at: dict[str, list[Appointment]] = {}
        for one in self._changed:
            for row in self.dataset.appointments_of.get(one, ()):
                at.setdefault(row.org_id, []).append(row)
        return at

    def _gather(self, division: str, bodies: Sequence[OrgKind], roles: Sequence[Role]) -> Team:
        sure: dict[str, list[Spell]] = {}
        maybe: dict[str, list[Spell]] = {}
        rows: dict[str, list[Appointment]] = {}
        touched: list[Touch] = []
        for body in self.places.bodies.get(division, ()):
            if body.kind is not None and body.kind not in bodies:
                continue
            touched += self.dataset.set_aside("appointments", body.org_id)
            for row in self._posts_at.get(body.org_id, ()):
                if row.basis not in (Basis.IN_POST, None) or row.role not in (*roles, None):
                    continue
                doubt = body.kind is None or row.basis is None or row.role is None
                (maybe if doubt else sure).setdefault(row.person_id, []).append(row.spell)
                rows.setdefault(row.person_id, []).append(row)
        incumbents = tuple(
            Incumbent(
                person_id,
                Cover.of(sure.get(person_id, ()), maybe.get(person_id, ())),
                tuple(held),
            )
            for person_id, held in rows.items()
        )
        return Team(incumbents, tuple(touched))

    @cached_property
    def complete(self) -> Completeness:
        """What is said of the completeness of tables."""
        return Completeness(self)

    @cached_property
    def kept(self) -> dict[Any, Any]:
        """Room for what else can be worked out once."""
        return {}


@define
class Completeness:
    """Which tables are said to have every row there is, for which year and within what."""

    world: World

    def says(self, table: str, year: int, org_id: str | None) -> bool:
        """Tell whether a table is complete for a year and an organisation (or what is above)."""
        site = self.world.places.site(org_id)
        above = {org_id, *site.chain}
        if org_id is not None:
            above.update(self.world.places.superiors(org_id))
        return any(
            (row.year is None or row.year == year) and (row.org_id is None or row.org_id in above)
            for row in self.world.dataset.complete_tables.get(table, ())
        )


@define
class Scope:
    """A world on a day, with the subjects that are asked for (None: all).

    `bare`: only outcomes are wanted, so what nothing but a finding shows is left out.  `since`: of
    rules on events, only those that may lie on this day or later are asked for, and of a person the
    last move is shown in any case.  `granted`: the row of an appointment which is read as if a body
    had approved it on a day.
    """

    world: World
    pack: Pack
    as_of: int
    subjects: frozenset[str] | None = None
    bare: bool = False
    since: int | None = None
    granted: tuple[int, str, PartialDate] | None = None
    dataset: Dataset = field(init=False, repr=False)
    places: Places = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Have the data set and the places of the world at hand."""
        self.dataset, self.places = self.world.dataset, self.world.places

    def people(self) -> Iterator[Person]:
        """Give the people who may be subjects."""
        if self.subjects is None:
            yield from self.dataset.people
        else:
            known = self.dataset.person
            yield from (known[s] for s in sorted(self.subjects) if s in known)

    @cached_property
    def training_years(self) -> tuple[tuple[int, PartialDate], ...]:
        """The years, begun by the day, for which there is any training; each with its days."""
        spans = ((year, PartialDate.of(year)) for year in self.dataset.training_years)
        return tuple(pair for pair in spans if pair[1].first <= self.as_of)

    @property
    def shows_moves(self) -> bool:
        """Whether the last move of a person is to be shown."""
        return not self.bare or self.since is not None

    def approval(self, row: Appointment) -> tuple[str | None, PartialDate | None]:
        """Tell who approved an appointment, and when."""
        if self.granted is not None and row.row == self.granted[0]:
            return self.granted[1:]
        return row.approved_by, row.approved_on

    def rows(self, table: str, rows: Iterable[Any]) -> tuple[Evidence, ...]:
        """Name rows as evidence, where it is wanted."""
        return () if self.bare else rows_of(table, rows)

    def told(self, unknowns: Iterable[Unknown]) -> tuple[Unknown, ...]:
        """Give what is not known, where it is wanted."""
        return () if self.bare else tuple(unknowns)

    def past(self, when: PartialDate) -> bool:
        """Tell whether an event lies before those that are asked for."""
        return self.since is not None and when.last < self.since

    def asked(self, subject_id: str) -> bool:
        """Tell whether a subject is asked for."""
        return self.subjects is None or subject_id in self.subjects

    def divisions(self, level: Level) -> Iterator[tuple[Organization, bool]]:
        """Give the divisions of a level which exist on the day, and whether that is sure.

        One whose row was set aside may be one, and is given as one that is not sure.
        """
        for org, touch in self.lost_organizations():
            if touch.may_be(level=level, kind=OrgKind.DIVISION):
                yield org, False
        for org in self.places.half_known_divisions:
            fits = org.level in (level, None) and self.asked(org.org_id)
            if fits and self.places.exists(org, self.as_of) is not False:
                yield org, False
        divisions = self.places.divisions.get(level, ())
        if self.subjects is not None:
            divisions = tuple(
                org
                for org in self.organizations()
                if org.kind is OrgKind.DIVISION and org.level is level
            )
        for org in divisions:
            exists = self.places.exists(org, self.as_of)
            if exists is not False:
                yield org, exists is True

    def organizations(self) -> Sequence[Organization]:
        """Give the organisations that may be subjects, in the order of the table."""
        if self.subjects is None:
            return self.dataset.organizations
        known = self.dataset.organization
        asked = [known[subject] for subject in self.subjects if subject in known]
        return sorted(asked, key=lambda org: org.row)

    @property
    def organizations_asked(self) -> bool:
        """Whether any organisation is asked for."""
        if self.subjects is None:
            return True
        known = self.dataset.organization
        return any(s in known or s not in self.dataset.person for s in self.subjects)

    def touched(self, table: str, key: str | None, **wanted: Any) -> tuple[Unknown, ...]:
        """Give the rows of a table that were set aside, name an identifier, and may be wanted."""
        if key is None or not self.dataset.touched:
            return ()
        touches = self.dataset.set_aside(table, key)
        return tuple(mended(touch) for touch in touches if touch.may_be(**wanted))

    def broken(self, person_id: str, *tables: str) -> tuple[Unknown, ...]:
        """Give the rows of some tables that were set aside and concern a person."""
        if not self.dataset.touched:
            return ()
        return tuple(row for table in tables for row in self.touched(table, person_id))

    def lost_organizations(self) -> Iterator[tuple[Organization, Touch]]:
        """Give the organisations whose own row was set aside, with what was legible of it."""
        for (table, key), touches in self.dataset.touched.items():
            if table != "organizations" or key in self.dataset.organization:
                continue
            for touch in touches:
                if touch.values.get("org_id") == key and self.asked(key):
                    yield Organization(row=0, org_id=key, name=touch.values.get("name")), touch
                    break

    def lost_cases(self, kinds: Iterable[OrgKind], levels: Iterable[Level]) -> Iterator[Case]:
        """Give a case, which is open, for each such organisation that may be of these."""
        pairs = list(product(kinds, levels))
        for org, touch in self.lost_organizations():
            if any(touch.may_be(kind=kind, level=level) for kind, level in pairs):
                yield Case(
                    subject=self.subject(org.org_id),
                    events=((self.as_of, self.as_of),),
                    blocked="row-set-aside",
                    unknowns=self.touched("organizations", org.org_id),
                )

    def subject(self, org_id: str) -> Subject:
        """Name an organisation as a subject; a division by its level."""
        org = self.dataset.organization.get(org_id)
        if org is None:
            return Subject("organization", org_id)
        if org.kind is OrgKind.DIVISION and org.level is not None:
            return Subject(org.level.value, org_id, org.name)
        return Subject("organization", org_id, org.name)
