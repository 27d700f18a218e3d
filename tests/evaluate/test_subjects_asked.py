"""A question about one subject gets the same answer as the check of all, and no other finding."""

import pytest
from eval_worlds import dataset, findings, leader, post, recruit, veteran

import partyorg as po


@pytest.fixture(scope="module")
def sample():
    return po.load(po.sample_path())


@pytest.fixture(scope="module")
def everything(sample):
    return po.check(sample, "cn-gz", as_of=po.SAMPLE_AS_OF)


def keys(report):
    return {(f.id, f.outcome, f.reason, f.evidence, f.unknowns) for f in report}


@pytest.mark.parametrize("kind", ["person", "township", "county", "province", "organization"])
def test_one_subject_alone_is_judged_as_among_all(sample, everything, kind):
    subjects = sorted({f.subject.id for f in everything if f.subject.type == kind})
    assert subjects
    for subject in subjects[:: max(1, len(subjects) // 6)]:
        alone = po.check(sample, "cn-gz", as_of=po.SAMPLE_AS_OF, subjects=[subject])
        assert keys(alone) == keys(f for f in everything if f.subject.id == subject)


def test_several_subjects_give_the_findings_of_each(sample, everything):
    asked = ["N0001", "N0002", everything.of("team-experience")[0].subject.id]
    several = po.check(sample, "cn-gz", as_of=po.SAMPLE_AS_OF, subjects=asked)
    assert keys(several) == keys(f for f in everything if f.subject.id in asked)


def test_questions_in_turn_do_not_disturb_each_other(sample, everything):
    first = po.check(sample, "cn-gz", as_of="2015-06-30", subjects=["N0001"])
    po.check(sample, "cn-gz", as_of="2030-01-01", counting="month")
    again = po.check(sample, "cn-gz", as_of="2015-06-30", subjects=["N0001"])
    assert list(first) == list(again)
    assert keys(po.check(sample, "cn-gz", as_of=po.SAMPLE_AS_OF)) == keys(everything)


def test_a_person_alone_makes_no_findings_on_organisations():
    data = dataset(
        people=[recruit("N1"), veteran("N2")],
        appointments=[leader("N1", "T1-ZF", "2015-08-01"), post("N2", "T1-ZF", "2000-01-01")],
        recruitment=[{"authority": "A", "year": "2016", "channel": "civil_service_exam"}],
        listed_items=[{"org_id": "A", "list": "veto", "item": "甲"}],
    )
    report = po.check(data, "cn-gz", as_of="2018-12-31", subjects=["N1"])
    assert {f.subject.id for f in report} == {"N1"}
    assert findings(data, "veto-items", subjects="N1").findings == ()


def test_a_hint_is_given_for_a_subject_with_a_slip(sample):
    with pytest.raises(
        po.CallError, match="no person, no organisation and no case 'N001'; did you mean"
    ):
        po.check(sample, "cn-gz", as_of=po.SAMPLE_AS_OF, subjects=["N001"])


def test_conventions_are_kept_apart_in_one_data_set(tmp_path):
    data = dataset(
        people=[veteran("N1")],
        appointments=[
            post("N1", "V1", "2000-01-01", "2018-01-01"),
            leader("N1", "T1-ZF", "2018-01-01"),
        ],
    )
    head = 'id = "own"\ntitle = { zh = "甲", en = "A" }\njurisdiction = "CN"\nversion = "1"\n'
    pack = tmp_path / "own.toml"
    pack.write_text(head + 'extends = "cn-gz"\n[conventions]\nvillage_counts = true\n', "utf-8")

    def told(rules):
        report = po.check(
            data, rules, as_of="2018-12-31", only=["team-experience"], subjects=["T1"]
        )
        return [f.outcome.value for f in report]

    assert told("cn-gz") == ["fail"]
    assert told(pack) == ["pass"]
    assert told(["cn-gz", pack]) == ["fail", "pass"]


def test_a_street_is_a_township_where_the_pack_says_so(tmp_path):
    data = po.Dataset.from_records(
        organizations=[
            {"org_id": "A", "level": "county", "kind": "division"},
            {"org_id": "S", "level": "subdistrict", "kind": "division", "parent_id": "A"},
        ],
        people=[recruit("N1", by="S")],
    )
    head = 'id = "own"\ntitle = { zh = "甲", en = "A" }\njurisdiction = "CN"\nversion = "1"\n'
    pack = tmp_path / "own.toml"
    pack.write_text(head + 'extends = "cn-gz"\n[conventions]\nstreet_is_township = true\n', "utf-8")
    only = ["service-minimum"]
    assert len(po.check(data, "cn-gz", as_of="2018-12-31", only=only, allow_empty=True)) == 0
    assert len(po.check(data, pack, as_of="2018-12-31", only=only)) == 1


def test_time_on_secondment_counts_where_the_pack_says_so(tmp_path):
    data = dataset(
        people=[veteran("N1", "2016-06-30")],
        appointments=[
            leader("N1", "T1-ZF", "2016-06-30"),
            post("N1", "A-JU", "2017-01-01", "2018-01-01", "secondment"),
        ],
    )
    head = 'id = "own"\ntitle = { zh = "甲", en = "A" }\njurisdiction = "CN"\nversion = "1"\n'
    pack = tmp_path / "own.toml"
    pack.write_text(head + 'extends = "cn-gz"\n[conventions]\nsecondment_counts = true\n', "utf-8")

    def told(rules):
        report = po.check(
            data, rules, as_of="2018-12-31", only=["team-experience"], subjects=["T1"]
        )
        return [f.outcome.value for f in report]

    # Thirty months in all, eighteen without the year away; two years are asked for.
    assert told("cn-gz") == ["fail"]
    assert told(pack) == ["pass"]
