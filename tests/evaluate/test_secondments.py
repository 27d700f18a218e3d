"""A secondment out of a township is approved from above and has an end."""

import pytest
from eval_worlds import dataset, findings, missing, org, post, the, veteran

import partyorg as po

HOME = post("N1", "T1-ZF", "2000-01-01")
DOUBT = ("undetermined", "doubtful-subject")


def lent(org_id="A-JU", end="2019-06-01", *, home=HOME, start="2018-06-01", **more):
    more.setdefault("approved_by", "A-ORG")
    more.setdefault("basis", "secondment")
    return dataset(
        organizations=[org("P-ORG", "organization_department", "province", "P-DW")],
        people=[veteran("N1")],
        appointments=[home, post("N1", org_id, start, end, **more)],
    )


@pytest.mark.parametrize("by", ["A-ORG", "M-ORG", "P-ORG"])
def test_any_organisation_department_above_may_approve(by):
    assert the(lent(approved_by=by), "secondment").outcome.value == "pass"


@pytest.mark.parametrize("by", [None, "A-DW", "T1-DW", "A-JU"])
def test_nobody_else_may(by):
    told = the(lent(approved_by=by), "secondment")
    assert told.outcome.value == "fail"
    assert told.responsible == "A-JU"


def test_without_an_end_it_is_open():
    told = the(lent(end=None), "secondment")
    assert told.outcome.value == "undetermined"
    assert missing(told) == {("value", "appointments", 2)}


def test_without_an_end_and_an_approval_it_is_a_breach():
    assert the(lent(end=None, approved_by=None), "secondment").outcome.value == "fail"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (lent("T1-DW"), "within the own township"),
        (lent("T2-ZF"), "to another township"),
        (lent("V1"), "to a village"),
        (lent(end="2018-12-31"), "over on the day"),
        (lent(start="2019-01-01"), "not begun"),
        (lent(basis="attachment"), "an attachment"),
        (lent(home=post("N1", "A", "2000-01-01")), "not from a township"),
        (lent(home=post("N1", "V1", "2000-01-01")), "from a village"),
        (lent(home=post("N1", "T1-ZF", "2000-01-01", "2018-06-01")), "the own post is over"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_secondment_out_of_a_township_has_no_finding(data, why):
    assert len(findings(data, "secondment")) == 0, why


@pytest.mark.parametrize(
    ("data", "as_of"),
    [
        (lent(basis=None), "2018-12-31"),
        (lent("lost"), "2018-12-31"),
        (lent(start="2019", end="2020-06-01"), "2019-06-30"),
        (lent(end="2018-12"), "2018-12-30"),
        (lent(home=post("N1", "T1-ZF", "2000-01-01", "2019", None)), "2018-12-31"),
    ],
    ids=["basis", "place", "start", "end", "own basis"],
)
def test_what_may_be_one_concerns_a_doubtful_subject(data, as_of):
    told = the(data, "secondment", as_of)
    assert (told.outcome.value, told.reason) == DOUBT


def test_several_secondments_must_all_be_approved():
    data = dataset(
        people=[veteran("N1")],
        appointments=[
            HOME,
            post("N1", "A-JU", "2018-01-01", "2019-06-01", "secondment", approved_by="A-ORG"),
            post("N1", "A", "2018-01-01", "2019-06-01", "secondment"),
        ],
    )
    told = the(data, "secondment")
    assert told.outcome.value == "fail"
    assert told.observed["approval"][0] is False
    assert told.responsible == "A"


def test_one_approved_and_one_of_unknown_approval_is_open():
    data = dataset(
        people=[veteran("N1")],
        appointments=[
            HOME,
            post("N1", "A-JU", "2018-01-01", "2019-06-01", "secondment", approved_by="A-ORG"),
            post("N1", "A", "2018-01-01", "2019-06-01", "secondment", approved_by="lost"),
        ],
    )
    assert the(data, "secondment").outcome.value == "undetermined"


def test_without_the_demand_for_an_end_an_approval_is_enough(tmp_path):
    pack = tmp_path / "own.toml"
    pack.write_text(
        """
        id = "own"
        title = { zh = "示例", en = "Example" }
        jurisdiction = "CN"
        version = "1"
        extends = "cn-gz"
        [[replace]]
        rule = "secondment"
        parameters = { needs_end = false }
        source = { document = "示例", issuer = "示例", evidence = "B" }
        """,
        "utf-8",
    )
    (finding,) = po.check(lent(end=None), pack, as_of="2018-12-31", only=["secondment"])
    assert finding.outcome is po.Outcome.PASS
    assert "end" not in finding.observed


def test_the_words_name_the_conditions():
    told = the(lent(approved_by=None), "secondment")
    assert "有上级组织部批准 ✗" in told.explain("zh")
    assert "approved by an organisation department above: no" in told.explain("en")
