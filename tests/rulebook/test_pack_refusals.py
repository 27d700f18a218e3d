"""A pack that cannot be used is refused: one sentence with file, place, value and remedy."""

import pytest
from pack_texts import CADENCE, GOOD, HEAD, LOCK, SHARE, parsed, spoiled

import partyorg as po
from partyorg.rulebook import load_pack

TWO_VERSIONS = """
[[rule.version]]
name = "next"
from = "{begins}"
source = {{ ref = "text" }}
[rule.version.parameters]
at_least = "1/2"
people = {{ level = "township", bodies = [], roles = [], cumulative_service = "P1Y" }}
"""


def refusal(text):
    with pytest.raises(po.PackError) as caught:
        parsed(text)
    return str(caught.value)


def test_the_pack_that_is_spoiled_below_can_be_used():
    names = [rule.id for rule in parsed(GOOD).rules]
    assert names == ["x/experience", "x/lock", "x/report", "x/promotion", "x/training"]


FAULTS = {
    "a threshold as a float": (
        'at_least = "2/3"',
        "at_least = 0.667",
        'rule[0].version[0].parameters.at_least: 0.667 is a float; write a fraction, "2/3"',
    ),
    "a float in a list": (
        '{ begins = "P5Y", moves = "any" }',
        '{ begins = 5.0, moves = "any" }',
        'rule[1].version[0].parameters.stages[1].begins: 5.0 is a float; write a fraction, "2/3"',
    ),
    "a float at the top": (
        'version = "1"',
        "version = 1.0",
        'version: 1.0 is a float; write a fraction, "2/3"',
    ),
    "a decimal in quotes": (
        '"2/3"',
        '"0.667"',
        "rule[0].version[0].parameters.at_least: '0.667' is a decimal; write a fraction, \"2/3\"",
    ),
    "a threshold that is a word": (
        '"2/3"',
        '"most"',
        "rule[0].version[0].parameters.at_least: 'most' is no fraction; write \"2/3\"",
    ),
    "a share of nothing": (
        '"2/3"',
        '"2/0"',
        "rule[0].version[0].parameters.at_least: '2/0' is no fraction; write \"2/3\"",
    ),
    "a threshold that is yes": (
        'at_least = "2/3"',
        "at_least = true",
        'rule[0].version[0].parameters.at_least: True is no fraction; write "2/3"',
    ),
    "an unknown key at the top": (
        'jurisdiction = "CN"',
        'jurisdicton = "CN"',
        "unknown key 'jurisdicton'; did you mean 'jurisdiction'?",
    ),
    "an unknown key of a rule": (
        'severity = "expected"',
        'severety = "expected"',
        "rule[2]: unknown key 'severety'; did you mean 'severity'?",
    ),
    "an unknown key of a version": (
        'from = "2014-03-01"',
        'form = "2014-03-01"',
        "rule[0].version[0]: unknown key 'form'; did you mean 'from'?",
    ),
    "an unknown key of the parameters": (
        'at_least = "2/3"',
        'at_leest = "2/3"',
        "rule[0].version[0].parameters: unknown key 'at_leest'; did you mean 'at_least'?",
    ),
    "an unknown key deeper in the parameters": (
        'roles = ["chief", "leader"]',
        'rolles = ["chief", "leader"]',
        "rule[0].version[0].parameters.people: unknown key 'rolles'; did you mean 'roles'?",
    ),
    "an unknown key that is near nothing": (
        'version = "1"',
        'version = "1"\nqqq = "1"',
        "unknown key 'qqq'",
    ),
    "a key that is missing": (
        'jurisdiction = "CN"\n',
        "",
        "jurisdiction: 'jurisdiction' is missing",
    ),
    "a version without a beginning": (
        'from = "2014-03-01"\n',
        "",
        "rule[0].version[0].from: 'from' is missing",
    ),
    "a parameter that is missing": (
        'recruited_via = ["civil_service_exam"]\n',
        "",
        "rule[1].version[0].parameters.recruited_via: 'recruited_via' is missing",
    ),
    "a version without a source": (
        'source = { ref = "text", clause = "第二条" }\n',
        "",
        "rule[1].version[0].source: a version without a source is no law",
    ),
    "a source without an issuer": (
        'source = { ref = "text", clause = "第二条" }',
        'source = { document = "某文", evidence = "A" }',
        "rule[1].version[0].source: a source needs document, issuer and evidence",
    ),
    "a source that is not there": (
        'source = { ref = "text", clause = "第二条" }',
        'source = { ref = "test" }',
        "rule[1].version[0].source.ref: no source 'test' under [sources]",
    ),
    "a source from memory": (
        'evidence = "B"',
        'evidence = "M"',
        "rule[0].version[0].source.evidence: level M is unverified memory, never a default",
    ),
    "an unknown level of evidence": (
        'evidence = "B"',
        'evidence = "X"',
        "sources.text.evidence: 'X' is not known; there are: A, B, C, S, M",
    ),
    "an identifier twice": (
        'id = "report"',
        'id = "lock"',
        "rule[2].id: 'lock' stands twice (rule[1])",
    ),
    "an unknown kind": (
        'kind = "service_lock"',
        'kind = "service_look"',
        "rule[1].kind: no kind 'service_look'; did you mean 'service_lock'?",
    ),
    "a kind that is near nothing": (
        'kind = "service_lock"',
        'kind = "zzz"',
        "rule[1].kind: no kind 'zzz'; there are: bound, cadence, coverage, eligibility, "
        "permitted, service_lock, share",
    ),
    "an unknown severity": (
        'severity = "expected"',
        'severity = "expectd"',
        "rule[2].severity: 'expectd' is not known; did you mean 'expected'?",
    ),
    "an unknown level": (
        'levels = ["county"]',
        'levels = ["kounty"]',
        "rule[2].version[0].parameters.levels[0]: 'kounty' is not known; did you mean 'county'?",
    ),
    "an unknown word among those of a kind": (
        'moves = "any"',
        'moves = "anny"',
        "rule[1].version[0].parameters.stages[1].moves: 'anny' is not known; did you mean 'any'?",
    ),
    "an unknown counting": (
        'counting = "day"',
        'counting = "days"',
        "conventions.counting: 'days' is not known; did you mean 'day'?",
    ),
    "a period that is none": (
        'begins = "P5Y"',
        'begins = "5 years"',
        "rule[1].version[0].parameters.stages[1].begins: '5 years' is not a period; "
        "write P5Y, P18M or P10D",
    ),
    "a period without quotes": (
        'begins = "P5Y"',
        "begins = 5",
        "rule[1].version[0].parameters.stages[1].begins: 5 is not text; put it in quotes",
    ),
    "a date that is none": (
        'from = "2014-03-01"',
        'from = "2014-13"',
        "rule[0].version[0].from: there is no month 13; months are 01 to 12, as in 2014-08",
    ),
    "a last day that is none": (
        'from = "2014-03-01"',
        'from = "2014-03-01"\nto = "later"',
        "rule[0].version[0].to: not a date; write 2015-08-01, 2015-08 or 2015",
    ),
    "a last day before the first": (
        'from = "2014-03-01"',
        'from = "2014-03-01"\nto = "2014-02"',
        "rule[0].version[0].to: 2014-02 lies before from = 2014-03-01",
    ),
    "text that is a number": (
        'id = "report"',
        "id = 7",
        "rule[2].id: 7 is not text; put it in quotes",
    ),
    "a number that is text": (
        "at_least = 1\n",
        'at_least = "one"\n',
        "rule[2].version[0].parameters.at_least: 'one' is not a whole number",
    ),
    "a number that is yes": (
        "at_least = 1\n",
        "at_least = true\n",
        "rule[2].version[0].parameters.at_least: True is not a whole number",
    ),
    "a yes that is text": (
        "to_superior = false",
        'to_superior = "no"',
        "rule[2].version[0].parameters.to_superior: 'no' is neither true nor false",
    ),
    "two thresholds": (
        'at_least = "2/3"',
        'at_least = "2/3"\nat_most = "2/3"',
        "rule[0].version[0].parameters: set at_least or at_most, one of the two",
    ),
    "no group": (
        '[rule.version.parameters.people]\nlevel = "township"\nbodies = ["government"]\n'
        'roles = ["chief", "leader"]\ncumulative_service = "P2Y"\n',
        "",
        "rule[0].version[0].parameters: set people or rows, one of the two",
    ),
    "a threshold of all": (
        '"2/3"',
        '"1"',
        "rule[0].version[0].parameters: the threshold 1 must lie between 0 and 1",
    ),
    "a tolerance that leaves nothing": (
        'at_least = "2/3"',
        'at_least = "2/3"\ntolerance = "2/3"',
        "rule[0].version[0].parameters: the threshold 0 must lie between 0 and 1",
    ),
    "stages that do not begin at nought": (
        'begins = "P0D"',
        'begins = "P1Y"',
        "rule[1].version[0].parameters: stages must begin with P0D and follow each other",
    ),
    "a stage of days": (
        'begins = "P5Y"',
        'begins = "P5Y1D"',
        "rule[1].version[0].parameters: a stage begins after whole months or years",
    ),
    "a promotion of no kind": (
        'promotion = "rank"\n',
        "",
        "rule[3].version[0].parameters: event 'promotion' needs promotion = \"rank\" or "
        '"leadership"',
    ),
    "an appointment without a team": (
        'event = "promotion"',
        'event = "appointment"',
        "rule[3].version[0].parameters: event 'appointment' needs a team",
    ),
    "service of days": (
        'continuous_service = "P5Y"',
        'continuous_service = "P10D"',
        "rule[3].version[0].parameters: service of P10D: write whole months or years",
    ),
    "two ways to be covered": (
        'by_training = "province"',
        'by_training = "province"\nby_basis = "stationing"',
        "rule[4].version[0].parameters: set by_training or by_basis, one of the two",
    ),
    "a pack to extend that is not there": (
        'version = "1"\n',
        'version = "1"\nextends = "cn-gx"\n',
        "extends: no bundled pack 'cn-gx'; there are: cn-gz",
    ),
    "a replacement without a pack to extend": (
        'version = "1"\n',
        'version = "1"\nreplace = [{ rule = "lock", parameters = {}, source = { ref = "text" } }]\n',
        'replace: there is nothing to change; say extends = "…"',
    ),
    "a rule left out without a pack to extend": (
        'version = "1"\n',
        'version = "1"\nleave_out = ["lock"]\n',
        'leave_out: there is nothing to change; say extends = "…"',
    ),
    "the name of a rule in capitals": (
        'id = "report"',
        'id = "Annual Report"',
        "rule[2].id: 'Annual Report' is no name; write lower case with hyphens, as team-size",
    ),
    "the name of a pack with a slash": (
        'id = "x"',
        'id = "x/y"',
        "id: 'x/y' is no name; write lower case with hyphens, as team-size",
    ),
    "a title in one language": (
        'title = { zh = "报告", en = "Report" }',
        'title = { en = "Report" }',
        'rule[2].title: a title is in both languages: { zh = "…", en = "…" }',
    ),
    "a list without brackets": (
        'levels = ["county"]',
        'levels = "county"',
        "rule[2].version[0].parameters.levels: 'county' is not a list; put it in brackets",
    ),
    "experience of days": (
        'cumulative_service = "P2Y"',
        'cumulative_service = "P700D"',
        "rule[0].version[0].parameters: service of P700D: write whole months or years",
    ),
}


