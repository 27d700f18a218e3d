"""Remedies: the least that puts a breach right, in whole persons and with real names.

For each kind there is a list of what may help, smallest first.  Nothing is offered on trust: every
set of acts is applied to the data and evaluated, and is offered only if the finding passes and no
rule of the pack is newly broken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from html import escape
from itertools import combinations, islice
from json import dumps
from math import ceil
from typing import Any

from attrs import define, field, frozen

from partyorg.action.acts import (
    Act,
    Approve,
    Connect,
    Hold,
    Move,
    Proposal,
    Recall,
    Recruit,
    Station,
    Strike,
    Train,
)
from partyorg.action.compared import compare
from partyorg.action.said import act_record, act_text
from partyorg.asking import Day, Packs, asked_of, chosen_of, day_of
from partyorg.checking import check
from partyorg.dates import PartialDate, windows_of
from partyorg.evaluate.scope import Incumbent, World
from partyorg.model import Basis, Dataset, Level, OrgKind, Role
from partyorg.report import Report
from partyorg.rulebook import Pack, Rule
from partyorg.timing.asked import packs_of, records_of
from partyorg.verdict import Finding, Outcome
from partyorg.writers._clean import lines_of

__all__ = ["SCHEMA", "Remedies", "Remedy", "remedies"]

SCHEMA = "partyorg.remedies/1"
_BREACH = (Outcome.FAIL, Outcome.OFF_TARGET)
_TRIED = 400
"""So many sets of acts are tried for one finding."""

_Acts = tuple[tuple[str, Act], ...]


@frozen
class Remedy:
    """A set of acts after which the finding passes and nothing else is newly broken."""

    acts: _Acts
    dataset: Dataset = field(repr=False, eq=False)

    @property
    def proposal(self) -> Proposal:
        """The acts as a proposal, to be applied."""
        return Proposal(self.acts)

    def text(self, lang: str = "zh") -> str:
        """Give the acts in words, one behind the other."""
        stop = "；" if lang == "zh" else "; "
        return stop.join(act_text(self.dataset, who, act, lang) for who, act in self.acts)


@frozen
class Remedies(Sequence[Remedy]):
    """What would put a finding right: sets of acts, the smallest first, or to wait until a day.

    `wait` is the day from which the finding passes if nothing is done.  `why` says why there is no
    set of acts, as a code: `not-broken`, `past` (what has happened cannot be undone), `none-found`.
    """

    finding: Finding
    found: tuple[Remedy, ...]
    wait: date | None = None
    why: str | None = None

    def __len__(self) -> int:
        """Give the number of sets of acts."""
        return len(self.found)

    def __getitem__(self, key: Any) -> Any:
        """Give a remedy by its place."""
        return self.found[key]

    def text(self, lang: str = "zh") -> str:
        """Give them in words."""
        at = 0 if lang == "zh" else 1
        lines = [self.finding.message(lang)]
        if self.wait is not None:
            lines.append(("  等到 {} 即符合", "  wait until {}")[at].format(self.wait))
        for number, one in enumerate(self.found, 1):
            lines.append(f"  {number}. {one.text(lang)}")
        if self.why is not None:
            lines.append(f"  {_WHY[self.why][at]}")
        return lines_of(lines)

    def to_json(self) -> str:
        """Give them as JSON text, schema `partyorg.remedies/1`."""
        told = {
            "schema": SCHEMA,
            "finding": self.finding.id,
            "rule": self.finding.rule,
            "subject": self.finding.subject.id,
            "wait": None if self.wait is None else self.wait.isoformat(),
            "why": self.why,
            "remedies": [
                [act_record(who, act) for who, act in remedy.acts] for remedy in self.found
            ],
        }
        return dumps(told, ensure_ascii=False, indent=1)

    def _repr_html_(self) -> str:
        """Show them in a notebook."""
        return f"<pre>{escape(self.text())}</pre>"


_WHY = {
    "not-broken": ("没有不符合，无须补救", "it is not broken, so there is nothing to be put right"),
    "past": ("事情已经发生，事后无法补救", "it has happened and cannot be put right afterwards"),
    "none-found": (
        "没有找到既能使其符合、又不违反其他规定的做法",
        "nothing was found that puts it right without breaking another rule",
    ),
}


def remedies(
    dataset: object,
    rule: str,
    subject: str,
    *,
    as_of: Day,
    period: str | None = None,
    part: str | None = None,
    rules: Packs | None = None,
    counting: str | None = None,
    most: int = 5,
) -> Remedies:
    """Tell what is the least that would put a breach right on a day, with real names.

    Of a team: who stands back and who takes the place, as few persons as can be; of a recruit who
    moved too early: back to where the service was owed; of a quota of the running year: how many
    more posts for townships; trainings, reports and approvals that are lacking.  Only the smallest
    sets of acts are given, at most `most` of them.  Each has been tried: after it the finding
    passes, and no rule of the pack is newly broken.

    Args:
        dataset: the data set.
        rule: the identifier of the rule, as `cn-gz/team-experience`.
        subject: the identifier of the subject.
        as_of: the day of the acts and of the check.
        period: the period, where the subject has several.
        part: the part, where a period has several.
        rules: the pack, where the rule is named without it.
        counting: a convention in place of the pack's.
        most: how many remedies to give.

    Raises:
        CallError: an unknown rule or subject, or no such finding on that day.

    >>> import partyorg as po
    >>> data = po.load(po.sample_path())
    >>> found = po.remedies(data, "cn-gz/team-experience", "990101101", as_of="2018-12-31")
    >>> str(found.wait), all(len(one.acts) == len(found[0].acts) for one in found)
    ('2019-03-01', True)
    """
    data = records_of(dataset, "remedies")
    packs, chosen, _ = chosen_of(packs_of(rules, rule), [rule], counting)
    pack, (own,), conventions = next(one for one in chosen if one[1])
    asked_of(data, [subject])
    report = check(
        data, pack, as_of=as_of, only=[own.id], subjects=[subject], counting=counting,
        allow_empty=True,
    )  # fmt: skip
    finding = report[own.id, subject, period, part]
    del packs
    if finding.outcome not in _BREACH:
        return Remedies(finding, (), why="not-broken")
    trial = _Trial(data, pack, own, World.of(data, conventions), finding, day_of(as_of), counting)
    found = trial.smallest(most)
    stands = getattr(trial.params, "people", None) is not None  # a state, and nothing that happened
    why = None if found else "none-found" if trial.tried or stands else "past"
    return Remedies(finding, tuple(found), finding.compliant_from, why)


@define(eq=False)
class _Trial:
    """A breach, and what is tried to put it right."""

    data: Dataset
    pack: Pack
    rule: Rule
    world: World
    finding: Finding
    day: int
    counting: str | None
    tried: int = 0

    @property
    def params(self) -> Any:
        """The parameters of the version in force."""
        return self.finding.clause.params

    @property
    def on(self) -> PartialDate:
        """The day of the acts."""
        return PartialDate(self.day, self.day)

    def smallest(self, most: int) -> list[Remedy]:
        """Give the smallest sets of acts that help."""
        found: list[Remedy] = []
        for acts in islice(_WAYS[self.rule.kind_name](self), _TRIED):
            if found and len(acts) > len(found[0].acts):
                continue
            self.tried += 1
            if self.helps(acts):
                found.append(Remedy(acts, self.data))
                if len(found) == most:
                    break
        return found

    def helps(self, acts: _Acts) -> bool:
        """Tell whether the finding passes after some acts, and nothing else is newly broken."""
        after = Proposal(acts).applied(self.data)
        subjects = self.concerned(acts)
        same = self.checked(after, [self.finding.subject.id], [self.rule.id])
        key = (self.finding.period, self.finding.part)
        left = [f.outcome for f in same if (f.period, f.part) == key]
        if left not in ([Outcome.PASS], []):  # what is no longer there is no breach either
            return False
        old, new = (self.checked(data, subjects) for data in (self.data, after))
        return not compare(old, new).broken

    def checked(
        self, data: Dataset, subjects: Sequence[str], only: Sequence[str] | None = None
    ) -> Report:
        """Check some subjects by the pack."""
        return check(
            data,
            self.pack,
            as_of=date.fromordinal(self.day),
            subjects=subjects,
            only=only,
            counting=self.counting,
            allow_empty=True,
            engine="record",
        )

    def concerned(self, acts: _Acts) -> list[str]:
        """Give all on whom some acts may bear: persons, organisations, and their places."""
        found = {self.finding.subject.id: None}
        for who, act in acts:
            found[who] = None
            rows = self.data.appointments_of.get(who, ())
            bodies = [row.org_id for row in rows] + [getattr(act, "to", None), who]
            for body in filter(None, bodies):
                if body in self.data.organization:
                    found.update(dict.fromkeys(self.world.places.site(body).chain))
        known = {**self.data.person, **self.data.organization}
        return [one for one in found if one in known]


# --- What may help, by kind -----------------------------------------------------------------------


def _share(trial: _Trial) -> Iterator[_Acts]:
    if trial.params.people is not None:
        yield from _team(trial)
    else:
        yield from _quota(trial)


def _team(trial: _Trial) -> Iterator[_Acts]:
    """Let some of a team stand back, and others take their posts, so that none is left vacant.

    Whoever takes a post comes from the same place; only where that does not help, from another
    place of the same level nearby, and from no other team.
    """
    people, subject = trial.params.people, trial.finding.subject.id
    team = trial.world.team(subject, people.bodies, people.roles)
    members = [one for one in team.incumbents if one.cover.at(trial.day) is not False]
    plain = [one for one in members if _has(trial, one.person_id) is not True]
    site = trial.world.places.site(subject)
    near = [
        org.org_id
        for org in trial.world.places.divisions.get(people.level, ())
        if org.org_id != subject
        and trial.world.places.site(org.org_id).chain[1:2] == site.chain[1:2]
    ]
    for places in ([subject], near):
        able = [who for place in places for who in _staff(trial, place)]
        for number in range(1, min(len(plain), len(able)) + 1):
            for out in combinations(plain, number):
                for come in combinations(able, number):
                    pairs = zip(out, come, strict=True)
                    yield tuple(act for one, who in pairs for act in _exchange(trial, one, who))


def _staff(trial: _Trial, place: str) -> list[str]:
    """Give those at a place who have the quality, and are in no team there."""
    people = trial.params.people
    team = trial.world.team(place, people.bodies, people.roles)
    there = {one.person_id for one in team.incumbents if one.cover.at(trial.day) is not False}
    return [
        who for who in _colleagues(trial, place) if who not in there and _has(trial, who) is True
    ]


def _exchange(trial: _Trial, one: Incumbent, who: str) -> _Acts:
    body, role = _post(trial, one)
    return ((one.person_id, _back(trial, one)), (who, Move(to=body, on=trial.on, role=role)))


def _back(trial: _Trial, one: Incumbent) -> Act:
    """Let a member of a team stand back to ordinary staff at the same organisation."""
    body, _ = _post(trial, one)
    return Move(to=body, on=trial.on, role=Role.STAFF)


def _post(trial: _Trial, one: Incumbent) -> tuple[str, Role]:
    """Give the body and the role of a member's post on the day."""
    rows = [row for row in one.rows if _lasts(row.start, row.end, trial.day)] or [one.rows[-1]]
    return rows[-1].org_id, rows[-1].role or Role.LEADER


