"""Decisions, proposals, comparisons, remedies and quotas, held to checks of the whole."""

import json
import random
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

import pytest
from attrs import evolve
from worlds import Maker

import partyorg as po
from partyorg.model import TABLES

ORGANIZATIONS = [
    {"org_id": "P", "level": "province", "kind": "division"},
    {"org_id": "P-ORG", "level": "province", "kind": "organization_department", "within_id": "P"},
    {"org_id": "F", "level": "prefecture", "kind": "division", "parent_id": "P"},
    {"org_id": "F-ORG", "level": "prefecture", "kind": "organization_department", "within_id": "F"},
    {"org_id": "G", "level": "prefecture", "kind": "division", "parent_id": "P"},
    {"org_id": "G-ORG", "level": "prefecture", "kind": "organization_department", "within_id": "G"},
    {"org_id": "C", "level": "county", "kind": "division", "parent_id": "F"},
    {"org_id": "C-ORG", "level": "county", "kind": "organization_department", "within_id": "C"},
    {"org_id": "C-JY", "level": "county", "kind": "department", "within_id": "C"},
    *(
        {"org_id": town, "level": "township", "kind": "division", "parent_id": "C"}
        for town in ("T", "U")
    ),
    *(
        {"org_id": f"{town}-DW", "level": "township", "kind": "local_party_committee",
         "within_id": town}
        for town in ("T", "U")
    ),
]  # fmt: skip
STAFF = {"role": "staff", "basis": "in_post", "end": ""}


def recruit(recruited="2015-07-01", **more):
    """Give a data set with one recruit of T, who has stayed there."""
    return po.Dataset.from_records(
        organizations=ORGANIZATIONS,
        people=[
            {"person_id": "N1", "name": "干部0001", "recruited_on": recruited,
             "recruited_by": "T", "recruited_via": "civil_service_exam"},
        ],
        appointments=[{"person_id": "N1", "org_id": "T", "start": "2015-07-01", **STAFF}],
        **more,
    )  # fmt: skip


def asked(act, data=None):
    decision = po.may(data or recruit(), "N1", act, only=["service-minimum"])
    return decision.outcome.value, decision.approval, decision.allowed_from


def test_between_townships_from_two_years_on():
    # Recruited on 2015-07-01: two years are complete on 2017-07-01.
    early = po.Move(to="U", on="2017-06-30")
    assert asked(early) == ("not_allowed", (), date(2017, 7, 1))
    assert asked(po.Move(to="U", on="2017-07-01")) == ("allowed", (), date(2017, 7, 1))


def test_out_of_the_townships_with_the_approval_of_the_prefecture():
    act = po.Move(to="C-JY", on="2018-01-01")
    # The county's department is nearer, but not entitled; another prefecture's is not above.
    assert asked(act) == ("allowed_with_approval", ("F-ORG",), date(2020, 7, 1))
    approved = po.Move(to="C-JY", on="2018-01-01", approved_by="F-ORG", approved_on="2017-12-20")
    assert asked(approved)[0] == "allowed"
    by_county = po.Move(to="C-JY", on="2018-01-01", approved_by="C-ORG", approved_on="2017-12-20")
    assert asked(by_county)[0] == "not_allowed"
    assert asked(po.Move(to="C-JY", on="2020-07-01")) == ("allowed", (), date(2020, 7, 1))
    assert asked(po.Move(to="C-JY", on="2016-07-01")) == ("not_allowed", (), date(2020, 7, 1))


def test_from_when_on_an_approval_would_open_the_way():
    # Two years are complete on 2017-07-01, five on 2020-07-01.
    early = po.may(recruit(), "N1", po.Move(to="C-JY", on="2016-07-01"), only=["service-minimum"])
    assert early.approvable_from == date(2017, 7, 1)
    for day, outcome in (
        ("2017-06-30", "not_allowed"),
        ("2017-07-01", "allowed_with_approval"),
    ):
        act = po.Move(to="C-JY", on=day)
        assert po.may(recruit(), "N1", act, only=["service-minimum"]).outcome.value == outcome
    assert early.text("en").splitlines()[1:3] == [
        "  with approval from 2017-07-01",
        "  without approval from 2020-07-01",
    ]
    # Between townships none is needed, and once five years are served none at all.
    for act in (po.Move(to="U", on="2016-07-01"), po.Move(to="C-JY", on="2021-01-01")):
        assert po.may(recruit(), "N1", act, only=["service-minimum"]).approvable_from is None


