"""Small invented counties, built person by person."""

import partyorg as po

DAY = "2018-12-15"
TEAM = "cn-gz/team-experience"
_BREACH = (po.Outcome.FAIL, po.Outcome.OFF_TARGET)


class County:
    """A county C with townships T1, T2, …, each with committee (D), government (Z), station (S)."""

    def __init__(self, towns=1):
        self.people, self.appointments, self.recruitment = [], [], []
        self.organizations = [
            {"org_id": "52", "level": "province", "kind": "division"},
            {"org_id": "5201", "level": "prefecture", "kind": "division", "parent_id": "52"},
            {"org_id": "C", "level": "county", "kind": "division", "parent_id": "5201"},
            {"org_id": "CJ", "level": "county", "kind": "department", "parent_id": "C"},
        ]
        for town in (f"T{number}" for number in range(1, towns + 1)):
            self.organizations += [
                {"org_id": town, "level": "township", "kind": "division", "parent_id": "C"},
                *(
                    {"org_id": f"{town}{end}", "level": "township", "kind": kind, "parent_id": town}
                    for end, kind in (
                        ("D", "local_party_committee"),
                        ("Z", "government"),
                        ("S", "public_institution"),
                    )
                ),
            ]

    def person(self, *posts, recruited_on="2005-07-01", recruited_by="CJ", **more):
        """Add somebody with posts: organisation, role, start, end."""
        who = f"N{len(self.people) + 1:04}"
        recruited = {"recruited_via": "civil_service_exam", "recruited_by": recruited_by}
        self.people.append({"person_id": who, "recruited_on": recruited_on, **recruited, **more})
        for post in posts:
            self.post(who, *post)
        return who

    def post(self, who, org, role, start, end=None, basis="in_post"):
        row = {"person_id": who, "org_id": org, "role": role, "start": start, "end": end}
        self.appointments.append({**row, "basis": basis, "staff_type": "civil_servant"})

    def old_hand(self, town=1):
        """Add a leader who has been in the township since 2005."""
        staff = (f"T{town}Z", "staff", "2005-07-01", "2012-01-01")
        return self.person(staff, (f"T{town}D", "leader", "2012-01-01"), recruited_by=f"T{town}Z")

    def newcomer(self, town=1, since="2017-06-01"):
        """Add a leader who came from the county."""
        return self.person(("CJ", "staff", "2005-07-01", since), (f"T{town}D", "leader", since))

    def data(self):
        tables = ("organizations", "people", "appointments", "recruitment")
        return po.Dataset.from_records(**{name: getattr(self, name) for name in tables})


def helps(data, acts, rule, subject, day=DAY):
    """Tell whether the finding passes after some acts, and nothing in the whole is newly broken."""
    before = po.check(data, "cn-gz", as_of=day)
    after = po.check(po.Proposal(acts).applied(data), "cn-gz", as_of=day)
    old, new = ({f.id for f in report if f.outcome in _BREACH} for report in (before, after))
    return after[rule, subject].outcome is po.Outcome.PASS and not new - old
