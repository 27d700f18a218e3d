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
from partyorg.dates.windows import WINDOWS, Window, WindowKind, windows_of
from partyorg.dates.working_days import nth_working_day

__all__ = [
    "DAWN",
    "FAR",
    "FIRST_YEAR",
    "LAST_YEAR",
    "WINDOWS",
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
    "Window",
    "WindowKind",
    "anniversary",
    "clip",
    "containing",
    "day_number",
    "month_index",
    "nth_working_day",
    "parse_day",
    "subtract",
    "union",
    "whole_months",
    "windows_of",
]
