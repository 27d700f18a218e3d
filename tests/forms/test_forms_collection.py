"""The collection workbook: officials, their posts, their units."""

import pytest
from sheet_data import A01, A02, A99, B01, LIMITS, RESUME, codes, collection, number, the, workbook

from partyorg.errors import ProblemSeverity
from partyorg.forms.collection import is_collection, read_collection
from partyorg.forms.official import HeldPost

ONE, TWO = number(1), number(2)
HARMLESS = {"private-column", "sheet-not-read", "missing-column", "superior-not-listed"}


@pytest.fixture
def read(tmp_path):
    """Write the workbook with changes and read it."""
    return lambda **changes: read_collection(collection(tmp_path / "采集表.xlsx", changes), LIMITS)


def test_officials_with_all_that_belongs_to_them(read):
    found = read()
    assert set(codes(found)) <= HARMLESS
    assert {p.severity for p in found.problems} == {ProblemSeverity.WARNING}
    first, second = found.officials
    assert (first.name, first.sheet, first.row, first.source) == (
        *("干部0001", "A01人员", 1),
        "采集表.xlsx",
    )
    assert (first.started_work, first.joined_party, first.post) == (
        *("201508", "201006"),
        "甲镇副镇长",
    )
    assert first.resume == RESUME
    assert (first.recruited_via, first.recruited_on) == ("选调生", "201508")
    assert second.recruited_via == "公务员考录"
    assert second.started_work == 20150801
    assert second.posts == (
        HeldPost(
            organization="甲镇人民政府",
            post="镇长",
            start="201805",
            member="正职",
            current=True,
            row=1,
        ),
        HeldPost(
            organization="甲镇人民政府",
            post="科员",
            start="20150801",
            end="201805",
            member="否",
            current=False,
            row=3,
        ),
    )
    assert first.posts[0].member == "是"
    assert [one.secret for one in found.officials] == [ONE, TWO]
    assert [info.name for info in found.inputs] == ["采集表.xlsx"]
    assert len(found.inputs[0].sha256) == 64


def test_units_as_rows_of_our_table(read):
    found = read()
    assert list(found.organizations) == [
        {
            "org_id": "001.001",
            "name": "示例县",
            "level": "county",
            "kind": None,
            "parent_id": None,
        },
        {
            "org_id": "001.001.003",
            "name": "甲镇人民政府",
            "level": "township",
            "kind": None,
            "parent_id": "001.001",
        },
        {
            "org_id": "001.001.003.001",
            "name": "甲镇农业中心",
            "level": "township",
            "kind": "public_institution",
            "parent_id": "001.001.003",
        },
    ]
    assert the(found, "superior-not-listed").rows == (1,)


@pytest.mark.parametrize(
    ("name", "belongs", "rank", "level"),
    [
        ("示例县林业局", "县（市、区、旗）", "乡科级正职", "county"),
        ("示例县林业局", "50县(市、区、旗)", None, "county"),
        ("某省水利厅", "省", "厅局级正职", "province"),
        ("乙街道办事处", "街道", None, "subdistrict"),
        ("乙街道办事处", "县", None, None),  # of the county, or the township itself
        ("甲镇党委", "县", "乡科级正职", None),
        ("甲镇党委", None, "乡科级正职", None),
        ("甲镇党委", None, "镇", "township"),
        ("某局", "街道、镇、乡", None, None),  # three levels at once
        ("某局", None, "县级", None),  # as a rank it may be a bureau of a prefecture
        ("某局", "乡", "街道", None),
    ],
)
def test_level_only_where_words_say_so(read, name, belongs, rank, level):
    found = read(B01单位=[B01, [name, "001", belongs, rank, None]])
    assert found.organizations[0]["level"] == level


@pytest.mark.parametrize(
    ("category", "kind"),
    [("企业", "enterprise"), ("事业单位", "public_institution"), ("党的机关", None), (None, None)],
)
def test_kind_only_where_words_say_so(read, category, kind):
    found = read(B01单位=[B01, ["某单位", "001", None, None, category]])
    assert found.organizations[0]["kind"] == kind


def test_units_with_faults(read):
    rows = [
        ["示例县", "001", "县", None, None],
        ["甲单位", "001.002", "县", None, None],
        ["乙单位", "001.002", "县", None, None],
        ["丙单位", 1.003, "县", None, None],
        ["丁单位", None, "县", None, None],
        ["甲单位", "001.004.001", "县", None, None],
    ]
    found = read(B01单位=[B01, *rows])
    assert [row["org_id"] for row in found.organizations] == ["001", "001.002", "001.004.001"]
    assert found.organizations[2]["parent_id"] == "001.004"  # not there; told when it is built
    assert the(found, "duplicate-key").row == 3
    assert [p.row for p in found.problems if p.code == "bad-id"] == [4, 5]
    assert the(found, "shared-name").rows == (2, 6)


