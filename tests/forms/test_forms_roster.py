"""Rosters: headings found by their words, rows that are officials and rows that are not."""

import tomllib
from datetime import datetime

import pytest
from sheet_data import LIMITS, codes, number, the, workbook

from ods_files import write_ods
from partyorg.errors import ProblemSeverity
from partyorg.forms.mapping import RosterMapping, SheetMapping, mapping_text
from partyorg.forms.meanings import bare, meaning_of
from partyorg.forms.roster import read_roster
from partyorg.readers import InputError

PLAIN = ["姓名", "单位", "职务", "任职时间"]
ONE = ["干部0001", "甲镇", "镇长", "2016.05"]


@pytest.fixture
def read(tmp_path):
    """Write one sheet and read it as a roster."""

    def make(*rows, merged=(), mapping=None):
        path = workbook(tmp_path / "名册.xlsx", [("册", rows)], merged)
        return read_roster(path, LIMITS, mapping)

    return make


def told(official):
    return (official.name, official.unit, official.post, official.post_since)


def meanings(found):
    return {guess.heading: guess.meaning for guess in found.guesses}


@pytest.mark.parametrize(
    ("meaning", "headings"),
    [
        ("name", "姓名 姓　名 *姓名 干部姓名 姓名："),
        ("unit", "单位 工作单位 所在单位 单位名称 现工作单位 所在乡镇 任职单位 部门"),
        ("post", "职务 现任职务 现职务 现任职务及职级 职务（职级） 岗位 职务名称 现任职务(全称)"),
        ("post", "现工作单位及职务 单位及职务 工作单位职务 现工作单位及职务全称"),
        ("post_since", "任职时间 任现职时间 任现职务时间 现任职务时间 现职时间 任职日期"),
        ("post_since", "任现职时间（年月） 任现职务时间(如2015.08) 担任现职务时间 任职起始时间"),
        ("post_since", "任现职务及职级时间"),
        ("post_until", "免职时间 离任时间 免职日期"),
        ("proposed", "拟任职务 拟任 拟任职 职务（拟任） 拟提任职务"),
        ("resume", "简历 工作简历 个人简历 工作经历 主要工作经历 学习和工作简历 个人履历"),
        ("started_work", "参加工作时间 参工时间 参加工作年月 工作时间"),
        ("joined_party", "入党时间 加入中国共产党时间 入党年月"),
        ("recruited_on", "录用时间 公务员录用时间 考录时间 招录日期"),
        ("recruited_via", "录用渠道 招录方式"),
        ("selected_graduate", "是否选调生 选调生"),
        ("grassroots_before", "录用前有乡镇村工作经历 录用前是否有基层工作经历"),
        ("id_number", "身份证号 身份证号码 公民身份号码 身份证号（18位）"),
        ("ignore", "序号 性别 出生年月 民族 籍贯 学历 政治面貌 联系电话 家庭住址 备注"),
        ("ignore", "配偶姓名 家庭成员姓名 配偶身份证号 父亲工作单位 联系人姓名"),
        ("ignore", "原任职务 曾任职务 拟免职务 兼任职务 挂职单位 借调单位 派出单位"),
        ("ignore", "任现职级时间 职级 职务层次 专业技术职务 年度考核结果"),
        (None, "任职文号 血型 是否有基层工作经历 拟任时间 学习经历 层级名"),
    ],
)
def test_words_of_headings(meaning, headings):
    assert {h: meaning_of(bare(h)) for h in headings.split(" ")} == dict.fromkeys(
        headings.split(" "), meaning
    )


def test_plain_roster(read):
    found = read(PLAIN, ONE)
    assert told(found.officials[0]) == tuple(ONE)
    assert (found.officials[0].sheet, found.officials[0].row) == ("册", 1)
    assert found.officials[0].source == "名册.xlsx"
    assert not found.problems
    assert [(g.column, g.heading, g.meaning, g.row) for g in found.guesses] == [
        *(("A", "姓名", "name", 1), ("B", "单位", "unit", 1)),
        *(("C", "职务", "post", 1), ("D", "任职时间", "post_since", 1)),
    ]
    assert found.inputs[0].rows == 1
    assert len(found.inputs[0].sha256) == 64


