"""A county small enough to know what a report of it must say."""

import partyorg as po

ORGANIZATIONS = [
    {"org_id": "P", "name": "示例省", "level": "province", "kind": "division"},
    {"org_id": "A", "name": "示例县", "level": "county", "kind": "division", "parent_id": "P"},
    {"org_id": "A-JU", "name": "某局", "level": "county", "kind": "department", "parent_id": "A"},
    {"org_id": "T", "name": "示例镇", "level": "township", "kind": "division", "parent_id": "A"},
]


def person(number, since, **more):
    return {
        "person_id": f"N{number}",
        "name": f"干部{number:04}",
        "recruited_on": since,
        "recruited_via": "other",
        **more,
    }


def post(number, org_id="T", start="2000-01-01", end=None, role="leader", basis="in_post"):
    return {
        "person_id": f"N{number}",
        "org_id": org_id,
        "start": start,
        "end": end,
        "role": role,
        "basis": basis,
    }


def county(**tables):
    """One of three in the team is experienced, and lent out; of two recruits one left too early."""
    recruit = {"recruited_by": "T", "recruited_via": "civil_service_exam"}
    rows = {
        "organizations": ORGANIZATIONS,
        "people": [
            person(1, "2000-01-01"),
            person(2, "2018-01-01"),
            person(3, "2018-01-01"),
            person(4, "2015-08-01", **recruit),
            person(5, "2015-08-01", **recruit),
        ],
        "appointments": [
            post(1),
            post(2, start="2018-01-01"),
            post(3, start="2018-01-01"),
            post(4, start="2015-08-01", end="2016-08-01", role="staff"),
            post(4, "A-JU", "2016-08-01", role="staff"),
            post(1, "A-JU", "2018-06-01", "2019-06-01", "staff", "secondment"),
        ],
        "trainings": [{"person_id": "N1", "year": 2016, "days": "11.5"}],
    }
    return po.Dataset.from_records(**{**rows, **tables})


def report(**how):
    data = how.pop("data", None) or county()
    how.setdefault("as_of", "2018-12-31")
    return po.check(data, how.pop("rules", "cn-gz"), **how)
