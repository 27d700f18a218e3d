"""What the rules say of an act beforehand, case by case."""

from importlib.resources import files

import pytest
from attrs import evolve
from provinces import COUNTY, FAR, T1, T2, organizations, other, post, province, recruit

import partyorg as po

TEAM = ["team-experience"]


@pytest.fixture(scope="module")
def one():
    """One recruit of T1, since July 2015."""
    return province([recruit(1)], [post(1, T1, "2015-07-01")])


def outcome(data, act, **more):
    return po.may(data, "N0001", act, **more).outcome.value


# --- Minimum service ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "on", "says"),
    [
        (T2, "2017-06-30", "not_allowed"),
        (T2, "2017-07-01", "allowed"),
        (FAR, "2017-07-01", "allowed"),
        ("990101101001-CW", "2016-06-01", "allowed"),
        ("990101102001-CW", "2016-06-01", "not_allowed"),
        (COUNTY, "2017-06-30", "not_allowed"),
        (COUNTY, "2017-07-01", "allowed_with_approval"),
        ("99-JU", "2020-06-30", "allowed_with_approval"),
        (COUNTY, "2020-07-01", "allowed"),
    ],
)
def test_the_stages_open_on_their_anniversaries(one, to, on, says):
    assert outcome(one, po.Move(to=to, on=on)) == says


@pytest.mark.parametrize(
    ("by", "on", "says"),
    [
        ("9901-ZZB", "2018-01-01", "allowed"),
        ("99-ZZB", "2017-12-31", "allowed"),
        ("990101-ZZB", "2018-01-01", "not_allowed"),
        ("9902-ZZB", "2018-01-01", "not_allowed"),
        ("9901-DW", "2018-01-01", "not_allowed"),
        ("9901-ZZB", "2018-01-02", "not_allowed"),
    ],
)
def test_only_a_department_of_the_prefecture_or_above_may_approve_and_beforehand(one, by, on, says):
    act = po.Move(to=COUNTY, on="2018-01-01", approved_by=by, approved_on=on)
    assert outcome(one, act) == says


def test_on_another_day_other_rules_may_bear_on_a_move():
    # Whoever moves keeps the role of the post left last: staff until that post ends, then leader.
    posts = [
        post(1, T1, "2015-07-01", role="leader"),
        post(1, "990101101-RD", "2017-01-01", "2018-03-01"),
    ]
    data, act = province([recruit(1)], posts), po.Move(to="990101-DW", on="2017-07-01")
    assert str(po.may(data, "N0001", act).allowed_from) == "2020-07-01"
    both = ["cn-gz", "cn"]  # to lead a county one must have led twice below it
    assert po.may(data, "N0001", act, rules=both).allowed_from is None
    later = evolve(act, on="2020-07-01")
    assert [f.rule for f in po.may(data, "N0001", later, rules=both).against] == [
        "cn/two-posts-below"
    ]


def test_an_approval_without_its_day_is_of_the_day_of_the_act(one):
    assert outcome(one, po.Move(to=COUNTY, on="2018-01-01", approved_by="9901-ZZB")) == "allowed"


@pytest.mark.parametrize(
    ("change", "names"),
    [
        ({"valid_to": "2016-01-01"}, "99-ZZB"),
        ({"valid_from": "2019-01-01"}, "99-ZZB"),
        ({"kind": "department"}, "99-ZZB"),
        ({"within_id": "9902"}, "99-ZZB"),
        ({}, "9901-ZZB"),
    ],
)
def test_who_may_not_approve_is_passed_over(change, names):
    rows = organizations()
    next(row for row in rows if row["org_id"] == "9901-ZZB").update(change)
    data = province([recruit(1)], [post(1, T1, "2015-07-01")], rows)
    act = po.Move(to=COUNTY, on="2018-01-01")
    assert po.may(data, "N0001", act).approval == (names,)
    assert outcome(data, evolve(act, approved_by=names)) == "allowed"


def test_the_township_that_is_left_decides_who_approves():
    posts = [post(1, T1, "2015-07-01", "2018-01-01"), post(1, FAR, "2018-01-01")]
    data = province([recruit(1)], posts)
    act = po.Move(to=COUNTY, on="2018-06-01")
    assert po.may(data, "N0001", act).approval == ("9902-ZZB",)


def test_after_a_gap_the_nearest_above_the_township_left_may_approve():
    data = province([recruit(1)], [post(1, T1, "2015-07-01", "2018-01-01")])
    decision = po.may(data, "N0001", po.Move(to=COUNTY, on="2018-06-01"))
    assert (decision.outcome.value, decision.approval) == ("allowed_with_approval", ("9901-ZZB",))


