"""Which township a line speaks of, and how it is found in the list of divisions."""

from __future__ import annotations

import pytest

import partyorg as po
from partyorg import parse_career
from partyorg.career import CareerSpell
from partyorg.model import Level
from partyorg.places import gazetteer

QINGYAN = "520111101"  # 青岩镇 in 花溪区


def one(text: str, county: str | None = None) -> CareerSpell:
    return parse_career(f"2009.06--2012.08  {text}", county=county).spells[0]


@pytest.mark.parametrize(
    "text",
    [
        "贵州省贵阳市花溪区青岩镇党委书记",
        "贵阳市花溪区青岩镇镇长",
        "花溪区青岩镇镇长",
        "花溪青岩镇镇长",
        "任花溪区青岩镇人大主席",
        "中共花溪区青岩镇委员会委员",
        "花溪区青岩镇人民政府科员",
    ],
)
def test_the_county_of_the_line(text: str) -> None:
    assert one(text).division == QINGYAN


def test_a_county_that_became_a_district_is_found_by_the_rest_of_its_name() -> None:
    code = one("贵州省平坝县马场镇党委书记").division
    assert code is not None
    assert gazetteer()[code].name == "马场镇"
    assert gazetteer()[code[:6]].name == "平坝区"


def test_the_county_of_the_line_before() -> None:
    career = parse_career("2009.06--2012.08  花溪区财政局科员\n2012.08--2014.01  青岩镇副镇长")
    assert career.spells[1].division == QINGYAN
    assert career.problems == ()


@pytest.mark.parametrize("county", ["花溪区", "520111", "花溪"])
def test_the_county_of_the_data(county: str) -> None:
    assert one("青岩镇副镇长", county).division == QINGYAN


def test_the_line_comes_before_the_data() -> None:
    assert one("花溪区青岩镇副镇长", "南明区").division == QINGYAN


def test_a_county_that_is_not_in_the_list_is_an_error_of_the_call() -> None:
    with pytest.raises(po.CallError, match="示例县"):
        parse_career("2009.06--  青岩镇副镇长", county="示例县")


def test_without_a_county_nothing_is_guessed() -> None:
    career = parse_career("2009.06--2012.08  青岩镇副镇长")
    (spell,) = career.spells
    assert spell.division is None
    assert QINGYAN in spell.candidates
    assert spell.level is Level.TOWNSHIP
    (problem,) = career.problems
    assert problem.code == "unknown-place"
    assert QINGYAN in problem.message["zh"]


def test_a_township_that_became_a_town_is_proposed_and_not_taken() -> None:
    career = parse_career("2009.06--2012.08  花溪区石板乡乡长")
    (spell,) = career.spells
    assert spell.division is None
    assert [gazetteer()[code].name for code in spell.candidates] == ["石板镇"]
    assert [problem.code for problem in career.problems] == ["unknown-place"]


def test_a_name_in_two_counties_of_one_name_is_ambiguous() -> None:
    career = parse_career("2009.06--2012.08  鼓楼区洪山镇镇长")
    found = gazetteer().counties("鼓楼区")
    assert len(found) > 1
    assert career.spells[0].division is None or career.spells[0].division[:6] in found


@pytest.mark.parametrize(
    ("text", "township"),
    [
        ("示例县白岩苗族乡乡长", "白岩苗族乡"),
        ("示例县新乡镇镇长", "新乡镇"),
        ("新乡市示例区洪门镇镇长", "洪门镇"),
        ("镇江市丹徒区高桥镇镇长", "高桥镇"),
        ("镇宁县扁担山乡乡长", "扁担山乡"),
        ("内乡县湍东镇镇长", "湍东镇"),
        ("示例县县城关镇镇长", "城关镇"),
        ("示例县乡镇企业局副局长、柳溪乡乡长", "柳溪乡"),
    ],
)
def test_names_with_the_sign_of_a_township_in_them(text: str, township: str) -> None:
    found = [spell.township for spell in parse_career(f"2009.06--2012.08  {text}").spells]
    assert found[-1] == township


@pytest.mark.parametrize(
    "text",
    [
        *("镇远县财政局科员", "新乡市委书记", "某县城乡规划局局长", "回乡务农"),
        *("某县乡镇企业局局长", "景德镇市副市长", "某县城镇居民办公室主任", "某县乡村振兴局局长"),
    ],
)
def test_what_only_looks_like_a_township(text: str) -> None:
    assert all(
        spell.township is None and spell.level is not Level.TOWNSHIP
        for spell in parse_career(f"2009.06--2012.08  {text}").spells
    )


def test_townships_of_the_list_are_found_in_their_county() -> None:
    """One in eleven of all in the country; never is another one found."""
    places = gazetteer()
    tried, missed = 0, []
    for name, codes in sorted(places.townships_by_name().items())[::11]:
        if not name.endswith(("乡", "镇", "街道")) or "兼" in name or codes[0][:4] not in places:
            continue
        place, county = places[codes[0]], places[codes[0][:6]]
        above = f"{places[codes[0][:2]].name}{places[codes[0][:4]].name}{county.name}"
        spell = one(f"{above}{name}党委书记")
        tried += 1
        assert spell.division in (None, codes[0]), name
        assert spell.level is place.level, name
        missed += [name] if spell.division is None else []
    assert len(missed) < tried / 500, missed


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("1993.07-95.03 示例县青石镇干部", "1995-03"),
        ("1998.07--03.05 示例县青石镇干部", "2003-05"),
        ("1993年7月-95年3月 示例县青石镇干部", "1995-03"),
    ],
)
def test_an_end_whose_year_has_two_digits(text: str, end: str) -> None:
    (spell,) = parse_career(text).spells
    assert (spell.text, str(spell.end)) == ("示例县青石镇干部", end)


@pytest.mark.parametrize("remark", ["参加工作", "当选为示例县委委员", "示例县第十届人大代表"])
def test_a_dated_remark_keeps_its_date(remark: str) -> None:
    (spell,) = parse_career(f"1985.07 {remark}").spells
    assert (str(spell.start), spell.end) == ("1985-07", None)
