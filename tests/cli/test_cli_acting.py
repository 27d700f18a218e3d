"""The commands that act: may, diff, remedies, quota, missing and plan."""

import json
from datetime import UTC, datetime

import pytest
from cli_worlds import OPEN, ORGANIZATIONS, post, write

import partyorg as po

RECRUIT = {
    "person_id": "N1",
    "name": "干部0001",
    "recruited_on": "2015-07-01",
    "recruited_via": "civil_service_exam",
    "recruited_by": "T",
}
TOWN = [
    *ORGANIZATIONS,
    {"org_id": "F-ORG", "level": "prefecture", "kind": "organization_department",
     "within_id": "F"},
    {"org_id": "F", "level": "prefecture", "kind": "division", "parent_id": "P"},
    {"org_id": "U", "name": "另一镇", "level": "township", "kind": "division", "parent_id": "A"},
    *({"org_id": f"{town}-DW", "level": "township", "kind": "local_party_committee",
       "within_id": town} for town in ("T", "U")),
]  # fmt: skip
TOWN = [{**org, "parent_id": "F"} if org["org_id"] == "A" else org for org in TOWN]


@pytest.fixture
def recruit(tmp_path):
    """A recruit of July 2015 who has stayed in T."""
    return write(
        tmp_path / "recruit",
        {
            "organizations": TOWN,
            "people": [RECRUIT],
            "appointments": [post("N1", start="2015-07-01", role="staff")],
        },
    )


@pytest.fixture
def teams(tmp_path):
    """Two teams of three: all of U have the experience, and none of T."""
    members = [(f"N{n}", "U" if n <= 3 else "T", n <= 3) for n in range(1, 7)]
    posts = [post(who, f"{town}-DW", "2018-01-01") for who, town, _ in members]
    posts += [post(who, town, "2010-01-01", role="staff") for who, town, old in members if old]
    people = [{"person_id": who, "name": f"干部{who[1:]:0>4}"} for who, _, _ in members]
    tables = {"organizations": TOWN, "people": people, "appointments": posts}
    return write(tmp_path / "teams", tables)


@pytest.fixture
def hired(tmp_path):
    """A year in which 8 of 11 posts went to townships so far, and 9 are left."""
    rows = [
        {"authority": "P", "year": "2018", "channel": "civil_service_exam", "destination": place,
         "planned": planned, "hired": number, "cancelled": "0"}
        for place, planned, number in (("township", "16", "8"), ("county", "4", "3"))
    ]  # fmt: skip
    tables = {"people": [RECRUIT], "appointments": [post("N1")], "recruitment": rows}
    return write(tmp_path / "hired", tables)


# --- may ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "act", "outcome"),
    [
        (("--to", "U", "--on", "2017-07-01"), po.Move(to="U", on="2017-07-01"), "allowed"),
        (("--to", "U", "--on", "2017-06-30"), po.Move(to="U", on="2017-06-30"), "not_allowed"),
        (
            ("--to", "A-JU", "--on", "2018-01-01"),
            po.Move(to="A-JU", on="2018-01-01"),
            "allowed_with_approval",
        ),
        (
            ("--to", "A-JU", "--on", "2018-01-01", "--approved-by", "F-ORG"),
            po.Move(to="A-JU", on="2018-01-01", approved_by="F-ORG", approved_on="2018-01-01"),
            "allowed",
        ),
        (
            ("--to", "A-JU", "--on", "2018-01-01", "--second", "--until", "2018-06-01"),
            po.Second(to="A-JU", on="2018-01-01", until="2018-06-01"),
            "allowed_with_approval",
        ),
        (
            ("--to", "T-DW", "--on", "2018-01-01", "--appoint", "--role", "chief"),
            po.Appoint(to="T-DW", on="2018-01-01", role="chief"),
            "allowed",
        ),
        (("--promote", "rank", "--on", "2018-01-01"), po.Promote(on="2018-01-01"), "not_allowed"),
    ],
)
def test_what_may_be_done_is_what_the_library_says(run, recruit, how, act, outcome):
    made = po.may(po.load(recruit), "N1", act)
    assert made.outcome.value == outcome
    for lang in ("zh", "en"):
        ran = run("may", recruit, "N1", *how, "--lang", lang)
        assert (ran.code, ran.err) == (0 if outcome == "allowed" else 1, "")
        assert ran.out == f"{made.text(lang)}\n"
    assert run("may", recruit, "N1", *how, "--format", "json").out == f"{made.to_json()}\n"


