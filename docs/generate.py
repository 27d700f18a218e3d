"""Write the generated parts of the documentation: `python docs/generate.py [--check]`.

A page may hold `<!-- generated: NAME -->` … `<!-- end -->`; what stands between is made here from
the code and the packs, so that it cannot disagree with them; so are some pictures.  With `--check`
nothing is written, and the exit code is 1 if a page or a picture is out of date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from parts.catalogue import catalogue  # noqa: E402  (found by the path above)
from parts.clauses import clauses  # noqa: E402
from parts.command_line import command_line  # noqa: E402
from parts.json_report import json_report  # noqa: E402
from parts.packs import kinds, pack_keys  # noqa: E402
from parts.pictures import timeline  # noqa: E402
from parts.tables import tables  # noqa: E402
from parts.words import evidence, reasons, unknowns  # noqa: E402

from partyorg.rulebook import bundled_packs  # noqa: E402

_PART = re.compile(r"(<!-- generated: ([\w-]+) -->\n).*?(<!-- end -->)", re.DOTALL)

GENERATORS: dict[str, Callable[[], str]] = {
    "tables": tables,
    "reasons": reasons,
    "unknowns": unknowns,
    "pack-keys": pack_keys,
    "kinds": kinds,
    **{f"rules-{pack}": partial(catalogue, pack) for pack in bundled_packs()},
    "clauses": clauses,
    "evidence": evidence,
    "command-line": command_line,
    "json-report": json_report,
}

PICTURES: dict[str, Callable[[], str]] = {"_static/timeline.svg": timeline}


def pages() -> list[Path]:
    """Give all pages."""
    return sorted(p for p in HERE.rglob("*.md") if "_build" not in p.relative_to(HERE).parts)


def renewed(text: str) -> str:
    """Give a page with its generated parts made anew."""
    return _PART.sub(lambda m: f"{m[1]}\n{GENERATORS[m[2]]().strip()}\n\n{m[3]}", text)


def stale() -> dict[Path, str]:
    """Give the pages and pictures that are out of date, as they should be."""
    new = {page: renewed(page.read_text("utf-8")) for page in pages()}
    new |= {HERE / name: make() for name, make in PICTURES.items()}
    return {path: text for path, text in new.items() if _text(path) != text}


def _text(path: Path) -> str | None:
    return path.read_text("utf-8") if path.exists() else None


def main(arguments: list[str]) -> int:
    """Write the generated parts, or only look whether they are current."""
    old = stale()
    for page, text in old.items():
        if "--check" not in arguments:
            page.write_text(text, "utf-8")
        state = "out of date" if "--check" in arguments else "written"
        sys.stdout.write(f"{page.relative_to(HERE)}: {state}\n")
    return int(bool(old) and "--check" in arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
