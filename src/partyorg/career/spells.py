"""What is read out of a resume: spells, and what was not understood."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from partyorg.dates import PartialDate
from partyorg.errors import ProblemSeverity
from partyorg.model import Level, Role

__all__ = ["Career", "CareerBasis", "CareerProblem", "CareerSpell", "DateForm"]


class DateForm(StrEnum):
    """How the time of an entry is written.

    `RANGE`: from one date to another.  `OPEN`: from a date on (`2016.09--`, 至今, 起).  `POINT`:
    one date; something began then, and when it ended is not told.
    """

    RANGE = "range"
    OPEN = "open"
    POINT = "point"


class CareerBasis(StrEnum):
    """How the time was spent: the bases of the table of appointments, study, and waiting."""

    IN_POST = "in_post"
    SECONDMENT = "secondment"
    ATTACHMENT = "attachment"
    STATIONING = "stationing"
    STUDY = "study"
    WAITING = "waiting"


@frozen(kw_only=True)
class CareerSpell:
    """A stretch of a career in one organisation.

    `start` and `end` are as precise as they are written.  `level` is that at which the service
    counts: that of the township where one is named, whatever body or village of it is meant.
    `role` is the highest of the posts held there, None for study and waiting; `acting` says that
    somebody without the office was in charge (主持工作).

    `text` is what stands behind the dates, `line` (from 1) and `columns` (half-open, from 0) say
    where: in an entry broken over several lines, where it begins.  `place` is the place as written,
    `county` the codes of the counties that it names or that are known from elsewhere, `township`
    the name of the township alone, `division` its code, if it was found without doubt; otherwise
    `candidates` are the codes that it may be.  `body` is the organisation there, as written.

    `note` marks a spell beside another one (其间): both run at the same time.
    """

    start: PartialDate | None
    end: PartialDate | None
    form: DateForm
    basis: CareerBasis
    level: Level | None
    role: Role | None
    text: str
    line: int
    columns: tuple[int, int]
    acting: bool = False
    place: str | None = None
    county: tuple[str, ...] = ()
    township: str | None = None
    division: str | None = None
    candidates: tuple[str, ...] = ()
    body: str | None = None
    note: bool = False


@frozen(kw_only=True)
class CareerProblem:
    """What could not be read, word for word, and what would be right.

    An `ERROR` is something that is not among the spells; a `WARNING` is a spell that somebody
    should look at, or a line that is no spell (a rank).
    """

    severity: ProblemSeverity
    code: str
    text: str
    line: int
    columns: tuple[int, int]
    message: dict[str, str] = field(hash=False)


@frozen
class Career:
    """The spells of a resume in the order of the text, and what was not understood."""

    spells: tuple[CareerSpell, ...]
    problems: tuple[CareerProblem, ...]
