"""The world under construction: rows of every table, and what each story is meant to show."""

from __future__ import annotations

from random import Random

from attrs import define, field, frozen

from partyorg.model.tables import TABLES

__all__ = ["TOLD_ON", "Story", "World", "of_township"]

_DIVISION = 9  # digits in the code of a township or street
_FIRST_TOWNSHIP = 100  # below are streets
TOLD_ON = "2018-12-31"
"""The day of a story that names none."""


@frozen
class Story:
    """A verdict that the sample is built to show, and why it is the right one.

    `period` and `part` are None for rules that have none; `outcome` is a value of
    `partyorg.verdict.Outcome`.  `as_of` is the day of the check.
    """

    rule: str
    subject: str
    period: str | None
    part: str | None
    outcome: str
    why: str
    as_of: str


@define
class World:
    """Rows of text, table by table, with the stories told so far.

    `told_on` is the day of whoever names none.  `own_trainings` are the people whose trainings a
    story writes itself, `no_province_course` those who are to have no training by the province.
    """

    random: Random
    tables: dict[str, list[dict[str, str]]] = field(factory=lambda: {name: [] for name in TABLES})
    stories: list[Story] = field(factory=list)
    told_on: str = TOLD_ON
    own_trainings: set[str] = field(factory=set)
    no_province_course: set[str] = field(factory=set)

    def add(self, table: str, /, **cells: str | int) -> None:
        """Add a row; a column that the table does not have is an error."""
        columns = [column.name for column in TABLES[table].columns]
        strange = set(cells) - set(columns)
        if strange:
            msg = f"{table} has no column {sorted(strange)}"
            raise KeyError(msg)
        self.tables[table].append({name: str(cells.get(name, "")) for name in columns})

    def person(self, recruited_on: str, recruited_by: str, via: str = "other", **cells: str) -> str:
        """Add a person under the next number; give the identifier."""
        number = len(self.tables["people"]) + 1
        person_id = f"N{number:04}"
        self.add(
            "people",
            person_id=person_id,
            name=f"干部{number:04}",
            recruited_on=recruited_on,
            recruited_by=recruited_by,
            recruited_via=via,
            **{"grassroots_before": "yes"} | cells,
        )
        return person_id

    def post(
        self, person: str, org: str, title: str, start: str, end: str = "", **cells: str
    ) -> None:
        """Add an appointment: an ordinary post on the person's own establishment, unless said."""
        usual = {"role": "staff", "basis": "in_post", "staff_type": "civil_servant"}
        self.add(
            "appointments",
            person_id=person,
            org_id=org,
            post=title,
            start=start,
            end=end,
            **usual | cells,
        )

    def recruit(self, org: str, on: str, until: str = "", **cells: str) -> str:
        """Add somebody recruited by examination into an ordinary post; give the identifier."""
        via = cells.pop("via", "civil_service_exam")
        person = self.person(on, org, via, **cells)
        kind = {"staff_type": "institution"} if via == "institution_hiring" else {}
        self.post(person, org, "科员", on, until, **kind)
        return person

    def expect(
        self,
        rule: str,
        subject: str,
        outcome: str,
        why: str,
        **place: str,
    ) -> None:
        """Tell what the check should say of a subject; `place` may name `period`, `part`, `as_of`.

        A rule without the name of its pack is one of Guizhou.
        """
        named = rule if "/" in rule else f"cn-gz/{rule}"
        self.stories.append(
            Story(
                named,
                subject,
                place.get("period"),
                place.get("part"),
                outcome,
                why,
                place.get("as_of", TOLD_ON),
            )
        )


def of_township(org_id: str) -> bool:
    """Tell whether an organisation of the sample is of a township, by its identifier.

    >>> of_township("990101101-ZF"), of_township("990101001-BSC"), of_township("990101-DW")
    (True, False, False)
    """
    code = org_id.partition("-")[0]
    return len(code) == _DIVISION and int(code[6:]) >= _FIRST_TOWNSHIP
