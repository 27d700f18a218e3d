"""Folders of forms: one at a time, whatever lies among them."""

import os
import tracemalloc

import pytest
from form_files import fits_one_line, lrm, lrmx

from partyorg.errors import Problem, ProblemSeverity
from partyorg.forms.reading import read_forms
from partyorg.readers import InputError, Limits


def put(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def told(found):
    return f"{found.input}: {found.code}" if isinstance(found, Problem) else found.name


def test_in_the_order_of_names_each_by_its_kind(tmp_path):
    put(tmp_path, "3.lrmx", lrmx(XingMing="干部0003"))
    put(tmp_path, "1.LRM", lrm("干部0001").encode("gb18030"))
    put(tmp_path, "2.Lrmx", lrmx(XingMing="干部0002"))
    assert [told(found) for found in read_forms(tmp_path)] == ["干部0001", "干部0002", "干部0003"]


def test_one_file(tmp_path):
    path = put(tmp_path, "1.lrmx", lrmx(XingMing="干部0001"))
    assert [told(found) for found in read_forms(path)] == ["干部0001"]
    assert [told(found) for found in read_forms(str(path))] == ["干部0001"]


def test_one_file_of_another_kind_is_a_problem(tmp_path):
    (problem,) = read_forms(put(tmp_path, "1.docx", b"PK"))
    assert told(problem) == "1.docx: unknown-format"
    assert ".lrmx" in problem.message["zh"]


def test_a_form_that_cannot_be_read_does_not_stop_the_others(tmp_path):
    put(tmp_path, "1.lrmx", lrmx(XingMing="干部0001")[:60])
    put(tmp_path, "2.lrmx", b"")
    put(tmp_path, "3.lrmx", lrmx(XingMing="干部0003"))
    put(tmp_path, "4.lrm", "\0\1\2")
    (tmp_path / "5.lrmx").symlink_to("nowhere")
    os.mkfifo(tmp_path / "6.lrmx")
    put(tmp_path, "7.lrmx", "x" * 5000)
    found = list(read_forms(tmp_path, Limits(form_bytes=4000)))
    assert [told(one) for one in found] == [
        "1.lrmx: broken-form",
        "2.lrmx: empty-file",
        "干部0003",
        "4.lrm: bad-encoding",
        "5.lrmx: not-a-file",
        "6.lrmx: not-a-file",
        "7.lrmx: too-large",
    ]
    for problem in found:
        if isinstance(problem, Problem):
            assert problem.severity is ProblemSeverity.ERROR
            assert fits_one_line(problem)


def test_what_is_no_form_is_passed_over_with_a_problem(tmp_path):
    put(tmp_path, "1.lrmx", lrmx(XingMing="干部0001"))
    for name in ("a.jpg", "b.JPG", "c.xlsx", ".hidden", "~$1.lrmx", "d"):
        put(tmp_path, name, b"x")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner.lrmx").mkdir()
    first, *others = read_forms(tmp_path)
    assert told(first) == "干部0001"
    assert sorted(map(told, others)) == [
        "a.jpg: file-not-read",
        "c.xlsx: file-not-read",
        "d: file-not-read",
        "inner: file-not-read",
    ]
    by_name = {problem.input: problem for problem in others}
    assert by_name["a.jpg"].message["en"].startswith("files of this kind (2 in all)")
    assert by_name["inner"].message["en"].startswith("inner folders (2 in all)")
    assert {problem.severity for problem in others} == {ProblemSeverity.WARNING}
    assert all(map(fits_one_line, others))


def test_progress_counts_the_forms(tmp_path):
    for number in range(3):
        put(tmp_path, f"{number}.lrmx", lrmx() if number else b"")
    put(tmp_path, "a.jpg", b"x")
    said = []
    assert len(list(read_forms(tmp_path, progress=lambda *pair: said.append(pair)))) == 4
    assert said == [(1, 3), (2, 3), (3, 3)]


def test_a_form_is_opened_only_when_its_turn_comes(tmp_path):
    put(tmp_path, "1.lrmx", lrmx(XingMing="干部0001"))
    later = put(tmp_path, "2.lrmx", lrmx(XingMing="干部0002"))
    reading = read_forms(tmp_path)
    assert told(next(reading)) == "干部0001"
    later.unlink()
    assert told(next(reading)) == "2.lrmx: not-a-file"


def test_memory_is_that_of_one_form(tmp_path):
    def peak(folder):
        tracemalloc.start()
        try:
            assert sum(1 for _ in read_forms(folder)) >= 1
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    one, many = tmp_path / "one", tmp_path / "many"
    one.mkdir()
    many.mkdir()
    form = lrmx(XingMing="干部0001", ZhaoPian="A" * 1_000_000)
    put(one, "1.lrmx", form)
    for number in range(12):
        put(many, f"{number}.lrmx", form)
    assert peak(many) < 1.5 * peak(one)


def test_where_there_is_nothing_it_says_so_at_once(tmp_path):
    with pytest.raises(InputError, match="there is no such file"):
        read_forms(tmp_path / "nowhere.lrmx")
    put(tmp_path, "a.jpg", b"x")
    with pytest.raises(InputError, match="no appointment form") as caught:
        read_forms(tmp_path)
    assert caught.value.code == "empty-folder"
    assert fits_one_line(caught.value)
