"""Queries: one for each of our tables, and each of them a single SELECT.

A query is read out of a file that somebody wrote, perhaps somebody else.  What stands in the way of
writing is the transaction, which only reads; but a second statement could end that transaction and
begin another, so there must not be one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from partyorg.errors import CallError, hint
from partyorg.model import TABLES, table_named

__all__ = ["checked_queries", "is_select"]

_QUOTED = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*\"""")
# With these in it, where a quotation ends is told differently from database to database.
_TRICKY = re.compile(r"[\\$\[`#]|--|/\*")
_BEGINS = re.compile(
    r"(?:\s|\(|--[^\n]*+\n|/\*.*?\*/)*+(?:select|with|values|table)\b", re.IGNORECASE | re.DOTALL
)


def checked_queries(queries: Mapping[str, str]) -> dict[str, str]:
    """Give queries by the English names of our tables.

    Raises:
        CallError: there is no such table, one has two queries, or what is given is no text.

    >>> checked_queries({"人员": "SELECT A0000 AS person_id FROM A01"})
    {'people': 'SELECT A0000 AS person_id FROM A01'}
    """
    found: dict[str, str] = {}
    for name, query in queries.items():
        table = table_named(str(name))
        if table is None:
            near = hint(str(name), [n for t in TABLES.values() for n in (t.name, t.zh)])
            msg = f"queries: there is no table '{name}'; " + (
                f"did you mean '{near}'?" if near else f"the tables are {', '.join(TABLES)}"
            )
            raise CallError(msg)
        if not isinstance(query, str) or not query.strip():
            msg = f"queries: what is given for '{name}' is no query; write SELECT …"
            raise CallError(msg)
        if table.name in found:
            msg = f"queries: '{table.name}' ({table.zh}) is given twice; make one query of the two"
            raise CallError(msg)
        found[table.name] = query
    return found


def is_select(query: str) -> bool:
    """Tell whether a query is a single statement that selects.

    A semicolon at its end is no second statement, nor is one in quotation marks, unless something
    makes it doubtful where these end.

    >>> is_select("SELECT ';' AS tags;"), is_select("SELECT 1; DELETE FROM people")
    (True, False)
    """
    bare = query if _TRICKY.search(query) else _QUOTED.sub("''", query)
    return ";" not in bare.rstrip().removesuffix(";") and _BEGINS.match(query) is not None
