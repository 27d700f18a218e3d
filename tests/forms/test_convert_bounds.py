"""No form gives a verdict that the exact facts would not give: what is open stays open."""

from __future__ import annotations

import re
from typing import Any

import pytest
from attrs import evolve

import partyorg as po
from partyorg.dates import PartialDate
from partyorg.forms.assemble import assemble
from partyorg.forms.identity import Identities
from partyorg.forms.official import HeldPost, Official
from partyorg.model import Basis, Dataset, Promotion, PromotionKind, Role
from partyorg.places import gazetteer
from partyorg.verdict import Outcome

QINGYAN, SHIBAN = "520111101", "520111102"
GAOPO = gazetteer().townships("高坡苗族乡", ["520111"])[0]
PASS, FAIL, OPEN = Outcome.PASS, Outcome.FAIL, Outcome.UNDETERMINED
CHIEF = "2008.05--  花溪区青岩镇党委书记"
NEWCOMER = "2012.08--2018.03 花溪区财政局科员\n2018.03--  花溪区青岩镇组织委员"


def dataset(*resumes: str, **more: Any) -> Dataset:
    given = [
        Official(source=f"{at}.lrmx", name=f"干部{at:04}", resume=one, **(begun(one) | more))
        for at, one in enumerate(resumes, 1)
    ]
    return assemble(given, county="花溪区").dataset()


def begun(resume: str) -> dict[str, str]:
    """Say that work began with the first date of a resume, so that nothing is missing before."""
    return {"started_work": min(re.findall(r"\d{4}\.\d\d", resume))}


def team(data: Dataset, place: str = QINGYAN, as_of: str = "2018-12-31") -> Outcome:
    report = po.check(data, "cn-gz", as_of=as_of, only=["team-experience"])
    found: Outcome = report["cn-gz/team-experience", place].outcome
    return found


def test_the_exact_team_fails() -> None:
    """One of three has the years; so whoever is lost from this team turns it into a pass."""
    assert team(dataset(CHIEF, NEWCOMER, NEWCOMER.replace("组织委员", "副镇长"))) is FAIL


BEFORE = "2012.08--2018.03 花溪区财政局科员\n"

MEMBERS = {
    "a seat in a congress below": (
        "2018.03-- 花溪区青岩镇副镇长\n\n2018.06-- 花溪区第十七届人大代表",
        FAIL,
    ),
    "an office and a seat in the team": ("2018.03-- 花溪区青岩镇党政办主任、党委委员", FAIL),
    "a station and the government": ("2018.03-- 花溪区青岩镇农业服务中心主任、副镇长", FAIL),
    "a village and the government": ("2018.03-- 花溪区青岩镇思潜村党支部书记、副镇长", FAIL),
    "an absence of no known time": ("2018.03-- 花溪区青岩镇副镇长（其间抽调参加巡察工作）", OPEN),
    "a duty in brackets": ("2018.03-- 花溪区青岩镇副镇长（分管扶贫工作队）", FAIL),
    "broken without an indent": ("2018.03-- 花溪区青岩镇党委副书\n记、镇长", OPEN),
    "the last line without a date": ("现任花溪区青岩镇副镇长", OPEN),
    "a wrong date": ("2018.13-- 花溪区青岩镇副镇长", OPEN),
    "behind a note": ("（2012.04--2013.07某学院学习）；2018.03至今 花溪区青岩镇副镇长", FAIL),
    "two open entries": ("2018.03-- 花溪区青岩镇副镇长\n2018.05-- 花溪区青岩镇人大主席", FAIL),
    "a note on rank": ("2018.03-- 花溪区青岩镇副镇长（其间：2018.06套转一级主任科员）", FAIL),
}


@pytest.mark.parametrize("why", MEMBERS)
def test_nobody_drops_out_of_a_team(why: str) -> None:
    line, outcome = MEMBERS[why]
    assert team(dataset(CHIEF, NEWCOMER, BEFORE + line)) in {outcome, OPEN}


