"""Reports of every year, trainings, and lists: what counts, and for whom."""

import pytest
from eval_worlds import dataset, findings, leader, org, post, recruit, the, verdict, veteran

import partyorg as po

COMPLETE = {"table": "activities"}


def report(date, to="M-DW", kind="township_cadre_report", org_id="A-DW"):
    return {"org_id": org_id, "kind": kind, "date": date, "to_id": to}


def years(*activities, as_of="2017-12-31", complete=True, **committee):
    """Judge the reports of A's committee: outcome and reason of each year."""
    replaced = org("A-DW", "local_party_committee", "county", "M-DW", "A", **committee)
    data = dataset(
        replace=[replaced],
        activities=list(activities),
        completeness=[COMPLETE] if complete else [],
    )
    found = findings(data, "annual-report", as_of, subjects=["A-DW"])
    return {f.period: f.reason or f.outcome.value for f in found}


def test_each_year_since_the_rule_is_in_force_is_a_window():
    told = years(report("2015-05-01"), report("2016-05-01"))
    # Within 2014 the rule came into force, so what is missing then is no breach.
    assert told == {
        "2014": "perhaps-before-force",
        "2015": "pass",
        "2016": "pass",
        "2017": "period-running",
    }


def test_a_year_is_over_on_the_day_after_its_last():
    assert years(as_of="2018-01-01")["2017"] == "fail"


@pytest.mark.parametrize(
    "wrong",
    [
        report("2015-05-01", to="P-DW"),
        report("2015-05-01", kind="meeting"),
        report("2016-01-01"),
        report("2014-12-31"),
        report("2015-05-01", org_id="M-DW"),
    ],
    ids=["to whom", "kind", "later", "earlier", "whose"],
)
def test_another_activity_does_not_count(wrong):
    assert years(wrong)["2015"] == "fail"


@pytest.mark.parametrize(
    "vague",
    [report(None), report("2015-05-01", to=None), report("2015", to=None)],
    ids=["date", "to whom", "to whom, date to the year"],
)
def test_an_activity_of_which_too_little_is_known_may_count(vague):
    assert years(vague)["2015"] == "incomplete-table"


def test_a_date_to_the_year_is_within_that_year():
    assert years(report("2015"))["2015"] == "pass"


def test_a_date_that_may_lie_after_the_day_of_the_check_does_not_count_yet():
    assert years(report("2017-06"), as_of="2017-06-15")["2017"] == "period-running"
    assert years(report("2017-06"), as_of="2017-06-30")["2017"] == "pass"
    assert years(report("2017-07-01"), as_of="2017-06-30")["2017"] == "period-running"


def test_a_committee_without_superior_may_report_to_anybody():
    told = years(report("2015-05-01"), parent_id=None)
    assert told["2015"] == "incomplete-table"


def test_what_is_not_recorded_is_open_unless_the_table_is_complete():
    assert years(complete=False)["2015"] == "incomplete-table"
    assert years(complete=True)["2015"] == "fail"


@pytest.mark.parametrize(
    ("life", "windows"),
    [
        ({"valid_from": "2015-01-01"}, {"2015", "2016", "2017"}),
        ({"valid_from": "2015-01-02"}, {"2016", "2017"}),
        ({"valid_to": "2016-12-31"}, {"2014", "2015"}),
        ({"valid_to": "2017-01-01"}, {"2014", "2015", "2016"}),
        ({"valid_from": "2015-06-01", "valid_to": "2016-06-01"}, set()),
    ],
)
def test_a_window_in_which_an_organisation_was_founded_or_abolished_is_exempt(life, windows):
    assert set(years(**life)) == windows


def test_a_window_in_which_it_may_have_been_founded_is_doubtful():
    told = years(valid_from="2015")
    assert told["2015"] == "doubtful-subject"
    assert told["2016"] == "fail"


def test_a_window_in_which_it_surely_was_abolished_is_exempt_whatever_the_day():
    told = years(valid_to="2016")
    assert set(told) == {"2014", "2015"}
    assert told["2015"] == "fail"


def test_other_bodies_and_levels_owe_no_report():
    found = findings(dataset(), "annual-report")
    assert {f.subject.id for f in found} == {"A-DW", "M-DW"}


def test_before_the_rule_there_are_no_windows():
    assert years(as_of="2013-12-31") == {}


# --- Trainings ------------------------------------------------------------------------------------


def trained(*rows, complete=(), duties=None, role="chief", as_of="2018-12-31"):
    data = dataset(
        people=[{"person_id": "N1", "recruited_on": "2016-01-01"}],  # nothing lies before
        appointments=[leader("N1", "T1-ZF", "2016-01-01", role=role, duties=duties)],
        trainings=[{"person_id": "N1", "year": year, "organized_at": at} for year, at in rows],
        completeness=[{"table": "trainings", "org_id": one} for one in complete],
    )
    return findings(data, "chief-training", as_of)


@pytest.mark.parametrize(
    ("rows", "complete", "outcome"),
    [
        ([("2016", "province")], (), "pass"),
        ([("2016", "county")], (), "undetermined"),
        ([("2016", "county")], ("T1",), "fail"),
        ([("2016", "county")], ("A",), "fail"),
        ([("2016", "county")], ("T2",), "undetermined"),
        ([("2016", None)], ("T1",), "undetermined"),
        ([("2019", "province")], ("T1",), "fail"),
        ([], ("T1",), "fail"),
    ],
)
def test_a_chief_has_a_provincial_training_of_any_year_so_far(rows, complete, outcome):
    (finding,) = trained(*rows, complete=complete)
    assert finding.outcome.value == outcome


