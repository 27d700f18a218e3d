"""The list of divisions, by name: which places a text may mean.

A county is known by its whole name, or by its name without 县, 区 or 市, for counties become
districts and cities and keep the rest of their name.  A township is known by its whole name and
only within a county: every second name comes more than once in the country.  A name that is not in
the list gives nothing, and a name that several places have gives them all; choosing is left to
whoever asks.

>>> places = gazetteer()
>>> places.counties("花溪区"), places.counties("平坝县")
(('520111',), ('520403',))
>>> places.townships("青岩镇", ("520111",))
('520111101',)
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

from attrs import frozen

from partyorg.model import Level

__all__ = ["CODES_OF", "Gazetteer", "Place", "gazetteer"]

CODES_OF = "2023"
"""The year of the code set: codes change over time, so a code means little without it."""

_LEVELS = {2: Level.PROVINCE, 4: Level.PREFECTURE, 6: Level.COUNTY}
_LAST_STREET, _LAST_TOWNSHIP = 99, 399
_MUNICIPALITIES = ("11", "12", "31", "50")
_PEOPLES = re.compile(
    "(?:布依|布朗|保安|朝鲜|傣|达斡尔|东乡|侗|独龙|各|哈尼|哈萨克|回|景颇|柯尔克孜|拉祜|黎|傈僳|满|毛南|"
    "蒙古|苗|仫佬|怒|普米|羌|撒拉|畲|水|塔吉克|土|土家|佤|锡伯|瑶|彝|仡佬|裕固|藏|壮|白)族|柯尔克孜|"
    "哈萨克|蒙古|塔吉克|锡伯|自治[州县]"
)
_COUNTY_ENDING = re.compile("(?:(?:各族)?自治)?[县区市旗]$")
_SHORT = 2  # characters: a stem of one character is no name


@frozen
class Place:
    """A division: its code, its name, its level."""

    code: str
    name: str
    level: Level


class Gazetteer:
    """All divisions down to the township, found by name."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        self._names: dict[str, str] = {}
        self._counties: dict[str, list[str]] = {}
        self._above: dict[str, list[str]] = {}
        self._short: dict[str, str] = defaultdict(str)
        self._townships: dict[str, dict[str, str]] = {}
        self._by_name: dict[str, list[str]] = {}
        for code, name in rows:
            self._names[code] = name
            if len(code) == 6:  # noqa: PLR2004
                for known in {name, _COUNTY_ENDING.sub("", name), _PEOPLES.split(name)[0]}:
                    if len(known) >= _SHORT:
                        self._counties.setdefault(known, []).append(code)
            elif len(code) > 6 and int(code[-3:]) <= _LAST_TOWNSHIP:  # noqa: PLR2004
                self._townships.setdefault(code[:6], {})[name] = code
                self._by_name.setdefault(name, []).append(code)
                self._shortened(code, name)
            elif len(code) < 6:  # noqa: PLR2004
                short = _PEOPLES.split(name)[0].removesuffix("市").removesuffix("省")
                short = short.removesuffix("自治区").removesuffix("维吾尔")
                self._short[code] = short
                for known in {name, short, f"{short}州" if name.endswith("州") else name}:
                    self._above.setdefault(known, []).append(code)

    def _shortened(self, code: str, name: str) -> None:
        """Take in the usual short name of a township of a people: 高坡乡 for 高坡苗族乡."""
        stem = _PEOPLES.split(name)[0]
        if name.endswith("族乡") and len(stem) > 1 and stem != name:
            self._townships[code[:6]].setdefault(f"{stem}乡", code)

    def __getitem__(self, code: str) -> Place:
        """Give the place with a code; a `KeyError` if there is none."""
        return Place(code, self._names[code], self.level(code))

    def __contains__(self, code: object) -> bool:
        """Tell whether there is a place with a code."""
        return code in self._names

    @staticmethod
    def level(code: str) -> Level:
        """Tell the level of a place by its code."""
        if len(code) in _LEVELS:
            return _LEVELS[len(code)]
        return Level.SUBDISTRICT if int(code[6:9]) <= _LAST_STREET else Level.TOWNSHIP

    def counties(self, name: str, before: str = "") -> tuple[str, ...]:
        """Give the codes of the counties that a name may mean.

        `before` is the text before it: a prefecture or province named there narrows the choice.  A
        county of which only the ending has changed (县 to 区) is found by the rest of its name, if
        no county has the whole name.
        """
        found = self.counties_named(name, before)
        if found or not _COUNTY_ENDING.search(name):
            return found
        stems = (_COUNTY_ENDING.sub("", name), _PEOPLES.split(name)[0])
        return next(filter(None, (self.counties_named(stem, before) for stem in stems)), ())

    def counties_named(self, name: str, before: str = "") -> tuple[str, ...]:
        """Give the codes of the counties with this very name, or its usual short form."""
        found = self._counties.get(name, ())
        if len(found) > 1 and before:
            near = [code for code in found if self._short[code[:4]] in before]
            near = near or [code for code in found if self._short[code[:2]] in before]
            return tuple(near or found)
        return tuple(found)

    def upper(self, name: str) -> str | None:
        """Give the code of the province or prefecture with which a name ends, if one is known."""
        for begins in range(len(name) - 1):
            found = self._above.get(name[begins:], ())
            if len(found) == 1:
                return found[0]
        return None

    def townships(self, name: str, counties: Iterable[str]) -> tuple[str, ...]:
        """Give the codes of the townships and streets with a name in some counties."""
        found = (self._townships.get(county, {}).get(name) for county in counties)
        return tuple(code for code in found if code)

    def alike(self, name: str, counties: Iterable[str]) -> tuple[str, ...]:
        """Give the townships of some counties which a name that is not theirs may mean.

        Theirs is the same name with another ending: a 乡 that has become a 镇 or a 街道.
        """
        stem = re.sub("(?:[^乡镇]{1,3}族)?[乡镇]$|街道(?:办事处)?$|(?:人民)?公社$", "", name)
        if not stem:
            return ()
        return tuple(
            code
            for county in counties
            for known, code in self._townships.get(county, {}).items()
            if known.startswith(stem) and known != name
        )

    def anywhere(self, name: str) -> tuple[str, ...]:
        """Give the codes of all townships of the country with a name."""
        return tuple(self._by_name.get(name, ()))

    def townships_by_name(self) -> Mapping[str, Sequence[str]]:
        """Give all townships and streets of the country: their codes by their name."""
        return self._by_name

    def is_township(self, name: str) -> bool:
        """Tell whether any township of the country has a name."""
        return name in self._by_name

    def is_prefecture(self, name: str) -> bool:
        """Tell whether a name is that of a prefecture, in full or as usual (黔南州)."""
        return any(len(code) == 4 for code in self._above.get(name, ()))  # noqa: PLR2004

    def is_municipality(self, name: str) -> bool:
        """Tell whether a name is that of a city that ranks as a province."""
        return any(code in _MUNICIPALITIES for code in self._above.get(name, ()))

    def is_county_city(self, name: str) -> bool:
        """Tell whether a 市 ranks as a county."""
        return name in self._counties and not self.is_prefecture(name)

    def states(self) -> tuple[str, ...]:
        """Give the usual names of the autonomous prefectures (黔南州)."""
        found = (name for name, codes in self._above.items() if self._is_state(name, codes))
        return tuple(sorted(found))

    def _is_state(self, name: str, codes: Iterable[str]) -> bool:
        return name.endswith("州") and any(self._names[code].endswith("自治州") for code in codes)

    def higher_names_with(self, marks: str) -> tuple[str, ...]:
        """Give the names of counties and above in which one of some characters stands.

        The longest come first; names without their ending (新乡) are among them.
        """
        names = {*self._counties, *self._above}
        found = (name for name in names if not set(name).isdisjoint(marks))
        return tuple(sorted(found, key=lambda name: (-len(name), name)))


@cache
def gazetteer() -> Gazetteer:
    """Give the bundled list, read once."""
    packed = (files("partyorg.places") / "china-2023.csv.gz").read_bytes()
    text = io.StringIO(gzip.decompress(packed).decode())
    rows = csv.reader(text)
    next(rows)
    return Gazetteer((code, name) for code, name in rows)
