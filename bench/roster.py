"""Generate a roster of any size, seeded: a province with townships, people and their careers."""

from __future__ import annotations

from datetime import date
from random import Random

from partyorg.dates import anniversary

AS_OF = "2020-06-30"
_DAY = date(2020, 6, 30).toordinal()


def iso(day: int) -> str:
    """Give a day number as it stands in a file."""
    return date.fromordinal(day).isoformat()


def organizations(counties: int, townships: int) -> list[dict]:
    """Give a province with one prefecture for ten counties, and so many townships in each."""
    rows = [
        {"org_id": "P", "level": "province", "kind": "division"},
        {"org_id": "P-DW", "level": "province", "kind": "local_party_committee", "within_id": "P"},
    ]

    def add(org_id: str, level: str, kind: str, parent: str, within: str = "") -> None:
        rows.append(
            {
                "org_id": org_id,
                "level": level,
                "kind": kind,
                "parent_id": parent,
                "within_id": within,
            }
        )

    for number in range(counties):
        city = f"F{number // 10}"
        if number % 10 == 0:
            add(city, "prefecture", "division", "P")
            add(f"{city}-DW", "prefecture", "local_party_committee", "P-DW", city)
            add(f"{city}-ORG", "prefecture", "organization_department", f"{city}-DW")
        county = f"C{number}"
        add(county, "county", "division", city)
        add(f"{county}-DW", "county", "local_party_committee", f"{city}-DW", county)
        add(f"{county}-ZF", "county", "government", county)
        for index in range(townships):
            town = f"{county}-T{index}"
            add(town, "township", "division", county)
            add(f"{town}-DW", "township", "local_party_committee", f"{county}-DW", town)
            add(f"{town}-ZF", "township", "government", town)
            add(f"{town}-SY", "township", "public_institution", f"{town}-ZF")
    return rows


def roster(people: int, spells: int = 8, seed: int = 20200630) -> dict[str, list[dict]]:
    """Give the tables of a roster: so many people with so many appointments each.

    Most careers stay in one county and in townships; one post in eight is a leading one.  A third
    of the dates are known to the month only.
    """
    random = Random(seed)
    counties = max(1, people // 1200)
    townships = 15
    persons, appointments, trainings, promotions = [], [], [], []
    for number in range(people):
        county = f"C{number % counties}"
        start = _DAY - random.randrange(400, 5000)
        home = f"{county}-T{random.randrange(townships)}"
        person = f"N{number:07}"
        cut = 7 if random.random() < 1 / 3 else 10
        persons.append(
            {
                "person_id": person,
                "name": f"干部{number:07}",
                "recruited_on": iso(start)[:cut],
                "recruited_by": f"{home}-ZF",
                "recruited_via": "civil_service_exam",
            }
        )
        lengths = [random.randrange(1, 2 * (_DAY - start) // spells) for _ in range(spells)]
        at = start
        for index, length in enumerate(lengths):
            last = index == spells - 1
            town = home if random.random() < 0.9 else f"{county}-T{random.randrange(townships)}"
            body = random.choice(("DW", "ZF", "SY", "SY"))
            org = f"{town}-{body}" if random.random() < 0.97 else f"{county}-ZF"
            end = at + length
            appointments.append(
                {
                    "person_id": person,
                    "org_id": org,
                    "role": "leader" if random.random() < 0.125 else "staff",
                    "start": iso(at)[:cut],
                    "end": "" if last or end > _DAY else iso(end)[:cut],
                    "basis": "in_post",
                }
            )
            at = min(end, _DAY)
        trainings += (
            {"person_id": person, "year": year, "days": random.randrange(6, 18)}
            for year in (2018, 2019)
        )
        if number % 20 == 0:
            day = min(anniversary(start, 60) + random.randrange(-9, 9), _DAY)
            promotions.append({"person_id": person, "kind": "rank", "date": iso(day)})
    return {
        "organizations": organizations(counties, townships),
        "people": persons,
        "appointments": appointments,
        "trainings": trainings,
        "promotions": promotions,
    }
