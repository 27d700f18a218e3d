"""Remedies, quotas, plans and missing facts in counties small enough to reason about."""

import pytest
from small_counties import DAY, TEAM, County, helps

import partyorg as po

LOCK = "cn-gz/service-minimum"


def sets_of(found):
    return [dict(remedy.acts) for remedy in found]


# --- Remedies -------------------------------------------------------------------------------------


def test_a_spare_member_of_another_team_changes_places():
    county = County(2)
    county.old_hand(1)
    new = county.newcomer(1)
    spare = [county.old_hand(2) for _ in range(4)]
    data = county.data()
    acts = [
        (new, po.Move(to="T2D", on=DAY, role="leader")),
        (spare[0], po.Move(to="T1D", on=DAY, role="leader")),
    ]
    assert helps(data, acts, TEAM, "T1")
    found = po.remedies(data, TEAM, "T1", as_of=DAY)
    assert found
    assert not any(remedy.vacant for remedy in found)
    assert all(set(acts) & set(spare) and new in acts for acts in sets_of(found))


def test_somebody_of_the_county_with_the_years_comes_to_the_township():
    county = County(1)
    county.old_hand()
    county.newcomer()
    back = county.person(
        ("T1Z", "staff", "2005-07-01", "2012-01-01"), ("CJ", "staff", "2012-01-01"),
        recruited_by="T1Z",
    )  # fmt: skip
    found = po.remedies(county.data(), TEAM, "T1", as_of=DAY)
    assert [back in acts for acts in sets_of(found)] == [True]


def test_the_team_of_a_county_is_mended_from_below_and_the_vacancy_is_told():
    data = po.load(po.sample_path())
    rule = "cn-gz/county-team-township-chiefs"
    found = po.remedies(data, rule, "990102", as_of="2018-12-31")
    assert found
    for remedy in found:
        assert helps(data, remedy.acts, rule, "990102", "2018-12-31")
        assert "chief" in [seat.role.value for seat in remedy.vacant]
        assert "空缺" in remedy.text("zh")
        assert "falls vacant" in remedy.text("en")


def test_whoever_leads_at_two_bodies_gives_up_one_seat_of_two_posts():
    county = County(1)
    county.old_hand()
    new = county.newcomer()
    county.post(new, "T1Z", "chief", "2018-01-01")
    county.person(("T1S", "staff", "2005-07-01"), recruited_by="T1Z")
    data = county.data()
    found = po.remedies(data, TEAM, "T1", as_of=DAY)
    assert found
    for remedy in found:
        posts = remedy.proposal.applied(data).appointments
        held = [(row.org_id, row.role.value) for row in posts if row.end is None]
        assert sorted(one for one in held if one[1] != "staff") == [
            ("T1D", "leader"), ("T1D", "leader"), ("T1Z", "chief")
        ]  # fmt: skip


def test_a_recruit_who_left_to_lead_elsewhere_comes_back_as_staff():
    county = County(1)
    county.old_hand()
    county.old_hand()
    county.newcomer()
    who = county.person(
        ("T1Z", "staff", "2016-07-01", "2018-03-01"), ("CJ", "leader", "2018-03-01"),
        recruited_on="2016-07-01", recruited_by="T1Z",
    )  # fmt: skip
    found = po.remedies(county.data(), LOCK, who, as_of=DAY)
    assert [act.role.value for remedy in found for _, act in remedy.acts] == ["staff"]
    assert "一般干部" in found[0].text("zh")


def test_a_vacancy_that_was_filled_wrongly_is_filled_anew():
    county = County(1)
    staff = ("T1Z", "staff", "2005-07-01", "2012-01-01")
    county.person(staff, ("T1D", "chief", "2012-01-01"), recruited_by="T1Z")
    gone = county.newcomer(since="2016-06-01")
    county.appointments[-1]["end"] = "2018-09-01"
    new = county.newcomer()
    data = county.data()
    assert po.remedies(data, "cn-gz/vacancy-priority", new, as_of=DAY).why == "none-found"
    able = county.person(("T1S", "staff", "2005-07-01"), recruited_by="T1Z")
    found = po.remedies(county.data(), "cn-gz/vacancy-priority", new, as_of=DAY)
    assert [set(acts) for acts in sets_of(found)] == [{new, able}]
    assert gone not in sets_of(found)[0]


