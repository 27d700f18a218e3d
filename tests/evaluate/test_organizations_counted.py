"""Members, committees, ballots, links, lists: what is vague, empty or set aside decides nothing."""

import pytest
from eval_worlds import dataset, org, post, veteran

import partyorg as po

DAY = "2023-06-30"
FIRM = org("E", "enterprise", "township", "T1")
JOINT = org("J", "joint_branch", "township", "T1-DW")


def told(data, rule, subject, as_of=DAY, pack="cn", period=None, part=None):
    """Give outcome and reason of one finding; None if there is none."""
    report = po.check(data, pack, as_of=as_of, only=[rule], allow_empty=True)
    found = [
        f
        for f in report.findings
        if f.subject.id == subject and period in (None, f.period) and part in (None, f.part)
    ]
    assert len(found) <= 1
    return (found[0].outcome.value, found[0].reason) if found else None


def complete(*tables):
    return [{"table": table} for table in tables]


# --- A unit with three full members ---------------------------------------------------------------


def unit(members=({"org_id": "E", "year": 2023, "full_members": 5},), links=(), more=()):
    return dataset(
        organizations=[FIRM, JOINT, *more],
        members=members,
        links=links,
        completeness=complete("organizations", "links"),
    )


@pytest.mark.parametrize(
    "link",
    [
        {"relation": "covers", "start": None},
        {"relation": "covers", "start": "2023"},
        {"relation": "covers", "start": "2020", "end": "2023"},
        {"relation": None, "start": "2020-01-01"},
        {"relation": "covers", "start": "20xx"},
        {"relation": "covers", "start": "2020", "from_id": "B9"},
    ],
    ids=["no start", "start in the year", "end in the year", "no relation", "set aside", "nobody"],
)
def test_a_link_that_may_cover_a_unit_leaves_it_open(link):
    data = unit(links=[{"from_id": "J", "to_id": "E", **link}])
    assert told(data, "unit-has-organization", "E")[0] == "undetermined"


def test_without_any_link_the_unit_has_none():
    assert told(unit(), "unit-has-organization", "E") == ("fail", None)


@pytest.mark.parametrize("before", [2, 5])
def test_numbers_that_were_set_aside_are_not_replaced_by_older_ones(before):
    members = [
        {"org_id": "E", "year": 2020, "full_members": before},
        {"org_id": "E", "year": 2023, "full_members": "x"},
    ]
    assert told(unit(members), "unit-has-organization", "E") == ("undetermined", "row-set-aside")


@pytest.mark.parametrize(
    "body",
    [
        org("X", None, "township", "E"),
        org("X", "branch", "township", "E", valid_from="2023"),
    ],
    ids=["of no kind", "perhaps not yet founded"],
)
def test_an_organisation_that_may_be_the_one_leaves_it_open(body):
    assert told(unit(more=[body]), "unit-has-organization", "E")[0] == "undetermined"


def test_a_link_of_another_relation_or_time_covers_nothing():
    links = [
        {"from_id": "J", "to_id": "E", "relation": "pairs", "start": "2020-01-01"},
        {"from_id": "J", "to_id": "E", "relation": "covers", "start": "2024-01-01"},
    ]
    assert told(unit(links=links), "unit-has-organization", "E") == ("fail", None)


def test_whoever_is_neither_counted_nor_a_party_organisation_is_no_matter():
    shop = org("X", "department", "township", "E")
    assert told(unit(more=[shop]), "unit-has-organization", "E") == ("fail", None)
    assert told(unit(members=()), "unit-has-organization", "E") is None


def test_a_unit_of_which_the_level_is_empty_may_be_one():
    blank = org("E", "enterprise", None, "T1")
    data = dataset(
        organizations=[blank], members=[{"org_id": "E", "year": 2023, "full_members": 5}]
    )
    assert told(data, "unit-has-organization", "E") == ("undetermined", "doubtful-subject")


# --- Members and committees -----------------------------------------------------------------------


@pytest.mark.parametrize(("year", "period"), [(2023, "2023"), ("x", None)])
def test_numbers_of_which_the_only_row_was_set_aside_are_open(year, period):
    rows = [{"org_id": "J", "year": year, "full_members": "x"}]
    data = dataset(organizations=[JOINT], members=rows)
    report = po.check(data, "cn", as_of=DAY, only=["branch-full-members"])
    (finding,) = [f for f in report.findings if f.subject.id == "J"]
    assert (finding.outcome.value, finding.reason) == ("undetermined", "row-set-aside")
    assert finding.period == period


def test_a_second_row_that_was_set_aside_leaves_the_first_open():
    rows = [{"org_id": "J", "year": 2023, "full_members": count} for count in (2, "x")]
    data = dataset(organizations=[JOINT], members=rows)
    assert told(data, "branch-full-members", "J") == ("undetermined", "row-set-aside")


