"""What a new pack begins with: a commented file, and its worked cases."""

from __future__ import annotations

import json
import re
from importlib.resources import files

from partyorg.errors import CallError
from partyorg.rulebook.json_schema import pack_schema

__all__ = ["SCHEMA", "template"]

SCHEMA = "partyorg-pack.schema.json"
"""The name of the schema beside a pack."""


def template(name: str) -> dict[str, bytes]:
    """Give the files of a new pack, by their names: the pack, its cases, the schema for editors.

    >>> sorted(template("cn-xx"))
    ['cn-xx.cases.toml', 'cn-xx.toml', 'partyorg-pack.schema.json']
    """
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        msg = f"'{name}' is no name for a pack; write lower case with hyphens, as cn-xx.toml"
        raise CallError(msg)
    folder = files("partyorg.rulebook.template")
    texts = {
        f"{name}{ending}": (folder / f"pack{ending}").read_text("utf-8").replace("PACK", name)
        for ending in (".toml", ".cases.toml")
    }
    texts[SCHEMA] = json.dumps(pack_schema(), ensure_ascii=False, indent=1) + "\n"
    return {file: text.encode() for file, text in texts.items()}
