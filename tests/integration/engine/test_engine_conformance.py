"""nbgrader's own notebooks, from its wheel, get the scores that nbgrader gives them."""

import json
from pathlib import Path

import nbgrader
import pytest

from engine_notebooks import scores
from terakoya.grading.engine import Engine, GradedNotebook, SourceNotebook

FILES = Path(nbgrader.__file__).parent / "tests" / "apps" / "files"
CASES = [
    ("submitted-unchanged", "submitted-unchanged", 1, 7),
    ("submitted-unchanged", "submitted-changed", 2, 7),
    ("submitted-unchanged", "submitted-cheat-attempt", 1, 7),
    ("submitted-unchanged", "submitted-cheat-attempt-alternative", 1, 7),
    ("submitted-unchanged", "submitted-grade-cell-changed", 1, 7),
    ("submitted-unchanged", "submitted-locked-cell-changed", 1, 7),
    ("test-hidden-tests", "test-hidden-tests", 1.5, 3),
    ("infinite-loop", "infinite-loop", 0, 0),
    ("infinite-loop-with-output", "infinite-loop-with-output", 0, 0),
    ("side-effects", "side-effects", 0, 0),
    ("test", "test", 3, 6),
]


def grade(engine: Engine, source: str, submitted: str, files: Path | None = None) -> GradedNotebook:
    notebook = json.loads((FILES / f"{source}.ipynb").read_text())
    submission = (FILES / f"{submitted}.ipynb").read_bytes()
    return engine.grade(SourceNotebook(notebook, files), submission)


@pytest.mark.parametrize(("source", "submitted", "score", "most"), CASES)
def test_nbgraders_notebooks_get_nbgraders_scores(
    engine: Engine, source: str, submitted: str, score: float, most: float
) -> None:
    result = grade(engine, source, submitted)
    assert (result.score, result.max_score) == (score, most), scores(result)


def test_a_test_finds_the_files_beside_the_source(engine: Engine, tmp_path: Path) -> None:
    (tmp_path / "data.txt").write_bytes((FILES / "data.txt").read_bytes())
    result = grade(engine, "open_relative_file", "open_relative_file", tmp_path)
    assert (result.score, result.max_score) == (10, 10)


@pytest.mark.parametrize(("who", "score"), [("bitdiddle", 1.5), ("hacker", 3.0)])
def test_nbgraders_example_course_gets_its_own_grades(
    engine: Engine, who: str, score: float
) -> None:
    guide = FILES.parents[2] / "docs" / "source" / "user_guide"
    results = []
    for file in sorted((guide / "source" / "ps1").glob("*.ipynb")):
        source = SourceNotebook(json.loads(file.read_text()), file.parent)
        submitted = guide / "submitted" / who / "ps1" / file.name
        results.append(engine.grade(source, submitted.read_bytes()))
    assert sum(result.score for result in results) == score
    assert sum(result.max_score for result in results) == 13
