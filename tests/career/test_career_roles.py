"""Level, role and basis of typical posts."""

from __future__ import annotations

import pytest

from partyorg import parse_career
from partyorg.career import CareerBasis
from partyorg.model import Level, Role

CHIEF, LEADER, STAFF = Role.CHIEF, Role.LEADER, Role.STAFF
TOWNSHIP, STREET, COUNTY = Level.TOWNSHIP, Level.SUBDISTRICT, Level.COUNTY

POSTS = [
    # principals of townships and streets
    ("示例县青石镇党委书记", TOWNSHIP, CHIEF),
    ("示例县青石镇镇长", TOWNSHIP, CHIEF),
    ("示例县柳溪乡乡长", TOWNSHIP, CHIEF),
    ("示例县柳溪乡代乡长", TOWNSHIP, CHIEF),
    ("示例县柳溪乡代理乡长", TOWNSHIP, CHIEF),
    ("示例县青石镇人民政府镇长", TOWNSHIP, CHIEF),
    ("示例县青石镇党委第一书记", TOWNSHIP, CHIEF),
    ("中共示例县青石镇委员会书记", TOWNSHIP, CHIEF),
    ("示例县青石镇党委副书记、镇长", TOWNSHIP, CHIEF),
    ("示例区城关街道党工委书记", STREET, CHIEF),
    ("示例区城关街道办事处主任", STREET, CHIEF),
    ("示例县丙公社党委书记", TOWNSHIP, CHIEF),
    ("示例县丙公社革委会主任", TOWNSHIP, CHIEF),
    # other members of the team
    ("示例县青石镇党委副书记", TOWNSHIP, LEADER),
    ("示例县青石镇副镇长", TOWNSHIP, LEADER),
    ("示例县柳溪乡人民政府副乡长", TOWNSHIP, LEADER),
    ("示例县青石镇党委委员", TOWNSHIP, LEADER),
    ("示例县青石镇组织委员", TOWNSHIP, LEADER),
    ("示例县青石镇党委宣传委员", TOWNSHIP, LEADER),
    ("示例县青石镇政法委员", TOWNSHIP, LEADER),
    ("示例县青石镇纪委书记", TOWNSHIP, LEADER),
    ("示例县青石镇人大主席", TOWNSHIP, LEADER),
    ("示例县青石镇人大主席团主席", TOWNSHIP, LEADER),
    ("示例县青石镇人大副主席", TOWNSHIP, LEADER),
    ("示例县青石镇武装部部长", TOWNSHIP, LEADER),
    ("示例县青石镇人武部长", TOWNSHIP, LEADER),
    ("示例县青石镇党委副书记、镇长候选人", TOWNSHIP, LEADER),
    ("示例区城关街道党工委副书记", STREET, LEADER),
    ("示例区城关街道办事处副主任", STREET, LEADER),
    ("示例区城关街道纪工委书记", STREET, LEADER),
    # staff there
    ("示例县青石镇科员", TOWNSHIP, STAFF),
    ("示例县青石镇人民政府工作人员", TOWNSHIP, STAFF),
    ("示例县青石镇干部", TOWNSHIP, STAFF),
    ("示例县青石镇党政办主任", TOWNSHIP, STAFF),
    ("示例县青石镇镇长助理", TOWNSHIP, STAFF),
    ("示例县青石镇团委书记", TOWNSHIP, STAFF),
    ("示例县青石镇妇联主席", TOWNSHIP, STAFF),
    ("示例县青石镇财政所所长", TOWNSHIP, STAFF),
    ("示例县青石镇派出所所长", TOWNSHIP, STAFF),
    ("示例县青石镇农业服务中心主任", TOWNSHIP, STAFF),
    ("示例县青石镇中学教师", TOWNSHIP, STAFF),
    ("示例县青石镇岩口村党支部书记", TOWNSHIP, STAFF),
    ("示例县青石镇岩口村村委会主任", TOWNSHIP, STAFF),
    ("示例县青石镇党委秘书", TOWNSHIP, STAFF),
    ("示例县青石镇四级主任科员", TOWNSHIP, STAFF),
    ("示例区城关街道社区工作人员", STREET, STAFF),
    # counties
    ("示例县委书记", COUNTY, CHIEF),
    ("中共示例县委书记", COUNTY, CHIEF),
    ("示例县县长", COUNTY, CHIEF),
    ("示例县人民政府县长", COUNTY, CHIEF),
    ("示例县委副书记", COUNTY, LEADER),
    ("示例县副县长", COUNTY, LEADER),
    ("示例县委常委", COUNTY, LEADER),
    ("示例县财政局局长", COUNTY, CHIEF),
    ("示例县财政局副局长", COUNTY, LEADER),
    ("示例县财政局科员", COUNTY, STAFF),
    ("示例县财政局预算股股长", COUNTY, STAFF),
    ("示例县财政局办公室主任", COUNTY, STAFF),
    ("示例县政府办公室主任", COUNTY, CHIEF),
    ("示例县委组织部副部长", COUNTY, LEADER),
    ("示例县委组织部干部", COUNTY, STAFF),
    ("示例县乡镇企业局局长", COUNTY, CHIEF),
    ("示例县城乡建设局副局长", COUNTY, LEADER),
    ("示例县乡村振兴局科员", COUNTY, STAFF),
    ("示例县城镇建设办公室科员", COUNTY, STAFF),
    ("镇远县财政局科员", COUNTY, STAFF),
    ("内乡县水利局局长", COUNTY, CHIEF),
    ("清镇市人民政府副市长", COUNTY, LEADER),
    ("示例区人民法院院长", COUNTY, CHIEF),
    ("示例旗委书记", COUNTY, CHIEF),
    # above
    ("镇江市财政局局长", Level.PREFECTURE, CHIEF),
    ("新乡市委组织部科员", Level.PREFECTURE, STAFF),
    ("景德镇市副市长", Level.PREFECTURE, LEADER),
    ("黔南州委副书记", Level.PREFECTURE, LEADER),
    ("某地区行署专员", Level.PREFECTURE, CHIEF),
    ("贵州省财政厅副厅长", Level.PROVINCE, LEADER),
    ("贵州省委组织部部长", Level.PROVINCE, CHIEF),
    ("北京市人民政府副市长", Level.PROVINCE, LEADER),
    ("国务院办公厅秘书", Level.CENTRAL, STAFF),
    # of no level
    ("某大学讲师", None, STAFF),
    ("某部队战士", None, STAFF),
]


