"""Facts for `eligibility`: the conditions on a person at the date of an event."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from attrs import frozen

from partyorg.dates import Cover, PartialDate, Period
from partyorg.evaluate.career import Career, Post
from partyorg.evaluate.facts import entries
from partyorg.evaluate.facts.share import stock
from partyorg.evaluate.scope import Case, Incumbent, Scope, Team, mended
from partyorg.model import Appointment, Basis, OrgKind, Person, Promotion
from partyorg.rulebook import Version, decide
from partyorg.rulebook.kinds import share
from partyorg.rulebook.kinds.eligibility import Condition, Facts, Params
from partyorg.rulebook.kinds.eligibility import Team as TeamParams
from partyorg.verdict import Breach, Clause, Outcome, Severity, Unknown

__all__ = ["cases", "cases_of"]


def cases(version: Version, scope: Scope) -> Iterator[Case]:
    """Give a case for every event of the kind that the rule names."""
    for person in scope.people():
        yield from cases_of(version, scope, person)


def cases_of(version: Version, scope: Scope, person: Person) -> Iterator[Case]:
    """Give the cases of one person."""
    return _EVENTS[version.params.event](version, scope, person)


# --- Promotions -----------------------------------------------------------------------------------


def _promotions(version: Version, scope: Scope, person: Person) -> Iterator[Case]:
    params: Params = version.params
    rows = scope.dataset.promotions_of.get(person.person_id, ())
    if not rows and not scope.dataset.touched:
        return
    dates: dict[PartialDate | None, list[Promotion]] = {}
    for row in rows:
        if row.kind in (params.promotion, None) and (
            row.date is None or (row.date.first <= scope.as_of and not scope.past(row.date))
        ):
            dates.setdefault(row.date, []).append(row)
    for day, at in dates.items():
        case = _promotion(version, scope, person, day, at)
        if case is not None:
            yield case
    for touch in scope.dataset.set_aside("promotions", person.person_id):
        lost = touch.values.get("date")
        if touch.may_be(kind=params.promotion) and lost not in dates:
            yield Case(
                subject=scope.world.career(person.person_id).subject,
                events=((lost.first, lost.last) if lost else (scope.as_of, scope.as_of),),
                period=str(lost) if lost else None,
                blocked="row-set-aside",
                unknowns=(mended(touch),),
            )


def _promotion(
    version: Version, scope: Scope, person: Person, day: PartialDate | None, rows: list[Promotion]
) -> Case | None:
    if not scope.bare or day is None or day.last > scope.as_of:
        return _promoted(version.params, scope, person, day, rows)
    # What lies in the past has the same facts on every later day.
    kept = scope.world.career(person.person_id).kept
    key = (version.clause, day)
    if key not in kept:
        kept[key] = _promoted(version.params, scope, person, day, rows)
    case: Case | None = kept[key]
    return case


def _promoted(
    params: Params, scope: Scope, person: Person, day: PartialDate | None, rows: list[Promotion]
) -> Case | None:
    career = scope.world.career(person.person_id)
    broken = scope.broken(person.person_id, "appointments", "people")
    broken += scope.touched("promotions", person.person_id, date=day)
    fields: dict[str, Any] = {
        "subject": career.subject,
        "period": str(day) if day else None,
        "evidence": () if scope.bare else scope.rows("promotions", rows) + career.evidence,
    }
    if day is None:
        unknown = Unknown("value", "promotions", rows[0].row, "date")
        today = ((scope.as_of, scope.as_of),)
        return Case(**fields, events=today, blocked="fact-unknown", unknowns=(unknown,))
    fields["events"] = ((day.first, day.last),)
    if broken:
        return Case(**fields, blocked="row-set-aside", unknowns=broken)
    days = (day.first,) if day.first == day.last else (day.first, day.last)
    holds = {career.in_townships.at(d) for d in days}
    if holds == {False}:
        return None
    # A row without a kind, or a date that may lie after the day of the check: a doubtful subject.
    sure = holds == {True} and any(row.kind for row in rows) and day.last <= scope.as_of
    unknowns = [Unknown("value", "promotions", r.row, "kind") for r in rows if r.kind is None]
    if day.first != day.last:
        unknowns.append(Unknown("date-to-the-day", "promotions", rows[0].row, "date"))
    facts = Facts(
        conditions=tuple(_conditions(params, career, days)),
        unknowns=scope.told(chain(unknowns, career.gaps())),
    )
    return Case(**fields, facts=facts, doubtful=not sure, unknowns=facts.unknowns)


def _conditions(params: Params, career: Career, days: Sequence[int]) -> Iterator[Condition]:
    service = career.service
    if params.in_post:
        yield Condition(name="in_post", met=tuple(career.in_townships.at(d) for d in days))
    if params.not_seconded:
        away = [career.seconded.at(d) for d in days]
        yield Condition(name="not_seconded", met=tuple(None if a is None else not a for a in away))
    for name, period, measured in (
        ("continuous_service", params.continuous_service, service.continuous),
        ("cumulative_service", params.cumulative_service, service.cumulative),
    ):
        if period is not None:
            bounds = [measured(d) for d in days]
            met = tuple(bound.completes(period) for bound in bounds)
            yield Condition(name=name, met=met, seen=_seen(bounds[0].observed()))


def _seen(observed: tuple[Period | None, Period | None]) -> tuple[Period, Period | None]:
    return (observed[0] or Period(), observed[1])


# --- Secondments ----------------------------------------------------------------------------------


def _secondments(version: Version, scope: Scope, person: Person) -> Iterator[Case]:
    params: Params = version.params
    career = scope.world.career(person.person_id)
    away = [p for p in career.away if p.spell.at(scope.as_of) is not False]
    lost = scope.touched("appointments", person.person_id, basis=Basis.SECONDMENT)
    if not (away or lost):
        return
    own = career.of_townships.at(scope.as_of)
    if own is False:
        return
    broken = scope.touched("appointments", person.person_id)
    conditions, unknowns, breaking = [], [], []
    homes = [p for p in career.posts if p.in_post is not False and p.own]
    homes = [p for p in homes if p.spell.at(scope.as_of) is not False]
    for post in away:
        by, _ = scope.approval(post.row)
        approved = _approved(params, scope, by, homes)
        ended = True if post.row.end is not None else None
        if approved is False and not (post.seconded and post.spell.at(scope.as_of)):
            approved = None  # it may not be a secondment of that day at all
        if approved is False:
            breaking.append(post)
        conditions.append(Condition(name="approval", met=(approved,), seen=by))
        if params.needs_end:
            conditions.append(Condition(name="end", met=(ended,), seen=post.row.end))
        if approved is None and by is not None:
            row = post.row.row
            unknowns.append(Unknown("organization", "appointments", row, "approved_by", by))
        if post.seconded is None:
            unknowns.append(Unknown("value", "appointments", post.row.row, "basis"))
        if ended is None:
            unknowns.append(Unknown("value", "appointments", post.row.row, "end"))
    sure = own is True and any(
        p.known and p.seconded and p.spell.at(scope.as_of) is True for p in away
    )
    if not sure:
        unknowns += career.gaps()
    yield Case(
        subject=career.subject,
        events=((scope.as_of, scope.as_of),),
        facts=Facts(
            conditions=tuple(_merged(conditions)),
            unknowns=scope.told(unknowns),
            responsible=next((p.row.org_id for p in breaking or away), None),
        ),
        evidence=scope.rows("appointments", (post.row for post in [*homes, *away])),
        doubtful=not sure,
        blocked="row-set-aside" if broken else None,
        unknowns=broken or scope.told(unknowns),
    )


def _merged(conditions: list[Condition]) -> Iterator[Condition]:
    """Put conditions of the same name together: all of them must be met."""
    by_name: dict[str, list[Condition]] = {}
    for condition in conditions:
        by_name.setdefault(condition.name, []).append(condition)
    for name, group in by_name.items():
        answers = [c.met[0] for c in group]
        met = False if False in answers else None if None in answers else True
        yield Condition(name=name, met=(met,), seen=group[answers.index(met)].seen)


def _approved(params: Params, scope: Scope, by: str | None, homes: list[Post]) -> bool | None:
    """Tell whether a body of the right kind above the township approved of a secondment.

    `homes` are the posts in townships which the person holds, or may hold, meanwhile.
    """
    if by is None:
        return False
    body = scope.dataset.organization.get(by)
    if body is None:
        return None
    if body.kind is not None and body.kind not in params.approved_by:
        return False
    place = scope.places.site(body.org_id).place
    above = {scope.places.above(place, scope.places.site(home.township)) for home in homes}
    # Where it is open which of two townships is left, so may be whether the approval is from above.
    answer = above.pop() if len(above) == 1 else None
    return None if answer and body.kind is None else answer


# --- Appointments into a team below its share -----------------------------------------------------


@frozen
class _Joining:
    """A post begun in a team of a township that was below its share, whatever has come since.

    `own` is the person's place in the team; `sure` that it was below it, and the person new there.
    """

    township: str
    start: PartialDate
    rows: tuple[Appointment, ...]
    team: Team
    own: Incumbent
    conditions: tuple[Condition, ...]
    sure: bool


def _appointments(version: Version, scope: Scope, person: Person) -> Iterator[Case]:
    career = scope.world.career(person.person_id)
    begun = _begun(version, scope, career)
    if not begun:
        return
    owed = tuple(one.clause for one in scope.pack[version.params.team.owes].versions)
    for township, start, rows in begun:
        if start.first <= scope.as_of and not scope.past(start):
            key = ("joining", version.clause, owed, person.person_id, township, start)
            kept = scope.world.kept  # it hangs on the others in the team
            if key not in kept:
                kept[key] = _joining(version.params, scope, career, township, start, rows)
            joining = kept[key]
            if joining is not None:
                yield _appointment(version, scope, career, joining, owed)


_Begun = tuple[tuple[str, PartialDate, tuple[Appointment, ...]], ...]


def _begun(version: Version, scope: Scope, career: Career) -> _Begun:
    """Give the posts in teams of townships: the township, the start, and the rows."""
    if version.clause not in career.kept:
        wanted: TeamParams = version.params.team
        joined: dict[tuple[str, PartialDate], list[Appointment]] = {}
        for post in career.posts:
            row = post.row
            if row.start is None or post.in_post is False:
                continue
            if not post.own or row.role not in (*wanted.roles, None):
                continue
            if _body_kind(scope, row) in (*wanted.bodies, None):
                place = scope.places.site(row.org_id).place or ""
                joined.setdefault((place, row.start), []).append(row)
        career.kept[version.clause] = tuple((*at, tuple(rows)) for at, rows in joined.items())
    begun: _Begun = career.kept[version.clause]
    return begun


def _body_kind(scope: Scope, row: Appointment) -> OrgKind | None:
    body = scope.dataset.organization.get(row.org_id)
    return body.kind if body else None


def _joining(
    params: Params,
    scope: Scope,
    career: Career,
    township: str,
    start: PartialDate,
    rows: tuple[Appointment, ...],
) -> _Joining | None:
    """Tell of the first days in a team; None if the team was not below its share."""
    wanted = params.team
    assert wanted is not None  # noqa: S101  (the parameters have been checked)
    team = scope.world.team(township, wanted.bodies, wanted.roles)
    person_id = career.person.person_id
    days = (start.first,) if start.first == start.last else (start.first, start.last)
    own = next((one for one in team.incumbents if one.person_id == person_id), None)
    if own is None:
        return None
    before = _in_team_before(own, start, days)
    if before == {True}:
        return None
    failed = [_stands(wanted.owes, scope, team, day - 1, person_id) for day in days]
    if all(outcome is not Outcome.FAIL for outcome in failed):
        return None
    sure = set(failed) == {Outcome.FAIL} and before == {False}
    sure = sure and any(row.role is not None for row in rows)
    conditions = tuple(_conditions(params, career, days))
    return _Joining(township, start, rows, team, own, conditions, sure)


def _appointment(
    version: Version, scope: Scope, career: Career, joining: _Joining, owed: tuple[Clause, ...]
) -> Case:
    params: Params = version.params
    township, start, own = joining.township, joining.start, joining.own
    now_key = ("stands", version.clause, owed, township, scope.as_of)
    if now_key not in scope.world.kept:
        owes = params.team.owes if params.team else ""
        scope.world.kept[now_key] = _stands(owes, scope, joining.team, scope.as_of)
    stands = scope.world.kept[now_key]
    period = params.cumulative_service
    served = career.service.cumulative(scope.as_of)
    now = [
        stands is Outcome.PASS,
        own.cover.at(scope.as_of) is False,
        period is not None and served.completes(period) is True,
    ]
    maybe = stands is Outcome.UNDETERMINED or own.cover.at(scope.as_of) is None
    touched = scope.touched("appointments", career.person.person_id)
    unknowns = scope.told(career.gaps())
    return Case(
        subject=career.subject,
        events=((start.first, start.last),),
        facts=Facts(
            conditions=joining.conditions,
            healed=Breach(start.first, start.last, "inexperienced", township) if any(now) else None,
            maybe_healed=maybe,
            responsible=township,
            unknowns=unknowns,
        ),
        period=str(start),
        part=township,
        evidence=scope.rows("appointments", joining.rows),
        doubtful=not joining.sure or start.last > scope.as_of,
        blocked="row-set-aside" if touched else None,
        unknowns=touched or unknowns,
    )


def _in_team_before(own: Incumbent, start: PartialDate, days: Sequence[int]) -> set[bool | None]:
    """Tell whether somebody was in the team on the day before, by posts other than the new one."""
    others = [row for row in own.rows if row.start != start]
    if not others:
        return {False}
    if any(row.end == start for row in others):
        return {True}  # the posts touch, so they are one holding
    cover = Cover.of([row.spell for row in others])
    return {cover.at(day - 1) for day in days}


def _stands(owes: str, scope: Scope, team: Team, day: int, without: str | None = None) -> Outcome:
    """Tell how a team stood on a day by the share that it owes, whether in force already or not."""
    versions = scope.pack[owes].versions
    owed = next((v for v in reversed(versions) if day >= v.begins.first), versions[0]).params
    if team.touched:
        return Outcome.UNDETERMINED
    members: tuple[Incumbent, ...] = team.incumbents
    if without is not None:
        members = tuple(one for one in members if one.person_id != without)
    facts, _, _ = stock(owed, scope, Team(members, ()), day)
    verdict = share.judge(owed, facts)
    if verdict.nothing:
        return Outcome.NOT_APPLICABLE
    return decide(verdict.worst, verdict.best, Severity.MANDATORY, in_force=True)


_EVENTS = {
    "promotion": _promotions,
    "secondment": _secondments,
    "appointment": _appointments,
    "entry": entries.entries,
    "step": entries.steps,
}
