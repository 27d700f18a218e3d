"""Published figures follow from the parts that were published with them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import partyorg as po
from partyorg.errors import PackError
from partyorg.rulebook import Figure, bundled_packs

FIGURES = [
    pytest.param(figure, id=f"{pack}: {fact.id}: {figure.published}")
    for pack in bundled_packs()
    for fact in po.rules(pack).facts
    for figure in fact.figures
]


@pytest.mark.parametrize("figure", FIGURES)
def test_a_published_figure_follows_from_its_parts(figure):
    assert figure.agrees


@pytest.mark.parametrize("part", [135, 137])
def test_one_more_or_less_of_those_promoted_is_another_share(part):
    assert not Figure(part=part, whole=213, published="63.8%").agrees


def test_only_one_whole_fits_a_share_of_whole_percent():
    assert list(Figure(part=46, whole=82, published="56%").wholes()) == [82]
    assert Figure(part=46, whole=82, published="56%").agrees


def test_a_whole_that_was_itself_rounded():
    sharp = Figure(part=22_913, whole=54_000, published="41.7%")
    assert not sharp.agrees
    assert Figure(part=22_913, whole=54_000, within=1_000, published="41.7%").agrees


def test_half_is_rounded_up():
    assert Figure(part=1, whole=8, published="13%").agrees
    assert not Figure(part=1, whole=8, published="12%").agrees
    assert Figure(part=5, whole=2, published="3").rounds_from() == (Fraction(5, 2), Fraction(7, 2))


def test_a_whole_is_a_whole_number():
    assert not Figure(part=1, whole=3, within=1, published="40%").agrees
    assert Figure(part=1, whole=3, within=1, published="50%").agrees


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 9), st.integers(0, 100))
def test_a_share_agrees_if_any_whole_within_reach_rounds_to_it(part, more, within, percent):
    whole = within + more
    figure = Figure(part=part, whole=whole, within=within, published=f"{percent}%")
    near = range(whole - within, whole + within + 1)
    assert figure.agrees is any((200 * part + n) // (2 * n) == percent for n in near)


def test_what_rounds_to_nought_fits_no_certain_whole():
    assert not Figure(part=0, whole=3, published="0%").wholes()
    assert not Figure(part=1, whole=1000, published="0%").wholes()
    assert not Figure(sum=(1, 2), published="3").wholes()


@pytest.mark.parametrize("published", ["1200", "1,200", "1,200.0"])
def test_a_sum_as_it_is_printed(published):
    assert Figure(sum=(1000, 200), published=published).agrees


def test_a_full_width_percent_sign():
    assert Figure(part=136, whole=213, published="63.8％").agrees


PACK = """
id = "mine"
jurisdiction = "XX"
version = "1"
title = { zh = "例", en = "example" }
extends = "cn-gd-wuchuan"

[[fact]]
id = "A"
zh = "甲"
en = "a"
figures = [{ FIGURE }]
"""


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        ('published = "3"', "a figure is a part of a whole, or a sum"),
        ('published = "3", part = 1', "a figure is a part of a whole, or a sum"),
        ('published = "3", part = 1, whole = 3, sum = [1]', "a figure is a part of a whole"),
        ('published = "some", sum = [1, 2]', "published = 'some' is no number"),
        ('published = "3", sum = [1], within = 1', "a figure is a part of a whole"),
        ('published = "1/0", sum = [1, 2]', "published = '1/0' is no number"),
        ('published = "1e3", sum = [1, 2]', "published = '1e3' is no number"),
        ('published = "3", part = 1, whole = 5, within = -1', "not below nought"),
        ('published = "3", part = -1, whole = 5', "not below nought"),
        ('published = "3", sum = [-1]', "not below nought"),
        ('published = "3", part = 1, whole = 0', "whole = 0 may be nought"),
        ('published = "3", part = 1, whole = 5, within = 5', "whole = 5 may be nought"),
    ],
)
def test_a_figure_that_cannot_follow_is_refused(tmp_path, figure, told):
    path = tmp_path / "mine.toml"
    path.write_text(PACK.replace("FIGURE", figure), encoding="utf-8")
    with pytest.raises(PackError, match=r"mine\.toml: fact\[0\]\.figures\[0\]") as refused:
        po.rules(path)
    assert told in str(refused.value)