def test_rows_are_joined_by_name_and_number(read):
    people = [["干部0001", ONE, *[None] * 4], ["干部0001", TWO, *[None] * 4]]
    posts = [
        ["干部0001", TWO, "甲镇", None, None, "镇长", "201805", None, None],
        ["干 部0001", f" {ONE} ", "乙镇", None, None, "镇长", "201805", None, None],
    ]
    found = read(A01人员=[A01, *people], A02职务=[A02, *posts], A99Z1补充=[A99])
    assert [[p.organization for p in one.posts] for one in found.officials] == [["乙镇"], ["甲镇"]]


@pytest.mark.parametrize(
    ("name", "id_number", "says"),
    [
        ("干部0009", number(9), "add them"),
        ("干部0001", number(9), "another number"),
        ("干部0009", ONE, "add them"),
        ("干部0001", None, "without an identity number"),
    ],
)
def test_post_of_nobody_in_a01(read, name, id_number, says):
    row = [name, id_number, "甲镇", None, None, "镇长", "201805", None, None]
    found = read(A02职务=[A02, row])
    problem = the(found, "unknown-person")
    assert says in problem.message["en"]
    assert (problem.table, problem.rows) == ("A02职务", (1,))
    assert problem.severity is ProblemSeverity.ERROR
    assert not any(one.posts for one in found.officials)


def test_number_that_a_workbook_has_rounded(read):
    row = ["干部0001", int(ONE), None, None, None, None]
    found = read(A01人员=[A01, row], A02职务=[A02], A99Z1补充=[A99])
    assert the(found, "bad-id").row == 1
    assert found.officials[0].secret is None


def test_two_people_with_one_number(read):
    people = [["干部0001", ONE, *[None] * 4], ["干部0002", ONE, *[None] * 4]]
    post = ["干部0002", ONE, "甲镇", None, None, "镇长", "201805", None, None]
    found = read(A01人员=[A01, *people], A02职务=[A02, post], A99Z1补充=[A99])
    assert the(found, "shared-number").rows == (1, 2)
    assert [one.secret for one in found.officials] == [None, None]
    assert [len(one.posts) for one in found.officials] == [0, 1]


def test_one_person_twice(read):
    people = [["干部0001", ONE, "201508", *[None] * 3], ["干部0001", ONE, "201608", *[None] * 3]]
    found = read(A01人员=[A01, *people], A02职务=[A02], A99Z1补充=[A99])
    assert [one.started_work for one in found.officials] == ["201508"]
    assert the(found, "duplicate-key").row == 2


def test_without_numbers_people_are_joined_by_name(read):
    people = [[n, *[None] * 4] for n in ("干部0001", "干部0002", "干部0002")]
    posts = [
        [n, "甲镇", None, None, "镇长", "201805", None, None] for n in ("干部0001", "干部0002")
    ]
    heads = [A01[:1] + A01[2:], A02[:1] + A02[2:]]
    sheets = {"A01人员": [heads[0], *people], "A02职务": [heads[1], *posts], "A99Z1补充": None}
    found = read(**sheets)
    assert [len(one.posts) for one in found.officials] == [1, 0, 0]
    assert the(found, "joined-by-name").severity is ProblemSeverity.WARNING
    assert the(found, "unknown-person").rows == (2,)


def test_missing_sheet_with_the_nearest_name(read):
    rows = [A02, ["干部0001", ONE, "甲镇", None, None, "镇长", "201805", None, None]]
    found = read(A02职务=None, A2职务=rows)
    problem = the(found, "missing-sheet")
    assert problem.value == "A02职务"
    assert "A2职务" in problem.message["en"]
    assert problem.severity is ProblemSeverity.ERROR
    assert len(found.officials) == 2


def test_missing_heading_with_the_nearest_name(read):
    heads = ["任职日期时" if h == "任职时间" else h for h in A02]
    row = ["干部0001", ONE, "甲镇", None, None, "镇长", "201805", None, None]
    found = read(A02职务=[heads, row])
    lost = [p for p in found.problems if p.code == "missing-column" and p.column == "任职时间"]
    assert [p.severity for p in lost] == [ProblemSeverity.ERROR]
    assert "'任职日期时'" in lost[0].message["en"]
    assert not any(one.posts for one in found.officials)


def test_posts_are_not_read_where_nothing_tells_their_end(read):
    row = ["干部0001", ONE, "甲镇", None, None, "镇长", "201805"]
    found = read(A02职务=[A02[:7], row])
    lost = {p.column for p in found.problems if p.severity is ProblemSeverity.ERROR}
    assert lost == {"任职状态", "免职时间"}
    assert not any(one.posts for one in found.officials)


