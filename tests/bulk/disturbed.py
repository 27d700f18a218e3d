"""Random worlds with everything that may be wrong or missing in them."""

import random
from datetime import timedelta

from worlds import Maker


def make(seed):
    rng = random.Random(seed)
    maker = Maker(rng, partial=rng.choice((0, 0, 0.15, 0.4, 0.8)), brief=rng.random() < 0.2)
    tables = maker.world()
    extend(rng, maker, tables)
    if rng.random() < 0.6:
        disturb(rng, maker, tables)
    if rng.random() < 0.25:
        merge(rng, maker, tables)
    return tables, maker.as_of


def extend(rng, maker, tables):
    """Fill the columns that the worlds of the oracle leave out."""
    for row in tables["people"]:
        row["grassroots_before"] = rng.choice(("yes", "no", "no", ""))
    for row in tables["appointments"]:
        row["duties"] = rng.choice(("", "", "组织委员", "党建;组织委员", "武装"))
    for row in tables["trainings"]:
        row["organized_at"] = rng.choice(("province", "county", "", "prefecture"))
    people = [row["person_id"] for row in tables["people"]]
    for person in people:
        if rng.random() < 0.3:
            tables["promotions"].append(
                {"person_id": person, "kind": rng.choice(("rank", "rank", "", "leadership")),
                 "date": maker.write(rng.choice(maker.pool)), "org_id": ""}
            )  # fmt: skip
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


def disturb(rng, maker, tables):
    """Empty cells, identifiers that are not there, faults of all sorts."""
    posts, people, orgs = (tables[n] for n in ("appointments", "people", "organizations"))
    blanks = {
        "appointments": ("role", "start", "basis", "approved_on", "end"),
        "people": ("recruited_on", "recruited_by", "recruited_via", "grassroots_before"),
        "promotions": ("kind", "date"),
        "organizations": ("kind", "level", "within_id"),
        "trainings": ("days", "organized_at"),
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
    for name, column in (
        ("appointments", "start"), ("people", "recruited_on"), ("promotions", "date"),
        ("trainings", "days"), ("organizations", "level"), ("recruitment", "year"),
        ("appointments", "person_id"),
    ):  # fmt: skip
        rows = tables[name]
        if rows and rng.random() < 0.06:
            rng.choice(rows)[column] = rng.choice(("2015.13", "?", ""))
    if posts and rng.random() < 0.05:
        row = rng.choice(posts)
        row["start"], row["end"] = "2016-01-01", "2015-01-01"
    if people and rng.random() < 0.05:
        people.append({**rng.choice(people), "name": "又一人"})
    if posts and rng.random() < 0.05:
        posts.append({**rng.choice(posts), "person_id": "unheard"})
    if orgs and rng.random() < 0.05:
        rng.choice(orgs)["parent_id"] = "nowhere"


def merge(rng, maker, tables):
    """A township that another one takes over."""
    day = rng.choice(maker.pool)
    old, new = rng.choice((("T0", "T1"), ("T1", "T0"), ("T1", "T2")))
    for row in tables["organizations"]:
        if row["org_id"] in (old, f"{old}-DW", f"{old}-ZF") and rng.random() < 0.8:
            row["valid_to"] = maker.write(day)
            row["successor_id"] = row["org_id"].replace(old, new)
        if row["org_id"] == new and rng.random() < 0.3:
            row["valid_from"] = maker.write(day - timedelta(days=rng.choice((0, 400))))
