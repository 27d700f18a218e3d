"""The classes of Popolo: which key of a record is which of our columns, and what its values are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from attrs import field, frozen

from partyorg.model.cells import as_text

__all__ = [
    "ABOUT",
    "CLASSES",
    "EXTENSION",
    "NOTHING",
    "NO_TEXT",
    "Class",
    "Given",
    "as_cell",
    "as_key",
    "post_of",
    "referred",
]

EXTENSION = "partyorg"
"""The key under which our own columns and tables travel."""

Given = Mapping[str, Any]
NO_TEXT: dict[str, Any] = {}
"""The cell for a value that is an object: no column takes it, and nothing of it is quoted."""
NOTHING: tuple[object, ...] = (None, "", [], {})
ABOUT = {"type", "@type", "@context", "sources", "created_at", "updated_at", EXTENSION}
"""Keys about the record itself."""


@frozen
class Class:
    """A class of Popolo: the table its records go to, and their keys.

    `keys` are those of our columns; `references` name another record, under `parent_id` its
    identifier or under `parent` the record itself; `apart` are read in a way of their own.
    """

    table: str | None
    keys: Mapping[str, str] = field(factory=dict)
    references: Mapping[str, str] = field(factory=dict)
    apart: Collection[str] = ()

    def knows(self, key: str) -> bool:
        """Tell whether a key is read, or says something of the record itself."""
        if key in self.keys or key in self.apart or key in ABOUT:
            return True
        return key.removesuffix("_id") in self.references


CLASSES = {
    "organizations": Class(
        "organizations",
        {
            "id": "org_id",
            "name": "name",
            "founding_date": "valid_from",
            "dissolution_date": "valid_to",
        },
        {"parent": "parent_id", "area": "within_id"},
        {"classification"},
    ),
    "areas": Class(
        "organizations",
        {"id": "org_id", "name": "name", "identifier": "division_code"},
        {"parent": "parent_id"},
        {"classification"},
    ),
    "persons": Class("people", {"id": "person_id", "name": "name"}),
    "memberships": Class(
        "appointments",
        {"start_date": "start", "end_date": "end"},
        {"person": "person_id", "organization": "org_id"},
        {"id", "role", "label", "post", "post_id"},
    ),
    "posts": Class(None, {}, {"organization": "org_id"}, {"id", "role", "label"}),
}


def as_cell(value: Any) -> Any:
    """Give a value as a cell: a list is one of words, an object is nothing that can be read."""
    if isinstance(value, dict):
        return NO_TEXT
    if isinstance(value, list):
        given = [word for word in value if word is not None]
        return [NO_TEXT if isinstance(word, dict | list) else word for word in given]
    return value


def as_key(value: Any) -> str | None:
    """Give an identifier as it will be read; None for what is none."""
    return None if value is None or isinstance(value, dict | list) else as_text(value)


def post_of(record: Given) -> Given:
    """Give what is read of a post, as cells."""
    told = {key: as_cell(record.get(key)) for key in ("label", "role")}
    return told | {"organization": as_cell(referred(record, "organization"))}


def referred(record: Given, name: str) -> Any:
    """Give the identifier of a record that is named by it, or stands there itself."""
    if (given := record.get(f"{name}_id")) is not None:
        return given
    inline = record.get(name)
    return inline.get("id", NO_TEXT) if isinstance(inline, dict) else inline
