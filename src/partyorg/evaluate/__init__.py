"""Evaluation: facts found in a data set, judged by the rules of a pack."""

from partyorg.evaluate.judged import evaluate

__all__ = ["evaluate"]
