"""The tables of a data set, one frozen record class each.

Only officials and organisations are modelled, and of a person only what a rule needs.  `row`
counts the data rows of the table from 1; it is the address of the evidence.
"""

from __future__ import annotations

from fractions import Fraction

from attrs import frozen

from partyorg.dates import PartialDate, Spell
from partyorg.model import columns as c
from partyorg.model.choices import (
    AssessmentGroup,
    Basis,
    Channel,
    Destination,
    Level,
    LinkRelation,
    ListName,
    OrgKind,
    PayPeriod,
    PromotionKind,
    Role,
    StaffType,
    Via,
)

__all__ = [
    "Activity",
    "Amount",
    "Appointment",
    "Assessment",
    "Completeness",
    "Election",
    "Link",
    "ListedItem",
    "Members",
    "Organization",
    "Person",
    "Procedure",
    "Promotion",
    "Record",
    "Recruitment",
    "Training",
]

_PERSON, _ORG = "people", "organizations"


@frozen(kw_only=True)
class Record:
    """A row of a table."""

    row: int


@frozen
class Organization(Record):
    """An organisation, or a place (`kind` division).

    `parent_id` is the superior (隶属), `within_id` the place (所在区划); the two are kept apart.
    """

    org_id: str = c.key("机构编码")
    name: str | None = c.text("机构名称")
    level: Level | None = c.choice("级别|机构级别", Level)
    kind: OrgKind | None = c.choice("类别|机构类别", OrgKind)
    parent_id: str | None = c.reference("上级机构编码", _ORG, speaks_empty=True)
    within_id: str | None = c.reference("所在区划编码", _ORG, speaks_empty=True)
    division_code: str | None = c.text("行政区划代码")
    valid_from: PartialDate | None = c.day("成立时间", speaks_empty=True)
    valid_to: PartialDate | None = c.day("撤销时间", speaks_empty=True)
    successor_id: str | None = c.reference("承继机构编码", _ORG, speaks_empty=True)
    tags: tuple[str, ...] = c.words("标签")


@frozen
class Person(Record):
    """An official: identifier, name, and how and when they were recruited.

    `recruited_by` is the unit of the post, not who held the examination.  `career_known_from`
    says from when on the appointments are complete.
    """

    person_id: str = c.key("人员编号")
    name: str | None = c.text("姓名")
    recruited_on: PartialDate | None = c.day("录用时间")
    recruited_by: str | None = c.reference("招录职位所在单位编码", _ORG)
    recruited_via: Via | None = c.choice("录用渠道", Via)
    career_known_from: PartialDate | None = c.day("任职记录起始", speaks_empty=True)
    grassroots_before: bool | None = c.yes_no("录用前有乡镇村工作经历")


@frozen
class Appointment(Record):
    """A post held by a person for a half-open stretch of time."""

    person_id: str = c.key("人员编号", refers_to=_PERSON)
    org_id: str = c.key("机构编码|任职机构编码", refers_to=_ORG)
    post: str | None = c.text("职务|职务名称")
    role: Role | None = c.choice("职务类别", Role)
    start: PartialDate | None = c.day("任职时间")
    end: PartialDate | None = c.day("免职时间", speaks_empty=True, needed=True)
    basis: Basis | None = c.choice("任职方式", Basis)
    staff_type: StaffType | None = c.choice("编制类型", StaffType)
    duties: tuple[str, ...] = c.words("分工")
    approved_by: str | None = c.reference("批准机构编码", _ORG, speaks_empty=True)
    approved_on: PartialDate | None = c.day("批准时间")

    @property
    def spell(self) -> Spell:
        """The time for which the post is held."""
        return Spell(self.start, self.end)


@frozen
class Recruitment(Record):
    """Posts of one kind that an authority planned and filled in a year."""

    authority: str = c.key("招录机关编码", refers_to=_ORG)
    year: int = c.year("年度")
    channel: Channel | None = c.choice("渠道", Channel)
    destination: Destination | None = c.choice("去向", Destination)
    directed: bool | None = c.yes_no("定向")
    grassroots_required: bool | None = c.yes_no("要求乡镇村经历")
    planned: int | None = c.count("计划数")
    hired: int | None = c.count("实录数")
    cancelled: int | None = c.count("取消数")
    applicants: int | None = c.count("报名数")


