"""The same data in any format, in either language and in any column order are one data set."""

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from reader_data import TABLES_GIVEN, csv_folder, laid_out, ods, sqlite, xlsx

from partyorg.model import Dataset
from partyorg.readers import load


def _records(tables):
    return {
        name: [dict(zip(headings, row, strict=True)) for row in rows]
        for name, headings, rows in tables
    }


def _arrow(records):
    names = list(records[0])
    return pa.table({n: pa.array([r[n] for r in records], pa.string()) for n in names})


CONSTRUCTORS = {
    "csv-utf8": lambda path, tables: load(csv_folder(path, tables)),
    "csv-utf8-bom": lambda path, tables: load(csv_folder(path, tables, "utf-8-sig")),
    "csv-gb18030": lambda path, tables: load(csv_folder(path, tables, "gb18030")),
    "csv-semicolon": lambda path, tables: load(csv_folder(path, tables, delimiter=";")),
    "csv-tab": lambda path, tables: load(csv_folder(path, tables, "gb18030", "\t")),
    "xlsx": lambda path, tables: load(xlsx(path, tables)),
    "ods": lambda path, tables: load(ods(path, tables)),
    "sqlite": lambda path, tables: load(sqlite(path, tables)),
    "records": lambda _, tables: Dataset.from_records(**_records(tables)),
    "pandas": lambda _, tables: Dataset.from_records(
        **{n: pd.DataFrame(r) for n, r in _records(tables).items()}
    ),
    "polars": lambda _, tables: Dataset.from_records(
        **{n: pl.DataFrame(r, infer_schema_length=None) for n, r in _records(tables).items()}
    ),
    "polars-lazy": lambda _, tables: Dataset.from_records(
        **{n: pl.LazyFrame(r, infer_schema_length=None) for n, r in _records(tables).items()}
    ),
    "pyarrow": lambda _, tables: Dataset.from_records(
        **{n: _arrow(r) for n, r in _records(tables).items()}
    ),
}


@pytest.fixture(params=CONSTRUCTORS)
def constructor(request):
    return CONSTRUCTORS[request.param]


@pytest.fixture(scope="module")
def expected():
    data = Dataset.from_records(**TABLES_GIVEN)
    assert not data.problems
    assert data.row_counts == {"organizations": 2, "people": 4, "appointments": 3, "trainings": 1}
    return data


@pytest.mark.parametrize("chinese", [False, True], ids=["en", "zh"])
@pytest.mark.parametrize("shuffled", [False, True], ids=["ordered", "shuffled"])
def test_every_format_gives_the_same_data_set(constructor, chinese, shuffled, tmp_path, expected):
    data = constructor(tmp_path, list(laid_out(chinese, shuffled)))
    assert not data.problems, [str(p) for p in data.problems]
    assert data == expected
    assert data.people[1].name == '干"部,\n0002'
    assert data.people[2].name == "<script>1</script>"
    assert data.people[3].name == "=cmd|' /C calc'!A0"