def test_a_short_name_of_a_township_of_a_people_is_that_township() -> None:
    base = [CHIEF.replace("青岩镇", "高坡苗族乡"), NEWCOMER.replace("青岩镇", "高坡苗族乡")]
    assert team(dataset(*base, BEFORE + "2018.03-- 高坡乡副乡长"), GAOPO) is FAIL


def test_a_present_post_in_one_of_several_townships_leaves_their_teams_open() -> None:
    renamed = BEFORE + "2018.03-- 花溪区石板乡副乡长"
    base = [one.replace("青岩镇", "石板镇") for one in (CHIEF, NEWCOMER)]
    assert team(dataset(*base, renamed), SHIBAN) is OPEN


def test_the_present_post_of_a_form_that_its_resume_lacks_leaves_the_team_open() -> None:
    data = dataset(CHIEF, NEWCOMER)
    form = Official(
        source="3.lrmx",
        name="干部0003",
        resume=BEFORE + "2018.03--2018.12 花溪区青岩镇副镇长",
        post="花溪区青岩镇副镇长",
    )
    given = [Official(source="1.lrmx", name="a", resume=CHIEF), form]
    assert team(assemble(given, county="花溪区").dataset()) is OPEN
    assert data.problems == ()


SERVICE = {
    "a secondment that another entry ends": (
        "2011.05-- 借调花溪区委组织部工作\n2013.06-- 花溪区青岩镇副镇长",
        "2018-12-31",
    ),
    "a secondment without a comma": (
        "2012.08--2017.05 花溪区青岩镇科员借调区委组织部工作\n2017.05-- 花溪区青岩镇副镇长",
        "2018-12-31",
    ),
    "written backwards with a gap": (
        "2017.05-- 花溪区青岩镇镇长\n2010.07--2012.08 花溪区财政局科员\n2006.09--2010.07 在学习",
        "2018-12-31",
    ),
    "assigned after study": (
        "2012.07--2017.05 大学毕业分配到花溪区青岩镇\n2017.05-- 花溪区青岩镇副镇长",
        "2018-12-31",
    ),
}


@pytest.mark.parametrize("why", SERVICE)
def test_no_service_is_taken_from_anybody(why: str) -> None:
    """A team of one, who may have the years."""
    resume, as_of = SERVICE[why]
    assert team(dataset(resume), as_of=as_of) in {PASS, OPEN}


def test_work_that_began_before_the_resume_is_unknown_time() -> None:
    resume = "2017.01--2017.05 花溪区财政局科员\n2017.05-- 花溪区青岩镇副镇长"
    assert team(dataset(resume, started_work="199807")) is OPEN
    assert team(dataset(resume, started_work=None)) is OPEN
    assert team(dataset(resume, started_work="201701")) is FAIL


def test_posts_in_columns_tell_nothing_of_the_time_before_them() -> None:
    held = HeldPost(organization="青岩镇人民政府", post="副镇长", start="201705", current=True)
    given = [Official(source="a.xlsx", name="干部0001", posts=(held,))]
    data = assemble(given, county="花溪区").dataset()
    assert str(data.people[0].career_known_from) == "2017-05"
    assert team(data) is OPEN


ROLES = [
    ("花溪区青岩镇机关党委书记", Role.STAFF),
    ("花溪区青岩镇思潜村党委书记", Role.STAFF),
    ("花溪区青岩镇党委副书记、镇长（候选人）", Role.LEADER),
    ("拟任花溪区青岩镇镇长", Role.STAFF),
    ("花溪区青岩镇卫生院院长、党委书记", Role.STAFF),
    ("花溪区委委员、财政局干部", Role.STAFF),
]


@pytest.mark.parametrize(("text", "role"), ROLES, ids=[text for text, _ in ROLES])
def test_roles_that_are_less_than_they_seem(text: str, role: Role) -> None:
    assert po.parse_career(f"2016.05--  {text}").spells[0].role is role


def test_the_head_of_the_congress_is_no_principal() -> None:
    held = HeldPost(
        organization="青岩镇人民代表大会", post="主席", start="201705", member="正职", current=True
    )
    given = [Official(source="a.xlsx", name="干部0001", posts=(held,))]
    assert assemble(given, county="花溪区").dataset().appointments[0].role is not Role.CHIEF