def test_what_is_not_known_stays_open():
    assert asked(po.Move(to="U", on="2017-08-01"), recruit(""))[0] == "undetermined"


def test_a_secondment_needs_approval_and_an_end():
    data = recruit()
    ended = po.Second(to="C-JY", on="2018-01-01", until="2018-06-30")
    decision = po.may(data, "N1", ended)
    assert (decision.outcome.value, decision.approval) == ("allowed_with_approval", ("C-ORG",))
    approved = po.Second(
        to="C-JY", on="2018-01-01", until="2018-06-30", approved_by="C-ORG",
        approved_on="2017-12-01",
    )  # fmt: skip
    assert po.may(data, "N1", approved).outcome.value == "allowed"
    assert po.may(data, "N1", po.Second(to="C-JY", on="2018-01-01")).outcome.value == "not_allowed"


def test_a_promotion_in_rank():
    data = po.Dataset.from_records(
        organizations=ORGANIZATIONS,
        people=[{"person_id": "N1"}],
        appointments=[{"person_id": "N1", "org_id": "T", "start": "2014-03-01", **STAFF}],
    )
    told = {
        day: po.may(data, "N1", po.Promote(on=day)).outcome.value
        for day in ("2019-02-28", "2019-03-01")
    }
    assert told == {"2019-02-28": "not_allowed", "2019-03-01": "allowed"}
    # After 2019-05-31 the rule is no longer in force.
    assert po.may(recruit(), "N1", po.Promote(on="2019-06-01")).outcome.value == "allowed"


def team(*old):
    """Give T a team: of each whether there are two years of service; N0 alone is staff of U."""
    people = [{"person_id": "N0"}, *({"person_id": f"N{n}"} for n in range(1, len(old) + 1))]
    posts = [{"person_id": "N0", "org_id": "U", "start": "2010-01-01", **STAFF}]
    for n, experienced in enumerate(old, 1):
        since = "2010-01-01" if experienced else "2018-01-01"
        row = {"person_id": f"N{n}", "org_id": "T-DW", "start": since}
        posts.append({**STAFF, **row, "role": "leader"})
    return po.Dataset.from_records(organizations=ORGANIZATIONS, people=people, appointments=posts)


def test_a_team_is_not_to_be_broken_by_who_leaves_it():
    data = team(True, True, False)
    away = po.Move(to="U-DW", on="2018-06-01", role="leader")
    leaves = po.may(data, "N1", away, only=["team-experience"])
    assert leaves.outcome.value == "not_allowed"
    assert [finding.subject.id for finding in leaves.against] == ["T"]
    plain = po.Move(to="U", on="2018-06-01", role="staff")
    assert po.may(data, "N3", plain, only=["team-experience"]).outcome.value == "allowed"


def test_a_team_is_not_to_be_broken_by_who_joins_it():
    data = team(True, True, False, False)  # two of four: broken already
    joins = po.Appoint(to="T-DW", on="2018-06-01", role="leader")
    assert po.may(data, "N0", joins, only=["team-experience"]).outcome.value == "allowed"
    # Two of three are enough; with one more who has no service it is two of four.
    people = [{"person_id": f"N{n}"} for n in range(4)]
    posts = [
        {**STAFF, "person_id": f"N{n}", "org_id": "T-DW", "role": "leader", "start": since}
        for n, since in enumerate(("2010-01-01", "2010-01-01", "2018-01-01"))
    ]
    new = {**STAFF, "person_id": "N3", "org_id": "C-JY", "start": "2010-01-01"}
    data = po.Dataset.from_records(
        organizations=ORGANIZATIONS, people=people, appointments=[*posts, new]
    )
    decision = po.may(data, "N3", joins, only=["team-experience"])
    assert decision.outcome.value == "not_allowed"
    assert [finding.subject.id for finding in decision.against] == ["T"]


