"""Our labs are fair, with the real model's recorded answers, by rehearsal and by the engine."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from terakoya.content.complaints import Complaints
from terakoya.content.lab_examples import LabExample, load_examples
from terakoya.content.lab_notebooks import LabNotebook, read_notebook
from terakoya.content.labs import load_lab
from terakoya.gateway.recordings import merged, read_recording
from terakoya.grading.engine import Engine, SourceNotebook
from terakoya.labs.authoring import check_lab
from terakoya.labs.commands import recorded_answers
from terakoya.labs.rehearsals import AskModel, reference_texts, rehearse
from terakoya.language import Language

TESTS = Path(__file__).resolve().parents[1]
LABS = TESTS.parent / "labs"
SLUGS = sorted(file.parent.name for file in LABS.glob("*/lab.yml"))
EXAMPLES = [
    example
    for slug in SLUGS
    for example in load_examples(
        LABS / slug,
        [item.grade_id for item in getattr(load_lab(LABS / slug, Complaints()), "criteria", ())],
        Complaints(),
    )
]


@pytest.fixture(scope="module")
def ask_model() -> AskModel:
    files = sorted((TESTS / "recorded").glob("*.json"))
    return recorded_answers(merged({file: read_recording(file) for file in files}))


@pytest.fixture(scope="module")
def engine(ask_model: AskModel) -> Iterator[Engine]:
    with Engine(ask_model=ask_model) as running:
        yield running


@pytest.mark.parametrize("slug", SLUGS)
def test_the_reference_gets_all_good_ones_pass_and_bad_ones_fail_for_their_reason(
    slug: str, ask_model: AskModel
) -> None:
    report = check_lab(LABS / slug, ask_model)
    assert [found.to_line(Language.EN, LABS) for found in report.complaints] == []
    assert [note.en for note in report.notes] == []


def source_of(folder: Path, language: Language) -> LabNotebook:
    notebook = read_notebook(folder / f"lab.{language}.ipynb", language, Complaints())
    assert notebook is not None
    return notebook


def handed_in(source: LabNotebook, texts: dict[str, str]) -> bytes:
    """The source notebook with `texts` in its prompt cells, as a learner hands it in."""
    notebook: dict[str, Any] = json.loads(source.text)
    for cell, read in zip(notebook["cells"], source.cells, strict=True):
        if read.letter is not None:
            cell["source"] = f"%%prompt {read.letter.name}\n{texts[read.letter.name]}"
    return json.dumps(notebook).encode()


@pytest.mark.parametrize(
    "example", EXAMPLES, ids=[f"{item.language}-{item.file.stem}" for item in EXAMPLES]
)
def test_the_engine_gives_an_example_the_same_points(
    example: LabExample, engine: Engine, ask_model: AskModel
) -> None:
    source = source_of(example.file.parents[2], example.language)
    reference = reference_texts(source)
    texts = {**reference, next(iter(reference)): example.text}
    graded = engine.grade(
        SourceNotebook(json.loads(source.text), None, example.language), handed_in(source, texts)
    )
    rehearsed = rehearse(source, texts, ask_model)
    assert graded.error is None
    assert {name: cell.score for name, cell in graded.cells.items()} == {
        name: cell.score for name, cell in rehearsed.items()
    }
