"""From what forms, rosters and workbooks say to the tables of a data set.

What is certain becomes rows.  What is not becomes a bound, never a guess: an entry of the past
whose township or end is not known is left out, and the career counts as known only from its end on
(`career_known_from`), so that it may have been any service.  A post that is still held and cannot
be placed stands in the table without its organisation, so that the person's verdicts stay open
until somebody fills it in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from attrs import define, field, frozen

from partyorg.career import Career, CareerBasis, CareerProblem, CareerSpell, DateForm, parse_career
from partyorg.dates import PartialDate
from partyorg.errors import InputInfo, Problem, ProblemSeverity
from partyorg.forms.bodies import Organizations
from partyorg.forms.chronology import chronology
from partyorg.forms.identity import Identities
from partyorg.forms.official import HeldPost, Official
from partyorg.forms.quality import Quality, QualityItem
from partyorg.forms.quality_views import PENDING, as_sheet
from partyorg.model import TABLES, Basis, Dataset, RawTable, Role, build
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
_AWAY = (CareerBasis.STUDY, CareerBasis.WAITING)
_BASES = {basis: Basis(basis.value) for basis in CareerBasis if basis not in _AWAY}
_UNKNOWN_END = "不详"


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
        return build(self.tables, self.inputs)


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
            self._posts(official, person)
        else:
            known_from = self._present(official, person)
        self.people.append(
            {
                "person_id": person,
                "name": official.name,
                "recruited_on": official.recruited_on,
                "recruited_via": official.recruited_via,
                "career_known_from": known_from,
                "grassroots_before": official.grassroots_before,
            }
        )

    def _career(self, official: Official, person: str, resume: str) -> PartialDate | None:
        """Take in a career told as text; give from when on it is known."""
        career = parse_career(resume, county=self.county)
        career = _without_particulars(career)
        self.entries += len(career.spells)
        placed = {
            (spell.line, spell.text)
            for spell in career.spells
            if spell.township and self.organizations.listed(spell.township)
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
        known_from = self._rows(official, person, career)
        for code, spell, zh, en in chronology(career):
            self._say(official, person, code, zh, en, line=spell.line, text=spell.text)
            if code == "gap":  # what is not told may have been anything
                known_from = _later(known_from, spell.start)
        return known_from

    def _rows(self, official: Official, person: str, career: Career) -> PartialDate | None:
        """Make the rows of a career; give the end of the last entry that is not among them."""
        known_from: PartialDate | None = None
        mains = [spell for spell in career.spells if not spell.note]
        for spell, main in _with_main(career.spells):
            if spell.basis in _AWAY:
                continue
            row = self._row(person, spell, main)
            until = _until(spell, main, mains)
            told = spell.form is DateForm.RANGE or (spell.form is DateForm.OPEN and until is None)
            told = told or (spell.note and spell.form is DateForm.OPEN)
            certain = row["org_id"] and told
            if certain or until is None or spell.basis is CareerBasis.SECONDMENT:
                # A row that lacks something is set aside when it is read, and keeps open whatever
                # is asked of the person: a post held to this day, or time taken from the own post.
                self.appointments.append(row)
            else:
                self.pending.append(
                    row | {"name": official.name, "text": spell.text, "source": official.source}
                )
                known_from = _later(known_from, until)
        for problem in career.problems:
            if problem.code not in _LOST:
                continue
            after = [s.start for s in mains if s.line > problem.line and s.start]
            if after:
                known_from = _later(known_from, after[0])
            elif problem.code == "bad-date" or _PRESENT.match(problem.text):
                # What was lost is the last entry, so the post held now; the row is set aside.
                self.appointments.append({"person_id": person, "post": problem.text})
        return known_from

    def _row(self, person: str, spell: CareerSpell, main: CareerSpell | None) -> dict[str, Any]:
        end: Any = spell.end
        if spell.form is DateForm.POINT:
            end = _UNKNOWN_END
        elif spell.form is DateForm.OPEN and spell.note and main is not None:
            end = main.end  # 起 in a note: from then on, as long as the entry lasts
        return {
            "person_id": person,
            "org_id": self.organizations.of(spell),
            "post": spell.text,
            "role": spell.role,
            "start": spell.start,
            "end": end,
            "basis": _BASES.get(spell.basis),
        }

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

    def _posts(self, official: Official, person: str) -> None:
        """Take in posts that stand in columns of their own."""
        for held in official.posts:
            end = held.end
            if held.current is False and end in (None, ""):
                end = _UNKNOWN_END
            self._post(person, held.organization, held.post, held.start, end, official, held)

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
                role = _role(held.member, role)
            self.appointments.append(
                {
                    "person_id": person,
                    "org_id": own or self.organizations.of(spell),
                    "post": post or spell.text,
                    "role": role,
                    "start": start,
                    "end": end,
                    "basis": _BASES.get(spell.basis),
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
_LOST = ("no-date", "bad-date", "no-post", "private-line")
"""What was not read may have been a post: nothing before what follows it is known for sure."""
_PRIVATE = re.compile(
    "出生|籍贯|身份证|性别|配偶|爱人|父亲|母亲|儿子|女儿|妻子|丈夫|家庭住址|手机号|联系电话|健康状况|"
    r"(?:^|[,，、\s])[男女][,，、\s]|[,，、\s][一-鿿]{1,4}族[,，、\s]|月生(?!产)|\d{17}[\dXx]"
)
_PRESENT = re.compile(r"\s*(?:现任|现为|任|兼任|担任)")


def _without_particulars(career: Career) -> Career:
    """Leave out the lines that tell of birth, family and the like; say so, and quote nothing."""
    found: tuple[CareerSpell | CareerProblem, ...] = (*career.spells, *career.problems)
    private = sorted({one.line for one in found if _PRIVATE.search(one.text)})
    if not private:
        return career
    said = tuple(
        CareerProblem(
            severity=ProblemSeverity.WARNING,
            code="private-line",
            text="—",
            line=line,
            columns=(0, 0),
            message={
                "zh": "该行含个人信息（出生、家庭等），规则用不到，未读入；如含任职请另起一行",
                "en": "personal particulars, which no rule needs, so the line is not read; if it "
                "tells a post too, write that on a line of its own",
            },
        )
        for line in private
    )
    return Career(
        tuple(spell for spell in career.spells if spell.line not in private),
        (*(problem for problem in career.problems if problem.line not in private), *said),
    )


def _with_main(spells: Iterable[CareerSpell]) -> Iterator[tuple[CareerSpell, CareerSpell | None]]:
    """Give each spell with the main entry that it stands beside, if it is a note."""
    main = None
    for spell in spells:
        if not spell.note:
            main = spell
        yield spell, main if spell.note else None


def _until(
    spell: CareerSpell, main: CareerSpell | None, mains: Sequence[CareerSpell]
) -> PartialDate | None:
    """Tell until when an entry lasts at most; None if it may last to this day."""
    if spell.form is DateForm.RANGE:
        return spell.end
    if main is not None:
        return main.end
    starts = [one.start for one in mains if one.start is not None]
    after = [day for day in starts if spell.start is not None and day.first > spell.start.last]
    return min(after, key=lambda day: day.last, default=None)


def _later(one: PartialDate | None, other: PartialDate | None) -> PartialDate | None:
    """Give the later of two days."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda day: day.last)


def _role(member: str, told: Role) -> Role:
    """Give the role by what the table says of the team, else by the name of the post."""
    if "正职" in member:
        return Role.CHIEF
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