def test_a_duty_makes_a_subject_whatever_the_role():
    (finding,) = trained(duties="组织委员;宣传", role="leader")
    assert finding.outcome.value == "undetermined"
    assert len(trained(duties="宣传", role="leader")) == 0


def test_days_of_training_may_be_missing_in_a_row():
    data = dataset(
        people=[veteran("N1")],
        appointments=[post("N1", "T1-ZF", "2000-01-01")],
        trainings=[
            {"person_id": "N1", "year": "2016", "days": "11"},
            {"person_id": "N1", "year": "2016", "days": None},
        ],
    )
    finding = the(data, "training-days")
    assert (finding.outcome.value, finding.reason) == ("undetermined", "fact-unknown")
    assert [(u.code, u.row, u.column) for u in finding.unknowns] == [("value", 2, "days")]


@pytest.mark.parametrize(
    ("start", "end", "periods"),
    [
        ("2016-01-01", None, {"2016"}),
        ("2016-01-02", None, set()),
        ("2015-01-01", "2016-12-31", set()),
        ("2015-01-01", "2017-01-01", {"2016"}),
    ],
)
def test_days_of_training_are_owed_by_whoever_is_there_all_year(start, end, periods):
    data = dataset(
        people=[veteran("N1", start)],
        appointments=[post("N1", "T1-ZF", start, end)],
        trainings=[{"person_id": "N1", "year": "2016", "days": "12"}],
    )
    assert {f.period for f in findings(data, "training-days")} == periods


# --- Stationings ----------------------------------------------------------------------------------


def stationed(*rows, as_of="2018-12-31", **person):
    person.setdefault("grassroots_before", "no")
    data = dataset(
        people=[recruit(**person)],
        appointments=[post("N1", "V1", *row, basis="stationing") for row in rows],
    )
    return findings(data, "village-stationing", as_of)


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (("2016-01-01",), "pass"),
        (("2016-01-01", "2016-06-01"), "pass"),
        (("2019-01-01",), "undetermined"),
        ((None,), "undetermined"),
        (("2018-12",), "pass"),
        (("2018",), "pass"),
        (("2014-01-01", "2015-01-01"), "undetermined"),
    ],
)
def test_a_stationing_counts_if_it_began_by_the_day_and_not_before_recruitment(row, outcome):
    (finding,) = stationed(row)
    assert finding.outcome.value == outcome


@pytest.mark.parametrize(
    "person",
    [
        {"grassroots_before": "yes"},
        {"via": "other"},
        {"by": "A-JU"},
        {"on": "2019-01-01"},
    ],
)
def test_who_owes_no_stationing_has_no_finding(person):
    assert len(stationed(**person)) == 0


def test_a_recruit_without_a_day_of_recruitment_is_open():
    (finding,) = stationed(on=None)
    assert (finding.outcome.value, finding.reason) == ("undetermined", "fact-unknown")


def test_experience_that_is_not_recorded_leaves_it_doubtful():
    (finding,) = stationed(grassroots_before=None)
    assert (finding.outcome, finding.reason) == (po.Outcome.UNDETERMINED, "doubtful-subject")


# --- Lists ----------------------------------------------------------------------------------------


def item(org_id, name, thing, **more):
    return {"org_id": org_id, "list": name, "item": thing, **more}


def test_an_item_on_the_list_of_the_centre_is_allowed_everywhere():
    centre = org("ZY", "department", "central")
    rows = [item("ZY", "veto", "安全"), item("A", "veto", "安全"), item("A", "assessment", "x")]
    data = dataset(organizations=[centre], listed_items=rows)
    assert verdict(data, "veto-items") == ("pass", None)


def test_an_item_of_another_province_is_not_allowed_here():
    other = org("Q", "division", "province")
    rows = [item("Q", "veto", "安全"), item("A", "veto", "安全")]
    data = dataset(
        organizations=[other], listed_items=rows, completeness=[{"table": "listed_items"}]
    )
    assert verdict(data, "veto-items") == ("fail", None)


def test_a_reference_to_an_item_above_is_enough():
    rows = [item("P", "veto", "安全生产"), item("A", "veto", "安全", item_ref="安全生产")]
    assert verdict(dataset(listed_items=rows), "veto-items") == ("pass", None)


def test_the_list_of_a_county_of_the_ten_may_be_open_or_clean_or_broken():
    exempt = org("A", "division", "county", "M", tags="免考GDP")
    rows = [item("A-DW", "assessment", "生态")]

    def told(*more, complete=()):
        data = dataset(replace=[exempt], listed_items=[*rows, *more], completeness=list(complete))
        return the(data, "gdp-exemption").outcome.value

    assert told() == "undetermined"
    assert told(complete=[{"table": "listed_items"}]) == "pass"
    assert told(item("A", "assessment", "GDP")) == "fail"


def test_a_county_that_is_not_named_is_judged_only_if_it_has_a_list_and_then_doubtful():
    data = dataset(listed_items=[item("A", "assessment", "GDP")])
    assert verdict(data, "gdp-exemption") == ("undetermined", "doubtful-subject")
    assert len(findings(dataset(), "gdp-exemption")) == 0
