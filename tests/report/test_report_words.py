"""A finding explains itself: facts, arithmetic, clause, and what is missing."""

import pytest
from report_worlds import county, person, post, report

import partyorg as po


def explained(rule, subject, lang, *, data=None, period=None, **how):
    told = report(data=data, only=[rule], **how) if data else report(**how)
    return told[rule, subject, period].explain(lang)


def test_a_breach_shows_facts_arithmetic_and_clause_in_chinese():
    text = explained("team-experience", "T", "zh")
    assert "[不符合]" in text
    assert "示例镇 (T)" in text
    assert "查核日：2018-12-31" in text
    assert "累计两年以上乡镇工作经历者 1" in text
    assert "不少于 2/3" in text
    assert "3×1 = 3 < 2×3 = 6" in text  # 3q ≥ 2n does not hold
    assert "尚缺 1" in text
    assert "appointments 第 1, 2, 3 行" in text
    assert "cn-gz/team-experience 2014 · 强制" in text
    assert "乡镇领导班子中累计有2年以上乡镇工作经历的不少于2/3" in text
    assert "证据等级 S (仅见于来源文献)" in text


def test_a_breach_shows_the_same_in_english():
    text = explained("team-experience", "T", "en")
    assert "[fail]" in text
    assert "As of: 2018-12-31" in text
    assert "1 with two cumulative years in townships" in text
    assert "at least 2/3" in text
    assert "3×1 = 3 < 2×3 = 6" in text
    assert "1 short" in text
    assert "appointments row 1, 2, 3" in text
    assert "cn-gz/team-experience 2014 · mandatory" in text
    assert "evidence S (source document only)" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_early_move_shows_service_day_and_who_is_responsible(lang):
    text = explained("service-minimum", "N4", lang)
    # From 2015-08-01 to 2016-08-01: twelve whole months.
    assert {"zh": "12 个月", "en": "12 "}[lang] in text
    assert {"zh": "责任机构：A-JU", "en": "Responsible: A-JU"}[lang] in text
    assert "2016-08-01" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_amount_shows_what_is_lacking(lang):
    text = explained("training-days", "N1", lang, period="2016")
    assert {"zh": "11.5 天", "en": "11.5 days"}[lang] in text
    assert {"zh": "尚缺 0.5 天", "en": "0.5 days short"}[lang] in text
    assert "2016" in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_open_shows_what_is_missing_and_where(lang):
    data = county(
        people=[person(1, "2000-01-01"), {"person_id": "N2", "career_known_from": "2018-01-01"}],
        appointments=[post(1), post(2, start="2018-01-01", role=None)],
    )
    text = explained("team-experience", "T", lang, data=data)
    assert {"zh": "[无法判定]", "en": "[undetermined]"}[lang] in text
    assert {"zh": "缺少：", "en": "Missing: "}[lang] in text
    assert {"zh": "任职记录不完整的一段经历", "en": "part of the career that is not recorded"}[
        lang
    ] in text
    assert "N2" in text
    assert {"zh": "1至2", "en": "1 to 2"}[lang] in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_doubtful_subject_shows_the_row_and_column(lang):
    data = county(
        people=[
            {
                "person_id": "N1",
                "recruited_on": "2015-08-01",
                "recruited_by": "lost",
                "recruited_via": "directed",
            }
        ],
        appointments=[],
    )
    text = explained("service-minimum", "N1", lang, data=data)
    assert "people.recruited_by" in text
    assert {"zh": "第 1 行", "en": "row 1"}[lang] in text
    assert {"zh": "原因：", "en": "Reason: "}[lang] in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_former_breach_is_shown_on_the_pass(lang):
    data = county(
        appointments=[
            post(4, start="2015-08-01", end="2016-08-01", role="staff"),
            post(4, "A-JU", "2016-08-01", "2016-09", role="staff"),
            post(4, start="2016-09", role="staff"),
        ],
    )
    text = explained("service-minimum", "N4", lang, data=data)
    assert {"zh": "[符合]", "en": "[pass]"}[lang] in text
    assert {"zh": "此前：2016-08-01", "en": "Formerly: 2016-08-01"}[lang] in text
    assert "→ A-JU" in text
    # Codes are for programs; people read words.
    assert "early-move" not in text


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_many_rows_of_evidence_are_counted_and_not_all_listed(lang):
    people = [person(number, "2000-01-01") for number in range(1, 21)]
    data = county(people=people, appointments=[post(number) for number in range(1, 21)])
    text = explained("team-experience", "T", lang, data=data)
    assert {"zh": "等共 20 行", "en": "and 8 more"}[lang] in text


def test_a_message_is_one_line():
    for finding in report():
        for lang in ("zh", "en"):
            assert "\n" not in finding.message(lang)
            assert (finding.subject.name or finding.subject.id) in finding.message(lang)


def test_every_finding_of_the_sample_speaks_both_languages_without_a_gap():
    told = po.check(po.load(po.sample_path()), "cn-gz", as_of=po.SAMPLE_AS_OF)
    for finding in told:
        for lang in ("zh", "en"):
            text = finding.explain(lang)
            assert "None" not in text
            assert finding.source.document in text
        assert not [c for c in finding.message("en") if "\u4e00" <= c <= "\u9fff"] or (
            finding.subject.name and any("\u4e00" <= c <= "\u9fff" for c in finding.subject.name)
        )