def test_bad_calls_are_refused():
    data = recruit()
    for call, words in (
        (lambda: po.may(data, "N2", po.Move(to="U", on="2018-01-01")), "no person 'N2'"),
        (lambda: po.may(data, "N1", po.Move(to="V", on="2018-01-01")), "no organisation 'V'"),
        (lambda: po.Move(to="U", on="2018-01"), "not a whole day"),
        (lambda: po.Move(to="U", on="2018-01-01", role="boss"), "none of"),
        (lambda: po.may(data, "N1", po.Train(year=2018)), "takes a Move"),
        (lambda: po.may(data, "N1", po.Promote(on="2018-01-01", kind="leadership")), "none of"),
        (lambda: po.may([], "N1", po.Move(to="U", on="2018-01-01")), "takes a Dataset"),
        (lambda: po.compare(1, 2), "two reports"),
    ):
        with pytest.raises(po.CallError, match=words):
            call()


def test_the_json_of_a_decision():
    told = json.loads(po.may(recruit(), "N1", po.Move(to="C-JY", on="2018-01-01")).to_json())
    names = ["schema", "act", "outcome", "approval", "allowed_from", "approvable_from", "findings"]
    assert list(told) == names
    assert told["schema"] == "partyorg.decision/1"
    assert (told["approval"], told["allowed_from"]) == (["F-ORG"], "2020-07-01")
    assert (told["act"]["act"], told["act"]["subject"], told["act"]["to"]) == ("move", "N1", "C-JY")


# --- Random worlds --------------------------------------------------------------------------------


def world(seed):
    maker = Maker(random.Random(seed), partial=0.2)
    return po.Dataset.from_records(**maker.world()), maker.as_of, random.Random(seed)


STANDING = ("place", "moved_on", "moved_to", "exit_months", "approved")


def drawn(rng, data, day):
    """Draw an act of somebody, and who it is."""
    who = rng.choice([person.person_id for person in data.people])
    to = rng.choice([org.org_id for org in data.organizations])
    act = rng.choice(
        [
            po.Move(to=to, on=day, role=rng.choice([None, "leader", "staff"])),
            po.Appoint(to=to, on=day, role=rng.choice(["leader", "chief", "staff"])),
            po.Second(to=to, on=day, until=day + timedelta(200)),
            po.Promote(on=day),
            po.Train(year=day.year, days=3),
        ]
    )
    return who, act


def rebuilt(data):
    """Give the data set anew from its rows, with nothing worked out."""
    shared = {"problems": data.problems, "touched": data.touched}
    return po.Dataset(**{name: getattr(data, name) for name in TABLES}, **shared)


def outcomes(report):
    return {
        (f.rule, f.subject.id, f.period, f.part): (f.outcome, str(dict(f.observed))) for f in report
    }


@pytest.mark.parametrize("seed", range(25))
def test_a_proposal_gives_what_its_rows_say(seed):
    data, day, rng = world(seed)
    po.check(data, as_of=day, allow_empty=True)  # let everything be worked out before
    after = po.Proposal([drawn(rng, data, day) for _ in range(3)]).applied(data)
    for when in (day, day + timedelta(40)):
        one = po.check(after, as_of=when, engine="record", allow_empty=True)
        other = po.check(rebuilt(after), as_of=when, engine="record", allow_empty=True)
        assert outcomes(one) == outcomes(other)
        assert outcomes(po.check(after, as_of=when, engine="bulk", allow_empty=True)) == outcomes(
            one
        )


@pytest.mark.parametrize("seed", range(40))
def test_a_move_is_allowed_where_the_check_of_it_passes(seed):
    data, day, rng = world(seed)
    for _ in range(6):
        who, _ = drawn(rng, data, day)
        act = po.Move(to=rng.choice([org.org_id for org in data.organizations]), on=day)
        before, after = (
            po.check(one, as_of=day, subjects=[who], only=["service-minimum"], allow_empty=True)
            for one in (data, po.Proposal([(who, act)]).applied(data))
        )
        said = po.may(data, who, act, only=["service-minimum"])
        told = [finding.outcome for finding in after]
        stood, stands = (
            [[f.observed[name] for name in STANDING] for f in report if f.observed]
            for report in (before, after)
        )
        if told in ([po.Outcome.PASS], [po.Outcome.NOT_APPLICABLE], []):
            assert said.outcome.value == "allowed"
        elif stands and stands == stood:
            assert said.outcome.value == "allowed"  # it was so before, and is charged to no act
        elif told == [po.Outcome.UNDETERMINED]:
            assert said.outcome.value == "undetermined"
        else:
            assert said.outcome.value in ("not_allowed", "allowed_with_approval")
            assert [finding.outcome for finding in said.findings] == told


