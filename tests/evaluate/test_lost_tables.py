"""A table that could not be read may concern anybody: nothing that needs it is decided."""

import pytest

import partyorg as po
from partyorg.errors import InputInfo
from partyorg.model import RawTable, build

FILES = {
    "organizations": "org_id,level,kind,parent_id\nP,province,division,\nT,township,division,P\n",
    "people": "person_id,recruited_on,recruited_by,recruited_via\n"
    "干部0001,2015-08-01,T,civil_service_exam\n",
    "appointments": "person_id,org_id,role,start,end,basis\n干部0001,T,staff,2015-08-01,,in_post\n",
}


def outcome(folder, **changed):
    for name, text in {**FILES, **changed}.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / f"{name}.csv").write_bytes(data)
    report = po.check(po.load(folder), as_of="2018-01-01", only=["service-minimum"])
    return report["service-minimum", "干部0001"]


def test_with_all_tables_read_the_verdict_stands(tmp_path):
    assert outcome(tmp_path).outcome is po.Outcome.PASS


@pytest.mark.parametrize(
    "spoilt",
    [
        b"\x00\x01\x02PK not a table",
        FILES["appointments"].replace(",end,", ",ende,"),
        FILES["appointments"].replace(",end,", ",approved_bye,"),
        FILES["appointments"].replace("person_id", "who"),
    ],
    ids=["not text", "misspelt end", "no end", "no person"],
)
def test_a_table_that_was_not_read_leaves_it_open(tmp_path, spoilt):
    finding = outcome(tmp_path, appointments=spoilt)
    assert finding.outcome is po.Outcome.UNDETERMINED
    assert finding.reason == "row-set-aside"


def test_a_misspelt_table_name_leaves_it_open(tmp_path):
    (tmp_path / "apointments.csv").write_text(FILES["appointments"], "utf-8")
    for name in ("organizations", "people"):
        (tmp_path / f"{name}.csv").write_text(FILES[name], "utf-8")
    report = po.check(po.load(tmp_path), as_of="2018-01-01", only=["service-minimum"])
    assert report["service-minimum", "干部0001"].outcome is po.Outcome.UNDETERMINED


def test_a_column_that_looks_like_a_misspelt_approval_is_not_passed_over(tmp_path):
    text = (
        FILES["appointments"]
        .replace("basis\n", "basis,批准机构名称\n")
        .replace("post\n", "post,\n")
    )
    finding = outcome(tmp_path, appointments=text)
    assert finding.outcome is po.Outcome.UNDETERMINED


@pytest.mark.parametrize(
    "name", ["任职.xlsx", "appointments.txt", "2018年任职情况表.csv", "任职(1).csv"]
)
def test_a_file_of_the_folder_that_is_not_read_leaves_it_open(tmp_path, name):
    (tmp_path / name).write_text("whatever", "utf-8")
    for table in ("organizations", "people"):
        (tmp_path / f"{table}.csv").write_text(FILES[table], "utf-8")
    dataset = po.load(tmp_path)
    assert [p.severity.value for p in dataset.problems] == ["error"]
    report = po.check(dataset, as_of="2018-01-01", only=["service-minimum"])
    assert report["service-minimum", "干部0001"].outcome is po.Outcome.UNDETERMINED


def test_a_sheet_is_known_by_its_headings_even_under_another_name():
    headings = ["人员编号", "机构编码", "任职日期", "免职日期", "任职方式"]
    data = build([RawTable("Sheet1", headings, [], InputInfo("x.xlsx", None, 0))])
    (problem,) = data.problems
    assert (problem.code, problem.severity.value) == ("unknown-table", "error")
    assert "“任职”" in problem.message["zh"]
