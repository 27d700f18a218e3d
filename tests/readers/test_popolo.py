"""Popolo JSON, in and out."""

from __future__ import annotations

import contextlib
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import partyorg as po
from partyorg.errors import DataError, ProblemSeverity
from partyorg.model import TABLES, Dataset, Level, OrgKind
from partyorg.readers import InputError, Limits
from partyorg.readers import load as load_tables
from partyorg.sample import load_sample
from partyorg.writers.dataset_popolo import popolo


def read(folder: Path, document: Any, limits: Limits | None = None) -> Dataset:
    path = folder / "people.json"
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    path.write_text(text, "utf-8", newline="")
    return load_tables(path, limits=limits)


def read_back(data: Dataset) -> Dataset:
    with tempfile.TemporaryDirectory() as folder:
        return read(Path(folder), popolo(data))


def membership(**more: Any) -> dict[str, Any]:
    """A document with one person, one organisation and one membership of theirs."""
    one = {"person_id": "N1", "organization_id": "T", "start_date": "2015-08"}
    return {
        "persons": [{"id": "N1", "name": "干部0001"}],
        "organizations": [{"id": "T", "name": "示例镇"}],
        "memberships": [{key: value for key, value in (one | more).items() if value is not ...}],
    }


def only(data: Dataset, **wanted: Any) -> None:
    assert len(data.problems) == 1, [str(problem) for problem in data.problems]
    (problem,) = data.problems
    assert {name: getattr(problem, name) for name in wanted} == wanted
    assert problem.input == "people.json"


# Out and in again


def test_the_sample_out_and_in_again_is_the_same() -> None:
    before = load_sample()
    after = read_back(before)
    assert after.problems == ()
    assert all(getattr(before, name) for name in ("organizations", "people", "appointments"))
    for name in TABLES:
        assert getattr(after, name) == getattr(before, name), name


def test_the_same_data_give_the_same_text() -> None:
    assert popolo(read_back(load_sample())) == popolo(load_sample())


def test_converting_writes_what_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "sample.json"
    po.convert([po.sample_path()]).save(path)
    assert po.load(path) == load_sample()


def test_a_report_is_the_same_from_either_form() -> None:
    after = read_back(load_sample())
    days = {"as_of": po.SAMPLE_AS_OF}
    told = [
        [(f.id, f.outcome, f.evidence) for f in po.check(data, "cn-gz", **days)]
        for data in (load_sample(), after)
    ]
    assert told[0] == told[1]
    assert len(told[0]) > 100


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
days = st.sampled_from(["2015", "2015-08", "2015-08-31", "1992", "2016-02-29"])
people = st.fixed_dictionaries(
    {},
    optional={
        "name": texts,
        "recruited_on": days,
        "recruited_via": st.sampled_from(["选调生", "directed"]),
        "grassroots_before": st.booleans(),
    },
)
posts = st.fixed_dictionaries(
    {},
    optional={
        "post": texts,
        "start": st.just("2001"),
        "end": days.filter(lambda day: day > "2001"),
        "role": st.sampled_from(["chief", "班子成员"]),
        "duties": st.lists(texts, max_size=3),
        "approved_on": days,
    },
)


@given(people, posts, st.decimals(0, 999, places=3))
@settings(max_examples=150, deadline=None)
def test_whatever_is_in_a_row_is_read_back(
    person: dict[str, Any], post: dict[str, Any], hours: Any
) -> None:
    before = Dataset.from_records(
        people=[{"person_id": "N1", **person}],
        organizations=[{"org_id": "T", "valid_from": "1992", "tags": ["艰苦边远", "a;b"]}],
        appointments=[{"person_id": "N1", "org_id": "T", **post}],
        trainings=[{"person_id": "N1", "year": 2016, "hours": str(hours)}],
    )
    if not before.problems:  # text such as #REF! is refused from whatever source
        assert read_back(before) == before


def test_dates_keep_the_precision_that_popolo_has_for_them() -> None:
    data = Dataset.from_records(
        people=[{"person_id": "N1"}],
        organizations=[{"org_id": "T", "valid_from": "1992"}],
        appointments=[{"person_id": "N1", "org_id": "T", "start": "2015.08", "end": "20160131"}],
    )
    document = json.loads(popolo(data))
    (found,) = document["memberships"]
    assert (found["start_date"], found["end_date"]) == ("2015-08", "2016-01-31")
    assert document["organizations"][0]["founding_date"] == "1992"


