"""The JSON Schema of packs: it lets through what the loader takes, and marks plain faults."""

import tomllib
from pathlib import Path

import jsonschema
import pytest
from pack_faults import WORDS
from pack_texts import GOOD, spoiled

from partyorg.rulebook import KINDS, bundled_packs, pack_schema

PACKS = Path(__file__).parents[2] / "src" / "partyorg" / "packs"
SCHEMA = jsonschema.Draft7Validator(pack_schema())
LOADER_ALONE = {
    "a share of nothing",
    "a source without an issuer",
    "a source that is not there",
    "a source from memory",
    "a version without a source",
    "an identifier twice",
    "a date that is none",
    "a last day before the first",
}
"""What no schema can tell, or not in its few words."""


def faults(text):
    return [error.message for error in SCHEMA.iter_errors(tomllib.loads(text))]


def test_it_is_a_schema():
    jsonschema.Draft7Validator.check_schema(pack_schema())


@pytest.mark.parametrize("pack", bundled_packs())
def test_a_bundled_pack_has_the_form(pack):
    assert faults((PACKS / f"{pack}.toml").read_text("utf-8")) == []


def test_a_good_pack_has_the_form():
    assert faults(GOOD) == []


@pytest.mark.parametrize("fault", WORDS)
def test_a_fault_is_marked_unless_only_the_loader_can_tell(fault):
    old, new, _ = WORDS[fault]
    assert bool(faults(spoiled(old, new))) is (fault not in LOADER_ALONE)


def test_an_editor_is_told_what_a_key_means():
    schema = pack_schema()
    version = schema["definitions"]["RawVersion"]["properties"]
    assert version["to"]["description"].startswith("the last day in force; left out while")
    assert {"from", "to"} <= version.keys()
    assert schema["definitions"]["RawRule"]["properties"]["kind"]["enum"] == list(KINDS)