def test_headings_in_any_order_below_more_than_a_title(tmp_path):
    heads = ["任职日期（年月）", *A02[7:], "姓 名", "身份证号（18位）", "*职务\n名称"]
    people = [["身份证号", "简历", "姓名"], [ONE, RESUME, "干部0001"]]
    above = [["表一"], [], ["填表说明"]]
    posts = [*above, heads, ["201805", None, None, "干部0001", ONE, "镇长"]]
    path = workbook(tmp_path / "a.xlsx", [("A01", people), ("A02", posts)])
    found = read_collection(path, LIMITS)
    assert found.officials[0].resume == RESUME
    assert found.officials[0].posts[0].post == "镇长"
    assert found.officials[0].posts[0].row == 1


@pytest.mark.parametrize(
    ("kind", "told", "member"),
    [("副职", "是", "副职"), (None, "否", "否"), ("正职", None, "正职"), (None, None, None)],
)
def test_member_of_the_team(read, kind, told, member):
    row = ["干部0001", ONE, "甲镇", told, kind, "镇长", "201805", None, None]
    found = read(A02职务=[A02, row])
    assert found.officials[0].posts[0].member == member


def test_contradictions_are_told_and_not_used(read):
    row = ["干部0001", ONE, "甲镇", "否", "正职", "镇长", "201805", "在任", "202001"]
    found = read(A02职务=[A02, row])
    assert codes(found).count("contradiction") == 2
    post = found.officials[0].posts[0]
    assert (post.member, post.current, post.end) == (None, None, "202001")


def test_words_that_are_not_known(read):
    post = ["干部0001", ONE, "甲镇", None, None, "镇长", "201805", "待定", None]
    more = ["干部0001", ONE, "也许", "201508", None, None]
    found = read(A02职务=[A02, post], A99Z1补充=[A99, more])
    assert the(found, "unknown-value").row == 1
    assert the(found, "bad-yes-no").column == "是否考录"
    assert found.officials[0].posts[0].current is None
    assert found.officials[0].recruited_via is None
    assert "待定" not in repr(found.problems)


def test_formula_gone_wrong_is_no_open_end(read):
    post = ["干部0001", ONE, "#REF!", None, None, "镇长", "201805", None, "#REF!"]
    found = read(A02职务=[A02, post])
    assert the(found, "formula-error").column == "任职机构名称"
    assert found.officials[0].posts[0].end == "#REF!"


def test_what_fits_no_table_is_named(read):
    people = [[*A01, "民族", "现职务层次"], ["干部0001", ONE, *[None] * 6]]
    units = [[*B01, "内设领导职数"], ["示例县", "001", "县", None, None, 5]]
    found = read(A01人员=people, B01单位=units, 说明=[["如何填写"]])
    dropped = {p.table: p.message["zh"] for p in found.problems if p.code == "column-not-read"}
    assert "现职务层次" in dropped["A01人员"]
    assert "内设领导职数" in dropped["B01单位"]
    private = {(p.table, p.column): p for p in found.problems if p.code == "private-column"}
    assert "民族" in private["A01人员", None].message["zh"]
    assert "neither kept" in private["A01人员", "身份证号"].message["en"]
    unread = {p.table: p.message["en"] for p in found.problems if p.code == "sheet-not-read"}
    assert unread.keys() == {"A15考核", "说明"}
    assert "counts by unit" in unread["A15考核"]


def test_who_has_left_is_told(read):
    heads = [*A01, "人员管理状态"]
    people = [["干部0001", ONE, *[None] * 4, "退休"], ["干部0002", TWO, *[None] * 4, "现职人员"]]
    assert the(read(A01人员=[heads, *people]), "left-service").rows == (1,)


def test_which_workbook_it_is():
    assert is_collection(["Ａ01人员", "A02职务"])
    assert is_collection(["A01人员基本信息"])
    assert not is_collection(["A01"])
    assert not is_collection(["people", "appointments"])
    assert not is_collection(["A0123", "A02B"])


def test_two_thousand_people(tmp_path):
    people = [[f"干部{n:04}", number(n), "201508", None, "甲镇科员", RESUME] for n in range(2000)]
    posts = [
        [one[0], one[1], "甲镇人民政府", "否", None, "科员", "201508", "在任", None]
        for one in people
        for _ in range(4)
    ]
    more = [[one[0], one[1], "是", "201508", "否", None] for one in people]
    sheets = {"A01人员": [A01, *people], "A02职务": [A02, *posts], "A99Z1补充": [A99, *more]}
    path = collection(tmp_path / "采集表.xlsx", sheets)
    found = read_collection(path, LIMITS)
    assert sum(len(one.posts) for one in found.officials) == 8000