def _lasts(start: PartialDate | None, end: PartialDate | None, day: int) -> bool:
    return (start is None or start.first <= day) and (end is None or end.last > day)


def _has(trial: _Trial, who: str) -> bool | None:
    """Tell whether somebody has the quality that a team owes."""
    people = trial.params.people
    if people.cumulative_service is None:
        return None
    service = trial.world.career(who).service
    return service.cumulative(trial.day).completes(people.cumulative_service)


def _colleagues(trial: _Trial, place: str) -> list[str]:
    """Give all who hold a post at the organisations of a place on the day."""
    found: dict[str, None] = {}
    for body in trial.world.places.bodies.get(place, ()):
        for row in trial.data.appointments_at.get(body.org_id, ()):
            if row.basis is Basis.IN_POST and _lasts(row.start, row.end, trial.day):
                found[row.person_id] = None
    return [who for who in sorted(found) if who in trial.data.person]


def _quota(trial: _Trial) -> Iterator[_Acts]:
    """Fill more posts of the running year with what the quota asks for."""
    rows = trial.params.rows
    year = date.fromordinal(trial.day).year
    if rows.table != "recruitment" or rows.count != "hired" or trial.finding.period != str(year):
        return
    places = rows.quality.get("destination", ())
    authority = next(
        (
            row.authority
            for row in trial.data.recruitment
            if row.year == year
            and trial.finding.subject.id in trial.world.places.site(row.authority).chain
        ),
        None,
    )
    if authority is None or not places or trial.params.at_least is None:
        return
    counts = trial.params.counts
    having, group = trial.finding.observed[counts.quality], trial.finding.observed[counts.group]
    low = having[0] if isinstance(having, tuple) else having
    whole = group[1] if isinstance(group, tuple) else group
    share = trial.params.threshold
    more = ceil((share * whole - low) / (1 - share))
    yield ((authority, Recruit(year=year, hired=more, destination=places[0])),)


