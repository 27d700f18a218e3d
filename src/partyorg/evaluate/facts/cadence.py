"""Facts for `cadence`: the events of each organisation, or about each official, in each window."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from partyorg.dates import LAST_YEAR, Cover, PartialDate, Window, windows_of
from partyorg.evaluate.career import Post
from partyorg.evaluate.facts import terms
from partyorg.evaluate.facts.chosen import fits, lost
from partyorg.evaluate.scope import Case, Scope
from partyorg.model import Activity, Organization, OrgKind, Person
from partyorg.rulebook import Version
from partyorg.rulebook.kinds.cadence import Count, Facts, Params
from partyorg.verdict import Unknown

__all__ = ["cases", "cases_of"]

Counted = tuple[Activity, bool | None]
"""An activity of the kind, and whether it counts wherever it was (None: perhaps)."""


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for every organisation (or official) and year with a window in its life."""
    params: Params = version.params
    if not params.of_organizations:
        for person in scope.people():
            yield from cases_of(version, scope, person)
        return
    if not scope.organizations_asked:
        return
    yield from lost(params, scope)
    for org in scope.organizations():
        if fits(params, org) is False:
            continue
        if params.every is not None:
            yield from terms.cases_of(params, scope, org)
            continue
        for year in _years(version, scope):
            case = _of_year(version, scope, org, year)
            if case is not None:
                yield case


def _of_year(version: Version, scope: Scope, org: Organization, year: int) -> Case | None:
    """Give the case of a year; one that is over has the same facts on every later day."""
    params: Params = version.params
    over = scope.bare and scope.as_of > windows_of(params.window, year)[-1].last
    if not over:
        return _of_organization(params, scope, org, year)
    key = (version.clause, org.org_id, year)
    kept = scope.world.kept
    if key not in kept:
        kept[key] = _of_organization(params, scope, org, year)
    case: Case | None = kept[key]
    return case


def cases_of(version: Version, scope: Scope, person: Person) -> Iterator[Case]:
    """Give the cases of one official."""
    params: Params = version.params
    career = scope.world.career(person.person_id)
    own = [post for post in career.posts if post.in_post is not False]
    if not own and not career.broken:
        return
    sure, maybe = ([p.spell for p in own if bool(p.in_post) is s] for s in (True, False))
    held = Cover.of(sure, maybe)
    named = scope.dataset.activities_about.get(person.person_id, ())
    rows = [*_counting(params, scope, named), *_unnamed(params, scope, own)]
    broken = scope.broken(person.person_id, "appointments", "people")
    lost_rows = broken + scope.touched("activities", person.person_id)
    for body in dict.fromkeys(post.row.org_id for post in own):
        lost_rows += scope.touched("activities", body, subject_id=person.person_id)
    for year in _years(version, scope):
        lived = []
        for window in _begun(params, scope, year):
            there = held.throughout(window.first, min(window.last, scope.as_of) + 1)
            lived.append((window, None if career.broken else there))
        bodies = {post.row.org_id for post in own if _meets(post.spell.possible(), lived)}
        case = _case(scope, lived, rows, year, bodies or {None})
        if case is not None:
            case.subject = career.subject
            case.blocked = "row-set-aside" if lost_rows else None
            case.unknowns = lost_rows or case.unknowns or tuple(career.gaps())
            yield case


def _has_enough(params: Params, scope: Scope, org: Organization, year: int) -> bool | None:
    """Tell whether an organisation had so many full members in a year that it owes something."""
    if params.if_full_members is None:
        return True
    for row in scope.dataset.members_of.get(org.org_id, ()):
        if row.year == year and row.full_members is not None:
            return row.full_members >= params.if_full_members
    return None


def _between(
    params: Params, rows: Iterable[Activity], lived: Iterable[tuple[Window, bool | None]]
) -> Iterator[tuple[Window, bool | None]]:
    """Give the windows between two activities; without the second, all after the first may be."""
    first, last = ([row.date for row in rows if row.kind == kind] for kind in params.between)
    for window, surely in lived:
        answers = [_spans(start, last, window) for start in first]
        if True in answers:
            yield window, surely
        elif None in answers:
            yield window, None