@pytest.mark.parametrize("start", ["2024-01-01", "2010-01-01"])
def test_a_committee_of_which_nobody_is_in_office_is_not_judged(start):
    end = "2020-01-01" if start < "2020" else None
    data = dataset(
        organizations=[org("G", "general_branch", "township", "T1-DW")],
        people=[veteran("N1")],
        appointments=[post("N1", "G", start, end, role="chief")],
    )
    assert told(data, "general-branch-committee-size", "G") == (
        "not_applicable",
        "nothing-recorded",
    )


# --- Memberships ----------------------------------------------------------------------------------


def member(*links, **more):
    return dataset(
        people=[veteran("N1")],
        appointments=[post("N1", "T1-ZF", "2000-01-01")],
        links=[{"from_id": "N1", "relation": "member_of", **link} for link in links],
        completeness=complete("links"),
        **more,
    )


def test_whoever_joins_later_is_no_member_yet():
    assert told(member({"to_id": "T1-DW", "start": "2024-01-01"}), "one-membership", "N1") is None


@pytest.mark.parametrize(
    ("links", "outcome"),
    [
        ([{"to_id": "T1-DW", "start": "2022-13-01"}], "undetermined"),
        ([{"to_id": "T1-DW", "start": "2022"}], "undetermined"),
        ([{"to_id": "T1-DW", "start": "2019-01-01", "end": "2022-05-01"},
          {"to_id": "A-DW", "start": "2022-05-01"}], "fail"),
    ],
    ids=["set aside", "of that year", "moved within the year"],
)  # fmt: skip
def test_a_members_training_hangs_on_the_membership(links, outcome):
    trainings = [{"person_id": "N1", "year": 2022, "hours": "3"}]
    data = member(*links, trainings=trainings)
    assert told(data, "member-training", "N1", period="2022")[0] == outcome


# --- Ballots --------------------------------------------------------------------------------------


def ballot(*rows, rule="election-quorum", part=None):
    usual = {"case_id": "X", "kind": "party_election", "date": "2022-05-01"}
    return told(dataset(elections=[usual | row for row in rows]), rule, "X", part=part)


def test_nobody_was_due_and_nobody_came():
    assert ballot({"due": 0, "present": 0}) == ("not_applicable", "share-of-nothing")


@pytest.mark.parametrize(
    ("rows", "outcome"),
    [
        ([{"present": 70}], "fail"),
        ([{"present": 80}], "undetermined"),
        ([{"present": 81}], "pass"),
        ([{"present": 40}, {"present": 90}], "undetermined"),
        ([{"present": 40}, {"present": None}], "undetermined"),
        ([{"present": 40, "date": "2019-01-01"}, {"present": 40}], "undetermined"),
        ([{"present": 40, "kind": None}], "undetermined"),
        ([{"present": 40, "date": "2023"}], "undetermined"),
    ],
)
def test_rows_of_a_ballot_that_disagree_leave_it_open(rows, outcome):
    assert ballot(*({"due": 100} | row for row in rows))[0] == outcome


def test_exactly_the_share_of_which_nobody_knows_whether_it_is_enough_says_so():
    assert ballot({"due": 100, "present": 80}) == ("undetermined", "tie-open")


@pytest.mark.parametrize(
    ("elected", "outcome"),
    [
        (("yes",), "fail"),
        (("no",), None),
        (("yes", "no"), "undetermined"),
        ((None,), "undetermined"),
    ],
)
def test_who_was_not_elected_needs_no_majority(elected, outcome):
    rows = [{"present": 10, "votes": 5, "elected": one, "candidate_id": "K"} for one in elected]
    found = ballot(*rows, rule="election-majority", part="K")
    assert (found and found[0]) == outcome


def test_a_majority_lacks_whole_votes():
    rows = [{"case_id": "X", "kind": "party_election", "date": "2022-05-01", "present": 10,
             "votes": 4, "elected": "yes", "candidate_id": "K"}]  # fmt: skip
    (finding,) = po.check(
        dataset(elections=rows), "cn", as_of=DAY, only=["election-majority"]
    ).findings
    assert finding.shortfall == 2
    assert "2" in finding.explain("en")


# --- Lists, amounts, days of registration ---------------------------------------------------------


def test_a_correction_that_names_no_problem_may_be_for_any():
    rows = [
        {"org_id": "T1-DW", "list": "problems", "item": "a"},
        {"org_id": "T1-DW", "list": "corrections", "item": "b"},
    ]
    data = dataset(listed_items=rows, completeness=complete("listed_items"))
    found = told(data, "problems-corrected", "T1-DW", pack="cn-gx-beihai")
    assert found == ("undetermined", "fact-unknown")


