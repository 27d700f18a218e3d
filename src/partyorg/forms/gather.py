"""Gathering: all inputs of a conversion, whatever each of them is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from attrs import define, field

from partyorg.errors import InputInfo, Problem
from partyorg.forms.kinds import Kind, kind_of
from partyorg.forms.official import Official
from partyorg.forms.reading import read_forms
from partyorg.forms.sheets import Guess, read_collection, read_roster
from partyorg.readers import Limits

__all__ = ["Gathering"]
