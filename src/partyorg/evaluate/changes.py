"""The days on which the facts of a subject can change, by the kind of the rule.

Between two of these days nothing changes, so whoever evaluates on each of them knows a verdict on
every day.  A day too many costs an evaluation; a day too few would be a wrong answer, so where a
kind is in doubt it names more.  Facts change where a written date begins and ends (what happened in
a month may have happened on each of its days), a period or a window is over, service completes a
term, a year begins, or a version comes into force.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from attrs import define, field

from partyorg.dates import LAST_YEAR, PartialDate, Period, nth_working_day, windows_of
from partyorg.evaluate.facts import without_people
from partyorg.evaluate.scope import Scope
from partyorg.model import Organization, Record
from partyorg.model.columns import columns_of
from partyorg.rulebook import Rule, Version
from partyorg.rulebook.kinds import bound, cadence, coverage, eligibility, service_lock, share

__all__ = ["HORIZON", "candidates", "turning_days"]

HORIZON = date(LAST_YEAR + 1, 1, 1).toordinal()
"""The day up to which anybody looks ahead: after every date that a table may hold."""

_BY_YEARS = ("bound", "cadence", "share")
"""The kinds whose periods are years of the calendar."""

_A_WEEK_LATER = 9

_SPARE_YEARS = 2
"""So many years after the last that anything is written of, nothing new begins by the calendar."""


@define
class Days:
    """Collects days after `since` and before `until`.

    `year_meant`: only the windows of this year matter.  `yearly`: every year's first day is one.
    Where there is no end to look to (`until` is the horizon), years are taken up to a little after
    the last that anything is written of.
    """

    since: int
    until: int
    year_meant: int | None = None
    found: set[int] = field(factory=set)
    yearly: bool = False

    def add(self, *days: int) -> None:
        """Add those of some days that lie between."""
        self.found.update(day for day in days if self.since < day < self.until)

    def date(self, value: PartialDate | None, *, each: bool = False) -> None:
        """Add the days on which a written date begins, and is over; or `each` day that it may be.

        They stand beside the next ones, for some facts ask for "before" and others for "by".
        """
        if value is None:
            return
        self.add(value.first, value.first + 1, value.last, value.last + 1)
        if each:
            self.add(*range(value.first, value.last + 2))

    def rows(self, rows: Iterable[Record], *, each: bool = False) -> None:
        """Add all dates of some rows, and the first day of the years that they name."""
        for row in rows:
            for name in _dates_of(type(row)):
                self.date(getattr(row, name), each=each)
            year = getattr(row, "year", None)
            if year is not None:
                self.year(year)

    def year(self, year: int) -> None:
        """Add the first day of a year, and of the next."""
        self.add(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())

    def later(self, dates: Iterable[PartialDate | None], periods: Iterable[Period | None]) -> None:
        """Add the days on which periods that begin on some dates are over."""
        for period in filter(None, periods):
            for value in filter(None, dates):
                for day in {value.first, value.last}:
                    self.add(period.after(day), period.after(day) + 1)

    def in_order(self, last_year: int) -> list[int]:
        """Give the days; `last_year` is the last that the data set says anything of."""
        if self.yearly:
            end = self.until
            if end >= HORIZON:
                latest = max(self.found, default=self.since)
                last_year = max(last_year, date.fromordinal(latest).year) + _SPARE_YEARS
                end = min(end, date(min(last_year, LAST_YEAR) + 1, 1, 1).toordinal())
            years = range(date.fromordinal(self.since).year + 1, date.fromordinal(end).year + 1)
            self.add(*(date(year, 1, 1).toordinal() for year in years))
        return sorted(self.found)


def turning_days(
    rule: Rule, scope: Scope, subject: str, until: int, period: str | None = None
) -> list[int]:
    """Give the days after that of a scope on which what a rule says of a subject can change.

    With `period` they are those on which what it says of that period can.
    """
    days = Days(scope.as_of, until)
    if period is not None and rule.kind_name in _BY_YEARS:
        # Once a year is over, and the last week of it, its facts stay as they are.
        days.year_meant = int(period)
        days.until = min(until, date(int(period) + 1, 1, _A_WEEK_LATER).toordinal())
        if days.until <= days.since:
            return []
    for version in rule.versions:
        days.date(version.begins)
        days.date(version.ends)
        _CHANGES[rule.kind_name](version, scope, subject, days)
    organization = scope.dataset.organization.get(subject)
    if organization is not None:
        days.rows([organization])
    return days.in_order(_last_year(scope))


def _last_year(scope: Scope) -> int:
    """Give the last year that the data set says to be complete."""
    kept = scope.world.kept
    if "last_year" not in kept:
        years = (row.year for row in scope.dataset.completeness)
        kept["last_year"] = max((year for year in years if year is not None), default=0)
    year: int = kept["last_year"]
    return year


def candidates(rule: Rule, scope: Scope) -> Iterator[str]:
    """Give the identifiers of all who may ever be a subject of a rule, whatever the day."""
    data, name, params = scope.dataset, rule.kind_name, rule.versions[-1].params
    if name == "procedure":
        yield from data.procedures_of
    elif name == "bound" and params.table == "elections":
        yield from data.elections_of
    elif name in _OF_PEOPLE and not without_people(rule):
        yield from data.person if name != "bound" or _asks_people(params) else data.organization
    else:
        lost = (key for table, key in data.touched if table in _OF_ORGANIZATIONS)
        yield from dict.fromkeys((*data.organization, *lost, *_named(rule, scope)))


_OF_PEOPLE = ("bound", "cadence", "coverage", "eligibility", "service_lock")
_OF_ORGANIZATIONS = ("organizations", "listed_items", "recruitment", "assessments")


def _asks_people(params: bound.Params) -> bool:
    return params.table == "trainings" or params.who == "people"


def _named(rule: Rule, scope: Scope) -> Iterator[str]:
    """Give the organisations that rows of a rule name, whether there is such a one or not."""
    for version in rule.versions:
        if rule.kind_name == "share" and version.params.rows is not None:
            rows = version.params.rows
            yield from (
                getattr(row, rows.organization) for row in getattr(scope.dataset, rows.table)
            )
        elif rule.kind_name == "permitted":
            yield from scope.dataset.listed_items_of


def _dates_of(record: type[Record]) -> tuple[str, ...]:
    return tuple(column.name for column in columns_of(record) if column.type_name == "date")


# --- Whose dates matter ---------------------------------------------------------------------------


def _career(scope: Scope, person_id: str, days: Days, *, each: bool = False) -> None:
    """Add the dates of a person and of all posts; where bodies were merged, those of the bodies."""
    data = scope.dataset
    person = data.person.get(person_id)
    posts = data.appointments_of.get(person_id, ())
    days.rows([person] if person else [], each=each)
    days.rows(posts, each=each)
    if scope.places.has_successions:
        for post in posts:
            passed: list[str | None] = [post.org_id, *scope.places.site(post.org_id).chain]
            days.rows(org for key in passed if (org := data.organization.get(key or "")))
            for step in scope.places.successors(post.org_id):
                days.date(step.when)


def _served(
    scope: Scope,
    person_id: str,
    period: Period | None,
    days: Days,
    since: PartialDate | None = None,
) -> None:
    """Add the days on which a person's cumulative township service completes a period."""
    if period is not None:
        service = scope.world.career(person_id).service
        days.add(*service.turns(period, days.since, days.until - 1, since))


