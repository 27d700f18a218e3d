"""Partial dates: what is read, what is refused, and what they stand for."""

import calendar
import copy
import pickle
from datetime import date, datetime

import pytest
from date_oracle import days_of, number
from hypothesis import example, given, settings
from hypothesis import strategies as st

from partyorg.dates import FIRST_YEAR, LAST_YEAR, PartialDate

SETTINGS = settings(deadline=None, max_examples=150)

years = st.integers(1900, 2200)
months = st.integers(1, 12)
whole_days = st.dates(date(1900, 1, 1), date(2200, 12, 31))


# What is read -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "iso", "precision"),
    [
        ("2015-08-01", "2015-08-01", "day"),
        ("2015.08.01", "2015-08-01", "day"),
        ("2015/8/1", "2015-08-01", "day"),
        ("2015/12/31", "2015-12-31", "day"),
        ("20150801", "2015-08-01", "day"),
        ("2015年8月1日", "2015-08-01", "day"),
        ("2015年12月31日", "2015-12-31", "day"),
        ("2012-02-29", "2012-02-29", "day"),
        ("2015-08", "2015-08", "month"),
        ("2015.08", "2015-08", "month"),
        ("2015.10", "2015-10", "month"),
        ("201508", "2015-08", "month"),
        ("2015年8月", "2015-08", "month"),
        ("2015年12月", "2015-12", "month"),
        ("2015", "2015", "year"),
        ("2015年", "2015", "year"),
        ("1900", "1900", "year"),
        ("2200", "2200", "year"),
        ("1900-01-01", "1900-01-01", "day"),
        ("2200-12-31", "2200-12-31", "day"),
    ],
)
def test_every_written_form_is_read(written, iso, precision):
    for read in (PartialDate.parse(written), PartialDate.from_cell(written)):
        assert str(read) == iso
        assert read.precision == precision
        assert (read.first, read.last) == days_of(iso)


@pytest.mark.parametrize(
    ("cell", "iso"),
    [
        (date(2015, 8, 1), "2015-08-01"),
        (datetime(2015, 8, 1), "2015-08-01"),  # noqa: DTZ001 - workbooks have no time zone
        (20150801, "2015-08-01"),
        (20150801.0, "2015-08-01"),
        (201508, "2015-08"),
        (201508.0, "2015-08"),
        (2015.08, "2015-08"),
        (2015.12, "2015-12"),
        (2015, "2015"),
        (2015.0, "2015"),
    ],
)
def test_cells_of_a_workbook_are_read(cell, iso):
    assert str(PartialDate.from_cell(cell)) == iso


# What is refused --------------------------------------------------------------------------------

SAYS_WHAT_IS_RIGHT = r"write \d{4}|serial|1900 to 2200|has \d\d days|1 to 12|2015-08"

refused = [
    "",
    " ",
    "-",
    "0215",
    "1899",
    "2201",
    "1899-12-31",
    "2201-01-01",
    "0000",
    "9999-12-31",
    "2015.8",
    "2015.1",
    "2015-8",
    "2015.13",
    "2015.00",
    "201513",
    "201500",
    "2015-13-01",
    "2015-00-01",
    "2015-08-00",
    "2015-08-32",
    "2015-02-29",
    "2015-02-30",
    "2015-04-31",
    "20150230",
    "20151301",
    "2015年13月",
    "2015年2月30日",
    "42217",
    "20155",
    "2015801",
    "201508011",
    "2015-08.01",
    "2015/08-01",
    "2015-08-",
    "2015-08-01-01",
    "2015-08-01T00:00:00",
    "2015-08-01 00:00:00",
    "2015年8",
    "2015年8月1",
    "8月1日",
    "01-08-2015",
    "15-08-01",
    "2015-2016",
    "2015?",
    "+2015",
    "-2015",
    "20_15",
    "2015,08",
    "20150801.0",
    "二〇一五",
    "二〇一五年八月",
    "２０１５",
    "٢٠١٥",
    "August 2015",
    "至今",
    "null",
    "nan",
]


@pytest.mark.parametrize("written", refused)
def test_every_other_form_is_refused(written):
    with pytest.raises(ValueError, match=r"."):
        PartialDate.parse(written)
    with pytest.raises(ValueError, match=r"."):
        PartialDate.from_cell(written)


