"""A check in columns, seen from outside: the same report, made when it is asked for."""

import json
import random
import tomllib
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from disturbed import make

import partyorg as po
from agreement import dataset_of
from partyorg.report import Reports
from partyorg.verdict import Findings
from partyorg.writers import FORMATS

VECTORS = Path(__file__).parent.parent / "vectors"
NAMES = sorted(path.name for path in VECTORS.iterdir())


def written(report, form, lang="zh"):
    stream = BytesIO() if FORMATS[form].binary else StringIO()
    report.write(stream, form, lang=lang)
    return stream.getvalue()


def counts(report):
    """Give what a report says of itself, but for how it was made."""
    return repr(report).partition("; in columns")[0].removesuffix(")")


def same(one, other):
    """Hold two reports to the same findings, counts and texts."""
    assert tuple(one.findings) == tuple(other.findings)
    assert one.summary == other.summary
    assert counts(one) == counts(other)
    for form in ("json", "jsonl", "csv", "junit"):
        assert written(one, form) == written(other, form)
    assert one.to_records() == other.to_records()


@pytest.fixture(scope="module")
def sample():
    return po.load(po.sample_path())


@pytest.fixture(scope="module")
def in_columns(sample):
    return po.check(sample, as_of=po.SAMPLE_AS_OF, engine="bulk")


@pytest.fixture(scope="module")
def by_record(sample):
    return po.check(sample, as_of=po.SAMPLE_AS_OF, engine="record")


def test_the_sample(in_columns, by_record):
    same(in_columns, by_record)
    assert written(in_columns, "csv", "en") == written(by_record, "csv", "en")


def test_a_small_data_set_is_left_to_the_records(sample, by_record):
    left_alone = po.check(sample, as_of=po.SAMPLE_AS_OF)
    assert not isinstance(left_alone.findings, Findings)
    same(left_alone, by_record)


@pytest.mark.parametrize("name", NAMES)
def test_the_whole_data_sets(name):
    case = tomllib.loads((VECTORS / name / "case.toml").read_text("utf-8"))
    data = po.load(VECTORS / name / "data")
    how = {"as_of": case["as_of"], "counting": case["counting"]}
    same(
        po.check(data, case["rules"], engine="bulk", **how),
        po.check(data, case["rules"], engine="record", **how),
    )


def with_faults():
    """Several worlds side by side, with all their faults."""
    return [make(seed) for seed in (3, 14, 15, 92, 65, 35, 89, 79, 2025, 4711)]


@pytest.mark.parametrize("counting", ["day", "month", "inclusive_month"])
def test_data_with_faults(counting):
    for tables, as_of in with_faults():
        data = dataset_of(tables)
        one, other = (
            po.check(data, as_of=as_of, counting=counting, engine=engine, allow_empty=True)
            for engine in ("bulk", "record")
        )
        assert written(one, "json") == written(other, "json")


def test_only_some_rules(sample):
    some = ["rank-promotion", "cn-gz/annual-report", "team-experience"]
    one, other = (
        po.check(sample, as_of=po.SAMPLE_AS_OF, only=some, engine=engine)
        for engine in ("bulk", "record")
    )
    same(one, other)
    assert len(one.summary) == 3


# --- Many people ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many():
    """So many people that the check is made in columns where nothing is said of it."""
    rng = random.Random(7)
    bodies = [f"T{number}-ZF" for number in range(20)]
    organizations = [{"org_id": "P", "level": "province", "kind": "division"}]
    for body in bodies:
        town = body.removesuffix("-ZF")
        organizations += [
            {"org_id": town, "level": "township", "kind": "division", "parent_id": "P"},
            {"org_id": body, "level": "township", "kind": "government", "parent_id": town},
        ]
    people, appointments = [], []
    for number in range(2_300):
        start = f"{rng.randrange(2012, 2018)}-{rng.randrange(1, 13):02}-01"
        home, next_body = rng.sample(bodies, 2)
        people.append(
            {"person_id": f"N{number}", "recruited_on": start, "recruited_by": home,
             "recruited_via": "civil_service_exam"}
        )  # fmt: skip
        end = rng.choice((None, "2018-03-01", "2017-08"))
        role = rng.choice(("staff",) * 9 + ("leader", ""))
        appointments.append(
            {"person_id": f"N{number}", "org_id": home, "start": start, "end": end,
             "role": role, "basis": "in_post"}
        )  # fmt: skip
        if end:
            appointments.append({**appointments[-1], "org_id": next_body, "start": end, "end": ""})
    return po.Dataset.from_records(
        organizations=organizations, people=people, appointments=appointments
    )


