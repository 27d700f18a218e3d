"""Tables as frames of many libraries, and both ways of judging them side by side."""

import re
from datetime import date
from io import BytesIO, StringIO
from unittest.mock import patch

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
from disturbed import make
from worlds import organizations

import partyorg as po
from partyorg.bulk import frame
from partyorg.model import TABLES
from partyorg.writers import FORMATS

DATE, TEXT = pa.date32(), pa.string()
LARGE = ("people", "appointments", "trainings", "promotions")
DAYS = ("start", "end", "approved_on", "recruited_on", "career_known_from", "date")


# --- Tables -------------------------------------------------------------------------------------


def world(seed):
    """Give the tables of a disturbed world, without those that are misspelt, and its day."""
    tables, as_of = make(seed)
    return {name: rows for name, rows in tables.items() if name in TABLES}, as_of


def columns(rows):
    """Give rows column by column, by name."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name) for row in rows] for name in names}


def empty_of(name):
    """Give a table without rows."""
    return pa.table({column.name: pa.nulls(0, pa.string()) for column in TABLES[name].columns})


def day_of(cell):
    """Give the day that a cell stands for; None where it stands for none."""
    if not isinstance(cell, str) or not re.fullmatch(r"(19|20)\d\d-\d\d-\d\d", cell):
        return None
    return date.fromisoformat(cell)


def typed(rows, days=DATE, text=TEXT):
    """Give an Arrow table, with days of an Arrow type where each cell is one or is empty."""
    made = {}
    for name, cells in columns(rows).items():
        known = [day_of(cell) for cell in cells]
        whole = all(day or not cell for day, cell in zip(known, cells, strict=True))
        known = pa.array(known, pa.date32()).cast(days)
        made[name] = known if name in DAYS and whole else pa.array(cells, text)
    return pa.table(made)


def numbered(rows, kind):
    """Give an Arrow table whose people are numbers (empty where they are none)."""
    made = typed(rows)
    ids = [
        re.sub(r"\D", "", (cell or "").replace("M", "10")) for cell in columns(rows)["person_id"]
    ]
    column = pa.array([int(own) if own else None for own in ids], pa.int64()).cast(kind)
    return made.set_column(made.column_names.index("person_id"), "person_id", column)


def text(rows, kind):
    """Give an Arrow table of nothing but text."""
    return pa.table({name: pa.array(cells, kind) for name, cells in columns(rows).items()})


def encoded(rows):
    """Give an Arrow table with each column by its distinct values."""
    made = text(rows, pa.string())
    return pa.table([column.dictionary_encode() for column in made.columns], made.column_names)


def chunked(rows):
    """Give an Arrow table in pieces, each with values of its own."""
    names = dict.fromkeys(name for row in rows for name in row)
    rows = [{name: row.get(name, "") for name in names} for row in rows]
    return pa.concat_tables([encoded(rows[at : at + 3]) for at in range(0, len(rows), 3)])


def polars_days(rows):
    return pl.from_arrow(typed(rows))


def pandas_days(rows):
    made = pd.DataFrame(columns(rows))
    for name in made.columns:
        known = [day_of(cell) for cell in made[name]]
        if name in DAYS and all(d or not c for d, c in zip(known, made[name], strict=True)):
            made[name] = pd.Series(
                [pd.NaT if d is None else pd.Timestamp(d) for d in known],
                dtype="datetime64[us]",
            )
    return made


def relation(rows, connection=None):
    """Give a relation of DuckDB; it lives as long as its connection."""
    connection = connection or duckdb.connect()
    return connection.from_arrow(typed(rows))


FORMS = {
    "string": lambda rows: text(rows, pa.string()),
    "large string": lambda rows: text(rows, pa.large_string()),
    "string view": lambda rows: text(rows, pa.string_view()),
    "dictionary": encoded,
    "chunks": chunked,
    "date32": typed,
    "date64": lambda rows: typed(rows, pa.date64()),
    "timestamp": lambda rows: typed(rows, pa.timestamp("us"), pa.large_string()),
    "seconds": lambda rows: typed(rows, pa.timestamp("s")),
    "int32": lambda rows: numbered(rows, pa.int32()),
    "int64": lambda rows: numbered(rows, pa.int64()),
    "uint32": lambda rows: numbered(rows, pa.uint32()),
    "float": lambda rows: numbered(rows, pa.float64()),
    "Polars": lambda rows: pl.DataFrame(columns(rows)),
    "Polars lazy": lambda rows: pl.LazyFrame(columns(rows)),
    "Polars days": polars_days,
    "Polars categorical": lambda rows: pl.DataFrame(columns(rows)).cast(pl.Categorical),
    "pandas": lambda rows: pd.DataFrame(columns(rows)),
    "pandas object": lambda rows: pd.DataFrame(columns(rows), dtype=object),
    "pandas days": pandas_days,
    "pandas categorical": lambda rows: pd.DataFrame(columns(rows)).astype("category"),
    "pandas on Arrow": lambda rows: typed(rows).to_pandas(types_mapper=pd.ArrowDtype),
    "DuckDB": relation,
}


def framed(tables, form, names=LARGE):
    """Give tables with the large ones as frames; one without rows stays as it is."""
    return {n: FORMS[form](rows) if rows and n in names else rows for n, rows in tables.items()}


# --- Both ways ------------------------------------------------------------------------------------


def written(report, form="json", lang="zh"):
    stream = BytesIO() if FORMATS[form].binary else StringIO()
    report.write(stream, form, lang=lang)
    return stream.getvalue()


def by_record(tables, as_of, **how):
    return po.check(
        po.Dataset.from_records(**tables), as_of=as_of, engine="record", allow_empty=True, **how
    )


def both(tables, as_of, **how):
    """Judge tables as frames, which are read four rows at a time, and as records."""
    with patch.object(frame, "BATCH", 4):
        report = po.check_frames(as_of=as_of, allow_empty=True, **how, **tables)
    return (
        report,
        by_record(tables, as_of, **how),
    )


def agree(tables, as_of, **how):
    """Hold both ways to the same report, byte for byte."""
    one, other = both(tables, as_of, **how)
    assert written(one) == written(other)
    return one


def few():
    """Give three people with a row each in every large table, as columns."""
    who = ["N1", "N2", "N3"]
    return {
        "people": {
            "person_id": who, "name": ["甲", "乙", "丙"], "recruited_on": ["2013-01-01"] * 3,
            "recruited_by": ["T0-ZF"] * 3, "recruited_via": ["civil_service_exam"] * 3,
            "career_known_from": ["", "", "2013"], "grassroots_before": ["no"] * 3,
        },
        "appointments": {
            "person_id": who, "org_id": ["T0-ZF", "T1-ZF", "C0-JY"], "role": ["leader"] * 3,
            "start": ["2013-01-01"] * 3, "end": ["", "2014-01-01", ""], "basis": ["in_post"] * 3,
            "staff_type": [""] * 3, "post": ["a", "b", "c"], "duties": ["", "组织委员", "武装"],
            "approved_by": ["", "F0-ORG", ""], "approved_on": ["", "2013-01-01", ""],
        },
        "trainings": {
            "person_id": who, "year": ["2014"] * 3, "days": ["12"] * 3, "hours": ["40"] * 3,
            "program": ["x", "", ""], "organized_at": ["province"] * 3,
        },
        "promotions": {
            "person_id": who, "kind": ["rank"] * 3, "date": ["2014-05-01"] * 3,
            "org_id": ["", "T0-ZF", ""],
        },
    }  # fmt: skip


def few_with(table, column, cells, make=pa.table):
    """Give the few as frames, with other cells in a column of one table."""
    given = few()
    given[table][column] = cells
    return in_frames(given, make)


def few_called(ids, make=pa.table, named=None):
    """Give the few as frames by other identifiers; `named`: those of all tables but people."""
    given = few()
    for name, table in given.items():
        table["person_id"] = ids if named is None or name == "people" else named
    return in_frames(given, make)


def in_frames(tables, make=pa.table):
    """Give columns as frames, with the organisations of all worlds."""
    return {"organizations": organizations(), **{n: make(t) for n, t in tables.items()}}