@pytest.mark.parametrize("seed", range(20, 60))
def test_what_is_allowed_breaks_nothing_in_a_check_of_the_whole(seed):
    data, day, rng = world(seed)
    before = outcomes(po.check(data, as_of=day, engine="record", allow_empty=True))
    for _ in range(8):
        who, act = drawn(rng, data, day)
        if isinstance(act, po.Train):
            continue
        changed = po.Proposal([(who, act)]).applied(data)
        after = outcomes(po.check(changed, as_of=day, engine="record", allow_empty=True))
        broken = {
            key
            for key, (outcome, _) in after.items()
            if outcome is po.Outcome.FAIL and before.get(key, (None,))[0] is not outcome
        }
        said = po.may(data, who, act)
        if broken:
            assert said.outcome.value in ("not_allowed", "allowed_with_approval")
        for finding in said.against:
            key = (finding.rule, finding.subject.id, finding.period, finding.part)
            assert after[key][0] is finding.outcome


@pytest.mark.parametrize("seed", range(8))
def test_allowed_from_is_the_first_such_day(seed):
    data, day, rng = world(seed)
    who = next((p.person_id for p in data.people if p.recruited_on), None)
    act = po.Move(to=rng.choice([org.org_id for org in data.organizations]), on=day)
    said = po.may(data, who, act, only=["service-minimum"]).allowed_from
    for ahead in range(400):
        when = day + timedelta(ahead)
        if (
            po.may(data, who, po.Move(to=act.to, on=when), only=["service-minimum"]).outcome
            == "allowed"
        ):
            assert said == when
            return
    assert said is None or said >= day + timedelta(400)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("rules", ["cn-gz", ["cn-gz", "cn"]])
def test_a_day_that_is_promised_holds(seed, rules):
    data, day, rng = world(seed)
    for _ in range(8):
        who, act = drawn(rng, data, day)
        if isinstance(act, po.Train):
            continue
        said = po.may(data, who, act, rules=rules)
        assert said.outcome is po.may(rebuilt(data), who, act, rules=rules).outcome
        for when, wanted in (
            (said.allowed_from, ("allowed",)),
            (said.approvable_from, ("allowed", "allowed_with_approval")),
        ):
            if when is not None:
                ahead = {"until": when + timedelta(200)} if isinstance(act, po.Second) else {}
                later = po.may(data, who, evolve(act, on=when, **ahead), rules=rules)
                assert later.outcome.value in wanted
        if said.outcome.value == "allowed_with_approval":
            granted = evolve(act, approved_by=said.approval[0])
            assert po.may(data, who, granted, rules=rules).outcome.value == "allowed"


# --- Comparing, remedies, quotas ------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(20))
def test_whoever_asks_changes_nothing(seed):
    data, day, rng = world(seed)
    fresh = outcomes(po.check(rebuilt(data), as_of=day, engine="record", allow_empty=True))
    for _ in range(10):
        who, act = drawn(rng, data, day)
        if not isinstance(act, po.Train):
            decision = po.may(data, who, act)
            assert decision.findings or decision.allowed_from
        po.check(po.Proposal([(who, act)]).applied(data), as_of=day, allow_empty=True)
    po.missing(data, as_of=day)
    assert outcomes(po.check(data, as_of=day, engine="record", allow_empty=True)) == fresh
    ask, anew = (po.Outcomes(one, "cn-gz", as_of=day) for one in (data, rebuilt(data)))
    for person in data.people:
        assert ask(person.person_id) == anew(person.person_id)


def test_what_two_reports_say_otherwise():
    data = team(True, False, False)
    first = po.check(data, as_of="2019-12-31", only=["team-experience"])
    later = po.check(data, as_of="2020-01-01", only=["team-experience"])
    difference = po.compare(first, later)  # the other two complete two years on that day
    assert [change.subject.id for change in difference.mended] == ["T"]
    assert not difference.broken
    assert [change.subject.id for change in po.compare(later, first).broken] == ["T"]
    assert not po.compare(first, first)
    kinds = [record["change"] for record in json.loads(difference.to_json())["changes"]]
    assert kinds.count("mended") == 1


