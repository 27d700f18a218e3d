"""All packs on the sample: asked of one subject, put into words, judged in columns."""

import pytest

import partyorg as po
from partyorg.rulebook import bundled_packs
from partyorg.sample import load_sample
from partyorg.sample.expected import STORIES

DAYS = sorted({story.as_of for story in STORIES})


@pytest.fixture(scope="module")
def sample():
    return load_sample()


@pytest.fixture(scope="module")
def reports(sample):
    found = po.check(sample, bundled_packs(), as_of=DAYS, engine="record")
    return dict(zip(DAYS, found, strict=True))


def told(findings):
    return {
        (f.rule, f.subject.id, f.period, f.part): (f.outcome, f.observed, f.reason)
        for f in findings
    }


@pytest.mark.parametrize("day", DAYS)
def test_a_subject_asked_for_has_the_findings_of_the_whole(sample, reports, day):
    whole = reports[day].findings
    by_rule = {}
    for finding in whole:
        by_rule.setdefault(finding.rule, finding.subject.id)
    for subject in sorted(set(by_rule.values())):
        asked = po.check(sample, bundled_packs(), as_of=day, subjects=[subject])
        assert told(asked.findings) == told(f for f in whole if f.subject.id == subject)


@pytest.mark.parametrize("day", DAYS)
def test_every_finding_is_put_into_words_in_both_languages(reports, day):
    seen = set()
    for finding in reports[day].findings:
        key = (finding.rule, finding.outcome, finding.reason)
        if key not in seen:
            seen.add(key)
            for lang in ("zh", "en"):
                assert finding.message(lang)
                assert len(finding.explain(lang).splitlines()) > 3


@pytest.mark.parametrize("day", DAYS)
def test_in_columns_the_findings_are_the_same(reports, day):
    pytest.importorskip("numpy")
    bulk = po.check(load_sample(), bundled_packs(), as_of=day, engine="bulk")
    record = reports[day]
    assert [f.rule for f in bulk.findings] == [f.rule for f in record.findings]
    assert told(bulk.findings) == told(record.findings)


@pytest.mark.parametrize("day", DAYS)
def test_outcomes_of_a_person_are_those_of_the_check(sample, reports, day):
    ask = po.Outcomes(sample, bundled_packs(), as_of=day)
    by_person = {}
    for finding in reports[day].findings:
        key = (finding.rule, finding.period, finding.part)
        by_person.setdefault(finding.subject.id, {})[key] = finding.outcome
    for person in sample.people:
        verdicts = {(v.rule, v.period, v.part): v.outcome for v in ask(person.person_id)}
        assert verdicts == by_person.get(person.person_id, {})


def test_guizhous_share_of_excellent_grades_stands_in_the_place_of_the_national_one(sample):
    packs = po.with_base("cn-gz")
    report = po.check(sample, packs, as_of=DAYS[0])
    keys = {
        rule: {(f.subject.id, f.period, f.part) for f in report.findings if f.rule == rule}
        for rule in ("cn-gz/excellent-share", "cn/excellent-share")
    }
    before = {key for key in keys["cn-gz/excellent-share"] if key[1] < "2014"}
    alone = po.check(sample, "cn", as_of=DAYS[0], only=["excellent-share"])
    assert keys["cn-gz/excellent-share"] > before == keys["cn/excellent-share"]
    assert {(f.subject.id, f.period, f.part) for f in alone.findings} > before