def test_a_post_elsewhere_does_not_move_the_approver_up():
    data = province([recruit(1)], [post(1, "9901-JU", "2015-07-01"), post(1, T2, "2015-07-01")])
    act = po.Second(to="9902-JU", on="2018-01-01", until="2018-12-31")
    assert po.may(data, "N0001", act).approval == ("990101-ZZB",)


def test_of_two_townships_whoever_stands_above_both_is_named():
    data = province([recruit(1)], [post(1, T1, "2015-07-01"), post(1, FAR, "2015-07-01")])
    act = po.Second(to=COUNTY, on="2018-01-01", until="2018-12-31")
    assert po.may(data, "N0001", act).approval == ("99-ZZB",)


@pytest.mark.parametrize(
    ("start", "first"),
    [("2016-02-29", "2018-02-28"), ("2015-07", "2017-07-31"), ("2015", "2017-12-31")],
)
def test_a_start_known_to_the_month_or_year_counts_from_its_last_day(start, first):
    data = province([recruit(1, start)], [post(1, T1, start)])
    assert str(po.may(data, "N0001", po.Move(to=T2, on="2016-12-01")).allowed_from) == first


def test_time_on_loan_does_not_count():
    loan = post(1, COUNTY, "2016-01-01", "2018-01-01", basis="secondment")
    data = province([recruit(1)], [post(1, T1, "2015-07-01"), loan])
    decision = po.may(data, "N0001", po.Move(to=COUNTY, on="2018-07-15"))
    days = (str(decision.approvable_from), str(decision.allowed_from))
    assert (decision.outcome.value, *days) == ("not_allowed", "2019-07-01", "2022-07-01")


def test_a_row_set_aside_leaves_the_answer_open():
    data = province([recruit(1)], [post(1, T1, "2015-07-01"), post(1, T1, "2016-13-01")])
    assert outcome(data, po.Move(to=T2, on="2016-01-01")) == "undetermined"


# --- The day of the act ---------------------------------------------------------------------------


@pytest.mark.parametrize("to", [T2, COUNTY])
def test_a_post_that_begins_on_the_day_is_left_as_well(one, to):
    assert outcome(one, po.Move(to=to, on="2015-07-01")) == "not_allowed"


def test_two_moves_on_one_day_end_in_one_place(one):
    moves = [("N0001", po.Move(to=to, on="2018-07-01")) for to in (T2, COUNTY)]
    after = po.Proposal(moves).applied(one)
    assert [row.org_id for row in after.appointments if row.end is None] == [COUNTY]


def test_a_renewed_post_does_not_open_the_way_for_one_day():
    posts = [post(1, T1, "2015-07-01", "2016-02-01"), post(1, "990101101-DW", "2016-02-01")]
    decision = po.may(province([recruit(1)], posts), "N0001", po.Move(to=COUNTY, on="2016-01-01"))
    assert str(decision.allowed_from) == "2020-07-01"


def test_whoever_moves_within_the_month_in_which_a_post_ends_has_left_it():
    data = province([recruit(1)], [post(1, T1, "2015-07-01", "2016-07")])
    assert outcome(data, po.Move(to=COUNTY, on="2016-07-15")) == "not_allowed"


def test_a_role_that_is_not_known_stays_unknown():
    data = province([recruit(1)], [post(1, T1, "2015-07-01", role=None)])
    moved = po.Proposal([("N0001", po.Move(to=T2, on="2018-01-01"))]).applied(data)
    assert moved.appointments[-1].role is None


# --- Secondments, promotions, offices -------------------------------------------------------------


def test_a_secondment_needs_an_approval_from_above_and_an_end(one):
    loan = po.Second(to=COUNTY, on="2018-01-01", until="2018-12-31")
    decision = po.may(one, "N0001", loan)
    assert (decision.outcome.value, decision.approval) == ("allowed_with_approval", ("990101-ZZB",))
    approved = evolve(loan, approved_by="990101-ZZB")
    acts = (approved, evolve(approved, until=None), evolve(loan, until=None), evolve(loan, to=T2))
    says = [outcome(one, act) for act in acts]
    assert says == ["allowed", "undetermined", "not_allowed", "allowed"]


@pytest.fixture(scope="module")
def lent():
    """A recruit whose secondment nobody approved, until June 2018."""
    loan = post(1, "990101-ZF", "2017-12-01", "2018-06-01", basis="secondment")
    return province([recruit(1)], [post(1, T1, "2015-07-01"), loan])