RULES = ["service-minimum", "team-experience"]


def test_many_people_are_judged_in_columns_by_themselves(many):
    auto, by_record = (
        po.check(many, as_of="2018-06-30", only=RULES, engine=engine)
        for engine in ("auto", "record")
    )
    assert isinstance(auto.findings, Findings)
    assert not isinstance(by_record.findings, Findings)
    same(auto, by_record)


def test_one_of_many_is_looked_up_as_a_record(many):
    report = po.check(many, as_of="2018-06-30", only=RULES, subjects=["N7"])
    assert not isinstance(report.findings, Findings)
    whole = po.check(many, as_of="2018-06-30", only=RULES, engine="bulk")
    assert report["service-minimum", "N7"] == whole["service-minimum", "N7"]


# --- Several days ---------------------------------------------------------------------------------

DAYS = ["2014-06-30", "2018-06-30", date(2016, 2, 29)]


@pytest.mark.parametrize("engine", ["bulk", "record", "auto"])
def test_several_days_give_a_report_each(sample, engine):
    reports = po.check(sample, as_of=DAYS, engine=engine)
    assert isinstance(reports, Reports)
    assert [report.as_of.isoformat() for report in reports] == [str(day) for day in DAYS]
    for day, report in zip(DAYS, reports, strict=True):
        same(report, po.check(sample, as_of=day, engine="record"))


def test_the_reports_of_several_days_together(sample):
    one, other = (po.check(sample, as_of=DAYS, engine=engine) for engine in ("bulk", "record"))
    assert one.summary == other.summary
    assert one.to_records() == other.to_records()
    assert repr(one) == repr(other)
    assert [len(report) for report in one[1:]] == [len(report) for report in other[1:]]
    assert len(one) == 3


def test_one_day_in_a_list_gives_reports_too(sample, by_record):
    reports = po.check(sample, as_of=[po.SAMPLE_AS_OF], engine="bulk")
    assert len(reports) == 1
    same(reports[0], by_record)


# --- Findings that are made when they are asked for -----------------------------------------------


