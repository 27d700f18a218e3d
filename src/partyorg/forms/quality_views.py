"""The quality of what was read, shown: on a console, as a sheet of a workbook, as a page."""

from __future__ import annotations

from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from partyorg.errors import ProblemSeverity, masked
from partyorg.forms.meanings import MEANINGS
from partyorg.forms.quality import TITLES, Quality, QualityItem
from partyorg.forms.results import Guess
from partyorg.model import NOTES
from partyorg.writers._clean import one_line
from partyorg.writers.tables import Sheet

__all__ = ["PENDING", "QUALITY", "as_html", "as_sheet", "show", "told"]

QUALITY, PENDING = NOTES
"""The names of the sheets: what to look at, and the entries that are not among the rows."""

_HEADINGS = ("人员编号", "姓名", "事项", "程度", "材料", "工作表", "行", "简历行", "原文", "说明")
_SHOWN = 20
_SEVERITY = {
    ProblemSeverity.ERROR: {"zh": "应处理", "en": "to be mended"},
    ProblemSeverity.WARNING: {"zh": "请核对", "en": "to be looked at"},
}


def show(quality: Quality, console: Console, *, lang: str = "zh") -> None:
    """Show totals, and the first items that must be mended, on a console."""
    zh = lang == "zh"
    head = (
        f"读入 {quality.people} 人、{quality.entries} 条经历；{len(quality.items)} 处需要看一看"
        if zh
        else f"read {quality.people} people, {quality.entries} entries; "
        f"{len(quality.items)} to be looked at"
    )
    console.print(Text(head, "bold"))
    if not quality.items:
        return
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("事项" if zh else "what")
    table.add_column("处" if zh else "items", justify="right")
    table.add_column("人" if zh else "people", justify="right")
    for code, number in quality.totals().items():
        people = len({item.person_id for item in quality.items if item.code == code})
        table.add_row(TITLES[code][lang], str(number), str(people))
    console.print(table)
    errors = [item for item in quality.items if item.severity is ProblemSeverity.ERROR]
    for item in errors[:_SHOWN]:
        console.print(Text(one_line(f"{_where(item)}：{item.message[lang]}")), soft_wrap=True)
        if item.text:
            console.print(Text(one_line(f"    {masked(item.text)}"), "dim"), soft_wrap=True)
    if (more := len(errors) - _SHOWN) > 0:
        console.print(Text(f"… 另有 {more} 处" if zh else f"… and {more} more", "dim"))


def _where(item: QualityItem) -> str:
    line = f" 第 {item.line} 行" if item.line else ""
    row = f" · {item.sheet or ''} 第 {item.row} 行" if item.row else ""
    return f"{item.person_id} {item.name or ''} · {item.source}{row}{line}"


def told(guess: Guess, lang: str = "zh") -> str:
    """Say what a heading of a roster was taken for.

    >>> told(Guess("Sheet1", "C", "任现职时间", "post_since", 2))
    'Sheet1 · C列“任现职时间”：任现职务时间'
    """
    where = f"{guess.sheet} · " if guess.sheet else ""
    if lang == "zh":
        return one_line(f"{where}{guess.column}列“{guess.heading}”：{MEANINGS[guess.meaning]}")
    return one_line(f"{where}column {guess.column} '{guess.heading}': {guess.meaning}")


def as_sheet(quality: Quality, lang: str = "zh") -> Sheet:
    """Give all items as a sheet, one row each."""
    rows = [
        (
            item.person_id,
            item.name,
            TITLES[item.code][lang],
            _SEVERITY[item.severity][lang],
            item.source,
            item.sheet,
            item.row,
            item.line,
            None if item.text is None else masked(item.text),
            item.message[lang],
        )
        for item in quality.items
    ]
    return Sheet(QUALITY, _HEADINGS, rows)


def as_html(quality: Quality, *, lang: str = "zh") -> str:
    """Give all items as one page, person by person; nothing is fetched, all is escaped."""
    environment = Environment(
        loader=PackageLoader("partyorg.forms"), autoescape=True, undefined=StrictUndefined
    )
    style = (files("partyorg.writers") / "templates" / "report.css").read_text("utf-8")
    counts = {
        code: (number, len({i.person_id for i in quality.items if i.code == code}))
        for code, number in quality.totals().items()
    }
    return environment.get_template("quality.html").render(
        quality=quality,
        counts=counts,
        titles=TITLES,
        severity=_SEVERITY,
        masked=masked,
        style=style,
        lang=lang,
    )
