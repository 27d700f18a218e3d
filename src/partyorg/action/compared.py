"""Two reports side by side: what breaks, what is mended, what else is said otherwise.

They may differ in the data (what if), in the day, or in the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html import escape
from json import dumps
from typing import Any

from attrs import frozen

from partyorg.errors import CallError
from partyorg.report import Report
from partyorg.verdict import Finding, Outcome, Subject
from partyorg.verdict.words import lang_index, plain
from partyorg.writers._clean import lines_of

__all__ = ["SCHEMA", "Change", "Difference", "compare"]

SCHEMA = "partyorg.difference/1"
_BREACH = (Outcome.FAIL, Outcome.OFF_TARGET)


@frozen
class Change:
    """What two reports say of one subject (and period, and part) by one rule; None: nothing."""

    before: Finding | None
    after: Finding | None

    @property
    def one(self) -> Finding:
        """The finding after, or where there is none, the one before."""
        found = self.after or self.before
        assert found is not None  # noqa: S101  (one of them is there)
        return found

    @property
    def subject(self) -> Subject:
        """The subject."""
        return self.one.subject

    @property
    def outcomes(self) -> tuple[Outcome | None, Outcome | None]:
        """Both outcomes."""
        return (
            self.before.outcome if self.before else None,
            self.after.outcome if self.after else None,
        )

    @property
    def facts(self) -> dict[str, tuple[Any, Any]]:
        """What was observed otherwise: name, before, after."""
        old = self.before.observed if self.before else {}
        new = self.after.observed if self.after else {}
        names = dict.fromkeys((*old, *new))
        return {n: (old.get(n), new.get(n)) for n in names if old.get(n) != new.get(n)}

    def text(self, lang: str = "zh") -> str:
        """Give it in one line."""
        nothing = ("无结论", "no verdict")[lang_index(lang)]
        before, after = (nothing if o is None else o.named(lang) for o in self.outcomes)
        one, subject = self.one, self.subject
        name = f"{subject.name} ({subject.id})" if subject.name else subject.id
        about = " ".join(filter(None, (name, one.period, one.part)))
        said = self.after.message(lang) if self.after else ""
        said = said.partition(("。", ". ")[lang_index(lang)])[2]
        colon = ("：", ": ")[lang_index(lang)]
        line = f"{about} · {one.clause.title[lang]}{colon}{before} → {after}"
        return f"{line} · {said}" if said else line


@frozen(repr=False)
class Difference:
    """What a second report says otherwise than a first.

    `broken` are breaches that the first had not, `mended` those that the second has no more,
    `other` all other changes of an outcome, and `facts` findings with the same outcome of which
    other facts were observed.  What is the same stands in none.
    """

    before: Report
    after: Report
    broken: tuple[Change, ...]
    mended: tuple[Change, ...]
    other: tuple[Change, ...]
    facts: tuple[Change, ...]

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes of an outcome, breaches first."""
        return self.broken + self.mended + self.other

    def __bool__(self) -> bool:
        """Tell whether any outcome or fact differs."""
        return bool(self.changes or self.facts)

    def to_records(self) -> list[dict[str, Any]]:
        """Give one flat mapping a change, those of facts alone too."""
        out = []
        for kind in ("broken", "mended", "other", "facts"):
            for change in getattr(self, kind):
                one, (before, after) = change.one, change.outcomes
                out.append(
                    {
                        "change": kind,
                        "rule": one.rule,
                        "subject_type": one.subject.type,
                        "subject": one.subject.id,
                        "name": one.subject.name,
                        "period": one.period,
                        "part": one.part,
                        "before": None if before is None else before.value,
                        "after": None if after is None else after.value,
                        "facts": {name: plain(pair) for name, pair in change.facts.items()},
                    }
                )
        return out

    def to_json(self) -> str:
        """Give it as JSON text, schema `partyorg.difference/1`."""
        told = {
            "schema": SCHEMA,
            "before": _report(self.before),
            "after": _report(self.after),
            "changes": self.to_records(),
        }
        return dumps(told, ensure_ascii=False, indent=1, default=str)

    def text(self, lang: str = "zh") -> str:
        """Give it in words: what breaks, what is mended, what else changes."""
        heads = {
            "broken": ("新出现的不符合", "Newly broken"),
            "mended": ("已改正的", "Mended"),
            "other": ("其他结论变化", "Other changes"),
            "facts": ("结论不变、事实有变", "Same outcome, other facts"),
        }
        lines = []
        for kind, head in heads.items():
            changes = getattr(self, kind)
            if changes:
                lines.append(f"{head[lang != 'zh']} ({len(changes)})")
                lines += [f"  {change.text(lang)}" for change in changes]
        if not lines:
            lines = [("没有变化。", "Nothing differs.")[lang_index(lang)]]
        return lines_of(lines)

    def __repr__(self) -> str:
        """Give the number of changes of each sort."""
        parts = (f"{n}={len(getattr(self, n))}" for n in ("broken", "mended", "other", "facts"))
        return f"Difference({', '.join(parts)})"

    def _repr_html_(self) -> str:
        """Show the changes in a notebook."""
        return f"<p>{escape(repr(self))}</p><pre>{escape(self.text())}</pre>"


def _report(report: Report) -> dict[str, Any]:
    return {
        "as_of": report.as_of.isoformat(),
        "packs": [{"id": p.id, "version": p.version, "sha256": p.sha256} for p in report.run.packs],
    }


def compare(before: object, after: object) -> Difference:
    """Tell what a second report says otherwise than a first.

    The reports may be of one data set before and after a `Proposal`, of two days, of two versions
    of a pack, or of two packs.  Findings are matched by rule, subject, period and part; where the
    reports have no rule in common (one's own pack beside the one that it changes), by the name of
    the rule without its pack.

    Raises:
        CallError: something else than two reports was given.

    >>> import partyorg as po
    >>> data = po.load(po.sample_path())
    >>> first = po.check(data, as_of="2018-12-31", only=["team-experience"])
    >>> later = po.check(data, as_of="2019-03-01", only=["team-experience"])
    >>> [change.subject.id for change in po.compare(first, later).mended]
    ['990101101', '990101104']
    """
    if not isinstance(before, Report) or not isinstance(after, Report):
        kinds = f"{type(before).__name__} and {type(after).__name__}"
        msg = f"compare() takes two reports, not {kinds}; partyorg.check makes them"
        raise CallError(msg)
    rules = [{clause.rule for clause in report.run.rules} for report in (before, after)]
    named: Callable[[str], str] = (lambda r: r) if rules[0] & rules[1] else _name
    old, new = (dict(_keyed(report, named)) for report in (before, after))
    pairs = [Change(old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new))]
    sorts: dict[str, list[Change]] = {"broken": [], "mended": [], "other": [], "facts": []}
    for change in pairs:
        sort = _sort(change)
        if sort:
            sorts[sort].append(change)
    return Difference(before, after, **{name: tuple(found) for name, found in sorts.items()})


def _name(rule: str) -> str:
    return rule.partition("/")[2]


def _keyed(report: Report, named: Callable[[str], str]) -> Iterator[tuple[Any, Finding]]:
    for f in report:
        yield (named(f.rule), f.subject.id, f.period, f.part), f


def _sort(change: Change) -> str | None:
    before, after = change.outcomes
    if before is not after:
        if after in _BREACH and before not in _BREACH:
            return "broken"
        return "mended" if before in _BREACH and after not in _BREACH else "other"
    return "facts" if change.facts else None