def test_half_a_character_does_not_stop_the_writing() -> None:
    from partyorg.model import Person  # noqa: PLC0415

    data = Dataset(people=(Person(row=1, person_id="N1", name="干\ud800"),))
    assert json.loads(popolo(data).encode())["persons"][0]["name"].startswith("干")


def test_somebody_who_is_in_no_row_is_not_written_as_if_known() -> None:
    before = Dataset.from_records(trainings=[{"person_id": "N9", "year": 2016}])
    after = read_back(before)
    assert json.loads(popolo(before))["persons"] == []
    assert [p.code for p in before.problems] == [p.code for p in after.problems] == ["unknown-id"]


# What others write


def test_a_membership_may_hold_its_post_elsewhere(tmp_path: Path) -> None:
    document = membership(organization_id=..., post_id="p") | {
        "posts": [{"id": "p", "label": "镇长", "role": "正职", "organization_id": "T"}]
    }
    data = read(tmp_path, document)
    assert data.problems == ()
    (post,) = data.appointments
    assert (post.org_id, post.post, str(post.start), post.end) == ("T", "镇长", "2015-08", None)


@pytest.mark.parametrize(
    ("more", "post"),
    [
        ({"role": "镇长", "label": "示例镇镇长"}, "镇长"),
        ({"label": "示例镇镇长"}, "示例镇镇长"),
        ({"role": "", "label": "示例镇镇长"}, "示例镇镇长"),
        ({"post": {"label": "镇长"}}, "镇长"),
        ({}, None),
    ],
)
def test_the_name_of_a_post_is_its_role_or_its_label(
    tmp_path: Path, more: dict[str, Any], post: str | None
) -> None:
    data = read(tmp_path, membership(**more))
    assert [row.post for row in data.appointments] == [post]
    assert data.problems == ()


def test_records_may_stand_where_they_are_named(tmp_path: Path) -> None:
    document = membership(organization_id=..., organization={"id": "T"}, person_id=...)
    document["memberships"][0]["person"] = {"id": "N1", "gender": "秘密"}
    document["organizations"] += [{"id": "V", "parent": {"id": "T", "name": "示例镇"}}]
    data = read(tmp_path, document)
    assert [(row.person_id, row.org_id) for row in data.appointments] == [("N1", "T")]
    assert data.organization["V"].parent_id == "T"
    assert data.problems == ()


@pytest.mark.parametrize(
    ("told", "kind", "level"),
    [
        ("division", OrgKind.DIVISION, None),
        ("党委", OrgKind.PARTY_COMMITTEE, None),
        ("Village", None, Level.VILLAGE),
        ("乡镇", None, Level.TOWNSHIP),
        (None, None, None),
    ],
)
def test_a_classification_is_a_kind_or_a_level(
    tmp_path: Path, told: str | None, kind: OrgKind | None, level: Level | None
) -> None:
    data = read(tmp_path, {"organizations": [{"id": "T", "classification": told}]})
    assert (data.organization["T"].kind, data.organization["T"].level) == (kind, level)
    assert data.problems == ()


def test_a_classification_of_others_is_unknown_and_said_once(tmp_path: Path) -> None:
    given = [{"id": f"T{at}", "classification": "executive"} for at in range(3)]
    given[1]["partyorg"] = {"kind": "government"}  # type: ignore[assignment]
    data = read(tmp_path, {"organizations": given})
    assert [org.kind for org in data.organizations] == [None, OrgKind.GOVERNMENT, None]
    only(data, code="unknown-value", severity=ProblemSeverity.WARNING, rows=(1, 3), column="kind")
    assert "executive" in data.problems[0].message["en"]


def test_areas_are_places(tmp_path: Path) -> None:
    document = {
        "organizations": [{"id": "ZF", "name": "示例镇政府", "area_id": "T"}],
        "areas": [
            {"id": "X", "name": "示例县", "identifier": "990101", "classification": "county"},
            {"id": "T", "name": "示例镇", "parent_id": "X", "geometry": [1, 2]},
        ],
    }
    data = read(tmp_path, document)
    assert data.organization["ZF"].within_id == "T"
    county, town = data.organization["X"], data.organization["T"]
    assert (county.kind, county.level, county.division_code) == (
        OrgKind.DIVISION,
        Level.COUNTY,
        "990101",
    )
    assert (town.kind, town.parent_id) == (OrgKind.DIVISION, "X")
    only(data, code="unknown-column", severity=ProblemSeverity.WARNING)