def test_all_that_an_official_can_have(read):
    heads = [
        *("序号", "任现职时间", "简历", "姓名", "参加工作时间", "入党时间", "拟任职务", "录用时间"),
        *("是否选调生", "身份证号", "录用前有乡镇村工作经历"),
    ]
    row = [1, 201605, "2015.08--  某镇科员", "干部0001", "2015.08", 201006, "副镇长", "201508"]
    (one,) = read(heads, [*row, "√", number(1).lower(), "否"]).officials
    assert (one.post_since, one.resume, one.name) == (201605, "2015.08--  某镇科员", "干部0001")
    assert (one.started_work, one.joined_party, one.proposed) == ("2015.08", "201006", "副镇长")
    assert (one.recruited_on, one.recruited_via, one.grassroots_before) == (
        "201508",
        "选调生",
        "否",
    )
    assert one.secret == number(1)
    assert number(1) not in repr(one)


def test_title_and_who_filled_it_in_above_the_headings(read):
    above = [["示例县拟任乡镇干部名册"], [], ["填报单位：某部", None, None, "2019年12月"]]
    found = read(*above, PLAIN, ONE, merged=[("A1:D1", "示例县拟任乡镇干部名册")])
    assert told(found.officials[0]) == tuple(ONE)
    assert found.officials[0].row == 1
    assert {guess.row for guess in found.guesses} == {4}


def test_breaks_blanks_and_marks_within_headings(read):
    heads = ["姓\n名", " 单 位 ", "*职务：", "任现职\r\n时　间\n（年、月）"]
    assert told(read(heads, ONE).officials[0]) == tuple(ONE)


@pytest.mark.parametrize("merge", [True, False])
def test_headings_in_two_rows(read, merge):
    top = ["姓名", "现任", None, "拟任", None, "家庭成员", None]
    bottom = [None, "职务", "任职时间", "职务", "时间", "姓名", "职务"]
    row = ["干部0001", "甲镇镇长", "2016.05", "乙镇镇长", "2019.01", "某人", "某职"]
    merged = [("A2:A3", "姓名"), ("B2:C2", "现任"), ("D2:E2", "拟任"), ("F2:G2", "家庭成员")]
    found = read(["名册"], top, bottom, row, merged=merged if merge else ())
    (one,) = found.officials
    assert (one.name, one.post, one.proposed) == ("干部0001", "甲镇镇长", "乙镇镇长")
    assert (one.post_since, one.row) == ("2016.05", 1)
    assert meanings(found)["拟任/时间"] == "ignore"
    assert "某人" not in repr(found)


def test_upper_headings_over_most_columns(read):
    found = read(["姓名", "任职情况"], [None, "单位", "职务", "任职时间"], ONE)
    assert told(found.officials[0]) == tuple(ONE)


def test_upper_headings_that_take_a_meaning_away(read):
    heads = ["姓名", "单位", "职务", "任职时间", "简历"]
    found = read([None, None, "原任", None, "现任"], heads, [*ONE, "2015.01--  镇长"])
    (one,) = found.officials
    assert (one.post, one.post_since, one.resume) == (None, None, "2015.01--  镇长")


def test_first_official_is_not_taken_for_headings(read):
    found = read(
        ["姓名", "职务", "任职时间", "是否选调生"], ["干部0001", "职务", "2016.05", "选调生"]
    )
    assert found.officials[0].post == "职务"


