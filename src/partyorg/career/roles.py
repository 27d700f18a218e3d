"""The role of a post: principal, other member of the leadership team, or staff.

In a township the team is that of the party committee, the government and the congress; the head
of a school, a police station or an office there is staff (一般干部) to the rules.  Elsewhere the
head of a body is its principal and the deputies its other members.
"""

from __future__ import annotations

import re

from partyorg.model import Role

__all__ = ["has_unit", "highest", "role_elsewhere", "role_in_township"]

_UNIT = re.compile(
    "机关|两新|非公|片区|联合社|合作社|网格|村(?!镇)|社区|居委会|中学|小学|学校|完小|中心校|幼儿园|医院|卫生院|厂|公司|矿|[^机]构|[派司财税工国][出法政务商土]所|"
    "[^副]站|中心(?!镇)|信用社|供销社|银行|法庭|农场|林场|[大中小生]产?队|企业|支部|总支|团委|共青团|妇联|工会|教办|"
    "教育|办公室|[政建综委大]办|所长"
)
_TOWN_CHIEF = re.compile(
    "(?:^|党委会?|党工委|(?<![纪团])工委|[镇乡]委|委员会|党组)(?:代理?)?(?:第一)?书记(?!员|候选|人选|助理)|"
    "(?<!副)(?:代理?)?[乡镇]长(?!助理|候选|人选)|"
    "(?:^|政府|管委会|管理委员会|革委会|革命委员会|办事处|街道办?)(?:代理?)?(?:主任|社长)(?!助理|科员|候选|人选)"
)
_TOWN_LEADER = re.compile(
    "副书记(?!候选)|副[乡镇]长(?!候选|人选|助理)|(?:^|政府|办事处|街道办?|管委会|革委会)副(?:主任|社长)|"
    "人大.{0,8}主席(?!团成员)|(?:^|主席团)(?:常务)?副?主席(?!团)|(?:人大|政协)工?委?(?:副?主任|联络)|"
    "纪(?:检|律检查)?(?:工)?(?:委员会|委)?书记|纪检书记|政法(?:委)?书记|委员(?!会|长)|"
    "(?:武装|人武|组织|宣传|统战)部?部长|武装部长|(?:党委|班子|领导)(?:班子)?成员|常委|政协.{0,6}(?:主席|主任|组长)"
)
_MINOR = re.compile(
    "(?:[科股处室所站队组班排连营团系]|教研组|车间|支队|大队|中队)长|(?:局|委|部|院|厅|校|社|公司|政府|联).*办公室副?主任|秘书"
    "(?!长)|科员|办事员|干事|干部|职员|工人|教师|主任科员|调研员|巡视员|主任医师|主任记者|主任编辑|班主任|教研室主任"
)
_OFFICE_OF_BODY = re.compile(
    "[省市州县区旗盟地](?:委|政府|人民政府|人大(?:常委会)?|政协|纪委)办公室副?主任$"
)
_HEAD = re.compile(
    "书记(?!员)|[省市州县区旗盟]长|专员|局长|厅长|主任(?!医师|科员|记者|编辑)|部长|院长|检察长|校长|行长|主席|会长|社长|台长|馆长|"
    "经理|董事长|厂长|场长|园长|司令员|政委|秘书长|总编辑|总裁|理事长|组长|队长|所长|站长"
)
_DEPUTY = re.compile(
    "常委|委员(?!会)|成员|副(?:书记|[省市州县区旗盟]|专员|局|厅|主|部|院|检|校|行|会|社|台|馆|总|经理|董|厂|场|园|司|政委|秘|组|队|所|站|理)|"
    "助理|总工程师|总经济师|总会计师|纪检组长"
)
_COMMITTEE_MEMBER = re.compile("[省市州县区旗盟]委(?:员会)?(?:候补)?委员")
_STANDING = re.compile("常委|书记|[县区市旗]长")
_ORDER = {Role.CHIEF: 0, Role.LEADER: 1, Role.STAFF: 2}


def highest(one: Role | None, other: Role | None) -> Role | None:
    """Give the higher of two roles; none is lower than any."""
    if one is None or other is None:
        return one or other
    return min(one, other, key=_ORDER.__getitem__)


def has_unit(post: str) -> bool:
    """Tell whether what stands behind the name of a township begins with a body of its own there.

    A school, a station, a village are such; the party committee and the government are not.
    """
    unit = _UNIT.search(post)
    team = _TOWN_CHIEF.search(post) or _TOWN_LEADER.search(post)
    return (
        unit is not None and "办公室" not in unit[0] and not (team and team.start() < unit.start())
    )


def role_in_township(post: str) -> Role:
    """Tell the role of what stands behind the name of a township or street.

    >>> role_in_township("党委副书记"), role_in_township("镇长"), role_in_township("中学校长")
    (<Role.LEADER: 'leader'>, <Role.CHIEF: 'chief'>, <Role.STAFF: 'staff'>)
    """
    unit = _UNIT.search(post)
    until = unit.start() if unit else len(post)
    chief = _TOWN_CHIEF.search(post)
    if chief and chief.start() <= until:
        return Role.CHIEF
    leader = _TOWN_LEADER.search(post)
    if leader and leader.start() <= until:
        return Role.LEADER
    return Role.STAFF


def role_elsewhere(post: str) -> Role:
    """Tell the role of a post above the townships, or outside the divisions.

    >>> role_elsewhere("县委书记"), role_elsewhere("县财政局副局长"), role_elsewhere("县财政局科员")
    (<Role.CHIEF: 'chief'>, <Role.LEADER: 'leader'>, <Role.STAFF: 'staff'>)
    """
    if not _OFFICE_OF_BODY.search(post) and _MINOR.search(post):
        return Role.STAFF
    if _COMMITTEE_MEMBER.search(post) and not _STANDING.search(post):
        return Role.STAFF  # 县委委员 is in the committee, and not in the team
    if _DEPUTY.search(post):
        return Role.LEADER
    return Role.CHIEF if _HEAD.search(post) else Role.STAFF
