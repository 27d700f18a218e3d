"""Small careers for the property tests: few dates, used again and again, so that spells touch."""

from datetime import date
from itertools import pairwise

from date_oracle import Case, SpellText, days_of
from hypothesis import strategies as st

from partyorg.dates import Counting, PartialDate, Service, Spell, TenureEnd

FIRST = date(2011, 11, 1).toordinal()
LAST = date(2013, 5, 31).toordinal()

days = st.integers(FIRST, LAST)
tricky_days = st.sampled_from(
    [
        date(year, month, day).toordinal()
        for year, month, day in [
            (2011, 12, 31),
            (2012, 1, 30),
            (2012, 1, 31),
            (2012, 2, 28),
            (2012, 2, 29),
            (2012, 3, 1),
            (2012, 3, 31),
            (2012, 4, 30),
            (2013, 1, 1),
            (2013, 1, 29),
            (2013, 2, 28),
            (2013, 3, 31),
        ]
    ]
)
any_days = days | tricky_days


def iso(day: int, size: int = 10) -> str:
    return date.fromordinal(day).isoformat()[:size]


day_texts = any_days.map(iso)
month_texts = any_days.map(lambda day: iso(day, 7))
year_texts = st.sampled_from(["2012", "2013"])
texts = st.one_of(day_texts, day_texts, month_texts, month_texts, month_texts, year_texts)


def spell_from(pool: list[str], *, ordered: bool, open_start: bool) -> st.SearchStrategy[SpellText]:
    starts: list[str | None] = list(pool)
    ends: list[str | None] = [*pool, None]
    if open_start:
        starts.append(None)

    def possible(spell: SpellText) -> bool:
        start, end = spell
        if start is None or end is None:
            return True
        # A spell within one date as written: no rule says whether it is one instant.
        if start == end:
            return False
        if ordered:
            return days_of(start)[1] <= days_of(end)[0]
        return days_of(start)[0] <= days_of(end)[1]

    pairs = [(start, end) for start in starts for end in ends if possible((start, end))]
    return st.sampled_from(pairs)


def seldom(draw, times: int) -> bool:
    """Draw True once in so many times, and False where the example is made smaller."""
    return draw(st.sampled_from([False] * (times - 1) + [True]))


@st.composite
def careers(draw, pool: list[str], *, ordered: bool):
    """Draw posts that follow each other by the same written date, or any others."""
    spell = spell_from(pool, ordered=ordered, open_start=not ordered and seldom(draw, 6))
    if draw(st.booleans()):
        return draw(st.lists(spell, min_size=1, max_size=2))
    line = sorted(pool, key=days_of)
    chain = [
        (start, end)
        for start, end in pairwise(line)
        if not ordered or days_of(start)[1] <= days_of(end)[0]
    ]
    chain = chain[:3] or [(line[0], None)]
    if draw(st.booleans()):
        chain.append((chain[-1][1] or line[0], None))
    if len(chain) > 2 and draw(st.booleans()):
        del chain[draw(st.integers(0, len(chain) - 1))]
    if len(chain) < 3 and seldom(draw, 3):
        chain.append(draw(spell))
    return draw(st.permutations(chain))


@st.composite
def cases(
    draw,
    *,
    ordered=False,
    doubtful=True,
    with_minus=True,
    with_since=True,
    dates=texts,
    most_minus=2,
):
    pool = draw(st.lists(dates, min_size=2, max_size=4, unique=True))
    spells = tuple(draw(careers(pool, ordered=ordered)))
    spell = spell_from(pool, ordered=ordered, open_start=False)
    minus: tuple[SpellText, ...] = ()
    maybe: tuple[SpellText, ...] = ()
    maybe_minus: tuple[SpellText, ...] = ()
    unknown: tuple[tuple[int, int], ...] = ()
    if with_minus and draw(st.booleans()):
        away = st.lists(spell, min_size=1, max_size=most_minus)
        if draw(st.booleans()):
            others = draw(st.lists(dates, min_size=2, max_size=3, unique=True))
            away = careers(sorted({*others, pool[0]}), ordered=ordered)
        minus = tuple(draw(away))[:most_minus]
        if doubtful and seldom(draw, 4):
            minus, maybe_minus = minus[1:], minus[:1]
    if doubtful and seldom(draw, 4):
        maybe = (draw(spell),)
    if doubtful and seldom(draw, 5):
        start = draw(days)
        unknown = ((start, start + draw(st.integers(1, 200))),)
    since = None
    if with_since and draw(st.booleans()):
        starts = [start for start, _ in spells if start is not None]
        since = draw(dates) if seldom(draw, 4) else draw(st.sampled_from([*starts, *pool]))
    ends = [day for text in pool for day in days_of(text)]
    near = st.sampled_from(ends).flatmap(lambda day: st.integers(day - 1, day + 1))
    as_of = draw(near | days | st.integers(LAST, LAST + 200))
    return Case(spells, as_of, maybe, minus, maybe_minus, unknown, since)


def partial(text: str | None) -> PartialDate | None:
    return None if text is None else PartialDate.parse(text)


def spells_of(items) -> tuple[Spell, ...]:
    return tuple(Spell(partial(start), partial(end)) for start, end in items)


def service_of(
    case: Case, counting: str = "day", tenure_end: TenureEnd = TenureEnd.ANNIVERSARY
) -> Service:
    return Service(
        spells_of(case.spells),
        maybe=spells_of(case.maybe),
        minus=spells_of(case.minus),
        maybe_minus=spells_of(case.maybe_minus),
        unknown=case.unknown,
        counting=Counting(counting),
        tenure_end=tenure_end,
    )
