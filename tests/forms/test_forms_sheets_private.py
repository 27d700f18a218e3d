"""Of people only what a rule needs is kept: a sign in every other column turns up nowhere."""

import pytest
from sheet_data import LIMITS, collection, number, workbook

from partyorg.forms.collection import read_collection
from partyorg.forms.mapping import mapping_text
from partyorg.forms.roster import read_roster

SIGN = "绝密标记"
# Headings of the official workbook and of rosters which no rule needs.
DROPPED = [
    *("性别", "民族", "籍贯", "出生日期", "出生地", "健康状况", "学历", "学位", "毕业院校", "专业"),
    *("政治面貌", "婚姻状况", "宗教信仰", "血型", "家庭住址", "联系电话", "配偶姓名", "家庭成员"),
    *("照片", "奖惩情况", "年度考核结果", "熟悉专业有何专长", "专业技术职务", "备注", "任职文号"),
    *("父亲工作单位", "子女情况", "编制类型", "人员类别", "现职务层次", "公务员登记时间"),
]
SIGNS = [SIGN] * len(DROPPED)
ID = number(1)


def everything(read):
    told = [repr(read), *map(str, read.problems), mapping_text(read.guesses)]
    told += [str(problem.message) for problem in read.problems]
    told += [repr(list(map(repr, one.posts))) for one in read.officials]
    return "\n".join(told)


def test_roster(tmp_path):
    heads = ["姓名", "职务", "任职时间", "身份证号", *DROPPED, "证件号码"]
    rows = [
        ["干部0001", "镇长", "2016.05", ID, *SIGNS, ID],
        ["干部0002（" + SIGN + "）", "#REF!", "2016.05", ID, *SIGNS, ID],
        [None, "镇长", SIGN, SIGN, *SIGNS],
        ["备注：" + SIGN],
        [None, SIGN],
    ]
    sheets = [("册", [heads, *rows]), (ID, [[SIGN], [ID]]), ("无列名", [[SIGN, ID], [SIGN, ID]])]
    found = read_roster(workbook(tmp_path / "a.xlsx", sheets), LIMITS)
    assert len(found.officials) == 2
    told = everything(found)
    assert SIGN not in told
    assert ID not in told
    assert all(heading in told for heading in DROPPED if heading != "备注")


@pytest.mark.parametrize("faulty", [False, True])
def test_collection(tmp_path, faulty):
    person = ["姓名", "身份证号", *DROPPED]
    rows = [["干部0001", ID, *SIGNS]]
    post = ["姓名", "身份证号", "任职机构名称", "职务名称", "任职时间", "任职状态", "是否领导职务"]
    posts = [["干部0001", ID, "甲镇", "镇长", "201605", "在任", SIGN]]
    more = [["姓名", "身份证号", "是否考录", "录用时间"], ["干部0001", ID, "是", "201508"]]
    if faulty:
        rows += [["干部0002", ID, *SIGNS], [None, ID, *SIGNS], ["干部0001", ID, *SIGNS]]
        posts += [["干部0009", ID, SIGN, SIGN, "201605", "在任", SIGN]]
        posts += [["干部0001", SIGN, SIGN, SIGN, "201605", SIGN, SIGN], [None, ID, *[SIGN] * 5]]
        more += [["干部0002", ID, SIGN, "201508"], ["干部0001", ID, SIGN, SIGN]]
    changes = {
        "A01人员": [person, *rows],
        "A02职务": [post, *posts],
        "A15考核": [["姓名", "身份证号", "考核结论"], ["干部0001", ID, SIGN]],
        "A99Z1补充": more,
        "A36家庭成员": [["姓名", "称谓", "家庭成员姓名"], ["干部0001", SIGN, SIGN]],
    }
    found = read_collection(collection(tmp_path / "a.xlsx", changes), LIMITS)
    assert found.officials[0].posts[0].post == "镇长"
    told = everything(found)
    assert SIGN not in told
    assert ID not in told
    assert all(heading in told for heading in DROPPED if heading != "备注")
