"""The bundled sample: it is what the generator makes, it loads clean, it can be copied out."""

import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

import partyorg.sample as bundled
from partyorg.errors import CallError
from partyorg.model import TABLES, Dataset
from partyorg.sample.generate import as_csv, generate, main

REAL_PROVINCES = {
    *range(11, 16),
    *range(21, 24),
    *range(31, 38),
    *range(41, 47),
    *range(50, 55),
    *range(61, 67),
    71,
    81,
    82,
}


@pytest.fixture(scope="module")
def sample() -> Dataset:
    return bundled.load_sample()


def test_the_generator_reproduces_the_files_byte_for_byte():
    made = {f"{name}.csv": as_csv(rows) for name, rows in generate().tables.items()}
    bundled_files = {path.name: path.read_bytes() for path in bundled.sample_path().iterdir()}
    assert made == bundled_files


def test_the_command_writes_the_same_files(tmp_path, capsys):
    assert main([str(tmp_path / "new" / "folder")]) == 0
    for path in bundled.sample_path().iterdir():
        assert (tmp_path / "new" / "folder" / path.name).read_bytes() == path.read_bytes()
    assert main([]) == 2
    assert "usage" in capsys.readouterr().err


def test_it_loads_without_problems(sample):
    assert sample.problems == ()
    assert set(sample.row_counts) == set(TABLES)
    assert sample.inputs[0].sha256 is not None


def test_rows_in_memory_give_the_same_data():
    data = Dataset.from_records(**generate().tables)
    assert data == bundled.load_sample()


def test_its_size(sample):
    assert 240 <= len(sample.people) <= 300
    assert sum(path.stat().st_size for path in bundled.sample_path().iterdir()) < 250_000
    of_the_county = [
        org
        for org in sample.organizations
        if org.parent_id == "990101" and org.kind == "division" and org.level == "township"
    ]
    assert len(of_the_county) == 12


def test_no_place_in_it_is_real(sample):
    codes = {org.division_code for org in sample.organizations if org.division_code}
    assert codes
    assert {int(code[:2]) for code in codes} == {97, 98, 99}
    assert not {97, 98, 99} & REAL_PROVINCES


def test_no_person_in_it_is_real(sample):
    for number, person in enumerate(sample.people, start=1):
        assert (person.person_id, person.name) == (f"N{number:04}", f"干部{number:04}")


def test_nothing_happens_after_the_day_it_is_meant_for(sample):
    year = int(bundled.SAMPLE_AS_OF[:4])
    yearly = (*sample.recruitment, *sample.trainings, *sample.assessments, *sample.members)
    # One province was founded later, for the rules that came later.
    of_later = {row.org_id for row in sample.organizations if str(row.valid_from or "") > "2019"}
    later = {row.person_id for row in sample.appointments if row.org_id in of_later}
    told = [
        row
        for row in yearly
        if getattr(row, "org_id", "") not in of_later
        if getattr(row, "person_id", "") not in later
    ]
    assert {row.year for row in told} == set(range(2013, year + 1))
    assert all(
        str(row.start) <= bundled.SAMPLE_AS_OF
        for row in sample.appointments
        if row.org_id not in of_later
    )


def test_dates_are_of_every_precision_and_spells_touch(sample):
    starts = {str(row.start) for row in sample.appointments}
    assert {len(start) for start in starts} == {4, 7, 10}
    ends = {(row.person_id, str(row.end)) for row in sample.appointments if row.end}
    touching = [row for row in sample.appointments if (row.person_id, str(row.start)) in ends]
    assert len(touching) > 100
    assert any(len(str(row.start)) == 7 for row in touching)


def test_one_township_became_a_street_and_people_went_over(sample):
    changed = [
        org for org in sample.organizations if org.kind == "division" and org.valid_to is not None
    ]
    (town,) = [org for org in changed if org.level == "township"]
    street = sample.organization[town.successor_id]
    assert street.level == "subdistrict"
    assert street.valid_from == town.valid_to
    before = {
        row.person_id for row in sample.appointments if row.org_id.startswith(f"{town.org_id}-")
    }
    after = {
        row.person_id for row in sample.appointments if row.org_id.startswith(f"{street.org_id}-")
    }
    assert before & after
    assert any(
        row.end is None
        for row in sample.appointments
        if sample.organization[row.org_id].valid_to is not None
    )


def test_only_numbers_that_decide_nothing_depend_on_the_seed():
    one, other = generate(1), generate(2)
    assert one.stories == other.stories
    assert one.tables != other.tables
    assert generate(1).tables == one.tables
    assert Dataset.from_records(**other.tables).problems == ()


def test_a_column_that_is_not_there_is_refused():
    world = generate()
    with pytest.raises(KeyError, match="activities has no column"):
        world.add("activities", org_id="99", kinds="x")


def test_write_copies_the_files_into_a_new_folder(tmp_path):
    folder = tmp_path / "new" / "sample"
    paths = bundled.write(folder)
    assert [path.name for path in paths] == sorted(f"{name}.csv" for name in TABLES)
    for path in paths:
        assert path.read_bytes() == (bundled.sample_path() / path.name).read_bytes()
    assert sorted(folder.iterdir()) == paths


def test_write_leaves_other_files_alone(tmp_path):
    other = tmp_path / "notes.txt"
    other.write_text("mine")
    bundled.write(str(tmp_path))
    assert other.read_text() == "mine"


def test_write_overwrites_nothing(tmp_path):
    (tmp_path / "people.csv").write_text("mine")
    with pytest.raises(CallError, match=r"people\.csv is there already"):
        bundled.write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]
    assert (tmp_path / "people.csv").read_text() == "mine"


def test_write_writes_all_or_nothing(tmp_path, monkeypatch):
    rename = Path.rename

    def full_disk(self, target):
        if self.name == "people.csv":
            raise OSError(28, "No space left on device", str(target))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", full_disk)
    with pytest.raises(CallError, match=r"people\.csv: No space left on device; nothing was"):
        bundled.write(tmp_path / "a" / "b")
    assert list(tmp_path.iterdir()) == []


def test_write_does_not_run_over_a_file_that_came_meanwhile(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "TemporaryDirectory", _intruding(tempfile.TemporaryDirectory))
    with pytest.raises(CallError, match=r"trainings\.csv: File exists; nothing was written"):
        bundled.write(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["trainings.csv"]


def _intruding(make):
    def wrapped(*, prefix, dir):  # noqa: A002  (the name of the argument it stands for)
        (dir / "trainings.csv").write_text("theirs")
        return make(prefix=prefix, dir=dir)

    return wrapped


def test_write_into_a_file_is_refused(tmp_path):
    path = tmp_path / "file"
    path.write_text("x")
    with pytest.raises(CallError, match="file"):
        bundled.write(path)
    assert path.read_text() == "x"


def test_the_import_is_light():
    code = (
        "import sys, partyorg.sample as s; s.sample_path();"
        "heavy = {'networkx', 'narwhals', 'partyorg.model', 'partyorg.readers',"
        " 'partyorg.sample.generate'};"
        "sys.exit(sorted(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