def _spans(
    start: PartialDate | None, ends: Collection[PartialDate | None], window: Window
) -> bool | None:
    """Tell whether a window lies from a start to the first end after it."""
    if start is None:
        return None
    if start.first > window.first:
        return False
    if None in ends:
        return None
    after = [end for end in ends if end is not None and end.last >= start.first]
    end = min(after, key=lambda day: day.first, default=None)
    if end is None:
        return None
    if end.last < window.last:
        return False
    return True if start.last <= window.first and window.last <= end.first else None


def _unnamed(params: Params, scope: Scope, own: Sequence[Post]) -> Iterator[Counted]:
    """Give the activities at somebody's organisations that do not say whom they are about."""
    for body in dict.fromkeys(post.row.org_id for post in own):
        rows = scope.dataset.activities_of.get(body, ())
        nameless = [row for row in rows if row.subject_id is None]
        yield from ((row, None) for row, _ in _counting(params, scope, nameless))


def _meets(possible: tuple[int, int], lived: Sequence[tuple[Window, bool | None]]) -> bool:
    """Tell whether a post may be held in one of some windows."""
    return any(possible[0] <= w.last and possible[1] > w.first for w, _ in lived)


def _years(version: Version, scope: Scope) -> Iterable[int]:
    """Give the years in which something may be owed: by weeks the last days may be of the next."""
    last = min(date.fromordinal(scope.as_of).year + 1, LAST_YEAR)
    return range(date.fromordinal(version.begins.first).year, last + 1)


def _begun(params: Params, scope: Scope, year: int) -> Iterator[Window]:
    return (w for w in windows_of(params.window, year) if w.first <= scope.as_of)


def _of_organization(params: Params, scope: Scope, org: Organization, year: int) -> Case | None:
    starts, ends = org.valid_from, org.valid_to
    enough = _has_enough(params, scope, org, year)
    if enough is False:
        return None
    lived: list[tuple[Window, bool | None]] = []
    for window in _begun(params, scope, year):
        # A window that is not wholly within the life of the organisation is exempt.
        if (starts and starts.first > window.first) or (ends and ends.last <= window.last):
            continue
        unsure = (starts and starts.last > window.first) or (ends and ends.first <= window.last)
        lived.append((window, None if unsure else True))
    every = scope.dataset.activities_of.get(org.org_id, ())
    if params.between:
        lived = list(_between(params, every, lived))
    rows = _counting(params, scope, every, org)
    case = _case(scope, lived, rows, year, {org.org_id})
    if case is None:
        return None
    case.subject = scope.subject(org.org_id)
    unknowns = [
        Unknown("value", "organizations", org.row, column)
        for column in ("kind", "level")
        if getattr(org, column) is None
    ]
    unsure = {sure for _, sure in lived} != {True}
    for column, day in (("valid_from", starts), ("valid_to", ends)):
        if unsure and day is not None and day.first != day.last:
            unknowns.append(Unknown("date-to-the-day", "organizations", org.row, column))
    if enough is None:
        unknowns.append(Unknown("rows", "members", None, None, f"{org.org_id} {year}"))
    case.doubtful = case.doubtful or None in (org.kind, org.level, enough)
    touched = scope.touched("activities", org.org_id)
    case.blocked = "row-set-aside" if touched else None
    case.unknowns = touched or (*unknowns, *case.unknowns)
    return case


def _counting(
    params: Params, scope: Scope, rows: Iterable[Activity], org: Organization | None = None
) -> list[Counted]:
    out: list[Counted] = []
    for row in rows:
        if row.kind not in params.activity or (row.date and row.date.first > scope.as_of):
            continue
        counts: bool | None = True
        if params.to_superior and org is not None:
            counts = _received(scope, org, row.to_id)
        if counts is not False:
            out.append((row, counts))
    return out


