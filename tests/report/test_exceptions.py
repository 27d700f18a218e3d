"""Findings that somebody has reviewed stay in the report, are marked, and no longer count."""

import json

import pytest
from report_worlds import report

import partyorg as po

AS_OF = "2018-12-31"


def exception(finding, **more):
    values = {"reason": "已批复", "by": "干部0009"} | more
    return po.ReviewedException(finding=getattr(finding, "id", finding), **values)


def until(text):
    return po.PartialDate.parse(text)


@pytest.fixture(scope="module", params=["record", "bulk"])
def told(request):
    return report(engine=request.param)


def one_with(told, outcome):
    return next(finding for finding in told if finding.outcome is outcome)


def test_a_breach_that_is_excepted_stays_and_no_longer_counts(told):
    team = told["team-experience", "T"]
    after = told.with_exceptions([exception(team)])
    marked = after["team-experience", "T"]
    assert marked.outcome is po.Outcome.FAIL
    assert (marked.exception.reason, marked.exception.by) == ("已批复", "干部0009")
    assert {f.id for f in told.failures} - {f.id for f in after.failures} == {team.id}
    assert [f.id for f in after.excepted] == [team.id]
    assert [f.id for f in after] == [f.id for f in told]
    assert after.summary == told.summary
    assert after.exceptions.counts["cn-gz/team-experience"][po.Outcome.FAIL] == 1
    assert "; 1 excepted" in repr(after)


def test_a_report_is_left_as_it_was(told):
    before = list(told)
    told.with_exceptions([exception(told.failures[0])])
    assert list(told) == before
    assert told.excepted == ()
    assert told.exceptions == po.Reviewed()
    assert all(finding.exception is None for finding in told)


def test_what_is_undetermined_may_be_excepted_too(told):
    one = told.undetermined[0]
    after = told.with_exceptions([exception(one)])
    assert len(after.undetermined) == len(told.undetermined) - 1
    assert after.excepted[0].outcome is po.Outcome.UNDETERMINED
    assert after.failures == told.failures


def test_the_mark_is_there_whoever_asks(told):
    team = told["team-experience", "T"]
    after = told.with_exceptions([exception(team)])
    at = [f.id for f in told].index(team.id)
    seen = [
        after[at],
        after[at - len(after)],
        *after[at : at + 1],
        *after.of("team-experience"),
        *after.run.where(po.Outcome.FAIL),
        *after,
    ]
    marked = [finding for finding in seen if finding.exception]
    assert {finding.id for finding in marked} == {team.id}
    assert len(marked) == 6


def test_an_explanation_says_why_who_and_until_when(told):
    one = told.failures[0]
    after = told.with_exceptions([exception(one, reason="第一行\n第二行", until=until("2019-06"))])
    assert "例外：第一行 第二行（干部0009，有效期至 2019-06）" in after.excepted[0].explain("zh")
    assert "Exception: 第一行 第二行 (干部0009, until 2019-06)" in after.excepted[0].explain("en")
    unending = told.with_exceptions([exception(one)]).excepted[0]
    assert "（干部0009，无期限）" in unending.explain("zh")
    assert "(干部0009, no end)" in unending.explain("en")
    assert "Exception" not in one.explain("en")


@pytest.mark.parametrize(
    ("last", "holds"),
    [
        (None, True),
        ("2018-12-31", True),
        ("2018-12-30", False),
        ("2018-12", True),
        ("2018-11", False),
        ("2018", True),
        ("2017", False),
        ("2019", True),
    ],
)
def test_an_exception_holds_through_its_last_day(told, last, holds):
    one = told.failures[0]
    entry = exception(one, until=until(last) if last else None)
    after = told.with_exceptions([entry])
    assert len(after.excepted) == holds
    given = after.exceptions
    assert (given.applied, given.expired) == (((entry,), ()) if holds else ((), (entry,)))


def test_entries_that_mark_nothing_are_told_apart(told):
    passed = one_with(told, po.Outcome.PASS)
    idle = one_with(told, po.Outcome.NOT_APPLICABLE)
    entries = [
        exception("0" * 16),
        exception(idle),
        exception(told.failures[0]),
        exception(passed),
        exception(told.failures[1], until=until("2017")),
        exception("1" * 16, until=until("2017")),
    ]
    given = told.with_exceptions(entries).exceptions
    assert given.unmatched == (entries[0],)
    assert given.unneeded == (entries[1], entries[3])
    assert given.applied == (entries[2],)
    assert given.expired == (entries[4], entries[5])
    assert given.of(told.failures[0].rule) == 1