def _team(params: share.Params, scope: Scope, division: str, days: Days) -> None:
    """Add the days on which a team, or what its members have served, changes."""
    people = params.people
    assert people is not None  # noqa: S101  (the caller has looked)
    for one in scope.world.team(division, people.bodies, people.roles).incumbents:
        days.rows(one.rows)
        if one.last > days.since:
            _career(scope, one.person_id, days)
            _served(scope, one.person_id, people.cumulative_service, days)


# --- The kinds ------------------------------------------------------------------------------------


def _share(version: Version, scope: Scope, subject: str, days: Days) -> None:
    params: share.Params = version.params
    if params.people is not None:
        _team(params, scope, subject, days)
    if params.rows is not None:
        years = scope.world.kept.get(("years", params.rows.table))
        if years is None:
            rows = getattr(scope.dataset, params.rows.table)
            years = scope.world.kept["years", params.rows.table] = {row.year for row in rows}
        for year in years:
            days.year(year)
        _lost_years(scope, params.rows.table, days)


def _lost_years(scope: Scope, table: str, days: Days) -> None:
    """Add the years of rows that were set aside, as far as they could be read."""
    lost = (touches for (name, _), touches in scope.dataset.touched.items() if name == table)
    years = (touch.values.get("year") for touches in lost for touch in touches)
    for year in set(filter(None, years)):
        days.year(year)


def _service_lock(version: Version, scope: Scope, subject: str, days: Days) -> None:
    params: service_lock.Params = version.params
    _career(scope, subject, days, each=True)
    person = scope.dataset.person.get(subject)
    recruited = person.recruited_on if person else None
    if recruited is None:
        return
    career = scope.world.career(subject)
    home = scope.places.site(person.recruited_by if person else None)
    posts = [post for post in career.posts if post.in_post is not False]
    if home.known and all(post.known and post.township == home.township for post in posts):
        return  # whoever is nowhere else may stay, whatever has been served
    service = career.elapsed(recruited) if params.clock == "elapsed" else career.service
    since = None if params.clock == "elapsed" else recruited
    for stage in params.stages[1:]:
        days.add(*service.turns(stage.begins, days.since, days.until - 1, since))