def test_findings_by_their_place(in_columns, by_record):
    lazy, made = in_columns.findings, by_record.findings
    assert isinstance(lazy, Findings)
    assert len(lazy) == len(made) == len(in_columns)
    for place in (0, 1, len(made) // 2, len(made) - 1, -1, -len(made)):
        assert lazy[place] == made[place]
        assert in_columns[place] == made[place]
    for place in (len(made), -len(made) - 1):
        with pytest.raises(IndexError):
            lazy[place]


@pytest.mark.parametrize(
    "cut",
    [
        slice(0), slice(3), slice(-4, None), slice(10, 400, 37), slice(None, None, 50),
        slice(5, 2), slice(10**6, None), slice(20, 5, -3),
    ],
    ids=str,
)  # fmt: skip
def test_a_slice_of_the_findings(in_columns, by_record, cut):
    assert in_columns.findings[cut] == tuple(by_record.findings[cut])


def test_findings_may_be_gone_through_again(in_columns, by_record):
    assert list(in_columns) == list(in_columns) == list(by_record)
    assert list(reversed(in_columns.findings)) == list(reversed(by_record.findings))
    assert by_record.findings[17] in in_columns.findings


def test_what_broke_a_rule_and_what_is_open(in_columns, by_record):
    assert in_columns.failures == by_record.failures
    assert in_columns.undetermined == by_record.undetermined
    for outcome in po.Outcome:
        assert list(in_columns.run.where(outcome)) == list(by_record.run.where(outcome))
    assert in_columns.run.totals() == by_record.run.totals()


def test_the_findings_of_a_rule(in_columns, by_record):
    for rule in by_record.summary:
        assert in_columns.of(rule) == by_record.of(rule)


def test_every_finding_by_rule_and_subject(in_columns, by_record):
    for finding in list(by_record)[::7]:
        key = (finding.rule, finding.subject.id, finding.period, finding.part)
        assert in_columns[key] == by_record[key]
        assert in_columns[(finding.rule.partition("/")[2], *key[1:])] == finding


@pytest.mark.parametrize(
    "key",
    [
        ("service-minimum", "nobody"),
        ("service-minimun", "N1"),
        ("training-days", "nobody", "2015"),
        ("team-experience", "nobody", "2015", "x", "y"),
    ],
)
def test_a_finding_that_there_is_not(in_columns, by_record, key):
    texts = []
    for report in (in_columns, by_record):
        with pytest.raises(po.CallError) as refused:
            report[key]
        texts.append(str(refused.value))
    assert texts[0] == texts[1]


def test_several_findings_under_one_key(in_columns, by_record):
    seen = {}
    for finding in by_record:
        seen.setdefault((finding.rule, finding.subject.id), []).append(finding)
    key = next(key for key, found in seen.items() if len(found) > 1)
    texts = []
    for report in (in_columns, by_record):
        with pytest.raises(po.CallError) as refused:
            report[key]
        texts.append(str(refused.value))
    assert texts[0] == texts[1]


def test_a_notebook_shows_the_same(in_columns, by_record):
    shown, wanted = in_columns._repr_html_(), by_record._repr_html_()
    assert shown.replace(repr(in_columns), repr(by_record)) == wanted


# --- What is refused ------------------------------------------------------------------------------


def test_an_engine_that_there_is_not(sample):
    with pytest.raises(po.CallError, match=r"engine='fast' is not known; use auto, record, bulk"):
        po.check(sample, as_of=po.SAMPLE_AS_OF, engine="fast")


def test_a_check_in_columns_of_some_subjects_looks_them_up(sample, by_record):
    subject = by_record.findings[0].subject.id
    one, other = (
        po.check(sample, as_of=po.SAMPLE_AS_OF, subjects=[subject], engine=engine)
        for engine in ("bulk", "record")
    )
    same(one, other)


def test_no_day_at_all(sample):
    with pytest.raises(po.CallError, match="as_of names no day"):
        po.check(sample, as_of=[], engine="bulk")


@pytest.mark.parametrize("engine", ["bulk", "record"])
def test_nothing_to_judge_is_refused_unless_it_is_allowed(engine):
    nobody = po.Dataset.from_records(people=[])
    with pytest.raises(po.CallError, match="no rule met a subject"):
        po.check(nobody, as_of="2018-01-01", engine=engine)
    report = po.check(nobody, as_of="2018-01-01", engine=engine, allow_empty=True)
    assert len(report) == 0
    assert list(report) == []
    assert json.loads(written(report, "json"))["findings"] == []


# --- A local rule in the place of one above -------------------------------------------------------

OWN = """
id = "own"
title = {{ zh = "本省", en = "Our own" }}
jurisdiction = "CN-XX"
version = "1"

[conventions]
counting = "day"

[[rule]]
id = "team"
kind = "share"
severity = "mandatory"
title = {{ zh = "班子", en = "Team" }}
displaces = "cn-gz/team-experience"

[[rule.version]]
name = "2014"
from = "{begins}"
source = {{ document = "本省", issuer = "本省", evidence = "B" }}
[rule.version.parameters]
at_least = "1/3"
[rule.version.parameters.people]
level = "township"
bodies = ["local_party_committee", "government", "congress", "division"]
roles = ["chief", "leader"]
cumulative_service = "P2Y"

[[rule]]
id = "days"
kind = "bound"
severity = "mandatory"
title = {{ zh = "培训", en = "Training" }}
displaces = "cn-gz/training-days"

[[rule.version]]
name = "2014"
from = "2016-01-01"
source = {{ document = "本省", issuer = "本省", evidence = "B" }}
[rule.version.parameters]
table = "trainings"
column = "days"
at_least = 6
unit = {{ zh = "天", en = "days" }}
"""


@pytest.mark.parametrize("begins", ["2014-01-01", "2018-01-01", "2040-01-01"])
@pytest.mark.parametrize("own_first", [True, False])
def test_a_local_rule_in_the_place_of_another(tmp_path, sample, begins, own_first):
    path = tmp_path / "own.toml"
    path.write_text(OWN.format(begins=begins), "utf-8")
    own = po.rules(path)
    packs = [own, "cn-gz"] if own_first else ["cn-gz", own]
    one, other = (
        po.check(sample, packs, as_of=po.SAMPLE_AS_OF, engine=engine)
        for engine in ("bulk", "record")
    )
    same(one, other)
    assert one.failures == other.failures
    for finding in list(other)[::11]:
        key = (finding.rule, finding.subject.id, finding.period, finding.part)
        assert one[key] == finding


def test_a_local_rule_in_the_place_of_another_where_data_have_faults(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(OWN.format(begins="2014-01-01"), "utf-8")
    for tables, as_of in with_faults():
        data = dataset_of(tables)
        one, other = (
            po.check(data, ["cn-gz", path], as_of=as_of, engine=engine, allow_empty=True)
            for engine in ("bulk", "record")
        )
        assert written(one, "json") == written(other, "json")