def test_an_area_with_the_id_of_an_organization_is_that_organization(tmp_path: Path) -> None:
    document = {
        "organizations": [{"id": "T", "name": "示例镇", "partyorg": {"tags": ["艰苦边远"]}}],
        "areas": [{"id": "T", "name": "示例镇"}, {"id": "V", "parent_id": "T"}],
    }
    data = read(tmp_path, document)
    assert data.problems == ()
    assert data.organization["T"].tags == ("艰苦边远",)
    assert data.organization["V"].parent_id == "T"


def test_areas_are_counted_behind_the_organizations(tmp_path: Path) -> None:
    document = {
        "organizations": [{"id": "ZF"}, {"id": "DW"}],
        "areas": [{"id": "X"}, "T", {"id": "V", "name": []}],
    }
    data = read(tmp_path, document)
    assert [org.row for org in data.organizations] == [1, 2, 3]
    told = [(p.code, p.table, p.row) for p in data.problems]
    assert told == [("broken-json", "organizations", 4), ("bad-text", "organizations", 5)]
    assert "item 2 of areas" in data.problems[0].message["en"]


def test_words_that_are_null_are_none(tmp_path: Path) -> None:
    data = read(tmp_path, membership(partyorg={"duties": [None, "组织委员", ""]}))
    assert data.appointments[0].duties == ("组织委员",)


def test_popolos_own_key_counts_before_ours(tmp_path: Path) -> None:
    data = read(tmp_path, membership(partyorg={"start": "2001", "role": "chief"}))
    assert str(data.appointments[0].start) == "2015-08"
    assert data.appointments[0].role is not None


def test_our_columns_and_tables_may_have_chinese_names(tmp_path: Path) -> None:
    document = membership(partyorg={"职务类别": "党政正职"})
    document["partyorg"] = {"培训": [{"人员编号": "N1", "年度": 2016, "天数": 11.5}]}
    data = read(tmp_path, document)
    assert data.problems == ()
    assert data.appointments[0].role is not None
    assert data.trainings[0].days == 11.5


# What is nobody's business

PRIVATE = (
    *("gender", "birth_date", "death_date", "image", "images", "email", "contact_details"),
    *("national_identity", "summary", "biography", "links", "other_names", "identifiers"),
    *("honorific_prefix", "family_name", "given_name", "sort_name", "地址"),
)


def test_what_is_nobodys_business_is_dropped_unread_and_named_once(tmp_path: Path) -> None:
    secret = [{"note": "秘密", "identifier": "520101199001011234"}]
    person = {"id": "N1", "name": "干部0001"} | dict.fromkeys(PRIVATE, secret)
    data = read(tmp_path, {"persons": [person, person | {"id": "N2"}]})
    only(data, code="private-column", severity=ProblemSeverity.WARNING, table="people")
    named = data.problems[0].message["en"].split(": ", 1)[1].split(";")[0].split(", ")
    assert set(named) == set(PRIVATE)
    told = repr([data.people, data.problems, data.touched]) + popolo(data)
    assert "秘密" not in told
    assert "1990" not in told


def test_private_columns_beside_a_record_are_dropped_too(tmp_path: Path) -> None:
    person = {"id": "N1", "partyorg": {"民族": "秘密", "birth": "秘密", "录用时间": "2015"}}
    data = read(tmp_path, {"persons": [person]})
    assert {p.code for p in data.problems} == {"private-column"}
    assert str(data.people[0].recruited_on) == "2015"
    assert "秘密" not in repr([data.people, data.problems])


def test_what_says_nothing_is_not_named(tmp_path: Path) -> None:
    person = {"id": "N1", "gender": None, "image": "", "links": [], "sources": [{"url": "x"}]}
    assert read(tmp_path, {"persons": [person]}).problems == ()


def test_a_value_of_another_shape_is_not_quoted(tmp_path: Path) -> None:
    data = read(tmp_path, {"persons": [{"id": "N1", "name": {"family": "秘密"}}]})
    only(data, code="bad-text", table="people", row=1, column="name")
    assert "秘密" not in repr(data.problems)


# Documents of which nothing can be read


