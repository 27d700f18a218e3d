"""What is done on one machine: rules are sorted, rows brought together, teams and tables judged.

Four sorts of rules.  Those on people are judged where the people are.  Those on teams are counted
there and settled here.  Those on small tables are judged here.  The others need all people at once,
and cannot be judged on a cluster.
"""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import reduce
from importlib import import_module
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import evolve

from partyorg.asking import Packs, chosen_of, counting_of, day_of
from partyorg.bulk import Columns
from partyorg.bulk.check import displace
from partyorg.bulk.engine import judge
from partyorg.bulk.facts.share import Tallies
from partyorg.bulk.findings import Told
from partyorg.bulk.frame import LARGE
from partyorg.bulk.ground import Ground
from partyorg.bulk.search import Context
from partyorg.bulk.settle import Classes, settle
from partyorg.errors import CallError, InputInfo, Problem, ProblemSeverity
from partyorg.evaluate.facts import without_people
from partyorg.evaluate.scope import Scope, World
from partyorg.model import TABLES, Dataset, RawTable, Touch, build, table_named
from partyorg.model.draft import Draft
from partyorg.model.headings import match
from partyorg.model.raw import raw_tables
from partyorg.rulebook import Rule
from partyorg.spark.worker import (
    COUNTS,
    PERSON,
    VERDICTS,
    Chosen,
    Plan,
    Teams,
    counted,
    judged,
    written,
)

__all__ = ["verdicts"]

_SENT = ("organizations", "completeness")
"""The small tables that a rule on people or teams asks for."""
_TYPES = {pa.string(): "string", pa.int32(): "int", pa.int64(): "bigint"}
_BLANK = r"[\s\x1c-\x1f]+"


def verdicts(
    frames: Mapping[str, Any],
    tables: Mapping[str, Any],
    rules: Packs,
    *,
    as_of: date | str,
    only: Iterable[str] | None,
    counting: str | None,
) -> Any:
    """Give the verdicts; see `partyorg.spark.check`.  `frames` are the large tables."""
    day = day_of(as_of)
    packs, chosen, displaced = chosen_of(rules, only, counting)
    if counting is None:
        counting_of(packs)
    by_sort = _by_sort(chosen)
    _refuse(by_sort["all"], named=only is not None)
    columns = {name: _columns_of(name, frame) for name, frame in frames.items()}
    small = [*_small(tables), *_nobodys(columns)]
    base = build(small)
    plan = Plan(
        small=pickle.dumps([one for one in small if one.name in _SENT or one.problems]),
        people=by_sort["people"],
        teams=by_sort["teams"],
        displaced=displaced,
        as_of=day,
    )
    sums = _sums(_asked(plan, columns), plan)
    plan = evolve(
        plan, years=tuple(sorted(int(row["name"]) for row in sums if row["what"] == "year"))
    )
    told = _teams(plan, _touched(base, sums), sums)
    told += _tables(base, by_sort["tables"], day)
    displace(told, displaced)
    # PySpark takes an empty batch for the end, and drops whatever comes behind it.
    here = [batch for batch in map(written, told) if batch.num_rows]
    spark = frames["people"].sparkSession
    out = spark.createDataFrame(pa.Table.from_batches(here, VERDICTS), _ddl(VERDICTS))
    if any(wanted for _, wanted, _ in plan.people):
        there = _together(columns).mapInArrow(lambda rows: judged(plan, rows), _ddl(VERDICTS))
        out = there.unionByName(out)
    return out


def _ddl(schema: pa.Schema) -> str:
    return ", ".join(f"{column.name} {_TYPES[column.type]}" for column in schema)


# --- Rules ----------------------------------------------------------------------------------------


def _sort_of(rule: Rule) -> str:
    """Tell what a rule needs to see at once: each of the `people`, `teams`, `tables`, or `all`."""
    params = [version.params for version in rule.versions]
    if without_people(rule):
        return "tables"
    if any(_asks_more(rule.kind_name, one) for one in params):
        return "all"
    if rule.kind_name in ("service_lock", "bound", "coverage"):
        return "people"
    if rule.kind_name == "eligibility":
        return "all" if any(one.event == "appointment" for one in params) else "people"
    if rule.kind_name == "share":
        if all(one.rows is not None and one.rows.table not in LARGE for one in params):
            return "tables"
        # Which version governs is asked of each team by itself, with all its members.
        return "teams" if len(params) == 1 and params[0].people is not None else "all"
    return "all"


