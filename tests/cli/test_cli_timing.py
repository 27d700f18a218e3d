"""`partyorg timeline` and `partyorg calendar`."""

import json
import xml.etree.ElementTree as ET

import icalendar
import pytest
from cli_worlds import person, post, write

import partyorg as po

RULE = "cn-gz/team-experience"
# One of two has experience; the other completes two years on 2020-01-01: too few until then.
TEAM = {
    "people": [
        {**person("N1"), "name": "干部0001"},
        {**person("N2", "2018-01-01"), "name": "干部0002"},
    ],
    "appointments": [post("N1"), post("N2", start="2018-01-01")],
}
SPAN = ("--from", "2017-06-01", "--to", "2021-01-01")
STEPS = [
    {"from": "2017-06-01", "to": "2018-01-01", "outcome": "pass"},
    {"from": "2018-01-01", "to": "2020-01-01", "outcome": "fail"},
    {"from": "2020-01-01", "to": "2021-01-01", "outcome": "pass"},
]


@pytest.fixture
def data(tmp_path):
    return write(tmp_path / "data", TEAM)


@pytest.fixture
def line(run, data):
    def line(*more, rule=RULE, subject="T", span=SPAN):
        return run("timeline", data, rule, subject, *span, *more)

    return line


@pytest.fixture
def coming(run, data):
    def coming(*more, span=SPAN):
        return run("calendar", data, *span, "--only", "team-experience", *more)

    return coming


# --- timeline -------------------------------------------------------------------------------------


