"""Data sets in files, one for each outcome that an exit code can speak of."""

import csv

ORGANIZATIONS = [
    {"org_id": "P", "level": "province", "kind": "division"},
    {"org_id": "A", "level": "county", "kind": "division", "parent_id": "P"},
    {"org_id": "A-DW", "level": "county", "kind": "local_party_committee", "parent_id": "A"},
    {"org_id": "A-JU", "level": "county", "kind": "department", "parent_id": "A"},
    {"org_id": "T", "name": "示例镇", "level": "township", "kind": "division", "parent_id": "A"},
]


def person(person_id, since="2000-01-01", via="other", by=""):
    return {
        "person_id": person_id,
        "recruited_on": since,
        "recruited_via": via,
        "recruited_by": by,
    }


def post(person_id, org_id="T", start="2000-01-01", end="", role="leader", basis="in_post"):
    return {
        "person_id": person_id,
        "org_id": org_id,
        "role": role,
        "start": start,
        "end": end,
        "basis": basis,
    }


PASSES = {"people": [person("N1")], "appointments": [post("N1")]}
# Somebody without experience alone in the team.
BREAKS_MANDATORY = {
    "people": [person("N1", "2018-01-01")],
    "appointments": [post("N1", start="2018-01-01")],
}
# Lent out without an approval.
BREAKS_EXPECTED = {
    "people": [person("N1")],
    "appointments": [
        post("N1"),
        post("N1", "A-JU", "2018-01-01", "2019-06-01", "staff", "secondment"),
    ],
}
# Nobody in the county's team was ever a township chief.
MISSES_TARGET = {
    "people": [person("N1")],
    "appointments": [post("N1"), post("N2", "A-DW", "2000-01-01")],
}
MISSES_TARGET["people"] = [person("N1"), person("N2")]
# One township post of twenty is directed, where 15 % are usual.
MISSES_REFERENCE = {
    **PASSES,
    "recruitment": [
        {
            "authority": "A",
            "year": "2016",
            "channel": "civil_service_exam",
            "destination": "township",
            "directed": directed,
            "planned": number,
            "hired": number,
        }
        for directed, number in (("no", "19"), ("yes", "1"))
    ],
}
# A former career of which nothing is known.
OPEN = {
    "people": [{"person_id": "N1", "career_known_from": "2018-01-01", "recruited_via": "other"}],
    "appointments": [post("N1", start="2018-01-01")],
}


def write(folder, tables):
    """Write tables as CSV files; give the folder."""
    folder.mkdir(exist_ok=True)
    for name, rows in {"organizations": ORGANIZATIONS, **tables}.items():
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, columns)
            writer.writeheader()
            writer.writerows(rows)
    return folder
