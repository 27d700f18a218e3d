"""The days on which an answer about service changes, against the answer of every day."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from partyorg.dates import Counting, PartialDate, Period, Service, Spell

FIRST = date(2010, 1, 1).toordinal()
PERIODS = st.sampled_from([Period(1), Period(12), Period(24), Period(60)])
COUNTINGS = st.sampled_from(list(Counting))


@st.composite
def dates(draw):
    day = date.fromordinal(FIRST + draw(st.integers(0, 1500)))
    form = draw(st.sampled_from(["day", "day", "month", "year"]))
    parts = {"day": (day.year, day.month, day.day), "month": (day.year, day.month)}
    return PartialDate.of(*parts.get(form, (day.year,)))


@st.composite
def services(draw):
    spells = draw(
        st.lists(st.builds(Spell, dates(), st.one_of(st.none(), dates())), min_size=1, max_size=3)
    )
    minus = draw(st.lists(st.builds(Spell, dates(), dates()), max_size=1))
    return Service(spells, minus=minus, counting=draw(COUNTINGS))


@given(services(), PERIODS, st.one_of(st.none(), dates()))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_between_two_turns_the_answer_is_the_same(service, period, since):
    days = range(FIRST - 40, FIRST + 4000)
    told = [service.cumulative(day, since).completes(period) for day in days]
    turned = [
        day for day, one, other in zip(days[1:], told, told[1:], strict=False) if one is not other
    ]
    assert set(turned) <= set(service.turns(period, days[0], days[-1], since))
    if since is None:
        assert told == [service.completes_by(period, day) for day in days]


@given(services(), st.sampled_from([Period(12), Period(24)]), st.integers(0, 1200))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_an_unbroken_stretch_is_so_long_for_the_first_time(service, period, after):
    begins = FIRST + after
    found = service.runs_for(period, begins)
    days = range(begins + 1, found or begins + 2500)
    # Up to that day it never surely is, unless the stretch ended and another one is.
    held = [service.continuous(day).completes(period) for day in days]
    if found is not None:
        assert service.continuous(found).completes(period) is True
        assert True not in held or service.continuous(begins).completes(period) is True


def test_a_stretch_that_is_not_there_never_is_so_long():
    service = Service([Spell(PartialDate.of(2015, 7, 1), PartialDate.of(2016, 7, 1))])
    assert service.runs_for(Period(12), date(2014, 1, 1).toordinal()) is None
    # It ends on the day on which the year would be complete.
    assert service.runs_for(Period(12), date(2015, 8, 1).toordinal()) is None
    assert service.runs_for(Period(6), date(2015, 8, 1).toordinal()) == date(2016, 1, 1).toordinal()


def test_where_no_service_is_asked_for_it_is_always_there():
    service = Service([Spell(PartialDate.of(2015, 7, 1), PartialDate.of(2016, 7, 1))])
    days = range(date(2014, 1, 1).toordinal(), date(2018, 1, 1).toordinal(), 30)
    assert all(service.cumulative(day).completes(Period()) for day in days)
    assert all(service.completes_by(Period(), day) for day in days)
