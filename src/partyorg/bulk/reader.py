"""From frames to columns: the large tables straight from Arrow, the small ones as records.

Rows that cannot be used as they stand (a cell that cannot be read, an identifier that is in no
table, an end before its start, two people with one identifier) are read again as records, together
with the people whom they name.  So they get the same problems, in the same words, and the same
things become undetermined as if all had been read so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

import numpy as np
from attrs import define, evolve, field
from numpy.typing import NDArray

from partyorg.bulk.arrow import Distinct, dates, distinct, suspicious_text
from partyorg.bulk.assembled import Read, assembled, people_behind
from partyorg.bulk.columns import (
    Columns,
    Dates,
    People,
    Posts,
    Promotions,
    Trainings,
    codes_of,
    scale_of,
    scaled,
)
from partyorg.bulk.frame import LARGE, Frame, LargeTable
from partyorg.bulk.identifiers import Ids, Numbers, Texts, identifiers, repeated
from partyorg.bulk.joining import behind, posts_behind, trainings_behind
from partyorg.bulk.threads import ahead, mapped
from partyorg.dates import DAWN, FAR
from partyorg.errors import InputInfo
from partyorg.model import (
    TABLES,
    Basis,
    Dataset,
    Level,
    PromotionKind,
    RawTable,
    Role,
    Via,
    build,
)
from partyorg.model.draft import Draft
from partyorg.model.headings import match
from partyorg.model.rows import CellReader
from partyorg.model.tables import table_named

__all__ = ["Reader", "assembled"]

Array = NDArray[Any]
_EMPTY = (0, 0)


@define(eq=False)
class Reader:
    """Reads frames into columns."""

    small: Sequence[RawTable]
    large: Mapping[str, LargeTable]
    order: Sequence[str]
    orgs: dict[str, int] = field(factory=dict, init=False)
    aside: set[str] = field(factory=set, init=False)
    _readers: dict[tuple[str, str], CellReader] = field(factory=dict, init=False)
    _texts: Texts | None = field(default=None, init=False)

    def read(self) -> Columns:
        """Read everything."""
        outline = build(self.small)
        self.orgs = {org.org_id: at for at, org in enumerate(outline.organizations)}
        # What names an organisation whose own row was set aside is no news.
        self.aside = {
            key
            for (table, key), touches in outline.touched.items()
            if table == "organizations" and any(t.values.get("org_id") == key for t in touches)
        }
        read = self.large_tables()
        base = self.unharmed(outline, read) or self.problems(read)
        return assembled(base, read, self.large)

    def large_tables(self) -> dict[str, Read]:
        """Read the large tables, once it is known which organisations there are."""
        given = self.large["people"]
        everybody = partial(people_behind, rows=len(given))
        people = Read.joined(mapped(self.people, ahead(given.parts())), everybody)
        numbers = Numbers(people.table.ids.array)
        people.mark(repeated(numbers.ids))
        read = {"people": people}
        for name, reading, join in (
            ("appointments", self.posts, posts_behind),
            ("trainings", self.trainings, trainings_behind),
            ("promotions", self.promotions, _promotions),
        ):
            table = self.large.get(name) or Frame.empty(name)
            pieces = mapped(partial(reading, numbers=numbers), ahead(table.parts()))
            read[name] = Read.joined(pieces, join)
        return read

    # --- One table each ---

    def _org(self, frame: Frame, name: str, odd: Read) -> tuple[Array, Array]:
        """Read a column of organisations: numbers, and which rows name any at all."""
        column, given = frame.column(name)
        if self._texts is None or len(self._texts) != len(self.orgs):
            self._texts = Texts.of(self.orgs)
        quick = self._texts.numbers(given)
        if quick is not None:
            named = quick >= 0
            odd.mark(~named if column.required and not named.all() else None)
            return quick, named
        read = distinct(self._reader(frame, name), given)
        odd.mark(read.faults if read.faulty.any() else None)
        number = read.numbers(lambda own: -1 if own is None else self.orgs.get(own, -1))
        if not column.required and all(v is None or v in self.orgs for v in read.values[:-1]):
            named = number >= 0
        else:
            named = read.numbers(lambda own: own is not None, bool)
            lost = read.numbers(
                lambda own: own is not None and own not in self.orgs and own not in self.aside, bool
            )
            odd.mark(lost)
        if column.required:
            odd.mark(~named)
        return number, named

    def _reader(self, frame: Frame, name: str) -> CellReader:
        """Give the reader of a column, which reads each distinct cell once, streamed or not."""
        key = (frame.name, name)
        if key not in self._readers:
            self._readers[key] = CellReader(frame.column(name)[0])
        return self._readers[key]

    def _distinct(self, frame: Frame, name: str) -> Distinct:
        return distinct(self._reader(frame, name), frame.column(name)[1])

    def _coded(self, frame: Frame, name: str, codes: dict[Any, int], odd: Read) -> Array:
        read = self._distinct(frame, name)
        odd.mark(read.faults if read.faulty.any() else None)
        return read.numbers(codes.__getitem__, np.int8)

    def _dates(self, frame: Frame, name: str, odd: Read, empty: tuple[int, int] = _EMPTY) -> Dates:
        made, faults = dates(self._reader(frame, name), frame.column(name)[1], empty)
        odd.mark(faults)
        return made

    def _text(self, frame: Frame, names: Sequence[str], odd: Read) -> None:
        for name in names:
            odd.mark(suspicious_text(frame.column(name)[1]))

    def people(self, frame: Frame) -> Read:
        """Read the table of people, but not who stands in it twice."""
        odd = Read(None, np.zeros(len(frame), bool))
        column, given = frame.column("person_id")
        ids, faults = identifiers(column, given)
        odd.mark(faults)
        if not isinstance(ids, np.ndarray):
            odd.mark(np.asarray(ids.is_null()))
        self._text(frame, ("name",), odd)
        known = self._dates(frame, "career_known_from", odd)
        size = len(frame)
        odd.table = People(
            ids=Ids(ids),
            row=frame.rows,
            recruited=self._dates(frame, "recruited_on", odd),
            recruited_by=self._org(frame, "recruited_by", odd)[0],
            via=self._coded(frame, "recruited_via", codes_of(Via), odd),
            known_from=known.last,
            grassroots=self._coded(frame, "grassroots_before", {None: -1, False: 0, True: 1}, odd),
            broken=np.zeros(size, bool),
            lost=np.zeros(size, bool),
        )
        return odd

    def _owner(self, frame: Frame, numbers: Numbers, odd: Read) -> Array:
        owner, faults = numbers.of(*frame.column("person_id"))
        odd.mark(faults)
        odd.mark(owner < 0 if len(owner) and owner.min() < 0 else None)
        return owner

    def posts(self, frame: Frame, numbers: Numbers) -> Read:
        """Read the table of appointments."""
        odd = Read(None, np.zeros(len(frame), bool))
        owner = self._owner(frame, numbers, odd)
        start = self._dates(frame, "start", odd, (DAWN, FAR))
        end = self._dates(frame, "end", odd, (FAR, FAR))
        odd.mark((end.last < start.first) if len(owner) else None)
        self._text(frame, ("post", "staff_type"), odd)
        staff = self._distinct(frame, "staff_type")
        odd.mark(staff.faults if staff.faulty.any() else None)
        duties = self._distinct(frame, "duties")
        odd.mark(duties.faults if duties.faulty.any() else None)
        words = {text: at for at, text in enumerate(dict.fromkeys([(), *_tuples(duties.values)]))}
        approved_by, approved = self._org(frame, "approved_by", odd)
        org, _ = self._org(frame, "org_id", odd)
        odd.table = Posts(
            owner=owner,
            row=frame.rows,
            org=org,
            role=self._coded(frame, "role", codes_of(Role), odd),
            basis=self._coded(frame, "basis", codes_of(Basis), odd),
            start=start,
            end=end,
            approved=approved,
            approved_by=approved_by,
            approved_on=self._dates(frame, "approved_on", odd),
            duties=duties.numbers(lambda own: words.get(own or (), 0)),
            words=tuple(words),
        )
        return odd

    def trainings(self, frame: Frame, numbers: Numbers) -> Read:
        """Read the table of trainings."""
        odd = Read(None, np.zeros(len(frame), bool))
        owner = self._owner(frame, numbers, odd)
        years = self._distinct(frame, "year")
        odd.mark(years.faults if years.faulty.any() else None)
        year = years.numbers(lambda own: own or 0)
        odd.mark(year == 0)
        self._text(frame, ("program",), odd)
        amounts = [self._distinct(frame, name) for name in ("days", "hours")]
        scale = scale_of(
            value
            for read in amounts
            for value, bad in zip(read.values, read.faulty, strict=True)
            if not bad
        )
        for read in amounts:
            odd.mark(read.faults if read.faulty.any() else None)
        days, hours = (read.numbers(lambda own: scaled(own, scale), np.int64) for read in amounts)
        odd.table = Trainings(
            owner=owner,
            row=frame.rows,
            year=year,
            days=days,
            hours=hours,
            organized_at=self._coded(frame, "organized_at", codes_of(Level), odd),
            scale=scale,
        )
        return odd

    def promotions(self, frame: Frame, numbers: Numbers) -> Read:
        """Read the table of promotions."""
        odd = Read(None, np.zeros(len(frame), bool))
        owner = self._owner(frame, numbers, odd)
        self._org(frame, "org_id", odd)
        odd.table = Promotions(
            owner=owner,
            row=frame.rows,
            kind=self._coded(frame, "kind", codes_of(PromotionKind), odd),
            date=self._dates(frame, "date", odd),
        )
        return odd

    # --- What is wrong with them ---

    def unharmed(self, outline: Dataset, read: Mapping[str, Read]) -> Dataset | None:
        """Give the small tables, where no row is odd and no order of problems is to be found."""
        if any(one.odd.any() for one in read.values()):
            return None
        draft = Draft()
        for frame in self.large.values():
            match(draft, frame.raw(np.empty(0, np.int64)), TABLES[frame.name])
        if draft.problems and (outline.problems or len(self.large) > 1):
            return None
        inputs = {info.name: info for info in outline.inputs}
        inputs |= {name: InputInfo(name, None, len(frame)) for name, frame in self.large.items()}
        meant = [table_named(name) for name in self.order]
        return evolve(
            outline,
            problems=(*outline.problems, *draft.problems),
            inputs=tuple(inputs[table.name] for table in meant if table is not None),
        )

    def problems(self, read: Mapping[str, Read]) -> Dataset:
        """Read the odd rows as records; give the small tables with all problems."""
        wanted = read["people"].odd.copy()
        for name in LARGE[1:]:
            owner = read[name].table.owner[read[name].odd]
            wanted[owner[owner >= 0]] = True
        rows = {"people": np.flatnonzero(wanted)}
        rows |= {name: np.flatnonzero(read[name].odd) for name in LARGE[1:]}
        raw = {table.name: table for table in self.small}
        raw |= {name: frame.raw(rows[name]) for name, frame in self.large.items()}
        meant = [table_named(name) for name in self.order]
        return build([raw[table.name] for table in meant if table is not None])


def _promotions(pieces: Iterable[Promotions]) -> Promotions:
    """Put promotions behind each other."""
    tables = list(pieces)
    joined: Promotions = behind(tables, sum(len(table.owner) for table in tables))
    return joined


def _tuples(values: Sequence[Any]) -> list[tuple[str, ...]]:
    return [value for value in values if isinstance(value, tuple)]
