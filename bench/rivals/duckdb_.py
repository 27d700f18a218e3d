"""The four rules in SQL, on DuckDB: joins and windows, both cores.

The plan is that of the Polars rival: who holds which post on the day settles most people; of the
others, of the leaders and of the promoted the whole careers are fetched.  The few careers that are
too tangled for a window function are walked through in Python.

The same statements run over tables in memory and over views of Parquet files; the order of the
rows does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from rivals import shared
from rivals.shared import Answer, day_number

__all__ = ["State", "prepare", "run", "run_parquet"]

_TABLES = ("organizations", "people", "appointments", "promotions", "recruitment")

_ENUMS = {
    "org_id": "org",
    "recruited_by": "org",
    "approved_by": "org",
    "role": "ENUM ('staff', 'leader', 'chief')",
    "basis": "ENUM ('in_post', 'secondment', 'attachment', 'stationing')",
}


@dataclass
class State:
    """A database with the tables, `orgs` (the township of each body) and `approvals`."""

    database: duckdb.DuckDBPyConnection
    people: int
    towns: int


def _words(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


_MACROS = """
CREATE OR REPLACE TEMP MACRO today() AS DATE '{today}';
CREATE OR REPLACE TEMP MACRO whole_months(since, until) AS
    (year(until) * 12 + month(until)) - (year(since) * 12 + month(since))
    - CASE WHEN day(until) < day(since) AND until <> last_day(until) THEN 1 ELSE 0 END;
CREATE OR REPLACE TEMP MACRO number(given) AS (given - DATE '1970-01-01')::INTEGER;
"""

_FIRST_LOOK = f"""
CREATE OR REPLACE TEMP TABLE held AS
SELECT person_id, role, start, town, team
FROM appointments JOIN orgs USING (org_id)
WHERE basis = 'in_post' AND start <= today() AND ("end" IS NULL OR "end" > today());

CREATE OR REPLACE TEMP TABLE bound AS
SELECT person_id, recruited_on, town AS home
FROM people JOIN orgs ON org_id = recruited_by
WHERE recruited_via IN ({_words(shared.BOUND_VIA)}) AND town <> -1;

CREATE OR REPLACE TEMP TABLE undecided AS
WITH at_home AS (
    SELECT person_id
    FROM held JOIN bound USING (person_id)
    WHERE start >= recruited_on
    GROUP BY person_id
    HAVING bool_and(town = home)
)
SELECT bound.*
FROM bound ANTI JOIN at_home USING (person_id)
WHERE recruited_on BETWEEN DATE '2014-01-01' AND today();

CREATE OR REPLACE TEMP TABLE members AS
SELECT DISTINCT person_id, town
FROM held
WHERE team AND role IN ({_words(shared.TEAM_ROLES)});

CREATE OR REPLACE TEMP TABLE promoted AS
SELECT row_number() OVER () - 1 AS line, person_id,
    CASE WHEN kind = 'rank' AND date <= today() THEN date END AS date
FROM promotions;
"""

_CAREERS = """
CREATE OR REPLACE TEMP TABLE careers AS
WITH wanted AS (
    SELECT person_id FROM undecided
    UNION SELECT person_id FROM members
    UNION SELECT person_id FROM promoted
)
SELECT person_id, town, start, coalesce("end", DATE '9999-12-31') AS until,
    basis = 'in_post' AS in_post, approved_by, approved_on
FROM (
    SELECT * FROM appointments SEMI JOIN wanted USING (person_id)
    WHERE basis IN ('in_post', 'secondment')
) JOIN orgs USING (org_id);

