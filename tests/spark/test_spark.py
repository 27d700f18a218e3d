"""The check on a cluster says what the check of one record at a time says, of every subject."""

import csv
import os
import random
import subprocess
import sys
from collections import Counter
from datetime import date, datetime, timedelta
from importlib.util import find_spec
from shutil import which

import pytest

import partyorg as po
import partyorg.spark
from partyorg.errors import CallError

JAVA = which("java") or os.environ.get("JAVA_HOME")
if find_spec("pyspark") is None or not JAVA:  # pragma: no cover
    lacking = "Java" if find_spec("pyspark") else "PySpark"
    pytest.skip(f"{lacking} is not installed", allow_module_level=True)
pa = pytest.importorskip("pyarrow")

from partyorg.spark import worker  # noqa: E402  (it needs PyArrow)

# What PySpark itself says of its sockets and of the libraries it uses is not ours to mend.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning:pyspark"),
    pytest.mark.filterwarnings("ignore::FutureWarning:pyspark"),
    pytest.mark.filterwarnings("ignore::UserWarning:pyspark"),
]

LARGE = ("people", "appointments", "promotions", "trainings")
COLUMNS = ("rule", "subject_type", "subject", "period", "part")
COLUMNS += ("outcome", "reason", "shortfall", "required")
AS_OF = date(2019, 6, 30)


@pytest.fixture(scope="module")
def spark():
    """Give a session on this machine alone, which looks for nothing on any network."""
    from pyspark.sql import SparkSession

    names = ("PYSPARK_PYTHON", "PYSPARK_DRIVER_PYTHON")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, sys.executable))
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.memory": "1g",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.adaptive.enabled": "false",  # so that there are two partitions of so few rows
        "spark.sql.session.timeZone": "Asia/Shanghai",
        "spark.log.level": "ERROR",
    }
    builder = SparkSession.builder.master("local[2]").appName("partyorg")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()
    for name, value in before.items():
        os.environ.pop(name) if value is None else os.environ.update({name: value})


# --- Data -----------------------------------------------------------------------------------------


class Maker:
    """A province with two counties: careers with partial dates, gaps, moves, and faults."""

    def __init__(self, seed, people=300, faults=25):
        self.rng = rng = random.Random(seed)
        self.tables = {name: [] for name in LARGE}
        self.towns = [f"C{county}-T{town}" for county in range(2) for town in range(4)]
        self.organizations()
        for number in range(people):
            self.person(f"N{number:03}")
        self.small()
        for _ in range(faults):
            name = rng.choice(LARGE)
            row = rng.choice(self.tables[name])
            row[rng.choice(list(row))] = rng.choice(("", "", "?", "2015.13", "nowhere", "N007"))
        self.tables["people"].append(dict(self.tables["people"][5]))
        self.tables["people"].append(self.tables["people"][6] | {"recruited_on": "2011"})

    def add(self, table, columns, *cells):
        self.tables.setdefault(table, []).append(dict(zip(columns.split(), cells, strict=True)))

    def day(self, day):
        """Write a day, some to the month or the year only."""
        precision = self.rng.choice((10, 10, 10, 7, 7, 4))
        return day.isoformat()[:precision] if day else ""

    def organizations(self):
        columns = "org_id level kind parent_id within_id valid_to successor_id"

        def division(org_id, level, parent, **bodies):
            self.add("organizations", columns, org_id, level, "division", parent, "", "", "")
            for end, kind in bodies.items():
                body = f"{org_id}-{end}"
                self.add("organizations", columns, body, level, kind, org_id, org_id, "", "")

        kinds = {"DW": "local_party_committee", "ZF": "government"}
        division("P", "province", "", DW=kinds["DW"])
        division("F", "prefecture", "P", ORG="organization_department", **kinds)
        for county in ("C0", "C1"):
            division(county, "county", "F", JY="department", **kinds)
        for town in self.towns:
            division(town, "township", town[:2], SY="public_institution", **kinds)
        old, new = self.towns[0], self.towns[1]
        for row in self.tables["organizations"]:
            if row["org_id"].startswith(old):
                row["valid_to"], row["successor_id"] = "2018-03", row["org_id"].replace(old, new)

    def person(self, person):
        rng = self.rng
        town = rng.choice(self.towns)
        day = AS_OF - timedelta(rng.randrange(100, 3500))
        self.add(
            "people",
            "person_id name recruited_on recruited_by recruited_via grassroots_before",
            *(person, f"干部{person}", self.day(day), f"{town}-ZF"),
            *(rng.choice(("civil_service_exam", "selected_graduate", "other", "")),),
            *(rng.choice(("yes", "no", "")),),
        )
        while day < AS_OF:
            until = day + timedelta(rng.randrange(60, 1400))
            role = rng.choice(("staff", "staff", "leader", "chief", ""))
            self.post(person, self.place(town), role, day, until if until < AS_OF else None)
            if rng.random() < 0.1:
                self.post(person, f"{town[:2]}-ZF", "staff", day, None, "secondment")
            day = until + timedelta(rng.choice((0, 0, 0, 1, 40)))
        for _ in range(rng.choice((0, 0, 1, 2))):
            self.add(
                "promotions",
                "person_id kind date",
                *(person, rng.choice(("rank", "leadership")), self.day(self.earlier(2500))),
            )
        for year in rng.sample(range(2014, 2020), rng.choice((0, 1, 3))):
            self.add(
                "trainings",
                "person_id year days organized_at",
                *(person, str(year), rng.choice(("12", "4.5", "")), rng.choice(("county", ""))),
            )

    def earlier(self, days):
        return AS_OF - timedelta(self.rng.randrange(days))

    def place(self, town):
        body = self.rng.choice(("DW", "ZF", "ZF", "SY"))
        where = self.rng.choice((town, town, town, self.rng.choice(self.towns), town[:2]))
        return f"{where}-JY" if body == "SY" and where == town[:2] else f"{where}-{body}"

    def post(self, person, org, role, start, end, basis="in_post"):
        approver = self.rng.choice(("F-ORG", "C0-DW", "", ""))
        self.add(
            "appointments",
            "person_id org_id role basis start end approved_by approved_on",
            *(person, org, role, basis, self.day(start), self.day(end)),
            *(approver, self.day(start - timedelta(20)) if approver else ""),
        )

    def small(self):
        rng = self.rng
        for year in ("2016", "2017", ""):
            self.add("completeness", "table year org_id", "trainings", year, rng.choice(("", "C0")))
        for county in ("C0-ZF", "C1-ZF"):
            for year in ("2016", "2017"):
                self.add(
                    "recruitment",
                    "authority year channel destination directed planned hired",
                    *(county, year, "civil_service_exam", rng.choice(("township", "county"))),
                    *("no", "9", str(rng.randrange(10))),
                )
            row = (county.replace("ZF", "DW"), "township_cadre_report", "2017-03", "F-DW")
            self.add("activities", "org_id kind date to_id", *row)
            self.add("assessments", "org_id year group assessed excellent", county, "2017", "", "9", "2")
            self.add("listed_items", "org_id list item basis", county, "veto", "信访", "县")