@pytest.mark.parametrize(
    ("document", "code", "said"),
    [
        ("", "empty-file", "0 bytes"),
        ("{", "broken-json", "line 1"),
        ('{"persons": [\n{"id": "N1"}', "broken-json", "line 2"),
        ("[]", "no-table", "object"),
        ("null", "no-table", "object"),
        ('"persons"', "no-table", "object"),
        ("{}", "no-table", "persons"),
        ('{"name": "package", "version": "1.0"}', "no-table", "persons"),
        ('{"persons": [{"id": 1' + "0" * 5000 + "}]}", "broken-json", "bounds"),
        ('{"persons": [{"id": "N1", "name": 1e999}]}', "broken-json", "bounds"),
        ('{"persons": [{"id": NaN}]}', "broken-json", "NaN"),
        ('{"persons": [{"id": -Infinity}]}', "broken-json", "-Infinity"),
        ('{"persons": [{"id": "N1", "id": "N2"}]}', "broken-json", "'id' stands twice"),
        ("[" * 100_000, "broken-json", "deep"),
        ('{"persons": ' + '{"a": ' * 100_000, "broken-json", "deep"),
        ('{"persons": [], "partyorg": [1]}', "broken-json", "partyorg"),
        (json.dumps({"persons": [], **{f"x{n}": 1 for n in range(300)}}), "too-large", "keys"),
        (
            json.dumps({"persons": [{"partyorg": {f"x{n}": 1}} for n in range(300)]}),
            "too-large",
            "keys",
        ),
    ],
)
def test_what_is_no_popolo_is_refused_in_one_line(
    tmp_path: Path, document: str, code: str, said: str
) -> None:
    with pytest.raises(InputError) as caught:
        read(tmp_path, document)
    assert caught.value.code == code
    assert said in caught.value.message["en"]
    assert "\n" not in str(caught.value)
    assert "people.json" in str(caught.value)


def test_another_encoding_is_refused_and_a_mark_is_not(tmp_path: Path) -> None:
    text = json.dumps(membership(), ensure_ascii=False)
    path = tmp_path / "people.json"
    for encoding in ("utf-16", "gb18030"):
        path.write_bytes(text.encode(encoding))
        with pytest.raises(InputError, match="UTF-8"):
            load_tables(path)
    path.write_bytes(text.encode("utf-8-sig"))
    assert load_tables(path).people[0].name == "干部0001"


def test_a_document_beyond_the_limits_is_refused(tmp_path: Path) -> None:
    document = {"persons": [{"id": f"N{at}", "name": "干部"} for at in range(50)]}
    assert len(read(tmp_path, document).people) == 50
    for limits in (Limits(json_bytes=100), Limits(sheet_cells=99)):
        with pytest.raises(InputError) as caught:
            read(tmp_path, document, limits)
        assert caught.value.code == "too-large"


def test_in_a_folder_it_is_not_read_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "county.json").write_text(json.dumps(membership()), "utf-8")
    with pytest.raises(InputError, match=r"such as county\.json"):
        load_tables(tmp_path)
    (tmp_path / "people.csv").write_text("person_id\nN1\n", "utf-8")
    data = load_tables(tmp_path)
    assert [(p.code, p.input) for p in data.problems] == [("file-not-read", "county.json")]
    assert data.appointments == ()


# Faults in single records


@pytest.mark.parametrize(
    ("key", "column", "code"),
    [
        ("end_date", "end", "bad-date"),
        ("start_date", "start", "bad-date"),
        ("role", "post", "bad-text"),
    ],
)
@pytest.mark.parametrize("value", [{}, {"a": 1}, ["2015"], [[[]]]])
def test_a_value_of_another_shape_sets_its_row_aside(
    tmp_path: Path, key: str, column: str, code: str, value: Any
) -> None:
    data = read(tmp_path, membership(**{key: value}))
    only(data, code=code, table="appointments", row=1, column=column)
    assert data.appointments == ()
    assert data.set_aside("appointments", "N1")


@pytest.mark.parametrize("value", ["2015.13", "至今", 2015.1, True, "x", "2014-01-01", 42217])
def test_an_end_that_is_no_end_is_never_an_open_one(tmp_path: Path, value: Any) -> None:
    data = read(tmp_path, membership(end_date=value))
    assert data.appointments == ()
    assert [(p.table, p.row, p.column) for p in data.problems] == [("appointments", 1, "end")]


