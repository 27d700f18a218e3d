"""How much of the careers is on file: what every verdict on service rests on."""

from __future__ import annotations

from attrs import frozen

__all__ = ["Careers"]


@frozen(kw_only=True)
class Careers:
    """How many people there are, and of how many the career is known in full.

    `since`: known only from some day on, what came before is taken for unknown; `without`: no post
    is on file; `aside`: a row was set aside that may concern them.  Somebody may be in several.
    """

    people: int
    whole: int
    since: int
    without: int
    aside: int

    @property
    def complete(self) -> bool:
        """Whether every career is known in full."""
        return self.whole == self.people

    def told(self, lang: str) -> tuple[tuple[str, int], ...]:
        """Give the figures that are not nought, with what they are.

        >>> Careers(people=3, whole=2, since=1, without=0, aside=0).told("zh")
        (('人员', 3), ('经历完整', 2), ('经历只从某日起有记录，此前按不详处理', 1))
        """
        at = 0 if lang == "zh" else 1
        figures = (self.people, self.whole, self.since, self.without, self.aside)
        named = ((name[at], number) for name, number in zip(_NAMES, figures, strict=True))
        return tuple((name, number) for name, number in named if number)


_NAMES = (
    ("人员", "people"),
    ("经历完整", "career known in full"),
    ("经历只从某日起有记录，此前按不详处理", "known from some day on, unknown before"),
    ("没有任职记录", "no post on file"),
    ("有未用的行，可能与其有关", "a row was set aside that may concern them"),
)
