"""Small random worlds with dates that meet, overlap, and stand at the thresholds."""

import calendar
from datetime import date, timedelta

from oracle import years_later

BODIES = ("DW", "ZF", "RD", "SY")
AS_OF = (
    "2013-06-30",
    "2014-03-15",
    "2014-12-31",
    "2015-12-31",
    "2016-02-29",
    "2018-02-28",
    "2019-05-20",
    "2019-05-31",
    "2019-06-01",
    "2020-02-29",
    "2020-12-31",
    "2021-06-15",
    "2021-03-31",
    "2022-01-01",
)


def org(org_id, level, kind, parent="", within=""):
    return {
        "org_id": org_id, "name": org_id, "level": level, "kind": kind, "parent_id": parent,
        "within_id": within,
    }  # fmt: skip


def organizations():
    rows = [
        org("P", "province", "division"),
        org("P-DW", "province", "local_party_committee", "", "P"),
        org("P-ORG", "province", "organization_department", "P-DW"),
    ]
    for f in ("F0", "F1"):
        rows += [
            org(f, "prefecture", "division", "P"),
            org(f"{f}-DW", "prefecture", "local_party_committee", "P-DW", f),
            org(f"{f}-ORG", "prefecture", "organization_department", f"{f}-DW"),
            org(f"{f}-ZF", "prefecture", "government", f),
        ]
    for c, f in (("C0", "F0"), ("C1", "F1")):
        rows += [
            org(c, "county", "division", f),
            org(f"{c}-DW", "county", "local_party_committee", f"{f}-DW", c),
            org(f"{c}-ZF", "county", "government", c),
            org(f"{c}-ORG", "county", "organization_department", f"{c}-DW"),
            org(f"{c}-JY", "county", "department", f"{c}-ZF"),
            org(f"{c}-S", "subdistrict", "division", c),
            org(f"{c}-S-DW", "subdistrict", "party_working_committee", f"{c}-DW", f"{c}-S"),
        ]
    for t, c in (("T0", "C0"), ("T1", "C0"), ("T2", "C1")):
        rows += [
            org(t, "township", "division", c),
            org(f"{t}-DW", "township", "local_party_committee", f"{c}-DW", t),
            org(f"{t}-ZF", "township", "government", t),
            org(f"{t}-RD", "township", "congress", t),
            org(f"{t}-SY", "township", "public_institution", f"{t}-ZF"),
            org(f"{t}-V", "village", "division", t),
            org(f"{t}-V-CW", "village", "village_committee", f"{t}-V"),
        ]
    return rows


OUTSIDE = ["C0-JY", "C0-ZF", "C0-DW", "C1-ZF", "C1-JY", "F0-ZF", "F1-ORG", "P-DW", "C0-S-DW"]
APPROVERS = ["", "", "F0-ORG", "F0-ORG", "F1-ORG", "P-ORG", "C0-ORG", "C1-ORG", "F0-ZF", "T0-DW"]