def test_a_secondment_is_judged_apart_from_an_older_one(lent):
    act = po.Second(to=COUNTY, on="2018-01-01", until="2018-12-31")
    assert outcome(lent, evolve(act, approved_by="990101-ZZB")) == "allowed"
    assert outcome(lent, act) == "allowed_with_approval"
    assert outcome(lent, evolve(act, to=T2)) == "allowed"


@pytest.mark.parametrize("until", ["2016-01-01", "2016-07-01"])
def test_a_secondment_ends_after_it_begins(until):
    with pytest.raises(po.CallError, match=f"until={until} must come after on=2016-07-01"):
        po.Second(to=COUNTY, on="2016-07-01", until=until)


@pytest.mark.parametrize(
    ("on", "says"),
    [("2019-04-30", "not_allowed"), ("2019-05-01", "allowed"), ("2019-06-01", "allowed")],
)
def test_promotion_in_rank_waits_for_five_years_while_the_rule_is_in_force(on, says):
    data = province([recruit(1, "2014-05-01")], [post(1, T1, "2014-05-01")])
    assert outcome(data, po.Promote(on=on)) == says


@pytest.mark.parametrize(
    ("since", "first"),
    [("2014-08-05", "2016-08-05"), ("2014-08", "2016-08-31"), ("2014", "2016-12-31")],
)
def test_two_years_as_deputy_are_a_day_from_which(since, first):
    data = province([recruit(1, since, FAR, "other")], [post(1, FAR, since, role="leader")])
    act = po.Appoint(to=FAR, on="2016-03-10", role="chief")
    assert str(po.may(data, "N0001", act, rules="cn").allowed_from) == first
    assert outcome(data, evolve(act, on=first), rules="cn") == "allowed"


def test_another_appointment_of_the_day_is_not_this_one():
    posts = [
        post(1, COUNTY, "2015-03-21"),
        post(1, "990101102-DW", "2015-03-21", role="leader"),
        post(2, T2, "2015-01-01", role="chief"),
    ]
    data = province([other(1, "2015-03-21"), other(2, "2015-01-01")], posts)
    assert outcome(data, po.Appoint(to=T1, on="2015-03-21", role="staff")) == "allowed"


# --- Teams ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("already", "role", "says"),
    [(2, "leader", "allowed"), (1, "leader", "not_allowed"), (1, "staff", "allowed")],
)
def test_who_joins_may_not_break_the_share(already, role, says):
    people = [other(number, "2010-01-01" if number > 1 else "2017-01-01") for number in (1, 2, 3)]
    team = [post(number, T2, "2010-01-01", role="leader") for number in range(2, 2 + already)]
    data = province(people, [post(1, COUNTY, "2017-01-01"), *team])
    assert outcome(data, po.Move(to=T2, on="2018-01-01", role=role)) == says


@pytest.fixture(scope="module")
def half():
    """A team of two of whom one has the two years; a third is at the county."""
    posts = [
        post(1, T1, "2010-01-01", role="leader"),
        post(2, "990101101-DW", "2018-01-01", role="chief"),
        post(3, COUNTY, "2018-01-01"),
    ]
    return province([other(1, "2010-01-01"), other(2, "2018-01-01"), other(3, "2018-01-01")], posts)


def test_a_share_that_is_too_small_may_not_fall_further(half):
    leaves = po.Move(to=COUNTY, on="2018-06-01", role="staff")
    assert po.may(half, "N0001", leaves, only=TEAM).outcome.value == "not_allowed"  # 1/2 to 0/1
    joins = po.Move(to=T1, on="2018-06-01", role="leader")
    assert po.may(half, "N0003", joins, only=TEAM).outcome.value == "not_allowed"  # 1/2 to 1/3
    assert po.may(half, "N0002", leaves, only=TEAM).outcome.value == "allowed"  # to 1/1


def test_where_a_share_that_is_open_falls_the_answer_is_open():
    people = [
        other(1, "2010-01-01"),
        {**other(2, "2010-01-01"), "career_known_from": "2018-01-01"},
    ]
    posts = [
        post(1, T1, "2010-01-01", role="leader"),
        post(2, "990101101-DW", "2018-01-01", role="chief"),
    ]
    act = po.Move(to=COUNTY, on="2018-06-01", role="staff")
    assert outcome(province(people, posts), act, only=TEAM) == "undetermined"


