"""A small county in which the tests of the evaluation play, and short ways to fill it."""

import partyorg as po


def org(org_id, kind, level, parent=None, within=None, **more):
    return {
        "org_id": org_id,
        "kind": kind,
        "level": level,
        "parent_id": parent,
        "within_id": within,
        **more,
    }


ORGANIZATIONS = (
    org("P", "division", "province"),
    org("P-DW", "local_party_committee", "province", "P"),
    org("M", "division", "prefecture", "P"),
    org("M-DW", "local_party_committee", "prefecture", "P-DW", "M"),
    org("M-ORG", "organization_department", "prefecture", "M-DW"),
    org("A", "division", "county", "M"),
    org("A-DW", "local_party_committee", "county", "M-DW", "A"),
    org("A-ORG", "organization_department", "county", "A-DW"),
    org("A-JU", "department", "county", "A"),
    org("T1", "division", "township", "A"),
    org("T1-DW", "local_party_committee", "township", "A-DW", "T1"),
    org("T1-ZF", "government", "township", "T1"),
    org("T2", "division", "township", "A"),
    org("T2-ZF", "government", "township", "T2"),
    org("V1", "division", "village", "T1"),
)


def recruit(person_id="N1", on="2015-08-01", by="T1-ZF", via="civil_service_exam", **more):
    return {
        "person_id": person_id,
        "recruited_on": on,
        "recruited_by": by,
        "recruited_via": via,
        **more,
    }


def veteran(person_id, since="2000-01-01"):
    """Give somebody whose whole career is known; it begins on that day."""
    return {"person_id": person_id, "recruited_on": since, "recruited_via": "other"}


def post(person_id, org_id, start, end=None, basis="in_post", **more):
    return {
        "person_id": person_id,
        "org_id": org_id,
        "start": start,
        "end": end,
        "basis": basis,
        "role": "staff",
        **more,
    }


def leader(person_id, org_id, start, end=None, role="leader", **more):
    return post(person_id, org_id, start, end, role=role, **more)


def dataset(*, organizations=(), replace=(), **tables):
    """Make a data set in the county; `replace` are organisations in place of those of that id."""
    new = {row["org_id"]: row for row in replace}
    rows = [new.get(row["org_id"], row) for row in ORGANIZATIONS]
    return po.Dataset.from_records(organizations=[*rows, *organizations], **tables)


def findings(data, rule, as_of="2018-12-31", **how):
    how.setdefault("allow_empty", True)
    return po.check(data, "cn-gz", as_of=as_of, only=[rule], **how)


def the(data, rule, as_of="2018-12-31", **how):
    """Give the only finding of a rule."""
    (finding,) = findings(data, rule, as_of, **how)
    return finding


def verdict(data, rule, as_of="2018-12-31", **how):
    """Give outcome and reason of the only finding of a rule."""
    finding = the(data, rule, as_of, **how)
    return finding.outcome.value, finding.reason


def missing(finding):
    """Give what would settle a finding: code, table, row."""
    return {(unknown.code, unknown.table, unknown.row) for unknown in finding.unknowns}