def test_unit_in_cells_made_one(read):
    rows = [[name, None, "科员", "2016.05"] for name in ("干部0001", "干部0002", "干部0003")]
    found = read(PLAIN, *rows, merged=[("B2:B3", "甲镇")])
    assert [one.unit for one in found.officials] == ["甲镇", "甲镇", None]
    assert the(found, "empty-cell").rows == (3,)


def test_units_are_not_carried_down_by_guess(read):
    found = read(PLAIN, ONE, ["干部0002", None, "科员", "2016.05"])
    assert found.officials[1].unit is None


def test_rows_that_are_no_officials(read):
    heads = ["序号", *PLAIN]
    rows = [
        ["甲镇（2人）"],
        [1, *ONE],
        ["小计", None, None, 2],
        [],
        heads,
        [2, "干部0002", "乙镇", "镇长", "2017.05"],
        [None, "合计", None, None, 2],
        [3],
        ["备注：均为在编人员"],
        [None, "填表人：干部0009", None, "2019.12"],
    ]
    found = read(heads, *rows)
    assert [(one.name, one.row) for one in found.officials] == [("干部0001", 2), ("干部0002", 6)]
    problem = the(found, "row-not-read")
    assert problem.rows == (1, 3, 5, 7, 8, 9, 10)
    assert problem.severity is ProblemSeverity.WARNING


def test_official_without_a_name_is_an_error(read):
    found = read(PLAIN, ONE, [None, "甲镇", "科员", "2016.05"])
    problem = the(found, "empty-cell")
    assert (problem.rows, problem.column, problem.table) == ((2,), "姓名", "册")
    assert problem.severity is ProblemSeverity.ERROR


def test_what_stands_behind_names_is_not_kept(read):
    found = read(PLAIN, ["干部0001（女，某族）", *ONE[1:]], ["甲　乙", *ONE[1:]])
    assert [one.name for one in found.officials] == ["干部0001", "甲乙"]


def test_several_sheets_and_one_of_another_kind(tmp_path):
    sheets = [
        ("说明", [["请如实填写"]]),
        ("甲镇", [PLAIN, ONE]),
        ("空", []),
        ("乙镇", [["职务", "姓名"], ["镇长", "干部0002"]]),
    ]
    found = read_roster(workbook(tmp_path / "a.xlsx", sheets), LIMITS)
    assert [(o.sheet, o.name) for o in found.officials] == [
        ("甲镇", "干部0001"),
        ("乙镇", "干部0002"),
    ]
    problem = the(found, "no-heading")
    assert (problem.table, problem.severity) == ("说明", ProblemSeverity.WARNING)


def test_no_headings_at_all(read):
    found = read(["干部0001", "甲镇", "镇长"], ["干部0002", "甲镇", "副镇长"])
    assert not found.officials
    problem = the(found, "no-heading")
    assert problem.severity is ProblemSeverity.ERROR
    assert "heading_row" in problem.message["en"]
    assert "干部" not in repr(found)


def test_headings_after_the_tenth_row_are_not_looked_for(read):
    found = read(*[[f"第{n}行"] for n in range(10)], PLAIN, ONE)
    assert codes(found) == ["no-heading"]


def test_two_headings_for_one_meaning(read):
    found = read([*PLAIN, "现任职务"], [*ONE, "书记"])
    assert found.officials[0].post == "镇长"
    problem = the(found, "duplicate-column")
    assert (problem.severity, problem.column) == (ProblemSeverity.ERROR, "现任职务")
    assert "ignore" in problem.message["zh"]
    assert meanings(found)["现任职务"] == "ignore"


def test_name_is_missing(read):
    found = read(["姓氏名", *PLAIN[1:]], ONE)
    assert not found.officials
    problem = the(found, "missing-column")
    assert "“姓氏名”" in problem.message["zh"]
    assert len(found.guesses) == 4