def test_a_post_that_began_within_an_entry_does_not_last_all_of_it() -> None:
    data = dataset(
        "2010.01--2016.01 花溪区财政局科员，2015.05任花溪区青岩镇副镇长\n2016.01-- 花溪区财政局科员"
    )
    assert all(post.org_id != QINGYAN for post in data.appointments)
    assert str(data.people[0].career_known_from) == "2016-01"


def test_of_posts_that_overlap_for_years_the_earlier_is_no_sure_service() -> None:
    data = dataset("2010.01--2016.01 花溪区青岩镇科员\n2012.01-- 花溪区财政局副局长")
    assert [post.org_id for post in data.appointments] == ["520111-区财政局"]
    assert str(data.people[0].career_known_from) == "2016-01"


@pytest.mark.parametrize("written", ["2011", "2011.06"])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_post_elsewhere_within_one_written_date_may_break_continuous_service(
    written: str, backwards: bool
) -> None:
    lines = [
        f"2005.01--{written} 花溪区青岩镇科员",
        f"{written}--{written} 花溪区财政局科员",
        f"{written}--  花溪区石板镇镇长",
    ]
    data = dataset("\n".join(lines[::-1] if backwards else lines))
    assert "month-in-doubt" in [problem.code for problem in data.problems]
    data = evolve(
        data,
        promotions=(
            Promotion(
                row=1,
                person_id="P0001",
                kind=PromotionKind.RANK,
                date=PartialDate.of(2014, 6, 15),
                org_id=None,
            ),
        ),
    )
    report = po.check(data, "cn-gz", as_of="2018-12-31", only=["rank-promotion"])
    assert [finding.outcome for finding in report] == [OPEN]


def test_a_secondment_of_no_known_time_is_no_secondment_of_all_the_time() -> None:
    data = dataset(
        "2012.08--2016.05 花溪区青岩镇科员（其间借调区委组织部半年）\n2016.05-- 花溪区财政局科员"
    )
    assert [post.basis for post in data.appointments] == [Basis.IN_POST, Basis.IN_POST]
    assert data.set_aside("appointments", "P0001")


def test_people_without_a_number_are_not_taken_for_one() -> None:
    given = [
        Official(source=f"{at}.lrmx", name="干部0001", resume=CHIEF, secret=secret)
        for at, secret in enumerate(("无", "无", None, None))
    ]
    for key in (None, b"sixteen bytes or more"):
        made = assemble(given, county="花溪区", identities=Identities(key)).dataset()
        assert len({person.person_id for person in made.people}) == 4


def test_a_township_of_one_name_elsewhere_is_not_ours() -> None:
    given = [Official(source="a", name="干部0001", resume="2016.05--  遵义市播州区石板镇副镇长")]
    own = [{"org_id": "T1", "name": "石板镇", "level": "township", "kind": "division"}]
    data = assemble(given, county="花溪区", organizations=own).dataset()
    assert data.appointments[0].org_id.startswith("520304")


PRIVATE = [
    *("520111750301001", "520111 19750301 0011", "13800138000"),
    *("1975年生，贵州花溪人", "生于1975年3月", "苗族，贵州花溪人，本科学历"),
    *("2010.01--2011.01 患肝炎住院治疗", "2010.01--2011.01 休产假", "丧偶", "已婚，育有一子"),
    *("信仰基督教", "（妻：李某，某校教师）"),
]


@pytest.mark.parametrize("line", PRIVATE)
def test_particulars_of_a_person_get_nowhere(line: str) -> None:
    resume = (
        f"2008.05--2010.01  花溪区青岩镇科员\n{line}\n2011.01--  花溪区青岩镇科员 520111750301001"
    )
    made = assemble([Official(source="a.lrmx", name="干部0001", resume=resume)], county="花溪区")
    said = repr(made.dataset()) + repr(made.quality) + repr(made.pending) + repr(made.sheets())
    bare = line.removeprefix("2010.01--2011.01 ")
    assert bare not in said
    for word in ("肝炎", "产假", "育有", "丧偶", "李某", "138001", "75030", "苗族，", "基督"):
        assert word not in said
