"""Gathering: all inputs of a conversion, whatever each of them is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import Any

from attrs import define, field

from partyorg.errors import InputInfo, Problem, ProblemSeverity
from partyorg.forms.kinds import Kind, kind_of
from partyorg.forms.official import Official
from partyorg.forms.reading import read_forms
from partyorg.forms.results import FormsRead, Guess
from partyorg.readers import InputError, Limits
from partyorg.readers.files import fingerprint

__all__ = ["Gathering"]


@define
class Gathering:
    """What has been read of forms, rosters and workbooks so far.

    Sheets are read when they are taken, forms one at a time when `officials` comes to them, so
    that a folder of many is never in memory whole.
    """

    limits: Limits
    mapping: str | PathLike[str] | None = None
    progress: Callable[[int, int], None] | None = None
    organizations: list[Mapping[str, Any]] = field(factory=list)
    guesses: list[Guess] = field(factory=list)
    problems: list[Problem] = field(factory=list)
    inputs: list[InputInfo] = field(factory=list)
    _waiting: list[FormsRead | Path] = field(factory=list)

    def take(self, path: Path) -> None:
        """Take an input in."""
        kind = kind_of(path, self.limits)
        if kind is Kind.FORMS:
            self._waiting.append(path)
            return
        if kind is Kind.COLLECTION:
            from partyorg.forms.collection import read_collection  # noqa: PLC0415

            read = read_collection(path, self.limits)
        else:
            from partyorg.forms.roster import read_roster  # noqa: PLC0415

            read = read_roster(path, self.limits, self.mapping)
        faults = [one for one in read.problems if one.severity is ProblemSeverity.ERROR]
        if faults and not read.officials:
            raise _as_error(faults[0], path)
        self.organizations += read.organizations
        self.guesses += read.guesses
        self.problems += read.problems
        self.inputs += read.inputs
        self._waiting.append(read)

    def officials(self) -> Iterator[Official]:
        """Give the officials of all inputs, one by one; what cannot be read becomes a problem."""
        for waiting in self._waiting:
            if isinstance(waiting, FormsRead):
                yield from waiting.officials
                continue
            number, faults = 0, []
            for found in read_forms(waiting, self.limits, self.progress):
                if isinstance(found, Problem):
                    faults.append(found)
                    continue
                number += 1
                yield found
            if not number:  # nothing at all could be read, so there is nothing to go on with
                raise _as_error(faults[0], waiting)
            self.problems += faults
            sha256 = fingerprint(waiting) if waiting.is_file() else None
            self.inputs.append(InputInfo(waiting.name, sha256, number))


def _as_error(problem: Problem, path: Path) -> InputError:
    """Turn a problem into the error that says why nothing at all could be read."""
    said = problem.message
    return InputError(problem.input or path.name, problem.code, said["zh"], said["en"])
