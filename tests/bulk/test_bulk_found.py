"""What once differed between the two ways; each in as few rows as show it."""

import pytest
from attrs import evolve
from worlds import organizations

import partyorg as po
from agreement import differences
from partyorg.rulebook import with_parameters

AS_OF = "2015-12-31"


def person(person_id, since="2010-01-01", **more):
    return {
        "person_id": person_id,
        "recruited_on": since,
        "recruited_by": "T0-ZF",
        "recruited_via": "civil_service_exam",
        **more,
    }


def post(person_id, org_id, start, end="", **more):
    basis, role = more.pop("basis", "in_post"), more.pop("role", "leader")
    return {
        "person_id": person_id, "org_id": org_id, "start": start, "end": end, "basis": basis,
        "role": role, **more,
    }  # fmt: skip


def succeeded(old, new):
    """Give the organisations, one of which went over into another on the first day of 2015."""
    rows = organizations()
    for row in rows:
        if row["org_id"] == old:
            row["valid_to"], row["successor_id"] = "2015-01-01", new
    return rows


def told(pack="cn-gz", rules=None, **tables):
    return differences({"organizations": organizations(), **tables}, AS_OF, pack=pack, rules=rules)


def with_rule(name, changed):
    pack = po.rules("cn-gz")
    return evolve(pack, rules=tuple(changed if r.name == name else r for r in pack.rules))


def test_promotions_in_february_and_on_its_first_day():
    found, _ = told(
        people=[person("N")],
        appointments=[post("N", "T0-ZF", "2010-01-01")],
        promotions=[
            {"person_id": "N", "kind": "rank", "date": date} for date in ("2015-02", "2015-02-01")
        ],
    )
    assert not found


def test_appointments_in_february_and_on_its_first_day():
    found, _ = told(
        people=[person("N", "2014-06-01"), person("M", "2014-06-01")],
        appointments=[
            post("M", "T0-ZF", "2014-06-01"),
            post("N", "T0-ZF", "2015-02", "2015-05"),
            post("N", "T0-DW", "2015-02-01", "2015-03-01"),
        ],
    )
    assert not found


def test_a_duty_in_a_village_that_took_over_from_a_township():
    # The post takes over the place of the one before, and so is one of the township.
    found, _ = told(
        organizations=succeeded("T1-DW", "T0"),
        people=[person("N")],
        appointments=[
            post("N", "T1-DW", "2010-01-01", "2015-01-01"),
            post("N", "T0-V-CW", "2015-01-01", role="staff", duties="组织委员"),
        ],
        rules=["chief-training"],
    )
    assert not found


def test_what_may_be_a_secondment_at_a_body_that_took_over_from_one_outside():
    found, _ = told(
        organizations=succeeded("C0-JY", "T0-SY"),
        people=[person("N")],
        appointments=[
            post("N", "T1-DW", "2010-01-01"),
            post("N", "C0-JY", "2012-01-01", "2015-01-01"),
            post("N", "T0-SY", "2015-01-01", basis=""),
        ],
        rules=["secondment"],
    )
    assert not found


def test_a_vacancy_under_the_second_version_of_the_share_that_is_owed():
    rule = po.rules("cn-gz")["team-experience"]
    later = with_parameters(rule, {"at_least": "1/5"}).versions[0]
    later = evolve(later, begins=po.PartialDate.of(2015, 6), name="2015")
    newcomers = range(4, 8)
    found, _ = told(
        with_rule("team-experience", evolve(rule, versions=(*rule.versions, later))),
        people=[person("E", "2008-01-01"), *(person(f"N{n}", "2015-01-01") for n in newcomers)],
        appointments=[
            post("E", "T0-ZF", "2008-01-01"),
            *(post(f"N{n}", "T0-ZF", f"2015-0{n}-01") for n in newcomers),
        ],
    )
    assert not found


def test_recruits_who_are_to_be_trained():
    rule = po.rules("cn-gz")["village-stationing"]
    found, _ = told(
        with_rule(rule.name, with_parameters(rule, {"by_training": "province", "by_basis": ""})),
        people=[person("N", "2015-01-01", grassroots_before="no")],
        appointments=[post("N", "T0-V-CW", "2015-02-01", basis="")],
    )
    assert not found


LOCAL = """
id = "{name}"
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
displaces = "{other}"
[[rule.version]]
name = "2010"
from = "2010"
source = {{ document = "本省", issuer = "本省", evidence = "B" }}
[rule.version.parameters]
at_least = "1/3"
[rule.version.parameters.people]
level = "township"
bodies = ["division"]
roles = ["leader"]
cumulative_service = "P2Y"
"""


def test_a_rule_that_displaces_one_that_displaces_another(tmp_path):
    for name, other in (("a", "b/team"), ("b", "cn-gz/team-experience")):
        (tmp_path / f"{name}.toml").write_text(LOCAL.format(name=name, other=other), "utf-8")
    dataset = po.Dataset.from_records(
        organizations=organizations(),
        people=[person("N")],
        appointments=[post("N", "T0", "2010-01-01")],
    )
    packs = ["cn-gz", tmp_path / "a.toml", tmp_path / "b.toml"]
    names = ["team-experience", "a/team", "b/team"]
    by_engine = {
        engine: [
            (f.rule, f.subject.id, f.outcome)
            for f in po.check(dataset, packs, as_of=AS_OF, engine=engine, only=names)
        ]
        for engine in ("record", "bulk")
    }
    assert by_engine["bulk"] == by_engine["record"]


@pytest.mark.parametrize("cut", [slice(None, None, -1), slice(200, 20, -7)], ids=str)
def test_a_slice_backwards_across_rules(cut):
    sample = po.load(po.sample_path())
    one, other = (
        po.check(sample, as_of=po.SAMPLE_AS_OF, engine=engine) for engine in ("bulk", "record")
    )
    assert one.findings[cut] == tuple(other.findings)[cut]