@pytest.mark.parametrize(
    ("how", "told"),
    [
        (("--on", "2018-01-01"), "name the organisation with --to, or --promote rank"),
        (
            ("--to", "U", "--promote", "rank", "--on", "2018-01-01"),
            "--to means nothing with --promote; leave it out",
        ),
        (("--to", "UU", "--on", "2018-01-01"), "no organisation 'UU'; did you mean 'U'?"),
        (("--to", "U", "--on", "2018-01"), "'2018-01' is not a whole day"),
        (("--to", "U", "--on", "soon"), "on='soon'"),
        (("--to", "U"), "--on"),
        (("--to", "U", "--on", "2018-01-01", "--second", "--appoint"), "not allowed with"),
        (("--to", "U", "--on", "2018-01-01", "--approved-by", "X"), "no organisation 'X'"),
        (("--to", "U", "--on", "2018-01-01", "--only", "annual-report"), "none of these rules"),
    ],
)
def test_what_cannot_be_decided_says_why(run, recruit, how, told):
    ran = run("may", recruit, "N1", *how)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("how", "name"),
    [
        (("--to", "U", "--until", "2020-01-01"), "--until"),
        (("--to", "U", "--approved-on", "2018-01-01"), "--approved-on"),
        (("--to", "U", "--second", "--role", "chief"), "--role"),
        (("--promote", "rank", "--approved-by", "F-ORG"), "--approved-by"),
        (("--promote", "rank", "--role", "chief"), "--role"),
    ],
)
def test_an_option_that_means_nothing_here_is_refused(run, recruit, how, name):
    ran = run("may", recruit, "N1", "--on", "2018-01-01", *how)
    assert (ran.code, ran.out) == (2, "")
    assert f"{name} means nothing with" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_nobody_may_do_anything(run, recruit):
    ran = run("may", recruit, "N11", "--to", "U", "--on", "2018-01-01")
    assert (ran.code, ran.out) == (2, "")
    assert "there is no person 'N11'; did you mean 'N1'?" in ran.err


def test_a_decision_without_names(run, recruit):
    told = run("may", recruit, "N1", "--to", "U", "--on", "2018-01-01", "--pseudonyms")
    assert told.code == 0
    assert "干部0001" not in told.out


# --- diff -----------------------------------------------------------------------------------------


def test_what_another_day_says_otherwise(run, teams):
    # Whoever has been in the township since 2018-01-01 has two years on 2020-01-01.
    asked = ("diff", teams, "--as-of", "2019-12-31", "--as-of-after", "2020-01-01")
    data = po.load(teams)
    made = po.compare(*(po.check(data, as_of=day) for day in ("2019-12-31", "2020-01-01")))
    ran = run(*asked)
    assert (ran.code, ran.out) == (0, f"{made.text()}\n")
    told = json.loads(run(*asked, "--format", "json").out)
    assert told["schema"] == "partyorg.difference/1"
    assert [one["as_of"] for one in (told["before"], told["after"])] == ["2019-12-31", "2020-01-01"]
    mended = [one for one in told["changes"] if one["change"] == "mended"]
    assert [(one["subject"], one["before"], one["after"]) for one in mended] == [
        ("T", "fail", "pass")
    ]
    assert run("diff", teams, "--as-of", "2020-01-01", "--as-of-after", "2019-12-31").code == 1


def test_what_other_data_say_otherwise(run, teams, recruit):
    ran = run("diff", recruit, teams, "--as-of", "2018-06-01", "--only", "team-experience")
    assert ran.code == 1
    assert "无结论 → 不符合" in ran.out or "不适用 → 不符合" in ran.out
    same = run("diff", teams, teams, "--as-of", "2018-06-01", "--lang", "en")
    assert (same.code, same.out) == (0, "Nothing differs.\n")


def test_what_another_pack_says_otherwise(run, teams):
    data = po.load(teams)
    made = po.compare(
        *(po.check(data, pack, as_of="2018-06-01") for pack in ("cn-gz", "cn-gx-beihai"))
    )
    ran = run("diff", teams, "--as-of", "2018-06-01", "--rules-after", "cn-gx-beihai")
    assert (ran.code, ran.out) == (1 if made.broken else 0, f"{made.text()}\n")


def test_nothing_to_compare_with_is_said(run, teams):
    ran = run("diff", teams, "--as-of", "2018-06-01")
    assert (ran.code, ran.out) == (2, "")
    assert "name a second data set, --as-of-after or --rules-after" in ran.err


# --- remedies, quota, missing, plan ---------------------------------------------------------------


