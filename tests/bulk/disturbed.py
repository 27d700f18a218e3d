"""Random worlds with everything that may be wrong, missing, or meet in them."""

import calendar
import random
from datetime import date, timedelta

from worlds import APPROVERS, OUTSIDE, Maker

from oracle import years_later

TEAM = ("T0-DW", "T0-DW", "T0-ZF", "T0-RD", "T0", "T1-ZF")
TOWN_BODIES = ("T0-DW", "T0-ZF", "T0-SY", "T1-DW", "T1-ZF", "T2-ZF", "T0-V-CW")
EVERYBODY = (*APPROVERS, "T1-DW", "C0-DW", "P-DW", "nobody", "T0-SY", "C0", "F0-DW")


def make(seed):
    rng = random.Random(seed)
    maker = Maker(rng, partial=rng.choice((0, 0, 0.15, 0.4, 0.8)), brief=rng.random() < 0.2)
    tables = maker.world()
    extend(rng, maker, tables)
    for change, share in (
        (crowd, 0.3), (borrow, 0.3), (overlap, 0.3), (promote, 0.3), (on_the_edge, 0.35),
        (gaps, 0.25), (train, 0.4), (say_complete, 0.4), (pools, 0.25), (merge, 0.3),
        (unplaced, 0.2), (disturb, 0.55), (february, 0.15), (set_aside, 0.25), (lose, 0.06),
        (shuffle, 0.2), (thin, 0.06),
    ):  # fmt: skip
        if rng.random() < share:
            change(rng, maker, tables)
    return tables, maker.as_of


# --- What the worlds of the oracle leave out ------------------------------------------------------


def extend(rng, maker, tables):
    """Fill the columns that the worlds of the oracle leave out."""
    for row in tables["people"]:
        row["grassroots_before"] = rng.choice(("yes", "no", "no", ""))
    for row in tables["appointments"]:
        row["duties"] = rng.choice(("", "", "组织委员", "党建;组织委员", "武装"))
    for row in tables["trainings"]:
        row["organized_at"] = rng.choice(("province", "county", "", "prefecture"))
        row["hours"] = rng.choice(("", "40", "7.5", "80"))
    for row in tables["recruitment"]:
        row["directed"] = rng.choice(("yes", "no", "no", ""))
    for row in tables["people"]:
        if rng.random() < 0.3:
            tables["promotions"].append(promotion(rng, maker, row["person_id"]))
    tables["activities"] = [
        {"org_id": rng.choice(("C0-DW", "C1-DW", "F0-DW")), "kind": "township_cadre_report",
         "date": maker.write(rng.choice(maker.pool)),
         "to_id": rng.choice(("F0-DW", "F1-DW", "P-DW", "P", ""))}
        for _ in range(rng.choice((0, 1, 3)))
    ]  # fmt: skip
    tables["listed_items"] = [
        {"org_id": rng.choice(("C0-ZF", "F0-ZF", "P-DW", "T0-ZF")),
         "list": rng.choice(("veto", "vertical")), "item": rng.choice(("安全生产", "信访", "GDP")),
         "basis": rng.choice(("", "province", "县"))}
        for _ in range(rng.choice((0, 2)))
    ]  # fmt: skip


def promotion(rng, maker, person):
    return {
        "person_id": person,
        "kind": rng.choice(("rank", "rank", "", "leadership")),
        "date": maker.write(rng.choice(maker.pool)),
        "org_id": "",
    }


def someone(rng, tables):
    return rng.choice(tables["people"])["person_id"] if tables["people"] else "N0"


def simple_post(maker, person, org, start, end=None, **more):
    return {
        "person_id": person, "org_id": org, "role": "leader", "start": maker.write(start),
        "end": maker.write(end) if end else "", "basis": "in_post", "approved_by": "",
        "approved_on": "", "duties": "", **more,
    }  # fmt: skip


# --- More of what matters -------------------------------------------------------------------------


def crowd(rng, maker, tables):
    """Many in one team, of whom about two thirds are experienced, and some come and go."""
    as_of = maker.as_of
    county = rng.random() < 0.3
    for number in range(rng.choice((2, 3, 3, 5, 6, 9))):
        person = f"M{number}"
        old = rng.random() < 0.6
        start = as_of - timedelta(days=rng.choice((731, 730, 732, 1500) if old else (729, 30, 400)))
        tables["people"].append(
            {"person_id": person, "name": "", "recruited_on": maker.write(start),
             "recruited_by": rng.choice(("T0-ZF", "T1-ZF", "C0-JY")), "recruited_via": "other",
             "career_known_from": "", "grassroots_before": ""}
        )  # fmt: skip
        joined = start if rng.random() < 0.4 else rng.choice(maker.pool)
        joined = max(start, joined)
        if joined > start:
            before = rng.choice(("T0-SY", "T1-ZF", "C0-JY", "T0-ZF", "T0-V-CW"))
            role = rng.choice(("staff", "chief", "leader"))
            tables["appointments"].append(
                simple_post(maker, person, before, start, joined, role=role)
            )
        later = [day for day in maker.pool if day > joined]
        end = rng.choice(later) if later and rng.random() < 0.3 else None
        where = rng.choice(("C0-DW", "C0-ZF")) if county else rng.choice(TEAM)
        role = rng.choice(("leader", "leader", "leader", "chief", "staff", ""))
        tables["appointments"].append(simple_post(maker, person, where, joined, end, role=role))


