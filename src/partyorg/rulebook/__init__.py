"""Rules as data: kinds, packs, and the loader that refuses what is not law."""

from partyorg.rulebook.builder import with_parameters
from partyorg.rulebook.figures import Fact, Figure
from partyorg.rulebook.json_schema import pack_schema
from partyorg.rulebook.kinds import KINDS, Judgement, Kind, decide
from partyorg.rulebook.loader import bundled_packs, load_pack, parse_pack
from partyorg.rulebook.pack import Conventions, Pack, Rule, Version

__all__ = [
    "KINDS",
    "Conventions",
    "Fact",
    "Figure",
    "Judgement",
    "Kind",
    "Pack",
    "Rule",
    "Version",
    "bundled_packs",
    "decide",
    "load_pack",
    "pack_schema",
    "parse_pack",
    "with_parameters",
]
