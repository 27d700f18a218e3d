"""Read packs: TOML in, frozen rules out, and a refusal that names the place for anything doubtful.

Refused are unknown keys, duplicate identifiers, a version without a source, thresholds as floats,
and an unverified source (level M).  A pack may `extend` another and replace parameters of its
rules, for instance for another province's numbers; each replacement gives its own source.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from partyorg.errors import CallError, PackError, hint
from partyorg.rulebook.builder import Builder
from partyorg.rulebook.pack import Pack
from partyorg.rulebook.schema import RawPack, structure

__all__ = ["bundled_packs", "load_pack", "parse_pack"]


@cache
def bundled_packs() -> tuple[str, ...]:
    """Name the packs that come with the library.

    >>> "cn-gz" in bundled_packs()
    True
    """
    names = (entry.name for entry in files("partyorg.packs").iterdir())
    return tuple(
        sorted(
            name.removesuffix(".toml")
            for name in names
            if name.endswith(".toml") and not name.endswith(".cases.toml")
        )
    )


@cache
def _bundled(pack_id: str) -> Pack:
    text = (files("partyorg.packs") / f"{pack_id}.toml").read_text("utf-8")
    return parse_pack(text, f"{pack_id}.toml")


def load_pack(name: str | os.PathLike[str]) -> Pack:
    """Load a pack: a bundled one by its identifier, or one's own by the path of its TOML file.

    Raises `CallError` if there is no such pack, `PackError` if it cannot be used.

    >>> load_pack("cn-gz")["team-experience"].versions[0].params.at_least
    Fraction(2, 3)
    """
    known = bundled_packs()
    if str(name) in known:
        return _bundled(str(name))
    path = Path(name)
    if not path.is_file():
        near = hint(str(name), known)
        msg = f"there is no pack and no file '{name}'"
        msg += f"; did you mean '{near}'?" if near else f"; bundled packs: {', '.join(known)}"
        raise CallError(msg)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path.name}: cannot be read: {error}; a pack is a TOML file in UTF-8"
        raise PackError(msg) from error
    return parse_pack(text, path.name)


def parse_pack(text: str, name: str) -> Pack:
    """Make a pack from the text of a TOML file; `name` is what error messages call it."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"{name}: not TOML: {error}"
        raise PackError(msg) from error
    for place, value in _floats(data, ""):
        msg = f'{name}: {place}: {value} is a float; write a fraction, "2/3"'
        raise PackError(msg)
    raw = structure(data, RawPack, name, "")
    if raw.extends is not None and raw.extends not in bundled_packs():
        known = ", ".join(bundled_packs())
        msg = f"{name}: extends: no bundled pack '{raw.extends}'; there are: {known}"
        raise PackError(msg)
    for index, above in enumerate(raw.builds_on):
        if above not in bundled_packs() or above == raw.id:
            near = hint(above, bundled_packs())
            known = ", ".join(bundled_packs())
            tail = f"did you mean '{near}'?" if near else f"there are: {known}"
            msg = f"{name}: builds_on[{index}]: no bundled pack '{above}'; {tail}"
            raise PackError(msg)
    base = _bundled(raw.extends) if raw.extends is not None else None
    return Builder(name, raw, sha256(text.encode()).hexdigest(), base).pack()


def _floats(value: Any, place: str) -> Iterator[tuple[str, float]]:
    if isinstance(value, float):
        yield place, value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _floats(part, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _floats(part, f"{place}[{index}]")