def test_remedies_are_those_of_the_library(run, teams):
    asked = ("remedies", teams, "cn-gz/team-experience", "T", "--as-of", "2018-06-01")
    made = po.remedies(po.load(teams), "cn-gz/team-experience", "T", as_of="2018-06-01")
    for lang in ("zh", "en"):
        ran = run(*asked, "--lang", lang)
        assert (ran.code, ran.out) == (1, f"{made.text(lang)}\n")
    told = json.loads(run(*asked, "--format", "json").out)
    assert (told["schema"], told["rule"], told["subject"]) == (
        "partyorg.remedies/1", "cn-gz/team-experience", "T"
    )  # fmt: skip
    assert (told["wait"], told["why"], told["remedies"]) == ("2020-01-01", "none-found", [])


def test_fewer_remedies_are_given_where_that_is_asked(run, recruit):
    asked = ("remedies", recruit, "training-days", "N1", "--as-of", "2018-06-01", "--most", "0")
    ran = run(*asked)
    assert ran.code == 2
    assert "most=0" in ran.err


def test_a_quota_in_mid_year(run, hired):
    # 16 of 20 must go to townships: 8 more, of the 9 that are left.
    ran = run("quota", hired, "cn-gz/recruits-to-townships", "P", "--as-of", "2018-06-01",
              "--format", "json")  # fmt: skip
    told = json.loads(ran.out)
    assert ran.code == 0
    assert (told["schema"], told["remaining"], told["needed"], told["spare"]) == (
        "partyorg.quota/1", 9, 8, 1
    )  # fmt: skip
    late = run("quota", hired, "cn-gz/recruits-to-townships", "P", "--as-of", "2018-06-01",
               "--remaining", "3")  # fmt: skip
    assert late.code == 1
    assert late.out.startswith("P 2018")


def test_what_is_missing(run, tmp_path):
    folder = write(tmp_path / "open", OPEN)
    made = po.missing(po.load(folder), as_of="2018-06-01")
    assert made
    ran = run("missing", folder, "--as-of", "2018-06-01")
    assert (ran.code, ran.out) == (0, f"{made.text()}\n")
    path = tmp_path / "facts.json"
    assert run("missing", folder, "--as-of", "2018-06-01", "--output", path).code == 0
    assert path.read_text("utf-8") == f"{made.to_json()}\n"


def test_the_plan_of_a_county(run, teams):
    # T needs two of three; U has three and needs two: with one exchange T has only one.
    ran = run("plan", teams, "A", "--on", "2018-06-01", "--format", "json")
    told = json.loads(ran.out)
    assert (ran.code, told["schema"]) == (1, "partyorg.plan/1")
    assert (told["feasible"], told["why"], told["having"], told["needed"]) == (
        False, "too-few", 3, 4
    )  # fmt: skip
    data = po.load(teams)
    assert run("plan", teams, "A", "--on", "2018-06-01").out == (
        po.plan(data, "A", on="2018-06-01").text() + "\n"
    )


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("remedies", "cn-gz/team", "T"), "no rule 'cn-gz/team'"),
        (("remedies", "cn-gz/team-experience", "TT"), "'TT'; did you mean 'T'?"),
        (("quota", "cn-gz/team-experience", "P"), "is no quota of hired posts"),
        (("quota", "cn-gz/recruits-to-townships", "PP"), "'PP'; did you mean 'P'?"),
        (("quota", "cn-gz/recruits-to-townships", "P"), "recruitment has nothing of 'P' in 2018"),
    ],
)
def test_what_cannot_be_answered_says_why(run, teams, command, told):
    name, rule, subject = command
    ran = run(name, teams, rule, subject, "--as-of", "2018-06-01")
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err
    assert len(ran.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("AA", "--on", "2018-06-01"), "no organisation 'AA'; did you mean 'A'?"),
        (("T", "--on", "2018-06-01"), "'T' has no division of level township below it"),
        (("A", "--on", "2018-06"), "on='2018-06'"),
        (("A", "--on", "2018-06-01", "--rule", "service-minimum"), "asks for no share of service"),
    ],
)
def test_a_county_that_cannot_be_planned_says_why(run, teams, more, told):
    ran = run("plan", teams, *more)
    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


def test_a_day_that_is_left_out_is_today(run, teams):
    today = datetime.now(UTC).astimezone().date().isoformat()
    for name, *more in (
        ("missing",),
        ("remedies", "cn-gz/team-experience", "T"),
        ("diff", "--as-of-after", "2018-06-01"),
    ):
        named = run(name, teams, *more, "--as-of", today)
        assert run(name, teams, *more) == named
        assert named.code in (0, 1)
