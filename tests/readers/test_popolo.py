"""Popolo JSON, in and out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import partyorg as po
from partyorg.errors import DataError, ProblemSeverity
from partyorg.model import TABLES, Dataset


def read(folder: Path, document: Any) -> Dataset:
    path = folder / "people.json"
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    path.write_text(text, "utf-8")
    return po.load(path)


def test_the_sample_out_and_in_again_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "sample.json"
    po.convert([po.sample_path()]).save(path)
    before, after = po.load(po.sample_path()), po.load(path)
    assert after.problems == ()
    for name in TABLES:
        assert getattr(after, name) == getattr(before, name), name


def test_dates_keep_the_precision_that_popolo_has_for_them() -> None:
    people = [{"person_id": "N1"}]
    places = [{"org_id": "T", "valid_from": "1992"}]
    posts = [{"person_id": "N1", "org_id": "T", "start": "2015-08", "end": "2016-01-31"}]
    data = Dataset.from_records(people=people, organizations=places, appointments=posts)
    from partyorg.writers.dataset_popolo import popolo  # noqa: PLC0415

    document = json.loads(popolo(data))
    membership = document["memberships"][0]
    assert (membership["start_date"], membership["end_date"]) == ("2015-08", "2016-01-31")
    assert document["organizations"][0]["founding_date"] == "1992"


def test_a_membership_may_hold_its_post_elsewhere(tmp_path: Path) -> None:
    data = read(
        tmp_path,
        {
            "persons": [{"id": "N1", "name": "干部0001"}],
            "organizations": [
                {"id": "T", "name": "示例镇", "classification": "division"},
                {"id": "V", "name": "示例村", "classification": "village"},
            ],
            "posts": [{"id": "p", "label": "镇长", "organization_id": "T"}],
            "memberships": [{"person_id": "N1", "post_id": "p", "start_date": "2015-08"}],
        },
    )
    (post,) = data.appointments
    assert (post.org_id, post.post, str(post.start), post.end) == ("T", "镇长", "2015-08", None)
    assert data.organization["T"].kind is not None
    assert data.organization["V"].level is not None


PRIVATE = ("gender", "birth_date", "image", "national_identity", "email", "biography")


def test_what_is_nobodys_business_is_dropped_unread_and_named(tmp_path: Path) -> None:
    person = {"id": "N1", "name": "干部0001"} | dict.fromkeys(PRIVATE, "秘密")
    data = read(tmp_path, {"persons": [person], "contact_details": ["秘密"]})
    (problem,) = data.problems
    assert problem.severity is ProblemSeverity.WARNING
    assert "persons.gender" in problem.message["en"]
    assert "秘密" not in repr(data.people) + repr(data.problems)


@pytest.mark.parametrize(
    "document",
    [
        "",
        "{",
        "[]",
        "null",
        "1",
        '"x"',
        "{}",
        '{"persons": 1' + "0" * 5000 + "}",
        "[" * 100_000,
        '{"name": "package", "version": "1.0"}',
    ],
)
def test_what_is_no_popolo_is_refused_in_one_line(tmp_path: Path, document: str) -> None:
    with pytest.raises(DataError) as caught:
        read(tmp_path, document)
    assert "\n" not in str(caught.value)
    assert "people.json" in str(caught.value)


@pytest.mark.parametrize(
    ("document", "row"),
    [
        ({"persons": {"id": "N1"}}, None),
        ({"persons": ["N1"]}, 1),
        ({"persons": [{"id": "N1"}, {"id": {"a": 1}}]}, 2),
        ({"persons": [{"id": "N1"}], "memberships": [{"person_id": "N1", "start_date": {}}]}, 1),
    ],
)
def test_a_record_of_another_shape_is_a_problem_with_its_place(
    tmp_path: Path, document: dict[str, Any], row: int | None
) -> None:
    problems = [p for p in read(tmp_path, document).problems if p.code == "broken-json"]
    assert [problem.row for problem in problems] == [row]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["id", "name", "person_id", "organization_id", "partyorg", "start_date", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(
    st.dictionaries(
        st.sampled_from(["persons", "organizations", "memberships", "posts", "partyorg", "areas"]),
        values,
    )
)
@settings(max_examples=200, deadline=None)
def test_no_document_breaks_the_reader(tmp_path_factory: Any, document: dict[str, Any]) -> None:
    folder = tmp_path_factory.mktemp("popolo")
    try:
        data = read(folder, json.dumps(document))
    except DataError:
        return
    assert all(problem.message["zh"] and problem.message["en"] for problem in data.problems)
