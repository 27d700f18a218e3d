"""What decided a verdict, and what would have turned it."""

import pytest

import partyorg as po

PLACES = [
    {"org_id": "P", "level": "province", "kind": "division"},
    {"org_id": "F", "level": "prefecture", "kind": "division", "parent_id": "P"},
    {"org_id": "F-ORG", "level": "prefecture", "kind": "organization_department", "within_id": "F"},
    {"org_id": "C", "level": "county", "kind": "division", "parent_id": "F"},
    {"org_id": "C-JY", "level": "county", "kind": "department", "within_id": "C"},
    {"org_id": "T", "level": "township", "kind": "division", "parent_id": "C"},
    {"org_id": "T-DW", "level": "township", "kind": "local_party_committee", "within_id": "T"},
]


def moved_out(day, **approval):
    """Give the finding of a recruit of July 2015 who left the townships on a day."""
    return moved_by(po.rules("cn-gz"), day, **approval)


def moved_by(pack, day, **approval):
    data = po.Dataset.from_records(
        organizations=PLACES,
        people=[
            {"person_id": "N1", "name": "干部0001", "recruited_on": "2015-07-01",
             "recruited_by": "T", "recruited_via": "civil_service_exam"},
        ],
        appointments=[
            {"person_id": "N1", "org_id": "T", "role": "staff", "basis": "in_post",
             "start": "2015-07-01", "end": day},
            {"person_id": "N1", "org_id": "C-JY", "role": "staff", "basis": "in_post",
             "start": day, "end": "", **approval},
        ],
    )  # fmt: skip
    report = po.check(data, pack, as_of="2022-01-01", only=["service-minimum"])
    return report["cn-gz/service-minimum", "N1"]


def told(finding, lang="en"):
    turning = finding.clause.turning(finding, lang)
    return turning.decided, turning.turned


def test_a_move_in_the_first_stage():
    # 19 months were served: two years were 5 months away, five years 41.
    decided, turned = told(moved_out("2017-02-01"))
    assert decided == "stage 1: nobody may be moved"
    assert turned == (
        "with 5 more whole months of service (2 years in all) and approval; "
        "or with 41 more whole months of service (5 years in all)"
    )


def test_a_move_without_the_approval_that_it_needs():
    decided, turned = told(moved_out("2018-07-01"))
    assert decided.startswith("stage 2 (after 2 years)")
    assert turned == "approved beforehand; or with 24 more whole months of service (5 years in all)"


def test_a_move_that_was_allowed():
    approved = {"approved_by": "F-ORG", "approved_on": "2018-06-01"}
    finding = moved_out("2018-07-01", **approved)
    assert finding.outcome is po.Outcome.PASS
    # 36 months: 13 fewer are 23, and two years were not complete.
    assert told(finding)[1] == (
        "with 13 fewer whole months of service it would be in the stage before"
    )


def test_without_a_stage_that_knows_of_approvals_time_alone_turns_it():
    stages = [{"begins": "P0D", "moves": "none"}, {"begins": "P5Y", "moves": "any"}]
    pack = po.rules("cn-gz").varied("service-minimum", stages=stages)
    assert told(moved_by(pack, "2017-02-01"))[1] == (
        "with 41 more whole months of service (5 years in all)"
    )


def test_where_no_stage_ever_lets_anybody_out_nothing_would_have_turned_it():
    stages = [{"begins": "P0D", "moves": "none"}, {"begins": "P2Y", "moves": "between_townships"}]
    pack = po.rules("cn-gz").varied("service-minimum", stages=stages)
    finding = moved_by(pack, "2021-02-01")
    assert finding.outcome is po.Outcome.FAIL
    decided, turned = told(finding)
    assert decided.startswith("stage 2 (after 2 years)")
    assert turned == ""


def team(*members):
    """Give the finding of a team: from when each is in it, and whether the experience is there."""
    people = [{"person_id": f"N{n}", "name": f"干部{n:04}"} for n in range(len(members))]
    posts = []
    for person, (start, old) in zip(people, members, strict=True):
        row = {"person_id": person["person_id"], "basis": "in_post", "end": ""}
        posts.append({**row, "org_id": "T-DW", "role": "leader", "start": start})
        if old:
            posts.append({**row, "org_id": "T", "role": "staff", "start": "2010-01-01"})
    data = po.Dataset.from_records(organizations=PLACES, people=people, appointments=posts)
    report = po.check(data, as_of="2018-06-15", only=["team-experience"])
    return report["cn-gz/team-experience", "T"]


def test_a_team_that_is_just_enough():
    finding = team(("2018-01-01", True), ("2018-01-01", True), ("2018-01-01", False))
    assert finding.outcome is po.Outcome.PASS
    assert told(finding)[1] == "with the total unchanged, 1 fewer would break it"


def test_a_team_that_is_short_whoever_the_doubtful_may_be():
    # None of two is experienced for sure, and of a third who joined this month it is not known.
    finding = team(("2018-01-01", False), ("2018-01-01", False), ("2018-06", True))
    assert finding.outcome is po.Outcome.FAIL
    # Of two or three, two must be: whether one of them is there already nobody knows.
    assert told(finding)[1] == "with the total unchanged, 2 more would be enough"


def test_a_team_that_passes_whoever_the_doubtful_may_be():
    sure = ("2018-01-01", True)
    finding = team(sure, sure, sure, ("2018-06", False))
    assert finding.outcome is po.Outcome.PASS
    # Three of three or four: with one fewer it may be two of four.
    assert told(finding)[1] == "with the total unchanged, 1 fewer and it would not surely pass"


def test_a_team_of_which_too_little_is_known_for_a_figure():
    # Two are surely in it, four joined in this very month; all have the experience.
    sure, perhaps = ("2018-01-01", True), ("2018-06", True)
    finding = team(sure, sure, perhaps, perhaps, perhaps, perhaps)
    assert finding.outcome is po.Outcome.PASS
    assert told(finding) == ("", "")


@pytest.mark.parametrize("pack", ["cn", "cn-gz", "cn-gx-beihai", "cn-hl-pingfang", "cn-gd-wuchuan"])
def test_every_breach_of_the_sample_says_something_in_both_languages(pack):
    data = po.load(po.sample_path())
    for finding in po.check(data, pack, as_of=po.SAMPLE_AS_OF):
        both = [any(told(finding, lang)) for lang in ("zh", "en")]
        assert both[0] is both[1]
        if finding.outcome is po.Outcome.UNDETERMINED:
            assert not any(both)
        if finding.outcome is po.Outcome.FAIL and finding.clause.kind != "structure":
            assert both[0], finding.message("en")
