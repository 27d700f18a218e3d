"""Small worlds of organisations, one line each."""

import partyorg as po


def org(org_id, kind="department", level=None, parent=None, within=None, **more):
    return {
        "org_id": org_id,
        "name": f"机构{org_id}",
        "kind": kind,
        "level": level,
        "parent_id": parent,
        "within_id": within,
        **more,
    }


def place(org_id, level, parent=None, **more):
    return org(org_id, "division", level, parent, **more)


def dataset(*organizations):
    return po.Dataset.from_records(organizations=list(organizations))


# A province with a prefecture, a county, a town with a village, and a 街道.  The town's committee
# reports to the county's but is in the town.
COUNTY = (
    place("P", "province"),
    org("P-DW", "local_party_committee", "province", "P"),
    org("P-ORG", "organization_department", "province", "P-DW"),
    place("M", "prefecture", "P"),
    org("M-DW", "local_party_committee", "prefecture", "P-DW", "M"),
    org("M-ORG", "organization_department", "prefecture", "M-DW"),
    place("A", "county", "M"),
    org("A-DW", "local_party_committee", "county", "M-DW", "A"),
    org("A-ORG", "organization_department", "county", "A-DW"),
    org("A-JU", "department", "county", "A-DW"),
    place("T", "township", "A"),
    org("T-DW", "local_party_committee", "township", "A-DW", "T"),
    org("T-SZ", "public_institution", "township", "T-DW"),
    place("V", "village", "T"),
    org("V-CW", "village_committee", "village", "V"),
    place("S", "subdistrict", "A"),
    org("S-BSC", "dispatched_body", "subdistrict", "S"),
)
