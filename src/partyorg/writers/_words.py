"""The words of the reports themselves: headings and labels, Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from partyorg.model.tables import TABLES

__all__ = ["column_name", "counting_name", "labels", "position", "subject_type", "table_name"]

_LABELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # the run
        "report": ("规则核查报告", "Rule check report"),
        "as_of": ("查核日", "As of"),
        "today": ("未指定，取当天", "not given: today"),
        "counting": ("计时方法", "Counting"),
        "packs": ("规则包", "Rule packs"),
        "inputs": ("输入", "Inputs"),
        "inputs_rows": ("{n} 行", "{n} rows"),
        "in_memory": ("内存数据", "rows in memory"),
        "version": ("版本", "Version"),
        "sha256": ("SHA-256", "SHA-256"),
        "made_by": ("由 partyorg {version} 生成", "Made by partyorg {version}"),
        # parts of a report
        "careers": ("数据是否齐全", "How complete the data are"),
        "people_number": ("人数", "People"),
        "summary": ("汇总", "Summary"),
        "findings": ("结论", "Findings"),
        "problems": ("数据问题", "Problems"),
        "about": ("说明", "About"),
        "total": ("合计", "Total"),
        "none_at_all": ("没有任何结论。", "There are no findings."),
        "no_failures": ("没有不符合的。", "Nothing fails."),
        "failures": ("不符合", "Failures"),
        "undetermined": ("无法判定", "Undetermined"),
        "off_target": ("未达目标", "Off target"),
        "pass": ("符合", "Passes"),
        "not_applicable": ("不适用", "Not applicable"),
        "alone": ("成批核查中逐条判定的", "Judged one by one within the check in columns"),
        "no_subject": ("没有适用对象的规定", "Rules that met no subject"),
        "no_subject_note": (
            "以下规定在数据中没有找到任何适用对象，并不表示已经符合。",
            "The data hold nobody and nothing that these rules apply to. That is no pass.",
        ),
        "missing_most": ("最常缺少", "Most often missing"),
        "quoted": ("“{}”", "'{}'"),
        "missing_count": ("{what}：{n} 项", "{what}: {n}"),
        "and_more": ("……另有 {n} 项", "… and {n} more"),
        "left_out": (
            "此处只列前 {shown} 项，另有 {n} 项未列；全部见 JSON 或 XLSX 报告。",
            "The first {shown} are listed here, {n} more are not; see the JSON or XLSX report.",
        ),
        "exceptions": ("审核例外", "Reviewed exceptions"),
        "excepted": ("例外", "excepted"),
        "excepted_number": ("其中例外 {n}", "{n} excepted"),
        "no_failures_but": (
            "除审核例外外，没有不符合的。",
            "Nothing fails, but for the reviewed exceptions.",
        ),
        "exceptions_note": (
            "例外所对应的结论照常列出并加标记，不再计入。",
            "The findings that exceptions are made for stay listed, are marked, and do not count.",
        ),
        "applied": ("已适用", "Applied"),
        "expired": ("已过期", "Expired"),
        "unmatched": ("无此结论", "Unmatched"),
        "unneeded": ("不再需要", "No longer needed"),
        "no_problems": ("数据没有发现问题。", "The data have no problems."),
        "problems_note": (
            "有误的行已搁置，不参与判定；受其影响的对象列为无法判定。",
            "Rows with errors were set aside; whoever depends on them is undetermined.",
        ),
        # a finding
        "kind": ("类型", "Kind"),
        "kind_finding": ("结论", "finding"),
        "kind_exception": ("例外", "exception"),
        "kind_problem": ("数据问题", "problem"),
        "kind_rule": ("规定无适用对象", "rule without subject"),
        "outcome": ("结果", "Outcome"),
        "severity": ("约束力", "Severity"),
        "title": ("规定", "Title"),
        "rule": ("规定编号", "Rule"),
        "rule_version": ("规定版本", "Rule version"),
        "subject": ("对象", "Subject"),
        "subject_name": ("对象名称", "Subject"),
        "subject_id": ("对象编号", "Subject ID"),
        "subject_type": ("对象类型", "Subject type"),
        "period": ("期间", "Period"),
        "part": ("类别", "Part"),
        "facts": ("事实", "Facts"),
        "arithmetic": ("计算", "Arithmetic"),
        "required": ("要求", "Required"),
        "shortfall": ("差额", "Shortfall"),
        "short_by": ("差 {n}", "short by {n}"),
        "over_by": ("超出 {n}", "over by {n}"),
        "not_permitted": ("{n} 项不允许", "{n} not permitted"),
        "outlook": ("今后", "Ahead"),
        "compliant_from": ("何日起符合", "Compliant from"),
        "lapses_on": ("何日起不再符合", "Lapses on"),
        "reason": ("原因", "Reason"),
        "missing": ("缺少的事实", "What is missing"),
        "former": ("此前曾不符合", "Former breaches"),
        "responsible": ("责任机构", "Responsible"),
        "evidence": ("依据行", "Evidence rows"),
        "source": ("出处", "Source"),
        "document": ("文件", "Document"),
        "issuer": ("发文机关", "Issuer"),
        "date": ("发文日期", "Date of document"),
        "clause": ("条款", "Clause"),
        "level": ("证据等级", "Evidence level"),
        "id": ("结论编号", "Finding ID"),
        "exception": ("例外", "Exception"),
        "exception_reason": ("例外理由", "Exception reason"),
        "exception_by": ("例外审核人", "Exception by"),
        "exception_until": ("例外有效期至", "Exception until"),
        "exception_state": ("例外状态", "State of exception"),
        "exception_row": ("例外文件行", "Row of exception"),
        # a problem
        "problem_code": ("问题代码", "Problem code"),
        "input": ("文件名", "Input"),
        "table": ("表", "Table"),
        "row": ("行", "Row"),
        "rows": ("涉及行", "Rows concerned"),
        "column": ("列", "Column"),
        "value": ("值", "Value"),
        "message": ("问题与改法", "Problem and remedy"),
        "address": ("位置", "Place"),
        "error": ("错误", "error"),
        "warning": ("警告", "warning"),
        # the page
        "search": ("筛选", "Filter"),
        "search_hint": ("姓名、编号、规定……", "name, ID, rule …"),
        "matches": ("项匹配", "match"),
        "contents": ("目录", "Contents"),
        "share": ("分布", "Shares"),
        "provenance": ("来源与校验", "Provenance"),
        "skip": ("跳到正文", "Skip to the findings"),
        "item": ("项目", "Item"),
        "content": ("内容", "Content"),
    }
)

_SUBJECTS = MappingProxyType(
    {
        "person": ("人员", "person"),
        "township": ("乡镇", "township"),
        "county": ("县", "county"),
        "prefecture": ("市", "prefecture"),
        "province": ("省", "province"),
        "organization": ("机构", "organization"),
        "case": ("事项", "case"),
    }
)

_COUNTING = MappingProxyType(
    {
        "day": ("按日计算", "by the day"),
        "month": ("计算到月", "by the month"),
        "inclusive_month": ("计算到月，首尾月均计入", "by the month, both ends included"),
    }
)


def labels(lang: str) -> dict[str, str]:
    """Give all labels in one language, by key."""
    at = position(lang)
    return {key: pair[at] for key, pair in _LABELS.items()}


def subject_type(name: str, lang: str) -> str:
    """Give the word for a type of subject."""
    return _SUBJECTS.get(name, (name, name))[position(lang)]


def counting_name(name: str, lang: str) -> str:
    """Give the words for a counting convention.

    >>> counting_name("month", "zh")
    '计算到月'
    """
    return _COUNTING.get(name, (name, name))[position(lang)]


def table_name(table: str, lang: str) -> str:
    """Give the name of a table as a reader of that language heads it.

    >>> table_name("appointments", "zh")
    '任职'
    """
    return TABLES[table].zh if lang == "zh" and table in TABLES else table


def column_name(table: str | None, column: str, lang: str) -> str:
    """Give the name of a column as a reader of that language heads it.

    >>> column_name("appointments", "start", "zh")
    '任职时间'
    """
    if lang != "zh" or table not in TABLES:
        return column
    return next((c.zh for c in TABLES[table].columns if c.name == column), column)


def position(lang: str) -> int:
    """Give the place of a language in a pair of texts, Chinese first."""
    return 0 if lang == "zh" else 1
