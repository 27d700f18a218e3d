"""The documentation says what is true: its examples run, its generated parts are current."""

import ast
import doctest
import importlib
import importlib.util
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import partyorg
from partyorg.evaluate.cases import load_cases, run_cases
from partyorg.forms.quality import TITLES
from partyorg.rulebook import bundled_packs, load_pack
from partyorg.verdict.words import REASONS, UNKNOWNS

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SOURCE = Path(partyorg.__file__).parent
FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE

if not DOCS.is_dir():  # pragma: no cover  (an installed copy has no documentation)
    pytest.skip("the documentation is not here", allow_module_level=True)


def _generate():
    spec = importlib.util.spec_from_file_location("docs_generate", DOCS / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = _generate()
clauses = importlib.import_module("parts.clauses")  # found by the path that it sets
PAGES = {str(page.relative_to(DOCS)): page.read_text("utf-8") for page in generate.pages()}
FENCE = re.compile(r"^```pycon\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def _examples(text: str) -> str:
    """Give the Python examples of a page, each on the line where it stands."""
    out = []
    at = 0
    for match in FENCE.finditer(text):
        out.append("\n" * text.count("\n", at, match.start(1)))
        out.append(match[1])
        at = match.end(1)
    return "".join(out)


@pytest.mark.parametrize("page", [name for name, text in PAGES.items() if FENCE.search(text)])
def test_examples_run(page, tmp_path, monkeypatch):
    shutil.copytree(DOCS / "examples", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    text = _examples(PAGES[page])
    test = doctest.DocTestParser().get_doctest(text, {}, page, str(DOCS / page), 0)
    runner = doctest.DocTestRunner(optionflags=FLAGS)
    said = []
    runner.run(test, out=said.append)
    assert runner.failures == 0, "".join(said)
    assert runner.tries > 0


@pytest.mark.parametrize("path", sorted((DOCS / "examples").glob("*.ipynb")), ids=lambda p: p.name)
def test_notebooks_run_and_every_cell_shows_something(path):
    names = {}
    for cell in json.loads(path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            *before, last = ast.parse("".join(cell["source"])).body
            exec(compile(ast.Module(before, []), path.name, "exec"), names)
            shown = eval(compile(ast.Expression(last.value), path.name, "eval"), names)
            assert shown
            assert getattr(shown, "_repr_html_", lambda value=shown: repr(value))()
            assert cell["outputs"] == []  # what is shown is made where it is run


def test_generated_parts_are_current():
    assert not generate.stale(), "run: python docs/generate.py"


def test_every_generated_part_is_used():
    used = re.findall(r"<!-- generated: (.*?) -->", "".join(PAGES.values()))
    assert sorted(used) == sorted(generate.GENERATORS)


# The argument of each call that holds the code of a problem.
_CODE_AT = {
    "note": 0,
    "warn": 0,
    "_refuse": 2,
    "CellError": 2,
    "_field": 2,
    "InputError": 1,
    "_problem": 1,
    "_refused": 1,
    "_note": 0,
    "say": 0,
    "_fault": 3,
    "_say": 2,
}


def _codes(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", getattr(node.func, "id", ""))
                given = node.args[_CODE_AT[name] :][:1] if name in _CODE_AT else []
                given += [word.value for word in node.keywords if word.arg == "code"]
                yield from (
                    arg.value
                    for arg in given
                    if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                )


ROOMS = ("model", "orggraph", "readers", "career", "forms")


def test_every_problem_code_is_documented():
    made = {code for room in ROOMS for code in _codes(SOURCE / room)} | set(TITLES)
    told = set(re.findall(r"^\| `([a-z-]+)` \|", PAGES["reference/problems.md"], re.MULTILINE))
    assert {"bad-date", "cycle", "encrypted", "unknown-id"} <= made
    assert told == made


def test_every_reason_and_missing_fact_is_documented():
    told = set(re.findall(r"^\| `([a-z-]+)` \|", PAGES["verdicts.md"], re.MULTILINE))
    assert told >= set(REASONS) | set(UNKNOWNS)


def test_every_public_name_is_in_the_reference():
    directive = re.compile(r"^[.][.] (?:auto\w+|py:data):: partyorg\.(\w+)", re.MULTILINE)
    told = set(directive.findall(PAGES["reference/api.md"]))
    assert told >= set(partyorg.__all__) - {"__version__"}


@pytest.mark.parametrize("pack", bundled_packs())
def test_every_pack_has_its_page(pack):
    assert f"<!-- generated: rules-{pack} -->" in PAGES[f"reference/rules-{pack}.md"]


_LAST = {"GZ": 30, "BH": 23, "PF": 14, "WC": 6, "LS": 4, "SX": 2, "HI": 3, "ES": 8}


def test_no_clause_of_the_sources_is_passed_over():
    every = {f"{name}-{n:02}" for name, last in _LAST.items() for n in range(1, last + 1)}
    mapped = [one for document in clauses.listed()["document"] for one in document["clauses"]]
    assert sorted(mapped) == sorted(every)
    assert every <= set(clauses.places())


def test_a_clause_without_a_place_would_be_seen():
    assert clauses.encoded("GZ-99") == "not encoded"
    assert "GZ-99" not in clauses.places()


def test_the_pack_of_the_documentation_agrees_with_its_cases():
    pack = load_pack(DOCS / "examples" / "cn-yy.toml")
    results = list(run_cases(pack, load_cases(DOCS / "examples" / "cn-yy.cases.toml")))
    assert [result.fault for result in results if result.fault] == []
    assert {case.case.outcome.value for case in results} >= {"pass", "fail", "undetermined"}


def test_the_pack_shown_is_the_pack_tried():
    assert "examples/cn-yy.toml" in PAGES["packs.md"]
    assert "examples/cn-yy.cases.toml" in PAGES["packs.md"]
