"""What a check of the sample is to say: `STORIES`, for tests and for whoever learns the rules."""

from __future__ import annotations

from partyorg.sample.generate import generate
from partyorg.sample.world import Story

__all__ = ["STORIES", "Story"]

STORIES: tuple[Story, ...] = tuple(generate().stories)
"""The intended verdicts on `partyorg.sample.SAMPLE_AS_OF`, counted by the day.

They are not all findings of the sample, only those that a story was written for.
"""