def test_a_quota_of_planned_posts_asks_for_more_of_them():
    county = County(1)
    row = {"authority": "C", "year": 2018, "destination": "county", "planned": 2, "cancelled": 0}
    county.recruitment = [
        {**row, "channel": "civil_service_exam", "hired": 1},
        {**row, "channel": "selection", "hired": 1, "grassroots_required": "yes"},
    ]
    rule = "cn-gz/replenishment-from-grassroots"
    # Two of four so far, and four of five are asked for: (2 + x) / (4 + x) is 4/5 at x = 6.
    (remedy,) = po.remedies(county.data(), rule, "52", as_of=DAY)
    ((authority, act),) = remedy.acts
    assert (authority, act.planned, act.hired, act.grassroots_required) == ("C", 6, 0, True)
    assert "计划 6 个名额" in remedy.text("zh")


def test_what_only_time_mends_is_not_said_to_be_past():
    county = County(1)
    county.newcomer()
    data = county.data()
    found = po.remedies(data, TEAM, "T1", as_of=DAY)
    assert (str(found.wait), found.why) == ("2019-06-01", "none-found")
    assert "past" not in found.text("en")


def test_what_is_open_is_not_said_to_be_right():
    county = County(1)
    county.person(("T1Z", "leader", "2016-12"), recruited_on="2016-12", recruited_by="T1Z")
    found = po.remedies(county.data(), TEAM, "T1", as_of=DAY)
    assert (list(found), found.why) == ([], "undetermined")


@pytest.mark.parametrize("most", [0, -1, "3", True])
def test_how_many_must_be_a_whole_number_from_one(most):
    with pytest.raises(po.CallError, match="most="):
        po.remedies(po.load(po.sample_path()), TEAM, "990101101", as_of="2018-12-31", most=most)


# --- Quotas ---------------------------------------------------------------------------------------


def quota(*rows, **more):
    county = County(1)
    whose = {"authority": "C", "year": 2018, "channel": "civil_service_exam"}
    county.recruitment = [{**whose, **row} for row in rows]
    asked = {"as_of": "2018-07-01", **more}
    return po.quota(county.data(), "cn-gz/recruits-to-townships", "52", **asked)


def test_before_anybody_is_hired():
    counts = {"hired": 0, "cancelled": 0}
    stands = quota(
        {"destination": "township", "planned": 30, **counts},
        {"destination": "county", "planned": 4, **counts},
    )
    # Four fifths of 34 are 27.2.
    assert (stands.filled, stands.remaining, stands.needed, stands.spare) == (0, 34, 28, 6)


@pytest.mark.parametrize("column", ["planned", "cancelled"])
def test_what_is_empty_is_not_nought(column):
    row = {"destination": "township", "planned": 9, "hired": 4, "cancelled": 0}
    with pytest.raises(po.CallError, match=f"row 1: {column} is empty"):
        quota({**row, column: None})
    assert quota({**row, column: None}, remaining=2).remaining == 2


@pytest.mark.parametrize("remaining", [-1, 2.5, True, "3"])
def test_what_remains_is_a_whole_number_from_nought(remaining):
    with pytest.raises(po.CallError, match="remaining="):
        quota({"destination": "township", "hired": 4}, remaining=remaining)


def test_a_year_before_the_rule_is_told_as_such():
    row = {"destination": "township", "year": 2013, "hired": 4}
    with pytest.raises(po.CallError, match="surely not yet in force"):
        quota(row, as_of="2013-07-01", remaining=1)


# --- Plans ----------------------------------------------------------------------------------------


def planned(county, on=DAY):
    pytest.importorskip("scipy")
    return po.plan(county.data(), "C", on=on)