def test_an_end_that_is_null_or_left_out_is_open(tmp_path: Path) -> None:
    for value in (None, "", ...):
        data = read(tmp_path, membership(end_date=value))
        assert [row.end for row in data.appointments] == [None]
        assert data.problems == ()


def test_a_record_keeps_its_number_behind_one_that_is_none(tmp_path: Path) -> None:
    document = {
        "persons": [
            "N0",
            {"id": "N1"},
            None,
            {"id": "N2", "partyorg": {"recruited_on": "2015.13"}},
        ],
        "partyorg": {"completeness": [{"table": "people"}, {"table": "trainings"}]},
    }
    data = read(tmp_path, document)
    assert [(p.code, p.table, p.row, p.rows) for p in data.problems] == [
        ("broken-json", "people", 1, (1, 3)),
        ("bad-date", "people", 4, ()),
    ]
    assert [person.row for person in data.people if person.person_id == "N1"] == [2]
    assert set(data.complete_tables) == {"trainings"}  # of people one is lost


@pytest.mark.parametrize("name", ["persons", "organizations", "memberships"])
@pytest.mark.parametrize("value", [{"id": "N1"}, "N1", 1, False])
def test_a_list_that_is_none_leaves_its_table_unknown(
    tmp_path: Path, name: str, value: Any
) -> None:
    table = {"persons": "people", "memberships": "appointments"}.get(name, name)
    data = read(tmp_path, {"areas": []} | {name: value})
    only(data, code="broken-json", table=table, severity=ProblemSeverity.ERROR)
    assert data.set_aside(table, "anybody")


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("membership", "appointments"),
        ("appointments", "appointments"),
        ("person", "people"),
        ("people", "people"),
        ("trainings", "trainings"),
        ("培训", "trainings"),
    ],
)
def test_a_list_under_another_name_is_not_passed_over(
    tmp_path: Path, name: str, table: str
) -> None:
    data = read(tmp_path, {"areas": [], name: [{}]})
    only(data, code="unknown-table", table=table, value=name, severity=ProblemSeverity.ERROR)
    assert data.set_aside(table, "anybody")


@pytest.mark.parametrize("name", ["events", "motions", "votes", "xyz"])
def test_lists_of_other_things_are_named_and_left(tmp_path: Path, name: str) -> None:
    data = read(tmp_path, {"areas": [], name: [{"id": "x"}]})
    only(data, code="unknown-table", value=name, severity=ProblemSeverity.WARNING)


def test_what_is_said_of_the_document_is_named_and_left(tmp_path: Path) -> None:
    data = read(tmp_path, {"areas": [], "version": "1.0", "name": "x", "type": "y", "events": []})
    only(data, code="unknown-column", severity=ProblemSeverity.WARNING)
    assert "version, name;" in data.problems[0].message["en"]


def test_memberships_within_persons_are_not_lost_in_silence(tmp_path: Path) -> None:
    persons = [{"id": f"N{at}", "memberships": [{"organization_id": "T"}]} for at in range(3)]
    data = read(tmp_path, {"persons": persons, "organizations": [{"id": "T"}]})
    only(data, code="broken-json", table="appointments", value="persons.memberships")
    assert data.set_aside("appointments", "N1")


def test_what_stands_beside_a_record_must_be_an_object(tmp_path: Path) -> None:
    for value in ([1], "approved", 0):
        data = read(tmp_path, membership(partyorg=value))
        assert data.appointments == ()
        assert (data.problems[0].code, data.problems[0].row) == ("broken-json", 1)
        assert data.set_aside("appointments", "N1")


def test_a_misspelt_column_beside_a_record_is_not_passed_over(tmp_path: Path) -> None:
    data = read(tmp_path, membership(partyorg={"aproved_by": "T"}))
    assert data.problems[0].code == "unknown-column"
    assert "approved_by" in data.problems[0].message["en"]
    assert data.appointments == ()  # empty, it would say that nobody approved


def test_rows_of_our_own_tables_are_held_to_the_same(tmp_path: Path) -> None:
    rows = ["x", {"person_id": "N1", "year": 2016, "days": -1}, {"person_id": "N1", "year": "2016"}]
    data = read(tmp_path, {"persons": [{"id": "N1"}], "partyorg": {"trainings": rows}})
    assert [(p.code, p.table, p.row) for p in data.problems] == [
        ("broken-json", "trainings", 1),
        ("bad-number", "trainings", 2),
    ]
    assert [(row.row, row.year) for row in data.trainings] == [(3, 2016)]


