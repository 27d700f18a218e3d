"""A pack of one's own on top of a bundled one: other numbers, each with its own source."""

from fractions import Fraction

import pytest
from pack_texts import CADENCE, parsed

import partyorg as po
from partyorg.rulebook import load_pack, with_parameters

HEAD = """
id = "own"
title = { zh = "本省规定", en = "Our own" }
jurisdiction = "CN-XX"
version = "1"
extends = "cn-gz"
"""
NAMES = [rule.name for rule in load_pack("cn-gz").rules]
SOURCE = (
    'source = { document = "本省实施细则", issuer = "本省", evidence = "C", clause = "第三条" }'
)
HALF = f"""
[[replace]]
rule = "team-experience"
parameters = {{ at_least = "1/2", people = {{ cumulative_service = "P3Y" }} }}
{SOURCE}
"""


def refusal(text):
    with pytest.raises(po.PackError) as caught:
        parsed(text)
    return str(caught.value)


def test_what_is_replaced_is_replaced_and_the_rest_is_kept():
    own = parsed(HEAD + HALF)["team-experience"].versions[0].params
    base = load_pack("cn-gz")["team-experience"].versions[0].params
    assert own.at_least == Fraction(1, 2)
    assert str(own.people.cumulative_service) == "P3Y"
    assert (own.people.level, own.people.bodies) == (base.people.level, base.people.bodies)
    assert own.noun == base.noun


def test_the_bundled_pack_itself_stays_as_it_was():
    before = load_pack("cn-gz")["team-experience"].versions[0].params.at_least
    parsed(HEAD + HALF)
    assert load_pack("cn-gz")["team-experience"].versions[0].params.at_least == before


def test_a_replacement_cites_its_own_source():
    own = parsed(HEAD + HALF)
    changed, kept = own["team-experience"].versions[0], own["training-days"].versions[0]
    assert changed.source.document == "本省实施细则"
    assert changed.clause.source == changed.source
    assert kept.source == load_pack("cn-gz")["training-days"].versions[0].source


def test_a_replacement_without_a_source_is_refused():
    text = refusal(HEAD + HALF.replace(SOURCE, ""))
    assert text == "x.toml: replace[0].source: 'source' is missing"


def test_a_replacement_with_half_a_source_is_refused():
    text = refusal(HEAD + HALF.replace('issuer = "本省", ', ""))
    assert text == "x.toml: replace[0].source: a source needs document, issuer and evidence"


def test_all_rules_go_by_the_name_of_the_own_pack():
    own = parsed(HEAD + HALF)
    assert {rule.id.partition("/")[0] for rule in own.rules} == {"own"}
    assert all(rule.versions[0].clause.rule == rule.id for rule in own.rules)
    assert [rule.name for rule in own.rules] == [rule.name for rule in load_pack("cn-gz").rules]


def test_the_conventions_are_those_of_the_base_unless_the_pack_has_its_own():
    base = load_pack("cn-gz").conventions
    assert parsed(HEAD).conventions == base
    own = parsed(HEAD + '[conventions]\ncounting = "month"\nvillage_counts = true\n').conventions
    assert (own.counting, own.village_counts) == (po.Counting.MONTH, True)


def test_rules_that_are_left_out_are_gone():
    own = parsed(HEAD + 'leave_out = ["gdp-exemption", "veto-items"]\n')
    assert "gdp-exemption" not in own
    assert len(own.rules) == len(load_pack("cn-gz").rules) - 2


def test_a_rule_left_out_that_the_base_does_not_have_is_refused():
    text = refusal(HEAD + 'leave_out = ["gdp-exemtion"]\n')
    assert text.startswith("x.toml: leave_out[0]: ")
    assert "gdp-exemption" in text


def test_a_rule_on_which_another_rests_cannot_be_left_out_alone():
    text = refusal(HEAD + 'leave_out = ["team-experience"]\n')
    assert text == (
        "x.toml: vacancy-priority: rests on the rule 'team-experience', which is not in the pack"
    )
    both = parsed(HEAD + 'leave_out = ["team-experience", "vacancy-priority"]\n')
    assert "team-experience" not in both