class Maker:
    def __init__(self, rng, *, partial=0.0, brief=False):
        self.rng, self.partial, self.brief = rng, partial, brief
        if rng.random() < 0.8:
            self.as_of = date.fromisoformat(rng.choice(AS_OF))
        else:
            self.as_of = date(2013, 1, 1) + timedelta(days=rng.randrange(3650))
        self.pool = self.days()
        self.cut = {}

    def days(self):
        rng, as_of = self.rng, self.as_of
        pool = [as_of]
        for years in (-7, -5, -5, -2, -2, -1, 0):
            near = years_later(as_of, years)
            pool += [near + timedelta(days=rng.choice((-31, -1, 0, 1, 30))) for _ in range(2)]
        for _ in range(6):
            pool.append(as_of - timedelta(days=rng.randrange(4000)))
        for day in list(pool):
            if rng.random() < 0.3:
                years = rng.choice((-5, -2, 2, 5))
                pool.append(years_later(day, years) + timedelta(days=rng.choice((-1, 0, 0, 1))))
            if rng.random() < 0.1:
                last = calendar.monthrange(day.year, day.month)[1]
                pool += [day.replace(day=1), day.replace(day=last)]
            if rng.random() < 0.1:
                pool += [date(day.year, 1, 1), date(day.year, 12, 31)]
        pool += [date(2016, 2, 29), date(2014, 1, 1), date(2013, 12, 31), date(2015, 1, 1)]
        return sorted(day for day in set(pool) if date(1990, 1, 1) < day < date(2030, 1, 1))

    def write(self, day):
        """The date as it is written: mostly one way for one day, now and then less precisely."""
        rng = self.rng
        if day not in self.cut or rng.random() < 0.1:
            length = rng.choice((7, 7, 7, 4)) if rng.random() < self.partial else 10
            self.cut[day] = day.isoformat()[:length]
        return self.cut[day]

    def place(self):
        rng = self.rng
        draw = rng.random()
        if draw < 0.68:
            return rng.choice(("T0", "T0", "T1", "T2")) + "-" + rng.choice(BODIES)
        if draw < 0.7:
            return rng.choice(("T0", "T1", "T2"))
        if draw < 0.78:
            return rng.choice(("T0", "T0", "T1", "T2")) + "-V-CW"
        return rng.choice(OUTSIDE)

    def post(self, person, start, end, basis="in_post"):
        rng = self.rng
        where = rng.choice(OUTSIDE) if basis == "secondment" and rng.random() < 0.7 else None
        approver = rng.choice(APPROVERS)
        near = start + timedelta(days=rng.choice((-30, -1, 0, 0, 1, 30)))
        begins, ends = self.write(start), self.write(end) if end else ""
        if begins == ends and len(ends) < 10 and not self.brief:
            begins, ends = start.isoformat(), end.isoformat()
        return {
            "person_id": person, "org_id": where or self.place(),
            "role": rng.choice(("chief", "leader", "leader", "staff")),
            "start": begins, "end": ends, "basis": basis,
            "approved_by": approver,
            "approved_on": self.write(near) if approver and rng.random() < 0.8 else "",
        }  # fmt: skip

    def career(self, person):
        rng, pool = self.rng, self.pool
        recruited = rng.choice([day for day in pool if day.year > 2012] or pool)
        starts_late = rng.random() < 0.12
        start = rng.choice(pool) if starts_late else recruited
        rows = []
        for _ in range(rng.choice((0, 1, 1, 2, 2, 3, 3, 4))):
            later = [day for day in pool if day > start]
            end = rng.choice(later) if later and rng.random() < 0.8 else None
            if rng.random() < 0.02:
                end = start
            rows.append(self.post(person, start, end))
            touching = rng.random() < 0.7
            start = (end if touching else None) or rng.choice(later if touching and later else pool)
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
            start = rng.choice(pool)
            later = [day for day in pool if day > start]
            end = rng.choice(later) if later and rng.random() < 0.75 else None
            basis = rng.choice(
                ("secondment", "secondment", "secondment", "attachment", "stationing")
            )
            rows.append(self.post(person, start, end, basis))
        if rng.random() < 0.15 and rows:  # a post beside the own one
            start = rng.choice(pool)
            later = [day for day in pool if day > start]
            rows.append(self.post(person, start, rng.choice(later) if later else None))
        vias = ("civil_service_exam", "selected_graduate", "directed", "institution_hiring", "")
        by = rng.choice(("T0", "T0", "T0", "T1", "T2")) + "-" + rng.choice(BODIES)
        if rng.random() < 0.06:
            by = rng.choice(("C0-JY", "T0-V-CW", "T0", ""))
        known = ""
        if rng.random() < 0.12:
            known = self.write(rng.choice(pool))
        row = {
            "person_id": person, "name": person,
            "recruited_on": self.write(recruited) if rng.random() < 0.95 else "",
            "recruited_by": by, "recruited_via": rng.choices(vias, (6, 2, 2, 1, 1))[0],
            "career_known_from": known,
        }  # fmt: skip
        return row, rows

    def count(self, most):
        return "" if self.rng.random() < 0.07 else str(self.rng.randrange(most))

    def world(self):
        rng = self.rng
        people, appointments, trainings, promotions = [], [], [], []
        years = sorted({str(self.as_of.year - back) for back in (0, 1, 2, 3)} | {"2014"})
        for number in range(rng.choice((1, 2, 3, 4, 5, 6, 8))):
            row, posts = self.career(f"N{number}")
            people.append(row)
            appointments += posts
            for _ in range(rng.choice((0, 0, 1, 2, 3))):
                days = rng.choice(("12", "11.5", "6", "6", "5", "0.5", ""))
                trainings.append(
                    {"person_id": row["person_id"], "year": rng.choice(years), "days": days}
                )
            if rng.random() < 0.5:
                day = rng.choice(self.pool)
                promotions.append(
                    {"person_id": row["person_id"], "kind": "rank", "date": self.write(day),
                     "org_id": ""}
                )  # fmt: skip
        recruitment = []
        for _ in range(rng.choice((0, 2, 5))):
            channels = ("civil_service_exam",) * 5 + ("selection", "transfer") * 2
            wheres = ("township",) * 4 + ("dispatched_body", "county", "prefecture", "province")
            recruitment.append(
                {
                    "authority": rng.choice(("P-DW", "C0-ZF", "C1-ZF", "F0-ZF", "T0-ZF")),
                    "year": rng.choice(years),
                    "channel": rng.choice((*channels, "institution_hiring", "")),
                    "destination": rng.choice((*wheres, *wheres, "village", "")),
                    "grassroots_required": rng.choice(("yes", "yes", "yes", "no", "")),
                    "planned": self.count(12),
                    "hired": self.count(12),
                }
            )
        assessments = [
            {
                "org_id": rng.choice(("T0-ZF", "T0-DW", "T1-ZF", "T2-ZF", "C0-ZF", "T0-V-CW")),
                "year": rng.choice((*years, "2020", "2021")),
                "group": rng.choice(("general_staff", "section_level", "")),
                "assessed": self.count(26),
                "excellent": self.count(6),
            }
            for _ in range(rng.choice((0, 2, 5)))
        ]
        # Two rows with one key are a problem of the data, not a case for a rule.
        keyed = {(row["org_id"], row["year"], row["group"]): row for row in assessments}
        assessments = list(keyed.values())
        completeness = [
            {
                "table": rng.choice(("trainings", "trainings", "trainings", "appointments")),
                "year": rng.choice(years),
                "org_id": rng.choice(("", "C0", "C1", "F0", "P", "T0")),
            }
            for _ in range(rng.choice((0, 0, 1, 2)))
        ]
        return {
            "organizations": organizations(), "people": people, "appointments": appointments,
            "trainings": trainings, "promotions": promotions, "recruitment": recruitment,
            "assessments": assessments, "completeness": completeness,
        }  # fmt: skip
