"""`permitted`: the items of a unit are a subset of what is allowed, or lack a forbidden one.

The other way about, what is owed is a subset of its items: it has all that it should have, or every
problem on its list is answered by a correction.

An item that is on no list is a breach only if the lists are known to be complete.
"""

from __future__ import annotations

from typing import Literal

from attrs import field, frozen

from partyorg.model import Level, ListName, OrgKind
from partyorg.rulebook.kinds.base import Judgement
from partyorg.verdict import Finding, Statement, Unknown

__all__ = ["Facts", "Params", "judge", "say"]


@frozen(kw_only=True)
class Params:
    """Which list of whom is looked at, and what decides.

    `test` is one of five.  `"on_list_above"`: each item stands on the same list of an organisation
    above, of one of the levels `allowed_by`.  `"basis"`: the basis of each item is one of `bases`;
    one of `not_enough` is a breach, any other text leaves it open.  `"absent"`: none of the items
    `forbidden` is there.  `"present"`: all of the items `required` are there (`"甲|乙"` are two
    names of one).  `"answered"`: each item is named by the `item_ref` of an item on the list
    `answered_on`.

    The subjects are organisations of one of `levels`; with `only_codes` or `only_tag` those of that
    division code or tag, and while `codes_complete` is false, others are doubtful.  For `"present"`
    they are of one of `kinds`, too, and bear the `tag`, if there is one.
    """

    list: ListName
    test: Literal["on_list_above", "basis", "absent", "present", "answered"]
    levels: tuple[Level, ...]
    allowed_by: tuple[Level, ...] = ()
    bases: tuple[str, ...] = ()
    not_enough: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    only_codes: tuple[str, ...] = ()
    only_tag: str | None = None
    codes_complete: bool = True
    kinds: tuple[OrgKind, ...] = ()
    tag: str | None = None
    required: tuple[str, ...] = ()
    answered_on: ListName | None = None
    noun: dict[str, str] = field(factory=dict)

    def __attrs_post_init__(self) -> None:
        """Refuse a test without what it needs."""
        needs = {"present": ("kinds", "required"), "answered": ("answered_on",)}
        for name in needs.get(self.test, ()):
            if not getattr(self, name):
                msg = f"test '{self.test}' needs {name}"
                raise ValueError(msg)

    @property
    def owes(self) -> bool:
        """Whether something must be there, and not: may not be."""
        return self.test in ("present", "answered")


@frozen(kw_only=True)
class Facts:
    """The items, those which surely offend, and those which may; `may_lack` rows not recorded."""

    items: tuple[str, ...]
    offending: tuple[str, ...]
    doubtful: tuple[str, ...]
    may_lack: bool = False
    reason: str = "incomplete-table"
    unknowns: tuple[Unknown, ...] = ()


def judge(params: Params, facts: Facts) -> Judgement:
    """Judge the items: none may offend."""
    sure = len(facts.offending)
    possible = sure + len(facts.doubtful) + facts.may_lack
    return Judgement(
        worst=-possible,
        best=-sure,
        observed={
            "items": facts.items,
            "offending": facts.offending,
            "doubtful": facts.doubtful,
        },
        required=params.test,
        shortfall=sure or None,
        reason=facts.reason,
        unknowns=facts.unknowns if sure == 0 < possible else (),
    )


def say(finding: Finding, lang: str) -> Statement:
    """Put the items into words."""
    at = 0 if lang == "zh" else 1
    comma = ("、", ", ")[at]
    params = finding.clause.params
    noun = params.noun.get(lang, "")
    parts = [
        f"{noun} {len(finding.observed['items'])} 项"
        if at == 0
        else f"{noun}: {len(finding.observed['items'])}"
    ]
    if finding.observed["offending"]:
        items = comma.join(finding.observed["offending"])
        wrong = ("缺", "lacking") if params.owes else ("不允许", "not permitted")
        parts.append(f"{wrong[at]}{('：', ': ')[at]}{items}")
    if finding.observed["doubtful"]:
        items = comma.join(finding.observed["doubtful"])
        parts.append((f"不能确定：{items}", f"not known: {items}")[at])
    return Statement(("；", "; ")[at].join(parts))
