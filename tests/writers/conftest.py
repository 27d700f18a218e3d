"""Runs made by hand, with every outcome and every kind of fact."""

from datetime import date
from fractions import Fraction

import pytest

from partyorg.dates import FAR, PartialDate, Period
from partyorg.errors import InputInfo, Problem, ProblemSeverity
from partyorg.verdict import (
    Breach,
    Clause,
    Evidence,
    EvidenceLevel,
    Finding,
    Outcome,
    PackRecord,
    ReviewedException,
    Run,
    Severity,
    Source,
    Statement,
    Subject,
    Unknown,
    reviewed,
)

NASTY = "<script>alert(1)</script> \"'&\n=cmd|' /C calc'!A0\x00\x1b[2J [bold]"


def day(text):
    return date.fromisoformat(text).toordinal()


def say(finding, lang):
    observed = finding.observed
    if "team" in observed:
        low, high = observed["experienced"]
        team = observed["team"]
        much = str(low) if low == high else f"{low}–{high}"
        if lang == "zh":
            facts = f"班子 {team} 人，有两年以上乡镇工作经历的 {much} 人"
            return Statement(facts, f"3 × {much} 与 2 × {team}：应不少于三分之二")
        return Statement(
            f"{much} of {team} members have two years of township service",
            f"3 × {much} against 2 × {team}: at least two thirds",
        )
    pairs = ", ".join(f"{key} {value}" for key, value in observed.items())
    return Statement(pairs, "")


def clause(rule, zh, en, severity, **source):
    source = Source(
        document="贵州省乡镇干部队伍建设文件（示例）",
        issuer="某省委办公厅",
        evidence=EvidenceLevel.S,
        **source,
    )
    return Clause(rule, "2014", "share", {"zh": zh, "en": en}, severity, source, say)


TEAM = clause(
    "cn-gz/team-experience",
    "乡镇领导班子中有两年以上乡镇工作经历的应不少于三分之二",
    "Two thirds of a township team have two years of township service",
    Severity.MANDATORY,
    clause="二（三）",
    date="2014",
)
LOCK = clause(
    "cn-gz/service-minimum",
    "新录用乡镇公务员最低服务年限",
    "Minimum service of township recruits",
    Severity.MANDATORY,
)
STATION = clause(
    "cn-gz/village-stationing", "新录用人员驻村", "Recruits are stationed", Severity.EXPECTED
)
CHIEFS = clause(
    "cn-gz/county-team-township-chiefs",
    "县级班子中有乡镇党政正职经历的逐步达到一半左右",
    "About half of a county team have been township chiefs",
    Severity.TARGET,
)
IDLE = clause("cn-gz/annual-report", "年度报告", "Yearly report", Severity.MANDATORY)


def finding(which, subject, outcome, **more):
    return Finding(clause=which, subject=subject, outcome=outcome, as_of=day("2015-12-31"), **more)


def person(number, name=None):
    return Subject("person", f"N{number:04}", name or f"干部{number:04}")


def make_findings():
    return (
        finding(
            TEAM,
            Subject("township", "990101101", "示例镇"),
            Outcome.FAIL,
            observed={"experienced": (5, 5), "team": 9},
            required=Fraction(2, 3),
            shortfall=1,
            evidence=tuple(Evidence("appointments", row) for row in (17, 18, 19, 40)),
        ),
        finding(
            TEAM,
            Subject("township", "990101102", "样例乡"),
            Outcome.UNDETERMINED,
            observed={"experienced": (5, 7), "team": 9},
            required=Fraction(2, 3),
            unknowns=(
                Unknown("date-to-the-day", "appointments", 21, "start", "N0003"),
                Unknown("career", of="N0004"),
            ),
            reason="dates-too-coarse",
            evidence=(Evidence("appointments", 21), Evidence("people", 4)),
        ),
        finding(
            TEAM,
            Subject("township", "990101103", "虚构镇"),
            Outcome.PASS,
            observed={"experienced": (6, 6), "team": 9},
        ),
        finding(
            LOCK,
            person(1),
            Outcome.FAIL,
            observed={
                "stage": (1, 1),
                "service": (Period(20), Period(21)),
                "next_stage_on": PartialDate.parse("2016-03-01"),
            },
            shortfall=61,
            responsible="990101",
            period="2015",
        ),
        finding(
            LOCK,
            person(2),
            Outcome.PASS,
            observed={"stage": (3, 3), "service": (Period(60), None), "approved": None},
            former=(
                Breach(day("2014-05-01"), day("2014-05-31"), "无批准调离", "990101"),
                Breach(day("2014-09-01"), FAR, "moved"),
            ),
        ),
        finding(LOCK, person(3), Outcome.NOT_APPLICABLE, reason="before-force"),
        finding(
            LOCK,
            Subject("person", "N0009"),
            Outcome.UNDETERMINED,
            reason="row-set-aside",
            unknowns=(Unknown("mended-row", "people", 9),),
        ),
        finding(
            STATION,
            person(4, NASTY),
            Outcome.FAIL,
            part="=1+1",
            observed={"<b>": NASTY, "share": Fraction(1, 7)},
            responsible="@SUM(A1)",
        ),
        finding(
            CHIEFS,
            Subject("county", "990101", "示例县"),
            Outcome.OFF_TARGET,
            observed={"had": (4, 4), "team": None} | {"experienced": (4, 4), "team": 11},
            required=Fraction(1, 2),
            part="党政班子",
        ),
    )


