"""The closed lists of values, each with its Chinese name.

Every choice is read in English or in Chinese (`township` or 乡镇); what is in neither list is a
problem with the nearest value as a hint.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

__all__ = [
    "AssessmentGroup",
    "Basis",
    "Channel",
    "Choice",
    "Destination",
    "Level",
    "LinkRelation",
    "ListName",
    "OrgKind",
    "PayPeriod",
    "PromotionKind",
    "Role",
    "StaffType",
    "Via",
]


class Choice(StrEnum):
    """A value of a closed list, with its Chinese name(s) in `zh` and `aliases`."""

    zh: str
    aliases: tuple[str, ...]

    def __new__(cls, value: str, *names: str) -> Self:
        """Make a member from its value and its Chinese names, the usual one first."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.zh = names[0]
        member.aliases = names
        return member

    def named(self, lang: str) -> str:
        """Give the name in Chinese or in English."""
        return self.zh if lang == "zh" else self.value.replace("_", " ")


class Level(Choice):
    """The level of an organisation. A 街道 is not a township unless a rule names it."""

    CENTRAL = "central", "中央"
    PROVINCE = "province", "省", "省级"
    PREFECTURE = "prefecture", "市", "市级", "地市"
    COUNTY = "county", "县", "县级", "区县"
    TOWNSHIP = "township", "乡镇", "乡", "镇"
    SUBDISTRICT = "subdistrict", "街道"
    VILLAGE = "village", "村"
    COMMUNITY = "community", "社区"


class OrgKind(Choice):
    """What an organisation is; `DIVISION` is the place itself."""

    DIVISION = "division", "区划", "行政区划"
    LOCAL_PARTY_COMMITTEE = "local_party_committee", "地方党委"
    PARTY_COMMITTEE = "party_committee", "基层党委", "党委"
    PARTY_WORKING_COMMITTEE = "party_working_committee", "党工委"
    PARTY_LEADERSHIP_GROUP = "party_leadership_group", "党组"
    DISCIPLINE_COMMISSION = "discipline_commission", "纪委"
    GENERAL_BRANCH = "general_branch", "党总支"
    BRANCH = "branch", "党支部"
    JOINT_BRANCH = "joint_branch", "联合党支部"
    PARTY_GROUP = "party_group", "党小组"
    ORGANIZATION_DEPARTMENT = "organization_department", "组织部"
    GOVERNMENT = "government", "政府"
    CONGRESS = "congress", "人大"
    DEPARTMENT = "department", "部门"
    DISPATCHED_BODY = "dispatched_body", "派出机构"
    PUBLIC_INSTITUTION = "public_institution", "事业单位"
    ENTERPRISE = "enterprise", "企业"
    VILLAGE_COMMITTEE = "village_committee", "村委会"
    RESIDENTS_COMMITTEE = "residents_committee", "居委会"
    SOCIAL_ORGANIZATION = "social_organization", "社会组织"
    OTHER = "other", "其他"


class Via(Choice):
    """How somebody was recruited."""

    CIVIL_SERVICE_EXAM = "civil_service_exam", "公务员考录", "公务员招录"
    SELECTED_GRADUATE = "selected_graduate", "选调生"
    DIRECTED = "directed", "定向考录"
    INSTITUTION_HIRING = "institution_hiring", "事业单位招聘"
    OTHER = "other", "其他"


class Role(Choice):
    """The role of a post: party or government principal, other team member, other staff."""

    CHIEF = "chief", "党政正职", "正职"
    LEADER = "leader", "班子其他成员", "班子成员"
    STAFF = "staff", "一般干部"


class Basis(Choice):
    """How a post is held. `IN_POST` is the personnel relation."""

    IN_POST = "in_post", "在编在岗", "在岗"
    SECONDMENT = "secondment", "借调", "借用"
    ATTACHMENT = "attachment", "挂职"
    STATIONING = "stationing", "驻村"


class StaffType(Choice):
    """The establishment (编制) that a post belongs to."""

    CIVIL_SERVANT = "civil_servant", "行政"
    PARTICIPATING = "participating", "参公"
    INSTITUTION = "institution", "事业"
    WORKER = "worker", "工勤"
    OTHER = "other", "其他"


class Channel(Choice):
    """The channel by which posts are filled."""

    CIVIL_SERVICE_EXAM = "civil_service_exam", "公务员招录", "公务员考录"
    SELECTION = "selection", "遴选"
    TRANSFER = "transfer", "选调"
    INSTITUTION_HIRING = "institution_hiring", "事业单位招聘"


class Destination(Choice):
    """Where the recruited go: a level, or a dispatched body."""

    CENTRAL = "central", "中央"
    PROVINCE = "province", "省", "省级"
    PREFECTURE = "prefecture", "市", "市级", "地市"
    COUNTY = "county", "县", "县级", "区县"
    TOWNSHIP = "township", "乡镇", "乡", "镇"
    SUBDISTRICT = "subdistrict", "街道"
    VILLAGE = "village", "村"
    COMMUNITY = "community", "社区"
    DISPATCHED_BODY = "dispatched_body", "派出机构"


class AssessmentGroup(Choice):
    """The groups that are assessed apart."""

    GENERAL_STAFF = "general_staff", "一般干部", "一般工作人员"
    SECTION_LEVEL = "section_level", "科级干部", "科级"


class PromotionKind(Choice):
    """Promotion in rank (非领导职务／职级) or to a leading post."""

    RANK = "rank", "晋升非领导职务", "晋升职级", "职级"
    LEADERSHIP = "leadership", "提拔领导职务", "领导职务"


class PayPeriod(Choice):
    """What an amount is for: a year or a month."""

    YEAR = "year", "年"
    MONTH = "month", "月"


class LinkRelation(Choice):
    """How two organisations, or a person and an organisation, are linked."""

    COVERS = "covers", "覆盖"
    LEADS = "leads", "挂点"
    PAIRS = "pairs", "结对"
    FIRST_SECRETARY = "first_secretary", "第一书记"
    REGISTERED_WITH = "registered_with", "报到"
    MEMBER_OF = "member_of", "组织关系"


class ListName(Choice):
    """The lists of which items are recorded."""

    VETO = "veto", "一票否决"
    ASSESSMENT = "assessment", "考核指标"
    PROBLEMS = "problems", "问题清单"
    CORRECTIONS = "corrections", "整改清单"
    DUTIES = "duties", "责任清单"
    VERTICAL = "vertical", "垂直管理"
    HAVES = "haves", "具备事项"
