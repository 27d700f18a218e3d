"""Loading: a path in, a data set out."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from pathlib import Path

from partyorg.errors import CallError, InputInfo, Problem, ProblemSeverity, hint
from partyorg.model import TABLES, Dataset, RawTable, build, table_meant, table_named
from partyorg.readers.faults import InputError
from partyorg.readers.files import fingerprint, missing
from partyorg.readers.formats import FORMATS, format_of
from partyorg.readers.limits import Limits
from partyorg.readers.urls import is_url

__all__ = ["load"]


def load(
    path: str | PathLike[str],
    *,
    limits: Limits | None = None,
    queries: Mapping[str, str] | None = None,
) -> Dataset:
    r"""Read a data set from a folder of CSV or Parquet files, a workbook, a database or Popolo.

    One file, sheet or table is one table of the data set and has its name, in English or Chinese:
    `people.csv` or `人员.csv`.  CSV may be in UTF-8 or GB 18030, with commas, semicolons or tabs.
    Text with `://` in it is the URL of a database; `queries` then gives a query for each table that
    is wanted, if it has none of these names.  Nothing is written.

    What is wrong with single cells, rows or tables stands in `problems` of the data set, with
    its address; the rest is read.  Where nothing at all can be read an `InputError` is raised,
    which is a `partyorg.errors.DataError`.

    >>> from pathlib import Path
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     text = "人员编号,姓名,录用时间\nN1,干部0001,2015.08\nN2,干部0002,2015.13\n"
    ...     _ = Path(folder, "人员.csv").write_text(text, encoding="gb18030")
    ...     data = load(folder)
    >>> data.people[0].recruited_on
    PartialDate('2015-08')
    >>> print(data.problems[0].address("zh"))
    人员.csv · 表 people · 第 2 行 · 列 recruited_on
    """
    limits = limits or Limits()
    if is_url(path):
        from partyorg.readers.by_url import read  # noqa: PLC0415  (only when a database comes)

        tables, info = read(str(path), limits, queries)
        return build(tables, [info])
    if queries:
        msg = f"queries are for databases by URL, as sqlite:///roster.db; '{path}' is a path"
        raise CallError(msg)
    path = Path(path)
    if path.is_dir():
        return _folder(path.absolute(), limits)
    if not path.exists():
        raise missing(path)
    tables = format_of(path).read(path, limits)
    _check_known(path, [table.name for table in tables])
    if len(tables) == 1 and tables[0].input.sha256:
        return build(tables)
    rows = sum(table.input.rows for table in tables)
    return build(tables, [InputInfo(path.name, fingerprint(path), rows)])


def _folder(folder: Path, limits: Limits) -> Dataset:
    """Read a folder, one file a table; a file that cannot be read is a problem among others."""
    endings = tuple(end for known in FORMATS if known.one_table for end in known.suffixes)
    found = sorted(
        item
        for item in folder.iterdir()
        if item.suffix.lower() in endings and not item.name.startswith((".", "~$"))
    )
    if not found:
        _refuse_folder(folder)
    _check_known(folder, [item.stem for item in found])
    tables: list[RawTable] = []
    failures: list[InputError] = []
    for item in found:
        table = table_named(item.stem)
        if table is None:
            tables.append(RawTable(item.stem, (), (), InputInfo(item.name, None, 0)))
            continue
        try:
            tables += format_of(item).read(item, limits)
        except InputError as error:
            failures.append(error)
            info = InputInfo(item.name, None, 0)
            tables.append(RawTable(item.stem, (), (), info, unread=error.as_problem(table.name)))
    tables += _passed_over(folder, endings)
    inputs = [table.input for table in tables if table.input.sha256]
    if failures and not inputs:
        raise failures[0]
    return build(tables, inputs)


def _passed_over(folder: Path, endings: tuple[str, ...]) -> list[RawTable]:
    """Give the files of a folder that look like data and are of a form not read there."""
    data = {end for known in FORMATS for end in known.suffixes} | {".txt"}
    tables = []
    for item in sorted(folder.iterdir()):
        if item.suffix.lower() not in data.difference(endings) or item.name.startswith("~$"):
            continue
        meant = table_named(item.stem) or table_meant(item.stem)
        problem = Problem(
            severity=ProblemSeverity.ERROR if meant else ProblemSeverity.WARNING,
            code="file-not-read",
            message={
                "zh": "未读取：文件夹中只读 CSV 和 Parquet 文件；请另存为 CSV，或直接给出该文件",
                "en": "not read: of a folder only CSV and Parquet files are; save it as CSV, or "
                "give it alone",
            },
            value=item.name,
            input=item.name,
        )
        info = InputInfo(item.name, None, 0)
        tables.append(RawTable(item.stem, (), (), info, unread=problem))
    return tables


def _refuse_folder(folder: Path) -> None:
    """Say what is wrong with a folder that has no file of a table."""
    others = [
        item.name
        for item in sorted(folder.iterdir())
        if any(item.suffix.lower() in known.suffixes for known in FORMATS)
    ]
    if others:
        raise InputError(
            folder.name,
            "no-table",
            f"文件夹中没有 CSV 文件；请直接给出文件，如 {others[0]}",
            f"there is no CSV file in the folder; give the file itself, such as {others[0]}",
        )
    raise InputError(
        folder.name,
        "empty-folder",
        "文件夹中没有数据文件；请放入 CSV 文件，每表一个，如 人员.csv（people.csv）",
        "there is no data file in the folder; put a CSV file into it for each table, such as "
        "people.csv",
    )


def _check_known(path: Path, names: list[str]) -> None:
    """Refuse an input that has none of our tables."""
    if any(table_named(name) for name in names):
        return
    known = [name for table in TABLES.values() for name in (table.name, table.zh)]
    for name in names:
        if near := hint(name, known):
            raise InputError(
                path.name,
                "no-table",
                f"没有可识别的表；“{name}”是否为“{near}”？",
                f"has none of the tables; is '{name}' meant to be '{near}'?",
            )
    listed_zh = "、".join(table.zh for table in TABLES.values())
    raise InputError(
        path.name,
        "no-table",
        f"没有可识别的表；文件（或工作表）应以表名命名：{listed_zh}",
        f"has none of the tables; name the files (or sheets) {', '.join(TABLES)}",
    )
