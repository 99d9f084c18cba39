"""The release version: what learners get, and what they never get."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from lab_files import LabFolder
from terakoya.content.complaints import Complaints
from terakoya.content.lab_notebooks import read_notebook
from terakoya.content.lab_releases import (
    LabNotReleasable,
    check_release,
    leaks_of,
    release_notebook,
)
from terakoya.content.labs import load_labs
from terakoya.labs.commands import lab as commands
from terakoya.language import Language

LABS = Path(__file__).resolve().parents[2] / "labs"


@pytest.mark.parametrize("language", list(Language))
def test_no_lab_of_ours_shows_a_solution_or_a_hidden_test(language: Language) -> None:
    complaints = Complaints()
    labs = load_labs(LABS, complaints)
    assert list(complaints) == []
    assert labs
    for lab in labs.values():
        source = read_notebook(lab.folder / f"lab.{language}.ipynb", language, complaints)
        assert source is not None
        release = lab.release_notebook(language)
        assert leaks_of(source, release) == []
        assert "HELD_OUT" not in release
        assert "BEGIN " not in release


def test_the_starter_text_and_the_metadata_stay(lab: LabFolder) -> None:
    found, _ = lab.load()
    assert found is not None
    release = json.loads(found.release_notebook(Language.EN))
    assert release["metadata"]["terakoya"] == {"lab": "right-lab", "language": "en"}
    cells = {cell["metadata"]["nbgrader"]["grade_id"]: cell for cell in release["cells"]}
    letter = "".join(cells["sorting"]["source"])
    assert letter.startswith("%%prompt sorting\nSort this message.\n")
    assert letter.endswith("{input}")
    assert "REQUEST" not in letter
    assert "checksum" in cells["labels"]["metadata"]["nbgrader"]


def test_a_notebook_that_nbgrader_refuses_is_a_complaint(lab: LabFolder) -> None:
    lab.replace("lab.en.ipynb", "### BEGIN SOLUTION", "### BEGIN SOLUTION\\n### BEGIN SOLUTION")
    complaints = Complaints()
    source = read_notebook(lab.path / "lab.en.ipynb", Language.EN, complaints)
    assert source is not None
    with pytest.raises(LabNotReleasable):
        release_notebook(source.text)
    assert check_release(source, complaints) is None
    assert "cannot make the release" in next(iter(complaints)).sentence.en


def test_a_line_of_a_solution_that_stays_is_found() -> None:
    complaints = Complaints()
    source = read_notebook(LABS / "sorting-inquiries/lab.en.ipynb", Language.EN, complaints)
    assert source is not None
    assert leaks_of(source, source.text) != []


def test_releasing_writes_both_languages(lab: LabFolder, tmp_path: Path) -> None:
    target = tmp_path / "out"
    done = CliRunner().invoke(commands, ["release", str(lab.path), "--to", str(target)])
    assert done.exit_code == 0, done.output
    assert sorted(file.name for file in (target / "right-lab").iterdir()) == [
        "lab.en.ipynb",
        "lab.ja.ipynb",
    ]


def test_a_lab_with_errors_is_not_released(lab: LabFolder, tmp_path: Path) -> None:
    lab.replace("lab.yml", "minutes: 10", "minutes: soon")
    done = CliRunner().invoke(commands, ["release", str(lab.path), "--to", str(tmp_path / "out")])
    assert done.exit_code == 1
    assert "lab.yml:" in done.output
    assert not (tmp_path / "out").exists()
