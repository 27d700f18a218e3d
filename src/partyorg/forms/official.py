"""What a form, a row of a roster or a workbook says of one official, before it is understood."""

from __future__ import annotations

from attrs import field, frozen

__all__ = ["HeldPost", "Official"]


@frozen(kw_only=True)
class HeldPost:
    """A post that stands in columns of its own, not in a resume.

    `start` and `end` are cells as they stand; `member` is what the table says of the leadership
    team (正职, 副职, 是, 否); `current` is whether it is still held, where that is said.
    """

    organization: str | None
    post: str | None
    start: object = None
    end: object = None
    member: str | None = None
    current: bool | None = None
    row: int | None = None


@frozen(kw_only=True)
class Official:
    """What one input says of one official; only what a rule needs.

    `source` is the name of the file, `sheet` and `row` the place in it (data rows from 1).  Cells
    are kept as they stand and read later, in one place for all formats.  `secret` is the identity
    number: it joins the sheets of a workbook and makes a keyed hash, both in memory, and is written
    nowhere, not even by `repr`.
    """

    source: str
    sheet: str | None = None
    row: int | None = None
    name: str | None = None
    unit: str | None = None
    post: str | None = None
    post_since: object = None
    proposed: str | None = None
    resume: str | None = None
    started_work: object = None
    joined_party: str | None = None
    recruited_on: object = None
    recruited_via: str | None = None
    grassroots_before: object = None
    posts: tuple[HeldPost, ...] = ()
    secret: str | None = field(default=None, repr=False)