def borrow(rng, maker, tables):
    """Secondments about the day: several, in and out of townships, endless, approved by anybody."""
    as_of = maker.as_of
    for _ in range(rng.choice((1, 2, 4))):
        person = someone(rng, tables)
        start = as_of - timedelta(days=rng.choice((-1, 0, 1, 30, 300, 800)))
        end = rng.choice((None, start, as_of, as_of + timedelta(1), as_of + timedelta(300)))
        plain = rng.random() < 0.4
        where = rng.choice(OUTSIDE if plain else (*OUTSIDE, "T1-ZF", "T0-V-CW", "nowhere"))
        more = {
            "basis": rng.choice(("secondment", "secondment", "secondment", "")),
            "approved_by": rng.choice(("F0-ORG", "F0-ORG", "P-ORG") if plain else EVERYBODY),
            "approved_on": maker.write(start),
            "role": "staff",
        }
        row = simple_post(maker, person, where, start, end if end and end >= start else None)
        tables["appointments"].append({**row, **more})
        if plain:
            begun = start - timedelta(days=rng.choice((1, 400, 2000)))
            tables["appointments"].append(simple_post(maker, person, "T0-SY", begun, role="staff"))


def overlap(rng, maker, tables):
    """Posts beside, across and within others, some for no time at all."""
    posts = tables["appointments"]
    for _ in range(rng.choice((1, 2, 3)) if posts else 0):
        row = dict(rng.choice(posts))
        how = rng.randrange(5)
        row["org_id"] = rng.choice((*TOWN_BODIES, *OUTSIDE))
        if how == 0:
            row["end"] = row["start"]
        elif how == 1:
            row["start"] = maker.write(rng.choice(maker.pool))
        elif how == 2:
            row["end"] = maker.write(rng.choice(maker.pool)) if rng.random() < 0.7 else ""
        elif how == 3:
            row["start"] = row["end"] or row["start"]
            row["end"] = ""
        posts.append(row)


def promote(rng, maker, tables):
    """Several promotions of one person, some on one date; five years before, somebody began."""
    for _ in range(rng.choice((1, 2, 3))):
        person = someone(rng, tables)
        row = promotion(rng, maker, person)
        tables["promotions"].append(row)
        if rng.random() < 0.5:
            start = rng.choice(maker.pool)
            day = years_later(start, 5) + timedelta(days=rng.choice((-1, 0, 1, 30)))
            row["date"] = maker.write(min(day, maker.as_of))
            tables["appointments"].append(
                simple_post(maker, person, rng.choice(("T0-SY", "T1-ZF")), start, role="staff")
            )
        while rng.random() < 0.5:
            same = {**row, "kind": rng.choice(("rank", "", "leadership"))}
            if rng.random() < 0.4:
                same["date"] = row["date"][: rng.choice((4, 7))]
            tables["promotions"].append(same)


def on_the_edge(rng, maker, tables):
    """Moves on the day of the check, about it, and on the ends of months."""
    posts, as_of = tables["appointments"], maker.as_of
    for _ in range(rng.choice((1, 2, 4)) if posts else 0):
        day = as_of + timedelta(days=rng.choice((-1, 0, 0, 1)))
        if rng.random() < 0.4:
            month = rng.choice(maker.pool)
            last = calendar.monthrange(month.year, month.month)[1]
            day = month.replace(day=rng.choice((1, last, max(28, last - 1))))
        if rng.random() < 0.2:
            day = date(rng.choice((2012, 2016, 2020)), 2, rng.choice((28, 29)))
        row = rng.choice(posts)
        written = maker.write(day)
        old = row["end"]
        row["end"] = written
        for other in posts:
            if old and other["person_id"] == row["person_id"] and other["start"] == old:
                other["start"] = written


