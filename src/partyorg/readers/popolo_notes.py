"""What is amiss in a Popolo document, gathered so that each fault is told once, with its place.

A place is one of our tables and the number of the record in its list, from 1.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import define, field

from partyorg.errors import InputInfo, Problem, ProblemSeverity, masked
from partyorg.model import TABLES, RawTable
from partyorg.model.headings import is_private

__all__ = ["Notes"]

_LISTED = 20
"""So many names are listed; Popolo has fewer for a person."""


@define
class Notes:
    """The faults of one document.

    `problems` are those told already; `lost` are tables of which nobody can tell what they held.
    """

    source: str
    problems: list[Problem] = field(factory=list)
    lost: list[RawTable] = field(factory=list)
    _unread: dict[tuple[str, str | None, bool], dict[str, None]] = field(factory=dict)
    _unclassified: dict[str, list[int]] = field(factory=dict)
    _without_post: dict[str, list[int]] = field(factory=dict)

    def told(self) -> tuple[Problem, ...]:
        """Give all problems; call this last, for some are told only now."""
        for (name, table, private), keys in self._unread.items():
            self._tell_unread(name, table, keys, private=private)
        if self._unclassified:
            self._tell_unclassified()
        for post, rows in self._without_post.items():
            self._tell_without_post(post, rows)
        return tuple(self.problems)

    def note(self, code: str, zh: str, en: str, **address: Any) -> None:
        """Write a problem down; `address` holds the other fields of `Problem`."""
        self.problems.append(self._problem(code, zh, en, **address))

    def lose(self, table: str, code: str, zh: str, en: str, **address: Any) -> None:
        """Say, once, that a table cannot be read, so that what needs it is undetermined."""
        problem = self._problem(code, zh, en, table=table, **address)
        if all(lost.unread != problem for lost in self.lost):
            nothing = InputInfo(self.source, None, 0)
            self.lost.append(RawTable(table, (), (), nothing, unread=problem))

    def _problem(self, code: str, zh: str, en: str, **address: Any) -> Problem:
        value = address.pop("value", None)
        return Problem(
            severity=address.pop("severity", ProblemSeverity.ERROR),
            code=code,
            message={"zh": zh, "en": en},
            value=None if value is None else masked(value),
            input=self.source,
            **address,
        )

    def unread(self, name: str, table: str | None, key: str) -> None:
        """Remember a key that is not read; of a person it is private whatever it is."""
        private = table == "people" or is_private(key)
        keys = self._unread.setdefault((name, table, private), {})
        keys.setdefault(masked(key))

    def unclassified(self, value: object, row: int) -> None:
        """Remember a classification that is neither a kind nor a level of ours."""
        told = masked(value) if isinstance(value, str) else "{…}"
        self._unclassified.setdefault(told, []).append(row)

    def without_post(self, post: object, row: int) -> None:
        """Remember a membership whose post is not there, or is there twice."""
        self._without_post.setdefault(masked(post), []).append(row)

    def no_objects(self, name: str, table: str | None, items: list[int], before: int) -> None:
        """Tell of the items of a list that are no records; so many rows stand before the list."""
        key = next((c.name for c in TABLES[table].columns if c.is_key), None) if table else None
        rows = [before + item for item in items]
        told = ", ".join(map(str, items[:_LISTED])) + (" …" if len(items) > _LISTED else "")
        self.note(
            "broken-json",
            f'{name} 的第 {told} 项应为对象，如 {{"id": …}}；未用，请更正',
            f'item {told} of {name} must be an object such as {{"id": …}}; not used, mend it',
            table=table,
            column=key,
            row=rows[0],
            rows=tuple(rows) if len(rows) > 1 else (),
        )

    def _tell_unread(
        self, name: str, table: str | None, keys: Mapping[str, None], *, private: bool
    ) -> None:
        told = ", ".join(list(keys)[:_LISTED]) + (" …" if len(keys) > _LISTED else "")
        zh, en = f"{name} 中未读取的键：{told}", f"keys of {name} dropped unread: {told}"
        if private:
            zh += "；属个人信息，规则用不到，请从文件中删去"
            en += "; personal data that no rule needs, delete them from the file"
        else:
            zh += "；如不需要可删去"
            en += "; no rule needs them, they may be deleted"
        code = "private-column" if private else "unknown-column"
        self.note(code, zh, en, severity=ProblemSeverity.WARNING, table=table)

    def _tell_unclassified(self) -> None:
        rows = sorted(row for found in self._unclassified.values() for row in found)
        told = ", ".join(list(self._unclassified)[:_LISTED])
        self.note(
            "unknown-value",
            f"classification（{told}）既非类别也非级别，视为未知；请改用“机构”表的取值，"
            "或在 partyorg 下补上 kind",
            f"classification ({told}) is neither a kind nor a level, and taken for unknown; use a "
            "value of the table of organisations, or add kind under partyorg",
            severity=ProblemSeverity.WARNING,
            table="organizations",
            column="kind",
            row=rows[0],
            rows=tuple(rows) if len(rows) > 1 else (),
        )

    def _tell_without_post(self, post: str, rows: list[int]) -> None:
        self.note(
            "unknown-id",
            "posts 中没有此 id，或有多个；请补上，或改正 post_id",
            "not found in posts, or there more than once; add it there, or mend post_id",
            table="appointments",
            column="post",
            row=rows[0],
            value=post,
            rows=tuple(rows) if len(rows) > 1 else (),
        )