def allowance(amounts, *, known):
    branch = org("Q", "branch", "township", "T1-DW", tags="两新")
    data = dataset(
        organizations=[branch],
        amounts=[
            {"subject_id": "Q", "item": "书记津贴", "year": 2022, "amount": a, "per": "month"}
            for a in amounts
        ],
        completeness=complete("amounts") if known else (),
    )
    return told(data, "secretary-allowance", "Q", pack="cn-gx-beihai", period="2022")[0]


@pytest.mark.parametrize(
    ("amounts", "known", "outcome"),
    [
        ([600], False, "pass"),
        ([600, 600], True, "pass"),
        ([600, 600], False, "undetermined"),
        ([300, 300], True, "undetermined"),
        ([100, 100], True, "fail"),
        ([600, None], True, "undetermined"),
    ],
)
def test_several_monthly_amounts_may_be_of_different_months(amounts, known, outcome):
    assert allowance(amounts, known=known) == outcome


def test_several_monthly_amounts_make_between_their_sum_and_twelve_times_it():
    rows = [
        {"subject_id": "V1", "item": "工作经费", "year": 2022, "amount": a, "per": "month"}
        for a in (30_000, 30_000)
    ]
    data = dataset(amounts=rows, completeness=complete("amounts"))
    found = told(data, "village-funds", "V1", pack="cn-gx-beihai", period="2022")
    assert found[0] == "undetermined"


@pytest.mark.parametrize(
    ("first", "last", "outcome"),
    [
        (["2020-01-10"], ["2020-01-11"], "pass"),
        (["2020-01-10"], ["2020-01-12"], "fail"),
        (["2020-01-10"], ["2020-01-12", None], "undetermined"),
        (["2020-01-10"], [], "undetermined"),
        ([None], ["2020-01-11"], "undetermined"),
        (["2020-01"], ["2020-01-11"], "undetermined"),
        (["2020-01-10"], ["2020-01"], "undetermined"),
    ],
)
def test_posts_are_published_on_every_day_between_two_days(first, last, outcome):
    rows = [("报名开始", day) for day in first] + [("报名结束", day) for day in last]
    rows += [("公布未达开考比例职位", f"2020-01-{day}") for day in (10, 11)]
    data = dataset(
        activities=[{"org_id": "A-ORG", "kind": kind, "date": day} for kind, day in rows],
        completeness=complete("activities"),
    )
    assert told(data, "daily-publication", "A-ORG", pack="cn-gz", period="2020")[0] == outcome


def review(row):
    data = dataset(
        people=[veteran("N1")],
        appointments=[post("N1", "T1-ZF", "2010-01-01")],
        activities=[{"org_id": "T1-ZF", "kind": "年评议"} | row],
        completeness=complete("activities"),
    )
    return told(data, "yearly-review", "N1", pack="cn-sc-liangshan", period="2016")[0]


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        ({"date": "2016-05-01", "subject_id": "N1"}, "pass"),
        ({"date": "2016-05-01", "subject_id": "N2"}, "off_target"),
        ({"date": "2016-05-01"}, "undetermined"),
        ({"date": "2016-13-01"}, "undetermined"),
        ({"date": "2016-13-01", "subject_id": "N2"}, "off_target"),
    ],
)
def test_what_names_nobody_may_be_about_anybody(row, outcome):
    assert review(row) == outcome


# --- Steps, entries, terms ------------------------------------------------------------------------


def resignation(recruited, row, via="civil_service_exam", as_of=DAY):
    data = dataset(
        people=[{"person_id": "N1", "recruited_on": recruited, "recruited_via": via}],
        procedures=[
            {"case_id": "X", "kind": "resignation", "step": "批准", "subject_id": "N1"} | row
        ],
    )
    found = told(data, "recruit-service", "N1", as_of)
    return found and found[0]


@pytest.mark.parametrize(
    ("recruited", "row", "outcome"),
    [
        ("2015-05-01", {"date": "2020-05-01"}, "pass"),
        ("2015-05-02", {"date": "2020-05-01"}, "fail"),
        ("2015-05", {"date": "2020-05-10"}, "undetermined"),
        (None, {"date": "2020-05-01"}, "undetermined"),
        ("2015-05-02", {"date": None}, "undetermined"),
        ("2015-05-02", {"date": "2020-05-01", "kind": None}, "undetermined"),
        ("2019-05-02", {"date": "2023"}, "undetermined"),
        ("2015-05-02", {"date": "2024-05-01"}, None),
        ("2015-05-02", {"date": "2020-05-01", "step": "申请"}, None),
    ],
)
def test_nobody_resigns_before_five_years(recruited, row, outcome):
    assert resignation(recruited, row) == outcome


