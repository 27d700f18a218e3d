"""Identifiers of people in what is written: running numbers, or keyed hashes.

An identity number joins the rows of one input and is then gone.  Running numbers say nothing of
anybody and differ from one input to the next.  Whoever must compare the reports of several years
gives a key: the same number then always gives the same identifier, and without the key nobody can
go through all numbers there are to find whose it is (HMAC, RFC 2104).
"""

from __future__ import annotations

import hashlib
import hmac

from attrs import define, field

from partyorg.errors import CallError
from partyorg.forms.official import Official

__all__ = ["LEAST_KEY", "Identities"]

LEAST_KEY = 16
"""Bytes: a shorter key could be guessed."""

_LENGTH = 16


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
        told = official.secret or f"{official.name}|{official.started_work}"
        digest = hmac.new(
            self.key, told.strip().upper().encode("utf-8", "surrogatepass"), hashlib.sha256
        )
        return digest.hexdigest()[:_LENGTH]

    def again(self, official: Official) -> str | None:
        """Tell whether the same identity number came before, and from which input."""
        if not official.secret:
            return None
        digest = hashlib.sha256(
            official.secret.strip().upper().encode("utf-8", "surrogatepass")
        ).hexdigest()
        before = self._seen.get(digest)
        self._seen.setdefault(digest, official.source)
        return before
