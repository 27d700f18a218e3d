"""A pack that was loaded can be asked."""

import pytest
from pack_texts import GOOD, parsed

import partyorg as po
from partyorg.rulebook import KINDS, load_pack


def test_a_rule_is_found_with_and_without_the_name_of_its_pack():
    pack = parsed(GOOD)
    assert pack["x/lock"] is pack["lock"]
    assert "lock" in pack
    assert "x/lock" in pack
    assert "loch" not in pack


def test_a_rule_that_is_not_there_is_hinted_at():
    with pytest.raises(po.CallError, match=r"^pack 'x' has no rule 'loch'; did you mean 'lock'\?$"):
        parsed(GOOD)["loch"]


def test_a_rule_that_is_near_nothing_is_named_all_the_same():
    with pytest.raises(po.CallError, match=r"^pack 'x' has no rule 'zzz'$"):
        parsed(GOOD)["zzz"]


def test_a_rule_knows_its_kind():
    assert parsed(GOOD)["lock"].kind is KINDS["service_lock"]


def test_the_record_of_a_pack_changes_with_its_text():
    one, other = parsed(GOOD).record, parsed(GOOD + "# changed\n").record
    assert (one.id, one.version) == (other.id, other.version) == ("x", "1")
    assert len(one.sha256) == 64
    assert one.sha256 != other.sha256


def test_a_notebook_shows_every_rule_escaped():
    page = parsed(GOOD.replace('en = "Lock"', 'en = "<b>"'))._repr_html_()
    assert page.count("<tr>") == 6  # the heading and five rules
    assert "&lt;b&gt;" in page
    assert "<b>" not in page


def test_a_pack_is_loaded_by_path_with_or_without_a_byte_order_mark(tmp_path):
    for name, mark in (("plain.toml", ""), ("marked.toml", "\ufeff")):
        path = tmp_path / name
        path.write_text(mark + GOOD, "utf-8")
        assert po.rules(path).id == "x"
        assert po.rules(str(path)).rules[0].id == "x/experience"


def test_a_source_completes_what_it_refers_to():
    source = parsed(GOOD)["lock"].versions[0].source
    assert (source.document, source.issuer, source.date) == ("示例规定", "示例机关", "2014-03-01")
    assert source.clause == "第二条"


def test_the_order_of_the_rules_is_that_of_the_file():
    assert [rule.name for rule in parsed(GOOD).rules] == [
        "experience",
        "lock",
        "report",
        "promotion",
        "training",
    ]


def test_every_rule_of_every_bundled_pack_has_a_title_in_both_languages_and_a_source():
    for rule in load_pack("cn-gz").rules:
        assert set(rule.title) == {"zh", "en"}
        for version in rule.versions:
            assert version.source.document
            assert version.source.clause


def test_a_bundled_pack_accounts_for_every_clause_of_its_source():
    pack = load_pack("cn-gz")
    told = {number for rule in pack.rules for number in rule.catalogue}
    told |= {fact.id for fact in pack.facts} | {one["id"] for one in pack.not_encoded}
    assert told == {f"GZ-{number:02}" for number in range(1, 31)}
