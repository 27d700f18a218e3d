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

# What PySpark says of its own sockets, and of the libraries that it uses, is not ours to mend.
pytestmark = [
    pytest.mark.filterwarnings(f"ignore::{name}")
    for name in (
        *("ResourceWarning", "pytest.PytestUnraisableExceptionWarning"),
        *("DeprecationWarning", "FutureWarning"),
    )
]

LARGE = ("people", "appointments", "promotions", "trainings")
COLUMNS = ("rule", "subject_type", "subject", "period", "part")
COLUMNS += ("outcome", "reason", "shortfall", "required")
AS_OF = date(2019, 6, 30)


@pytest.fixture(scope="module")
def spark():
    """Give a session on this machine alone, which looks for nothing on any network."""
    from pyspark.sql import SparkSession  # noqa: PLC0415  (where it is missing all is skipped)

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
        # To compile pays for millions of rows.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
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
    """A province with two counties: careers with gaps and moves, and a merger of townships.

    A share of `vague` dates is partial, and cells are empty; `faults` rows cannot be used.
    """

    def __init__(self, seed, *, people=300, vague=0.4, faults=25):
        self.rng = rng = random.Random(seed)
        self.vague = vague
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
        if faults:  # one person twice, and one with two dates
            once, again = self.tables["people"][5:7]
            self.tables["people"] += [dict(once), again | {"recruited_on": "2011"}]

    def add(self, table, columns, *cells):
        self.tables.setdefault(table, []).append(dict(zip(columns.split(), cells, strict=True)))

    def day(self, day):
        """Write a day, some to the month or the year only."""
        precision = self.rng.choice((7, 7, 4)) if self.rng.random() < self.vague else 10
        return day.isoformat()[:precision] if day else ""

    def one_of(self, *values):
        """Choose one, or none where cells are empty."""
        return "" if self.rng.random() < self.vague / 5 else self.rng.choice(values)

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
            *(self.one_of("civil_service_exam", "selected_graduate", "other"),),
            *(self.one_of("yes", "no"),),
        )
        while day < AS_OF:
            until = day + timedelta(rng.randrange(60, 1400))
            role = self.one_of("staff", "staff", "leader", "chief")
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
                *(person, str(year), self.one_of("12", "4.5"), self.one_of("county")),
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
        for kind, day in (("报名开始", "2017-03-01"), ("报名结束", "2017-03-02")):
            self.add("activities", "org_id kind date", "F-ORG", kind, day)
        columns = "org_id year group assessed excellent"
        self.add("assessments", columns, "C0-T1-ZF", "2017", "general_staff", "19", "2")
        for village in ("C0-T1-V1", "C0-T1-V2"):
            self.add(
                "organizations",
                "org_id level kind parent_id",
                village,
                "village",
                "division",
                "C0-T1",
            )
        link = ("N1", "C0-T1-V1", "leads", "2017-01-01")
        self.add("links", "from_id to_id relation start", *link)
        for org, name in (("C0-ZF", "veto"), ("C0-T1-ZF", "vertical"), ("C0-ZF", "assessment")):
            self.add("listed_items", "org_id list item basis", org, name, "GDP", "县")


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
    assert not lacking, (
        f"{len(lacking)} lacking: {next(iter(lacking))}, {next(iter(surplus), None)}"
    )
    assert not surplus, f"{len(surplus)} too many: {next(iter(surplus))}"
    assert one


# --- The same verdicts ----------------------------------------------------------------------------


@pytest.mark.parametrize(("vague", "counting"), [(0.4, None), (0.02, "month")])
def test_it_says_what_the_records_say(spark, vague, counting):
    tables = Maker(8, vague=vague, faults=int(60 * vague)).tables
    how = {"as_of": AS_OF, "counting": counting}
    found = rows(on_cluster(spark, tables, only=others(), **how))
    same(found, by_record(tables, **how))
    assert {row[0] for row in found} == set(others())
    assert {row[5] for row in found} == {outcome.value for outcome in po.Outcome}
    teams = {row[6] for row in found if row[0] == "cn-gz/team-experience"}
    assert ("row-set-aside" in teams) is (vague > 0.1)


def test_the_sample(spark):
    tables = {}
    for path in po.sample_path().glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    how = {"as_of": po.SAMPLE_AS_OF}
    with pytest.warns(UserWarning, match="left out.*cn-gz/vacancy-priority"):
        found = on_cluster(spark, tables, **how)
    same(rows(found), by_record(tables, **how))


def test_a_training_of_nobody_knows_whom_leaves_no_trainings_complete(spark):
    tables = Maker(5, people=60, vague=0, faults=0).tables
    tables["completeness"] = [{"table": "trainings", "year": "", "org_id": ""}]
    how = {"as_of": AS_OF, "only": ["chief-training", "training-days"]}
    complete = by_record(tables, **how)
    tables["trainings"] = [*tables["trainings"], {**tables["trainings"][0], "person_id": " "}]
    expected = by_record(tables, **how)
    assert expected != complete
    same(rows(on_cluster(spark, tables, **how)), expected)


def test_the_rules_on_organisations_and_cases(spark):
    tables = {}
    for path in po.sample_path().glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    how = {"rules": "cn-gd-wuchuan", "as_of": po.SAMPLE_AS_OF}
    same(rows(on_cluster(spark, tables, **how)), by_record(tables, **how))