def _case(
    scope: Scope,
    lived: Sequence[tuple[Window, bool | None]],
    rows: Sequence[Counted],
    year: int,
    bodies: Collection[str | None],
) -> Case | None:
    """Count the activities in the windows of a year, of which some may be exempt."""
    lived = [pair for pair in lived if pair[1] is not False]
    if not lived:
        return None
    sure = [0] * len(lived)
    maybe = [0] * len(lived)
    seen: dict[int, Activity] = {}
    unclear: dict[int, Activity] = {}
    firsts = [window.first for window, _ in lived]
    for row, counting in rows:
        for at in _touched(row.date, firsts):
            inside = _inside(row.date, lived[at][0], scope.as_of)
            if inside is False:
                continue
            seen[row.row] = row
            if inside and counting:
                sure[at] += 1
            else:
                maybe[at] += 1
                unclear[row.row] = row
    known = [_complete(scope, window, bodies) for window, _ in lived]
    counts = [
        Count(
            window.name,
            (least, least + more if complete and surely else None),
            scope.as_of <= window.last,
        )
        for (window, surely), least, more, complete in zip(lived, sure, maybe, known, strict=True)
    ]
    lacking = not all(known)
    unknowns = [Unknown("value", "activities", row.row, _lacking(row)) for row in unclear.values()]
    if counts[-1].running:
        unknowns.append(Unknown("end-of-period", "activities", None, None, str(year)))
    if lacking and not (len(counts) == 1 and counts[0].running):
        unknowns.append(Unknown("rows", "activities", None, None, str(year)))
    span = PartialDate.of(year)
    return Case(
        subject=scope.subject(""),
        events=((span.first, span.last),),
        facts=Facts(windows=tuple(counts), unplaced=len(unclear), unknowns=tuple(unknowns)),
        period=str(year),
        evidence=scope.rows("activities", seen.values()),
        doubtful=all(surely is None for _, surely in lived),
        unknowns=tuple(unknowns),
    )


def _lacking(row: Activity) -> str:
    """Name the column for want of which an activity may or may not count."""
    if row.date is None:
        return "date"
    if row.date.first != row.date.last:
        return "date"
    return "to_id" if row.to_id is None else "subject_id"


def _touched(day: PartialDate | None, firsts: Sequence[int]) -> range:
    """Give the windows, by their first days, in which a date may lie; without one, all."""
    if day is None:
        return range(len(firsts))
    return range(max(bisect_right(firsts, day.first) - 1, 0), bisect_right(firsts, day.last))


def _complete(scope: Scope, window: Window, bodies: Collection[str | None]) -> bool:
    """Tell whether the activities of the bodies are all recorded in a window."""
    first, last = (date.fromordinal(day).year for day in (window.first, window.last))
    kept, says = scope.world.kept, scope.world.complete.says
    for year in (first, last) if last != first else (first,):
        for body in bodies:
            key = ("activities", year, body)
            if key not in kept:
                kept[key] = says(*key)
            if not kept[key]:
                return False
    return True


def _inside(day: PartialDate | None, window: Window, as_of: int) -> bool | None:
    """Tell whether a date lies in a window, and not after the day of the check."""
    if day is None:
        return None
    last = min(window.last, as_of)
    if day.last < window.first or day.first > last:
        return False
    return True if window.first <= day.first and day.last <= last else None


def _received(scope: Scope, org: Organization, to_id: str | None) -> bool | None:
    """Tell whether a report went to the superior of an organisation, or to what was before it.

    The superior may be given as a place: then it is the body of the same kind there (of the next
    place up, if that place is its own); and so may whoever received the report.
    """
    places, organization = scope.places, scope.dataset.organization
    if to_id is None or org.parent_id is None or org.parent_id not in organization:
        return None
    if to_id not in organization:
        return None
    superior = organization[org.parent_id]
    wanted = {superior.org_id}
    own = places.site(org.org_id)
    if superior.kind is OrgKind.DIVISION:
        place = superior.org_id
        if place == own.place:
            place = own.chain[1] if len(own.chain) > 1 else place
        wanted |= {body.org_id for body in places.bodies.get(place, ()) if body.kind is org.kind}
        wanted.add(place)
        wanted.discard(own.place or "")
    elif places.site(superior.org_id).place is not None:
        wanted.add(places.site(superior.org_id).place or "")
    return to_id in wanted or any(step.org_id in wanted for step in places.successors(to_id))