def test_whoever_leads_elsewhere_too_is_not_moved():
    county = County(2)
    hands = [county.old_hand(1) for _ in range(4)]
    county.old_hand(2)
    county.newcomer(2)
    for who in (hands[0], hands[3]):
        county.post(who, "CJ", "leader", "2018-01-01")
    moved = {who for who, _ in planned(county).moves}
    assert moved
    assert not moved & {hands[0], hands[3]}


def test_two_posts_of_one_seat_are_taken_together():
    county = County(2)
    for _ in range(3):
        county.old_hand(1)
    county.old_hand(2)
    new = county.newcomer(2)
    county.post(new, "T2Z", "leader", "2018-01-01")
    made = planned(county)
    assert made.movers == 2
    after = made.proposal.applied(county.data())
    taken = {row.org_id for row in after.appointments if str(row.start) == DAY}
    assert taken == {"T1D", "T2D", "T2Z"}  # all that were given up
    assert "最少调动 2 人" in made.text("zh")


def test_the_reason_why_there_is_no_plan_is_true():
    county = County(2)
    for _ in range(3):
        county.old_hand(1)
    county.old_hand(2)
    county.newcomer(2, since="2018-12")  # perhaps no member yet
    made = planned(county)
    assert (made.feasible, made.why) == (False, "held")
    assert "doubts" in made.text("en")


@pytest.mark.parametrize(
    ("on", "start", "why"),
    [
        (DAY, "2015.1", "a fault and was set aside"),
        ("2013-06-01", "2010-01-01", "surely not yet in force"),
    ],
)
def test_a_team_that_cannot_be_judged_is_not_planned(on, start, why):
    county = County(2)
    for _ in range(3):
        county.old_hand(1)
    county.old_hand(2)
    county.post(county.newcomer(2), "T2D", "leader", start)
    with pytest.raises(po.CallError, match=why):
        planned(county, on)


# --- What is missing ------------------------------------------------------------------------------


def cells(county, rule="team-experience"):
    facts = po.missing(county.data(), as_of=DAY, only=[rule])
    return {
        (one.table, one.row, one.column): fact.settles
        for fact in facts
        for one in (fact.unknown, *fact.also)
    }


def test_an_empty_role_settles_whether_somebody_is_in_the_team():
    county = County(1)
    county.person(("T1Z", None, "2015-08"), recruited_on="2015-08", recruited_by="T1Z")
    assert cells(county)["appointments", 1, "role"] == 1


def test_an_empty_basis_is_named():
    county = County(1)
    county.person(
        ("CJ", "staff", "2005-07-01", "2018-12"), ("T1D", "leader", "2018-12", "2019-05-01")
    )
    staff = ("T1Z", "staff", "2005-07-01", "2012-01-01")
    county.person(staff, ("T1D", "leader", "2012-01-01", None, None), recruited_by="T1Z")
    assert ("appointments", 4, "basis") in cells(county)


def test_an_empty_start_is_named():
    county = County(1)
    staff = ("T1Z", "staff", "2005-07-01", "2012-01-01")
    county.person(staff, ("T1D", "leader", None), recruited_by="T1Z")
    assert ("appointments", 2, "start") in cells(county)


def test_one_instant_is_one_fact():
    facts = po.missing(po.load(po.sample_path()), as_of="2018-12-31")
    named = [
        (one.table, one.row, one.column)
        for fact in facts
        for one in (fact.unknown, *fact.also)
        if one.column
    ]
    assert len(named) == len(set(named))


# --- What would turn it ---------------------------------------------------------------------------


@pytest.mark.parametrize(("left", "lacking"), [("2015-11-30", 57), ("2017-02-28", 42)])
def test_so_many_months_of_service_at_the_ends_of_months(left, lacking):
    # Recruited on the last of August: three or eighteen whole months, and five years are sixty.
    county = County(1)
    posts = (("T1Z", "staff", "2015-08-31", left), ("CJ", "staff", left))
    who = county.person(*posts, recruited_on="2015-08-31", recruited_by="T1Z")
    finding = po.check(county.data(), "cn-gz", as_of=DAY)[LOCK, who]
    months = finding.observed["exit_months"][0]
    assert months + lacking == 60
    told = f"or with {lacking} more whole months of service (5 years in all)"
    assert told in finding.explain("en")
