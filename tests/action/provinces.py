"""An invented province: two prefectures, three counties, townships, and whoever may approve."""

import partyorg as po

T1, T2, FAR, COUNTY = "990101101-ZF", "990101102-ZF", "990201101-ZF", "990101-JU"
_BODIES = {
    "DW": "local_party_committee",
    "ZF": "government",
    "ZZB": "organization_department",
    "JU": "department",
    "RD": "congress",
    "SY": "public_institution",
}


def organizations():
    """Give the divisions with their bodies; those at the same level answer to the one above."""
    rows = []

    def division(code, level, parent, names):
        rows.append({"org_id": code, "kind": "division", "level": level, "parent_id": parent})
        for name in names:
            above = code if name in ("ZZB", "JU", "RD", "SY") else parent
            suffix = {"ZZB": "DW", "RD": "DW", "JU": "ZF", "SY": "ZF"}.get(name, name)
            kind, answers_to = _BODIES[name], above and f"{above}-{suffix}"
            rows.append({"org_id": f"{code}-{name}", "kind": kind, "level": level,
                         "parent_id": answers_to, "within_id": code})  # fmt: skip

    division("99", "province", "", ("DW", "ZF", "ZZB", "JU"))
    for prefecture in ("9901", "9902"):
        division(prefecture, "prefecture", "99", ("DW", "ZF", "ZZB", "JU"))
    for county in ("990101", "990102", "990201"):
        division(county, "county", county[:4], ("DW", "ZF", "ZZB", "JU"))
        for town in (f"{county}{number}" for number in (101, 102, 103)):
            division(town, "township", county, ("DW", "ZF", "RD", "SY"))
            village = f"{town}001"
            rows.append({"org_id": village, "kind": "division", "level": "village",
                         "parent_id": town})  # fmt: skip
            rows.append({"org_id": f"{village}-CW", "kind": "village_committee", "level": "village",
                         "parent_id": f"{town}-ZF", "within_id": village})  # fmt: skip
    return rows


def person(number, **more):
    return {"person_id": f"N{number:04}", "name": f"干部{number:04}", **more}


def recruit(number, on="2015-07-01", by=T1, via="civil_service_exam"):
    return person(number, recruited_on=on, recruited_by=by, recruited_via=via)


def other(number, on):
    """Give somebody whom no minimum service binds."""
    return recruit(number, on, COUNTY, "other")


def post(number, org, start, end=None, role="staff", basis="in_post", **more):
    whose = {"person_id": f"N{number:04}", "org_id": org, "role": role, "basis": basis}
    return {**whose, "start": start, "end": end, **more}


def province(people, posts, rows=None, **tables):
    return po.Dataset.from_records(
        organizations=rows or organizations(), people=people, appointments=posts, **tables
    )
