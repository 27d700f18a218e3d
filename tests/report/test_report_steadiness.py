"""The same input gives the same bytes; reports and data sets can be kept and copied."""

import copy
import io
import os
import pickle
import subprocess
import sys

import pytest
from report_worlds import county, report

import partyorg as po
from partyorg import orggraph

HEAVY = (
    "networkx",
    "numpy",
    "pandas",
    "polars",
    "pyarrow",
    "jinja2",
    "xlsxwriter",
    "python_calamine",
    "rich",
    "narwhals",
    "sqlite3",
)


def run(code, **env):
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **env},
    )
    return done.stdout


def in_json(told):
    stream = io.BytesIO()
    told.write(stream, "json")
    return stream.getvalue()


def test_the_same_data_twice_give_the_same_bytes():
    assert in_json(report()) == in_json(report())
    data = county()
    assert in_json(report(data=data)) == in_json(report(data=data))


CODE = """
import sys
import partyorg as po
report = po.check(po.load(po.sample_path()), "cn-gz", as_of=po.SAMPLE_AS_OF)
report.write(sys.stdout, "json")
"""


def test_the_seed_of_hashes_does_not_show():
    assert run(CODE, PYTHONHASHSEED="1") == run(CODE, PYTHONHASHSEED="2")


def test_importing_the_library_loads_nothing_heavy():
    code = f"import sys, partyorg; print([m for m in {HEAVY!r} if m in sys.modules])"
    assert run(code).strip() == "[]"


def test_a_check_in_memory_needs_no_frames_no_graph_and_no_writers():
    code = f"""
import sys
import partyorg as po
province = {{"org_id": "P", "level": "province", "kind": "division"}}
data = po.Dataset.from_records(organizations=[province])
po.check(data, "cn-gz", as_of="2018-12-31", allow_empty=True)
print([m for m in {HEAVY!r} if m in sys.modules])
"""
    assert run(code).strip() == "[]"


def test_all_public_names_are_there_and_listed():
    assert sorted(po.__all__) == sorted(dir(po))
    for name in po.__all__:
        assert getattr(po, name) is not None


def test_a_name_that_is_not_public_is_an_attribute_error():
    with pytest.raises(AttributeError, match="chekc"):
        po.chekc  # noqa: B018
    with pytest.raises(AttributeError, match="Nothing"):
        orggraph.Nothing  # noqa: B018


@pytest.mark.parametrize(
    "keep",
    [lambda one: pickle.loads(pickle.dumps(one)), copy.copy, copy.deepcopy],
    ids=["pickled", "copied", "copied deeply"],
)
def test_a_data_set_and_a_report_can_be_kept(keep):
    data = county()
    told = report(data=data)
    again = keep(data)
    assert again == data
    assert again.problems == data.problems
    assert in_json(report(data=again)) == in_json(told)
    kept = keep(told)
    assert in_json(kept) == in_json(told)
    assert kept["team-experience", "T"].explain("zh") == told["team-experience", "T"].explain("zh")


@pytest.mark.parametrize(
    "keep", [lambda one: pickle.loads(pickle.dumps(one)), copy.deepcopy], ids=["pickled", "copied"]
)
def test_a_single_finding_and_a_pack_can_be_kept(keep):
    finding = report()["team-experience", "T"]
    kept = keep(finding)
    assert (kept.id, kept.outcome) == (finding.id, finding.outcome)
    assert kept.explain("en") == finding.explain("en")
    pack = po.rules("cn-gz")
    assert [rule.id for rule in keep(pack).rules] == [rule.id for rule in pack.rules]
    assert in_json(report(rules=keep(pack))) == in_json(report())


def test_records_are_frozen():
    told = report()
    for one in (told, told.run, told[0], told[0].subject, county().people[0], po.rules("cn-gz")):
        with pytest.raises(AttributeError):
            one.id = "x"


def test_an_outcome_is_no_truth_value():
    with pytest.raises(TypeError, match="compare it"):
        bool(report()[0].outcome)


def test_the_identifier_of_a_finding_depends_on_rule_subject_period_and_part_only():
    first, later = report(), report(as_of="2020-12-31")
    assert first["team-experience", "T"].id == later["team-experience", "T"].id
    assert len({f.id for f in first}) == len(first)
