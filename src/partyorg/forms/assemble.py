"""From what forms, rosters and workbooks say to the tables of a data set.

What is certain becomes rows.  What is not becomes a bound, never a guess: an entry of the past
whose township or end is not known is left out, and the career counts as known only from its end on
(`career_known_from`), so that it may have been any service.  A post that is still held and cannot
be placed stands in the table without its organisation, so that the person's verdicts stay open
until somebody fills it in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from attrs import define, evolve, field, frozen

from partyorg.career import parse_career
from partyorg.dates import PartialDate
from partyorg.errors import InputInfo, Problem, ProblemSeverity
from partyorg.forms.bodies import Organizations
from partyorg.forms.chronology import chronology
from partyorg.forms.identity import Identities
from partyorg.forms.official import HeldPost, Official
from partyorg.forms.particulars import without_numbers, without_particulars
from partyorg.forms.people import person_name
from partyorg.forms.quality import Quality, QualityItem
from partyorg.forms.quality_views import PENDING, as_sheet
from partyorg.forms.told import BASES, UNKNOWN, tell
from partyorg.model import TABLES, Dataset, RawTable, Role, build
from partyorg.writers.tables import Sheet, table_sheet

__all__ = ["Assembled", "assemble"]

_ORGANIZATIONS = tuple(column.name for column in TABLES["organizations"].columns)
_PEOPLE = (
    "person_id",
    "name",
    "recruited_on",
    "recruited_via",
    "career_known_from",
    "grassroots_before",
)
_APPOINTMENTS = ("person_id", "org_id", "post", "role", "start", "end", "basis")


@frozen
class Assembled:
    """The tables made, what should be looked at, and the entries that are not among the rows.

    `pending` are those entries, ready to become rows once somebody has filled in what is missing.
    """

    tables: tuple[RawTable, ...]
    quality: Quality
    pending: tuple[Mapping[str, Any], ...]
    inputs: tuple[InputInfo, ...]

    def sheets(self) -> list[Sheet]:
        """Give the tables as sheets, with what to look at and what is pending behind them."""
        made = [
            table_sheet(table.name, tuple(map(str, table.headings)), table.rows)
            for table in self.tables
        ]
        if self.pending:
            columns = (*_APPOINTMENTS, "name", "text", "source")
            rows = [tuple(row[column] for column in columns) for row in self.pending]
            chinese = [
                *table_sheet("appointments", _APPOINTMENTS, ()).headings,
                "姓名",
                "原文",
                "材料",
            ]
            made.append(Sheet(PENDING, chinese, rows))
        if self.quality.items:
            made.append(as_sheet(self.quality))
        return made

    def dataset(self) -> Dataset:
        """Read the tables into a data set; what should be looked at is among its problems."""
        return evolve(build(self.tables, self.inputs), gathered=True)


def assemble(
    officials: Iterable[Official],
    *,
    county: str | None = None,
    identities: Identities | None = None,
    organizations: Sequence[Mapping[str, Any]] = (),
    inputs: Sequence[InputInfo] = (),
    problems: Sequence[Problem] = (),
) -> Assembled:
    """Make the tables organizations, people and appointments of what was read.

    `county` is where townships are looked up that no line places; `organizations` are rows of that
    table which the input has itself, and which come before the bundled list.  `problems` are those
    that were met on the way.
    """
    made = _Making(county, identities or Identities())
    made.organizations.take(organizations, county)
    for official in officials:
        made.add(official)
    name = inputs[0].name if len(inputs) == 1 else "—"
    quality = Quality(tuple(made.items), len(made.people), made.entries)
    problems = (*problems, *(item.as_problem() for item in quality.items))
    tables = (
        _table("organizations", _ORGANIZATIONS, made.organizations.rows.values(), name),
        _table("people", _PEOPLE, made.people, name),
        _table("appointments", _APPOINTMENTS, made.appointments, name, problems),
    )
    return Assembled(tables, quality, tuple(made.pending), tuple(inputs))


def _table(
    name: str,
    columns: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    source: str,
    problems: Any = (),
) -> RawTable:
    cells = [tuple(row.get(column) for column in columns) for row in rows]
    return RawTable(
        name, columns, cells, InputInfo(source, None, len(cells)), problems=tuple(problems)
    )


@define
class _Making:
    """The tables in the making."""

    county: str | None
    identities: Identities
    organizations: Organizations = field(factory=Organizations)
    people: list[dict[str, Any]] = field(factory=list)
    appointments: list[dict[str, Any]] = field(factory=list)
    pending: list[dict[str, Any]] = field(factory=list)
    items: list[QualityItem] = field(factory=list)
    entries: int = 0

    def add(self, official: Official) -> None:
        """Take one official in."""
        before = self.identities.again(official)
        if before is not None:
            self._say(
                official,
                "—",
                "same-person",
                f"与 {before} 为同一人，未再读入；请只保留一份",
                f"the same person as in {before}, not read again; keep one of them",
            )
            return
        person = self.identities.of(official)
        known_from: PartialDate | None = None
        if official.resume:
            known_from = self._career(official, person, official.resume)
        elif official.posts:
            known_from = self._posts(official, person)
        else:
            known_from = self._present(official, person)
        self.people.append(
            {
                "person_id": person,
                "name": person_name(official.name) if official.name else None,
                "recruited_on": official.recruited_on,
                "recruited_via": official.recruited_via,
                "career_known_from": known_from,
                "grassroots_before": official.grassroots_before,
            }
        )

    def _career(self, official: Official, person: str, resume: str) -> PartialDate | None:
        """Take in a career told as text; give from when on it is known."""
        career = parse_career(without_numbers(resume), county=self.county)
        career = without_particulars(career)
        self.entries += len(career.spells)
        placed = {
            (spell.line, spell.text)
            for spell in career.spells
            if spell.township and self.organizations.listed(spell)
        }
        for problem in career.problems:
            if problem.code in _PLACES and (problem.line, problem.text) in placed:
                continue  # the input lists the township itself
            self._say(
                official,
                person,
                problem.code,
                problem.message["zh"],
                problem.message["en"],
                severity=problem.severity,
                line=problem.line,
                text=problem.text,
            )
        told = tell(
            career,
            self.organizations,
            started=_cell_date(official.started_work),
            present=without_numbers(official.post) if official.post else None,
            county=self.county,
        )
        for code, spell, zh, en in chronology(career):
            self._say(official, person, code, zh, en, line=spell.line, text=spell.text)
            if code == "gap":  # what is not told may have been anything
                told.known_since(spell.start)
        self.appointments += [{"person_id": person, **row} for row in told.rows]
        self.pending += [
            {"person_id": person, **row}
            | {"name": official.name, "text": spell.text, "source": official.source}
            for spell, row in told.pending
        ]
        return told.known_from

    def _present(self, official: Official, person: str) -> PartialDate | None:
        """Take in the present post alone: nothing is known of the time before it."""
        told = " ".join(part for part in (official.unit, official.post) if part)
        if not told.strip():
            self._say(
                official,
                person,
                "no-career",
                "没有简历，也没有现任职务；请补上",
                "neither a resume nor a present post; add one",
                severity=ProblemSeverity.ERROR,
            )
            return None
        since = _cell_date(official.post_since)
        self._post(person, official.unit, official.post, official.post_since, None, official)
        self._say(
            official,
            person,
            "present-post-only",
            "只有现任职务，此前经历不在表内，按不详处理" + ("" if since else "；任职时间也未填写"),
            "the present post alone; what came before is taken for unknown"
            + ("" if since else "; nor is it told since when"),
            severity=ProblemSeverity.WARNING,
        )
        return since

    def _posts(self, official: Official, person: str) -> PartialDate | None:
        """Take in posts that stand in columns of their own; give from when on they adjoin."""
        dated = []
        for held in official.posts:
            end = held.end
            if held.current is False and end in (None, ""):
                end = UNKNOWN
            self._post(person, held.organization, held.post, held.start, end, official, held)
            if (start := _cell_date(held.start)) is not None:
                dated.append((start, _cell_date(held.end)))
        dated.sort(key=lambda one: one[0].first)
        known_from = dated[0][0] if dated else None
        recruited = _cell_date(official.recruited_on)
        if recruited is not None and known_from and known_from.first <= recruited.last:
            known_from = None
        for (_, end), (start, _) in pairwise(dated):
            if end is not None and start.first > end.last:
                known_from = start
        return known_from

    def _post(
        self,
        person: str,
        unit: str | None,
        post: str | None,
        start: object,
        end: object,
        official: Official,
        held: HeldPost | None = None,
    ) -> None:
        """Take in one post told by its organisation and its name."""
        self.entries += 1
        unit, post = (without_numbers(part) if part else None for part in (unit, post))
        text = "".join(part.strip() for part in (unit, post) if part and part.strip())
        if unit and post and post.strip().startswith(unit.strip()):
            text = post.strip()
        career = parse_career(f"2000.01--  {text.replace(chr(10), ' ')}", county=self.county)
        own = self.organizations.named(unit) if unit else None
        spells = career.spells[:1] if own else career.spells
        for problem in career.problems if not own else ():
            self._say(
                official,
                person,
                problem.code,
                problem.message["zh"],
                problem.message["en"],
                severity=problem.severity,
                row=held.row if held else official.row,
                text=problem.text,
            )
        for spell in spells:
            role = spell.role
            if held is not None and held.member is not None and role is not None:
                role = _role(held.member, role, text)
            self.appointments.append(
                {
                    "person_id": person,
                    "org_id": own or self.organizations.of(spell),
                    "post": post or spell.text,
                    "role": role,
                    "start": start if spell.start else UNKNOWN,
                    "end": end if spell.start else UNKNOWN,
                    "basis": BASES.get(spell.basis),
                }
            )

    def _say(
        self,
        official: Official,
        person: str,
        code: str,
        zh: str,
        en: str,
        *,
        severity: ProblemSeverity = ProblemSeverity.WARNING,
        line: int | None = None,
        row: int | None = None,
        text: str | None = None,
    ) -> None:
        self.items.append(
            QualityItem(
                code=code,
                severity=severity,
                person_id=person,
                name=official.name,
                source=official.source,
                sheet=official.sheet,
                row=row or official.row,
                line=line,
                text=text,
                message={"zh": zh, "en": en},
            )
        )


_PLACES = ("unknown-place", "ambiguous-place")


def _role(member: str, told: Role, post: str) -> Role:
    """Give the role by what the table says of the team, else by the name of the post.

    正职 is the head of whatever body; the principals of a place are those of party and government.
    """
    if "正职" in member:
        return told if told is Role.CHIEF or "主席" in post else Role.CHIEF
    if "副职" in member or "其他" in member:
        return Role.LEADER
    if member.strip() in ("否", "非领导成员", "0"):
        return Role.STAFF
    return told


def _cell_date(cell: object) -> PartialDate | None:
    if cell is None or cell == "":
        return None
    try:
        return PartialDate.from_cell(cell)
    except ValueError:
        return None
