"""Published figures: what a source reports, and which figure follows from which others.

A figure that follows is a worked case of its own: it is computed from the parts, in exact
fractions, and must round to what was published.  A whole that the source itself rounds comes with
how far it may be off.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

__all__ = ["Fact", "Figure"]


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
        if share is bool(self.sum):
            msg = "a figure is a part of a whole, or a sum"
            raise ValueError(msg)
        if share and (self.whole or 0) <= self.within:
            msg = f"whole = {self.whole} may be nought"
            raise ValueError(msg)
        try:
            self.rounds_from()
        except ValueError as error:
            msg = f'published = \'{self.published}\' is no number; write "63.8%" or "758"'
            raise ValueError(msg) from error

    def rounds_from(self) -> tuple[Fraction, Fraction]:
        """Give the least value that rounds to what was published, and the first that is too much.

        >>> Figure(part=1, whole=3, published="33%").rounds_from()
        (Fraction(13, 40), Fraction(67, 200))
        """
        text = self.published.removesuffix("%").strip()
        value = Fraction(text)
        unit = Fraction(1, 100) if self.published.endswith("%") else Fraction(1)
        half = Fraction(1, 2 * 10 ** len(text.partition(".")[2]))
        return (value - half) * unit, (value + half) * unit

    def computed(self) -> tuple[Fraction, Fraction]:
        """Give what follows from the parts, at least and at most."""
        if self.part is None or self.whole is None:
            total = Fraction(sum(self.sum))
            return total, total
        return (
            Fraction(self.part, self.whole + self.within),
            Fraction(self.part, self.whole - self.within),
        )

    @property
    def agrees(self) -> bool:
        """Whether what follows from the parts rounds to what was published."""
        low, high = self.computed()
        least, beyond = self.rounds_from()
        return low < beyond and least <= high

    def wholes(self) -> tuple[int, ...]:
        """Give all wholes of which the part is, rounded, the share that was published.

        >>> Figure(part=46, whole=82, published="56%").wholes()
        (82,)
        """
        least, beyond = self.rounds_from()
        if self.part is None or least <= 0:
            return ()
        nearest = range(int(self.part / beyond), int(self.part / least) + 2)
        return tuple(n for n in nearest if n and least <= Fraction(self.part, n) < beyond)


@frozen(kw_only=True)
class Fact:
    """Something that a source reports, in both languages, with the figures that follow."""

    id: str
    zh: str
    en: str
    figures: tuple[Figure, ...] = ()
