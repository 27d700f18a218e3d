"""Markdown from values and docstrings."""

from __future__ import annotations

from collections.abc import Iterable


def cell(value: object) -> str:
    """Give a value as the cell of a Markdown table."""
    return " ".join(str(value).split()).replace("|", "\\|")


def grid(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Give a Markdown table."""
    names = list(heads)
    lines = ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]
    lines += ["| " + " | ".join(map(cell, row)) + " |" for row in rows]
    return "\n".join(lines)


def prose(docstring: str | None) -> str:
    """Give a docstring without the indentation of its lines."""
    lines = (docstring or "").strip().splitlines()
    return "\n".join(line.strip() for line in lines)