PROBLEMS = (
    Problem(
        severity=ProblemSeverity.ERROR,
        code="bad-date",
        input="appointments.csv",
        table="appointments",
        row=12,
        column="start",
        value="2015.13",
        message={
            "zh": "“2015.13”不是日期，请写成 2015-08-01、2015-08 或 2015",
            "en": "'2015.13' is not a date; write 2015-08-01, 2015-08 or 2015",
        },
    ),
    Problem(
        severity=ProblemSeverity.WARNING,
        code="unknown-column",
        input=NASTY,
        rows=(3, 4, 5, 9),
        table="people",
        value=NASTY,
        message={"zh": f"未知列 {NASTY}", "en": f"unknown column {NASTY}"},
    ),
)


def make_run(**changes):
    values = {
        "version": "0.1.0",
        "as_of": day("2015-12-31"),
        "counting": "day",
        "packs": (PackRecord("cn-gz", "2015.1", "ab" * 32),),
        "inputs": (
            InputInfo("appointments.csv", "cd" * 32, 412),
            InputInfo("people", None, 60),
        ),
        "rules": (TEAM, LOCK, STATION, CHIEFS, IDLE),
        "findings": make_findings(),
        "problems": PROBLEMS,
    }
    return Run(**values | changes)


@pytest.fixture(scope="session")
def build():
    """Make a run, with changes where they are given."""
    return make_run


@pytest.fixture(scope="session")
def run():
    return make_run()


def make_reviewed(texts=("市里已同意", "干部0009")):
    """Except three findings, one of each outcome that can be; four more entries mark nothing."""
    findings = make_findings()

    def entry(name, row, last=None):
        until = PartialDate.parse(last) if last else None
        reason, by = texts
        return ReviewedException(finding=name, reason=reason, by=by, until=until, row=row)

    return reviewed(
        make_run(),
        [
            entry(findings[0].id, 1, "2016-06"),
            entry(findings[1].id, 2),
            entry(findings[8].id, 3),
            entry(findings[3].id, 4, "2015-11"),
            entry("0123456789abcdef", 5),
            entry(findings[2].id, 6),
            entry(findings[5].id, None),
        ],
    )


@pytest.fixture(scope="session")
def excepted():
    return make_reviewed()


@pytest.fixture(scope="session")
def excepting():
    """Make a run with exceptions whose texts come from outside."""
    return lambda text: make_reviewed((text, text))


@pytest.fixture(scope="session")
def nothing():
    return make_run(packs=(), inputs=(), rules=(), findings=(), problems=())


@pytest.fixture(scope="session")
def named():
    """Make a run whose only finding and only problem bear a text from outside."""

    def with_text(text, times=1):
        one = finding(TEAM, Subject("person", text, text), Outcome.FAIL, period=text, part=text,
                      observed={"fact": text}, responsible=text)  # fmt: skip
        fault = Problem(severity=ProblemSeverity.ERROR, code="odd", input=text, table=text,
                        column=text, value=text, message={"zh": text, "en": text})  # fmt: skip
        return make_run(rules=(TEAM,), findings=(one,) * times, problems=(fault,) * times)

    return with_text


@pytest.fixture(scope="session")
def many():
    """Make a run of so many findings with one outcome."""

    def of(outcome, number):
        found = tuple(
            finding(
                CHIEFS if outcome is Outcome.OFF_TARGET else LOCK,
                person(n),
                outcome,
                observed={"stage": (3, 3)},
                reason="before-force",
            )
            for n in range(number)
        )
        return make_run(findings=found)

    return of
