"""What a line says of level, role and basis, post by post."""

from unittest.mock import ANY

import pytest
from career_posts import (
    CENTRAL,
    CHIEF,
    COUNTY,
    LEADER,
    NO_CHIEFS,
    PREFECTURE,
    PROVINCE,
    SEVERAL,
    STAFF,
    STREET,
    TABLE,
    TOWNSHIP,
)
from career_truths import PLACE_WARNINGS, stands_where_it_says

import partyorg as po

DATES = "2009.06--2012.08  "


def spells_of(text):
    """Give the spells of one line, which has no problem but of places."""
    career = po.parse_career(DATES + text)
    assert {problem.code for problem in career.problems} <= PLACE_WARNINGS
    for spell in career.spells:
        assert (str(spell.start), str(spell.end), spell.form) == ("2009-06", "2012-08", "range")
        assert not spell.note
        assert stands_where_it_says(spell, DATES + text)
    return career.spells


def test_no_post_is_judged_twice():
    texts = [row[0] for row in TABLE] + list(NO_CHIEFS)
    assert len(texts) == len(set(texts))
    assert len(TABLE) >= 150
    assert len(ELSEWHERE) >= 70


@pytest.mark.parametrize(
    ("text", "level", "role", "basis", "acting"), TABLE, ids=[row[0] for row in TABLE]
)
def test_level_role_and_basis(text, level, role, basis, acting):
    (spell,) = spells_of(text)
    assert (spell.level, spell.role, spell.basis, spell.acting) == (level, role, basis, acting)


@pytest.mark.parametrize("text", [row[0] for row in TABLE if row[1] is TOWNSHIP])
def test_the_name_of_the_township_is_kept(text):
    names = ("青石镇", "柳溪乡", "白岩苗族乡", "红旗公社", "红旗人民公社", "丙公社")
    (spell,) = spells_of(text)
    assert spell.township == next(name for name in names if name in text)
    assert spell.division is None, "these are in no table"


ELSEWHERE = [row[0] for row in TABLE if row[1] is not ANY and row[1] not in {TOWNSHIP, STREET}]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_no_township_is_found_where_none_is(text):
    (spell,) = spells_of(text)
    assert spell.township is None


@pytest.mark.parametrize("text", NO_CHIEFS)
def test_a_head_of_a_station_is_no_chief_of_a_township(text):
    (spell,) = spells_of(text)
    assert (spell.level, spell.basis) == (TOWNSHIP, "in_post")
    assert spell.role in {"leader", "staff"}


@pytest.mark.parametrize(("text", "first", "second"), SEVERAL, ids=[row[0] for row in SEVERAL])
def test_every_organisation_has_a_spell(text, first, second):
    spells = spells_of(text)
    assert [(spell.level, spell.role) for spell in spells] == [first[1:], second[1:]]
    for spell, (words, level, _) in zip(spells, (first, second), strict=True):
        assert words in spell.text
        assert spell.basis == "in_post"
        if level == TOWNSHIP:
            assert spell.township == words[:3]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        # A district office (区公所) stood between county and township; its level is open.
        ("示例县城关区公所干部", ANY),
        ("示例县城关区公所办事员", ANY),
        ("示例县供销社职工", COUNTY),
    ],
)
def test_other_bodies_are_no_townships(text, level):
    (spell,) = spells_of(text)
    assert spell.township is None
    assert spell.level == level
    assert spell.level not in {TOWNSHIP, CENTRAL, PROVINCE, PREFECTURE}
    assert (spell.role, spell.basis) == (STAFF, "in_post")


@pytest.mark.parametrize(
    ("text", "flag"),
    [("示例县青石镇党委副书记（主持工作）", True), ("示例县青石镇党委副书记", False)],
)
def test_being_in_charge_changes_no_role(text, flag):
    (spell,) = spells_of(text)
    assert spell.acting is flag
    assert spell.role == LEADER


def test_a_note_has_its_own_level_role_and_basis():
    text = "示例县青石镇镇长（其间：2010.03--2010.09借调示例省委办公厅工作）"
    main, note = po.parse_career(DATES + text).spells
    assert (main.level, main.role, main.basis, main.note) == (TOWNSHIP, CHIEF, "in_post", False)
    assert (note.level, note.role, note.basis, note.note) == (PROVINCE, STAFF, "secondment", True)
    assert main.township == "青石镇"
    assert note.township is None
