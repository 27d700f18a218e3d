"""A data set as Popolo JSON, to be read by whoever reads data on politicians, and by us again.

People, organisations and memberships have the keys that Popolo gives them; the columns and tables
that it has not stand beside them under `partyorg`.  JSON escapes what would break it, so text is
written as it is, and read back as it was.
"""

from __future__ import annotations

import json
from enum import Enum
from fractions import Fraction
from typing import Any

from partyorg.dates import PartialDate
from partyorg.model import TABLES, Dataset
from partyorg.writers.tables import cell

__all__ = ["popolo"]

_CLASSES: dict[str, tuple[str, dict[str, str]]] = {
    "persons": ("people", {"person_id": "id", "name": "name"}),
    "organizations": (
        "organizations",
        {
            "org_id": "id",
            "name": "name",
            "kind": "classification",
            "parent_id": "parent_id",
            "valid_from": "founding_date",
            "valid_to": "dissolution_date",
        },
    ),
    "memberships": (
        "appointments",
        {
            "person_id": "person_id",
            "org_id": "organization_id",
            "post": "role",
            "start": "start_date",
            "end": "end_date",
        },
    ),
}


def popolo(dataset: Dataset) -> str:
    """Give a data set as a Popolo document; the same data give the same text.

    Somebody who is only named by other tables, and is in none of the people's rows, is not written
    as a person: read again, the identifier is found missing as before.

    >>> from partyorg.model import Dataset
    >>> data = Dataset.from_records(people=[{"person_id": "N1", "recruited_on": "2015-08"}])
    >>> print(popolo(data))
    {
     "persons": [
      {
       "id": "N1",
       "partyorg": {
        "recruited_on": "2015-08"
       }
      }
     ],
     "organizations": [],
     "memberships": []
    }
    """
    document: dict[str, Any] = {
        name: [_record(row, table, keys) for row in getattr(dataset, table) if row.row]
        for name, (table, keys) in _CLASSES.items()
    }
    others = {
        name: [_columns(row, name, {}) for row in getattr(dataset, name)]
        for name in TABLES
        if name not in {table for table, _ in _CLASSES.values()} and getattr(dataset, name)
    }
    if others:
        document["partyorg"] = others
    text = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False)
    return text.encode("utf-8", "replace").decode()  # half characters are in no encoding


def _record(row: Any, table: str, keys: dict[str, str]) -> dict[str, Any]:
    found = {key: _value(getattr(row, own)) for own, key in keys.items()}
    found = {key: value for key, value in found.items() if value is not None}
    beside = _columns(row, table, keys)
    return found | ({"partyorg": beside} if beside else {})


def _columns(row: Any, table: str, keys: dict[str, str]) -> dict[str, Any]:
    names = [column.name for column in TABLES[table].columns if column.name not in keys]
    values = {name: _value(getattr(row, name)) for name in names}
    return {name: value for name, value in values.items() if value not in (None, [])}


def _value(value: Any) -> Any:
    """Give a value as JSON has it; dates and exact numbers as text, lists of words as lists."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, bool | int) or value is None:
        return value
    if isinstance(value, tuple):
        return [str(word) for word in value]
    if isinstance(value, PartialDate | Fraction):
        return cell(value)
    return str(value)
