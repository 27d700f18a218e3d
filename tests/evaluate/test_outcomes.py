"""The outcomes of one person after the other: what is told, and what is refused."""

import pytest
from eval_worlds import dataset, leader, post, recruit, veteran

import partyorg as po

HEAD = 'id = "own"\ntitle = { zh = "甲", en = "A" }\njurisdiction = "CN"\nversion = "1"\n'
PROMOTION = """
[conventions]
counting = "day"

[[rule]]
id = "promotion"
kind = "eligibility"
severity = "mandatory"
title = { zh = "晋升", en = "Promotion" }
"""
VERSION = """
[[rule.version]]
name = "{begins}"
from = "{begins}"
{more}
source = {{ document = "甲", issuer = "甲", evidence = "B" }}
[rule.version.parameters]
event = "promotion"
promotion = "rank"
continuous_service = "{years}"
"""


@pytest.fixture(scope="module")
def sample():
    return po.load(po.sample_path())


@pytest.fixture
def own_pack(tmp_path):
    def own_pack(text):
        path = tmp_path / "own.toml"
        path.write_text(HEAD + text, "utf-8")
        return path

    return own_pack


def told(verdicts):
    return [(verdict.rule, verdict.outcome.value) for verdict in verdicts]


def findings(report):
    return [(f.rule, f.outcome, f.reason, f.period, f.part) for f in report]


@pytest.mark.parametrize("day", ["2013-12-31", "2015-08-01", po.SAMPLE_AS_OF, "2030-01-01"])
def test_they_are_the_outcomes_of_the_findings(sample, day):
    outcomes = po.Outcomes(sample, "cn-gz", as_of=day)
    for person in sample.people[:40]:
        asked = {"as_of": day, "subjects": [person.person_id], "allow_empty": True}
        assert outcomes(person.person_id) == findings(po.check(sample, "cn-gz", **asked))


def test_a_rule_that_speaks_of_years_speaks_of_each():
    data = dataset(
        people=[veteran("N1")],
        appointments=[post("N1", "T1-ZF", "2000-01-01")],
        trainings=[
            {"person_id": "N1", "year": "2016", "days": "12"},
            {"person_id": "N1", "year": "2017", "days": "5.5"},
            {"person_id": "N1", "year": "2017", "days": "6"},
        ],
    )
    outcomes = po.Outcomes(data, as_of="2018-12-31", only=["training-days"])
    assert [(v.period, v.outcome.value) for v in outcomes("N1")] == [
        ("2016", "pass"),
        ("2017", "fail"),
    ]
    assert outcomes("N1")[0] == ("cn-gz/training-days", po.Outcome.PASS, None, "2016", None)


def test_a_year_that_is_not_over_is_looked_at_anew_each_day():
    data = dataset(
        people=[veteran("N1")],
        appointments=[post("N1", "T1-ZF", "2000-01-01")],
        trainings=[{"person_id": "N1", "year": "2017", "days": "6"}],
        completeness=[{"table": "trainings"}],
    )
    for day, outcome in (
        ("2017-06-30", "undetermined"),
        ("2018-06-30", "fail"),
        ("2017-06-30", "undetermined"),
    ):
        outcomes = po.Outcomes(data, as_of=day, only="training-days")
        assert told(outcomes("N1")) == [("cn-gz/training-days", outcome)]


def test_whoever_is_no_subject_of_a_rule_has_no_outcome():
    data = dataset(people=[veteran("N1")], appointments=[post("N1", "A-JU", "2000-01-01")])
    assert po.Outcomes(data, as_of="2018-12-31")("N1") == []


def test_rules_on_organisations_are_left_aside(sample):
    outcomes = po.Outcomes(sample, as_of=po.SAMPLE_AS_OF)
    rules = {verdict.rule for p in sample.people for verdict in outcomes(p.person_id)}
    assert "cn-gz/service-minimum" in rules
    assert "cn-gz/team-experience" not in rules
    with pytest.raises(po.CallError, match="none of these rules speaks of people"):
        po.Outcomes(sample, as_of=po.SAMPLE_AS_OF, only=["team-experience", "annual-report"])


def test_the_convention_may_be_another():
    data = dataset(
        people=[recruit("N1", on="2015-08-20")],
        appointments=[
            post("N1", "T1-ZF", "2015-08-20", "2017-08-10"),
            post("N1", "T2-ZF", "2017-08-10"),
        ],
    )

    def judged(counting):
        how = {"as_of": "2017-08-15", "only": ["service-minimum"], "counting": counting}
        (verdict,) = po.Outcomes(data, **how)("N1")
        return verdict.outcome.value

    assert [judged(counting) for counting in (None, "month", "day")] == ["fail", "pass", "fail"]


def test_who_is_not_known_is_refused_with_a_hint(sample):
    outcomes = po.Outcomes(sample, as_of=po.SAMPLE_AS_OF)
    with pytest.raises(
        po.CallError, match="no person, no organisation and no case 'N001'; did you mean"
    ):
        outcomes("N001")


def test_an_organisation_is_refused(sample):
    outcomes = po.Outcomes(sample, as_of=po.SAMPLE_AS_OF)
    with pytest.raises(po.CallError, match="'990101101' is an organisation, not a person"):
        outcomes("990101101")


def test_of_a_person_whose_row_is_lost_what_remains_is_told():
    data = dataset(
        people=[recruit("N1"), {**recruit("N2"), "recruited_on": "2015.13"}],
        appointments=[post("N2", "T1-ZF", "2015-08-01")],
    )
    asked = {"as_of": "2018-12-31", "only": ["service-minimum"]}
    report = po.check(data, **asked, subjects=["N2"], allow_empty=True)
    assert po.Outcomes(data, **asked)("N2") == findings(report)


