"""`partyorg demo`, `explain`, `rules` and `sample`."""

import json
import tomllib

import jsonschema
import pytest
from cli_worlds import BREAKS_MANDATORY, OPEN, write

import partyorg as po

AS_OF = ("--as-of", "2018-12-31")


@pytest.fixture
def data(tmp_path):
    return write(tmp_path / "data", BREAKS_MANDATORY)


# --- demo -----------------------------------------------------------------------------------------


def test_the_demo_shows_the_sample_and_writes_a_page(run, tmp_path):
    ran = run("demo", "--output", tmp_path / "new" / "demo")
    assert (ran.code, ran.err) == (0, "")
    page = tmp_path / "new" / "demo" / "report.html"
    assert page.read_text("utf-8").lstrip().lower().startswith("<!doctype html>")
    assert str(page) in ran.out
    assert "不符合" in ran.out


def test_the_demo_speaks_english_too(run, tmp_path):
    ran = run("demo", "--output", tmp_path, "--lang", "en")
    assert "The report is in" in ran.out
    assert 'lang="en"' in (tmp_path / "report.html").read_text("utf-8")


def test_the_demo_goes_beside_where_one_stands(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("demo").code == 0
    assert (tmp_path / "partyorg-demo" / "report.html").is_file()


def test_the_demo_where_nothing_can_be_written_says_so_in_one_line(run, tmp_path):
    taken = tmp_path / "taken"
    taken.write_text("a file", "utf-8")
    for place in (taken, taken / "below"):
        ran = run("demo", "--output", place)
        assert ran.code == 2
        assert ran.err.count("\n") == 1
        assert ran.err.startswith("partyorg: cannot make the directory")
    assert taken.read_text("utf-8") == "a file"


# --- explain --------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["cn-gz/team-experience", "team-experience"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_finding_is_explained_in_full(run, data, rule, lang):
    ran = run("explain", data, rule, "T", *AS_OF, "--lang", lang)
    report = po.check(po.load(data), "cn-gz", as_of="2018-12-31")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == report["team-experience", "T"].explain(lang) + "\n"


@pytest.mark.parametrize(
    ("rule", "subject", "told"),
    [
        ("team-experiense", "T", "did you mean 'team-experience'?"),
        ("cn-gz/zzz", "T", "no rule 'cn-gz/zzz'"),
        ("team-experience", "N11", "did you mean 'N1'?"),
        ("team-experience", "A", "it is not one of its subjects"),
        ("cn-gs/team-experience", "T", "no pack and no file 'cn-gs'; did you mean 'cn-gz'?"),
    ],
)
def test_what_cannot_be_explained_is_hinted_at(run, data, rule, subject, told):
    ran = run("explain", data, rule, subject, *AS_OF)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def trained(tmp_path):
    rows = [{"person_id": "N1", "year": year, "days": "12"} for year in ("2016", "2017")]
    tables = {**OPEN, "appointments": [{**OPEN["appointments"][0], "start": "2010-01-01"}]}
    return write(tmp_path / "trained", {**tables, "trainings": rows})


def test_a_subject_with_several_periods_needs_one(run, tmp_path):
    folder = trained(tmp_path)
    ran = run("explain", folder, "training-days", "N1", *AS_OF)
    assert ran.code == 2
    assert "2 findings" in ran.err
    assert "2016" in ran.err
    ran = run("explain", folder, "training-days", "N1", *AS_OF, "--period", "2016")
    assert ran.code == 0
    assert "2016" in ran.out


def test_an_explanation_may_use_a_pack_of_ones_own_and_today(run, data, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(
        'id = "own"\ntitle = { zh = "甲", en = "A" }\njurisdiction = "CN"\nversion = "1"\n'
        'extends = "cn-gz"\n',
        "utf-8",
    )
    ran = run("explain", data, "own/team-experience", "T", "--rules", own)
    assert ran.code == 0
    assert "own/team-experience" in ran.out


# --- rules ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("arguments", [("rules",), ("rules", "list"), ("rules", "list", "cn-gz")])
def test_the_rules_are_listed(run, arguments):
    ran = run(*arguments)
    assert ran.code == 0
    for rule in po.rules("cn-gz").rules:
        assert rule.id in ran.out
        assert rule.title["zh"] in ran.out


def test_the_rules_are_listed_in_english_and_of_any_pack(run, tmp_path):
    assert "Two thirds of a township team" in run("rules", "list", "--lang", "en").out
    ran = run("rules", "list", tmp_path / "nowhere.toml")
    assert ran.code == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_is_shown_with_source_parameters_and_open_questions(run, lang):
    for rule in po.rules("cn-gz").rules:
        ran = run("rules", "show", rule.id, "--lang", lang)
        assert ran.code == 0
        for version in rule.versions:
            assert version.source.clause in ran.out
            assert version.source.document in ran.out
        for question in rule.questions:
            assert question[lang] in ran.out
            assert question["parameter"] in ran.out


def test_a_rule_is_shown_with_its_exact_threshold_and_its_last_day(run):
    assert "at_least = 2/3" in run("rules", "show", "cn-gz/team-experience").out
    assert "2019-05-31" in run("rules", "show", "cn-gz/rank-promotion").out


def test_a_rule_is_shown_by_its_short_name(run):
    assert "at_least = 2/3" in run("rules", "show", "team-experience", "--pack", "cn-gz").out
    assert "at_least = 2/3" in run("rules", "show", "team-experience").out


def test_a_rule_to_show_that_is_not_there_is_hinted_at(run):
    ran = run("rules", "show", "cn-gz/team-experiense")
    assert ran.code == 2
    assert "did you mean" in ran.err


OWN = """
id = "own"
title = { zh = "甲", en = "A" }
jurisdiction = "CN"
version = "1"
extends = "cn-gz"
"""
CASE = """
[[case]]
rule = "own/service-minimum"
title = "仍在首个乡镇"
shows = "pass"
as_of = "2016-06-30"
subject = "N1"
outcome = "pass"
why = "没有调动。"
organizations = [{ org_id = "T", level = "township", kind = "division" }]
people = [
  { person_id = "N1", recruited_on = "2015-08-01", recruited_by = "T", recruited_via = "directed" },
]
"""


def pack(tmp_path, text=OWN, cases=None):
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    if cases is not None:
        (tmp_path / "own.cases.toml").write_text(cases, "utf-8")
    return path


def test_a_pack_without_cases_is_valid_and_that_is_said(run, tmp_path):
    ran = run("rules", "validate", pack(tmp_path))
    assert (ran.code, ran.err) == (0, "")
    assert f"own.toml: {len(po.rules('cn-gz').rules)} rules" in ran.out
    assert "own.cases.toml: not there" in ran.out


def test_a_pack_is_tried_on_the_cases_beside_it(run, tmp_path):
    ran = run("rules", "validate", pack(tmp_path, cases=CASE))
    assert (ran.code, ran.err) == (0, "")
    assert "own.cases.toml: 1 cases, 0 differ" in ran.out


def test_a_case_that_differs_is_told_and_is_an_error(run, tmp_path):
    ran = run("rules", "validate", pack(tmp_path, cases=CASE.replace('"pass"\nwhy', '"fail"\nwhy')))
    assert ran.code == 2
    assert "expected fail, came out pass" in ran.err
    assert "1 differ" in ran.out


@pytest.mark.parametrize(
    ("text", "cases"),
    [
        ("id = 3.5", None),
        ("id = ", None),
        (OWN.replace("title", "titel"), None),
        (OWN, "[[case]]\n"),
        (OWN, CASE.replace("own/service", "own/servise")),
        (OWN, CASE.replace('"2016-06-30"', '"2016-06"')),
        (OWN, CASE.replace("organizations", "organisations")),
        (OWN, "\udcff"),
    ],
    ids=["float", "not TOML", "unknown key", "empty case", "rule", "day", "table", "not UTF-8"],
)
def test_a_pack_or_a_case_with_a_fault_is_refused_in_one_line(run, tmp_path, text, cases):
    path = pack(tmp_path, text)
    if cases is not None:
        raw = cases.encode("utf-8", "surrogateescape")
        (tmp_path / "own.cases.toml").write_bytes(raw)
    ran = run("rules", "validate", path)
    assert ran.code == 2
    assert ran.err.startswith("partyorg: ")
    assert ran.err.count("\n") == 1


def test_a_pack_that_is_not_there_cannot_be_validated(run, tmp_path):
    assert run("rules", "validate", tmp_path / "nowhere.toml").code == 2


def test_a_new_pack_can_be_used_as_it_is_written(run, tmp_path):
    path = tmp_path / "new" / "cn-xx.toml"
    ran = run("rules", "new", path)
    assert (ran.code, ran.err) == (0, "")
    names = ["cn-xx.toml", "cn-xx.cases.toml", "partyorg-pack.schema.json"]
    assert ran.out.split() == [str(path.with_name(name)) for name in names]
    tried = run("rules", "validate", path)
    assert (tried.code, tried.err) == (0, "")
    assert tried.out == "cn-xx.toml: 1 rule\ncn-xx.cases.toml: 3 cases, 0 differ\n"
    schema = path.with_name(names[2]).read_text("utf-8")
    assert schema == run("rules", "schema").out
    jsonschema.validate(tomllib.loads(path.read_text("utf-8")), json.loads(schema))


def test_a_second_pack_has_the_same_schema_beside_it(run, tmp_path):
    run("rules", "new", tmp_path / "cn-xx.toml")
    ran = run("rules", "new", tmp_path / "cn-yy.toml")
    assert ran.code == 0
    assert len(list(tmp_path.iterdir())) == 5


@pytest.mark.parametrize("there", ["cn-xx.toml", "cn-xx.cases.toml"])
def test_a_new_pack_is_written_over_nothing(run, tmp_path, there):
    (tmp_path / there).write_text("mine")
    ran = run("rules", "new", tmp_path / "cn-xx.toml")
    assert ran.code == 2
    assert f"{there} is there already and is not overwritten" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert (tmp_path / there).read_text() == "mine"


@pytest.mark.parametrize("name", ["Bad.toml", "x_y.toml", "x.txt", "甲.toml"])
def test_a_new_pack_needs_a_name(run, tmp_path, name):
    ran = run("rules", "new", tmp_path / name)
    assert ran.code == 2
    assert "as cn-xx.toml" in ran.err or "like cn-xx.toml" in ran.err
    assert not list(tmp_path.iterdir())


# --- sample ---------------------------------------------------------------------------------------


def test_the_sample_is_written_as_files_that_can_be_checked(run, tmp_path):
    ran = run("sample", tmp_path / "sample")
    assert (ran.code, ran.err) == (0, "")
    written = sorted((tmp_path / "sample").iterdir())
    assert ran.out.splitlines() == [str(path) for path in written]
    assert {path.name for path in written} == {path.name for path in po.sample_path().iterdir()}
    assert run("check", tmp_path / "sample", "--as-of", po.SAMPLE_AS_OF).code == 1


def test_the_sample_never_overwrites(run, tmp_path):
    (tmp_path / "people.csv").write_text("mine", "utf-8")
    ran = run("sample", tmp_path)
    assert ran.code == 2
    assert "people.csv" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]
    assert (tmp_path / "people.csv").read_text("utf-8") == "mine"


def test_the_sample_goes_into_no_file(run, tmp_path):
    (tmp_path / "taken").write_text("mine", "utf-8")
    ran = run("sample", tmp_path / "taken")
    assert ran.code == 2
    assert ran.err.count("\n") == 1
