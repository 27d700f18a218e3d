"""Links to organisations: every way in which vague dates can be read is tried by hand."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_pack import one_rule

import partyorg as po
from partyorg.errors import CallError
from partyorg.verdict import Outcome

KIND = """
id = "linked"
kind = "coverage"
severity = "mandatory"
title = { zh = "联系", en = "links" }
"""
BRANCHES = """
who = "organizations"
kinds = ["branch"]
levels = ["village"]
by_link = "leads"
noun = { zh = "责任人", en = "officers" }
"""
AS_OF = "2020-03-01"
COMPLETE = [{"table": "links"}]
BRANCH = {"org_id": "B", "level": "village", "kind": "branch"}


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """Give a function that makes a pack with these further parameters."""
    path = tmp_path_factory.mktemp("packs") / "mine.toml"

    def made(parameters=""):
        return one_rule(path, KIND, BRANCHES + parameters)

    return made


def judged(rules, links, *, org=BRANCH, complete=True, **how):
    """Give the findings on the one organisation with these links (rows without their ends)."""
    rows = [{"from_id": "N1", "to_id": "B", "relation": "leads", **link} for link in links]
    data = po.Dataset.from_records(
        organizations=[org], links=rows, completeness=COMPLETE if complete else []
    )
    return list(po.check(data, rules, as_of=AS_OF, **how))


DAYS = [date(2020, 2, 27) + timedelta(days=n) for n in range(7)]
STARTS = [day.isoformat() for day in DAYS] + ["2020-02", "2020-03"]


def readings(written):
    """Give the days that a date may mean, so few that all can be tried."""
    return [day for day in DAYS if day.isoformat().startswith(written)]


@given(
    st.lists(
        st.tuples(st.sampled_from("XY"), st.sampled_from(STARTS), st.sampled_from(["", *STARTS])),
        max_size=3,
    ),
    st.sampled_from([(1, None), (1, 1), (2, None)]),
)
@settings(max_examples=300, derandomize=True, deadline=None)
def test_an_organisation_is_judged_as_in_all_readings_of_its_links(pack, rows, bounds):
    least, most = bounds
    limit = f"at_least = {least}\n" + (f"at_most = {most}" if most else "")
    links = [{"from_id": who, "start": start, "end": end} for who, start, end in rows]
    # A row that surely ends before it starts is set aside, which is not the matter here.
    if any(end and max(readings(end)) < min(readings(start)) for _, start, end in rows):
        return
    (told,) = judged(pack(limit), links)
    answers = set()
    ends = [readings(end) if end else [date.max] for _, _, end in rows]
    for starts in product(*(readings(start) for _, start, _ in rows)):
        for stops in product(*ends):
            there = {
                who
                for (who, _, _), start, stop in zip(rows, starts, stops, strict=True)
                if start <= date.fromisoformat(AS_OF) < stop
            }
            fits = least <= len(there) and (most is None or len(there) <= most)
            answers.add(Outcome.PASS if fits else Outcome.FAIL)
    if told.outcome is not Outcome.UNDETERMINED:
        assert answers == {told.outcome}
    if all(len(day) > 7 for _, start, end in rows for day in (start, end) if day):
        assert {told.outcome} == answers


def test_links_that_lead_away(pack):
    away = [{"from_id": "B", "to_id": "C", "start": "2019"}]
    (told,) = judged(pack('link_leads = "from"'), away)
    assert told.outcome is Outcome.PASS
    (none,) = judged(pack(), away)
    assert none.outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("link", "column"), [({"start": ""}, "start"), ({"relation": "", "start": "2019"}, "relation")]
)
def test_what_is_not_known_of_a_link_leaves_it_open(pack, link, column):
    (told,) = judged(pack(), [link])
    assert told.outcome is Outcome.UNDETERMINED
    assert [(one.code, one.table, one.column) for one in told.unknowns] == [
        ("value", "links", column),
    ]


@pytest.mark.parametrize(
    ("org", "code", "column"),
    [
        ({"kind": ""}, "value", "kind"),
        ({"level": ""}, "value", "level"),
        ({"valid_from": "2020"}, "date-to-the-day", "valid_from"),
        ({"valid_to": "2020-03"}, "date-to-the-day", "valid_to"),
    ],
)
def test_an_organisation_that_may_be_one_is_open(pack, org, code, column):
    (told,) = judged(pack(), [{"start": "2019"}], org={**BRANCH, **org})
    assert told.outcome is Outcome.UNDETERMINED
    assert told.reason == "doubtful-subject"
    assert [(one.code, one.column) for one in told.unknowns] == [(code, column)]


@pytest.mark.parametrize(
    "org", [{"kind": "government"}, {"level": "county"}, {"kind": "", "level": ""}]
)
def test_other_organisations_are_no_subjects(pack, org):
    with pytest.raises(CallError, match="nothing was judged"):
        judged(pack(), [], org={**BRANCH, **org})


def test_an_organisation_whose_row_was_set_aside_is_open(pack):
    (told,) = judged(pack(), [], org={**BRANCH, "valid_from": "2020-13"})
    assert (told.outcome, told.reason) == (Outcome.UNDETERMINED, "row-set-aside")
    with pytest.raises(CallError, match="nothing was judged"):
        judged(pack(), [], org={**BRANCH, "kind": "government", "valid_from": "2020-13"})


def test_a_link_set_aside_leaves_its_ends_open(pack):
    (told,) = judged(pack(), [{"start": "2020-13"}])
    assert (told.outcome, told.reason) == (Outcome.UNDETERMINED, "row-set-aside")
    (other,) = judged(pack(), [{"start": "2019"}, {"relation": "pairs", "start": "2020-13"}])
    assert other.outcome is Outcome.PASS


def test_who_asks_about_a_person_hears_nothing_of_organisations(pack):
    data = po.Dataset.from_records(
        people=[{"person_id": "N1", "recruited_on": "2015"}], organizations=[BRANCH]
    )
    report = po.check(data, pack(), as_of=AS_OF, subjects=["N1"], allow_empty=True)
    assert list(report) == []
    with pytest.raises(CallError, match="none of these rules speaks of people"):
        po.Outcomes(data, pack(), as_of=AS_OF)


def test_what_is_required_is_said(pack):
    exact = judged(pack("at_most = 1"), [{"start": "2019"}])[0]
    assert "要求恰为 1 个" in exact.explain("zh")
    assert "required exactly 1" in exact.explain("en")
    between = judged(pack("at_least = 1\nat_most = 2"), [{"start": "2019"}])[0]
    assert "要求至少 1 个，至多 2 个" in between.explain("zh")
    assert "required at least 1, at most 2" in between.explain("en")