def test_what_is_no_data_set_is_refused():
    with pytest.raises(po.CallError, match=r"takes a Dataset, not list; partyorg.load\(path\)"):
        po.Outcomes([], as_of="2018-12-31")


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ({"as_of": "2018"}, "as_of='2018'"),
        ({"only": ["service-minimun"]}, "did you mean 'service-minimum'"),
        ({"counting": "week"}, "counting='week' is not known"),
        ({"rules": []}, "name at least one pack"),
    ],
)
def test_a_slip_in_the_call_is_told_when_it_is_prepared(sample, how, message):
    with pytest.raises(po.CallError, match=message):
        po.Outcomes(sample, **{"as_of": po.SAMPLE_AS_OF, **how})


@pytest.mark.parametrize(
    ("date", "outcome", "reason"),
    [
        ("2017-06-30", "pass", None),
        ("2018-06-30", "fail", None),
        ("2018", "undetermined", "versions-differ"),
    ],
)
def test_each_date_is_judged_by_the_version_in_force(own_pack, date, outcome, reason):
    # Five years in the township: enough for the old version, too few for the new one.
    old = VERSION.format(begins="2014-01-01", years="P2Y", more='to = "2018-02-28"')
    new = VERSION.format(begins="2018-03-01", years="P8Y", more="")
    data = dataset(
        people=[veteran("N1", "2012-01-01")],
        appointments=[post("N1", "T1-ZF", "2012-01-01")],
        promotions=[{"person_id": "N1", "kind": "rank", "date": date}],
    )
    pack = own_pack(PROMOTION + old + new)
    verdicts = po.Outcomes(data, pack, as_of="2020-12-31")("N1")
    assert [(v.outcome.value, v.reason) for v in verdicts] == [(outcome, reason)]
    assert verdicts == findings(po.check(data, pack, as_of="2020-12-31"))


@pytest.mark.parametrize("recruited", ["2013-08-01", "2014", "2015-08-01", "2019-02-01", "2019"])
@pytest.mark.parametrize("day", ["2013-12-31", "2016-06-30", "2019-06-30"])
def test_a_lock_of_two_versions_binds_by_the_day_of_recruitment(own_pack, recruited, day):
    version = """
[[rule.version]]
name = "{begins}"
from = "{begins}"
{more}
source = {{ document = "甲", issuer = "甲", evidence = "B" }}
[rule.version.parameters]
recruited_via = ["civil_service_exam"]
stages = [{{ begins = "P0D", moves = "none" }}, {{ begins = "{years}", moves = "any" }}]
"""
    pack = own_pack(
        PROMOTION.replace("promotion", "lock").replace("eligibility", "service_lock")
        + version.format(begins="2014", years="P2Y", more='to = "2018-12-31"')
        + version.format(begins="2019-01-01", years="P5Y", more="")
    )
    data = dataset(
        people=[recruit("N1", on=recruited)],
        appointments=[
            post("N1", "T1-ZF", recruited, "2019-03-01"),
            post("N1", "A-JU", "2019-03-01"),
        ],
    )
    (verdict,) = po.Outcomes(data, pack, as_of=day)("N1")
    assert [verdict] == findings(po.check(data, pack, as_of=day))


@pytest.mark.parametrize(
    ("begins", "rules"),
    [("2016-01-01", ["own/promotion"]), ("2018-01-01", ["cn-gz/rank-promotion", "own/promotion"])],
)
def test_a_local_rule_stands_in_the_place_of_another_where_it_applies(own_pack, begins, rules):
    displaces = 'displaces = "cn-gz/rank-promotion"\n'
    version = VERSION.format(begins=begins, years="P2Y", more="")
    pack = own_pack(PROMOTION + displaces + version)
    data = dataset(
        people=[veteran("N1", "2012-01-01")],
        appointments=[post("N1", "T1-ZF", "2012-01-01")],
        promotions=[{"person_id": "N1", "kind": "rank", "date": "2016-06-30"}],
    )
    asked = {"as_of": "2020-12-31", "only": ["rank-promotion", "own/promotion"]}
    verdicts = po.Outcomes(data, ["cn-gz", pack], **asked)("N1")
    assert [verdict.rule for verdict in verdicts] == rules
    assert verdicts == findings(po.check(data, ["cn-gz", pack], **asked))


def test_packs_that_ask_another_share_of_a_team_do_not_disturb_each_other(own_pack):
    """Whether a vacancy had to be filled by somebody experienced hangs on the share of the pack."""
    lower = own_pack(
        'extends = "cn-gz"\n[[replace]]\nrule = "team-experience"\n'
        'source = { document = "甲", issuer = "甲", evidence = "B" }\n'
        'parameters = { at_least = "1/9" }\n'
    )
    data = dataset(
        people=[
            veteran("N1", "2000-01-01"),
            veteran("N2", "2017-06-01"),
            veteran("N3", "2018-01-01"),
        ],
        appointments=[
            leader("N1", "T1-ZF", "2000-01-01"),
            leader("N2", "T1-ZF", "2017-06-01"),
            leader("N3", "T1-ZF", "2018-01-01"),
        ],
    )

    def judged(pack):
        outcomes = po.Outcomes(data, pack, as_of="2018-12-31", only=["vacancy-priority"])
        return told(outcomes("N3"))

    assert judged("cn-gz") == [("cn-gz/vacancy-priority", "fail")]
    assert judged(lower) == []
    assert judged("cn-gz") == [("cn-gz/vacancy-priority", "fail")]