@pytest.mark.parametrize(("text", "level", "role"), POSTS, ids=[text for text, _, _ in POSTS])
def test_level_and_role(text: str, level: Level | None, role: Role) -> None:
    (spell,) = parse_career(f"2009.06--2012.08  {text}").spells
    assert (spell.level, spell.role) == (level, role)
    assert spell.basis is CareerBasis.IN_POST
    assert not spell.acting


BASES = [
    ("示例县青石镇副镇长（挂职）", CareerBasis.ATTACHMENT, TOWNSHIP),
    ("挂职任示例县青石镇副镇长", CareerBasis.ATTACHMENT, TOWNSHIP),
    ("挂任示例县副县长", CareerBasis.ATTACHMENT, COUNTY),
    ("借调示例县委组织部工作", CareerBasis.SECONDMENT, COUNTY),
    ("抽调到示例县委组织部工作", CareerBasis.SECONDMENT, COUNTY),
    ("借用到示例县财政局", CareerBasis.SECONDMENT, COUNTY),
    ("示例县委组织部跟班学习", CareerBasis.SECONDMENT, COUNTY),
    ("示例县青石镇岩口村第一书记", CareerBasis.STATIONING, TOWNSHIP),
    ("示例县青石镇岩口村驻村工作队队长", CareerBasis.STATIONING, TOWNSHIP),
    ("示例县委党校学习", CareerBasis.STUDY, COUNTY),
    ("某大学经济学专业学习", CareerBasis.STUDY, None),
    ("待分配", CareerBasis.WAITING, None),
]


@pytest.mark.parametrize(("text", "basis", "level"), BASES, ids=[text for text, _, _ in BASES])
def test_basis(text: str, basis: CareerBasis, level: Level | None) -> None:
    (spell,) = parse_career(f"2009.06--2012.08  {text}").spells
    assert (spell.basis, spell.level) == (basis, level)


@pytest.mark.parametrize(
    "text",
    [
        "示例县青石镇副镇长（主持工作）",
        "示例县青石镇党委副书记、主持政府工作",
        "示例县青石镇副镇长（主持镇政府全面工作）",
    ],
)
def test_who_is_in_charge_without_the_office_keeps_the_role(text: str) -> None:
    (spell,) = parse_career(f"2009.06--2012.08  {text}").spells
    assert spell.acting
    assert spell.role is LEADER


def test_a_bracket_may_tell_where_somebody_was_seconded() -> None:
    own, other = parse_career("2009.06--2012.08  示例县青石镇科员（借调县委办公室工作）").spells
    assert (own.basis, own.level) == (CareerBasis.IN_POST, TOWNSHIP)
    assert (other.basis, other.level) == (CareerBasis.SECONDMENT, COUNTY)