def gaps(rng, maker, tables):
    """Take posts out, or let careers be known only from a day on."""
    posts = tables["appointments"]
    for _ in range(rng.choice((1, 2))):
        if posts and rng.random() < 0.7:
            posts.pop(rng.randrange(len(posts)))
        elif tables["people"]:
            row = rng.choice(tables["people"])
            row["career_known_from"] = maker.write(rng.choice(maker.pool))


def train(rng, maker, tables):
    """Trainings in halves and tenths about twelve days, for whole years and the running one."""
    years = [maker.as_of.year - back for back in (0, 1, 1, 2, 3)] + [2015]
    for _ in range(rng.choice((2, 4, 8))):
        person, year = someone(rng, tables), rng.choice(years)
        for days in rng.choice((("12",), ("11.5", "0.5"), ("11.9",), ("6", "6.1", ""), ("4",) * 3)):
            tables["trainings"].append(
                {"person_id": person, "year": str(year), "days": days,
                 "hours": rng.choice(("", "12", "0.25")),
                 "organized_at": rng.choice(("province", "county", ""))}
            )  # fmt: skip


def say_complete(rng, maker, tables):
    """Say of which years and organisations trainings are complete, or of all."""
    years = [str(maker.as_of.year - back) for back in range(6)]
    some = [{"table": "trainings", "year": "", "org_id": ""}] if rng.random() < 0.3 else []
    if rng.random() < 0.3:
        first = rng.randrange(len(years))
        some += [{"table": "trainings", "year": year, "org_id": ""} for year in years[: first + 1]]
    for _ in range(rng.choice((0, 1, 3))):
        some.append(
            {"table": rng.choice(("trainings", "trainings", "培训", "people")),
             "year": rng.choice((*years, "", "2014")),
             "org_id": rng.choice(("", "C0", "C0-ZF", "F0", "P", "T0", "T0-DW", "C0-JY", "?"))}
        )  # fmt: skip
    tables["completeness"] += some