@pytest.mark.parametrize("written", refused)
def test_a_refusal_says_what_would_be_right(written):
    with pytest.raises(ValueError, match=SAYS_WHAT_IS_RIGHT):
        PartialDate.parse(written)


@pytest.mark.parametrize(
    ("written", "remedy"),
    [
        ("2015.8", "write 2015-08"),
        ("2015-02-30", "2015-02 has 28 days"),
        ("2012-02-30", "2012-02 has 29 days"),
        ("20150431", "2015-04 has 30 days"),
        ("1899", "1900 to 2200"),
        ("0215", "1900 to 2200"),
        ("二〇一五", "write 2015-08-01, 2015-08 or 2015"),
        ("", "write 2015-08-01, 2015-08 or 2015"),
    ],
)
def test_a_refusal_names_the_remedy(written, remedy):
    with pytest.raises(ValueError, match=remedy):
        PartialDate.parse(written)


@pytest.mark.parametrize("written", ["2015.2", "2015.8", "2015.9"])
def test_a_refusal_speaks_of_no_month_that_does_not_exist(written):
    with pytest.raises(ValueError, match=r"write 2015-0") as caught:
        PartialDate.parse(written)
    assert written[-1] + "0" not in str(caught.value).replace("2015", "")


@pytest.mark.parametrize("cell", ["42217", 42217, 42217.0])
def test_the_serial_number_of_a_workbook_is_refused_and_explained(cell):
    with pytest.raises(ValueError, match=r"serial number of 2015-08-01.*date"):
        PartialDate.from_cell(cell)


@pytest.mark.parametrize(
    "cell",
    [
        20155,
        201513,
        20150230,
        2015.8,
        2015.1,
        2015.13,
        2015.081,
        2015.5,
        42217.5,
        0,
        -2015,
        1899,
        2201,
        215,
        True,
        10**30,
        1e300,
        float("nan"),
        float("inf"),
        date(1899, 12, 31),
        date(2201, 1, 1),
        datetime(1899, 12, 31, 23, 59),  # noqa: DTZ001 - workbooks have no time zone
        b"2015-08",
        [2015],
    ],
)
def test_cells_that_hold_no_date_are_refused(cell):
    with pytest.raises(ValueError, match=SAYS_WHAT_IS_RIGHT):
        PartialDate.from_cell(cell)


def test_a_long_run_of_digits_is_not_repeated_in_the_refusal():
    digits = "110101198001010018"
    with pytest.raises(ValueError, match=SAYS_WHAT_IS_RIGHT) as caught:
        PartialDate.parse(digits)
    assert digits not in str(caught.value)


date_like = st.from_regex(r"[0-9 ]{0,5}[-./年T][0-9]{0,3}[-./月]?[0-9]{0,3}[日]?", fullmatch=True)
digits = st.text("0123456789", max_size=10)
soup = st.text("0123456789-./年月日 \n+_e０二", max_size=12)


@SETTINGS
@given(st.text(max_size=30) | date_like | digits | soup)
@example("2015-08-01\x00")
@example("2015\u2028")
@example("²⁰¹⁵")
@example("9" * 5000)
def test_junk_is_refused_with_a_reason_or_read_as_what_it_says(text):
    for read in (PartialDate.parse, PartialDate.from_cell):
        try:
            found = read(text)
        except ValueError as error:
            assert str(error)  # noqa: PT017 - either outcome is right, no other error is
        else:
            figures = "".join(char for char in text if char in "0123456789")
            assert figures[:4] == str(found)[:4]
            assert PartialDate.parse(str(found)) == found


@SETTINGS
@given(st.integers() | st.floats() | st.integers(0, 10**8) | st.none() | st.binary(max_size=8))
def test_a_junk_cell_is_refused_with_a_reason_or_read(cell):
    try:
        found = PartialDate.from_cell(cell)
    except ValueError as error:
        assert str(error)  # noqa: PT017 - either outcome is right, no other error is
    else:
        assert PartialDate.parse(str(found)) == found


# What they are ----------------------------------------------------------------------------------