def _asks_more(kind: str, params: Any) -> bool:
    """Tell whether a rule on people asks for tables that are not sent to the workers."""
    return (
        kind == "cadence"
        or (kind == "bound" and (params.table != "trainings" or params.members_only))
        or (kind == "coverage" and params.by_link is not None)
        or (kind == "eligibility" and params.event == "step")
    )


def _by_sort(chosen: Chosen) -> dict[str, Chosen]:
    return {
        sort: [
            (pack, [rule for rule in wanted if _sort_of(rule) == sort], conventions)
            for pack, wanted, conventions in chosen
        ]
        for sort in ("people", "teams", "tables", "all")
    }


def _refuse(chosen: Chosen, *, named: bool) -> None:
    """Refuse rules that need all people at once, if they were asked for by name; or warn."""
    rules = [rule.id for _, wanted, _ in chosen for rule in wanted]
    if not rules:
        return
    names = ", ".join(rules)
    if named:
        msg = f"{names}: needs all people at once, which a cluster does not have; leave it out of "
        msg += "only=, and judge it by partyorg.check_frames"
        raise CallError(msg)
    msg = f"left out, for it needs all people at once: {names}; judge it by partyorg.check_frames"
    warnings.warn(msg, stacklevel=4)


# --- Rows -----------------------------------------------------------------------------------------


def _small(tables: Mapping[str, Any]) -> list[RawTable]:
    """Read the small tables as they stand."""
    for name in tables:
        table = table_named(name)
        if table is not None and table.name in LARGE:
            msg = (
                f"'{name}' is {table.name}=, a Spark data frame; it is not one of the small tables"
            )
            raise CallError(msg)
    return raw_tables(tables)


def _nobodys(columns: Mapping[str, Any]) -> Iterator[RawTable]:
    """Say of trainings of which nobody can tell whose they are that there are such.

    Whoever judges one partition does not see them; and then the table is not complete.
    """
    if "trainings" in columns and columns["trainings"].filter(_no_person()).limit(1).count():
        column = next(column for column in TABLES["trainings"].columns if column.is_key)
        problem = Problem(
            severity=ProblemSeverity.ERROR,
            code="empty-cell",
            message={"zh": "不得为空；请填写", "en": "may not be empty; fill it in"},
            table="trainings",
            column=column.name,
        )
        headings = [column.name for column in TABLES["trainings"].columns]
        yield RawTable(
            "trainings", headings, (), InputInfo("trainings", None, 0), problems=(problem,)
        )


def _no_person() -> Any:
    f: Any = import_module("pyspark.sql.functions")
    return f.col(PERSON).isNull() | (f.col(PERSON) == "")


def _columns_of(name: str, frame: Any) -> Any:
    """Take the columns that are ours from a data frame: the person, the place, and a struct.

    The person is written as the library reads an identifier, so that the same one in another table
    is the same; the place keeps the rows of a person in their order.  A moment becomes its day.
    """
    f: Any = import_module("pyspark.sql.functions")
    draft = Draft()
    raw = RawTable(name, frame.columns, (), InputInfo(name, None, 0), lenient=True)
    headings, usable = match(draft, raw, TABLES[name])
    if not usable:
        errors = [p.message["en"] for p in draft.problems if p.severity is ProblemSeverity.ERROR]
        msg = f"{name}: {'; '.join(errors)}"
        raise CallError(msg)
    types = [column.dataType.typeName() for column in frame.schema.fields]
    numbered = frame.toDF(*(f"c{at}" for at in range(len(types))))
    own: dict[str, Any] = {}
    person = f.lit(None).cast("string")
    for at, (heading, kind) in enumerate(zip(headings, types, strict=True)):
        if heading is not None:
            cell = f.col(f"c{at}")
            if heading.name == "person_id":
                person = _identifier(cell, kind)
            moment = kind.startswith("timestamp")
            own[heading.name] = (cell.cast("date") if moment else cell).alias(heading.name)
    return numbered.select(
        person.alias(PERSON),
        f.monotonically_increasing_id().alias("place"),
        f.struct(*own.values()).alias(name),
    )