def _lock(trial: _Trial) -> Iterator[_Acts]:
    """Let somebody return to the township in which the service is owed."""
    who = trial.finding.subject.id
    home = trial.world.places.site(trial.data.person[who].recruited_by).township
    posts = [post for post in trial.world.career(who).posts if post.in_post is not False]
    last = [post.row.org_id for post in posts if post.township == home]
    for body in dict.fromkeys([*last[::-1], trial.data.person[who].recruited_by]):
        if body is not None and body in trial.data.organization:
            yield ((who, Move(to=body, on=trial.on)),)


def _eligible(trial: _Trial) -> Iterator[_Acts]:
    """End a secondment, or have it approved by the nearest above; other events are past."""
    who = trial.finding.subject.id
    if trial.params.event != "secondment":
        return
    away = [post for post in trial.world.career(who).away if post.seconded]
    away = [post for post in away if _lasts(post.row.start, post.row.end, trial.day)]
    for body in _above(trial, who):
        yield tuple((who, Approve(org=post.row.org_id, by=body, on=trial.on)) for post in away)
    yield tuple((who, Recall(org=post.row.org_id, on=trial.on)) for post in away)


def _above(trial: _Trial, who: str) -> Iterator[str]:
    """Give the organisations of the kinds that may approve above somebody's place."""
    posts = [post for post in trial.world.career(who).posts if post.own]
    places = [place for post in posts for place in trial.world.places.site(post.row.org_id).chain]
    for place in dict.fromkeys(places):
        for body in trial.world.places.bodies.get(place, ()):
            if body.kind in trial.params.approved_by:
                yield body.org_id