def test_cells_of_other_types_and_chinese_headings(spark):
    tables = Maker(5, people=60, vague=0, faults=0).tables
    for table in LARGE:
        for row in tables[table]:
            row["person_id"] = int(row["person_id"][1:])
    found = {}
    for name in LARGE:
        table = pa.Table.from_pylist(tables[name])
        ids = table["person_id"]
        for place, column in enumerate(table.column_names):
            if column in ("start", "recruited_on"):
                days = [
                    None if cell == "" else date.fromisoformat(cell)
                    for cell in table[column].to_pylist()
                ]
                table = table.set_column(place, column, pa.array(days))
            elif column == "end":
                moments = [
                    None if c == "" else datetime.fromisoformat(c)
                    for c in table[column].to_pylist()
                ]
                table = table.set_column(
                    place, column, pa.array(moments, pa.timestamp("us", tz="UTC"))
                )
        if name == "appointments":
            table = table.set_column(0, "人员编号", ids.cast(pa.float64()))
        elif name != "people":
            table = table.set_column(
                0, "person_id", pa.array([f" {own} " for own in ids.to_pylist()])
            )
        found[name] = spark.createDataFrame(table)
    small = {name: given for name, given in tables.items() if name not in LARGE}
    small["机构"] = pa.Table.from_pylist(small.pop("organizations"))
    verdicts = partyorg.spark.check(**found, **small, as_of=AS_OF, only=others())
    same(rows(verdicts), by_record(tables, as_of=AS_OF))


OWN = """
id = "own"
title = { zh = "本省", en = "Own" }
jurisdiction = "CN"
version = "1"

[conventions]
counting = "day"
"""
VERSION = """
[[rule.version]]
name = "{begins}"
from = "{begins}"
{ends}
source = {{ document = "本省", issuer = "本省", evidence = "B" }}
[rule.version.parameters]
"""
RULE = """
[[rule]]
id = "{name}"
kind = "{kind}"
severity = "mandatory"
title = {{ zh = "规则", en = "Rule" }}
"""
TEAM = """
at_least = "1/3"
[rule.version.parameters.people]
level = "township"
bodies = ["government"]
roles = ["leader"]
cumulative_service = "P2Y"
"""
LOCK = """
recruited_via = ["civil_service_exam"]
stages = [ { begins = "P0D", moves = "none" }, { begins = "P3Y", moves = "any" } ]
"""


def begun(begins, ends=""):
    return VERSION.format(begins=begins, ends=f'to = "{ends}"' if ends else "")


def test_rules_of_several_versions_and_rules_in_place_of_others(spark, tmp_path):
    team = RULE.format(name="team", kind="share") + 'displaces = "cn-gz/team-experience"\n'
    lock = RULE.format(name="lock", kind="service_lock")
    lock += begun("2012", "2015") + LOCK + begun("2016") + LOCK.replace("P3Y", "P2Y")
    path = tmp_path / "own.toml"
    path.write_text(OWN + team + begun("2016") + TEAM + lock, "utf-8")
    tables = Maker(11, people=80, vague=0.1, faults=5).tables
    how = {"as_of": AS_OF, "rules": ["cn-gz", path]}
    how["only"] = ["team-experience", "own/team", "lock"]
    found = rows(on_cluster(spark, tables, **how))
    same(found, by_record(tables, **how))
    assert {row[0] for row in found} >= {"own/team", "own/lock"}

    several = OWN + team + begun("2014", "2015") + TEAM + begun("2016") + TEAM
    path.write_text(several, "utf-8")
    with pytest.raises(CallError, match="own/team: needs all people at once"):
        on_cluster(spark, tables, as_of=AS_OF, rules=path, only="team")


# --- What is refused ------------------------------------------------------------------------------


def test_what_needs_all_people_at_once_is_refused_by_name(spark):
    tables = Maker(2, people=3, faults=0).tables
    with pytest.raises(CallError, match="cn-gz/vacancy-priority: needs all people at once"):
        on_cluster(spark, tables, as_of=AS_OF, only=["vacancy-priority", "secondment"])


def test_tables_that_cannot_be_used_are_refused(spark):
    given = frames(spark, Maker(2, people=3, faults=0).tables)
    people, posts = given["people"], given["appointments"]
    for words, call in {
        "people: give a Spark data frame, not list": ([], posts),
        "appointments is None": (people, None),
        "appointments: .*person_id": (people, posts.drop("person_id")),
    }.items():
        with pytest.raises(CallError, match=words):
            partyorg.spark.check(*call, as_of=AS_OF, only=others())
    for words, more in {
        "'人员' is people=, a Spark data frame": {"人员": []},
        "no table 'recruitments'; did you mean": {"recruitments": []},
        "as_of": {"as_of": "2019-02-30"},
    }.items():
        with pytest.raises(CallError, match=words):
            partyorg.spark.check(people, posts, **{"as_of": AS_OF, "only": others(), **more})


def test_pyspark_is_named_where_it_is_missing(monkeypatch):
    monkeypatch.setattr(partyorg.spark, "find_spec", lambda _: None)
    with pytest.raises(CallError, match=r"pip install 'partyorg\[spark\]'"):
        partyorg.spark.check(None, None, as_of=AS_OF)


def test_pyspark_is_left_alone_until_it_is_needed():
    code = "import sys, partyorg, partyorg.spark; sys.exit('pyspark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# --- Batches --------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 2, 3, 5, 100])
def test_batches_are_cut_where_a_person_ends(size, monkeypatch):
    monkeypatch.setattr(worker, "_ROWS", size)
    people = [None, None, "a", "a", "a", "b", "c", "c", "c", "c", "d"]
    whole = pa.table({"person": people, "at": range(len(people))})
    for step in (1, 2, 3, 11):
        batches = whole.to_batches(max_chunksize=step)
        tables = list(
            worker._whole_people(iter([*batches[:1], batches[0].slice(0, 0), *batches[1:]]))
        )
        assert pa.concat_tables(tables).equals(whole)
        met = [set(table["person"].to_pylist()) for table in tables]
        assert sum(map(len, met)) == len(set(people))
