"""Acts in words, and as records for JSON."""

from __future__ import annotations

from typing import Any

from attrs import asdict

from partyorg.action.acts import (
    Act,
    Appoint,
    Approve,
    Connect,
    Hold,
    Move,
    Promote,
    Recall,
    Recruit,
    Release,
    Second,
    Station,
    Strike,
    Train,
)
from partyorg.model import Dataset, Role
from partyorg.verdict.words import lang_index, plain

__all__ = ["act_record", "act_text"]

_ROLES = {Role.CHIEF: "正职", Role.LEADER: "班子成员", Role.STAFF: "一般干部", None: ""}

_FORMS: dict[type, tuple[str, str]] = {
    Move: ("{who} 于 {on} 调任 {to}{role}", "{who} moves to {to} on {on}{role}"),
    Appoint: ("{who} 于 {on} 任 {to}{role}", "{who} is appointed at {to} on {on}{role}"),
    Release: ("{who} 于 {on} 免去 {org} 职务", "{who} gives up the post at {org} on {on}"),
    Second: ("{who} 于 {on} 借调到 {to}{until}", "{who} is seconded to {to} on {on}{until}"),
    Recall: ("{who} 于 {on} 结束在 {org} 的借调", "{who} comes back from {org} on {on}"),
    Approve: ("{by} 批准 {who} 借调到 {org}", "{by} approves of the secondment of {who} to {org}"),
    Station: ("{who} 于 {on} 驻 {to}", "{who} is stationed in {to} from {on}"),
    Promote: ("{who} 于 {on} {kind}", "{who} is promoted ({kind}) on {on}"),
    Train: ("{who} 在 {year} 年参加培训{days}{level}", "{who} is trained in {year}{days}{level}"),
    Hold: ("{who} 于 {on} 完成 {kind}", "{who} does {kind} on {on}"),
    Connect: ("{who} 自 {on} 起联系 {to}", "{who} takes charge of {to} from {on}"),
    Recruit: (
        "{who} {year} 年再{posts}（{place}）",
        "{who} {posts} more in {year} ({place})",
    ),
    Strike: ("{who} 从清单中删去“{item}”", "{who} strikes '{item}' off the list"),
}


def act_text(dataset: Dataset, who: str, act: Act, lang: str = "zh") -> str:
    """Give an act in one line, with the names of the data set."""
    zh = lang_index(lang) == 0
    role = getattr(act, "role", None)
    days, level = getattr(act, "days", None), getattr(act, "organized_at", None)
    kind = getattr(act, "kind", "")
    until = getattr(act, "until", None)
    words = {
        "who": _named(dataset, who),
        "on": getattr(act, "on", ""),
        "role": "" if role is None else f"（{_ROLES[role]}）" if zh else f" as {role.value}",
        "days": "" if days is None else f" {plain(days)} 天" if zh else f", {plain(days)} days",
        "level": "" if level is None else f"（{level.zh}级举办）" if zh else f" ({level.value})",
        "until": "" if until is None else f"（至 {until}）" if zh else f" until {until}",
        "kind": getattr(kind, "zh", kind) if zh else str(kind),
    }
    if isinstance(act, Recruit):
        words |= _posts(act, zh=zh)
    for name in ("to", "org", "by"):
        words[name] = _named(dataset, getattr(act, name, None))
    for name in ("year", "item"):
        words[name] = getattr(act, name, "")
    return _FORMS[type(act)][0 if zh else 1].format(**words)


def _posts(act: Recruit, *, zh: bool) -> dict[str, str]:
    """Give how many posts are planned or filled, and which."""
    if act.hired:
        posts = f"录用 {act.hired} 人" if zh else f"hires {act.hired}"
    else:
        posts = f"计划 {act.planned} 个名额" if zh else f"plans {act.planned}"
    kinds = [one.zh if zh else one.value for one in (act.channel, act.destination)]
    if act.directed:
        kinds.append("定向" if zh else "directed")
    if act.grassroots_required:
        kinds.append("要求乡镇村经历" if zh else "grassroots experience required")
    return {"posts": posts, "place": ("、" if zh else ", ").join(kinds)}


def _named(dataset: Dataset, key: str | None) -> str:
    if key is None:
        return ""
    one: Any = dataset.person.get(key) or dataset.organization.get(key)
    return f"{one.name} ({key})" if one is not None and one.name else key


def act_record(who: str, act: Act) -> dict[str, Any]:
    """Give an act as a flat mapping."""
    fields = {name: plain(value) for name, value in asdict(act, recurse=False).items()}
    return {"act": type(act).__name__.lower(), "subject": who} | fields
