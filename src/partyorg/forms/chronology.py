"""The order of a career: gaps, overlaps, months in doubt, and whether it comes to the present.

The lines of a resume adjoin: 98 of 100 begin in the month in which the one before ended.  What does
not adjoin is not wrong, but somebody should look.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from partyorg.career import Career, CareerSpell, DateForm
from partyorg.dates import PartialDate
from partyorg.forms.told import in_order, is_membership

__all__ = ["chronology"]


def chronology(career: Career) -> Iterator[tuple[str, CareerSpell, str, str]]:
    """Give what should be looked at in a career: code, spell, and why in two languages."""
    mains: list[CareerSpell] = []
    for spell in career.spells:
        if spell.note or is_membership(spell.text):
            continue
        if not (mains and _same_time(mains[-1], spell)):
            mains.append(spell)
    for spell in mains:
        if spell.form is DateForm.POINT:
            yield (
                "end-unknown",
                spell,
                f"只写了 {spell.start}，终点不详；请补上起止年月",
                f"only {spell.start} is told, not when it ended; add the end",
            )
        elif doubtful := _doubtful(spell):
            yield (
                "month-in-doubt",
                spell,
                f"{doubtful} 只到年份；请补上月份",
                f"{doubtful} is a year only; add the month",
            )
        elif spell.form is DateForm.RANGE and spell.start == spell.end:
            yield (
                "month-in-doubt",
                spell,
                f"起止同为 {spell.start}，前后两段是否相连无法判定；请核对，或写到日",
                f"begins and ends {spell.start}; what is before and after may not adjoin: look",
            )
    for before, after in pairwise(in_order(mains)):
        yield from _between(before, after)
    if mains and all(spell.form is DateForm.RANGE for spell in mains):
        last = max(mains, key=lambda spell: spell.end.last if spell.end else 0)
        yield (
            "no-present-post",
            last,
            f"简历止于 {last.end}，没有现任职务；如仍在任请补上",
            f"the resume ends with {last.end} and has no present post; add it if there is one",
        )


def _same_time(one: CareerSpell, other: CareerSpell) -> bool:
    return (one.start, one.end, one.line) == (other.start, other.end, other.line)


def _doubtful(spell: CareerSpell) -> PartialDate | None:
    found = (day for day in (spell.start, spell.end) if day and day.precision == "year")
    return next(found, None)


def _between(
    before: CareerSpell, after: CareerSpell
) -> Iterator[tuple[str, CareerSpell, str, str]]:
    if after.start is None or before.start is None:
        return
    if before.end is None:
        if before.form is DateForm.OPEN and after.start.first > before.start.last:
            yield (
                "overlap",
                after,
                f"上一条写“至今”，而本条自 {after.start} 起；请核对哪一条有终点",
                f"the entry before is open, and this one begins {after.start}; one should end",
            )
        return
    if after.start.first > before.end.last:
        yield (
            "gap",
            after,
            f"上一条止于 {before.end}，本条自 {after.start} 起，其间没有记载；请补上",
            f"nothing is told between {before.end} and {after.start}; add it",
        )
    elif after.start.last < before.end.first:
        yield (
            "overlap",
            after,
            f"本条自 {after.start} 起，早于上一条的终点 {before.end}；请核对",
            f"begins {after.start}, before the one above ended ({before.end}); look at both",
        )
