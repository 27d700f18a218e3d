"""The JSON report and its lines."""

import io
import json
from decimal import Decimal
from importlib.resources import files
from types import MappingProxyType

import jsonschema
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from partyorg.verdict import EvidenceLevel, Outcome, Severity
from partyorg.verdict.words import REASONS, UNKNOWNS
from partyorg.writers import dump

SCHEMA = json.loads((files("partyorg.writers") / "report.schema.json").read_text("utf-8"))
CHECK = jsonschema.Draft202012Validator(
    SCHEMA, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


def text_of(run, name="json"):
    stream = io.BytesIO()
    dump(run, name, stream)
    return stream.getvalue().decode("utf-8")


def report_of(run):
    report = json.loads(text_of(run))
    CHECK.validate(report)
    return report


def test_the_schema_is_a_schema_and_strict():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["additionalProperties"] is False
    for name, part in SCHEMA["$defs"].items():
        if "properties" in part:
            assert part["additionalProperties"] is False, name
            optional = {"exception"} if name == "finding" else set()
            assert set(part["required"]) == set(part["properties"]) - optional, name


def test_the_schema_knows_the_closed_vocabularies():
    parts = SCHEMA["$defs"]
    assert parts["outcome"]["enum"] == [*Outcome]
    assert list(parts["counts"]["properties"]) == [*Outcome]
    assert parts["finding"]["properties"]["severity"]["enum"] == [*Severity]
    assert parts["source"]["properties"]["evidence"]["enum"] == [*EvidenceLevel]


def test_the_codes_in_use_fit_the_schema():
    code = jsonschema.Draft202012Validator(SCHEMA["$defs"]["code"])
    assert all(code.is_valid(key) for key in (*REASONS, *UNKNOWNS))


def test_the_head_says_what_was_checked(run):
    report = report_of(run)
    assert list(report) == list(SCHEMA["required"])
    assert report["schema"] == "partyorg.report/1"
    assert report["partyorg"] == "0.1.0"
    assert report["as_of"] == "2015-12-31"
    assert report["counting"] == "day"
    assert report["packs"] == [{"id": "cn-gz", "version": "2015.1", "sha256": "ab" * 32}]
    assert report["inputs"][1] == {"name": "people", "sha256": None, "rows": 60}
    assert report["summary"]["cn-gz/team-experience"] == {
        "pass": 1,
        "fail": 1,
        "off_target": 0,
        "undetermined": 1,
        "not_applicable": 0,
    }
    assert set(report["summary"]["cn-gz/annual-report"].values()) == {0}


def test_a_finding_has_all_it_rests_on(run):
    first, second = report_of(run)["findings"][:2]
    assert first == {
        "id": run.findings[0].id,
        "rule": "cn-gz/team-experience",
        "rule_version": "2014",
        "severity": "mandatory",
        "subject": {"type": "township", "id": "990101101", "name": "示例镇"},
        "period": None,
        "part": None,
        "outcome": "fail",
        "observed": {"experienced": [5, 5], "team": 9},
        "required": "2/3",
        "shortfall": 1,
        "evidence": [{"table": "appointments", "row": row} for row in (17, 18, 19, 40)],
        "unknowns": [],
        "reason": None,
        "responsible": None,
        "former": [],
        "compliant_from": None,
        "lapses_on": None,
        "source": {
            "document": "贵州省乡镇干部队伍建设文件（示例）",
            "issuer": "某省委办公厅",
            "date": "2014",
            "clause": "二（三）",
            "evidence": "S",
        },
        "message": {lang: run.findings[0].message(lang) for lang in ("zh", "en")},
    }
    assert second["reason"] == "dates-too-coarse"
    assert second["unknowns"][0] == {
        "code": "date-to-the-day",
        "table": "appointments",
        "row": 21,
        "column": "start",
        "of": "N0003",
        "message": dict(zip(("zh", "en"), UNKNOWNS["date-to-the-day"], strict=True)),
    }


def test_facts_are_exact(run):
    findings = report_of(run)["findings"]
    assert findings[3]["observed"] == {
        "stage": [1, 1],
        "service": ["P1Y8M", "P1Y9M"],
        "next_stage_on": "2016-03-01",
    }
    assert findings[4]["observed"]["service"] == ["P5Y", None]
    assert findings[4]["observed"]["approved"] is None
    assert findings[7]["observed"]["share"] == "1/7"


def test_former_breaches_are_dated_and_may_be_open(run):
    assert report_of(run)["findings"][4]["former"] == [
        {"first": "2014-05-01", "last": "2014-05-31", "what": "无批准调离", "org_id": "990101"},
        {"first": "2014-09-01", "last": None, "what": "moved", "org_id": None},
    ]


def test_problems_are_all_there_with_their_address(run):
    first, second = report_of(run)["problems"]
    assert first["table"], first["row"] == ("appointments", 12)
    assert first["input"] == "appointments.csv"
    assert second["severity"] == "warning"
    assert second["rows"] == [3, 4, 5, 9]


def test_text_is_readable_and_a_finding_takes_a_line(run):
    text = text_of(run)
    assert "示例镇" in text
    assert text.endswith("}\n")
    lines = [line for line in text.splitlines() if '"rule_version"' in line]
    assert len(lines) == len(run.findings)


def test_other_types_of_facts(run, build):
    def observing(fact):
        return build(findings=(evolve(run.findings[3], observed={"fact": fact}),))

    def fact_of(fact):
        return report_of(observing(fact))["findings"][0]["observed"]["fact"]

    assert fact_of(Decimal("12.50")) == "12.50"
    assert fact_of(MappingProxyType({"a": (1, None)})) == {"a": [1, None]}
    assert fact_of(True) is True
    with pytest.raises(ValueError, match="JSON"):
        text_of(observing(float("nan")))
    with pytest.raises(TypeError, match="type object"):
        text_of(observing(object()))


@settings(deadline=None)  # the first call imports and compiles
@given(text=st.text(max_size=40))
def test_any_name_reads_back_as_it_was(named, text):
    report = report_of(named(text))
    assert report["findings"][0]["subject"] == {"type": "person", "id": text, "name": text}
    assert report["problems"][0]["value"] == text


def test_lines_hold_the_same(run):
    report = report_of(run)
    head, *lines = map(json.loads, text_of(run, "jsonl").splitlines())
    findings, problems = report.pop("findings"), report.pop("problems")
    assert head == report | {"schema": "partyorg.report.lines/1"}
    assert lines == [{"finding": one} for one in findings] + [{"problem": one} for one in problems]


def test_an_empty_run_is_a_report(nothing):
    report = report_of(nothing)
    assert report["findings"] == report["problems"] == []
    assert len(text_of(nothing, "jsonl").splitlines()) == 1


def test_findings_are_written_as_they_are_made(many):
    class Pipe(io.BytesIO):
        largest = 0

        def write(self, data):
            self.largest = max(self.largest, len(data))
            return len(data)

    pipe = Pipe()
    dump(many(Outcome.PASS, 2_000), "json", pipe)
    assert pipe.largest < 100_000
