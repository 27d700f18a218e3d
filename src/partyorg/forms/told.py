"""What a resume tells for sure, and what it leaves open: rows, pending entries, a bound.

Three things may become of an entry.  It is a row, if its place and its dates are known.  It is
pending, if it is over but its place or end is not known: then the career is known only from its end
on.  And it is a row that lacks something, if it may last to this day or takes time away from
another post: such a row is set aside when it is read, and keeps open whatever depends on it, the
person's verdicts and those on the team.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from attrs import define, field

from partyorg.career import Career, CareerBasis, CareerProblem, CareerSpell, DateForm, parse_career
from partyorg.dates import PartialDate
from partyorg.forms.bodies import Organizations
from partyorg.model import Basis

__all__ = ["AWAY", "BASES", "UNKNOWN", "Told", "in_order", "is_membership", "later", "tell"]

AWAY = (CareerBasis.STUDY, CareerBasis.WAITING)
BASES = {basis: Basis(basis.value) for basis in CareerBasis if basis not in AWAY}
UNKNOWN = "不详"
"""In a cell of a date: it is not known, so the row is set aside until somebody fills it in."""

_LOST = ("no-date", "bad-date", "no-post", "private-line")
_PRESENT = re.compile(r"\s*(?:现任|现为|任|兼任|担任)")
_LEFT = re.compile("免去|不再担任|卸任|辞去|离任")
_HEADING = re.compile(r"\s*(?:(?:学习|工作|主要|个人|任职)*(?:简历|经历|履历))?\s*[:：]?\s*")
_MEMBERSHIP = re.compile(
    "(?:人大|党代会|党|团)代表$|代表大会代表|政协(?:委员|常委)$|届.{0,6}委员会?(?:候补)?委员$|候补委员$|"
    "当选.*(?:委员|代表|常委)$|^(?:补选|当选|到任|任职|离任|转正|明确|退休|入党|加入中国共产党|参加(?:革命)?工作)$"
)
_MONTH = 31


@define
class Told:
    """The rows of one person, the entries that are pending, and since when the career is known."""

    rows: list[dict[str, Any]] = field(factory=list)
    pending: list[tuple[CareerSpell, dict[str, Any]]] = field(factory=list)
    known_from: PartialDate | None = None

    def known_since(self, day: PartialDate | None) -> None:
        """Take in that nothing before a day is known for sure."""
        self.known_from = later(self.known_from, day)


def is_membership(text: str) -> bool:
    """Tell whether a text is a seat in a congress or committee, or a remark: neither is a post.

    >>> is_membership("示例县第十七届人大代表"), is_membership("示例县人大常委会主任")
    (True, False)
    """
    return _MEMBERSHIP.search(text.strip()) is not None


def later(one: PartialDate | None, other: PartialDate | None) -> PartialDate | None:
    """Give the later of two days."""
    if one is None or other is None:
        return one or other
    return max(one, other, key=lambda day: day.last)


def tell(
    career: Career,
    organizations: Organizations,
    *,
    started: PartialDate | None = None,
    present: str | None = None,
    county: str | None = None,
) -> Told:
    """Sort the entries of a career.

    `started` is when somebody began to work, `present` the post that a form says is held now; both
    show what a resume leaves out at its ends.  Where nobody tells when work began, a resume that
    does not begin with study may lack its first lines.
    """
    mains = [spell for spell in career.spells if not spell.note and not is_membership(spell.text)]
    lost = [one for one in career.problems if _is_lost(one)]
    made = Told()
    unsure = _present_unsure(career, mains, lost)
    doubtful = _overlapped(mains, organizations)
    for spell, main in _with_main(career.spells):
        if spell.basis in AWAY or is_membership(spell.text):
            continue
        if spell.note and spell.basis is CareerBasis.IN_POST and spell.level is None:
            continue  # 其间 something within the own post
        until = _until(spell, main, mains)
        row = _row(spell, main, until, organizations, unsure=unsure)
        held = until is None or spell.basis is CareerBasis.SECONDMENT
        held = held or (spell.form is DateForm.OPEN and not spell.note and row["end"] == UNKNOWN)
        if _is_certain(row) and not any(spell is one for one in doubtful):
            made.rows.append(row)
        elif held:
            made.rows += _set_aside(spell, row)
        else:
            made.pending.append((spell, row))
            made.known_since(until)
    _at_the_ends(made, mains, lost, started, organizations, present, county)
    return made


def _is_lost(problem: CareerProblem) -> bool:
    heading = _HEADING.fullmatch(problem.text) or is_membership(problem.text)
    return problem.code in _LOST and not (problem.code == "no-date" and heading)


def _present_unsure(
    career: Career, mains: Sequence[CareerSpell], lost: Sequence[CareerProblem]
) -> bool:
    """Tell whether open entries may be over: somebody left, or a line below was not understood."""
    texts = [*(one.text for one in career.problems), *(one.text for one in career.spells)]
    if any(map(_LEFT.search, texts)):
        return True
    last = max((spell.line for spell in mains), default=0)
    return any(one.line > last and one.code == "no-date" for one in lost)


def _row(
    spell: CareerSpell,
    main: CareerSpell | None,
    until: PartialDate | None,
    organizations: Organizations,
    *,
    unsure: bool,
) -> dict[str, Any]:
    end: Any = spell.end
    if spell.form is DateForm.POINT:
        end = UNKNOWN
    elif spell.form is DateForm.OPEN and main is not None:
        end = main.end  # 起 in a note: from then on, as long as the entry lasts
    elif spell.form is DateForm.OPEN and (until is not None or unsure):
        end = UNKNOWN
    return {
        "org_id": organizations.of(spell),
        "post": spell.text,
        "role": spell.role,
        "start": spell.start or UNKNOWN,
        "end": end,
        "basis": BASES.get(spell.basis),
    }


def _is_certain(row: Mapping[str, Any]) -> bool:
    return bool(row["org_id"]) and UNKNOWN not in (row["start"], row["end"])


def _set_aside(spell: CareerSpell, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Give the row so that it is set aside; one for each township that it may be in."""
    places = [row["org_id"]] if row["org_id"] else list(spell.candidates)
    if not places:
        yield row
    for place in places:
        yield row | {
            "org_id": place,
            "end": UNKNOWN if _is_certain(row | {"org_id": place}) else row["end"],
        }


