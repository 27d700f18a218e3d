"""From the text of a resume to a career."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from attrs import evolve

from partyorg.career.entries import Entry, Line, Stray, entries, lines
from partyorg.career.posts import Post, posts
from partyorg.career.spells import Career, CareerBasis, CareerProblem, CareerSpell, DateForm
from partyorg.errors import CallError, ProblemSeverity
from partyorg.model import Level
from partyorg.places import gazetteer

__all__ = ["parse_career"]

_REMARK = re.compile(
    "(?:任|晋升为?|套改为?|转任|定为?|确定为|享受|明确为)?(?:"
    "(?:副|正)?(?:股|科|处|厅|局|县|部|乡科|县处|厅局|乡)级(?:干部|职级)?(?:待遇)?|"
    "[一二三四]级(?:主任科员|调研员|巡视员|科员)|(?:副)?主任科员|(?:副)?调研员|科员|办事员)|"
    "职级(?:晋升|套改|套转|确定).*|(?:职级)?套转.*"
)
_LOCAL = (Level.TOWNSHIP, Level.SUBDISTRICT)


def parse_career(text: str, *, county: str | None = None) -> Career:
    """Read a resume: when somebody was where, in what role, and on what basis.

    Read are the resume of the appointment form (干部任免审批表), as its filling rules have it and
    as it is written in practice, and published biographies.  Dates keep their precision: a month is
    a month.  An entry with a single date is a point: it begins then, and its end is not told.  What
    stands in brackets with dates of its own (其间) becomes spells of their own, for a secondment in
    the middle of township service takes its time away from it.

    Townships are looked up in the list of divisions, within the county that the line names, else
    the one named before it, else `county` (its name or its code of six digits).  A township that
    is not found there still counts as township service: `level` says so; `division` is empty then,
    and a problem names what it may be.

    Nothing is left out: each line that is not blank is in the spells or in the problems.

    Raises:
        CallError: `county` is not in the list of divisions.

    >>> career = parse_career('''2009.06-2012.08 贵州省贵阳市花溪区青岩镇党委书记、人大主席
    ... 2012.08--        花溪区委组织部副部长''')
    >>> [(str(spell.start), spell.level.value, spell.role.value) for spell in career.spells]
    [('2009-06', 'township', 'chief'), ('2012-08', 'county', 'leader')]
    >>> career.spells[0].division
    '520111101'
    """
    known = _county(county)
    spells: list[CareerSpell] = []
    problems: list[CareerProblem] = []
    before: tuple[str, ...] | None = None
    for line in lines(text):
        for found in _complete(line):
            if isinstance(found, Stray):
                problems.append(_stray(line, found))
                continue
            for one in _read(line, found, before, known):
                if isinstance(one, CareerProblem):
                    problems.append(one)
                    continue
                spells.append(one)
                if one.basis is not CareerBasis.STUDY:
                    before = one.county or before
        if line.unclosed:
            problems.append(_unclosed(line))
    return Career(tuple(spells), tuple(problems))


def _complete(line: Line) -> Iterator[Entry | Stray]:
    """Give what stands in a line, and each line of the text in it of which nothing was taken."""
    taken: list[tuple[int, int]] = []
    for found in entries(line):
        begins = found.begins if isinstance(found, Stray) else found.times.at
        taken.append((begins, max(found.ends, found.begins)))
        yield found
    for begins, ends in pairwise((*line.starts, len(line.text))):
        if line.text[begins:ends].strip() and not any(a < ends and begins < b for a, b in taken):
            yield Stray(begins, ends)


def _county(county: str | None) -> tuple[str, ...]:
    if county is None:
        return ()
    places = gazetteer()
    if county in places and places.level(county) is Level.COUNTY:
        return (county,)
    found = places.counties(county)
    if not found:
        msg = f"county: '{county}' is not in the list of divisions; give its name or six digits"
        raise CallError(msg)
    return found


def _read(
    line: Line, entry: Entry, before: tuple[str, ...] | None, known: tuple[str, ...]
) -> Iterator[CareerSpell | CareerProblem]:
    """Read one entry: its spells, and what is wrong with it."""
    time = entry.times
    if time.fault is not None:
        zh, en = time.fault
        yield _fault(
            line,
            time.at,
            max(entry.ends, entry.begins, time.at + 1),
            "bad-date",
            f"{zh}；请写成 2009.06--2012.08",
            f"{en}; write 2009.06--2012.08",
        )
        return
    if not entry.text.strip():
        yield _fault(
            line,
            time.at,
            entry.begins,
            "no-post",
            "日期之后没有内容；请补上单位和职务",
            "nothing stands behind the date; add unit and post",
        )
        return
    if time.form is DateForm.POINT and _REMARK.fullmatch(entry.text):
        yield _fault(
            line,
            time.at,
            entry.ends,
            "rank-line",
            "职级记载，不是任职，不计入经历",
            "a rank, not a post; not part of the career",
            ProblemSeverity.WARNING,
        )
        return
    county = before
    found = posts(entry.text)
    for post in found:
        spell, problem = _spell(line, entry, post, found[0], county, known)
        if spell.basis is not CareerBasis.STUDY:
            county = spell.county or county
        yield spell
        if problem is not None:
            yield problem


def _spell(
    line: Line,
    entry: Entry,
    post: Post,
    first: Post,
    before: tuple[str, ...] | None,
    known: tuple[str, ...],
) -> tuple[CareerSpell, CareerProblem | None]:
    """Make a spell of a post, and find its place."""
    begins, ends = entry.begins + post.begins, entry.begins + post.ends
    number, columns = line.where(begins, ends)
    head = line.where(entry.times.at, begins)
    if (
        post is first and entry.times.at < begins and head[0] != number
    ):  # the text begins on the line below the date
        number, columns = head
    county = post.county
    if county is None:
        county = tuple(dict.fromkeys((*(before or ()), *known)))
    spell = CareerSpell(
        start=None if post.untimed else entry.times.start,
        end=None if post.untimed else entry.times.end,
        form=DateForm.POINT if post.untimed else entry.times.form,
        basis=post.basis,
        level=post.level,
        role=post.role,
        text=line.raw[begins:ends],
        line=number,
        columns=columns,
        acting=post.acting,
        place=post.place,
        county=_county_of(post, before, known),
        township=post.township or None,
        body=post.body,
        note=entry.note or post.untimed,
    )
    if post.level not in _LOCAL or post.basis in (CareerBasis.STUDY, CareerBasis.WAITING):
        return spell, None
    return _placed(line, spell, county, begins, ends)


def _county_of(
    post: Post, before: tuple[str, ...] | None, known: tuple[str, ...]
) -> tuple[str, ...]:
    """Give the county of a post: the one it names; a 县委 without a name is that of the context."""
    if post.county is not None:
        return post.county
    return (before or known) if post.level is Level.COUNTY else ()


def _placed(
    line: Line, spell: CareerSpell, county: tuple[str, ...], begins: int, ends: int
) -> tuple[CareerSpell, CareerProblem | None]:
    """Find the township of a spell in the list of divisions; what is not found is a problem."""
    places = gazetteer()
    name = spell.township or ""
    codes = places.townships(name, county) if name else ()
    if len(codes) == 1:
        return evolve(spell, division=codes[0], county=(codes[0][:6],)), None
    told = name or spell.place or spell.text
    if codes:
        listed = "、".join(codes)
        return evolve(spell, candidates=codes), _fault(
            line,
            begins,
            ends,
            "ambiguous-place",
            f"“{told}”有多处（{listed}）；请写明县（市、区）",
            f"'{told}' may be {', '.join(codes)}; name the county",
            ProblemSeverity.WARNING,
        )
    near = places.alike(name, county) if name else ()
    near = near or (places.anywhere(name) if name else ())[:_MOST]
    zh = "、".join(f"{places[code].name}（{code}）" for code in near)
    en = ", ".join(near)
    return evolve(spell, candidates=near), _fault(
        line,
        begins,
        ends,
        "unknown-place",
        f"区划表中未找到“{told}”" + (f"；是否为 {zh}？" if near else "；请核对县名和乡镇名"),
        f"'{told}' is not found in the list of divisions"
        + (f"; is it {en}?" if near else "; look at the names of county and township"),
        ProblemSeverity.WARNING,
    )


_MOST = 5
"""So many places of a name are named where no county is known."""


def _stray(line: Line, stray: Stray) -> CareerProblem:
    return _fault(
        line,
        stray.begins,
        stray.ends,
        "no-date",
        "没有可识别的起止时间，未读入；请在行首写起止年月，如 2009.06--2012.08",
        "no date is found, so it is not read; begin the line with one, as 2009.06--2012.08",
    )


def _unclosed(line: Line) -> CareerProblem:
    return _fault(
        line,
        line.text.rfind("("),
        len(line.text),
        "unclosed-bracket",
        "括号没有闭合；已读到行末，请补上右括号",
        "the bracket is not closed; it is read to the end of the line",
        ProblemSeverity.WARNING,
    )


def _fault(
    line: Line,
    begins: int,
    ends: int,
    code: str,
    zh: str,
    en: str,
    severity: ProblemSeverity = ProblemSeverity.ERROR,
) -> CareerProblem:
    number, columns = line.where(begins, ends)
    return CareerProblem(
        severity=severity,
        code=code,
        text=line.raw[begins:ends],
        line=number,
        columns=columns,
        message={"zh": zh, "en": en},
    )
