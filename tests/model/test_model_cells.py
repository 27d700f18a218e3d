"""Cells of every type: what is read, what is refused."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyorg.dates import PartialDate
from partyorg.model import TABLES, Level
from partyorg.model import cells as c
from partyorg.model.cells import CellError

EMPTY = [None, "", "  ", "　", float("nan"), Decimal("NaN"), pd.NA, pd.NaT, np.float32("nan")]


@pytest.mark.parametrize("cell", EMPTY, ids=repr)
def test_empty(cell):
    assert c.is_empty(cell)


@pytest.mark.parametrize("cell", [0, False, "0", [], [None], np.array([1, 2]), date(2015, 1, 1)])
def test_not_empty(cell):
    assert not c.is_empty(cell)


@pytest.mark.parametrize(
    ("read", "cell", "value"),
    [
        (c.as_text, " a b ", "a b"),
        (c.as_text, 12.0, "12"),
        (c.as_text, np.int64(5), "5"),
        (c.as_text, Decimal("5.00"), "5"),
        (c.as_id, 990101101.0, "990101101"),
        (c.as_id, "001", "001"),
        (c.as_whole, "12", 12),
        (c.as_whole, 12.0, 12),
        (c.as_year, "2015年", 2015),
        (c.as_year, 2015.0, 2015),
        (c.as_number, "11.5", Fraction(23, 2)),
        (c.as_number, 0.1 + 0.2, Fraction(3, 10)),
        (c.as_number, 11.999999999999998, Fraction(12)),
        (c.as_number, Decimal("1.25"), Fraction(5, 4)),
        (c.as_number, Fraction(1, 3), Fraction(1, 3)),
        (c.as_yes_no, "是", True),
        (c.as_yes_no, False, False),
        (c.as_words, "a；b; ;c", ("a", "b", "c")),
        (c.as_words, ["a", " b "], ("a", "b")),
        (c.as_date, datetime(2015, 8, 1, 12, tzinfo=UTC), PartialDate.parse("2015-08-01")),
        (c.as_date, PartialDate.parse("2015"), PartialDate.parse("2015")),
        (c.as_choice(Level), "Township", Level.TOWNSHIP),
        (c.as_choice(Level), Level.COUNTY, Level.COUNTY),
    ],
)
def test_read(read, cell, value):
    assert read(cell) == value


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (c.as_text, b"a"),
        (c.as_text, ["a"]),
        (c.as_text, {"a": 1}),
        (c.as_text, np.array([1])),
        (c.as_id, date(2015, 8, 1)),
        (c.as_id, True),
        (c.as_id, 1e15),
        (c.as_id, "5.2E+17"),
        (c.as_whole, "-1"),
        (c.as_whole, "1.0"),
        (c.as_whole, "１２"),
        (c.as_whole, True),
        (c.as_whole, float("inf")),
        (c.as_year, "1" * 5000),
        (c.as_year, "15"),
        (c.as_number, "1e-999999"),
        (c.as_number, "1_000"),
        (c.as_number, "1,000"),
        (c.as_number, -1),
        (c.as_number, float("inf")),
        (c.as_number, Decimal("Infinity")),
        (c.as_number, Fraction(-1, 3)),
        (c.as_yes_no, "maybe"),
        (c.as_yes_no, 1),
        (c.as_date, True),
        (c.as_date, time(12, 30)),
        (c.as_date, "2015-02-30"),
        (c.as_date, 42217),
        (c.as_date, [2015]),
        (c.as_choice(Level), "townshp"),
        (c.as_choice(Level), "乡政府"),
        (c.checked, "#REF!"),
        (c.checked, "#n/a"),
        (c.checked, "a\0"),
        (c.checked, "\udcb8"),
        (c.checked, "x" * 10_001),
    ],
)
def test_refused_in_both_languages(read, cell):
    with pytest.raises(CellError) as caught:
        read(cell)
    assert any("一" <= letter <= "鿿" for letter in caught.value.zh)
    assert caught.value.en == str(caught.value)


@pytest.mark.parametrize(
    ("cell", "zh", "en"),
    [
        ("2015.1", "2015-01 或 2015-10", "2015-01"),
        (42217, "2015-08-01", "2015-08-01"),
        ("2015-02-30", "没有这个日期", "28 days"),
        ("2015.13", "没有这个日期", "no month 13"),
    ],
)
def test_dates_are_refused_with_what_they_may_have_been(cell, zh, en):
    with pytest.raises(CellError) as caught:
        c.as_date(cell)
    assert zh in caught.value.zh
    assert en in caught.value.en


JUNK = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.integers(),
    st.floats(),
    st.booleans(),
    st.decimals(),
    st.fractions(),
    st.binary(max_size=5),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.lists(st.text(max_size=3), max_size=2),
    st.sampled_from(
        [10**5000, Decimal(10**28), Decimal("1e9"), Decimal("sNaN"), object(), {}, {1}, "9" * 5000]
    ),
)


@given(JUNK)
def test_junk_is_read_or_refused(cell):
    for table in TABLES.values():
        for column in table.columns:
            try:
                if not c.is_empty(cell):
                    column.convert(c.checked(cell))
            except (CellError, ValueError):
                pass
