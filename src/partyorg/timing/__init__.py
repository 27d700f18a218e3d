"""Verdicts over time: since when, until when, and what is coming."""

from partyorg.timing.coming import Calendar, Event, calendar
from partyorg.timing.lines import Step, Timeline, timeline

__all__ = ["Calendar", "Event", "Step", "Timeline", "calendar", "timeline"]