def _eligibility(version: Version, scope: Scope, subject: str, days: Days) -> None:
    params: eligibility.Params = version.params
    data = scope.dataset
    _career(scope, subject, days)
    if params.event == "promotion":
        days.rows(data.promotions_of.get(subject, ()))
    elif params.event == "step":
        days.rows(data.procedures_about.get(subject, ()))
    elif params.event == "appointment" and params.team is not None:
        _served(scope, subject, params.cumulative_service, days)
        owed = scope.pack[params.team.owes].versions
        places = {
            scope.places.site(row.org_id).place for row in data.appointments_of.get(subject, ())
        }
        for one in owed:
            days.date(one.begins)
            for place in filter(None, places):
                _team(one.params, scope, place, days)


def _bound(version: Version, scope: Scope, subject: str, days: Days) -> None:
    params: bound.Params = version.params
    data = scope.dataset
    if params.table == "trainings":
        _career(scope, subject, days)
        days.rows(data.links_from.get(subject, ()) if params.members_only else ())
        for year in data.training_years:
            days.year(year)
    elif params.table == "amounts":
        days.rows(data.amounts_of.get(subject, ()))
        days.yearly = True
    elif params.table == "elections":
        days.rows(data.elections_of.get(subject, ()))
    else:
        days.rows(data.members_of.get(subject, ()))
        _lost_years(scope, "members", days)
    if params.table == "appointments":
        days.rows(data.appointments_at.get(subject, ()))


def _coverage(version: Version, scope: Scope, subject: str, days: Days) -> None:
    params: coverage.Params = version.params
    data = scope.dataset
    if not params.of_organizations:
        _career(scope, subject, days)
        days.rows(data.trainings_of.get(subject, ()))
    person = data.person.get(subject)
    if person is not None:
        days.later([person.recruited_on], [params.within])
    if params.by_link is not None:
        days.rows(data.links_to.get(subject, ()))
        days.rows(data.links_from.get(subject, ()))
    days.yearly = True


def _cadence(version: Version, scope: Scope, subject: str, days: Days) -> None:
    params: cadence.Params = version.params
    data = scope.dataset
    acts = [*data.activities_of.get(subject, ()), *data.activities_about.get(subject, ())]
    if not params.of_organizations:
        _career(scope, subject, days)
        posts = data.appointments_of.get(subject, ())
        bodies = dict.fromkeys(post.org_id for post in posts)
        acts += [row for body in bodies for row in data.activities_of.get(body, ())]
    days.rows(acts)
    days.rows(data.members_of.get(subject, ()))
    if params.every is not None:
        org = data.organization.get(subject)
        dates = [row.date for row in acts] + [org.valid_from if org else None]
        days.later(dates, [params.every])
        days.yearly = True
        return
    if days.year_meant is not None:
        years = range(days.year_meant, days.year_meant + 1)
    else:
        first = date.fromordinal(max(days.since, version.begins.first)).year - 1
        last = date.fromordinal(min(days.until, HORIZON - 1)).year + 1
        years = range(first, min(last, LAST_YEAR) + 1)
    for year in years:
        for window in windows_of(params.window, year):
            days.add(window.first, window.last, window.last + 1)


def _permitted(_: Version, __: Scope, ___: str, days: Days) -> None:
    days.yearly = True


def _structure(_: Version, scope: Scope, subject: str, days: Days) -> None:
    """Add the dates of all organisations: any may stand above or below."""
    data, kept = scope.dataset, scope.world.kept
    if "validity" not in kept:
        every = (
            getattr(org, name) for org in data.organizations for name in _dates_of(Organization)
        )
        kept["validity"] = tuple(dict.fromkeys(value for value in every if value))
    for value in kept["validity"]:
        days.date(value)
    days.rows(data.members_of.get(subject, ()))
    days.rows(data.links_to.get(subject, ()))
    days.yearly = True


def _procedure(version: Version, scope: Scope, subject: str, days: Days) -> None:
    rows = scope.dataset.procedures_of.get(subject, ())
    days.rows(rows, each=True)
    dates = [row.date for row in rows]
    stages = version.params.stages
    days.later(dates, (period for one in stages for period in (one.after, one.within)))
    for number in {one.working_days for one in stages if one.working_days}:
        for value in filter(None, dates):
            for day in {value.first, value.last}:
                days.add(*(n + k for n in nth_working_day(day, number) for k in (0, 1)))
    days.yearly = True


_CHANGES: dict[str, Callable[[Version, Scope, str, Days], None]] = {
    "bound": _bound,
    "cadence": _cadence,
    "coverage": _coverage,
    "eligibility": _eligibility,
    "permitted": _permitted,
    "procedure": _procedure,
    "service_lock": _service_lock,
    "share": _share,
    "structure": _structure,
}
