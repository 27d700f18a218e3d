"""Steps of cases: every way in which vague dates can be read is tried by hand."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from own_pack import one_rule

import partyorg as po
from partyorg.bulk import Columns
from partyorg.errors import CallError, PackError
from partyorg.verdict import Outcome

KIND = """
id = "steps"
kind = "procedure"
severity = "mandatory"
title = { zh = "步骤", en = "steps" }
"""
CASES = 'kinds = ["k"]\n'
STAGES = """stages = [{ steps = ["a"] }, { steps = ["b", "c"] }, { steps = ["d"] }]"""
AS_OF = date(2020, 3, 20)
COMPLETE = [{"table": "procedures"}]


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """Give a function that makes a pack with these parameters."""
    path = tmp_path_factory.mktemp("packs") / "mine.toml"

    def made(parameters=STAGES, begins="2000-01-01"):
        return one_rule(path, KIND, CASES + parameters, begins)

    return made


def judged(pack, rows, *, complete=COMPLETE, as_of=AS_OF, **how):
    """Give the finding on the one case with these steps (name, date; kind, who conducts it)."""
    usual = ("", "", "k", "")
    cells = [(*row, *usual[len(row) :]) for row in rows]
    steps = [
        {"case_id": "C", "step": step, "date": day, "kind": kind, "org_id": org}
        for step, day, kind, org in cells
    ]
    orgs = [
        {"org_id": org, "level": "county", "kind": "local_party_committee"}
        for org in sorted({row[3] for row in cells} - {""})
    ]
    data = po.Dataset.from_records(organizations=orgs, procedures=steps, completeness=complete)
    return po.check(data, pack, as_of=as_of, **how)["mine/steps", "C"]


# --- Against all readings -------------------------------------------------------------------------

DAYS = [date(2020, 2, 27) + timedelta(days=n) for n in range(7)]
WRITTEN = [day.isoformat() for day in DAYS] + ["2020-02", "2020-03"]


def readings(written):
    """Give the days that a date may mean, so few that all can be tried; others change nothing."""
    if len(written) > 7:
        return [date.fromisoformat(written)]
    return [day for day in DAYS if day.isoformat().startswith(written)]


def in_turn(taken):
    """Tell whether whole days, by step, can be gone through stage after stage (each step once)."""
    stages = [[taken[step] for step in stage if step in taken] for stage in ("a", "bc", "d")]
    for choice in product(*(days for stage in stages for days in stage)):
        left, reach, fine = list(choice), date.min, True
        for stage in stages:
            some, left = left[: len(stage)], left[len(stage) :]
            fine = fine and all(day >= reach for day in some)
            reach = max([reach, *some])
        if fine:
            return True
    return False


@given(
    st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(WRITTEN)), min_size=1, max_size=5)
)
@settings(max_examples=300, derandomize=True, deadline=None)
def test_a_case_is_judged_as_in_all_its_readings(pack, rows):
    told = judged(pack(), rows).outcome
    answers = set()
    for days in product(*(readings(written) for _, written in rows)):
        taken = {}
        for (step, _), day in zip(rows, days, strict=True):
            taken.setdefault(step, []).append(day)
        reached = max("abcd".index(step) for step in taken)
        stage = {0: 0, 1: 1, 2: 1, 3: 2}[reached]
        owed = ["", "a", "abc"][stage]
        if any(step not in taken for step in owed) or not in_turn(taken):
            answers.add(Outcome.FAIL)
        else:
            answers.add(Outcome.PASS if len(taken) == 4 else Outcome.UNDETERMINED)
    if told is not Outcome.UNDETERMINED:
        assert answers == {told}
    exact = all(len(written) > 7 for _, written in rows)
    if exact:
        assert {told} == answers


# --- What may not be there yet, and what may not be recorded --------------------------------------

THREE = 'stages = [{ steps = ["a"] }, { steps = ["b"] }, { steps = ["c"] }]'
LATE = 'stages = [{ steps = ["a"] }, { steps = ["b"], after = "P5D" }]'
TWO = 'stages = [{ steps = ["a"] }, { steps = ["b"] }]'
PAIR = 'stages = [{ steps = ["a", "e"] }, { steps = ["b"] }, { steps = ["c"] }]'


@pytest.mark.parametrize(
    ("stages", "rows", "years"),
    [
        # A step of this month may still be to come, and then it comes in time.
        (LATE, [("a", "2020-03-18"), ("b", "2020-03")], [None]),
        # The step before may still be to come: then it is not on record when it was taken.
        (TWO, [("a", "2020-03"), ("b", "2020-02-15")], []),
        # The step before may have been taken in another year, of which not all is recorded.
        (THREE, [("a", ""), ("a", "2019-05-01"), ("c", "2020-01-05")], [2019, 2020]),
        (THREE, [("a", "2019-05-01"), ("c", "2019-06-05"), ("c", "")], [2019]),
        (PAIR, [("a", ""), ("e", "2020-03"), ("c", "2020-03-10")], [2020]),
        (PAIR, [("e", "2020-03"), ("c", "2020-03-10")], [2020]),
    ],
)
def test_what_another_reading_excuses_is_open(pack, stages, rows, years):
    complete = [{"table": "procedures", **({"year": year} if year else {})} for year in years]
    assert judged(pack(stages), rows, complete=complete).outcome is Outcome.UNDETERMINED


def test_nothing_is_left_out_of_a_table_that_nobody_calls_complete(pack):
    finding = judged(pack(THREE), [("a", "2020-01-05"), ("c", "2019-12-20")], complete=[])
    assert finding.outcome is Outcome.FAIL
    assert (finding.observed["early"], finding.observed["missing"]) == (("c",), ())
    assert finding.observed["doubtful"] == ("b",)


@pytest.mark.parametrize(
    ("begins", "rows"),
    [
        ("2020-01-01", [("a", ""), ("c", "2020-02-01")]),
        ("2020-01-01", [("a", ""), ("c", "")]),
        ("2020-01-01", [("a", "2019"), ("c", "2020-02-01")]),
    ],
)
def test_a_case_that_may_have_begun_before_the_rule_breaks_nothing(pack, begins, rows):
    finding = judged(pack(THREE, begins), rows)
    assert finding.outcome is not Outcome.FAIL


def test_a_kind_that_may_not_be_there_yet_makes_a_case_doubtful(pack):
    rows = [("b", "2020-02-01", ""), ("a", "2020-02-02", ""), ("z", "2020-03", "k")]
    finding = judged(pack(TWO), rows)
    assert (finding.outcome, finding.reason) == (Outcome.UNDETERMINED, "doubtful-subject")


def test_a_row_of_another_kind_is_no_step_of_the_case(pack):
    rows = [("a", "2020-02-01"), ("b", "2020-02-02", "x")]
    finding = judged(pack(TWO), rows)
    assert finding.outcome is Outcome.UNDETERMINED
    assert finding.observed["ahead"] == ("b",)


@pytest.mark.parametrize("turn", [1, -1])
def test_the_record_of_all_who_conduct_a_case_must_be_complete(pack, turn):
    rows = [("a", "2020-01-01", "k", "W"), ("c", "2020-02-01", "k", "V")][::turn]
    own = [{"table": "procedures", "org_id": "W"}]
    assert judged(pack(THREE), rows, complete=own).outcome is Outcome.UNDETERMINED
    both = judged(pack(THREE), rows, complete=[*own, {"table": "procedures", "org_id": "V"}])
    assert (both.outcome, both.responsible) == (Outcome.FAIL, None)


def test_the_dates_that_would_settle_the_order_are_named(pack):
    finding = judged(pack(TWO), [("a", "2020-02"), ("b", "2020-02-15")])
    assert finding.outcome is Outcome.UNDETERMINED
    assert [(one.code, one.row) for one in finding.unknowns] == [("date-to-the-day", 1)]


# --- What else there is ---------------------------------------------------------------------------

FINE = [("a", "2020-03-01"), ("b", "2020-03-02"), ("c", "2020-03-02"), ("d", "2020-03-03")]


def test_so_much_time_between_two_stages(pack):
    rules = pack('stages = [{ steps = ["a"] }, { steps = ["b"], after = "P5D" }]')
    assert judged(rules, [("a", "2020-03-01"), ("b", "2020-03-06")]).outcome is Outcome.PASS
    short = judged(rules, [("a", "2020-03-01"), ("b", "2020-03-05")])
    assert short.outcome is Outcome.FAIL
    assert short.observed["early"] == ("b",)
    open_one = judged(rules, [("a", "2020-03"), ("b", "2020-03-06")])
    assert open_one.outcome is Outcome.UNDETERMINED
    assert {unknown.code for unknown in open_one.unknowns} == {"date-to-the-day"}


def test_who_conducts_a_case_is_responsible_for_a_breach(pack):
    rows = [("a", "2020-03-02"), ("b", "2020-03-01"), ("c", "2020-03-02")]
    finding = judged(pack(), [(*row, "k", "W") for row in rows])
    assert finding.outcome is Outcome.FAIL
    assert finding.responsible == "W"
    assert "责任机构：W" in finding.explain("zh")


def test_a_step_that_the_rule_does_not_name_changes_nothing(pack):
    finding = judged(pack(), [*FINE, ("z", "2020-03-02")])
    assert finding.outcome is Outcome.PASS
    assert len(finding.evidence) == 5


def test_a_case_that_begins_later_is_no_subject_yet(pack):
    with pytest.raises(CallError, match="nothing was judged"):
        judged(pack(), FINE, as_of="2020-02-29")


def test_one_case_is_asked_for(pack):
    assert judged(pack(), FINE, subjects=["C"]).outcome is Outcome.PASS
    with pytest.raises(CallError, match="no organisation and no case 'D'"):
        judged(pack(), FINE, subjects=["D"])


def test_a_row_set_aside_leaves_its_case_open(pack):
    finding = judged(pack(), [*FINE[:3], ("d", "2020-13-03")])
    assert finding.outcome is Outcome.UNDETERMINED
    assert finding.reason == "row-set-aside"


def test_a_row_of_nobody_knows_which_case_makes_no_table_complete(pack):
    """The step that is missing may be the one in it."""
    assert judged(pack(TWO), [("b", "2020-03-03")]).outcome is Outcome.FAIL
    rows = [{"case_id": "C", "kind": "k", "step": "b", "date": "2020-03-03"}]
    data = po.Dataset.from_records(
        procedures=[*rows, {"case_id": "", "kind": "k", "step": "a", "date": "2020-03-02"}],
        completeness=COMPLETE,
    )
    finding = po.check(data, pack(TWO), as_of=AS_OF)["mine/steps", "C"]
    assert finding.outcome is Outcome.UNDETERMINED


def test_cases_without_any_date(pack):
    finding = judged(pack(), [(step, "") for step in "abcd"])
    assert finding.outcome is Outcome.UNDETERMINED
    assert {unknown.column for unknown in finding.unknowns} == {"date"}


def test_cases_in_columns_are_the_same(pack):
    steps = [
        {"case_id": f"C{at}", "kind": "k", "step": s, "date": d}
        for at in range(4)
        for s, d in FINE[: at + 1]
    ]
    data = po.Dataset.from_records(procedures=steps)
    rules = pack()
    columns = po.check(Columns.of(data), rules, as_of=AS_OF)
    assert list(columns) == list(po.check(data, rules, as_of=AS_OF, engine="record"))
    assert columns.run.alone["mine/steps"].why == "kind"


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ('stages = [{ steps = ["a", "a"] }]', "the step 'a' stands twice"),
        ('stages = [{ steps = ["a|b"] }, { steps = ["b"] }]', "the step 'b' stands twice"),
        ('stages = [{ steps = ["a"] }]\nuntil = "a"', "the step 'a' stands twice"),
        ("stages = []", "name at least one kind of case, and one stage"),
        ("stages = [{ steps = [] }]", "a stage needs steps, each with a name"),
        ('stages = [{ steps = ["a|"] }]', "a stage needs steps, each with a name"),
    ],
)
def test_stages_that_make_no_procedure_are_refused(pack, parameters, told):
    with pytest.raises(PackError, match=r"rule\[0\]\.version\[0\]\.parameters") as refused:
        pack(parameters)
    assert told in str(refused.value)
