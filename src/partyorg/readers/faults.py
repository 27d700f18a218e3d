"""An input that cannot be read at all: why, and what to do."""

from __future__ import annotations

from partyorg.errors import DataError, Problem, ProblemSeverity, shown

__all__ = ["InputError"]


class InputError(DataError):
    """A file that cannot be read: its name, a code like those of problems, the text.

    `name` is made fit to be printed: on one line, long numbers masked.  `message` holds the text
    under the keys `"zh"` and `"en"`; both say what would be right.

    >>> print(InputError("人员.csv", "empty-file", "文件为空；请重新导出", "empty; export it anew"))
    人员.csv: empty; export it anew / 文件为空；请重新导出
    """

    def __init__(self, name: str, code: str, zh: str, en: str) -> None:
        self.name = shown(name)
        super().__init__(f"{self.name}: {en} / {zh}")
        self.code = code
        self.message = {"zh": zh, "en": en}

    def as_problem(self, table: str | None = None) -> Problem:
        """Give the problem to list where other files can still be read."""
        return Problem(
            severity=ProblemSeverity.ERROR,
            code=self.code,
            message=self.message,
            table=table,
            input=self.name,
        )