def test_a_rule_of_the_same_name_takes_the_place_of_that_of_the_base():
    own = parsed(
        HEAD
        + CADENCE.replace('id = "report"', 'id = "annual-report"').replace(
            'ref = "text"', 'document = "甲", issuer = "乙", evidence = "A"'
        )
    )
    assert own["annual-report"].title["en"] == "Report"
    assert [rule.name for rule in own.rules].count("annual-report") == 1


def test_a_replacement_may_have_its_own_dates_and_title():
    told = """[[replace]]
from = "2016-07-01"
to = "2020-12-31"
title = { zh = "班子", en = "Team" }"""
    rule = parsed(HEAD + HALF.replace("[[replace]]", told))["team-experience"]
    (version,) = rule.versions
    assert (str(version.begins), str(version.ends)) == ("2016-07-01", "2020-12-31")
    assert rule.title == version.clause.title == {"zh": "班子", "en": "Team"}


def test_a_replacement_of_one_version_only_needs_its_name():
    own = parsed(HEAD + HALF.replace("[[replace]]", '[[replace]]\nversion = "2014"'))
    assert own["team-experience"].versions[0].params.at_least == Fraction(1, 2)


def test_an_empty_text_takes_a_parameter_away():
    rows = f"""
    [[replace]]
    rule = "excellent-share"
    parameters = {{ rows = {{ split_by = "" }} }}
    {SOURCE}
    """
    assert parsed(HEAD + rows)["excellent-share"].versions[0].params.rows.split_by is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            '"team-experience"',
            '"team-experiense"',
            (
                "replace[0].rule: pack 'cn-gz' has no rule 'team-experiense'; "
                "did you mean 'team-experience'?"
            ),
        ),
        (
            '"team-experience"',
            '"cn-gz/team-experience"',
            (
                "replace[0].rule: pack 'cn-gz' has no rule 'cn-gz/team-experience'; "
                "did you mean 'team-experience'?"
            ),
        ),
        (
            "[[replace]]",
            '[[replace]]\ntitle = { en = "Team" }',
            'replace[0].title: a title is in both languages: { zh = "…", en = "…" }',
        ),
        (
            "[[replace]]",
            '[[replace]]\nto = "never"',
            "replace[0].to: not a date; write 2015-08-01, 2015-08 or 2015",
        ),
        (
            '"team-experience"',
            '"zzz"',
            "replace[0].rule: pack 'cn-gz' has no rule 'zzz'; there are: " + ", ".join(NAMES),
        ),
        (
            "[[replace]]",
            '[[replace]]\nversion = "2013"',
            "replace[0].version: rule 'team-experience' has no version '2013'; there are: 2014",
        ),
        (
            'at_least = "1/2"',
            'at_leest = "1/2"',
            "replace[0].parameters: unknown key 'at_leest'; did you mean 'at_least'?",
        ),
        (
            'at_least = "1/2"',
            "at_least = 0.5",
            'replace[0].parameters.at_least: 0.5 is a float; write a fraction, "2/3"',
        ),
        (
            'at_least = "1/2"',
            'at_least = "1/2", at_most = "1/2"',
            "replace[0].parameters: set at_least or at_most, one of the two",
        ),
    ],
)
def test_a_replacement_that_fits_nothing_is_refused(old, new, told):
    assert refusal(HEAD + HALF.replace(old, new)) == f"x.toml: {told}"


def test_parameters_can_be_replaced_in_memory_and_all_others_come_through_unchanged():
    for rule in load_pack("cn-gz").rules:
        again = with_parameters(rule, {})
        assert [v.params for v in again.versions] == [v.params for v in rule.versions]


def test_a_replacement_may_not_let_a_rule_end_before_it_begins():
    change = f'[[replace]]\nrule = "rank-promotion"\nparameters = {{}}\nfrom = "2020"\n{SOURCE}\n'
    assert refusal(HEAD + change) == "x.toml: replace[0]: to = 2019-05-31 lies before from = 2020"