def _trainings(trial: _Trial) -> Iterator[_Acts]:
    """Take part in as many days more, while the year lasts."""
    year = date.fromordinal(trial.day).year
    running = trial.finding.period == str(year) and trial.params.table == "trainings"
    if running and trial.params.column == "days" and trial.finding.shortfall:
        days = str(trial.finding.shortfall)
        yield ((trial.finding.subject.id, Train(year=year, days=days)),)


def _covered(trial: _Trial) -> Iterator[_Acts]:
    """Take part in the training, or be stationed in a village of the township."""
    params, who = trial.params, trial.finding.subject.id
    if params.by_training is not None:
        year = date.fromordinal(trial.day).year
        yield ((who, Train(year=year, organized_at=params.by_training)),)
    elif params.by_link is not None and params.of_organizations:
        if params.link_leads == "to":
            for place in trial.world.places.site(who).chain[1:2]:
                for one in _colleagues(trial, place):
                    yield ((one, Connect(to=who, relation=params.by_link, on=trial.on)),)
    elif params.by_basis is Basis.STATIONING:
        home = trial.world.places.site(trial.data.person[who].recruited_by).township
        for org in trial.data.organizations:
            village = org.level in (Level.VILLAGE, Level.COMMUNITY)
            if village and org.kind is OrgKind.DIVISION and org.parent_id == home:
                yield ((who, Station(to=org.org_id, on=trial.on)),)


def _held(trial: _Trial) -> Iterator[_Acts]:
    """Do now what is owed in the window of the day; what is past stays undone."""
    params, who = trial.params, trial.finding.subject.id
    if not params.of_organizations:
        return
    org = trial.data.organization[who]
    year = date.fromordinal(trial.day).year
    here = params.every is not None or (
        trial.finding.period == str(year)
        and any(
            window.first <= trial.day <= window.last for window in windows_of(params.window, year)
        )
    )
    if here:
        to = org.parent_id if params.to_superior else None
        act = Hold(kind=params.activity[0], on=trial.on, to=to)
        for number in range(1, params.at_least + 1):
            yield tuple((who, act) for _ in range(number))


def _struck(trial: _Trial) -> Iterator[_Acts]:
    """Strike what is not permitted off the list."""
    if trial.params.owes:
        return
    places = trial.world.places
    who = trial.finding.subject.id
    bodies = [who, *(body.org_id for body in places.bodies.get(who, ()))]
    rows = [
        (body, row.item)
        for body in dict.fromkeys(bodies)
        for row in trial.data.listed_items_of.get(body, ())
        if row.list is trial.params.list
    ]
    for number in range(1, len(rows) + 1):
        for some in combinations(rows, number):
            yield tuple((body, Strike(list=trial.params.list, item=item)) for body, item in some)


def _nothing(_: _Trial) -> Iterator[_Acts]:
    """Give nothing: the facts of this kind are not made by an act of a day."""
    yield from ()


_WAYS: dict[str, Callable[[_Trial], Iterator[_Acts]]] = {
    "bound": _trainings,
    "cadence": _held,
    "coverage": _covered,
    "eligibility": _eligible,
    "permitted": _struck,
    "procedure": _nothing,
    "service_lock": _lock,
    "share": _share,
    "structure": _nothing,
}
