"""From forms and rosters to tables: what is certain is a row, what is not is a bound."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import partyorg as po
from partyorg.cli.main import main
from partyorg.model import Basis, Dataset, Level, OrgKind, Role
from partyorg.verdict import Outcome

QINGYAN, SHIBAN = "520111101", "520111102"  # in 花溪区
KEY = b"sixteen bytes or more"

PRIVATE = {
    "XingBie": "性别甲",
    "ChuShengNianYue": "195001",
    "MinZu": "某某族",
    "JiGuan": "籍贯甲乙",
    "ChuShengDi": "出生地甲乙",
    "JianKangZhuangKuang": "健康甲乙",
    "ZhaoPian": "UEhPVE8tU0VOVElORUw=",
    "JiangChengQingKuang": "奖惩甲乙",
}
FAMILY = (
    "<JiaTingChengYuan><Item><ChengWei>妻子</ChengWei><XingMing>家属甲</XingMing></Item>"
    "</JiaTingChengYuan>"
)
NUMBER = "110101190001011234"


def form(resume: str, *, name: str = "干部0001", number: str = NUMBER, **elements: str) -> str:
    begun = min(re.findall(r"\d{4}\.\d\d", resume), default="")
    said = {"XingMing": name, **PRIVATE, "CanJiaGongZuoShiJian": begun, "JianLi": resume}
    said |= {"ShenFenZheng": number, **elements}
    inner = "".join(f"<{tag}>{text}</{tag}>" for tag, text in said.items())
    return f'<?xml version="1.0" encoding="utf-8"?>\n<Person>{inner}{FAMILY}</Person>'


def converted(folder: Path, *resumes: str, **how: Any) -> po.Converted:
    for at, resume in enumerate(resumes, 1):
        text = form(resume, name=f"干部{at:04}", number=f"11010119000101{at:04}")
        (folder / f"干部{at:04}.lrmx").write_text(text, "utf-8")
    return po.convert([folder], **{"county": "花溪区", **how})


def posts(data: Dataset) -> list[tuple[str, str, str | None]]:
    return [
        (p.org_id, str(p.start), None if p.end is None else str(p.end)) for p in data.appointments
    ]


def test_a_career_becomes_appointments(tmp_path: Path) -> None:
    made = converted(
        tmp_path,
        "2002.09--2006.07  某大学学习\n"
        "2006.07--2010.09  花溪区青岩镇科员\n"
        "2010.09--2014.02  花溪区石板镇副镇长（其间：2012.03--2012.09借调花溪区委组织部）\n"
        "2014.02--         花溪区委常委、青岩镇党委书记",
    )
    data = made.dataset
    assert data.problems == ()
    assert posts(data) == [
        (QINGYAN, "2006-07", "2010-09"),
        (SHIBAN, "2010-09", "2014-02"),
        ("520111-区委组织部", "2012-03", "2012-09"),
        ("520111-区委", "2014-02", None),
        (QINGYAN, "2014-02", None),
    ]
    assert [p.role for p in data.appointments] == [
        *(Role.STAFF, Role.LEADER, Role.STAFF, Role.LEADER, Role.CHIEF)
    ]
    assert [p.basis for p in data.appointments].count(Basis.SECONDMENT) == 1
    assert data.people[0].career_known_from is None
    township, county = data.organization[QINGYAN], data.organization["520111-区委"]
    assert (township.level, township.kind) == (Level.TOWNSHIP, OrgKind.DIVISION)
    assert (county.level, county.kind) == (Level.COUNTY, OrgKind.LOCAL_PARTY_COMMITTEE)
    assert po.graph(data, as_of="2015-01-01").county_of(QINGYAN) == "520111"


@pytest.mark.parametrize(
    ("unknown", "until"),
    [
        ("2006.07--2010.09  花溪区不存在镇科员", "2010-09"),
        ("2006.07--2010.09  某镇科员", "2010-09"),
        ("2006年7月，任花溪区青岩镇科员", "2010-09"),
        ("2006.13--2010.09  花溪区青岩镇科员", "2010-09"),
        ("某处工作，未写时间", "2010-09"),
    ],
)
def test_what_is_not_certain_is_no_row_and_leaves_the_time_before_unknown(
    tmp_path: Path, unknown: str, until: str
) -> None:
    made = converted(
        tmp_path, f"{unknown}\n2010.09--2014.02  花溪区石板镇副镇长\n2014.02--  花溪区财政局科员"
    )
    assert [post[0] for post in posts(made.dataset)] == [SHIBAN, "520111-区财政局"]
    assert str(made.dataset.people[0].career_known_from) == until
    assert made.quality is not None
    assert made.quality.items


def test_a_gap_leaves_the_time_before_its_end_unknown(tmp_path: Path) -> None:
    made = converted(tmp_path, "2001.01--2003.01  花溪区石板镇科员\n2005.06--  花溪区青岩镇科员")
    assert len(made.dataset.appointments) == 2
    assert str(made.dataset.people[0].career_known_from) == "2005-06"
    assert "gap" in made.quality.totals()


@pytest.mark.parametrize(
    "resume",
    [
        "2005.06--  花溪区不存在镇科员",
        "2006年7月起任花溪区青岩镇科员\n2010.09--  花溪区石板镇副镇长",
        "2005.06--2006.01 花溪区青岩镇科员（其间：2005.08借调石板镇）\n2006.01-- 花溪区青岩镇科员",
        "2005.06--2008.01 花溪区青岩镇科员\n2008.13-- 花溪区石板镇科员",
        "2005.06--2008.01 花溪区青岩镇科员\n现任花溪区石板镇科员",
    ],
)
def test_a_present_post_or_a_secondment_that_is_not_certain_keeps_the_verdict_open(
    tmp_path: Path, resume: str
) -> None:
    data = converted(tmp_path, resume).dataset
    assert data.set_aside("appointments", "P0001")


def test_nobody_is_failed_for_what_a_resume_leaves_open(tmp_path: Path) -> None:
    """A team of three, of whom one has the years for sure, and one may have them."""
    made = converted(
        tmp_path,
        "2005.01--  花溪区青岩镇党委书记",
        "2009.01--2017.01 花溪区某镇科员\n2017.01--  花溪区青岩镇镇长",
        "2009.01--2017.06 花溪区财政局科员\n2017.06--  花溪区青岩镇副镇长",
    )
    report = po.check(made.dataset, "cn-gz", as_of="2018-06-30", only=["team-experience"])
    assert report["cn-gz/team-experience", QINGYAN].outcome is Outcome.UNDETERMINED
    sure = converted(
        tmp_path,
        "2005.01--  花溪区青岩镇党委书记",
        "2009.01--2017.01 花溪区石板镇科员\n2017.01--  花溪区青岩镇镇长",
    )
    report = po.check(sure.dataset, "cn-gz", as_of="2018-06-30", only=["team-experience"])
    assert report["cn-gz/team-experience", QINGYAN].outcome is Outcome.PASS


def test_a_roster_with_the_present_post_alone_leaves_the_past_unknown(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text(
        "姓名,现任职务,任现职时间\n干部0001,青岩镇镇长,2016.05\n干部0002,青岩镇党委书记,\n", "utf-8"
    )
    data = po.load(path, county="花溪区")
    first, second = data.people
    assert (str(first.career_known_from), second.career_known_from) == ("2016-05", None)
    report = po.check(data, "cn-gz", as_of="2016-12-31", only=["team-experience"])
    assert report["cn-gz/team-experience", QINGYAN].outcome is Outcome.UNDETERMINED
    page = tmp_path / "report.html"
    report.to_html(page)
    text = page.read_text("utf-8")
    assert text.index("数据是否齐全") < text.index("汇总")


def test_organisations_of_ones_own_come_first(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "机构.csv").write_text("机构编码,机构名称,级别,类别\nT1,甲镇,乡镇,区划\n", "utf-8")
    forms = tmp_path / "forms"
    forms.mkdir()
    data = converted(forms, "2005.06--  某县甲镇镇长", organizations=own, county=None).dataset
    assert posts(data) == [("T1", "2005-06", None)]
    assert data.problems == ()


@pytest.mark.parametrize("ending", ["", ".xlsx", ".json"])
def test_what_is_written_is_read_back(tmp_path: Path, ending: str) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    made = converted(
        forms,
        "2006.07--2010.09  花溪区青岩镇科员\n2010.09--  花溪区石板镇副镇长",
        "2001.07--2004.09  花溪区不存在镇科员\n2004.09--  花溪区青岩镇镇长",
    )
    made.save(tmp_path / f"out{ending}")
    again = po.load(tmp_path / f"out{ending}")
    assert posts(again) == posts(made.dataset)
    assert again.people[1].career_known_from == made.dataset.people[1].career_known_from
    assert again.problems == ()


@pytest.mark.parametrize("ending", ["", ".xlsx"])
def test_tables_that_were_converted_still_say_how_complete_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    out = tmp_path / f"out{ending}"
    converted(forms, "2001.07--2004.09  花溪区不存在镇科员\n2004.09--  花溪区青岩镇镇长").save(out)
    main(["check", str(out), "--rules", "cn-gz", "--as-of", "2018-06-30"])
    assert "数据是否齐全" in capsys.readouterr().out
    main(["check", str(po.sample_path()), "--rules", "cn-gz", "--as-of", "2018-06-30"])
    assert "数据是否齐全" not in capsys.readouterr().out


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    made = po.convert([po.sample_path()])
    made.save(tmp_path / "a.xlsx")
    with pytest.raises(po.CallError, match=r"a\.xlsx"):
        made.save(tmp_path / "a.xlsx")


def test_identifiers_are_running_numbers_or_keyed_hashes(tmp_path: Path) -> None:
    resume = "2006.07--  花溪区青岩镇科员"
    made = converted(tmp_path, resume, resume)
    assert [person.person_id for person in made.dataset.people] == ["P0001", "P0002"]
    keyed = converted(tmp_path, resume, resume, key=KEY).dataset
    other = converted(tmp_path, resume, resume, key=KEY[::-1]).dataset
    ids = [person.person_id for person in keyed.people]
    assert ids == [
        person.person_id for person in converted(tmp_path, resume, key=KEY).dataset.people
    ]
    assert len(set(ids)) == 2
    assert not set(ids) & {person.person_id for person in other.people}
    with pytest.raises(po.CallError, match="key"):
        converted(tmp_path, resume, key=b"short")


def test_one_person_in_two_forms_is_read_once(tmp_path: Path) -> None:
    for name in ("a.lrmx", "b.lrmx"):
        (tmp_path / name).write_text(form("2006.07--  花溪区青岩镇科员"), "utf-8")
    made = po.convert([tmp_path], county="花溪区")
    assert len(made.dataset.people) == 1
    assert "same-person" in made.quality.totals()


def outputs(folder: Path) -> bytes:
    """Give all that stands in the files of a folder, workbooks unpacked."""
    import zipfile  # noqa: PLC0415

    found = b""
    for path in sorted(folder.rglob("*")):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                found += b"".join(archive.read(name) for name in archive.namelist())
        elif path.is_file():
            found += path.read_bytes()
    return found


RESUME = (
    "男，1950年1月出生，某某族，籍贯甲乙\n"
    "1970.07--1975.09  花溪区某镇科员\n"
    "1975.09--  花溪区青岩镇镇长"
)


@pytest.mark.parametrize("pseudonyms", [False, True])
def test_no_output_says_what_no_rule_needs(
    tmp_path: Path, pseudonyms: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    forms = tmp_path / "forms"
    forms.mkdir()
    (forms / "干部0001.lrmx").write_text(form(RESUME), "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    more = ["--pseudonyms"] if pseudonyms else []
    for name in ("tables", "tables.xlsx", "tables.json"):
        quality = out / f"quality-{name}{'.html' if name == 'tables' else '.xlsx'}"
        call = ["convert", str(forms), "--county", "花溪区", "--output", str(out / name)]
        assert main([*call, "--quality", str(quality), *more]) == 0
    for form_ in ("json", "jsonl", "csv", "xlsx", "html", "junit", "console"):
        call = ["check", str(forms), "--county", "花溪区", "--as-of", "2018-12-31", *more]
        main([*call, "--format", form_, "--output", str(out / f"report.{form_}")])
    said = outputs(out).decode("utf-8", "replace") + capsys.readouterr().out
    assert "青岩镇" in said
    for secret in (*PRIVATE.values(), NUMBER, NUMBER[:14], "家属甲", "1950年1月"):
        assert secret not in said, secret
    assert ("干部0001" in said) is not pseudonyms


def test_the_commands_take_forms_directly(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.lrmx").write_text(form("2005.01--  花溪区青岩镇党委书记"), "utf-8")
    how = ["--county", "花溪区", "--as-of", "2018-12-31"]
    assert main(["check", str(tmp_path), *how, "--only", "team-experience"]) == 0
    assert main(["explain", str(tmp_path / "a.lrmx"), "team-experience", QINGYAN, *how]) == 0
    assert "青岩镇" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--county", "不存在县"], "不存在县"),
        (["--limit", "form_byte=1"], "form_bytes"),
        (["--limit", "form_bytes=x"], "form_bytes"),
        (["--limit", "form_bytes=10"], "form.lrmx"),
        (["--key-file", "none"], "none"),
        (["--quality", "x.pdf"], ".html"),
    ],
)
def test_a_wrong_option_is_said_in_one_line(
    tmp_path: Path, arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "form.lrmx"
    path.write_text(form("2005.01--  花溪区青岩镇党委书记"), "utf-8")
    code = main(["convert", str(path), "--output", str(tmp_path / "out"), *arguments])
    said = capsys.readouterr().err
    assert code == 2
    assert told in said
    assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()


def test_a_unit_of_the_input_is_in_the_place_that_its_name_says() -> None:
    """A post at the town hall of the workbook and one of a resume are in one township."""
    from partyorg.forms.assemble import assemble  # noqa: PLC0415
    from partyorg.forms.official import HeldPost, Official  # noqa: PLC0415

    units = [
        {"org_id": "001", "name": "花溪区", "parent_id": ""},
        {"org_id": "001.001", "name": "青岩镇人民政府", "parent_id": "001"},
        {"org_id": "001.002", "name": "花溪区财政局", "parent_id": "001"},
    ]
    held = HeldPost(organization="青岩镇人民政府", post="镇长", start="2014.02", member="正职")
    data = assemble(
        [
            Official(source="a.xlsx", name="干部0001", posts=(held,)),
            Official(source="a.xlsx", name="干部0002", resume="2006.07--  花溪区青岩镇党委书记"),
        ],
        county="花溪区",
        organizations=units,
    ).dataset()
    assert [post.org_id for post in data.appointments] == ["001.001", QINGYAN]
    graph = po.graph(data, as_of="2016-01-01")
    assert graph.township_of("001.001") == graph.township_of(QINGYAN) == QINGYAN
    assert data.organization["001.001"].kind is OrgKind.GOVERNMENT
    assert data.organization["001.002"].within_id == "520111"
    report = po.check(data, "cn-gz", as_of="2018-12-31", only=["team-experience"])
    assert report["cn-gz/team-experience", QINGYAN].observed["team"] == 2


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "姓名\n"])
def test_a_sheet_of_which_nothing_can_be_read_is_an_error(tmp_path: Path, text: str) -> None:
    path = tmp_path / "名册.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(po.DataError, match="名册"):
        po.load(path)


def test_the_number_of_a_subtotal_is_nobody(tmp_path: Path) -> None:
    path = tmp_path / "名册.csv"
    path.write_text("序号,姓名,现任职务\n1,干部0001,青岩镇镇长\n合计,1,\n", "utf-8")
    assert [person.name for person in po.load(path, county="花溪区").people] == ["干部0001"]
