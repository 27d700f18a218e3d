"""Measure the reading of resumes and of appointment forms.

Careers are invented from a seed.  Beside each figure stands what must be done in any case, in the
same run: for lines a single pattern for the dates of the official shape, for forms the XML parser
alone.  The ratio to it says how the machine's own speed is left out.

    python bench/careers.py [--lines 40000] [--forms 1000] [--rounds 5]
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter
from xml.parsers import expat

import partyorg as po
from partyorg.places import gazetteer

_OFFICIAL = re.compile(r"\s*(\d{4})\.(\d\d)--(?:(\d{4})\.(\d\d))?\s*(.*)")
_LOCAL = ("党委书记、人大主席", "党委副书记、镇长", "党委委员、副镇长", "科员", "党政办主任")
_COUNTY = ("财政局副局长", "委办公室副主任", "人民政府副县长", "委组织部干部", "教育局科员")
_OTHERS = ("某大学经济管理专业学习", "某公司经理", "某省交通厅干部", "待分配", "某中学教师")
_NOTES = ("", "", "", "（其间：2006.03--2006.09抽调某县委组织部工作；2007.01起在职学习）")
_PHOTO = 60_000
_LINES = 8


def careers(number: int, seed: int = 1) -> list[str]:
    """Invent careers of eight lines each, in places of the whole country."""
    chance = random.Random(seed)
    places = gazetteer()
    townships = sorted(codes[0] for codes in places.townships_by_name().values())
    made = []
    for _ in range(number):
        start, lines = 1970 + chance.randrange(20), []
        for _ in range(_LINES):
            code = chance.choice(townships)
            county = places[code[:6]].name
            text = chance.choice(
                (
                    f"{places[code[:2]].name}{county}{places[code].name}{chance.choice(_LOCAL)}",
                    f"{county}{chance.choice(_COUNTY)}",
                    chance.choice(_OTHERS),
                )
            )
            end = start + 1 + chance.randrange(4)
            lines.append(f"{start}.07--{end}.07  {text}{chance.choice(_NOTES)}")
            start = end
        made.append("\n".join(lines))
    return made


def form(number: int, resume: str) -> str:
    """Give a form with a photograph, as its program writes it."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<Person><XingMing>干部{number:04}</XingMing>'
        f"<JianLi>{resume}</JianLi><ZhaoPian>{'QUJD' * (_PHOTO // 4)}</ZhaoPian></Person>"
    )


def _parsed(path: Path) -> None:
    expat.ParserCreate().Parse(path.read_bytes(), True)


def turns(rounds: int, *ways: Callable[[], object]) -> list[float]:
    """Run each way in turns; give the median seconds of each."""
    times: list[list[float]] = [[] for _ in ways]
    for _ in range(rounds):
        for way, found in zip(ways, times, strict=True):
            begun = perf_counter()
            way()
            found.append(perf_counter() - begun)
    return [median(found) for found in times]


def main() -> None:
    """Measure, and print lines and forms a second with the ratio to the least there is to do."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=40_000)
    parser.add_argument("--forms", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()

    texts = careers(given.lines // _LINES)
    read, least = turns(
        given.rounds,
        lambda: [po.parse_career(text) for text in texts],
        lambda: [_OFFICIAL.match(line) for text in texts for line in text.splitlines()],
    )
    number = len(texts) * _LINES
    print(f"resumes: {number / read:,.0f} lines a second; dates alone: {read / least:.0f} times")

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for at, text in enumerate(texts[: given.forms]):
            (folder / f"{at:05}.lrmx").write_text(form(at, text), "utf-8")
        paths = sorted(folder.iterdir())
        read, least = turns(
            given.rounds, lambda: po.convert([folder]), lambda: [_parsed(path) for path in paths]
        )
    print(
        f"forms: {len(paths) / read:,.0f} a second; the XML parser alone: {read / least:.1f} times"
    )


if __name__ == "__main__":
    main()