@frozen
class Training(Record):
    """Training which a person took part in."""

    person_id: str = c.key("人员编号", refers_to=_PERSON)
    year: int = c.year("年度")
    days: Fraction | None = c.number("天数")
    hours: Fraction | None = c.number("学时")
    program: str | None = c.text("班次")
    organized_at: Level | None = c.choice("举办级别", Level)


@frozen
class Assessment(Record):
    """How many of a group were assessed in a year, and how many were graded excellent."""

    org_id: str = c.key("机构编码", refers_to=_ORG)
    year: int = c.year("年度")
    group: AssessmentGroup | None = c.choice("考核类别|类别", AssessmentGroup)
    assessed: int | None = c.count("参加考核人数")
    excellent: int | None = c.count("优秀人数")


@frozen
class Activity(Record):
    """Something that an organisation did on a day; `to_id` receives a report."""

    org_id: str = c.key("机构编码", refers_to=_ORG)
    kind: str = c.text("活动类别|类别", required=True)
    date: PartialDate | None = c.day("日期")
    subject_id: str | None = c.reference("对象编码", None)
    to_id: str | None = c.reference("报送机构编码", _ORG)


@frozen
class Procedure(Record):
    """A step of a case; `org_id` is the organisation that conducts the case."""

    case_id: str = c.key("案件编号")
    kind: str | None = c.text("程序类别|类别")
    step: str = c.text("步骤", required=True)
    date: PartialDate | None = c.day("日期")
    subject_id: str | None = c.reference("对象编码", None)
    org_id: str | None = c.reference("办理机构编码|机构编码", _ORG)


@frozen
class Promotion(Record):
    """A promotion in rank or to a leading post."""

    person_id: str = c.key("人员编号", refers_to=_PERSON)
    kind: PromotionKind | None = c.choice("晋升类别|类别", PromotionKind)
    date: PartialDate | None = c.day("晋升时间|日期")
    org_id: str | None = c.reference("机构编码", _ORG)


@frozen
class Amount(Record):
    """An amount of money, in yuan, exact."""

    subject_id: str = c.key("对象编码")
    item: str = c.text("项目", required=True)
    year: int = c.year("年度")
    amount: Fraction | None = c.number("金额")
    per: PayPeriod | None = c.choice("计发周期", PayPeriod)


@frozen
class Link(Record):
    """A relation between two organisations, or a person and an organisation."""

    from_id: str = c.key("起点编码")
    to_id: str = c.key("终点编码")
    relation: LinkRelation | None = c.choice("关系", LinkRelation)
    start: PartialDate | None = c.day("开始时间")
    end: PartialDate | None = c.day("结束时间", speaks_empty=True, needed=True)


@frozen
class Completeness(Record):
    """Says that a table has every row there is, for a year and within an organisation.

    Without `year` every year, without `org_id` every organisation.  Of links it says that every one
    is there which was in force in the year.  Where a row was set aside of which nobody can tell
    whose it is, its table is not complete, whatever is said here.
    """

    table: str = c.text("表", required=True)
    year: int | None = c.year("年度", required=False)
    org_id: str | None = c.reference("机构编码", _ORG)


@frozen
class Members(Record):
    """How many party members an organisation had in a year."""

    org_id: str = c.key("机构编码", refers_to=_ORG)
    year: int = c.year("年度")
    full_members: int | None = c.count("正式党员数")
    probationary_members: int | None = c.count("预备党员数")


@frozen
class ListedItem(Record):
    """An item of one of an organisation's lists."""

    org_id: str = c.key("机构编码", refers_to=_ORG)
    list: ListName = c.choice("清单", ListName, required=True)
    item: str = c.text("事项", required=True)
    basis: str | None = c.text("依据")
    item_ref: str | None = c.text("对应事项")


@frozen
class Election(Record):
    """A ballot: how many should have attended, did, and voted for whom or what.

    An election has a row for each candidate, a resolution one row.  Who stood is not kept beyond an
    identifier.
    """

    case_id: str = c.key("选举编号|案件编号")
    kind: str | None = c.text("选举类别|类别")
    org_id: str | None = c.reference("机构编码", _ORG)
    date: PartialDate | None = c.day("日期")
    due: int | None = c.count("应到会人数")
    present: int | None = c.count("实到会人数")
    seats: int | None = c.count("应选人数")
    candidates: int | None = c.count("候选人数")
    issued: int | None = c.count("发出票数")
    returned: int | None = c.count("收回票数")
    candidate_id: str | None = c.reference("候选人编号", None)
    votes: int | None = c.count("赞成票数")
    elected: bool | None = c.yes_no("当选或通过")
