"""Popolo JSON: people, organisations and memberships, as data on politicians are exchanged.

Read are `persons`, `organizations`, `memberships` and `posts`.  What our tables have and Popolo has
not travels beside them: in a record under the key `partyorg`, by the names of our columns, and
whole tables under the same key of the document.  All else is dropped unread, for Popolo has room
for much that is nobody's business here (birth, gender, image, contact details).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import define, field

from partyorg.errors import InputInfo, Problem, ProblemSeverity, masked
from partyorg.model import TABLES, Level, OrgKind, RawTable
from partyorg.readers.faults import InputError
from partyorg.readers.files import contents, fingerprint
from partyorg.readers.limits import Limits

__all__ = ["EXTENSION", "read"]

EXTENSION = "partyorg"
"""The key under which our own columns and tables travel."""

_CLASSES = ("persons", "organizations", "memberships", "posts")
_KNOWN = {
    "persons": {"id": "person_id", "name": "name"},
    "organizations": {
        "id": "org_id",
        "name": "name",
        "parent_id": "parent_id",
        "founding_date": "valid_from",
        "dissolution_date": "valid_to",
    },
    "memberships": {
        "person_id": "person_id",
        "organization_id": "org_id",
        "start_date": "start",
        "end_date": "end",
    },
}
_TABLE_OF = {"persons": "people", "organizations": "organizations", "memberships": "appointments"}
_READ_APART = {
    "organizations": {"classification", "area_id"},
    "memberships": {"role", "label", "post_id"},
    "posts": {"id", "label", "role", "organization_id"},
}
_QUIET = {"id", "name", "sources", "links", "note", "notes", "created_at", "updated_at", "@type"}
_VALUES = (str, int, float, bool, type(None))


def read(path: Path, limits: Limits) -> list[RawTable]:
    """Read a Popolo document."""
    data = contents(path, limits.file_bytes)
    document = _document(path.name, data)
    if not any(name in document for name in (*_CLASSES, EXTENSION)):
        raise _refused(
            path.name,
            "no-table",
            "不是 Popolo 文件；应有 persons、organizations、memberships 等数组",
            "not Popolo; it should have lists persons, organizations, memberships",
        )
    reading = _Reading(path.name, document)
    return reading.tables(fingerprint(data))


def _document(name: str, data: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        where = (
            f"第 {error.lineno} 行" if isinstance(error, json.JSONDecodeError) else "编码或嵌套有误"
        )
        line = (
            f"line {error.lineno}"
            if isinstance(error, json.JSONDecodeError)
            else "not UTF-8, or nested too deep"
        )
        raise _refused(
            name,
            "broken-json",
            f"JSON 无法读取（{where}）；请重新导出为 UTF-8 编码的 JSON",
            f"not JSON that can be read ({line}); export it anew as JSON in UTF-8",
        ) from error
    if not isinstance(document, dict):
        raise _refused(
            name,
            "broken-json",
            "JSON 的最外层应为对象，含 persons、organizations、memberships",
            "the outermost of the JSON must be an object with persons, organizations, memberships",
        )
    return document


def _refused(name: str, code: str, zh: str, en: str) -> InputError:
    return InputError(name, code, zh, en)


@define
class _Reading:
    """A document being read."""

    source: str
    document: Mapping[str, Any]
    problems: list[Problem] = field(factory=list)
    dropped: dict[str, None] = field(factory=dict)

    def tables(self, sha256: str) -> list[RawTable]:
        """Give the tables of the document."""
        posts = {str(post.get("id")): post for _, post in self._records("posts")}
        made = {
            "organizations": [self._organization(*one) for one in self._records("organizations")],
            "people": [self._row("persons", *one) for one in self._records("persons")],
            "appointments": [self._membership(posts, *one) for one in self._records("memberships")],
        }
        made |= self._own_tables()
        if self.dropped:
            listed = "、".join(self.dropped)
            self._note(
                "unknown-column",
                f"未读取的内容：{masked(listed)}；规则用不到，可从文件中删去",
                f"dropped unread: {masked(', '.join(self.dropped))}; no rule needs it",
                severity=ProblemSeverity.WARNING,
            )
        found = []
        for name, rows in made.items():
            if not rows:
                continue
            columns = [column.name for column in TABLES[name].columns]
            cells = [[row.get(column) for column in columns] for row in rows]
            info = InputInfo(self.source, sha256, len(rows))
            found.append(RawTable(name, columns, cells, info, lenient=True))
        if not found:
            found = [RawTable("people", (), (), InputInfo(self.source, sha256, 0), lenient=True)]
        first = found[0]
        found[0] = RawTable(
            first.name,
            first.headings,
            first.rows,
            first.input,
            lenient=True,
            problems=tuple(self.problems),
        )
        return found

    def _records(self, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
        """Give the records of a class, numbered from 1; what is none is a problem."""
        given = self.document.get(name, [])
        if not isinstance(given, list):
            self._note("broken-json", f"{name} 应为数组", f"{name} must be a list", value=name)
            return
        for number, record in enumerate(given, 1):
            if isinstance(record, dict):
                yield number, record
            else:
                self._note(
                    "broken-json",
                    f"{name} 的第 {number} 项应为对象",
                    f"item {number} of {name} must be an object",
                    row=number,
                    value=name,
                )

    def _row(self, name: str, number: int, record: Mapping[str, Any]) -> dict[str, Any]:
        """Give the row of a record: what Popolo knows, then our own columns beside it."""
        known = _KNOWN[name]
        row = {own: self._cell(name, number, key, record.get(key)) for key, own in known.items()}
        apart = _READ_APART.get(name, set())
        for key in record:
            if key not in known and key not in apart and key not in _QUIET and key != EXTENSION:
                self.dropped.setdefault(f"{name}.{masked(key)}")
        extra = record.get(EXTENSION, {})
        own_names = {column.name for column in TABLES[_TABLE_OF[name]].columns}
        if isinstance(extra, dict):
            for key, value in extra.items():
                if key in own_names:
                    row[key] = self._cell(name, number, key, value)
                else:
                    self.dropped.setdefault(f"{name}.{EXTENSION}.{masked(key)}")
        return row

    def _organization(self, number: int, record: Mapping[str, Any]) -> dict[str, Any]:
        """Read an organisation; its classification is our kind or our level, where it is one."""
        row = self._row("organizations", number, record)
        told = record.get("classification")
        if isinstance(told, str):
            for column, kind in (("kind", OrgKind), ("level", Level)):
                if row.get(column) is None and any(told in (m.value, *m.aliases) for m in kind):
                    row[column] = told
        return row

    def _membership(
        self, posts: Mapping[str, Mapping[str, Any]], number: int, record: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Read a membership: its organisation and its name may be those of the post."""
        post = posts.get(str(record.get("post_id")), {})
        row = self._row("memberships", number, record)
        if row.get("org_id") is None:
            row["org_id"] = self._cell(
                "posts", number, "organization_id", post.get("organization_id")
            )
        if row.get("post") is None:
            told = (record.get("label"), record.get("role"), post.get("label"), post.get("role"))
            row["post"] = next((text for text in told if isinstance(text, str) and text), None)
        return row

    def _own_tables(self) -> dict[str, list[dict[str, Any]]]:
        """Give our tables for which Popolo has no class."""
        given = self.document.get(EXTENSION, {})
        found: dict[str, list[dict[str, Any]]] = {}
        for name, rows in given.items() if isinstance(given, dict) else ():
            if name not in TABLES or name in _TABLE_OF.values() or not isinstance(rows, list):
                self.dropped.setdefault(f"{EXTENSION}.{masked(name)}")
                continue
            found[name] = [
                {str(key): self._cell(name, number, key, value) for key, value in row.items()}
                for number, row in enumerate(rows, 1)
                if isinstance(row, dict)
            ]
        return found

    def _cell(self, name: str, number: int, key: str, value: Any) -> Any:
        """Give a value as a cell; a list is one of words, an object is none."""
        if isinstance(value, list) and all(isinstance(word, str) for word in value):
            return ";".join(value)
        if isinstance(value, _VALUES):
            return value
        self._note(
            "broken-json",
            f"{name} 的第 {number} 项：{masked(key)} 应为文字或数字",
            f"item {number} of {name}: {masked(key)} must be text or a number",
            row=number,
            value=key,
        )
        return None

    def _note(
        self,
        code: str,
        zh: str,
        en: str,
        *,
        row: int | None = None,
        value: str | None = None,
        severity: ProblemSeverity = ProblemSeverity.ERROR,
    ) -> None:
        self.problems.append(
            Problem(
                severity=severity,
                code=code,
                message={"zh": zh, "en": en},
                row=row,
                value=None if value is None else masked(value),
                input=self.source,
            )
        )