def _identifier(cell: Any, kind: str) -> Any:
    """Write an identifier as `partyorg.model.cells.as_id` reads it: no blanks, 7 and not 7.0."""
    f: Any = import_module("pyspark.sql.functions")
    if kind in ("float", "double", "decimal"):
        whole = f.floor(cell)
        return f.when(cell == whole, whole.cast("string")).otherwise(cell.cast("string"))
    if kind == "string":
        return f.regexp_replace(cell, f"(?U)^{_BLANK}|{_BLANK}$", "")
    return cell.cast("string")


def _together(columns: Mapping[str, Any]) -> Any:
    """Bring the rows of each person together, one person behind the other."""
    whole = reduce(
        lambda one, other: one.unionByName(other, allowMissingColumns=True), columns.values()
    )
    ordered = whole.repartition(PERSON).sortWithinPartitions(PERSON, "place")
    return ordered.select(PERSON, *columns)


# --- What cannot be told of one partition alone ---------------------------------------------------


def _asked(plan: Plan, columns: Mapping[str, Any]) -> dict[str, Any]:
    """Give the tables that must be gone through before anybody can be judged."""
    asked: set[str] = set()
    if any(wanted for _, wanted, _ in plan.teams):
        asked |= {"people", "appointments"}
    if any(rule.kind_name == "bound" for _, wanted, _ in plan.people for rule in wanted):
        asked.add("trainings")
    return {name: frame for name, frame in columns.items() if name in asked}


def _sums(columns: Mapping[str, Any], plan: Plan) -> list[Any]:
    """Count in every partition, and add up."""
    if not columns:
        return []
    f: Any = import_module("pyspark.sql.functions")
    counts = _together(columns).mapInArrow(lambda rows: counted(plan, rows), _ddl(COUNTS))
    by = counts.groupBy(*(name for name in COUNTS.names if name != "many"))
    rows: list[Any] = by.agg(f.sum("many").alias("many")).collect()
    return rows


def _touched(base: Dataset, sums: Iterable[Any]) -> Dataset:
    """Give the data set, with the organisations that appointments which were set aside name."""
    problem = Problem(
        severity=ProblemSeverity.ERROR,
        code="row-set-aside",
        message={"zh": "任职行未用", "en": "an appointment is set aside"},
        table="appointments",
    )
    names = [row["name"] for row in sums if row["what"] == "aside"]
    aside = {("appointments", name): (Touch(problem),) for name in names}
    return evolve(base, touched={**base.touched, **aside})


def _teams(plan: Plan, base: Dataset, sums: Iterable[Any]) -> list[Told]:
    """Settle the teams, from how many members of each sort each of them has."""
    nobody = Columns.of(base)
    out = []
    for pack, wanted, conventions in plan.teams:
        ground = Ground.of(base, conventions)
        context = Context(ground, Scope(World.of(base, conventions), pack, plan.as_of))
        number = {org_id: at for at, org_id in enumerate(ground.ids)}
        for rule in wanted:
            version = rule.versions[0]
            sorts = Tallies(version.params).counts.shape[1]
            counts = np.zeros((len(ground.kind), sorts), np.int64)
            for row in sums:
                if row["what"] == "team" and row["rule"] == rule.id:
                    counts[number[row["name"]], row["sort"]] = row["many"]
            search = Teams(version, context)
            search.counts = counts
            found = search.rest(nobody)
            assert found is not None  # noqa: S101  (teams are what is left at the end)
            settled = settle(Classes(rule, version), found)
            out.append(Told(nobody, pack, rule, conventions, plan.as_of, settled))
    return out


def _tables(base: Dataset, chosen: Chosen, day: int) -> list[Told]:
    """Judge the small tables."""
    nobody = Columns.of(base)
    return [
        Told(nobody, pack, rule, conventions, day, by_rule[rule.id])
        for pack, wanted, conventions in chosen
        for by_rule in judge(nobody, pack, wanted, [day], conventions)
        for rule in wanted
    ]