CREATE OR REPLACE TEMP TABLE stretches AS
WITH spells AS (
    SELECT person_id, start, until, in_post,
        max(until) OVER (
            PARTITION BY person_id, in_post ORDER BY start, until
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS reach
    FROM careers
    WHERE in_post = (town <> -1)  -- service in townships, secondments outside
), numbered AS (
    SELECT *, count(*) FILTER (reach IS NULL OR start > reach) OVER (
            PARTITION BY person_id, in_post ORDER BY start, until
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS stretch
    FROM spells
), united AS MATERIALIZED (
    SELECT person_id, in_post, min(start) AS start, max(until) AS until
    FROM numbered
    GROUP BY person_id, in_post, stretch
), gaps AS MATERIALIZED (  -- between secondments
    SELECT person_id,
        lag(until, 1, DATE '0001-01-01') OVER (PARTITION BY person_id ORDER BY start) AS since,
        start AS until
    FROM united WHERE NOT in_post
    UNION ALL
    SELECT person_id, max(until), DATE '9999-12-31'
    FROM united WHERE NOT in_post
    GROUP BY person_id
)
SELECT person_id, start, until
FROM united ANTI JOIN gaps USING (person_id)
WHERE in_post
UNION ALL
SELECT person_id, greatest(u.start, g.since), least(u.until, g.until)
FROM united AS u JOIN gaps AS g USING (person_id)
WHERE in_post AND greatest(u.start, g.since) < least(u.until, g.until);
"""

_MOVES = """
CREATE OR REPLACE TEMP TABLE posts AS
WITH marked AS (
    SELECT person_id, start, until, town, home, approved_by, approved_on,
        lag(until) OVER career AS last,
        lag(until, 2) OVER career AS before,
        lag(town, 1, home) OVER career AS left_
    FROM careers JOIN undecided USING (person_id)
    WHERE in_post AND start BETWEEN recruited_on AND today()
    WINDOW career AS (PARTITION BY person_id ORDER BY start)
)
SELECT *, greatest(start, last) AS day,
    coalesce(start <= before, false) OR coalesce(until <= last, false) OR until <= start AS tangled
FROM marked;

CREATE OR REPLACE TEMP TABLE knots AS
SELECT posts.*
FROM posts SEMI JOIN (SELECT person_id FROM posts WHERE tangled) USING (person_id)
ORDER BY person_id, start;

CREATE OR REPLACE TEMP TABLE standing AS
SELECT person_id, max_by(town, start) AS place,
    max_by(
        {'day': day, 'left_': left_, 'approved_by': approved_by, 'approved_on': approved_on}, start
    ) FILTER (town = -1 AND left_ <> -1) AS exit
FROM posts ANTI JOIN knots USING (person_id)
WHERE day <= today()
GROUP BY person_id;
"""

_KNOTS = """
SELECT person_id, number(start) AS start,
    CASE WHEN until = DATE '9999-12-31' THEN 2147483647 ELSE number(until) END AS until,
    town, home
FROM knots ORDER BY person_id, start
"""

_WALKED = """
INSERT INTO standing
SELECT w.person_id, w.place,
    CASE WHEN w.line >= 0 THEN {
        'day': DATE '1970-01-01' + w.day, 'left_': w.left_,
        'approved_by': k.approved_by, 'approved_on': k.approved_on
    } END
FROM walked AS w LEFT JOIN (
    SELECT row_number() OVER (ORDER BY person_id, start) - 1 AS line, approved_by, approved_on
    FROM knots
) AS k USING (line)
"""

_SECOND_LOOK = f"""
CREATE OR REPLACE TEMP TABLE months AS
WITH asked AS (
    SELECT person_id, 'lock' AS rule, recruited_on AS since,
        CASE WHEN place = -1 THEN exit.day ELSE today() END AS day
    FROM standing JOIN undecided USING (person_id)
    WHERE place <> home
    UNION ALL
    SELECT DISTINCT person_id, 'team', DATE '0001-01-01', today() FROM members
), clipped AS (
    SELECT person_id, rule, greatest(start, since) AS start, least(until, day) AS until
    FROM asked JOIN stretches USING (person_id)
    WHERE greatest(start, since) < least(until, day)
), moved AS (
    SELECT person_id, rule, until, start - coalesce(sum(until - start) OVER (
            PARTITION BY person_id, rule ORDER BY start
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0)::INTEGER AS start
    FROM clipped
)
SELECT person_id, rule, max(whole_months(start, until)) AS months
FROM moved
GROUP BY person_id, rule;

CREATE OR REPLACE TEMP TABLE answered AS
WITH facts AS (
    SELECT u.person_id, u.recruited_on, u.home, coalesce(s.place, u.home) AS place,
        coalesce(m.months, 0) AS months, s.exit, a.approved_by IS NOT NULL AS may
    FROM undecided AS u
    LEFT JOIN standing AS s USING (person_id)
    LEFT JOIN months AS m ON m.person_id = u.person_id AND m.rule = 'lock'
    LEFT JOIN approvals AS a ON a.approved_by = s.exit.approved_by AND a.left_ = s.exit.left_
), found AS (
    SELECT person_id, recruited_on, CASE
        WHEN place = home THEN 0
        WHEN place <> -1 THEN CASE WHEN months >= 24 THEN 0 ELSE 1 END
        WHEN months >= 60 THEN 0
        WHEN months < 24 OR NOT may THEN 1
        WHEN exit.approved_on IS NULL THEN {Answer.UNDETERMINED}
        WHEN exit.approved_on <= exit.day THEN 0
        ELSE 1
    END AS answer
    FROM facts
)
SELECT person_id, CASE
    WHEN answer = 1 AND recruited_on < DATE '2015-01-01' THEN {Answer.UNDETERMINED}
    ELSE answer
END AS answer
FROM found;
"""

_SERVICE_MINIMUM = f"""
SELECT person_id, CASE
    WHEN recruited_on < DATE '2014-01-01' OR recruited_on > today() THEN {Answer.NOT_APPLICABLE}
    ELSE coalesce(answer, 0)
END::TINYINT AS answer
FROM bound LEFT JOIN answered USING (person_id)
"""

_TEAM_EXPERIENCE = """
SELECT town, count(*) FILTER (months >= 24) AS experienced, count(*) AS team
FROM members LEFT JOIN months ON months.person_id = members.person_id AND rule = 'team'
GROUP BY town
"""

_RANK_PROMOTION = f"""
WITH posts AS (
    SELECT line, bool_or(in_post AND town <> -1) AS subject, bool_or(NOT in_post) AS seconded
    FROM promoted JOIN careers USING (person_id)
    WHERE start <= date AND date < until
    GROUP BY line
), served AS (
    SELECT line, whole_months(start, date) AS months
    FROM promoted JOIN stretches USING (person_id)
    WHERE start <= date AND date < until
)
SELECT line, CASE
    WHEN date < DATE '2014-01-01' OR date > DATE '2019-05-31' THEN {Answer.NOT_APPLICABLE}
    WHEN NOT seconded AND coalesce(months, 0) >= 60 THEN {Answer.PASS}
    WHEN date < DATE '2015-01-01' THEN {Answer.UNDETERMINED}
    ELSE {Answer.FAIL}
END::TINYINT AS answer
FROM promoted JOIN posts USING (line) LEFT JOIN served USING (line)
WHERE subject
"""

_RECRUITS = f"""
SELECT year::BIGINT AS year,
    coalesce(sum(hired) FILTER (destination IN ({_words(shared.TO_TOWNSHIPS)})), 0)::BIGINT AS many,
    sum(hired)::BIGINT AS hired
FROM recruitment
WHERE channel = 'civil_service_exam' AND year <= year(today())
GROUP BY recruitment.year
ORDER BY recruitment.year
"""


def _state(database: duckdb.DuckDBPyConnection, organizations: pa.Table, kind: str) -> State:
    """Add what is known of the organisations, whose identifiers are of a kind of SQL type."""
    found = shared.orgs(organizations)
    by, left = shared.approvals(found)
    names = pa.array(found.names)
    orgs = pa.table({"org_id": names, "town": found.town, "team": found.team})
    approvals = pa.table({"approved_by": names.take(pa.array(by)), "left_": left})
    for name, table in (("orgs", orgs), ("approvals", approvals)):
        database.register("given", table)
        first = table.column_names[0]
        typed = f"REPLACE ({first}::{kind} AS {first})"
        database.execute(f"CREATE TABLE {name} AS SELECT * {typed} FROM given")
        database.unregister("given")
    (people,) = database.execute("SELECT count(*) FROM people").fetchone()
    return State(database, people, len(found.towns))


def prepare(tables: dict[str, pa.Table]) -> State:
    """Load the tables into a database in memory; words that recur become enums."""
    database = duckdb.connect()
    for name in _TABLES:
        database.register("given", tables[name])
        if name == "organizations":
            database.execute("CREATE TYPE org AS ENUM (SELECT org_id FROM given)")
        enums = [
            f"{column}::{kind} AS {column}"
            for column, kind in _ENUMS.items()
            if name != "organizations" and column in tables[name].column_names
        ]
        replaced = f"REPLACE ({', '.join(enums)})" if enums else ""
        database.execute(f"CREATE TABLE {name} AS SELECT * {replaced} FROM given")
        database.unregister("given")
    return _state(database, tables["organizations"], "org")


def run(state: State, as_of: str) -> dict[str, np.ndarray]:
    """Check the four rules on a day."""
    database = state.database
    database.execute(_MACROS.format(today=date.fromisoformat(as_of)))
    for statements in (_FIRST_LOOK, _CAREERS, _MOVES):
        database.execute(statements)
    knots = database.execute(_KNOTS).fetchnumpy()
    walked = shared.walk(*(np.asarray(column) for column in knots.values()), day_number(as_of))
    database.register(
        "walked",
        pa.table(dict(zip(("person_id", "place", "day", "left_", "line"), walked, strict=True))),
    )
    database.execute(_WALKED)
    database.unregister("walked")
    database.execute(_SECOND_LOOK)

    answer = np.full(state.people, Answer.NO_SUBJECT, np.int8)
    found = database.execute(_SERVICE_MINIMUM).fetchnumpy()
    answer[found["person_id"]] = found["answer"]
    team = np.zeros((2, state.towns), np.int64)
    counted = database.execute(_TEAM_EXPERIENCE).fetchnumpy()
    team[:, counted["town"]] = counted["experienced"], counted["team"]
    (many,) = database.execute("SELECT count(*) FROM promotions").fetchone()
    rank = np.full(many, Answer.NO_SUBJECT, np.int8)
    judged = database.execute(_RANK_PROMOTION).fetchnumpy()
    rank[judged["line"]] = judged["answer"]
    recruits = database.execute(_RECRUITS).fetchnumpy()
    return {
        "service-minimum": answer,
        "team-experience": team,
        "rank-promotion": rank,
        "recruits-to-townships": np.column_stack(list(recruits.values())),
    }


def run_parquet(folder: Path | str, as_of: str, *, shuffled: bool = False) -> dict[str, np.ndarray]:
    """Check the four rules from files; what does not fit into memory goes to disk."""
    del shuffled  # no statement relies on the order
    with duckdb.connect() as database:
        for name in _TABLES:
            path = str(Path(folder) / f"{name}.parquet").replace("'", "''")
            database.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
        organizations = database.sql("SELECT * FROM organizations").to_arrow_table()
        return run(_state(database, organizations, "VARCHAR"), as_of)