def test_three_quarters_in_place_of_two_thirds():
    data = team(True, True, False)
    first = po.check(data, as_of="2018-06-01", only=["team-experience"])
    stricter = po.rules("cn-gz").varied("team-experience", at_least="3/4")
    other = po.check(data, stricter, as_of="2018-06-01", only=["team-experience"])
    assert [change.subject.id for change in po.compare(first, other).broken] == ["T"]
    with pytest.raises(po.PackError):
        po.rules("cn-gz").varied("team-experience", at_leest="3/4")


def test_every_remedy_of_the_sample_helps_and_breaks_nothing():
    data = po.load(po.sample_path())
    before = po.check(data, as_of=po.SAMPLE_AS_OF, engine="record")
    offered = 0
    for finding in before:
        if finding.outcome not in (po.Outcome.FAIL, po.Outcome.OFF_TARGET):
            continue
        found = po.remedies(
            data, finding.rule, finding.subject.id, as_of=po.SAMPLE_AS_OF,
            period=finding.period, part=finding.part, most=2,
        )  # fmt: skip
        assert found.wait == finding.compliant_from
        assert (found.why is None) is bool(found)
        for remedy in found:
            offered += 1
            after = po.check(remedy.proposal.applied(data), as_of=po.SAMPLE_AS_OF, engine="record")
            left = {f.id: f.outcome for f in after}
            assert left.get(finding.id, po.Outcome.PASS) is po.Outcome.PASS
            assert not po.compare(before, after).broken
            assert remedy.text("zh")
            assert remedy.text("en")
    assert offered > 10


@pytest.mark.parametrize("seed", range(40))
def test_every_remedy_of_a_random_world_helps_and_breaks_nothing(seed):
    data, day, _ = world(seed)
    before = po.check(data, as_of=day, engine="record", allow_empty=True)
    for finding in before:
        if finding.outcome not in (po.Outcome.FAIL, po.Outcome.OFF_TARGET):
            continue
        for remedy in po.remedies(
            data, finding.rule, finding.subject.id, as_of=day, period=finding.period,
            part=finding.part, most=2,
        ):  # fmt: skip
            changed = remedy.proposal.applied(data)
            after = po.check(changed, as_of=day, engine="record", allow_empty=True)
            left = {f.id: f.outcome for f in after}
            assert left.get(finding.id, po.Outcome.PASS) is po.Outcome.PASS
            assert not po.compare(before, after).broken


def test_a_team_for_which_there_is_nobody_to_come():
    found = po.remedies(team(False, False), "cn-gz/team-experience", "T", as_of="2018-06-01")
    # N0 of the next township is one, and two of two are needed.
    assert (list(found), found.why) == ([], "none-found")
    assert found.wait.isoformat() == "2020-01-01"


def test_a_remedy_of_a_team_is_as_small_as_can_be():
    # One of three is experienced; two are needed, so one must give way to somebody experienced.
    data = team(True, False, False)
    found = po.remedies(data, "cn-gz/team-experience", "T", as_of="2018-06-01")
    assert found
    assert all(len(remedy.acts) == 2 for remedy in found)
    assert {who for remedy in found for who, _ in remedy.acts} == {"N0", "N2", "N3"}


def test_nothing_is_offered_for_what_is_right():
    found = po.remedies(team(True, True), "cn-gz/team-experience", "T", as_of="2018-06-01")
    assert (list(found), found.why) == ([], "not-broken")


@pytest.mark.parametrize(
    ("having", "elsewhere", "left"), list(product((0, 4, 10), (0, 1, 5), (0, 3, 10)))
)
def test_a_quota_against_every_way_to_fill_the_rest(having, elsewhere, left):
    if having + elsewhere == 0:
        pytest.skip("nothing was filled, so there is no share")
    data = recruit(
        recruitment=[
            {"authority": "P", "year": 2018, "channel": "civil_service_exam",
             "destination": place, "planned": number, "hired": number, "cancelled": 0}
            for place, number in (("township", having), ("county", elsewhere))
        ]
    )  # fmt: skip
    told = po.quota(data, "cn-gz/recruits-to-townships", "P", as_of="2018-06-01", remaining=left)
    enough = [
        to_townships
        for to_townships in range(left + 1)
        if Fraction(having + to_townships, having + elsewhere + left) >= Fraction(4, 5)
    ]
    assert told.reachable is bool(enough)
    if enough:
        assert (told.needed, told.spare) == (enough[0], left - enough[0])
