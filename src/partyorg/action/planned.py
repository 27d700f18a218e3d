"""The redeployment plan of a county: the fewest moves after which every team has its share.

Every post stays filled: whoever moves takes a post, of the same role, that somebody else leaves.
Which moves there may be is asked of the rules beforehand, so that none breaks a service lock; how
few there can be is a question for integer programming, and the answer is checked by evaluating it.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from importlib.util import find_spec
from json import dumps
from typing import Any

from attrs import define, field, frozen

from partyorg.action.acts import Move
from partyorg.action.compared import Change, compare
from partyorg.action.decided import Answer
from partyorg.action.proposed import Proposal, bearing
from partyorg.action.said import act_record, act_text
from partyorg.action.seats import Acts, Seat, held_back, seat_of
from partyorg.asking import Day, Packs, chosen_of, day_of
from partyorg.checking import check
from partyorg.dates import PartialDate
from partyorg.errors import CallError, PartyorgError, hint
from partyorg.evaluate.scope import World
from partyorg.model import Dataset, Level, Role
from partyorg.rulebook import Pack, Rule
from partyorg.rulebook.kinds.share import member
from partyorg.timing.asked import packs_of, records_of
from partyorg.verdict import Outcome
from partyorg.verdict.words import REASONS, lang_index
from partyorg.writers._clean import lines_of

__all__ = ["SCHEMA", "Plan", "plan"]

SCHEMA = "partyorg.plan/1"

_SAID = {
    "nobody": ("各班子都已达到比例，无须调配", "every team has its share, nobody needs to move"),
    "too-few": (
        "全县具备条件者 {having} 人，各班子合计需 {needed} 人，人数不足",
        "{having} have the quality in all, and the teams need {needed} together",
    ),
    "held": (
        "人数足够，但有人因最低服务年限、职务类别、兼任他处职务或任职不明而不能调动，调配无法达到比例",
        "there are enough, but locks, roles, posts elsewhere or doubts hold some where they are",
    ),
}


_PLANNED = ("share-of-nothing", "fact-unknown", "dates-too-coarse", "doubtful-subject")
"""The reasons for which a verdict is open, and a plan is made nevertheless: by what is certain."""


@frozen
class Plan:
    """The fewest moves after which every team of a county has its share.

    `moves` are persons and acts (of who takes several posts, several); none are needed where every
    team has it already.  Where there is
    no such plan, `feasible` is False and `why` a code: `too-few` (the whole county has too few with
    the quality) or `held` (there are enough, but some may not be moved: a service lock, the only
    one of a role, several posts at once, or a post that is not certain).  `objections` are breaches
    of other rules that the moves would bring about, in the county or above it.
    """

    county: str
    dataset: Dataset = field(repr=False, eq=False)
    moves: Acts
    feasible: bool
    why: str | None = None
    having: int = 0
    needed: int = 0
    objections: tuple[Change, ...] = field(default=(), repr=False)

    @property
    def proposal(self) -> Proposal:
        """The moves as a proposal, to be applied."""
        return Proposal(self.moves)

    @property
    def movers(self) -> int:
        """The number of those who move."""
        return len({who for who, _ in self.moves})

    def text(self, lang: str = "zh") -> str:
        """Give it in words."""
        at = lang_index(lang)
        org = self.dataset.organization[self.county]
        head = f"{org.name or org.org_id} ({org.org_id}){('：', ': ')[at]}"
        if not self.feasible or not self.moves:
            said = _SAID[self.why or "nobody"][at]
            return lines_of([head + said.format(having=self.having, needed=self.needed)])
        lines = [head + ("最少调动 {} 人", "{} move")[at].format(self.movers)]
        lines += [f"  {act_text(self.dataset, who, act, lang)}" for who, act in self.moves]
        lines += [f"  ! {change.text(lang)}" for change in self.objections]
        return lines_of(lines)

    def to_json(self) -> str:
        """Give it as JSON text, schema `partyorg.plan/1`."""
        told = {
            "schema": SCHEMA,
            "county": self.county,
            "feasible": self.feasible,
            "why": self.why,
            "having": self.having,
            "needed": self.needed,
            "moves": [act_record(who, act) for who, act in self.moves],
            "objections": [change.one.id for change in self.objections],
        }
        return dumps(told, ensure_ascii=False, indent=1)

    def _repr_html_(self) -> str:
        """Show it in a notebook."""
        return f"<pre>{escape(self.text())}</pre>"


def plan(
    dataset: object,
    county: str,
    *,
    on: Day,
    rule: str = "cn-gz/team-experience",
    rules: Packs | None = None,
    counting: str | None = None,
) -> Plan:
    """Tell the fewest moves between a county's townships after which every team has its share.

    Members keep their role, every leading post stays filled, and nobody is moved whom a service
    lock of the pack holds.  Whoever is not surely in a team, or leads elsewhere too, is not moved;
    whoever does not surely have the quality counts as without it.

    Args:
        dataset: the data set.
        county: the identifier of the county (or of any division above the teams).
        on: the day of the moves.
        rule: a share of teams with so much service, as `cn-gz/team-experience`.
        rules: the pack, where the rule is named without it.
        counting: a convention in place of the pack's.

    Raises:
        CallError: there is no such county or rule, it has no teams, the rule is not in force on
            the day, a row on which a team depends was set aside, or SciPy is missing.

    >>> import partyorg as po
    >>> data = po.load(po.sample_path())
    >>> made = po.plan(data, "990101", on="2018-12-31")
    >>> made.feasible, len(made.moves)
    (True, 8)
    """
    if find_spec("scipy") is None:
        msg = "plans are made by integer programming: pip install 'partyorg[plan]'"
        raise CallError(msg)
    data = records_of(dataset, "plan")
    _, chosen, _ = chosen_of(packs_of(rules, rule), [rule], counting)
    pack, (own,), conventions = next(one for one in chosen if one[1])
    people = getattr(own.versions[-1].params, "people", None)
    share = own.versions[-1].params
    if people is None or people.cumulative_service is None or share.at_least is None:
        msg = f"'{own.id}' asks for no share of service; name one like cn-gz/team-experience"
        raise CallError(msg)
    if county not in data.organization:
        near = hint(county, data.organization)
        msg = f"there is no organisation '{county}'" + (f"; did you mean '{near}'?" if near else "")
        raise CallError(msg)
    day = day_of(on, "on")
    ground = _Ground(data, pack, own, World.of(data, conventions), county, day, counting)
    if not ground.places:
        msg = f"'{county}' has no division of level {people.level.value} below it"
        raise CallError(msg)
    return ground.planned()


@frozen
class _Member:
    """Somebody who may be moved: from which team, what seat, and what they count in a share."""

    person_id: str
    place: str
    seat: Seat
    weight: int

    @property
    def role(self) -> Role:
        """The role, which is kept."""
        return self.seat.role


@define(eq=False)
class _Ground:
    """The teams of a county on a day."""

    data: Dataset
    pack: Pack
    rule: Rule
    world: World
    county: str
    day: int
    counting: str | None
    places: list[str] = field(init=False)
    fixed: dict[str, float] = field(factory=dict, init=False)
    members: list[_Member] = field(factory=list, init=False)

    def __attrs_post_init__(self) -> None:
        """Find the teams, what of them stays, and who may be moved."""
        params = self.rule.versions[-1].params
        people, weights = params.people, params.weights
        level: Level = people.level
        self.places = [
            org.org_id
            for org in self.world.places.divisions.get(level, ())
            if self.county in self.world.places.site(org.org_id).chain[1:]
            and self.world.places.exists(org, self.day)
        ]
        teams = {
            place: [
                one
                for one in self.world.team(place, people.bodies, people.roles).incumbents
                if one.cover.at(self.day) is not False
            ]
            for place in self.places
        }
        for place, team in teams.items():
            self.fixed[place] = 0
            for one in team:
                belongs = one.cover.at(self.day)
                service = self.world.career(one.person_id).service
                good = service.cumulative(self.day).completes(people.cumulative_service)
                worst = member(weights, belongs, good).worst
                seat = seat_of(self.world, one.person_id, self.day)
                self.fixed[place] += worst
                if belongs and seat is not None:
                    self.members.append(_Member(one.person_id, place, seat, int(worst)))
        self.members.sort(key=lambda one: one.person_id)

    def planned(self) -> Plan:
        """Solve it, name the posts, and check what came out."""
        having, needed = self._count()
        if all(self.fixed[place] >= 0 for place in self.places):
            return Plan(self.county, self.data, (), True, having=having, needed=needed)
        pairs = self._free()
        chosen = _solved(self.places, self.fixed, self.members, pairs)
        if chosen is None:
            why = "too-few" if having < needed else "held"
            return Plan(self.county, self.data, (), False, why, having, needed)
        moves = self._posts(chosen)
        objections = self._checked(moves)
        return Plan(self.county, self.data, moves, True, None, having, needed, objections)

    def _count(self) -> tuple[int, int]:
        """Count those with the quality, and how many the teams need together."""
        share = self.rule.versions[-1].params.threshold
        report = check(
            self.data, self.pack, as_of=_date(self.day), only=[self.rule.id],
            subjects=self.places, counting=self.counting, allow_empty=True, engine="record",
        )  # fmt: skip
        counts = self.rule.versions[-1].params.counts
        having = needed = 0
        for finding in report:
            if finding.reason is not None and finding.reason not in _PLANNED:
                msg = f"the team of '{finding.subject.id}' cannot be judged on {_date(self.day)}: "
                raise CallError(msg + REASONS[finding.reason][1])
            if finding.observed:
                whole, some = finding.observed[counts.group], finding.observed[counts.quality]
                having += some[0] if isinstance(some, tuple) else some
                most = whole[1] if isinstance(whole, tuple) else whole
                needed += -((-share * most) // 1)
        return having, int(needed)

    def _free(self) -> list[tuple[int, str]]:
        """Give who may be moved where: the number of a member, and the place moved to."""
        pairs = []
        for at, one in enumerate(self.members):
            for place in self.places:
                if place == one.place:
                    continue
                act = Move(to=place, on=PartialDate(self.day, self.day), role=one.role)
                said = held_back(self.data, self.pack, self.counting, one.person_id, act)
                if said is Answer.ALLOWED:
                    pairs.append((at, place))
        return pairs

    def _posts(self, chosen: Sequence[tuple[int, str]]) -> Acts:
        """Let everyone who moves take a seat that somebody of the same role leaves."""
        left: dict[tuple[str, Role], list[Seat]] = {}
        for at, _ in chosen:
            one = self.members[at]
            left.setdefault((one.place, one.role), []).append(one.seat)
        on = PartialDate(self.day, self.day)
        moves: Acts = ()
        for at, place in chosen:
            one = self.members[at]
            moves += left[place, one.role].pop(0).taken(one.person_id, on)
        return moves

    def _checked(self, moves: Acts) -> tuple[Change, ...]:
        """Evaluate the plan: every team passes; give what else would be newly broken."""
        after = Proposal(moves).applied(self.data)
        whom = dict.fromkeys([*self.places, *bearing(self.world, moves)])
        reports = [
            check(
                data, self.pack, as_of=_date(self.day), subjects=list(whom), counting=self.counting,
                allow_empty=True, engine="record",
            )
            for data in (self.data, after)
        ]  # fmt: skip
        open_ = [
            f.subject.id
            for f in reports[1].of(self.rule.id)
            if f.outcome not in (Outcome.PASS, Outcome.NOT_APPLICABLE)
        ]
        if open_:
            msg = f"the plan does not hold for {', '.join(open_)}; this is a fault of partyorg"
            raise PartyorgError(msg)
        return compare(*reports).broken


def _solved(
    places: Sequence[str],
    fixed: dict[str, float],
    members: Sequence[_Member],
    pairs: Sequence[tuple[int, str]],
) -> list[tuple[int, str]] | None:
    """Choose the fewest moves by integer programming; None if no choice is enough.

    A variable a pair: one moves there or not.  Nobody moves twice, as many come into a team as
    leave it in each role, and with what comes and goes the share of each team is kept.
    """
    import numpy as np  # noqa: PLC0415  (only plans need them)
    from scipy.optimize import Bounds, LinearConstraint, milp  # noqa: PLC0415
    from scipy.sparse import lil_matrix  # noqa: PLC0415

    if not pairs:
        return None
    roles = sorted({one.role for one in members})
    person = lil_matrix((len(members), len(pairs)))
    filled = lil_matrix((len(places) * len(roles), len(pairs)))
    share = lil_matrix((len(places), len(pairs)))
    number = {place: at for at, place in enumerate(places)}
    for column, (at, to) in enumerate(pairs):
        one = members[at]
        role = roles.index(one.role)
        person[at, column] = 1
        filled[number[to] * len(roles) + role, column] = 1
        filled[number[one.place] * len(roles) + role, column] = -1
        share[number[to], column] = one.weight
        share[number[one.place], column] = -one.weight
    found: Any = milp(
        np.ones(len(pairs)),
        integrality=np.ones(len(pairs)),
        bounds=Bounds(0, 1),
        constraints=[
            LinearConstraint(person.tocsr(), -np.inf, 1),
            LinearConstraint(filled.tocsr(), 0, 0),
            LinearConstraint(share.tocsr(), [-fixed[place] for place in places], np.inf),
        ],
    )
    if not found.success:
        return None
    return [pair for pair, taken in zip(pairs, found.x, strict=True) if round(taken)]


def _date(day: int) -> str:
    return str(PartialDate(day, day))
