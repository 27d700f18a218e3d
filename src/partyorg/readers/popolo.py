"""Popolo JSON: people, organisations and memberships, as data on politicians are exchanged.

Read are the lists `persons`, `organizations`, `memberships`, `posts` and `areas` of one document;
an area is a place, so it becomes an organisation of the kind division.  What our tables have and
Popolo has not travels beside them: in a record under the key `partyorg`, by the names of our
columns, and whole tables under the same key of the document.  Where both say something of one
column, Popolo's own key counts.

All else is dropped unread, for Popolo has room for much that is nobody's business here (birth,
gender, image, contact details).

A value is handed on as it stands, and read where those of every format are: an end of a post that
is not a date sets its row aside, and never becomes an open end.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from attrs import define, evolve, field

from partyorg.errors import InputInfo, ProblemSeverity, hint, masked
from partyorg.model import TABLES, Choice, Level, OrgKind, RawTable, table_meant, table_named
from partyorg.readers.faults import InputError
from partyorg.readers.files import contents, fingerprint, too_large
from partyorg.readers.json_text import parsed
from partyorg.readers.limits import Limits
from partyorg.readers.popolo_classes import (
    ABOUT,
    CLASSES,
    EXTENSION,
    NO_TEXT,
    NOTHING,
    Given,
    as_cell,
    as_key,
    post_of,
    referred,
)
from partyorg.readers.popolo_notes import Notes

__all__ = ["read"]

_Rows = list[tuple[int, dict[str, Any]]]
"""The rows of a table by their number, each by the names of its columns."""

_MOST_KEYS = 200
_NOT_OURS = {"events", "motions", "vote_events", "votes", "counts", "speeches", "meta"}
"""Other lists of a Popolo document; there is nothing in them that a rule needs."""
_TABLES = {known.table for known in CLASSES.values()}


def read(path: Path, limits: Limits) -> list[RawTable]:
    """Read a Popolo document."""
    data = contents(path, limits.json_bytes)
    document = parsed(path.name, data)
    if not isinstance(document, dict) or document.keys().isdisjoint({*CLASSES, EXTENSION}):
        raise InputError(
            path.name,
            "no-table",
            "不是 Popolo 文件；最外层应为对象，含 persons、organizations、memberships 等数组",
            "not Popolo; the outermost must be an object with lists persons, organizations, "
            "memberships",
        )
    return _Reading(path.name, document, limits).tables(fingerprint(data))


@define
class _Reading:
    """A document being read."""

    source: str
    document: Given
    limits: Limits
    notes: Notes = field(init=False)
    posts: dict[str, Given | None] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.notes = Notes(self.source)

    def tables(self, sha256: str) -> list[RawTable]:
        """Give the tables of the document."""
        self._others()
        self._read_posts()
        made: dict[str, _Rows] = {
            "organizations": self._organizations(),
            "people": [(n, self._row("persons", n, one)) for n, one in self._records("persons")],
            "appointments": [
                (n, self._membership(n, one)) for n, one in self._records("memberships")
            ],
        }
        found = [self._table(name, rows, sha256) for name, rows in made.items() if rows]
        found += self._own_tables(sha256)
        problems = self.notes.told()
        found += self.notes.lost
        if not found:
            found = [RawTable("people", (), (), InputInfo(self.source, sha256, 0), lenient=True)]
        return [evolve(found[0], problems=problems), *found[1:]]

    def _records(self, name: str, before: int = 0) -> Iterator[tuple[int, Given]]:
        """Give the records of a class, numbered behind those before."""
        return self._objects(name, CLASSES[name].table, self.document.get(name), before)

    def _objects(
        self, name: str, table: str | None, given: Any, before: int = 0
    ) -> Iterator[tuple[int, Given]]:
        """Give the objects of a list with their numbers; note what is none."""
        if given is None:
            return
        if not isinstance(given, list):
            zh, en = f"{name} 应为数组；请更正", f"{name} must be a list; mend it"
            if table is None:
                self.notes.note("broken-json", zh, en, value=name)
            else:
                self.notes.lose(table, "broken-json", zh, en, value=name)
            return
        others = [at for at, record in enumerate(given, 1) if not isinstance(record, dict)]
        if others:
            self.notes.no_objects(name, table, others, before)
        yield from ((at, one) for at, one in enumerate(given, before + 1) if isinstance(one, dict))

    def _row(self, name: str, number: int, record: Given) -> dict[str, Any]:
        """Give the row of a record: what stands beside it, and over that what Popolo says."""
        known = CLASSES[name]
        row = self._beside(name, number, record)
        for key, column in known.keys.items():
            if (value := record.get(key)) is not None:
                row[column] = as_cell(value)
        for key, column in known.references.items():
            if (value := referred(record, key)) is not None:
                row[column] = as_cell(value)
        for key, value in record.items():
            if known.knows(key) or value in NOTHING:
                continue
            if key == "memberships":
                self._note_nested(name)
            else:
                self.notes.unread(name, known.table, key)
        return row

    def _beside(self, name: str, number: int, record: Given) -> dict[str, Any]:
        """Give our own columns of a record."""
        given = record.get(EXTENSION)
        if given is None:
            return {}
        if isinstance(given, dict):
            return {key: as_cell(value) for key, value in given.items()}
        table = CLASSES[name].table
        self.notes.note(
            "broken-json",
            f"{name} 中的 {EXTENSION} 应为对象；请更正",
            f"{EXTENSION} in {name} must be an object; mend it",
            table=table,
            row=number,
            value=EXTENSION,
        )
        # Nobody can tell what it held, so the row is not to be used: a cell that cannot be read.
        return {} if table is None else {TABLES[table].columns[-1].name: NO_TEXT}

    def _organizations(self) -> _Rows:
        """Read the organisations, then the areas; an area of the same id is that organisation."""
        found: _Rows = []
        for number, record in self._records("organizations"):
            row = self._row("organizations", number, record)
            self._classify(row, record.get("classification"), number, kind=OrgKind, level=Level)
            found.append((number, row))
        known = {as_key(row.get("org_id")) for _, row in found}
        given = self.document.get("organizations")
        before = len(given) if isinstance(given, list) else 0
        for number, record in self._records("areas", before):
            row = self._row("areas", number, record)
            row.setdefault("kind", OrgKind.DIVISION.value)
            self._classify(row, record.get("classification"), number, level=Level)
            if as_key(row.get("org_id")) not in known - {None}:
                found.append((number, row))
        return found

    def _classify(
        self, row: dict[str, Any], told: Any, number: int, **columns: type[Choice]
    ) -> None:
        """Take a classification for our kind or our level, where it is one of them."""
        if told in NOTHING:
            return
        text = told.strip().lower() if isinstance(told, str) else None
        fitting = [
            column
            for column, choices in columns.items()
            if any(text in (member.value, *member.aliases) for member in choices)
        ]
        for column in fitting:
            row[column] = text
        if not fitting and row.get(next(iter(columns))) is None:
            self.notes.unclassified(told, number)

    def _read_posts(self) -> None:
        """Read the posts by their id; two that differ under one id are none."""
        for number, record in self._records("posts"):
            self._row("posts", number, record)  # for what is not read of it
            if (key := as_key(record.get("id"))) is not None:
                post = post_of(record)
                self.posts[key] = post if self.posts.get(key, post) == post else None

    def _membership(self, number: int, record: Given) -> dict[str, Any]:
        """Read a membership: its organisation and its name may be those of the post."""
        row = self._row("memberships", number, record)
        post = self._post(number, record)
        if row.get("org_id") is None:
            row["org_id"] = post.get("organization")
        told = (record.get("role"), record.get("label"), post.get("label"), post.get("role"))
        named = next((value for value in told if value not in (None, "")), None)
        if named is not None:
            row["post"] = as_cell(named)
        return row

    def _post(self, number: int, record: Given) -> Given:
        """Give the post of a membership, an empty one if it names none."""
        given = referred(record, "post")
        key = as_key(given)
        if key is not None and (post := self.posts.get(key)) is not None:
            return post
        if key not in self.posts and isinstance(inline := record.get("post"), dict):
            return post_of(inline)
        if given is not None:
            self.notes.without_post("{…}" if key is None else key, number)
        return {}

    def _own_tables(self, sha256: str) -> list[RawTable]:
        """Give our tables for which Popolo has no class."""
        given = self.document.get(EXTENSION)
        if given is None:
            return []
        if not isinstance(given, dict):
            raise InputError(
                self.source,
                "broken-json",
                f"最外层的 {EXTENSION} 应为对象，含 trainings 等表；请更正",
                f"the outermost {EXTENSION} must be an object with tables such as trainings; "
                "mend it",
            )
        self._check_few(given, EXTENSION)
        found = []
        for name, rows in given.items():
            table = table_named(name)
            if table is None:  # the intake says which is meant
                found.append(RawTable(name, (), (), InputInfo(self.source, None, 0)))
            elif table.name in _TABLES:
                self._note_misplaced(name, table.name)
            else:
                cells = [
                    (at, {key: as_cell(value) for key, value in row.items()})
                    for at, row in self._objects(name, table.name, rows)
                ]
                if cells:
                    found.append(self._table(name, cells, sha256))
        return found

    def _others(self) -> None:
        """Name what else stands in the document; something near one of our lists is a slip."""
        self._check_few(self.document, "the document")
        for name, held in self.document.items():
            if name in CLASSES or name in ABOUT:
                continue
            if not isinstance(held, list | dict):
                self.notes.unread("document", None, name)
            elif name not in _NOT_OURS and (meant := _meant(name)):
                self._note_misplaced(name, meant)
            elif held:
                self.notes.note(
                    "unknown-table",
                    f"“{masked(name)}”未读取；如不需要可忽略",
                    "not read; leave it if not needed",
                    severity=ProblemSeverity.WARNING,
                    value=name,
                )

    def _note_misplaced(self, name: str, table: str) -> None:
        home = next((key for key, known in CLASSES.items() if known.table == table), None)
        where = home or f"{EXTENSION}.{table}"
        self.notes.lose(
            table,
            "unknown-table",
            f"“{masked(name)}”未读取；如是“{TABLES[table].zh}”表，请放在 {where} 下",
            f"not read; did you mean '{where}'? then name it so",
            value=name,
        )

    def _note_nested(self, name: str) -> None:
        self.notes.lose(
            "appointments",
            "broken-json",
            f"{name} 内嵌的 memberships 未读取；请移到最外层的 memberships 数组",
            f"memberships within {name} are not read; put them into the outermost list memberships",
            value=f"{name}.memberships",
        )

    def _check_few(self, keys: Collection[str], where: str) -> None:
        """Refuse more keys than an honest document has, before each is compared with ours."""
        if len(keys) > _MOST_KEYS:
            raise too_large(self.source, f"> {_MOST_KEYS} keys of {where}")

    def _table(self, name: str, rows: _Rows, sha256: str) -> RawTable:
        """Make a table; its headings are all keys of its rows, so the intake sees each of them."""
        headings: dict[str, None] = {}
        for _, row in rows:
            headings.update(dict.fromkeys(row))
            self._check_few(headings, name)
        if len(headings) * len(rows) > self.limits.sheet_cells:
            raise too_large(self.source, f"> {self.limits.sheet_cells:,} cells of {name}")
        return RawTable(
            name,
            list(headings),
            [tuple(row.get(heading) for heading in headings) for _, row in rows],
            InputInfo(self.source, sha256, len(rows)),
            lenient=True,
            numbers=[number for number, _ in rows],
        )


def _meant(name: str) -> str | None:
    """Give the table that the name of a list seems to mean."""
    near = hint(name, CLASSES)
    table = CLASSES[near].table if near else None
    if table is None and (ours := table_meant(name)):
        return ours.name
    return table
