"""A pack that cannot be used is refused: one sentence with file, place, value and remedy."""

import pytest
from pack_faults import FAULTS
from pack_texts import CADENCE, GOOD, HEAD, LOCK, SHARE, parsed, spoiled

import partyorg as po
from partyorg.rulebook import bundled_packs, load_pack

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


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('{ ref = "text", clause = "第二条" }', '"text"', "rule[0].version[0].source: "),
        ("[[rule]]", "[rule]", "rule"),
        ('[conventions]\ncounting = "day"', "", "conventions: "),
    ],
    ids=["source", "rule", "conventions"],
)
def test_a_word_where_a_table_belongs_is_told_in_words_of_the_pack(old, new, place):
    text = (HEAD + LOCK).replace(old, new)
    if place == "conventions: ":
        text = f'conventions = "day"\n{text}'
    told = refusal(text)
    assert told.startswith(f"x.toml: {place}")
    assert "table" in told
    assert "attribute" not in told


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
    known = f"bundled packs: {', '.join(bundled_packs())}"
    told = f"there is no pack and no file '{tmp_path / 'nowhere'}'; {known}"
    assert str(caught.value) == told


@pytest.mark.parametrize("pack", ["", "own/"])
def test_a_rule_cannot_displace_itself(pack):
    name = parsed(HEAD + CADENCE).rules[0].name
    own = parsed(HEAD + CADENCE).id
    other = f"{own}/{name}" if pack else name
    rule = CADENCE.replace("[[rule.version]]", f'displaces = "{other}"\n[[rule.version]]', 1)
    assert refusal(HEAD + rule).endswith("rule[0].displaces: a rule cannot displace itself")
