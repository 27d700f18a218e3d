"""What the README shows is what the commands print."""

import re
import shlex
from pathlib import Path

import pytest

from partyorg.cli.main import main

ROOT = Path(__file__).parents[2]
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_commands_print_what_is_shown(name, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    blocks = CONSOLE.findall((ROOT / name).read_text("utf-8"))
    shown = next(block for block in blocks if "partyorg explain" in block)
    commands, output = [], []
    for line in shown.splitlines():
        (commands if line.startswith("$ ") else output).append(line)
    for command in commands:
        capsys.readouterr()
        assert main(shlex.split(command)[2:]) == 0
    assert capsys.readouterr().out.splitlines() == output


def test_both_readmes_have_the_same_parts():
    shapes = [
        [
            line.split()[0]
            for line in (ROOT / name).read_text("utf-8").splitlines()
            if line[:1] == "#"
        ]
        for name in ("README.md", "README.zh.md")
    ]
    assert shapes[0] == shapes[1]
