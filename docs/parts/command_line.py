"""The command line, from its parsers."""

from __future__ import annotations

import argparse
import textwrap
from collections.abc import Iterator

from parts.markdown import grid
from partyorg.cli.main import build_parser


def command_line() -> str:
    """Give every command with its arguments."""
    return "\n\n".join(_commands(build_parser(), "partyorg", 2))


def _commands(parser: argparse.ArgumentParser, name: str, depth: int) -> Iterator[str]:
    below = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]  # noqa: SLF001
    if depth > 2:  # noqa: PLR2004  (the program itself has no section)
        yield f"{'#' * (depth - 1)} `{name}`"
    if parser.description and depth > 2:  # noqa: PLR2004
        yield parser.description
    usage = [name, *filter(None, map(_used, parser._actions))]  # noqa: SLF001
    wrapped = textwrap.fill(
        " ".join(usage),
        84,
        subsequent_indent="    ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    yield f"```text\n{wrapped}\n```"
    rows = [_option(a) for a in parser._actions if a not in below and a.dest != "help"]  # noqa: SLF001
    if rows:
        yield grid(("argument", "values", "meaning"), rows)
    for action in below:
        helps = {choice.dest: choice.help for choice in action._choices_actions}  # noqa: SLF001
        for command, inner in action.choices.items():
            inner.description = inner.description or _sentence(helps.get(command))
            yield from _commands(inner, f"{name} {command}", depth + 1)


def _sentence(text: str | None) -> str | None:
    return f"{text[0].upper()}{text[1:]}." if text else None


def _used(action: argparse.Action) -> str | None:
    if action.dest in ("help", "version"):
        return None
    name = action.metavar or action.dest.upper()
    if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
        return str(name) if action.required else f"[{name}]"
    if not action.option_strings:
        return f"[{name}]" if action.nargs == "?" else str(name)
    option = action.option_strings[-1]
    if action.nargs == 0:
        return f"[{option}]"
    shown = "|".join(action.choices) if action.choices else name
    more = "..." if isinstance(action, argparse._AppendAction) else ""  # noqa: SLF001
    return f"{option} {shown}" if action.required else f"[{option} {shown}]{more}"


def _option(action: argparse.Action) -> tuple[str, str, str]:
    names = ", ".join(f"`{name}`" for name in action.option_strings)
    values = ", ".join(f"`{choice}`" for choice in action.choices or ())
    meta = action.metavar if isinstance(action.metavar, str) else action.dest.upper()
    if not names:
        return (f"`{meta}`", values, action.help or "")
    return (names, values or ("" if action.nargs == 0 else f"`{meta}`"), action.help or "")
