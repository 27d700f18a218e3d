"""A rule changes: the version in force on the day of the event judges it."""

import pytest
from pack_texts import HEAD

import partyorg as po

RULE = """
[[rule]]
id = "promotion"
kind = "eligibility"
severity = "mandatory"
title = { zh = "晋升", en = "Promotion" }
"""
VERSION = """
[[rule.version]]
name = "{name}"
from = "{begins}"
{to}
source = {{ ref = "text", clause = "{name}" }}
[rule.version.parameters]
event = "promotion"
promotion = "rank"
continuous_service = "{years}"
"""


def version(name, begins, years, ends=None):
    to = f'to = "{ends}"' if ends else ""
    return VERSION.format(name=name, begins=begins, years=years, to=to)


@pytest.fixture
def promoted(tmp_path):
    """Judge a promotion of someone in a township since 2012-01-01."""

    def judge(date, *versions):
        path = tmp_path / "x.toml"
        path.write_text(HEAD + RULE + "".join(versions), "utf-8")
        dataset = po.Dataset.from_records(
            organizations=[
                {"org_id": "A", "level": "county", "kind": "division"},
                {"org_id": "T", "level": "township", "kind": "division", "parent_id": "A"},
            ],
            people=[{"person_id": "N1", "name": "干部0001", "recruited_on": "2012-01-01"}],
            appointments=[
                {"person_id": "N1", "org_id": "T", "start": "2012-01-01", "basis": "in_post"}
            ],
            promotions=[{"person_id": "N1", "kind": "rank", "date": date}],
        )
        (finding,) = po.check(dataset, path, as_of="2024-12-31")
        return finding

    return judge


OLD_EASY = version("old", "2014-01-01", "P2Y")  # two years: complete on 2014-01-01
NEW_HARD = version("new", "2018-01-01", "P8Y")  # eight years: complete on 2020-01-01
NEW_EASY = version("new", "2018-01-01", "P3Y")  # three years: complete on 2015-01-01


@pytest.mark.parametrize(
    ("date", "name", "outcome"),
    [
        ("2013-12-31", "old", "not_applicable"),
        ("2014-01-01", "old", "pass"),
        ("2017-12-31", "old", "pass"),
        ("2018-01-01", "new", "fail"),
        ("2019-12-31", "new", "fail"),
        ("2020-01-01", "new", "pass"),
    ],
)
def test_each_event_is_judged_by_the_version_of_its_day(promoted, date, name, outcome):
    finding = promoted(date, OLD_EASY, NEW_HARD)
    assert (finding.rule_version, finding.outcome.value) == (name, outcome)
    assert finding.source.clause == name


def test_the_order_of_versions_in_one_year_is_open_for_an_event_of_that_year(promoted):
    finding = promoted("2018-02", OLD_EASY, version("new", "2018", "P8Y"))
    assert finding.outcome is po.Outcome.UNDETERMINED
    assert finding.reason == "versions-differ"


def test_a_straddling_event_on_which_the_versions_agree_is_decided(promoted):
    finding = promoted(
        "2017", version("old", "2014-01-01", "P1Y"), version("new", "2017-07", "P2Y")
    )
    assert finding.outcome is po.Outcome.PASS
    assert finding.rule_version == "new"


def test_a_straddling_event_on_which_the_versions_disagree_is_open_and_says_why(promoted):
    finding = promoted(
        "2018", version("old", "2014-01-01", "P2Y"), version("new", "2018-07-01", "P8Y")
    )
    assert finding.outcome is po.Outcome.UNDETERMINED
    assert finding.reason == "versions-differ"
    assert "force" in {unknown.code for unknown in finding.unknowns}
    assert "不同版本" in finding.message("zh")
    assert "versions" in finding.explain("en")


def test_an_event_that_breaks_whichever_of_two_versions_is_in_force_is_a_breach(promoted):
    finding = promoted(
        "2018", version("old", "2014-01-01", "P9Y"), version("new", "2018-07-01", "P8Y")
    )
    # On every day of 2018 one of the two is in force, and both are broken.
    assert finding.outcome is po.Outcome.FAIL


def test_between_two_versions_with_a_gap_the_older_one_says_that_it_is_over(promoted):
    finding = promoted("2017-06-01", version("old", "2014-01-01", "P2Y", "2016-12-31"), NEW_HARD)
    assert (finding.outcome.value, finding.reason) == ("not_applicable", "after-force")
    assert finding.rule_version == "old"


def test_after_the_last_version_it_says_that_it_is_over(promoted):
    new = version("new", "2018-01-01", "P3Y", "2019-12-31")
    finding = promoted("2020-01-01", OLD_EASY, new)
    assert (finding.outcome.value, finding.reason) == ("not_applicable", "after-force")
    assert finding.rule_version == "new"


def test_before_the_first_version_it_says_that_it_is_not_yet(promoted):
    finding = promoted("2012-06", OLD_EASY, NEW_EASY)
    assert (finding.outcome.value, finding.reason) == ("not_applicable", "before-force")
    assert finding.rule_version == "old"


def test_every_event_has_one_finding_however_many_versions_there_are(promoted):
    # The fixture unpacks exactly one finding.
    for date in ("2013", "2014", "2016", "2018", "2018-06", "2022"):
        promoted(date, OLD_EASY, NEW_EASY, version("newest", "2018-06-15", "P4Y"))


def test_the_report_shows_the_newest_version_of_a_rule_without_a_subject(tmp_path):
    path = tmp_path / "x.toml"
    path.write_text(HEAD + RULE + OLD_EASY + NEW_HARD, "utf-8")
    report = po.check(po.Dataset.from_records(), path, as_of="2024-12-31", allow_empty=True)
    assert [clause.version for clause in report.run.rules] == ["new"]
