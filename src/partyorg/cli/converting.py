"""`partyorg convert`: whatever users have, as our tables to look at, correct and go on with."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from partyorg._files import write_all
from partyorg.cli.inputs import reading
from partyorg.cli.progress import counting
from partyorg.errors import CallError, ProblemSeverity, masked
from partyorg.loading import Converted, convert

__all__ = ["run"]


def run(given: argparse.Namespace) -> int:
    """Convert inputs, write the tables, and say what should be looked at."""
    files = _places(given)
    with counting("读取… reading") as progress:
        made = convert(given.inputs, progress=progress, **reading(given))
    if given.pseudonyms:
        made = made.without_names()
    written = [path for places in files for path in _write(places, made, given)]
    _say(made, given.lang)
    for path in written:
        print(path)
    return 0


def _places(given: argparse.Namespace) -> list[tuple[str, Path]]:
    """Give what goes where; refuse a place that cannot be written before anything is read."""
    places = [("tables", given.output)]
    if given.quality is not None:
        if given.quality.suffix.lower() not in (".html", ".xlsx"):
            msg = f"--quality: '{given.quality.name}' is neither .html nor .xlsx"
            raise CallError(msg)
        places.append(("quality", given.quality))
    if given.save_mapping is not None:
        places.append(("mapping", given.save_mapping))
    for _, path in places:
        if path.is_file():
            msg = f"{path} is there already and is not overwritten; name another place"
            raise CallError(msg)
    return places


def _write(place: tuple[str, Path], made: Converted, given: argparse.Namespace) -> list[Path]:
    what, path = place
    if what == "mapping":
        return write_all({path: made.mapping_text().encode()})
    if what == "quality":
        return write_all({path: made.quality_bytes(path.suffix.lower(), lang=given.lang)})
    return write_all(made.files(path))


def _say(made: Converted, lang: str) -> None:
    """Say what was read, how headings were understood, and what should be looked at."""
    from rich.console import Console  # noqa: PLC0415

    from partyorg.forms.quality_views import show, told  # noqa: PLC0415

    console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 100)
    for guess in made.guesses:
        console.print(told(guess, lang), soft_wrap=True, markup=False)
    if made.quality is not None:
        show(made.quality, console, lang=lang)
        return
    for problem in made.dataset.problems:
        if problem.severity is ProblemSeverity.ERROR:
            console.print(
                f"{problem.address(lang)}: {problem.message[lang]}", soft_wrap=True, markup=False
            )
            if problem.value:
                console.print(f"    {masked(problem.value)}", soft_wrap=True, markup=False)