def pools(rng, maker, tables):
    """Rows of recruitment and assessment at their thresholds, at places known and not."""
    year = str(maker.as_of.year - rng.choice((0, 1, 2)))
    good = rng.choice((4, 8, 80))
    for destination, number in (("township", good), ("county", good // 4 + rng.choice((0, 0, 1)))):
        tables["recruitment"].append(
            {"authority": rng.choice(("P-DW", "C0-ZF", "F0-ZF", "P", "C1-ORG", "nowhere")),
             "year": year, "channel": "civil_service_exam", "destination": destination,
             "grassroots_required": rng.choice(("yes", "")), "directed": rng.choice(("yes", "")),
             "planned": str(number), "hired": rng.choice((str(number), ""))}
        )  # fmt: skip
    keys = {(row["org_id"], row["year"], row["group"]) for row in tables["assessments"]}
    for org in ("T0-RD", "T1-DW", "T2-RD", "C0-JY", "nowhere"):
        group = rng.choice(("general_staff", ""))
        if rng.random() < 0.6 and (org, year, group) not in keys:
            tables["assessments"].append(
                {"org_id": org, "year": year, "group": group, "assessed": "10",
                 "excellent": rng.choice(("2", "3", "1", ""))}
            )  # fmt: skip


def merge(rng, maker, tables):
    """Townships and single bodies that others take over, one after the other too."""
    for old, new in rng.sample(
        [("T0", "T1"), ("T1", "T0"), ("T1", "T2"), ("T2", "T0"), ("C0-JY", "C0-ZF")],
        rng.choice((1, 1, 2)),
    ):
        day = rng.choice(maker.pool)
        single = rng.random() < 0.25
        for row in tables["organizations"]:
            own = row["org_id"] in (old, f"{old}-DW", f"{old}-ZF")
            if own and rng.random() < 0.8 and not (single and row["org_id"] == old):
                if rng.random() < 0.9:
                    row["valid_to"] = maker.write(day)
                row["successor_id"] = row["org_id"].replace(old, new)
                if rng.random() < 0.1:
                    row["successor_id"] = rng.choice(("T0-V-CW", "C0-JY", "T2-DW", "T0"))
            if row["org_id"] == new and rng.random() < 0.3:
                row["valid_from"] = maker.write(day - timedelta(days=rng.choice((0, 400))))
        for row in tables["appointments"]:
            if rng.random() < 0.15:
                row["org_id"] = rng.choice((f"{old}-DW", f"{new}-DW", f"{new}-V-CW"))


def unplaced(rng, maker, tables):  # noqa: ARG001
    """Organisations of which kind, level or place is not known."""
    for _ in range(rng.choice((1, 2, 3))):
        row = rng.choice(tables["organizations"])
        row[rng.choice(("kind", "level", "parent_id", "within_id"))] = rng.choice(("", "", "P"))


def february(rng, maker, tables):
    """The first of February, and February: two dates that begin on one day."""
    year = maker.as_of.year - rng.choice((0, 1, 2, 3))
    for name, column in (("promotions", "date"), ("appointments", "start")):
        rows = tables[name]
        for _ in range(rng.choice((0, 2)) if rows else 0):
            written = rng.choice((f"{year}-02", f"{year}-02-01", f"{year}-02-28"))
            rows.append({**rng.choice(rows), column: written})


# --- What is wrong --------------------------------------------------------------------------------


def disturb(rng, maker, tables):  # noqa: ARG001
    """Empty cells, identifiers that are not there, faults of all sorts."""
    posts, people, orgs = (tables[n] for n in ("appointments", "people", "organizations"))
    blanks = {
        "appointments": ("role", "start", "basis", "approved_on", "end", "approved_by"),
        "people": ("recruited_on", "recruited_by", "recruited_via", "grassroots_before"),
        "promotions": ("kind", "date"),
        "organizations": ("kind", "level", "within_id"),
        "trainings": ("days", "organized_at"),
        "recruitment": ("channel", "destination", "planned", "hired"),
        "assessments": ("assessed", "excellent"),
        "activities": ("date", "to_id"),
    }
    for name, columns in blanks.items():
        rows = tables[name]
        for _ in range(rng.choice((0, 0, 1, 2)) if rows else 0):
            rng.choice(rows)[rng.choice(columns)] = ""
    if posts and rng.random() < 0.3:
        rng.choice(posts)["org_id"] = "nowhere"
    if posts and rng.random() < 0.2:
        rng.choice(posts)["approved_by"] = "nobody"
    if people and rng.random() < 0.1:
        rng.choice(people)["recruited_by"] = "nowhere"
    if rng.random() < 0.1:
        rng.choice(tables["recruitment"] or [{}])["authority"] = "nowhere"
    if posts and rng.random() < 0.05:
        row = rng.choice(posts)
        row["start"], row["end"] = "2016-01-01", "2015-01-01"
    if people and rng.random() < 0.05:
        people.append({**rng.choice(people), "name": "又一人"})
    if posts and rng.random() < 0.05:
        posts.append({**rng.choice(posts), "person_id": "unheard"})
    if orgs and rng.random() < 0.05:
        rng.choice(orgs)["parent_id"] = "nowhere"


BAD_CELLS = (
    ("appointments", "start"), ("appointments", "end"), ("appointments", "person_id"),
    ("appointments", "org_id"), ("appointments", "role"), ("appointments", "basis"),
    ("appointments", "approved_by"), ("people", "recruited_on"), ("people", "person_id"),
    ("people", "recruited_via"), ("people", "career_known_from"), ("promotions", "date"),
    ("promotions", "kind"), ("promotions", "person_id"), ("trainings", "days"),
    ("trainings", "year"), ("trainings", "organized_at"), ("trainings", "person_id"),
    ("organizations", "level"), ("organizations", "kind"), ("organizations", "org_id"),
    ("organizations", "valid_to"), ("recruitment", "year"), ("recruitment", "hired"),
    ("recruitment", "authority"), ("assessments", "group"), ("assessments", "excellent"),
    ("assessments", "org_id"), ("activities", "date"), ("listed_items", "list"),
    ("completeness", "year"), ("completeness", "table"),
)  # fmt: skip


def set_aside(rng, maker, tables):  # noqa: ARG001
    """Cells that cannot be read, in every table."""
    for name, column in rng.sample(BAD_CELLS, rng.choice((1, 1, 2, 4))):
        if tables[name]:
            rng.choice(tables[name])[column] = rng.choice(("2015.13", "?", "", "#REF!", "-1"))


def lose(rng, maker, tables):  # noqa: ARG001
    """A table whose name or column is misspelt, so that none of it can be read."""
    name = rng.choice(("appointments", "people", "trainings", "promotions", "organizations"))
    if rng.random() < 0.4 and name != "organizations":
        tables[f"{name}_old"] = tables.pop(name)
        return
    column = {"appointments": "end", "people": "recruited_via", "trainings": "days"}
    old = column.get(name, "org_id" if name == "organizations" else "date")
    tables[name] = [
        {(f"{key}e" if key == old else key): value for key, value in row.items()}
        for row in tables[name]
    ]


def shuffle(rng, maker, tables):  # noqa: ARG001
    """Rows in any order."""
    for rows in tables.values():
        rng.shuffle(rows)


def thin(rng, maker, tables):  # noqa: ARG001
    """Hardly anything at all: no people, no posts, no rows."""
    name = rng.choice(("people", "appointments", "trainings", "organizations"))
    if name in tables:
        tables[name] = []