def _with_main(
    spells: Sequence[CareerSpell],
) -> Iterator[tuple[CareerSpell, CareerSpell | None]]:
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
    after = [
        one.start
        for one in mains
        if one.start is not None and spell.start is not None and one.start.first > spell.start.last
    ]
    return min(after, key=lambda day: day.last, default=None)


def _overlapped(mains: Sequence[CareerSpell], organizations: Organizations) -> list[CareerSpell]:
    """Find the entries whose end is in doubt for another one elsewhere.

    It begins long before that end, or all of it lies within what is written for it: 2009-2011,
    2011-2011, 2011-2015.  The first and the last of these do not touch, though they look so.
    """
    brief = [one for one in mains if one.start == one.end and one.basis is CareerBasis.IN_POST]
    found = [
        spell
        for spell in mains
        if any(
            spell.end == one.start != spell.start
            and organizations.of(one) != organizations.of(spell)
            for one in brief
            if one.start is not None
        )
    ]
    for before, after in pairwise(in_order(mains)):
        if before.end is None or after.start is None or before.line == after.line:
            continue
        both = before.basis is after.basis is CareerBasis.IN_POST
        long = after.start.last + _MONTH < before.end.first
        if both and long and organizations.of(before) != organizations.of(after):
            found.append(before)
    return found


def in_order(mains: Sequence[CareerSpell]) -> list[CareerSpell]:
    """Give entries by their start; resumes are also written from the present backwards."""
    dated = [spell for spell in mains if spell.start is not None]
    return sorted(dated, key=lambda spell: (spell.start.first if spell.start else 0, spell.line))


def _at_the_ends(
    made: Told,
    mains: Sequence[CareerSpell],
    lost: Sequence[CareerProblem],
    started: PartialDate | None,
    organizations: Organizations,
    present: str | None,
    county: str | None,
) -> None:
    """Take in what is lost between entries, before the first and behind the last."""
    ordered = in_order(mains)
    if ordered:
        first = ordered[0]
        begun = first.start
        late = begun is not None and (started is None or started.last < begun.first)
        if late and first.basis not in AWAY:
            made.known_since(begun)
    gone: list[str] = []
    backwards = len(ordered) > 1 and mains[0].line > 0 and ordered[0] is not mains[0]
    for problem in lost:
        near = [s.start for s in mains if s.start and s.line > problem.line][:1]
        above = [s.start for s in mains if s.start and s.line < problem.line][-1:]
        for day in near + above if near or backwards else ():
            made.known_since(day)
        if (
            not near
            and not backwards
            and (problem.code == "bad-date" or _PRESENT.match(problem.text))
        ):
            gone.append(problem.text)
    is_open = any(spell.form is DateForm.OPEN for spell in mains)
    if present and not is_open and ordered:
        gone.append(present)
    for text in gone:
        made.rows += _lost_rows(text, organizations, county)


def _lost_rows(
    text: str, organizations: Organizations, county: str | None
) -> Iterator[dict[str, Any]]:
    """Give rows for a post that is held, nobody tells since when; they will be set aside."""
    bare = re.sub(r"^[\s\d年月.\-—–~～至今]+|^\s*(?:现任|现为|担任|兼任|任)", "", text)
    for spell in parse_career(f"2000.01--  {bare.replace(chr(10), ' ')}", county=county).spells:
        row = {
            "org_id": organizations.of(spell),
            "post": spell.text,
            "role": spell.role,
            "start": UNKNOWN,
            "end": None,
            "basis": BASES.get(spell.basis),
        }
        yield from _set_aside(spell, row)