@pytest.mark.parametrize(
    ("tables", "table"),
    [
        ({"trainings": {"person_id": "N1"}}, "trainings"),
        ({"training": [{"person_id": "N1"}]}, None),
        ({"people": [{"person_id": "N1"}]}, "people"),
    ],
)
def test_our_own_tables_are_not_passed_over(
    tmp_path: Path, tables: dict[str, Any], table: str | None
) -> None:
    data = read(tmp_path, {"persons": [{"id": "N1"}], "partyorg": tables})
    only(data, table=table, severity=ProblemSeverity.ERROR)
    assert data.set_aside(table or "trainings", "anybody")


def test_two_people_with_one_id_are_none(tmp_path: Path) -> None:
    persons = [{"id": "N1", "name": "干部0001"}, {"id": "N1", "name": "干部0002"}]
    data = read(tmp_path, {"persons": persons})
    only(data, code="duplicate-key", table="people", rows=(1, 2))


def test_a_post_that_is_not_there_or_there_twice_is_told(tmp_path: Path) -> None:
    two = [{"id": "p", "organization_id": "T"}, {"id": "p", "organization_id": "V"}]
    for found in ([], two, [*two, two[1]]):
        document = membership(organization_id=..., post_id="p") | {"posts": found}
        data = read(tmp_path, document)
        assert data.appointments == ()
        told = [(p.code, p.row, p.column) for p in data.problems]
        assert told == [("unknown-id", 1, "post"), ("empty-cell", 1, "org_id")]
    same = membership(organization_id=..., post_id="p") | {"posts": [two[0], two[0]]}
    assert [row.org_id for row in read(tmp_path, same).appointments] == ["T"]


def test_a_post_without_an_id_is_nobodys(tmp_path: Path) -> None:
    document = membership(organization_id=...) | {"posts": [{"organization_id": "T"}]}
    data = read(tmp_path, document)
    assert data.appointments == ()
    only(data, code="empty-cell", table="appointments", row=1, column="org_id")


# Whatever is given

KEYS = [
    *("id", "name", "person_id", "person", "organization_id", "organization", "post", "post_id"),
    *("parent", "area_id", "classification", "label", "role", "start_date", "end_date"),
    *("memberships", "partyorg", "trainings", "year", "duties", "x"),
]
CLASSES = ["persons", "organizations", "memberships", "posts", "areas", "partyorg", "membership"]
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4)
    ),
    max_leaves=20,
)
records = st.lists(st.dictionaries(st.sampled_from(KEYS), values, max_size=6) | values, max_size=4)


@given(st.dictionaries(st.sampled_from(CLASSES), records | values))
@settings(max_examples=300, deadline=None)
def test_no_document_breaks_the_reader(document: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        try:
            data = read(Path(folder), json.dumps(document))
        except DataError:
            return
    assert all(problem.message["zh"] and problem.message["en"] for problem in data.problems)
    assert popolo(data)


@given(st.binary(max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "people.json")
        path.write_bytes(b'{"persons": [' + data)
        with contextlib.suppress(DataError):
            load_tables(path)


def test_a_record_as_deep_as_can_be_read_is_no_danger(tmp_path: Path) -> None:
    for depth in (100, 500, 900, 960, 990):
        deep = "[" * depth + "]" * depth
        document = (
            f'{{"persons": [{{"id": {deep}, "name": {deep}, "x": {deep}}}], "y": {deep},'
            f'"posts": [{{"id": "p", "label": {deep}}}, {{"id": "p", "label": {deep}}}],'
            f'"memberships": [{{"post_id": {deep}, "partyorg": {{"duties": {deep}}}}}]}}'
        )
        try:
            data = read(tmp_path, document)
        except DataError:
            continue
        assert data.people == ()
        assert data.appointments == ()


def test_the_example_of_the_page_is_read(tmp_path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "formats" / "popolo.md"
    if not page.is_file():  # pragma: no cover  (an installed copy has no documentation)
        pytest.skip("the documentation is not here")
    data = read(tmp_path, page.read_text("utf-8").split("```json\n")[1].split("```")[0])
    assert data.problems == ()
    (post,) = data.appointments
    assert (post.org_id, post.post, post.duties) == ("T-ZF", "副镇长", ("组织委员",))
    assert data.row_counts == {
        "organizations": 2,
        "people": 1,
        "appointments": 1,
        "trainings": 1,
    }