def test_a_timeline_is_printed_as_text(line):
    ran = line("--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    head, *steps = ran.out.splitlines()
    assert "示例镇 (T)" in head
    assert [step.split() for step in steps] == [
        ["2017-06-01", "–", "2017-12-31", "pass"],
        ["2018-01-01", "–", "2019-12-31", "fail"],
        ["2020-01-01", "–", "2020-12-31", "pass"],
    ]


def test_a_timeline_speaks_chinese_unless_told_otherwise(line):
    assert "不符合" in line().out


def test_a_timeline_is_given_as_json(line):
    ran = line("--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == {
        "schema": "partyorg.timeline/1",
        "rule": RULE,
        "subject": {"type": "township", "id": "T", "name": "示例镇"},
        "steps": STEPS,
    }


def test_a_timeline_is_plotted(line):
    root = ET.fromstring(line("--format", "svg").out)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.find("{http://www.w3.org/2000/svg}title").text.endswith("示例镇")


@pytest.mark.parametrize(("suffix", "form"), [("json", "json"), ("svg", "svg"), ("txt", "text")])
def test_a_file_of_a_timeline_gets_the_format_of_its_suffix(line, tmp_path, suffix, form):
    path, named = tmp_path / f"line.{suffix}", tmp_path / "line.bin"
    assert line("--output", path).out == ""
    assert line("--output", named, "--format", form).code == 0
    assert path.read_bytes() == named.read_bytes()
    assert path.read_text("utf-8") == line("--format", form).out


def test_what_is_printed_is_what_the_library_gives(line, data):
    ask = {"since": "2017-06-01", "until": "2021-01-01"}
    made = po.timeline(po.load(data), RULE, "T", **ask)
    assert line().out == f"{made.text()}\n"
    assert line("--format", "json").out == f"{made.to_json()}\n"


def test_a_rule_may_be_named_without_its_pack(line):
    assert line("--rules", "cn-gz", rule="team-experience").out == line().out
    assert line("--rules", "cn-gz", "--with-base").out == line().out


def test_names_are_not_written_where_that_is_asked(line):
    assert "干部0001" in line(rule="cn-gz/service-minimum", subject="N1").out
    told = line("--pseudonyms", rule="cn-gz/service-minimum", subject="N1")
    assert told.code == 0
    assert "干部0001" not in told.out


# --- calendar -------------------------------------------------------------------------------------


def test_a_calendar_is_printed_as_text(coming):
    ran = coming("--lang", "en")
    assert (ran.code, ran.err) == (0, "")
    first, breaks, second, mends = ran.out.splitlines()
    assert (first, second) == ("2018-01-01", "2020-01-01")
    assert breaks.strip().startswith("示例镇 (T)")
    assert breaks.endswith("pass → fail")
    assert mends.endswith("fail → pass")


def test_a_calendar_is_given_as_json(coming):
    told = json.loads(coming("--format", "json").out)
    assert (told["schema"], told["from"], told["to"]) == (
        "partyorg.calendar/1", "2017-06-01", "2021-01-01",
    )  # fmt: skip
    assert [(one["day"], one["subject"], one["after"]) for one in told["events"]] == [
        ("2018-01-01", "T", "fail"),
        ("2020-01-01", "T", "pass"),
    ]


def test_a_calendar_can_be_subscribed_to(coming, tmp_path):
    path = tmp_path / "coming.ics"
    assert coming("--output", path).code == 0
    events = icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    assert [str(one["dtstart"].dt) for one in events] == ["2018-01-01", "2020-01-01"]
    assert all("示例镇 (T)" in one["summary"] for one in events)


def test_an_icalendar_printed_is_the_one_written(coming, tmp_path):
    path = tmp_path / "coming.ics"
    coming("--output", path)
    assert coming("--format", "ics").out.encode() == path.read_bytes()


@pytest.mark.parametrize(("suffix", "form"), [("json", "json"), ("ics", "ics"), ("txt", "text")])
def test_a_file_of_a_calendar_gets_the_format_of_its_suffix(coming, tmp_path, suffix, form):
    path, named = tmp_path / f"coming.{suffix}", tmp_path / "coming.bin"
    assert coming("--output", path).out == ""
    coming("--output", named, "--format", form)
    assert path.read_bytes() == named.read_bytes()


def test_all_changes_are_given_where_that_is_asked(run, data):
    asked = ("calendar", data, *SPAN, "--only", "service-minimum", "--format", "json")
    assert json.loads(run(*asked).out)["events"] == []
    # N2 is nobody whom the rule binds before being recruited.
    every = json.loads(run(*asked, "--every").out)["events"]
    meant = po.calendar(
        po.load(data), since="2017-06-01", until="2021-01-01", only=["service-minimum"], every=True
    )
    assert every == meant.to_records()


def test_nothing_is_said_to_change_where_nothing_does(coming):
    ran = coming("--lang", "en", span=("--from", "2018-01-01", "--to", "2020-01-01"))
    assert ran.code == 0
    assert ran.out == "Nothing changes from 2018-01-01 to 2019-12-31.\n"


def test_the_packs_above_can_be_taken_too(run, tmp_path):
    rows = [
        {"org_id": "T", "year": "2021", "group": "general_staff", "assessed": "100",
         "excellent": "25"}
    ]  # fmt: skip
    folder = write(tmp_path / "graded", {"assessments": rows})
    asked = ("calendar", folder, "--from", "2020-06-01", "--to", "2022-06-01", "--format", "json",
             "--only", "excellent-share")  # fmt: skip
    # The rule of the province ended with 2020, and that of the nation allows a fifth.
    assert json.loads(run(*asked).out)["events"] == []
    events = json.loads(run(*asked, "--with-base").out)["events"]
    assert [(one["rule"], one["after"]) for one in events] == [("cn/excellent-share", "fail")]


def test_a_breach_that_is_coming_is_no_error(coming):
    assert coming().code == 0


def test_a_name_that_holds_marks_for_the_terminal_is_shown_in_one_line(run, tmp_path):
    odd = {
        **TEAM,
        "people": [{**TEAM["people"][0], "name": "干部\n\x1b[31m0001"}, TEAM["people"][1]],
    }
    folder = write(tmp_path / "odd", odd)
    told = run("timeline", folder, "cn-gz/service-minimum", "N1", *SPAN).out
    assert "\x1b" not in told
    assert "(N1)" in told.splitlines()[0]


# --- What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ({"rule": "cn-gz/team-experiense"}, "did you mean 'cn-gz/team-experience'?"),
        ({"rule": "cn-xx/team"}, "no pack and no file 'cn-xx'"),
        ({"subject": "N9999"}, "no person, no organisation and no case 'N9999'"),
        ({"span": ("--from", "2018-01-01", "--to", "2018-01-01")}, "must come after since=2018"),
        ({"span": ("--from", "2018", "--to", "2019-01-01")}, "since='2018': '2018' is not a whole"),
        ({"span": ("--from", "2018-01-01", "--to", "never")}, "until='never': not a date"),
        ({"span": ("--from", "2018-01-01")}, "--to"),
    ],
)
def test_a_timeline_that_cannot_be_told_says_why(line, how, told):
    ran = line(**how)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--only", "nothing-like-it"), "no rule 'nothing-like-it' in cn-gz"),
        (("--rules", "cn-xx"), "no pack and no file 'cn-xx'"),
        (("--to", "2017-01-01"), "must come after since=2017-06-01"),
        (("--from", "today"), "since='today': not a date"),
        (("--format", "svg"), "--format"),
    ],
)
def test_a_calendar_that_cannot_be_told_says_why(coming, more, told):
    ran = coming(*more)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("command", "known"),
    [
        (("timeline", "DATA", RULE, "T"), ".json, .svg, .txt"),
        (("calendar", "DATA"), ".json, .ics, .txt"),
    ],
)
def test_a_suffix_without_a_format_is_refused_before_anything_is_read(
    run, tmp_path, command, known
):
    ran = run(*command, *SPAN, "--output", tmp_path / "out.docx")
    assert ran.code == 2
    assert ran.err == (
        f"partyorg: no format goes with 'out.docx'; use {known}, or name one with --format\n"
    )


def test_a_file_that_is_there_stays_where_nothing_can_be_told(line, tmp_path):
    path = tmp_path / "line.json"
    path.write_text("former", "utf-8")
    assert line("--output", path, subject="N9999").code == 2
    assert path.read_text("utf-8") == "former"


def test_data_that_are_not_there_are_named(run, tmp_path):
    ran = run("calendar", tmp_path / "nowhere", *SPAN)
    assert ran.code == 2
    assert "nowhere" in ran.err