def test_exceptions_take_the_place_of_those_given_before(told):
    first, second = told.failures[:2]
    once = told.with_exceptions([exception(first)])
    again = once.with_exceptions([exception(second)])
    assert [f.id for f in again.excepted] == [second.id]
    assert list(again.with_exceptions([])) == list(told)
    assert again.with_exceptions([]).exceptions == po.Reviewed()


def test_exceptions_come_in_the_order_in_which_they_were_given(told):
    entries = [exception(f) for f in reversed(told.failures)]
    after = told.with_exceptions(iter(entries))
    assert after.exceptions.applied == tuple(entries)
    order = [f.id for f in told]
    assert [f.id for f in after.excepted] == sorted((e.finding for e in entries), key=order.index)
    assert after.failures == ()


def test_both_engines_mark_the_same():
    by_record, in_columns = report(engine="record"), report(engine="bulk")
    entries = [exception(f) for f in (*by_record.failures[:2], *by_record.undetermined[:2])]
    entries.append(exception(one_with(by_record, po.Outcome.PASS)))
    left, right = (one.with_exceptions(entries) for one in (by_record, in_columns))
    assert list(left) == list(right)
    assert left.exceptions == right.exceptions
    assert left.excepted == right.excepted


def test_of_a_check_in_columns_only_what_is_asked_for_is_made(monkeypatch):
    from partyorg.bulk.findings import Told  # noqa: PLC0415  (it needs NumPy)

    told = report(engine="bulk")
    one, every = told.failures[0], len(told)
    made = []
    tell = Told.tell

    def counted(self, rows):
        made.extend(rows)
        return tell(self, rows)

    monkeypatch.setattr(Told, "tell", counted)
    after = told.with_exceptions([exception(one), exception("0" * 16)])
    assert after.exceptions.unmatched
    assert made == []
    assert after.excepted[0].id == one.id
    assert len(made) == 1 < every
    assert after.findings.placed({one.id}) == told.findings.placed({one.id})
    assert after.to_arrow().equals(told.to_arrow())


def test_every_finding_can_be_found_by_its_identifier_without_being_made():
    told = po.check(po.load(po.sample_path()), as_of=po.SAMPLE_AS_OF, engine="bulk")
    every = {finding.id: (at, finding) for at, finding in enumerate(told)}
    placed = told.findings.placed(set(every))
    assert len(placed) == len(told)
    for key, (at, finding) in every.items():
        one = placed[key]
        assert (one.at, one.rule, one.outcome) == (at, finding.rule, finding.outcome)


def test_records_and_frames_have_the_exception_where_some_were_given(told):
    one = told.failures[0]
    after = told.with_exceptions([exception(one, until=until("2019"))])
    by_id = {record["id"]: record for record in after.to_records()}
    names = ("exception_reason", "exception_by", "exception_until")
    assert tuple(by_id[one.id][name] for name in names) == ("已批复", "干部0009", "2019")
    assert tuple(by_id[told.failures[1].id][name] for name in names) == (None, None, None)
    json.dumps(after.to_records())
    frame = after.to_frame()
    assert list(frame.columns[-3:]) == list(names)
    assert frame["exception_by"].notna().sum() == 1
    empty = report(data=po.Dataset.from_records(), allow_empty=True).with_exceptions([])
    assert list(empty.to_frame().columns[-3:]) == list(names)
    assert "exception_by" not in told.to_frame().columns


def test_a_notebook_shows_the_mark(told):
    after = told.with_exceptions([exception(told.failures[0])])
    assert after._repr_html_().count("不符合（例外）") == 1
    assert "例外" not in told._repr_html_()


def test_two_exceptions_for_one_finding_are_refused(told):
    one = told.failures[0]
    with pytest.raises(po.CallError, match=f"two exceptions for the finding '{one.id}'; keep one"):
        told.with_exceptions([exception(one), exception(one, reason="另一理由")])


@pytest.mark.parametrize("given", ["例外.csv", b"x", None, 7])
def test_a_path_is_no_list_of_exceptions(told, given):
    with pytest.raises(po.CallError, match=r"load_exceptions\(path\)"):
        told.with_exceptions(given)


def test_something_else_is_no_exception(told):
    with pytest.raises(po.CallError, match="a Finding is no exception"):
        told.with_exceptions([told.failures[0]])


@pytest.mark.parametrize("name", ["finding", "reason", "by"])
@pytest.mark.parametrize("value", ["", "  ", None, 7])
def test_an_exception_says_what_why_and_who(name, value):
    values = {"finding": "0" * 16, "reason": "已批复", "by": "干部0009"} | {name: value}
    with pytest.raises(po.CallError, match=f"must have {name}"):
        po.ReviewedException(**values)


def test_the_last_day_is_a_partial_date():
    with pytest.raises(po.CallError, match=r"PartialDate\.parse"):
        exception("0" * 16, until="2019-12")