def frames(spark, tables):
    """Give the large tables as Spark data frames of text, cut into three partitions."""
    return {
        name: spark.createDataFrame(pa.Table.from_pylist(tables[name])).repartition(3)
        for name in LARGE
    }


def on_cluster(spark, tables, **how):
    small = {name: rows for name, rows in tables.items() if name not in LARGE}
    return partyorg.spark.check(**frames(spark, tables), **small, **how)


def rows(frame):
    """Give the rows of a data frame of verdicts."""
    assert tuple(frame.columns) == COLUMNS
    return Counter(tuple(row) for row in frame.collect())


def by_record(tables, **how):
    """Give the same rows of findings that were made one record at a time."""
    report = po.check(po.Dataset.from_records(**tables), engine="record", **how)
    names = [name for name in COLUMNS if name != "required"]
    told = [
        (*(record[name] for name in names[:-1]), finding.shortfall, finding.required)
        for record, finding in zip(report.to_records(), report.findings, strict=True)
        if record["rule"] != "cn-gz/vacancy-priority"
    ]
    return Counter((*row[:-2], *map(worker._text, row[-2:])) for row in told)


def others(pack="cn-gz"):
    """Name all rules but the one that needs all people at once."""
    return [rule.id for rule in po.rules(pack).rules if rule.name != "vacancy-priority"]


def same(one, other):
    lacking, surplus = other - one, one - other
    assert not lacking, f"lacking: {next(iter(lacking))} of {len(lacking)}; {next(iter(surplus), None)}"
    assert not surplus, f"too many: {next(iter(surplus))}"
    assert one


# --- The same verdicts ----------------------------------------------------------------------------


@pytest.mark.parametrize("counting", [None, "month"])
def test_it_says_what_the_records_say(spark, counting):
    tables = Maker(7 if counting else 3).tables
    how = {"as_of": AS_OF, "counting": counting, "only": others()}
    found = rows(on_cluster(spark, tables, **how))
    same(found, by_record(tables, as_of=AS_OF, counting=counting))
    outcomes = {(row[0], row[5]) for row in found}
    assert len({rule for rule, _ in outcomes}) == len(others())
    assert {outcome for _, outcome in outcomes} == {outcome.value for outcome in po.Outcome}
    assert {row[6] for row in found} >= {"row-set-aside", "doubtful-subject"}


def test_the_sample(spark):
    tables = {}
    for path in po.sample_path().glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    how = {"as_of": po.SAMPLE_AS_OF}
    with pytest.warns(UserWarning, match="left out.*cn-gz/vacancy-priority"):
        found = on_cluster(spark, tables, **how)
    same(rows(found), by_record(tables, **how))
