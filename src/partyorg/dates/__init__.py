"""Dates as they are really known, calendar periods, and service time with bounds."""

from partyorg.dates.partial import FIRST_YEAR, LAST_YEAR, PartialDate, day_number, parse_day
from partyorg.dates.period import FAR, Period, anniversary, month_index, whole_months
from partyorg.dates.service import (
    DAWN,
    Bounds,
    Counting,
    Cover,
    Served,
    Service,
    Spell,
    TenureEnd,
)
from partyorg.dates.spans import Stretches, clip, containing, subtract, union

__all__ = [
    "DAWN",
    "FAR",
    "FIRST_YEAR",
    "LAST_YEAR",
    "Bounds",
    "Counting",
    "Cover",
    "PartialDate",
    "Period",
    "Served",
    "Service",
    "Spell",
    "Stretches",
    "TenureEnd",
    "anniversary",
    "clip",
    "containing",
    "day_number",
    "month_index",
    "parse_day",
    "subtract",
    "union",
    "whole_months",
]