def test_what_a_preference_lacks_leaves_the_act_allowed():
    data = province([other(1, "2010-01-01")], [post(1, COUNTY, "2017-01-20")])
    decision = po.may(data, "N0001", po.Move(to="990101-ZF", on="2019-04-19", role="leader"))
    assert decision.outcome.value == "allowed"
    open_ = {one.severity.value for one in decision.findings if one.outcome.value == "undetermined"}
    assert open_ <= {"reference", "target"}


# --- What was so before ---------------------------------------------------------------------------


def test_between_organisations_outside_nothing_is_a_move():
    posts = [post(1, T1, "2015-07-01", "2016-01-01"), post(1, COUNTY, "2016-01-01")]
    data = province([recruit(1)], posts)
    act = po.Move(to="990101-ZF", on="2016-06-01", role="staff")
    assert outcome(data, act) == "allowed"
    # But from one wrong township on to another is a move of its own.
    astray = province([recruit(1)], [post(1, T1, "2015-07-01", "2016-01-01"), post(1, T2, "2016")])
    assert outcome(astray, po.Move(to=FAR, on="2016-06-01")) == "not_allowed"


# --- Calls that cannot be meant -------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"valid_to": "2017-01-01"}, {"valid_from": "2019-01-01"}])
def test_nobody_moves_to_a_body_that_is_not_there(change):
    rows = organizations()
    next(row for row in rows if row["org_id"] == T2).update(change)
    data = province([recruit(1)], [post(1, T1, "2015-07-01")], rows)
    with pytest.raises(po.CallError, match="is not there on 2018-01-01"):
        po.may(data, "N0001", po.Move(to=T2, on="2018-01-01"))


def test_an_answer_rests_on_a_rule_or_says_that_none_speaks(one):
    with pytest.raises(po.CallError, match="none of these rules speaks"):
        po.may(one, "N0001", po.Second(to=COUNTY, on="2018-01-01"), rules="cn")
    # A rule on teams speaks of moves, though this one touches no team.
    assert outcome(one, po.Move(to=COUNTY, on="2018-01-01", role="staff"), only=TEAM) == "allowed"


@pytest.mark.parametrize("to", [5, None, ["a"], ""])
def test_an_organisation_is_named_by_text(to):
    with pytest.raises(po.CallError, match="no identifier of an organisation"):
        po.Move(to=to, on="2018-01-01")
    with pytest.raises(po.CallError, match="no identifier of an organisation"):
        po.Move(to=T2, on="2018-01-01", approved_by=to if to is not None else 7)


@pytest.mark.parametrize("who", [None, 1, ["N0001"]])
def test_a_person_is_named_by_text(one, who):
    with pytest.raises(po.CallError, match="no identifier of a person"):
        po.may(one, who, po.Move(to=T2, on="2018-01-01"))


@pytest.mark.parametrize(
    "acts", [None, 5, "N0001", [("N0001",)], [("N0001", None)], [po.Move(to=T2, on="2018-01-01")]]
)
def test_a_proposal_is_pairs(acts):
    with pytest.raises(po.CallError, match="takes pairs"):
        po.Proposal(acts)


def test_a_proposal_is_applied_to_a_data_set(one):
    move = po.Move(to=T2, on="2018-01-01")
    with pytest.raises(po.CallError, match="takes a Dataset, not NoneType"):
        po.Proposal([("N0001", move)]).applied(None)
    with pytest.raises(po.CallError, match="1 is no identifier"):
        po.Proposal([(1, move)]).applied(one)


def test_a_language_that_there_is_not(one):
    with pytest.raises(po.CallError, match="there is no language 'fr'"):
        po.may(one, "N0001", po.Move(to=T2, on="2018-01-01")).text("fr")


@pytest.mark.parametrize("name", ["on", "approved_on", "until"])
def test_a_bad_day_is_told_with_its_field(name):
    with pytest.raises(po.CallError, match=f"^{name}="):
        po.Second(**{"to": T2, "on": "2018-01-01", name: "x"})


def test_a_pack_of_ones_own_is_read_again_when_it_has_changed(one, tmp_path):
    own, act = tmp_path / "own.toml", po.Move(to=T2, on="2017-06-30")
    text = (files("partyorg.packs") / "cn-gz.toml").read_text("utf-8")
    own.write_text(text, "utf-8")
    assert outcome(one, act, rules=str(own)) == "not_allowed"
    own.write_text(text.replace('moves = "none"', 'moves = "any"'), "utf-8")
    assert outcome(one, act, rules=str(own)) == "allowed"