@pytest.mark.parametrize(
    ("heads", "severity"),
    [
        (["姓名", "单位"], ProblemSeverity.ERROR),
        (["姓名", "职务"], ProblemSeverity.WARNING),
        (["姓名", "简历"], None),
    ],
)
def test_what_a_roster_must_have(read, heads, severity):
    found = read(heads, ["干部0001", "甲镇"])
    assert [p.severity for p in found.problems] == ([severity] if severity else [])


def test_near_miss_is_proposed(read):
    found = read(["姓名", "职务", "任职时问"], ["干部0001", "镇长", "2016.05"])
    assert "'任职时问'" in the(found, "missing-column").message["en"]


def test_post_that_has_ended_is_no_present_one(read):
    heads = [*PLAIN, "免职时间", "简历"]
    found = read(heads, [*ONE, "2018.01", None], [*ONE, "2018.01", "2016.05--2018.01  镇长"], ONE)
    assert [(one.row, one.post, one.post_since) for one in found.officials] == [
        (2, None, None),
        (3, "镇长", "2016.05"),
    ]
    assert the(found, "post-ended").rows == (1, 2)


def test_faulty_cells(read):
    found = read([*PLAIN, "身份证号"], ["干部0001", "甲镇", "#N/A", "#REF!", int(number(1))])
    (one,) = found.officials
    assert (one.post, one.post_since, one.secret) == (None, "#REF!", None)
    assert {(p.code, p.column, p.row) for p in found.problems if p.row} == {
        ("formula-error", "职务", 1),
        ("bad-id", "身份证号", 1),
    }


def test_date_shown_without_its_day_is_a_month(read):
    day = datetime(2016, 5, 1)  # noqa: DTZ001
    found = read(PLAIN, [*ONE[:3], (day, 'yyyy"年"m"月"')])
    assert found.officials[0].post_since == "2016-05"


def test_two_people_with_one_number(read):
    heads = [*PLAIN, "身份证号"]
    found = read(heads, [*ONE, number(1)], ["干部0002", *ONE[1:], number(1)])
    assert [one.secret for one in found.officials] == [None, None]
    assert the(found, "shared-number").rows == (1, 2)


def test_same_in_every_format(tmp_path):
    rows = [["名册"], PLAIN, ONE]
    (tmp_path / "a.csv").write_text("\n".join(map(",".join, rows)), "gb18030")
    paths = [
        workbook(tmp_path / "a.xlsx", [("册", rows)]),
        write_ods(tmp_path / "a.ods", [("册", rows)]),
        tmp_path / "a.csv",
    ]
    for path in paths:
        found = read_roster(path, LIMITS)
        assert [told(one) for one in found.officials] == [tuple(ONE)], path
        assert not found.problems


# Mappings


@pytest.fixture
def mapping(tmp_path):
    """Write a mapping file."""

    def write(text):
        path = tmp_path / "对应.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def test_mapping_says_what_words_do_not(read, mapping):
    path = mapping(
        '[[sheet]]\nname = "册"\nheading_row = 2\n[sheet.columns]\n'
        '"甲 列" = "name"\n"@B" = "post"\n"单位" = "ignore"\n'
    )
    heads = ["甲\n列", "乙列", "单位", "职务"]
    found = read(["随便", "什么"], heads, ["干部0001", "镇长", "丙", "丁"], mapping=path)
    assert told(found.officials[0]) == ("干部0001", None, "镇长", None)
    assert meanings(found) == {"甲列": "name", "乙列": "post", "单位": "ignore", "职务": "ignore"}
    assert "duplicate-column" not in codes(found)


def test_mapping_for_all_sheets_and_one_left_out(tmp_path, mapping):
    rows = [["何人", "何职"], ["干部0001", "镇长"]]
    book = workbook(tmp_path / "a.xlsx", [("甲", rows), ("乙", rows), ("丙", rows)])
    path = mapping(
        "[[sheet]]\nheading_row = 1\n[sheet.columns]\n"
        '"何人" = "name"\n"何职" = "post"\n"无此" = "unit"\n'
        '[[sheet]]\nname = "乙"\nignore = true\n'
    )
    found = read_roster(book, LIMITS, path)
    assert [one.sheet for one in found.officials] == ["甲", "丙"]
    assert set(codes(found)) == {"missing-column"}