@pytest.mark.parametrize(("old", "new", "told"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_told_with_its_place_and_remedy(old, new, told):
    assert refusal(spoiled(old, new)) == f"x.toml: {told}"


def test_a_rule_without_a_version_is_refused():
    at = SHARE.index("[[rule.version]]")
    text = refusal(HEAD + SHARE[:at])
    assert text == "x.toml: rule[0].version: a rule needs at least one version"


@pytest.mark.parametrize("begins", ["2014-03-01", "2013", "2014-02-28"])
def test_versions_out_of_order_are_refused(begins):
    text = refusal(HEAD + SHARE + TWO_VERSIONS.format(begins=begins) + LOCK)
    assert text == "x.toml: rule[0].version: versions must follow each other, oldest first"


def test_a_pack_without_rules_is_refused():
    assert refusal(HEAD) == "x.toml: rule: a pack needs at least one rule"


def test_a_pack_that_does_not_say_how_it_counts_is_refused():
    text = refusal((HEAD + CADENCE).replace('[conventions]\ncounting = "day"\n', ""))
    assert text == "x.toml: conventions: missing; say how the pack counts"


def test_text_that_is_not_toml_is_refused_with_its_line():
    text = refusal('id = "x"\ntitle = \n')
    assert text.startswith("x.toml: not TOML: ")
    assert "line 2" in text


def test_a_file_that_is_not_utf_8_is_refused(tmp_path):
    path = tmp_path / "x.toml"
    path.write_bytes(GOOD.encode("gb18030"))
    with pytest.raises(po.PackError, match=r"^x\.toml: cannot be read: .*a pack is a TOML file"):
        load_pack(path)


def test_an_empty_file_is_refused_for_what_it_lacks(tmp_path):
    path = tmp_path / "x.toml"
    path.write_text("", "utf-8")
    with pytest.raises(po.PackError, match=r"^x\.toml: id: 'id' is missing$"):
        load_pack(path)


def test_the_name_of_a_bundled_pack_with_a_slip_is_hinted_at():
    with pytest.raises(po.CallError) as caught:
        load_pack("cn-gs")
    assert str(caught.value) == "there is no pack and no file 'cn-gs'; did you mean 'cn-gz'?"


def test_a_name_that_is_near_no_pack_lists_the_packs(tmp_path):
    with pytest.raises(po.CallError) as caught:
        load_pack(tmp_path / "nowhere")
    told = f"there is no pack and no file '{tmp_path / 'nowhere'}'; bundled packs: cn-gz"
    assert str(caught.value) == told
