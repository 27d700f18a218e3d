"""What all formats have in common."""

import io
import subprocess
import sys

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from partyorg import writers
from partyorg.errors import CallError

TEXTS = sorted(name for name, one in writers.FORMATS.items() if not one.binary)


def dumped(run, name, lang="zh"):
    stream = io.BytesIO()
    writers.dump(run, name, stream, lang=lang)
    return stream.getvalue()


def test_the_formats_are_those_of_the_command_line():
    assert set(writers.FORMATS) == {"console", "json", "jsonl", "csv", "xlsx", "html", "junit"}
    assert all(one.name == name for name, one in writers.FORMATS.items())


def test_importing_the_writers_imports_no_library_behind_them():
    code = (
        "import sys, partyorg.writers\n"
        "heavy = ('jinja2', 'xlsxwriter', 'rich', 'csv', 'networkx')\n"
        "print([name for name in heavy if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", writers.FORMATS)
def test_the_same_run_gives_the_same_bytes(run, name, lang):
    first = dumped(run, name, lang)
    assert first
    assert dumped(run, name, lang) == first


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", writers.FORMATS)
def test_a_run_without_anything_can_be_written(nothing, name, lang):
    assert dumped(nothing, name, lang)


@pytest.mark.parametrize("name", TEXTS)
def test_text_is_utf_8_and_ends_with_a_line_end(run, name):
    assert dumped(run, name).decode("utf-8").endswith("\n")


@pytest.mark.parametrize("name", sorted(set(TEXTS) - {"json", "jsonl"}))
def test_people_read_the_language_chosen(run, name):
    chinese, english = (dumped(run, name, lang).decode() for lang in ("zh", "en"))
    title = "Two thirds of a township team"
    assert title in english
    assert title not in chinese
    assert "不少于三分之二" in chinese


@pytest.mark.parametrize("name", writers.FORMATS)
def test_standard_output_gets_the_bytes_below_it(run, name):
    below = io.BytesIO()
    out = io.TextIOWrapper(below, "ascii" if name != "console" else "utf-8", newline="")
    out.write("before\n")
    writers.dump(run, name, out)
    out.flush()
    assert below.getvalue() == b"before\n" + dumped(run, name)
    out.write("still open")


@pytest.mark.parametrize("name", TEXTS)
def test_a_stream_of_text_alone_gets_the_same_text(run, name):
    out = io.StringIO(newline="")
    writers.dump(run, name, out)
    assert out.getvalue().encode() == dumped(run, name)


def test_a_workbook_does_not_go_to_a_stream_of_text_alone(run):
    with pytest.raises(CallError, match="bytes"):
        writers.dump(run, "xlsx", io.StringIO())


def test_unknown_formats_and_languages_are_refused_with_a_hint(run):
    with pytest.raises(CallError, match="did you mean 'jsonl'"):
        writers.dump(run, "jsonll", io.BytesIO())
    with pytest.raises(CallError, match="use one of console, json"):
        writers.dump(run, "∅", io.BytesIO())
    stream = io.BytesIO()
    with pytest.raises(CallError, match="'fr'; use 'zh' or 'en'"):
        writers.dump(run, "json", stream, lang="fr")
    assert not stream.getvalue()


@pytest.mark.parametrize("name", writers.FORMATS)
@settings(deadline=None)  # the first call imports and compiles
@given(text=st.text(min_size=1, max_size=40))
def test_any_name_can_be_written(named, name, text):
    assert dumped(named(text), name, "en")


@pytest.mark.parametrize("name", writers.FORMATS)
def test_half_of_a_surrogate_pair_can_be_written(run, build, name):
    first = run.findings[0]
    odd = evolve(first, subject=evolve(first.subject, name="\ud800甲"))
    assert dumped(build(findings=(odd,)), name)