def test_mapping_written_from_guesses_reads_the_same(read, mapping):
    rows = [
        ["姓名", "现任", None, "拟任", None, '怪"列\\', "职务"],
        [None, "职务", "任职时间", "职务", "时间"],
        ["干部0001", "甲镇镇长", "2016.05", "乙镇镇长", "2019.01", "丙", "丁"],
    ]
    found = read(*rows)
    text = mapping_text(found.guesses)
    again = read(*rows, mapping=mapping(text))
    assert again.officials == found.officials
    assert again.guesses == found.guesses
    assert "duplicate-column" not in codes(again)


def test_mapping_text_of_headings_that_are_alike(read):
    text = mapping_text(read([*PLAIN, "职务"], ONE).guesses)
    columns = tomllib.loads(text)["sheet"][0]["columns"]
    assert columns["职务"] == "post"
    assert columns["@E"] == "ignore"


def test_mapping_that_does_not_fit_the_file(read, mapping):
    path = mapping('[[sheet]]\nname = "册"\n[sheet.columns]\n"任职时问" = "post_since"\n')
    problem = the(read(PLAIN, ONE, mapping=path), "bad-mapping")
    assert problem.value == "任职时问"
    assert "“任职时间”" in problem.message["zh"]
    problem = the(read(PLAIN, ONE, mapping=mapping('[[sheet]]\nname = "表"\n')), "bad-mapping")
    assert problem.value == "表"
    found = read(PLAIN, ONE, mapping=mapping("[[sheet]]\nheading_row = 7\n"))
    assert "row 7" in the(found, "bad-mapping").message["en"]


def test_mapping_cannot_make_personal_data_read(read):
    said = SheetMapping(columns={"民族": "unit", "身份证号": "post"})
    found = read(
        ["姓名", "民族", "身份证号"],
        ["干部0001", "某族", number(1)],
        mapping=RosterMapping((said,)),
    )
    assert codes(found).count("bad-mapping") == 2
    assert told(found.officials[0]) == ("干部0001", None, None, None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[sheet", "TOML"),
        ('[[sheets]]\nname = "a"', "'sheet'"),
        ("sheet = 1", r"\[\[sheet\]\]"),
        ("[[sheet]]\nrow = 1", "heading_row"),
        ("[[sheet]]\nheading_row = 0", "from 1"),
        ("[[sheet]]\nname = 1", "in quotes"),
        ("[[sheet]]\nignore = 1", "true or false"),
        ("[[sheet]]\ncolumns = 1", r"\[sheet.columns\]"),
        ('[[sheet]]\n[sheet.columns]\n"a" = "resumee"', "'resume'"),
        ('[[sheet]]\n[sheet.columns]\n"a" = 1', "it may be name"),
    ],
)
def test_mapping_that_cannot_be_used(read, mapping, text, says):
    with pytest.raises(InputError, match=says) as caught:
        read(PLAIN, ONE, mapping=mapping(text))
    assert caught.value.code == "bad-mapping"


def test_mapping_that_is_not_there(read, tmp_path):
    with pytest.raises(InputError, match="no such file"):
        read(PLAIN, ONE, mapping=tmp_path / "无.toml")


def test_two_thousand_people(tmp_path):
    resume = "\n".join(f"20{n:02}.01--20{n + 1:02}.01  示例县甲镇人民政府科员" for n in range(12))
    rows = [[f"干部{n:04}", "甲镇", "科员", "2016.05", number(n), resume] for n in range(2000)]
    path = workbook(tmp_path / "a.xlsx", [("册", [[*PLAIN, "身份证号", "简历"], *rows])])
    found = read_roster(path, LIMITS)
    assert len(found.officials) == 2000
