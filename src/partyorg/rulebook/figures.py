"""Published figures: what a source reports, and which figure follows from which others.

A figure that follows is a worked case of its own: it is computed from the parts, in exact
fractions, and must round to what was published.  A whole that the source itself rounds comes with
how far it may be off.
"""

from __future__ import annotations

import re
from fractions import Fraction
from math import floor

from attrs import frozen

__all__ = ["Fact", "Figure"]

_NUMBER = re.compile(r"\d[\d,]*(\.\d+)?[%％]?")


@frozen(kw_only=True)
class Figure:
    """A figure that follows from others: a `part` of a `whole`, or the sum of some.

    `published` is the figure as it was printed, `"63.8%"` or `"758"`; it stands for all that rounds
    to it.  `within` says how far the whole may be off where the source rounds it.

    >>> Figure(part=136, whole=213, published="63.8%").agrees
    True
    >>> Figure(part=46, whole=81, published="56%").agrees
    False
    """

    published: str
    part: int | None = None
    whole: int | None = None
    within: int = 0
    sum: tuple[int, ...] = ()

    def __attrs_post_init__(self) -> None:
        """Refuse a figure that follows from nothing, and one that is no number."""
        share = self.part is not None and self.whole is not None
        half = self.part is not None or self.whole is not None or self.within
        if share is bool(self.sum) or (self.sum and half):
            msg = "a figure is a part of a whole, or a sum"
            raise ValueError(msg)
        if min(self.within, self.part or 0, *self.sum, 0) < 0:
            msg = "what is counted is not below nought"
            raise ValueError(msg)
        if self.whole is not None and self.whole <= self.within:
            msg = f"whole = {self.whole} may be nought"
            raise ValueError(msg)
        if not _NUMBER.fullmatch(self.published):
            msg = f'published = \'{self.published}\' is no number; write "63.8%" or "758"'
            raise ValueError(msg)

    def rounds_from(self) -> tuple[Fraction, Fraction]:
        """Give the least value that rounds to what was published, and the first that is too much.

        >>> Figure(part=1, whole=3, published="33%").rounds_from()
        (Fraction(13, 40), Fraction(67, 200))
        """
        text = self.published.replace(",", "").rstrip("%％")
        unit = Fraction(1, 100) if self.published[-1] in "%％" else Fraction(1)
        half = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
        return (Fraction(text) - half) * unit, (Fraction(text) + half) * unit

    @property
    def agrees(self) -> bool:
        """Whether what follows from the parts rounds to what was published."""
        least, beyond = self.rounds_from()
        if self.part is None or self.whole is None:
            return least <= sum(self.sum) < beyond
        low, high = self.whole - self.within, self.whole + self.within
        if not self.part or least <= 0:
            return least <= Fraction(self.part, high) < beyond
        fits = self.wholes()
        return max(low, fits.start) < min(high + 1, fits.stop)

    def wholes(self) -> range:
        """Give all wholes of which the part is, rounded, the share that was published.

        >>> Figure(part=46, whole=82, published="56%").wholes()
        range(82, 83)
        """
        least, beyond = self.rounds_from()
        if not self.part or least <= 0:
            return range(0)  # of nought, any; of what rounds to nought, all that are large enough
        return range(floor(self.part / beyond) + 1, floor(self.part / least) + 1)


@frozen(kw_only=True)
class Fact:
    """Something that a source reports, in both languages, with the figures that follow."""

    id: str
    zh: str
    en: str
    figures: tuple[Figure, ...] = ()
