"""The plot of a timeline: a bar for each part, coloured by outcome, as SVG without scripts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from partyorg.verdict import Outcome
from partyorg.writers._clean import one_line

if TYPE_CHECKING:
    from partyorg.timing.lines import Timeline

__all__ = ["svg_of"]

_WIDTH, _LEFT, _TOP, _BAR, _GAP = 760, 150, 46, 22, 8
_COLOURS = {
    Outcome.FAIL: "#c2443a",
    Outcome.OFF_TARGET: "#8a74bd",
    Outcome.UNDETERMINED: "#d9a63a",
    Outcome.PASS: "#5f9e78",
    Outcome.NOT_APPLICABLE: "#b4b9bf",
    None: "#eef0f2",
}
_MOST_TICKS = 10
_EVERY = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12_000)


def svg_of(line: Timeline, lang: str) -> str:
    """Give a timeline as SVG; every bar says in words what it is."""
    parts = line.parts or (line,)
    first, last = line.since.toordinal(), line.until.toordinal()

    def x(day: date) -> float:
        return round(_LEFT + (_WIDTH - _LEFT - 10) * (day.toordinal() - first) / (last - first), 1)

    rows = [
        {
            "label": one_line(" ".join(filter(None, (one.period, one.part))) or line.subject.id),
            "y": _TOP + at * (_BAR + _GAP),
            "steps": [
                {
                    "x": x(step.start),
                    "width": round(x(step.end) - x(step.start), 1),
                    "colour": _COLOURS[step.outcome],
                    "title": f"{step.start} – {_before(step.end)} {step.named(lang)}",
                }
                for step in one.steps
            ],
        }
        for at, one in enumerate(parts)
    ]
    shown = {step.outcome for one in parts for step in one.steps}
    names = {step.outcome: step.named(lang) for one in parts for step in one.steps}
    legend = [
        {"colour": colour, "name": names[outcome]}
        for outcome, colour in _COLOURS.items()
        if outcome in shown
    ]
    bottom = _TOP + len(parts) * (_BAR + _GAP)
    environment = Environment(
        loader=PackageLoader("partyorg.timing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("timeline.svg").render(
        title=one_line(f"{line.clause.title[lang]} · {line.subject.name or line.subject.id}"),
        width=_WIDTH,
        left=_LEFT,
        top=_TOP,
        bar=_BAR,
        bottom=bottom,
        height=bottom + 48,
        rows=rows,
        legend=legend,
        ticks=[{"x": x(day), "name": name} for day, name in _ticks(line.since, line.until)],
    )


def _before(day: date) -> date:
    return date.fromordinal(day.toordinal() - 1)


def _ticks(since: date, until: date) -> list[tuple[date, str]]:
    """Give where years (or, within two years, months) begin, not too many of them."""
    months = (until.year - since.year) * 12 + until.month - since.month
    step = next((n for n in _EVERY if months <= n * _MOST_TICKS), _EVERY[-1])
    out = []
    for month in range(since.year * 12 + since.month - 1, until.year * 12 + until.month):
        day = date(month // 12, month % 12 + 1, 1)
        if month % step == 0 and since <= day < until:
            out.append((day, f"{day.year}" if step % 12 == 0 else f"{day:%Y-%m}"))
    return out