def test_whoever_was_hired_by_an_institution_owes_no_service():
    assert resignation("2019-05-02", {"date": "2020-05-01"}, via="institution_hiring") is None


def test_seniority_of_somebody_whose_recruitment_is_not_known_is_open():
    data = dataset(
        organizations=[org("A-ZF", "government", "county", "A")],
        people=[{"person_id": "N1"}],
        appointments=[post("N1", "A-ZF", "2020-01-01", role="leader")],
    )
    assert told(data, "county-leader-seniority", "N1")[0] == "undetermined"


@pytest.mark.parametrize(
    ("chief", "outcome"), [("2019-12-31", "pass"), ("2020-01-02", "off_target")]
)
def test_a_post_taken_later_is_none_that_was_held_before(chief, outcome):
    data = dataset(
        organizations=[org("A-ZF", "government", "county", "A")],
        people=[veteran("N1", "2019-01-01")],
        appointments=[
            post("N1", "A-JU", "2019-01-01"),
            post("N1", "T1-ZF", chief, role="chief"),
            post("N1", "A-ZF", "2020-01-01", role="leader"),
        ],
    )
    found = told(data, "county-selection-preference", "N1", pack="cn-gz", part="A")
    assert found[0] == outcome


@pytest.mark.parametrize("table", ["organizations", "links"])
def test_a_unit_lacks_an_organisation_only_if_links_are_complete_too(table):
    members = [{"org_id": "E", "year": 2023, "full_members": 5}]
    data = dataset(organizations=[FIRM], members=members, completeness=complete(table))
    assert told(data, "unit-has-organization", "E") == ("undetermined", "incomplete-table")


def test_publicity_of_which_the_beginning_is_not_recorded_is_open():
    steps = [{"case_id": "X", "kind": "录用公示", "step": "公示结束", "date": "2022-05-01"}]
    assert told(dataset(procedures=steps), "recruit-publicity", "X")[0] == "undetermined"


def reply(*steps, as_of=DAY):
    rows = [
        {"case_id": "X", "kind": "founding", "step": step, "date": day, "org_id": "A-DW"}
        for step, day in steps
    ]
    data = dataset(procedures=rows, completeness=complete("procedures"))
    return told(data, "founding-reply", "X", as_of)[0]


@pytest.mark.parametrize(
    ("steps", "outcome"),
    [
        ([("请示", "2020-01-10"), ("批复", "2020-01-05"), ("批复", "2020-06-01")], "fail"),
        ([("请示", "2020-01-10"), ("批复", "2020-06-01"), ("请示", "2021-01-10")], "fail"),
        ([("请示", "2020-01-10"), ("请示", "2021-01-10"), ("批复", "2021-02-01")], "pass"),
        ([("请示", "2020-01"), ("批复", "2020-02-20")], "undetermined"),
        ([("请示", None), ("批复", "2020-02-20")], "undetermined"),
    ],
)
def test_a_reply_is_measured_from_the_last_request(steps, outcome):
    assert reply(*steps) == outcome


def test_a_request_after_the_reply_is_still_to_be_answered():
    steps = [("请示", "2020-01-10"), ("批复", "2020-01-20"), ("请示", "2023-06-20")]
    assert reply(*steps) == "undetermined"


def test_a_term_of_which_nothing_is_known_says_so():
    data = dataset(organizations=[org("G", "general_branch", "township", "T1-DW")])
    report = po.check(data, "cn", as_of=DAY, only=["branch-term"])
    (finding,) = [f for f in report.findings if f.subject.id == "G"]
    assert finding.outcome is po.Outcome.UNDETERMINED
    assert "应于" not in finding.explain("zh")


def test_a_term_since_the_founding_rests_on_the_row_of_the_organisation():
    body = org("G", "general_branch", "township", "T1-DW", valid_from="2015-01-01")
    data = dataset(organizations=[body], completeness=complete("activities"))
    report = po.check(data, "cn", as_of=DAY, only=["branch-term"])
    (finding,) = [f for f in report.findings if f.subject.id == "G"]
    assert finding.outcome is po.Outcome.FAIL
    assert [one.table for one in finding.evidence] == ["organizations"]
    assert "founding" in finding.explain("en")


@pytest.mark.parametrize("as_of", ["2200-12-30", "2199-12-31"])
def test_the_last_days_of_the_calendar_are_no_trouble(as_of):
    data = dataset(organizations=[org("G", "branch", "village", "T1-DW", "V1")])
    report = po.check(data, "cn-gx-beihai", as_of=as_of, only=["weekly-page"])
    assert report.findings
