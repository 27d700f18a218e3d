"""Findings in words, Chinese and English, rendered from their facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from partyorg.dates import FAR, PartialDate, Period
from partyorg.errors import CallError
from partyorg.verdict.exceptions import ReviewedException
from partyorg.verdict.finding import Breach, Evidence, Finding, Settling, Unknown

__all__ = [
    "ALONE",
    "BREACHES",
    "ENTRIES",
    "LANGUAGES",
    "PARTS",
    "REASONS",
    "UNKNOWNS",
    "cells_of",
    "excepted",
    "explain",
    "lang_index",
    "message",
    "named_part",
    "outlook",
    "plain",
    "shown",
]

LANGUAGES = ("zh", "en")

REASONS: dict[str, tuple[str, str]] = {
    "before-force": ("事发时本规定尚未施行", "the rule was surely not yet in force"),
    "after-force": ("事发时本规定已不再施行", "the rule was no longer in force"),
    "perhaps-before-force": (
        "本规定起始日期只知到年或月，事发时可能尚未施行，不能判为不符合",
        "the rule may not have been in force yet, so the breach cannot be held against anyone",
    ),
    "perhaps-after-force": (
        "事发时本规定可能已不再施行，不能判为不符合",
        "the rule may no longer have been in force, so the breach cannot be held against anyone",
    ),
    "not-yet-recruited": ("在查核日之后才录用", "recruited after the day of the check"),
    "nothing-recorded": (
        "没有任何记录，无从判定",
        "nothing is on record there, so there is nothing to judge",
    ),
    "too-few-members": (
        "正式党员人数不足，不要求",
        "there are too few full members for it to be owed",
    ),
    "tie-open": (
        "恰好等于所要求的比例，来源是否含本数未核",
        "exactly the share required, and whether that is enough was not verified",
    ),
    "no-threshold": (
        "来源没有给出标准，不能判定",
        "the source gives no threshold, so nothing can be told",
    ),
    "share-of-nothing": ("没有可计算的基数", "there is nothing to take a share of"),
    "doubtful-subject": (
        "不能确定是否属于适用对象",
        "it is not known whether the rule applies to it",
    ),
    "row-set-aside": (
        "有关的数据行有误，已搁置",
        "a row on which this depends has a fault and was set aside",
    ),
    "case-running": ("程序尚在进行", "the case is still on its way"),
    "period-running": ("期间尚未结束", "the period is not over yet"),
    "no-deadline": (
        "至今没有记录，而规定未设期限",
        "none is recorded so far, and the rule sets no deadline",
    ),
    "incomplete-table": (
        "没有记录不等于没有发生，且未声明数据齐全",
        "no record is not the same as nothing, and the table is not said to be complete",
    ),
    "dates-too-coarse": (
        "日期精度不够，存在不同的判定",
        "the dates are too coarse: different days give different answers",
    ),
    "too-many-readings": (
        "不确切的日期过多，无法逐一推演",
        "so many dates are uncertain that their order cannot be worked out",
    ),
    "no-order": (
        "这些日期彼此矛盾，没有一种先后顺序成立",
        "the dates contradict each other: they allow no order at all",
    ),
    "fact-unknown": ("缺少所需的事实", "a fact that is needed is not known"),
    "versions-differ": ("不同版本的规定结论不同", "the versions that may be in force disagree"),
}
"""Why a finding is not applicable or undetermined, by code: Chinese, English."""

UNKNOWNS: dict[str, tuple[str, str]] = {
    "date-to-the-day": ("确切到日的日期", "the date to the day"),
    "value": ("空缺的值", "the value that is empty"),
    "organization": (
        "机构表中的该机构及其所在区划",
        "the organisation, and its place, in the table",
    ),
    "career": ("任职记录不完整的一段经历", "the part of the career that is not recorded"),
    "rows": ("表是否齐全（completeness）", "whether the table is complete (completeness)"),
    "mended-row": ("改正被搁置的数据行", "the row that was set aside, mended"),
    "rest-of-case": ("其余步骤的记录", "the record of the steps to come"),
    "end-of-period": ("期间结束后的记录", "the record once the period is over"),
    "force": ("规定施行的确切日期", "the day from which the rule is in force"),
    "deadline": ("规定的期限（参数 within）", "a deadline (the parameter within)"),
    "list": ("名单的其余部分", "the rest of the list"),
}
"""What would settle an undetermined finding, by code: Chinese, English."""


ALONE: dict[str, tuple[str, str]] = {
    "career": ("任职经历较复杂", "the career is intricate"),
    "kind": ("该类规则涉及对象少", "rules of this kind have few subjects"),
    "versions": ("规定有多个版本", "the rule has several versions"),
    "place-unknown": ("有机构所在区划不明", "the place of an organisation is not known"),
    "row-set-aside": ("有数据行被搁置", "rows were set aside"),
}
"""Why a check in columns judged something one record at a time, by code: Chinese, English."""

BREACHES: dict[str, tuple[str, str]] = {
    "early-move": ("未满年限或未经批准即调动", "moved too early, or without approval"),
    "inexperienced": ("补入者当时没有所需经历", "the one taken in had not the experience needed"),
}
"""What a former breach was, by code: Chinese, English."""

ENTRIES: dict[str, tuple[str, str]] = {
    "expired": (
        "已过有效期，未适用；请重新审核后续期，或删去",
        "the last day is past, so not applied; to be reviewed anew, or deleted",
    ),
    "unmatched": (
        "本次核查没有此编号的结论；请核对编号，并看本次是否未查该规定或该对象",
        "this check has no such finding; look at the ID, and whether rule or subject was left out",
    ),
    "unneeded": (
        "该结论现为符合或不适用，例外不再需要；可删去",
        "the finding passes now, or does not apply, so no exception is needed; to be deleted",
    ),
}
"""What is to be said of exceptions that mark no finding, by code: Chinese, English."""

PARTS: dict[str, tuple[str, str]] = {
    "general_staff": ("一般干部", "general staff"),
    "section_level": ("科级干部", "section level"),
}
"""The parts that have a name of their own; others are identifiers."""


def lang_index(lang: str) -> int:
    """Give the place of a language in pairs of Chinese and English."""
    if lang not in LANGUAGES:
        msg = f"there is no language '{lang}'; use 'zh' or 'en'"
        raise CallError(msg)
    return LANGUAGES.index(lang)


def plain(value: Any) -> Any:
    """Give a fact as JSON knows it: dates, periods and fractions as text, pairs as lists."""
    if isinstance(value, (tuple, list)):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else str(value)
    if isinstance(value, (PartialDate, Period, Decimal, date)):
        return str(value)
    return value


def shown(value: Any, lang: str) -> str:
    """Give a fact in words; a pair of bounds with equal ends is one figure."""
    at = lang_index(lang)
    if isinstance(value, tuple) and len(value) == 2:  # noqa: PLR2004
        return _between(value, lang)
    if isinstance(value, Mapping):
        return ("、", ", ")[at].join(shown(part, lang) for part in value.values())
    if isinstance(value, (tuple, list)):
        return ("、", ", ")[at].join(shown(part, lang) for part in value)
    if isinstance(value, Period):
        return value.words(lang)
    if isinstance(value, bool):
        return (("否", "no"), ("是", "yes"))[value][at]
    if value is None:
        return ("无", "none")[at]
    return str(plain(value))


def _between(pair: tuple[Any, Any], lang: str) -> str:
    """Give a pair of bounds in words."""
    at, (low, high) = lang_index(lang), pair
    if low == high:
        return shown(low, lang)
    if low is None:
        return ("至多 ", "at most ")[at] + shown(high, lang)
    if high is None:
        return ("至少 ", "at least ")[at] + shown(low, lang)
    return shown(low, lang) + ("至", " to ")[at] + shown(high, lang)


def outlook(finding: Finding, lang: str) -> str:
    """Say when the verdict turns if nothing else happens; nothing where it never does."""
    at = lang_index(lang)
    if finding.compliant_from is not None:
        form = ("如无其他变动，{} 起符合", "compliant from {} if nothing else happens")[at]
        return form.format(finding.compliant_from)
    if finding.lapses_on is not None:
        form = ("如无其他变动，{} 起不再符合", "lapses on {} if nothing else happens")[at]
        return form.format(finding.lapses_on)
    return ""


def named_part(part: str | None, lang: str) -> str | None:
    """Give a part by its name, where it has one."""
    return PARTS[part][lang_index(lang)] if part in PARTS else part


def message(finding: Finding, lang: str = "zh") -> str:
    """Give a finding in one line: subject, outcome, facts, reason."""
    at = lang_index(lang)
    name = finding.subject.name or finding.subject.id
    about = " ".join(filter(None, [name, finding.period, named_part(finding.part, lang)]))
    parts = [finding.clause.say(finding, lang).facts] if finding.observed else []
    if finding.reason:
        parts.append(REASONS[finding.reason][at])
    text = ("；", "; ")[at].join(part for part in parts if part)
    head = f"{about}{('：', ': ')[at]}{finding.outcome.named(lang)}"
    return f"{head}{('。', '. ')[at] if text else ''}{text}"


def excepted(exception: ReviewedException, lang: str = "zh") -> str:
    """Give an exception in one line: why, who, until when."""
    at = lang_index(lang)
    last = str(exception.until) if exception.until else ""
    until = ("有效期至 {}", "until {}")[at].format(last) if last else ("无期限", "no end")[at]
    form = ("{}（{}，{}）", "{} ({}, {})")[at]
    reason, by = (" ".join(text.split()) for text in (exception.reason, exception.by))
    return form.format(reason, by, until)


def explain(finding: Finding, lang: str = "zh", *, tried: bool = True) -> str:
    """Give a finding in full, one line an aspect."""
    at = lang_index(lang)
    lacking = finding.settling if tried else (Settling(u, None, {}) for u in finding.unknowns)
    said = finding.clause.say(finding, lang) if finding.observed else None
    subject = finding.subject
    turn = finding.clause.turning
    turned = turn(finding, lang) if turn else None
    part = named_part(finding.part, lang)
    what = " ".join(filter(None, [subject.name, f"({subject.id})", finding.period, part]))
    source = finding.source
    clause = "，".join(filter(None, [source.document, source.issuer, source.date, source.clause]))
    level = f"{source.evidence.value} ({source.evidence.named(lang)})"
    lines = [
        (f"[{finding.outcome.named(lang)}] {finding.clause.title[lang]}", None),
        (("对象", "Subject")[at], what),
        (("查核日", "As of")[at], date.fromordinal(finding.as_of).isoformat()),
        (("事实", "Facts")[at], said.facts if said else None),
        (("计算", "Arithmetic")[at], said.arithmetic if said else None),
        (("决定", "Decided by")[at], turned.decided if turned else None),
        (("差多少", "What would turn it")[at], turned.turned if turned else None),
        (("原因", "Reason")[at], REASONS[finding.reason][at] if finding.reason else None),
        (("缺少", "Missing")[at], _settling(lacking, lang)),
        (("此前", "Formerly")[at], _former(finding.former, at)),
        (("今后", "Ahead")[at], outlook(finding, lang)),
        (("责任机构", "Responsible")[at], finding.responsible),
        (("例外", "Exception")[at], finding.exception and excepted(finding.exception, lang)),
        (("依据", "Evidence")[at], _evidence(finding.evidence, at)),
        (
            ("条款", "Clause")[at],
            " · ".join(
                [
                    f"{finding.rule} {finding.rule_version}",
                    finding.severity.named(lang),
                    clause,
                    f"{('证据等级', 'evidence')[at]} {level}",
                ]
            ),
        ),
    ]
    colon = ("：", ": ")[at]
    return "\n".join(
        label if text is None else f"  {label}{colon}{text}"
        for index, (label, text) in enumerate(lines)
        if text or index == 0
    )


_EVIDENCE_SHOWN = 12


def _evidence(evidence: Iterable[Evidence], at: int) -> str:
    tables: dict[str, list[int]] = {}
    for row in evidence:
        tables.setdefault(row.table, []).append(row.row)
    out = []
    for table, rows in tables.items():
        numbers = ", ".join(map(str, rows[:_EVIDENCE_SHOWN]))
        more = len(rows) - _EVIDENCE_SHOWN
        if more > 0:
            numbers += (f" 等共 {len(rows)}", f" and {more} more")[at]
        out.append((f"{table} 第 {numbers} 行", f"{table} row {numbers}")[at])
    return ("；", "; ")[at].join(out)


def cells_of(unknown: Unknown, also: Sequence[Unknown], lang: str) -> str:
    """Give the cells of a fact: table, row and column, and where else it is written alike."""
    at = lang_index(lang)
    places: dict[str, list[str]] = {}
    for one in (unknown, *also):
        name = ".".join(filter(None, [one.table, one.column]))
        places.setdefault(name, []).append(str(one.row or ""))
    out = []
    for name, rows in places.items():
        numbers = ", ".join(filter(None, rows))
        out.append(name + (f" 第 {numbers} 行", f" row {numbers}")[at] if numbers else name)
    return ("、", ", ")[at].join(filter(None, out))


def _settling(facts: Iterable[Settling], lang: str) -> str:
    """Give what is missing, with what comes of each value that it may have."""
    at = lang_index(lang)
    out = []
    for one in facts:
        place = cells_of(one.unknown, one.also, lang)
        if one.written:
            place += (f"，现写 {one.written}", f", now {one.written}")[at]
        about = " · ".join(filter(None, [one.unknown.of, place]))
        text = UNKNOWNS[one.unknown.code][at]
        if about:
            text += (f"（{about}）", f" ({about})")[at]
        if one.outcomes:
            each = [f"{outcome.named(lang)} {n}" for outcome, n in one.outcomes.items()]
            form = ("，试 {} 种可能：{}", ", {} values tried: {}")[at]
            text += form.format(sum(one.outcomes.values()), ("、", ", ")[at].join(each))
        out.append(text)
    return ("；", "; ")[at].join(out)


def _former(former: Iterable[Breach], at: int) -> str:
    out = []
    for breach in former:
        first = date.fromordinal(breach.first).isoformat()
        last = date.fromordinal(breach.last).isoformat() if breach.last < FAR else "…"
        when = first if first == last else f"{first}…{last}"
        where = f" → {breach.org_id}" if breach.org_id else ""
        out.append(f"{when} {BREACHES[breach.what][at]}{where}")
    return ("；", "; ")[at].join(out)
