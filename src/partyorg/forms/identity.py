"""Identifiers of people in what is written: running numbers, or keyed hashes.

An identity number joins the rows of one input and is then gone.  Running numbers say nothing of
anybody and differ from one input to the next.  Whoever must compare the reports of several years
gives a key: the same number then always gives the same identifier, and without the key nobody can
go through all numbers there are to find whose it is (HMAC, RFC 2104).
"""

from __future__ import annotations

import hashlib
import hmac
import re

from attrs import define, field

from partyorg.errors import CallError
from partyorg.forms.official import Official

__all__ = ["LEAST_KEY", "Identities", "number_of"]

LEAST_KEY = 16
"""Bytes: a shorter key could be guessed."""

_LENGTH = 16


_NUMBER = re.compile(r"\d{15}|\d{17}[\dX]", re.ASCII)


def number_of(official: Official) -> str | None:
    """Give the identity number of an official; None for what is none, such as 无."""
    number = re.sub(r"\s", "", official.secret or "").upper()
    return number if _NUMBER.fullmatch(number) else None


@define
class Identities:
    """Gives each official an identifier; `key` makes it a keyed hash.

    >>> Identities().of(Official(source="a.lrmx", name="干部0001"))
    'P0001'
    """

    key: bytes | None = field(default=None, repr=False)
    _given: int = 0
    _seen: dict[str, str] = field(factory=dict, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse a key that protects nothing."""
        if self.key is not None and len(self.key) < LEAST_KEY:
            msg = f"the key has {len(self.key)} bytes; give a random one of {LEAST_KEY} or more"
            raise CallError(msg)

    def of(self, official: Official) -> str:
        """Give the identifier of an official."""
        self._given += 1
        if self.key is None:
            return f"P{self._given:04}"
        told = number_of(official)
        if told is None:  # a name alone is no identity: two people may have it
            where = (official.source, official.sheet, official.row)
            told = f"{official.name}|{official.started_work}|{where}"
        digest = hmac.new(self.key, told.encode("utf-8", "surrogatepass"), hashlib.sha256)
        return digest.hexdigest()[:_LENGTH]

    def again(self, official: Official) -> str | None:
        """Tell whether the same identity number came before, and from which input."""
        number = number_of(official)
        if number is None:
            return None
        told = f"{number}|{official.name}"
        digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
        before = self._seen.get(digest)
        self._seen.setdefault(digest, official.source)
        return before