@SETTINGS
@given(whole_days)
def test_a_day_reads_back_from_every_form(day):
    wanted = PartialDate.of(day.year, day.month, day.day)
    assert wanted.precision == "day"
    assert wanted.first == wanted.last == day.toordinal()
    assert str(wanted) == day.isoformat()
    forms = [
        f"{day:%Y-%m-%d}",
        f"{day:%Y.%m.%d}",
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
    ]
    assert all(PartialDate.parse(form) == wanted for form in forms)
    cells = [day, datetime(day.year, day.month, day.day), int(f"{day:%Y%m%d}")]  # noqa: DTZ001
    assert all(PartialDate.from_cell(cell) == wanted for cell in cells)


@SETTINGS
@given(years, months)
def test_a_month_reads_back_from_every_form(year, month):
    wanted = PartialDate.of(year, month)
    assert wanted.precision == "month"
    assert wanted.first == date(year, month, 1).toordinal()
    assert wanted.last - wanted.first + 1 == calendar.monthrange(year, month)[1]
    assert str(wanted) == f"{year}-{month:02}"
    forms = [f"{year}-{month:02}", f"{year}.{month:02}", f"{year}{month:02}", f"{year}年{month}月"]
    assert all(PartialDate.parse(form) == wanted for form in forms)
    assert PartialDate.from_cell(year * 100 + month) == wanted


@pytest.mark.parametrize("year", [1900, 1999, 2000, 2015, 2200])
@pytest.mark.parametrize("month", [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12])
def test_a_month_stored_as_a_number_with_two_decimals_is_read(year, month):
    assert PartialDate.from_cell(float(f"{year}.{month:02}")) == PartialDate.of(year, month)


@SETTINGS
@given(years)
def test_a_year_reads_back_from_every_form(year):
    wanted = PartialDate.of(year)
    assert wanted.precision == "year"
    assert wanted.first == date(year, 1, 1).toordinal()
    assert wanted.last == date(year, 12, 31).toordinal()
    assert str(wanted) == f"{year}"
    assert PartialDate.parse(f"{year}") == PartialDate.parse(f"{year}年") == wanted
    assert PartialDate.from_cell(year) == PartialDate.from_cell(float(year)) == wanted


@pytest.mark.parametrize(
    "parts", [(1899,), (2201,), (2015, 0), (2015, 13), (2015, 2, 29), (2015, 8, 0), (2015, 8, 32)]
)
def test_there_is_no_date_outside_the_calendar(parts):
    with pytest.raises(ValueError, match=r"."):
        PartialDate.of(*parts)


def test_the_years_run_from_1900_to_2200():
    assert (FIRST_YEAR, LAST_YEAR) == (1900, 2200)
    assert PartialDate.of(FIRST_YEAR).first == number("1900-01-01")
    assert PartialDate.of(LAST_YEAR).last == number("2200-12-31")


def test_dates_are_equal_by_value_and_precision():
    assert PartialDate.parse("2015.08") == PartialDate.parse("2015年8月")
    assert hash(PartialDate.parse("2015.08")) == hash(PartialDate.parse("2015年8月"))
    different = {PartialDate.parse(text) for text in ("2015", "2015-01", "2015-01-01", "2015-02")}
    assert len(different) == 4
    assert PartialDate.parse("2015") != "2015"


@pytest.mark.parametrize("operator", ["__lt__", "__le__", "__gt__", "__ge__"])
def test_dates_have_no_order(operator):
    one, other = PartialDate.parse("2015-01"), PartialDate.parse("2016-01")
    assert getattr(one, operator)(other) is NotImplemented


def test_dates_cannot_be_sorted():
    with pytest.raises(TypeError):
        sorted([PartialDate.parse("2015"), PartialDate.parse("2015-01")])


def test_a_date_is_frozen():
    day = PartialDate.parse("2015-08")
    with pytest.raises(AttributeError):
        day.first = 1
    assert day == PartialDate.parse("2015-08")


def test_a_date_survives_copying_and_pickling():
    day = PartialDate.parse("2015-08")
    assert copy.deepcopy(day) == day
    assert pickle.loads(pickle.dumps(day)) == day


def test_a_day_without_its_month_is_refused():
    with pytest.raises(ValueError, match="give the month too"):
        PartialDate.of(2015, None, 3)
